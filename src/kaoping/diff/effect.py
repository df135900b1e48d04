"""What a change does to scores: both versions score the same facts, and every difference has its causes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from kaoping import exact
from kaoping.diff.match import Matches
from kaoping.diff.model import Cause, Comparison, Effect, Refused, UnitEffect
from kaoping.engines.durable import DurableEngine
from kaoping.facts.intake import Intake
from kaoping.facts.read import read_facts
from kaoping.ledger import Header
from kaoping.model import TOTAL, Clause, Indicator, Rubric
from kaoping.pipeline import assess, digests
from kaoping.plan import make_plan, schema_of
from kaoping.rounds import NO_DIFFERENCE, difference, scores_of
from kaoping.sheet import Points, Sheet, Standing
from kaoping.uses import short_wording

_NUMBERED = re.compile(r"\d+(\.\d+)+")
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
    def names(self) -> dict[str, str]:
        """The facts named by a clause's number that were given, with the clause."""
        owners = {spec.name: spec.clauses for spec in self.rubric.facts}
        used = {fact.name for change in self.intake.changes for fact in (change.old, change.new) if fact}
        return {
            name: owners[name][0] for name in sorted(used) if _NUMBERED.fullmatch(name) and owners.get(name)
        }


def effect_of(comparison: Comparison, matches: Matches, facts: Sequence[Path]) -> Effect:
    """Score the facts by both versions."""
    assert comparison.old.rubric is not None
    assert comparison.new.rubric is not None
    old, new = _score(comparison.old.rubric, facts), _score(comparison.new.rubric, facts)
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
        tuple(_refused(old.intake, new.intake)),
        _renamed(old, new, matches),
    )


def _score(rubric: Rubric, facts: Sequence[Path]) -> _Side:
    intake = read_facts(facts, schema_of(rubric))
    header = Header(rubric.title, {rubric.file: rubric.digest}, digests(facts), "")
    return _Side(rubric, intake, assess(make_plan(rubric), intake, header, DurableEngine))


def _unit(
    unit: str, old: _Side, new: _Side, matches: Matches, told: Mapping[tuple[str, str], int]
) -> UnitEffect:
    one, other = old.standings.get(unit), new.standings.get(unit)
    if one is None or other is None:
        return UnitEffect(unit, one, other, None, ())
    causes = []
    for before, after in _items(old.rubric, new.rubric, matches):
        ours = old.points.get((unit, *before)) if before else None
        theirs = new.points.get((unit, *after)) if after else None
        if ours is None and theirs is None:
            continue
        by = difference(ours or NO_DIFFERENCE, theirs or NO_DIFFERENCE)
        assert by is not None
        kind = (before or after or ("clause", ""))[0]
        ids = before[1] if before else "", after[1] if after else ""
        change = told.get(ids) if kind == "clause" else None
        if ours != theirs or (by != NO_DIFFERENCE and change is not None):
            text = _text(new.rubric, after) if after else _text(old.rubric, before)
            causes.append(Cause("clause" if kind == "clause" else "bound", *ids, text, by, change))
    causes.sort(key=lambda cause: -_size(cause.difference))
    return UnitEffect(unit, one, other, difference(one.total, other.total), tuple(causes))


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


def _text(rubric: Rubric, key: _Key | None) -> str:
    assert key is not None
    kind, id_ = key
    if id_ == TOTAL:
        return "总分的上下限和取值"
    nodes: Iterator[Clause | Indicator] = rubric.clauses() if kind == "clause" else rubric.walk()
    node = next(node for node in nodes if node.id == id_)
    return short_wording(node, 24) if isinstance(node, Clause) else f"指标“{node.name}”的上下限"


def _order(unit: UnitEffect) -> tuple[bool, bool, bool, Decimal]:
    """Another grade, another rank, any difference; then the largest."""
    size = _size(unit.difference) if unit.difference is not None else Decimal(0)
    return not unit.regraded, not unit.placed, not unit.differs, -size


def _size(by: Points) -> Decimal:
    return max(abs(by.low), abs(by.high))


def _refused(old: Intake, new: Intake) -> Iterator[Refused]:
    ours, theirs = (
        {(d.where, d.message): d for d in i.diagnostics if d.severity == "error"} for i in (old, new)
    )
    at = {where for where, _ in ours} & {where for where, _ in theirs}
    for key in ours:
        yield Refused("both" if key in theirs or key[0] in at else "old", *key)
    yield from (Refused("new", *key) for key in theirs if key not in ours and key[0] not in at)


def _renamed(old: _Side, new: _Side, matches: Matches) -> dict[str, tuple[str, str]]:
    """Facts that both versions take for another clause's."""
    return {
        name: (clause, new.names[name])
        for name, clause in old.names.items()
        if name in new.names and matches.clauses.get(clause) != new.names[name]
    }
