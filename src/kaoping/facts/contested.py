"""Rows of a batch that contradict each other: nobody knows which is right, so none of them is taken.

Contradictions are found among all rows at once, so the answer does not depend on their order. In a stream the
first row stands, which is for the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from kaoping.diagnostics import Diagnostic, Place
from kaoping.exact import multiply
from kaoping.exact import text as plain
from kaoping.facts.fact import Fact
from kaoping.facts.names import quoted
from kaoping.facts.schema import FactSpec, Schema, ValueType
from kaoping.facts.validate import Entry


def target(entry: Entry) -> str:
    """What a correction or withdrawal names: a number, or the value of a unit."""
    return entry.id or f"{entry.unit}/{entry.name}"


def contested(entries: Iterable[Entry], schema: Schema) -> Callable[[Entry], Diagnostic | None]:
    """Find the contradictions of a batch.

    Returns:
        Why a row is refused for one, or None: new rows of one number that differ; values of one unit and name
        that differ, or look like several things; corrections of one fact that differ and stand in different files; and corrections and
        withdrawals of facts that are refused for the former.
    """
    types = {spec.name: spec.type for spec in schema.facts if spec.kind == "value"}
    specs = {spec.name: spec for spec in schema.facts}
    numbers: dict[str, list[Entry]] = {}
    slots: dict[tuple[str, str], list[Entry]] = {}
    corrections: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.operation == "correct":
            corrections.setdefault(target(entry), []).append(entry)
        elif entry.operation == "new":
            if entry.id:
                numbers.setdefault(entry.id, []).append(entry)
            if entry.name in types:
                slots.setdefault((entry.unit, entry.name), []).append(entry)
    by_number = {id_: _in_turn(group) for id_, group in numbers.items() if _differ(one.fact for one in group)}
    by_slot = {
        slot: _in_turn(group)
        for slot, group in slots.items()
        if _differ(one.fact.value for one in group if one.fact)
    }
    rivals = {
        id_: group
        for id_, group in corrections.items()
        if _differ(one.fact for one in group) and len({one.raw.place.file for one in group}) > 1
    }
    piled = {
        slot: _in_turn(group)
        for slot, group in slots.items()
        if slot not in by_slot and types[slot[1]] == "number" and apart(one.fact for one in group if one.fact)
    }
    unsettled = {id_: group[0] for id_, group in by_number.items()}
    for (unit, name), group in (by_slot | piled).items():
        unsettled |= {f"{unit}/{name}": group[0]} | {one.id: one for one in group if one.id}

    def judge(entry: Entry) -> Diagnostic | None:
        if entry.operation == "new":
            if entry.id in by_number:
                return _two_contents(entry, by_number[entry.id], types)
            slot = entry.unit, entry.name
            if slot in piled:
                return _several(entry, piled[slot], specs[entry.name])
            group = by_slot.get(slot)
            return _two_values(entry, group, specs[entry.name]) if group else None
        if target(entry) in unsettled:
            return _of_what(entry, unsettled[target(entry)])
        group = rivals.get(target(entry)) if entry.operation == "correct" else None
        return _rival(entry, group) if group else None

    return judge


def apart(facts: Iterable[Fact]) -> bool:
    """Whether rows of one figure look like several things that happened: they have numbers or days of their own.

    A figure that a table gives under its own heading is one figure, however often it is reported.
    """
    rows = [fact for fact in facts if fact.place.column is None]
    numbers = {fact.id for fact in rows} - {f"{fact.unit}/{fact.name}" for fact in rows}
    return len(numbers) > 1 or len({fact.day for fact in rows} - {None}) > 1


def on_several(spec: FactSpec) -> str:
    """What to do with several rows of one figure."""
    once = "如果是一个数，请只留一行"
    if spec.name[0].isdecimal():
        return once
    return f"如果是一件件的事，{_declare(spec)}；{once}"


def _declare(spec: FactSpec) -> str:
    return f"请在规则里声明成事件（事实  {spec.name}：事件（{spec.unit or '次'}）），或写 次数({spec.name})"


def difference(old: Fact, new: Fact, type_: ValueType | None = None) -> tuple[str, str, str]:
    """The first thing in which two facts differ: 日期, 2021-03-05, 2021-03-06."""
    pairs: list[tuple[str, object, object]] = [
        ("单位", old.unit, new.unit),
        ("事项", old.name, new.name),
        ("值", old.value, new.value),
        ("日期", old.day, new.day),
        *((key, old.fields.get(key), new.fields.get(key)) for key in sorted({*old.fields, *new.fields})),
        ("说明", old.note, new.note),
    ]
    name, before, after = next(pair for pair in pairs if pair[1] != pair[2])
    of = type_ if name == "值" else None
    return name, shown(before, of), shown(after, of)


def shown(value: object, type_: ValueType | None = None) -> str:
    """A value as people write it."""
    if isinstance(value, Decimal):
        return f"{plain(multiply(value, Decimal(100)))}%" if type_ == "percent" else plain(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "空" if value in (None, "") else str(value)


def _differ(things: Iterable[object]) -> bool:
    """Whether there are two different ones."""
    first, *rest = things
    return any(one != first for one in rest)


def _in_turn(group: list[Entry]) -> list[Entry]:
    """By place, so that messages do not depend on the order of files."""
    return sorted(group, key=lambda one: _where(one.raw.place))


def _where(place: Place) -> tuple[str, str, int, str]:
    return place.file, place.sheet or "", place.row or 0, place.column or ""


def _two_contents(entry: Entry, group: list[Entry], types: Mapping[str, ValueType]) -> Diagnostic:
    """One number, several contents."""
    assert entry.fact is not None
    other = next(one for one in group if one.fact != entry.fact)
    assert other.fact is not None
    what, here, there = difference(entry.fact, other.fact, types.get(entry.name))
    message = (
        f"编号{quoted(entry.id)}在 {other.raw.place} 也用了，内容不同"
        f"（{what}：这里是 {here}，那里是 {there}），分不清哪条对，都没有计入"
    )
    help_ = "如果其中一条是更正，请在它的「操作」列写 更正；不是同一件事，请另编一个号"
    return Diagnostic("F007", "error", message, help_, place=entry.raw.at("id"))


def _several(entry: Entry, group: list[Entry], spec: FactSpec) -> Diagnostic:
    """One figure, several rows that say the same under numbers or days of their own."""
    other = next(one for one in group if one is not entry)
    message = (
        f"{entry.unit}的“{entry.name}”只要一个数，这里和 {other.raw.place} 等{len(group)}行各有编号或日期，"
        "分不清是几件事，还是一个数写了几遍，都没有计入"
    )
    return Diagnostic("F007", "error", message, on_several(spec), place=entry.raw.at(entry.raw.figure))


def _two_values(entry: Entry, group: list[Entry], spec: FactSpec) -> Diagnostic:
    """One unit and name, several values."""
    fact = entry.fact
    assert fact is not None
    other = next(one for one in group if one.fact is not None and one.fact.value != fact.value)
    message = (
        f"{fact.unit}的“{fact.name}”这里写 {_written(entry, spec.type)}，{other.raw.place} 写 {_written(other, spec.type)}，"
        "分不清哪个对，都没有计入"
    )
    help_ = "一个单位只能有一个值：请只留对的；如果其中一个是更正，请在它的「操作」列写 更正"
    if spec.type == "number" and not spec.name[0].isdecimal() and apart(e.fact for e in group if e.fact):
        help_ = f"{help_}；如果是一件件的事，{_declare(spec)}"
    return Diagnostic("F007", "error", message, help_, place=entry.raw.at(entry.raw.figure))


def _of_what(entry: Entry, first: Entry) -> Diagnostic:
    """A correction or withdrawal of what was refused."""
    verb = "更正" if entry.operation == "correct" else "撤回"
    message = f"要{verb}的{quoted(target(entry))}在 {first.raw.place} 等处有不同的内容，不知道{verb}哪一条"
    place = entry.raw.at("id" if entry.id else "name")
    return Diagnostic("F008", "error", message, "原来的记录请先只留一条", place=place)


def _rival(entry: Entry, group: list[Entry]) -> Diagnostic:
    other = next(one for one in group if one.fact != entry.fact)
    message = f"{quoted(target(entry))}在 {other.raw.place} 有另一条不同的更正，分不清先后，都没有计入"
    return Diagnostic("F007", "error", message, "请只留最后一条更正", place=entry.raw.place)


def _written(entry: Entry, type_: ValueType) -> str:
    """The value as it stands in the cell; a percentage with its sign."""
    assert entry.fact is not None
    text = entry.raw.value or entry.raw.quantity
    return shown(entry.fact.value, type_) if type_ == "percent" else text
