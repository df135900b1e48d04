"""每少一次: how many too few, of how many. A link that counts what was achieved is not what is lacking."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import faults, points, scored

TOWNS = "单位,{}\n甲镇,{}\n乙镇,{}"


def totals(clause: str, fact: str, one: str, other: str) -> list[Decimal]:
    """The totals of two towns with a fact each, of five points."""
    sheet = scored(clause, TOWNS.format(fact, one, other), points="5")
    return [points(sheet, unit=unit) for unit in ("甲镇", "乙镇")]


@pytest.mark.parametrize(
    ("clause", "fact", "all_", "fewer", "expected"),
    [
        (
            "全年召开专题会议{专题会议}4次，得5分，每少一次扣1分，扣完为止。",
            "专题会议",
            "4",
            "1",
            [5, 2],
        ),
        ("完成报送信息任务12篇{信息数}的，得5分，每少1篇扣0.5分。", "信息数", "12", "8", [5, 3]),
        ("年报送信息12篇{信息数}，得5分，每少1篇扣0.5分，扣完为止。", "信息数", "12", "8", [5, 3]),
        ("应配备专职人员{专职人员}5人，每少1人扣1分，扣完为止。", "专职人员", "5", "3", [5, 3]),
        ("应配备专职人员{专职人员}5人，每缺1人扣1分，扣完为止。", "专职人员", "5", "3", [5, 3]),
        (
            "每月督查{督查，以12次为基数}，得5分，每缺一次扣1分，扣完为止。",
            "督查",
            "12",
            "10",
            [5, 3],
        ),
    ],
)
def test_the_figure_beside_the_link_is_what_the_shortfall_is_counted_from(
    clause: str, fact: str, all_: str, fewer: str, expected: list[int]
) -> None:
    assert totals(clause, fact, all_, fewer) == expected


@pytest.mark.parametrize(
    ("clause", "step"),
    [
        ("每季度召开一次专题会议{专题会议}，得5分，每少一次扣1分，扣完为止。", "每少一次"),
        ("每月开展一次督查{督查}，得5分，每缺一次扣1分，扣完为止。", "每缺一次"),
        ("召开工作会4次、调研会2次{会议}，得5分，每少一次扣1分。", "每少一次"),
        ("各村报送信息12篇{信息数}，得5分，每少1篇扣0.5分。", "每少1篇"),
        ("每月至少报送2篇信息{信息数}，每少1篇扣0.5分。", "每少1篇"),
        ("报送信息{信息数}，得5分，每少1篇扣0.5分。", "每少1篇"),
    ],
)
def test_achievements_without_a_base_are_no_shortfall(clause: str, step: str) -> None:
    (fault,) = faults(clause, "5")
    assert "错误[C003]" in fault
    assert f"“{step}”，以几" in fault
    assert "为基数}" in fault


@pytest.mark.parametrize(
    ("clause", "fact"),
    [
        ("每月报送，得5分，每少一次{漏报}扣1分，扣完为止。", "漏报"),
        ("每月报送{缺报次数}，得5分，每少一次扣1分，扣完为止。", "缺报次数"),
        ("应到12人，每缺1人{缺勤人数}扣1分，扣完为止。", "缺勤人数"),
        ("每季度召开一次专题会议，得5分，每少一次扣1分，扣完为止。", "1.1"),
    ],
)
def test_a_link_that_names_the_shortfall_is_it_and_so_is_a_fact_by_number(clause: str, fact: str) -> None:
    assert totals(clause, fact, "1", "2") == [4, 3]


def test_a_difference_is_a_shortfall_by_its_link_and_by_its_definition() -> None:
    sheet = scored(
        "每季度召开一次专题会议，得5分，每少一次{4 - 专题会议}扣1分。",
        TOWNS.format("专题会议", "4", "1"),
        points="5",
    )
    assert [points(sheet, unit=unit) for unit in ("甲镇", "乙镇")] == [5, 2]
    defined = "办法  甲\n定义  余下会议 = 4 - 专题会议\n一级指标  甲（5分）\n召开会议，得5分，每少一次{余下会议}扣1分。"
    assert faults(defined) == []
