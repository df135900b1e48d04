"""What a change does to scores: both versions score the same facts, and every difference has its causes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, reduce
from pathlib import Path
from typing import Literal

from kaoping import exact
from kaoping.diagnostics import Place
from kaoping.diff.match import Matches
from kaoping.diff.model import Cause, Comparison, Effect, Refused, UnitEffect
from kaoping.diff.numbers import NUMBERED, numbered_as
from kaoping.engines.durable import DurableEngine
from kaoping.facts.fact import Fact
from kaoping.facts.intake import Intake
from kaoping.facts.read import read_facts
from kaoping.ledger import Header
from kaoping.model import TOTAL, Rubric
from kaoping.pipeline import assess, digests
from kaoping.plan import make_plan, schema_of
from kaoping.resolve.points import UNBOUNDED
from kaoping.rounds import NO_DIFFERENCE, difference, scores_of
from kaoping.sheet import Points, Sheet, Standing
from kaoping.uses import short_wording

_Key = tuple[str, str]
"""Kind and id of a clause or bound."""


@dataclass(frozen=True)
class _Side:
    """One version with the facts that it took."""

    rubric: Rubric
    intake: Intake
    sheet: Sheet

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Every unit, in the order of the sheet."""
        return {standing.unit: standing for standing in self.sheet.standings}

    @cached_property
    def points(self) -> Mapping[tuple[str, str, str], Points]:
        """By unit, kind and id of an item."""
        return scores_of("", self.sheet).points

    @cached_property
    def taken(self) -> dict[Place, Fact]:
        """The facts that were accepted, by their places."""
        return {fact.place: fact for change in self.intake.changes if (fact := change.new) is not None}

    def told(self, place: Place) -> bool:
        """Whether an error says why a fact that the other version takes is not among those of this one."""
        row = place.file, place.sheet, place.row
        return (*row, place.column) in self._errors or (place.column is None and row in self._rows)

    @cached_property
    def _errors(self) -> set[tuple[str, str | None, int | None, str | None]]:
        places = [d.place for d in self.intake.diagnostics if d.severity == "error" and d.place is not None]
        return {(place.file, place.sheet, place.row, place.column) for place in places}

    @cached_property
    def _rows(self) -> set[tuple[str, str | None, int | None]]:
        return {place[:3] for place in self._errors}

    @cached_property
    def by_number(self) -> bool:
        """Whether facts are named by the numbers of clauses."""
        return any(
            NUMBERED.fullmatch(fact.name) or NUMBERED.fullmatch(place.column or "")
            for place, fact in self.taken.items()
        )

    def text(self, key: _Key) -> str:
        """A clause or bound for people."""
        return self._texts[key]

    @cached_property
    def _texts(self) -> dict[_Key, str]:
        found = {("clause", clause.id): short_wording(clause, 24) for clause in self.rubric.clauses()}
        found |= {("bound", node.id): f"指标“{node.name}”的上下限" for node in self.rubric.walk()}
        return {**found, ("bound", TOTAL): "总分的上下限和取值"}


def effect_of(comparison: Comparison, matches: Matches, facts: Sequence[Path]) -> Effect:
    """Score the facts by both versions."""
    assert comparison.old.rubric is not None
    assert comparison.new.rubric is not None
    old, new, numbering = _sides(comparison.old.rubric, comparison.new.rubric, matches, facts)
    told = {
        (change.old.id if change.old else "", change.new.id if change.new else ""): number
        for number, change in enumerate(comparison.changes)
        if change.scope == "clause"
    }
    units = dict.fromkeys((*new.standings, *old.standings))
    with exact.arithmetic():
        found = [_unit(unit, old, new, matches, told) for unit in units]
    return Effect(
        tuple(sorted(found, key=_order)),
        (old.intake.accepted, new.intake.accepted),
        tuple(_refused(old, new)),
        numbering,
    )


def _sides(
    old: Rubric, new: Rubric, matches: Matches, facts: Sequence[Path]
) -> tuple[_Side, _Side, Literal["", "old", "new"]]:
    """Both versions with the facts, and by whose numbers the facts that are named by numbers were read."""
    taken = {"old": read_facts(facts, schema_of(old)), "new": read_facts(facts, schema_of(new))}
    if all(before == after for before, after in matches.clauses.items()):
        return _side(old, taken["old"], facts), _side(new, taken["new"], facts), ""
    # Numbers are those of the version that has more use for them: of the old one, unless the facts were adapted.
    numbering: Literal["old", "new"] = "new" if taken["new"].accepted > taken["old"].accepted else "old"
    if numbering == "old":
        new = numbered_as(new, {after: before for before, after in matches.clauses.items()})
        taken["new"] = read_facts(facts, schema_of(new))
    else:
        old = numbered_as(old, matches.clauses)
        taken["old"] = read_facts(facts, schema_of(old))
    one, other = _side(old, taken["old"], facts), _side(new, taken["new"], facts)
    return one, other, numbering if one.by_number or other.by_number else ""


def _side(rubric: Rubric, intake: Intake, facts: Sequence[Path]) -> _Side:
    header = Header(rubric.title, {rubric.file: rubric.digest}, digests(facts), "")
    return _Side(rubric, intake, assess(make_plan(rubric), intake, header, DurableEngine))


def _unit(
    unit: str, old: _Side, new: _Side, matches: Matches, told: Mapping[tuple[str, str], int]
) -> UnitEffect:
    one, other = old.standings.get(unit), new.standings.get(unit)
    if one is None or other is None:
        return UnitEffect(unit, one, other, None, ())
    causes, sums = [], [[Decimal(0)] * 2, [Decimal(0)] * 2]
    for before, after in _items(old.rubric, new.rubric, matches):
        ours = (old.points.get((unit, *before)) if before else None) or NO_DIFFERENCE
        theirs = (new.points.get((unit, *after)) if after else None) or NO_DIFFERENCE
        kind = "bound" if "bound" in (before or after or ()) else "clause"
        ids = before[1] if before else "", after[1] if after else ""
        change = told.get(ids) if kind == "clause" else None
        for total, points in zip(sums, (ours, theirs), strict=True):
            total[0], total[1] = total[0] + points.low, total[1] + points.high
        by = difference(ours, theirs)
        assert by is not None
        if ours != theirs or (by != NO_DIFFERENCE and change is not None):
            text = new.text(after) if after else old.text(before or ("", ""))
            causes.append(Cause("clause" if kind == "clause" else "bound", *ids, text, by, change))
    causes.sort(key=lambda cause: -_size(cause.difference))
    whole = difference(one.total, other.total)
    if all(Points(*total) == side.total for total, side in zip(sums, (one, other), strict=True)):
        # What is pending alike in both versions will come out alike: only the causes make a difference.
        whole = reduce(_plus, (cause.difference for cause in causes), NO_DIFFERENCE)
    refused = old.sheet.refused.get(unit, 0), new.sheet.refused.get(unit, 0)
    return UnitEffect(unit, one, other, whole, tuple(causes), refused)


def _plus(one: Points, other: Points) -> Points:
    ends = one.low + other.low, one.high + other.high
    return Points(max(ends[0], -UNBOUNDED), min(ends[1], UNBOUNDED))


def _items(old: Rubric, new: Rubric, matches: Matches) -> Iterator[tuple[_Key | None, _Key | None]]:
    """Clauses and bounds that are each other, then those of one version only."""
    for kind, pairs, ours, theirs in (
        ("clause", matches.clauses, [c.id for c in old.clauses()], [c.id for c in new.clauses()]),
        ("bound", matches.indicators, [i.id for i in old.walk()], [i.id for i in new.walk()]),
    ):
        for id_ in ours:
            yield (kind, id_), (kind, pairs[id_]) if id_ in pairs else None
        taken = set(pairs.values())
        yield from ((None, (kind, id_)) for id_ in theirs if id_ not in taken)
    yield ("bound", TOTAL), ("bound", TOTAL)


def _order(unit: UnitEffect) -> tuple[bool, bool, bool, Decimal]:
    """Another grade, another rank, any difference; then the largest."""
    size = _size(unit.difference) if unit.difference is not None else Decimal(0)
    return not unit.regraded, not unit.placed, not unit.differs, -size


def _size(by: Points) -> Decimal:
    return max(abs(by.low), abs(by.high))


def _refused(old: _Side, new: _Side) -> Iterator[Refused]:
    """What is told of by the readers, and columns or rows of which one version has no use."""
    ours, theirs = (
        {(d.where, d.message): None for d in side.intake.diagnostics if d.severity == "error"}
        for side in (old, new)
    )
    at = {where for where, _ in ours} & {where for where, _ in theirs}
    for key in ours:
        yield Refused("both" if key in theirs or key[0] in at else "old", *key)
    yield from (Refused("new", *key) for key in theirs if key not in ours and key[0] not in at)
    sides: tuple[tuple[Literal["old", "new"], _Side, _Side], ...] = (("old", old, new), ("new", new, old))
    for by, side, taker in sides:
        idle = Counter(
            (place.file, place.column or "", fact.name)
            for place, fact in taker.taken.items()
            if place not in side.taken and not side.told(place)
        )
        for (file, column, name), count in sorted(idle.items()):
            where = f"{file}「{column}」" if column else file
            yield Refused(by, where, f"用不到“{name}”，{count} 条没有算")
