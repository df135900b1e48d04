"""Clauses of two or three statements that were once read quietly as something else: what each statement is of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import faults, points, scored
from kaoping.language.clause import read
from kaoping.language.paraphrase import say


def said(text: str, full: int | None = None) -> str:
    """The paraphrase, read again to the same meaning; or the nearest wording of a sentence that is refused."""
    reading = read(text, Decimal(full) if full is not None else None)
    if not reading.understood:
        return "？" + "、".join(rest.nearest for rest in reading.left_over)
    again = read(say(reading), Decimal(full) if full is not None else None)
    assert again.parts == reading.parts
    return say(reading)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("经费纳入年度预算的得10分；预算执行率达到95%得5分，每低1个百分点扣0.5分", "才得", "基础分"),
        ("经费纳入年度预算的得10分，预算执行率达到95%得5分，每低1个百分点扣0.5分", "才得", "基础分"),
        ("成立领导小组，得10分；按时报送得5分，漏报一次扣0.5分", "才得", "基础分"),
        ("成立领导小组，得10分。按时报送得5分（漏报一次扣0.5分）。", "才得", "基础分"),
        ("成立领导小组，得10分。按时报送得5分；漏报一次扣0.5分", "才得", "基础分"),
        ("制定方案得10分；开展培训得5分，每少一场扣1分；每发生一起事故扣2分", "才得", "基础分"),
        ("成立领导小组，得10分；按时报送得5分；漏报一次扣0.5分", "基础分", "基础分"),
        ("设有机构，得10分；报送及时得5分，以上每缺一项扣0.5分", "基础分", "基础分"),
        ("设有机构，得10分，报送及时得5分，漏报一次扣0.5分", "基础分", "基础分"),
        ("按时报送得10分，漏报一次扣0.5分；报送完整得5分，缺一项扣1分", "基础分", "基础分"),
    ],
)
def test_a_deduction_is_of_the_award_in_whose_sentence_it_stands(text: str, first: str, second: str) -> None:
    told = [piece for piece in said(text, 15).split("得") if "分（" in piece]
    marks = [mark for piece in said(text, 15).split("分（")[1:] for mark in [piece.split("）")[0]]]
    assert told
    assert [first in marks[0], second in marks[1]] == [True, True]


def test_the_award_before_asks_for_its_own_fact() -> None:
    rules = "办法  甲办法\n单位  甲县、乙县\n一级指标  甲（15分）\n  成立领导小组{成立}，得10分；按时报送得5分，漏报{漏报}一次扣0.5分。"
    sheet = scored(rules, "单位,成立,漏报\n甲县,否,2\n乙县,是,2")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [4, 14]


EITHER = "？“以下各项累加：…”（都做到的都得），或“以下择一：…”（只得一档），写在这几项前面"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "成立领导小组的，得10分；预算执行率达到95%的，得5分",
            "以下各项累加：成立领导小组的，得10分；预算执行率达到95%的，得5分。",
        ),
        ("全部签约得10分；签约率达到80%得6分", "以下择一：全部签约，得10分；签约率达到80%，得6分。"),
        ("任务圆满收官得10分；进度达到80%得6分", EITHER),
        ("设有机构的，得2分；人员到位的，得1分", EITHER),
        ("建立制度的得5分；建立台账的得3分", EITHER),
        ("优秀得10分；良好得8分", "以下择一：优秀，得10分；良好，得8分。"),
        ("山区得4分，平原得3分，否则不得分", "以下择一：山区，得4分；平原，得3分；否则不得分。"),
        (
            "受省政府表彰的得5分；受市政府表彰的得3分",
            "以下择一：受省政府表彰的，得5分；受市政府表彰的，得3分。",
        ),
        (
            "以下各项累加：设有机构，得2分；人员到位，得1分。",
            "以下各项累加：设有机构，得2分；人员到位，得1分。",
        ),
        ("以下择一：设有机构，得2分；人员到位，得1分。", "以下择一：设有机构，得2分；人员到位，得1分。"),
    ],
)
def test_less_and_less_points_alone_make_no_alternatives(text: str, meaning: str) -> None:
    assert said(text) == meaning


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("节约1%加1分，最高加5分", "每节约1%加1分"),
        ("节约1%加1分", "每节约1%加1分"),
        ("满意度提高1%得1分，最高得5分", "每提高1%得1分"),
        ("税收增长10%加2分，最高加10分", "每增长10%加2分"),
        ("下降1%扣1分", "每下降1%扣1分"),
        ("每逾期1天每件扣1分", "每件每逾期1天扣1分"),
        ("每逾期一个工作日每件扣1分", "每件每逾期1个工作日扣1分"),
        ("超期一天一件扣1分", "每件每超期1天扣1分"),
        ("超期每天每件扣1分", "每件每超期1天扣1分"),
        ("每少1人每天扣1分", "缺少的，每人每天扣1分"),
        ("扣1分/件·天", "每件每天扣1分"),
        ("按季报送得4分；少报一季扣1分", "每少报1季度扣1分"),
        ("迟报一旬扣1分", "每迟报1次扣1分"),
        ("扣1分/件天", "每件每天扣1分"),
    ],
)
def test_a_step_that_is_lost_is_refused(text: str, nearest: str) -> None:
    assert said(text) == f"？{nearest}"
    assert said(nearest).startswith("？") is False


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("每件每天扣1分", "每件每天扣1分。"),
        ("每户每月扣0.5分，最高扣3分", "每户每月扣0.5分，最高扣3分。"),
        ("每人每次扣1分", "扣1分/人次。"),
        ("税收增长10%加2分", "税收增长10%，加2分。"),
        ("增长1%得1分，增长2%得2分", "以下择一：增长1%，得1分；增长2%，得2分。"),
        ("逾期3天的，每件扣1分", "逾期3天的，每1件扣1分。"),
        (
            "每采用一篇得2分，少报一篇扣1分",
            "采用，每1篇得2分；少报，每1篇扣1分。",
        ),
        (
            "每月巡查一次得1分；未巡查的扣1分",
            "每月巡查，每1次得1分；未巡查的，扣1分。",
        ),
    ],
)
def test_a_step_that_is_kept_is_said(text: str, meaning: str) -> None:
    assert said(text) == meaning


def test_from_the_total_is_refused_among_points() -> None:
    assert said("按时报送得10分，迟报一次从总分中扣10分").startswith("？另设一个没有分值的指标")
    assert said("发生事故的，从总分中扣10分", 10).startswith("？另设")
    head = "办法  甲办法\n单位  甲县、乙县\n一级指标  报送（10分）\n  按时报送{按时}，得10分。\n"
    inside = f"{head}一级指标  安全（5分）\n  未发生事故{{无事故}}，得5分。\n  发生事故的{{事故}}，从总分中扣10分。"
    assert "从总分中扣，这一条却在有分值的指标里" in "".join(faults(inside))
    beside = head + "一级指标  扣分项\n  发生事故的{事故}，从总分中扣4分。"
    sheet = scored(beside, "单位,按时,事故\n甲县,是,1\n乙县,是,0")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [6, 10]


LAST_YEAR = "得10分，较上年每下降1个百分点{{{link}}}扣1分。"


@pytest.mark.parametrize("link", ["满意度，以上年满意度为基数", "上年满意度 - 满意度"])
def test_a_fall_from_last_year_counts_from_last_year(link: str) -> None:
    sheet = scored(LAST_YEAR.format(link=link), "单位,满意度,上年满意度\n甲县,85%,88%\n乙县,90%,88%")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县")] == [7, 10]


def test_a_fall_between_two_figures_is_counted_from_no_hundred() -> None:
    sheet = scored("得10分，每下降1个百分点{原满意度 - 满意度}扣1分。", "单位,满意度,原满意度\n甲县,85%,88%")
    assert points(sheet) == 7


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ("得10分，较上年每下降1个百分点扣1分。", "上年的数没有写明"),
        ("得10分，同比每下降1个百分点扣1分。", "上年的数没有写明"),
        ("满意度达到90%得10分，较上年每下降1个百分点扣1分。", "上年的数没有写明"),
        (LAST_YEAR.format(link="满意度"), "以上年满意度为基数"),
        (LAST_YEAR.format(link="满意度 - 上年满意度"), "减反了"),
        ("较上年每提高1个百分点{满意度}加1分，最高加5分。", "以上年满意度为基数"),
    ],
)
def test_a_fall_from_last_year_without_last_year_is_refused(rules: str, fault: str) -> None:
    assert fault in "".join(faults(rules))


@pytest.mark.parametrize("link", ["得分", "总分", "名次"])
def test_no_score_and_no_place_is_the_number_of_places_behind(link: str) -> None:
    told = "".join(faults(f"排名第一的得10分，其余按名次{{{link}}}每降低一位递减1分。"))
    assert "C004" in told
    assert "低几位" in told


def test_what_each_one_missing_costs_is_no_reason_to_give_for_each() -> None:
    base = "每月巡查一次，得5分（基础分）。每少1次扣1分（不足1次的部分不扣）。"
    assert said("每月巡查一次得5分；每少一次扣1分", 5) == base
    assert said("每月巡查一次得5分；每少一次扣1分").startswith("？每月巡查一次的，得5分")
    assert said("每月巡查一次得1分；每少一次扣0.5分", 12).startswith("？每月巡查一次的，得1分")
    assert said("每月巡查一次的，得5分；每少一次扣1分").startswith("每月巡查一次的，得5分（基础分）")


@pytest.mark.parametrize(
    "text",
    [
        "每季度召开一次专题会议，得5分，每少一次扣1分，扣完为止",
        "每季度至少召开一次专题会议得5分，每少一次扣1分",
        "每月不少于一次检查的，得3分；每少一次扣0.5分",
    ],
)
def test_points_that_stand_apart_are_for_all_of_them(text: str) -> None:
    assert "（基础分）。每少1次扣" in said(text)
