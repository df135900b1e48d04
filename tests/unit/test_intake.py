"""The desk: which facts stand, which are counted once, which are refused and why."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.diagnostics import Place
from kaoping.facts.fact import Change, Fact
from kaoping.facts.intake import Desk, Intake
from kaoping.facts.raw import RawFact
from kaoping.facts.read import read_facts
from kaoping.facts.schema import FactSpec, FieldSpec, Schema

SCHEMA = Schema(
    lacking={("月报问题", "类型"): "第2.1条没有计入这一条"},
    units=("金寨县", "霍山县"),
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    facts=(
        FactSpec(name="缺席", kind="event", type="number"),
        FactSpec(
            name="月报问题",
            kind="event",
            type="number",
            unit="次",
            fields=(FieldSpec(name="类型", type="choice", choices=("漏报", "迟报")),),
        ),
        FactSpec(name="申领数", kind="value", type="number", unit="人"),
        FactSpec(name="满意度", kind="value", type="percent"),
    ),
)
HEAD = "单位,事项,值,日期,编号,操作,类型,说明\n"


def intake(folder: Path, *tables: str) -> Intake:
    """The outcome of files 1.csv, 2.csv … with these rows."""
    paths = []
    for number, rows in enumerate(tables, 1):
        path = folder / f"{number}.csv"
        path.write_text(HEAD + rows, encoding="utf-8")
        paths.append(path)
    return read_facts(paths, SCHEMA)


def changes(result: Intake) -> list[str]:
    """What changes, in short: id, unit, name, value; "old → new" for corrections."""

    def short(fact: Fact | None) -> str:
        return f"{Path(fact.id).name} {fact.unit} {fact.name} {fact.value}" if fact else "-"

    return [
        short(one.new) if one.old is None else f"{short(one.old)} → {short(one.new)}"
        for one in result.changes
    ]


def said(result: Intake) -> list[tuple[str, str]]:
    """Code and place of every diagnostic."""
    return [(one.code, Path(str(one.place)).name) for one in result.diagnostics]


def test_facts_carry_unit_name_value_day_fields_note_and_place(tmp_path: Path) -> None:
    result = intake(tmp_path, "金寨县,月报问题,2次,2021年3月5日,A1,,漏报,迟了两天\n")
    place = Place("1.csv", 2)
    expected = Fact(
        "A1", "金寨县", "月报问题", Decimal(2), date(2021, 3, 5), {"类型": "漏报"}, "迟了两天", place
    )
    assert result == Intake(changes=[Change(expected)], diagnostics=[], accepted=1)
    assert result.changes[0].new is not None
    assert result.changes[0].new.place == place


def test_ids_are_made_where_none_is_given(tmp_path: Path) -> None:
    result = intake(tmp_path, "金寨县,申领数,3,,,,,\n金寨县,缺席,,2021-03-05,,,,\n")
    assert changes(result) == ["申领数 金寨县 申领数 3", "1.csv#000003 金寨县 缺席 1"]
    assert result.changes[0].new is not None
    assert result.changes[0].new.id == "金寨县/申领数"


def test_an_event_without_a_quantity_is_one_and_zero_is_none(tmp_path: Path) -> None:
    result = intake(tmp_path, "金寨县,缺席,,,A1,,,\n金寨县,缺席,0,,A2,,,\n")
    assert changes(result) == ["A1 金寨县 缺席 1"]
    assert (result.accepted, result.refused) == (2, 0)


def test_a_number_with_the_same_content_counts_once(tmp_path: Path) -> None:
    row = "金寨县,缺席,1,2021-03-05,A1,,,\n"
    result = intake(tmp_path, row + row, row.replace("2021-03-05", "2021/3/5"))
    assert changes(result) == ["A1 金寨县 缺席 1"]
    assert said(result) == [("F011", "1.csv 第3行「编号」"), ("F011", "2.csv 第2行「编号」")]
    assert (result.accepted, result.refused, result.repeated) == (1, 0, 2)


def test_a_number_with_other_content_is_refused(tmp_path: Path) -> None:
    result = intake(tmp_path, "金寨县,缺席,1,2021-03-05,A1,,,\n金寨县,缺席,2,2021-03-05,A1,,,\n")
    assert changes(result) == []
    assert [(one.code, one.severity, str(one.place), one.message) for one in result.diagnostics] == [
        (
            "F007",
            "error",
            f"1.csv 第{here[0]}行「编号」",
            f"编号「A1」在 1.csv 第{there[0]}行 也用了，内容不同（值：这里是 {here[1]}，那里是 {there[1]}），"
            "分不清哪条对，都没有计入",
        )
        for here, there in (((2, 1), (3, 2)), ((3, 2), (2, 1)))
    ]
    assert result.diagnostics[0].help == (
        "如果其中一条是更正，请在它的「操作」列写 更正；不是同一件事，请另编一个号"
    )


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_files_that_contradict_each_other_none_is_taken(tmp_path: Path, swapped: bool) -> None:
    tables = ("金寨县,满意度,91%,,,,,\n", "金寨县,满意度,0.89,,,,,\n金寨县,缺席,1,,A1,,,\n")
    result = intake(tmp_path, *(reversed(tables) if swapped else tables))
    assert changes(result) == ["A1 金寨县 缺席 1"]
    low, high = ("1.csv", "2.csv") if swapped else ("2.csv", "1.csv")
    assert sorted((str(one.place), one.message) for one in result.diagnostics) == sorted(
        [
            (
                f"{low} 第2行「值」",
                f"金寨县的“满意度”这里写 89%，{high} 第2行 写 91%，分不清哪个对，都没有计入",
            ),
            (
                f"{high} 第2行「值」",
                f"金寨县的“满意度”这里写 91%，{low} 第2行 写 89%，分不清哪个对，都没有计入",
            ),
        ]
    )
    assert result.refused == 2


def test_a_correction_or_withdrawal_of_what_is_contested_is_refused(tmp_path: Path) -> None:
    rows = "金寨县,申领数,3,,,,,\n金寨县,申领数,1.2万,,,,,\n金寨县,申领数,5,,,更正,,\n"
    rows += "霍山县,缺席,1,,A1,,,\n霍山县,缺席,2,,A1,,,\n,,,,A1,撤回,,\n"
    result = intake(tmp_path, rows)
    assert changes(result) == []
    assert [one.code for one in result.diagnostics] == ["F007", "F007", "F008", "F007", "F007", "F008"]
    assert "这里写 3，1.csv 第3行 写 1.2万" in result.diagnostics[0].message
    assert result.diagnostics[2].message == (
        "要更正的「金寨县/申领数」在 1.csv 第2行 等处有不同的内容，不知道更正哪一条"
    )


def test_one_of_two_values_may_be_the_correction(tmp_path: Path) -> None:
    result = intake(tmp_path, "金寨县,申领数,3,,,更正,,\n", "金寨县,申领数,4,,,,,\n")
    assert changes(result)[-1].endswith("→ 申领数 金寨县 申领数 3")
    assert result.diagnostics == []


def test_in_a_stream_the_first_value_stands() -> None:
    desk = Desk(SCHEMA)
    first, second = (
        desk.take(RawFact(Place("流", row), "金寨县", "满意度", value=value))
        for row, value in ((1, "91%"), (2, "89%"))
    )
    assert first.change is not None
    assert second.change is None
    assert second.diagnostics[0].message == "金寨县的“满意度”已由 流 第1行 给出 91%，这里又写 89%"


def test_a_correction_replaces_and_a_withdrawal_takes_back(tmp_path: Path) -> None:
    result = intake(
        tmp_path,
        "金寨县,缺席,3,2021-03-05,A1,更正,,\n,,,,A2,撤回,,\n",
        "金寨县,缺席,1,2021-03-05,A1,,,\n霍山县,缺席,1,2021-02-05,A2,,,\n",
    )
    assert changes(result) == [
        "A2 霍山县 缺席 1",
        "A1 金寨县 缺席 1",
        "A1 金寨县 缺席 1 → A1 金寨县 缺席 3",
        "A2 霍山县 缺席 1 → -",
    ]
    assert result.diagnostics == []


def test_a_value_without_a_number_is_corrected_and_withdrawn_by_unit_and_name(tmp_path: Path) -> None:
    result = intake(
        tmp_path,
        "金寨县,申领数,3,,,,,\n金寨县,申领数,4,,,更正,,\n霍山县,申领数,5,,B1,,,\n霍山县,申领数,,,,撤回,,\n",
    )
    assert changes(result)[2:] == [
        "申领数 金寨县 申领数 3 → 申领数 金寨县 申领数 4",
        "B1 霍山县 申领数 5 → -",
    ]
    assert result.diagnostics == []


def test_a_unit_has_one_value(tmp_path: Path) -> None:
    result = intake(
        tmp_path,
        "金寨县,申领数,3,,,,,\n金寨县,申领数,3.0,,,,,\n金寨县,申领数,4,,,,,\n"
        "霍山县,申领数,5,,B1,,,\n霍山县,申领数,6,,B2,,,\n",
    )
    assert changes(result) == []
    assert said(result) == [("F007", f"1.csv 第{row}行「值」") for row in range(2, 7)]
    again = intake(
        tmp_path,
        "金寨县,申领数,3,,,,,\n金寨县,申领数,3.0,,,,,\n霍山县,申领数,5,,B1,,,\n霍山县,申领数,5,,,,,\n",
    )
    assert changes(again) == ["B1 霍山县 申领数 5", "申领数 金寨县 申领数 3"]
    assert said(again) == [("F011", "1.csv 第3行「值」"), ("F011", "1.csv 第5行「值」")]


@pytest.mark.parametrize(("one", "other"), [(",B1", ",B2"), ("2021-03-05,", "2021-06-05,")])
def test_rows_of_a_figure_with_numbers_or_days_of_their_own_are_not_swallowed(
    tmp_path: Path, one: str, other: str
) -> None:
    rows = f"金寨县,申领数,1,{one},,,\n金寨县,申领数,1,{other},,,\n"
    result = intake(tmp_path, rows)
    assert (changes(result), result.refused) == ([], 2)
    assert said(result) == [("F007", f"1.csv 第{row}行「值」") for row in (2, 3)]
    assert result.diagnostics[0].message == (
        "金寨县的“申领数”只要一个数，这里和 1.csv 第3行 等2行各有编号或日期，分不清是几件事，还是一个数写了几遍，都没有计入"
    )
    assert result.diagnostics[0].help == (
        "如果是一件件的事，请在规则里声明成事件（事实  申领数：事件（人）），或写 次数(申领数)；如果是一个数，请只留一行"
    )
    assert (
        intake(tmp_path, "金寨县,满意度,90%,2021-03-05,,,,\n金寨县,满意度,90%,2021-06-05,,,,\n").refused == 0
    )


def test_in_a_stream_another_row_of_a_figure_is_refused() -> None:
    desk = Desk(SCHEMA)

    def take(day: str, id_: str) -> list[tuple[str, str]]:
        found = desk.take(RawFact(Place("流", 1), "金寨县", "申领数", "1", day=day, id=id_)).diagnostics
        return [(one.code, one.severity) for one in found]

    assert take("2021-03-05", "") == []
    assert take("2021-03-05", "") == [("F011", "note")]
    assert take("2021-06-05", "") == [("F007", "error")]
    assert take("2021-06-05", "B1") == [("F007", "error")]


def test_a_contradiction_names_the_column_that_the_table_has(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("单位,事项,次数,编号\n金寨县,申领数,1,B1\n金寨县,申领数,2,B2\n", encoding="utf-8")
    result = read_facts([path], SCHEMA)
    assert said(result) == [("F007", f"表.csv 第{row}行「次数」") for row in (2, 3)]
    assert result.diagnostics[0].help.endswith("声明成事件（事实  申领数：事件（人）），或写 次数(申领数)")


def test_a_correction_to_zero_takes_back_and_one_from_zero_adds() -> None:
    desk = Desk(SCHEMA)

    def take(quantity: str, operation: str = "更正") -> Change | None:
        return desk.take(
            RawFact(Place("流", 1), "金寨县", "缺席", quantity=quantity, id="A1", operation=operation)
        ).change

    one = Fact("A1", "金寨县", "缺席", Decimal(1))
    assert take("0", "新增") is None
    assert take("1") == Change(one)
    assert take("0") == Change(None, one)


UNKNOWN = {
    "金寨县,缺席,1,,A2,更正,,": ("没有编号为「A2」的记录，不能更正", "请核对编号；原记录要先录入"),
    ",,,,记录-002,撤回,,": ("没有编号为「记录-002」的记录，不能撤回", "是不是“记录-001”？"),
    "金寨县,申领数,4,,,更正,,": ("金寨县还没有“申领数”的值，不能更正", "请核对单位和事项，或改为新增"),
    "霍山县,缺席,,,记录-001,撤回,,": (
        "编号「记录-001」是金寨县的“缺席”，不是霍山县“缺席”的记录",
        "请核对编号、单位和事项",
    ),
}


@pytest.mark.parametrize(("row", "expected"), UNKNOWN.items())
def test_what_is_not_there_cannot_be_corrected(tmp_path: Path, row: str, expected: tuple[str, str]) -> None:
    result = intake(tmp_path, f"金寨县,缺席,1,,记录-001,,,\n{row}\n")
    assert [(one.code, one.message, one.help) for one in result.diagnostics] == [("F008", *expected)]
    assert len(result.changes) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_withdrawal_for_another_unit_is_refused_before_and_after_the_right_one(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    withdrawals = ["金寨县,缺席,,,A1,撤回,,\n", "霍山县,缺席,,,A1,撤回,,\n"]
    result = intake(tmp_path, "金寨县,缺席,1,,A1,,,\n" + "".join(withdrawals[index] for index in order))
    assert (result.accepted, result.refused, result.repeated) == (2, 1, 0)
    assert changes(result)[-1] == "A1 金寨县 缺席 1 → -"


def test_events_are_corrected_and_withdrawn_by_number_only(tmp_path: Path) -> None:
    result = intake(tmp_path, "金寨县,缺席,1,,,更正,,\n金寨县,缺席,1,,,撤回,,\n")
    assert [(one.code, one.message) for one in result.diagnostics] == [
        ("F009", "更正“缺席”没有写编号，不知道更正哪一条"),
        ("F009", "撤回“缺席”没有写编号，不知道撤回哪一条"),
    ]


def test_corrections_in_one_file_follow_its_rows_and_in_two_files_nothing(tmp_path: Path) -> None:
    first = "金寨县,缺席,1,,A1,,,\n金寨县,缺席,5,,A1,更正,,\n金寨县,缺席,3,,A1,更正,,\n"
    assert changes(intake(tmp_path, first))[-1] == "A1 金寨县 缺席 5 → A1 金寨县 缺席 3"
    result = intake(tmp_path, first, "金寨县,缺席,4,,A1,更正,,\n")
    assert changes(result) == ["A1 金寨县 缺席 1"]
    assert [one.code for one in result.diagnostics] == ["F007"] * 3
    assert result.diagnostics[2].message == (
        "「A1」在 1.csv 第3行 有另一条不同的更正，分不清先后，都没有计入"
    )


def test_rows_that_are_the_same_without_numbers_all_count_with_a_warning(tmp_path: Path) -> None:
    row = "金寨县,缺席,1,2021-03-05,,,,\n"
    result = intake(tmp_path, row + row, row.replace("05", "06"))
    assert len(result.changes) == 3
    (warning,) = result.diagnostics
    assert (warning.code, warning.severity, result.refused) == ("F010", "warning", 0)
    assert str(warning.place).endswith("1.csv 第3行")
    assert warning.message == "这一行与 1.csv 第2行 完全相同，都没有编号；两行都已计入"


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(HEAD + "金寨县,缺席,1,2021-03-05,,,,\n金寨县,申领数,3,,,,,\n", encoding="utf-8")
    result = read_facts([path, path], SCHEMA)
    assert (len(result.changes), result.repeated, result.refused) == (2, 0, 0)


def test_a_copy_of_a_file_is_not_read_again(tmp_path: Path) -> None:
    rows = "金寨县,缺席,1,2021-03-05,,,,\n金寨县,申领数,3,,,,,\n"
    paths = [tmp_path / "表 - 副本.csv", tmp_path / "表.csv"]
    for path in paths:
        path.write_text(HEAD + rows, encoding="utf-8")
    result = read_facts(paths, SCHEMA)
    assert (len(result.changes), result.accepted) == (2, 2)
    (note,) = result.diagnostics
    assert (note.code, note.severity, str(note.place)) == ("F011", "note", "表 - 副本.csv")
    assert note.message == "与 表.csv 完全相同，只读那一份"


REFUSED = {
    "金寨,缺席,1,,,,,": ("F003", "「单位」", "单位「金寨」不在名单内", "是不是“金寨县”？"),
    "金寨县,月报问体,1,,,,,": ("F004", "「事项」", "没有「月报问体」这个事项或指标", "是不是“月报问题”？"),
    "金寨县,满意度,85,,,,,": (
        "F005",
        "「值」",
        "“满意度”的值「85」可以是 85%，也可以是 8500%",
        "请写 85% 或 0.85",
    ),
    "金寨县,缺席,-1,,,,,": (
        "F005",
        "「值」",
        "“缺席”的数量「-1」是负数",
        "请写 0 或正整数；撤回一条记录用「操作」列写 撤回",
    ),
    "金寨县,月报问题,1,,,,错报,": ("F005", "「类型」", "“类型”「错报」不在可选的值之内", "可选：漏报、迟报"),
    "金寨县,缺席,1,03/04/2021,,,,": (
        "F005",
        "「日期」",
        "「03/04/2021」可以是 2021-04-03，也可以是 2021-03-04",
        "请把年写在前面，例如 2021-03-05",
    ),
    "金寨县,缺席,1,2022-01-01,,,,": (
        "F006",
        "「日期」",
        "日期「2022-01-01」不在评价期间（2021-01-01 至 2021-12-31）之内",
        "请核对日期；不属于本期间的，请不要列入",
    ),
    "金寨县,缺席,1,,A1,取消,,": ("F005", "「操作」", "操作「取消」看不懂", "请写 新增、更正 或 撤回"),
    ",缺席,1,,,,,": ("F009", "「单位」", "「单位」是空的", "请补上，或删去这一行"),
    "金寨县,,1,,,,,": ("F009", "「事项」", "「事项」是空的", "请补上，或删去这一行"),
    "金寨县,申领数,,,,,,": ("F009", "「值」", "“申领数”的「值」是空的", "请补上，或删去这一行"),
}


@pytest.mark.parametrize(("row", "expected"), REFUSED.items())
def test_a_bad_row_is_refused_with_its_cell_and_the_rest_goes_on(
    tmp_path: Path, row: str, expected: tuple[str, str, str, str]
) -> None:
    result = intake(tmp_path, f"{row}\n霍山县,申领数,3,,,,,\n")
    code, column, message, help_ = expected
    (refusal,) = result.diagnostics
    assert (refusal.code, refusal.severity, refusal.message, refusal.help) == (code, "error", message, help_)
    assert str(refusal.place) == f"1.csv 第2行{column}"
    assert (len(result.changes), result.accepted, result.refused) == (1, 1, 1)


def test_all_faults_of_a_row_are_found_and_it_is_refused_once(tmp_path: Path) -> None:
    result = intake(tmp_path, "金寨,月报问题,1.5,2020-01-01,,,错报,\n")
    assert sorted(one.code for one in result.diagnostics) == ["F003", "F005", "F005", "F006"]
    assert result.refused == 1


def test_a_value_needs_no_day_and_without_units_any_name_is_one(tmp_path: Path) -> None:
    open_schema = SCHEMA.model_copy(update={"units": (), "start": None, "end": None})
    path = tmp_path / "表.csv"
    path.write_text(HEAD + "某 局,缺席,1,1999-01-01,A1,,,\n", encoding="utf-8")
    result = read_facts([path], open_schema)
    assert changes(result) == ["A1 某 局 缺席 1"]


def test_a_missing_value_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("单位,事项\n金寨县,申领数\n", encoding="utf-8")
    (refusal,) = read_facts([path], SCHEMA).diagnostics
    assert (refusal.code, refusal.message, refusal.help) == ("F009", "没有给出“申领数”的值", "请加一列「值」")


def test_value_and_quantity_that_differ_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("单位,事项,值,数量\n金寨县,缺席,2,3\n金寨县,申领数,5,5\n", encoding="utf-8")
    result = read_facts([path], SCHEMA)
    assert [(one.code, one.message) for one in result.diagnostics] == [
        ("F005", "「值」「2」与「数量」「3」不一致")
    ]
    assert len(result.changes) == 1


def test_a_field_that_rules_test_is_missed_once_a_file(tmp_path: Path) -> None:
    result = intake(tmp_path, "金寨县,月报问题,1,,A1,,,\n金寨县,月报问题,1,,A2,,,\n")
    assert [(one.code, one.severity, one.message) for one in result.diagnostics] == [
        ("F009", "warning", "“月报问题”没有写“类型”，第2.1条没有计入这样的记录")
    ]
    assert (result.accepted, result.refused) == (2, 0)


def test_an_unreadable_file_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    bad = tmp_path / "坏.csv"
    bad.write_bytes(b"\xff\xff,\xff\n")
    lines = tmp_path / "流.jsonl"
    lines.write_text('{"单位": "金寨县", "事项": "申领数", "值": 3}\n{bad\n', encoding="utf-8")
    result = read_facts([bad, lines, tmp_path / "无.jsonl"], SCHEMA)
    assert changes(result) == ["申领数 金寨县 申领数 3"]
    assert said(result) == [("F001", "坏.csv 第1行"), ("F001", "无.jsonl"), ("F012", "流.jsonl 第2行")]
    assert result.refused == 3


class TestStream:
    """One by one, in the order of arrival, as often as a queue may deliver."""

    def test_a_correction_before_its_original_is_refused(self) -> None:
        desk = Desk(SCHEMA)
        assert [one.code for one in desk.take(self.row("1", "更正")).diagnostics] == ["F008"]
        assert desk.take(self.row("1")).change is not None

    def test_what_was_corrected_or_withdrawn_may_arrive_again(self) -> None:
        desk = Desk(SCHEMA)
        taken = [desk.take(row) for row in (self.row("1"), self.row("2", "更正"), self.row("1"))]
        assert taken[2].change is None
        assert taken[2].repeated
        assert not taken[2].refused
        desk.take(self.row("", "撤回"))
        for again in (self.row("2"), self.row("", "撤回")):
            assert desk.take(again).change is None
            assert desk.take(again).repeated

    def test_a_withdrawn_number_is_not_given_to_another_fact(self) -> None:
        desk = Desk(SCHEMA)
        desk.take(self.row("1"))
        desk.take(self.row("", "撤回"))
        for refused in (self.row("3"), self.row("3", "更正")):
            taken = desk.take(refused)
            assert taken.refused
            assert "已经撤回" in taken.diagnostics[0].message

    @staticmethod
    def row(quantity: str, operation: str = "") -> RawFact:
        return RawFact(Place("流", 1), "金寨县", "缺席", quantity=quantity, id="A1", operation=operation)


def test_ten_thousand_rows_take_less_than_two_seconds(tmp_path: Path) -> None:
    rows = "".join(
        f"金寨县,月报问题,1,2021-{row % 12 + 1:02d}-{row % 28 + 1:02d},A{row},,漏报,\n"
        for row in range(10_000)
    )
    start = time.process_time()
    result = intake(tmp_path, rows)
    assert time.process_time() - start < 2
    assert len(result.changes) == 10_000


def bounded(folder: Path, value: str, **spec: object) -> list[str]:
    """What is said of a value of one fact."""
    fact = FactSpec(name="甲数", kind="value", type="number").model_copy(update=spec)
    path = folder / "表.csv"
    path.write_text(f"单位,{fact.name}\n金寨县,{value}\n", encoding="utf-8")
    result = read_facts([path], SCHEMA.model_copy(update={"facts": (fact,)}))
    return [f"{one.place} {one.message}" for one in result.diagnostics]


@pytest.mark.parametrize("unit", ["", "个", "万人次", "件/年", "个工作日"])
def test_there_are_never_fewer_than_none(tmp_path: Path, unit: str) -> None:
    assert bounded(tmp_path, "-8", unit=unit) == [
        "表.csv 第2行「甲数」 “甲数”的值「-8」是负数，这一项不会少于 0"
    ]
    assert bounded(tmp_path, "0", unit=unit) == []


@pytest.mark.parametrize(
    ("name", "unit"),
    [("净增人数", "人"), ("办件增减数", "件"), ("利润", "万元"), ("气温", ""), ("满意度指数", "")],
)
def test_what_may_be_negative_is_taken(tmp_path: Path, name: str, unit: str) -> None:
    assert bounded(tmp_path, "-8", name=name, unit=unit) == []
    assert bounded(tmp_path, "-8%", name="增长率", type="percent") == []


def test_points_that_a_rule_does_not_have_to_give_are_refused(tmp_path: Path) -> None:
    limits = (Decimal(0), Decimal(3))
    assert bounded(tmp_path, "3", name="评分", limits=limits) == []
    for value in ("5", "-1"):
        assert bounded(tmp_path, value, name="评分", limits=limits) == [
            f"表.csv 第2行「评分」 “评分”的值「{value}」不在规则给的 0～3分之内"
        ]


@pytest.mark.parametrize(
    ("sent", "handled", "wrong"),
    [
        ("2021-03-05", "2021-03-04", True),
        ("2021-03-05", "2021-03-05", False),
        ("2021-03-05 14:30", "2021-03-05", False),
        ("2021-03-05 14:30", "2021-03-05 14:29", True),
        ("2021-03-05", "", False),
    ],
)
def test_what_comes_later_is_not_earlier(tmp_path: Path, sent: str, handled: str, wrong: bool) -> None:
    fields = tuple(FieldSpec(name=name, type="date") for name in ("推送日期", "处理日期"))
    signal = FactSpec(
        name="信号", kind="event", type="number", fields=fields, spans=(("推送日期", "处理日期"),)
    )
    path = tmp_path / "表.csv"
    path.write_text(f"单位,事项,推送日期,处理日期\n金寨县,信号,{sent},{handled}\n", encoding="utf-8")
    result = read_facts([path], SCHEMA.model_copy(update={"facts": (signal,)}))
    errors = [f"{one.place} {one.message}" for one in result.diagnostics if one.severity == "error"]
    assert errors == (
        [f"表.csv 第2行「处理日期」 “处理日期”「{handled}」早于“推送日期”「{sent}」"] if wrong else []
    )


def test_a_row_without_a_value_is_offered_events_only(tmp_path: Path) -> None:
    facts = (
        FactSpec(name="隐患整改率", kind="value", type="percent"),
        FactSpec(name="缺保安", kind="event", type="number"),
    )
    path = tmp_path / "表.csv"
    path.write_text("单位,事项,数量\n金寨县,隐患未改,1\n金寨县,缺保案,1\n", encoding="utf-8")
    result = read_facts([path], SCHEMA.model_copy(update={"facts": facts}))
    assert [one.help for one in result.diagnostics] == ["本规则的事项：缺保安", "是不是“缺保安”？"]
