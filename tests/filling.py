"""Templates as people have them: made from rule text, looked at as text, filled in.

book = template_of(RULES)                       an openpyxl workbook, as a spreadsheet would open it
put(book, "数据", "甲县", "申领数（件）", 12)      finds the cell by its row and heading
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from casework import rubric_of
from kaoping.model import Rubric
from kaoping.template import make_template
from kaoping.template.workbook import to_bytes

HEADINGS = 2
"""The row of the headings of a form."""


def template_of(rules: str | Rubric) -> Workbook:
    rubric = rubric_of(rules) if isinstance(rules, str) else rules
    return load_workbook(io.BytesIO(to_bytes(make_template(rubric))))


def saved(book: Workbook, folder: Path, name: str = "表.xlsx") -> Path:
    path = folder / name
    book.save(path)
    return path


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[HEADINGS] if cell.value == heading)


def cell(book: Workbook, sheet: str, label: str, heading: str) -> Cell:
    """The cell of a unit under a heading."""
    page = book[sheet]
    row = next(row[0].row for row in page.iter_rows() if row[0].value == label)
    found = page.cell(row, column(page, heading))
    assert isinstance(found, Cell)
    return found


def put(book: Workbook, sheet: str, label: str, heading: str, value: object) -> str:
    """Fill in a figure; the name of its cell."""
    found = cell(book, sheet, label, heading)
    found.value = value  # type: ignore[assignment]
    return found.coordinate


def add(book: Workbook, sheet: str, **values: object) -> int:
    """Fill in the next empty row of a form; its number."""
    page = book[sheet]
    row = page.max_row + 1
    for heading, value in values.items():
        page.cell(row, column(page, heading)).value = value  # type: ignore[assignment]
    return row


def as_text(book: Workbook) -> str:
    """All that a person meets in a workbook: cells, drop-downs, checks, frozen panes, print setup."""
    return "\n".join(line for sheet in book.worksheets for line in _sheet(sheet))


def _sheet(sheet: Worksheet) -> Iterator[str]:
    setup = sheet.page_setup
    yield f"==== {sheet.title}"
    yield (
        f"冻结 {sheet.freeze_panes or '无'}；打印 {setup.orientation}，宽 {setup.fitToWidth} 页，"
        f"重复 {sheet.print_title_rows or '无'} {sheet.print_title_cols or ''}".rstrip()
    )
    for row in sheet.iter_rows():
        texts = [str(one.value).replace("\n", "⏎") if one.value is not None else "" for one in row]
        yield " | ".join(texts).rstrip(" |")
    formats = {
        letter: dimension.number_format
        for letter, dimension in sorted(sheet.column_dimensions.items())
        if dimension.number_format != "General"
    }
    if formats:
        yield f"列格式 {formats}"
    checks: dict[str, list[str]] = {}
    for rule in sheet.data_validations.dataValidation:
        between = f" ～ {rule.formula2}" if rule.formula2 else ""
        checks.setdefault(f"{rule.type} {rule.formula1}{between}：{rule.error}", []).append(str(rule.sqref))
    for check, cells in checks.items():
        yield f"{' '.join(cells)} {check}"
    yield ""
