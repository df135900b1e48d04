"""The tree of indicators: clauses added up and bounded on the way to the total. Pure.

A bound of an indicator or of the total has points of its own (`NodeState.own`: what it takes away,
or a pool that it gives), so that the points of all nodes add up to the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kaoping import exact
from kaoping.language.reading import Zero
from kaoping.model import TOTAL, Clause, Indicator, Rubric, Table

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ClauseState:
    """A clause of a unit now. missing: names of the facts that would settle it.

    open_vetoes: qualifications that may yet be lost. indicator_zeroed: None while it is open.
    verdict: 达标, 未达标 or 待评 for a target, whose points count items; "" for clauses with points.
    costs: something is taken off for certain.
    """

    low: Decimal
    high: Decimal
    nominal: Decimal
    working: str = ""
    limits: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    open_vetoes: tuple[str, ...] = ()
    zeroed: bool = False
    indicator_zeroed: bool | None = False
    verdict: str = ""
    costs: bool = False


class NodeState(NamedTuple):
    """An indicator, or the total: the interval of its points, and what its own bound adds (≤ 0, or its pool).

    free: the interval is the plain sum of the parts; no bound, pool or rounding has had a say.
    """

    low: Decimal
    high: Decimal
    own: Decimal = ZERO
    limits: tuple[str, ...] = ()
    free: bool = False


def moved(state: NodeState, low: Decimal, high: Decimal, ceiling: Decimal | None) -> NodeState | None:
    """The state after one part has moved by so much, if no bound has a say before or after; else None."""
    if not state.free:
        return None
    low, high = state.low + low, state.high + high
    if low < 0 or (ceiling is not None and high > ceiling):
        return None
    return NodeState(low, high, ZERO, (), True)


def indicator_state(indicator: Indicator, parts: Sequence[ClauseState | NodeState]) -> NodeState:
    """An indicator from its clauses and the indicators right below it."""
    low = sum((part.low for part in parts), ZERO)
    high = sum((part.high for part in parts), ZERO)
    zeroed = {part.indicator_zeroed for part in parts if isinstance(part, ClauseState)}
    if True in zeroed:
        return NodeState(ZERO, ZERO, -low, ("本项不得分",))
    bounded_high, _ = _bounded_sum(indicator, [part.high for part in parts])
    bounded_low, limit = _bounded_sum(indicator, [part.low for part in parts])
    if None in zeroed:
        bounded_low, limit = min(ZERO, bounded_low), ""
    free = zeroed <= {False} and (bounded_low, bounded_high) == (low, high) and indicator.pool == 0
    return NodeState(bounded_low, bounded_high, bounded_low - low, (limit,) if limit else (), free)


def total_state(rubric: Rubric, table: Table, tops: Sequence[NodeState]) -> NodeState:
    """The total from the first-level indicators: below the ceiling of the table, and rounded if the rubric rounds totals."""
    low = sum((top.low for top in tops), ZERO)
    bounded, limit = _bounded(low, ZERO, table.ceiling)
    most = sum((top.high for top in tops), ZERO)
    high, _ = _bounded(most, ZERO, table.ceiling)
    free = rubric.rounding is None and (bounded, high) == (low, most)
    limits = [limit] if limit else []
    if rubric.rounding is not None and rubric.rounding[0] == "total":
        _, mode, places_ = rubric.rounding
        rounded = exact.round_points(bounded, places_, mode)
        if rounded != bounded:
            limits.append(f"{exact.ROUNDING_WORDS[mode]}保留{places_}位小数")
        bounded, high = rounded, exact.round_points(high, places_, mode)
    return NodeState(bounded, high, bounded - low, tuple(limits), free)


def _bounded_sum(indicator: Indicator, parts: Sequence[Decimal]) -> tuple[Decimal, str]:
    """An indicator from its parts: never below 0, but for what is taken from above it (扣分项, 直至70分扣完)."""
    taken = (
        min(ZERO, points)
        for clause, points in zip(indicator.clauses, parts, strict=False)
        if _takes_above(clause, indicator)
    )
    beyond = sum(taken, ZERO)
    gives = indicator.points is not None or any(clause.full != 0 for clause in indicator.clauses)
    free = (indicator.children and indicator.drained) or _adds_and_takes(indicator)
    floor = ZERO if gives and not free else None
    points, limit = _bounded(sum(parts, indicator.pool) - beyond, floor, indicator.points)
    return points + beyond, limit


def _adds_and_takes(indicator: Indicator) -> bool:
    """奖惩, without points: 表扬的加2分；批评的扣2分 goes into the total either way."""
    return indicator.points is None and any(
        section.full != 0 and section.floor < 0 and not section.part.overdraws
        for clause in indicator.clauses
        for section in clause.sections
    )


def _takes_above(clause: Clause, indicator: Indicator) -> bool:
    return indicator.deducts_above or any(s.part.drain in indicator.drained for s in clause.sections)


def _bounded(points: Decimal, floor: Decimal | None, ceiling: Decimal | None) -> tuple[Decimal, str]:
    """The points within the bounds, and what bounded them, in words."""
    if floor is not None and points < floor:
        return floor, "扣完为止"
    if ceiling is not None and points > ceiling:
        return ceiling, f"不高于{exact.text(ceiling)}分"
    return points, ""


def biting(rubric: Rubric, table: Table) -> frozenset[str]:
    """The nodes whose bounds can ever have a say, by id; the others are always the plain sum of their parts.

    In a rubric whose points add up these are few, and only they need to be watched fact by fact.
    """
    found: set[str] = set()

    def ends(indicator: Indicator) -> tuple[Decimal, Decimal | None]:
        """The least and the most that an indicator can come to; None if nothing limits it."""
        parts = [(_least(clause), clause.full) for clause in indicator.clauses]
        parts += [ends(child) for child in indicator.children]
        low, high = _sum(parts)
        bounded_low, _ = _bounded_sum(indicator, [least for least, _ in parts])
        most = [part for _, part in parts if part is not None]
        bounded_high = indicator.points if high is None else _bounded_sum(indicator, most)[0]
        if (bounded_low, bounded_high) != (low, high) or indicator.pool or _can_be_zeroed(indicator):
            found.add(indicator.id)
        return bounded_low, bounded_high

    low, high = _sum([ends(indicator) for indicator in table.indicators])
    if rubric.rounding is not None:
        return frozenset((TOTAL, *(indicator.id for indicator in table.walk())))
    if low < 0 or (table.ceiling is not None and (high is None or high > table.ceiling)):
        found.add(TOTAL)
    return frozenset(found)


def _sum(ends: Sequence[tuple[Decimal, Decimal | None]]) -> tuple[Decimal, Decimal | None]:
    highs = [high for _, high in ends if high is not None]
    return sum((low for low, _ in ends), ZERO), sum(highs, ZERO) if len(highs) == len(ends) else None


def _least(clause: Clause) -> Decimal:
    return sum((section.floor for section in clause.sections), ZERO)


def _can_be_zeroed(indicator: Indicator) -> bool:
    rules = [rule for c in indicator.clauses for section in c.sections for rule in section.rules]
    return any(isinstance(rule.term, Zero) and rule.term.scope == "indicator" for rule in rules)


def paths(rubric: Rubric | Table) -> Iterator[tuple[Clause, tuple[Indicator, ...]]]:
    """Each clause with the indicators above it, the top first."""

    def below(
        indicator: Indicator, above: tuple[Indicator, ...]
    ) -> Iterator[tuple[Clause, tuple[Indicator, ...]]]:
        path = (*above, indicator)
        for clause in indicator.clauses:
            yield clause, path
        for child in indicator.children:
            yield from below(child, path)

    for indicator in rubric.indicators:
        yield from below(indicator, ())
