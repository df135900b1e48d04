"""Tables as people keep them: which layouts are read, and what is said of the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.names import Names
from kaoping.facts.raw import RawFact
from kaoping.facts.read import read_file
from kaoping.facts.schema import FactSpec, FieldSpec, Schema

SCHEMA = Schema(
    units=("金寨县", "霍山县"),
    start=date(2021, 1, 1),
    end=date(2021, 12, 31),
    facts=(
        FactSpec(
            name="月报问题",
            kind="event",
            type="number",
            unit="次",
            fields=(FieldSpec(name="类别", type="choice", choices=("漏报", "迟报")),),
        ),
        FactSpec(name="申领数", kind="value", type="number", unit="人", aliases=("5.1",)),
        FactSpec(name="满意度", kind="value", type="percent"),
        FactSpec(name="时长", kind="value", type="number", unit="小时"),
    ),
)
ONE_UNIT = SCHEMA.model_copy(update={"units": ("金寨县",)})


class Table:
    """What one file yields."""

    def __init__(
        self, folder: Path, content: str | bytes, schema: Schema = SCHEMA, name: str = "表.csv"
    ) -> None:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        items = list(read_file(path, Names(schema)))
        self.facts = [item for item in items if isinstance(item, RawFact)]
        self.said = [item for item in items if isinstance(item, Diagnostic)]

    def cells(self) -> list[tuple[int | None, str, str, str]]:
        """Row, unit, name and value of each fact."""
        return [(fact.place.row, fact.unit, fact.name, fact.value or fact.quantity) for fact in self.facts]

    def messages(self) -> list[tuple[str, str, str]]:
        """Code, severity and message of all that is said, with the file left out of places."""
        return [(one.code, one.severity, one.message) for one in self.said]


def test_one_fact_a_row(tmp_path: Path) -> None:
    table = Table(
        tmp_path,
        "县（市、区）, 事 项 ,次数（次）,发生日期,文号,类别,备注,操作,序号\n"
        "金寨县,月报问题,2,2021-03-05,A1,漏报,迟了两天,更正,1\n",
    )
    assert table.said == []
    (fact,) = table.facts
    place = Place("表.csv", 2)
    assert fact[:9] == (place, "金寨县", "月报问题", "", "2", "2021-03-05", "A1", "更正", "迟了两天")
    assert fact.fields == {"类别": "漏报"}
    assert str(fact.at("unit")).endswith("表.csv 第2行「县（市、区）」")
    assert str(fact.at("类别")).endswith("表.csv 第2行「类别」")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_delimiters_marks_and_line_ends(tmp_path: Path, delimiter: str, bom: str, line_end: str) -> None:
    lines = ["单位,事项,值", "金寨县,申领数,3", "", ",,", "霍山县,申领数,4"]
    table = Table(tmp_path, bom + line_end.join(lines).replace(",", delimiter))
    assert table.cells() == [(2, "金寨县", "申领数", "3"), (5, "霍山县", "申领数", "4")]
    assert table.said == []


def test_titles_above_the_header_are_skipped(tmp_path: Path) -> None:
    table = Table(tmp_path, "2021年台账,,\n,,\n单位,事项,值\n金寨县,申领数,3\n")
    assert table.cells() == [(4, "金寨县", "申领数", "3")]


def test_units_down_names_across(tmp_path: Path) -> None:
    table = Table(
        tmp_path, '县区,申领数（人）,满意度(%),月报问题\n金寨县,"1,200",92.5,0\n霍山县,,85%,\n合计,1,1,\n'
    )
    assert table.cells() == [
        (2, "金寨县", "申领数", "1,200"),
        (2, "金寨县", "满意度", "92.5"),
        (2, "金寨县", "月报问题", "0"),
        (3, "霍山县", "满意度", "85%"),
    ]
    assert [fact.in_unit for fact in table.facts] == [True, True, False, True]
    assert table.facts[0].place.column == "申领数（人）"
    assert table.messages() == [
        ("F002", "note", "合计（平均）行没有读入"),
        ("F009", "note", "有 2 格是空的，按没有给出处理"),
    ]


@pytest.mark.parametrize("corner", ["", "单位\\指标", "乡镇"])
def test_the_first_column_holds_the_units_whatever_its_heading(tmp_path: Path, corner: str) -> None:
    table = Table(tmp_path, f"{corner},5.1\n金寨县,3\n")
    assert table.cells() == [(2, "金寨县", "申领数", "3")]
    assert table.said == []


def test_an_unknown_unit_of_figures_is_said_once(tmp_path: Path) -> None:
    table = Table(tmp_path, "单位,申领数,满意度\n金寨,3,85%\n")
    assert table.facts == []
    assert [(one.code, str(one.place).split()[-1], one.help) for one in table.said] == [
        ("F003", "第2行「单位」", "是不是“金寨县”？")
    ]


def test_names_down_units_across(tmp_path: Path) -> None:
    table = Table(
        tmp_path,
        "序号,指标,计量单位,金寨县,霍山\n1,申领数,人,3,4\n2,满意度（%）,,85,\n3,满意率,,1%,\n,合计,,1,2\n",
    )
    assert table.cells() == [(2, "金寨县", "申领数", "3"), (3, "金寨县", "满意度", "85")]
    assert table.facts[1].in_unit
    assert table.messages() == [
        ("F003", "error", "单位「霍山」不在名单内"),
        ("F004", "error", "没有「满意率」这个事项或指标"),
        ("F002", "note", "合计（平均）行没有读入"),
    ]


def test_rows_of_figures_without_a_label(tmp_path: Path) -> None:
    across = Table(tmp_path, "县区,申领数\n,3\n金寨县,4\n")
    assert across.cells() == [(3, "金寨县", "申领数", "4")]
    assert across.messages() == [("F009", "error", "「县区」是空的")]
    down = Table(tmp_path, "指标,金寨县,霍山县\n一、过程,,\n申领数,3,\n,5,\n申领数,1,200,7\n")
    assert down.cells() == [(3, "金寨县", "申领数", "3")]
    assert down.messages() == [
        ("F009", "error", "「指标」是空的"),
        ("F012", "error", "这一行在没有表头的列里有「7」"),
        ("F009", "note", "有 1 格是空的，按没有给出处理"),
    ]


def test_the_only_unit_goes_without_saying(tmp_path: Path) -> None:
    assert Table(tmp_path, "事项,值\n申领数,3\n", ONE_UNIT).cells() == [(2, "金寨县", "申领数", "3")]
    assert Table(tmp_path, "申领数,满意度\n3,85%\n", ONE_UNIT).cells() == [
        (2, "金寨县", "申领数", "3"),
        (2, "金寨县", "满意度", "85%"),
    ]
    assert Table(tmp_path, "指标,金寨县\n申领数,3\n", ONE_UNIT).cells() == [(2, "金寨县", "申领数", "3")]


def test_a_heading_with_another_unit_of_measure_is_refused(tmp_path: Path) -> None:
    table = Table(tmp_path, "单位,申领数（万人）,时长（分钟）,满意度（截至12月）\n金寨县,3,90,85%\n")
    assert table.cells() == [(2, "金寨县", "满意度", "85%")]
    assert table.messages() == [
        ("F002", "error", "「申领数（万人）」以“万人”计，规则以“人”计"),
        ("F002", "error", "「时长（分钟）」以“分钟”计，规则以“小时”计"),
    ]


REFUSED = {
    "单位,数量\n金寨县,1\n": "表头「单位、数量」里没有「事项」列，也没有以事项为名的列",
    "事项,数量\n月报问题,1\n": "表头「事项、数量」里没有「单位」列",
    "金寨县,申领数,3\n霍山县,申领数,4\n": "这一行像是数据（金寨县、申领数、3），前面没有表头",
    "申领数,金寨县,3\n申领数,霍山县,4\n": "这一行像是数据（申领数、金寨县、3），前面没有表头",
    "部门,县区,事项,值\n甲,金寨县,申领数,3\n": "「部门」（第 1 列）和「县区」（第 2 列）都可以是「单位」列",
    "单位,事项,值,值\n金寨县,申领数,3,4\n": "「值」（第 3 列）和「值」（第 4 列）都可以是「值」列",
    "单位,申领数,5.1\n金寨县,3,4\n": "「申领数」列和「5.1」列都是“申领数”",
    "单位,事项,值,申领数\n金寨县,满意度,85%,4\n": "既有「事项」列逐行写事项，又有以事项为表头的「申领数」列",
}


@pytest.mark.parametrize(("content", "message"), REFUSED.items())
def test_headers_that_fit_no_layout_or_two(tmp_path: Path, content: str, message: str) -> None:
    table = Table(tmp_path, content)
    assert table.facts == []
    assert table.messages() == [("F002", "error", message)]
    assert table.said[0].help


def test_the_plain_heading_wins_and_the_other_column_is_said_to_be_unused(tmp_path: Path) -> None:
    table = Table(tmp_path, "县区,单位,事项,值,满意数\nx,金寨县,申领数,3,9\n")
    assert table.cells() == [(2, "金寨县", "申领数", "3")]
    assert [(one.code, one.severity, one.message, one.help) for one in table.said] == [
        ("F004", "warning", "「满意数」列没有用到", "如果是“满意度”，请改表头"),
        ("F002", "note", "没有用到的列：「县区」", ""),
    ]


def test_a_name_column_is_the_unit_or_the_measure_by_its_neighbour(tmp_path: Path) -> None:
    assert Table(tmp_path, "名称,事项,值\n金寨县,申领数,3\n").cells() == [(2, "金寨县", "申领数", "3")]
    assert Table(tmp_path, "单位,名称,值\n金寨县,申领数,3\n").cells() == [(2, "金寨县", "申领数", "3")]
    assert Table(tmp_path, "名称,申领数\n金寨县,3\n").cells() == [(2, "金寨县", "申领数", "3")]


def test_a_figure_cut_in_two_by_its_comma_is_refused(tmp_path: Path) -> None:
    table = Table(tmp_path, "单位,事项,值\n金寨县,申领数,1,200\n霍山县,申领数,5\n")
    assert table.cells() == [(3, "霍山县", "申领数", "5")]
    assert table.messages() == [("F012", "error", "这一行在没有表头的列里有「200」")]


def test_a_column_of_withdrawals_is_ticked(tmp_path: Path) -> None:
    table = Table(tmp_path, "单位,事项,编号,撤回\n金寨县,月报问题,A1,√\n金寨县,月报问题,A2,\n")
    assert [fact.operation for fact in table.facts] == ["撤回", ""]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "表是空的"),
        (b"\n ,\n", "表是空的"),
        ('单位,事项,值\n金寨县,申领数,"3\n霍山县,申领数,4\n'.encode(), "从这一行起读不下去：引号不成对"),
        (b"a\0b,c\n", "不是文本文件"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, message: str) -> None:
    assert Table(tmp_path, content).messages() == [("F001", "error", message)]


def test_missing_files_and_other_kinds(tmp_path: Path) -> None:
    (missing,) = read_file(tmp_path / "无.csv", Names(SCHEMA))
    (tmp_path / "表.docx").write_bytes(b"")
    (other,) = read_file(tmp_path / "表.docx", Names(SCHEMA))
    assert isinstance(missing, Diagnostic)
    assert isinstance(other, Diagnostic)
    assert (missing.code, missing.message) == ("F001", "打不开（没有这个文件或文件夹）")
    assert (other.code, other.message) == ("F001", "认不出“.docx”这种文件")


def test_a_table_without_data_is_noted(tmp_path: Path) -> None:
    assert Table(tmp_path, "单位,事项,值\n").messages() == [("F002", "note", "只有表头，没有数据")]


def test_a_heading_with_a_unit_of_measure_that_cells_may_not_have_is_refused(tmp_path: Path) -> None:
    table = Table(tmp_path, "单位,申领数（件）\n金寨县,3\n")
    assert table.facts == []
    assert table.messages() == [("F002", "error", "「申领数（件）」以“件”计，规则以“人”计")]
    assert Table(tmp_path, "单位,申领数（个人）\n金寨县,3\n").messages() == []
    assert Table(tmp_path, "单位,申领数（全年）\n金寨县,3\n").messages() == []


def test_an_empty_row_of_a_renamed_unit_asks_which_it_is(tmp_path: Path) -> None:
    table = Table(tmp_path, "单位,申领数\n金寨,\n霍山县,3\n外地,\n")
    assert [(one.code, one.severity, one.help) for one in table.said if one.code != "F009"] == [
        ("F003", "warning", "是不是“金寨县”？单位请照名单写"),
        ("F002", "note", ""),
    ]


def test_an_unused_column_of_days_may_be_the_day(tmp_path: Path) -> None:
    table = Table(
        tmp_path, "单位,事项,次数,演练时刻表\n金寨县,月报问题,1,2021-03-05\n,,1,2021-3-8\n,,,五月\n"
    )
    assert [(one.code, one.severity, one.message, one.help) for one in table.said] == [
        (
            "F004",
            "warning",
            "「演练时刻表」列没有用到，也没有「日期」列，没有核对是否在评价期间之内",
            "是不是「日期」？如果是，请改表头",
        )
    ]
    dated = Table(tmp_path, "单位,事项,日期,登记日\n金寨县,月报问题,2021-03-05,2021-03-06\n")
    assert [one.severity for one in dated.said] == ["note"]


@pytest.mark.parametrize(
    "content",
    [
        "编号,学校名称,事项,次数\nA1,金寨县,月报问题,1\nA2,霍山县,月报问题,2\n",
        "校长,学校,月报问题\n张三,金寨县,1\n李四,霍山县,2\n",
    ],
)
def test_a_column_of_listed_units_holds_the_units(tmp_path: Path, content: str) -> None:
    assert [(unit, figure) for _, unit, _, figure in Table(tmp_path, content).cells()] == [
        ("金寨县", "1"),
        ("霍山县", "2"),
    ]


def test_a_total_under_any_heading_is_left_out_where_the_row_has_no_unit(tmp_path: Path) -> None:
    table = Table(
        tmp_path,
        "登记表,,,,\n编号,县区,事项,次数,类别\nA1,金寨县,月报问题,1,漏报\n合计,,,1,\n小计：,,,1,\n总计,霍山县,月报问题,1,漏报\n",
    )
    assert table.cells() == [(3, "金寨县", "月报问题", "1"), (6, "霍山县", "月报问题", "1")]
    assert table.messages() == [("F002", "note", "合计（平均）行没有读入")] * 2


def test_a_file_that_is_not_there_is_not_called_unknown(tmp_path: Path) -> None:
    (found,) = read_file(tmp_path / "不存在", Names(SCHEMA))
    assert isinstance(found, Diagnostic)
    assert (found.code, found.message) == ("F001", "打不开（没有这个文件或文件夹）")
