"""Valuation: one clause of one unit, from its figures to its state. Pure.

Facts of a county put a clause where those of another put it before, so states are remembered by
the figures that they follow from, and shared: the third late report is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import pairwise

from kaoping import exact
from kaoping.exact import Exact
from kaoping.language.reading import Target, Way
from kaoping.measure import Missing, evaluate
from kaoping.model import Rubric
from kaoping.plan import ClausePlan, RulePlan, SectionPlan
from kaoping.score import Contribution, Measured, SectionScore, contribution, section_score, taken
from kaoping.score.targets import verdict
from kaoping.selection import Aggregate, Figure
from kaoping.tree import ClauseState

Measuring = Callable[[tuple[int, int], RulePlan, Decimal | None], Measured]
"""Measures a rule, given its section and number, and the full mark of the section."""

# Amounts may differ in every unit; what is remembered has an end.
REMEMBERED = 1_000


class Valuation:
    """The states of one clause."""

    def __init__(self, plan: ClausePlan, rubric: Rubric) -> None:
        rules = [rule for section in plan.sections for rule in section.rules]
        self.plan = plan
        self.aggregates = tuple(dict.fromkeys(a for rule in rules for a in rule.aggregates()))
        self.ways = tuple(
            (way, _own(before, section), _own(section, before) - {*way.aggregates()})
            for before, section in pairwise(plan.sections)
            for way in section.rules
            if isinstance(way.rule.term, Way)
        )
        self._rounding = rubric.rounding
        self._is_target = any(isinstance(rule.rule.term, Target) for rule in rules)
        self._known: dict[tuple[Figure, ...], ClauseState] = {}

    def idle(self, figure: Callable[[Aggregate], Figure]) -> frozenset[Aggregate]:
        """Figures of the way of scoring that was not taken: the points do not rest on them."""
        found: set[Aggregate] = set()
        for way, first, second in self.ways:
            taken = None if way.measure is None else evaluate(way.measure, figure, None)
            if not isinstance(taken, Missing):
                found |= first if str(taken) == way.rule.choices[1] else second
        return frozenset(found)

    def state(self, figure: Callable[[str, Aggregate], Figure], unit: str) -> ClauseState:
        """The state of a clause that compares no units and scores no rows one by one.

        Args:
            figure: of any unit.
            unit: whose state it is.
        """
        key = tuple([figure(unit, aggregate) for aggregate in self.aggregates])
        state = self._known.get(key)
        if state is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            state = self._known[key] = self.work_out(
                lambda _, rule, full: Measured(evaluate(rule.measure, partial(figure, unit), full))  # type: ignore[arg-type]
            )
        return state

    def work_out(self, measured: Measuring) -> ClauseState:
        """The state, given how each rule is measured."""
        scores: list[SectionScore] = []
        for number, section in enumerate(self.plan.sections):
            missing: list[str] = []
            contributions: list[Contribution] = []
            for index, rule in enumerate(section.rules):
                unmeasured = rule.measure is None and rule.items is None
                found = None if unmeasured else measured((number, index), rule, section.section.full)
                if found is not None and isinstance(found.figure, Missing):
                    missing += found.figure.names
                contributions.append(contribution(rule.rule, found, section.section))
                missing += contributions[-1].missing
            scores.append(replace(section_score(section.section, contributions), missing=tuple(missing)))
        return self._together(taken(scores))

    def _together(self, scores: list[SectionScore]) -> ClauseState:
        """The clause from its sections."""
        low, high = (
            self._rounded(exact.total(s.low for s in scores)),
            self._rounded(exact.total(s.high for s in scores)),
        )
        limits = dict.fromkeys(limit for s in scores for limit in s.limits)
        if exact.compare(low, exact.total(s.low for s in scores)) != 0:
            limits[self._rounding_words()] = None
        open_vetoes = tuple(dict.fromkeys(v for s in scores for v in s.open_vetoes))
        zeroed = {s.indicator_zeroed for s in scores}
        is_open = low != high or bool(open_vetoes) or None in zeroed
        return ClauseState(
            low,
            high,
            exact.to_decimal(exact.total(s.nominal for s in scores)),
            "；".join(w for s in scores for w in s.working),
            tuple(limits),
            tuple(dict.fromkeys(p for s in scores for p in s.pending)) if is_open else (),
            tuple(dict.fromkeys(name for s in scores for name in s.missing)) if is_open else (),
            tuple(dict.fromkeys(v for s in scores for v in s.vetoes)),
            open_vetoes,
            any(s.zeroed for s in scores),
            True if True in zeroed else (None if None in zeroed else False),
            verdict(None if low != high else low > 0) if self._is_target else "",
            any(s.costs for s in scores),
        )

    def _rounded(self, points: Exact) -> Decimal:
        """Points of a clause as the rubric rounds them; digits without end are cut at exact.QUOTIENT_DIGITS."""
        if self._rounding is None or self._rounding[0] != "clause":
            return exact.to_decimal(points)
        return exact.round_points(points, self._rounding[2], self._rounding[1])

    def _rounding_words(self) -> str:
        if self._rounding is None or self._rounding[0] != "clause":
            return f"除不尽，取{exact.QUOTIENT_DIGITS}位数字"
        return f"{exact.ROUNDING_WORDS[self._rounding[1]]}保留{self._rounding[2]}位小数"


def _own(section: SectionPlan, other: SectionPlan) -> set[Aggregate]:
    """The figures of a section that another one has no use for."""
    theirs = {aggregate for rule in other.rules for aggregate in rule.aggregates()}
    return {aggregate for rule in section.rules for aggregate in rule.aggregates()} - theirs
