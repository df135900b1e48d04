"""Computed fields of events: 定义 申诉.处理时长 = …, worked out when a fact comes in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from kaoping.exact import Exact
from kaoping.facts.fact import Fact, Value
from kaoping.language.document import read_outline
from kaoping.language.link import parse_expression
from kaoping.measure import complete
from kaoping.model import ComputedField
from kaoping.resolve import resolve
from kaoping.selection import FieldTest, passes
from kaoping.source import SourceFile

HOURS = ComputedField(
    event="申诉", field="处理时长", expression=parse_expression("相差小时(提交时间, 办结时间)")
)


def appeal(**fields: Value) -> Fact:
    return Fact("S-1", "金寨县", "申诉", Decimal(1), fields=fields)


@pytest.mark.parametrize(
    ("closed", "hours"),
    [
        (datetime(2021, 3, 6, 9, 0), Decimal(24)),
        (datetime(2021, 3, 5, 9, 30), Decimal("0.5")),
        (datetime(2021, 3, 5, 9, 20), Fraction(1, 3)),
    ],
)
def test_hours_are_exact(closed: datetime, hours: Exact) -> None:
    done = complete(appeal(提交时间=datetime(2021, 3, 5, 9, 0), 办结时间=closed), [HOURS])
    assert done.fields["处理时长"] == hours


def test_a_fraction_can_be_tested() -> None:
    done = complete(
        appeal(提交时间=datetime(2021, 3, 5, 9, 0), 办结时间=datetime(2021, 3, 5, 9, 20)), [HOURS]
    )
    assert passes(done, FieldTest("处理时长", "≤", Decimal("0.34")))
    assert not passes(done, FieldTest("处理时长", "≤", Decimal("0.33")))


def test_what_cannot_be_computed_is_left_out() -> None:
    still_open = appeal(提交时间=datetime(2021, 3, 5, 9, 0))
    assert complete(still_open, [HOURS]) is still_open


def test_other_facts_stay_as_they_are() -> None:
    other = Fact("X-1", "金寨县", "月报问题", Decimal(1))
    assert complete(other, [HOURS]) is other


def test_the_fields_it_is_made_of_must_be_declared() -> None:
    text = "办法  甲\n事实  申诉：事件，提交时间（日期）、办结时间\n定义  申诉.处理时长 = 相差小时(提交时间, 办结时间)\n"
    faults = [d for d in resolve(read_outline(SourceFile("a.rubric", text))).diagnostics if d.code == "N001"]
    assert [d.message for d in faults] == ["「申诉」的「办结时间」是文本，不是日期"]
