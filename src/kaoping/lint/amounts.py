"""Amounts: every section of a rubric with what is above it, what its deductions can draw on, and how sums are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from kaoping import exact
from kaoping.diagnostics import Related
from kaoping.language.reading import Award, Rate, Tiers
from kaoping.lint.figures import ENORMOUS
from kaoping.lint.reach import Given, Outcome
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Indicator, Section
from kaoping.score.contributions import Contribution
from kaoping.tree import paths

_LONG = 20
OPTIONAL = ("加分", "扣分", "减分", "附加", "奖励", "奖惩", "倒扣")


@dataclass(frozen=True)
class Place:
    """A section that was understood. path: the indicators above it, the top first; index: its number."""

    clause: Clause
    index: int
    section: Section
    path: tuple[Indicator, ...]

    @property
    def leaf(self) -> Indicator:
        """The indicator right above."""
        return self.path[-1]

    @property
    def alone(self) -> bool:
        """Nothing else is scored under the indicator right above."""
        return len(self.leaf.clauses) == len(self.clause.sections) == 1

    @property
    def mark(self) -> Decimal | None:
        """The full mark that the sentence states in its head; None if it states none."""
        leading = [section for section in self.clause.sections if not section.part.instead]
        if self.section.part.mark is not None or len(leading) != 1:
            return self.section.part.mark
        return self.clause.reading.mark

    @property
    def available(self) -> Decimal | None:
        """What deductions can take: the points of the section, else those of the indicator; None if unbounded."""
        if self.section.floor == 0:
            return self.section.full
        return self.leaf.points

    @property
    def whole(self) -> str:
        """What `available` are the points of, in words."""
        return "本条" if self.section.floor == 0 else f"「{self.leaf.name}」"

    @property
    def itemised(self) -> bool:
        """Rows with full marks of their own are scored one by one."""
        return any(rule.each is not None for rule in self.section.rules)


def places(subject: Subject) -> Iterator[Place]:
    """All sections that were understood, of a rubric that gives points."""
    if subject.rubric.scoring != "points":
        return
    for table in subject.rubric.tables:
        for clause, path in paths(table):
            if subject.understood(clause):
                for index, section in enumerate(clause.sections):
                    yield Place(clause, index, section, path)


_EACH = re.compile(r"每.{0,3}(?:最高|最多|至多)|单[项次].{0,2}(?:最高|最多|至多)")


def capped_each(place: Place) -> bool:
    """Whether the words put the cap on each single item (每项最高扣10分), not on all together."""
    return _EACH.search(place.clause.reading.text) is not None


def stated(indicator: Indicator) -> Decimal | None:
    """The points of an indicator as written, else those of what is below it; None if that is not certain."""
    if indicator.points is not None:
        return indicator.points
    if indicator.clauses:
        fulls = [clause.full for clause in indicator.clauses]
        sections = [section for clause in indicator.clauses for section in clause.sections]
        items = any(rule.each is not None for section in sections for rule in section.rules)
        drawing = not indicator.deducts_above and any(
            s.floor < 0 for s in sections
        )  # on points that it has nowhere
        return None if items or drawing else total(fulls)
    return regular_sum(indicator.children)


def total(points: list[Decimal | None]) -> Decimal | None:
    """The sum; None if one is not known."""
    known = [p for p in points if p is not None]
    return sum(known, Decimal(0)) if len(known) == len(points) else None


class Parts(NamedTuple):
    """Indicators side by side, with their points: of those that must make up the whole, and of those that may."""

    regular: list[Decimal | None]
    extra: list[Decimal | None]
    related: tuple[Related, ...]

    @classmethod
    def of(cls, subject: Subject, indicators: Sequence[Indicator]) -> Parts:
        """The points of each, as written or as what is below it comes to, with the places of those that are known."""
        worth = [(indicator, stated(indicator)) for indicator in indicators]
        return cls(
            [points for indicator, points in worth if not optional(indicator)],
            [points for indicator, points in worth if optional(indicator)],
            tuple(Related(subject.indicator(i), f"{i.name}{text(p)}") for i, p in worth if p is not None),
        )

    @property
    def base(self) -> Decimal | None:
        """What the regular ones come to; None if that is not certain."""
        return total(self.regular)

    @property
    def all_known(self) -> bool:
        """Whether the points of those that may be part of it are known."""
        return None not in self.extra

    def come_to(self, points: Decimal) -> bool:
        """Whether the regular ones come to the points, with some of those that may be part of it."""
        sums = {self.base}
        for extra in (points for points in self.extra if points is not None):
            sums |= {known + extra for known in sums if known is not None}
        return points in sums

    def told(self, points: Decimal) -> str:
        """The sum of the regular ones against the points that they should come to: 40＋50＝90≠100."""
        return equation([known for known in self.regular if known is not None], points)


def regular_sum(indicators: Sequence[Indicator]) -> Decimal | None:
    """What indicators come to without those that need not be part of the whole; None if that is not certain."""
    return total([stated(indicator) for indicator in indicators if not optional(indicator)])


def optional(indicator: Indicator) -> bool:
    """Whether an indicator adds to or takes from the full mark (加分项), or may: it need not be part of it."""
    return indicator.deducts_above or any(word in indicator.name for word in OPTIONAL)


def text(points: Decimal) -> str:
    """Points for people."""
    return f"{exact.text(points)}分"


def equation(terms: list[Decimal], result: Decimal) -> str:
    """3＋2＝5≠6: what a sum comes to, and what it should."""
    found = sum(terms, Decimal(0))
    sides = "＋".join(exact.text(term) for term in terms)
    left = f"{sides}＝{exact.text(found)}" if len(terms) > 1 else sides
    return f"{left}≠{exact.text(result)}"


def takes(contribution: Contribution) -> Decimal:
    """What a contribution takes away."""
    return -exact.to_decimal(min(contribution.low, Decimal(0)))


def gives(contribution: Contribution) -> Decimal:
    """What a contribution adds."""
    return exact.to_decimal(max(contribution.high, Decimal(0)))


def lowest(outcomes: list[Outcome]) -> Outcome | None:
    """The outcome with the least points, reached by the least figures."""
    return min(outcomes, key=lambda o: (o.score.low, size(o)), default=None)


def highest(outcomes: list[Outcome]) -> Outcome | None:
    """The outcome with the most points, reached by the least figures."""
    return min(outcomes, key=lambda o: (-o.score.high, size(o)), default=None)


def size(outcome: Outcome) -> Decimal:
    """How large the figures are: of several proofs the one with the smallest is told."""
    numbers = [g.figure for g in outcome.given if isinstance(g.figure, Decimal)]
    return sum((abs(number) for number in numbers), Decimal(0))


def told(outcome: Outcome, clause: Clause) -> str:
    """The figures of an outcome, each once: 建成服务中心数为0家."""
    by_measure: dict[object, str] = {}
    for given in outcome.given:
        if given.rule.measure not in by_measure and (words := _figure(given, clause)):
            by_measure[given.rule.measure] = words
    return "，".join(by_measure.values())


def _figure(given: Given, clause: Clause) -> str:
    rule, figure = given
    if figure is None:
        return ""
    when = getattr(rule.term, "when", None)
    words = "".join((when.text if when is not None else "").split())
    words = words if len(words) <= _LONG else f"…{words[-_LONG:]}"
    name = (
        rule.label or getattr(rule.term, "subject", "") or (f"“{words}”" if words else f"第{clause.id}条的数")
    )
    if isinstance(rule.term, Award) and isinstance(figure, Decimal) and rule.wants == "truth":
        return f"{name}{'做到了' if figure >= 1 else '没有做到'}"
    if not isinstance(figure, Decimal | Fraction):
        return f"{name}为“{figure}”"
    number = exact.to_decimal(figure)
    if abs(number) >= ENORMOUS:
        return f"{name}再{'多' if number > 0 else '少'}"
    if rule.percent:
        return f"{name}为{exact.percent(number)}"
    unit = rule.unit or (rule.term.per.unit if isinstance(rule.term, Rate) else "")
    if not unit and not isinstance(rule.term, Tiers) and rule.wants == "truth":
        unit = "次"
    return f"{name}为{exact.text(number)}{unit}"
