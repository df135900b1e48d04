"""Where the header of a table is, and which rows make it up.

Above a header stand titles and 填报单位：…; a header may take several rows, whose upper cells are merged (or
left blank) over the lower ones. The first row that makes a table is the header; where none does, the row
that comes nearest, so that the message is about the row that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kaoping.facts.headings import measure_of, role_of
from kaoping.facts.names import Names, fold
from kaoping.facts.rows import Row, Sheet

_DEEP = 20
"""Rows from the top among which the header is looked for."""

_MOST_ROWS = 4
_HEADING = 12
_FIGURE = re.compile(r"[-+]?[\d.,]+[%万亿]?|\d{2,4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?.*|[√×✓✔✗✘]")
_PREFACE = re.compile(
    r"(?:填报|填表|报送|上报|自评|被?考核|被?评价|评价)?(?:单位|部门|县区|地区|机构|对象)(?:名称)?:(.*)"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table.

    Attributes:
        row: headings by column, of several rows put together; number is that of the last one.
        first: the index, among the rows of the sheet, of the first row of the header.
        last: that of the last one; what follows is the body.
    """

    row: Row
    first: int
    last: int


def find_header(sheet: Sheet, names: Names, fits: Callable[[Row], bool]) -> Header:
    """The header of a sheet that has rows. fits: whether headings make a table."""
    nearest: tuple[int, Header] | None = None
    for first, row in enumerate(sheet.rows[:_DEEP]):
        if _is_title(row, names):
            continue
        last = _last_row(sheet, first, names)
        header = Header(_joined(sheet, first, last, names), first, last)
        if not is_data(row, names) and fits(header.row):
            return header
        known = known_headings(header.row, names)
        if nearest is None or known > nearest[0]:
            nearest = known, header
    return nearest[1] if nearest else Header(sheet.rows[0], 0, 0)


def next_header(sheet: Sheet, after: int, names: Names, fits: Callable[[Row], bool]) -> int | None:
    """The index of the first row of another table below, if a sheet holds several."""
    for index in range(after + 1, len(sheet.rows)):
        row = sheet.rows[index]
        # Cheap tests first: nearly every row is data, and headings are short.
        headed = any(role_of(cell) is not None for cell in row.cells if cell and len(cell) < _HEADING)
        if not headed or _is_title(row, names) or is_data(row, names):
            continue
        header = _joined(sheet, index, _last_row(sheet, index, names), names)
        if known_headings(header, names) > 1 and fits(header):
            return index
    return None


def known_headings(row: Row, names: Names) -> int:
    """How many cells of a row are headings that a table of facts may have."""
    return sum(bool(cell) and _is_known(cell, names) for cell in row.cells)


def unit_above(sheet: Sheet, header: Header, names: Names) -> str:
    """The unit that a line above the header names: 填报单位：金寨县. "" if there is none that is listed."""
    for row in sheet.rows[: header.last]:
        filled = [cell for cell in row.cells if cell]
        for cell, after in pairwise([*filled, ""]):
            found = _PREFACE.match(fold(cell))
            for text in (found[1] or after,) if found else ():
                if names.is_listed_unit(text):
                    return text
    return ""


def is_data(row: Row, names: Names) -> bool:
    """Whether a row holds figures or days of its own; the numbers of clauses are headings."""
    return any(
        _FIGURE.fullmatch(fold(cell)) and names.spec(cell) is None
        for index, cell in enumerate(row.cells)
        if cell and index not in row.below
    )


def is_column_numbers(row: Row) -> bool:
    """Whether a row numbers the columns: 1 2 3 4, or 甲 乙 1 2, or 栏次 1 2."""
    figures = [cell.strip("()（）") for cell in row.cells if cell and cell not in "甲乙丙丁栏次"]
    return len(figures) > 1 and all(
        one.isdecimal() and two.isdecimal() and int(two) == int(one) + 1 for one, two in pairwise(figures)
    )


def _is_known(cell: str, names: Names) -> bool:
    return (
        measure_of(cell, names) is not None
        or fold(cell) in names.fields
        or role_of(cell) is not None
        or names.is_listed_unit(cell)
    )


def _is_title(row: Row, names: Names) -> bool:
    """Whether a row stands above a header: one cell that names no fact, or 填报单位：…"""
    filled = [cell for cell in row.cells if cell]
    if row.wide or not filled or (len(filled) == 1 and measure_of(filled[0], names) is None):
        return True
    return ":" in fold(filled[0])


def _last_row(sheet: Sheet, first: int, names: Names) -> int:
    """The index of the last row of the header that begins with a row."""
    last = first
    for index in range(first + 1, min(first + _MOST_ROWS, len(sheet.rows))):
        if not _continues(sheet, sheet.rows[index - 1], sheet.rows[index], names):
            break
        last = index
    return last


def _continues(sheet: Sheet, above: Row, row: Row, names: Names) -> bool:
    """Whether a row is a lower row of the header: under merged headings, or under blanks beside a heading."""
    if row.number != above.number + 1 or row.wide or not any(above.cells):
        return False
    if row.below:
        return True
    if is_data(row, names) or is_column_numbers(row):
        return False
    if _measures_below(above, row, names):
        return True
    spread = set(sheet.across.get(above.number, ()))
    own = {index for index, cell in enumerate(row.cells) if cell}
    if spread:
        return bool(spread & own)
    start = next(index for index, cell in enumerate(above.cells) if cell)
    under = {index for index in own if index > start and not above.cell(index)}
    units = sum(map(names.is_listed_unit, row.cells))
    return bool(under) and units != 1 and all(_is_known(row.cells[index], names) for index in under)


def _measures_below(above: Row, row: Row, names: Names) -> bool:
    """Whether a row gives the units of measure of the headings above it: 县区 申领数 时长 / (空) 人 小时."""
    own = [index for index, cell in enumerate(row.cells) if cell]
    label = next(index for index, cell in enumerate(above.cells) if cell)
    told = [index for index in own if index != label and measure_of(above.cell(index), names)]
    if row.cell(label) and "单位" not in row.cell(label):
        return False
    return bool(told) and all(_with_measure(above.cell(index), row.cell(index), names) for index in told)


def _with_measure(heading: str, below: str, names: Names) -> str:
    """The heading with the unit of measure that stands below it; "" if it is none."""
    bare = below.strip("()（）")
    measure = measure_of(f"{heading}（{bare}）", names)
    known = measure and (measure.in_unit or measure.clash)
    return f"{heading}（{bare}）" if known else ""


def _joined(sheet: Sheet, first: int, last: int, names: Names) -> Row:
    """The headings of several rows as one row."""
    bottom = sheet.rows[last]
    if first == last:
        return bottom
    rows = sheet.rows[first : last + 1]
    width = max(len(row.cells) for row in rows)
    grid = [_spread(sheet, row, rows[at + 1 :], width) for at, row in enumerate(rows)]
    cells = tuple(_heading([line[index] for line in grid], names) for index in range(width))
    return Row(bottom.number, cells)


def _spread(sheet: Sheet, row: Row, lower: Sequence[Row], width: int) -> list[str]:
    """The cells of a row of the header: merged ones in every column; else over blanks with headings below."""
    across = sheet.across.get(row.number, {})
    cells: list[str] = []
    for index in range(width):
        cell = row.cell(across.get(index, index))
        if not cell and cells and not sheet.across and any(one.cell(index) for one in lower):
            cell = cells[-1]
        cells.append(cell)
    return cells


def _heading(parts: Sequence[str], names: Names) -> str:
    """One heading of the cells above each other: the lowest that says enough.

    A fact is named by the lowest cell, or by the cells together; a unit of measure, 值 or 数量 under the name
    of a fact belongs to that fact.
    """
    told = [part for part, before in zip(parts, ["", *parts], strict=False) if part and part != before]
    if len(told) < 2:
        return told[0] if told else ""
    for start in range(len(told)):
        whole = "".join(told[start:])
        if start < len(told) - 1 and measure_of(whole, names):
            return whole
    low, high = told[-1], told[-2]
    if measure_of(low, names) or fold(low) in names.fields:
        return low
    if measure_of(high, names):
        if role_of(low) in ("value", "quantity"):
            return high
        return _with_measure(high, low, names) or low
    return low
