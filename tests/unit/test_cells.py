"""What a cell means, and which cells are refused because they could mean two things."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from kaoping.facts.cells import Unreadable, read_cell, read_quantity
from kaoping.facts.schema import ValueType

READ: list[tuple[str, ValueType, str, object]] = [
    ("1200", "number", "", "1200"),
    ("1,200", "number", "", "1200"),
    ("１，２００．５０", "number", "", "1200.50"),
    ("-3", "number", "", "-3"),
    ("1.2万", "number", "", "12000"),
    ("3亿", "number", "", "300000000"),
    ("十二", "number", "", "12"),
    ("385个", "number", "个", "385"),
    ("385 个", "number", "个", "385"),
    ("1.2万人", "number", "人", "12000"),
    ("120万元", "number", "万元", "120"),
    ("120万元", "number", "元", "1200000"),
    ("￥1,200", "number", "元", "1200"),
    ("3\u200b8\u202c5", "number", "", "385"),
    ("85%", "percent", "", "0.85"),
    ("８５％", "percent", "", "0.85"),
    ("0.85", "percent", "", "0.85"),
    ("百分之八十五", "percent", "", "0.85"),
    ("79.99999999999999999999999999999999%", "percent", "", "0.7999999999999999999999999999999999"),
    ("0", "percent", "", "0"),
    ("120%", "percent", "", "1.2"),
]


@pytest.mark.parametrize(("text", "type_", "unit", "value"), READ)
def test_figures(text: str, type_: ValueType, unit: str, value: str) -> None:
    assert read_cell(text, type_, unit) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["是", "有", "对", "√", "Y", "yes", "TRUE", "达到", "符合", "已", " 是 ", "✔\ufe0f"]
)
def test_yes(text: str) -> None:
    assert read_cell(text, "yesno") is True


@pytest.mark.parametrize("text", ["否", "无", "错", "×", "n", "false", "未达到", "不符合", "未"])
def test_no(text: str) -> None:
    assert read_cell(text, "yesno") is False


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-05",
        "2021/3/5",
        "2021.3.5",
        "2021年3月5日",
        "２０２１年３月５日",
        "20210305",
        "2021年3月5",
        "2021年3月5号",
    ],
)
def test_days(text: str) -> None:
    assert read_cell(text, "date") == date(2021, 3, 5)
    assert not isinstance(read_cell(text, "date"), datetime)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("2021-03-05 14:30", 0),
        ("2021-3-5 14：30：09", 9),
        ("2021年3月5日14时30分", 0),
        ("2021年3月5日 14:30:09", 9),
        ("2021-03-05T14:30:09+08:00", 9),
    ],
)
def test_moments(text: str, second: int) -> None:
    assert read_cell(text, "date") == datetime(2021, 3, 5, 14, 30, second)


def test_choices_are_compared_without_width_and_space() -> None:
    assert read_cell(" 一等奖（省） ", "choice", choices=("一等奖(省)", "二等奖(省)")) == "一等奖(省)"


def test_text_stays_as_it_is() -> None:
    assert read_cell(" 关于（Ａ）的函 ", "text") == "关于（Ａ）的函"


REFUSED: list[tuple[str, ValueType, str, str]] = [
    ("85", "percent", "「85」可以是 85%，也可以是 8500%", "请写 85% 或 0.85"),
    ("1", "percent", "「1」可以是 1%，也可以是 100%", "请写 1% 或 100%"),
    ("1", "yesno", "「1」可以是“是”，也可以是数量 1", "请写 是 或 否"),
    ("0", "yesno", "「0」可以是“否”，也可以是数量 0", "请写 是 或 否"),
    ("大概", "yesno", "「大概」不是“是”或“否”", "请写 是 或 否"),
    (
        "5/3/2021",
        "date",
        "「5/3/2021」可以是 2021-03-05，也可以是 2021-05-03",
        "请把年写在前面，例如 2021-03-05",
    ),
    ("25/3/2021", "date", "「25/3/2021」的年写在了最后", "请写成 2021-03-25"),
    ("21-3-5", "date", "「21-3-5」可以是 2021-03-05，也可以是 2005-03-21", "请写四位的年，例如 2021-03-05"),
    ("21年3月5日", "date", "「21年3月5日」的年只有两位", "请写成 2021-03-05"),
    ("202103", "date", "「202103」可以是年月日，也可以是年月", "请写成 2021-03-05 的样子"),
    ("—", "date", "「—」不是日期", "没有日期就清空这一格"),
    ("-", "number", "「-」可以是 0，也可以是没有数据", "是 0 就写 0，没有数据就清空这一格"),
    ("／", "percent", "「／」可以是 0，也可以是没有数据", "是 0 就写 0，没有数据就清空这一格"),
    ("－", "yesno", "「－」可以是“否”，也可以是没有数据", "是“否”就写 否，没有数据就清空这一格"),
    ("x", "yesno", "「x」可以是 ×（否），也可以是打了勾（是）", "请写 是 或 否"),
    ("√", "number", "「√」可以是 1，也可以是“是”，没有说多少", "请写数"),
    ("无", "number", "「无」可以是 0，也可以是没有数据", "是 0 就写 0，没有数据就清空这一格"),
    ("无", "percent", "「无」可以是 0，也可以是没有数据", "是 0 就写 0，没有数据就清空这一格"),
    ("（5）", "number", "「（5）」可以是 5，也可以是负数 -5", "请写 5 或 -5"),
    ("1/2", "number", "「1/2」可以是 1÷2，也可以是日期", "请写成小数或整数"),
    ("1 200", "number", "「1 200」可以是 1200，也可以是 2 个数", "请写一个数，中间不要空格"),
    ("1,20", "number", "「1,20」可以是 120，也可以是 1.20", "请写 120 或 1.20"),
    (
        "1,20,3.5",
        "number",
        "「1,20,3.5」可以是 1203.5，也可以是几个数",
        "请写一个数；千分号每三位一个，也可以不写",
    ),
    ("￥120", "number", "「￥120」带着“元”，规则没有写明计量单位", "请换算后只写数"),
    ("2021-02-30", "date", "「2021-02-30」不是日期：2021 年 2 月没有 30 日", "请写成 2021-03-05 的样子"),
    ("2021-13-05", "date", "「2021-13-05」不是日期：没有 13 月", "请写成 2021-03-05 的样子"),
    ("3月5日", "date", "「3月5日」没有写年份", "请写成 2021-03-05 的样子"),
    ("2021年3月", "date", "「2021年3月」没有写到日", "请写成 2021-03-05 的样子"),
    ("2021-3/5", "date", "「2021-3/5」不是日期", "请写成 2021-03-05 的样子"),
    (
        "2021-03-05 25:00",
        "date",
        "「2021-03-05 25:00」里的时刻不存在",
        "时为 0-23，分、秒为 0-59，例如 2021-03-05 14:30",
    ),
    (
        "2021-03-05T14:30Z",
        "date",
        "「2021-03-05T14:30Z」不是北京时间",
        "请换算成北京时间，例如 2021-03-05 14:30",
    ),
    (
        "44260",
        "date",
        "「44260」像是电子表格的日期序号",
        "请把单元格设为日期格式后再导出，或者写成 2021-03-05 的样子",
    ),
    (
        "1.2E+05",
        "number",
        "「1.2E+05」是科学计数法，可能已经丢了位数",
        "请把单元格设为数值或文本格式，写出全部数字",
    ),
    (
        "#DIV/0!",
        "number",
        "「#DIV/0!」是电子表格的出错或显示不全的标记，不是内容",
        "请在原表里改正后再导出",
    ),
    ("#####", "date", "「#####」是电子表格的出错或显示不全的标记，不是内容", "请在原表里改正后再导出"),
    ("#N/A", "text", "「#N/A」是电子表格的出错或显示不全的标记，不是内容", "请在原表里改正后再导出"),
    (
        "2021-03-05",
        "number",
        "「2021-03-05」是日期，不是数",
        "请核对是不是填错了列，或者格子的格式被改成了日期",
    ),
    ("约100", "number", "「约100」不是一个数", "请只写数，例如 1200 或 1.2万"),
    ("12台", "number", "「12台」带着“台”，规则没有写明计量单位", "请换算后只写数"),
    ("3²", "number", "「3²」里有上标、带圈或分数的数字", "请用普通的数字写"),
    ("良", "percent", "「良」不是百分比", "请写 85% 或 0.85 的样子"),
]


@pytest.mark.parametrize(("text", "type_", "message", "help_"), REFUSED)
def test_refusals_name_the_text_the_reason_and_the_remedy(
    text: str, type_: ValueType, message: str, help_: str
) -> None:
    assert read_cell(text, type_) == Unreadable(message, help_)


def test_a_magnitude_that_the_unit_has_too_is_ambiguous() -> None:
    assert read_cell("120万", "number", "万元") == Unreadable(
        "「120万」可以是 120 万元，也可以是 120万 个“万元”", "请写 120 或 120万元"
    )


def test_another_unit_is_not_converted() -> None:
    assert read_cell("90分钟", "number", "小时") == Unreadable(
        "「90分钟」带着“分钟”，规则以“小时”计", "请换算后只写数（小时）"
    )


def test_an_unknown_choice_lists_what_is_allowed() -> None:
    assert read_cell("第2档", "choice", choices=("优秀", "良好")) == Unreadable(
        "「第2档」不在可选的值之内", "可选：优秀、良好"
    )
    assert read_cell("②", "choice", choices=("一等奖", "二等奖")) == Unreadable(
        "「②」不在可选的值之内", "可选：一等奖、二等奖"
    )


def test_a_heading_in_percent_settles_a_bare_figure_but_not_a_ratio() -> None:
    assert read_cell("92.5", "percent", in_percent=True) == Decimal("0.925")
    assert read_cell("92.5%", "percent", in_percent=True) == Decimal("0.925")
    assert read_cell("0.9", "percent", in_percent=True) == Unreadable(
        "「0.9」可以是 0.9%，也可以是 90%（表头注明了 %）", "请写 0.9% 或 90%"
    )


def test_quantities_are_whole_and_not_negative() -> None:
    assert read_quantity("2次") == Decimal(2)
    assert read_quantity("2.0") == Decimal(2)
    assert read_quantity("-1") == Unreadable(
        "「-1」是负数", "请写 0 或正整数；撤回一条记录用「操作」列写 撤回"
    )
    assert read_quantity("1.5") == Unreadable("「1.5」不是整数", "数量是发生的次数，请写整数")
    assert isinstance(read_quantity("三次半"), Unreadable)


@pytest.mark.parametrize("text", ["两三次", "三五次", "三四", "三两", "一二万"])
def test_about_so_many_is_not_read_digit_by_digit(text: str) -> None:
    assert read_quantity(text) == Unreadable(
        f"「{text}」可以是约数，说不准是多少", "请核实后写一个确切的数，用阿拉伯数字"
    )


def test_a_percentage_in_words_may_be_vague_too() -> None:
    assert read_cell("百分之九十八", "percent") == Decimal("0.98")
    assert isinstance(read_cell("百分之八九", "percent"), Unreadable)
    assert read_quantity("一百二十三次") == Decimal(123)


def test_long_texts_are_shortened_in_messages() -> None:
    refusal = read_cell("很" * 100, "number")
    assert isinstance(refusal, Unreadable)
    assert refusal.message == f"「{'很' * 40}…」不是一个数"
