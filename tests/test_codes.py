"""Every check keeps its promises: a page in docs/, an example that it finds, one in which nothing is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping.diagnostics import CODES
from kaoping.lint import checks
from kaoping.lint.check import Check
from kaoping.lint.checks import CHECKS
from kaoping.lint.pages import PAGES, index_text, page_text
from kaoping.lint.run import lint
from kaoping.render.text import format_diagnostic
from kaoping.source import SourceFile

DOCS = Path(__file__).parents[1] / "docs" / "codes"
FOLDER = Path(checks.__file__).parent

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)


def test_checks_are_registered_once_each_and_in_order() -> None:
    codes = [check.code for check in CHECKS]
    assert codes == sorted(set(codes))
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert sorted(check.run.__module__.rsplit(".", 1)[-1] for check in CHECKS) == sorted(files)


@each_check
def test_a_check_is_documented(check: Check) -> None:
    assert check.code in CODES
    assert (check.run.__doc__ or "").strip()
    for text in (check.finds, check.why):
        assert text.endswith("。")
        assert not re.search(r"\s$|^\s|\n", text)


@each_check
def test_its_bad_example_is_found(check: Check, golden: Callable[[str, str], None]) -> None:
    found = lint(SourceFile("例.rubric", check.bad)).findings
    assert {d.code for d in found} == {check.code}
    for finding in found:
        assert finding.source is not None
        assert finding.span is not None
        assert finding.help, "say what to do"
    golden(
        f"lint/{check.code}",
        "".join(f"{format_diagnostic(finding, readings=True)}\n" for finding in found),
    )


@each_check
def test_nothing_is_found_in_its_good_example(check: Check) -> None:
    found = lint(SourceFile("例.rubric", check.good)).findings
    assert [format_diagnostic(finding) for finding in found] == []


def test_pages_are_up_to_date(request: pytest.FixtureRequest) -> None:
    wanted = {f"{code}.md": page_text(page) for code, page in PAGES.items()}
    wanted["README.md"] = index_text()
    there = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    if request.config.getoption("--update-golden"):
        DOCS.mkdir(parents=True, exist_ok=True)
        for name in set(there) - set(wanted):
            (DOCS / name).unlink()
        for name, text in wanted.items():
            (DOCS / name).write_text(text, encoding="utf-8")
    else:
        assert there == wanted, "pytest --update-golden writes docs/codes"
