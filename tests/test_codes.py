"""Every code keeps its promises: a page in docs/, an example that it finds, one in which nothing is found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import chdir
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from kaoping.audit.run import audit
from kaoping.cases.coverage import coverage_of
from kaoping.cases.mutate import mutate
from kaoping.cases.run import run_cases
from kaoping.check.cases import cases_part
from kaoping.diagnostics import CODES, Diagnostic
from kaoping.facts.mark import DIGEST_PROPERTY, TITLE_PROPERTY
from kaoping.lint import checks
from kaoping.lint.check import CasePage, FactPage, FilePage, Page, PublishedPage
from kaoping.lint.checks import CHECKS
from kaoping.lint.pages import LETTERS, PAGES, index_text, page_text
from kaoping.lint.run import lint
from kaoping.pipeline import score
from kaoping.render.text import format_diagnostic
from kaoping.resolve import load
from kaoping.settings import CaseSettings
from kaoping.source import SourceFile
from workbooks import write

DOCS = Path(__file__).parents[1] / "docs" / "codes"
FOLDER = Path(checks.__file__).parent

RULE_PAGES = [page for page in PAGES.values() if not isinstance(page, (FactPage, FilePage))]
FACT_PAGES = [page for page in PAGES.values() if isinstance(page, FactPage)]

each_page = pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.code)
each_rule_page = pytest.mark.parametrize("page", RULE_PAGES, ids=lambda page: page.code)
each_fact_page = pytest.mark.parametrize("page", FACT_PAGES, ids=lambda page: page.code)


def test_checks_are_registered_once_each_and_in_order() -> None:
    codes = [check.code for check in CHECKS]
    assert codes == sorted(set(codes))
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert sorted(check.run.__module__.rsplit(".", 1)[-1] for check in CHECKS) == sorted(files)
    assert all((check.run.__doc__ or "").strip() for check in CHECKS)


def test_every_code_has_a_page_and_every_letter_a_sentence() -> None:
    assert list(PAGES) == sorted(CODES)
    assert {code[0] for code in CODES} <= set(LETTERS)


@each_page
def test_a_page_is_written_in_whole_sentences(page: Page) -> None:
    for text in (page.finds, page.why):
        assert text.endswith("。")
        assert not re.search(r"\s$|^\s|\n", text)


@each_rule_page
def test_its_bad_example_is_found(page: Page, golden: Callable[[str, str], None]) -> None:
    found = lint(SourceFile("例.rubric", page.bad)).findings
    assert {(d.code, d.severity) for d in found} == {(page.code, page.severity)}
    for finding in found:
        assert finding.source is not None
        assert finding.span is not None
        assert finding.help, "say what to do"
    golden(
        f"lint/{page.code}",
        "".join(f"{format_diagnostic(finding, readings=True)}\n" for finding in found),
    )


@each_rule_page
def test_nothing_is_found_in_its_good_example(page: Page) -> None:
    found = lint(SourceFile("例.rubric", page.good)).findings
    # What K is about are acknowledged findings; a check must not acknowledge its way out.
    left = [d for d in found if not (d.acknowledged and page.code.startswith("K"))]
    assert [format_diagnostic(finding) for finding in left] == []


@each_fact_page
def test_its_bad_table_is_found(page: FactPage, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    found = read(page, page.bad, tmp_path)
    assert {(d.code, d.severity) for d in found} == {(page.code, page.severity)}
    golden(f"lint/{page.code}", "".join(f"{format_diagnostic(finding)}\n" for finding in found))


@each_fact_page
def test_nothing_is_found_in_its_good_table(page: FactPage, tmp_path: Path) -> None:
    assert lint(SourceFile("例.rubric", page.rules)).findings == ()
    assert [format_diagnostic(finding) for finding in read(page, page.good, tmp_path)] == []


def read(page: FactPage, table: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What is found while a table is scored by the rules of a page."""
    rules, facts = folder / "例.rubric", folder / page.file
    rules.write_text(page.rules, encoding="utf-8")
    if isinstance(page, CasePage):
        facts.parent.mkdir(exist_ok=True)
        facts.write_text(table, encoding="utf-8")
        if page.code in ("Y007", "Y008", "Y009"):
            asked = CaseSettings(
                coverage=Decimal(100 * (page.code == "Y008")), mutation=Decimal(100 * (page.code == "Y009"))
            )
            with chdir(folder):
                part = cases_part([Path(rules.name)], asked)
            return tuple(finding for file in part.files for finding in file.findings)
        with chdir(folder):
            found = run_cases(Path(rules.name), [Path(page.file)])
        faults = (*found.diagnostics, *(fault for outcome in found.outcomes for fault in outcome.faults))
        if faults or found.rules is None:
            return faults
        return tuple(mutate(found, coverage_of(found.rules, found.outcomes)).diagnostics)
    if isinstance(page, PublishedPage):
        return audited(page, table, folder)
    if facts.suffix == ".xlsx":
        write_workbook(facts, table, hashlib.sha256(page.rules.encode()).hexdigest())
    else:
        facts.write_text(table, encoding="utf-8")
    return score(rules, [facts]).diagnostics


def audited(page: PublishedPage, table: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What an audit of a published table finds."""
    given = {
        "例.rubric": page.rules,
        "先公布.csv": page.first,
        page.file: table,
        "事实.csv": (page.good_facts or page.facts) if table == page.good else page.facts,
    }
    for name, text in given.items():
        (folder / name).write_text(text, encoding="utf-8")
    with chdir(folder):
        rule = Path("例.rubric")
        run = score(rule, [Path("事实.csv")]) if page.facts else None
        rubric = load(rule).rubric
        assert rubric is not None
        tables = [Path("先公布.csv")] if page.first else []
        taken = (run.sheet, run.intake) if run is not None else (None, None)
        found = audit(rubric, SourceFile.read(rule), [*tables, Path(page.file)], *taken)
    return (*found.unread, *(finding.diagnostic for finding in found.findings))


def write_workbook(path: Path, text: str, digest: str) -> None:
    """A workbook as the pages write it down (see FactPage), made from the rule file of that digest."""
    title = re.search("【模板 (.+)】", text)
    parts = re.split("【工作表 (.+)】\n", text)[1:]
    sheets = {
        name: [line.split(",") for line in body.splitlines()]
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }

    def mark(book: Workbook) -> None:
        if title is not None:
            for name, value in ((TITLE_PROPERTY, title[1]), (DIGEST_PROPERTY, digest)):
                book.custom_doc_props.append(StringProperty(name=name, value=value))

    write(path, sheets, mark)


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
