"""Facts come and go; scores, bounds, ranks and the entries that explain them follow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import entries, interval, points, rubric_of, scored, state
from kaoping.sheet import Sheet
from kaoping.tree import biting

D = Decimal
RANKS = """单位  甲县、乙县、丙县、丁县
一级指标 甲
  人均办件{办件 / 人口}第1名，得3分；第2-3名，得2分；第3名之后，得1分。
"""


def every(sheet: Sheet, node: str = "1.1") -> list[tuple[Decimal, Decimal]]:
    return [interval(sheet, node, unit) for unit in sheet.assessment.units]


def settled(*values: int) -> list[tuple[Decimal, Decimal]]:
    return [(D(value), D(value)) for value in values]


def test_rank_is_competition_rank() -> None:
    sheet = scored(RANKS, "单位,办件,人口\n甲县,30,10\n乙县,20,10\n丙县,40,20\n丁县,1,10")
    assert every(sheet) == settled(3, 2, 2, 1)


def test_equal_quotients_rank_equal() -> None:
    sheet = scored(RANKS, "单位,办件,人口\n甲县,2,3\n乙县,4,6\n丙县,6,9\n丁县,1,3")
    assert every(sheet) == settled(3, 3, 3, 1)


def test_the_lowest_may_rank_first() -> None:
    sheet = scored(
        RANKS.replace("人口}", "人口，由低到高}"), "单位,办件,人口\n甲县,1,1\n乙县,2,1\n丙县,3,1\n丁县,4,1"
    )
    assert every(sheet) == settled(3, 2, 2, 1)


def test_a_unit_without_the_value_leaves_open_only_the_ranks_that_it_could_change() -> None:
    sheet = scored(RANKS, "单位,办件,人口\n甲县,9,1\n乙县,8,1\n丙县,1,1")
    assert every(sheet) == [(D(2), D(3)), (D(2), D(2)), (D(1), D(2)), (D(1), D(3))]
    assert state(sheet, unit="丁县").missing == ("办件", "人口")
    assert state(sheet, unit="乙县").pending == ()
    assert "名次在第1～2名之间" in state(sheet, unit="甲县").pending[0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [((5, 4, 3, 2), [0, 0, 0, -1]), ((5, 4, 2, 2), [0, 0, -1, -1]), ((2, 2, 2, 2), [-1, -1, -1, -1])],
)
def test_the_last_place_is_counted_from_the_last(values: tuple[int, ...], expected: list[int]) -> None:
    rule = "单位  甲县、乙县、丙县、丁县\n一级指标 甲（5分）\n排名{办件}倒数第1名，扣1分。"
    table = "\n".join(f"{unit},{value}" for unit, value in zip("甲乙丙丁", values, strict=True)).replace(
        ",", "县,"
    )
    sheet = scored(rule, f"单位,办件\n{table}")
    assert every(sheet, "1") == settled(*(5 + change for change in expected))


def test_places_by_share_of_the_units() -> None:
    rule = "单位  甲县、乙县、丙县、丁县\n一级指标 甲\n办件量{办件}排名位于前25%，得3分；前50%，得2分；其余得1分。"
    sheet = scored(rule, "单位,办件\n甲县,9\n乙县,8\n丙县,7\n丁县,6")
    assert every(sheet) == settled(3, 2, 1, 1)


def test_an_indicator_is_drained_and_no_further() -> None:
    rule = "一级指标 甲（50分）\n1．建立机制，得4分，未建立的，不得分。\n2．被点名批评的，每发现一次扣10分，直至50分扣完。"
    sheet = scored(rule, "单位,1.1,1.2\n甲县,是,4\n乙县,是,6\n丙县,否,0")
    assert [points(sheet, "1", unit) for unit in ("甲县", "乙县", "丙县")] == [D(10), D(0), D(46)]
    assert [e.effective for e in entries(sheet, "1.2", "乙县")] == [D(-50)]
    assert entries(sheet, "1.2", "乙县")[0].reasons == ("50分已经扣完",)


def test_deductions_without_points_of_their_own_share_the_pool() -> None:
    rule = "1．每漏报一次扣1分。\n2．每迟到一次扣2分。\n3．建立机制，得4分，未建立的，不得分。"
    sheet = scored(rule, "单位,1.1,1.2,1.3\n甲县,1,1,是\n乙县,9,9,是\n丙县,0,0,否", points="10")
    assert [points(sheet, "1", unit) for unit in ("甲县", "乙县", "丙县")] == [D(7), D(0), D(6)]
    assert sum(e.effective for e in entries(sheet, "1", "乙县")) == D(
        15
    )  # what the bound gives back, with the pool


def test_an_indicator_without_points_hands_its_deductions_on() -> None:
    """扣分项: what nobody gave can still be taken, from the total, but never below 0."""
    rule = "一级指标 甲\n建立机制，得4分，未建立的，不得分。\n一级指标 扣分项\n每通报{通报}一次扣3分。"
    sheet = scored(rule, "单位,1.1,通报\n甲县,是,1\n乙县,是,2\n丙县,是,0")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [D(1), D(0), D(4)]
    assert points(sheet, "2", "甲县") == D(-3)


@pytest.mark.parametrize("name", ["扣分项", "减分项", "负面清单", "倒扣项", "惩戒", "通报情况"])
def test_a_capped_deduction_on_top_of_the_full_mark_takes_from_the_total(name: str) -> None:
    """Nobody comes to 110 of 100: what brings no points opens with 0."""
    rule = (
        f"满分  100分\n一级指标 甲（100分）\n建立机制，得100分，未建立的，不得分。\n"
        f"一级指标 {name}\n1．每通报{{通报}}一次扣2分，最高扣10分。\n2．每迟到{{迟到}}一次扣1分，最高扣3分。"
    )
    sheet = scored(rule, "单位,1.1,通报,迟到\n甲县,是,0,0\n乙县,是,2,0\n丙县,是,9,9\n丁县,否,1,0")
    units = ("甲县", "乙县", "丙县", "丁县")
    assert [points(sheet, unit=unit) for unit in units] == [D(100), D(96), D(87), D(0)]
    assert [points(sheet, "2", unit) for unit in units] == [D(0), D(-4), D(-13), D(-2)]


def test_deductions_below_an_indicator_with_points_take_from_these() -> None:
    rule = (
        "一级指标 甲（20分）\n二级指标 乙\n建立机制，得20分，未建立的，不得分。\n二级指标 扣分项\n"
        "每通报{通报}一次扣2分，最高扣10分。\n一级指标 丙（5分）\n有方案，得5分。"
    )
    sheet = scored(rule, "单位,1.1,通报,3.1\n甲县,是,2,是\n乙县,否,2,是")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [D(21), D(5)]


def test_bonus_and_deduction_of_one_indicator() -> None:
    rule = (
        "一级指标 甲\n建立机制，得50分，未建立的，不得分。\n一级指标 加减分项\n"
        "1．每表彰{表彰}一次加2分，最高加4分。\n2．每通报{通报}一次扣3分，最高扣6分。"
    )
    sheet = scored(rule, "单位,1.1,表彰,通报\n甲县,是,0,0\n乙县,是,1,9\n丙县,是,9,1")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [D(50), D(46), D(51)]


def test_a_drain_takes_the_points_of_the_indicator_that_it_names() -> None:
    rule = (
        "满分  100分\n一级指标 甲（70分）\n二级指标 乙（50分）\n1．被点名{点名}的，每次扣10分，直至70分扣完。\n"
        "2．做到的，得50分。迟到{迟到}每次扣30分。\n二级指标 丙（20分）\n做到的，得20分。\n一级指标 丁（30分）\n做到的，得30分。"
    )
    table = "单位,点名,迟到,2.1,3.1\n甲县,6,0,是,是\n乙县,9,0,是,是\n丙县,1,2,是,是\n丁县,9,9,否,是"
    units = ("甲县", "乙县", "丙县", "丁县")
    sheet = scored(rule, table)
    assert [points(sheet, "甲", unit) for unit in units] == [D(10), D(0), D(10), D(0)]
    assert [points(sheet, unit=unit) for unit in units] == [D(40), D(30), D(40), D(30)]
    sheet = scored(rule.replace("直至70", "直至100"), table)
    assert [points(sheet, unit=unit) for unit in units] == [D(40), D(10), D(40), D(0)]


@pytest.mark.parametrize(
    ("first", "column", "low"),
    [("每少{应报 - 实报}一次扣1分。", "应报", 0), ("材料不完整的，酌情扣分。", "1.3", 0)],
)
def test_a_missing_figure_of_a_deduction_without_points_of_its_own_is_open(
    first: str, column: str, low: int
) -> None:
    rule = f"1．{first}\n2．每迟到一次扣2分。\n3．建立机制，得4分，未建立的，不得分。"
    sheet = scored(
        rule, f"单位,{column},1.3\n甲县,5,是" if column != "1.3" else "单位,1.3\n甲县,是", points="10"
    )
    assert interval(sheet, "1", "甲县") == (D(low), D(10))


def test_a_judgement_may_take_what_the_indicator_has() -> None:
    rule = "1．材料不完整的，酌情扣分。\n2．每迟到一次扣2分。\n3．建立机制，得4分，未建立的，不得分。"
    assert points(scored(rule, "单位,1.1,1.3\n甲县,3,是", points="10")) == D(7)


def test_nothing_is_left_of_an_indicator_of_which_a_cap_takes_less() -> None:
    rule = "单位  甲县、乙县、丙县\n一级指标  甲（5分）\n迟报{迟报}每次扣2分，最高扣2分，超过3次此项得0分。"
    sheet = scored(rule, "单位,迟报\n甲县,0\n乙县,3\n丙县,4")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [D(5), D(3), D(0)]


def test_points_for_a_place_are_those_of_the_first_alone() -> None:
    rule = "单位  甲县、乙县、丙县\n一级指标 甲（3分）\n办件量{办件}第1名得3分，每发现一次{问题}扣2分。"
    sheet = scored(rule, "单位,办件,问题\n甲县,9,0\n乙县,8,0\n丙县,7,1")
    assert every(sheet, "1") == settled(3, 0, 0)


def test_the_total_has_a_ceiling() -> None:
    rule = (
        "满分  100分，总分不高于100分\n一级指标 甲\n得99分，未建立的，不得分。\n"
        "一级指标 加分项\n每完成一个场景{场景}得2分，最高得4分。"
    )
    sheet = scored(rule, "单位,1.1,场景\n甲县,是,2\n乙县,否,2")
    assert (points(sheet), points(sheet, unit="乙县")) == (D(100), D(4))
    (bound,) = entries(sheet, "总分")
    assert (bound.effective, bound.reasons, bound.total) == (D(-3), ("不高于100分",), D(100))


@pytest.mark.parametrize(
    ("rounding", "clause", "total"),
    [
        ("每项得分四舍五入保留2位小数", "2.67", "5.33"),
        ("每项得分舍去尾数保留2位小数", "2.66", "5.32"),
        ("每项得分进一保留0位小数", "3", "6"),
        ("总分四舍五入保留2位小数", "2.666666666666666666666666667", "5.33"),
    ],
)
def test_rounding_is_where_the_rubric_says(rounding: str, clause: str, total: str) -> None:
    rule = f"取值  {rounding}\n一级指标 甲\n1．资金，4分。得分=执行率{{支出 / 预算}}×分值。\n2．资金，4分。得分=到位率{{到位 / 预算}}×分值。"
    sheet = scored(rule, "单位,支出,到位,预算\n甲县,2,2,3")
    assert points(sheet, "1.1") == D(clause)
    expected = 2 * D(clause) if "每项" in rounding else D(total)
    assert points(sheet) == expected


def test_nothing_rounds_unless_the_rubric_says_so() -> None:
    assert points(scored("1．得10分，每漏报一次扣0.3333分。", "单位,1.1\n甲县,1")) == D("9.6667")


def test_a_hundred_deductions_of_a_tenth_are_ten() -> None:
    rows = "\n".join(f"{n},甲县,漏报,1" for n in range(100))
    sheet = scored("1．得20分，漏报{漏报}一次扣0.1分。", f"编号,单位,事项,数量\n{rows}")
    assert points(sheet) == D(10)
    assert [e.effective for e in entries(sheet, "1.1")][1:] == [D("-0.1")] * 100


def test_a_cap_shows_as_an_entry_that_takes_less_than_it_would() -> None:
    sheet = scored(
        "1．得3分，漏报{漏报}一次扣2分，扣完为止。",
        "编号,单位,事项,数量\na,甲县,漏报,1\nb,甲县,漏报,1\nc,甲县,漏报,1",
    )
    told = [(e.nominal, e.effective, e.reasons, e.balance) for e in entries(sheet, "1.1")]
    assert told == [
        (D(3), D(3), (), D(3)),
        (D(-2), D(-2), (), D(1)),
        (D(-2), D(-1), ("扣完为止",), D(0)),
        (D(-2), D(0), ("扣完为止",), D(0)),
    ]


def test_corrections_and_withdrawals_reverse_and_rewrite_nothing() -> None:
    sheet = scored(
        "1．得3分，漏报{漏报}一次扣0.5分。",
        "编号,单位,事项,数量,操作\na,甲县,漏报,2,\nb,甲县,漏报,1,\na,甲县,漏报,1,更正\nb,甲县,漏报,,撤回",
    )
    assert [(e.cause, e.effective) for e in entries(sheet, "1.1")] == [
        ("opening", D(3)),
        ("new", D(-1)),
        ("new", D("-0.5")),
        ("correct", D("0.5")),
        ("withdraw", D("0.5")),
    ]
    assert points(sheet) == D("2.5")


def test_a_corrected_unit_moves_the_points_of_both() -> None:
    sheet = scored(
        "1．得3分，漏报{漏报}一次扣1分。",
        "编号,单位,事项,数量,操作\na,甲县,漏报,2,\nb,乙县,漏报,1,",
        "编号,单位,事项,数量,操作\na,乙县,漏报,2,更正",
    )
    assert (points(sheet, unit="甲县"), points(sheet, unit="乙县")) == (D(3), D(0))


def test_a_fact_of_one_unit_that_moves_another_says_whose_it_is() -> None:
    rows = [f"{unit},{name},{value}," for unit, n in zip("甲乙丙丁", "9810", strict=True)
            for name, value in (("办件", n), ("人口", "1"))]  # fmt: skip
    table = "\n".join(("单位,事项,值,操作", *(f"{row[0]}县{row[1:]}" for row in rows), "丁县,办件,99,更正"))
    sheet = scored(RANKS, table)
    others = [e for e in sheet.assessment.ledger.entries if any(f.unit != e.unit for f in e.facts)]
    assert others
    assert all(fact.unit in e.text for e in others for fact in e.facts if fact.unit != e.unit)


def test_in_a_batch_units_are_compared_on_their_own_facts_once_none_lacks_a_figure() -> None:
    sheet = scored(RANKS, "单位,办件,人口\n甲县,9,1\n乙县,8,1\n丙县,1,1\n丁县,0,1")
    ranked = [e for e in sheet.assessment.ledger.entries if e.cause == "new"]
    assert [e.unit for e in ranked] == ["甲县", "乙县", "丙县", "丁县"]
    assert all(fact.unit == e.unit for e in ranked for fact in e.facts)


def test_nothing_is_left_of_the_indicator() -> None:
    rule = (
        "一级指标 甲（10分）\n1．按时报送，得4分，未报送的，不得分。\n"
        "2．得6分，出现重大事故{事故}的，该指标不得分。\n"
    )
    sheet = scored(rule, "单位,1.1,事故\n甲县,是,1\n乙县,是,0")
    assert (points(sheet, "1", "甲县"), points(sheet, "1", "乙县")) == (D(0), D(10))


def test_same_names_of_indicators_do_not_mix() -> None:
    rule = (
        "一级指标 产出\n二级指标 质量\n三级指标 甲\n得1分，未建立的，不得分。\n"
        "一级指标 效益\n二级指标 质量\n三级指标 乙\n得2分，未建立的，不得分。\n"
    )
    sheet = scored(rule, "单位,1.1,2.1\n甲县,是,是")
    assert [points(sheet, node) for node in ("产出", "产出/质量", "效益/质量", "效益", "总分")] == [
        D(n) for n in (1, 1, 2, 2, 3)
    ]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("一级指标  甲（3分）\n1．得1分。\n2．漏报{漏报}一次扣1分，最高扣2分。", set()),
        ("一级指标  甲（3分）\n1．被点名{点名}的，每次扣2分，直至3分扣完。\n2．得3分。\n一级指标  乙（2分）\n1．得2分。", {"1"}),
        ("满分  4分，总分不高于4分\n一级指标  甲（3分）\n1．得3分。\n一级指标  加分项\n1．每项{项目}得1分，最高得2分。", {"总分"}),
        ("一级指标  甲（3分）\n1．得3分，出现事故{事故}的，该指标不得分。", {"1"}),
        ("取值  总分四舍五入保留1位小数\n一级指标  甲（3分）\n1．得3分。", {"1", "总分"}),
    ],
)  # fmt: skip
def test_only_bounds_that_can_have_a_say_are_watched(rules: str, expected: set[str]) -> None:
    rubric = rubric_of(f"办法  甲办法\n{rules}")
    (table,) = rubric.tables
    assert biting(rubric, table) == expected


def test_points_lost_before_any_fact_are_told() -> None:
    """每少一次: what has not happened costs points at once, and the ledger says how many."""
    rule = (
        "事实  会议：事件（次）\n一级指标 甲（5分）\n召开会议，得5分，每少一次{4 - 会议}扣1.5分，扣完为止。"
    )
    sheet = scored(f"单位  甲县、乙县\n{rule}", "单位,事项,日期\n乙县,会议,2021-03-05\n乙县,会议,2021-04-05")
    (opening,) = entries(sheet, "1.1")
    assert (opening.cause, opening.effective, opening.balance) == ("opening", D(0), D(0))
    assert opening.text == (
        "第1.1条：评价开始时，基础分5分；少4次（4次×1.5分），共扣6分；先记0分（扣完为止），本条0分，总分0分。"
    )
    assert [e.effective for e in entries(sheet, "1.1", "乙县")] == [D(0), D("0.5"), D("1.5")]
    partly = scored(f"单位  甲县\n{rule.replace('4 - 会议', '2 - 会议')}")
    assert entries(partly, "1.1")[0].text.endswith("少2次（2次×1.5分），共扣3分；先记2分，本条2分，总分2分。")
    free = scored("事实  会议：事件（次）\n召开会议，得5分，每次{会议}扣1.5分，扣完为止。")
    assert entries(free, "1.1")[0].text == "第1.1条：评价开始时，先记5分，本条5分，总分5分。"
