"""Gaps: the facts that are still missing, for which unit and clause, and how many points hang on each. Data only.

    Sheet ─ find_gaps ─▶ Gaps (a Gap for each unit and fact, a Tally for each unit)

What hangs on a fact is the interval of the clauses that wait for it. Where several facts are missing
for one clause, its points hang on each of them together with the others: `Stake.beside`. Only the sums
over a unit count every clause once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping import exact
from kaoping.facts.fact import Change
from kaoping.facts.schema import FactSpec
from kaoping.model import Rubric
from kaoping.resolve.points import UNBOUNDED
from kaoping.sheet import Points, Sheet, Standing
from kaoping.tree import ClauseState
from kaoping.uses import uses_of

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stake:
    """A clause of the unit that waits for a fact.

    Attributes:
        clause: its id.
        points: from the least to the most that it can still become; at least UNBOUNDED where nothing bounds it.
        reasons: why it is pending, in words.
        beside: labels of the other facts that it lacks.
        qualifications: those that may yet be lost by it.
        others: how many other units have their figure, and wait for this one's to be ranked.
        others_points: what hangs on it for them.
    """

    clause: str
    points: Decimal
    reasons: tuple[str, ...]
    beside: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    others: int = 0
    others_points: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that a unit lacks.

    Attributes:
        given: it is there, but of no use as it is: a divisor of 0, a row that lacks a field. The stakes say why.
        collectors: departments that collect the data of the clauses.
    """

    unit: str
    spec: FactSpec
    stakes: tuple[Stake, ...]
    given: bool
    collectors: tuple[str, ...]

    @property
    def points(self) -> Decimal:
        """What hangs on the fact, alone or with others."""
        return _sum(stake.points for stake in self.stakes)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a unit lacks: how many facts, the points that hang on them (each clause once), its total now."""

    unit: str
    facts: int
    points: Decimal
    total: Points


@dataclass(frozen=True, slots=True)
class Open:
    """A clause that is pending although the unit lacks no fact.

    others: its place waits for the figures of other units; else the reasons say why (a value that no tier covers).
    """

    unit: str
    clause: str
    reasons: tuple[str, ...]
    others: bool


@dataclass(frozen=True, slots=True)
class Gaps:
    """All that is missing.

    Attributes:
        rows: the most points first; then by unit and by fact in the order of the rubric.
        units: of those that were asked for, in the order of the rubric.
        unrecorded: kinds of events of which there is none: no event, no deduction and no gain.
        open: pending for another reason than a missing fact.
    """

    rubric: Rubric
    rows: tuple[Gap, ...]
    units: tuple[Tally, ...]
    unrecorded: tuple[FactSpec, ...]
    open: tuple[Open, ...]

    @property
    def points(self) -> Decimal:
        """The points that hang on missing facts, over all units."""
        return _sum(unit.points for unit in self.units)


def find_gaps(sheet: Sheet, standings: Sequence[Standing], given: Collection[tuple[str, str]]) -> Gaps:
    """What is missing of these units.

    Args:
        sheet: of all units.
        standings: of the units that are asked for.
        given: the facts that are there, by unit and name.
    """
    rubric = sheet.rubric
    specs = {spec.name: (place, spec) for place, spec in enumerate(rubric.facts)}
    uses = uses_of(rubric)
    asked = {name: {use.clause.id: use.path[-1].collectors for use in found} for name, found in uses.items()}
    rows: list[tuple[Decimal, int, int, Gap]] = []
    tallies: list[Tally] = []
    opened: list[Open] = []
    lacking: set[str] = set()
    with exact.arithmetic():
        waiting = _waiting(sheet)
        for order, standing in enumerate(standings):
            unit, stakes = standing.unit, _stakes(sheet, standing, specs, waiting)
            for name, found in stakes.items():
                place, spec = specs[name]
                collectors = [c for stake in found for c in asked[name].get(stake.clause, ())]
                gap = Gap(unit, spec, tuple(found), (unit, name) in given, tuple(dict.fromkeys(collectors)))
                rows.append((-gap.points, order, place, gap))
            own = {stake.clause: stake.points for found in stakes.values() for stake in found}
            tallies.append(Tally(unit, len(stakes), _sum(own.values()), standing.total))
            opened += _open(sheet, standing, waiting)
            lacking |= stakes.keys()
        rows.sort(key=lambda row: row[:3])
    kinds = {standing.table.kind for standing in standings}
    units = {standing.unit for standing in standings}
    recorded = {name for unit, name in given if unit in units}
    unrecorded = tuple(
        spec
        for spec in rubric.facts
        if spec.kind == "event" and uses[spec.name] and spec.name not in recorded and spec.name not in lacking
        if not spec.kinds or kinds & set(spec.kinds)
    )
    return Gaps(rubric, tuple(row[3] for row in rows), tuple(tallies), unrecorded, tuple(opened))


def standing_facts(changes: Iterable[Change]) -> frozenset[tuple[str, str]]:
    """The facts that are there after all changes, by unit and name; of an event, if one of its kind is."""
    counts: Counter[tuple[str, str]] = Counter()
    for change in changes:
        if change.old is not None:
            counts[change.old.unit, change.old.name] -= 1
        if change.new is not None:
            counts[change.new.unit, change.new.name] += 1
    return frozenset(+counts)


def _stakes(
    sheet: Sheet,
    standing: Standing,
    specs: Mapping[str, tuple[int, FactSpec]],
    waiting: Mapping[str, tuple[int, Decimal]],
) -> dict[str, list[Stake]]:
    """By name of the missing fact: the clauses of a unit that wait for it."""
    found: dict[str, list[Stake]] = {}
    for clause in standing.table.clauses():
        state = sheet.clause(standing.unit, clause)
        for name in state.missing:
            beside = tuple(specs[other][1].label for other in state.missing if other != name)
            others = waiting.get(clause.id, (0, ZERO))
            stake = Stake(clause.id, _range(state), state.pending, beside, state.open_vetoes, *others)
            found.setdefault(name, []).append(stake)
    return found


def _waiting(sheet: Sheet) -> dict[str, tuple[int, Decimal]]:
    """By ranked clause in which some unit lacks its figure: how many others wait for it, and for how many points."""
    plans = sheet.assessment.plan.clauses
    found: dict[str, tuple[int, Decimal]] = {}
    lacking: set[str] = set()
    for standing in sheet.standings:
        for clause in standing.table.clauses():
            if plans[clause.id].ranked:
                state = sheet.clause(standing.unit, clause)
                if state.missing:
                    lacking.add(clause.id)
                elif _waits(state):
                    count, points = found.get(clause.id, (0, ZERO))
                    found[clause.id] = count + 1, points + _range(state)
    return {clause: waiting for clause, waiting in found.items() if clause in lacking}


def _waits(state: ClauseState) -> bool:
    return bool(state.pending) and not state.missing


def _open(sheet: Sheet, standing: Standing, waiting: Mapping[str, tuple[int, Decimal]]) -> Iterator[Open]:
    for clause in standing.table.clauses():
        state = sheet.clause(standing.unit, clause)
        if _waits(state):
            yield Open(standing.unit, clause.id, state.pending, clause.id in waiting)


def _range(state: ClauseState) -> Decimal:
    return UNBOUNDED if state.high >= UNBOUNDED or state.low <= -UNBOUNDED else state.high - state.low


def _sum(points: Iterable[Decimal]) -> Decimal:
    with exact.arithmetic():
        return sum(points, ZERO)
