"""How an indicator's points are shared among its clauses: the rules of resolve/points.py."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import faults, rubric_of

D = Decimal
Shares = list[tuple[str | None, str, str]]

AWARD = "得4分，未建立的，不得分。"


def shares(clauses: str, points: str | None = None) -> tuple[Shares, str]:
    """(full, opening, floor) of each section, and the pool of the indicator."""
    (leaf,) = rubric_of(clauses, points).indicators
    sections = [section for clause in leaf.clauses for section in clause.sections]
    told = [
        (
            None if s.full is None else f"{s.full.normalize():f}",
            f"{s.opening.normalize():f}",
            f"{s.floor.normalize():f}",
        )
        for s in sections
    ]
    return told, f"{leaf.pool.normalize():f}"


@pytest.mark.parametrize(
    ("clause", "full"),
    [
        (AWARD, "4"),
        ("得3分，漏报一次扣0.5分，扣完为止。", "3"),
        ("完成率≥100%，得2分；100%＞完成率≥80%，得1分；完成率＜80%，不得分。", "2"),
        ("开展培训，得1分；编印手册，得1.5分。", "2.5"),
        ("每完成一个场景得2分，最高得4分。", "4"),
        ("第1-3名，得3分；第4-6名，得2分；第6名之后，得1分。", "3"),
    ],
)
def test_what_a_sentence_can_come_to_is_its_full_mark(clause: str, full: str) -> None:
    assert shares(clause) == ([(full, "0", "0")], "0")


def test_a_mark_in_the_head_counts_before_what_the_sentence_can_come_to() -> None:
    assert shares("1．日常工作，5分。每漏报一次扣1分。\n2．办件，6分。每完成一件得1分。")[0] == [
        ("5", "5", "0"),
        ("6", "0", "0"),
    ]


@pytest.mark.parametrize("open_part", ["按期完成，得满分，否则不得分。", "按比例得分。"])
def test_one_part_may_leave_its_mark_open_and_takes_what_is_left(open_part: str) -> None:
    assert shares(f"1．{AWARD}\n2．{open_part}", "10")[0] == [("4", "0", "0"), ("6", "0", "0")]


def test_two_open_parts_are_told_apart_by_the_author() -> None:
    found = faults("1．按期完成，得满分，否则不得分。\n2．按比例得分。", "10")
    assert [one.split("\n")[0] for one in found] == [
        "甲.rubric:3:1: 错误[M001] 这一条的满分无法确定",
        "甲.rubric:4:1: 错误[M001] 这一条的满分无法确定",
    ]
    assert "或给指标「甲」写上分值" in found[0]


@pytest.mark.parametrize("points", [None, "24", "30"])
def test_a_part_that_only_deducts_opens_with_its_cap(points: str | None) -> None:
    assert shares(f"1．缺席和迟到每次扣4分，最高扣20分。\n2．{AWARD}", points)[0][0] == ("20", "20", "0")


def test_where_all_parts_deduct_no_points_are_out_of_reach() -> None:
    assert shares("1．缺席每次扣4分，最高扣20分。\n2．未签到的，扣2分。", "30") == (
        [("20", "20", "0"), ("2", "2", "0")],
        "8",
    )


def test_a_part_that_is_alone_opens_with_all_points_of_the_indicator() -> None:
    assert shares("每次扣2分，最高扣2分，超过3次此项得0分。", "5") == ([("5", "5", "0")], "0")
    assert shares("未签到的，扣2分。", "5") == ([("5", "5", "0")], "0")


def test_without_a_cap_it_opens_with_the_points_of_the_indicator() -> None:
    assert shares("漏报一次扣0.5分，扣完为止。", "3") == ([("3", "3", "0")], "0")
    assert shares(f"1．{AWARD}\n2．漏报一次扣0.5分，扣完为止。", "10") == (
        [("4", "0", "0"), ("6", "6", "0")],
        "0",
    )


def test_several_uncapped_deductions_draw_on_the_indicator_together() -> None:
    assert shares(f"1．漏报一次扣1分。\n2．迟到一次扣2分。\n3．{AWARD}", "10") == (
        [("0", "0", "-10"), ("0", "0", "-10"), ("4", "0", "0")],
        "6",
    )


def test_a_cap_that_does_not_fit_into_the_indicator_leaves_what_is_left() -> None:
    assert shares(f"1．{AWARD}\n2．迟到一次扣2分，最高扣8分。", "10") == (
        [("4", "0", "0"), ("6", "6", "0")],
        "0",
    )


def test_draining_a_wider_item_needs_no_points_of_its_own() -> None:
    assert shares(f"1．{AWARD}\n2．被点名批评的，每发现一次扣10分，直至50分扣完。", "50") == (
        [("4", "0", "0"), ("0", "0", "-50")],
        "46",
    )


def test_an_uncapped_bonus_has_no_full_mark_unless_the_indicator_bounds_it() -> None:
    assert shares("每完成一个场景得2分。")[0] == [(None, "0", "0")]
    assert shares(f"1．{AWARD}\n2．每完成一个场景得2分。", "10")[0] == [("4", "0", "0"), ("6", "0", "0")]
