"""Each settled meaning: a sentence, a fact, and what they come to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import assess, intake_of, interval, points, rubric_of, scored, state
from kaoping.facts.fact import Change, Fact
from kaoping.render.scores import points_text
from kaoping.sheet import make_sheet

D = Decimal
TIERS = "完成率{完成 / 任务}≥100%，得6分；100%＞完成率≥80%，得3分；完成率＜80%，不得分。"
BANDS = "及时率{及时 / 应办}90%-100%得3分；80%-89%得2分；80%以下不得分。"
STRIKES = "完成率低于80%、70%、60%的，分别扣1分、2分、3分。"


@pytest.mark.parametrize(
    ("clause", "value", "expected"),
    [
        # Whole steps count, a part of a step does not …
        ("达到385个得2分，每少10个扣0.1分，扣完为止。", "400", "2"),
        ("达到385个得2分，每少10个扣0.1分，扣完为止。", "375.01", "2"),
        ("达到385个得2分，每少10个扣0.1分，扣完为止。", "375", "1.9"),
        ("达到385个得2分，每少10个扣0.1分，扣完为止。", "0", "0"),
        # … unless the rule says so.
        ("达到385个得2分，每少10个扣0.1分，不足10个按10个计，扣完为止。", "384", "1.9"),
        ("达到385个得2分，每少10个扣0.1分，不足10个按10个计，扣完为止。", "375", "1.9"),
        ("达到385个{完成数，按比例}得2分，每少10个扣0.1分，扣完为止。", "382.5", "1.975"),
        ("达到385个{完成数，不足一步按一步计}得2分，每少10个扣0.1分，扣完为止。", "384.9", "1.9"),
        # A drop of a rate is counted in percentage points.
        ("满意度达到90%，得10分，每降低一个百分点扣0.2分，扣完为止。", "88%", "9.6"),
        ("满意度达到90%，得10分，每降低一个百分点扣0.2分，扣完为止。", "88.01%", "9.8"),
        ("满意度达到90%，得10分，每下降10%，扣0.5分。", "80%", "9.5"),
        ("满意度达到90%，得10分，每下降10%，扣0.5分。", "80.01%", "10"),
        ("满意度达到90%，得10分，每下降10%，扣0.5分。", "99%", "10"),
        # Events.
        ("得3分，漏报一次扣0.5分，扣完为止。", "5", "0.5"),
        ("得3分，漏报一次扣0.5分，扣完为止。", "6", "0"),
        ("得3分，漏报一次扣0.5分，扣完为止。", "60", "0"),
        ("缺席和迟到每次扣4分，最高扣20分。", "3", "8"),
        ("缺席和迟到每次扣4分，最高扣20分。", "6", "0"),
        ("得10分，超过两次的，每增加1次扣1分。", "5", "7"),
        ("得10分，超过两次的，每增加1次扣1分。", "2", "10"),
        ("按时报送的，得4分，迟报每次扣2分，超过3次的，此项得0分。", "4", "0"),
        ("每完成一个场景得2分，最高得4分。", "1", "2"),
        ("每完成一个场景得2分，最高得4分。", "3", "4"),
        ("数据安全得2分，出现一次数据泄露事件扣完2分。", "1", "0"),
        # Awards.
        ("建立机制，得1分，否则不得分。", "是", "1"),
        ("建立机制，得1分，否则不得分。", "否", "0"),
        ("得2.5分，不完善得1分，未建立得0分。", "不完善", "1"),
        ("在2022年12月31日前完成，得3分，否则不得分。", "2022-12-31", "3"),
        ("在2022年12月31日前完成，得3分，否则不得分。", "2023-01-01", "0"),
        ("采纳量{采纳量}12条及以上，得1分，否则不得分。", "12", "1"),
        ("采纳量{采纳量}12条及以上，得1分，否则不得分。", "11", "0"),
        # Proportions, and judgement within a range.
        ("资金到位情况，4分。按比例得分。", "62.5%", "2.5"),
        ("资金到位情况，4分。按比例得分。", "120%", "4"),
        ("宣传情况，5分。酌情扣1-3分。", "2", "3"),
        ("宣传情况，5分。酌情扣1-3分。", "0", "5"),
    ],
)
def test_a_sentence_and_one_fact(clause: str, value: str, expected: str) -> None:
    name = next((n for n in ("完成数", "采纳量") if f"{{{n}" in clause), "1.1")
    assert points(scored(clause, f"单位,{name}\n甲县,{value}"), "1.1") == D(expected)


@pytest.mark.parametrize(
    ("done", "expected"),
    [("100", "6"), ("99.99", "3"), ("80", "3"), ("79." + "9" * 150, "0"), ("0", "0"), ("250", "6")],
)
def test_thresholds_are_hit_exactly(done: str, expected: str) -> None:
    assert points(scored(TIERS, f"单位,完成,任务\n甲县,{done},100"), "1.1") == D(expected)


@pytest.mark.parametrize(
    ("hours", "expected"), [("12", "2"), ("12.01", "1"), ("24", "1"), ("24.01", "0"), ("0", "2")]
)
def test_the_ends_of_a_range_are_open_or_closed_as_written(hours: str, expected: str) -> None:
    rule = "平均时长≤12小时，得2分；12小时＜平均时长≤24小时，得1分；平均时长＞24小时，得0分。"
    assert points(scored(rule, f"单位,1.1\n甲县,{hours}"), "1.1") == D(expected)
    rule = "平均时长＞12小时，得2分，否则不得分。"
    assert points(scored(rule, f"单位,1.1\n甲县,{hours}"), "1.1") == (2 if D(hours) > 12 else 0)


def test_a_ratio_without_end_does_not_reach_the_threshold_it_would_round_to() -> None:
    rule = "完成率{完成 / 任务}≥66.6666666666666666666666666667%，得6分，否则不得分。"
    assert points(scored(rule, "单位,完成,任务\n甲县,2,3"), "1.1") == 0
    rule = "完成率{完成 / 任务}≥66.6666666666666666666666666666%，得6分，否则不得分。"
    assert points(scored(rule, "单位,完成,任务\n甲县,2,3"), "1.1") == 6


def test_no_event_means_no_deduction() -> None:
    assert points(scored("得3分，漏报一次扣0.5分，扣完为止。"), "1.1") == 3
    assert points(scored("缺席和迟到每次扣4分，最高扣20分。"), "1.1") == 20


@pytest.mark.parametrize(
    ("clause", "low", "high"),
    [
        ("建立机制，得1分，否则不得分。", "0", "1"),
        ("达到385个得2分，每少10个扣0.1分，扣完为止。", "0", "2"),
        (TIERS, "0", "6"),
        ("资金到位情况，4分。按比例得分。", "0", "4"),
        ("宣传情况，5分。酌情扣1-3分。", "2", "5"),
        ("完成率低于80%、70%、60%的，分别扣1分、2分、3分。", "0", "3"),
        ("每完成一个场景{完成场景数 * 1}得2分，最高得4分。", "0", "4"),
        ("得3分，完成率{完成 / 任务}低于60%的，不得分。", "0", "3"),
    ],
)
def test_a_missing_value_leaves_an_interval_and_is_named(clause: str, low: str, high: str) -> None:
    sheet = scored(clause)
    assert interval(sheet, "1.1") == (D(low), D(high))
    assert state(sheet).pending
    assert state(sheet).missing


def test_a_gain_that_nothing_bounds_is_open_above() -> None:
    """Until its figure is known, the ceiling of the total is all that can be said."""
    rule = "满分 100分，总分不高于100分\n一级指标 甲\n每完成一个场景{完成场景数 * 1}得2分。"
    assert interval(scored(rule), "总分") == (D(0), D(100))
    assert points(scored(rule, "单位,完成场景数\n甲县,3")) == 6
    rule = "1．每完成一个场景{完成场景数 * 1}得2分。\n2．建立机制，得1分，否则不得分。"
    sheet = scored(rule, "单位,1.2\n甲县,是")
    assert points_text(sheet.standings[0].total) == "1～不限"


def test_a_value_between_two_tiers_is_pending_and_named() -> None:
    sheet = scored(BANDS, "单位,及时,应办\n甲县,89.5,100")
    assert interval(sheet, "1.1") == (D(0), D(3))
    assert state(sheet).pending == ("及时率：89.5%，不属于任何一档",)
    assert state(sheet).missing == ()


def test_a_bonus_for_the_first_leaves_the_others_without_one() -> None:
    rule = "1．按办件量{办件量}排名，第1名加3分，第3名加1分。"
    sheet = scored(rule, "单位,办件量\n甲县,4\n乙县,3\n丙县,2\n丁县,1")
    assert [interval(sheet, "1.1", unit) for unit in ("甲县", "丙县", "丁县")] == [(3, 3), (1, 1), (0, 0)]
    assert state(sheet, unit="乙县").pending, "between two bands nothing is said"


def test_a_value_in_no_tier_is_pending_even_if_all_tiers_give_the_same() -> None:
    sheet = scored("1．完成率{完成率}≥90%，得3分；70%-80%，得3分。", "单位,完成率\n甲县,85%")
    assert state(sheet).pending == ("完成率：85%，不属于任何一档",)
    assert interval(sheet) == (Decimal(0), Decimal(3))


@pytest.mark.parametrize(
    ("rate", "expected"), [("95%", "3"), ("80%", "3"), ("79.9%", "2"), ("60%", "1"), ("1%", "0")]
)
def test_tiers_that_only_take_leave_those_beyond_them_alone(rate: str, expected: str) -> None:
    assert points(scored(STRIKES, f"单位,1.1\n甲县,{rate}"), "1.1") == D(expected)


def test_nothing_is_divided_by_zero() -> None:
    sheet = scored(TIERS, "单位,完成,任务\n甲县,0,0")
    assert interval(sheet, "1.1") == (D(0), D(6))
    assert "「任务」为 0" in state(sheet).pending[0]


def test_judgement_outside_its_range_is_not_taken() -> None:
    rubric = rubric_of("宣传情况，5分。酌情扣1-3分。")
    assert intake_of(rubric, "单位,1.1\n甲县,4").refused == 1
    for given in ("4", "0.5"):
        sheet = make_sheet(assess(rubric, [Change(Fact("甲县/1.1", "甲县", "1.1", D(given)))]))
        assert interval(sheet, "1.1") == (D(2), D(5))
        assert state(sheet).pending == (f"评定的{given}分不在1～3分之内",)


def test_count_then_veto() -> None:
    rule = "每出现一次上访{上访}，扣2分，超过2次扣完4分并取消年度优秀等次评选资格。"
    two, three = (scored(rule, f"单位,上访\n甲县,{n}") for n in (2, 3))
    assert (points(two, "1.1"), state(two).vetoes) == (0, ())
    assert (points(three, "1.1"), state(three).vetoes) == (0, ("年度优秀等次评选资格",))


def test_the_last_of_a_deduction_is_taken_at_once_above_a_count() -> None:
    rule = "上访情况，4分。每出现一次上访{上访}，扣0.5分，超过2次扣完4分。"
    assert [points(scored(rule, f"单位,上访\n甲县,{n}"), "1.1") for n in (1, 2, 3)] == [D("3.5"), D(3), D(0)]


def test_an_exemption_gives_deductions_back() -> None:
    rule = "每少报一次扣2分，最高扣6分，无自建系统的单位提供正式函件说明后可不扣分。"
    sheet = scored(rule, "单位,1.1.1,1.1.2\n甲县,2,1\n乙县,2,0")
    assert (points(sheet, "1.1"), points(sheet, "1.1", "乙县")) == (6, 2)
    assert state(sheet).limits == ("符合不扣分的情形",)


def test_an_exemption_that_is_not_known_leaves_the_clause_open() -> None:
    rule = "每少报{少报}一次扣2分，最高扣6分，系统数不多{自建系统数 ＜ 1}的单位提供函件后可不扣分。"
    sheet = scored(rule, "单位,少报\n甲县,2")
    assert interval(sheet, "1.1") == (D(2), D(6))
    assert state(sheet).missing == ("自建系统数",)


def test_gains_of_one_sentence_add_up_to_their_cap() -> None:
    rule = "每篇省级稿件{省级}得2分；每篇市级稿件{市级}得1分。最多得6分。"
    assert points(scored(rule, "单位,省级,市级\n甲县,2,1"), "1.1") == 5
    assert points(scored(rule, "单位,省级,市级\n甲县,2,4"), "1.1") == 6


def test_events_that_agree_are_counted_once_at_their_best() -> None:
    rule = (
        "事实 稿件：事件，级别（省级、市级）、标题\n一级指标 甲\n"
        "每篇省级稿件{稿件[级别 = 省级]}得2分；每篇市级稿件{稿件[级别 = 市级]}得1分。"
        "同一篇稿件按最高级别算{按标题去重，取级别最高}。最多得6分。"
    )
    rows = "编号,单位,事项,级别,标题\n1,甲县,稿件,市级,一\n2,甲县,稿件,省级,一\n3,甲县,稿件,市级,二\n4,甲县,稿件,市级,二"
    assert points(scored(rule, rows), "1.1") == 3


def test_parts_with_marks_of_their_own_are_bounded_by_themselves() -> None:
    rule = "1．报送。（1）月报，2分。每漏报一次扣1分；（2）年报，1分。每漏报一次扣1分。"
    assert points(scored(rule, "单位,1.1.1,1.1.2\n甲县,5,0"), "1.1") == 1


def test_budgets_in_percent_and_in_text_are_one_number() -> None:
    assert points(scored("完成率≥80%，得2分，否则不得分。", "单位,1.1\n甲县,0.8"), "1.1") == 2
    assert points(scored("完成率≥80%，得2分，否则不得分。", "单位,1.1\n甲县,79.999%"), "1.1") == 0


def test_an_accident_after_the_award_is_no_contrary_of_it() -> None:
    """得6分 stands until the accident happens; with 未建立的，不得分 the fact is the mechanism itself."""
    rule = "单位 甲县、乙县\n一级指标 甲\n得6分，出现重大事故{事故}的，不得分。"
    sheet = scored(rule, "单位,事故\n甲县,1\n乙县,0")
    assert (points(sheet, "1.1"), points(sheet, "1.1", "乙县")) == (0, 6)
    sheet = scored("得6分，未建立机制的，不得分。", "单位,1.1\n甲县,是\n乙县,否")
    assert (points(sheet, "1.1"), points(sheet, "1.1", "乙县")) == (6, 0)


@pytest.mark.parametrize(("given", "band"), [("60", "差"), ("60.1", "良"), ("90", "良"), ("90.5", "优")])
def test_points_of_a_band_lie_between_its_ends(given: str, band: str) -> None:
    rule = "一级指标 甲（100分）\n方案评审，优：90＜得分≤100；良：60＜得分≤90；差：0≤得分≤60。\n"
    sheet = scored(rule, f"单位,1.1\n甲县,{given}")
    found = sheet.clause("甲县", next(sheet.rubric.clauses()))
    assert found.low == found.high == Decimal(given)
    assert found.working.endswith(f"{band}）")


def test_a_base_award_for_a_place_is_no_traceback() -> None:
    assert points(scored("第1名，得3分，每低1名扣2分。", "单位,1.1\n甲县,1")) == 1
