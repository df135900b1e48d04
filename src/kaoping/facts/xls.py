"""Workbooks of the old format (.xls) → `Sheet`s, by xlrd.

It stores numbers as binary fractions only; their shortest text has the digits that were typed, and the
fifteen digits that count are taken from it as for .xlsx. Results of formulas are always stored.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from struct import error as StructError  # noqa: N812
from typing import Any

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.cells import Unreadable
from kaoping.facts.formats import EPOCH_1900, builtin, shape_of, shown
from kaoping.facts.grid import Grid, Line, error_value, hidden_sheet
from kaoping.facts.rows import Sheet, unreadable

_EPOCH_1904 = datetime(1904, 1, 1)
_ENCRYPTED = "encrypted"


def read_xls(path: Path, file: str) -> Iterator[Sheet | Diagnostic]:
    """The sheets of a workbook, and what is to be said of it; file is how to cite it.

    Raises:
        ValueError, LookupError …: as xlrd does on damaged files.
    """
    import xlrd  # late: hardly any file needs it

    book: Any
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, StructError) as error:
        if _ENCRYPTED in str(error):
            yield unreadable(Place(file), "工作簿设了打开密码", "请去掉密码，另存后再用")
            return
        raise ValueError(str(error)) from error
    for sheet in book.sheets():
        place = Place(file, sheet=sheet.name)
        if sheet.visibility:
            yield hidden_sheet(place)
        else:
            yield from _grid(book, sheet).finish(place)


def _grid(book: Any, sheet: Any) -> Grid:
    grid = Grid()
    for row in range(sheet.nrows):
        line = Line(row + 1)
        for index in range(sheet.row_len(row)):
            text = _text(book, sheet.cell(row, index))
            if text:
                line.put(index, text)
        info = sheet.rowinfo_map.get(row)
        grid.add(line, bool(info and info.hidden))
    grid.merges = [(top + 1, bottom, left, right - 1) for top, bottom, left, right in sheet.merged_cells]
    grid.hidden_columns = [(index, index) for index, info in sheet.colinfo_map.items() if info.hidden]
    return grid


def _text(book: Any, cell: Any) -> str | Unreadable:
    from xlrd import biffh

    if cell.ctype == biffh.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype in (biffh.XL_CELL_NUMBER, biffh.XL_CELL_DATE):
        number = book.xf_list[cell.xf_index].format_key
        known = book.format_map.get(number)
        code = builtin(number) or (known.format_str if known else "General")
        return shown(repr(cell.value), shape_of(code), _EPOCH_1904 if book.datemode else EPOCH_1900)
    if cell.ctype == biffh.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == biffh.XL_CELL_ERROR:
        return error_value(biffh.error_text_from_code.get(cell.value, "#N/A"))
    return ""
