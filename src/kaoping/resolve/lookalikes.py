"""Names that may look like another: few of many are worth comparing letter by letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


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
        """One more name; again is the same."""
        if name not in self._names:
            self._names.add(name)
            for char in set(name):
                self._holding.setdefault(char, []).append(name)

    def like(self, name: str, percent: int) -> list[str]:
        """All names whose `difflib` ratio to this one can reach so many percent, and perhaps some more."""
        shared: Counter[str] = Counter()  # how many characters of `name` the other has
        for char, times in Counter(name).items():
            for _ in range(times):
                shared.update(self._holding.get(char, ()))
        return [other for other, n in shared.items() if 200 * n >= percent * (len(name) + len(other))]
