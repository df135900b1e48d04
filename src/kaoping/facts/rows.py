"""Files of rows → `Sheet`s: the text of each cell with its row as people count it. No meaning yet.

What the rows say is for `tables`. Other kinds of files (workbooks) need only yield the same `Sheet`s.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from kaoping.diagnostics import Diagnostic, Place
from kaoping.source import SourceFile, UnreadableFileError

_DELIMITERS = ",\t;"


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty. number is counted from 1, as spreadsheets show it; cells are trimmed."""

    number: int
    cells: tuple[str, ...]

    def cell(self, index: int) -> str:
        """The cell in a column, counted from 0; "" beyond the end."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one file, or of one sheet of a workbook, without the empty ones."""

    file: str
    rows: tuple[Row, ...]
    name: str | None = None

    def place(self, row: int | None = None, column: str | None = None) -> Place:
        """A place in this sheet."""
        return Place(self.file, row, column, self.name)


def read_csv(path: Path, file: str) -> Sheet | Diagnostic:
    """Read a UTF-8 table whose columns are parted by commas, tabs or semicolons; file is how to cite it."""
    try:
        text = SourceFile.read(path).text
    except UnreadableFileError as error:
        return _unreadable(Place(file), str(error).removeprefix(f"{path}："))
    if "\0" in text:
        return _unreadable(Place(file), "不是文本文件", "请另存为 CSV（UTF-8）")
    # strict: a stray quotation mark would otherwise swallow the rows after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            trimmed = tuple([cell.strip() for cell in cells])
            if any(trimmed):
                rows.append(Row(number, trimmed))
    except csv.Error as error:
        reason = "格子太长" if "field larger" in str(error) else "引号不成对"
        return _unreadable(
            Place(file, number + 1),
            f"从这一行起读不下去：{reason}",
            "请检查这一行及以后的英文引号，或用表格软件重新导出",
        )
    return Sheet(file, tuple(rows))


def _unreadable(place: Place, message: str, help_: str = "") -> Diagnostic:
    return Diagnostic("F001", "error", message, help_, place=place)


def _delimiter(text: str) -> str:
    """The mark that the first lines use most, up to and including the first one that uses any."""
    for line in text.split("\n", 20)[:20]:
        best = max(_DELIMITERS, key=line.count)
        if best in line:
            return best
    return ","
