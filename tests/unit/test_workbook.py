"""Workbooks as offices keep them: what is read of them, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from kaoping.diagnostics import Diagnostic
from kaoping.facts.names import Names
from kaoping.facts.raw import RawFact
from kaoping.facts.read import files_in, read_facts, read_file
from kaoping.facts.schema import FactSpec, FieldSpec, Schema
from workbooks import Cells, patch, write

SCHEMA = Schema(
    units=("金寨县", "霍山县"),
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    facts=(
        FactSpec(
            name="月报问题",
            kind="event",
            type="number",
            unit="次",
            fields=(FieldSpec(name="类别", type="choice", choices=("漏报", "迟报")),),
        ),
        FactSpec(name="申领数", kind="value", type="number", unit="人", aliases=("5.1",)),
        FactSpec(name="满意度", kind="value", type="percent"),
        FactSpec(name="时长", kind="value", type="number", unit="小时"),
        FactSpec(name="制度", kind="value", type="yesno"),
    ),
)
SHEET = "xl/worksheets/sheet1.xml"


class Book:
    """What one workbook yields."""

    def __init__(self, path: Path, schema: Schema = SCHEMA) -> None:
        items = list(read_file(path, Names(schema)))
        self.facts = [item for item in items if isinstance(item, RawFact)]
        self.said = [item for item in items if isinstance(item, Diagnostic)]

    def cells(self) -> list[tuple[str, str, str, str]]:
        """Place within the file, unit, name and figure of each fact."""
        return [(str(f.place).partition("!")[2], f.unit, f.name, f.quantity or f.value) for f in self.facts]

    def messages(self) -> list[tuple[str, str, str]]:
        """Where, how serious, what."""
        return [(str(d.place).rpartition("台账.xlsx!")[2], d.severity, d.message) for d in self.said]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def read(path: Path, sheets: Mapping[str, Cells]) -> Book:
    return Book(write(path, sheets))


def test_one_fact_a_row_points_to_its_cell(path: Path) -> None:
    book = read(
        path,
        {
            "扣分事项": [
                ["序号", "单位", "事项", "数量", "日期", "类别"],
                [1, "金寨县", "月报问题", 2, date(2021, 3, 5), "漏报"],
                [2, "霍山县", "月报问题", None, datetime(2021, 3, 6, 14, 30), "迟报"],
            ]
        },
    )
    assert book.said == []
    assert book.cells() == [
        ("扣分事项!D2", "金寨县", "月报问题", "2"),
        ("扣分事项!C3", "霍山县", "月报问题", ""),
    ]
    first, second = book.facts
    assert str(first.place) == "台账.xlsx!扣分事项!D2"
    assert str(first.at("day")) == "台账.xlsx!扣分事项!E2"
    assert str(first.at("类别")) == "台账.xlsx!扣分事项!F2"
    assert (first.day, second.day) == ("2021-03-05", "2021-03-06 14:30")


def test_units_down_and_names_across_and_the_other_way_round(path: Path) -> None:
    book = read(
        path,
        {
            "甲": [
                ["县区", "申领数（人）", "满意度"],
                ["金寨县", 1200, (0.925, "0.0%")],
                ["合计", 1200, None],
            ],
            "乙": [["指标", "金寨县", "霍山县"], ["时长", 1.5, 2], ["制度", True, "否"]],
        },
    )
    assert book.cells() == [
        ("甲!B2", "金寨县", "申领数", "1200"),
        ("甲!C2", "金寨县", "满意度", "92.5%"),
        ("乙!B2", "金寨县", "时长", "1.5"),
        ("乙!C2", "霍山县", "时长", "2"),
        ("乙!B3", "金寨县", "制度", "TRUE"),
        ("乙!C3", "霍山县", "制度", "否"),
    ]
    assert book.messages() == [("甲 第3行", "note", "合计（平均）行没有读入")]


def test_merged_headings_titles_and_footers(path: Path) -> None:
    def merge(book: Workbook) -> None:
        sheet = book["数据"]
        for ref in ("A1:E1", "A3:A4", "B3:C3", "D3:E3", "A8:E8"):
            sheet.merge_cells(ref)

    write(
        path,
        {
            "数据": [
                ["2021年“安康码”应用项目数据表"],
                ["填报单位：数据局", None, None, "填报时间：2021-12-31"],
                ["县区", "申领", None, "满意情况", None],
                [None, "申领数", "占比", "满意度", "参评数"],
                [1, 2, 3, 4, 5],
                ["金寨县", 385, 0.3, (0.9, "0%"), 12],
                ["合计", 385],
                ["注：数据截至12月31日。"],
                ["填报人：张三", None, "审核人：李四"],
            ]
        },
        merge,
    )
    book = Book(path)
    assert book.cells() == [
        ("数据!B6", "金寨县", "申领数", "385"),
        ("数据!D6", "金寨县", "满意度", "90%"),
    ]
    assert [message for message in book.messages() if message[1] != "note"] == []


def test_a_merged_unit_holds_for_all_its_rows_but_a_merged_figure_is_refused(path: Path) -> None:
    def merge(book: Workbook) -> None:
        sheet = book["台账"]
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("C4:C5")

    write(
        path,
        {
            "台账": [
                ["单位", "事项", "数量"],
                ["金寨县", "月报问题", 1],
                [None, "月报问题", 2],
                ["霍山县", "月报问题", 3],
                ["霍山县", "月报问题", None],
            ]
        },
        merge,
    )
    book = Book(path)
    assert book.cells() == [
        ("台账!C2", "金寨县", "月报问题", "1"),
        ("台账!C3", "金寨县", "月报问题", "2"),
    ]
    assert book.messages() == [
        (f"台账!C{row}", "error", "「3」写在几行合并的格子里，可以是每行各 3，也可以是几行合起来 3")
        for row in (4, 5)
    ]


def test_formulas_give_their_result_and_are_refused_without_one(path: Path) -> None:
    write(path, {"表": [["单位", "申领数", "时长"], ["金寨县", "=1+2", "=4"]]})
    patch(path, SHEET, "<f>1+2</f><v />", "<f>1+2</f><v>3</v>")
    book = Book(path)
    assert book.cells() == [("表!B2", "金寨县", "申领数", "3")]
    assert book.messages() == [("表!C2", "error", "这一格是公式，文件里没有存它的结果")]


def test_sheets_that_are_hidden_or_no_tables_are_passed_over_with_a_note(path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["旧"].sheet_state = "hidden"

    write(
        path,
        {
            "填写说明": [["事项", "单位", "说明"], ["申领数", "人", "…"]],
            "封面": [["2021年度考核"], ["六安市"]],
            "数据": [["单位", "申领数"], ["金寨县", 1]],
            "旧": [["单位", "申领数"], ["金寨县", 2]],
        },
        hide,
    )
    book = Book(path)
    assert book.cells() == [("数据!B2", "金寨县", "申领数", "1")]
    assert book.messages() == [
        ("旧", "note", "工作表是隐藏的，没有读入"),
        ("填写说明", "note", "工作表里没有事实的表头，没有读入"),
        ("封面", "note", "工作表里没有事实的表头，没有读入"),
    ]


def test_hidden_rows_are_read_and_said(path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["表"].row_dimensions[3].hidden = True

    write(path, {"表": [["单位", "申领数"], ["金寨县", 1], ["霍山县", 2]]}, hide)
    book = Book(path)
    assert len(book.facts) == 2
    assert book.messages() == [("表", "warning", "有隐藏的1 行（第 3 行），照样读入")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的"),
        (b"a,b\n", "这不是 .xlsx 工作簿，只是名字像"),
        (b"PK\x03\x04 and then nothing", "工作簿坏了，打不开"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "这是旧格式的工作簿（.xls）"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "工作簿设了打开密码",
        ),
    ],
)
def test_files_that_are_no_workbooks(path: Path, content: bytes, message: str) -> None:
    path.write_bytes(content)
    (said,) = Book(path).said
    assert (said.code, said.severity, said.message) == ("F001", "error", message)
    assert said.help


def test_a_folder_of_files(tmp_path: Path) -> None:
    for name in ("乙.xlsx", "~$乙.xlsx", ".甲.csv", "甲.csv", "旧.xls", "读我.txt", "读我.md"):
        (tmp_path / name).touch()
    (tmp_path / "子.csv").mkdir()
    assert [path.name for path in files_in(tmp_path)] == ["乙.xlsx", "旧.xls", "甲.csv"]
    (intake,) = [read_facts([tmp_path / "旧.xls"], SCHEMA)]
    assert [d.help for d in intake.diagnostics] == ["请用表格软件打开，另存为 .xlsx"]
