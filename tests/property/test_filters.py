"""Sets of values, and events that cost points twice, say what the scoring itself does."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from casework import assess, changes_of, rubric_of
from kaoping.engines.durable import DurableEngine
from kaoping.facts.fact import Fact
from kaoping.language.link import Test as FieldTest
from kaoping.language.link import say_value
from kaoping.lint import filters
from kaoping.lint.filters import Amounts, Words
from kaoping.lint.run import lint
from kaoping.selection import FieldTest as Passing
from kaoping.selection import passes
from kaoping.source import SourceFile

FIRST = date(2021, 1, 1)
SIZES = ("=", "≠", "≥", "＞", "≤", "＜")
days = st.integers(0, 6).map(lambda n: FIRST + timedelta(days=n))
numbers = st.integers(1, 8).map(lambda n: Decimal(n) / 2)
levels = st.sampled_from(("省级", "市级", "县级"))

day_tests = st.builds(FieldTest, st.just("发布"), st.sampled_from(SIZES), days)
number_tests = st.builds(FieldTest, st.just("字数"), st.sampled_from(SIZES), numbers)
level_tests = st.builds(FieldTest, st.just("级别"), st.sampled_from(("=", "≠")), levels)
any_tests = st.one_of(
    *(st.lists(kind, min_size=1, max_size=3) for kind in (day_tests, number_tests, level_tests))
)


def event(field: str, value: object) -> Fact:
    return Fact("1", "甲", "稿件", Decimal(1), None, {field: value})  # type: ignore[dict-item]


def passing(tests: list[FieldTest], fact: Fact) -> bool:
    return all(passes(fact, Passing(t.field, t.comparator, t.value)) for t in tests)


@given(any_tests)
def test_a_set_holds_what_passes(tests: list[FieldTest]) -> None:
    """Every sample is in the set if and only if an event with it passes; an empty set lets no sample pass."""
    values = filters.together(tests)
    assert values is not None
    for sample in filters.samples(tests, None):
        passed = passing(tests, event(tests[0].field, sample))
        if isinstance(sample, str):
            assert filters.within(Words(frozenset({sample})), values) == passed
        else:
            assert isinstance(values, Amounts)
            point = sample.toordinal() if isinstance(sample, date) else sample
            assert (point in values.interval) == passed
        assert not (values.empty and passed)


@given(any_tests)
def test_samples_reach_every_kind_of_event(tests: list[FieldTest]) -> None:
    """Where anything passes, one of the samples does; a value between them passes as a sample does."""
    values = filters.together(tests)
    assert values is not None
    passed = [passing(tests, event(tests[0].field, sample)) for sample in filters.samples(tests, None)]
    assert any(passed) == (not values.empty)


@given(level_tests, level_tests)
def test_within_is_the_order_of_both(one: FieldTest, other: FieldTest) -> None:
    a, b = filters.passing(one), filters.passing(other)
    assert a is not None
    assert b is not None
    assert filters.within(a, b) == (filters.both(a, b) == a)


@st.composite
def rubrics(draw: st.DrawFn) -> str:
    """Two to four clauses that deduct for the same kind of event, each filtered in its own way."""
    lines = [
        "办法  某某考核办法",
        "单位  甲县、乙县",
        "事实  稿件：事件（篇），级别（省级、市级、县级）、发布（日期）、字数（数值）",
    ]
    for number in range(draw(st.integers(2, 4))):
        tests = [*draw(st.lists(level_tests, max_size=1)), *draw(st.lists(day_tests, max_size=2))]
        tests += draw(st.lists(number_tests, max_size=1))
        told = "，".join(f"{t.field} {t.comparator} {say_value(t.value)}" for t in tests)
        link = f"稿件[{told}]" if told else "稿件"
        form = draw(
            st.sampled_from(
                (
                    "差错{{{}}}每篇扣{}分，扣完为止。",
                    "出现差错{{{}}}的，扣{}分。",
                    "得{1}分，差错{{{0}}}一次扣0.5分，扣完为止。",
                    "没有差错{{{} = 0}}，得{}分。",
                )
            )
        )
        lines += [f"一级指标  指标{number}（10分）", "  " + form.format(link, draw(st.integers(1, 4)))]
    return "\n".join(lines) + "\n"


@settings(max_examples=30)
@given(rubrics())
def test_an_event_costs_what_the_witness_says(rules: str) -> None:
    """The fact of every witness, scored by the real pipeline beside a unit without it."""
    found = [d for d in lint(SourceFile("例.rubric", rules)).findings if d.code == "N013"]
    for finding in found:
        named = re.search(r"「稿件(?:（(.*?)）)?」", finding.witness)
        assert named is not None
        given_fields = dict(pair.split(" ", 1) for pair in (named[1] or "").split("，") if pair)
        header = ",".join(("单位", "事项", *given_fields))
        row = ",".join(("甲县", "稿件", *given_fields.values()))
        rubric = rubric_of(rules)
        assessment = assess(rubric, changes_of(rubric, f"{header}\n{row}\n"), DurableEngine)
        for clause, points in re.findall(r"第([\d.]+)条扣([\d.]+)分", finding.witness):
            lost = assessment.clause("乙县", clause).high - assessment.clause("甲县", clause).high
            assert lost == Decimal(points)


FALLS = (
    "满意度{{满意度}}达到{0}%，得{1}分，每降低{2}个百分点扣{3}分，扣完为止。",
    "满意度{{满意度，以{0}%为基数}}每下降{2}%，扣{3}分，扣完为止。",
)
falls = st.lists(
    st.tuples(
        st.sampled_from(FALLS), st.integers(80, 100), st.integers(3, 9), st.integers(1, 5), st.integers(1, 3)
    ),
    min_size=2,
    max_size=3,
)


@settings(max_examples=30)
@given(falls)
def test_a_figure_costs_what_the_witness_says(drawn: list[tuple[str, int, int, int, int]]) -> None:
    """A figure that falls short in several clauses, against a unit that has all of it."""
    lines = ["办法  某某考核办法", "单位  甲县、乙县"]
    for number, (form, *numbers) in enumerate(drawn):
        lines += [f"一级指标  指标{number}（{numbers[1]}分）", "  " + form.format(*numbers)]
    rules = "\n".join(lines) + "\n"
    (finding,) = [d for d in lint(SourceFile("例.rubric", rules)).findings if d.code == "N013"]
    figure = re.search(r"「满意度」为([\d.]+%)时", finding.witness)
    assert figure is not None
    rubric = rubric_of(rules)
    changes = changes_of(rubric, f"单位,满意度\n甲县,{figure[1]}\n乙县,100%\n")
    assessment = assess(rubric, changes, DurableEngine)
    costs = re.findall(r"第([\d.]+)条扣([\d.]+)分", finding.witness)
    assert len(costs) > 1
    for clause, points in costs:
        lost = assessment.clause("乙县", clause).high - assessment.clause("甲县", clause).high
        assert lost == Decimal(points)
