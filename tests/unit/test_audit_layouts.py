"""Tables as offices publish them: right ones in which nothing is found, and each with one figure changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from kaoping.audit.run import Audit, audit
from kaoping.language.document import read_outline
from kaoping.resolve import resolve
from kaoping.source import SourceFile
from workbooks import write

RULES = """办法  某县2024年信息报送考核办法
期间  2024-01-01 至 2024-12-31
满分  100分
等次  优秀（S≥90）、良好（90＞S≥80）、合格（80＞S≥60）、不合格（S＜60）
单位  甲镇、乙镇、丙镇

一级指标  过程（40分）
  二级指标  组织领导（10分）
    三级指标  机构设置（4分）
      1．设立机构{设立}的，得4分。
    三级指标  制度建设（6分）
      1．建立制度{制度}的，得6分。
  二级指标  信息报送（30分）
    三级指标  月报（20分）
      1．按时报送月报，得20分，迟报{迟报}一次扣0.5分，扣完为止；
    三级指标  稿件（10分）
      1．发表稿件{稿件数}≥10篇，得10分；稿件数＜10篇，得5分。
一级指标  产出（60分）
  二级指标  任务完成（60分）
    得分=完成数/任务数×分值。
"""

LONG = """某县2024年信息报送考核得分表,,,,,,
单位：甲镇,,,,,,（单位：分）
序号,一级指标,二级指标,三级指标,分值,得分,扣分原因
1,过程（40分）,组织领导（10分）,机构设置,4,4,
2,,,制度建设,6,6,
3,,信息报送（30分）,月报,20,19.5,迟报1次
4,,,稿件,10,5,
5,产出（60分）,任务完成（60分）,任务完成,60,50,
合计,,,,100,84.5,
注：1.本表由考核办填报；2.满分100分。,,,,,,
考核人（签字）：,,,,,日期：2025年1月5日,
"""
SUMS = """单位：甲镇
一级指标,二级指标,三级指标,分值,得分
过程,组织领导,机构设置,4,4
,,制度建设,6,6
,,小计,10,10
,信息报送,月报,20,19.5
,,稿件,10,5
,,小计,30,24.5
小计,,,40,34.5
产出,任务完成,,60,50
小计,,,60,50
总计,,,100,84.5
"""
FLAT = """单位：甲镇,,,
考核内容,分值,得分,备注
一、过程（40分）,,,
1.机构设置,4,4,
2.制度建设,6,6,
3.月报,20,19.5,
4.稿件,10,5,
小计,40,34.5,
二、产出（60分）,,,
5.任务完成,60,50,
小计,60,50,
合计,100,84.5,
"""
NUMBERED = """甲镇考核评分表,,,
单位：甲镇,,,
序号,考核内容,分值,得分
一,过程,40,34.5
1,机构设置,4,4
2,制度建设,6,6
3,月报,20,19.5
4,稿件,10,5
二,产出,60,50
1,任务完成,60,50
合计,,100,84.5
"""
CALLED = """单位：甲镇
一级指标,二级指标,三级指标,分值,得分
过程,组织领导,机构设置,4,4
,,制度建设,6,6
,,合计,10,10
,信息报送,月报,20,19.5
,,稿件,10,5
,,合计,30,24.5
过程小计,,,40,34.5
产出,任务完成,,60,50
总分,,,100,84.5
"""
CONVERTED = """单位,一级指标,权重,得分,加权得分
甲镇,过程,40%,86.25,34.5
甲镇,产出,60%,83.3333,50
甲镇,合计,100%,,84.5
"""
UNITS = """一级指标,二级指标,分值,甲镇,乙镇,丙镇
过程,组织领导,10,10,10,4
过程,信息报送,30,24.5,30,25
产出,任务完成,60,50,60,31
总分,,100,84.5,100,60
名次,,,2,1,3
等次,,,良好,优秀,合格
"""
WIDE = """序号,单位,过程（40分）,,,产出（60分）,总分,名次,等次,备注
,,组织领导（10分）,信息报送（30分）,小计,任务完成（60分）,,,,
,满分,10,30,40,60,100,,,
1,甲镇,10,24.5,34.5,50,84.5,2,良好,
2,乙镇,10,30,40,60,100,1,优秀,
3,丙镇,4,25,29,31,60,3,合格,
,平均分,8,26.5,34.5,47,81.5,,,
"""
NAMED = """单位,过程得分,产出得分,总得分,名次,等次
甲镇,34.5分,５０,84.50,2,良好
乙镇,40分,６０,100,1,优秀
"""
TOTALS = "序号,单位,得分,名次,等次\n1,乙镇,100,1,优秀\n2,甲镇,84.5,2,良好\n"
TABLES = {
    "long": (LONG, 6),
    "sums": (SUMS, 10),
    "flat": (FLAT, 6),
    "numbered": (NUMBERED, 8),
    "called": (CALLED, 9),
    "converted": (CONVERTED, 3),
    "units": (UNITS, 12),
    "wide": (WIDE, 15),
    "named": (NAMED, 6),
    "totals": (TOTALS, 2),
}


def audited(folder: Path, *tables: str | Path) -> Audit:
    """Many of these tables list some of the units only; what is told of the others is not looked at here."""
    source = SourceFile("例.rubric", RULES)
    rubric = resolve(read_outline(source)).rubric
    assert rubric is not None
    paths = []
    for number, table in enumerate(tables):
        path = table if isinstance(table, Path) else folder / f"表{'甲乙'[number]}.csv"
        if isinstance(table, str):
            path.write_text(table, encoding="utf-8")
        paths.append(path)
    found = audit(rubric, source, paths)
    left_out = "公布的表里没有"
    return replace(
        found, findings=tuple(one for one in found.findings if not one.message.startswith(left_out))
    )


def told(found: Audit) -> list[tuple[str, str, str, str]]:
    return [(f.code, f.unit, f.published, f.recomputed) for f in found.findings]


@pytest.mark.parametrize("name", TABLES)
def test_a_right_table_yields_nothing(name: str, tmp_path: Path) -> None:
    table, figures = TABLES[name]
    found = audited(tmp_path, table)
    assert (told(found), found.figures, found.unread) == ([], figures, ())


@pytest.mark.parametrize(
    ("name", "old", "new", "wanted"),
    [
        ("long", "100,84.5", "100,85.5", ("P003", "甲镇", "85.5", "84.5")),
        ("long", "过程（40分）", "过程（45分）", ("P004", "甲镇", "45", "40")),
        ("long", "20,19.5", "20,80%", ("P001", "甲镇", "80%", "")),
        ("sums", "小计,30,24.5", "小计,30,25.5", ("P003", "甲镇", "25.5", "24.5")),
        ("sums", "小计,,,40,34.5", "小计,,,40,35.5", ("P003", "甲镇", "35.5", "34.5")),
        ("sums", "小计,,,40,34.5", "小计,,,40,", ("P001", "甲镇", "", "")),
        ("flat", "小计,40,34.5", "小计,40,35.5", ("P003", "甲镇", "35.5", "34.5")),
        ("flat", "二、产出（60分）", "二、产出（50分）", ("P004", "甲镇", "50", "60")),
        ("flat", "2.制度建设", "2.制度建设情况", ("P011", "甲镇", "2.制度建设情况", "制度建设")),
        ("numbered", "一,过程,40,34.5", "一,过程,40,33.5", ("P003", "甲镇", "33.5", "34.5")),
        ("called", "合计,30,24.5", "合计,30,24", ("P003", "甲镇", "24", "24.5")),
        ("called", "过程小计,,,40,34.5", "过程小计,,,40,35", ("P003", "甲镇", "35", "34.5")),
        ("converted", "合计,100%,,84.5", "合计,100%,,84.6", ("P003", "甲镇", "84.6", "84.5")),
        ("converted", "合计,100%", "合计,90%", ("P004", "甲镇", "90", "100")),
        ("units", "100,84.5,100,60", "100,84.5,100,61", ("P003", "丙镇", "61", "60")),
        ("units", "良好,优秀,合格", "良好,优秀,良好", ("P009", "丙镇", "良好", "合格")),
        ("units", "2,1,3", "2,1,2", ("P012", "丙镇", "2", "3")),
        ("wide", ",29,31,60", ",30,31,60", ("P003", "丙镇", "30", "29")),
        ("wide", ",50,84.5", ",50,85.5", ("P003", "甲镇", "85.5", "84.5")),
        ("wide", "满分,10,30,40,60,100", "满分,10,30,40,60,90", ("P004", "", "90", "100")),
        ("wide", "任务完成（60分）", "任务完成（50分）", ("P004", "", "50", "60")),
        ("wide", "84.5,2,良好", "84.5,3,良好", ("P012", "甲镇", "3", "2")),
        ("named", "84.50,2,良好", "84.50,2,合格", ("P009", "甲镇", "合格", "良好")),
        ("named", "40分", "", ("P001", "乙镇", "", "")),
        ("totals", "84.5,2,良好", "84.5,2,优秀", ("P009", "甲镇", "优秀", "良好")),
    ],
)
def test_one_fault_is_one_finding(
    name: str, old: str, new: str, wanted: tuple[str, ...], tmp_path: Path
) -> None:
    table = TABLES[name][0]
    assert table.count(old) == 1
    assert told(audited(tmp_path, table.replace(old, new))) == [wanted]


def merged(*ranges: str) -> Callable[[Workbook], None]:
    def merge(book: Workbook) -> None:
        for cells in ranges:
            book.worksheets[0].merge_cells(cells)

    return merge


def test_merged_titles_names_and_signatures(tmp_path: Path) -> None:
    rows = [
        ["某县2024年信息报送考核得分表"],
        ["被考核单位：甲镇", "", "", "", "考核时间：2025年1月"],
        ["一级指标", "二级指标", "三级指标", "权重", "得分", "备注"],
        ["过程（40分）", "组织领导", "机构设置", (0.04, "0%"), 4, ""],
        ["", "", "制度建设", (0.06, "0%"), 6, ""],
        ["", "信息报送", "月报", (0.2, "0%"), 19.5, "迟报1次"],
        ["", "", "稿件", (0.1, "0%"), 5, ""],
        ["产出（60分）", "任务完成", "任务完成", (0.6, "0%"), 50, ""],
        ["总分", "", "", (1, "0%"), 84.5, ""],
        ["等次", "", "", "", "良好", ""],
        ["考核组长：张三", "", "", "审核：李四", "", ""],
    ]
    merge = merged("A1:F1", "A2:D2", "A4:A7", "B4:B5", "B6:B7", "A9:C9", "A10:C10")
    found = audited(tmp_path, write(tmp_path / "表.xlsx", {"得分表": rows}, merge))
    assert (told(found), found.figures) == ([], 6)
    rows[8][4] = 85
    (fault,) = audited(tmp_path, write(tmp_path / "表.xlsx", {"得分表": rows}, merge)).findings
    assert (fault.code, Path(str(fault.place)).name) == ("P003", "表.xlsx!得分表!E9")


def test_a_header_of_two_rows_over_units(tmp_path: Path) -> None:
    rows = [
        ["单位", "过程（40分）", "", "产出（60分）", "总分", "名次"],
        ["", "组织领导（10分）", "信息报送（30分）", "任务完成（60分）", "", ""],
        ["甲镇", 10, 24.5, 50, 84.5, 2],
        ["乙镇", 10, 30, 60, 100, 1],
    ]
    merge = merged("B1:C1", "A1:A2", "E1:E2", "F1:F2")
    found = audited(tmp_path, write(tmp_path / "表.xlsx", {"汇总": rows}, merge))
    assert (told(found), found.figures) == ([], 8)
    rows[2][2] = 25
    assert told(audited(tmp_path, write(tmp_path / "表.xlsx", {"汇总": rows}, merge))) == [
        ("P003", "甲镇", "84.5", "85")
    ]


ROUNDS = (
    "单位,过程（40分）,,产出（60分）,,总分,,等次\n,自评,复评,自评,复评,自评,复评,\n甲镇,40,34.5,60,60,100,94.5,优秀\n乙镇,40,40,60,60,100,100,优秀\n",
    "单位,过程自评得分,过程复评得分,产出自评得分,产出复评得分,自评总分,复评总分,等次\n甲镇,40,34.5,60,60,100,94.5,优秀\n",
    "单位,一级指标,分值,得分,,等次\n,,,自评,复评,\n甲镇,过程,40,40,34.5,\n甲镇,产出,60,60,60,\n甲镇,总分,100,100,94.5,优秀\n",
    "单位,一级指标,分值,自评分,复评分\n甲镇,过程,40,40,34.5\n甲镇,产出,60,60,60\n甲镇,总分,100,100,94.5\n",
)


@pytest.mark.parametrize("table", ROUNDS)
def test_two_rounds_side_by_side(table: str, tmp_path: Path) -> None:
    """The grade is that of the round that it stands behind."""
    found = audited(tmp_path, table)
    assert told(found) == [("P010", "甲镇", "40分", "34.5分"), ("P010", "甲镇", "100分", "94.5分")]
    assert "自评40分，复评34.5分，减5.5分" in found.findings[0].message


def test_rounds_in_two_files_with_other_orders_and_spellings(tmp_path: Path) -> None:
    first = "单位,过程,产出,总分\n甲镇,34.5,50,84.5\n乙镇,40,60,100\n"
    then = "单位,产出（60分）,过程（40分）,总分\n乙 镇,60,40,100\n甲镇,50,33.5,83.5\n"
    assert [f[0] for f in told(audited(tmp_path, first, then))] == ["P010", "P010"]
    (missing,) = audited(tmp_path, first, "单位,过程,产出,总分\n甲镇,34.5,50,84.5\n").findings
    assert missing.message == "“乙镇”只有“表甲”里有，“表乙”里没有"
    others = "单位,过程,产出,总分\n丙镇,34.5,50,84.5\n"
    assert told(audited(tmp_path, first, others)) == []


def test_a_summary_and_its_details_are_no_rounds_of_which_one_lacks_items(tmp_path: Path) -> None:
    wide = "单位,过程,产出,总分\n甲镇,34.5,50,84.5\n"
    assert told(audited(tmp_path, wide, SUMS)) == []
    assert told(audited(tmp_path, SUMS, wide)) == []
    assert told(audited(tmp_path, SUMS, wide.replace("34.5,50,84.5", "33.5,50,83.5"))) == [
        ("P010", "甲镇", "34.5分", "33.5分"),
        ("P010", "甲镇", "84.5分", "83.5分"),
    ]


def test_what_is_still_open_is_no_fault(tmp_path: Path) -> None:
    table = "单位,过程,产出,总分,等次\n甲镇,34.5,待评,34.5～94.5,待评\n乙镇,30～40,60,90～100分,优秀\n"
    assert told(audited(tmp_path, table)) == []


def test_clauses_are_bounded_by_their_indicators(tmp_path: Path) -> None:
    """A report that kaoping wrote lists clauses: they may come to less than nothing together."""
    table = "单位：甲镇\n条,评分标准,分值,得分\n1.1,机构,4,4\n2.1,制度,6,6\n3.1,月报,20,-5\n4.1,稿件,10,5\n5.1,任务,60,50\n,总分,100,65\n"
    assert told(audited(tmp_path, table)) == []
    assert told(audited(tmp_path, table.replace("100,65", "100,66"))) == [("P003", "甲镇", "66", "65")]


def test_the_fifteen_digits_of_a_workbook_are_enough(tmp_path: Path) -> None:
    table = "单位,过程,产出,总分\n甲镇,0.333333333333333,0.333333333333333,0.666666666666667\n"
    assert told(audited(tmp_path, table)) == []
    assert told(audited(tmp_path, table.replace(",0.666666666666667", ",0.67")))[0][0] == "P003"


def test_a_total_is_bounded_by_the_indicators_above_its_items(tmp_path: Path) -> None:
    old = "  二级指标  任务完成（60分）\n    得分=完成数/任务数×分值。\n"
    assert old in RULES
    rules = RULES.replace(old, "  二级指标  任务完成\n    每完成一项任务{任务}得10分。\n")
    source = SourceFile("例.rubric", rules)
    rubric = resolve(read_outline(source)).rubric
    assert rubric is not None
    path = tmp_path / "表.csv"
    path.write_text("单位,组织领导,信息报送,任务完成,总分\n甲镇,10,30,70,100\n", encoding="utf-8")
    assert audit(rubric, source, [path]).findings == ()
