"""`kaoping template`: what stands in the workbook, for a rubric that has everything once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from casework import rubric_of
from filling import EXAMPLE, as_text, template_of
from kaoping.cli import cli
from kaoping.template import Form, make_template
from kaoping.template.plan import sheet_name
from kaoping.template.workbook import to_bytes


def test_the_whole_workbook(golden: Callable[[str, str], None]) -> None:
    golden("template/example", as_text(template_of(EXAMPLE)))


def forms(rules: str) -> dict[str, Form]:
    return {sheet.name: sheet for sheet in make_template(rubric_of(rules)).sheets if isinstance(sheet, Form)}


def headings(form: Form) -> list[str]:
    return [column.heading for column in form.columns]


def test_kinds_of_units_have_sheets_of_their_own() -> None:
    found = forms(
        """办法  甲办法
单位  县（市、区）：甲县、乙县
单位  市直部门：教育局、民政局
一、县（市、区）
一级指标  应用（60分）
  1．缺席{缺席}每次扣4分，最高扣40分；
  2．迟到{迟到}每次扣1分，最高扣10分；
  3．注册数{注册数}≥100个，得10分。
二、市直部门
一级指标  应用（60分）
  1．注册数{注册数}≥100个，得50分；
  2．被通报{通报}的，每次扣5分，最高扣10分。
"""
    )
    assert {name: headings(form) for name, form in found.items() if name != "更正"} == {
        "数据-县（市、区）": ["单位", "注册数（个）"],
        "数据-市直部门": ["单位", "注册数（个）"],
        "事项-县（市、区）": ["单位", "事项", "日期", "数量", "说明", "编号", "操作"],
        "事项-市直部门": ["单位", "事项", "日期", "数量", "说明", "编号", "操作"],
    }
    assert [form.labels for form in found.values()][:2] == [("甲县", "乙县"), ("教育局", "民政局")]
    assert found["数据-市直部门"].columns[1].about == "第2.1条（50分）应用：注册数≥100个，得50分"
    assert found["事项-市直部门"].columns[0].entry.choices == ("教育局", "民政局")


def test_no_figures_no_sheet_for_them() -> None:
    assert list(forms("漏报{漏报}一次扣1分，最高扣4分；")) == ["漏报"]


def test_no_events_no_sheets_for_them() -> None:
    assert list(forms("1．设立了目标的，得2分；")) == ["数据", "更正"]


def test_facts_that_no_clause_needs_are_not_asked_for() -> None:
    found = forms("办法  甲办法\n事实  备查：数值\n一级指标  甲\n  设立了目标的，得2分；")
    assert headings(found["数据"]) == ["单位", "1.1 设立了目标的"]


def test_long_lists_stand_in_a_sheet_of_their_own() -> None:
    units = [f"第{number}工作组" for number in range(60)]
    book = template_of(
        f"单位  {'、'.join(units)}\n办法  甲办法\n一级指标  甲\n  漏报{{漏报}}一次扣1分，最高扣4分；"
    )
    (rule,) = [r for r in book["漏报"].data_validations.dataValidation if str(r.sqref).startswith("A")]
    assert rule.formula1 == "'选项'!$B$2:$B$61"
    assert [book["选项"].cell(row, 2).value for row in (2, 61)] == ["第0工作组", "第59工作组"]
    assert {row[0].value for row in book["选项"].iter_rows()} == {"※"}


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("月报问题", [], "月报问题"),
        ("迟报/漏报[月]", [], "迟报-漏报-月-"),
        ("A", ["a"], "A（2）"),
        ("长" * 40, [], "长" * 31),
        ("长" * 40, ["长" * 31], "长" * 28 + "（2）"),
        ("'", [], "事项"),
    ],
)
def test_sheet_names(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name


def test_event_that_no_sheet_can_be_named_after_is_named_in_its_rows() -> None:
    found = forms(f"漏报{{{'漏' * 40}}}一次扣1分，最高扣4分；")
    (form,) = found.values()
    assert headings(form)[:2] == ["单位", "事项"]
    assert form.columns[1].entry.choices == ("漏" * 40,)


def template(folder: Path, *arguments: str) -> tuple[int, str]:
    (folder / "甲.rubric").write_text(EXAMPLE, encoding="utf-8")
    result = CliRunner().invoke(cli, ["template", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("rule", ["甲.rubric", "."])
def test_command(folder: Path, rule: str) -> None:
    assert template(folder, rule, "-o", "表.xlsx") == (
        0,
        "已写好 表.xlsx，要填的表：数据、事项、稿件、申诉、更正\n",
    )
    assert (folder / "表.xlsx").read_bytes() == to_bytes(make_template(rubric_of(EXAMPLE)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["甲.rubric", "-o", "表.xls"], "表.xls：只能写成 .xlsx 文件，请改为 表.xlsx"),
        (["甲.rubric", "-o", "表"], "表：只能写成 .xlsx 文件，请改为 表.xlsx"),
        (
            ["甲.rubric", "-o", "旧.xlsx"],
            "旧.xlsx：已经有这个文件，没有改动它。请换个名字；要覆盖它，加 --force",
        ),
        (["甲.rubric", "-o", "夹.xlsx"], "夹.xlsx：是文件夹，请写明文件名"),
        (["甲.rubric", "-o", "无/表.xlsx"], "无/表.xlsx：写不进去（没有“无”这个文件夹）"),
        (["乙.rubric", "-o", "表.xlsx"], "乙.rubric：没有这个文件或文件夹"),
        (["空", "-o", "表.xlsx"], "空：里面没有 .rubric 规则文件"),
        (["坏.rubric", "-o", "表.xlsx"], "规则文件有误，没有生成模板"),
    ],
)
def test_refused(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "旧.xlsx").write_bytes(b"old")
    (folder / "夹.xlsx").mkdir()
    (folder / "空").mkdir()
    (folder / "坏.rubric").write_text("办法  坏\n一级指标  甲\n  每缺一样扣一点分", encoding="utf-8")
    before = sorted([*folder.iterdir(), folder / "甲.rubric"])
    code, output = template(folder, *arguments)
    assert code == 2
    assert message in output
    assert sorted(folder.iterdir()) == before
    assert (folder / "旧.xlsx").read_bytes() == b"old"


def test_force_overwrites(folder: Path) -> None:
    (folder / "表.xlsx").write_bytes(b"old")
    assert template(folder, "甲.rubric", "-o", "表.xlsx", "--force")[0] == 0
    assert (folder / "表.xlsx").read_bytes()[:2] == b"PK"


def test_same_rule_same_bytes() -> None:
    assert to_bytes(make_template(rubric_of(EXAMPLE))) == to_bytes(make_template(rubric_of(EXAMPLE)))


def test_no_trace_of_the_time(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(to_bytes(make_template(rubric_of(EXAMPLE))))
    with zipfile.ZipFile(path) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in package.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


def test_the_page_that_is_read_first_is_printed_on_one_sheet_of_paper() -> None:
    book = load_workbook(io.BytesIO(to_bytes(make_template(rubric_of(EXAMPLE)))))
    assert [sheet.page_setup.fitToHeight for sheet in book.worksheets[:2]] == [1, 0]
