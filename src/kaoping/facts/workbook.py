"""Workbooks (.xlsx, .xlsm) → `Sheet`s, one a visible sheet that holds anything.

openpyxl opens the package and knows its sheets, strings and styles. The cells are read here, in one pass
over the XML: numbers must arrive as the digits of the file, not as floats; formulas without a result must
be told from empty cells; merged cells and hidden rows matter; a million empty rows must not.
"""

from __future__ import annotations

import re
import warnings
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.cells import Unreadable
from kaoping.facts.formats import Shape, builtin, shape_of, shown
from kaoping.facts.mark import DIGEST_PROPERTY, TITLE_PROPERTY, Mark
from kaoping.facts.names import quoted
from kaoping.facts.rows import Row, Sheet, clean, unreadable

MAX_BYTES = 512 * 1024 * 1024
"""Bigger packages are refused before they are unpacked."""

_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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
        return [unreadable(Place(file), f"工作簿坏了，打不开{_detail(error)}", _RESAVE)]
    if not any(isinstance(item, Sheet) or item.severity == "error" for item in found):
        found.append(unreadable(Place(file), "工作簿里没有可读的内容", "请检查文件，或不要列入"))
    return found


def _refusal(path: Path, file: str) -> Diagnostic | None:
    """Why this is no workbook that could be read, judged by its first bytes: names of files mislead."""
    place = Place(file)
    try:
        with path.open("rb") as handle:
            start = handle.read(8)
            if start == _OLE:
                if _ENCRYPTED in handle.read():
                    return unreadable(place, "工作簿设了打开密码", "请去掉密码，另存后再用")
                return unreadable(place, "这是旧格式的工作簿（.xls）", _RESAVE)
    except OSError as error:
        return unreadable(place, f"打不开（{error.strerror or error}）")
    if not start:
        return unreadable(place, "文件是空的", "请检查文件，或不要列入")
    if not start.startswith(_ZIP):
        return unreadable(place, "这不是 .xlsx 工作簿，只是名字像", _RESAVE)
    try:
        with ZipFile(path) as package:
            size = sum(part.file_size for part in package.infolist())
    except _DAMAGE:
        return unreadable(place, "工作簿坏了，打不开", _RESAVE)
    if size > MAX_BYTES:
        message = f"工作簿解开后有 {size // 1024 // 1024} MB，超过 {MAX_BYTES // 1024 // 1024} MB"
        return unreadable(place, message, "请删去多余的空行、空列和图片，或把表另存为 CSV")
    return None


def _read(path: Path, file: str) -> Iterator[Sheet | Diagnostic]:
    import openpyxl  # late: other files need not wait for it

    book: Any  # where sheets, strings and styles are kept, openpyxl's types do not tell
    with path.open("rb") as handle, closing(openpyxl.load_workbook(handle, read_only=True)) as book:
        if not book.worksheets:
            yield unreadable(Place(file), "工作簿里没有工作表", _RESAVE)
        mark = _mark(book)
        for sheet in book.worksheets:
            place = Place(file, sheet=sheet.title)
            if sheet.sheet_state != "visible":
                message = "工作表是隐藏的，没有读入"
                yield Diagnostic("F014", "note", message, "要读入，请取消隐藏", place=place)
                continue
            try:
                with book._archive.open(sheet._worksheet_path) as source:
                    items = list(_SheetReader(book, sheet._shared_strings, place).read(source))
                yield from (replace(item, mark=mark) if isinstance(item, Sheet) else item for item in items)
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


@dataclass(slots=True)
class _Line:
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

    def copy(self, index: int, other: _Line) -> None:
        """Hold in a cell what the other row holds there."""
        self.texts.pop(index, None)
        self.faults.pop(index, None)
        if index in other.texts:
            self.texts[index] = other.texts[index]
        else:
            self.faults[index] = other.faults[index]


class _SheetReader:
    """Reads the XML of one sheet."""

    def __init__(self, book: Any, strings: Sequence[str], place: Place) -> None:
        self._book, self._strings, self._place = book, strings, place
        self._shapes: dict[str, Shape] = {}
        self._lines: list[_Line] = []
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[tuple[int, int]] = []
        self._row = self._column = 0
        self._epoch: datetime = book.epoch

    def read(self, source: IO[bytes]) -> Iterator[Sheet | Diagnostic]:
        """The sheet, unless nothing is in it, and a note on hidden rows and columns."""
        self._parse(source)
        lines = {line.number: line for line in self._lines}
        across = self._spread(lines)
        rows = tuple(filter(None, (self._finish(lines[number]) for number in sorted(lines))))
        if not rows:
            return
        sheet = Sheet(self._place.file, rows, self._place.sheet, across)
        yield from self._hidden(sheet)
        yield sheet

    def _parse(self, source: IO[bytes]) -> None:
        for _, element in iterparse(source):
            tag = element.tag.rpartition("}")[2]
            if tag == "row":
                self._take_row(element)
                element.clear()
            elif tag == "mergeCell":
                self._take_merge(element.get("ref", ""))
            elif tag == "col" and element.get("hidden") in ("1", "true"):
                self._hidden_columns.append((int(element.get("min", 1)) - 1, int(element.get("max", 1)) - 1))

    def _take_row(self, element: Element) -> None:
        self._row, self._column = int(element.get("r") or self._row + 1), 0
        line = _Line(self._row)
        for cell in element:
            self._take_cell(cell, line)
        if line.texts or line.faults:
            self._lines.append(line)
            if element.get("hidden") in ("1", "true"):
                self._hidden_rows.append(line.number)

    def _take_cell(self, cell: Element, line: _Line) -> None:
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
            line.faults[index] = Unreadable(
                "这一格是公式，文件里没有存它的结果", "请用表格软件打开、重新计算并保存，或把公式换成数值"
            )
        elif value:
            text = self._text(value, kind, cell.get("s", "0"))
            if isinstance(text, Unreadable):
                line.faults[index] = text
            elif text := clean(text):
                line.texts[index] = text

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
            return Unreadable(f"{quoted(value)}是电子表格出错的标记，不是内容", "请在原表里改正")
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
            self._merges.append((int(ends[0][2]), int(ends[1][2]), _index(ends[0][1]), _index(ends[1][1])))

    def _spread(self, lines: dict[int, _Line]) -> dict[int, dict[int, int]]:
        """Repeat merged cells down their rows; remember which ones reach across columns."""
        across: dict[int, dict[int, int]] = {}
        numbers = sorted(lines)
        width = max((index + 1 for line in self._lines for index in (*line.texts, *line.faults)), default=0)
        spans = []
        for top, bottom, left, right in self._merges:
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

    def _finish(self, line: _Line) -> Row | None:
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

    def _hidden(self, sheet: Sheet) -> Iterator[Diagnostic]:
        """What is hidden is read all the same: a filter left on must not lose facts."""
        kept = {row.number for row in sheet.rows}
        rows = [number for number in self._hidden_rows if number in kept]
        width = max(len(row.cells) for row in sheet.rows)
        columns = sum(
            min(last, width - 1) - first + 1 for first, last in self._hidden_columns if first < width
        )
        parts = []
        if rows:
            some = "、".join(map(str, rows[:5])) + ("…" if len(rows) > 5 else "")
            parts.append(f"{len(rows)} 行（第 {some} 行）")
        if columns:
            parts.append(f"{columns} 列")
        if parts:
            message = f"有隐藏的{'和'.join(parts)}，照样读入"
            help_ = "不该计入的，请删去，或移到隐藏的工作表"
            yield Diagnostic("F002", "warning", message, help_, place=sheet.place())


@lru_cache(maxsize=1024)
def _index(letters: str) -> int:
    """The index of a column, counted from 0."""
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
