from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import rubric_of
from kaoping.diagnostics import Place
from kaoping.facts.names import Names
from kaoping.facts.raw import RawFact
from kaoping.facts.shapes import Shapes
from kaoping.facts.stream import read_lines
from kaoping.plan import schema_of

RUBRIC = rubric_of(
    "每篇省级稿件{稿件[级别 = 省级]}得2分；每篇市级稿件{稿件[级别 = 市级]}得1分。最多得6分。", "6"
)
ROLES = {"单位": "unit", "事项": "name", "数量": "quantity", "编号": "id"}
PLACE = Place("甲.jsonl", 1)


def shapes(*lines: str) -> Shapes:
    known = Shapes(ROLES.get, lambda key: key if key == "级别" else None)
    for line in lines:
        known.learn(line)
    return known


def test_a_line_of_a_known_shape_is_read() -> None:
    known = shapes('{"编号": "A", "单位":"甲县","级别" : "省级", "数量": 1}')
    fact = known.read('{"编号":"B", "单位": "乙县", "级别": "市级","数量":2.50 }\r\n', PLACE)
    assert fact == RawFact(PLACE, unit="乙县", quantity="2.50", id="B", fields={"级别": "市级"})


@pytest.mark.parametrize(
    "line",
    [
        '{"编号": "B", "单位": "乙县"}',  # a key less
        '{"单位": "乙县", "编号": "B", "数量": 1}',  # another order
        '{"编号": "B", "单位": "乙县", "数量": "1"}',  # a text in place of a number
        '{"编号": "B", "单位": "乙\\n县", "数量": 1}',
        '{"编号": "B", "单位": " 乙县", "数量": 1}',
        '{"编号": "B", "单位": "乙县", "数量": 01}',
        '{"编号": "B", "单位": "乙县", "数量": 1e5}',
        '{"编号": "B", "单位": "乙县", "数量": 1} x',
        '{"编号": "B", "单位": "乙县", "数量": true}',
    ],
)
def test_any_other_line_is_left_to_the_careful_reader(line: str) -> None:
    assert shapes('{"编号": "A", "单位": "甲县", "数量": 1}').read(line, PLACE) is None


@pytest.mark.parametrize(
    "line",
    [
        '{"编号": "A", "编号": "B"}',
        '{"编号": "A", "别的": "B"}',
        '{"编号": "A", "字段": {"级别": "省级"}}',
        '{"编号": "A"',
        "[]",
        "{}",
        "",
    ],
)
def test_what_needs_care_teaches_nothing(line: str) -> None:
    assert shapes(line).read(line, PLACE) is None


KEYS = st.sampled_from(["编号", "单位", "事项", "数量", "日期", "级别", "说明", "id", "unit", "备用"])
VALUES = st.one_of(
    st.sampled_from(["甲县", "稿件", "省级", "", " 甲", "1", "a\\b", 'a"b', "\u00a0", "\x1f"]),
    st.integers(-5, 10**20),
    st.decimals(-5, 5, places=3).map(lambda number: float(number)),
    st.booleans(),
    st.none(),
)


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=5), max_size=6), st.booleans())
def test_shapes_change_nothing(objects: list[dict[str, object]], spaced: bool) -> None:
    separators = (", ", ": ") if spaced else (",", ":")
    lines = [json.dumps(one, ensure_ascii=False, separators=separators).encode() for one in objects]
    names = Names(schema_of(RUBRIC))
    together = [item for item in read_lines(lines * 2, "甲.jsonl", names) if isinstance(item, RawFact)]
    apart = [
        item._replace(place=Place("甲.jsonl", number))
        for number, line in enumerate(lines * 2, 1)
        for item in read_lines([line], "甲.jsonl", names)
        if isinstance(item, RawFact)
    ]
    assert together == apart
