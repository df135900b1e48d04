"""A verdict is a comparison: for any target and any value it agrees with one of decimals, made here by hand."""

from __future__ import annotations

import operator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import assess, changes_of, rubric_of
from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.exact import text as plain
from kaoping.language.paraphrase import say
from kaoping.language.targets import read_target
from kaoping.selection import EngineFactory

SIGNS = {
    "≥{}": operator.ge,
    "≤{}": operator.le,
    "＞{}": operator.gt,
    "＜{}": operator.lt,
    "不少于{}": operator.ge,
    "不超过{}": operator.le,
    "{}以内": operator.le,
    "{}以上": operator.ge,
    "控制在{}以内": operator.le,
    "{}": operator.ge,
}
UNITS = ("条", "亿条", "万人次", "万元", "小时", "个工作日", "件/年", "万人/月", "%")
SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}

figures = st.decimals("0.01", "9999", places=4, allow_nan=False, allow_infinity=False).map(
    lambda d: Decimal(plain(d))
)
units = st.sampled_from(UNITS)


@pytest.mark.parametrize("engine", [ReferenceEngine, DurableEngine])
@given(
    sign=st.sampled_from(sorted(SIGNS)),
    wanted=figures,
    unit=units,
    off=st.sampled_from([Decimal(0), Decimal("0.0001"), Decimal("-0.0001")]) | st.decimals(-50, 50, places=4),
)
def test_the_verdict_is_the_comparison(
    engine: EngineFactory, sign: str, wanted: Decimal, unit: str, off: Decimal
) -> None:
    actual = max(wanted + off, Decimal(0))  # there are never fewer than none
    rules = f"办法  甲\n计分  达标率\n一级指标  数量指标\n甲项：{sign.format(plain(wanted) + unit)}"
    rubric = rubric_of(rules)
    written = plain(actual) + ("" if "/" in unit and unit[0] in SCALES else unit)
    written += unit if not written.endswith(unit) else ""
    changes = changes_of(rubric, f"单位,事项,值\n甲局,甲项,{written}")
    verdict = assess(rubric, changes, engine).clause("甲局", "1.1").verdict
    assert verdict == ("达标" if SIGNS[sign](actual, wanted) else "未达标")


@given(sign=st.sampled_from(sorted(SIGNS)), wanted=figures, unit=units)
def test_a_target_said_back_means_the_same(sign: str, wanted: Decimal, unit: str) -> None:
    reading = read_target(f"甲项 {sign.format(plain(wanted) + unit)}", ("数量指标",))
    assert reading.understood
    assert read_target(say(reading)).parts == reading.parts


@given(
    st.text(max_size=40) | st.text("甲率≥≤<>%：: \t1９0.万亿条天内达到不扣得分满{}（）、，。;", max_size=30)
)
def test_no_text_breaks_the_reader(text: str) -> None:
    reading = read_target(text, ("时效指标",))
    assert all(text[rest.span.start : rest.span.end] == rest.text for rest in reading.left_over)
    if reading.understood:
        assert read_target(say(reading)).understood
