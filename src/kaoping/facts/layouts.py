"""A table whose header was understood → raw facts, by its layout.

    rows            one fact a row            单位   事项      数量  日期        编号
    figures         units down, names across  县区   申领数    满意度（%）
    transposed      names down, units across  指标   金寨县    霍山县

An empty cell of a table of figures says nothing; the desk asks for what a row must have. Rows that are no
facts (totals, notes below the table, headings of groups) are passed over with a note: see `margins`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kaoping.diagnostics import Diagnostic, Place, Severity
from kaoping.facts.blanks import Blanks
from kaoping.facts.cells import is_yes
from kaoping.facts.headings import Columns, Measure, measure_of, role_of
from kaoping.facts.margins import Margins, is_total
from kaoping.facts.mark import REMARK, corrects_only
from kaoping.facts.names import Names, fold, quoted
from kaoping.facts.raw import Item, RawFact, Role
from kaoping.facts.rows import Row, Sheet

_NOT_UNITS = frozenset(("计量单位", "单位", "序号", "说明", "备注"))


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose header has been found, and the names that the schema knows.

    Attributes:
        unit, name: of all its facts, where no column gives them: 填报单位：… above the table, the name of the sheet.
        elsewhere: names that other sheets of the workbook head their columns with.
        blanks: counts the cells of the file that were left empty.
    """

    sheet: Sheet
    names: Names
    header: Row
    body: tuple[Row, ...]
    unit: str = ""
    name: str = ""
    elsewhere: frozenset[str] = frozenset()
    blanks: Blanks = field(default_factory=Blanks)

    def say(
        self, code: str, severity: Severity, message: str, help_: str, place: Place | None = None
    ) -> Diagnostic:
        """A diagnostic about a place in the sheet, or about the sheet."""
        return Diagnostic(code, severity, message, help_, place=place or self.sheet.place())

    def heading(self, index: int) -> str:
        """The heading of a column as the file has it."""
        return self.header.cell(index)

    def at(self, row: Row, index: int) -> Place:
        """The place of a cell."""
        return self.sheet.place(row.number, self.heading(index) or None, index)


def rows(table: Table, columns: Columns) -> Iterator[Item]:
    """One fact a row."""
    headings, letters = _headings(table, columns), _letters(table, columns)
    at = columns.roles.get
    unit_at, name_at = at("unit", -1), at("name", -1)
    value_at, quantity_at = at("value", -1), at("quantity", -1)
    day_at, id_at, note_at = at("day", -1), at("id", -1), at("note", -1)
    fields = tuple(columns.fields.items())
    corrects = corrects_only(table.sheet.name)
    read = {*columns.roles.values(), *columns.fields.values()} - {note_at}
    for row in _body(table, columns, columns.labels - {value_at, quantity_at}, read):
        if isinstance(row, Diagnostic):
            yield row
            continue
        faults = [*_faults(table, row, read), *_shared(table, row, (value_at, quantity_at))]
        if (
            name_at < 0
            and unit_at >= 0
            and not any(row.cell(index) or index in row.faults for index in read - {unit_at})
        ):
            faults.append(_only_a_unit(table, row, unit_at))
        if corrects and not row.cell(columns.roles.get("operation", len(row.cells))):
            faults.append(_no_operation(table, row, columns.roles.get("operation")))
        if row.below and not any(row.cell(index) or index in row.faults for index in read - row.below):
            faults.append(_continued(table, row))
        if faults:
            yield from faults
            continue
        # Padded to end in an empty cell, so that short rows, and index -1 (no such column), read as empty.
        # A row may be longer than its header, too.
        cells = (*row.cells, *("",) * max(1, len(table.header.cells) + 1 - len(row.cells)))
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


def figures(table: Table, columns: Columns) -> Iterator[Item]:
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
    rows_of: dict[str, int] = {}
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
        elif table.names.unit(unit) is None and not any(
            row.cell(index) or index in row.faults for index in used
        ):
            reason, near = f"{quoted(unit)}这一行没有数，没有读入", table.names.likely_unit(unit)
            if near:
                where = table.sheet.place(row.number)
                yield table.say("F003", "warning", reason, f"是不是“{near}”？单位请照名单写", where)
            else:
                yield table.say("F002", "note", reason, "", table.sheet.place(row.number))
        elif table.names.unit(unit) is None:
            yield table.names.no_such_unit(unit, table.at(row, columns.roles["unit"]))
        elif any(map(row.cell, used)) and (twice := _twice(table, columns, row, unit, rows_of)):
            yield twice
        else:
            if any(map(row.cell, used)):
                rows_of[fold(unit)] = row.number
            for index, (measure, headings, named) in used.items():
                if not row.cell(index) and index not in row.faults:
                    if table.names.asks(unit, measure.spec):
                        table.blanks.add(table.sheet.place(), measure.spec)
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


def _twice(
    table: Table, columns: Columns, row: Row, unit: str, rows_of: Mapping[str, int]
) -> Diagnostic | None:
    """A template has one row a unit: of a second one nobody knows which figures are meant."""
    first = rows_of.get(fold(unit))
    if table.sheet.mark is None or first is None:
        return None
    message = f"{quoted(unit)}在第 {first} 行已经写过，这一行没有读入"
    help_ = "一个单位只写一行；要更正已经上报的数据，请记在「更正」表里"
    return table.say("F007", "error", message, help_, table.at(row, columns.roles["unit"]))


def transposed(table: Table) -> Iterator[Item]:
    """Names down, units across."""
    names, header = table.names, table.header
    units_at = [index for index, cell in enumerate(header.cells) if names.is_listed_unit(cell)]
    name_at = _names_at(table, min(units_at))
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
        asked = [index for index in units_at if names.asks(header.cell(index), measure.spec)]
        table.blanks.add(table.sheet.place(), measure.spec, len({*asked} - {*filled}))
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


def _names_at(table: Table, before: int) -> int:
    """The column that names the facts, of those left of the units: the one that names most."""
    named = [
        sum(measure_of(row.cell(index), table.names) is not None for row in table.body)
        for index in range(before)
    ]
    headed = next((index for index in range(before) if role_of(table.heading(index)) == "name"), 0)
    return headed if not before or named[headed] == max(named) else named.index(max(named))


def _body(
    table: Table, columns: Columns, labels: Collection[int], used: Collection[int]
) -> Iterator[Row | Diagnostic]:
    """The rows that may be facts; of the others a note, or why they are refused."""
    unit, fields = columns.roles.get("unit"), columns.fields.values()
    margins = Margins(table.header, labels, used, table.names, unit, fields)
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


def _faults(table: Table, row: Row, indexes: Collection[int]) -> Iterator[Diagnostic]:
    """The cells among these that hold no text that could be read."""
    for index, fault in row.faults.items():
        if index in indexes:
            yield table.say("F005", "error", fault.message, fault.help, table.at(row, index))


def _shared(table: Table, row: Row, indexes: Collection[int]) -> Iterator[Diagnostic]:
    """Figures in a merged cell of several rows: nobody knows whether each row has it, or all together."""
    for index in row.shared:
        if index in indexes and row.cell(index):
            text = row.cell(index)
            message = f"{quoted(text)}写在几行合并的格子里，可以是每行各 {text}，也可以是几行合起来 {text}"
            yield table.say("F005", "error", message, "请取消合并，每行各填一个", table.at(row, index))


def _headings(table: Table, columns: Columns) -> Mapping[str, str]:
    """Roles and fields with the headings that the file gives them."""
    roles = {str(role): table.heading(index) for role, index in columns.roles.items()}
    return roles | {key: table.heading(index) for key, index in columns.fields.items()}


def _letters(table: Table, columns: Columns) -> Mapping[str, str]:
    """Roles and fields with the letters of their columns, in a workbook."""
    if table.sheet.name is None:
        return {}
    roles = {str(role): table.sheet.letter(index) for role, index in columns.roles.items()}
    return roles | {key: table.sheet.letter(index) for key, index in columns.fields.items()}


def _cell(row: Row, columns: Columns, role: Role) -> str:
    index = columns.roles.get(role)
    return "" if index is None else row.cell(index)


def _operation(table: Table, columns: Columns, row: Row) -> str:
    """The text of the 操作 column; a column headed 撤回 or 更正 is ticked instead."""
    text = _cell(row, columns, "operation")
    heading = fold(table.heading(columns.roles["operation"])) if text else ""
    return heading if heading in ("更正", "撤回") and is_yes(text) else text


def _cut(table: Table, row: Row, index: int) -> Diagnostic:
    """Text where there is no heading: in a text file, a figure such as 1,200 may have been cut in two."""
    message = f"这一行在没有表头的列里有{quoted(row.cell(index))}"
    help_ = "请补上表头；数里的千分号请去掉，或给格子加英文引号"
    return table.say("F012", "error", message, help_, table.sheet.place(row.number))


def _only_a_unit(table: Table, row: Row, index: int) -> Diagnostic:
    """A unit in a sheet of one kind of event, and nothing else: a list of units is no list of events."""
    message = f"这一行只写了单位，可以是发生了一次“{table.name}”，也可以是没有发生"
    help_ = "发生了的，请写日期或数量；没有发生的，请删去这一行"
    return table.say("F009", "error", message, help_, table.at(row, index))


def _no_operation(table: Table, row: Row, index: int | None) -> Diagnostic:
    """A row among corrections that does not say whether it corrects or withdraws."""
    place = table.sheet.place(row.number) if index is None else table.at(row, index)
    help_ = "请写 更正 或 撤回；新的数据请填在数据表里，不要记在这里"
    return table.say("F009", "error", "「操作」是空的", help_, place)


def _continued(table: Table, row: Row) -> Diagnostic:
    """All that counts is merged with the row above; only a remark is the row's own."""
    own = next((index for index, cell in enumerate(row.cells) if cell and index not in row.below), 0)
    message = f"这一行只有{quoted(row.cell(own))}，其余与上一行合并：可以是同一件事，也可以是又一件"
    help_ = "同一件事的，请写在一行里；又一件的，请取消合并，写上事项"
    return table.say("F012", "error", message, help_, table.at(row, own))


def _no_label(table: Table, row: Row, index: int) -> Diagnostic:
    heading = table.heading(index) or "事项"
    place = table.sheet.place(row.number, heading, index)
    return table.say("F009", "error", f"「{heading}」是空的", "请补上，或删去这一行", place)
