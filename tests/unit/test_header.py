"""Headers of several rows, rows that are no facts, tables above each other: what is read, and what is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaoping.diagnostics import Diagnostic
from kaoping.facts.names import Names
from kaoping.facts.raw import RawFact
from kaoping.facts.read import read_file
from kaoping.facts.schema import FactSpec, Schema

SCHEMA = Schema(
    units=("金寨县", "霍山县"),
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    facts=(
        FactSpec(name="月报问题", kind="event", type="number", unit="次"),
        FactSpec(name="申领数", kind="value", type="number", unit="人"),
        FactSpec(name="满意度", kind="value", type="percent"),
        FactSpec(name="时长", kind="value", type="number", unit="小时"),
    ),
)
ONE_UNIT = SCHEMA.model_copy(update={"units": ("金寨县",)})
# Facts that are called as columns of tables are.
NAMESAKES = SCHEMA.model_copy(
    update={
        "facts": (
            FactSpec(name="问题", kind="event", type="number"),
            FactSpec(name="数量", kind="value", type="number"),
        )
    }
)


def read(folder: Path, text: str, schema: Schema = SCHEMA) -> tuple[list[str], list[str]]:
    """The facts of a table as `unit name figure`, and what is said, as `row: severity message`."""
    path = folder / "表.csv"
    path.write_text(text, encoding="utf-8")
    facts, said = [], []
    for item in read_file(path, Names(schema)):
        if isinstance(item, RawFact):
            facts.append(f"{item.unit} {item.name} {item.quantity or item.value}")
        else:
            assert isinstance(item, Diagnostic)
            row = str(item.place).removeprefix("表.csv").strip()
            said.append(f"{row}: {item.severity} {item.message}")
    return facts, said


HEADERS = {
    "groups above": (
        "单位,过程,,备注\n,申领数,满意度,\n金寨县,3,85%,x\n霍山县,4,86%,\n",
        ["金寨县 申领数 3", "金寨县 满意度 85%", "霍山县 申领数 4", "霍山县 满意度 86%"],
    ),
    "units of measure below": (
        "县区,申领数,满意度,时长\n,（人）,%,小时\n金寨县,3,85,2\n",
        ["金寨县 申领数 3", "金寨县 满意度 85", "金寨县 时长 2"],
    ),
    "units of measure below, with a label": (
        "县区,申领数,时长\n计量单位,人,小时\n金寨县,3,2\n",
        ["金寨县 申领数 3", "金寨县 时长 2"],
    ),
    "value and remark below": (
        "县区,申领数,,满意度,\n,实际值,说明,实际值,说明\n金寨县,3,a,85%,b\n",
        ["金寨县 申领数 3", "金寨县 满意度 85%"],
    ),
    "units under one heading": (
        "指标,县,\n,金寨县,霍山县\n申领数,3,4\n",
        ["金寨县 申领数 3", "霍山县 申领数 4"],
    ),
    "titles": (
        "2021年台账,,\n,,\n单位：人,,填报日期：2021-12-31\n单位,事项,值\n金寨县,申领数,3\n",
        ["金寨县 申领数 3"],
    ),
    "the unit above": (
        "填报单位：金寨县,,填报日期：2021-12-31\n序号,事项,数量\n1,月报问题,2\n",
        ["金寨县 月报问题 2"],
    ),
    "the unit above, in a cell of its own": (
        "填报单位：,霍山县,\n事项,数量,日期\n月报问题,2,2021-3-5\n",
        ["霍山县 月报问题 2"],
    ),
    "two tables": (
        "县区,申领数\n金寨县,3\n\n二、满意度,\n县区,满意度\n金寨县,85%\n\n单位,事项,数量\n霍山县,月报问题,1\n",
        ["金寨县 申领数 3", "金寨县 满意度 85%", "霍山县 月报问题 1"],
    ),
}


@pytest.mark.parametrize(("text", "facts"), HEADERS.values(), ids=HEADERS)
def test_headers(tmp_path: Path, text: str, facts: list[str]) -> None:
    found, said = read(tmp_path, text)
    assert found == facts
    assert [one for one in said if " note " not in one] == []


NO_FACTS = {
    "合计,,,5\n": "合计（平均）行没有读入",
    ",合 计：,,5\n": "合计（平均）行没有读入",
    ",全市平均,,2.5\n": "合计（平均）行没有读入",
    "注：含整改事项,,,\n": "「注：含整改事项」是表里的小标题或表外的说明，没有读入",
    "填报人：张三,,审核：李四,2021-12-31\n": "「填报人：张三」是表里的小标题或表外的说明，没有读入",
    "单位负责人（签字）：,,,\n": "「单位负责人（签字）：」是表里的小标题或表外的说明，没有读入",
    "以上数据截至12月31日。,,,\n": "「以上数据截至12月31日。」是表里的小标题或表外的说明，没有读入",
    "序号,单位,事项,数量\n": "重复的表头没有读入",
    "1,2,3,4\n": "列的编号没有读入",
    "甲,乙,1,2\n": "列的编号没有读入",
}


@pytest.mark.parametrize(("row", "message"), NO_FACTS.items())
def test_rows_that_are_no_facts_are_said(tmp_path: Path, row: str, message: str) -> None:
    rows = f"序号,单位,事项,数量\n1,金寨县,月报问题,1\n{row}2,霍山县,月报问题,1\n"
    assert read(tmp_path, rows) == (
        ["金寨县 月报问题 1", "霍山县 月报问题 1"],
        [f"第3行: note {message}"],
    )


def test_rows_with_nothing_but_a_number_are_passed_over(tmp_path: Path) -> None:
    rows = "序号,单位,事项,数量\n1,金寨县,月报问题,1\n2,,,\n3,,,\n"
    assert read(tmp_path, rows) == (["金寨县 月报问题 1"], [])


def test_numbered_notes_go_on_below_the_first(tmp_path: Path) -> None:
    rows = "单位,事项,数量\n金寨县,月报问题,1\n注：1.含整改\n2.不含申诉\n完\n"
    facts, said = read(tmp_path, rows)
    assert facts == ["金寨县 月报问题 1"]
    assert [one.split(":")[0] for one in said] == ["第3行", "第4行", "第5行"]


def test_the_heading_of_a_group_of_units(tmp_path: Path) -> None:
    rows = "县区,申领数\n一、山区,\n金寨县,3\n霍山,4\n"
    assert read(tmp_path, rows) == (
        ["金寨县 申领数 3"],
        ["第2行: note 「一、山区」这一行没有数，没有读入", "第4行「县区」: error 单位「霍山」不在名单内"],
    )


def test_figures_that_count_up_are_facts_where_no_column_names_units(tmp_path: Path) -> None:
    assert read(tmp_path, "申领数,时长\n1,2\n", ONE_UNIT) == (["金寨县 申领数 1", "金寨县 时长 2"], [])


def test_a_column_of_units_of_measure_is_no_column_of_units(tmp_path: Path) -> None:
    assert read(tmp_path, "指标,单位,值\n申领数,人,3\n满意度,%,85%\n", ONE_UNIT) == (
        ["金寨县 申领数 3", "金寨县 满意度 85%"],
        ["第1行: note 没有用到的列：「单位」"],
    )


def test_names_beside_their_groups(tmp_path: Path) -> None:
    facts, said = read(tmp_path, "指标,,金寨县,霍山县\n过程,申领数,3,4\n,时长,1,2\n效果,满意度,85%,86%\n")
    assert facts == [
        *("金寨县 申领数 3", "霍山县 申领数 4", "金寨县 时长 1", "霍山县 时长 2"),
        *("金寨县 满意度 85%", "霍山县 满意度 86%"),
    ]
    assert [one for one in said if " note " not in one] == []


def test_a_unit_of_measure_below_that_is_not_the_rules(tmp_path: Path) -> None:
    facts, said = read(tmp_path, "县区,申领数,时长\n,万人,分钟\n金寨县,3,85\n")
    assert facts == []
    assert said == [
        "第2行「申领数（万人）」: error 「申领数（万人）」以“万人”计，规则以“人”计",
        "第2行「时长（分钟）」: error 「时长（分钟）」以“分钟”计，规则以“小时”计",
    ]


def test_a_fact_twice_under_different_groups_is_refused(tmp_path: Path) -> None:
    facts, said = read(tmp_path, "县区,上半年,,下半年,\n,申领数,时长,申领数,时长\n金寨县,3,1,4,1\n")
    assert facts == []
    assert said == ["第2行: error 「申领数」列和「申领数」列都是“申领数”；「时长」列和「时长」列都是“时长”"]


def test_data_without_a_header(tmp_path: Path) -> None:
    facts, said = read(tmp_path, "申领数,3\n时长,5\n", ONE_UNIT)
    assert facts == []
    assert said == ["第1行: error 这一行像是数据（申领数、3），前面没有表头"]


def test_facts_that_are_called_as_a_column(tmp_path: Path) -> None:
    assert read(tmp_path, "单位,事项,数量\n金寨县,问题,1\n", NAMESAKES) == (["金寨县 问题 1"], [])
    assert read(tmp_path, "单位,问题,次数\n金寨县,问题,1\n", NAMESAKES) == (["金寨县 问题 1"], [])
    assert read(tmp_path, "单位,数量,问题\n金寨县,5,1\n", NAMESAKES) == (
        ["金寨县 数量 5", "金寨县 问题 1"],
        [],
    )


def test_a_row_with_a_unit_is_no_header_of_units(tmp_path: Path) -> None:
    facts, said = read(tmp_path, "序号,单位,完成情况\n一,金寨县,是\n二,霍山县,否\n")
    assert facts == []
    assert said == ["第1行: error 表头「序号、单位、完成情况」里没有「事项」列，也没有以事项为名的列"]


def test_a_row_that_reads_like_headings_is_a_row(tmp_path: Path) -> None:
    """撤回 and 问题 head columns elsewhere; here the row withdraws a fact that is called 问题."""
    path = tmp_path / "表.csv"
    path.write_text("编号,操作,事项\nR1,撤回,问题\nR2,更正,问题\n", encoding="utf-8")
    found = list(read_file(path, Names(NAMESAKES.model_copy(update={"units": ("金寨县",)}))))
    assert [(one.id, one.operation) for one in found if isinstance(one, RawFact)] == [
        ("R1", "撤回"),
        ("R2", "更正"),
    ]


def test_a_column_of_quantities_beside_facts_is_said_to_be_unused(tmp_path: Path) -> None:
    assert read(tmp_path, "单位,申领数,数量\n金寨县,5,1\n") == (
        ["金寨县 申领数 5"],
        ["第1行: note 没有用到的列：「数量」"],
    )
