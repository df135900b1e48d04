"""The engine that scores agrees with the oracle, on any selectors and any stream of facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from hypothesis import example, given
from hypothesis import strategies as st

from kaoping.engines.durable import DurableEngine, Matcher
from kaoping.engines.reference import ReferenceEngine, selects
from kaoping.facts.fact import Fact, Value
from kaoping.selection import Aggregate, Comparator, FieldTest, Once, Selector

UNITS = ("甲县", "乙县", "没有事实的县")
NAMES = ("月报问题", "稿件")
OPS: tuple[Any, ...] = ("count", "present", "value", "sum", "mean", "min", "max", "distinct")

# Few values, so that facts and tests meet; and side by side what durable-rules takes for equal.
WORDS = st.sampled_from(("国家级", "省级", "1", "true"))
NUMBERS = st.sampled_from([Decimal(n) for n in ("0", "1", "1.00", "-2.5", "0.999999999999999999999")])
TIMES = st.sampled_from(
    [date(2021, 1, 31), date(2021, 2, 1), datetime(2021, 2, 1), datetime(2021, 2, 1, 9, 30, 0, 5)]
)
FIELDS: dict[str, st.SearchStrategy[Value]] = {
    "值": NUMBERS | st.booleans() | WORDS,
    "日期": TIMES,
    "级别": WORDS | st.booleans(),
    "数额": NUMBERS | st.sampled_from((Fraction(1, 3), Fraction(2, 3))) | st.booleans(),
    "时点": TIMES,
}
COLUMNS = ("级别", "数额", "时点")
ODD_WORDS = st.sampled_from(("", 'a"b', "a\\", "'", "国", "国家", "𠮷\n", '":{"m":')) | st.text(max_size=3)


@st.composite
def field_tests(draw: st.DrawFn, words: st.SearchStrategy[str] = WORDS) -> FieldTest:
    field = draw(st.sampled_from(list(FIELDS)))
    comparator = draw(st.just("=") | st.sampled_from(get_args(Comparator)))
    return FieldTest(field, comparator, draw(FIELDS[field] | words if field == "级别" else FIELDS[field]))


ONCES = st.builds(
    Once,
    scope=st.sampled_from(("稿件", "其他")),
    by=st.sampled_from(("级别", "级别", "值", "日期")),
    best=st.sampled_from(("", "级别")),
    order=st.sampled_from(((), ("国家级", "省级"), ("1", "true"))),
)


@st.composite
def selector_lists(draw: st.DrawFn, most_tests: int = 1) -> list[Selector]:
    """Most examples hold selectors that share a `Once`."""
    onces = st.none() | st.sampled_from(draw(st.lists(ONCES, min_size=1, max_size=1)))
    tests = st.lists(field_tests(), max_size=most_tests).map(tuple)
    parts = draw(st.lists(st.tuples(st.sampled_from(NAMES), tests, onces), min_size=1, max_size=5))
    return [Selector(f"{number}", "", *part) for number, part in enumerate(parts)]


def facts(id: str, words: st.SearchStrategy[str] = WORDS) -> st.SearchStrategy[Fact]:
    columns = {name: FIELDS[name] | words if name == "级别" else FIELDS[name] for name in COLUMNS}
    return st.builds(
        Fact,
        id=st.just(id),
        unit=st.sampled_from((UNITS[0], UNITS[0], UNITS[1])),
        name=st.sampled_from(NAMES),
        value=FIELDS["值"],
        day=st.none() | TIMES,
        fields=st.fixed_dictionaries({}, optional=columns),
    )


# Ids descend, so that the later of two facts can come first by its id.
STREAMS = st.integers(3, 9).flatmap(lambda n: st.tuples(*(facts(f"{id}") for id in range(n, 0, -1))))


def agree(engines: Iterable[DurableEngine | ReferenceEngine], aggregates: list[Aggregate]) -> None:
    durable, reference = engines
    for unit in UNITS:
        for aggregate in aggregates:
            figures = durable.figure(unit, aggregate), reference.figure(unit, aggregate)
            assert figures[0] == figures[1], aggregate
            assert type(figures[0]) is type(figures[1]), aggregate
        for selector in {aggregate.selector for aggregate in aggregates}:
            assert durable.evidence(unit, selector) == reference.evidence(unit, selector)


@given(
    selectors=selector_lists(),
    stream=STREAMS,
    then=st.lists(st.integers(0, 8), max_size=8),
    field=st.sampled_from(("", *COLUMNS)),
)
def test_engines_agree_after_each_fact(
    selectors: list[Selector], stream: tuple[Fact, ...], then: list[int], field: str
) -> None:
    engines = DurableEngine(selectors), ReferenceEngine(selectors)
    followed = [Aggregate(selector, op, field) for selector in selectors for op in OPS]
    present: set[str] = set()
    # All facts come in; then some go out, and in again.
    for fact in (*stream, *(stream[index % len(stream)] for index in then)):
        if fact.id in present:
            durable, reference = (engine.remove(fact) for engine in engines)
        else:
            durable, reference = (engine.add(fact) for engine in engines)
        present ^= {fact.id}
        assert durable == reference
        agree(engines, followed)
    asked_late = [
        Aggregate(selector, op, other) for selector in selectors for op in OPS for other in ("", *COLUMNS)
    ]
    agree(engines, asked_late)


@given(
    selectors=st.lists(
        st.builds(
            Selector,
            id=st.text(max_size=4, min_size=1),
            clause=st.just(""),
            name=st.sampled_from(NAMES),
            tests=st.lists(field_tests(ODD_WORDS), max_size=3).map(tuple),
        ),
        unique_by=lambda selector: selector.id,
        max_size=8,
    ),
    stream=st.lists(facts("1", ODD_WORDS), max_size=10),
)
@example([Selector('":{"m":', "", "稿件")], [Fact("1", "甲县", "稿件", True)])
def test_what_durable_rules_fires_is_what_the_selectors_select(
    selectors: list[Selector], stream: list[Fact]
) -> None:
    matcher = Matcher(selectors)
    for fact in stream:
        assert matcher.match(fact) == tuple(selector for selector in selectors if selects(selector, fact))
