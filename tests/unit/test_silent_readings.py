"""Sentences that were once read quietly as something else: each is refused now, or says what it means."""

from __future__ import annotations

import pytest

from casework import points, scored
from kaoping.language.clause import read
from kaoping.language.paraphrase import say


def said(text: str) -> str:
    """The paraphrase, or what is left over of a sentence that is not understood."""
    reading = read(text)
    return say(reading) if reading.understood else "？" + "、".join(rest.text for rest in reading.left_over)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("迟报一次扣大约1分", "扣大约1分"),
        ("迟报一次扣约1分，扣完为止", "扣约1分"),
        ("迟报一次扣大概一分", "扣大概一分"),
        ("迟报一次扣近1分", "扣近1分"),
        ("迟报一次扣点1分", "扣点1分"),
        ("迟报一次扣个1分", "扣个1分"),
        ("迟报一次扣两三分", "扣两三分"),
        ("迟报两三次扣1分", "两三次"),
        ("迟报一次约扣1分", "约扣1分"),
        ("迟报一次最少扣1分", "最少扣1分"),
        ("迟报一次至少扣1分", "至少扣1分"),
        ("迟报一次起码扣0.5分", "起码扣0.5分"),
        ("迟报一次扣1分左右", "左右"),
        ("迟报一次扣1分上下，扣完为止", "上下"),
        ("迟报一次扣1分起", "起"),
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
        ("每获得第1名加2分", "获得第1名，每1次加2分。"),
        ("每增加1万人得1分", "每超1万人加1分（不足1万人的部分不加）。"),
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
