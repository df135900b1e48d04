from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casework import points, rubric_of, scored, state
from kaoping.plan import Plan, make_plan, schema_of
from kaoping.selection import Aggregate, FieldTest, Once, Selector

D = Decimal
EVENTS = (
    "期间  2021-01-01 至 2021-12-31\n单位  甲县、乙县\n"
    "事实  稿件：事件，级别（省级、市级）、标题、字数（数值）、首发（是否）\n"
    "事实  申诉：事件，提交（日期）、办结（日期）\n一级指标 甲\n"
)


def plan_of(rules: str) -> Plan:
    return make_plan(rubric_of(rules))


def aggregates(rules: str, clause: str = "1.1") -> list[Aggregate]:
    plan = plan_of(rules).clauses[clause]
    return [a for section in plan.sections for rule in section.rules for a in rule.aggregates()]


def test_the_same_rubric_is_the_same_plan() -> None:
    rules = (
        EVENTS
        + "1．每篇{稿件[级别 = 省级]}得1分，最多得3分。\n2．完成率{完成 / 任务}≥80%，得2分，否则不得分。"
    )
    assert plan_of(rules) == plan_of(rules)
    assert [selector.id for selector in plan_of(rules).selectors] == ["1.1#1", "1.2#1", "1.2#2"]


def test_a_link_becomes_aggregates_over_selectors_of_its_clause() -> None:
    tests = (FieldTest("级别", "=", "省级"), FieldTest("字数", "≥", D(500)))
    assert aggregates(EVENTS + "每篇{稿件[级别 = 省级，字数 ≥ 500]}得1分，最多得3分。") == [
        Aggregate(Selector("1.1#1", "1.1", "稿件", tests), "count")
    ]
    assert aggregates("完成率{完成 / 任务}≥80%，得2分，否则不得分。") == [
        Aggregate(Selector("1.1#1", "1.1", "完成"), "value"),
        Aggregate(Selector("1.1#2", "1.1", "任务"), "value"),
    ]


def test_yes_and_no_in_a_filter_are_the_type_of_the_field() -> None:
    (aggregate,) = aggregates(EVENTS + "每篇{稿件[首发 = 是]}得1分，最多得3分。")
    assert aggregate.selector.tests == (FieldTest("首发", "=", True),)


def test_counting_once_is_shared_by_the_selectors_of_a_clause() -> None:
    found = aggregates(
        EVENTS + "每篇省级{稿件[级别 = 省级]}得2分；每篇市级{稿件[级别 = 市级]}得1分，"
        "同一篇稿件按最高级别算{按标题去重，取级别最高}。最多得6分。"
    )
    assert {aggregate.selector.once for aggregate in found} == {Once("1.1", "标题", "级别", ("省级", "市级"))}


def test_a_selector_is_made_once_for_equal_links() -> None:
    rule = "完成率{完成 / 任务}≥100%，得6分；100%＞完成率≥80%，得3分；完成率＜80%，不得分。"
    assert len(plan_of(rule).selectors) == 2


@pytest.mark.parametrize(
    ("clause", "ranked"),
    [
        ("第1-3名，得3分；第4名及以后，得2分。", True),
        ("排名{办件}倒数第1名，扣1分。", True),
        ("完成率≥80%，得2分，否则不得分。", False),
        ("得3分，漏报一次扣0.5分。", False),
    ],
)
def test_only_places_move_other_units(clause: str, ranked: bool) -> None:
    assert plan_of(clause).clauses["1.1"].ranked == ranked


def test_the_schema_is_what_the_rubric_needs() -> None:
    schema = schema_of(rubric_of(EVENTS + "每篇{稿件[级别 = 省级]}得1分，最多得3分。"))
    assert (schema.units, schema.start, schema.end) == (
        ("甲县", "乙县"),
        date(2021, 1, 1),
        date(2021, 12, 31),
    )
    assert [spec.name for spec in schema.facts] == ["稿件", "申诉"]


ROWS = "编号,单位,事项,级别,标题,字数,首发\n1,甲县,稿件,省级,一,300,是\n2,甲县,稿件,市级,二,500,否\n3,甲县,稿件,省级,一,700,否"


@pytest.mark.parametrize(
    ("link", "figure"),
    [
        ("稿件", "3"),
        ("次数(稿件[级别 = 省级])", "2"),
        ("稿件[级别 ≠ 省级]", "1"),
        ("去重计数(稿件.标题)", "2"),
        ("合计(稿件.字数)", "1500"),
        ("平均(稿件.字数)", "500"),
        ("最大(稿件.字数)", "700"),
        ("最小(稿件[级别 = 省级].字数)", "300"),
        ("合计(稿件.字数) / 次数(稿件) - 100 * 4", "100"),
        ("(次数(稿件) + 1) × 2 ÷ 4", "2"),
        ("-次数(稿件) + 3", "0"),
        ("合计(稿件[首发 = 是].字数)", "300"),
    ],
)
def test_figures(link: str, figure: str) -> None:
    """The figure is the points: 每一个得1分."""
    assert points(scored(f"{EVENTS}每增加一个{{{link}}}得1分。", ROWS), "1.1") == D(figure)


@pytest.mark.parametrize(
    ("link", "met"),
    [
        ("最早(申诉.提交) ≥ 2021-03-05", True),
        ("最晚(申诉.办结) ≤ 2021-03-09", False),
        ("相差天数(最早(申诉.提交), 最晚(申诉.办结)) = 5", True),
        ("相差工作日(最早(申诉.提交), 最晚(申诉.办结)) = 3", True),
        ("次数(申诉) ≠ 1", False),
    ],
)
def test_days(link: str, met: bool) -> None:
    rows = "编号,单位,事项,提交,办结\n1,甲县,申诉,2021-03-05,2021-03-10"
    assert points(scored(f"{EVENTS}及时{{{link}}}，得1分，否则不得分。", rows), "1.1") == int(met)


def test_working_days_know_the_official_holidays_and_their_make_up_days() -> None:
    """2021-02-11 to 17 was the Spring Festival; Saturday the 20th was worked."""
    rows = "编号,单位,事项,提交,办结\n1,甲县,申诉,2021-02-10,2021-02-20"
    rule = f"{EVENTS}每超一天{{相差工作日(最早(申诉.提交), 最晚(申诉.办结))}}得1分。"
    assert points(scored(rule, rows), "1.1") == 3


def test_what_cannot_be_computed_says_why() -> None:
    late = scored(
        f"{EVENTS}及时{{相差工作日(最早(申诉.提交), 最晚(申诉.办结)) ≤ 3}}，得1分，否则不得分。",
        "编号,单位,事项,提交,办结\n1,甲县,申诉,2021-03-05,2021-03-01",
    )
    assert state(late).pending == ("结束日期早于开始日期",)
    none = scored(f"{EVENTS}平均字数{{平均(稿件.字数)}}≥3，得1分，否则不得分。")
    assert state(none).missing == ("稿件",)
