"""--output: the format by the suffix, what is never overwritten, and what a workbook makes of strange names and texts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from bookwork import as_text
from kaoping.cli import cli
from kaoping.commands import writing
from kaoping.render.book.plan import column, reference, shown, sum_of
from kaoping.render.book.xlsx import clean

RULE = """办法  甲办法
满分  10分
单位  甲县、乙县
一级指标  过程（10分）
  得10分，漏报{漏报}一次扣1分，扣完为止。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with chdir(tmp_path):
        Path("甲.rubric").write_text(RULE, encoding="utf-8")
        Path("事实.csv").write_text("单位,漏报\n甲县,2\n乙县,0\n", encoding="utf-8")
        yield tmp_path


def kaoping(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def score(*arguments: str) -> Result:
    return kaoping("score", "甲.rubric", "--facts", "事实.csv", *arguments)


def test_the_suffix_decides() -> None:
    outcomes = {
        name: score("-o", name).output for name in ("甲.xlsx", "甲.md", "甲.csv", "甲.json", "甲.TXT")
    }
    assert outcomes["甲.xlsx"] == "已写好 甲.xlsx：得分表、说明、甲县、乙县\n"
    assert outcomes["甲.md"] == "已写好 甲.md：2 个单位\n"
    assert Path("甲.md").read_text(encoding="utf-8") == score("--format", "md").output
    assert Path("甲.csv").read_bytes() == score("--format", "csv").stdout_bytes
    assert Path("甲.json").read_bytes() == score("--format", "json").stdout_bytes
    assert Path("甲.TXT").read_bytes() == score().stdout_bytes


def test_a_format_may_be_named_where_the_suffix_does_not_tell() -> None:
    assert score("-o", "甲.tsv", "--format", "csv").exit_code == 0
    assert score("-o", "甲.txt", "--format", "md").exit_code == 0
    assert Path("甲.txt").read_text(encoding="utf-8").startswith("# 甲办法")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-o", "甲.pdf"), "甲.pdf：不知道写成什么，文件名请以这些结尾：.xlsx（工作簿）、.md（Markdown）"),
        (("-o", "甲"), "甲：不知道写成什么"),
        (("-o", "甲.xls", "--format", "csv"), "甲.xls：不知道写成什么"),
        (("-o", "甲.rubric", "--format", "csv"), "甲.rubric：不知道写成什么"),
        (("-o", "甲.xlsx", "--format", "csv"), "甲.xlsx 是工作簿，与 --format csv 不一致；请去掉一个"),
        (("-o", "甲.md", "--format", "json"), "甲.md 是Markdown，与 --format json 不一致"),
        (("-o", "没有/甲.xlsx"), "没有/甲.xlsx：写不进去（没有“没有”这个文件夹）"),
        (("-o", "."), "：不知道写成什么"),
        (("-o", "事实.csv"), "事实.csv：是这次计分用的文件，不能覆盖；请换个名字"),
        (("-o", "甲.json", "--ledger", "甲.json"), "甲.json：台账和报表不能是同一个文件"),
        (("-o", "甲.md", "--follow"), "--follow 不能与 --output 一起用"),
    ],
)
def test_what_cannot_be_written(arguments: tuple[str, ...], message: str) -> None:
    before = Path("事实.csv").read_bytes(), Path("甲.rubric").read_bytes()
    result = score(*arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert (Path("事实.csv").read_bytes(), Path("甲.rubric").read_bytes()) == before
    assert sorted(path.name for path in Path().iterdir()) == ["事实.csv", "甲.rubric"]


def test_a_folder_is_no_file() -> None:
    Path("甲.xlsx").mkdir()
    assert score("-o", "甲.xlsx").output == "甲.xlsx：是文件夹，请写明文件名\n"


def test_a_report_is_written_anew_byte_by_byte() -> None:
    score("-o", "甲.xlsx")
    first = Path("甲.xlsx").read_bytes()
    assert score("-o", "甲.xlsx").exit_code == 0
    assert Path("甲.xlsx").read_bytes() == first


def test_what_is_no_report_is_kept() -> None:
    book = Workbook()
    book.save("填好.xlsx")
    kept = Path("填好.xlsx").read_bytes()
    result = score("-o", "填好.xlsx")
    assert (result.exit_code, result.output) == (
        2,
        "填好.xlsx：已经有这个文件，是别的工作簿或文件，没有覆盖；请换个名字\n",
    )
    assert Path("填好.xlsx").read_bytes() == kept
    score("--ledger", "台账.json")
    assert "是台账，没有覆盖" in score("-o", "台账.json").output


def test_a_folder_of_facts_is_no_place_for_a_report() -> None:
    Path("facts").mkdir()
    Path("事实.csv").rename("facts/事实.csv")
    arguments = ("score", "甲.rubric", "--facts", "facts", "-o")
    assert "在事实的文件夹里" in kaoping(*arguments, "facts/甲.xlsx").output
    assert kaoping(*arguments, "甲.xlsx").exit_code == 0


def test_a_report_among_the_facts_is_passed_over() -> None:
    score("-o", "甲.xlsx")
    result = kaoping("score", "甲.rubric", "--facts", ".", "-o", "甲.xlsx")
    assert "甲.xlsx: 提示[F014] 这是计分的报表，不是事实，没有读" in result.output
    assert result.exit_code == 0


def test_a_file_that_is_open_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    score("-o", "甲.xlsx")
    before = Path("甲.xlsx").read_bytes()

    def locked(*_: object) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(writing.os, "replace", locked)
    result = score("-o", "甲.xlsx", "--as-of", "2024-01-01")
    assert result.exit_code == 2
    assert result.output == (
        "甲.xlsx：写不进去（没有权限，或者正被别的程序占用）；正在表格软件里打开着的，请关上再试\n"
    )
    assert Path("甲.xlsx").read_bytes() == before
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []


def test_refused_facts_are_listed_and_the_exit_code_says_so() -> None:
    Path("事实.csv").write_text("单位,漏报\n甲县,2\n丙县,1\n", encoding="utf-8")
    assert score("-o", "甲.xlsx").exit_code == 1
    text = as_text(Path("甲.xlsx").read_bytes(), ["说明"])
    assert "A10: F003\n" in text or ": F003\n" in text
    assert "丙县" in text


def test_only_the_page_of_one_unit() -> None:
    score("-o", "甲.xlsx", "--unit", "甲县")
    assert load_workbook("甲.xlsx").sheetnames == ["甲县"]
    assert "返回总表" not in as_text(Path("甲.xlsx").read_bytes())
    assert "没有单位「丁县」" in score("-o", "乙.xlsx", "--unit", "丁县").output
    assert not Path("乙.xlsx").exists()


def test_names_of_units_that_are_no_names_of_sheets() -> None:
    names = [
        "a/b",
        "A?B",
        "a-b",
        "说明",
        "得分表",
        "History",
        "'甲'",
        "甲" * 40,
        "甲" * 41,
        "𠮷" * 20,
        "x[1]:*\\",
    ]
    Path("甲.rubric").write_text(RULE.replace("单位  甲县、乙县\n", ""), encoding="utf-8")
    rows = "\n".join(f'"{name}",1' for name in names)
    Path("事实.csv").write_text(f"单位,漏报\n{rows}\n", encoding="utf-8")
    assert score("-o", "甲.xlsx").exit_code == 0
    book = load_workbook("甲.xlsx")
    sheets = book.sheetnames
    assert len(sheets) == len(names) + 2
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in sheets)
    assert len({name.casefold() for name in sheets}) == len(sheets)
    table = book["得分表"]
    links = {cell.value: cell.hyperlink.location for row in table["A4:A14"] for cell in row if cell.hyperlink}
    assert sorted(links) == sorted(names)
    for unit, location in links.items():
        sheet = location.removesuffix("!A1").strip("'").replace("''", "'")
        assert book[sheet]["A2"].value == f"{unit}　得分说明"


def test_texts_of_facts_are_texts() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(1)", "=HYPERLINK(0)", "_x0041_", "\x07响铃", "http://甲", "{=1}"]
    rows = "\n".join(f"甲县,漏报,,{text}" for text in hostile)
    Path("事实.csv").write_text(f"单位,事项,数量,说明\n{rows}\n", encoding="utf-8")
    assert score("-o", "甲.xlsx").exit_code == 0
    book = load_workbook("甲.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value).startswith(("='", "=SUM("))
    text = as_text(Path("甲.xlsx").read_bytes(), ["甲县"])
    assert all(told in text for told in ("：=1+1）", "：@SUM(1)）", "：_x0041_）", "：http://甲）"))


def test_units_that_look_like_formulas() -> None:
    Path("甲.rubric").write_text(RULE.replace("单位  甲县、乙县\n", ""), encoding="utf-8")
    Path("事实.csv").write_text("单位,漏报\n=1+1,1\n@甲,1\n", encoding="utf-8")
    score("-o", "甲.xlsx")
    table = load_workbook("甲.xlsx")["得分表"]
    assert [(cell.value, cell.data_type) for row in table["A4:A5"] for cell in row] == [
        ("=1+1", "s"),
        ("@甲", "s"),
    ]


def test_a_text_longer_than_a_cell() -> None:
    assert clean("甲" * 32_767) == "甲" * 32_767
    cut = clean("𠮷" * 20_000)
    assert cut.endswith("……（太长，以下从略）")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert clean("a\x00b\ud800c\n") == "a�b�c\n"


def test_references() -> None:
    assert [column(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert reference("甲'县", 0, 1) == "'甲''县'!B1"
    assert sum_of([f"A{n}" for n in range(250)]).count("SUM(") == 2


def test_numbers_are_shown_with_the_places_that_they_have() -> None:
    from decimal import Decimal

    assert [shown(Decimal(text)) for text in ("12", "12.50", "0.83333333333", "-0.25")] == [
        "12",
        "12.5",
        "0.8333",
        "-0.25",
    ]


def test_an_explanation_as_a_file() -> None:
    common = ("explain", "甲.rubric", "--facts", "事实.csv", "--unit", "甲县")
    assert kaoping(*common, "-o", "甲.md").output == "已写好 甲.md：甲县的得分说明\n"
    assert Path("甲.md").read_bytes() == kaoping(*common, "--format", "md").stdout_bytes
    kaoping(*common, "-o", "甲.txt")
    assert Path("甲.txt").read_bytes() == kaoping(*common).stdout_bytes
    assert "请以这些结尾：.md（Markdown）、.txt（文本）" in kaoping(*common, "-o", "甲.xlsx").output


def test_a_workbook_opens_without_repair_in_strict_readers() -> None:
    score("-o", "甲.xlsx")
    book = load_workbook(io.BytesIO(Path("甲.xlsx").read_bytes()), data_only=True)
    assert [cell.value for cell in book["得分表"][4]][:4] == ["甲县", 8, 8, 2]
