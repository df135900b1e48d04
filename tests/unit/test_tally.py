"""Figures and evidence, on small tables of facts whose answers one can work out by hand.

Every case runs through both engines; the property tests let them disagree on anything else.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.engines.tally import Tally
from kaoping.facts.fact import Fact, Value
from kaoping.selection import Aggregate, Engine, EngineFactory, FieldTest, Figure, Once, Selector

ENGINES = pytest.mark.parametrize("engine_of", [DurableEngine, ReferenceEngine])
REPORTS = Selector("1.1", "1.1", "月报问题")


def fact(
    id: str, value: Value = Decimal(1), day: date | None = None, unit: str = "甲县", **fields: Value
) -> Fact:
    return Fact(id, unit, "月报问题", value, day, fields)


def engine_with(
    engine_of: EngineFactory, *facts: Fact, selectors: tuple[Selector, ...] = (REPORTS,)
) -> Engine:
    engine = engine_of(selectors)
    for one in facts:
        engine.add(one)
    return engine


@ENGINES
@pytest.mark.parametrize(
    ("op", "figure"),
    [
        ("count", Decimal(0)),
        ("sum", Decimal(0)),
        ("distinct", Decimal(0)),
        ("present", False),
        ("value", None),
        ("mean", None),
        ("min", None),
        ("max", None),
    ],
)
def test_a_unit_without_facts(engine_of: EngineFactory, op: Any, figure: Figure) -> None:
    engine = engine_with(engine_of, fact("1", unit="乙县"))
    assert engine.figure("甲县", Aggregate(REPORTS, op)) == figure
    assert engine.evidence("甲县", REPORTS) == ()


@ENGINES
@pytest.mark.parametrize(
    ("op", "field", "figure"),
    [
        ("count", "", Decimal("3.5")),
        ("present", "", True),
        ("sum", "小时", Decimal("0.30")),
        ("mean", "小时", Decimal("0.15")),
        ("min", "小时", Decimal("0.1")),
        ("max", "小时", Decimal("0.2")),
        ("distinct", "小时", Decimal(2)),
        ("distinct", "级别", Decimal(2)),
        ("min", "级别", None),
        ("value", "", Decimal("0.5")),
        ("value", "小时", Decimal("0.2")),
        ("max", "没有的列", None),
    ],
)
def test_a_figure_leaves_out_facts_without_the_field(
    engine_of: EngineFactory, op: Any, field: str, figure: Figure
) -> None:
    engine = engine_with(
        engine_of,
        fact("1", Decimal(2), 小时=Decimal("0.1"), 级别="省级"),
        fact("2", Decimal(1), 小时=Decimal("0.2"), 级别="省级"),
        fact("3", Decimal("0.5"), 级别="市级"),
    )
    assert engine.figure("甲县", Aggregate(REPORTS, op, field)) == figure


@ENGINES
def test_a_mean_without_a_finite_expansion_is_kept_as_a_quotient(engine_of: EngineFactory) -> None:
    engine = engine_with(engine_of, fact("1", Decimal(1)), fact("2", Decimal(1)), fact("3", Decimal(0)))
    assert engine.figure("甲县", Aggregate(REPORTS, "mean")) == Fraction(2, 3)


@ENGINES
def test_sums_do_not_round(engine_of: EngineFactory) -> None:
    small, large = Decimal("1E-30"), Decimal("1E+30")
    engine = engine_with(engine_of, fact("1", large), fact("2", small))
    count = Aggregate(REPORTS, "count")
    assert engine.figure("甲县", count) == Decimal("1" + "0" * 30 + "." + "0" * 29 + "1")
    engine.remove(fact("1", large))
    assert engine.figure("甲县", count) == small


@ENGINES
def test_a_day_comes_before_the_moments_of_it(engine_of: EngineFactory) -> None:
    day, midnight = date(2021, 2, 1), datetime(2021, 2, 1)
    for facts in ((fact("1", day), fact("2", midnight)), (fact("1", midnight), fact("2", day))):
        engine = engine_with(engine_of, *facts)
        least, most = (engine.figure("甲县", Aggregate(REPORTS, op)) for op in ("min", "max"))
        assert (type(least), type(most)) == (date, datetime)


@ENGINES
def test_a_figure_follows_the_facts_from_when_it_is_first_asked(engine_of: EngineFactory) -> None:
    engine = engine_with(engine_of, fact("1", Decimal(5)), fact("2", Decimal(9)))
    ops: tuple[Any, ...] = ("count", "max", "min", "distinct")

    def figures() -> list[Figure]:
        return [engine.figure("甲县", Aggregate(REPORTS, op)) for op in ops]

    assert figures() == [14, 9, 5, 2]
    engine.add(fact("3", Decimal(9)))
    assert figures() == [23, 9, 5, 2]
    engine.remove(fact("2", Decimal(9)))
    assert figures() == [14, 9, 5, 2]
    engine.remove(fact("3", Decimal(9)))
    assert figures() == [5, 5, 5, 1]


@ENGINES
def test_evidence_stands_in_the_order_of_arrival(engine_of: EngineFactory) -> None:
    engine = engine_with(engine_of, *(fact(id) for id in "3142"))
    engine.remove(fact("1"))
    engine.add(fact("1"))
    assert [one.id for one in engine.evidence("甲县", REPORTS)] == ["3", "4", "2", "1"]


# --- once -------------------------------------------------------------------------------------

HIGHEST = Once("稿件", by="稿件", best="级别", order=("国家级", "省级", "市级"))
EARLIEST = Once("稿件", by="稿件")


def once_of(once: Once, level: str = "") -> Selector:
    tests = (FieldTest("级别", "=", level),) if level else ()
    return Selector(f"2.1 {level}", "2.1", "月报问题", tests, once)


def counted(engine: Engine, selector: Selector) -> list[str]:
    return [one.id for one in engine.evidence("甲县", selector)]


@ENGINES
def test_one_article_counts_at_its_highest_level_only(engine_of: EngineFactory) -> None:
    province, city = once_of(HIGHEST, "省级"), once_of(HIGHEST, "市级")
    low, high = fact("1", 稿件="A", 级别="市级"), fact("2", 稿件="A", 级别="省级")
    engine = engine_with(engine_of, low, selectors=(province, city))
    count_city = Aggregate(city, "count")
    assert (counted(engine, province), counted(engine, city)) == ([], ["1"])
    assert engine.figure("甲县", count_city) == 1

    assert engine.add(high) == (province,)
    assert (counted(engine, province), counted(engine, city)) == (["2"], [])
    assert engine.figure("甲县", count_city) == 0

    engine.remove(high)
    assert (counted(engine, province), counted(engine, city)) == ([], ["1"])
    assert engine.figure("甲县", count_city) == 1


@ENGINES
def test_the_next_best_takes_the_place_and_stands_where_it_arrived(engine_of: EngineFactory) -> None:
    selector = once_of(HIGHEST)
    engine = engine_with(
        engine_of,
        fact("1", 稿件="A", 级别="市级"),
        fact("2", 稿件="A", 级别="省级"),
        fact("3", 稿件="B"),
        fact("4", 稿件="A", 级别="国家级"),
        selectors=(selector,),
    )
    assert counted(engine, selector) == ["3", "4"]
    engine.remove(fact("4", 稿件="A", 级别="国家级"))
    assert counted(engine, selector) == ["2", "3"]


@ENGINES
@pytest.mark.parametrize(
    ("once", "facts", "first"),
    [
        pytest.param(
            EARLIEST, [fact("1", day=date(2021, 3, 1), 稿件="A"), fact("2", day=date(2021, 2, 1), 稿件="A")], "2",
            id="the earlier day",
        ),
        pytest.param(
            EARLIEST, [fact("1", day=date(2021, 2, 1), 稿件="A"), fact("2", 稿件="A")], "2", id="no day is earliest"
        ),
        pytest.param(
            EARLIEST, [fact("2", day=date(2021, 2, 1), 稿件="A"), fact("1", day=date(2021, 2, 1), 稿件="A")], "1",
            id="one day, by id",
        ),
        pytest.param(
            EARLIEST,
            [fact("1", day=datetime(2021, 2, 1, 9), 稿件="A"), fact("2", day=date(2021, 2, 1), 稿件="A")],
            "2",
            id="a day before its moments",
        ),
        pytest.param(
            HIGHEST, [fact("1", 稿件="A", 级别="县级"), fact("2", 稿件="A", 级别="市级")], "2",
            id="a level out of the order comes last",
        ),
        pytest.param(
            HIGHEST, [fact("2", 稿件="A"), fact("1", 稿件="A", 级别="县级")], "1",
            id="no level is as one out of the order",
        ),
    ],
)  # fmt: skip
def test_which_fact_of_several_counts(
    engine_of: EngineFactory, once: Once, facts: list[Fact], first: str
) -> None:
    selector = once_of(once)
    assert counted(engine_with(engine_of, *facts, selectors=(selector,)), selector) == [first]


@ENGINES
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param([fact("1"), fact("2")], id="without the field"),
        pytest.param([fact("1", 稿件=True), fact("2", 稿件=Decimal(1)), fact("3", 稿件="1")], id="types"),
    ],
)
def test_facts_that_do_not_agree_all_count(engine_of: EngineFactory, facts: list[Fact]) -> None:
    selector = once_of(EARLIEST)
    assert counted(engine_with(engine_of, *facts, selectors=(selector,)), selector) == [
        one.id for one in facts
    ]


@ENGINES
def test_units_do_not_compete(engine_of: EngineFactory) -> None:
    selector = once_of(EARLIEST)
    engine = engine_with(
        engine_of, fact("1", unit="乙县", 稿件="A"), fact("2", 稿件="A"), selectors=(selector,)
    )
    assert counted(engine, selector) == ["2"]


@ENGINES
def test_what_no_selector_of_the_once_takes_does_not_compete(engine_of: EngineFactory) -> None:
    city = once_of(HIGHEST, "市级")
    facts = fact("1", 稿件="A", 级别="国家级"), fact("2", 稿件="A", 级别="市级")
    assert counted(engine_with(engine_of, *facts, selectors=(city,)), city) == ["2"]


# --- what the tally refuses -------------------------------------------------------------------


@pytest.mark.parametrize("selector", [REPORTS, once_of(EARLIEST)], ids=["plain", "once"])
def test_no_fact_enters_or_leaves_twice(selector: Selector) -> None:
    tally, one = Tally(), fact("1", 稿件="A")
    tally.add(one, (selector,))
    with pytest.raises(ValueError, match="'1' is counted already"):
        tally.add(one, (selector,))
    tally.remove(one, (selector,))
    with pytest.raises(KeyError):
        tally.remove(one, (selector,))
