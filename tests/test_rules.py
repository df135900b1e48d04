"""The rubrics in rules/: their cases pass, as `kaoping test` runs them, and what people read of them is recorded.

What a case may say is in docs/author/tests.md. Here is only what no case can say of itself: that the engines
agree, and how scores and explanations are worded.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import chdir
from functools import lru_cache
from pathlib import Path

import pytest

from kaoping.cases.coverage import coverage_of
from kaoping.cases.inline import files_of
from kaoping.cases.model import Case, Comparison
from kaoping.cases.mutate import mutate
from kaoping.cases.run import Outcome, RuleRun, case_files, run_cases
from kaoping.cases.tell import told
from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.render.rounds import FORMATS
from kaoping.render.scores import as_table
from kaoping.render.sides import side_by_side
from kaoping.render.trail import trail
from kaoping.rounds import Round, make_report
from kaoping.selection import EngineFactory
from kaoping.sheet import Sheet

RULES = Path(__file__).parent.parent / "rules"
FILES = sorted(RULES.glob("*/*.rubric"))

each_rule = pytest.mark.parametrize("rule", FILES, ids=lambda rule: rule.stem)


@lru_cache
def ran(rule: Path, engine: EngineFactory = DurableEngine) -> RuleRun:
    with chdir(rule.parent):  # so that no explanation depends on where the checkout lies
        own = Path(rule.name)
        return run_cases(own, case_files(own), engine=engine)


def sheet_of(outcome: Outcome) -> Sheet:
    assert outcome.sheet is not None
    return outcome.sheet


def main_case(rule: Path) -> Outcome:
    """The case that is told in full: 主样例, or the first one."""
    outcomes = ran(rule).outcomes
    return next((outcome for outcome in outcomes if outcome.name == "主样例"), outcomes[0])


def files_of_facts(outcome: Outcome) -> list[Path]:
    """The files of facts that a case names."""
    assert isinstance(outcome.entry.content, Case)
    content, document = outcome.entry.content, outcome.entry.document
    return [file for file in files_of(content, document, outcome.file.path.parent) if isinstance(file, Path)]


def test_every_folder_of_rules_has_cases() -> None:
    assert [rule for rule in FILES if not ran(rule).outcomes] == []


@each_rule
def test_scores_are_those_worked_out_by_hand(rule: Path) -> None:
    assert list(told(ran(rule))) == []
    assert ran(rule).passed


@each_rule
def test_the_cases_cover_every_branch_and_notice_nearly_every_change(rule: Path) -> None:
    run = ran(rule)
    assert run.rules is not None
    coverage = coverage_of(run.rules, run.outcomes)
    assert coverage.gaps == ()
    found = mutate(run, coverage)
    assert found.percent >= 90, [mutant.sentence for mutant in found.survivors]
    assert found.diagnostics == []


@each_rule
def test_both_engines_write_the_same_ledger(rule: Path) -> None:
    for ours, oracle in zip(ran(rule).outcomes, ran(rule, ReferenceEngine).outcomes, strict=True):
        ledgers = [sheet_of(outcome).assessment.ledger for outcome in (ours, oracle)]
        assert list(ledgers[0].lines()) == list(ledgers[1].lines())


@each_rule
def test_the_main_sample_is_taken_in_whole_and_settles_everything(rule: Path) -> None:
    outcome = main_case(rule)
    assert outcome.intake is not None
    assert [d.message for d in outcome.intake.diagnostics if d.severity == "error"] == []
    assert sheet_of(outcome).settled


@each_rule
def test_what_people_read(rule: Path, golden: Callable[[str, str], None]) -> None:
    """The table of all units, and the explanation for one unit of each kind: whose case works out the most clauses."""
    outcome = main_case(rule)
    sheet, case = sheet_of(outcome), outcome.entry.content
    assert isinstance(case, Case)
    golden(f"rules/{rule.stem}-scores", as_table(sheet, sheet.standings) + "\n")
    for table in sheet.rubric.tables:
        standings = [s for s in sheet.standings if s.table.kind == table.kind and s.unit in case.units]
        most = max(standings, key=lambda standing: worked_out(case, standing.unit))
        kind = f"-{table.kind}" if table.kind else ""
        golden(f"rules/{rule.stem}-explain{kind}", trail(sheet, most) + "\n")


def worked_out(case: Case, unit: str) -> tuple[int, int]:
    """How many clauses a case works out for a unit, and to how many different scores."""
    scores = case.units[unit].scores
    return len(scores), len({amount.text for amount in scores.values()})


def comparisons() -> list[tuple[Path, Outcome]]:
    return [(r, o) for r in FILES for o in ran(r).outcomes if isinstance(o.entry.content, Comparison)]


def test_there_is_a_comparison() -> None:
    assert comparisons()


@pytest.mark.parametrize(("rule", "outcome"), comparisons(), ids=lambda one: getattr(one, "stem", ""))
def test_what_people_read_of_rounds(rule: Path, outcome: Outcome, golden: Callable[[str, str], None]) -> None:
    """The overview, one unit in full with the reasons, and its explanation."""
    content = outcome.entry.content
    assert isinstance(content, Comparison)
    assert outcome.against is not None
    sheets = zip(content.compares, (outcome.against, sheet_of(outcome)), strict=True)
    report = make_report([Round(n, sheet, frozenset(sheet.assessment.units)) for n, sheet in sheets])
    most = max(report.units, key=lambda compared: len(compared.causes))
    label = f"{rule.stem}-{content.name}"
    golden(f"rules/{label}-overview", FORMATS["table"](report, report.units) + "\n")
    golden(f"rules/{label}-unit", FORMATS["md"](report, [most]) + "\n")
    golden(f"rules/{label}-explain", side_by_side(report, most) + "\n")
