"""Files of rows → `Sheet`s: the text of each cell with its row as people count it. No meaning yet.

What the rows say is for `tables`. Delimited text is read here, workbooks in `workbook`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.cells import Unreadable
from kaoping.facts.mark import Mark
from kaoping.facts.names import INVISIBLE
from kaoping.signature import kind_of
from kaoping.source import content_of, reason_of

_DELIMITERS = ",\t;"
_PADDING = re.compile(r"\t+(?=[,;])|\t$")
"""Tabs behind each value, by which programs keep spreadsheets from turning it into a number."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# So many characters of UTF-8 in a row do not occur in GBK by chance.
_SURELY_UTF8 = re.compile(rb"(?:[\x00-\x7f]*[\xe3-\xe9][\x80-\xbf]{2}){8}")
_NO_FAULTS: Mapping[int, Unreadable] = MappingProxyType({})
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty.

    Attributes:
        number: counted from 1, as spreadsheets show it.
        cells: their texts, trimmed.
        faults: cells that hold something, but not what could be read as a text; by index.
        below: cells that continue a merged cell of the row above.
        shared: cells of a merged cell that several rows share, its first row included.
        wide: the row is one merged cell across several columns: a title, a group, a note.
    """

    number: int
    cells: tuple[str, ...]
    faults: Mapping[int, Unreadable] = field(default_factory=lambda: _NO_FAULTS)
    below: frozenset[int] = _NONE
    shared: frozenset[int] = _NONE
    wide: bool = False

    def cell(self, index: int) -> str:
        """The cell in a column, counted from 0; "" beyond the end."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one file, or of one sheet of a workbook, without the empty ones.

    Attributes:
        name: of the sheet in its workbook; None for other files.
        across: cells that continue a merged cell to their left, by row number: index → index of the first one.
        mark: of the workbook, if it was made as a template.
    """

    file: str
    rows: tuple[Row, ...]
    name: str | None = None
    across: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    mark: Mark | None = None

    def place(self, row: int | None = None, column: str | None = None, index: int | None = None) -> Place:
        """A place in this sheet: the heading of its column for people, its index for the letter of a cell."""
        return Place(self.file, row, column, self.name, self.letter(index))

    def letter(self, index: int | None) -> str:
        """The letter of a column, in a workbook; else ""."""
        return column_letter(index) if self.name is not None and index is not None else ""


def column_letter(index: int) -> str:
    """How workbooks call a column that is counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def clean(text: str) -> str:
    """The text of a cell without what nobody sees: blanks around it, marks of no width."""
    return (text if text.isascii() else INVISIBLE.sub("", text)).strip()


def read_csv(path: Path, file: str) -> Sheet | Diagnostic:
    """Read a table whose columns are parted by commas, tabs or semicolons; file is how to cite it."""
    try:
        raw = content_of(path)
    except OSError as error:
        return unreadable(Place(file), f"打不开（{reason_of(error)}）")
    text = decode(raw, file)
    return text if isinstance(text, Diagnostic) else parse_csv(text, file)


def parse_csv(text: str, file: str, above: int = 0) -> Sheet | Diagnostic:
    """The rows of a text; above is how many lines of the file stand before it."""
    # strict: a stray quotation mark would otherwise swallow the rows after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows = []
    number = above
    try:
        for number, cells in enumerate(reader, above + 1):
            trimmed = tuple([clean(_plain(cell)) for cell in cells])
            if any(trimmed):
                rows.append(Row(number, trimmed))
    except csv.Error as error:
        reason = "格子太长" if "field larger" in str(error) else "引号不成对"
        return unreadable(
            Place(file, number + 1),
            f"从这一行起读不下去：{reason}",
            "请检查这一行及以后的英文引号，或用表格软件重新导出",
        )
    return Sheet(file, tuple(rows))


def decode(raw: bytes, file: str) -> str | Diagnostic:
    """The text of a file: by its byte order mark; else UTF-8 if it is that throughout; else GB18030 (GBK).

    A file that is UTF-8 for a while and then is not was damaged: as GBK it would be read as nonsense. A few
    short texts are both, and are refused.
    """
    if kind := kind_of(raw):
        return unreadable(Place(file), f"看来是{kind.name}，不是 CSV", kind.remedy)
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "")
    try:
        text = raw.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding or _SURELY_UTF8.match(raw):
            name = "UTF-16" if encoding == "utf-16" else "UTF-8"
            return _broken(raw, error, file, f"不是完好的 {name}", encoding)
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError as other:
            return _broken(
                raw, max(error, other, key=lambda e: e.start), file, "既不是 UTF-8，也不是 GBK", ""
            )
    else:
        if not encoding and (other_text := _as_gbk_too(raw, text)):
            message = (
                f"可以是 UTF-8 的「{_first_foreign(text)}」，也可以是 GBK 的「{_first_foreign(other_text)}」"
            )
            return unreadable(Place(file), message, "请另存为 CSV（UTF-8）或 .xlsx")
    if "\0" in text:
        return unreadable(Place(file), "不是文本文件", "请另存为 CSV（UTF-8）或 .xlsx")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _as_gbk_too(raw: bytes, text: str) -> str:
    """The text as GBK where it reads as UTF-8 only by chance: 一 in GBK is a letter of Bashkir in UTF-8."""
    if text.isascii() or max(text) >= "\u0800":
        return ""
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""


def _first_foreign(text: str) -> str:
    return next(char for char in text if not char.isascii())


def unreadable(place: Place, message: str, help_: str = "") -> Diagnostic:
    """A file or sheet that is refused as a whole."""
    return Diagnostic("F001", "error", message, help_, place=place)


def _broken(raw: bytes, error: UnicodeDecodeError, file: str, what: str, encoding: str) -> Diagnostic:
    before = raw[: error.start].decode(encoding or "latin-1", errors="ignore")
    message = f"第 {error.start + 1} 个字节起{what}"
    return unreadable(
        Place(file, before.count("\n") + 1),
        message,
        "请用表格软件打开，核对这一行，另存为 CSV（UTF-8）或 .xlsx",
    )


def _plain(cell: str) -> str:
    """The text of ="001", which programs write so that spreadsheets keep the zeros."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1].replace('""', '"')
    return cell


def _delimiter(text: str) -> str:
    """The mark that the first lines use most, up to and including the first one that uses any."""
    for line in text.split("\n", 20)[:20]:
        line = _PADDING.sub("", line)
        best = max(_DELIMITERS, key=line.count)
        if best in line:
            return best
    return ","
