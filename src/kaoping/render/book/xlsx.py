"""A workbook as an XLSX file. The same book gives the same bytes: no clock, no chance.

Formulas are written with their values: a viewer that does not calculate shows the scores all the same.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import xlsxwriter
from wcwidth import wcswidth

from kaoping import exact
from kaoping.facts.mark import REPORT_PROPERTY
from kaoping.progress import Tell, counted
from kaoping.render.book.plan import Book, Cell, Look, Page, column, pages_across, pattern, places
from kaoping.timeless import timeless

_FONT = "宋体"
_LINE = 15  # points that a line of text takes
_TALLEST = 409  # points: no row can be higher
_LONGEST = 32_767  # characters (UTF-16 units): no cell can hold more
_CUT = "……（太长，以下从略）"
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NO_ERRORS = ("number_stored_as_text", "formula_differs", "formula_range", "two_digit_text_year")

_BLUE, _PALE, _GREY, _YELLOW, _RED, _LINK = "#D9E7F5", "#EEF4FA", "#595959", "#FFF4CE", "#B00020", "#0563C1"
_BOXED = {"border": 1, "border_color": "#BFBFBF"}
_LEFT = {"align": "left", "valign": "vcenter", "text_wrap": True}
_CENTRE = {"align": "center", "valign": "vcenter", "text_wrap": True}
_LOOKS: dict[Look, dict[str, Any]] = {
    "title": {**_CENTRE, "font_size": 16, "bold": True},
    "subtitle": {**_CENTRE, "font_size": 11, "font_color": _GREY},
    "section": {**_LEFT, "font_size": 12, "bold": True, "bottom": 1, "bottom_color": "#BFBFBF"},
    "note": {**_LEFT},
    "warning": {**_LEFT, "bold": True, "font_color": _RED},
    "heading": {**_CENTRE, **_BOXED, "bold": True, "bg_color": _BLUE},
    "text": {**_LEFT, **_BOXED},
    "centre": {**_CENTRE, **_BOXED},
    "number": {**_CENTRE, **_BOXED},
    "pending": {**_CENTRE, **_BOXED, "bg_color": _YELLOW},
    "failed": {**_CENTRE, **_BOXED, "bold": True, "font_color": _RED},
    "gap": {**_CENTRE, **_BOXED, "bg_color": _PALE},
    "top": {**_LEFT, **_BOXED, "bold": True, "bg_color": _BLUE},
    "top number": {**_CENTRE, **_BOXED, "bold": True, "bg_color": _BLUE},
    "group": {**_LEFT, **_BOXED, "bold": True, "bg_color": _PALE},
    "group number": {**_CENTRE, **_BOXED, "bold": True, "bg_color": _PALE},
    "clause": {**_LEFT, **_BOXED},
    "clause number": {**_CENTRE, **_BOXED, "bold": True},
    "entry": {**_LEFT, **_BOXED, "font_size": 9, "font_color": _GREY, "indent": 1},
    "entry number": {**_CENTRE, **_BOXED, "font_size": 9, "font_color": _GREY},
    "entry loss": {**_CENTRE, **_BOXED, "font_size": 9, "bold": True, "font_color": _RED},
    "entry pending": {**_LEFT, **_BOXED, "font_size": 9, "bg_color": _YELLOW, "indent": 1},
    "entry warning": {**_LEFT, **_BOXED, "font_size": 9, "bold": True, "font_color": _RED, "indent": 1},
    "link": {**_LEFT, **_BOXED, "font_color": _LINK, "underline": 1},
    "back": {"align": "right", "valign": "vcenter", "font_size": 9, "font_color": _LINK, "underline": 1},
}


def to_bytes(book: Book, tell: Tell | None = None) -> bytes:
    """The XLSX file; tell is told how many pages are written."""
    buffer = io.BytesIO()
    file = xlsxwriter.Workbook(buffer, {"in_memory": True})
    file.set_properties({"title": clean(book.title), "author": "kaoping"})
    file.set_custom_property(REPORT_PROPERTY, clean(book.title)[:250])
    file.set_size(2400, 1400)
    formats = _Formats(file)
    for page in counted(book.pages, tell, "写工作簿", len(book.pages)):
        _write(file.add_worksheet(page.name), page, formats)
    file.close()
    return timeless(buffer.getvalue())


def clean(text: str) -> str:
    """The text without characters that no workbook can hold, and not longer than a cell."""
    text = _NO_CHARACTERS.sub("�", text)
    if _units(text) <= _LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (_LONGEST - len(_CUT))]
    return kept.decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    """How long a workbook takes a text to be."""
    return len(text.encode("utf-16-le")) // 2


class _Formats:
    """Formats by look and by how numbers are shown; each is made once."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._known: dict[tuple[Look, str], Any] = {}

    def of(self, cell: Cell) -> Any:
        """The format of a cell."""
        shown = _number_format(cell)
        key = (cell.look, shown)
        if key not in self._known:
            base = {"font_name": _FONT, "font_size": 10, **_LOOKS[cell.look]}
            self._known[key] = self._file.add_format({**base, "num_format": shown} if shown else base)
        return self._known[key]


def _number_format(cell: Cell) -> str:
    if isinstance(cell.value, str):
        return ""
    if cell.shown == "percent":
        return "0.00%"
    number = pattern(places(cell.value))
    return f"+{number};-{number};0" if cell.shown == "signed" else number


def _write(sheet: Any, page: Page, formats: _Formats) -> None:
    for index, width in enumerate(page.widths):
        sheet.set_column(index, index, width)
    spans = _Spans(page)
    for number, row in enumerate(page.rows):
        folds = any(cell.look.startswith("entry") for cell in row[:2])
        sheet.set_row(number, _height(page, spans, number, row), None, {"level": 1} if folds else {})
        for index, cell in enumerate(row):
            _put(sheet, number, index, cell, formats.of(cell))
    for first_row, first, last_row, last in page.merged:
        cell = page.rows[first_row][first]
        sheet.merge_range(first_row, first, last_row, last, "", formats.of(cell))
        _put(sheet, first_row, first, cell, formats.of(cell))
    if page.rows:
        everywhere = f"A1:{column(len(page.widths) - 1)}{len(page.rows)}"
        # No green corners: 1.2 is a number of a clause, and a sum of the rows below it leaves nothing out.
        sheet.ignore_errors(dict.fromkeys(_NO_ERRORS, everywhere))
    sheet.outline_settings(symbols_below=False)  # what folds away stands below its clause
    _print(sheet, page)


def _put(sheet: Any, row: int, col: int, cell: Cell, look: Any) -> None:
    """Write a cell by its type: what a text begins with never makes it a formula, a number or a link."""
    value = clean(cell.value) if isinstance(cell.value, str) else Decimal(exact.text(cell.value))
    if cell.link:
        sheet.write_url(row, col, f"internal:{cell.link}", look, str(value))
    elif cell.formula:
        sheet.write_formula(row, col, f"={cell.formula}", look, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row, col, value, look)
    elif value:
        sheet.write_string(row, col, value, look)
    else:
        sheet.write_blank(row, col, None, look)


def _print(sheet: Any, page: Page) -> None:
    """A4, as wide as the paper; a table too wide to be read goes over several pages side by side."""
    if page.landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages_across(page.widths, page.landscape), 0)
    side, edge = Decimal("0.4"), Decimal("0.7")  # inches
    sheet.set_margins(left=side, right=side, top=edge, bottom=edge)
    sheet.center_horizontally()
    heading = _escaped(page.heading)
    sheet.set_header(f"&C&9{heading}" if heading else "", {"margin": Decimal("0.35")})
    sheet.set_footer("&C&9&A　第 &P 页，共 &N 页", {"margin": Decimal("0.35")})
    last = page.repeated[1] + 1 if page.repeated else 0
    if page.repeated:
        sheet.repeat_rows(*page.repeated)
    if page.fixed:
        sheet.repeat_columns(0, page.fixed - 1)
    if last or page.fixed:
        sheet.freeze_panes(last, page.fixed)
    sheet.hide_gridlines(2)


def _escaped(text: str) -> str:
    """A text for the margin of a page, where & begins a command and a digit after a size would belong to it."""
    text = " ".join(clean(text).split())[:100].replace("&", "&&")
    return f" {text}" if text[:1].isdigit() else text


class _Spans:
    """Cells that are joined: the last column of those across, and how many rows those that go down have."""

    def __init__(self, page: Page) -> None:
        self.across = {(row, first): last for row, first, _, last in page.merged}
        self.down = {(row, first): end + 1 - row for row, first, end, _ in page.merged if row != end}
        self.within = {
            (at, first): (row, first)
            for row, first, end, _ in page.merged
            for at in range(row, end + 1)
            if row != end
        }


def _height(page: Page, spans: _Spans, number: int, row: Sequence[Cell]) -> int:
    """Points that a row needs for its longest wrapped text; of a text that goes down, its share."""
    most = _LINE + 3
    for index, cell in enumerate(row):
        at = spans.within.get((number, index), (number, index))
        told = page.rows[at[0]][index] if at[0] != number else cell
        if isinstance(told.value, str) and told.value:
            size = _LOOKS[told.look].get("font_size", 10)
            width = sum(page.widths[index : spans.across.get(at, index) + 1]) * 11 // size - 1
            need = -(-_lines(told.value, width) * _LINE * size // 11) + (4 if size < 12 else 10)
            most = max(most, -(-need // spans.down.get(at, 1)))
    return min(_TALLEST, most)


@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> int:
    """Lines that a text takes, a little more than counted: words are not broken, and fonts differ."""
    return sum(max(1, -(-(_columns(line) * 21 // 20) // max(1, width))) for line in text[:5000].split("\n"))


def _columns(text: str) -> int:
    return max(wcswidth(text), len(text))
