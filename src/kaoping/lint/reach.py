"""Reach: the least and the most points that each part of a rubric can come to, over all facts.

The bounds are outer ones: no facts lead beyond them, but where clauses share facts it may be that no facts
lead quite there. All points come from the scoring functions themselves, asked at the figures where a rule may
change what it does; nothing is scored here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple

import portion

from kaoping import exact
from kaoping.language.link import Expression, ratio
from kaoping.language.reading import (
    Award,
    Between,
    Formula,
    Penalty,
    Quantity,
    Rank,
    Rate,
    Tiers,
    Veto,
    Way,
    Zero,
)
from kaoping.lint.figures import COUNTED, TRUTH, Figures, figures_of
from kaoping.measure import Missing
from kaoping.model import Clause, Indicator, Rubric, Rule, Section
from kaoping.resolve.points import UNBOUNDED
from kaoping.score import Contribution, Measured, SectionScore, contribution, section_score
from kaoping.score.contributions import NOTHING, ZERO
from kaoping.selection import Figure
from kaoping.tree import ClauseState, NodeState, indicator_state, total_state

MOST_OUTCOMES = 500
_UNKNOWN = Measured(Missing((), "未知"))


class Given(NamedTuple):
    """A figure that a rule is given; None where the rule asks for none, or nobody needs to know it (a place)."""

    rule: Rule
    figure: Figure


class Span(NamedTuple):
    """The least and the most that can be reached."""

    least: Decimal
    most: Decimal


class Sample(NamedTuple):
    """What a rule contributes at one figure."""

    given: Given
    contribution: Contribution


class Outcome(NamedTuple):
    """What a section comes to, given its figures."""

    given: tuple[Given, ...]
    contributions: tuple[Contribution, ...]
    score: SectionScore


@dataclass
class Reach:
    """The reach of everything in a rubric that is scored in points.

    unread: ids of the clauses that were not understood: what they can come to is not asked.
    sections: by clause and number of the section. nodes: by id of clause and indicator. totals: by kind of
    table; open_totals: the same without the ceiling.
    """

    rubric: Rubric
    unread: frozenset[str] = frozenset()
    sections: dict[tuple[str, int], Span] = field(default_factory=dict)
    nodes: dict[str, Span] = field(default_factory=dict)
    totals: dict[str, Span] = field(default_factory=dict)
    open_totals: dict[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Work it out, from the clauses up."""
        self._specs = {spec.name: spec for spec in self.rubric.facts}
        self._compared = {c.id: len(table.units) for table in self.rubric.tables for c in table.clauses()}
        with exact.arithmetic():
            for table in self.rubric.tables:
                tops = [self._indicator(indicator) for indicator in table.indicators]
                self.totals[table.kind] = _span(total_state(self.rubric, table, tops))
                unbounded = table.model_copy(update={"ceiling": None})
                self.open_totals[table.kind] = _span(total_state(self.rubric, unbounded, tops))

    def samples(
        self, clause: Clause, section: Section, rule: Rule, within: portion.Interval | None = None
    ) -> list[Sample]:
        """What a rule contributes at every figure that matters, settled.

        Args:
            clause: that the rule belongs to.
            section: of the clause.
            rule: of the section.
            within: only figures in this range, for a rule that measures a number; none may be left.
        """
        if rule.each is not None:
            return [_points(rule, end) for end in (ZERO if _only_gives(rule) else -UNBOUNDED, UNBOUNDED)]
        if isinstance(rule.term, Rate) and rule.term.per.number == 0:
            return [_points(rule, end) for end in (-UNBOUNDED, UNBOUNDED)]
        if rule.measure is None:
            if not (isinstance(rule.term, Award) and rule.term.base):
                return [
                    _points(rule, -UNBOUNDED),
                    _points(rule, UNBOUNDED),
                ]  # what measures it was not understood
            with exact.arithmetic():
                return [Sample(Given(rule, None), contribution(rule, None, section))]
        with exact.arithmetic():
            found = [
                Sample(Given(rule, _known(measured)), contribution(rule, measured, section))
                for measured in self._measured(clause, section, rule, within)
            ]
            settled = [sample for sample in found if not sample.contribution.pending]
            return settled or [end for sample in found for end in _both_ends(sample)]

    def section(
        self,
        clause: Clause,
        section: Section,
        within: Mapping[int, portion.Interval] | None = None,
        without: frozenset[int] = frozenset(),
    ) -> Span | None:
        """What a section can come to; None where the figures of a rule leave nothing.

        Args:
            clause: that the section belongs to.
            section: of the clause, or one like it with other bounds.
            within: ranges for the figures of some rules, by their number.
            without: rules that are to contribute nothing.
        """
        samples = [
            [_points(rule, ZERO)]
            if index in without
            else self.samples(clause, section, rule, (within or {}).get(index))
            for index, rule in enumerate(section.rules)
        ]
        if not all(samples):
            return None
        with exact.arithmetic():
            low = section_score(section, [_combined(s, worst=True) for s in samples]).low
            best = [_combined(s, worst=False) for s in samples]
            taxed = [replace(c, exempt=False) for c in best]
            high = max(section_score(section, found).high for found in (best, taxed))
            return Span(exact.to_decimal(low), exact.to_decimal(high))

    def outcomes(self, clause: Clause, section: Section) -> Iterator[Outcome]:
        """What a section comes to, figure by figure; rules that measure the same are given the same.

        Nothing where they are too many to look at, or a rule cannot be asked by figures (places, dates, items).
        """
        measures: dict[Expression, list[Sample]] = {}
        for rule in section.rules:
            if rule.measure is not None:
                measures.setdefault(rule.measure, []).extend(self.samples(clause, section, rule))
        figures = [list(dict.fromkeys(s.given.figure for s in found)) for found in measures.values()]
        known = all(figure is not None for found in figures for figure in found)
        if not known or any(rule.each for rule in section.rules) or prod(map(len, figures)) > MOST_OUTCOMES:
            return
        with exact.arithmetic():
            for chosen in product(*figures):
                by_measure = dict(zip(measures, chosen, strict=True))
                given = [
                    Given(r, by_measure[r.measure] if r.measure is not None else None) for r in section.rules
                ]
                found = [
                    contribution(g.rule, Measured(g.figure) if g.rule.measure is not None else None, section)
                    for g in given
                ]
                if not any(c.pending for c in found):
                    yield Outcome(tuple(given), tuple(found), section_score(section, found))

    @staticmethod
    def again(section: Section, outcome: Outcome, without: int) -> SectionScore:
        """What a section comes to at the same figures, if one of its rules contributed nothing."""
        found = [NOTHING if i == without else c for i, c in enumerate(outcome.contributions)]
        with exact.arithmetic():
            return section_score(section, found)

    def _indicator(self, indicator: Indicator) -> NodeState:
        parts: list[ClauseState | NodeState] = [self._clause(clause) for clause in indicator.clauses]
        parts += [self._indicator(child) for child in indicator.children]
        state = indicator_state(indicator, parts)
        self.nodes[indicator.id] = _span(state)
        return state

    def _clause(self, clause: Clause) -> ClauseState:
        if clause.id in self.unread:
            self.nodes[clause.id] = Span(-UNBOUNDED, UNBOUNDED)
            return ClauseState(-UNBOUNDED, UNBOUNDED, -UNBOUNDED)
        spans: list[Span] = []
        for index, section in enumerate(clause.sections):
            span = self.section(clause, section) or Span(section.floor, section.full or ZERO)
            self.sections[clause.id, index] = span
            if section.part.instead and spans:
                before = spans.pop()
                span = Span(min(before.least, span.least), max(before.most, span.most))
            spans.append(span)
        zeroes = any(
            sample.contribution.zero
            for section in clause.sections
            for rule in section.rules
            if isinstance(rule.term, Zero) and rule.term.scope == "indicator"
            for sample in self.samples(clause, section, rule)
        )
        least = self._rounded(sum((s.least for s in spans), ZERO))
        most = self._rounded(sum((s.most for s in spans), ZERO))
        self.nodes[clause.id] = Span(least, most)
        return ClauseState(least, most, least, indicator_zeroed=None if zeroes else False)

    def _rounded(self, points: Decimal) -> Decimal:
        rounding = self.rubric.rounding
        if rounding is None or rounding[0] != "clause":
            return points
        return exact.round_points(points, rounding[2], rounding[1])

    def _measured(
        self, clause: Clause, section: Section, rule: Rule, within: portion.Interval | None
    ) -> Iterator[Measured]:
        """The figures at which a rule is asked; one that is missing where every answer of the rule may come."""
        assert rule.measure is not None
        if isinstance(rule.term, Way) or rule.wants == "choice":
            yield from (Measured(choice) for choice in rule.choices)
        elif rule.wants in ("points", "date"):
            yield _UNKNOWN
        elif _ranked(rule):
            units = self._compared.get(clause.id, 0)
            if _from_bottom(rule) or not 0 < units <= MOST_OUTCOMES:
                yield _UNKNOWN
            for place in range(1, units + 1):
                yield Measured(_UNKNOWN.figure, (place, place), (units + 1 - place,) * 2, units)
        else:
            figures = figures_of(rule.measure, self._specs, section.full)
            if isinstance(rule.term, Rate) and figures.whole and figures.values == TRUTH:
                figures = Figures(COUNTED, whole=True)  # yes or no where it should be counted: N012 says so
            if within is not None:
                figures = figures.narrowed(within)
            breaks = [b for other in section.rules if other.measure == rule.measure for b in _breaks(other)]
            yield from (Measured(exact.simplest(value)) for value in figures.samples(breaks))


def unlimited(points: Decimal) -> bool:
    """Whether nothing bounds the points."""
    return abs(points) >= UNBOUNDED


def stated_figure(rule: Rule, quantity: Quantity) -> Fraction:
    """A threshold of a rule, in the measure of its figure."""
    return Fraction(ratio(quantity) if rule.percent else quantity.number)


def _known(measured: Measured) -> Figure:
    return None if isinstance(measured.figure, Missing) else measured.figure


def _points(rule: Rule, points: Decimal) -> Sample:
    return Sample(Given(rule, None), Contribution(points, points, points))


def _only_gives(rule: Rule) -> bool:
    term = rule.term
    return isinstance(term, Award) or (isinstance(term, Formula) and term.role == "award")


def _from_bottom(rule: Rule) -> bool:
    """Whether places are counted from the last: with units that are level, both counts do not tell each other."""
    rows = rule.term.rows if isinstance(rule.term, Tiers) else ()
    tests = [row.when.test for row in rows] or [getattr(getattr(rule.term, "when", None), "test", None)]
    return any(isinstance(test, Rank) and test.from_bottom for test in tests)


def _ranked(rule: Rule) -> bool:
    when = getattr(rule.term, "when", None)
    ranks = isinstance(rule.term, Tiers) and rule.term.scale == "rank"
    return ranks or (when is not None and isinstance(when.test, Rank))


def _breaks(rule: Rule) -> Iterator[Fraction]:
    """The figures at which a rule may change what it does."""
    term = rule.term
    tests = [row.when.test for row in term.rows] if isinstance(term, Tiers) else []
    when = getattr(term, "when", None)
    tests += [when.test] if when is not None else []
    for test in tests:
        if isinstance(test, Between):
            yield from (Fraction(ratio(end)) for end in (test.lower, test.upper) if end is not None)
    if isinstance(term, Zero):
        yield Fraction(term.at_least)
    if isinstance(term, Penalty | Veto):
        yield Fraction(term.more_than if term.more_than is not None else 1)
    if rule.wants == "truth":
        yield Fraction(1)
    if isinstance(term, Rate):
        base = stated_figure(rule, rule.base) if rule.base is not None else Fraction(0)
        step = stated_figure(rule, term.per)
        if rule.relative and rule.base is not None:
            step = Fraction(ratio(term.per)) * Fraction(ratio(rule.base))
        yield from (base, base + step, base - step)
        if term.beyond is not None:
            yield from (Fraction(term.beyond.number), Fraction(term.beyond.number) + step)


def _both_ends(sample: Sample) -> Iterator[Sample]:
    """What is open, settled at its worst and at its best; an effect may come or not."""
    c = sample.contribution
    for end in (c.low, c.high):
        yield Sample(sample.given, replace(c, low=end, high=end, nominal=end, pending=""))
    if c.zero or c.exempt or c.veto:
        yield Sample(sample.given, NOTHING)


def _combined(samples: list[Sample], worst: bool) -> Contribution:
    """All that is bad of several contributions, or all that is good."""
    found = [sample.contribution for sample in samples]
    points = min(c.low for c in found) if worst else max(c.high for c in found)
    lost = [c.at_least_lost for c in found]
    zero, exempt = [c.zero for c in found], [c.exempt for c in found]
    return Contribution(
        points,
        points,
        points,
        zero=any(zero) if worst else all(zero),
        exempt=all(exempt) if worst else any(exempt),
        at_least_lost=max(lost) if worst else min(lost),
    )


def _span(state: NodeState) -> Span:
    return Span(state.low, state.high)
