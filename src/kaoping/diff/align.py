"""Which of two lists belongs to which: by equality of ever weaker keys, keeping the order.

>>> aligned("abc", "xabd", [str])
[(None, 'x'), ('a', 'a'), ('b', 'b'), ('c', 'd')]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")
Pairs = list[tuple[Thing | None, Thing | None]]


def aligned(
    old: Sequence[Thing], new: Sequence[Thing], keys: Sequence[Callable[[Thing], str]]
) -> Pairs[Thing]:
    """Pairs in order. What no key brings together is paired by its place where as many are left on both sides.

    Swapping the lists swaps the pairs and changes nothing else.
    """
    if not keys:
        if len(old) == len(new):
            return list(zip(old, new, strict=True))
        return [*((one, None) for one in old), *((None, one) for one in new)]
    pairs: Pairs[Thing] = []
    start, begin = 0, 0
    key = keys[0]
    for i, j in (*common([key(one) for one in old], [key(one) for one in new]), (len(old), len(new))):
        between = aligned(old[start:i], new[begin:j], keys[1:])
        pairs.extend(between)
        if i < len(old) and j < len(new):
            pairs.append((old[i], new[j]))
        start, begin = i + 1, j + 1
    return pairs


def common(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence; of several the same one whichever list comes first."""
    if old > new:
        return [(i, j) for j, i in common(new, old)]
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            longest[i][j] = (
                longest[i + 1][j + 1] + 1 if old[i] == new[j] else max(longest[i + 1][j], longest[i][j + 1])
            )
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
