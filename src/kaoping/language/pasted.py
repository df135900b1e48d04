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

from kaoping.language.headings import Columns, heads
from kaoping.source import Span

ACKNOWLEDGED = -1
"""The column, so to speak, of a line 认可 … below a row."""


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


def columns_at(text: str, start: int) -> tuple[Columns | None, int]:
    """The columns that the row at an offset heads, or None if it heads no table; and the offset behind it."""
    end = text.find("\n", start)
    line = text[start:] if end < 0 else text[start:end]
    if "\t" not in line and not line.startswith('"'):
        return None, start
    row, after, tabs = _row(text, start)
    return heads([row[at].text if at in row else "" for at in range(tabs + 1)]), after


def span_of(row: dict[int, Cell]) -> Span:
    """From the first cell of a row to its last; a row has at least one."""
    spans = [cell.span for cell in row.values()]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def rows(text: str, start: int, columns: Columns) -> tuple[list[dict[int, Cell]], int]:
    """The rows from an offset on, as their cells by column, and the offset behind the table.

    A row has as many tabs as the heading: one that falls short goes on in the next lines, where a document's cell of several
    lines has come without quotation marks. The table ends with the text, or before the first line without a tab
    that is none of its own; a line 认可 … is a row of its own.
    """
    found: list[dict[int, Cell]] = []
    at = start
    while at < len(text):
        row, after, tabs = _row(text, at)
        if not tabs:
            line = text[at : after - 1].strip()
            if found and line.startswith("认可"):
                row = {ACKNOWLEDGED: row[0]}
            elif not line or not _table_goes_on(text, at):
                break
            elif found and not TITLE.match(line):
                _lengthen(found[-1], text, after - 1)
                at = after
                continue
        elif tabs < columns.width and (whole := _joined(text, at, columns)) is not None:
            row, after = whole
        found.append(row)
        at = after
    return found, at


TITLE = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）][^，,。；;]*$|第[一二三四五六七八九十]+部分|[加减扣]分项|否决项|[^，,。；;]*[（(]\d+(?:\.\d+)?分[)）]$"
)
"""A line in the middle of a table that is the title of the rows below it."""
_KEYWORD = re.compile(
    r"(?:办法|期间|满分|等次|取值|计分|单位|适用|事实|定义|项目名称|[一二三四五]级指标|说明|数据采集部门)[ \t　：:]|#"
)
_LINES = 60
"""A cell has fewer lines than this."""


def _table_goes_on(text: str, start: int) -> bool:
    """Is a line without a tab followed by further rows, and by no other heading row?"""
    at = start
    for _ in range(_LINES):
        end = text.find("\n", at)
        line = text[at:] if end < 0 else text[at:end]
        if not line.strip() or _KEYWORD.match(line.lstrip()):
            return False
        if "\t" in line:
            return columns_at(text, at)[0] is None
        if end < 0:
            return False
        at = end + 1
    return False


def _lengthen(row: dict[int, Cell], text: str, end: int) -> None:
    """The last cell of a row goes on to `end`."""
    column = max(row, key=lambda at: row[at].start, default=None)
    if column is not None and column >= 0:
        row[column] = Cell(text[row[column].start : end], row[column].start)


def _joined(text: str, start: int, columns: Columns) -> tuple[dict[int, Cell], int] | None:
    """A row whose cells hold line ends without quotation marks: the lines that have all its tabs together."""
    cells: dict[int, Cell] = {}
    column, at = 0, start
    for line in range(_LINES):
        row, after, tabs = _row(text, at)
        first = row.get(0)
        if line and (first is None or first.text[:1] == '"' or _is_row(row, first, columns)):
            return None  # a row of its own: cells at its end are empty
        for index, cell in row.items():
            if index == 0 and column in cells:
                begin = cells[column].start
                cells[column] = Cell(text[begin : cell.start + len(cell.text)], begin)
            else:
                cells[column + index] = cell
        column, at = column + tabs, after
        if column >= columns.width:
            return (cells, after) if column == columns.width else None
        if at >= len(text) or not text[at : text.find("\n", at) if "\n" in text[at:] else None].strip():
            return None
    return None


def _is_row(row: dict[int, Cell], first: Cell, columns: Columns) -> bool:
    """Does a line begin a row? It has its number, or its own points and scoring, where they belong."""
    numbered = re.fullmatch(r"[\d.．]+", first.text.strip()) is not None
    points = row.get(columns.points) if columns.points is not None else None
    marked = columns.points is None or (points is not None and points.text.strip()[:1].isdecimal())
    return numbered or (columns.wording in row and marked)


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
