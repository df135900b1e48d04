"""Scales: tiers on a number, bands of points and grades, all seen as rows of intervals over one quantity.

What a row claims are its words alone; what the program makes of a value is asked of the program itself
(`Scale.program`), never worked out here, so that no witness can differ from what a unit would get.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

import portion

from kaoping import exact
from kaoping.exact import Exact
from kaoping.language.link import PERCENT_UNITS
from kaoping.language.reading import (
    FULL,
    Between,
    Formula,
    Judgement,
    PointsRange,
    Quantity,
    Rate,
    Tier,
    Tiers,
)
from kaoping.lint import domains, ranges
from kaoping.lint.domains import Domain
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Rule, Section
from kaoping.score.conditions import Measured, row_of
from kaoping.score.terms import contribution
from kaoping.source import Span

MOST = 100
"""Rows of a scale, which are compared two by two: no table that people have written has so many."""
PENDING, UNGRADED = "待评", "定不出等次"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its words, where they stand, the values that they claim, and its points (None: a band or a grade).

    said: values that brackets give to it, where `words` does not hold them.
    """

    words: str
    span: Span
    claims: portion.Interval
    points: Decimal | None = None
    said: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the program makes of a value: the row it takes, the points; None where it takes none or is pending."""

    row: int | None
    points: Exact | None
    told: str


@dataclass(frozen=True)
class Scale:
    """Rows over one quantity.

    kind: tiers; based: a base award with the deductions on its measure, and spread: awards on one measure in
        several clauses (see `lint.apart`); bands: points left to judgement; grades. noun: what a row is called.
    beside: the clause counts something beside it, or leaves points to judgement: what no row claims may be said there.
    """

    kind: Literal["tiers", "based", "spread", "bands", "grades"]
    span: Span
    name: str
    unit: str
    rows: tuple[Row, ...]
    domain: Domain
    program: Callable[[Fraction], Outcome] = field(repr=False)
    noun: str = "一档"
    beside: bool = False

    @cached_property
    def covered(self) -> portion.Interval:
        """All that the rows claim."""
        return ranges.union(row.claims for row in self.rows)

    def say(self, value: Fraction) -> str:
        """A value in the unit of the thresholds."""
        return ranges.say(value, self.unit)

    def at(self, value: Fraction) -> str:
        """完成率为89.5%时."""
        return f"{self.name}为{self.say(value)}时"

    def pick(self, atom: portion.Interval) -> Fraction | None:
        """A value of an atom that can occur; None if none can."""
        return ranges.pick(atom, self.domain.step, ranges.unit_value(self.unit))

    def maybe_none(self, atom: portion.Interval) -> bool:
        """Whether an atom may hold no value that ever occurs, because only whole numbers do."""
        return self.domain.maybe_whole and ranges.pick(atom, ranges.WHOLE, ranges.WHOLE) is None

    @cached_property
    def cells(self) -> tuple[tuple[Fraction, Outcome], ...]:
        """For every atom of the values that may occur one value, and what the program makes of it; in order."""
        atoms = ranges.cells(self.domain.possible, [row.claims for row in self.rows])
        values = (self.pick(atom) for atom in atoms)
        return tuple((value, self.program(value)) for value in values if value is not None)


def of_clauses(subject: Subject) -> tuple[Scale, ...]:
    """The scales of all clauses: tiers on a number, and bands of points."""
    return subject.once(_of_clauses)


def _of_clauses(subject: Subject) -> Iterator[Scale]:
    for clause in subject.rubric.clauses():
        if not any(isinstance(term, Tiers) for term in clause.reading.terms()) or not subject.read(clause):
            continue
        known = subject.understood(clause)
        for section in clause.sections:
            for rule in section.rules:
                if isinstance(rule.term, Tiers) and (made := of_tiers(subject, clause, section, rule)):
                    yield made if known else replace(made, domain=domains.unknown(made.domain))


def of_tiers(subject: Subject, clause: Clause, section: Section, rule: Rule) -> Scale | None:
    """The scale of a rule with tiers; None if it is none of numbers, or its rows are in different units."""
    term = rule.term
    assert isinstance(term, Tiers)
    if rule.wants == "points":
        return _bands(subject, clause, section, rule, term)
    if term.scale != "number" or rule.wants != "number" or len(units(term)) > 1 or len(term.rows) > MOST:
        return None
    alone = rule.model_copy(update={"each": None})
    full = section.full if rule.each is None else None
    known = full is not None or all(row.points != FULL for row in term.rows)
    within = section.model_copy(update={"full": full if full is not None else Decimal(100)})

    def program(value: Fraction) -> Outcome:
        measured = Measured(exact.simplest(value))
        found = contribution(alone, measured, within)
        row = row_of(term, alone, measured)
        if found.pending:
            return Outcome(row, None, PENDING)
        given = "得满分" if row is not None and term.rows[row].points == FULL else gives(found.low, term)
        return Outcome(row, found.low if known else None, given)

    rows = tuple(
        Row(
            words(row),
            place_of(subject, clause, term, row),
            ranges.interval(row.stated or row.when.test)
            if isinstance(row.when.test, Between)
            else portion.empty(),
            _points(row, full) if known else None,
        )
        for row in term.rows
    )
    unit = unit_of(term)
    return Scale(
        "tiers",
        subject.term(clause, term),
        name_of(rule, clause),
        unit,
        rows,
        domains.of_rule(rule, unit),
        program,
        beside=counts_beside(section),
    )


def _bands(subject: Subject, clause: Clause, section: Section, rule: Rule, term: Tiers) -> Scale | None:
    bands = [row.points for row in term.rows]
    found = [band for band in bands if isinstance(band, PointsRange)]
    if not 2 <= len(found) <= MOST or len(found) != len(bands) or len({band.share for band in found}) > 1:
        return None
    share = found[0].share
    full = Decimal(100) if share else section.full if rule.each is None else None
    alone = rule.model_copy(update={"each": None})
    within = section.model_copy(update={"full": full})
    scale = Decimal(100) if share else Decimal(1)

    def program(value: Fraction) -> Outcome:
        points = exact.multiply(exact.simplest(value), scale)
        result = contribution(alone, Measured(points), within)
        return Outcome(None, None, PENDING if result.pending else "可以给")

    rows = tuple(
        Row(words(row), place_of(subject, clause, term, row), ranges.shares(band))
        for row, band in zip(term.rows, found, strict=True)
    )
    domain = domains.of_points(share, None if full is None or share else Fraction(full))
    name = "给分" if not share else "给分占分值的比例"
    return Scale(
        "bands", subject.term(clause, term), name, "%" if share else "分", rows, domain, program, "一档"
    )


# ---------------------------------------------------------------- words


def words(row: Tier) -> str:
    """The words of a row, without the lead-in of the sentence before its threshold."""
    text = row.when.text
    return text if row.when.test is None else re.split(r"[，,：:](?![^()（）]*[)）])", text)[-1].strip()


def counts_beside(section: Section) -> bool:
    """Whether a section has terms that count, are computed, or are left to judgement."""
    return any(isinstance(rule.term, Rate | Formula | Judgement) for rule in section.rules)


def name_of(rule: Rule, clause: Clause) -> str:
    """What the measure is called: by its sentence or link, else by the number of the clause."""
    return rule.label or f"第{clause.id}条的数"


def gives(points: Exact, term: Tiers | None = None) -> str:
    """得3分, 扣1分, 不扣分."""
    if points < 0:
        return f"扣{exact.text(-points)}分"
    if points == 0 and term is not None and term.deducts:
        return "不扣分"
    return f"得{exact.text(points)}分"


def units(term: Tiers) -> list[str]:
    """The different units of the thresholds of a scale of numbers, in order; a number above 1 without one beside % is one, too."""
    found = [unit_name(end) for end in _quantities(term) if end.unit]
    if "%" in found:
        found += ["" for end in _quantities(term) if not end.unit and end.number > 1]
    return list(dict.fromkeys(found))


def percentage(end: Quantity) -> str:
    """A number without a sign as it compares with percentages: 80 is 8000%."""
    return exact.text(exact.multiply(end.number, Decimal(100)))


def unit_of(term: Tiers) -> str:
    """In what the thresholds of a scale are written: %, 小时, "" …"""
    return next((end.unit for end in _quantities(term) if end.unit), "")


def unit_name(end: Quantity) -> str:
    """The unit of a threshold, % for all ways to write it."""
    return "%" if end.unit in PERCENT_UNITS else end.unit


def _quantities(term: Tiers) -> list[Quantity]:
    tests = [row.when.test for row in term.rows if isinstance(row.when.test, Between)]
    return [end for test in tests for end in (test.lower, test.upper) if end is not None]


def _points(row: Tier, full: Decimal | None) -> Decimal | None:
    if isinstance(row.points, PointsRange):
        return None
    return full if row.points == FULL else row.points


def place_of(subject: Subject, clause: Clause, term: Tiers, row: Tier) -> Span:
    """Where the words of a row stand, without the comma behind them."""
    span = row.when.span if row.when.span is not None else term.span
    if span is not None:
        text = clause.reading.text[span.start : span.end]
        span = Span(span.start, span.start + len(text.rstrip("，,；;：: ")))
    return subject.words(clause, span)
