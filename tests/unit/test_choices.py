"""Readings that links settle: what they make of a score, and where they have nothing to say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.pipeline import score

HEAD = "办法  试\n期间  2024-01-01 至 2024-12-31\n"


def scored(folder: Path, body: str, facts: str) -> list[tuple[Decimal, Decimal]]:
    """Least and most of every clause of a rule file for its one unit."""
    rule, csv = folder / "a.rubric", folder / "a.csv"
    rule.write_text(HEAD + body, encoding="utf-8")
    csv.write_text("事项,值,单位\n" + "".join(f"{line},甲\n" for line in facts.split()), encoding="utf-8")
    run = score(rule, [csv])
    assert run.sheet is not None, [d.message for d in run.diagnostics]
    assert run.diagnostics == ()
    states = [run.sheet.clause("甲", clause) for clause in run.sheet.rubric.clauses()]
    return [(state.low, state.high) for state in states]


def faults(folder: Path, body: str) -> list[tuple[str, str]]:
    """What is wrong with a rule file."""
    rule = folder / "a.rubric"
    rule.write_text(HEAD + body, encoding="utf-8")
    return [(d.code, d.message) for d in score(rule, []).diagnostics]


DROP = "一级指标  甲（10分）\n  满意度{{满意度}}达到95%，得10分，每下降10%{{{}}}扣1分，扣完为止。\n"


@pytest.mark.parametrize(
    ("option", "points"),
    [
        ("不足一步不计", "10"),
        ("不足一步按一步计", "9"),
        ("按比例", "9.05"),
        ("百分点", "10"),
        ("基数的百分比", "9"),
        ("基数的百分比，以100%为基数", "9"),
        ("以100%为基数", "9"),
    ],
)
def test_a_step_is_counted_as_the_link_says(tmp_path: Path, option: str, points: str) -> None:
    found = scored(tmp_path, DROP.format(option), "满意度,85.5%")
    assert found == [(Decimal(points), Decimal(points))]


def test_a_step_in_percent_of_a_number_is_so_much_of_it(tmp_path: Path) -> None:
    body = (
        "一级指标  甲（10分）\n  网点数{网点}达到385个，得10分，每下降10%{以385个为基数}扣1分，扣完为止。\n"
    )
    assert scored(tmp_path, body, "网点,346") == [(Decimal(9), Decimal(9))]
    assert scored(tmp_path, body, "网点,347") == [(Decimal(10), Decimal(10))]


@pytest.mark.parametrize(("option", "points"), [("", "9.4"), ("，基数的百分比", "9.4"), ("，按比例", "9.3")])
def test_steps_are_counted_from_another_figure(tmp_path: Path, option: str, points: str) -> None:
    body = (
        "一级指标  甲（10分）\n"
        f"  及时率{{及时率}}每下降1个百分点扣0.2分{{以上年及时率为基数{option}}}，扣完为止。\n"
    )
    found = scored(tmp_path, body, "及时率,94% 上年及时率,97.5%")
    assert found == [(Decimal(points), Decimal(points))]
    assert scored(tmp_path, body, "及时率,98% 上年及时率,97.5%") == [(Decimal(10), Decimal(10))]


def test_a_deduction_goes_on_into_the_indicator_only_where_the_link_says_so(tmp_path: Path) -> None:
    body = (
        "一级指标  甲（10分）\n"
        "  1．有制度{{有制度}}，得6分；\n"
        "  2．信息报送，4分。漏报{{漏报}}一次扣1分{}。\n"
    )
    stays = [(Decimal(6), Decimal(6)), (Decimal(0), Decimal(0))]
    assert scored(tmp_path, body.format(""), "有制度,是 漏报,7") == stays
    assert scored(tmp_path, body.format("{本条扣完为止}"), "有制度,是 漏报,7") == stays
    goes_on = scored(tmp_path, body.format("{可扣本指标其他分值}"), "有制度,是 漏报,7")
    assert goes_on == [(Decimal(6), Decimal(6)), (Decimal(-3), Decimal(-3))]


def test_zeroing_a_clause_that_overdraws_leaves_nothing_and_takes_nothing(tmp_path: Path) -> None:
    body = (
        "一级指标  甲（10分）\n"
        "  1．有制度{有制度}，得6分；\n"
        "  2．信息报送，4分。漏报{漏报}一次扣1分{可扣本指标其他分值}；弄虚作假{作假}的，不得分。\n"
    )
    assert scored(tmp_path, body, "有制度,是 漏报,1 作假,1")[1] == (Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("option", "points"), [("", "5"), ("{上限管各句合计}", "5"), ("{上限只管这一句}", "0")]
)
def test_a_cap_bounds_what_the_link_says(tmp_path: Path, option: str, points: str) -> None:
    body = (
        "一级指标  甲（10分）\n"
        f"  视频会议，10分。缺席{{缺席}}每次扣2分；离席{{离席}}每次扣2分；最高扣5分{option}。\n"
    )
    assert scored(tmp_path, body, "缺席,3 离席,3") == [(Decimal(points), Decimal(points))]


WAYS = (
    "一级指标  甲（4分）\n"
    "  1.证照生成，4分。计算及时生成证照的办件占总办件数的比例{{及时数 / 总数}}，按比例得分，"
    "或{}抽查相关办件，发现一处缺漏{{缺漏}}，扣一分，扣完为止\n"
)


@pytest.mark.parametrize(
    ("option", "facts", "low", "high"),
    [
        ("", "及时数,3 总数,4 缺漏,2", 2, 3),
        ("{由评价人定}", "及时数,3 总数,4 缺漏,2", 2, 3),
        ("{取前一种}", "及时数,3 总数,4", 3, 3),
        ("{取后一种}", "缺漏,2", 2, 2),
    ],
)
def test_one_of_two_ways_of_scoring(tmp_path: Path, option: str, facts: str, low: int, high: int) -> None:
    found = scored(tmp_path, WAYS.format(option), facts)
    assert found == [(Decimal(low), Decimal(high))]


def test_the_way_that_is_left_out_wants_no_facts(tmp_path: Path) -> None:
    rule = tmp_path / "a.rubric"
    rule.write_text(HEAD + WAYS.format("{取后一种}"), encoding="utf-8")
    run = score(rule, [])
    assert run.rubric is not None
    assert [spec.name for spec in run.rubric.facts] == ["缺漏"]


@pytest.mark.parametrize(("option", "points"), [("", "5"), ("{含当日}", "5"), ("{不含当日}", "0")])
def test_the_day_of_a_deadline(tmp_path: Path, option: str, points: str) -> None:
    body = f"一级指标  甲（5分）\n  工作{{完成日}}在2024年6月30日前完成{option}，得5分，否则不得分。\n"
    assert scored(tmp_path, body, "完成日,2024-06-30") == [(Decimal(points), Decimal(points))]


def test_a_range_for_judgement(tmp_path: Path) -> None:
    body = "一级指标  甲（5分）\n  1．材料不全的，酌情扣分{1～3分}，最高扣5分。\n"
    assert scored(tmp_path, body, "1.1,2") == [(Decimal(3), Decimal(3))]


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ("漏报{漏报}一次扣1分{基数的百分比}，扣完为止。", "「基数的百分比」在这里没有可以说明的"),
        ("漏报{漏报}一次扣1分{取前一种}，扣完为止。", "「取前一种」在这里没有可以说明的"),
        ("漏报{漏报，0～3分}一次扣1分，扣完为止。", "「幅度」在这里没有可以说明的"),
        ("漏报{漏报，不含当日}一次扣1分，扣完为止。", "「不含当日」在这里没有可以说明的"),
        (
            "漏报{漏报，上限管各句合计}一次扣1分，扣完为止。",
            "「上限管各句合计」在这里没有可以说明的",
        ),
        (
            "漏报{漏报}一次扣1分，最高扣3分{本条扣完为止}。",
            "「本条扣完为止」在这里没有可以说明的",
        ),
        ("漏报{漏报，以上年漏报为基数}一次扣1分，扣完为止。", "「以上年漏报为基数」在这里没有可以说明的"),
    ],
)
def test_an_option_that_settles_nothing_is_a_fault(tmp_path: Path, clause: str, message: str) -> None:
    assert faults(tmp_path, f"一级指标  甲（5分）\n  {clause}\n")[:1] == [("C004", message)]


def test_links_at_one_place_are_taken_together(tmp_path: Path) -> None:
    body = (
        "一级指标  甲（10分）\n  满意度{满意度}达到90%，得10分，每降低一个百分点{按比例}扣0.2分，扣完为止。\n"
    )
    assert scored(tmp_path, body, "满意度,89.5%") == [(Decimal("9.9"), Decimal("9.9"))]
    twice = body.replace("{按比例}", "{按比例}{不足一步不计}")
    assert [code for code, _ in faults(tmp_path, twice)] == ["C004"]
