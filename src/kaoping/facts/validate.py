"""Raw facts → typed entries, each judged by itself: unit, name, value, day, fields.

All faults of a row are found at once, each with the cell that it is in. What depends on the facts
before (numbers used twice, corrections) is for the desk (`intake`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from kaoping.diagnostics import Diagnostic, Place
from kaoping.exact import parse_number
from kaoping.exact import text as plain
from kaoping.facts.cells import Unreadable, in_magnitude, read_cell, read_quantity
from kaoping.facts.fact import NO_FIELDS, Fact, Value
from kaoping.facts.mark import corrects_only
from kaoping.facts.names import Names, fold, quoted
from kaoping.facts.raw import CANONICAL, RawFact
from kaoping.facts.schema import FactSpec, FieldSpec

Operation = Literal["new", "correct", "withdraw"]

_OPERATIONS: Mapping[str, Operation] = {
    "": "new",
    **dict.fromkeys(("新增", "新建", "增加", "add", "new"), "new"),
    **dict.fromkeys(("更正", "修正", "修改", "订正", "correct", "update"), "correct"),
    **dict.fromkeys(("撤回", "撤销", "作废", "withdraw", "delete"), "withdraw"),
}


_DEADLINE = re.compile("截止|期限|时限|限期|规定|应|要求|计划|预定|预计|约定|到期")
"""Words for a day by which something is due: what is done may well be earlier."""


class Entry(NamedTuple):
    """One row, judged by itself.

    Attributes:
        operation: what it does to the facts that stand.
        fact: the fact as it is to stand; None for a withdrawal. Its id is made where none is given.
        unit, name: of which fact; for a withdrawal "" if it does not say.
        id: 编号 as given, or "".
        raw: for the places of its cells.
    """

    operation: Operation
    fact: Fact | None
    unit: str
    name: str
    id: str
    raw: RawFact


class Validator:
    """Judges rows by the schema."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.schema = names.schema
        self._fields = {
            spec.name: (tuple((fold(field.name), field) for field in spec.fields), spec.spans)
            for spec in self.schema.facts
        }
        self._bounded = {
            spec.name for spec in self.schema.facts if spec.kind == "value" and (spec.counted or spec.limits)
        }
        self._said: set[tuple[str, str, str]] = set()

    def check(self, raw: RawFact) -> tuple[Entry | None, list[Diagnostic]]:
        """The entry, or None with at least one error. Warnings come with an entry, too."""
        found: list[Diagnostic] = []
        operation = _OPERATIONS.get(fold(raw.operation).lower() if raw.operation else "")
        if operation is None:
            message = f"操作{quoted(raw.operation)}看不懂"
            found.append(_error("F005", message, "请写 新增、更正 或 撤回", raw.at("operation")))
            return None, found
        if operation == "withdraw":
            return self._withdrawal(raw, found), found
        unit = self._unit(raw, found)
        spec = self._spec(raw, found)
        day = self._day(raw, found)
        if spec is None:
            return None, found
        if unit is not None and not self.schema.asks(unit, spec):
            found.append(self._not_asked(unit, spec, raw))
            return None, found
        value = self._value(raw, spec, found)
        fields = self._read_fields(raw, spec, found)
        id_ = raw.id.strip()
        if operation == "correct" and spec.kind == "event" and not id_:
            message = f"更正“{spec.name}”没有写编号，不知道更正哪一条"
            found.append(_error("F009", message, _where_to_number(raw), raw.at("id")))
        if unit is None or value is None or (found and _has_error(found)):
            return None, found
        made = id_ or (f"{unit}/{spec.name}" if spec.kind == "value" else place_id(raw.place))
        fact = Fact(made, unit, spec.name, value, day, fields, raw.note.strip(), raw.place)
        return Entry(operation, fact, unit, spec.name, id_, raw), found

    def _withdrawal(self, raw: RawFact, found: list[Diagnostic]) -> Entry | None:
        """By number; or, for a value, by unit and name. What else the row holds does not matter."""
        id_ = raw.id.strip()
        unit = self._unit(raw, found) if raw.unit or not id_ else ""
        spec = self._spec(raw, found) if raw.name or not id_ else None
        if spec is not None and spec.kind == "event" and not id_:
            message = f"撤回“{spec.name}”没有写编号，不知道撤回哪一条"
            found.append(_error("F009", message, _where_to_number(raw), raw.at("id")))
        if found:
            return None
        return Entry("withdraw", None, unit or "", spec.name if spec else "", id_, raw)

    def _unit(self, raw: RawFact, found: list[Diagnostic]) -> str | None:
        text = raw.unit or self.names.only_unit
        if not text:
            found.append(_empty(raw, "unit"))
            return None
        unit = self.names.unit(text)
        if unit is None:
            found.append(self.names.no_such_unit(text, raw.at("unit")))
        return unit

    def _spec(self, raw: RawFact, found: list[Diagnostic]) -> FactSpec | None:
        if not raw.name:
            found.append(_empty(raw, "name"))
            return None
        spec = self.names.spec(raw.name)
        if spec is None:
            kind = "" if raw.value or raw.operation else "event"
            found.append(self.names.no_such_fact(raw.name, raw.at("name"), kind))
        return spec

    def _not_asked(self, unit: str, spec: FactSpec, raw: RawFact) -> Diagnostic:
        """Refusal of a fact for which the table of the unit has no use."""
        theirs, kind = "、".join(f"“{kind}”" for kind in spec.kinds), self.schema.kinds.get(unit, "")
        message = f"{quoted(raw.name)}是评{theirs}的事项，{unit}属于“{kind}”，没有哪一条用到它"
        return _error("F013", message, "请核对单位和事项是否填错；不该填的，请清空这一格", raw.at("name"))

    def _value(self, raw: RawFact, spec: FactSpec, found: list[Diagnostic]) -> Value | None:
        """值 or 数量; an event is one occurrence where neither is given."""
        if raw.value and raw.quantity and fold(raw.value) != fold(raw.quantity):
            message = f"「值」{quoted(raw.value)}与「数量」{quoted(raw.quantity)}不一致"
            found.append(_error("F005", message, f"“{spec.name}”只要一个，请只填一格", raw.at("value")))
            return None
        role = raw.figure
        text = raw.quantity or raw.value
        value: Value | Unreadable
        if spec.kind == "event":
            value = read_quantity(text or "1", spec.unit)
        elif not text:
            found.append(_empty(raw, role, spec.name))
            return None
        else:
            value = self._in_either_unit(text, spec, raw) or read_cell(
                text, spec.type, _as_written(spec.unit, text), spec.choices, raw.in_unit
            )
        if isinstance(value, Unreadable):
            message = f"“{spec.name}”的{'数量' if spec.kind == 'event' else '值'}{value.message}"
            found.append(_error("F005", message, value.help, raw.at(role)))
            return None
        if spec.name in self._bounded and (fault := _out_of_bounds(value, spec, text)):
            found.append(_error("F005", f"“{spec.name}”的值{fault.message}", fault.help, raw.at(role)))
            return None
        return value

    def _in_either_unit(self, text: str, spec: FactSpec, raw: RawFact) -> Unreadable | None:
        """2.3 where the rule says 2亿条: 2.3亿条, or 2.3条? Neither is guessed, unless the heading says it."""
        shown = fold(text)
        number = parse_number(shown)
        if not spec.told_in or raw.in_unit or not number or not shown[-1].isdecimal():
            return None
        told, bare = f"{shown}{spec.told_in}", f"{shown}{spec.unit}"
        plain = bare if spec.unit else f"{in_magnitude(number, spec.told_in)}"
        return Unreadable(
            f"{quoted(text)}可以是 {told}，也可以是 {bare}", f"请写明计量单位：{told} 或 {plain}"
        )

    def _day(self, raw: RawFact, found: list[Diagnostic]) -> date | None:
        if not raw.day:
            return None
        moment = read_cell(raw.day, "date")
        if isinstance(moment, Unreadable):
            found.append(_error("F005", moment.message, moment.help, raw.at("day")))
            return None
        assert isinstance(moment, date)
        day = moment.date() if isinstance(moment, datetime) else moment
        start, end = self.schema.start, self.schema.end
        if (start and day < start) or (end and day > end):
            period = f"{start or ''} 至 {end or ''}"
            message = f"日期{quoted(raw.day)}不在评价期间（{period}）之内"
            found.append(_error("F006", message, "请核对日期；不属于本期间的，请不要列入", raw.at("day")))
        return day

    def _read_fields(self, raw: RawFact, spec: FactSpec, found: list[Diagnostic]) -> Mapping[str, Value]:
        wanted, spans = self._fields[spec.name]
        if not wanted:
            return NO_FIELDS
        fields: dict[str, Value] = {}
        for key, field in wanted:
            text = raw.fields.get(key, "").strip()
            if not text:
                self._say_missing(raw, spec, field, found)
                continue
            value = read_cell(text, field.type, choices=field.choices)
            if isinstance(value, Unreadable):
                found.append(_error("F005", f"“{field.name}”{value.message}", value.help, raw.at(key)))
            else:
                fields[field.name] = value
        for earlier, later in spans:
            if _is_before(fields.get(later), fields.get(earlier)) and not _DEADLINE.search(earlier + later):
                found.append(_out_of_turn(raw, earlier, later))
        return fields

    def _say_missing(self, raw: RawFact, spec: FactSpec, field: FieldSpec, found: list[Diagnostic]) -> None:
        """What rules make of a fact without the field: said of each cell of a workbook, else once a file."""
        key = (raw.place.file, spec.name, field.name)
        in_cell = bool(raw.letters.get(fold(field.name)))
        if in_cell or key not in self._said:
            self._said.add(key)
            outcome = self.schema.lacking.get((spec.name, field.name), "")
            outcome = outcome if in_cell else outcome.replace("这一条", "这样的记录")
            message = "，".join(filter(None, (f"“{spec.name}”没有写“{field.name}”", outcome)))
            place = raw.at(fold(field.name))
            none = "；确实没有的，就空着" if "当作" in outcome else ""
            found.append(Diagnostic("F009", "warning", message, f"请补上“{field.name}”{none}", place=place))


def _as_written(unit: str, text: str) -> str:
    """The unit of measure with 个 or without, as the text has it: 5个工作日 and 5工作日 are one."""
    bare = unit.removeprefix("个")
    return f"个{bare}" if bare and f"个{bare}" in text else bare if bare and bare in text else unit


def place_id(place: Place) -> str:
    """The id of an event without a number: its place, so that ids sort as the rows do."""
    sheet = f"!{place.sheet}" if place.sheet else ""
    column = f"/{place.column}" if place.column else ""
    return f"{place.file}{sheet}#{place.row or 0:06d}{column}"


def _out_of_bounds(value: Value, spec: FactSpec, text: str) -> Unreadable | None:
    """Why a figure cannot be meant: fewer than none, or points that the rule does not have to give."""
    if not isinstance(value, Decimal):
        return None
    if spec.limits is not None:
        least, most = spec.limits
        if least <= value <= most:
            return None
        bounds = f"{plain(least)}～{plain(most)}分"
        return Unreadable(f"{quoted(text)}不在规则给的 {bounds}之内", f"请核对，写 {bounds}之内的分数")
    if value < 0:
        return Unreadable(f"{quoted(text)}是负数，这一项不会少于 0", "请核对；是更正的，请写更正后的数")
    return None


def _is_before(later: Value | None, earlier: Value | None) -> bool:
    """Whether what should be later is earlier; a day and a moment are compared as days."""
    if not isinstance(later, date) or not isinstance(earlier, date):
        return False
    if isinstance(later, datetime) and isinstance(earlier, datetime):
        return later < earlier
    return _as_day(later) < _as_day(earlier)


def _as_day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _out_of_turn(raw: RawFact, earlier: str, later: str) -> Diagnostic:
    """Two dates of one event that cannot both be right."""
    one, other = raw.fields.get(fold(later), ""), raw.fields.get(fold(earlier), "")
    message = f"“{later}”{quoted(one)}早于“{earlier}”{quoted(other)}"
    return _error("F005", message, "请核对两个日期，是不是填反了", raw.at(fold(later)))


def _where_to_number(raw: RawFact) -> str:
    """How to say which event is meant; the sheet of corrections of a template has no column for it."""
    if "id" in raw.headings:
        return "请写原记录的编号"
    if corrects_only(raw.place.sheet):
        return "事项不在这里更正：请在记事项的表里写一行，编号同原记录，「操作」选 更正 或 撤回"
    return "请加一列「编号」，写原记录的编号"


def _has_error(found: list[Diagnostic]) -> bool:
    return any(one.severity == "error" for one in found)


def _error(code: str, message: str, help_: str, place: Place) -> Diagnostic:
    return Diagnostic(code, "error", message, help_, place=place)


def _empty(raw: RawFact, role: Literal["unit", "name", "value", "quantity"], name: str = "") -> Diagnostic:
    of = f"“{name}”的" if name else ""
    heading = raw.headings.get(role)
    if heading is None:
        return _error("F009", f"没有给出{of}{CANONICAL[role]}", f"请加一列「{CANONICAL[role]}」", raw.place)
    return _error("F009", f"{of}「{heading}」是空的", "请补上，或删去这一行", raw.at(role))
