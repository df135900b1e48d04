"""Measures over the figures of an engine: what they come to, and what is told where they come to nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kaoping.measure import Apply, Constant, Get, Measure, Missing, evaluate
from kaoping.selection import Aggregate, Figure, Selector

HOURS = Aggregate(Selector("14.1#1", "14.1", "申诉"), "sum", "处理时长")
APPEALS = Aggregate(Selector("14.1#1", "14.1", "申诉"), "count")
MEAN = Apply("/", (Get(HOURS), Get(APPEALS)))


def outcome(measure: Measure, figures: dict[Aggregate, Figure]) -> Figure | Missing:
    return evaluate(measure, figures.__getitem__, None)


def test_a_ratio_is_exact() -> None:
    assert outcome(MEAN, {HOURS: Decimal(20), APPEALS: Decimal(3)}) == Fraction(20, 3)


def test_a_ratio_to_nothing_names_the_facts_that_would_settle_it() -> None:
    missing = Missing(("申诉",), "「申诉」为 0，算不出比率")
    assert outcome(MEAN, {HOURS: Decimal(0), APPEALS: Decimal(0)}) == missing


def test_a_ratio_to_a_written_zero_names_none() -> None:
    measure = Apply("/", (Get(HOURS), Constant(Decimal(0))))
    assert outcome(measure, {HOURS: Decimal(3)}) == Missing((), "除数为 0，算不出比率")
