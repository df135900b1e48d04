"""A new author's mistakes, all in one file: each gets a finding of its own in one run, and learns what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping.diagnostics import Diagnostic
from kaoping.lint.run import lint
from kaoping.render.findings import render
from kaoping.render.findings.view import View
from kaoping.report import Report
from kaoping.source import SourceFile

TEXT = (Path(__file__).parent / "files/新手.rubric").read_text(encoding="utf-8")

# The mistake, the code of its finding, and words of the line that it is found in.
MISTAKES = [
    ("grades with a gap", "T001", "良好（90＞S≥80）"),
    ("a declaration that nothing uses", "N004", "培训次数"),
    ("points that do not add up", "M004", "服务规范（40分）"),
    ("a misspelt name in a link", "N001", "受理件树"),
    ("a filter on a value that is not declared", "N001", "级别 = 特大"),
    ("percent bands in whole numbers", "T001", "80%-89%"),
    ("a boundary in two tiers", "T003", "80%至90%"),
    ("a keyword that is misspelt", "S001", "一极指标"),
    ("ranks beyond the number of units", "T005", "第8名之后"),
    ("discretion without a range", "A007", "酌情扣分"),
    ("a step without a rule for part of it", "A001", "每少10个"),
    ("a brace that is not closed", "C003", "{制定预案"),
    ("a cap above what it caps", "M005", "最高扣15分"),
    ("a qualification that no grade bears", "E001", "文明单位资格"),
]
# What an author would write for the mistakes that are errors.
MENDED = {"件树": "件数", "[级别 = 特大]": "[级别 = 重大]", "一极指标": "一级指标", "{制定预案": "{制定预案}"}


def findings(text: str) -> list[tuple[str, str, Diagnostic]]:
    """Code, line and finding."""
    source = SourceFile("新手.rubric", text)
    found = lint(source).findings
    return [(f.code, source.line(source.position(f.span.start)[0]), f) for f in found if f.span]


def mended() -> str:
    text = TEXT
    for wrong, right in MENDED.items():
        assert wrong in text
        text = text.replace(wrong, right)
    return text


@pytest.mark.parametrize(("code", "words"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_each_mistake_has_its_finding(code: str, words: str) -> None:
    (found,) = [f for c, line, f in findings(TEXT) if c == code and words in line]
    assert found.help
    assert found.witness or found.severity == "error"


def test_there_is_nothing_else() -> None:
    assert len(findings(TEXT)) == len(MISTAKES)


def test_errors_hide_nothing() -> None:
    """What is found beside the errors is what is found once they are mended."""
    beside = [(f.code, f.message, f.witness) for _, _, f in findings(TEXT) if f.severity != "error"]
    after = [(f.code, f.message, f.witness) for _, _, f in findings(mended())]
    assert beside == after


def test_what_people_read(golden: Callable[[str, str], None]) -> None:
    report = Report.of_rules((lint(SourceFile("新手.rubric", TEXT)),))
    golden("lint/mistakes", render(report, "text", View()))
