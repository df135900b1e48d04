"""What a finding promises of a reading is what the author gets who writes it down and scores its witness."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kaoping import exact
from kaoping.lint import readings
from kaoping.lint.check import Found
from kaoping.lint.checks import CHECKS
from kaoping.lint.readings import Facts, Reading, Site
from kaoping.lint.run import lint
from kaoping.lint.subject import Subject
from kaoping.pipeline import score
from kaoping.selection import Figure
from kaoping.source import SourceFile, replaced

RULES = sorted((Path(__file__).parents[1] / "rules").glob("*/*.rubric"))
LINK = re.compile(r"\{[^}]*\}")
AMBIGUITIES = tuple(check for check in CHECKS if "A001" <= check.code <= "A019")

# Sentences that say it in other ways than the examples of the checks.
MORE = """办法  某某考核办法
期间  2024-01-01 至 2024-12-31
事实  延误：事件（次），时长（数值）
一级指标  甲（30分）
  1．培训人数{培训人数}达到385人得2分，每少10人扣0.1分。
  2．催办，5分。未达到达标线的，每低1个百分点扣0.5分。
  3．每超期1小时{合计(延误.时长)}扣1分，最高扣4分。
  4．科级干部不低于总数的20%，得1分；每低1%，扣0.05分。
  5．资料，3分。资料不全{资料不全}每次扣2分，未经核对{未经核对}每次扣2分；最高扣3分。
  6．视情况适当加分。
  7．不按时提交资料的，扣1分。
一级指标  乙（10分）
  1．使用率{使用率}＜3%，得0分；使用率≥3%，得3分。
  2．成本率{成本率}每提高1个百分点扣0.5分，最高扣2分。
  3．工作在2024年6月底前完成的，得5分。
一级指标  丙（100分）
  102．合格率≥90%，得20分；合格率＜90%，不得分。
  2．未制定方案和落实责任人{未制定}的，扣3分。
"""


Caught = tuple[Subject, Site, tuple[Reading, ...], Found]


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> list[Caught]:
    """The ambiguities behind the findings that checks make from now on."""
    found: list[Caught] = []
    make = readings.finding

    def finding(subject: Subject, site: Site, message: str, told: str, read: tuple[Reading, ...], span=None):  # type: ignore[no-untyped-def]
        made = make(subject, site, message, told, read, span)
        found.append((subject, site, read, made))
        return made

    monkeypatch.setattr(readings, "finding", finding)
    return found


def one_of_each(caught: list[Caught]) -> list[Caught]:
    """The first of each kind in a file: 每下降10% is read alike in its five indicators."""
    kinds = {(tuple(r.option.write for r in read), type(site.term)): None for _, site, read, _ in caught}
    return [
        next(c for c in caught if (tuple(r.option.write for r in c[2]), type(c[1].term)) == kind)
        for kind in kinds
    ]


def sources() -> Iterator[SourceFile]:
    yield from (SourceFile.read(path) for path in RULES)
    yield from (SourceFile(f"{check.code}.rubric", check.bad) for check in AMBIGUITIES)
    yield SourceFile("更多.rubric", MORE)


@pytest.mark.parametrize("source", list(sources()), ids=lambda source: Path(source.name).name)
def test_a_reading_that_is_written_down_scores_what_its_finding_promises(
    source: SourceFile, caught: list[Caught], tmp_path: Path
) -> None:
    codes = [
        d.code for d in lint(source, checks=AMBIGUITIES).findings if d.code in {c.code for c in AMBIGUITIES}
    ]
    assert len(codes) == len(caught)
    for subject, site, read, found in one_of_each(caught):
        assert len({reading.points for reading in read}) > 1
        assert sum(reading.option.taken for reading in read) <= 1
        for reading, choice in zip(read, found.choices, strict=True):
            if any(tests for _, tests, _, _ in reading.facts):
                continue  # events would have to be made up
            text = replaced(source.text, [reading.edit])
            assert LINK.sub("", text) == LINK.sub("", source.text), "no word of the document is touched"
            promised = reading.state.low, reading.state.high
            assert outcome(tmp_path, text, subject, site, reading.facts) == promised, choice
            if reading.option.taken:
                assert outcome(tmp_path, source.text, subject, site, reading.facts) == promised, choice


@pytest.mark.parametrize("source", list(sources()), ids=lambda source: Path(source.name).name)
def test_a_reading_that_is_written_down_is_found_no_more(source: SourceFile, caught: list[Caught]) -> None:
    before = lint(source, checks=AMBIGUITIES).findings
    for _, _, read, found in one_of_each(caught):
        code = next(d.code for d in before if (d.span, d.message) == (found.span, found.message))
        for reading in read:
            text = replaced(source.text, [reading.edit])
            after = lint(SourceFile(source.name, text), checks=AMBIGUITIES).findings
            assert not any(d.severity == "error" for d in after), reading.edit.text
            there = [d.message for d in after if d.code == code]
            assert len(there) < sum(d.code == code for d in before), (code, reading.edit.text)


def outcome(folder: Path, text: str, subject: Subject, site: Site, facts: Facts) -> tuple[Decimal, Decimal]:
    """The least and the most of the clause of a site, from the file and the facts, the whole way."""
    rule, table = folder / "规则.rubric", folder / "事实.csv"
    rule.write_text(text, encoding="utf-8")
    own = next(t for t in subject.rubric.tables if site.clause in t.clauses())
    unit = own.units[0] if own.units else "某单位"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("单位", "事项", "值"))
        rows.writerows((unit, name, written(figure)) for (name, _, _, _), figure in facts.items())
    run = score(rule, [table], otherwise=(unit,))
    assert run.sheet is not None, [d.message for d in run.diagnostics]
    unused = [d.message for d in run.diagnostics if d.code != "F004"]
    assert unused == []
    clause = next(c for c in run.sheet.rubric.clauses() if c.id == site.clause.id)
    state = run.sheet.clause(unit, clause)
    return state.low, state.high


def written(figure: Figure) -> str:
    if isinstance(figure, bool):
        return "是" if figure else "否"
    if isinstance(figure, (Decimal, Fraction)):
        return exact.text(figure)
    return figure.isoformat() if isinstance(figure, date) else str(figure)
