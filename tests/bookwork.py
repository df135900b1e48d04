"""Reports as workbooks: looked at as text, and worked out as a spreadsheet would, but exactly.

text = as_text(to_bytes(book))     what a person would see and click at, with the print settings
wrong(book)                        the formulas whose value is not what they come to
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kaoping.render.book.plan import Book, Cell, column, pattern, places, shown

REFERENCE = re.compile(r"(?:'((?:[^']|'')*)'!)?([A-Z]+)([0-9]+)")
TEXT = re.compile(rf'TEXT\(({REFERENCE.pattern}),"([0.]+)"\)')


def as_text(content: bytes, sheets: Iterable[str] = ()) -> str:
    """A workbook as text: all sheets, or those of these names."""
    formulas = load_workbook(io.BytesIO(content))
    values = load_workbook(io.BytesIO(content), data_only=True)
    wanted = tuple(sheets) or tuple(formulas.sheetnames)
    parts = [f"{'、'.join(formulas.sheetnames)}\n"]
    for name in wanted:
        parts.append("\n".join(_sheet(formulas[name], values[name])) + "\n")
    return "\n".join(parts)


def _sheet(sheet: Worksheet, values: Worksheet) -> Iterator[str]:
    setup = sheet.page_setup
    yield f"== {sheet.title}"
    yield (
        f"打印：{setup.orientation}，纸 {setup.paperSize}，宽 {setup.fitToWidth} 页，"
        f"重复 {sheet.print_title_rows or '—'} {sheet.print_title_cols or '—'}，"
        f"页眉 {sheet.oddHeader.center.text}，页脚 {sheet.oddFooter.center.text}，冻结 {sheet.freeze_panes or '—'}"
    )
    yield f"合并：{'、'.join(sorted(map(str, sheet.merged_cells.ranges))) or '—'}"
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                value = values[cell.coordinate].value
                how = f"　{cell.value} [{cell.number_format}]" if cell.data_type == "f" else ""
                link = f"　→ {cell.hyperlink.location}" if cell.hyperlink else ""
                yield f"{cell.coordinate}: {str(value).replace(chr(10), '⏎')}{how}{link}"


def wrong(book: Book) -> list[str]:
    """Every formula whose cell says something else than what it comes to."""
    cells = {
        (page.name, f"{column(col)}{row + 1}"): cell
        for page in book.pages
        for row, line in enumerate(page.rows)
        for col, cell in enumerate(line)
    }
    found = []
    for (page, place), cell in cells.items():
        if cell.formula:
            result = _result(cells, page, cell.formula)
            if result != (Fraction(cell.value) if isinstance(cell.value, Decimal) else cell.value) and not (
                cell.shown == "percent"
                and isinstance(result, Fraction)
                and abs(result - Fraction(cell.value)) < Fraction(1, 10**20)
            ):
                found.append(f"{page}!{place} {cell.value} ={cell.formula} → {result}")
    return found


def _result(cells: dict[tuple[str, str], Cell], page: str, formula: str) -> Fraction | str:
    """What a formula comes to."""
    if "&" in formula:
        return "".join(
            part.strip('"') if part.startswith('"') else _text(cells, page, part)
            for part in formula.split("&")
        )
    if "SUM(" in formula:
        parts = [one for group in re.findall(r"SUM\(([^)]*)\)", formula) for one in group.split(",")]
        return sum((_number(cells, page, part) for part in parts), Fraction(0))
    for sign in "-/":
        found = re.fullmatch(rf"({REFERENCE.pattern}){sign}({REFERENCE.pattern})", formula)
        if found:
            first, second = _number(cells, page, found[1]), _number(cells, page, found[5])
            return first - second if sign == "-" else first / second
    value = _cell(cells, page, formula).value
    return Fraction(value) if isinstance(value, Decimal) else value


def _text(cells: dict[tuple[str, str], Cell], page: str, part: str) -> str:
    found = TEXT.fullmatch(part)
    value = _cell(cells, page, found[1] if found else part).value
    if not found:
        return str(value)
    assert isinstance(value, Decimal)
    assert found[5] == pattern(places(value))
    return shown(value)


def _number(cells: dict[tuple[str, str], Cell], page: str, part: str) -> Fraction:
    """A cell, or the sum of a column of cells; texts count nothing, as in a spreadsheet."""
    first, _, last = part.partition(":")
    if not last:
        value = _cell(cells, page, first).value
        return Fraction(value) if isinstance(value, Decimal) else Fraction(0)
    letters, start = re.fullmatch(r"([A-Z]+)([0-9]+)", first).groups()  # type: ignore[union-attr]
    end = re.fullmatch(rf"{letters}([0-9]+)", last)[1]  # type: ignore[index]
    rows = range(int(start), int(end) + 1)
    return sum((_number(cells, page, f"{letters}{row}") for row in rows), Fraction(0))


def _cell(cells: dict[tuple[str, str], Cell], page: str, reference: str) -> Cell:
    found = REFERENCE.fullmatch(reference)
    assert found is not None, reference
    return cells[found[1].replace("''", "'") if found[1] else page, found[2] + found[3]]
