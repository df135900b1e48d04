"""Sheets → raw facts. Three layouts are known by their headings; nothing else is guessed.

    rows            one fact a row            单位   事项      数量  日期        编号
    figures         units down, names across  县区   申领数    满意度（%）
    transposed      names down, units across  指标   金寨县    霍山县

An empty cell of a table of figures says nothing; the desk asks for what a row must have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaoping.diagnostics import Diagnostic, Place, Severity
from kaoping.facts.cells import is_yes
from kaoping.facts.headings import Columns, Measure, columns_of, likely, measure_of, role_of
from kaoping.facts.names import Names, fold, listed, quoted
from kaoping.facts.raw import Item, RawFact, Role
from kaoping.facts.rows import Row, Sheet

_TOTALS = frozenset(("合计", "总计", "小计", "平均", "平均值", "平均数"))
_NO_HEADER_HELP = "请在第一行写上表头，例如 单位、事项、数量、日期、编号"
_NOT_UNITS = frozenset(("计量单位", "单位", "序号", "说明", "备注"))


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet whose header has been found, and the names that the schema knows."""

    sheet: Sheet
    names: Names
    header: Row
    body: tuple[Row, ...]

    def say(
        self, code: str, severity: Severity, message: str, help_: str, place: Place | None = None
    ) -> Diagnostic:
        return Diagnostic(code, severity, message, help_, place=place or self.sheet.place())

    def heading(self, index: int) -> str:
        """The heading of a column as the file has it."""
        return self.header.cell(index)


def read_table(sheet: Sheet, names: Names) -> Iterator[Item]:
    """All facts of a sheet, and what could not be read of it."""
    rows = _below_titles(sheet.rows, names)
    if not rows:
        yield Diagnostic("F001", "error", "表是空的", "请检查文件，或不要列入", place=sheet.place())
        return
    table = _Table(sheet, names, rows[0], rows[1:])
    if not table.body:
        yield table.say("F002", "note", "只有表头，没有数据", "")
    if _is_transposed(table):
        yield from _transposed(table)
        return
    columns = columns_of(table.header.cells, names)
    _find_units(table, columns)
    problem = _header_problem(table, columns)
    if problem is not None:
        yield problem
        return
    yield from _unused(table, columns)
    yield from _figures(table, columns) if columns.measures else _rows(table, columns)


def _below_titles(rows: tuple[Row, ...], names: Names) -> tuple[Row, ...]:
    """The rows from the header on: a title is one cell that names no fact, above a table that is wider."""
    for index, row in enumerate(rows[:6]):
        filled = [cell for cell in row.cells if cell]
        if len(filled) > 1 or measure_of(filled[0], names):
            return rows[index:]
    return rows


def _find_units(table: _Table, columns: Columns) -> None:
    """In a table of figures the first column holds the units, whatever its heading."""
    headed = "unit" in columns.roles or 0 not in (*columns.unused, *columns.bare)
    if columns.measures and not headed and any(table.names.is_listed_unit(row.cell(0)) for row in table.body):
        columns.roles["unit"] = 0
        columns.unused = [index for index in columns.unused if index != 0]
        columns.bare = [index for index in columns.bare if index != 0]


def _header_problem(table: _Table, columns: Columns) -> Diagnostic | None:
    """Why the table cannot be read at all."""
    place = table.sheet.place(table.header.number)
    shown = "、".join(cell for cell in table.header.cells if cell)
    if any(table.names.is_listed_unit(cell) for cell in table.header.cells):
        return table.say("F002", "error", f"这一行像是数据（{shown}），前面没有表头", _NO_HEADER_HELP, place)
    if columns.clashes:
        return table.say("F002", "error", "；".join(columns.clashes), "请只留其中一列，或改表头", place)
    some = listed([spec.name for spec in table.names.schema.facts])
    if not columns.measures and "name" not in columns.roles:
        return table.say(
            "F002",
            "error",
            f"表头{quoted(shown)}里没有「事项」列，也没有以事项为名的列",
            f"请加一列「事项」，逐行写明；或以事项为表头。本规则的事项：{some}",
            place,
        )
    if "unit" not in columns.roles and not table.names.only_unit:
        help_ = "请加一列「单位」，或把这一列的表头改为「单位」"
        return table.say("F002", "error", f"表头{quoted(shown)}里没有「单位」列", help_, place)
    return None


def _unused(table: _Table, columns: Columns) -> Iterator[Diagnostic]:
    """Columns that nothing is made of: those that look like slips each, the others together."""
    plain = []
    for index in columns.unused:
        heading = table.heading(index)
        near = likely(heading, table.names) if role_of(heading) is None else ""
        if near:
            place = table.sheet.place(table.header.number, heading)
            yield table.say(
                "F004", "warning", f"{quoted(heading)}列没有用到", f"如果是“{near}”，请改表头", place
            )
        else:
            plain.append(quoted(heading))
    if plain:
        yield table.say(
            "F002", "note", f"没有用到的列：{''.join(plain)}", "", table.sheet.place(table.header.number)
        )


def _rows(table: _Table, columns: Columns) -> Iterator[Item]:
    """One fact a row."""
    headings = _headings(table, columns)
    at = columns.roles.get
    unit_at, name_at, value_at, quantity_at = (
        at("unit", -1),
        at("name", -1),
        at("value", -1),
        at("quantity", -1),
    )
    day_at, id_at, note_at = at("day", -1), at("id", -1), at("note", -1)
    only = table.names.only_unit
    fields = tuple(columns.fields.items())
    for row in table.body:
        stray = _stray(table, columns.bare, row)
        if stray is not None:
            yield stray
            continue
        # Padded to end in an empty cell, so that short rows, and index -1 (no such column), read as empty.
        cells = (*row.cells, *("",) * (len(table.header.cells) + 1 - len(row.cells)))
        yield RawFact(
            table.sheet.place(row.number),
            cells[unit_at] if unit_at >= 0 else only,
            cells[name_at],
            cells[value_at],
            cells[quantity_at],
            cells[day_at],
            cells[id_at],
            _operation(table, columns, row),
            cells[note_at],
            {key: cells[index] for key, index in fields},
            headings,
        )


def _figures(table: _Table, columns: Columns) -> Iterator[Item]:
    """Units down, names across."""
    used: dict[int, tuple[Measure, Mapping[str, str]]] = {}
    base = _headings(table, columns)
    for index, measure in columns.measures.items():
        if measure.clash:
            place = table.sheet.place(table.header.number, table.heading(index))
            yield table.say("F002", "error", measure.clash, "请换算后改表头；这一列没有读入", place)
        else:
            used[index] = measure, {**base, "value": table.heading(index), "name": table.heading(index)}
    if "id" in columns.roles:
        place = table.sheet.place(table.header.number, table.heading(columns.roles["id"]))
        yield table.say("F002", "note", "一行有多个数时，编号没有用到", "", place)
    empty = 0
    for row in table.body:
        stray = _stray(table, columns.bare, row)
        unit = _cell(row, columns, "unit") or table.names.only_unit
        if stray is not None:
            yield stray
        elif _is_total(unit, table.names):
            yield _total_note(table, row)
        elif not unit:
            yield _no_label(table, row, base["unit"])
        elif table.names.unit(unit) is None:
            yield table.names.no_such_unit(unit, table.sheet.place(row.number, base.get("unit")))
        else:
            for index, (measure, headings) in used.items():
                if not row.cell(index):
                    empty += 1
                    continue
                yield RawFact(
                    table.sheet.place(row.number, table.heading(index)),
                    unit,
                    measure.spec.name,
                    row.cell(index),
                    day=_cell(row, columns, "day"),
                    operation=_operation(table, columns, row),
                    note=_cell(row, columns, "note"),
                    fields={key: row.cell(at) for key, at in columns.fields.items()},
                    headings=headings,
                    in_percent=measure.in_percent,
                )
    yield from _empty_note(table, empty)


def _is_transposed(table: _Table) -> bool:
    """Whether units head the columns: not the first one, and none that names facts."""
    cells = table.header.cells
    names = table.names
    return (
        any(names.is_listed_unit(cell) for cell in cells)
        and not names.is_listed_unit(cells[0])
        and not any(measure_of(cell, names) for cell in cells)
    )


def _transposed(table: _Table) -> Iterator[Item]:
    """Names down, units across."""
    names, header = table.names, table.header
    units_at = [index for index, cell in enumerate(header.cells) if names.is_listed_unit(cell)]
    name_at = next((index for index, cell in enumerate(header.cells) if role_of(cell) == "name"), 0)
    note_at = next((index for index, cell in enumerate(header.cells) if role_of(cell) == "note"), None)
    for index, cell in enumerate(header.cells):
        other = index != name_at and index not in units_at and fold(cell) not in (*_NOT_UNITS, *_TOTALS, "")
        if other and index > min(units_at):
            yield names.no_such_unit(cell, table.sheet.place(header.number, cell))
        elif other:
            place = table.sheet.place(header.number)
            yield table.say("F002", "note", f"没有用到的列：{quoted(cell)}", "", place)
    bare = [index for index, cell in enumerate(header.cells) if not cell and index != name_at]
    name_heading = table.heading(name_at) or "事项"
    empty = 0
    for row in table.body:
        label = row.cell(name_at)
        place = table.sheet.place(row.number, name_heading)
        stray = _stray(table, bare, row)
        if stray is not None:
            yield stray
            continue
        if _is_total(label, names):
            yield _total_note(table, row)
            continue
        measure = measure_of(label, names)
        if measure is None:
            # Without figures it is the heading of a group of rows.
            if any(row.cell(index) for index in units_at):
                yield names.no_such_fact(label, place) if label else _no_label(table, row, name_heading)
            continue
        if measure.clash:
            yield table.say("F002", "error", measure.clash, "请换算后改名称；这一行没有读入", place)
            continue
        for index in units_at:
            if not row.cell(index):
                empty += 1
                continue
            heading = header.cell(index)
            yield RawFact(
                table.sheet.place(row.number, heading),
                heading,
                measure.spec.name,
                row.cell(index),
                note=row.cell(note_at) if note_at is not None else "",
                headings={"name": name_heading, "unit": heading, "value": heading},
                in_percent=measure.in_percent,
            )
    yield from _empty_note(table, empty)


def _headings(table: _Table, columns: Columns) -> Mapping[str, str]:
    """Roles and fields with the headings that the file gives them."""
    roles = {str(role): table.heading(index) for role, index in columns.roles.items()}
    return roles | {key: table.heading(index) for key, index in columns.fields.items()}


def _cell(row: Row, columns: Columns, role: Role) -> str:
    index = columns.roles.get(role)
    return "" if index is None else row.cell(index)


def _operation(table: _Table, columns: Columns, row: Row) -> str:
    """The text of the 操作 column; a column headed 撤回 or 更正 is ticked instead."""
    text = _cell(row, columns, "operation")
    heading = fold(table.heading(columns.roles["operation"])) if text else ""
    return heading if heading in ("更正", "撤回") and is_yes(text) else text


def _stray(table: _Table, bare: Sequence[int], row: Row) -> Diagnostic | None:
    """A row with text where there is no heading: a figure such as 1,200 may have been cut in two."""
    over = [cell for cell in row.cells[len(table.header.cells) :] if cell]
    over += [row.cell(index) for index in bare if row.cell(index)]
    if not over:
        return None
    message = f"这一行在没有表头的列里有{quoted(over[0])}"
    help_ = "请补上表头；数里的千分号请去掉，或给格子加英文引号"
    return table.say("F012", "error", message, help_, table.sheet.place(row.number))


def _no_label(table: _Table, row: Row, heading: str) -> Diagnostic:
    place = table.sheet.place(row.number, heading)
    return table.say("F009", "error", f"「{heading}」是空的", "请补上，或删去这一行", place)


def _is_total(text: str, names: Names) -> bool:
    return fold(text) in _TOTALS and not names.is_listed_unit(text) and names.spec(text) is None


def _total_note(table: _Table, row: Row) -> Diagnostic:
    return table.say("F002", "note", "合计（平均）行没有读入", "", table.sheet.place(row.number))


def _empty_note(table: _Table, empty: int) -> Iterator[Diagnostic]:
    if empty:
        yield table.say("F009", "note", f"有 {empty} 格是空的，按没有给出处理", "没有发生请写 0")
