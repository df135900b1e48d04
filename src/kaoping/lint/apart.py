"""Scales whose rows stand apart: as an award and deductions by one figure, or as awards of several clauses.

    达到90%得3分；低于60%扣2分                    based: the award stands until a deduction takes from it
    1．完成率≥90%，得3分；
    2．完成率80%-89%，得2分；                     spread: each award is given, or not, by itself

The program waits for nothing there: a value that no row names keeps the base award, or earns nothing, in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import portion

from kaoping import exact
from kaoping.language.link import Expression
from kaoping.language.reading import (
    Award,
    Between,
    Exemption,
    Formula,
    Judgement,
    Penalty,
    Rate,
    Tiers,
    Zero,
)
from kaoping.lint import domains, ranges
from kaoping.lint.scales import MOST, Outcome, Row, Scale, gives, name_of, unit_name
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Indicator, Rule, Section
from kaoping.score import section_score
from kaoping.score.conditions import Measured
from kaoping.score.terms import contribution
from kaoping.source import Span

_TESTED = (Award, Penalty, Zero)


def of_indicators(subject: Subject) -> tuple[Scale, ...]:
    """The scales of all indicators whose rows stand apart."""
    return subject.once(_of_indicators)


def _of_indicators(subject: Subject) -> Iterator[Scale]:
    for indicator in subject.rubric.walk():
        for clause in indicator.clauses:
            if subject.understood(clause):
                for section in clause.sections:
                    if made := _based(subject, clause, section):
                        yield made
        if subject.understood(indicator):
            yield from _spread(subject, indicator)


def _based(subject: Subject, clause: Clause, section: Section) -> Scale | None:
    """达到90%得3分；低于60%扣2分: a base award and deductions by the same figure; nothing is said of what lies between."""
    if any(isinstance(rule.term, Rate | Formula | Judgement | Tiers | Exemption) for rule in section.rules):
        return None
    based = [rule for rule in section.rules if isinstance(rule.term, Award) and rule.measure is None]
    taking = [
        rule for rule in section.rules if isinstance(rule.term, Penalty | Zero) and rule.wants == "number"
    ]
    if len(based) != 1 or not taking:
        return None
    terms = [term for term in (based[0].term, *(rule.term for rule in taking)) if isinstance(term, _TESTED)]
    tests = [term.when.test for term in terms]
    ends = [end for test in tests if isinstance(test, Between) for end in (test.lower, test.upper) if end]
    names = {term.when.subject for term in terms[1:]} | {""}
    same = len({rule.measure for rule in taking}) == 1 and len({unit_name(end) for end in ends}) == 1
    if not all(isinstance(test, Between) for test in tests) or not same or not ends[0].unit:
        return None
    if names - {"", terms[0].when.subject}:
        return None
    name = terms[0].when.subject or name_of(taking[0], clause)
    figured = taking[0].model_copy(update={"label": name})

    def program(value: Fraction) -> Outcome:
        measured = Measured(exact.simplest(value))
        found = [
            contribution(rule, measured if rule.wants == "number" else None, section)
            for rule in section.rules
            if rule is based[0] or rule in taking
        ]
        kept = section.model_copy(
            update={"rules": tuple(rule for rule in section.rules if rule is based[0] or rule in taking)}
        )
        score = section_score(kept, found)
        return Outcome(None, score.low, gives(score.low))

    rows = tuple(
        Row(term.when.text, subject.term(clause, term), ranges.interval(term.when.test))
        for term in terms
        if isinstance(term.when.test, Between)
    )
    span = Span(min(row.span.start for row in rows), max(row.span.end for row in rows))
    unit = ends[0].unit
    return Scale("based", span, name, unit, rows, domains.of_rule(figured, unit), program)


_Placed = tuple[Clause, Section, Rule]


def _spread(subject: Subject, indicator: Indicator) -> Iterator[Scale]:
    """Awards on one measure in several clauses, if one names a range with two ends: then they are rows of a scale."""
    groups: dict[Expression, list[_Placed]] = {}
    for clause in indicator.clauses:
        for section in clause.sections:
            for rule in section.rules:
                if rule.measure is not None and rule.wants == "number" and rule.each is None:
                    groups.setdefault(rule.measure, []).append((clause, section, rule))
    for placed in groups.values():
        if made := _of_awards(subject, placed):
            yield made


def _of_awards(subject: Subject, placed: list[_Placed]) -> Scale | None:
    terms = [rule.term for _, _, rule in placed]
    if not 2 <= len({clause.id for clause, _, _ in placed}) <= MOST or any(
        len(s.rules) > 1 for _, s, _ in placed
    ):
        return None
    rows: list[Row] = []
    ends = []
    for (clause, section, _), term in zip(placed, terms, strict=True):
        if not isinstance(term, _TESTED) or not isinstance(term.when.test, Between):
            return None
        if isinstance(term, Award) and (term.otherwise or term.bonus):
            return None  # what is stated of the contrary holds for all that it does not name
        points = section.full if isinstance(term, Award) else exact.to_decimal(Fraction(0))
        rows.append(Row(term.when.text, subject.term(clause, term), ranges.interval(term.when.test), points))
        ends += [end for end in (term.when.test.lower, term.when.test.upper) if end]
    given = [row for row, term in zip(rows, terms, strict=True) if isinstance(term, Award)]
    ranged = any(portion.inf not in (r.claims.upper, -r.claims.lower) for r in given)
    if len(given) < 2 or not ranged or len({unit_name(end) for end in ends}) != 1:
        return None
    clause, _, first = placed[0]

    def program(value: Fraction) -> Outcome:
        measured = Measured(exact.simplest(value))
        scores = [section_score(s, [contribution(r, measured, s)]).low for _, s, r in placed]
        points = exact.total(scores)
        return Outcome(None, points, gives(points))

    unit = ends[0].unit
    return Scale(
        "spread",
        rows[-1].span,
        name_of(first, clause),
        unit,
        tuple(rows),
        domains.of_rule(first, unit),
        program,
    )
