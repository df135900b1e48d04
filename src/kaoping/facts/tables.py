"""Sheets → tables → raw facts: where tables are, whether their headings make sense, what is left unused.

Three layouts are known by their headings (see `layouts`); nothing else is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kaoping.diagnostics import Diagnostic
from kaoping.facts.blanks import Blanks
from kaoping.facts.header import Header, find_header, is_data, known_headings, next_header, unit_above
from kaoping.facts.headings import Columns, columns_of, measure_of, role_of
from kaoping.facts.layouts import Table, figures, rows, transposed
from kaoping.facts.mark import is_remark
from kaoping.facts.names import Names, closest, fold, listed, quoted
from kaoping.facts.raw import Item, RawFact
from kaoping.facts.rows import Row, Sheet
from kaoping.facts.strangers import missing_roles, strangers

_NO_HEADER_HELP = "请在第一行写上表头，例如 单位、事项、数量、日期、编号"
_SAMPLE = 50
_NO_TABLES = re.compile(r".*(说明|须知)|封面|目录|选项|字典|附注")


def read_table(
    sheet: Sheet, names: Names, elsewhere: frozenset[str] = frozenset(), blanks: Blanks | None = None
) -> Iterator[Item]:
    """All facts of a sheet, and what could not be read of it.

    Args:
        sheet, names: what to read, and by which names.
        elsewhere: names that head columns of the workbook.
        blanks: counts the empty cells of the workbook; without it they are told of this sheet.
    """
    if blanks is None:
        blanks = Blanks()
        yield from read_table(sheet, names, elsewhere, blanks)
        yield from blanks.told()
        return
    sheet = without_remarks(sheet)
    if not sheet.rows:
        yield Diagnostic("F001", "error", "表是空的", "请检查文件，或不要列入", place=sheet.place())
        return

    header = header_of(sheet, names)
    naming = _naming(_table(sheet, header, names))

    def begins(row: Row) -> bool:
        named = any(names.spec(row.cell(index)) for index in naming)
        return not named and row.cells != header.row.cells and _makes_a_table(sheet, row, names)

    further = next_header(sheet, header.last, names, begins)
    first = _table(replace(sheet, rows=sheet.rows[:further]), header, names)
    yield from _read_one(replace(first, elsewhere=elsewhere, blanks=blanks))
    if further is not None:
        yield from read_table(replace(sheet, rows=sheet.rows[further:]), names, elsewhere, blanks)


def _read_one(table: Table) -> Iterator[Item]:
    """The facts of one table."""
    if not table.body and table.sheet.name is None:
        yield table.say("F002", "note", "只有表头，没有数据", "")
    if _is_transposed(table):
        yield from transposed(table)
        return
    columns = _columns(table)
    problem = _header_problem(table, columns)
    if problem is not None:
        if table.body or table.sheet.mark is None:
            yield problem
        return
    missing = _missing(table, columns) if table.sheet.mark is not None else ()
    yield from strangers(table.sheet, table.header, table.body, columns, table.names, missing)
    items = figures(table, columns) if columns.measures else rows(table, columns)
    for item in items:
        yield item if isinstance(item, RawFact) else _of_its_unit(item, table, columns)


def _of_its_unit(refused: Diagnostic, table: Table, columns: Columns) -> Diagnostic:
    """A refusal with the unit that its row names: whose score it may make wrong."""
    number, index = refused.place and refused.place.row, columns.roles.get("unit")
    row = next((row for row in table.body if row.number == number), None)
    if refused.severity != "error" or row is None:
        return refused
    return replace(refused, unit=table.unit if index is None else row.cell(index))


def without_remarks(sheet: Sheet) -> Sheet:
    """The sheet without the rows that only say something to people."""
    kept = tuple(row for row in sheet.rows if not is_remark(row.cells))
    return sheet if len(kept) == len(sheet.rows) else replace(sheet, rows=kept)


def may_hold_a_table(sheet: Sheet, names: Names) -> bool:
    """Whether a sheet of a workbook is meant to be read: its headings make a table, or nearly."""
    if _NO_TABLES.fullmatch(fold(sheet.name or "")) and names.spec(sheet.name or "") is None:
        return False
    header = header_of(sheet, names)
    return known_headings(header.row, names) > 1 or _makes_a_table(sheet, header.row, names)


def header_of(sheet: Sheet, names: Names) -> Header:
    """The header of a sheet that has rows."""
    return find_header(sheet, names, lambda row: _makes_a_table(sheet, row, names))


def _missing(table: Table, columns: Columns) -> tuple[str, ...]:
    """The headings of a template that a table of it lacks."""
    if not columns.measures:
        return missing_roles(columns, table.name, table.names)
    facts = table.names.schema.facts
    return tuple(s.label for s in facts if s.kind == "value" and s.name not in table.elsewhere and s.clauses)


def _makes_a_table(sheet: Sheet, row: Row, names: Names) -> bool:
    """Whether headings are those of a table of facts, as they stand."""
    at = next((index for index, known in enumerate(sheet.rows) if known.number == row.number), 0)
    table = _table(sheet, Header(row, at, at), names)
    if _is_transposed(table):
        return True
    return _header_problem(table, _columns(table)) is None


def _table(sheet: Sheet, header: Header, names: Names) -> Table:
    title = sheet.name or ""
    unit = names.only_unit or (title if names.is_listed_unit(title) else unit_above(sheet, header, names))
    name = title if names.spec(title) is not None else ""
    return Table(sheet, names, header.row, sheet.rows[header.last + 1 :], unit, name)


def _naming(table: Table) -> list[int]:
    """The columns in which rows name their fact; there a fact may be called 指标, as a column may."""
    if _is_transposed(table):
        return [
            index for index, cell in enumerate(table.header.cells) if not table.names.is_listed_unit(cell)
        ]
    roles = _columns(table).roles
    return [roles["name"]] if "name" in roles else []


def _columns(table: Table) -> Columns:
    """What the columns stand for, judged by their headings, and by what stands below where those do not tell."""
    naming = [
        index
        for index, heading in enumerate(table.header.cells)
        if role_of(heading) == "name" and table.names.spec(heading) and _names_facts(table, index)
    ]
    columns = columns_of(table.header.cells, table.names, naming)
    _find_units(table, columns)
    index = columns.roles.get("unit")
    if index is not None and table.unit and _holds_measures(table, index):
        columns.unused.append(columns.roles.pop("unit"))
    return columns


def _holds_measures(table: Table, index: int) -> bool:
    """Whether a column 单位 holds units of measure: 人, %, 万元."""
    known = {fold(spec.unit) for spec in table.names.schema.facts} | {"%", "分", "次", "个", "项", "/", "-"}
    cells = {fold(row.cell(index)) for row in table.body} - {""}
    return bool(cells) and cells <= known and not any(map(table.names.is_listed_unit, cells))


def _names_facts(table: Table, index: int) -> bool:
    """Whether the cells of a column are names of facts, more often than not."""
    cells = [row.cell(index) for row in table.body[:_SAMPLE] if row.cell(index)]
    return sum(table.names.spec(cell) is not None for cell in cells) * 2 > len(cells)


def _names_units(table: Table, index: int) -> bool:
    """Whether the cells of a column are listed units, more often than not."""
    cells = [row.cell(index) for row in table.body[:_SAMPLE] if row.cell(index)]
    return sum(map(table.names.is_listed_unit, cells)) * 2 > len(cells)


def _find_units(table: Table, columns: Columns) -> None:
    """A column of listed units holds the units, whatever its heading (学校名称); in a table of figures the first one."""
    named = [index for index in columns.unused if "unit" not in columns.roles and _names_units(table, index)]
    if len(named) == 1 and not table.unit:
        columns.roles["unit"] = named[0]
        columns.unused.remove(named[0])
    headed = "unit" in columns.roles or 0 not in (*columns.unused, *columns.bare)
    if columns.measures and not headed and any(table.names.is_listed_unit(row.cell(0)) for row in table.body):
        columns.roles["unit"] = 0
        columns.unused = [index for index in columns.unused if index != 0]
        columns.bare = [index for index in columns.bare if index != 0]


def _header_problem(table: Table, columns: Columns) -> Diagnostic | None:
    """Why the table cannot be read at all."""
    place = table.sheet.place(table.header.number)
    shown = "、".join(cell for cell in table.header.cells if cell)
    names = table.names
    bare_data = is_data(table.header, names) and known_headings(table.header, names) < 2
    if bare_data or any(names.is_listed_unit(cell) for cell in table.header.cells):
        return table.say("F002", "error", f"这一行像是数据（{shown}），前面没有表头", _NO_HEADER_HELP, place)
    if columns.clashes:
        return table.say("F002", "error", "；".join(columns.clashes), "请只留其中一列，或改表头", place)
    some = listed([spec.name for spec in table.names.schema.facts])
    if not columns.measures and "name" not in columns.roles and not (table.name and columns.roles):
        return table.say(
            "F002",
            "error",
            f"表头{quoted(shown)}里没有「事项」列，也没有以事项为名的列",
            f"{_meant(table, columns)}请加一列「事项」，逐行写明；或以事项为表头。本规则的事项：{some}",
            place,
        )
    if "unit" not in columns.roles and not table.unit:
        help_ = "请加一列「单位」，或把这一列的表头改为「单位」"
        return table.say("F002", "error", f"表头{quoted(shown)}里没有「单位」列", help_, place)
    return None


def _meant(table: Table, columns: Columns) -> str:
    """What to do with a sheet of a template that is likely about one kind of event, by its fields or its name."""
    if table.sheet.mark is None:
        return ""
    events = [spec for spec in table.names.schema.facts if spec.kind == "event"]
    own = [
        s.name for s in events if {*columns.fields} and {*columns.fields} <= {fold(f.name) for f in s.fields}
    ]
    name = own[0] if len(own) == 1 else closest(table.sheet.name or "", [spec.name for spec in events])
    return f"如果这张表记的都是“{name}”，请把表名改为“{name}”；不然，" if name else ""


def _is_transposed(table: Table) -> bool:
    """Whether units head the columns: not the first one, and none that names facts.

    A single unit may as well stand in a row of data; then a heading such as 指标, or a fact below, must tell.
    """
    cells, names = table.header.cells, table.names
    units = [index for index, cell in enumerate(cells) if names.is_listed_unit(cell)]
    if not units or units[0] == 0 or any(measure_of(cell, names) for cell in cells):
        return False
    before = range(units[0])
    return (
        len(units) > 1
        or any(role_of(cells[index]) == "name" for index in before)
        or any(measure_of(row.cell(index), names) for row in table.body[:_SAMPLE] for index in before)
    )
