"""Cases of several rounds: the same rules over two sets of facts, side by side, against differences worked out by hand.

A case is a file rules/<folder>/cases/*.yaml:

    名称: 两轮
    轮次: {自评: [../facts/自评/自评-事件.csv], 市级评价: [../facts/样例-事件.csv]}
    单位:
      金寨县: {自评: {总分: "100", 名次: "1", 等次: 优秀}, 市级评价: {…}, 差: {总分: "0", "14.2": "+1", …}}

A round is written as the unit of an ordinary case. 差 is complete: clauses and bounds that it leaves out do not differ.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import chdir
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from kaoping.pipeline import score
from kaoping.render.rounds import FORMATS
from kaoping.render.sides import place_of, side_by_side, signed
from kaoping.rounds import Comparison, Report, Round, Row, make_report
from test_rules import RULES, actual

CASES = sorted(path for path in RULES.glob("*/cases/*.yaml") if "\n轮次:" in path.read_text(encoding="utf-8"))
Told = dict[str, dict[str, object]]


def label(path: Path) -> str:
    return f"{path.parent.parent.name}-{path.stem}"


@lru_cache
def read(path: Path) -> tuple[dict[str, list[str]], dict[str, Told]]:
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return data["轮次"], data["单位"]


@lru_cache
def report_of(path: Path) -> Report:
    folder, rounds = path.parent.parent, []
    for name, files in read(path)[0].items():
        facts = [(path.parent / file).resolve().relative_to(folder.resolve()) for file in files]
        with chdir(folder):
            run = score(Path("."), facts)
        assert run.sheet is not None
        assert run.intake is not None
        assert run.intake.refused == 0
        rounds.append(Round(name, run.sheet, frozenset(run.sheet.assessment.units)))
    return make_report(rounds)


def place(row: Row) -> str:
    return row.item.id if row.item.kind == "clause" else place_of(row)


def difference(compared: Comparison) -> dict[str, str]:
    return {
        "总分": signed(compared.total.differences[0]),
        **{place(row): signed(row.differences[0]) for row in compared.causes},
    }


def test_there_is_a_case_of_two_rounds() -> None:
    assert CASES


@pytest.mark.parametrize("path", CASES, ids=label)
def test_each_round_scores_as_worked_out_by_hand(path: Path) -> None:
    for round_ in report_of(path).rounds:
        expected = {unit: told[round_.label] for unit, told in read(path)[1].items()}
        assert actual(round_.sheet, expected) == expected


@pytest.mark.parametrize("path", CASES, ids=label)
def test_every_difference_is_one_that_was_worked_out_by_hand(path: Path) -> None:
    expected = {unit: told["差"] for unit, told in read(path)[1].items()}
    found = {c.unit: difference(c) for c in report_of(path).units if c.unit in expected}
    assert found == expected


@pytest.mark.parametrize("path", CASES, ids=label)
def test_what_people_read(path: Path, golden: Callable[[str, str], None]) -> None:
    """The overview, one unit in full with the reasons, and its explanation."""
    report = report_of(path)
    most = max(report.units, key=lambda compared: len(compared.causes))
    golden(f"rules/{label(path)}-overview", FORMATS["table"](report, report.units) + "\n")
    golden(f"rules/{label(path)}-unit", FORMATS["md"](report, [most]) + "\n")
    golden(f"rules/{label(path)}-explain", side_by_side(report, most) + "\n")
