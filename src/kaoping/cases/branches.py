"""The branches of a rubric: everything that can decide points, each with a probe that tells whether it did.

A branch is touched if what it gives would be missed: the probe changes it, scores the same figure again, and
compares. So nothing here knows how a term is scored, only where its numbers stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaoping import exact
from kaoping.cases.equivalent import figures_about
from kaoping.exact import Exact
from kaoping.language.paraphrase import say_term
from kaoping.language.reading import (
    Award,
    Exemption,
    Formula,
    Judgement,
    Penalty,
    PointsRange,
    Rate,
    Target,
    Term,
    Tier,
    Tiers,
    Veto,
    Way,
    Zero,
)
from kaoping.model import Clause, Rule, Section
from kaoping.resolve.points import UNBOUNDED, ZERO
from kaoping.score import Contribution, Measured, contribution, section_score

ONE = Decimal(1)

Scored = Sequence[Contribution]
Probe = Callable[[Section, int, Measured | None, Scored], bool]
"""Whether a branch of a rule decided points, given the section, the number of the rule, what it measured,
and what all rules of the section contribute."""


@dataclass(frozen=True)
class Branch:
    """One branch.

    Attributes:
        clause: whose it is; its place in the rule file.
        section, rule: by number; rule -1 for bounds of the whole section.
        what: in words, after the clause: “100%＞申领数完成率≥80%”一档.
        probe: whether it decided.
    """

    clause: Clause
    section: int
    rule: int
    what: str
    probe: Probe

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What tells it apart from all others of the rubric."""
        return self.clause.id, self.section, self.rule, self.what


def branches_of(clause: Clause) -> Iterator[Branch]:
    """All branches of a clause, in the order of its sentence."""
    for number, section in enumerate(clause.sections):
        for index, rule in enumerate(section.rules):
            for what, probe in _of_rule(rule, section):
                yield Branch(clause, number, index, what, probe)
        for what, probe in _of_bounds(section):
            yield Branch(clause, number, -1, what, probe)


def _of_rule(rule: Rule, section: Section) -> Iterator[tuple[str, Probe]]:
    term = rule.term
    said = f"“{say_term(term)}”"
    match term:
        case Award():
            if rule.measure is None:
                return
            words = f"“{term.when.text}”" if term.when.text else said
            yield f"{words}，符合", _changed(_with(points=_more(term.points)))
            yield f"{words}，不符合", _changed(_with(otherwise=(term.otherwise or ZERO) + ONE))
        case Tiers():
            for index, row in enumerate(term.rows):
                yield f"“{_row_words(row)}”一档", _row(index)
            other = _with(otherwise=(term.otherwise or ZERO) + ONE)
            if (term.otherwise is not None or term.bonus or _only_takes(term)) and _reached(
                rule, other, section
            ):
                yield f"{said}，各档都不符合", _changed(other)
        case Rate():
            yield said, _changed(_with(points=term.points + ONE))
            if term.cap is not None:
                yield f"{said}，到顶", _changed(_with(cap=None))
            if term.beyond is not None:
                yield f"{said}，不计的部分", _changed(_with(beyond=None))
        case Penalty():
            yield said, _changed(_with(points=(term.points or UNBOUNDED) + ONE))
        case Zero():
            yield said, _settled(lambda c: c.zero)
        case Veto():
            yield said, _settled(lambda c: bool(c.veto))
        case Exemption():
            yield said, _settled(lambda c: c.exempt)
        case Way():
            yield f"用“{term.one}”的办法", _settled(lambda c: c.way == "first")
            yield f"用“{term.other}”的办法", _settled(lambda c: c.way == "second")
        case Judgement() | Formula():
            yield said, _settled(lambda c: True)
        case Target():
            yield f"{said}，达标", _settled(lambda c: c.low == 1)
            yield f"{said}，未达标", _settled(lambda c: c.low == 0)


def _reached(rule: Rule, alter: Callable[[Rule], Rule], section: Section) -> bool:
    """Whether some figure or place is in none of the rows; true where that cannot be tried.

    Figures below 0 are tried only where the rows speak of any.
    """
    with exact.arithmetic():
        found = list(figures_about(rule, rule, 0))
        numbers = [measured.figure for measured in found if isinstance(measured.figure, Decimal | Fraction)]
        signed = sum(number < 0 for number in numbers) > 1
        tried = [m for m in found if signed or not isinstance(m.figure, Decimal | Fraction) or m.figure >= 0]
        return not tried or any(
            _points(contribution(alter(rule), measured, section))
            != _points(contribution(rule, measured, section))
            for measured in tried
        )


def _only_takes(term: Tiers) -> bool:
    """Tiers that only take say nothing of what lies beyond them: that, too, is a branch."""
    return all(isinstance(row.points, Decimal) and row.points <= 0 for row in term.rows) and any(
        isinstance(row.points, Decimal) and row.points < 0 for row in term.rows
    )


def _of_bounds(section: Section) -> Iterator[tuple[str, Probe]]:
    """The bounds that the sentence states over several terms, and that can ever bite."""
    part = section.part
    if part.cap is not None:
        word = {"deduct": "最高扣", "gain": "最多得", "score": "最高"}[part.cap_of]
        lower = part.cap_of == "deduct" or (section.opening > 0 and section.opening == section.full)
        if _can_bite(section, lower=lower):
            yield f"{word}{exact.text(part.cap)}分", _bites(lower=lower)
    if part.drain is not None:
        yield f"直至{exact.text(part.drain)}分扣完", _bites(lower=True)
    elif part.until_exhausted and _can_bite(section, lower=True):
        yield "扣完为止", _bites(lower=True)


def _can_bite(section: Section, *, lower: bool) -> bool:
    """Whether a bound can ever have a say: not if all terms together cannot come to it."""
    with exact.arithmetic():
        ends = [extreme(rule, section, least=lower) for rule in section.rules]
        return any(end is None for end in ends) or _is_bounded(
            section, [Contribution(end, end, end) for end in ends if end is not None], lower=lower
        )


def extreme(rule: Rule, section: Section, *, least: bool) -> Exact | None:
    """The least or the most that a rule can contribute; None where that is not bounded, or not known."""
    term = rule.term
    if rule.each is not None:
        return None
    match term:
        case Award() if rule.measure is None:
            return contribution(rule, None, section).low
        case Award(points=Decimal() as points, otherwise=otherwise):
            ends = [points, otherwise or ZERO]
        case Tiers(rows=rows) if all(isinstance(row.points, Decimal) for row in rows):
            ends = [*(row.points for row in rows if isinstance(row.points, Decimal)), term.otherwise or ZERO]
        case Rate(sign=sign, cap=Decimal() as cap):
            ends = [ZERO, -cap if sign == "deduct" else cap]
        case Rate(sign="deduct", of="short" | "drop") if rule.base is not None:
            # What can be short is at most all there should be: figures are not negative.
            least_of = contribution(rule, Measured(ZERO), section).low
            return least_of if least else ZERO
        case Rate(sign=sign):
            if (sign == "deduct") == least:
                return None
            ends = [ZERO]
        case Penalty(points=Decimal() as points, all=False):
            ends = [ZERO, -points]
        case Veto():
            ends = [ZERO]
        case _:
            return None
    return (min if least else max)(ends, key=Fraction)


def _is_bounded(section: Section, scored: Scored, *, lower: bool) -> bool:
    """Whether the points would be others without any bound: more, or less."""
    free = section.model_copy(
        update={
            "full": None,
            "floor": -UNBOUNDED,
            "part": section.part.model_copy(update={"cap": None, "drain": None}),
        }
    )
    plain = [replace(c, exempt=False, zero=False) for c in scored]
    order = exact.compare(section_score(section, plain).low, section_score(free, plain).low)
    return order > 0 if lower else order < 0


def _bites(*, lower: bool) -> Probe:
    """Whether a bound holds the points up (扣完为止) or down (最多得6分)."""

    def probe(section: Section, index: int, measured: Measured | None, scored: Scored) -> bool:
        return not any(c.pending for c in scored) and _is_bounded(section, scored, lower=lower)

    return probe


def _changed(alter: Callable[[Rule], Rule]) -> Probe:
    """Whether a rule that is altered contributes something else."""

    def probe(section: Section, index: int, measured: Measured | None, scored: Scored) -> bool:
        if scored[index].pending:
            return False
        other = contribution(alter(section.rules[index]), measured, section)
        return _points(other) != _points(scored[index])

    return probe


def _row(index: int) -> Probe:
    """Whether a row of tiers decided: the outcome is another without it."""

    def alter(rule: Rule) -> Rule:
        assert isinstance(rule.term, Tiers)
        row = rule.term.rows[index]
        if isinstance(row.points, PointsRange):
            band = row.points.model_copy(
                update={"least": row.points.most + ONE, "most": row.points.most + ONE}
            )
            return _altered(rule, rows=_put(rule.term.rows, index, row.model_copy(update={"points": band})))
        points = UNBOUNDED if isinstance(row.points, str) else row.points + ONE
        return _altered(rule, rows=_put(rule.term.rows, index, row.model_copy(update={"points": points})))

    return _changed(alter)


def _settled(of: Callable[[Contribution], bool]) -> Probe:
    def probe(section: Section, index: int, measured: Measured | None, scored: Scored) -> bool:
        return not scored[index].pending and of(scored[index])

    return probe


def _points(c: Contribution) -> tuple[object, ...]:
    return c.low, c.high, c.nominal, c.at_least_lost, bool(c.pending)


def _more(points: object) -> Decimal:
    return points + ONE if isinstance(points, Decimal) else UNBOUNDED


def _with(**update: Any) -> Callable[[Rule], Rule]:
    return lambda rule: _altered(rule, **update)


def _altered(rule: Rule, **update: Any) -> Rule:
    term: Term = rule.term.model_copy(update=update)
    return rule.model_copy(update={"term": term})


def _put(rows: tuple[Tier, ...], index: int, row: Tier) -> tuple[Tier, ...]:
    return (*rows[:index], row, *rows[index + 1 :])


def _row_words(row: Tier) -> str:
    return " ".join(row.when.text.split())
