"""The tables that were published, held against their own rules: what SOURCE.md lists is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.audit.accept import accepted
from kaoping.audit.run import Audit, audit
from kaoping.audit.tell import as_text
from kaoping.cli import cli
from kaoping.pipeline import Run, score
from kaoping.render.scores import FORMATS
from kaoping.render.trail import trail
from kaoping.settings import load_settings
from kaoping.source import SourceFile

RULES = Path(__file__).parent.parent / "rules"
SETTINGS = load_settings(RULES)
NAMES = ("huainan-2023", "nanchang-2022")


def scored(name: str) -> Run:
    run = score(RULES / name, SETTINGS.of_rule(RULES / name).facts)
    assert run.sheet is not None
    assert run.diagnostics == ()
    return run


def audited(name: str, run: Run, table: Path = Path("published.csv")) -> Audit:
    assert run.rubric is not None
    return audit(run.rubric, SourceFile.read(Path(f"{name}.rubric")), [table], run.sheet, run.intake)


def test_every_published_table_is_audited() -> None:
    assert {path.parent.name for path in RULES.glob("*/published.csv")} == {*NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_found_in_published_tables(name: str, golden: Callable[[str, str], None]) -> None:
    """All of it is accepted in kaoping.toml, with a reason; nothing is accepted that is not found."""
    run = scored(name)
    with chdir(RULES / name):
        found = accepted(audited(name, run), SETTINGS.of_rule(RULES / name).accept)
    assert all(finding.acknowledged for finding in found.findings)
    assert found.idle == ()
    golden(f"rules/{name}-audit", as_text(found) + "\n")


@pytest.mark.parametrize("name", NAMES)
def test_the_audit_of_our_own_tables_fails_nobody(name: str) -> None:
    result = CliRunner().invoke(cli, ["audit", str(RULES / name)], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")


def test_eleven_of_the_fourteen_tables_have_the_points_that_follow() -> None:
    """The three others: a weight of 0, a total that is no sum, a total left blank. One more names two targets."""
    with chdir(RULES / "huainan-2023"):
        found = audited("huainan-2023", scored("huainan-2023"))
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
    sheet = scored("huainan-2023").sheet
    assert sheet is not None
    assert sheet.settled
    standing = next(s for s in sheet.standings if s.unit.startswith("淮南市电子政务云计算中心"))
    golden("rules/huainan-2023-published-explain", trail(sheet, standing) + "\n")
