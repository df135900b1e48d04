"""Workbooks (.xlsx, .xlsm; .xls by `xls`) → `Sheet`s, one a visible sheet that holds anything.

openpyxl opens the package and knows its sheets, strings and styles. The cells are read here, in one pass
over the XML: numbers must arrive as the digits of the file, not as floats; formulas without a result must
be told from empty cells; merged cells and hidden rows matter; a million empty rows must not.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.cells import Unreadable
from kaoping.facts.formats import Shape, builtin, shape_of, shown
from kaoping.facts.grid import Grid, Line, error_value, formula_without_result, hidden_sheet
from kaoping.facts.mark import DIGEST_PROPERTY, REPORT_PROPERTY, TITLE_PROPERTY, Mark
from kaoping.facts.rows import Sheet, unreadable
from kaoping.facts.xls import read_xls
from kaoping.signature import LOCKED, WORKBOOK, kind_of
from kaoping.source import content_of, open_file, reason_of

MAX_BYTES = 512 * 1024 * 1024
"""Bigger packages are refused before they are unpacked."""

_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_CUSTOM = "docProps/custom.xml"
_RESAVE = "请用表格软件打开，另存为 .xlsx 后再用"
# What openpyxl, zipfile and the XML parser raise on files that are damaged in one way or another.
_DAMAGE = (
    *(BadZipFile, zlib.error, ParseError, OSError, EOFError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError),
)
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_workbook(path: Path, file: str) -> list[Sheet | Diagnostic]:
    """The sheets of a workbook, and what is to be said of it; file is how to cite it."""
    refusal = _refusal(path, file)
    if refusal is not None:
        return [refusal]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that only matter to those who write the file again
            found = list(_read(path, file))
    except _DAMAGE as error:
        return [_other(path, Place(file), _detail(error))]
    if not any(isinstance(item, Sheet) or item.severity == "error" for item in found):
        found.append(unreadable(Place(file), "工作簿里没有可读的内容", "请检查文件，或不要列入"))
    return found


def is_report(path: Path) -> bool:
    """Whether a workbook is a report that was made from scores."""
    try:
        with open_file(path) as handle, ZipFile(handle) as package:
            return REPORT_PROPERTY.encode() in package.read(_CUSTOM)
    except (*_DAMAGE, OSError):
        return False


def _refusal(path: Path, file: str) -> Diagnostic | None:
    """Why this is no workbook that could be read, judged by its first bytes: names of files mislead."""
    place = Place(file)
    try:
        with open_file(path) as handle:
            start = handle.read(8)
            if start == _OLE:
                locked = kind_of(start + handle.read()) is LOCKED
                return unreadable(place, "工作簿设了打开密码", LOCKED.remedy) if locked else None
    except OSError as error:
        return unreadable(place, f"打不开（{reason_of(error)}）")
    if not start:
        return unreadable(place, "文件是空的", "请检查文件，或不要列入")
    if not start.startswith(_ZIP):
        return _other(path, place)
    try:
        with ZipFile(path) as package:
            size = sum(part.file_size for part in package.infolist())
    except _DAMAGE:
        return unreadable(place, "工作簿坏了，打不开", _RESAVE)
    if size > MAX_BYTES:
        message = f"工作簿解开后有 {size // 1024 // 1024} MB，超过 {MAX_BYTES // 1024 // 1024} MB"
        return unreadable(place, message, "请删去多余的空行、空列和图片，或把表另存为 CSV")
    return None


def _other(path: Path, place: Place, detail: str = "") -> Diagnostic:
    """What to say of a file that did not turn out to be a workbook: what it is instead, where that shows."""
    raw = content_of(path)
    kind = kind_of(raw)
    if kind is not None and kind is not WORKBOOK:
        return unreadable(place, f"看来是{kind.name}，不是工作簿", kind.remedy)
    if kind is WORKBOOK or detail:
        return unreadable(place, f"工作簿坏了，打不开{detail}", _RESAVE)
    if b"\0" not in raw:
        return unreadable(
            place, "这不是工作簿，里面是文字", "若是 CSV，请把扩展名改成 .csv；若不是，" + _RESAVE
        )
    return unreadable(place, "这不是工作簿，只是名字像", _RESAVE)


def _read(path: Path, file: str) -> Iterator[Sheet | Diagnostic]:
    with path.open("rb") as handle:
        old = handle.read(len(_OLE)) == _OLE
    if old:
        yield from read_xls(path, file)
        return
    import openpyxl  # late: other files need not wait for it

    book: Any  # where sheets, strings and styles are kept, openpyxl's types do not tell
    with path.open("rb") as handle, closing(openpyxl.load_workbook(handle, read_only=True)) as book:
        if not book.worksheets:
            message = "工作簿里没有可读的工作表，可能是“严格 Open XML”格式"
            yield unreadable(Place(file), message, "请另存为普通的“Excel 工作簿（.xlsx）”")
        mark = _mark(book)
        for sheet in book.worksheets:
            place = Place(file, sheet=sheet.title)
            if sheet.sheet_state != "visible":
                yield hidden_sheet(place)
                continue
            try:
                with book._archive.open(sheet._worksheet_path) as source:
                    grid = _SheetReader(book, sheet._shared_strings).read(source)
                yield from grid.finish(place, mark)
            except _DAMAGE as error:
                yield unreadable(place, f"工作表坏了，读不出来{_detail(error)}", _RESAVE)


def _mark(book: Any) -> Mark | None:
    """What a template says of the rule file that it was made from; None in other workbooks."""
    found = {one.name: str(one.value) for one in book.custom_doc_props.props}
    if TITLE_PROPERTY not in found or DIGEST_PROPERTY not in found:
        return None
    return Mark(found[TITLE_PROPERTY], found[DIGEST_PROPERTY])


def _detail(error: Exception) -> str:
    return f"（{str(error).splitlines()[0][:80]}）" if str(error).strip() else ""


class _SheetReader:
    """Reads the XML of one sheet."""

    def __init__(self, book: Any, strings: Sequence[str]) -> None:
        self._book, self._strings = book, strings
        self._shapes: dict[str, Shape] = {}
        self._grid = Grid()
        self._row = self._column = 0
        self._epoch: datetime = book.epoch

    def read(self, source: IO[bytes]) -> Grid:
        """All cells of the sheet."""
        for _, element in iterparse(source):
            tag = element.tag.rpartition("}")[2]
            if tag == "row":
                self._take_row(element)
                element.clear()
            elif tag == "mergeCell":
                self._take_merge(element.get("ref", ""))
            elif tag == "col" and element.get("hidden") in ("1", "true"):
                self._grid.hidden_columns.append(
                    (int(element.get("min", 1)) - 1, int(element.get("max", 1)) - 1)
                )
        return self._grid

    def _take_row(self, element: Element) -> None:
        self._row, self._column = int(element.get("r") or self._row + 1), 0
        line = Line(self._row)
        for cell in element:
            self._take_cell(cell, line)
        self._grid.add(line, element.get("hidden") in ("1", "true"))

    def _take_cell(self, cell: Element, line: Line) -> None:
        name = cell.get("r")
        index = _index(name.rstrip("0123456789")) if name else self._column
        self._column = index + 1
        if not len(cell):
            return
        value, formula, inline = None, False, None
        for child in cell:
            tag = child.tag.rpartition("}")[2]
            if tag == "v":
                value = child.text or ""
            elif tag == "f":
                formula = True
            elif tag == "is":
                inline = child
        kind = cell.get("t", "n")
        if inline is not None:
            value, kind = _inline(inline), "str"
        if formula and not value and not (kind == "str" and value is not None):
            line.put(index, formula_without_result())
        elif value:
            line.put(index, self._text(value, kind, cell.get("s", "0")))

    def _text(self, value: str, kind: str, style: str) -> str | Unreadable:
        if kind == "s":
            return _unescape(self._strings[int(value)])
        if kind == "n":
            if style not in self._shapes:
                self._shapes[style] = self._shape(int(style))
            return shown(value, self._shapes[style], self._epoch)
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "e":
            return error_value(value)
        if kind == "d":
            return value.replace("T", " ").removesuffix(" 00:00:00")
        return _unescape(value)

    def _shape(self, style: int) -> Shape:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        styles = self._book._cell_styles
        number = styles[style].numFmtId if style < len(styles) else 0
        if number >= BUILTIN_FORMATS_MAX_SIZE:
            return shape_of(self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])
        return shape_of(BUILTIN_FORMATS.get(number) or builtin(number) or "General")

    def _take_merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        ends = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
        if ends[0] and ends[1]:
            self._grid.merges.append(
                (int(ends[0][2]), int(ends[1][2]), _index(ends[0][1]), _index(ends[1][1]))
            )


@lru_cache(maxsize=1024)
def _index(letters: str) -> int:
    """The index of a column, counted from 0."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(f"“{letters}”不是列的名字")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _inline(element: Element) -> str:
    """The text of an inline string without its phonetic hints."""
    parts = []
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            parts.append(child.text or "")
        elif tag == "r":
            parts += [part.text or "" for part in child if part.tag.endswith("}t")]
    return "".join(parts)


def _unescape(text: str) -> str:
    """_x000D_ is how a workbook spells a character that XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
