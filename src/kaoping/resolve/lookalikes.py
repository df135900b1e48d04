"""Names that may look like another: few of many are worth comparing letter by letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from heapq import nlargest

MOST_NAMES = 2_000
"""Some twenty times what the largest rubrics use."""

_MOST_LIKE = 20


class Lookalikes:
    """Names by the characters in them.

    >>> Lookalikes(["月报问题", "月报情况", "投诉"]).like("月报间题", 75)
    ['月报问题']
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: set[str] = set()
        self._holding: dict[str, list[str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """One more name; again is the same. Beyond MOST_NAMES, nobody looks for slips."""
        if name not in self._names and len(self._names) < MOST_NAMES:
            self._names.add(name)
            for char in set(name):
                self._holding.setdefault(char, []).append(name)

    def like(self, name: str, percent: int) -> list[str]:
        """The names whose `difflib` ratio to this one can reach so many percent, and perhaps some more; the likeliest."""
        shared: Counter[str] = Counter()  # how many characters of `name` the other has
        for char, times in Counter(name).items():
            for _ in range(times):
                shared.update(self._holding.get(char, ()))
        bounds = ((200 * n // (len(name) + len(other)), other) for other, n in shared.items())
        return [other for _, other in nlargest(_MOST_LIKE, (pair for pair in bounds if pair[0] >= percent))]
