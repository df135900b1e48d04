"""Figures: those that a measure can come to, over all facts that can be given.

Only what is certain of the facts narrows them: an occurrence is counted in whole numbers from 0, a ratio of
counts is not negative, a part of a whole is at most all of it. Everything else may be any number. What a name
or a unit makes likely is in `domains`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import portion

from kaoping.facts.schema import FactSpec
from kaoping.language.link import Binary, Call, Comparison, Expression, Number, Source
from kaoping.resolve.names import FULL_MARK_WORDS

ANY = portion.open(-portion.inf, portion.inf)
COUNTED = portion.closedopen(Fraction(0), portion.inf)
TRUTH = portion.closed(Fraction(0), Fraction(1))
ENORMOUS = Fraction(10**30)
"""Stands for a figure without end: whatever it is multiplied by, more than any rubric has points."""

_NEXT = Fraction(1, 10**6)
"""How far beside a threshold a figure is looked at that is just beyond it."""

_SIGNED = re.compile("增|减|升|降|涨|跌|毛利|利率|变化|变动|同比|环比|差|净|利润|收益|回报|盈|亏|偏离|温")
_RATE = re.compile("[率度比]$|占比|比例|比重")


@dataclass(frozen=True)
class Figures:
    """values: an interval of fractions that holds every figure; whole: only whole numbers occur."""

    values: portion.Interval
    whole: bool = False

    def narrowed(self, to: portion.Interval) -> Figures:
        """Only the figures in a range."""
        return Figures(self.values & to, self.whole)

    def samples(self, breaks: Iterable[Fraction]) -> list[Fraction]:
        """Figures between which nothing happens: the ends, every break with what lies beside it, and far out.

        Args:
            breaks: where a rule may change what it does; between two of them it goes one way only.
        """
        if self.values.empty:
            return []
        marks = sorted(
            {*breaks, *(end for end in _ends(self.values) if end not in (portion.inf, -portion.inf))}
        )
        marks = marks or [Fraction(0)]
        if self.whole:
            wanted = {
                Fraction(n)
                for mark in marks
                for n in (mark // 1 - 1, mark // 1, mark // 1 + 1, mark // 1 + 2)
            }
        else:
            wanted = {*marks, *(_between(a, b) for a, b in pairwise(marks))}
            wanted |= {near for mark in marks for near in (mark - _NEXT, mark + _NEXT)}
            wanted |= {marks[0] - 1, marks[-1] + 1}
        wanted |= {ENORMOUS, -ENORMOUS}
        return sorted(value for value in wanted if value in self.values)


def _between(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(a + b) * Fraction(1, 2)


def _ends(values: portion.Interval) -> Iterator[Fraction]:
    for atomic in values:
        yield atomic.lower
        yield atomic.upper


def figures_of(measure: Expression, specs: dict[str, FactSpec], full: Decimal | None) -> Figures:
    """The figures that a measure can come to.

    Args:
        measure: over facts only.
        specs: of the facts, by name.
        full: what 分值 stands for.
    """
    match measure:
        case Number(value):
            return Figures(portion.singleton(Fraction(value)))
        case Source(name, _, _) if name in FULL_MARK_WORDS and name not in specs:
            return Figures(portion.singleton(Fraction(full))) if full is not None else Figures(COUNTED)
        case Source(name, _, _):
            return _of_fact(specs.get(name))
        case Call("次数" | "去重计数", _):
            return Figures(COUNTED, whole=True)
        case Comparison():
            return Figures(TRUTH, whole=True)
        case Binary("/", left, right) if _is_part(left, right):
            return Figures(TRUTH)
        case Binary(operator, left, right):
            return _combined(operator, figures_of(left, specs, full), figures_of(right, specs, full))
    return Figures(ANY)


def _of_fact(spec: FactSpec | None) -> Figures:
    if spec is None:
        return Figures(ANY)
    if spec.kind == "event":
        return Figures(COUNTED, whole=True)
    if spec.type == "yesno":
        return Figures(TRUTH, whole=True)
    if spec.counted or (
        spec.type == "percent" and not _SIGNED.search(spec.label) and _RATE.search(spec.label)
    ):
        return Figures(COUNTED)
    return Figures(ANY)


def _is_part(left: Expression, right: Expression) -> bool:
    """次数(申诉[办结 = 是]) / 次数(申诉): some of all, whatever the facts are."""

    def counted(side: Expression) -> Source | None:
        match side:
            case Call("次数", (Source() as source,)):
                return source
            case Source(tests=tests) if tests:
                return side
        return None

    some, all_ = counted(left), counted(right)
    return (
        some is not None
        and all_ is not None
        and all_.name == some.name
        and set(all_.tests) <= set(some.tests)
    )


def _combined(operator: str, left: Figures, right: Figures) -> Figures:
    """What two figures come to; ends without end stay so, and where signs are mixed nothing is certain."""
    a, b = left.values, right.values
    if a.empty or b.empty:
        return Figures(ANY)
    whole = left.whole and right.whole and operator != "/"
    positive = a.lower != -portion.inf and a.lower >= 0 and b.lower != -portion.inf and b.lower >= 0
    if operator == "+":
        return Figures(_hull(_plus(a.lower, b.lower), _plus(a.upper, b.upper)), whole)
    if operator == "-":
        return Figures(_hull(_plus(a.lower, _minus(b.upper)), _plus(a.upper, _minus(b.lower))), whole)
    if operator == "*" and positive:
        bounded = portion.inf not in (a.upper, b.upper)
        return Figures(_hull(a.lower * b.lower, a.upper * b.upper if bounded else portion.inf), whole)
    if operator == "/" and positive:
        divides = b.lower == b.upper and b.lower > 0
        upper = a.upper / b.lower if divides and a.upper != portion.inf else portion.inf
        return Figures(_hull(a.lower / b.lower if divides else Fraction(0), upper))
    return Figures(ANY)


def _minus(end: object) -> object:
    return -end  # type: ignore[operator]


def _plus(a: object, b: object) -> object:
    for end in (a, b):
        if end in (portion.inf, -portion.inf):
            return end
    return a + b  # type: ignore[operator]


def _hull(lower: object, upper: object) -> portion.Interval:
    left = portion.OPEN if lower == -portion.inf else portion.CLOSED
    right = portion.OPEN if upper == portion.inf else portion.CLOSED
    return portion.Interval.from_atomic(left, lower, upper, right)
