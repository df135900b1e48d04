"""A line for each item under its indicators: 评分表, 自评表; also with a column of points for each round, or each unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaoping.audit.columns import Columns, is_total
from kaoping.audit.paper import Cell, Kind, Line
from kaoping.audit.reader import GRADE, RANK, SUM, Reader, Words
from kaoping.exact import parse_number
from kaoping.facts.names import fold
from kaoping.facts.rows import Row, Sheet

_RATE = re.compile(r"(?:目标|指标)?(?:达标率|达标情况|达标项数|完成率)[:：]?.*")
_CLAUSE = re.compile(r"\d+\.\d+")
_OTHERS = ("mark", "target", "actual", "remark", "rate", "part", "whole", "met")


class Long(Reader):
    """Names that stand above a row, or in a merged cell that it shares, are its own, too."""

    def __init__(self, sheet: Sheet, columns: Columns, words: Words, before: Long | None = None) -> None:
        super().__init__(sheet, columns, words)
        again = before is not None and before.columns.headings == columns.headings  # a header printed again
        self._above: list[str] = before._above if before is not None and again else []
        self.within = ""
        """An indicator that a line above the table names."""
        self._group: str = before._group if before is not None and again else ""

    def lines(self, row: Row) -> Iterator[tuple[str, str, Line]]:
        """The unit ("" if the row names none), the round and the line; one for each column of points."""
        if self._is_group(row):
            return
        before = [*self._above]
        own, path = self._path(row)
        identity = self.role(row, "id") or self.role(row, "number")
        number = identity.text if identity and _CLAUSE.fullmatch(identity.text) else ""
        first = next((text for text in (*own, *row.cells) if text), "")
        kind: Kind = "item"
        rank = False
        tally: tuple[Cell, ...] = ()
        if "met" in self.columns.roles and any(_RATE.fullmatch(fold(text)) for text in (first, *own) if text):
            kind = "rate"
            self._above = before
        elif is_total(first) or any(is_total(text) for text in own if text):
            kind = "total"
            level = next((level for level, text in enumerate(own) if text and is_total(text)), 0)
            path = (*path[:level], first) if level and any(path[:level]) else (first,)
            self._above = before
        elif GRADE.fullmatch(fold(first)) or (rank := bool(RANK.fullmatch(fold(first)))):
            kind, path = "grade", (first,)
        elif (summed := self._summed(own, path, before)) is not None:
            kind, path = "sum", summed
            self._above = before
        elif not any(own) and not number and "part" not in self.columns.roles:
            return
        elif not self.columns.levels and "part" in self.columns.roles:
            path = (first,)
        elif self._group and self._group not in path:
            path = (self._group, *path)
        if "met" in self.columns.roles and kind != "item":
            named = (row.cell(index) for index in self.columns.levels)
            path = tuple(text for text in named if self.words.group(text))
            cells = (self.cell(row, index) for index in range(len(row.cells)))
            tally = tuple(cell for cell in cells if cell is not None and cell.text)
        if self.within and self.within not in path:
            path = (self.within, *path)
        whose = self.role(row, "unit")
        unit = whose.text if whose is not None else self._unit(row)
        names = [index for index in self.columns.levels if row.cell(index)]
        at = self.sheet.place(row.number, self.columns.of(names[-1]) if names else None, *names[-1:])
        others = {name: self.role(row, name) for name in _OTHERS}
        for owner, label, index in self._scores(unit):
            score = self.cell(row, index)
            if kind == "grade":
                cell = score if self.columns.units or (score and not score.blank) else self._last(row)
                verdict = {"rank": cell} if rank else {"grade": cell}
                score = None
            else:
                verdict = {
                    name: self.role(row, name)
                    for name in ("grade", "rank")
                    if label == self.columns.round_of(self.columns.roles.get(name)) or self.columns.units
                }
            yield owner, label, Line(kind, path, score, at, number, tally=tally, **verdict, **others)

    def _scores(self, unit: str) -> Iterator[tuple[str, str, int | None]]:
        if self.columns.units:
            yield from ((owner, "", index) for owner, index in self.columns.units.items())
        elif self.columns.scores:
            yield from ((unit, label, index) for label, index in self.columns.scores.items())
        else:
            yield unit, "", None

    def _unit(self, row: Row) -> str:
        """Of a merged cell that names the unit of several rows."""
        index = self.columns.roles.get("unit")
        return row.cell(index) if index is not None else ""

    def _path(self, row: Row) -> tuple[list[str], tuple[str, ...]]:
        """The names in the row itself, and with those that stand above it, down to its own."""
        cells = [row.cell(index) for index in self.columns.levels]
        own = ["" if index in row.below else row.cell(index) for index in self.columns.levels]
        first = next((level for level, text in enumerate(own) if text), len(cells))
        filled = [
            text or (self._above[level] if level < first and level < len(self._above) else "")
            for level, text in enumerate(cells)
        ]
        self._above = filled
        while filled and not filled[-1]:
            filled = filled[:-1]
        return own, tuple(filled)

    def _summed(self, own: list[str], path: tuple[str, ...], before: list[str]) -> tuple[str, ...] | None:
        """What a sub-total is the sum of: the words before 小计, the indicators that it stands under, in the first
        column the one above it; nothing where only the lines above can tell. None if it is no sub-total."""
        for level, text in enumerate(own):
            found = SUM.fullmatch(fold(text)) if text else None
            if found is None or (found[2] and not self.words.known(found[2])):
                continue
            named = found[1] or found[2]
            above = tuple(name for name in path[:level] if name)
            if named:
                return (*above, named)
            if above:
                return above
            return (before[0],) if before and before[0] and len(self.columns.levels) > 1 else ()
        return None

    def _is_group(self, row: Row) -> bool:
        """Whether a row only names an indicator, for the rows below it."""
        filled = {text for text in row.cells if text}
        if len(filled) != 1:
            return False
        (name,) = filled
        if not self.words.group(name):
            return False
        if row.wide or len(self.columns.levels) == 1:
            self._group = name
            return True
        return False

    def _last(self, row: Row) -> Cell | None:
        """The last cell of a line 等次 | 优秀."""
        index = max(index for index, text in enumerate(row.cells) if text)
        return self.cell(row, index)

    def is_foot(self, row: Row) -> bool:
        """Whether a row has no points at all: what looks like a note or a signature there is one."""
        columns = [*self.columns.scores.values(), *self.columns.units.values()]
        return not any(parse_number(row.cell(index)) is not None for index in columns)
