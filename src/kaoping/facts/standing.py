"""The facts that stand, by id, packed: a stream may bring millions, and each must be known again.

A fact is taken apart into its id, unit, row and content (name, value, day …). Contents repeat, so
each is kept once and referred to by number; what remains of a fact are four small numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date

from kaoping.diagnostics import Place
from kaoping.facts.fact import NO_FIELDS, Fact, Value

_NO_ROW = 0

_Content = tuple[str, Value, date | None, tuple[tuple[str, Value], ...], str, Place]
"""What facts may have in common: name, value, day, fields, note, and their place without its row."""


class Standing:
    """A mapping of ids to facts. A fact comes out equal to the one that went in."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._units: dict[str, int] = {}
        self._unit_names: list[str] = []
        self._contents: dict[_Content, int] = {}
        self._content: list[_Content] = []
        self._file = ""
        self._sheets: dict[tuple[str | None, ...], Place] = {}
        """The places of the file that facts come from now, without rows."""
        self._unit_of, self._content_of, self._row_of = array("I"), array("I"), array("I")

    def __contains__(self, id_: str) -> bool:
        return id_ in self._index

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def get(self, id_: str) -> Fact | None:
        """The fact of this id."""
        index = self._index.get(id_)
        if index is None:
            return None
        name, value, day, fields, note, sheet = self._content[self._content_of[index]]
        place = sheet._replace(row=self._row_of[index] or None)
        unit = self._unit_names[self._unit_of[index]]
        return Fact(id_, unit, name, value, day, dict(fields) if fields else NO_FIELDS, note, place)

    def put(self, fact: Fact) -> None:
        """Let a fact stand; there must be none of its id."""
        unit = self._units.get(fact.unit)
        if unit is None:
            unit = self._units[fact.unit] = len(self._unit_names)
            self._unit_names.append(fact.unit)
        fields = tuple(fact.fields.items()) if fact.fields else ()
        place = fact.place
        sheet = self._sheets.get(place[2:]) if place.file == self._file else None
        if sheet is None:
            if place.file != self._file:
                self._file, self._sheets = place.file, {}
            sheet = self._sheets[place[2:]] = place._replace(row=None)
        content = (fact.name, fact.value, fact.day, fields, fact.note, sheet)
        number = self._contents.get(content)
        if number is None:
            number = len(self._content)
            self._content.append(content)
            if not fact.note:  # a note is hardly ever said twice
                self._contents[content] = number
        self._index[fact.id] = len(self._unit_of)
        self._unit_of.append(unit)
        self._content_of.append(number)
        self._row_of.append(place.row or _NO_ROW)

    def remove(self, id_: str) -> None:
        """Let a fact stand no more."""
        del self._index[id_]
