"""Workbooks as offices keep them: what is read of them, and what is said of the rest."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from kaoping.cli import cli
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
    assert book.messages() == [("表", "warning", "有 1 行（第 3 行）是隐藏的，照样读入")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的"),
        (b"a,b\n", "这不是工作簿，里面是文字"),
        (b"a\0b", "这不是工作簿，只是名字像"),
        (b"<html><table>", "看来是网页（有的系统导出的 .xls 其实是网页），不是工作簿"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "看来是旧版 Office 文件，不是工作簿"),
        (b"PK\x03\x04 and then nothing", "工作簿坏了，打不开"),
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
    for name in ("乙.xlsx", "~$乙.xlsx", ".甲.csv", "甲.csv", "旧.et", "读我.txt", "读我.md"):
        (tmp_path / name).touch()
    (tmp_path / "子.csv").mkdir()
    assert [path.name for path in files_in(tmp_path)] == ["乙.xlsx", "旧.et", "甲.csv"]
    (intake,) = [read_facts([tmp_path / "旧.et"], SCHEMA)]
    assert [d.help for d in intake.diagnostics] == ["请用表格软件打开，另存为 .xlsx"]


def one(path: Path, value: object, heading: str = "申领数") -> str:
    """What is read of one cell, or said of it."""
    book = read(path, {"表": [["单位", heading], ["金寨县", value]]})
    return outcome(book)


def outcome(book: Book) -> str:
    return "；".join([*(f.quantity or f.value for f in book.facts), *(d.message for d in book.said)])


CELLS: list[tuple[object, str]] = [
    (385, "385"),
    (0.1 + 0.2, "0.3"),
    (2 / 3, "0.666666666666667"),
    (1e-7, "0.0000001"),
    ((0.85, "0.00%"), "85%"),
    ((85, '0"%"'), "85%"),
    ((1200.5, "¥#,##0.00"), "1200.5"),
    ((1200.5, '_ "￥"* #,##0.00_ ;_ "￥"* \\-#,##0.00_ ;_ "￥"* "-"??_ ;_ @_ '), "1200.5"),
    ((385, '#,##0"人"'), "385人"),
    ((-3, "0.00;[Red]-0.00"), "-3"),
    (True, "TRUE"),
    ((datetime(2021, 3, 5), 'yyyy"年"m"月"d"日"'), "2021-03-05"),
    ((datetime(2021, 3, 5, 14, 30, 9), "yyyy/m/d h:mm:ss"), "2021-03-05 14:30:09"),
    ((datetime(2021, 3, 1), 'yyyy"年"m"月"'), "2021年3月"),
    ((time(14, 30), "h:mm"), "14:30"),
    ("１，２００ ", "１，２００"),
    ("\u200b385\u00a0", "385"),
    ("一行\n两行", "一行\n两行"),
    ("#N/A", "「#N/A」是电子表格出错的标记，不是内容"),
    (123456789012345678, "这一格的数超过 15 位，表格软件只保留前 15 位，后面的已经不是原来填的"),
    ((12000, '0!.0,"万"'), "这一格存的数是 12000，格式把它显示成另一个数，分不清以哪个为准"),
    ((1, '[=1]"是";"否"'), "这一格存的数是 1，格式把它显示成另一个数，分不清以哪个为准"),
    ((-1, "yyyy-mm-dd"), "这一格存的日期序号 -1 不是可用的日期"),
]


@pytest.mark.parametrize(("value", "text"), CELLS)
def test_cells_as_people_see_them(path: Path, value: object, text: str) -> None:
    assert one(path, value) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(14, "2021-03-05"), (31, "2021-03-05"), (57, "2021-03-05"), (58, "2021-03-05"), (9, "4426000%")],
)
def test_formats_that_chinese_editions_do_not_spell_out(path: Path, number: int, text: str) -> None:
    write(path, {"表": [["单位", "申领数"], ["金寨县", (44260, "0.00")]]})
    patch(path, "xl/styles.xml", '<xf numFmtId="2"', f'<xf numFmtId="{number}"')
    assert outcome(Book(path)) == text


def test_days_are_counted_from_1904_where_the_workbook_says_so(path: Path) -> None:
    write(path, {"表": [["单位", "申领数"], ["金寨县", (44260 - 1462, "yyyy-mm-dd")]]})
    patch(path, "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
    assert outcome(Book(path)) == "2021-03-05"


XML_CELLS = {
    '<c r="B2" t="str"><f>"是"&amp;""</f><v>是</v></c>': "是",
    '<c r="B2" t="str"><f>""</f><v></v></c>': "有 1 格是空的，按没有给出处理",
    '<c r="B2"><f>1/0</f></c>': "这一格是公式，文件里没有存它的结果",
    '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>': "「#DIV/0!」是电子表格出错的标记，不是内容",
    '<c r="B2" t="inlineStr"><is><r><t>38</t></r><r><rPr><b/></rPr><t>5</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>': "385",
    '<c r="B2" t="d"><v>2021-03-05T00:00:00</v></c>': "2021-03-05",
    '<c r="B2" t="d"><v>2021-03-05T14:30:00</v></c>': "2021-03-05 14:30:00",
    '<c r="B2" t="str"><v>甲_x000D_\n乙</v></c>': "甲\r\n乙",
    '<c r="B2"><v>1E+2</v></c>': "100",
    '<c r="B2"><v>NaN</v></c>': "这一格存的“NaN”不是一个数",
    "<c><v>7</v></c>": "7",
}


@pytest.mark.parametrize(("xml", "text"), XML_CELLS.items())
def test_cells_as_other_programs_write_them(path: Path, xml: str, text: str) -> None:
    write(path, {"表": [["单位", "申领数"], ["金寨县", 7]]})
    patch(path, SHEET, '<c r="B2" t="n"><v>7</v></c>', xml)
    assert outcome(Book(path)) == text


def test_other_prefixes_of_namespaces_and_a_wrong_dimension(path: Path) -> None:
    write(path, {"表": [["单位", "申领数"], ["金寨县", 7]]})
    patch(path, SHEET, '<dimension ref="A1:B2" />', '<dimension ref="A1" />')
    with zipfile.ZipFile(path) as package:
        text = package.read(SHEET).decode()
    renamed = re.sub(r"<(/?)(\w)", r"<\1x:\2", text).replace("xmlns=", "xmlns:x=")
    patch(path, SHEET, text, renamed)
    assert outcome(Book(path)) == "7"


def test_rich_text_in_shared_strings_reads_as_its_letters(path: Path) -> None:
    rich = CellRichText("金寨", TextBlock(InlineFont(b=True), "县"))
    book = read(path, {"表": [["单位", "申领数"], [rich, 7]]})
    assert book.cells() == [("表!B2", "金寨县", "申领数", "7")]


def test_xlsm_and_a_workbook_under_another_name(tmp_path: Path) -> None:
    path = write(tmp_path / "台账.xlsx", {"表": [["单位", "申领数"], ["金寨县", 7]]})
    for name in ("宏.xlsm", "大写.XLSX"):
        assert outcome(Book(path.rename(tmp_path / name))) == "7"
        path = tmp_path / name


def test_what_stands_under_merged_cells_is_not_read(path: Path) -> None:
    def merge(book: Workbook) -> None:
        sheet = book["表"]
        sheet["B2"] = 7
        sheet["C2"] = 8

    write(path, {"表": [["单位", "申领数", "时长"], ["金寨县"]]}, merge)
    patch(
        path, SHEET, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="B2:C2"/></mergeCells>'
    )
    assert Book(path).cells() == [("表!B2", "金寨县", "申领数", "7")]


def test_rows_of_double_height_are_one_row(path: Path) -> None:
    def merge(book: Workbook) -> None:
        for ref in ("A2:A3", "B2:B3", "A4:A5", "B4:B5"):
            book["表"].merge_cells(ref)

    write(path, {"表": [["单位", "申领数"], ["金寨县", 7], [], ["霍山县", 8], []]}, merge)
    book = Book(path)
    assert book.cells() == [("表!B2", "金寨县", "申领数", "7"), ("表!B4", "霍山县", "申领数", "8")]
    assert book.said == []


def test_a_sheet_named_after_its_unit_or_its_kind_of_event(path: Path) -> None:
    book = read(
        path,
        {
            "金寨县": [["事项", "数量"], ["月报问题", 2]],
            "月报问题": [["单位", "日期", "类别"], ["霍山县", date(2021, 3, 5), "漏报"]],
        },
    )
    assert book.cells() == [
        ("金寨县!B2", "金寨县", "月报问题", "2"),
        ("月报问题!A2", "霍山县", "月报问题", ""),
    ]
    assert book.said == []


def test_a_remark_beside_the_table_is_said_and_the_row_is_read(path: Path) -> None:
    book = read(
        path, {"表": [["单位", "申领数"], ["金寨县", 7, None, "已核实"], ["霍山县", 8, None, "已核实"]]}
    )
    assert [fact.value for fact in book.facts] == ["7", "8"]
    assert book.messages() == [("表!D2", "warning", "「已核实」所在的列没有表头，没有读入")]


def test_a_figure_beside_a_table_of_events_is_not_taken_for_one_of_them(path: Path) -> None:
    book = read(path, {"表": [["单位", "事项"], ["金寨县", "月报问题", None, 9]]})
    assert [(fact.quantity, fact.value, fact.day, fact.id, fact.note) for fact in book.facts] == [("",) * 5]
    assert book.messages() == [("表!D2", "warning", "「9」所在的列没有表头，没有读入")]


def test_faults_point_to_the_cell_and_spare_the_others(path: Path) -> None:
    sheets = {
        "扣分": [
            ["单位", "事项", "数量", "日期"],
            ["金寨", "月报问题", 1, "5/3/2021"],
            ["金寨县", "月报", "一些", date(2020, 3, 5)],
            ["金寨县", "月报问题", 1, date(2021, 3, 5)],
        ],
        "数据": [["单位", "满意度", "制度"], ["金寨县", 85, 1], ["霍山县", (0.9, "0%"), "√"]],
    }
    intake = read_facts([write(path, sheets)], SCHEMA)
    assert (intake.accepted, intake.refused) == (3, 4)
    errors = [(str(d.place), d.message) for d in intake.diagnostics if d.severity == "error"]
    assert errors == [
        ("台账.xlsx!扣分!A2", "单位「金寨」不在名单内"),
        ("台账.xlsx!扣分!D2", "「5/3/2021」可以是 2021-03-05，也可以是 2021-05-03"),
        ("台账.xlsx!扣分!B3", "没有「月报」这个事项或指标"),
        ("台账.xlsx!扣分!D3", "日期「2020-03-05」不在评价期间（2021-01-01 至 2021-12-31）之内"),
        ("台账.xlsx!数据!B2", "“满意度”的值「85」可以是 85%，也可以是 8500%"),
        ("台账.xlsx!数据!C2", "“制度”的值「1」可以是“是”，也可以是数量 1"),
    ]


def test_a_bomb_is_refused_before_it_is_unpacked(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/bomb.xml", "w") as part,
    ):
        for _ in range(600):
            part.write(bytes(1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    (said,) = Book(path).said
    assert said.message == "工作簿解开后有 600 MB，超过 512 MB"


def test_entities_that_multiply_are_refused(path: Path) -> None:
    write(path, {"表": [["单位", "申领数"], ["金寨县", 7]]})
    bomb = "<!DOCTYPE x [<!ENTITY a0 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
    )
    patch(path, SHEET, "<worksheet", f"{bomb}]><worksheet")
    patch(path, SHEET, "<v>7</v>", "<v>&a11;</v>")
    (said,) = Book(path).said
    assert said.message.startswith("工作表坏了，读不出来")


def test_a_damaged_sheet_spares_the_others(path: Path) -> None:
    write(path, {"甲": [["单位", "申领数"], ["金寨县", 7]], "乙": [["单位", "时长"], ["金寨县", 8]]})
    patch(path, SHEET, "</sheetData>", "")
    book = Book(path)
    assert book.cells() == [("乙!B2", "金寨县", "时长", "8")]
    assert [(one.code, str(one.place)) for one in book.said] == [("F001", "台账.xlsx!甲")]


def test_ten_thousand_rows_and_many_empty_ones(path: Path) -> None:
    rows = [["金寨县", "月报问题", 1, f"A{n}"] for n in range(10_000)]
    write(path, {"表": [["单位", "事项", "数量", "编号"], *rows]})
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(10_002, 60_000))
    patch(path, SHEET, "</sheetData>", f"{empty}</sheetData>")
    intake = read_facts([path], SCHEMA)
    assert (intake.accepted, intake.refused) == (10_000, 0)


def test_a_strict_workbook_is_refused_with_help(path: Path) -> None:
    write(path, {"表": [["单位", "申领数"], ["金寨县", 7]]})
    usual = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    patch(path, "xl/workbook.xml", usual, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    (said,) = Book(path).said
    assert said.message == "工作簿里没有可读的工作表，可能是“严格 Open XML”格式"


def test_empty_workbooks(path: Path) -> None:
    assert outcome(read(path, {"表": []})) == "工作簿里没有可读的内容"


def test_the_old_format() -> None:
    """Written by LibreOffice: merged headings and units, a hidden row and sheet, formats, results, an error."""
    book = Book(Path(__file__).parents[1] / "files" / "旧台账.xls")
    assert book.cells() == [
        ("数据!B4", "金寨县", "申领数", "385"),
        ("数据!C4", "金寨县", "时长", "3.85"),
        ("数据!D4", "金寨县", "满意度", "92.5%"),
        ("数据!E4", "金寨县", "制度", "TRUE"),
        ("数据!B5", "霍山县", "申领数", "0.1"),
        ("数据!C5", "霍山县", "时长", "36小时"),
        ("数据!D5", "霍山县", "满意度", "90%"),
        ("数据!E5", "霍山县", "制度", "√"),
        ("台账!C2", "金寨县", "月报问题", "1"),
        ("台账!C3", "金寨县", "月报问题", "2"),
        ("台账!C4", "霍山县", "月报问题", "1"),
    ]
    assert [fact.day for fact in book.facts[-3:]] == ["2021-03-05", "2021-03-06 14:30", "2021/3/7"]
    assert [(str(one.place), one.severity) for one in book.said] == [
        ("旧台账.xls!台账", "warning"),
        ("旧台账.xls!旧", "note"),
        ("旧台账.xls!数据 第6行", "note"),
        ("旧台账.xls!数据 第7行", "note"),
        ("旧台账.xls!台账!C5", "error"),
    ]


@pytest.mark.parametrize("cut", [100, 512, 600, 2048, 5000, 8000])
def test_damaged_files_of_the_old_format(path: Path, cut: int) -> None:
    raw = (Path(__file__).parents[1] / "files" / "旧台账.xls").read_bytes()
    path.write_bytes(raw[:cut])
    assert next(one.code for one in Book(path).said) == "F001"


def test_a_summary_beside_the_rows_is_told_to_count_twice(path: Path) -> None:
    sheets: dict[str, Cells] = {
        "汇总": [["县区", "月报问题"], ["金寨县", 2], ["霍山县", 1]],
        "明细": [["单位", "事项", "日期"], *(["金寨县", "月报问题", date(2021, 3, day)] for day in (5, 6))],
    }
    intake = read_facts([write(path, sheets)], SCHEMA)
    assert (intake.accepted, intake.refused) == (4, 0)
    assert [(d.severity, str(d.place), d.message) for d in intake.diagnostics if "合计" in d.help] == [
        (
            "warning",
            "台账.xlsx!汇总!B2",
            "金寨县的“月报问题”这里写了次数，台账.xlsx!明细!B2 等处又逐条列出，都已计入",
        )
    ]


def test_a_row_merged_with_the_one_above_but_for_a_remark_is_refused(path: Path) -> None:
    def merge(book: Workbook) -> None:
        for ref in ("A2:A3", "B2:B3"):
            book["表"].merge_cells(ref)

    write(path, {"表": [["单位", "事项", "说明"], ["金寨县", "月报问题", "三月"], ["", "", "四月"]]}, merge)
    book = Book(path)
    assert book.cells() == [("表!B2", "金寨县", "月报问题", "")]
    assert book.messages() == [
        ("表!C3", "error", "这一行只有「四月」，其余与上一行合并：可以是同一件事，也可以是又一件")
    ]


RULES = """办法  甲办法
期间  2021-01-01 至 2021-12-31
单位  金寨县、霍山县
一级指标  甲（10分）
  1．未按时报送月报{月报问题}的，每次扣2分，最高扣6分；
  2．完成率{完成数 / 任务数}达到100%，得4分，否则不得分。
"""


def test_evidence_points_to_cells(tmp_path: Path) -> None:
    rule = tmp_path / "甲.rubric"
    rule.write_text(RULES, encoding="utf-8")
    sheets: dict[str, Cells] = {
        "扣分事项": [["单位", "事项", "日期", "说明"], ["金寨县", "月报问题", date(2021, 3, 5), "三月"]],
        "数据": [["县区", "完成数", "任务数"], ["金寨县", 38, 40], ["霍山县", 40, 40]],
    }
    facts = write(tmp_path / "台账.xlsx", sheets)
    run = CliRunner().invoke(cli, ["explain", str(rule), "--facts", str(facts), "--unit", "金寨县"])
    assert run.exit_code == 0, run.output
    assert "2021-03-05，「月报问题」为1次（台账.xlsx!扣分事项!B2：三月）。" in run.output
    assert "（台账.xlsx!数据!B2）" in run.output
    assert "（台账.xlsx!数据!C2）" in run.output


def test_a_corrected_copy_beside_the_first_file_is_told_apart(tmp_path: Path) -> None:
    """People keep both: what says the same counts once, what differs is refused with both cells."""
    first: dict[str, Cells] = {"数据": [["单位", "申领数", "时长"], ["金寨县", 3, 5]]}
    second: dict[str, Cells] = {"数据": [["单位", "申领数", "时长"], ["金寨县", 3, 6]]}
    paths = [write(tmp_path / "台账.xlsx", first), write(tmp_path / "台账（改）.xlsx", second)]
    intake = read_facts(paths, SCHEMA)
    assert (intake.accepted, intake.refused, intake.repeated) == (1, 2, 1)
    one, other = [d for d in intake.diagnostics if d.severity == "error"]
    assert (str(one.place), str(other.place)) == ("台账.xlsx!数据!C2", "台账（改）.xlsx!数据!C2")
    assert other.message == "金寨县的“时长”这里写 6，台账.xlsx!数据!C2 写 5，分不清哪个对，都没有计入"


def test_a_row_of_nothing_but_errors_is_no_row_of_a_header(tmp_path: Path) -> None:
    """Its one word stood in a merged cell and belongs above it: nothing was left to look below."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    bad = "#N/A"
    for row in (
        [bad, "单位", "单位", bad, bad],
        [bad, bad, "单位", bad, bad],
        [bad, bad, "单位", "单位", bad],
        [bad, bad, bad, bad, "单位"],
        [bad, "单位", bad, "单位", bad],
    ):
        sheet.append(row)
    sheet.merge_cells("E1:E4")
    book.save(tmp_path / "乱.xlsx")
    assert all(isinstance(item, Diagnostic) for item in read_file(tmp_path / "乱.xlsx", Names(SCHEMA)))
