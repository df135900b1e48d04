from __future__ import annotations

from datetime import date
from decimal import Context, Decimal

import pytest

from kaoping.language import link
from kaoping.language.link import (
    Binary,
    Call,
    Comparison,
    Day,
    Expression,
    Link,
    LinkError,
    Number,
    Source,
    parse,
    parse_expression,
    say,
)
from kaoping.language.reading import Quantity

D = Decimal
A, B, C = Source("甲"), Source("乙"), Source("丙")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("月报问题", Source("月报问题")),
        ("应报 - 实报", Binary("-", Source("应报"), Source("实报"))),
        ("甲＋乙×丙", Binary("+", A, Binary("*", B, C))),
        ("甲 - 乙 - 丙", Binary("-", Binary("-", A, B), C)),
        ("（甲－乙）÷丙", Binary("/", Binary("-", A, B), C)),
        ("-甲", Binary("-", Number(D(0)), A)),
        ("甲 * 80%", Binary("*", A, Number(D("0.8")))),
        ("稿件[级别 = 市级]", Source("稿件", (link.Test("级别", "=", "市级"),))),
        (
            "稿件［级别≠市级，字数>=500］.字数",
            Source("稿件", (link.Test("级别", "≠", "市级"), link.Test("字数", "≥", D(500))), "字数"),
        ),
        (
            "平均(申诉[提交时间 ≥ 2021-02-01].处理时长)",
            Call("平均", (Source("申诉", (link.Test("提交时间", "≥", date(2021, 2, 1)),), "处理时长"),)),
        ),
        ("相差天数(办结, 2021年12月31日)", Call("相差天数", (Source("办结"), Day(date(2021, 12, 31))))),
        ("甲 ≤ 乙", Comparison("≤", A, B)),
        ("县（区）人口数", Source("县（区）人口数")),
    ],
)
def test_expressions(text: str, expression: Expression) -> None:
    assert parse_expression(text) == expression


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("运营情况：良好、中、差", Link(Source("运营情况"), choices=("良好", "中", "差"))),
        ("满意度，以95%为基数", Link(Source("满意度"), base=Quantity(number=D(95), unit="%"))),
        ("以385个为基数", Link(base=Quantity(number=D(385), unit="个"))),
        ("甲，按比例", Link(A, partial="proportional")),
        ("不足一步按一步计", Link(partial="up")),
        ("甲，由低到高", Link(A, ascending=True)),
        ("稿件，按标题去重，取级别最高", Link(Source("稿件"), once_by="标题", once_best="级别")),
    ],
)
def test_options(text: str, found: Link) -> None:
    assert parse(text) == found


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "没有写完"),
        ("甲 +", 2, "没有写完"),
        ("甲 乙", 2, "这里不该是「乙」"),
        ("甲 ？乙", 2, "读不懂「？乙」"),
        ("平均(甲", 3, "没有写完"),
        ("甲[级别]", 4, "这里不该是「]」"),
        ("稿件[日期 ≥ 2021-02-30]", 8, "没有「2021-02-30」这一天"),
        ("甲" * 2001, 0, "链接太长（超过 2000 字）"),
        ("-" * 1500 + "甲", 0, "算式太长或太深，请用「定义」拆成几个"),
        ("9" * 300, 0, "数字太长"),
    ],
)
def test_what_is_wrong_and_where(text: str, offset: int, message: str) -> None:
    with pytest.raises(LinkError) as caught:
        parse(text)
    assert (str(caught.value), caught.value.offset) == (message, offset)


def test_brackets_may_nest() -> None:
    assert parse_expression("(" * 900 + "甲" + ")" * 900) == A


def test_where_only_an_expression_may_stand() -> None:
    with pytest.raises(LinkError, match="这里只能写算式"):
        parse_expression("甲，按比例")


def test_percentages_keep_every_digit() -> None:
    nines = "79." + "9" * 60
    assert parse_expression(f"{nines}%") == Number(D(nines).scaleb(-2, Context(prec=99)))


@pytest.mark.parametrize(
    "text",
    [
        "甲 - (乙 - 丙)",
        "甲 - 乙 - 丙",
        "甲 / (乙 / 丙)",
        "(甲 + 乙) × 丙",
        "甲 × 乙 / 丙",
        "0 - 甲",
        "平均(申诉[提交时间 ≥ 2021-02-01，级别 = 市级].处理时长)",
        "(甲 ≥ 乙) + 1",
        "相差工作日(甲, 2021-12-31)",
    ],
)
def test_expressions_are_said_back(text: str) -> None:
    expression = parse_expression(text)
    assert say(expression) == text
    assert parse_expression(say(expression)) == expression


def test_rows_can_be_scored_one_by_one() -> None:
    rows = parse("指标[性质 = 定性].评定，逐项，以分值为满分")
    assert rows.expression == Source("指标", (link.Test("性质", "=", "定性"),), "评定")
    assert (rows.each, rows.mark) == (True, "分值")
    assert parse("逐项考核表") == Link(Source("逐项考核表"))
