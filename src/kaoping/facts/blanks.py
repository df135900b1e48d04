"""Empty cells of tables of figures: counted as they are met, told once a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.schema import FactSpec


class Blanks:
    """The cells of one file that units were asked to fill in and that are empty."""

    def __init__(self) -> None:
        self._places: Counter[Place] = Counter()
        self._kinds: set[bool] = set()
        """Whether there are cells that take a 0, and cells that do not."""

    def add(self, place: Place, spec: FactSpec, cells: int = 1) -> None:
        """Count cells of a sheet (or of the file, where it has no sheets) that should hold a fact."""
        if cells:
            self._places[place] += cells
            self._kinds.add(spec.type in ("number", "percent"))

    def told(self) -> Iterator[Diagnostic]:
        """The note, if there is anything to note."""
        if not self._places:
            return
        place, *more = self._places
        each = "、".join(f"「{place.sheet}」{cells} 格" for place, cells in self._places.items())
        message = f"有 {self._places.total()} 格是空的{f'（{each}）' if more else ''}，按没有给出处理"
        help_ = {
            frozenset((True,)): "没有发生请写 0",
            frozenset((False,)): "能定的请填上",
        }.get(frozenset(self._kinds), "数和次数确实是 0 的请写 0；是否、选项、日期能定的请填上")
        yield Diagnostic("F009", "note", message, help_, place=Place(place.file) if more else place)
