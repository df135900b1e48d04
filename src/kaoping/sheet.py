"""The score sheet: what an assessment has come to, unit by unit. Data only.

Everything that is not settled is an interval, never a guess: points, ranks and grades.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from kaoping.assess import Assessment
from kaoping.exact import Exact
from kaoping.language.outline import Grade
from kaoping.model import TOTAL, Clause, Indicator, Rubric, Table
from kaoping.score.conditions import holds, narrowest
from kaoping.tree import ClauseState

UNGRADED = "无等次"
"""In the place of a grade: what a total earns that no grade covers."""


@dataclass(frozen=True, slots=True)
class Points:
    """Settled points, and the most that they can still become."""

    low: Decimal
    high: Decimal

    @property
    def settled(self) -> bool:
        """Nothing is pending."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's total with its rank and grade, both among the units of its kind.

    Attributes:
        table: by which the unit is scored.
        ranks: best and worst place that the totals of all units still allow.
        grades: grades that are still possible, the best first; exactly one if it is settled. UNGRADED among
            them where some total that is still possible earns none.
        lost: qualifications lost, with the clause that costs each: (qualification, clause id).
        next_grade, lacking: the grade above, and the points short of it; None if there is none,
            the total is open, or a qualification bars it.
    """

    unit: str
    table: Table
    total: Points
    ranks: tuple[int, int]
    grades: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]
    next_grade: str | None
    lacking: Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Standings in the order of the rubric's units, with the assessment that they come from.

    refused: how many facts of a unit were refused, so that its score may be wrong; "" for those of which
    nobody knows the unit.
    """

    rubric: Rubric
    assessment: Assessment
    standings: tuple[Standing, ...]
    refused: Mapping[str, int] = field(default_factory=dict)

    def clause(self, unit: str, clause: Clause) -> ClauseState:
        """A clause of a unit."""
        return self.assessment.clause(unit, clause.id)

    def indicator(self, unit: str, indicator: Indicator) -> Points:
        """An indicator of a unit."""
        state = self.assessment.node(unit, indicator.id)
        return Points(state.low, state.high)

    @property
    def settled(self) -> bool:
        """Nothing is pending anywhere."""
        return all(standing.total.settled for standing in self.standings)


def make_sheet(assessment: Assessment, refused: Mapping[str, int] | None = None) -> Sheet:
    """Rank and grade the units of an assessment.

    Args:
        assessment: after all facts.
        refused: by unit, how many facts are not in it because they were refused; "" where nobody knows the unit.
    """
    rubric = assessment.plan.rubric
    scored: dict[str, list[str]] = {}
    # Units that nobody listed come in any order; a stream and a batch show them in one.
    units = assessment.units if rubric.units else sorted(assessment.units)
    for unit in units:
        scored.setdefault(rubric.table_of(unit).kind, []).append(unit)
    found = {
        standing.unit: standing
        for table in rubric.tables
        for standing in _standings(assessment, table, scored.get(table.kind, []))
    }
    return Sheet(rubric, assessment, tuple(found[unit] for unit in units), dict(refused or {}))


def _standings(assessment: Assessment, table: Table, units: Sequence[str]) -> Iterator[Standing]:
    """Compare the units that are scored by one table."""
    totals = {}
    for unit in units:
        node = assessment.node(unit, TOTAL)
        totals[unit] = Points(node.low, node.high)
    clauses = list(table.clauses())
    lows, highs = sorted(t.low for t in totals.values()), sorted(t.high for t in totals.values())
    for unit, total in totals.items():
        best = 1 + len(lows) - bisect_right(lows, total.high)
        worst = 1 + len(highs) - bisect_right(highs, total.low) - (not total.settled)  # not its own rival
        states = [(clause.id, assessment.clause(unit, clause.id)) for clause in clauses]
        lost = tuple((veto, id_) for id_, state in states for veto in state.vetoes)
        open_vetoes = [veto for _, state in states for veto in state.open_vetoes]
        grades = _grades(table.grades, total, [qualification for qualification, _ in lost], open_vetoes)
        next_grade, lacking = _next(table.grades, total, grades, bool(lost))
        yield Standing(unit, table, total, (best, worst), grades, lost, next_grade, lacking)


def grade_at(grades: Sequence[Grade], total: Exact) -> int | None:
    """Which grade a total earns: of several the narrowest, as with the rows of a clause; None if it earns none."""
    tests = [grade.range for grade in grades]
    return narrowest(tests, [holds(test, total) for test in tests])


def best_first(grades: Sequence[Grade]) -> list[Grade]:
    """Grades from the best to the worst."""
    return sorted(grades, key=lambda g: (g.lower is None, -(g.lower or Decimal(0))))


def barred_from(grades: Sequence[Grade], qualification: str) -> int:
    """How many of the best grades a lost qualification takes away.

    取消年度优秀等次评选资格 names 优秀: that and all above it. 评优, 评先 without a grade's name: the best.
    直接判D档 or 定为差: all above the named one. 0 where no grade bears the qualification.
    """
    ordered = [grade.name for grade in best_first(grades)]
    named = [index for index, name in enumerate(ordered) if name in qualification]
    if named and any(word in qualification for word in ("判", "定为", "评为不", "降为", "即为")):
        return max(named)
    if named:
        return max(named) + 1
    return (
        1
        if ordered and any(word in qualification for word in ("评优", "评先", "优秀", "先进", "评奖"))
        else 0
    )


def _grades(
    grades: Sequence[Grade], total: Points, lost: Sequence[str], may_be_lost: Sequence[str]
) -> tuple[str, ...]:
    ordered = best_first(grades)
    possible = _earned(ordered, total)
    bar = max((barred_from(grades, qualification) for qualification in lost), default=0)
    bars = {bar, *(max(bar, barred_from(grades, qualification)) for qualification in may_be_lost)}
    earned = [index for index in possible if index is not None]
    allowed = {min(max(index, bar), len(ordered) - 1) for index in earned for bar in bars}
    names = tuple(ordered[index].name for index in sorted(allowed))
    return (*names, UNGRADED) if None in possible and ordered else names


def _earned(grades: Sequence[Grade], total: Points) -> set[int | None]:
    """The grades that the totals of an interval earn, None among them if one earns none: tried at every end of a grade, and once between two."""
    ends = {end for grade in grades for end in (grade.lower, grade.upper) if end is not None}
    inside = {total.low, total.high, *(end for end in ends if total.low < end < total.high)}
    tried = sorted(map(Fraction, inside))
    tried += [(low + high) * Fraction(1, 2) for low, high in pairwise(tried)]
    return {grade_at(grades, value) for value in tried}


def _next(
    grades: Sequence[Grade], total: Points, now: tuple[str, ...], barred: bool
) -> tuple[str | None, Decimal | None]:
    ordered = best_first(grades)
    index = next((i for i, grade in enumerate(ordered) if (grade.name,) == now), 0)
    above = ordered[index - 1] if index > 0 else None
    if above is None or above.lower is None or not total.settled or barred:
        return None, None
    return above.name, max(Decimal(0), above.lower - total.low)
