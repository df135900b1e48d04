"""A filled-in template is read back as it is; what is filled in wrongly is told cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from casework import rubric_of
from filling import EXAMPLE, add, cell, column, put, read, standing, template_of, told

RUBRIC = rubric_of(EXAMPLE)
Change = Callable[[Workbook], object]


def filled() -> Workbook:
    """A template with something in every sheet and nothing wrong."""
    book = template_of(RUBRIC)
    for unit, figures in {
        "甲县": ("是", "良好", 1200, 5, 0.952, date(2021, 11, 30), 2),
        "乙县": ("否", "差", 900, 4.5, 1, date(2022, 1, 2), 0),
    }.items():
        headings = [
            "1.1 设立了目标的",
            "建设情况",
            "办件数",
            "人口（万人）",
            "满意度（%）",
            "办结日期",
            "3.5 材料不完整的",
        ]
        for heading, value in zip(headings, figures, strict=True):
            put(book, "数据", unit, heading, value)
    add(book, "事项", 单位="甲县", 事项="月报问题", 日期=date(2021, 3, 5), 说明="三月")
    add(book, "事项", 单位="乙县", 事项="1.3 缺席会议", 数量=2, 编号="007")
    add(
        book,
        "稿件",
        单位="甲县",
        日期=date(2021, 5, 6),
        级别="省级",
        标题="好消息",
        刊登日期=date(2021, 5, 7),
    )
    add(book, "申诉", 单位="乙县", 提交时间=datetime(2021, 5, 6, 8, 0), 办结时间=datetime(2021, 5, 6, 20, 30))
    add(book, "更正", 单位="乙县", 事项="办件数", 值=950, 操作="更正", 说明="漏报")
    return book


def test_reads_back_without_edits(tmp_path: Path) -> None:
    intake = read(filled(), RUBRIC, tmp_path)
    assert told(intake) == []
    facts = {f"{fact.unit} {fact.name}": fact for fact in standing(intake).values()}
    assert {name: str(fact.value) for name, fact in facts.items()} == {
        "甲县 1.1": "True",
        "甲县 建设情况": "良好",
        "甲县 办件数": "1200",
        "甲县 人口": "5",
        "甲县 满意度": "0.952",
        "甲县 办结日期": "2021-11-30",
        "甲县 3.5": "2",
        "乙县 1.1": "False",
        "乙县 建设情况": "差",
        "乙县 办件数": "950",
        "乙县 人口": "4.5",
        "乙县 满意度": "1",
        "乙县 办结日期": "2022-01-02",
        "乙县 3.5": "0",
        "甲县 月报问题": "1",
        "乙县 1.3": "2",
        "甲县 稿件": "1",
        "乙县 申诉": "1",
    }
    assert facts["甲县 月报问题"].day == date(2021, 3, 5)
    assert facts["甲县 月报问题"].note == "三月"
    assert facts["乙县 1.3"].id == "007"
    assert dict(facts["甲县 稿件"].fields) == {"级别": "省级", "标题": "好消息", "刊登日期": date(2021, 5, 7)}
    assert facts["乙县 申诉"].fields["办结时间"] == datetime(2021, 5, 6, 20, 30)
    assert str(facts["甲县 办件数"].place) == "表.xlsx!数据!D5"


def test_unfilled_there_is_nothing(tmp_path: Path) -> None:
    intake = read(template_of(RUBRIC), RUBRIC, tmp_path)
    assert (intake.changes, intake.accepted, intake.refused) == ([], 0, 0)
    assert told(intake) == ["表.xlsx!数据 note F009 有 14 格是空的，按没有给出处理"]


def move_column(book: Workbook) -> None:
    """人口 behind 办结日期: a spreadsheet moves the formats of the cells along."""
    for row in book["数据"].iter_rows(min_row=2):
        cells = [(one.value, one.number_format) for one in row]
        for one, (value, shown) in zip(row, [*cells[:4], *cells[5:7], cells[4], *cells[7:]], strict=True):
            one.value, one.number_format = value, shown


def rename(sheet: str, old: str, new: str) -> Change:
    def change(book: Workbook) -> None:
        book[sheet].cell(2, column(book[sheet], old)).value = new

    return change


def set_cell(sheet: str, label: str, heading: str, value: object) -> Change:
    return lambda book: put(book, sheet, label, heading, value)


def drop_column(book: Workbook) -> None:
    book["数据"].delete_cols(column(book["数据"], "人口（万人）"))


def own_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("本局备忘")
    sheet.append(["五月以前", "要找统计局要数"])
    sheet.append(["联系人", "王某"])


def title_sheet(name: str, new: str) -> Change:
    def change(book: Workbook) -> None:
        book[name].title = new

    return change


@pytest.mark.parametrize(
    "change",
    [
        move_column,
        lambda book: book["数据"].insert_rows(1),
        lambda book: book["数据"].insert_cols(1),
        title_sheet("数据", "各县数据"),
        title_sheet("事项", "问题台账"),
        title_sheet("说明", "填表前先看"),
        lambda book: book.move_sheet("更正", -3),
        lambda book: book["事项"].insert_rows(4, 3),
        lambda book: book.remove(book["条款一览"]),
        lambda book: add(book, "事项", 单位="※ 以下是下半年的"),
    ],
    ids=[
        "列移动",
        "表头上插一行",
        "前面插一列",
        "数据改表名",
        "事项改表名",
        "说明改表名",
        "表换位置",
        "插空行",
        "删条款一览",
        "加备注行",
    ],
)
def test_what_may_be_changed(change: Change, tmp_path: Path) -> None:
    book = filled()
    before = {
        id_: fact.value for id_, fact in standing(read(book, RUBRIC, tmp_path)).items() if "#" not in id_
    }
    change(book)
    intake = read(book, RUBRIC, tmp_path)
    assert told(intake) == []
    assert {id_: fact.value for id_, fact in standing(intake).items() if "#" not in id_} == before
    assert intake.accepted == 19


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        pytest.param(
            set_cell("数据", "甲县", "办件数", "约1200件"),
            ["表.xlsx!数据!D5 error F005 “办件数”的值「约1200件」不是一个数"],
            id="数里写字",
        ),
        pytest.param(
            lambda book: put(book, "数据", "甲县", "满意度（%）", "满意"),
            ["表.xlsx!数据!F5 error F005 “满意度”的值「满意」不是百分比"],
            id="百分比里写字",
        ),
        pytest.param(
            set_cell("数据", "甲县", "1.1 设立了目标的", "基本设立"),
            ["表.xlsx!数据!B5 error F005 “1.1”的值「基本设立」不是“是”或“否”"],
            id="列表以外（是否）",
        ),
        pytest.param(
            set_cell("数据", "甲县", "建设情况", "较好"),
            ["表.xlsx!数据!C5 error F005 “建设情况”的值「较好」不在可选的值之内"],
            id="列表以外（选项）",
        ),
        pytest.param(
            lambda book: setattr(cell(book, "数据", "甲县", "单位"), "value", "甲市"),
            ["表.xlsx!数据!A5 error F003 单位「甲市」不在名单内"],
            id="单位改名",
        ),
        pytest.param(
            rename("数据", "办件数", "受理件数"),
            [
                "表.xlsx warning F004 模板里的“办件数”列不见了，用到它的第3.1条列为待评",
                "表.xlsx!数据!D2 error F004 「受理件数」列不是模板里的列，没有读入",
                "表.xlsx!更正!B4 error F008 乙县还没有“办件数”的值，不能更正",
            ],
            id="数据改表头",
        ),
        pytest.param(
            rename("事项", "数量", "多少回"),
            ["表.xlsx!事项!D2 error F004 「多少回」列不是模板里的列，没有读入"],
            id="事项改表头",
        ),
        pytest.param(
            rename("稿件", "级别", "哪一级"),
            [
                "表.xlsx!稿件!C2 error F004 「哪一级」列不是模板里的列，没有读入",
                "表.xlsx!稿件 第5行「级别」 warning F009 “稿件”没有写“级别”，第2.1条没有计入这样的记录",
            ],
            id="字段改表头",
        ),
        pytest.param(
            drop_column,
            ["表.xlsx warning F004 模板里的“人口”列不见了，用到它的第3.1条列为待评"],
            id="删去一列",
        ),
        pytest.param(
            lambda book: add(book, "事项", 单位="甲县", 日期=date(2021, 6, 1)),
            ["表.xlsx!事项!B6 error F009 「事项」是空的"],
            id="事项没有选",
        ),
        pytest.param(
            lambda book: add(book, "事项", 事项="月报问题", 数量=1),
            ["表.xlsx!事项!A6 error F009 「单位」是空的"],
            id="没有写单位",
        ),
        pytest.param(
            lambda book: add(book, "稿件", 单位="甲县"),
            ["表.xlsx!稿件!A6 error F009 这一行只写了单位，可以是发生了一次“稿件”，也可以是没有发生"],
            id="只写了单位",
        ),
        pytest.param(
            lambda book: add(book, "稿件", 单位="甲县", 标题="再报"),
            [
                "表.xlsx!稿件!C6 warning F009 “稿件”没有写“级别”，第2.1条没有计入这一条",
                "表.xlsx!稿件!E6 warning F009 “稿件”没有写“刊登日期”",
            ],
            id="缺字段",
        ),
        pytest.param(
            lambda book: add(book, "事项", 说明="问过了，没有"),
            ["表.xlsx!事项!E6 error F009 这一行只写了「问过了，没有」，要填的格都是空的，没有读入"],
            id="只写了说明",
        ),
        pytest.param(
            lambda book: add(book, "事项", 单位="甲县", 事项="漏报"),
            ["表.xlsx!事项!B6 error F004 没有「漏报」这个事项或指标"],
            id="列表以外（事项）",
        ),
        pytest.param(
            lambda book: add(book, "事项", 单位="甲县", 事项="月报问题", 日期=date(2020, 12, 31)),
            ["表.xlsx!事项!C6 error F006 日期「2020-12-31」不在评价期间（2021-01-01 至 2021-12-31）之内"],
            id="期间之外",
        ),
        pytest.param(
            lambda book: add(book, "更正", 单位="甲县", 事项="办件数", 值=500),
            ["表.xlsx!更正!D5 error F009 「操作」是空的"],
            id="更正没有写操作",
        ),
        pytest.param(
            lambda book: add(book, "更正", 单位="甲县", 事项="月报问题", 值=3, 操作="更正"),
            ["表.xlsx!更正 第5行「编号」 error F009 更正“月报问题”没有写编号，不知道更正哪一条"],
            id="更正事项",
        ),
        pytest.param(
            title_sheet("稿件", "媒体报道"),
            [
                "表.xlsx!媒体报道 第2行 error F002 表头「单位、日期、级别、标题、刊登日期、数量、说明、编号、操作」里没有「事项」列，也没有以事项为名的列"
            ],
            id="事件改表名",
        ),
        pytest.param(
            own_sheet,
            ["表.xlsx!本局备忘 note F014 工作表里没有事实的表头，没有读入"],
            id="自己的备忘",
        ),
    ],
)
def test_filled_in_wrongly(change: Change, messages: list[str], tmp_path: Path) -> None:
    book = filled()
    change(book)
    assert sorted(told(read(book, RUBRIC, tmp_path))) == sorted(messages)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (EXAMPLE, ""),
        (EXAMPLE.replace("扣0.5分", "扣1分"), "模板是按旧版规则文件生成的，规则文件后来改过"),
        (EXAMPLE.replace("办法  甲办法", "办法  乙办法"), "模板是为“甲办法”生成的，现在按“乙办法”计分"),
    ],
)
def test_template_of_another_rule_file(rules: str, message: str, tmp_path: Path) -> None:
    intake = read(filled(), rubric_of(rules), tmp_path)
    assert told(intake) == ([f"表.xlsx warning F015 {message}"] if message else [])


def test_a_unit_twice(tmp_path: Path) -> None:
    """Nobody knows which row is meant: the second one is refused as a whole, not mixed with the first."""
    book = filled()
    cell(book, "数据", "乙县", "单位").value = "甲县"
    intake = read(book, RUBRIC, tmp_path)
    assert told(intake) == [
        "表.xlsx!数据!A6 error F007 「甲县」在第 5 行已经写过，这一行没有读入",
        "表.xlsx!更正!B4 error F008 乙县还没有“办件数”的值，不能更正",
    ]
    assert {
        str(fact.place)[:-1][-1:] for fact in standing(intake).values() if fact.id.startswith("甲县/")
    } == set("BCDEFGH")


def test_an_empty_row_of_a_unit_that_comes_again_is_nothing(tmp_path: Path) -> None:
    book = filled()
    book["数据"].append(["甲县"])
    assert told(read(book, RUBRIC, tmp_path)) == ["表.xlsx!数据 note F009 有 7 格是空的，按没有给出处理"]


@pytest.mark.parametrize(("sheet", "name"), [("稿件", "媒体报道"), ("申诉", "群众申诉")])
def test_a_renamed_sheet_of_events_is_told_its_name(sheet: str, name: str, tmp_path: Path) -> None:
    book = filled()
    book[sheet].title = name
    (error,) = [one for one in read(book, RUBRIC, tmp_path).diagnostics if one.severity == "error"]
    assert error.help.startswith(
        f"如果这张表记的都是“{sheet}”，请把表名改为“{sheet}”；不然，请加一列「事项」"
    )


def test_a_renamed_sheet_that_was_not_used_does_no_harm(tmp_path: Path) -> None:
    book = template_of(RUBRIC)
    book["稿件"].title = "媒体报道"
    put(book, "数据", "甲县", "1.1 设立了目标的", "是")
    assert [one for one in told(read(book, RUBRIC, tmp_path)) if " note " not in one] == []


def test_where_events_are_corrected(tmp_path: Path) -> None:
    book = filled()
    add(book, "更正", 单位="甲县", 事项="月报问题", 操作="撤回")
    (refusal,) = read(book, RUBRIC, tmp_path).diagnostics
    assert refusal.help.startswith("事项不在这里更正：请在记事项的表里写一行")


def test_empty_cells_are_told_once_and_last(tmp_path: Path) -> None:
    book = filled()
    for heading in ("办件数", "建设情况"):
        put(book, "数据", "甲县", heading, None)
    put(book, "数据", "乙县", "人口（万人）", "许多")
    *_, note = read(book, RUBRIC, tmp_path).diagnostics
    assert (str(note.place), note.message) == ("表.xlsx!数据", "有 2 格是空的，按没有给出处理")
    assert note.help == "数和次数确实是 0 的请写 0；是否、选项、日期能定的请填上"
