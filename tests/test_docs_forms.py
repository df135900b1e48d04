"""The tables of docs/author/facts.md say what each way of writing means; each row is tried here.

A row names the type, the texts in backquotes, and what they are read as: a value, or 不收： and the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping import exact
from kaoping.evidence import value_text
from kaoping.facts.cells import Unreadable, read_cell, read_quantity
from kaoping.facts.formats import shape_of, shown
from kaoping.facts.schema import ValueType

PAGE = Path(__file__).parents[1] / "docs" / "author" / "facts.md"
TYPES: dict[str, ValueType] = {
    "数": "number",
    "百分比": "percent",
    "是否": "yesno",
    "日期": "date",
    "选择": "choice",
    "文字": "text",
}


def rows(heads: str) -> Iterator[tuple[str, ...]]:
    """The rows of all tables with these headings."""
    inside = False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        inside = line.startswith("|") and (inside or line == heads)
        if inside and line != heads and not line.startswith("| ---"):
            yield cells


FORMS = [
    (type_, text, meaning)
    for type_, texts, meaning in rows("| 要填 | 写法 | 读作 |")
    for text in re.findall("`([^`]*)`", texts)
]
FORMATS = [
    (stored.strip("`"), code.strip("`"), meaning)
    for stored, code, meaning in rows("| 存的数 | 单元格格式 | 读作 |")
]


def told(value: object, percent: bool = False) -> str:
    if isinstance(value, Unreadable):
        return f"不收：{value.message}"
    if percent:
        assert isinstance(value, Decimal)
        return exact.percent(value)
    return value_text(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("type_", "text", "meaning"), FORMS)
def test_forms(type_: str, text: str, meaning: str) -> None:
    if type_ == "次数":
        assert told(read_quantity(text)) == meaning
        return
    kind = re.match("数|百分比|是否|日期|选择|文字", type_)
    assert kind
    unit = re.search("（(.*)）", type_)
    choices = tuple(type_.partition("：")[2].split("、"))
    value = read_cell(text, TYPES[kind[0]], unit[1] if unit else "", choices, "列名写着 %" in type_)
    assert told(value, kind[0] == "百分比") == meaning


@pytest.mark.parametrize(("stored", "code", "meaning"), FORMATS)
def test_formats(stored: str, code: str, meaning: str) -> None:
    assert told(shown(stored, shape_of(code))) == meaning


def test_the_page_has_its_tables() -> None:
    assert len(FORMS) > 90
    assert len(FORMATS) > 10
