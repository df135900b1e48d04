"""The cells of one sheet as a workbook holds them → a `Sheet`: merged cells spread, hidden parts told.

What kind of workbook they come from does not matter here: `workbook` fills grids from .xlsx, `xls` from .xls.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.cells import Unreadable
from kaoping.facts.mark import Mark
from kaoping.facts.names import quoted
from kaoping.facts.rows import Row, Sheet, clean

MOST_COLUMNS = 16_384


@dataclass(slots=True)
class Line:
    """A row of the sheet as read: texts and faults by index."""

    number: int
    texts: dict[int, str] = field(default_factory=dict)
    faults: dict[int, Unreadable] = field(default_factory=dict)
    below: set[int] = field(default_factory=set)
    shared: set[int] = field(default_factory=set)
    wide: set[int] = field(default_factory=set)

    @property
    def filled(self) -> set[int]:
        """The cells that hold anything."""
        return {*self.texts, *self.faults}

    def put(self, index: int, text: str | Unreadable) -> None:
        """Hold a text, or why there is none; blanks are nothing."""
        if not 0 <= index < MOST_COLUMNS:
            raise ValueError(f"第 {index + 1} 列")
        if isinstance(text, Unreadable):
            self.faults[index] = text
        elif text := clean(text):
            self.texts[index] = text

    def copy(self, index: int, other: Line) -> None:
        """Hold in a cell what the other row holds there."""
        self.texts.pop(index, None)
        self.faults.pop(index, None)
        if index in other.texts:
            self.texts[index] = other.texts[index]
        else:
            self.faults[index] = other.faults[index]


@dataclass(slots=True)
class Grid:
    """One sheet as read.

    Attributes:
        lines: the rows that hold anything.
        merges: first row, last row, first column, last column; rows from 1, columns from 0.
        hidden_rows: their numbers. hidden_columns: first and last index of each stretch.
    """

    lines: list[Line] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def add(self, line: Line, hidden: bool = False) -> None:
        """Take a row, unless it is empty."""
        if line.filled:
            self.lines.append(line)
            if hidden:
                self.hidden_rows.append(line.number)

    def finish(self, place: Place, mark: Mark | None = None) -> Iterator[Sheet | Diagnostic]:
        """The sheet, unless nothing is in it, and a warning of hidden rows and columns."""
        lines = {line.number: line for line in self.lines}
        across = self._spread(lines)
        rows = tuple(filter(None, (_row(lines[number]) for number in sorted(lines))))
        if not rows:
            return
        sheet = Sheet(place.file, rows, place.sheet, across, mark)
        yield from self._hidden(sheet)
        yield sheet

    def _spread(self, lines: dict[int, Line]) -> dict[int, dict[int, int]]:
        """Repeat merged cells down their rows; remember which ones reach across columns."""
        across: dict[int, dict[int, int]] = {}
        numbers = sorted(lines)
        width = max((index + 1 for line in self.lines for index in (*line.texts, *line.faults)), default=0)
        spans = []
        for top, bottom, left, right in self.merges:
            anchor = lines.get(top)
            if anchor is None or (left not in anchor.texts and left not in anchor.faults):
                continue
            others = range(left + 1, min(right + 1, width))
            span = [lines[n] for n in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]]
            spans.append((span, left))
            if right > left:
                anchor.wide.add(left)
            for line in span:
                for index in others:
                    line.texts.pop(index, None)  # left over from before the cells were merged
                    line.faults.pop(index, None)
                    across.setdefault(line.number, {})[index] = left
                if line is not anchor:
                    line.below.add(left)
                    line.copy(left, anchor)
        for span, left in spans:
            kept = [line for line in span if line.filled - line.below]
            if len(kept) > 1:
                for line in kept:
                    line.shared.add(left)
        return across

    def _hidden(self, sheet: Sheet) -> Iterator[Diagnostic]:
        """What is hidden is read all the same: a filter left on must not lose facts."""
        kept = {row.number for row in sheet.rows}
        rows = [number for number in self.hidden_rows if number in kept]
        width = max(len(row.cells) for row in sheet.rows)
        columns = sum(
            min(last, width - 1) - first + 1 for first, last in self.hidden_columns if first < width
        )
        parts = []
        if rows:
            some = "、".join(map(str, rows[:5])) + ("…" if len(rows) > 5 else "")
            parts.append(f"{len(rows)} 行（第 {some} 行）")
        if columns:
            parts.append(f"{columns} 列")
        if parts:
            message = f"有 {'和 '.join(parts)}是隐藏的，照样读入"
            help_ = "不该计入的，请删去，或移到隐藏的工作表"
            yield Diagnostic("F002", "warning", message, help_, place=sheet.place())


def formula_without_result() -> Unreadable:
    """Why a formula that was never calculated is refused."""
    return Unreadable(
        "这一格是公式，文件里没有存它的结果", "请用表格软件打开、重新计算并保存，或把公式换成数值"
    )


def error_value(shown: str) -> Unreadable:
    """Why #DIV/0! and the like are refused."""
    return Unreadable(f"{quoted(shown)}是电子表格出错的标记，不是内容", "请在原表里改正")


def hidden_sheet(place: Place) -> Diagnostic:
    """The note on a sheet that is not read because people do not see it."""
    return Diagnostic("F014", "note", "工作表是隐藏的，没有读入", "要读入，请取消隐藏", place=place)


def _row(line: Line) -> Row | None:
    """The row; None if all of it belongs to merged cells of the row above."""
    filled = line.filled
    if not filled - line.below:
        return None
    cells = [""] * (max(filled) + 1)
    for index, text in line.texts.items():
        cells[index] = text
    return Row(
        line.number,
        tuple(cells),
        line.faults,
        frozenset(line.below),
        frozenset(line.shared),
        len(filled) == 1 and filled <= line.wide,
    )
