"""The rubrics in rules/ under the linter: what it finds is acknowledged, and listed in SOURCE.md, nothing else is.

So the list of what is wrong with a published document cannot drift: a check that finds more, or less, fails here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import chdir
from functools import lru_cache
from pathlib import Path

import pytest

from kaoping.diagnostics import CODES, Diagnostic
from kaoping.layout import laid_out
from kaoping.lint.run import Linted, lint
from kaoping.render.findings import render
from kaoping.render.findings.view import View
from kaoping.report import Report
from kaoping.source import SourceFile

RULES = Path(__file__).parents[1] / "rules"
FOLDERS = sorted(path.parent for path in RULES.glob("*/*.rubric"))
SECTION = re.compile(r"^## 检查发现的问题\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
COLUMNS = ["条", "代码", "问题", "例证", "怎样处理"]

each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)

Place = tuple[str, str]
"""The number of a clause, and a code."""


@lru_cache
def linted(folder: Path) -> Linted:
    with chdir(folder):  # so that no place depends on where the checkout lies
        (rule,) = Path().glob("*.rubric")
        return lint(SourceFile.read(rule))


def clause_of(found: Linted, finding: Diagnostic) -> str:
    """The number of the clause that a finding stands in."""
    assert finding.span is not None, finding
    drafts = found.subject.resolved.clauses.items()
    (number,) = (n for n, c in drafts if c.draft.span.start <= finding.span.start < c.draft.span.end)
    return number


def listed(folder: Path) -> list[list[str]]:
    """The rows of the one table of findings in SOURCE.md."""
    (section,) = SECTION.findall((folder / "SOURCE.md").read_text(encoding="utf-8"))
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    if not rows:
        assert "没有发现问题" in section
        return []
    assert rows[0] == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    return rows[2:]


def places(rows: list[list[str]]) -> Counter[Place]:
    """What rows list, each clause with each code; one row for each of several alike in the same clause."""
    return Counter(
        (number, code) for row in rows for number in row[0].split("、") for code in row[1].split("、")
    )


@each_folder
def test_every_finding_is_acknowledged_and_every_acknowledgement_used(folder: Path) -> None:
    """K001 and K002 are findings, too, and a reader error cannot be acknowledged."""
    found = linted(folder)
    assert [(f.code, f.message) for f in found.findings if f.acknowledged is None] == []
    assert len(found.subject.outline.acknowledgements) <= len(found.findings)


@each_folder
def test_reasons_say_something(folder: Path) -> None:
    reasons = [given.reason for given in linted(folder).subject.outline.acknowledgements]
    assert [reason for reason in reasons if len(reason) < 8] == []


@each_folder
def test_source_lists_what_is_found(folder: Path) -> None:
    found = linted(folder)
    rows = listed(folder)
    assert places(rows) == Counter((clause_of(found, f), f.code) for f in found.findings)
    assert all(all(row) for row in rows)
    assert {code for _, code in places(rows)} <= set(CODES)


@each_folder
def test_rule_files_are_laid_out(folder: Path) -> None:
    source = linted(folder).subject.source
    assert laid_out(source) == source.text


@each_folder
def test_what_people_read(folder: Path, golden: Callable[[str, str], None]) -> None:
    golden(f"lint/rules/{folder.name}", render(Report.of_rules((linted(folder),)), "text", View()))
