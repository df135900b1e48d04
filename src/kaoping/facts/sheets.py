"""Workbooks as a whole: which sheets are tables, and whether a template is still complete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.blanks import Blanks
from kaoping.facts.headings import measure_of
from kaoping.facts.mark import misfit
from kaoping.facts.names import Names
from kaoping.facts.raw import Item
from kaoping.facts.rows import Sheet
from kaoping.facts.tables import header_of, may_hold_a_table, read_table, without_remarks


def read_sheets(sheets: Iterable[Sheet], names: Names) -> Iterator[Item]:
    """All facts of a workbook. Sheets without a table are passed over with a note, unless there is no other."""
    visible = [bare for sheet in sheets if (bare := without_remarks(sheet)).rows]
    mark = next((sheet.mark for sheet in visible), None)
    if mark is not None and (warning := misfit(mark, names.schema, visible[0].file)):
        yield warning
    tables = [sheet for sheet in visible if may_hold_a_table(sheet, names)]
    figures, blanks = _figures_of(tables, names), Blanks()
    for sheet in visible:
        if sheet in tables or not tables:
            yield from read_table(sheet, names, figures, blanks)
        else:
            message = "工作表里没有事实的表头，没有读入"
            yield Diagnostic("F014", "note", message, place=sheet.place())
    yield from blanks.told()
    if mark is not None and mark.title == names.schema.title:
        yield from _gone(visible[0].file, figures, names)


def _gone(file: str, figures: frozenset[str], names: Names) -> Iterator[Diagnostic]:
    """Columns of a template that are there no more."""
    for spec in names.schema.facts:
        if spec.kind == "value" and spec.clauses and spec.name not in figures:
            message = f"模板里的“{spec.label}”列不见了，用到它的第{'、'.join(spec.clauses)}条列为待评"
            yield Diagnostic("F004", "warning", message, "请把这一列补回来，表头照模板写", place=Place(file))


def _figures_of(sheets: Iterable[Sheet], names: Names) -> frozenset[str]:
    """The names of facts that head columns anywhere in a workbook."""
    headers = (header_of(sheet, names) for sheet in sheets)
    found = (measure_of(cell, names) for header in headers for cell in header.row.cells if cell)
    return frozenset(measure.spec.name for measure in found if measure)
