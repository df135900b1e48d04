"""The tables that were published, held against their own rules: what SOURCE.md lists is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from kaoping.audit.run import Audit, audit
from kaoping.audit.tell import as_text
from kaoping.pipeline import Run, score
from kaoping.render.scores import FORMATS
from kaoping.render.trail import trail
from kaoping.source import SourceFile

RULES = Path(__file__).parent.parent / "rules"
FACTS = {"huainan-2023": "自评-*.csv", "nanchang-2022": "报告所载.csv"}


def scored(folder: Path, pattern: str) -> Run:
    run = score(folder, sorted((folder / "facts").glob(pattern)))
    assert run.sheet is not None
    assert run.diagnostics == ()
    return run


def audited(name: str, run: Run, table: Path = Path("published.csv")) -> Audit:
    assert run.rubric is not None
    return audit(run.rubric, SourceFile.read(Path(f"{name}.rubric")), [table], run.sheet, run.intake)


def test_every_published_table_is_audited() -> None:
    assert {path.parent.name for path in RULES.glob("*/published.csv")} == {*FACTS}


@pytest.mark.parametrize("name", FACTS)
def test_what_is_found_in_published_tables(name: str, golden: Callable[[str, str], None]) -> None:
    with chdir(RULES / name):
        golden(f"rules/{name}-audit", as_text(audited(name, scored(Path(), FACTS[name]))) + "\n")


def test_eleven_of_the_fourteen_tables_have_the_points_that_follow() -> None:
    """The three others: a weight of 0, a total that is no sum, a total left blank. One more names two targets."""
    with chdir(RULES / "huainan-2023"):
        found = audited("huainan-2023", scored(Path(), FACTS["huainan-2023"]))
    assert found.units == 14
    assert [(f.code, f.unit[:9], f.item, f.published, f.recomputed) for f in found.findings] == [
        ("P004", "淮南市电子政务外网", "预算资金执行率", "0", "10"),
        ("P004", "淮南市电子政务外网", "总分", "90", "100"),
        ("P003", "淮南市电子政务云计", "总分", "93", "97"),
        ("P004", "淮南市电子政务云计", "总分", "93", "100"),
        ("P001", "淮南市党政专网线路", "总分", "", "100"),
        ("P008", "淮南市政务中心办公", "指标1：满意度≥85%", "≥90%", "≥85%"),
    ]


@pytest.mark.parametrize("name", ["luan-2021", "ningde-2020"])
def test_nothing_is_found_in_a_table_that_kaoping_made(name: str, tmp_path: Path) -> None:
    """Right tables produce nothing: bonuses, ceilings, drains, kinds of units, lost qualifications and all."""
    folder = RULES / name
    run = score(folder, sorted((folder / "facts").glob("样例-*.*")))
    assert run.sheet is not None
    table = tmp_path / "得分.csv"
    table.write_text(FORMATS["csv"](run.sheet, run.sheet.standings), encoding="utf-8")
    with chdir(folder):
        found = audited(name, run, table)
    assert (found.findings, found.unread) == ((), ())
    assert found.units == len(run.sheet.standings)


def test_the_explanation_of_a_total_that_was_published_wrongly(golden: Callable[[str, str], None]) -> None:
    """93 was published; these are the points that the project's own table leads to."""
    with chdir(RULES / "huainan-2023"):
        sheet = scored(Path(), FACTS["huainan-2023"]).sheet
    assert sheet is not None
    assert sheet.settled
    standing = next(s for s in sheet.standings if s.unit.startswith("淮南市电子政务云计算中心"))
    golden("rules/huainan-2023-published-explain", trail(sheet, standing) + "\n")
