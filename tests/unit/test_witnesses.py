"""What the checks of points and effects say of their examples is what the real pipeline makes of such facts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from casework import points, scored, state
from kaoping.lint.pages import PAGES
from kaoping.lint.run import lint
from kaoping.source import SourceFile

D = Decimal

# code, facts, what the witness says, what the node then comes to.
CLAIMS = [
    ("M002", "单位,1.1,2.1\n甲县,是,是", "40＋50＝90≠100", "总分", "90"),
    ("M003", "单位,1.1,1.2\n甲县,是,是", "2＋3＝5≠6", "1", "5"),
    ("M004", "单位,1.1,2.1\n甲县,是,是", "10＋9＝19≠20", "过程", "19"),
    ("M005", "单位,1.1\n甲县,40", "至多扣6分，扣不到40分", "1.1", "0"),
    ("M006", "单位,1.1\n甲县,99", "10－8＝2", "1.1", "2"),
    ("M007", "单位,1.1\n甲县,1", "还剩1分", "1.1", "1"),
    ("M008", "单位,1.1,1.2\n甲县,是,99", "「视频会议」60分", "1", "10"),
    ("M009", "单位,1.1\n甲县,9", "至多扣2分", "1.1", "0"),
    ("M010", "单位,建成服务中心数\n甲县,0", "建成服务中心数为0家时扣得最多，仍得0.3分", "1.1", "0.3"),
    ("M011", "单位,1.1\n甲县,9", "至多扣6分", "1.1", "0"),
    ("M012", "单位,1.1\n甲县,是", "得3分", "1.1", "3"),
    ("M013", "单位,1.1\n甲县,是", "总分在0分～80分之间", "总分", "80"),
    ("M014", "单位,1.1,2.1\n甲县,是,99", "105＜110", "总分", "105"),
    ("M015", "单位,1.1\n甲县,是", "90＜100", "总分", "90"),
    ("M017", "单位,1.1.1,1.1.2\n甲县,是,是", "3＋2＝5≠6", "1.1", "5"),
    ("M018", "单位,1.1,2.1\n甲县,是,0", "100＋10＝110分", "总分", "110"),
    ("E002", "单位,迟报\n甲县,4", "迟报为4次时得0分，不写这一句也得0分", "1.1", "0"),
    ("E003", "单位,完成任务数\n甲县,0", "到不了这个界限", "1.1", "0"),
    ("E004", "单位,未对接的系统\n甲县,3", "本该扣分，却又不扣分", "1.1", "5"),
]


@pytest.mark.parametrize(("code", "facts", "witness", "node", "expected"), CLAIMS, ids=[c[0] for c in CLAIMS])
def test_facts_come_to_what_the_witness_says(
    code: str, facts: str, witness: str, node: str, expected: str
) -> None:
    bad = PAGES[code].bad
    (found,) = lint(SourceFile("例.rubric", bad)).findings
    assert witness in found.witness
    assert points(scored(bad, facts), node) == D(expected)


def test_a_consequence_that_does_nothing_can_be_left_out() -> None:
    bad = PAGES["E002"].bad
    for late in range(9):
        facts = f"单位,迟报\n甲县,{late}"
        assert points(scored(bad, facts)) == points(scored(bad.replace("，超过3次的，此项得0分", ""), facts))


def test_a_consequence_that_never_comes_never_comes() -> None:
    assert not any(state(scored(PAGES["E003"].bad, f"单位,完成任务数\n甲县,{n}")).zeroed for n in range(9))
    assert state(scored(PAGES["E003"].good, "单位,完成任务数\n甲县,2")).zeroed


def test_a_lost_qualification_without_a_grade_changes_nothing() -> None:
    sheet = scored(PAGES["E001"].bad, "单位,1.1\n甲县,4")
    (standing,) = sheet.standings
    assert standing.lost == (("文明单位资格", "1.1"),)
    assert standing.grades == ("三等",)
    good = scored(PAGES["E001"].good, "单位,1.1\n甲县,4")
    assert good.standings[0].lost


RULES = Path(__file__).parents[2] / "rules"
KNOWN = {
    "luan-2021": {("13.2", "E002")},
    "nanchang-2022": {("15.1", "M010"), ("36.1", "M010")},
    "ningde-2020": {("7.3", "M009"), ("8.2", "M005")},
    "huainan-2023": set(),
    "huoshan-2023": set(),
}


@pytest.mark.parametrize("folder", KNOWN)
def test_the_defects_of_the_documents_are_found_and_nothing_else(folder: str) -> None:
    (path,) = (RULES / folder).glob("*.rubric")
    linted = lint(SourceFile.read(path))
    clauses = {c.id: linted.subject.clause(c) for c in linted.subject.rubric.clauses()}
    found = {
        (next((id_ for id_, s in clauses.items() if s.start <= d.span.start < s.end), ""), d.code)
        for d in linted.findings
        if d.span is not None and d.code[0] in "ME"
    }
    assert found == KNOWN[folder]


def codes(text: str) -> list[tuple[str, str]]:
    """The findings of points and effects in a rule text, with their witnesses."""
    found = lint(SourceFile("例.rubric", f"办法  某某考核办法\n{text}")).findings
    return [(d.code, d.witness) for d in found if d.code[0] in "ME"]


SILENT = {
    "a bonus on top of the points": "一级指标  任务（40分）\n  完成目标得40分，每超额完成{超额}10%加2分，最多加6分。",
    "several that may count": (
        "一级指标  甲（12分）\n  二级指标  奖励资金管理（5分）\n    做到的，得5分。\n"
        "  二级指标  加分项（3分）\n    做到的，加3分。\n  二级指标  其他（7分）\n    做到的，得7分。"
    ),
    "said twice": "一级指标  甲（10分）\n  任意一条不符合{不符合}扣5分；不符合2条不得分。",
    "a sum said again": "一级指标  甲（6分）\n  在省级发表的得3分；在市级发表的得2分；在县级发表的得1分。最多得6分。",
    "a rate that may be negative": "一级指标  甲（9分）\n  增长率{增长率}达到5%，得9分，每降低1个百分点扣1分，扣完为止。",
    "a cap for each": "一级指标  甲（60分）\n  工作不力的，酌情扣分，每项最高扣10分。",
    "one clause of two with a drain": "一级指标  甲（5分）\n  1．被通报的，每次扣1分，直至5分扣完。\n  2．做到的，得5分。",
    "targets": "计分  达标率\n一级指标  产出指标\n  数量：≥3个",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_sound_is_left_alone(text: str) -> None:
    assert codes(text) == []


def test_points_that_only_deductions_draw_on_are_out_of_reach() -> None:
    text = "一级指标  安全（10分）\n  二级指标  事故\n    发生事故的，每次扣1分，最高扣4分。\n  二级指标  信访\n    发生信访的，每次扣1分。"
    assert codes(text) == [("M012", "各项都得到最多，合计4分")]


HIGHER = (
    "一级指标  甲（70分）\n  二级指标  乙（50分）\n    1．被点名的，每次扣10分，直至70分扣完。\n"
    "    2．做到的，得50分。\n  二级指标  丙（20分）\n    做到的，得20分。"
)


def test_a_drain_is_that_of_an_indicator_above_or_of_the_total() -> None:
    assert codes(HIGHER) == []
    assert codes(HIGHER.replace("直至70", "直至50")) == []
    assert codes(HIGHER.replace("直至70", "直至60")) == [("M008", "上级是「乙」50分、「甲」70分")]
    whole = HIGHER.replace("直至70", "直至100") + "\n一级指标  丁（30分）\n  做到的，得30分。"
    assert codes(whole) == [("M008", "上级是「乙」50分、「甲」70分")]
    assert codes(f"满分  100分\n{whole}") == []


DEDUCTING = "满分  100分\n一级指标  任务（{}分）\n  完成任务的，得{}分。\n一级指标  {}\n  被通报的，每次扣2分，最高扣10分。"


@pytest.mark.parametrize(
    ("others", "name", "found"),
    [
        (100, "扣分项", []),  # takes from the total
        (100, "通报批评", []),
        (90, "扣分项", []),  # brings the 10 points that it takes
        (90, "通报批评", []),
        (80, "扣分项", [("M002", "80≠100")]),
        (80, "通报批评", [("M002", "80＋10＝90≠100")]),
    ],
)
def test_an_indicator_that_takes_from_the_total_is_no_part_of_the_full_mark(
    others: int, name: str, found: list[tuple[str, str]]
) -> None:
    assert codes(DEDUCTING.format(others, others, name)) == found


def test_an_effect_that_finds_what_the_cap_has_left_is_not_idle() -> None:
    assert codes("一级指标  甲（5分）\n  迟报{迟报}每次扣2分，最高扣2分，超过3次此项得0分。") == []
    idle = codes("一级指标  甲（4分）\n  迟报{迟报}每次扣2分，超过3次此项得0分。")
    assert [code for code, _ in idle] == ["E002"]
