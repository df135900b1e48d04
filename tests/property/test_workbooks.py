"""For any table: written as CSV in UTF-8 or GBK, or as a workbook, it holds the same facts; no bytes raise."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kaoping.diagnostics import Diagnostic, Place
from kaoping.exact import text as plain
from kaoping.facts.cells import Unreadable
from kaoping.facts.fact import Fact
from kaoping.facts.formats import shape_of, shown
from kaoping.facts.grid import Grid, Line, error_value
from kaoping.facts.names import Names
from kaoping.facts.raw import RawFact
from kaoping.facts.read import read_facts
from kaoping.facts.rows import Sheet, column_letter
from kaoping.facts.schema import FactSpec, FieldSpec, Schema
from kaoping.facts.sheets import read_sheets
from kaoping.facts.workbook import read_workbook

SCHEMA = Schema(
    units=("金寨县", "霍山县"),
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    facts=(
        FactSpec(name="月报问题", kind="event", type="number", fields=(FieldSpec(name="类型", type="text"),)),
        FactSpec(name="申领数", kind="value", type="number", unit="人"),
        FactSpec(name="满意度", kind="value", type="percent"),
        FactSpec(name="制度", kind="value", type="yesno"),
    ),
)
HEADINGS = ("单位", "事项", "值", "数量", "日期", "类型", "说明", "满意度（%）", "申领数", "备注", "")
WORDS = (
    "金寨县",
    "霍山县",
    "月报问题",
    "申领数",
    "满意度",
    "制度",
    "合计",
    "是",
    "√",
    "无",
    "-",
    "85%",
    "1,200",
    "注：略",
)
cells = st.one_of(
    st.sampled_from(WORDS),
    st.just(""),
    st.integers(-5, 2000).map(str),
    st.decimals(0, 200, places=2).map(str),
    st.dates(date(2020, 12, 1), date(2022, 1, 31)).map(str),
    st.text("六安市数据 漏报,\"'：（1）", max_size=6),
)
# One empty column more than headings: where text files and workbooks differ on purpose, nothing stands.
headers = st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    header = draw(headers)
    rows = draw(st.lists(st.lists(cells, min_size=len(header), max_size=len(header)), max_size=6))
    # The title keeps the few letters of a short table from reading as UTF-8 and as GBK alike.
    return [
        ["2021年台账"],
        header,
        *([cell if head else "" for cell, head in zip(row, header, strict=True)] for row in rows),
    ]


def outcome(path: Path) -> tuple[list[tuple[object, ...]], list[tuple[str, str, str]]]:
    """The facts and what is said of faults, without the places."""
    intake = read_facts([path], SCHEMA)
    facts = []
    for change in intake.changes:
        fact = change.new
        assert isinstance(fact, Fact)
        facts.append((fact.unit, fact.name, fact.value, fact.day, tuple(fact.fields.items()), fact.note))
    said = sorted((d.severity, d.code, d.help) for d in intake.diagnostics if d.severity != "note")
    return sorted(facts, key=str), said


@given(tables())
def test_a_table_says_the_same_in_every_kind_of_file(table: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table:
        sheet.append([cell or None for cell in row])
    with tempfile.TemporaryDirectory() as folder:
        utf8, gbk, xlsx = (Path(folder) / name for name in ("表.csv", "国标.csv", "表.xlsx"))
        utf8.write_bytes(text.getvalue().encode())
        gbk.write_bytes(text.getvalue().encode("gbk"))
        book.save(xlsx)
        assert outcome(utf8) == outcome(gbk)
        assert outcome(utf8) == outcome(xlsx)


HEADERS = (
    ("单位", "事项", "数量", "日期", "类型"),
    ("序号", "县区", "申领数", "满意度（%）", "制度"),
    ("指标", "金寨县", "霍山县", "说明", ""),
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Any cells with any merges: overlapping, empty, beyond the cells."""
    grid = Grid()
    title = Line(1)
    for index, heading in enumerate(draw(st.sampled_from(HEADERS))):
        title.put(index, heading)
    grid.add(title)
    for number in range(2, draw(st.integers(3, 9))):
        line = Line(number)
        for index in range(5):
            text = draw(st.one_of(st.sampled_from((*HEADINGS, *WORDS)), cells))
            if draw(st.booleans()):
                line.put(index, text)
            elif draw(st.integers(0, 9)) == 0:
                line.put(index, error_value("#N/A"))
        grid.add(line, draw(st.booleans()))
    ends = st.tuples(st.integers(1, 8), st.integers(0, 3), st.integers(0, 6), st.integers(0, 3))
    grid.merges = [
        (row, row + down, left, left + right) for row, down, left, right in draw(st.lists(ends, max_size=4))
    ]
    return grid


@given(st.lists(grids(), min_size=1, max_size=2))
def test_any_grid_is_read_and_every_fact_and_fault_stands_where_it_is_said_to(drawn: list[Grid]) -> None:
    found = [item for n, grid in enumerate(drawn) for item in grid.finish(Place("甲.xlsx", sheet=f"表{n}"))]
    sheets = {sheet.name: sheet for sheet in found if isinstance(sheet, Sheet)}
    for item in read_sheets(sheets.values(), Names(SCHEMA)):
        place = item.place
        assert place is not None
        if not isinstance(item, RawFact):
            continue
        row = next(row for row in sheets[place.sheet].rows if row.number == place.row)
        if not place.letter:  # a merged heading has taken the column that would name the fact
            assert not item.name
            continue
        assert row.cell(_column(place.letter)) == next(
            filter(None, (item.quantity, item.value, item.name)), item.unit
        )


def _column(letter: str) -> int:
    return next(index for index in range(100) if column_letter(index) == letter)


def _sample() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单位", "申领数", "满意度"])
    sheet.append(["金寨县", 3, "=1/2"])
    sheet.merge_cells("A2:A3")
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


SAMPLE = _sample()


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.binary(max_size=3)), max_size=4),
    st.integers(0, 4000),
)
def test_damaged_workbooks_are_refused_or_read(changes: list[tuple[int, bytes]], lost: int) -> None:
    raw = bytearray(SAMPLE)
    for at, piece in changes:
        raw[at : at + len(piece)] = piece
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "坏.xlsx"
        path.write_bytes(raw[: len(raw) - lost])
        found = read_workbook(path, path.name)
    assert found
    assert all(isinstance(item, (Sheet, Diagnostic)) for item in found)


@given(
    st.decimals(-(10**9), 10**9, places=5),
    st.text('0#?.,%"\\[]_*@;:ymdhs年月日人 -¥E+/!aG', max_size=12),
)
def test_any_number_in_any_format_is_a_text_or_unreadable(number: Decimal, code: str) -> None:
    text = shown(plain(number), shape_of(code))
    assert text.message if isinstance(text, Unreadable) else text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_typed_number_of_15_digits_comes_back_as_typed(number: float) -> None:
    """What was typed in 15 digits and stored as a binary fraction in 17."""
    typed = Decimal(f"{number:.14e}")
    text = shown(f"{number:.17g}", shape_of("General"))
    assert isinstance(text, str)
    assert Decimal(text) == typed
