"""What the readers of both layouts share: cells with their places, and what a cell of points may look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kaoping.audit.columns import Columns
from kaoping.audit.paper import Cell
from kaoping.exact import parse_number
from kaoping.facts.names import fold
from kaoping.facts.rows import Row, Sheet

SUM = re.compile(r"(.*?)小计[:：]?|(.+?)(?:合计|得分合计)[:：]?")
GRADE = re.compile(r"(?:评价|考核|评定)?(?:等次|等级|档次)[:：]?")
RANK = re.compile(r"(?:总分|得分|考核)?(?:名次|排名|位次|排序)[:：]?")
_POINTS = re.compile(r"得?([-+]?[\d.,]+)分?")


@dataclass(frozen=True)
class Words:
    """What the rules call things.

    Attributes:
        known: whether a text names an indicator.
        group: whether it names one that has others below it.
        unit: the unit that a text names.
    """

    known: Callable[[str], bool]
    group: Callable[[str], bool]
    unit: Callable[[str], str | None]


class Reader:
    """Rows below a header."""

    def __init__(self, sheet: Sheet, columns: Columns, words: Words) -> None:
        self.sheet, self.columns, self.words = sheet, columns, words

    def cell(self, row: Row, index: int | None, percent: bool = False) -> Cell | None:
        """A cell; None where there is no such column, or it continues a merged cell of the row above.

        Args:
            row, index: where.
            percent: 40% is 40: a weight.
        """
        if index is None or index in row.below:
            return None
        place = self.sheet.place(row.number, self.columns.of(index), index)
        if index in row.faults:
            return Cell("", place, None, row.faults[index].message, row.faults[index].help)
        text = row.cell(index)
        plain = fold(text)
        if percent:
            plain = plain.removesuffix("%")
        points = _POINTS.fullmatch(plain)
        return Cell(text, place, parse_number(points[1]) if points else None)

    def role(self, row: Row, name: str) -> Cell | None:
        """The cell of a role."""
        return self.cell(row, self.columns.roles.get(name), percent=name == "mark")
