"""Reports as workbooks: as text, for an example that has everything once and for the rubrics in rules/."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import chdir
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from bookwork import as_text, wrong
from kaoping.cli import cli
from kaoping.commands.running import origin_of
from kaoping.facts.read import files_in
from kaoping.pipeline import score
from kaoping.render.book.make import report
from kaoping.render.book.rounds import rounds_report
from kaoping.render.book.xlsx import to_bytes
from kaoping.rounds import Round, make_report

RULES = Path(__file__).parent.parent / "rules"
FILES = sorted(RULES.glob("*/*.rubric"))

RULE = """办法  某市2024年安全监督考核办法
期间  2024-01-01 至 2024-12-31
满分  30分，总分不高于30分
等次  优秀（S≥27）、合格（27＞S≥18）、不合格（S＜18）
单位  东区、西区、南区

一级指标  日常监管（20分）
  二级指标  报送（8分）
    1．未按时报送报表{迟报}的，每次扣2分，最高扣6分；
    2．得分=报送率{已报数 / 应报数}×2分。
  二级指标  事故（12分）
    发生责任事故{责任事故}的，每发生一次扣5分，超过2次取消年度优秀等次评选资格。
一级指标  整改（10分）
  1．整改率{已整改 / 应整改}达到100%，得10分，每降低一个百分点扣0.5分，扣完为止。
一级指标  加分项
  每完成一个试点{试点}得2分，最高得4分。
"""
EVENTS = """编号,单位,事项,日期,说明
A1,西区,迟报,2024-02-05,一月报表
A2,西区,迟报,2024-03-06,二月报表
A3,西区,迟报,2024-04-07,=HYPERLINK("http://x";"点我")
A4,西区,迟报,2024-05-08,四月报表
B1,西区,责任事故,2024-06-01,吊装事故
B2,西区,责任事故,2024-07-01,坍塌
B3,西区,责任事故,2024-08-01,火灾
C1,东区,试点,2024-09-01,
C2,东区,试点,2024-10-01,
D1,西区,责任事故,2025-01-01,期外
"""
FIGURES = """单位,已报数,应报数,已整改,应整改
东区,12,12,40,40
西区,10,12,38,40
南区,11,12,,40
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("监督.rubric", RULE), ("事项.csv", EVENTS), ("数据.csv", FIGURES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "复核").mkdir()
    changed = FIGURES.replace("38,40", "39,40").replace("12,12", "11,12")
    (tmp_path / "复核" / "数据.csv").write_text(changed, encoding="utf-8")
    return tmp_path


def written(folder: Path, *arguments: str) -> bytes:
    with chdir(folder):
        CliRunner().invoke(cli, ["score", *arguments, "-o", "报表.xlsx"], catch_exceptions=False)
        return Path("报表.xlsx").read_bytes()


def without_digests(text: str) -> str:
    """So that a remark in a rule file may be mended."""
    return re.sub(r"[0-9a-f]{64}|(?<=校验码 )[0-9a-f]{12}", "…", text)


def test_an_example_that_has_everything_once(folder: Path, golden: Callable[[str, str], None]) -> None:
    content = written(
        folder, "监督.rubric", "--facts", "事项.csv", "--facts", "数据.csv", "--as-of", "2025-01-10"
    )
    golden("reports/example", without_digests(as_text(content)))


def test_rounds_side_by_side(folder: Path, golden: Callable[[str, str], None]) -> None:
    facts = ("自评=事项.csv", "自评=数据.csv", "复核=事项.csv", "复核=复核/数据.csv")
    content = written(folder, "监督.rubric", *(part for fact in facts for part in ("--facts", fact)))
    golden("reports/rounds", without_digests(as_text(content, ["对照表", "西区", "南区"])))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_report_of_a_rubric(file: Path, golden: Callable[[str, str], None]) -> None:
    run = score(file, files_in(file.parent / "facts"))
    assert run.sheet is not None
    book = report(run.sheet, origin_of(run))
    assert wrong(book) == []
    content = to_bytes(book)
    assert content == to_bytes(report(run.sheet, origin_of(run)))
    tables = [page.name for page in book.pages if page.name.startswith(("得分表", "达标表"))]
    golden(f"reports/{file.stem}", without_digests(as_text(content, tables)))


@pytest.mark.parametrize("name", ["luan-2021", "ningde-2020", "huainan-2023"])
def test_audit_finds_nothing_in_a_report(name: str, tmp_path: Path) -> None:
    rule, report_ = str(RULES / name), str(tmp_path / "报表.xlsx")
    facts = ("--facts", str(RULES / name / "facts"))
    CliRunner().invoke(cli, ["score", rule, *facts, "-o", report_], catch_exceptions=False)
    audited = CliRunner().invoke(cli, ["audit", rule, *facts, "--published", report_], catch_exceptions=False)
    assert "没有发现问题" in audited.stdout
    assert " 0 个得分" not in audited.stdout


def test_formulas_that_are_wrong_are_found(folder: Path) -> None:
    run = score(folder / "监督.rubric", files_in(folder))
    assert run.sheet is not None
    book = report(run.sheet, origin_of(run))
    page = book.pages[-1]
    spoiled = tuple(
        tuple(replace(cell, formula="SUM(G1:G2)") if cell.formula else cell for cell in row)
        for row in page.rows
    )
    assert wrong(replace(book, pages=(*book.pages[:-1], replace(page, rows=spoiled))))


def test_deductions_without_any_bound(tmp_path: Path) -> None:
    """Until the figure is there, what may be taken has no number; then the sum of the entries would not be the score."""
    rule, facts = tmp_path / "甲.rubric", tmp_path / "甲.csv"
    rule.write_text(
        """办法  甲办法
单位  甲县、乙县、丙县
事实  超支额：数值（万元）
一级指标  过程（10分）
  1．得10分，未报{未报}的，每次扣2分。
一级指标  加分项
  1．收入增长率{增长率}每提高1个百分点加1.5分。
一级指标  扣分项
  1．超支额{超支额}每超1万元扣1分。
""",
        encoding="utf-8",
    )
    facts.write_text("单位,未报,增长率,超支额\n甲县,3,5%,2\n乙县,1,,3\n", encoding="utf-8")
    run = score(rule, [facts])
    assert run.sheet is not None
    book = report(run.sheet, origin_of(run))
    assert wrong(book) == []
    shown = {row[0].value: [cell.value for cell in row[1:5]] for row in book.pages[0].rows[3:]}
    assert shown["甲县"] == [4, Decimal("7.5"), -2, Decimal("9.5")]
    assert shown["丙县"] == [10, "0～不限", "不限～0", "0～不限"]
    own = Round("自评", run.sheet, frozenset(("甲县",)))
    assert wrong(rounds_report(make_report([own, own]), [])) == []
