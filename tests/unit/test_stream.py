"""JSON lines: exact numbers, two spellings of the keys, and lines that are refused one by one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import date

import pytest

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.names import Names
from kaoping.facts.raw import RawFact
from kaoping.facts.schema import FactSpec, FieldSpec, Schema
from kaoping.facts.stream import read_lines

NAMES = Names(
    Schema(
        units=("金寨县",),
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        facts=(
            FactSpec(
                name="月报问题",
                kind="event",
                type="number",
                fields=(FieldSpec(name="类型", type="text"), FieldSpec(name="时长", type="number")),
            ),
        ),
    )
)


def read(*lines: str | bytes) -> list[RawFact | Diagnostic]:
    raw = [line.encode() if isinstance(line, str) else line for line in lines]
    return list(read_lines(raw, "流", NAMES))


def test_chinese_and_english_keys_say_the_same() -> None:
    chinese = {
        "单位": "金寨县",
        "事项": "月报问题",
        "数量": 2,
        "日期": "2021-03-05",
        "编号": "A1",
        "说明": "迟",
        "操作": "更正",
        "字段": {"类型": "漏报"},
    }
    english = {
        "unit": "金寨县",
        "name": "月报问题",
        "quantity": 2,
        "date": "2021-03-05",
        "id": "A1",
        "note": "迟",
        "op": "更正",
        "类型": "漏报",
    }
    expected = RawFact(
        Place("流", 1), "金寨县", "月报问题", "", "2", "2021-03-05", "A1", "更正", "迟", {"类型": "漏报"}
    )
    assert read(json.dumps(chinese)) == [expected]
    assert read(json.dumps(english)) == [expected]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("62209.10", "62209.10"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("1e-05", "0.00001"),
        ("2.5E+3", "2500"),
        ("1e999999999", "1e999999999"),
        ("true", "true"),
        ("null", ""),
        ('" 3 "', "3"),
    ],
)
def test_values_keep_every_digit(number: str, text: str) -> None:
    (fact,) = read(f'{{"value": {number}}}')
    assert isinstance(fact, RawFact)
    assert fact.value == text


REFUSED = {
    b"{bad": "第 2 个字符处不是 JSON",
    b'{"\xe6\x95\xb0\xe9\x87\x8f": 2': "到行尾还没有写完，缺右括号 }",
    b'{"\xe6\x95\xb0\xe9\x87\x8f": {"a": 2}': "到行尾还没有写完，缺右括号 }",
    b'{"a": ': "到行尾还没有写完",
    b"[1]": "不是一个对象",
    b"3": "不是一个对象",
    b'{"value": NaN}': "「NaN」不是数",
    b'{"value": [1]}': "「value」要写成文字、数或是否",
    b'{"value": {"a": "b"}}': "「value」要写成文字、数或是否",
    '{"字段": {"类型": [1]}}'.encode(): "「字段」要写成文字、数或是否",
    '{"单位": "a", "unit": "b"}'.encode(): "「单位」给出了两次（中文和英文的键只写一个）",
    b'{"unit": "a", "unit": "b"}': "「unit」给出了两次",
    '{"类型": "a", "字段": {"类型": "b"}}'.encode(): "「类型」给出了两次",
    b'{"unit": "\\ud800"}': "含有不完整的字符",
    b"[" * 100_000: "括号套得太深",
    "{}".encode("utf-16"): "不是 UTF-8 编码",
}


@pytest.mark.parametrize(("line", "reason"), REFUSED.items(), ids=REFUSED.values())
def test_a_bad_line_is_refused_and_the_rest_goes_on(line: bytes, reason: str) -> None:
    first, refusal, last = read('{"unit": "金寨县"}', line, '{"unit": "金寨县"}')
    assert isinstance(first, RawFact)
    assert isinstance(last, RawFact)
    assert isinstance(refusal, Diagnostic)
    assert (refusal.code, refusal.severity, refusal.place) == ("F012", "error", Place("流", 2))
    assert refusal.message == f"这一行读不出来：{reason}"


def test_blank_lines_count_but_say_nothing_and_a_mark_at_the_start_is_no_text() -> None:
    items = read("\ufeff{}\r\n", "\n", "  \n", "{}")
    assert items == [RawFact(Place("流", 1), fields={}), RawFact(Place("流", 4), fields={})]


def test_keys_that_nothing_is_made_of_are_noted_once() -> None:
    items = read('{"经办": "张", "字段": {"类型": "漏报"}}', '{"经办": "李"}')
    notes = [item for item in items if isinstance(item, Diagnostic)]
    assert [(note.code, note.severity, note.message) for note in notes] == [
        ("F002", "note", "没有用到的键：「经办」")
    ]
    assert len(items) == 3


def test_a_stream_is_read_as_it_comes() -> None:
    def endless() -> Iterator[bytes]:
        for number in itertools.count():
            yield b'{"id": "%d"}\n' % number

    items = read_lines(endless(), "流", NAMES)
    assert [item.id for item in itertools.islice(items, 3) if isinstance(item, RawFact)] == ["0", "1", "2"]
