"""Sheets → raw facts. Three layouts are known by their headings; nothing else is guessed.

    rows            one fact a row            单位   事项      数量  日期        编号
    figures         units down, names across  县区   申领数    满意度（%）
    transposed      names down, units across  指标   金寨县    霍山县

An empty cell of a table of figures says nothing; the desk asks for what a row must have. Rows that are no
facts (totals, notes below the table, headings of groups) are passed over with a note: see `margins`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from kaoping.diagnostics import Diagnostic, Place, Severity
from kaoping.facts.cells import is_yes
from kaoping.facts.header import Header, find_header, known_headings, unit_above
from kaoping.facts.headings import Columns, Measure, columns_of, measure_of, role_of
from kaoping.facts.margins import Margins, is_total
from kaoping.facts.mark import REMARK, is_remark
from kaoping.facts.names import Names, fold, listed, quoted
from kaoping.facts.raw import Item, RawFact, Role
from kaoping.facts.rows import Row, Sheet
from kaoping.facts.strangers import missing_roles, strangers

_NO_HEADER_HELP = "请在第一行写上表头，例如 单位、事项、数量、日期、编号"
_NOT_UNITS = frozenset(("计量单位", "单位", "序号", "说明", "备注"))
_NO_TABLES = re.compile(r".*(说明|须知)|封面|目录|选项|字典|附注")


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet whose header has been found, and the names that the schema knows.

    Attributes:
        unit, name: of all its facts, where no column gives them: 填报单位：… above the table, the name of the sheet.
        elsewhere: names that other sheets of the workbook head their columns with.
    """

    sheet: Sheet
    names: Names
    header: Row
    body: tuple[Row, ...]
    unit: str = ""
    name: str = ""
    elsewhere: frozenset[str] = frozenset()

    def say(
        self, code: str, severity: Severity, message: str, help_: str, place: Place | None = None
    ) -> Diagnostic:
        return Diagnostic(code, severity, message, help_, place=place or self.sheet.place())

    def heading(self, index: int) -> str:
        """The heading of a column as the file has it."""
        return self.header.cell(index)

    def at(self, row: Row, index: int) -> Place:
        """The place of a cell."""
        return self.sheet.place(row.number, self.heading(index) or None, index)


def read_table(sheet: Sheet, names: Names, elsewhere: frozenset[str] = frozenset()) -> Iterator[Item]:
    """All facts of a sheet, and what could not be read of it. elsewhere: names that head columns of the workbook."""
    sheet = without_remarks(sheet)
    if not sheet.rows:
        yield Diagnostic("F001", "error", "表是空的", "请检查文件，或不要列入", place=sheet.place())
        return
    header = header_of(sheet, names)
    table = replace(_table(sheet, header, names), elsewhere=elsewhere)
    if not table.body and sheet.name is None:
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
    missing = _missing(table, columns) if sheet.mark is not None else ()
    yield from strangers(sheet, table.header, table.body, columns, names, missing)
    yield from _figures(table, columns) if columns.measures else _rows(table, columns)


def without_remarks(sheet: Sheet) -> Sheet:
    """The sheet without the rows that only say something to people."""
    rows = tuple(row for row in sheet.rows if not is_remark(row.cells))
    return sheet if len(rows) == len(sheet.rows) else replace(sheet, rows=rows)


def _missing(table: _Table, columns: Columns) -> tuple[str, ...]:
    """The headings of a template that a table of it lacks."""
    if not columns.measures:
        return missing_roles(columns, table.name, table.names)
    facts = table.names.schema.facts
    return tuple(s.label for s in facts if s.kind == "value" and s.name not in table.elsewhere and s.clauses)


def may_hold_a_table(sheet: Sheet, names: Names) -> bool:
    """Whether a sheet of a workbook is meant to be read: its headings make a table, or nearly."""
    if _NO_TABLES.fullmatch(fold(sheet.name or "")) and names.spec(sheet.name or "") is None:
        return False
    header = header_of(sheet, names)
    return known_headings(header.row, names) > 1 or _makes_a_table(sheet, header.row, names)


def header_of(sheet: Sheet, names: Names) -> Header:
    """The header of a sheet that has rows."""
    return find_header(sheet, names, lambda row: _makes_a_table(sheet, row, names))


def _makes_a_table(sheet: Sheet, row: Row, names: Names) -> bool:
    """Whether headings are those of a table of facts, as they stand."""
    at = next((index for index, known in enumerate(sheet.rows) if known.number == row.number), 0)
    table = _table(sheet, Header(row, at, at), names)
    if _is_transposed(table):
        return True
    columns = columns_of(row.cells, names)
    _find_units(table, columns)
    return _header_problem(table, columns) is None


def _table(sheet: Sheet, header: Header, names: Names) -> _Table:
    title = sheet.name or ""
    unit = names.only_unit or (title if names.is_listed_unit(title) else unit_above(sheet, header, names))
    name = title if names.spec(title) is not None else ""
    return _Table(sheet, names, header.row, sheet.rows[header.last + 1 :], unit, name)


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
    if not columns.measures and "name" not in columns.roles and not (table.name and columns.roles):
        return table.say(
            "F002",
            "error",
            f"表头{quoted(shown)}里没有「事项」列，也没有以事项为名的列",
            f"请加一列「事项」，逐行写明；或以事项为表头。本规则的事项：{some}",
            place,
        )
    if "unit" not in columns.roles and not table.unit:
        help_ = "请加一列「单位」，或把这一列的表头改为「单位」"
        return table.say("F002", "error", f"表头{quoted(shown)}里没有「单位」列", help_, place)
    return None


def _rows(table: _Table, columns: Columns) -> Iterator[Item]:
    """One fact a row."""
    headings, letters = _headings(table, columns), _letters(table, columns)
    at = columns.roles.get
    unit_at, name_at = at("unit", -1), at("name", -1)
    value_at, quantity_at = at("value", -1), at("quantity", -1)
    day_at, id_at, note_at = at("day", -1), at("id", -1), at("note", -1)
    fields = tuple(columns.fields.items())
    read = {*columns.roles.values(), *columns.fields.values()} - {note_at}
    for row in _body(table, columns, columns.labels - {value_at, quantity_at}, read):
        if isinstance(row, Diagnostic):
            yield row
            continue
        faults = [*_faults(table, row, read), *_shared(table, row, (value_at, quantity_at))]
        if name_at < 0 and unit_at >= 0 and not any(row.cell(index) for index in read - {unit_at}):
            faults.append(_only_a_unit(table, row, unit_at))
        if faults:
            yield from faults
            continue
        # Padded to end in an empty cell, so that short rows, and index -1 (no such column), read as empty.
        cells = (*row.cells, *("",) * (len(table.header.cells) + 1 - len(row.cells)))
        figure_at = next((index for index in (quantity_at, value_at, name_at) if cells[index]), unit_at)
        yield RawFact(
            table.sheet.place(row.number, index=figure_at if figure_at >= 0 else None),
            cells[unit_at] if unit_at >= 0 else table.unit,
            cells[name_at] if name_at >= 0 else table.name,
            cells[value_at],
            cells[quantity_at],
            cells[day_at],
            cells[id_at],
            _operation(table, columns, row),
            cells[note_at],
            {key: cells[index] for key, index in fields},
            headings,
            letters=letters,
        )


def _figures(table: _Table, columns: Columns) -> Iterator[Item]:
    """Units down, names across."""
    used: dict[int, tuple[Measure, Mapping[str, str], Mapping[str, str]]] = {}
    base, letters = _headings(table, columns), _letters(table, columns)
    for index, measure in columns.measures.items():
        if measure.clash:
            place = table.at(table.header, index)
            yield table.say("F002", "error", measure.clash, "请换算后改表头；这一列没有读入", place)
        else:
            own = {"value": table.heading(index), "name": table.heading(index)}
            letter = dict.fromkeys(own, table.sheet.letter(index))
            used[index] = measure, {**base, **own}, {**letters, **letter}
    if "id" in columns.roles:
        place = table.at(table.header, columns.roles["id"])
        yield table.say("F002", "note", "一行有多个数时，编号没有用到", "", place)
    empty = 0
    others = {columns.roles[role] for role in ("unit", "day", "operation") if role in columns.roles}
    others |= {*columns.fields.values()}
    for row in _body(table, columns, columns.labels, {*used, *others}):
        if isinstance(row, Diagnostic):
            yield row
            continue
        unit = _cell(row, columns, "unit") or ("" if "unit" in columns.roles else table.unit)
        unit = unit or table.names.only_unit
        if faults := list(_faults(table, row, others)):
            yield from faults
        elif not unit:
            yield _no_label(table, row, columns.roles["unit"])
        elif table.names.unit(unit) is None:
            yield table.names.no_such_unit(unit, table.at(row, columns.roles["unit"]))
        else:
            for index, (measure, headings, named) in used.items():
                if not row.cell(index) and index not in row.faults:
                    empty += 1
                    continue
                if faults := [*_faults(table, row, (index,)), *_shared(table, row, (index,))]:
                    yield from faults
                    continue
                yield RawFact(
                    table.at(row, index),
                    unit,
                    measure.spec.name,
                    row.cell(index),
                    day=_cell(row, columns, "day"),
                    operation=_operation(table, columns, row),
                    note=_cell(row, columns, "note"),
                    fields={key: row.cell(at) for key, at in columns.fields.items()},
                    headings=headings,
                    in_unit=measure.in_unit,
                    letters=named,
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
    columns = Columns()
    for index, cell in enumerate(header.cells):
        if index == name_at or index in units_at:
            continue
        if not cell:
            columns.bare.append(index)
        elif fold(cell) not in _NOT_UNITS and not is_total(cell, names):
            if index > min(units_at):
                yield names.no_such_unit(cell, table.at(header, index))
            else:
                place = table.sheet.place(header.number)
                yield table.say("F002", "note", f"没有用到的列：{quoted(cell)}", "", place)
    empty = 0
    for row in _body(table, columns, {*range(min(units_at)), name_at}, {name_at, *units_at}):
        if isinstance(row, Diagnostic):
            yield row
            continue
        label = row.cell(name_at)
        measure = measure_of(label, names)
        filled = [index for index in units_at if row.cell(index) or index in row.faults]
        if measure is None:
            # Without figures it is the heading of a group of rows.
            if filled:
                place = table.sheet.place(row.number, table.heading(name_at) or "事项", name_at)
                yield names.no_such_fact(label, place) if label else _no_label(table, row, name_at)
            continue
        if measure.clash:
            place = table.at(row, name_at)
            yield table.say("F002", "error", measure.clash, "请换算后改名称；这一行没有读入", place)
            continue
        empty += len(units_at) - len(filled)
        for index in filled:
            if faults := [*_faults(table, row, (name_at, index)), *_shared(table, row, (index,))]:
                yield from faults
                continue
            heading = header.cell(index)
            letter = table.sheet.letter(index)
            yield RawFact(
                table.at(row, index),
                heading,
                measure.spec.name,
                row.cell(index),
                note=row.cell(note_at) if note_at is not None else "",
                headings={"name": table.heading(name_at) or "事项", "unit": heading, "value": heading},
                in_unit=measure.in_unit,
                letters={"name": table.sheet.letter(name_at), "unit": letter, "value": letter},
            )
    yield from _empty_note(table, empty)


def _body(
    table: _Table, columns: Columns, labels: Collection[int], used: Collection[int]
) -> Iterator[Row | Diagnostic]:
    """The rows that may be facts; of the others a note, or why they are refused."""
    margins = Margins(table.header, labels, used, table.names)
    aside: set[int] = set()
    for row in table.body:
        reason = margins.why_not(row)
        if reason is not None:
            if reason:
                yield table.say("F002", "note", reason, "", table.sheet.place(row.number))
            elif table.sheet.mark is not None:
                index = next(index for index, cell in enumerate(row.cells) if cell)
                message = f"这一行只写了{quoted(row.cell(index))}，要填的格都是空的，没有读入"
                help_ = f"请补上其余各格；只是备注的，请在行首加{REMARK}"
                yield table.say("F009", "error", message, help_, table.at(row, index))
            continue
        over = [index for index in columns.bare if row.cell(index)]
        over += [index for index in range(len(table.header.cells), len(row.cells)) if row.cell(index)]
        if table.sheet.name is None and over:
            yield _cut(table, row, over[0])
            continue
        for index in over:
            if index not in aside:
                aside.add(index)
                message = f"{quoted(row.cell(index))}所在的列没有表头，没有读入"
                severity: Severity = "error" if table.sheet.mark is not None else "warning"
                yield table.say("F002", severity, message, "要读入，请补上表头", table.at(row, index))
        yield row


def _faults(table: _Table, row: Row, indexes: Collection[int]) -> Iterator[Diagnostic]:
    """The cells among these that hold no text that could be read."""
    for index, fault in row.faults.items():
        if index in indexes:
            yield table.say("F005", "error", fault.message, fault.help, table.at(row, index))


def _shared(table: _Table, row: Row, indexes: Collection[int]) -> Iterator[Diagnostic]:
    """Figures in a merged cell of several rows: nobody knows whether each row has it, or all together."""
    for index in row.shared:
        if index in indexes and row.cell(index):
            text = row.cell(index)
            message = f"{quoted(text)}写在几行合并的格子里，可以是每行各 {text}，也可以是几行合起来 {text}"
            yield table.say("F005", "error", message, "请取消合并，每行各填一个", table.at(row, index))


def _headings(table: _Table, columns: Columns) -> Mapping[str, str]:
    """Roles and fields with the headings that the file gives them."""
    roles = {str(role): table.heading(index) for role, index in columns.roles.items()}
    return roles | {key: table.heading(index) for key, index in columns.fields.items()}


def _letters(table: _Table, columns: Columns) -> Mapping[str, str]:
    """Roles and fields with the letters of their columns, in a workbook."""
    if table.sheet.name is None:
        return {}
    roles = {str(role): table.sheet.letter(index) for role, index in columns.roles.items()}
    return roles | {key: table.sheet.letter(index) for key, index in columns.fields.items()}


def _cell(row: Row, columns: Columns, role: Role) -> str:
    index = columns.roles.get(role)
    return "" if index is None else row.cell(index)


def _operation(table: _Table, columns: Columns, row: Row) -> str:
    """The text of the 操作 column; a column headed 撤回 or 更正 is ticked instead."""
    text = _cell(row, columns, "operation")
    heading = fold(table.heading(columns.roles["operation"])) if text else ""
    return heading if heading in ("更正", "撤回") and is_yes(text) else text


def _cut(table: _Table, row: Row, index: int) -> Diagnostic:
    """Text where there is no heading: in a text file, a figure such as 1,200 may have been cut in two."""
    message = f"这一行在没有表头的列里有{quoted(row.cell(index))}"
    help_ = "请补上表头；数里的千分号请去掉，或给格子加英文引号"
    return table.say("F012", "error", message, help_, table.sheet.place(row.number))


def _only_a_unit(table: _Table, row: Row, index: int) -> Diagnostic:
    """A unit in a sheet of one kind of event, and nothing else: a list of units is no list of events."""
    message = f"这一行只写了单位，可以是发生了一次“{table.name}”，也可以是没有发生"
    help_ = "发生了的，请写日期或数量；没有发生的，请删去这一行"
    return table.say("F009", "error", message, help_, table.at(row, index))


def _no_label(table: _Table, row: Row, index: int) -> Diagnostic:
    heading = table.heading(index) or "事项"
    place = table.sheet.place(row.number, heading, index)
    return table.say("F009", "error", f"「{heading}」是空的", "请补上，或删去这一行", place)


def _empty_note(table: _Table, empty: int) -> Iterator[Diagnostic]:
    if empty:
        yield table.say("F009", "note", f"有 {empty} 格是空的，按没有给出处理", "没有发生请写 0")
