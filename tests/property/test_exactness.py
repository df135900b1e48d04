"""No float leaks: thresholds are hit exactly, sums lose nothing, and every number on the way is exact."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from casework import points, scored
from kaoping import exact
from kaoping.render.scores import as_json

decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
exacts = st.one_of(decimals, st.fractions(max_denominator=10**6))
digits = st.text("0123456789", max_size=80)
RATE = "完成率{完成 / 任务}≥80%，得3分；80%＞完成率≥60%，得1分；完成率＜60%，不得分。"


@given(exacts, exacts)
def test_arithmetic_is_that_of_fractions(a: exact.Exact, b: exact.Exact) -> None:
    assert Fraction(exact.add(a, b)) == Fraction(a) + Fraction(b)
    assert Fraction(exact.subtract(a, b)) == Fraction(a) - Fraction(b)
    assert Fraction(exact.multiply(a, b)) == Fraction(a) * Fraction(b)
    assert exact.compare(a, b) == (Fraction(a) > Fraction(b)) - (Fraction(a) < Fraction(b))
    if b:
        assert Fraction(exact.divide(a, b)) == Fraction(a) / Fraction(b)


@given(st.lists(exacts, max_size=20))
def test_a_sum_does_not_depend_on_its_order(numbers: list[exact.Exact]) -> None:
    with exact.arithmetic():
        assert exact.compare(exact.total(numbers), exact.total(reversed(numbers))) == 0
        assert Fraction(exact.total(numbers)) == sum(map(Fraction, numbers), Fraction(0))


@given(st.integers(0, 120), digits)
def test_a_figure_below_a_threshold_stays_below_however_many_nines(nines: int, tail: str) -> None:
    below, above = f"79.9{'9' * nines}{tail}", f"80.0{'0' * nines}{tail}"
    for figure, expected in ((below, 1), (above, 3)):
        assert points(scored(RATE, f"单位,完成,任务\n甲县,{figure},100")) == expected
        given_as_rate = RATE.replace("{完成 / 任务}", "")
        assert points(scored(given_as_rate, f"单位,1.1\n甲县,{figure}%")) == expected


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_a_ratio_is_compared_as_a_fraction(done: int, target: int) -> None:
    expected = 3 if 5 * done >= 4 * target else 1 if 5 * done >= 3 * target else 0
    assert points(scored(RATE, f"单位,完成,任务\n甲县,{done},{target}")) == expected


@given(st.integers(1, 40), st.decimals(min_value="0.01", max_value=3, places=2))
def test_deductions_add_up_to_the_last_digit(count: int, each: Decimal) -> None:
    rows = "\n".join(f"{number},甲县,漏报,1" for number in range(count))
    sheet = scored(f"1．得200分，漏报{{漏报}}一次扣{exact.text(each)}分。", f"编号,单位,事项,数量\n{rows}")
    assert points(sheet) == 200 - count * each


def numbers(value: object) -> Iterator[object]:
    """Every leaf below a value: fields of models and of data classes, items of containers."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from numbers(item)
    else:
        yield value


@given(done=digits.filter(bool), target=digits.filter(bool))
def test_no_float_is_anywhere_in_rubric_sheet_or_ledger(done: str, target: str) -> None:
    rule = (
        "满分  10分，总分不高于10分\n取值  总分四舍五入保留2位小数\n一级指标 甲\n"
        f"1．{RATE}\n2．资金，4分。得分=执行率{{完成 / 任务}}×分值。\n"
        "3．达到90%{完成率，按比例}，得3分，每降低一个百分点扣0.2分，扣完为止。"
    )
    sheet = scored(rule, f"单位,完成,任务\n甲县,{done[:30]}.5,{target[:30]}.7")
    ledger = sheet.assessment.ledger
    found = [
        *numbers(sheet.rubric),
        *numbers(sheet.standings),
        *numbers(ledger.header),
        *numbers(ledger.entries),
    ]
    found += numbers([sheet.assessment.clause("甲县", c.id) for c in sheet.rubric.clauses()])
    assert any(isinstance(leaf, Decimal) for leaf in found)
    assert not [leaf for leaf in found if isinstance(leaf, float)]
    for line in (*ledger.lines(), as_json(sheet, sheet.standings)):
        json.loads(line, parse_float=pytest.fail)
