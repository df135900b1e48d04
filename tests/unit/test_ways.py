"""Two ways of scoring in one clause: 按比例得分，或抽查办件，发现一处缺漏，扣一分. Worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import faults, intake_of, interval, points, rubric_of, scored, state

D = Decimal
WAYS = (
    "增量生成，4分。计算及时生成证照的办件占总办件数的比例{及时办件 / 全部办件}，按比例得分，"
    "或{计分方式：按比例、抽查}抽查相关审批系统办件，发现一处缺漏{缺漏}，扣一分，扣完为止。"
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("抽查,,,0", "4"),  # 4 - 0: the second way starts from the full mark
        ("抽查,,,3", "1"),  # 4 - 3
        ("抽查,,,9", "0"),  # 扣完为止
        ("抽查,50,100,3", "1"),  # the ratio is known, and not the way that was taken
        ("按比例,50,100,", "2"),  # 4 × 50%
        ("按比例,50,100,3", "2"),  # faults are known, and not the way that was taken
        ("按比例,0,100,", "0"),
    ],
)
def test_the_way_that_was_taken_counts(row: str, expected: str) -> None:
    found = scored(WAYS, f"单位,计分方式,及时办件,全部办件,缺漏\n甲县,{row}")
    assert interval(found, "1.1") == (D(expected), D(expected))
    assert state(found).missing == ()


def test_until_somebody_says_which_it_is_both_are_open() -> None:
    found = scored(WAYS, "单位,及时办件,全部办件,缺漏\n甲县,50,100,3")
    assert interval(found, "1.1") == (D(1), D(2))
    assert state(found).missing == ("计分方式",)
    assert interval(scored(WAYS), "1.1") == (D(0), D(4))


def test_the_way_that_was_taken_may_lack_its_figure() -> None:
    found = scored(WAYS, "单位,计分方式,缺漏\n甲县,按比例,3")
    assert interval(found, "1.1") == (D(0), D(4))
    assert state(found).missing == ("及时办件", "全部办件")


def test_the_clause_is_worth_its_points_once() -> None:
    (clause,) = rubric_of(WAYS, "4").clauses()
    assert (clause.full, clause.opening) == (D(4), D(0))
    assert [section.full for section in clause.sections] == [D(4), D(4)]


def test_without_links_each_way_has_a_fact_of_its_own() -> None:
    plain = "增量生成，4分。计算及时生成证照的办件占总办件数的比例，按比例得分，或抽查办件，发现一处缺漏，扣一分。"
    specs = {spec.name: (spec.type, spec.choices) for spec in rubric_of(plain).facts}
    assert specs == {
        "1.1.1": ("percent", ()),
        "1.1.2": ("choice", ("按比例得分", "抽查办件")),
        "1.1.3": ("number", ()),
    }
    assert points(scored(plain, "单位,1.1.2,1.1.3\n甲县,抽查办件,1"), "1.1") == D(3)


def test_other_clauses_of_the_indicator_keep_their_points() -> None:
    rules = f"1．{WAYS}\n2．每缺一项{{缺项}}扣2分。"
    found = scored(rules, "单位,计分方式,缺漏,缺项\n甲县,抽查,1,1", points="10")
    assert (points(found, "1.1"), points(found, "1.2"), points(found)) == (D(3), D(4), D(7))


def test_a_choice_of_other_than_two_is_refused() -> None:
    three = WAYS.replace("按比例、抽查}", "按比例、抽查、其他}")
    assert any("选项的个数与档次的个数不同" in fault for fault in faults(three))


@pytest.mark.parametrize(
    ("clause", "row", "expected"),
    [
        ("完成的，得6分，未全部完成{1 - 甲 / 乙}的，按比例扣分。", "6,8", "4.5"),  # 6 × (1 - 6/8) = 1.5
        ("完成的，得6分，未全部完成{1 - 甲 / 乙}的，按比例扣分。", "8,8", "6"),
        ("完成的，得6分，未全部完成{1 - 甲 / 乙}的，按比例扣分。", "9,8", "6"),  # more than all is no bonus
        (
            "核验情况，4分。未能及时核验的办件数据，按未及时核验数量占比{甲 / 乙}扣分。",
            "3,40",
            "3.7",
        ),  # 4 - 4 × 7.5%
        ("核验情况，4分。未能及时核验的办件数据，按未及时核验数量占比{甲 / 乙}扣分。", "0,40", "4"),
    ],
)
def test_deductions_in_proportion(clause: str, row: str, expected: str) -> None:
    assert points(scored(clause, f"单位,甲,乙\n甲县,{row}"), "1.1") == D(expected)


def test_points_that_follow_from_something_without_a_scale_are_given_by_the_assessor() -> None:
    clause = "入驻情况，3分。根据新增入驻的服务事项数量{入驻评分}进行计分。"
    assert points(scored(clause, "单位,入驻评分\n甲县,2.5"), "1.1") == D("2.5")
    assert interval(scored(clause), "1.1") == (D(0), D(3))
    (refusal,) = intake_of(rubric_of(clause), "单位,入驻评分\n甲县,3.5").diagnostics
    assert refusal.message == "“入驻评分”的值「3.5」不在规则给的 0～3分之内"
