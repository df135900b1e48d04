"""Tables pasted from a document or a spreadsheet: rows of cells parted by tabs, as the clipboard holds them.

    一级指标 ⇥ 二级指标 ⇥ 三级指标 ⇥ 分值 ⇥ 评分标准
    过程（20分） ⇥ 项目管理 ⇥ 监督检查 ⇥ 5 ⇥ "1．建立了机制的，得2分；
    2．至少开展一次专项检查的，得3分。"
    ⇥ ⇥ 信息报送 ⇥ 3 ⇥ 漏报一次扣0.5分，扣完为止。

The heading row tells which column is what; merged cells are empty below their first row; a cell of
several lines stands in quotation marks. A table of targets (绩效目标表) has 指标值 in place of the wording: the
indicator of the lowest level and its value make one line. Only places are found here: what the cells mean is for
`document`, which reads their lines as it reads others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaoping.source import Span

_LEVELS = {
    "一级指标": 1,
    "二级指标": 2,
    "三级指标": 3,
    "四级指标": 4,
    "一级": 1,
    "二级": 2,
    "三级": 3,
    "四级": 4,
}
_CONTENT = "考核内容"
_UNLEVELLED = ("考核类别", "类别", "考核项目", "项目", "考核指标", "评价指标", "指标", "指标名称")
"""Headings of indicators that do not say their level: the first is the first level, where no other says so."""
_WORDING = (
    "评分标准",
    "评分办法",
    "评分方法",
    "计分办法",
    "计分方法",
    "考核标准",
    "评价标准",
    "计分标准",
    "扣分标准",
    "评分细则",
    "考核办法",
    _CONTENT,
)
"""The first of these that a table has: 考核内容 beside 评分标准 only says what is looked at."""
_VALUES = ("指标值", "目标值", "年度指标值", "计划指标值", "绩效指标值", "预期指标值")
_POINTS = ("分值", "指标分值", "分值权重", "标准分", "权重", "满分")
_COLLECTORS = ("数据采集部门", "数据采集单位", "数据来源部门")
ACKNOWLEDGED = -1
"""The column, so to speak, of a line 认可 … below a row."""
_NOTES = ("指标解释", "指标说明", "说明", "指标内容", _CONTENT)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty: its text without the quotation marks around it, and where it begins in the file."""

    text: str
    start: int

    def joined(self) -> str:
        """The text on one line: names are often broken to fit their column."""
        return re.sub(r"\s+", "", self.text)

    def places(self) -> list[int]:
        """For each character of the joined text, where it stands in the file."""
        return [self.start + at for at, char in enumerate(self.text) if not char.isspace()]

    @property
    def span(self) -> Span:
        """Where the cell stands."""
        return Span(self.start, self.start + max(1, len(self.text)))


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what; levels by column, in the order of the table. name: of the targets, where wording is 指标值.

    content: the note is 考核内容, which in other tables holds the scoring.
    """

    levels: dict[int, int]
    wording: int
    points: int | None
    note: int | None
    collectors: int | None
    name: int | None = None
    content: bool = False


def columns_of(line: str) -> Columns | None:
    """The columns that a line heads, or None if it heads no table."""
    if "\t" not in line:
        return None
    names = [re.sub(r"[\s“”]+", "", cell) for cell in line.split("\t")]
    levels = {index: _LEVELS[name] for index, name in enumerate(names) if name in _LEVELS}
    wording = next((names.index(heading) for heading in _WORDING if heading in names), None)
    if not levels and wording is not None:
        unlevelled = [index for index, name in enumerate(names) if name in _UNLEVELLED]
        levels = {index: level for level, index in enumerate(unlevelled, start=1)}
    name = None
    if wording is None and len(levels) > 1:
        wording = next((index for index, name in enumerate(names) if name in _VALUES), None)
        name = max(levels, key=lambda index: levels[index])
        levels = {index: level for index, level in levels.items() if index != name}
    if not levels or wording is None:
        return None
    points = next((index for index, name in enumerate(names) if name in _POINTS), None)
    note = next((index for index, name in enumerate(names) if name in _NOTES and index != wording), None)
    collectors = next((index for index, name in enumerate(names) if name in _COLLECTORS), None)
    return Columns(
        levels, wording, points, note, collectors, name, note is not None and names[note] == _CONTENT
    )


def span_of(row: dict[int, Cell]) -> Span:
    """From the first cell of a row to its last; a row has at least one."""
    spans = [cell.span for cell in row.values()]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def rows(text: str, start: int) -> tuple[list[dict[int, Cell]], int]:
    """The rows from an offset on, as their cells by column, and the offset behind the table.

    The table ends with the text, or before the first row without a tab; a line 认可 … is a row of its own.
    """
    found: list[dict[int, Cell]] = []
    at = start
    while at < len(text):
        row, after, tabs = _row(text, at)
        if not tabs and found and (cell := row.get(0)) is not None and cell.text.lstrip().startswith("认可"):
            row = {ACKNOWLEDGED: cell}
        elif not tabs:
            break
        found.append(row)
        at = after
    return found, at


def _row(text: str, start: int) -> tuple[dict[int, Cell], int, int]:
    """One row, the offset behind it, and how many tabs it has."""
    cells: dict[int, Cell] = {}
    column, at = 0, start
    while True:
        cell, at = _cell(text, at)
        if cell.text.strip():
            cells[column] = cell
        if at >= len(text) or text[at] == "\n":
            return cells, at + 1, column
        column, at = column + 1, at + 1


def _cell(text: str, start: int) -> tuple[Cell, int]:
    """One cell and the offset of the tab or line end behind it; a quotation that never ends is none."""
    if text.startswith('"', start):
        closing = re.compile(r'"(?=[\t\n]|\Z)').search(text, start + 1)
        if closing is not None:
            return Cell(text[start + 1 : closing.start()], start + 1), closing.end()
    end = min((i for i in (text.find("\t", start), text.find("\n", start)) if i >= 0), default=len(text))
    return Cell(text[start:end], start), end
