"""Thresholds as sets of numbers: `portion` intervals over exact fractions, and how their values are told.

A percentage is a ratio, as everywhere: 90% is 9/10. Nothing here compares ends by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import portion

from kaoping import exact
from kaoping.language.link import PERCENT_UNITS, ratio
from kaoping.language.reading import Between, Quantity, Tiers


def interval(test: Between) -> portion.Interval:
    """The values that pass a test, as an interval of fractions.

    >>> from decimal import Decimal
    >>> str(interval(Between(lower=Quantity(number=Decimal(80), unit="%"), upper=None)))
    '[Fraction(4, 5),+inf)'
    """
    lower = -portion.inf if test.lower is None else Fraction(ratio(test.lower))
    upper = portion.inf if test.upper is None else Fraction(ratio(test.upper))
    left = portion.CLOSED if test.lower_closed and test.lower is not None else portion.OPEN
    right = portion.CLOSED if test.upper_closed and test.upper is not None else portion.OPEN
    return portion.Interval.from_atomic(left, lower, upper, right)


def rows_of(tiers: Tiers) -> list[portion.Interval]:
    """The intervals of the rows of a scale of numbers, in order; a row without a test covers nothing."""
    return [
        interval(row.when.test) if isinstance(row.when.test, Between) else portion.empty()
        for row in tiers.rows
    ]


def unit_of(tiers: Tiers) -> str:
    """In what the thresholds of a scale are written: %, 小时, "" …"""
    ends = [end for row in tiers.rows if isinstance(row.when.test, Between) for end in _ends(row.when.test)]
    return next((end.unit for end in ends if end.unit), "")


def _ends(test: Between) -> Iterator[Quantity]:
    yield from (end for end in (test.lower, test.upper) if end is not None)


def middle(interval: portion.Interval) -> Fraction:
    """A value inside an interval with two ends."""
    return Fraction(interval.lower + interval.upper) * Fraction(1, 2)


def say(value: Fraction, unit: str) -> str:
    """A value for people, in the unit of the thresholds; exact: 89.5%, 12.5小时, 100/3."""
    number = value * 100 if unit in PERCENT_UNITS else value
    shown = "%" if unit in PERCENT_UNITS else unit
    denominator = number.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    written = exact.text(exact.to_decimal(number)) if denominator == 1 else str(number)
    return f"{written}{shown}"
