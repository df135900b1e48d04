"""The rubrics in rules/, run on their sample facts against scores that were worked out by hand.

A case is a file rules/<folder>/cases/*.yaml:

    名称: 主样例
    事实: [../facts/样例-事件.csv]        relative to the case
    单位:
      金寨县: {总分: "98.5", 名次: "1", 等次: 优秀, 得分: {"5.1": "2.5", "6.1": "0～2"}}

A rubric that is scored by 达标率 has 结论: {"5.1": 达标} for its targets and 达标率: {业务费: 25/30} for its tables.
What a case leaves out is not compared; everything in it is text, and intervals are written 3～5.
Cases of several rounds (轮次 in place of 事实) are in test_rounds.py.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.model import Clause
from kaoping.pipeline import Run, score
from kaoping.render.scores import as_table, grade_text, points_text, rank_text
from kaoping.render.targets import completion
from kaoping.render.trail import trail
from kaoping.selection import EngineFactory
from kaoping.sheet import Points, Sheet

RULES = Path(__file__).parent.parent / "rules"
CASES = sorted(path for path in RULES.glob("*/cases/*.yaml") if "\n事实:" in path.read_text(encoding="utf-8"))
FOLDERS = sorted({case.parent.parent for case in CASES})
KNOWN_KEYS = {"总分", "名次", "等次", "得分", "结论", "达标率"}


@dataclass(frozen=True)
class Case:
    name: str
    folder: Path
    facts: tuple[Path, ...]
    """Relative to the folder, so that no explanation depends on where the checkout lies."""
    units: dict[str, dict[str, object]]


def read_case(path: Path) -> Case:
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    folder = path.parent.parent
    facts = tuple((path.parent / fact).resolve().relative_to(folder.resolve()) for fact in data["事实"])
    return Case(data["名称"], folder, facts, data["单位"])


def main_case(folder: Path) -> Path:
    """The case that is told in full: 主样例, or the first one."""
    paths = [path for path in CASES if path.parent.parent == folder]
    return next((path for path in paths if read_case(path).name == "主样例"), paths[0])


@lru_cache
def run(path: Path, engine: EngineFactory = DurableEngine) -> Run:
    case = read_case(path)
    with chdir(case.folder):
        return score(Path("."), case.facts, engine=engine)


def sheet_of(outcome: Run) -> Sheet:
    assert outcome.sheet is not None, [(d.code, d.message) for d in outcome.diagnostics]
    return outcome.sheet


def actual(sheet: Sheet, expected: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The sheet, cut down to what is expected of it."""
    clauses = {clause.id: clause for clause in sheet.rubric.clauses()}
    standings = {standing.unit: standing for standing in sheet.standings}
    found: dict[str, dict[str, object]] = {}
    for unit, wanted in expected.items():
        standing = standings[unit]
        whole: dict[str, object] = {
            "总分": points_text(standing.total),
            "名次": rank_text(standing),
            "等次": grade_text(standing),
        }
        if "得分" in wanted:
            scores = wanted["得分"]
            assert isinstance(scores, dict)
            whole["得分"] = {id_: clause_text(sheet, unit, clauses[id_]) for id_ in scores}
        if "结论" in wanted:
            verdicts = wanted["结论"]
            assert isinstance(verdicts, dict)
            whole["结论"] = {id_: sheet.clause(unit, clauses[id_]).verdict for id_ in verdicts}
        if "达标率" in wanted:
            whole["达标率"] = {
                top.name: completion(sheet, unit, top).items for top in sheet.rubric.indicators
            }
        found[unit] = {key: whole[key] for key in wanted}
    return found


def clause_text(sheet: Sheet, unit: str, clause: Clause) -> str:
    state = sheet.clause(unit, clause)
    return points_text(Points(state.low, state.high))


def label(path: Path) -> str:
    return f"{path.parent.parent.name}-{path.stem}"


def test_every_folder_of_rules_has_cases() -> None:
    assert sorted(path.parent for path in RULES.glob("*/*.rubric")) == FOLDERS


@pytest.mark.parametrize("path", CASES, ids=label)
def test_scores_are_those_worked_out_by_hand(path: Path) -> None:
    case = read_case(path)
    assert {key for unit in case.units.values() for key in unit} <= KNOWN_KEYS
    assert actual(sheet_of(run(path)), case.units) == case.units


@pytest.mark.parametrize("path", CASES, ids=label)
def test_both_engines_write_the_same_ledger(path: Path) -> None:
    ours, oracle = sheet_of(run(path)).assessment, sheet_of(run(path, ReferenceEngine)).assessment
    assert list(ours.ledger.lines()) == list(oracle.ledger.lines())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_main_sample_is_taken_in_whole_and_settles_everything(folder: Path) -> None:
    outcome = run(main_case(folder))
    assert [(d.code, d.message) for d in outcome.diagnostics if d.severity == "error"] == []
    assert outcome.intake is not None
    assert outcome.intake.refused == 0
    assert sheet_of(outcome).settled


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_clause_moves_with_the_facts(folder: Path) -> None:
    """Each clause has an entry that a fact caused; a clause that nothing touches proves nothing."""
    sheet = sheet_of(run(main_case(folder)))
    touched = {entry.node for entry in sheet.assessment.ledger.entries if entry.cause != "opening"}
    assert {clause.id for clause in sheet.rubric.clauses()} - touched == set()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_people_read(folder: Path, golden: Callable[[str, str], None]) -> None:
    """The table of all units, and the explanation for one unit of each kind: whose case works out the most clauses."""
    sheet = sheet_of(run(main_case(folder)))
    golden(f"rules/{folder.name}-scores", as_table(sheet, sheet.standings) + "\n")
    units = read_case(main_case(folder)).units
    for table in sheet.rubric.tables:
        standings = [s for s in sheet.standings if s.table.kind == table.kind and s.unit in units]
        told = max(standings, key=lambda standing: worked_out(units[standing.unit]))
        kind = f"-{table.kind}" if table.kind else ""
        golden(f"rules/{folder.name}-explain{kind}", trail(sheet, told) + "\n")


def worked_out(expected: dict[str, object]) -> tuple[int, int]:
    """How many clauses a case works out for a unit, and to how many different scores."""
    scores = expected.get("得分", {})
    assert isinstance(scores, dict)
    return len(scores), len(set(scores.values()))
