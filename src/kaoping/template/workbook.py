"""A template as an XLSX file. The same template gives the same bytes: no clock, no chance.

Layout of a form: the title, the headings, remark rows (what each column is for, how to fill it in),
then the rows to fill in. Title and headings stay in sight; remark rows scroll away with the rest.
Nothing is merged, so that whole columns can be moved.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from wcwidth import wcswidth

from kaoping.exact import text as plain
from kaoping.facts.mark import DIGEST_PROPERTY, REMARK, TITLE_PROPERTY
from kaoping.template.plan import CHOICES, Column, Form, Page, Template
from kaoping.timeless import timeless

ROWS = 2000
"""How many rows of a form are checked as they are filled in; more are read all the same."""

_INLINE = 255  # the longest list that a validation holds by itself
_PROMPT = 255
_FONT = "宋体"
_LINE = 15  # points that a line of text takes
_TINTS = ("DDEBF7", "E2EFDA")
_REMARK_FILL = "F2F2F2"
_LABEL_FILL = "FFF8E5"
_PAGE_WIDTH = 150  # characters that a landscape page holds and that can still be read
_ONE_PAGE = 680  # points of rows that a landscape page holds if it is shrunk, and that can still be read

_thin = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
_PLAIN, _BOLD = Font(_FONT, 11), Font(_FONT, 11, bold=True)
_SMALL = Font(_FONT, 9, color="595959")
_ONE_LINE = Alignment(vertical="center")
_LOOKS = {  # font, alignment, whether lines are drawn around
    "title": (Font(_FONT, 12, bold=True), _ONE_LINE, False),
    "heading": (_BOLD, _CENTRED, True),
    "remark": (_SMALL, _WRAPPED, True),
    "remark line": (_SMALL, _ONE_LINE, False),
    "cell": (_PLAIN, _WRAPPED, True),
    "page heading": (_BOLD, _WRAPPED, True),
    "page section": (_BOLD, _ONE_LINE, False),
}
_FORMATS = {"percent": "0.00%", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}
_TEXT_COLUMNS = ("编号",)  # a number such as 001 keeps its zeros
_WIDTHS = {"单位": 16, "说明": 32, "编号": 14, "操作": 12, "日期": 14, "数量": 10}
_FIGURE_WIDTH = 18


def to_bytes(template: Template) -> bytes:
    """The XLSX file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    lists, looks = _Lists(), _Looks()
    for sheet in template.sheets:
        worksheet = book.create_sheet(sheet.name)
        if isinstance(sheet, Form):
            _write_form(worksheet, sheet, lists, looks)
        else:
            _write_page(worksheet, sheet, looks)
    lists.write(book, looks)
    for worksheet in book.worksheets:
        _print_margins(worksheet, template.title)
    book.properties.title = template.title
    book.properties.creator = "kaoping"
    book.custom_doc_props.append(StringProperty(name=TITLE_PROPERTY, value=template.title))  # type: ignore[attr-defined]
    book.custom_doc_props.append(StringProperty(name=DIGEST_PROPERTY, value=template.digest))  # type: ignore[attr-defined]
    buffer = io.BytesIO()
    book.save(buffer)
    return timeless(buffer.getvalue())


class _Looks:
    """How cells look. Each look is worked out once: a table of thousands of units has many cells of few looks."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], StyleArray] = {}

    def put(self, cell: Any, look: str, fill: str = "", shown: str = "") -> None:
        """Give a cell a look of _LOOKS, with a colour behind it, and a number format.

        The style of a cell as a whole has no public name in openpyxl; setting its parts takes ten times as long.
        """
        known = self._known.get((look, fill, shown))
        if known is None:
            cell.font, cell.alignment, boxed = _LOOKS[look]
            cell.border = _BOX if boxed else Border()
            if fill:
                cell.fill = PatternFill("solid", fgColor=fill)
            cell.number_format = shown or "General"
            self._known[look, fill, shown] = cell._style
        else:
            cell._style = copy(known)


class _Lists:
    """Drop-down lists that are too long for a validation: they stand in a sheet of their own."""

    def __init__(self) -> None:
        self.columns: dict[tuple[str, ...], str] = {}

    def formula(self, choices: tuple[str, ...]) -> str:
        """What a validation refers to."""
        inline = ",".join(choices)
        if len(inline) <= _INLINE and not any(set(',"') & set(choice) for choice in choices):
            return f'"{inline}"'
        column = self.columns.setdefault(choices, get_column_letter(len(self.columns) + 2))
        return f"'{CHOICES}'!${column}$2:${column}${len(choices) + 1}"

    def write(self, book: Workbook, looks: _Looks) -> None:
        """The sheet, if there is any such list."""
        if not self.columns:
            return
        longest = max(map(len, self.columns))
        rows = [
            tuple(choices[at] if at < len(choices) else "" for choices in self.columns)
            for at in range(longest)
        ]
        head = tuple(f"列表{index}" for index in range(1, len(self.columns) + 1))
        widths = tuple(max(map(_columns, choices)) + 2 for choices in self.columns)
        page = Page(CHOICES, "", (head, *rows), widths, headed=True)
        _write_page(book.create_sheet(CHOICES), page, looks)


def _write_form(sheet: Worksheet, form: Form, lists: _Lists, looks: _Looks) -> None:
    widths = [_width(column, form.labels if at == 0 else ()) for at, column in enumerate(form.columns)]
    _write_head(sheet, form, widths, looks)
    start = sheet.max_row + 1
    for row, label in enumerate(form.labels, start):
        sheet.append([label])
        for at, column in enumerate(form.columns, 1):
            looks.put(sheet.cell(row, at), "cell", _LABEL_FILL if at == 1 else "", _format(column))
        sheet.row_dimensions[row].height = _LINE + 3
    last = start + (len(form.labels) or ROWS) - 1
    for at, column in enumerate(form.columns):
        letter = get_column_letter(at + 1)
        sheet.column_dimensions[letter].width = widths[at]
        if at or not form.labels:
            _prepare(sheet, column, f"{letter}{start}:{letter}{last}", lists)
        if not form.labels and (shown := _format(column)):
            sheet.column_dimensions[letter].number_format = shown
    sheet.freeze_panes = "B3"
    _print(sheet, "1:2", sum(widths), columns="A:A")


def _write_head(sheet: Worksheet, form: Form, widths: Sequence[int], looks: _Looks) -> None:
    """The title, the headings, and the remark rows below them."""
    columns = form.columns
    sheet.append([f"{REMARK} {form.title}"])
    looks.put(sheet["A1"], "title")
    sheet.row_dimensions[1].height = _LINE + 9
    sheet.append([column.heading for column in columns])
    for cell, tint in zip(sheet[2], _tints(columns), strict=True):
        looks.put(cell, "heading", tint)
    sheet.row_dimensions[2].height = _height([column.heading for column in columns], widths)
    for remark in form.remarks:
        sheet.append([f"{REMARK} {remark}"])
        for cell in sheet[sheet.max_row]:
            looks.put(cell, "remark line", _REMARK_FILL)
    rows = {"条款": [column.about for column in columns], "填法": [column.entry.hint for column in columns]}
    for label, texts in rows.items():
        if any(texts):
            sheet.append([f"{REMARK} {label}", *texts[1:]])
            for cell in sheet[sheet.max_row]:
                looks.put(cell, "remark", _REMARK_FILL)
            narrow = [width * 11 // 9 for width in widths]  # its letters are smaller
            sheet.row_dimensions[sheet.max_row].height = _height(texts, narrow)


def _prepare(sheet: Worksheet, column: Column, cells: str, lists: _Lists) -> None:
    """The check that a spreadsheet makes as the cells are filled in, and the hint that it shows."""
    rule = _validation(column, lists)
    if rule is None:
        return
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.showInputMessage = bool(column.about)
    rule.promptTitle = "填法" if column.about else None
    rule.prompt = f"{column.entry.hint}\n{column.about}"[:_PROMPT] if column.about else None
    rule.add(cells)
    sheet.add_data_validation(rule)


def _validation(column: Column, lists: _Lists) -> DataValidation | None:
    entry = column.entry
    match entry.type:
        case "list":
            told = "、".join(entry.choices[:12]) + ("……" if len(entry.choices) > 12 else "")
            rule = DataValidation("list", lists.formula(entry.choices))
            return _refusing(rule, f"请从列表里选：{told}")
        case "number" | "whole" | "percent":
            kind: Literal["whole", "decimal"] = "whole" if entry.type == "whole" else "decimal"
            least = plain(entry.least) if entry.least is not None else "-1E+15"
            most = plain(entry.most) if entry.most is not None else "1E+15"
            rule = DataValidation(kind, formula1=least, formula2=most, operator="between")
            return _refusing(
                rule, f"请填 0 或正整数；{entry.hint}" if kind == "whole" else f"{entry.hint}。请只写数"
            )
        case "date" | "moment":
            assert entry.first is not None
            assert entry.last is not None
            first, last = _day(entry.first), f"{_day(entry.last)}+0.99999"
            rule = DataValidation("date", formula1=first, formula2=last, operator="between")
            return _refusing(rule, f"{entry.hint}（{entry.first} 至 {entry.last}）")
        case _:
            return None


def _refusing(rule: DataValidation, message: str) -> DataValidation:
    rule.errorStyle = "stop"
    rule.errorTitle = "填得不对"
    rule.error = message[:_PROMPT]
    return rule


def _day(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _format(column: Column) -> str:
    return "@" if column.heading in _TEXT_COLUMNS else _FORMATS.get(column.entry.type, "")


def _write_page(sheet: Worksheet, page: Page, looks: _Looks) -> None:
    """Each row begins with the mark of a remark. A row of one cell heads what follows."""
    for at, row in enumerate(page.rows, 1):
        alone = len(row) == 1
        look = "page section" if alone else "page heading" if page.headed and at == 1 else "cell"
        sheet.append([REMARK, *row])
        for cell in sheet[at][: len(page.widths) + 1]:
            looks.put(cell, look, "" if look == "cell" else _TINTS[0])
        sheet.row_dimensions[at].height = _LINE + 6 if alone else _height(row, page.widths)
    sheet.column_dimensions["A"].width = 3
    for at, width in enumerate(page.widths, 2):
        sheet.column_dimensions[get_column_letter(at)].width = width
    if page.headed:
        sheet.freeze_panes = "C2"
    _print(sheet, "1:1" if page.headed else "", 0)
    height = sum(sheet.row_dimensions[at].height or _LINE for at in range(1, len(page.rows) + 1))
    if not page.headed and height <= _ONE_PAGE:
        sheet.page_setup.fitToHeight = 1


def _tints(columns: Sequence[Column]) -> list[str]:
    """One tint for the columns of a group, another for the next."""
    tints, at = [], 0
    for index, column in enumerate(columns):
        at += index > 0 and column.group != columns[index - 1].group
        tints.append(_TINTS[at % len(_TINTS)])
    return tints


def _width(column: Column, labels: Sequence[str]) -> int:
    if column.about:
        return _FIGURE_WIDTH
    longest = max(map(_columns, (*labels, *column.entry.choices)), default=0) + 2
    if column.heading in ("单位", "事项"):
        return max(_WIDTHS["单位"], min(longest, 40))
    return _WIDTHS.get(column.heading, 18 if column.entry.type != "text" else 24)


def _height(texts: Iterable[str], widths: Sequence[int]) -> int:
    """Points that a row needs for its longest wrapped text."""
    lines = 1
    for text, width in zip(texts, widths, strict=False):
        lines = max(lines, sum(-(-(_columns(line) + 1) // max(1, width - 1)) for line in text.split("\n")))
    return min(400, _LINE * lines + 4)


def _columns(text: str) -> int:
    return max(0, max((wcswidth(line) for line in text.split("\n")), default=0))


def _print(sheet: Worksheet, rows: str, width: int, columns: str = "") -> None:
    """A4 landscape, as wide as the paper; a table too wide to be read goes over several pages side by side."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = max(1, -(-width // _PAGE_WIDTH))
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.gridLines = True
    if rows:
        sheet.print_title_rows = rows
    if columns:
        sheet.print_title_cols = columns


def _print_margins(sheet: Worksheet, title: str) -> None:
    """The title of the rubric above each page, the sheet and the number of the page below."""
    above, below = sheet.oddHeader, sheet.oddFooter
    assert above is not None
    assert below is not None
    above.center.text = title[:120].replace("&", "&&")
    below.center.text = "&A　第&P页，共&N页"
