"""For any table: nothing raises, every row is accounted for, and no order of files or rows matters."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kaoping.diagnostics import Diagnostic, Place
from kaoping.exact import text as plain
from kaoping.facts.cells import Unreadable, read_cell
from kaoping.facts.fact import Change, Fact
from kaoping.facts.intake import Intake, take_all
from kaoping.facts.names import Names
from kaoping.facts.raw import RawFact
from kaoping.facts.rows import Row, Sheet
from kaoping.facts.schema import FactSpec, FieldSpec, Schema, ValueType
from kaoping.facts.stream import read_lines
from kaoping.facts.tables import read_table

SCHEMA = Schema(
    units=("金寨县", "霍山县"),
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    facts=(
        FactSpec(name="月报问题", kind="event", type="number", fields=(FieldSpec(name="类型", type="text"),)),
        FactSpec(name="申领数", kind="value", type="number"),
        FactSpec(name="满意度", kind="value", type="percent"),
    ),
)
NAMES = Names(SCHEMA)
TYPES: tuple[ValueType, ...] = ("number", "percent", "yesno", "choice", "date", "text")

words = st.sampled_from(
    [
        "单位",
        "金寨县",
        "金寨",
        "霍山县",
        "事项",
        "月报问题",
        "申领数",
        "满意度（%）",
        "值",
        "数量",
        "日期",
        "编号",
        "A1",
        "A2",
        "操作",
        "更正",
        "撤回",
        "说明",
        "类型",
        "漏报",
        "合计",
        "1",
        "0",
        "-1",
        "1.5",
        "1,200",
        "85%",
        "85",
        "0.85",
        "2021-03-05",
        "2022-03-05",
        "#N/A",
        "名称",
    ]
)
cells = st.one_of(words, st.just(""), st.text(max_size=6))
tables = st.lists(st.lists(cells, min_size=1, max_size=7), max_size=8)


@st.composite
def rows(draw: st.DrawFn) -> RawFact:
    """A row without operation or place; numbers are few, so that they are used twice."""
    name = draw(st.sampled_from(["月报问题", "申领数", "满意度"]))
    day = date(2021, 1, 1) + timedelta(days=draw(st.integers(-3, 20)))
    return RawFact(
        Place("?"),
        draw(st.sampled_from(["金寨县", "霍山县", "舒城县"])),
        name,
        value="" if name == "月报问题" else draw(st.sampled_from(["0.1", "0.2", "0.20"])),
        quantity=draw(st.sampled_from(["", "0", "1", "2"])) if name == "月报问题" else "",
        day=draw(st.sampled_from(["", day.isoformat()])),
        id=draw(st.sampled_from(["", "A1", "A2", "A3", "A4"])),
        fields={"类型": draw(st.sampled_from(["漏报", "迟报"]))},
    )


def placed(batch: list[RawFact], files: int) -> list[RawFact]:
    """The rows dealt out to files; each gets its row number."""
    return [row._replace(place=Place(f"{n % files}.csv", n // files + 2)) for n, row in enumerate(batch)]


def outcome(intake: Intake) -> list[tuple[Fact | None, Fact | None]]:
    """The changes, but for the ids and the order of events that have no number: these are their places."""

    def bare(fact: Fact | None) -> Fact | None:
        return replace(fact, id="#") if fact is not None and ".csv#" in fact.id else fact

    pairs = [(bare(one.new), bare(one.old)) for one in intake.changes]
    return sorted(
        pairs, key=lambda pair: (pair[0] is None, pair[1] is not None, repr_key(pair[0] or pair[1]))
    )


def repr_key(fact: Fact | None) -> str:
    assert fact is not None
    return repr(
        (
            fact.day,
            fact.id,
            fact.unit,
            fact.name,
            plain(Decimal(str(fact.value))),
            sorted(fact.fields.items()),
        )
    )


@given(st.data(), st.lists(rows(), max_size=12))
def test_neither_files_nor_rows_have_an_order(data: st.DataObject, batch: list[RawFact]) -> None:
    operated = [
        row._replace(operation=data.draw(st.sampled_from(["", "", "撤回"])) if row.id else "")
        for row in batch
    ]
    shuffled = data.draw(st.permutations(operated))
    first = take_all(placed(operated, 1), SCHEMA)
    second = take_all(placed(shuffled, data.draw(st.integers(1, 3))), SCHEMA)
    assert outcome(first) == outcome(second)
    assert (first.accepted, first.refused, first.repeated) == (
        second.accepted,
        second.refused,
        second.repeated,
    )


@given(st.lists(rows(), max_size=10), st.integers(1, 3))
def test_numbered_rows_that_are_repeated_change_nothing(batch: list[RawFact], files: int) -> None:
    numbered = [row for row in batch if row.id]
    once, twice = take_all(placed(numbered, 1), SCHEMA), take_all(placed(numbered * 2, files), SCHEMA)
    assert once.changes == twice.changes


@given(st.lists(rows(), max_size=12))
def test_changes_come_by_day_then_by_id(batch: list[RawFact]) -> None:
    facts = [change.new for change in take_all(placed(batch, 2), SCHEMA).changes]
    keys = [(fact.day or date(2021, 1, 1), fact.id) for fact in facts if fact is not None]
    assert keys == sorted(keys)
    assert len(keys) == len(facts)


@given(st.lists(rows(), max_size=12))
def test_every_row_is_taken_refused_or_repeated_and_each_refusal_says_where(batch: list[RawFact]) -> None:
    intake = take_all(placed(batch, 2), SCHEMA)
    assert intake.accepted + intake.refused + intake.repeated == len(batch)
    refused = {one.place.row for one in intake.diagnostics if one.severity == "error" and one.place}
    assert bool(refused) == bool(intake.refused)
    assert all(one.message and one.place for one in intake.diagnostics)


@given(st.lists(st.tuples(rows(), st.sampled_from(["", "更正", "撤回"])), max_size=15))
def test_changes_lead_from_what_stood_to_what_stands(batch: list[tuple[RawFact, str]]) -> None:
    """What an engine holds after all changes: each id once, one value a unit and name, no event of 0 times."""
    operated = [row._replace(operation=operation) for row, operation in batch]
    standing: dict[str, Fact] = {}
    for change in take_all(placed(operated, 2), SCHEMA).changes:
        apply(standing, change)
    values = Counter((fact.unit, fact.name) for fact in standing.values() if fact.name != "月报问题")
    assert all(count == 1 for count in values.values())
    assert all(fact.value for fact in standing.values() if fact.name == "月报问题")


def apply(standing: dict[str, Fact], change: Change) -> None:
    assert change.new is not None or change.old is not None
    if change.old is not None:
        assert standing.pop(change.old.id) == change.old
    if change.new is not None:
        assert change.new.id not in standing
        standing[change.new.id] = change.new


@given(tables)
def test_any_table_is_read_without_an_exception(content: list[list[str]]) -> None:
    kept = [Row(n, tuple(cell.strip() for cell in row)) for n, row in enumerate(content, 1)]
    sheet = Sheet("表.csv", tuple(row for row in kept if any(row.cells)))
    items = list(read_table(sheet, NAMES))
    intake = take_all(items, SCHEMA)
    raws = [item for item in items if isinstance(item, RawFact)]
    errors = [item for item in items if isinstance(item, Diagnostic) and item.severity == "error"]
    assert intake.accepted + intake.refused + intake.repeated == len(raws) + len(errors)


@given(st.lists(st.binary(max_size=40)))
def test_any_line_is_read_or_refused(lines: list[bytes]) -> None:
    for item in read_lines(lines, "流", NAMES):
        assert isinstance(item, RawFact) or item.place is not None


@given(
    st.one_of(st.text(), st.from_regex(r"[+-]?[0-9,.]{0,9}[%万亿eE年月/-]?[0-9:T日 ]{0,9}")),
    st.sampled_from(TYPES),
)
def test_any_text_is_a_value_or_unreadable(text: str, type_: ValueType) -> None:
    value = read_cell(text, type_, "万元", ("优秀", "良好"))
    if isinstance(value, Unreadable):
        assert value.message.startswith("「")
        assert value.help


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_numbers_are_read_back_exactly(number: Decimal) -> None:
    assert read_cell(plain(number), "number") == number
    assert read_cell(f"{plain(number)}%", "percent") == number / 100
    assert read_cell(f"{number:,f}", "number") == number
