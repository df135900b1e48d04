"""The tables that huainan published, held against what their own rules make of the published facts."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from contextlib import chdir
from decimal import Decimal
from pathlib import Path

from kaoping.model import TOTAL
from kaoping.pipeline import score
from kaoping.render.trail import trail
from kaoping.sheet import Sheet

FOLDER = Path(__file__).parent.parent / "rules" / "huainan-2023"


def published() -> dict[tuple[str, str], list[dict[str, str]]]:
    """The rows of each project by second-level indicator; by first-level where there is no second."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with (FOLDER / "published.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["项目"], row["二级指标"] or row["一级指标"]].append(row)
    return rows


def computed(folder: Path = FOLDER) -> Sheet:
    outcome = score(folder, sorted((folder / "facts").glob("自评-*.csv")))
    assert outcome.sheet is not None
    assert outcome.diagnostics == ()
    assert outcome.sheet.settled
    return outcome.sheet


def test_published_points_follow_from_the_rules_but_for_what_source_md_lists() -> None:
    sheet, differences = computed(), {}
    leaves = {i.name: i.id for i in sheet.rubric.walk() if i.clauses} | {"总分": TOTAL}
    rows = published()
    assert len({project for project, _ in rows}) == len(sheet.standings) == 14
    for (project, name), own in rows.items():
        given = [Decimal(row["得分"]) for row in own if row["得分"]]
        ours = sheet.assessment.node(project, leaves[name]).low
        if sum(given, Decimal(0)) != ours:
            differences[project, name] = (given, ours)
    assert differences == {
        ("淮南市电子政务云计算中心租赁服务及政府协同办公系统租用服务项目", "总分"): ([93], 97),
        ("淮南市党政专网线路租赁服务项目", "总分"): ([], 100),
    }


def test_the_explanation_of_a_total_that_was_published_wrongly(golden: Callable[[str, str], None]) -> None:
    """93 was published; these are the points that the project's own table leads to."""
    with chdir(FOLDER):
        sheet = computed(Path())
    standing = next(s for s in sheet.standings if s.unit.startswith("淮南市电子政务云计算中心"))
    golden("rules/huainan-2023-published-explain", trail(sheet, standing) + "\n")


def test_published_marks_add_up_but_for_what_source_md_lists() -> None:
    marks: dict[str, Decimal] = defaultdict(Decimal)
    stated: dict[str, Decimal] = {}
    for (project, name), own in published().items():
        for row in own:
            if name == "总分":
                stated[project] = Decimal(row["分值"])
            else:
                marks[project] += Decimal(row["分值"] or 0)
    wrong = {project: (marks[project], stated[project]) for project in marks}
    assert {project: pair for project, pair in wrong.items() if pair != (100, 100)} == {
        "淮南市电子政务外网租赁服务项目": (90, 90),
        "淮南市电子政务云计算中心租赁服务及政府协同办公系统租用服务项目": (100, 93),
    }
