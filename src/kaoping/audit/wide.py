"""A line for each unit, with a column for each indicator, or several: 汇总表."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.audit.columns import Columns, is_mark, is_total, score_of, total_of
from kaoping.audit.paper import Cell, Kind, Line
from kaoping.audit.reader import SUM, Reader, Words
from kaoping.diagnostics import Place
from kaoping.facts.names import fold
from kaoping.facts.rows import Row, Sheet

_STATISTICS = re.compile(r"合计|总计|小计|平均.*|均值|最高分?|最低分?|中位数|标准差|得分率|.*平均分?")
_SUFFIX = re.compile(r"(.+?)((?:自评|复评|初评|考核|评价|核定|最终)?(?:得分|评分|分数|分))")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A column: item, sum or total, of which indicators, in which round."""

    index: int
    kind: Kind
    path: tuple[str, ...]
    label: str


class Wide(Reader):
    """A row of full marks among those of units is one, too: of nobody."""

    def __init__(self, sheet: Sheet, columns: Columns, words: Words, row: int) -> None:
        super().__init__(sheet, columns, words)
        self.header = sheet.place(row)
        self.unread: tuple[Cell, ...] = ()
        self._marks: dict[tuple[str, ...], int] = {}
        self._figures: list[_Figure] = []
        for index, path in enumerate(columns.paths):
            if not path or index in (columns.roles.get("unit"), columns.roles.get("number")):
                continue
            if is_mark(path[-1]) and len(path) > 1:
                self._marks[path[:-1]] = index
            elif (figure := self._figure(index, path)) is not None:
                self._figures.append(figure)
            elif index not in columns.roles.values():
                self.unread += (Cell(path[-1], sheet.place(row, path[-1], index)),)
        labels = [*dict.fromkeys(figure.label for figure in self._figures)]
        if len(labels) == 1:
            self._figures = [_Figure(one.index, one.kind, one.path, "") for one in self._figures]

    @property
    def is_header(self) -> bool:
        """Whether a row with these headings begins such a table."""
        return "unit" in self.columns.roles and bool(self._figures)

    def lines(self, row: Row) -> Iterator[tuple[str, str, Line]]:
        """A line for each figure of the unit's row."""
        whose = row.cell(self.columns.roles["unit"])
        first = next((text for text in row.cells if text), "")
        if is_mark(whose or first):
            yield from self._full(row)
            return
        if not whose or _STATISTICS.fullmatch(fold(whose)):
            return
        for figure in self._figures:
            cell, at = self.cell(row, figure.index), self._at(row, figure.index)
            mark = self.cell(row, self._marks.get(figure.path), percent=True)
            grade = rank = None
            if figure.kind == "total" and figure.label == self._round_of_verdicts():
                grade, rank = self.role(row, "grade"), self.role(row, "rank")
            line = Line(figure.kind, figure.path, cell, at, mark=mark, grade=grade, rank=rank)
            yield whose, figure.label, line

    def _full(self, row: Row) -> Iterator[tuple[str, str, Line]]:
        """满分 of each indicator."""
        for figure in self._figures:
            if figure.label == self._figures[0].label:
                mark = self.cell(row, figure.index, percent=True)
                at = self._at(row, figure.index)
                yield "\0", figure.label, Line(figure.kind, figure.path, None, at, mark=mark)

    def _figure(self, index: int, path: tuple[str, ...]) -> _Figure | None:
        *above, last = path
        names = tuple(name for name in above if self.words.known(name))
        whose = score_of(last) if above else None
        if (total := total_of(last)) is not None:
            if not above:
                return _Figure(index, "total", ("总分",), total)
            return _Figure(index, "sum", names, total) if names else None
        if whose is not None:  # 得分, 自评 under the name of an indicator, or under 总分
            if is_total(above[-1]):
                return _Figure(index, "total", ("总分",), whose)
            return _Figure(index, "item", names, whose) if names else None
        if (found := SUM.fullmatch(fold(last))) is not None:
            named = (found[1] or found[2],) if self.words.known(found[1] or found[2] or "") else ()
            return _Figure(index, "sum", (*names, *named), "") if names or named else None
        if self.words.known(last):
            return _Figure(index, "item", (*names, last), "")
        suffixed = _SUFFIX.fullmatch(fold(last))
        if suffixed is not None and self.words.known(suffixed[1]):
            return _Figure(index, "item", (*names, suffixed[1]), score_of(suffixed[2]) or "")
        if (whose := score_of(last)) is not None and not above and not self.columns.levels:
            return _Figure(index, "total", ("总分",), whose)
        return None

    def _round_of_verdicts(self) -> str:
        """Whose total the columns 等次 and 名次 go with: the last one before them."""
        indices = [self.columns.roles[name] for name in ("grade", "rank") if name in self.columns.roles]
        totals = [figure for figure in self._figures if figure.kind == "total"]
        before = [figure for figure in totals if indices and figure.index < min(indices)]
        return (before or totals)[-1].label

    def _at(self, row: Row, index: int) -> Place:
        return self.sheet.place(row.number, self.columns.of(index), index)
