"""Columns that no fact is made of.

In a table of somebody's own they are remarks, unless they look like a slip. In a filled-in template there
should be none: one that holds something is likely one of the template's, under another heading.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaoping.diagnostics import Diagnostic
from kaoping.facts.cells import read_cell
from kaoping.facts.headings import Columns, likely, role_of
from kaoping.facts.names import Names, listed, quoted
from kaoping.facts.raw import CANONICAL
from kaoping.facts.rows import Row, Sheet

_SAMPLE = 50


def strangers(
    sheet: Sheet, header: Row, body: tuple[Row, ...], columns: Columns, names: Names, missing: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """What is to be said of the unused columns of a table.

    Args:
        sheet, header, body: the table.
        columns: what its headings mean.
        names: of the schema.
        missing: headings that the template has and this sheet lacks; told only of a template.
    """
    plain = []
    for index in columns.unused:
        heading = header.cell(index)
        near = likely(heading, names) if role_of(heading) is None else ""
        place = sheet.place(header.number, heading, index)
        if sheet.mark is not None and any(row.cell(index) or index in row.faults for row in body):
            message = f"{quoted(heading)}列不是模板里的列，没有读入"
            meant = near if near in missing else listed(missing)
            changed = f"如果是改了表头，请改回去（这张表缺：{meant}）；" if meant else ""
            yield Diagnostic(
                "F004", "error", message, f"{changed}自己的备注请写在「说明」列，或另放一张表", place=place
            )
        elif _holds_days(index, body) and "day" not in columns.roles and not columns.measures:
            message = f"{quoted(heading)}列没有用到，也没有「日期」列，没有核对是否在评价期间之内"
            yield Diagnostic("F004", "warning", message, "是不是「日期」？如果是，请改表头", place=place)
        elif near:
            message = f"{quoted(heading)}列没有用到"
            yield Diagnostic("F004", "warning", message, f"如果是“{near}”，请改表头", place=place)
        else:
            plain.append(quoted(heading))
    if plain:
        message = f"没有用到的列：{''.join(plain)}"
        yield Diagnostic("F002", "note", message, place=sheet.place(header.number))


def _holds_days(index: int, body: tuple[Row, ...]) -> bool:
    """Whether what stands in a column is days, more often than not."""
    cells = [row.cell(index) for row in body[:_SAMPLE] if row.cell(index)]
    return sum(isinstance(read_cell(cell, "date"), date) for cell in cells) * 2 > len(cells)


def missing_roles(columns: Columns, name: str, names: Names) -> tuple[str, ...]:
    """The headings of a sheet of events that a table lacks; name: the kind of events, where it has fields."""
    spec = names.spec(name) if name else None
    fields = tuple(field.name for field in spec.fields) if spec else ()
    roles = [heading for role, heading in CANONICAL.items() if role != "value" and role not in columns.roles]
    if name and "事项" in roles:
        roles.remove("事项")
    return (*(field for field in fields if field not in columns.fields), *roles)
