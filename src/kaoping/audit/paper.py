"""Sheets → `Paper`s: what a published table says of one unit, line by line, each figure with its cell.

Two layouts: a line for each item under its indicators (自评表, 评分表; several below one another), and a line for
each unit with a column for each indicator (汇总表). No meaning is given to names here but that of 总分 and 小计.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kaoping.audit.columns import Columns, columns_of
from kaoping.diagnostics import Place
from kaoping.exact import parse_number
from kaoping.facts.names import fold
from kaoping.facts.rows import Row, Sheet

_TOTAL = re.compile(r"(?:总分|总计|合计|总得分|总评分|得分合计|总分值|评价总分)(?:\(.*\))?[:：]?")
_SUM = re.compile(r"(.*)小计[:：]?")
_GRADE = re.compile(r"(?:评价|考核)?(?:等次|等级|档次)[:：]?")
_FOOTER = re.compile(r"(?:注|备注|说明|填表人|制表人|联系人|负责人)[\d:：.、].*")
_PREFACE = re.compile(
    r"(?:项目|被?(?:考核|评价)?(?:单位|对象))名称:?(.*)|(?:被考核|被评价|考核|评价|填报|自评)?单位:(?!(?:万|亿)?[元人]|[分%])(.+)"
)
_POINTS = re.compile(r"\((\d+(?:\.\d+)?)分\)$")
_LABEL = re.compile(r"^指标\d*:")
_STROKES = frozenset({"-", "--", "—", "——", "/", "–", "\\"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as published: its text, the number that it is (None if it is none), why it cannot be read ("")."""

    text: str
    place: Place
    number: Decimal | None = None
    fault: str = ""

    @property
    def blank(self) -> bool:
        """Nothing, or a stroke."""
        return not self.text or fold(self.text) in _STROKES


@dataclass(frozen=True, slots=True)
class Line:
    """One published item, sub-total or total.

    Attributes:
        kind: sum: 小计, of the lines before it under the same indicator.
        path: the names of its indicators, the widest first, the last one its own; "" where a level is skipped.
        id: the number of a clause; "".
        mark, score: 分值 and 得分; None if the table has no such column, or the cell belongs to a line above.
        target, actual, remark: as published.
        rate, part, whole: a published rate with what it is a rate of.
    """

    kind: Literal["item", "sum", "total", "grade"]
    path: tuple[str, ...]
    score: Cell | None
    id: str = ""
    mark: Cell | None = None
    target: Cell | None = None
    actual: Cell | None = None
    remark: Cell | None = None
    rate: Cell | None = None
    part: Cell | None = None
    whole: Cell | None = None
    grade: Cell | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return next((name for name in reversed(self.path) if name), self.id)

    @property
    def place(self) -> Place:
        """Where its score stands, or what there is of it."""
        cells = (self.score, self.mark, self.grade, self.rate, self.target)
        return next(cell.place for cell in cells if cell is not None)


@dataclass
class Paper:
    """The table of one unit. label: which round (自评, 复评); "" until it is known."""

    unit: str
    label: str
    lines: list[Line] = field(default_factory=list)


def bare(name: str) -> str:
    """A name for comparison: without 指标1： before it and （15分） behind it.

    >>> bare("指标1：群众满意率"), bare("决策 （15分）")
    ('群众满意率', '决策')
    """
    return _LABEL.sub("", _POINTS.sub("", fold(name)))


def stated_points(name: str) -> Decimal | None:
    """The points that a name brings along: 决策（15分）."""
    found = _POINTS.search(fold(name))
    return parse_number(found[1]) if found else None


def read_papers(sheet: Sheet, known: Callable[[str], bool], otherwise: str) -> list[Paper]:
    """What a sheet publishes, a paper for each unit and round, in the order of the sheet.

    Args:
        sheet: of rows.
        known: whether a text names an indicator of the rules, so that a column of points may be headed by it.
        otherwise: the unit, where the table names none.
    """
    papers: dict[tuple[str, str], Paper] = {}
    reader: _Long | _Wide | None = None
    unit = otherwise
    for row in sheet.rows:
        filled = [cell for cell in row.cells if cell]
        if (named := _preface(filled)) is not None:
            unit = named or unit
            continue
        columns = columns_of(row.cells)
        headed = columns.is_header and not _has_figures(row, [*columns.scores.values()])
        if headed:
            reader = _Long(sheet, columns)
        elif "unit" in columns.roles and any(map(known, filled)) and not _has_figures(row):
            reader = _Wide(sheet, columns, known)
        elif reader is not None and not row.wide and not _FOOTER.fullmatch(fold(filled[0])):
            for whose, label, line in reader.lines(row):
                papers.setdefault((whose or unit, label), Paper(whose or unit, label)).lines.append(line)
    return [*papers.values()]


def _preface(filled: list[str]) -> str | None:
    """The unit that a row above a table names (项目名称 | 窗口人员月度考核奖); None if it is no such row."""
    found = _PREFACE.fullmatch(fold(filled[0]))
    if found is None or len(filled) > 4:
        return None
    inline = found[1] or found[2] or ""
    if inline:
        return filled[0].replace("：", ":").split(":", 1)[-1].strip()
    if len(filled) == 1:
        return None
    columns = columns_of(filled[1:])
    return None if columns.roles or columns.levels or columns.scores else filled[1]


def _has_figures(row: Row, indices: list[int] | None = None) -> bool:
    cells = row.cells if indices is None else [row.cell(index) for index in indices]
    return any(parse_number(cell) is not None for cell in cells if cell)


class _Reader:
    """What both layouts share: cells with their places."""

    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        self.sheet, self.columns = sheet, columns

    def cell(self, row: Row, index: int | None) -> Cell | None:
        """A cell; None where there is no such column, or it continues a merged cell of the row above."""
        if index is None or index in row.below:
            return None
        heading = self.columns.headings[index] if index < len(self.columns.headings) else ""
        place = self.sheet.place(row.number, heading, index)
        if index in row.faults:
            return Cell("", place, None, row.faults[index].message)
        text = row.cell(index)
        plain = fold(text).removesuffix("分").removesuffix("%")
        return Cell(text, place, parse_number(plain))

    def role(self, row: Row, name: str) -> Cell | None:
        """The cell of a role."""
        return self.cell(row, self.columns.roles.get(name))


class _Long(_Reader):
    """A line for each item."""

    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        super().__init__(sheet, columns)
        self._above: list[str] = []

    def lines(self, row: Row) -> Iterator[tuple[str, str, Line]]:
        """The unit ("" if the row names none), the round and the line; one for each round."""
        own, path = self._path(row)
        identity = self.role(row, "id")
        number = identity.text if identity and re.fullmatch(r"\d+\.\d+", identity.text) else ""
        first = next((text for text in (*own, *row.cells) if text), "")
        kind: Literal["item", "sum", "total", "grade"] = "item"
        if _TOTAL.fullmatch(fold(first)) or any(_TOTAL.fullmatch(fold(text)) for text in own if text):
            kind, path = "total", (first,)
        elif _GRADE.fullmatch(fold(first)):
            kind, path = "grade", (first,)
        elif any(_SUM.fullmatch(fold(text)) for text in own if text):
            kind, path = "sum", self._summed(path)
        elif not any(own) and not number and "part" not in self.columns.roles:
            return
        elif not self.columns.levels and "part" in self.columns.roles:
            path = (first,)
        whose = self.role(row, "unit")
        unit = whose.text if whose is not None else self._unit(row)
        for label, index in self.columns.scores.items():
            score = self.cell(row, index)
            grade = self._grade(row) if kind == "grade" else self.role(row, "grade")
            others = {name: self.role(row, name) for name in ("mark", "target", "actual", "remark")}
            rates = {name: self.role(row, name) for name in ("rate", "part", "whole")}
            yield unit, label, Line(kind, path, score, number, grade=grade, **others, **rates)

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

    @staticmethod
    def _summed(path: tuple[str, ...]) -> tuple[str, ...]:
        """What a sub-total is the sum of: the words before 小计, or the indicators that it stands under."""
        kept = [text for text in path if text and not fold(text).startswith("小计")]
        return tuple(_SUM.sub(r"\1", text) if _SUM.fullmatch(text) else text for text in kept)

    def _grade(self, row: Row) -> Cell | None:
        """The last cell of a line 等次 | 优秀."""
        index = max(index for index, text in enumerate(row.cells) if text)
        return self.cell(row, index)


class _Wide(_Reader):
    """A line for each unit."""

    def __init__(self, sheet: Sheet, columns: Columns, known: Callable[[str], bool]) -> None:
        super().__init__(sheet, columns)
        self._items = {
            index: text
            for index, text in enumerate(columns.headings)
            if known(text) and index not in columns.roles.values()
        }
        self._total = next(
            (i for i, text in enumerate(columns.headings) if _TOTAL.fullmatch(fold(text))), None
        )

    def lines(self, row: Row) -> Iterator[tuple[str, str, Line]]:
        """A line for each figure of the unit's row."""
        whose = row.cell(self.columns.roles["unit"])
        if not whose or re.fullmatch("合计|平均.*|满分|分值", fold(whose)):
            return
        for index, heading in self._items.items():
            if index != self._total:
                yield whose, "", Line("item", (heading,), self.cell(row, index))
        grade = self.role(row, "grade")
        if self._total is not None:
            yield whose, "", Line("total", ("总分",), self.cell(row, self._total), grade=grade)
