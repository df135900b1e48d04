"""Sentences that were once read quietly as something else: each is refused now, or says what it means."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from casework import faults, interval, points, scored
from kaoping.language.clause import MOST_ROWS, read
from kaoping.language.paraphrase import notes, say
from kaoping.language.reading import Rate
from kaoping.plan import schema_of


def said(text: str) -> str:
    """The paraphrase, or what is left over of a sentence that is not understood."""
    reading = read(text)
    return say(reading) if reading.understood else "？" + "、".join(rest.text for rest in reading.left_over)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("优秀的扣0分，良好的扣1分，差的扣3分", "扣0分"),
        ("完成任务得10分，每迟到一次扣0.0分", "扣0.0分"),
        ("获奖加0分", "加0分"),
        ("完成任务得10分，每少0个扣1分", "每少0个扣1分"),
        ("迟报一次扣大约1分", "扣大约1分"),
        ("迟报一次扣约1分，扣完为止", "扣约1分"),
        ("迟报一次扣大概一分", "扣大概一分"),
        ("迟报一次扣近1分", "扣近1分"),
        ("迟报一次扣点1分", "扣点1分"),
        ("迟报一次扣个1分", "扣个1分"),
        ("迟报一次扣一点1分", "扣"),
        ("迟报一次扣少许1分", "扣"),
        ("迟报一次扣两三分", "扣两三分"),
        ("迟报两三次扣1分", "两三次"),
        ("迟报一次约扣1分", "约扣1分"),
        ("迟报一次最少扣1分", "最少扣1分"),
        ("迟报一次至少扣1分", "至少扣1分"),
        ("迟报一次起码扣0.5分", "起码扣0.5分"),
        ("迟报一次扣1分左右", "左右"),
        ("迟报一次扣1分上下，扣完为止", "上下"),
        ("迟报一次扣1分起", "起"),
        ("迟报扣1分/次左右", "左右"),
        ("每少一人扣约2分", "扣约2分"),
        ("每少一人扣点2分", "扣点2分"),
        ("每少约10人扣2分", "约"),
        ("按时报送得约2分", "得约2分"),
        ("按时报送，约2分", "约2分"),
        ("按时报送，至少得2分", "至少得2分"),
        ("每采用一篇大约加2分", "大约加2分"),
    ],
)
def test_points_that_are_only_about_right_are_refused(text: str, left: str) -> None:
    reading = read(text)
    assert not reading.understood
    assert left in "、".join(rest.text for rest in reading.left_over)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("迟报一次扣大约1分", "扣1分"),
        ("迟报一次扣点0.5分", "扣0.5分"),
        ("迟报一次最少扣1分", "扣1分"),
        ("按时报送得约2分", "得2分"),
    ],
)
def test_the_points_without_the_hedge_are_offered(text: str, nearest: str) -> None:
    assert [rest.nearest for rest in read(text).left_over] == [nearest]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("未签约扣1分", "未签约，扣1分。"),
        ("预约得2分", "预约，得2分。"),
        ("违约一次扣1分", "违约，每1次扣1分。"),
        ("材料不完整的，扣1-3分不等", "材料不完整的，酌情扣1-3分。"),
        ("发生死亡10人以上的事故，另扣责任单位10分", "发生死亡10人以上的事故，责任单位，扣10分。"),
        ("迟报一次扣责任单位2分", "迟报责任单位，每1次扣2分。"),
        ("每少一人扣责任单位2分", "责任单位，每少1人扣2分（不足1人的部分不扣）。"),
    ],
)
def test_words_that_look_like_a_hedge_are_none(text: str, meaning: str) -> None:
    assert said(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("迟报一次扣1分，扣至0分", "迟报，每1次扣1分。扣完为止。"),
        ("迟报一次扣1分，本项扣到零分", "迟报，每1次扣1分。扣完为止。"),
        ("迟报一次扣1分，最高扣5分，扣至0分", "迟报，每1次扣1分，最高扣5分。扣完为止。"),
        ("迟报一次扣1分，直至0分", "迟报，每1次扣1分。扣完为止。"),
        ("迟报一次扣1分，扣完0分", "迟报，每1次扣1分。扣完为止。"),
        ("迟报一次扣1分，降至0分", "迟报，每1次扣1分。扣完为止。"),
        ("迟报一次扣1分，归零为止", "迟报，每1次扣1分。扣完为止。"),
        ("迟报一次扣1分，扣完0分为止", "迟报，每1次扣1分。扣完为止。"),
        ("发生事故的，扣至0分", "发生事故的，本项得分清零。"),
        ("迟报一次扣1分；发生事故的，扣至0分", "迟报，每1次扣1分；发生事故的，本项得分清零。"),
    ],
)
def test_down_to_nothing_is_a_bound_of_deductions_and_a_zero_where_it_has_a_condition(
    text: str, meaning: str
) -> None:
    assert said(text) == meaning


def test_down_to_nothing_asks_for_no_event_of_its_own() -> None:
    sheet = scored("按月报送，得10分，迟报{迟报}一次扣1分，扣至0分。", "单位,迟报\n甲县,3\n乙县,12")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [7, 0]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "每万人办件数第1名，得2分；第1名之后，得1分。",
            "以下择一：每万人办件数第1名，得2分；第1名之后，得1分。",
        ),
        (
            "每万人办件数，第1名得2分，第2名得1分",
            "以下择一：每万人办件数，第1名，得2分；第2名，得1分。",
        ),
        ("每百人拥有数第1名，得2分", "每百人拥有数第1名，得2分。"),
        ("每平方公里数量第1名，得2分", "每平方公里数量第1名，得2分。"),
        ("每亩产值第1名，得2分；第2名，得1分", "以下择一：每亩产值第1名，得2分；第2名，得1分。"),
        ("每10万人新增企业数居前3名的，得2分", "每10万人新增企业数居前3名的，得2分。"),
        ("每万人拥有量增加1个加1分", "每万人拥有量增加，每1个加1分。"),
        ("每获得第1名加2分", "获得第1名，每1次加2分。"),
        ("每增加1万人得1分", "每超1万人得1分（不足1万人的部分不加）。"),
    ],
)
def test_the_each_of_a_ratio_is_no_rate(text: str, meaning: str) -> None:
    assert said(text) == meaning


def test_a_ratio_is_ranked() -> None:
    rules = "每万人办件数{办件数 / 人口}第1名，得2分；第1名之后，得1分。"
    sheet = scored(rules, "单位,办件数,人口\n甲县,10,5\n乙县,9,3")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [1, 2]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("投资≥1000-1200万元，得2分", "？≥1000-1200万元"),
        ("完成率不低于80%-90%，得2分", "？不低于80%-90%"),
        ("低于60%-70%的，扣1分", "？低于60%-70%"),
        ("完成率达到80%-90%，得2分", "完成率达到80%-90%，得2分。"),
    ],
)
def test_a_comparison_with_a_range_is_refused_unless_it_lies_within(text: str, meaning: str) -> None:
    assert said(text) == meaning


@pytest.mark.parametrize("rules", ["完成率{完成率}达到80%-90%，得2分。", "完成率{完成率}80%-90%的，得2分。"])
def test_a_single_range_gives_nothing_beyond_it(rules: str) -> None:
    sheet = scored(rules, "单位,完成率\n甲县,85%\n乙县,95%\n丙县,79.9%")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [2, 0, 0]


@pytest.mark.parametrize(
    "threshold",
    [
        "超过10天的不得分",
        "11天以上的不得分",
        "超期11天以上的不得分",
        "超期天数达到11天的，不得分",
        "扣完为止，超过10天的不得分",
    ],
)
def test_a_threshold_in_the_unit_of_a_rate_tests_the_measure_of_the_rate(threshold: str) -> None:
    rules = f"按时办结得10分，每超期{{超期天数}}一天扣0.5分，{threshold}。"
    sheet = scored(rules, "单位,超期天数\n甲县,11\n乙县,10\n丙县,0")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [0, 5, 10]


def test_an_event_that_lasts_is_tested_by_its_days() -> None:
    sheet = scored("按时上报得10分，逾期1天扣0.5分，逾期5天以上不得分。", "单位,1.1\n甲县,5\n乙县,4")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [0, 8]


@pytest.mark.parametrize("then", ["超过2天扣5分", "超过2天的，扣5分"])
def test_a_fixed_deduction_beyond_steps_counts_from_the_base_of_the_rate(then: str) -> None:
    rules = f"办理时间{{天数}}不超过9天得10分，每超1天扣1分，{then}。"
    sheet = scored(rules, "单位,天数\n甲县,12\n乙县,11\n丙县,9")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [2, 8, 10]


def test_a_threshold_counts_from_the_base_that_a_link_gives() -> None:
    rules = "得10分，每超1天{天数，以9天为基数}扣1分，超过2天不得分。"
    sheet = scored(rules, "单位,天数\n甲县,12\n乙县,11")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [0, 8]


def test_a_drop_counts_from_all_where_nothing_else_is_said() -> None:
    rules = "得10分，每下降1个百分点{按时率}扣1分，下降超过5个百分点的不得分。"
    sheet = scored(rules, "单位,按时率\n甲县,94%\n乙县,95%")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [0, 5]


def test_the_threshold_of_another_thing_asks_for_a_figure_of_its_own() -> None:
    rules = "得10分，每超期1天{超期天数}扣0.5分，办结时间{办结天数}超过30天的不得分。"
    sheet = scored(rules, "单位,超期天数,办结天数\n甲县,2,31\n乙县,2,30")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [0, 9]


def test_the_threshold_is_of_the_rate_in_its_unit() -> None:
    rules = "得10分，每超期1天{超期天数}扣0.5分，每少一次{缺次}扣1分，超过10天的不得分。"
    sheet = scored(rules, "单位,超期天数,缺次\n甲县,11,0\n乙县,10,2")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [0, 3]


@pytest.mark.parametrize("threshold", ["满10天不得分", "超10天不得分", "超期10天扣5分"])
def test_a_threshold_without_a_comparison_is_refused(threshold: str) -> None:
    assert not read(f"每超期1天扣1分，{threshold}").understood


@pytest.mark.parametrize(
    "sentence",
    [
        "每季度召开一次会议得1分，全年4分",
        "每季度召开一次会议得1分，每年4分",
        "每季度召开一次会议得1分，全年共4分",
        "每季度召开一次会议得1分，全年共得4分",
        "每季度召开一次会议得1分，合计得4分",
        "每季度召开一次会议得1分，累计4分",
        "每季度召开一次会议得1分（全年4分）",
        "每季度召开会议一次计1分，全年计4分",
    ],
)
def test_the_total_of_a_year_bounds_what_is_given_each_time(sentence: str) -> None:
    assert said(sentence) == "每季度召开会议，每1次得1分，最高得4分。"
    head = "办法  甲办法\n单位  甲县、乙县、丙县\n一级指标  甲"
    for mark in ("", "（4分）"):
        rules = f"{head}{mark}\n{sentence.replace('会议', '会议{会议}')}。"
        sheet = scored(rules, "单位,会议\n乙县,3\n丙县,5")
        assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [0, 3, 4]


def test_what_is_done_each_month_is_given_each_time() -> None:
    assert said("每月按时报送得0.5分，全年6分") == "每月按时报送，每1次得0.5分，最高得6分。"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("召开会议得1分，全年4分", "？4分"),
        ("设有机构得2分，设有岗位得2分，共计6分", "？6分"),
        ("迟报每次扣1分，全年扣12分", "？扣12分"),
        ("迟报每次扣1分，共扣12分", "？扣12分"),
    ],
)
def test_a_total_that_does_not_follow_is_refused(text: str, meaning: str) -> None:
    assert said(text) == meaning


def test_so_many_of_another_event_are_counted_by_themselves() -> None:
    rules = "得10分，迟到{迟到}一次扣1分，旷课{旷课}3次以上不得分。"
    assert points(scored(rules, "单位,迟到,旷课\n甲县,4,1")) == 6
    assert points(scored(rules.replace("{旷课}", ""), "单位,迟到\n甲县,4")) == 6


@pytest.mark.parametrize("threshold", ["3次以上不得分", "出现3次以上的，不得分", "累计迟到3次及以上不得分"])
def test_so_many_of_the_same_event_are_those_of_the_rate(threshold: str) -> None:
    sheet = scored(f"得10分，迟到{{迟到}}一次扣1分，{threshold}。", "单位,迟到\n甲县,3\n乙县,2")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [0, 8]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("漏报一次扣十十分。", "扣十十分"),
        ("漏报一次扣十十一分。", "扣十十一分"),
        ("每少百百个扣1分。", "每少百百个"),
        ("完成率达到一百百%，得3分。", "达到一百百%"),
        ("前十十名得3分。", "前十十名"),
        (f"漏报一次扣{'9' * 300}分。", f"扣{'9' * 300}分"),
        (f"优：5≤得分≤{'9' * 300}，差：0≤得分≤4", f"5≤得分≤{'9' * 300}"),
    ],
)
def test_a_number_that_cannot_be_read_is_never_0(text: str, words: str) -> None:
    reading = read(text, Decimal(3))
    assert words in [left.text for left in reading.left_over]
    assert not reading.understood


def test_a_scale_without_end_is_not_read() -> None:
    scale = "；".join(f"完成率≥{100 - n}%，得{60 - n}分" for n in range(MOST_ROWS + 1))
    assert [left.text[:8] for left in read(scale, Decimal(60)).left_over] == ["完成率≥100%"]
    assert read(scale[: scale.rindex("；")], Decimal(60)).understood


def test_a_range_of_points_beside_its_contrary_is_read() -> None:
    reading = read("得3分~1不得分", None)  # found by make fuzz: it was no award, and nothing else
    assert [type(term).__name__ for term in reading.terms()] == ["Tiers"]


@pytest.mark.parametrize(
    ("text", "left", "nearest"),
    [
        ("未完成不得5分", "不得5分", "不得分（或写扣分：扣5分）"),
        ("完成的得4分，未完成的不得4分", "不得4分", "不得分（或写扣分：扣4分）"),
        ("得5分，未完成的不能得五分", "不能得五分", "不得分（或写扣分：扣五分）"),
        ("得5分，有说明的不扣2分", "不扣2分", "扣2分（不扣分的不写）"),
        ("每降低一定幅度扣1分", "每降低一定幅度", "每降低1个百分点（写明确定的数）"),
        ("每少一定数量扣1分", "每少一定数量", "每少1个（写明确定的数）"),
        ("每低一点扣1分", "每低一点", "每低1个（写明确定的数）"),
        ("每少若干次扣1分", "每少若干次", "每少1次（写明确定的数）"),
        ("每差一些扣1分", "每差一些", "每差1个（写明确定的数）"),
        ("每提高几个百分点加1分", "每提高几个百分点", "每提高1个百分点（写明确定的数）"),
        ("每少几次扣1分", "每少几次", "每少1次（写明确定的数）"),
        ("每少1次扣1分，最多扣2分/件", "最多扣2分/件", "最多扣2分（是各项合计的上限）"),
        ("迟报一次扣1分，每人最高扣2分", "最高扣2分", "合计最高扣2分"),
        ("投诉每件扣1分，扣到5分为止", "扣到5分", "最高扣5分，或最低得5分"),
    ],
)
def test_what_an_author_may_mean_in_two_ways_is_refused_with_both(text: str, left: str, nearest: str) -> None:
    assert [(rest.text, rest.nearest) for rest in read(text).left_over] == [(left, nearest)]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("缺一不可，得5分", "缺一不可，得5分。"),
        ("未完成不得分", "未完成，本项得分清零。"),
        ("每降低1点扣1分", "每降低1点扣1分（不足1点的部分不扣）。"),
        ("每年开展一定数量的培训得2分", "每年开展一定数量的培训，得2分。"),
        ("迟报一次扣1分，最高扣2分/年", "迟报，每1次扣1分，最高扣2分。"),
    ],
)
def test_words_that_look_like_those_are_none(text: str, meaning: str) -> None:
    assert said(text) == meaning


@pytest.mark.parametrize("until", ["扣5分为止", "扣完5分为止", "扣满5分为止", "直至扣5分为止", "最多扣5分"])
def test_points_until_which_is_taken_are_a_bound(until: str) -> None:
    sheet = scored(f"得20分，投诉{{投诉}}每件扣1分，{until}。", "单位,投诉\n甲县,3\n乙县,9")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [17, 15]


@pytest.mark.parametrize(
    "then", ["逾期3天以上视为未报，扣1分", "逾期3天以上，视为未报，扣1分", "逾期3天以上的按未报处理，扣1分"]
)
def test_what_a_threshold_is_called_is_no_event_of_its_own(then: str) -> None:
    sheet = scored(f"按时得10分，逾期{{逾期}}1天扣0.1分，{then}。", "单位,逾期\n甲县,3\n乙县,2")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [Decimal("8.7"), Decimal("9.8")]


def test_a_table_that_takes_points_lowers_no_full_mark() -> None:
    head = "办法  甲办法\n单位  甲县、乙县、丙县\n一级指标  甲\n"
    rules = f"{head}未出现安全问题得10分，出现1次扣5分，出现2次扣10分。"
    sheet = scored(rules, "单位,1.1\n乙县,1\n丙县,2")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [10, 5, 0]


@pytest.mark.parametrize(
    "text", ["一票否决，取消评优资格", "实行一票否决，年度考核直接评为不合格", "扣1分，取消评优资格"]
)
def test_effects_joined_by_commas_share_the_condition_and_its_fact(text: str) -> None:
    sheet = scored(
        f"按时报送{{报送}}，得3分，否则不得分。发生事故{{事故}}的，{text}。",
        "单位,报送,事故\n甲县,是,1\n乙县,是,0",
    )
    assert {spec.name for spec in schema_of(sheet.assessment.plan.rubric).facts} == {"报送", "事故"}
    lost = [sheet.assessment.clause(unit, "1.1").vetoes for unit in ("甲县", "乙县")]
    assert [len(one) for one in lost] == [text.count("否决") + 1, 0]


def test_an_effect_with_words_of_its_own_has_its_own_fact() -> None:
    assert (
        said("发生事故的，一票否决。其他情况，取消评优资格。")
        == "发生事故的，一票否决；其他情况，取消评优资格。"
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("发生事故的，总分按0分计。", "按0分计"),
        ("发生事故的，总分记0分。", "记0分"),
        ("发生事故的，总分为零。", "总分为零"),
        ("发生事故的，年度考核总得分为0分。", "为0分"),
    ],
)
def test_the_total_is_not_emptied_by_a_clause(text: str, left: str) -> None:
    reading = read(text)
    assert [rest.text for rest in reading.left_over] == [left]
    assert "一票否决" in reading.left_over[0].nearest


def test_an_item_without_points_that_is_emptied_has_no_endless_debt() -> None:
    rules = "办法  甲办法\n一级指标  甲（5分）\n  按时报送，得5分，否则不得分。\n一级指标  乙\n  发生事故的，此项不得分。"
    sheet = scored(rules, "单位,1.1,2.1\n甲县,是,1")
    assert points(sheet, "2") == 0
    assert points(sheet) == 5


@pytest.mark.parametrize(
    "text",
    [
        "排名第一的得10分，其余按名次每降低一位递减1分。",
        "排名第一的得10分，每降低一位扣1分，扣完为止。",
        "第一名得10分，第二名以后每降低一个名次扣1分。",
    ],
)
def test_places_behind_are_a_fact_of_the_clause(text: str) -> None:
    scored(text)  # without facts: no place to compare, and no assertion
    assert points(scored(text, "单位,1.1\n甲县,3\n乙县,0"), "1.1") == 7
    assert "递" not in said(text)


def test_what_ranks_the_units_is_not_how_many_places_one_is_behind() -> None:
    told = "".join(faults("排名{得分}第一的得10分，其余按名次每降低一位递减1分。"))
    assert re.search("C004.*低几位却不是它", told)


def test_a_link_in_the_condition_of_an_award_stays_there_when_the_deduction_has_its_own_subject() -> None:
    text = "举办培训班{培训班}的，得5分；培训人数不足100人的扣2分"
    sheet = scored(text, "单位,培训班,1.1\n甲县,是,120\n乙县,是,80\n丙县,否,120")
    assert [points(sheet, "1.1", unit) for unit in ("甲县", "乙县", "丙县")] == [5, 3, 0]


def test_places_behind_can_be_linked() -> None:
    text = "排名第一的得10分，其余{低几位}每降低一位扣1分，扣完为止。"
    assert points(scored(text, "单位,低几位\n甲县,3"), "1.1") == 7


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "完成率≥90%得3分，每发现一次扣2分",
            "完成率≥90%，得3分（符合条件才得）。每1次扣2分。",
        ),
        (
            "完成率达到90%得3分，每发现一次未按时报送扣2分",
            "完成率达到90%，得3分（符合条件才得）。发现未按时报送，每1次扣2分。",
        ),
        (
            "2024年12月31日前完成得3分，每发现一次差错扣0.5分",
            "2024年12月31日前完成，得3分（截止当日也算）（符合条件才得）。发现差错，每1次扣0.5分。",
        ),
        (
            "完成率≥90%得3分，满意度每降低1个百分点扣0.5分",
            "完成率≥90%，得3分（符合条件才得）。满意度，每降低1个百分点扣0.5分（以满意度计量，不足1个百分点的部分不扣）。",
        ),
        (
            "合格率达到100%得5分，发现一处不合格扣1分",
            "合格率达到100%，得5分（基础分）。发现不合格，每1处扣1分。",
        ),
        ("开展检查4次以上得3分，缺一次扣1分", "开展检查4次以上，得3分（基础分）。缺，每1次扣1分。"),
        ("5个工作日内办结得2分，逾期1天扣0.5分", "5个工作日内办结，得2分（基础分）。逾期，每1天扣0.5分。"),
        ("培训人数达到100人得3分，未达到的扣1分", "培训人数达到100人，得3分（基础分）。未达到的，扣1分。"),
    ],
)
def test_what_is_taken_for_another_thing_gives_nobody_the_points_of_a_figure(text: str, meaning: str) -> None:
    assert said(text) == meaning
    assert said(meaning) == meaning


def test_the_points_of_a_figure_are_those_of_who_reaches_it() -> None:
    sheet = scored(
        "完成率{完成率}≥90%得3分，每发现一次{问题}扣2分。",
        "单位,完成率,问题\n甲县,95%,0\n乙县,95%,1\n丙县,50%,0",
    )
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [3, 1, 0]


UNITS = "办法  甲办法\n单位  甲县、乙县、丙县\n一级指标  甲（10分）\n"


@pytest.mark.parametrize(
    ("clause", "table", "expected"),
    [
        ("出现1次扣5分，出现2次扣10分。", "0 2 3", [10, 0, (0, 10)]),
        ("发现1起扣2分，2起扣4分，3起以上扣6分。", "0 2 9", [10, 6, 4]),
        ("开展1次加1分，2次加2分。", "0 2 3", [0, 2, (0, 2)]),
        ("满意度80%-90%的扣1分，60%-80%的扣2分。", "95% 75% 50%", [10, 8, (8, 10)]),
        ("满意度低于80%、70%的，分别扣1分、2分。", "95% 75% 50%", [10, 9, 8]),
        ("误差10%以内加2分，10%-20%加1分。", "5% 15% 30%", [2, 1, 0]),
    ],
)
def test_what_is_worse_than_the_last_row_is_a_gap(clause: str, table: str, expected: list[object]) -> None:
    figures = table.split()
    rows = "\n".join(
        f"{unit},{figure}" for unit, figure in zip(("甲县", "乙县", "丙县"), figures, strict=True)
    )
    sheet = scored(f"{UNITS}{clause}", f"单位,1.1\n{rows}")
    found = [interval(sheet, "1.1", unit) for unit in ("甲县", "乙县", "丙县")]
    assert found == [one if isinstance(one, tuple) else (one, one) for one in expected]


@pytest.mark.parametrize(
    "clause",
    [
        "超期10天以内扣2分，超过10天扣5分。",
        "超期1-10天扣2分，超过10天扣5分。",
        "发现问题10个以下扣2分，10个以上扣5分。",
        "投诉10件以下扣2分，10-20件扣5分，20件以上扣10分。",
    ],
)
def test_where_nothing_is_amiss_no_row_takes_anything(clause: str) -> None:
    sheet = scored(f"{UNITS}{clause}", "单位,1.1\n甲县,0\n乙县,3\n丙县,11")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [10, 8, 5]


@pytest.mark.parametrize(
    "clause", ["参加人数10人以下扣2分，10人以上扣1分。", "检查10次以下扣2分，10-20次扣1分。"]
)
def test_where_too_little_is_done_none_at_all_is_the_least(clause: str) -> None:
    sheet = scored(f"{UNITS}{clause}", "单位,1.1\n甲县,0\n乙县,3\n丙县,11")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [8, 8, 9]


@pytest.mark.parametrize("clause", ["超期10天以内的，扣2分。", "迟到10分钟以内的扣2分。"])
def test_a_single_deduction_within_so_much_spares_who_is_not_late(clause: str) -> None:
    sheet = scored(f"{UNITS}{clause}", "单位,1.1\n甲县,0\n乙县,3\n丙县,11")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [10, 8, 10]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("每超期1小时扣0.1分，超过1天不得分。", ["9.7", "7.6", "0"]),
        ("每超期1小时扣0.1分，超过1天的扣5分。", ["9.7", "7.6", "2.5"]),
    ],
)
def test_a_threshold_in_another_unit_of_time_is_one_of_the_rate(clause: str, expected: list[str]) -> None:
    sheet = scored(f"{UNITS}{clause}", "单位,1.1\n甲县,3\n乙县,24\n丙县,25")
    assert [str(points(sheet, unit=unit)) for unit in ("甲县", "乙县", "丙县")] == expected


def test_the_paraphrase_says_what_ranges_of_time_leave_open() -> None:
    assert "“超过1天”按24小时计" in notes(read("每超期1小时扣0.1分，超过1天不得分"))
    assert "“超期10天以内”不包括没有的（0天）" in notes(read("超期10天以内扣2分，超过10天扣5分"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("每超期一天扣0.5分，10天以内的扣2分", "扣2分"),
        ("每超期一天扣0.5分，超过10天的，每天扣1分", "扣1分"),
        ("迟到每次扣1分，超过3次的每次扣2分", "扣2分"),
        ("每采用一篇加1分，超过10篇的，每篇加0.5分", "加0.5分"),
        ("低于90%的，每降低1个百分点扣1分；低于80%的，每降低1个百分点扣2分", "扣2分"),
        ("未完成扣1分不等", "扣1分"),
        ("视情节扣1分、2分不等", "扣1分、2分"),
        ("出现重大事故的，扣除全部总分", "扣除全部"),
    ],
)
def test_what_would_be_counted_twice_or_is_not_said_is_refused(text: str, left: str) -> None:
    assert said(text) == f"？{left}"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "每超期一天扣0.5分，超过10天的，每天再扣1分",
            "超期，每超1天扣0.5分（不足1天的部分不扣）；超过10天的，每1天再扣1分。",
        ),
        (
            "迟到每次扣1分，超过3次后每次加扣2分",
            "迟到，每1次扣1分；超过3次后，每1次再扣2分。",
        ),
        (
            "缺席每次扣1分；迟到超过3次的，每次扣0.5分",
            "缺席，每1次扣1分；迟到超过3次的，每1次扣0.5分。",
        ),
        ("每万元投资额得1分", "投资额，得1分/万元（不足1万元的部分不加）。"),
        ("引进资金每亿元得2分，最高得6分", "引进资金，得2分/亿元（不足1亿元的部分不加），最高得6分。"),
        ("每万元产值能耗下降1%得1分", "每万元产值能耗下降1%，得1分。"),
    ],
)
def test_what_is_counted_besides_and_what_is_counted_in_amounts(text: str, meaning: str) -> None:
    assert said(text) == meaning
    assert said(meaning) == meaning


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("每发现一处扣0.5分，每项最高扣2分", "最高扣2分"),
        ("每发现一处扣0.5分，每类最高扣2分", "最高扣2分"),
        ("每发现一处扣0.5分，每月最高扣2分", "最高扣2分"),
        ("每获奖一次加1分，每项最高加3分", "最高加3分"),
    ],
)
def test_a_bound_for_each_of_several_things_is_none_on_all(text: str, left: str) -> None:
    assert said(text) == f"？{left}"


@pytest.mark.parametrize("each", ["每年", "每个单位", "该项"])
def test_a_bound_for_the_year_or_the_unit_assessed_is_one_on_all(each: str) -> None:
    assert said(f"每发现一处扣0.5分，{each}最高扣2分") == "每1处扣0.5分，最高扣2分。"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "被中央媒体报道加2分，被省媒体报道加1分，同一工作不重复加分",
            "以下择一：被中央媒体报道，加2分；被省媒体报道，加1分。同一工作不重复加分。",
        ),
        (
            "获得国家表彰加3分、省表彰加2分，以最高分计，不累计",
            "以下择一：获得国家表彰，加3分；省表彰，加2分。以最高分计。不累计。",
        ),
        (
            "被通报批评扣2分，被约谈扣3分，同一事项不重复扣分",
            "以下择一：被通报批评，扣2分；被约谈，扣3分。同一事项不重复扣分。",
        ),
        (
            "设有机构得1分；设有岗位得1分；每发表一篇加1分，不重复计算",
            "以下各项累加：设有机构，得1分；设有岗位，得1分。发表，每1篇加1分。不重复计算。",
        ),
    ],
)
def test_of_one_off_points_that_are_not_to_be_repeated_one_counts(text: str, meaning: str) -> None:
    assert said(text) == meaning
    assert said(meaning) == meaning


def test_one_off_points_told_apart_by_a_link_add_up() -> None:
    rules = (
        "办法  甲办法\n单位  甲县\n事实  稿件：事件，级别（省级、市级）、标题\n一级指标  甲\n"
        "省级发表{稿件[级别 = 省级]}加3分，市级发表{稿件[级别 = 市级]}加2分，同一稿件不重复加分{按标题去重，取级别最高}。"
    )
    table = "编号,单位,事项,级别,标题\n1,甲县,稿件,省级,一\n2,甲县,稿件,市级,一\n3,甲县,稿件,市级,二"
    assert points(scored(rules, table)) == 5
    assert points(scored(rules, "\n".join(table.splitlines()[:3]))) == 3


@pytest.mark.parametrize(
    "clause",
    [
        "同比下降10%以上的得5分；下降5%—10%的得3分；下降5%以下的得1分；上升的不得分。",
        "上升的不得分，下降5%以内得1分，下降5%—10%得3分，同比下降10%以上得5分。",
        "同比下降10%以上、5%—10%、5%以下的，分别得5分、3分、1分。",
        "下降10%以上为优秀得5分，下降5%—10%为良好得3分，下降5%以下为合格得1分。",
    ],
)
def test_a_change_is_measured_both_ways(clause: str) -> None:
    rules = f"办法  甲办法\n单位  甲县、乙县、丙县、丁县\n一级指标  甲（5分）\n{clause}"
    sheet = scored(rules, "单位,1.1\n甲县,12%\n乙县,7%\n丙县,1%\n丁县,-3%")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [5, 3, 1]
    open_ = interval(sheet, unit="丁县") == (0, 5)  # 下降5%以下 has fallen: who has risen is nowhere
    assert points(sheet, unit="丁县") == 0 if "上升" in clause else open_


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("到位率不低于95%的，产区得2.5分，非产区得1.5分；每减少1个百分点，产区扣0.5分，非产区扣0.3分", "95"),
        ("满意度不低于95%且制度健全的得3分，每降低1个百分点扣0.5分", "95"),
        ("到位率不低于95%，且按时报送的，得3分；满意度每降低1个百分点扣0.5分", "None"),
    ],
)
def test_a_rate_counts_from_a_target_that_stands_among_other_words(text: str, base: str) -> None:
    rates = [term for term in read(text).terms() if isinstance(term, Rate)]
    assert {str(rate.base.number if rate.base else None) for rate in rates} == {base}


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("网点数达到385个得得2分，每少10个扣0.1分，扣完为止", "得2分"),
        ("迟报一次扣扣1分", "扣1分"),
        ("获奖的加加2分", "加2分"),
    ],
)
def test_a_verb_typed_twice_is_refused(text: str, nearest: str) -> None:
    """The first 得 took the threshold before it away from the base of the deduction."""
    (left,) = read(text).left_over
    assert left.nearest == nearest


@pytest.mark.parametrize("text", ["每取得得1分", "增加加2分", "取得得2分", "合计计3分"])
def test_a_word_that_ends_like_the_verb_is_none(text: str) -> None:
    assert read(text).understood


def test_points_of_each_thing_are_no_full_mark_of_what_follows() -> None:
    assert said("信息被采用每条2分；总结类加1分") == "信息被采用，每1条得2分。总结类，加1分。"
