"""The intake desk: facts in, one by one or a batch of files, → changes that engines apply.

The desk knows which facts stand. The same number with the same content counts once; with other
content it is refused, unless the row says that it corrects (更正) or withdraws (撤回). A value is
one for each unit and name; an event without a number is numbered by its place.

A stream is taken in its own order. A batch has none: its new facts come first, by day (the start
of the period where none is given), then by id; then corrections, then withdrawals. So neither the
order of files nor that of rows changes the outcome, with one exception: several corrections of one
fact in one file follow each other as their rows do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from kaoping.diagnostics import Diagnostic, Place, Severity
from kaoping.facts.contested import apart, contested, difference, on_several, shown, target
from kaoping.facts.fact import Change, Fact
from kaoping.facts.names import Names, closest, quoted
from kaoping.facts.raw import Item, RawFact
from kaoping.facts.schema import FactSpec, Schema
from kaoping.facts.standing import Standing
from kaoping.facts.validate import Entry, Validator


class Taken(NamedTuple):
    """What became of one row. change is None where nothing changes: refused, repeated, or 0 times.

    lacks: id of the fact that a correction or withdrawal is of, where none of that id was ever given.
    """

    change: Change | None
    diagnostics: list[Diagnostic]
    lacks: str = ""

    @property
    def refused(self) -> bool:
        """Whether the row was refused."""
        return bool(self.diagnostics) and any(one.severity == "error" for one in self.diagnostics)

    @property
    def repeated(self) -> bool:
        """Whether the row says what was known before."""
        return bool(self.diagnostics) and any(one.code == "F011" for one in self.diagnostics)


@dataclass
class Counts:
    """How many rows, cells, columns or files became of what.

    Attributes:
        accepted: taken, including those that say 0 times.
        refusals: refused, by unit ("" where it is not known); diagnostics say why.
        repeated: saying again what another row says.
    """

    accepted: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    repeated: int = 0

    @property
    def refused(self) -> int:
        """How many were refused."""
        return self.refusals.total()

    def count(self, taken: Taken, unit: str) -> None:
        """Count what became of a row of a unit."""
        if taken.refused:
            self.refusals[unit] += 1
        elif taken.repeated:
            self.repeated += 1
        else:
            self.accepted += 1


@dataclass
class Intake(Counts):
    """The outcome of a batch.

    Attributes:
        changes: in the order in which they are to be applied.
        diagnostics: by file and row.
    """

    changes: list[Change] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class Desk:
    """Takes facts one by one and knows which ones stand."""

    def __init__(self, schema: Schema) -> None:
        self._validator = Validator(Names(schema))
        self._specs = {spec.name: spec for spec in schema.facts}
        self._values = {spec.name: spec.type for spec in schema.facts if spec.kind == "value"}
        self._standing = Standing()
        self._earlier: dict[str, list[Fact]] = {}
        """Contents that were corrected or withdrawn, by id: a stream may deliver them again."""
        self._slots: dict[tuple[str, str], str] = {}
        """The id of the value that stands for a unit and name."""
        self._unnumbered: dict[int, str] = {}
        """Ids of events without a number, by the hash of what they say."""

    def take(self, raw: RawFact) -> Taken:
        """Judge a row and apply it."""
        entry, found = self._validator.check(raw)
        return Taken(None, found) if entry is None else self.settle(entry, found)

    def check(self, raw: RawFact) -> tuple[Entry | None, list[Diagnostic]]:
        """Judge a row by itself, without applying it."""
        return self._validator.check(raw)

    def unit_of(self, item: Item) -> str:
        """The unit of a row that was refused, as the rubric spells it; "" where it is not known."""
        text = item.unit or ("" if isinstance(item, Diagnostic) else self._validator.names.only_unit)
        return (text and self._validator.names.unit(text)) or ""

    def settle(self, entry: Entry, found: list[Diagnostic]) -> Taken:
        """Apply a row that was judged; found are the warnings that it already has."""
        if entry.fact is None:
            return self._withdraw(entry, found)
        fact = entry.fact
        id_ = self._id_of(entry)
        if fact.id != id_:
            fact = replace(fact, id=id_)
        if entry.operation == "correct":
            return self._correct(entry, fact, found)
        return self._add(entry, fact, found)

    def _id_of(self, entry: Entry) -> str:
        """A value that is given without a number is the one that stands, if one does."""
        if entry.id or entry.name not in self._values:
            return entry.fact.id if entry.fact else entry.id
        return self._slots.get((entry.unit, entry.name)) or target(entry)

    def _add(self, entry: Entry, fact: Fact, found: list[Diagnostic]) -> Taken:
        old = self._standing.get(fact.id)
        if old is not None:
            same = old.value == fact.value if not entry.id and fact.name in self._values else old == fact
            if (same and not self._several(old, fact)) or fact in self._earlier.get(fact.id, ()):
                return _refuse(found, _repeat(entry, old))
            return _refuse(found, _conflict(entry, old, fact, self._specs[fact.name]))
        if entry.id and fact.id in self._earlier:
            if fact in self._earlier[fact.id]:
                return _refuse(found, _repeat(entry, self._earlier[fact.id][-1]))
            return _refuse(
                found,
                _say("F007", f"编号{quoted(fact.id)}已经撤回，不能再用", "请另编一个号", entry.raw.at("id")),
            )
        occupant = self._occupant(fact)
        if occupant is not None:
            return _refuse(found, _occupied(entry, occupant, fact, self._specs[fact.name]))
        if not entry.id and fact.name not in self._values:
            found.extend(self._twin(fact))
        return self._stand(None, fact, found)

    def _correct(self, entry: Entry, fact: Fact, found: list[Diagnostic]) -> Taken:
        old = self._standing.get(fact.id)
        if old is None:
            return self._unknown(entry, fact.id, found)
        if old == fact:
            return _refuse(found, _repeat(entry, old))
        occupant = self._occupant(fact)
        if occupant is not None:
            return _refuse(found, _occupied(entry, occupant, fact, self._specs[fact.name]))
        return self._stand(old, fact, found)

    def _withdraw(self, entry: Entry, found: list[Diagnostic]) -> Taken:
        id_ = self._id_of(entry)
        standing = self._standing.get(id_)
        known = standing or next(reversed(self._earlier.get(id_, [])), None)
        if known is None:
            return self._unknown(entry, id_, found)
        if (entry.unit and entry.unit != known.unit) or (entry.name and entry.name != known.name):
            wanted = f"{entry.unit}“{entry.name}”" if entry.name else entry.unit
            message = f"编号{quoted(id_)}是{known.unit}的“{known.name}”，不是{wanted}的记录"
            return _refuse(found, _say("F008", message, "请核对编号、单位和事项", entry.raw.at("id")))
        if standing is None:
            return _refuse(found, _repeat(entry, known))
        return self._stand(known, None, found, entry.raw.place, entry.raw.note.strip())

    def _stand(
        self,
        old: Fact | None,
        new: Fact | None,
        found: list[Diagnostic],
        by: Place | None = None,
        why: str = "",
    ) -> Taken:
        """Put new in the place of old. An event that occurred 0 times stands, but engines never see it."""
        if old is not None:
            self._earlier.setdefault(old.id, []).append(old)
            self._standing.remove(old.id)
            self._slots.pop((old.unit, old.name), None)
        if new is not None:
            self._standing.put(new)
            if new.name in self._values:
                self._slots[new.unit, new.name] = new.id
        before, after = old and self._visible(old), new and self._visible(new)
        if new is not None and after is None:
            by, why = new.place, new.note
        return Taken(Change(after, before, by, why) if before or after else None, found)

    def _visible(self, fact: Fact) -> Fact | None:
        return fact if fact.value or fact.name in self._values else None

    def _occupant(self, fact: Fact) -> Fact | None:
        """Another fact that already gives the value of this unit and name."""
        if fact.name not in self._values:
            return None
        id_ = self._slots.get((fact.unit, fact.name))
        return self._standing.get(id_) if id_ is not None and id_ != fact.id else None

    def _several(self, old: Fact, new: Fact) -> bool:
        """Whether two facts of one figure, equal as they are, look like two things that happened."""
        return old != new and self._values.get(new.name) == "number" and apart((old, new))

    def _twin(self, fact: Fact) -> Iterator[Diagnostic]:
        """A warning if an event without a number is the very same as another one."""
        fields = frozenset(fact.fields.items())
        says = hash((fact.unit, fact.name, fact.value, fact.day, fields, fact.note))
        first = self._standing.get(self._unnumbered.setdefault(says, fact.id))
        if first is not None and first == replace(fact, id=first.id):
            message = f"这一行与 {first.place} 完全相同，都没有编号；两行都已计入"
            yield _say("F010", message, "如果是同一件事，请删去一行；如果不是，请编号", fact.place, "warning")

    def _unknown(self, entry: Entry, id_: str, found: list[Diagnostic]) -> Taken:
        verb = "更正" if entry.operation == "correct" else "撤回"
        if not entry.id:
            message, help_ = (
                f"{entry.unit}还没有“{entry.name}”的值，不能{verb}",
                "请核对单位和事项，或改为新增",
            )
        elif id_ in self._earlier:
            message, help_ = f"编号{quoted(id_)}已经撤回，不能{verb}", "请另编一个号，作为新增"
        else:
            near = closest(id_, self._standing)
            message = f"没有编号为{quoted(id_)}的记录，不能{verb}"
            help_ = f"是不是“{near}”？" if near else "请核对编号；原记录要先录入"
        place = entry.raw.at("id" if entry.id else "name")
        return Taken(None, [*found, _say("F008", message, help_, place)], "" if id_ in self._earlier else id_)


def take_all(items: Iterable[Item], schema: Schema) -> Intake:
    """Take a batch of facts, in whatever order they were read."""
    desk, intake = Desk(schema), Intake()
    entries: list[tuple[Entry, list[Diagnostic]]] = []
    for item in items:
        if isinstance(item, Diagnostic):
            intake.diagnostics.append(item)
            if item.severity == "error":
                intake.refusals[desk.unit_of(item)] += 1
            continue
        entry, found = desk.check(item)
        if entry is None:
            intake.diagnostics.extend(found)
            intake.refusals[desk.unit_of(item)] += 1
        else:
            entries.append((entry, found))
    start = schema.start or date.min
    entries.sort(key=lambda pair: _order(pair[0], start))
    judge = contested((entry for entry, _ in entries), schema)
    for entry, found in entries:
        refusal = judge(entry)
        taken = desk.settle(entry, found) if refusal is None else _refuse(found, refusal)
        if taken.change is not None:
            intake.changes.append(taken.change)
        intake.diagnostics.extend(taken.diagnostics)
        intake.count(taken, entry.unit)
    intake.diagnostics.sort(key=_reading_order)
    return intake


def _order(entry: Entry, start: date) -> tuple[object, ...]:
    """The order of a batch; facts with one day and id are told apart by content, then by place."""
    place = entry.raw.place
    where = (place.file, place.sheet or "", place.row or 0, place.column or "")
    fact = entry.fact
    if fact is None or entry.operation == "correct":
        rank = 2 if fact is None else 1
        return rank, target(entry), where
    fields = sorted(map(str, fact.fields.items())) if fact.fields else []
    content = (fact.day is None, fact.unit, fact.name, str(fact.value), fact.note, fields)
    return 0, fact.day or start, fact.id, content, where


def _reading_order(diagnostic: Diagnostic) -> tuple[object, ...]:
    """By place; the empty cells of a file last."""
    place = diagnostic.place or Place("")
    blanks = (diagnostic.code, diagnostic.severity) == ("F009", "note")
    cell = len(place.letter), place.letter
    return place.file, blanks, place.sheet or "", place.row or 0, *cell, diagnostic.code, place.column or ""


def _refuse(found: list[Diagnostic], reason: Diagnostic) -> Taken:
    return Taken(None, [*found, reason])


def _say(code: str, message: str, help_: str, place: Place, severity: Severity = "error") -> Diagnostic:
    return Diagnostic(code, severity, message, help_, place=place)


def _repeat(entry: Entry, old: Fact) -> Diagnostic:
    what = f"编号{quoted(entry.id)}" if entry.id else f"{old.unit}“{old.name}”"
    message = f"{what}与 {old.place} 重复，内容相同，只计一次"
    return _say("F011", message, "", entry.raw.at("id" if entry.id else entry.raw.figure), "note")


def _conflict(entry: Entry, old: Fact, new: Fact, spec: FactSpec) -> Diagnostic:
    """The same number, or the same unit and name, with other content."""
    if entry.id:
        what, before, after = difference(old, new, spec.type if spec.kind == "value" else None)
        message = f"编号{quoted(entry.id)}已在 {old.place} 用过，内容不同（{what} {before} → {after}）"
        return _say(
            "F007", message, "如果是更正，请在「操作」列写 更正；否则请另编一个号", entry.raw.at("id")
        )
    return _occupied(entry, old, new, spec)


def _occupied(entry: Entry, old: Fact, new: Fact, spec: FactSpec) -> Diagnostic:
    where = (
        f"{old.place}（编号 {old.id}）" if entry.id or old.id != f"{old.unit}/{old.name}" else f"{old.place}"
    )
    if old.value == new.value and entry.operation == "new" and spec.type == "number" and apart((old, new)):
        message = f"{new.unit}的“{new.name}”只要一个数，已由 {where} 给出，这里又是一行，编号或日期不同"
        return _say("F007", message, on_several(spec), entry.raw.at(entry.raw.figure))
    if old.value == new.value and entry.operation == "new":
        message = f"{new.unit}“{new.name}”的值已由 {where} 给出，两值相同，只计一次"
        return _say("F011", message, "", entry.raw.at(entry.raw.figure), "note")
    here, there = shown(new.value, spec.type), shown(old.value, spec.type)
    message = f"{new.unit}的“{new.name}”已由 {where} 给出 {there}，这里又写 {here}"
    return _say(
        "F007",
        message,
        "一个单位只能有一个值；如果是更正，请在「操作」列写 更正",
        entry.raw.at(entry.raw.figure),
    )
