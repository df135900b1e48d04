"""Numbers that belong to a name, stand twice, or say where a step is counted from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import faults, points, scored
from kaoping.language.clause import read
from kaoping.language.paraphrase import say


def said(text: str) -> str:
    """The paraphrase, or what is left over of a sentence that is not understood."""
    reading = read(text)
    return say(reading) if reading.understood else "？" + "、".join(rest.text for rest in reading.left_over)


@pytest.mark.parametrize(
    "name", ["一次办成率", "一网通办率", "百姓满意度", "两证齐全率", "群众三公满意率", "办结率1", "指标A1"]
)
@pytest.mark.parametrize("between", ["95%＞{}≥85%", "85%≤{}＜95%"])
def test_a_number_in_a_name_is_no_threshold(name: str, between: str) -> None:
    clause = f"{name}{{甲 / 乙}}≥95%，得5分；{between.format(name)}，得3分；{name}＜85%，不得分。"
    sheet = scored(clause, "单位,甲,乙\n甲县,97,100\n乙县,87,100\n丙县,70,100", points="5")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [5, 3, 0]


def test_a_number_between_two_signs_that_is_no_name_is_no_range_either() -> None:
    assert "＞两次" not in said("2次＜两次≤五次，得3分").replace("2次＜两次", "")
    assert read("≥80%且＜90%得3分").understood


def test_a_percent_sign_typed_twice_is_refused() -> None:
    (fault,) = faults("办成率{甲 / 乙}≥95%%，得5分，否则不得分。", "5")
    assert "错误[C001] 没有读懂「%」" in fault
    assert "可以写成：95%" in fault
    assert said("90%-95%%得3分") == "？%"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("办结率每低于95%一个百分点，扣0.5分", "每降低1个百分点扣0.5分（以办结率95%为基数"),
        ("满意度每低于90%5个百分点扣1分", "每降低5个百分点扣1分（以满意度90%为基数"),
        ("满意度每低于目标值90%一个百分点扣1分", "每降低1个百分点扣1分（以满意度90%为基数"),
        ("办理时间每超过3天1天，扣0.5分", "每超1天扣0.5分（以办理时间3天为基数"),
    ],
)
def test_of_two_numbers_after_each_the_first_is_the_base(text: str, rate: str) -> None:
    assert rate in said(text)
    again = said(text)
    assert said(again) == again


def test_a_rate_counted_from_its_own_base() -> None:
    sheet = scored(
        "办结率{甲 / 乙}每低于95%一个百分点，扣0.5分，扣完为止。",
        "单位,甲,乙\n甲县,90,100\n乙县,80,100\n丙县,97,100",
        points="5",
    )
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [Decimal("2.5"), 0, 5]


@pytest.mark.parametrize(
    "clause",
    [
        "有1项不符合{不符合项}扣1分，2项不符合扣3分，3项及以上不得分。",
        "1项不符合{不符合项}扣1分，2项不符合扣3分，3项及以上不得分。",
        "存在1项不符合{不符合项}扣1分，存在2项不符合扣3分，3项及以上不得分。",
    ],
)
def test_rows_that_differ_in_their_number_alone_are_a_table(clause: str) -> None:
    sheet = scored(clause, "单位,不符合项\n甲县,1\n乙县,2\n丙县,3", points="5")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [4, 2, 0]


def test_rows_of_other_things_are_none() -> None:
    assert said("有1项不符合扣1分，2项缺失扣3分") == "？扣3分"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("被国家级、省级、市级媒体报道的，每篇分别加3分、2分、1分", "国家级，每1篇加3分"),
        ("国家级、省级媒体报道的，每篇分别加3分、2分", "国家级，每1篇加3分"),
        ("获得科技奖励一等奖、二等奖的，分别加3分、2分", "以下择一：一等奖，加3分"),
    ],
)
def test_the_first_of_a_list_loses_its_lead_and_no_character_of_its_own(text: str, first: str) -> None:
    assert said(text).startswith(first)


def test_one_deduction_each_and_another_from_the_third_on_is_refused_with_both_ways_to_write_it() -> None:
    (fault,) = faults("迟报{迟报}一次扣1分，迟报3次以上的扣5分。", "5")
    assert "没有读懂「扣5分」" in fault
    assert "另扣5分" in fault


def test_names_with_a_number_in_front_and_a_dot_inside() -> None:
    clause = "PM2.5浓度{PM2.5}≤35，得5分；35＜PM2.5浓度≤50，得3分；PM2.5浓度＞50，不得分。"
    sheet = scored(clause, "单位,PM2.5\n甲县,40\n乙县,30", points="5")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [3, 5]
    declared = "办法  甲\n事实  PM2.5：数值\n事实  5G基站：数值\n一级指标  甲（5分）\n"
    assert faults(f"{declared}浓度{{PM2.5}}≤35，得2分；基站{{5G基站}}≥100，得3分。") == []
    (fault,) = faults("热线{12345热线满意率}≥90%，得5分。", "5")
    assert "名称不以数字开头" in fault
