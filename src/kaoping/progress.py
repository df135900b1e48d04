"""How far long work has come: told through a callback, so that nothing here knows who looks, if anybody does.

for change in counted(changes, tell, "计分", len(changes)): …
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Tell = Callable[[str, int, int], object]
"""Is told what is being done, how much of it is done, and how much there is (0: nobody knows)."""

_OFTEN = 200  # items between two calls: counting must cost nothing

T = TypeVar("T")


def counted(items: Iterable[T], tell: Tell | None, what: str, total: int = 0) -> Iterable[T]:
    """The items themselves; as they are taken, tell is told how many."""
    return items if tell is None else _counted(items, tell, what, total)


def _counted(items: Iterable[T], tell: Tell, what: str, total: int) -> Iterator[T]:
    often = min(_OFTEN, max(1, total // 100)) if total else _OFTEN
    tell(what, 0, total)
    for number, item in enumerate(items, 1):
        yield item
        if number % often == 0:
            tell(what, number, total)
    tell(what, total, total)
