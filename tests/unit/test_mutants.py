"""Mutants: every number of a sentence is changed once, points are shared anew, and what cannot matter is left out."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from casework import rubric_of
from kaoping.cases.branches import branches_of
from kaoping.cases.coverage import coverage_of
from kaoping.cases.lines import lines_of
from kaoping.cases.model import Case
from kaoping.cases.mutants import _shared_anew, every_mutant, mutants_of
from kaoping.cases.mutate import _Trial, rescored
from kaoping.cases.run import RuleRun, case_files, run_cases
from kaoping.engines.durable import DurableEngine
from kaoping.language.document import read_outline
from kaoping.model import TOTAL
from kaoping.pipeline import assess
from kaoping.plan import make_plan, remake
from kaoping.resolve import load, resolve
from kaoping.sheet import Sheet
from kaoping.source import SourceFile

RULES = Path(__file__).parents[2] / "rules"
FILES = sorted(RULES.glob("*/*.rubric"))

each_rule = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def said(rules: str, points: str | None = None) -> list[str]:
    return [
        m.sentence.removeprefix("1.1 ") for m in mutants_of(rubric_of(rules, points)) if m.clause == "1.1"
    ]


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        (
            "1．按时报送的，得3分，否则不得分。",
            ["“按时报送的”得3分，改成得2分", "不符合“按时报送的”得0分，改成得1分"],
        ),
        (
            "1．每漏报一次扣0.5分，最高扣2分。",
            ["每1次扣0.5分，改成每1次扣0.4分", "每1次扣0.5分，改成每2次扣0.5分", "最高扣2分，改成最高扣1分"],
        ),
        (
            "1．完成率{完成数 / 任务数}≥80%，得1分；完成率＜80%，不得分。",
            [
                "“完成率≥80%”得1分，改成得0分",
                "“完成率＜80%”得0分，改成得1分",
                "“≥80%”，改成“≥81%”",
                "“≥80%”，改成“＞80%”",
                "“＜80%”，改成“＜79%”",
            ],
        ),
        ("1．新增医院{新增医院数 ≥ 1}的，得3分。", ["“新增医院的”得3分，改成得2分"]),
        ("1．在2022年12月31日前完成，得2分，否则不得分。", ["“2022-12-31以前”，改成“2022-12-30以前”"]),
        (
            "1．满意度达到90%，得10分，每降低一个百分点扣0.2分。",
            ["从90%算起，改成从89%算起", "每1个百分点，不足一步的不计，改成不足一步的按比例计"],
        ),
        ("1．每出现一次扣2分，超过2次的，取消评优资格，最高扣10分。", ["超过2次，改成超过3次"]),
    ],
)
def test_every_number_is_changed_once(rules: str, wanted: list[str]) -> None:
    found = said(rules, "10")
    assert [change for change in wanted if change not in found] == []


def test_numbers_and_comparators_in_links_are_changed_too() -> None:
    found = said("1．新增医院{新增医院数 ≥ 1}的，得3分。")
    assert "“新增医院数 ≥ 1”，改成“新增医院数 ＞ 1”" in found
    assert "“新增医院数 ≥ 1”，改成“新增医院数 ≥ 2”" in found


@pytest.mark.parametrize(
    ("rules", "change"),
    [
        ("1．每漏报一次扣1分，最高扣5分。", "不足一步"),  # events come in whole numbers
        ("1．出现一次扣2分，超过2次扣完4分，最高扣4分。", "超过2次"),  # three times 2 is more than 4 already
    ],
)
def test_what_cannot_matter_is_no_mutant(rules: str, change: str) -> None:
    assert [sentence for sentence in said(rules, "10") if change in sentence] == []


def test_a_part_of_a_step_matters_where_figures_are_no_counts() -> None:
    assert any(
        "不足一步" in sentence
        for sentence in said("1．满意度达到90%，得10分，每降低一个百分点扣0.2分。", "10")
    )


@each_rule
def test_points_shared_anew_without_a_change_are_those_of_the_file(file: Path) -> None:
    rubric = load(file).rubric
    assert rubric is not None
    assert [leaf.id for leaf in rubric.walk() if leaf.clauses and _shared_anew(leaf, None) != leaf] == []


@each_rule
def test_every_mutant_is_another_rubric_and_says_what_it_changes(file: Path) -> None:
    rubric = load(file).rubric
    assert rubric is not None
    mutants = list(mutants_of(rubric))
    assert [m.sentence for m in mutants if m.make() == rubric] == []
    assert [
        m.sentence for m in mutants if "，改成" not in m.what or len(set(m.what.split("，改成"))) == 1
    ] == []


@each_rule
def test_every_mutant_stands_where_its_words_do(file: Path) -> None:
    outline = read_outline(SourceFile.read(file))
    resolved = resolve(outline)
    assert resolved.rubric is not None
    for mutant in mutants_of(resolved.rubric, lines_of(outline, resolved.indicators)):
        line = outline.source.line(mutant.line)
        if mutant.clause == TOTAL:
            assert line.startswith(("满分", "等次", "取值")), mutant.sentence
        elif mutant.what.startswith("指标“"):
            assert mutant.what.removeprefix("指标“").partition("”")[0] in line


@each_rule
def test_grades_that_no_case_touches_stand_where_their_words_do(file: Path) -> None:
    rules = ran(file).rules
    assert rules is not None
    source = SourceFile.read(file)
    lines = [source.line(gap.line) for gap in coverage_of(rules, []).gaps if gap.clause == TOTAL]
    assert all(line.startswith(("满分", "等次")) for line in lines)


@lru_cache
def ran(file: Path) -> RuleRun:
    return run_cases(file, case_files(file))


def points(sheet: Sheet) -> dict[tuple[str, str], object]:
    """All points, and what else a case can expect of a unit but its sentences."""
    found: dict[tuple[str, str], object] = {}
    for one in sheet.standings:
        found[one.unit, TOTAL] = (one.total, one.ranks, one.grades, one.lost)
        found |= {(one.unit, i.id): sheet.indicator(one.unit, i) for i in one.table.walk()}
        for clause in one.table.clauses():
            state = sheet.clause(one.unit, clause)
            found[one.unit, clause.id] = (state.low, state.high, state.vetoes, state.pending)
    return found


@each_rule
def test_scores_by_the_figures_of_a_case_are_those_of_its_facts(file: Path) -> None:
    """Every fifteenth mutant is also scored from the facts on."""
    run = ran(file)
    assert run.rules is not None
    outcome = next(o for o in run.outcomes if isinstance(o.entry.content, Case) and o.sheet is not None)
    assert outcome.sheet is not None
    assert outcome.intake is not None
    for mutant in list(mutants_of(run.rules.rubric))[::15]:
        rubric = mutant.make()
        quick = rescored(outcome.sheet, outcome, mutant, remake(run.rules.plan, rubric, mutant.changed))
        header = outcome.sheet.assessment.ledger.header
        whole = assess(make_plan(rubric), outcome.intake, header, DurableEngine)
        assert points(quick) == points(whole), mutant.sentence


@each_rule
def test_no_case_notices_what_is_held_to_be_equivalent(file: Path) -> None:
    run = ran(file)
    assert run.rules is not None
    trial = _Trial(run.rules, run.outcomes, coverage_of(run.rules, run.outcomes))
    same = [mutant for mutant, noticeable in every_mutant(run.rules.rubric) if not noticeable]
    assert [mutant.sentence for mutant in same if trial.notices(mutant)] == []


def test_a_branch_that_nothing_can_reach_is_none() -> None:
    """Rows that cover every figure leave nothing for 否则."""
    whole = "1．完成率{完成数 / 任务数}≥80%，得3分；完成率＜80%，得1分，否则不得分。"
    gap = "1．满意度低于80%、70%的，分别扣1分、2分。"
    band = "1．差错率{差错数 / 总数}0%-5%，得3分；差错率＞5%，得1分，否则不得分。"
    for rules, count in ((whole, 0), (gap, 1), (band, 0)):
        (clause,) = rubric_of(rules, "10").clauses()
        assert sum("各档都不符合" in branch.what for branch in branches_of(clause)) == count
