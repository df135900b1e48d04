"""Thresholds as sets of numbers: `portion` intervals over exact fractions, and how their values are told.

A percentage is a ratio, as everywhere: 90% is 9/10. Nothing here compares ends by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

import portion

from kaoping import exact
from kaoping.language.link import PERCENT_UNITS, ratio
from kaoping.language.outline import Grade
from kaoping.language.reading import Between, PointsRange

ALL = portion.open(-portion.inf, portion.inf)
NOT_NEGATIVE = portion.closedopen(Fraction(0), portion.inf)
WHOLE = Fraction(1)
"""The step between values that are counted."""


def interval(test: Between) -> portion.Interval:
    """The values that pass a test, as an interval of fractions.

    >>> from decimal import Decimal
    >>> from kaoping.language.reading import Quantity
    >>> str(interval(Between(lower=Quantity(number=Decimal(80), unit="%"), upper=None)))
    '[Fraction(4, 5),+inf)'
    """
    lower = None if test.lower is None else Fraction(ratio(test.lower))
    upper = None if test.upper is None else Fraction(ratio(test.upper))
    return _made(lower, test.lower_closed, upper, test.upper_closed)


def totals(grade: Grade) -> portion.Interval:
    """The totals that earn a grade."""
    lower = None if grade.lower is None else Fraction(grade.lower)
    upper = None if grade.upper is None else Fraction(grade.upper)
    return _made(lower, grade.lower_closed, upper, grade.upper_closed)


def shares(band: PointsRange) -> portion.Interval:
    """The points that a band allows: a ratio of the full mark where it is stated so."""
    scale = Fraction(1, 100) if band.share else Fraction(1)
    return _made(
        Fraction(band.least) * scale, band.least_closed, Fraction(band.most) * scale, band.most_closed
    )


def _made(lower: Fraction | None, from_: bool, upper: Fraction | None, to: bool) -> portion.Interval:
    left = portion.CLOSED if from_ and lower is not None else portion.OPEN
    right = portion.CLOSED if to and upper is not None else portion.OPEN
    return portion.Interval.from_atomic(
        left, -portion.inf if lower is None else lower, portion.inf if upper is None else upper, right
    )


def union(intervals: Iterable[portion.Interval]) -> portion.Interval:
    """All of them together."""
    return portion.Interval(*intervals)


def single(interval: portion.Interval) -> bool:
    """Whether it is one number."""
    return not interval.empty and interval.lower == interval.upper


def beside(one: portion.Interval, other: portion.Interval) -> bool:
    """Whether both are open to the same side (≥80%, ≥90%): rows of a ladder, the stricter of which applies."""
    upwards = one.upper == portion.inf == other.upper
    downwards = one.lower == -portion.inf == other.lower
    return bool(upwards or downwards)


def cells(within: portion.Interval, intervals: Sequence[portion.Interval]) -> Iterator[portion.Interval]:
    """A set cut into atoms at all ends of the intervals, in order: ends by themselves, and what lies between."""
    atoms = [atom for one in (within, *intervals) for atom in one]
    ends = sorted({e for a in atoms for e in (a.lower, a.upper) if isinstance(e, Fraction)})
    bounds = [-portion.inf, *ends, portion.inf]
    for low, high in pairwise(bounds):
        yield from within & portion.open(low, high)
        if high != portion.inf:
            yield from within & portion.singleton(high)


def pick(interval: portion.Interval, step: Fraction | None, one: Fraction) -> Fraction | None:
    """A value of an atomic interval that people would name, a multiple of step; None if it holds none.

    one: what is added to the end of an interval that has no other: 1, or 1%.

    >>> pick(portion.open(Fraction(89, 100), Fraction(9, 10)), None, Fraction(1, 100))
    Fraction(179, 200)
    >>> pick(portion.open(Fraction(3), Fraction(4)), WHOLE, WHOLE) is None
    True
    """
    if interval.empty:
        return None
    low, high = interval.lower, interval.upper
    if low == -portion.inf and high == portion.inf:
        value = Fraction(0)
    elif low == -portion.inf:
        value = high - one
    elif high == portion.inf:
        value = low + one
    else:
        value = (low + high) * Fraction(1, 2)
    if step is None or value % step == 0:
        return value
    start = low if low != -portion.inf else high - step
    candidates = (ceil(start / step) * step, ceil(start / step) * step + step)
    return next((candidate for candidate in candidates if candidate in interval), None)


def unit_value(unit: str) -> Fraction:
    """One of a unit, as it is computed with: 1% is 1/100."""
    return Fraction(1, 100) if unit in PERCENT_UNITS else Fraction(1)


def say(value: Fraction, unit: str) -> str:
    """A value for people, in the unit of the thresholds; exact: 89.5%, 12.5小时, 100/3."""
    number = value / unit_value(unit)
    shown = "%" if unit in PERCENT_UNITS else unit
    denominator = number.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    written = exact.text(exact.to_decimal(number)) if denominator == 1 else str(number)
    return f"{written}{shown}"


def describe(interval: portion.Interval, unit: str) -> str:
    """An atomic interval in words: 79%与80%之间, 超过100%, 不到60%."""
    low, high = interval.lower, interval.upper
    if single(interval):
        return say(low, unit)
    if high == portion.inf:
        word = "以上" if interval.left == portion.CLOSED else ""
        return f"{say(low, unit)}及{word}" if word else f"超过{say(low, unit)}"
    if low == -portion.inf or (low == 0 and interval.left == portion.CLOSED):
        return f"{'不超过' if interval.right == portion.CLOSED else '不到'}{say(high, unit)}"
    return f"{say(low, unit)}与{say(high, unit)}之间"
