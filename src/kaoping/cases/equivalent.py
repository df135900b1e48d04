"""Equivalence: mutants that score every figure as before, and so can be noticed by nobody.

It is decided by trial. A scale of numbers is constant between its thresholds, so it is enough to try every
threshold, a figure between any two, and one beyond the last; places are finite; events come in whole numbers, and
something can change only about the numbers that the sentence says. What cannot be decided so is not called equivalent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.exact import Exact
from kaoping.facts.schema import FactSpec
from kaoping.language.link import Binary, Call, Expression, Number, Source, ratio
from kaoping.language.reading import Between, Rank, Rate, Tiers
from kaoping.model import Rule, Section
from kaoping.score import Contribution, Measured, contribution, section_score

_MANY_UNITS = 30
"""Places to try where a rubric does not list its units."""

_MANY_EVENTS = 50
_LASTING = ("时", "天", "日")
"""Units of what lasts, and need not be whole."""


def is_equivalent(
    before: Section, after: Section, index: int, units: int, facts: Mapping[str, FactSpec]
) -> bool:
    """Whether a section scores as before, whatever the facts.

    Args:
        before, after: the section; its rules are the same but for one, its bounds may differ.
        index: the rule that was changed; -1 if only bounds were.
        units: how many are ranked.
        facts: by name.
    """
    if (before.full, before.opening, before.floor) != (after.full, after.opening, after.floor):
        return False
    if any(rule.each is not None for rule in before.rules):
        return False
    with exact.arithmetic():
        if _same_of_counts(before, after, facts):
            return True
        if index < 0:
            return _caps_all(before) and _caps_all(after)
        old, new = before.rules[index], after.rules[index]
        if _only_parts_of_steps(old, new):
            return _is_whole(old.measure, facts)
        if tests_of(old) == tests_of(new):
            return False
        tried = list(figures_about(old, new, units))
        return bool(tried) and all(_same(before, after, index, measured) for measured in tried)


def _same(before: Section, after: Section, index: int, measured: Measured) -> bool:
    one = contribution(before.rules[index], measured, before)
    other = contribution(after.rules[index], measured, after)
    return _told(one) == _told(other)


def _told(c: Contribution) -> tuple[object, ...]:
    return c.low, c.high, c.zero, c.veto, c.exempt, c.at_least_lost, c.way, bool(c.pending)


def _same_of_counts(before: Section, after: Section, facts: Mapping[str, FactSpec]) -> bool:
    """Whether a section that counts one kind of events makes the same of any number of them."""
    measures = {rule.measure for rule in (*before.rules, *after.rules)} - {None}
    if len(measures) != 1 or not _is_whole(next(iter(measures)), facts):
        return False
    if any(rule.base is not None or rule.wants not in ("nothing", "number", "truth") for rule in after.rules):
        return False
    return all(
        _scored(before, Measured(Decimal(count))) == _scored(after, Measured(Decimal(count)))
        for count in sorted(_counts(before) | _counts(after))
    )


def _counts(section: Section) -> set[int]:
    """Numbers of events at which something can change: the first ones, those about every number said, very many."""
    said: list[Fraction] = []
    for rule in section.rules:
        term = rule.term
        said += (end for test in tests_of(rule) if isinstance(test, Between) for end in _ends(test))
        said += (
            Fraction(n) for n in (getattr(term, "more_than", None), getattr(term, "at_least", None)) if n
        )
        if isinstance(term, Rate):
            step = Fraction(term.points) / Fraction(term.per.number) if term.points else Fraction(1)
            bounds = (
                section.full,
                section.opening,
                -section.floor,
                term.cap,
                section.part.cap,
                section.part.drain,
            )
            said += (Fraction(bound) / step for bound in bounds if bound)
            said += () if term.beyond is None else (Fraction(term.beyond.number),)
    about = {int(number) + off for number in said for off in (-1, 0, 1, 2)}
    return {*range(_MANY_EVENTS), 10**6} | {count for count in about if 0 <= count < 10**9}


def _scored(section: Section, measured: Measured) -> tuple[object, ...]:
    found = [contribution(r, None if r.measure is None else measured, section) for r in section.rules]
    score = section_score(section, found)
    return score.low, score.high, score.vetoes, score.zeroed, score.indicator_zeroed


def _caps_all(section: Section) -> bool:
    """Whether the cap of a section that only deducts is no less than all there is to lose."""
    part = section.part
    if part.cap_of != "deduct" or part.cap is None or any(rule.measure is None for rule in section.rules):
        return False
    return part.cap >= section.opening - section.floor


def _only_parts_of_steps(old: Rule, new: Rule) -> bool:
    """Whether rules differ only in what a part of a step costs, and a step is one."""
    if not isinstance(old.term, Rate) or old.percent or old.term.per.number != 1:
        return False
    base = old.base is None or old.base.number == old.base.number.to_integral_value()
    return base and old.partial != new.partial and old == new.model_copy(update={"partial": old.partial})


def _is_whole(measure: Expression | None, facts: Mapping[str, FactSpec]) -> bool:
    """Whether a measure is always a whole number: events, people and things are counted."""
    match measure:
        case Number(value):
            return value == value.to_integral_value()
        case Source(name, _, ""):
            spec = facts.get(name)
            if spec is None:
                return False
            return spec.kind == "event" or (spec.counted and not spec.unit.endswith(_LASTING))
        case Call(function, _):
            return function in ("次数", "去重计数")
        case Binary("+" | "-", left, right):
            return _is_whole(left, facts) and _is_whole(right, facts)
    return False


def figures_about(old: Rule, new: Rule, units: int) -> Iterator[Measured]:
    """Figures that show every difference between two rules; none if their tests are not of numbers or places.

    Args:
        old, new: whose tests are tried.
        units: how many are ranked; 0 if that is not known.
    """
    before, after = tests_of(old), tests_of(new)
    if not before:
        return
    if any(isinstance(test, Rank) for test in before):
        count = units or _MANY_UNITS
        for place in range(1, count + 1):
            last = count + 1 - place
            yield Measured(Decimal(1), (place, place), (last, last), count)
    elif all(isinstance(test, Between) for test in (*before, *after)):
        ends = sorted({end for test in (*before, *after) if isinstance(test, Between) for end in _ends(test)})
        yield from (Measured(figure) for figure in _between(ends))


def tests_of(rule: Rule) -> list[object]:
    """The tests of a rule."""
    if isinstance(rule.term, Tiers):
        return [row.when.test for row in rule.term.rows if row.when.test is not None]
    return [] if rule.term.when.test is None else [rule.term.when.test]


def _ends(test: Between) -> Iterator[Fraction]:
    yield from (Fraction(ratio(end)) for end in (test.lower, test.upper) if end is not None)


def _between(ends: list[Fraction]) -> Iterator[Exact]:
    """Every end, a figure between any two, and one on either side."""
    yield ends[0] - 1
    for one, other in zip(ends, [*ends[1:], ends[-1] + 2], strict=True):
        yield one
        yield (one + other) * Fraction(1, 2)
