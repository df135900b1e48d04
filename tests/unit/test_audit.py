"""Published tables in the layouts that offices use, each with one thing wrong; and right ones, in which nothing is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.audit.layouts import read_papers
from kaoping.audit.paper import bare
from kaoping.audit.reader import Words
from kaoping.audit.run import Audit, audit
from kaoping.cli import cli
from kaoping.diagnostics import CODES
from kaoping.facts.rows import Row, Sheet
from kaoping.pipeline import score
from kaoping.resolve import load
from kaoping.source import SourceFile
from workbooks import write

RULES = """办法  某县2024年信息报送考核办法
期间  2024-01-01 至 2024-12-31
满分  10分
等次  优秀（S≥9）、合格（9＞S≥6）、不合格（S＜6）
单位  甲镇、乙镇

一级指标  信息报送（6分）
  二级指标  月报（4分）
    1．按时报送月报，得4分，迟报{迟报}一次扣0.5分，扣完为止；
  二级指标  稿件（2分）
    1．发表稿件{稿件数}≥10篇，得2分；稿件数＜10篇，得1分。
一级指标  任务完成（4分）
  得分=完成数/任务数×分值。
"""
FACTS = "单位,迟报,稿件数,完成数,任务数\n甲镇,2,12,2,3\n乙镇,0,8,3,3\n"
LONG = """单位,一级指标,二级指标,指标值,完成值,分值,得分,等次,备注
甲镇,信息报送,月报,,,4,3,,
甲镇,信息报送,稿件,≥10篇,12篇,2,2,,
甲镇,任务完成,,3,2,4,2.66,,完成率66.67%
甲镇,总分,,,,10,7.66,合格,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("月报.rubric").write_text(RULES, encoding="utf-8")
    Path("事实.csv").write_text(FACTS, encoding="utf-8")
    return tmp_path


def audited(*tables: str | Path, facts: bool = False, rules: str = RULES) -> Audit:
    rule = Path("月报.rubric")
    rule.write_text(rules, encoding="utf-8")
    paths = []
    for number, table in enumerate(tables):
        path = table if isinstance(table, Path) else Path(f"公布{number or ''}.csv")
        if isinstance(table, str):
            path.write_text(table, encoding="utf-8")
        paths.append(path)
    rubric = load(rule).rubric
    assert rubric is not None
    run = score(rule, [Path("事实.csv")]) if facts else None
    return audit(
        rubric, SourceFile.read(rule), paths, run.sheet if run else None, run.intake if run else None
    )


def told(found: Audit) -> list[tuple[str, str, str, str]]:
    """Code, cell, published, recomputed of each finding."""
    return [(f.code, f"{f.place.row}{f.place.column}", f.published, f.recomputed) for f in found.findings]


def test_a_table_that_is_right_yields_nothing(folder: Path) -> None:
    found = audited(LONG)
    assert told(found) == []
    assert (found.units, found.figures, found.unread) == (1, 4, ())


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (",4,3,,", ",4,,,", [("P001", "2得分", "", "")]),
        (",4,3,,", ",4,三分半,,", [("P001", "2得分", "三分半", "")]),
        (",2,2,,", ",2,3,,", [("P002", "3得分", "3", "至多2"), ("P003", "5得分", "7.66", "8.66")]),
        (",4,3,,", ",4,-1,,", [("P002", "2得分", "-1", "至少0"), ("P003", "5得分", "7.66", "3.66")]),
        ("10,7.66", "10,8.66", [("P003", "5得分", "8.66", "7.66")]),
        ("10,7.66", "10,", [("P001", "5得分", "", "7.66")]),
        (",4,3,,", ",3,3,,", [("P004", "2分值", "3", "4"), ("P004", "5分值", "10", "10")]),
        ("总分,,,,10", "总分,,,,9", [("P004", "5分值", "9", "10")]),
        ("66.67%", "67.67%", [("P005", "4备注", "67.67%", "66.6666…%")]),
        ("月报,,,4", "月报（5分）,,,4", [("P004", "2月报（5分）", "5", "4")]),
        (",稿件,≥10篇", ",稿件≥8篇,≥10篇", [("P008", "3指标值", "≥10篇", "≥8篇")]),
        ("合格", "优秀", [("P009", "5等次", "优秀", "合格")]),
        ("合格", "不合格", [("P009", "5等次", "不合格", "合格")]),
        ("甲镇,任务完成", "甲镇,任务", [("P011", "4一级指标", "任务", "任务完成")]),
    ],
)
def test_what_the_table_alone_shows(
    folder: Path, old: str, new: str, wanted: list[tuple[str, str, str, str]]
) -> None:
    assert old in LONG
    assert told(audited(LONG.replace(old, new))) == wanted


def test_a_rate_that_is_capped_or_rounded_is_right(folder: Path) -> None:
    for before, after in (
        ("66.67%", "67%"),
        ("66.67%", "66.7%"),
        ("3,2,4,2.66,,完成率66.67%", "2,3,4,2.66,,完成率100%"),
    ):
        assert told(audited(LONG.replace(before, after))) == []


def test_scores_that_do_not_follow_from_the_facts(folder: Path) -> None:
    """2÷3×4 = 2.6666…: 2.67 is rounded up though nothing is said of rounding, 2.66 is just another number."""
    assert told(audited(LONG, facts=True)) == [("P007", "4得分", "2.66", "2.6666…")]
    up = LONG.replace("2.66,,", "2.67,,").replace("7.66", "7.67")
    assert told(audited(up, facts=True)) == [("P006", "4得分", "2.67", "2.6666…")]
    other = up.replace("月报,,,4,3", "月报,,,4,2").replace("7.67", "6.67")
    assert told(audited(other, facts=True))[0] == ("P007", "2得分", "2", "3")


def test_rounding_that_the_rules_state_is_right(folder: Path) -> None:
    rules = RULES.replace("单位  甲镇", "取值  每项得分四舍五入保留2位小数\n单位  甲镇")
    up = LONG.replace("2.66,,", "2.67,,").replace("7.66", "7.67")
    assert told(audited(up, facts=True, rules=rules)) == []
    more = LONG.replace("2.66,,", "2.7,,").replace("7.66", "7.7")
    found = audited(more, facts=True, rules=rules)
    assert told(found) == [("P006", "4得分", "2.7", "2.67")]
    assert str(found.findings[0].rule) == "月报.rubric:5 取值"


def test_a_finding_states_rule_and_arithmetic(folder: Path) -> None:
    (finding,) = audited(
        LONG.replace("月报,,,4,3", "月报,,,4,4").replace("7.66", "8.66"), facts=True
    ).findings[:1]
    assert (finding.code, str(finding.rule)) == ("P007", "月报.rubric:9 第1.1条")
    assert "迟报" in finding.witness
    assert "公布4分" in finding.message


SHEET = [
    ["项目支出绩效自评表"],
    ["单位名称", "甲镇", "", ""],
    ["项目资金", "全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "得分"],
    ["年度资金总额:", "430.5", "305.5", 10, "70.96%", 7],
    ["其中:本年财政拨款", "430.5", "305.5", "-", "", "-"],
    ["绩效指标", "一级", "二级指标", "三级指标", "指标值", "分值", "得分"],
    ["", "产出", "数量", "指标1：办件", "", 50, 50],
    ["", "", "质量", "指标1：满意率≥90%", "≥90%", 40, 40],
    ["总分", "", "", "", "", 100, 97],
    ["注：1.各部门自评", "", "", "", "", "", ""],
]
SELF_RULES = """办法  自评办法
满分  100分
单位  甲镇、乙镇
一级指标  产出（90分）
  二级指标  数量
    1．办件{办件}的，得50分。
  二级指标  质量
    1．满意{满意}的，得40分。
一级指标  预算资金执行率（10分）
  得分=执行数/预算数×分值，四舍五入取整。
"""


def workbook(folder: Path, **changes: object) -> Path:
    cells = [
        [changes.get(f"{'ABCDEFG'[c]}{r}", value) for c, value in enumerate(row)]
        for r, row in enumerate(SHEET, 1)
    ]

    def merge(book: object) -> None:
        book["自评"].merge_cells("B7:B8")  # type: ignore[index]

    return write(folder / "自评.xlsx", {"说明": [["填表须知"]], "自评": cells}, merge)


def test_the_form_of_self_assessment_with_funds_above_its_indicators(folder: Path) -> None:
    assert told(audited(workbook(folder), rules=SELF_RULES)) == []


@pytest.mark.parametrize(
    ("cell", "value", "wanted"),
    [
        ("E4", "72%", ("P005", "自评.xlsx!自评!E4", "72%", "70.9639…%")),
        ("F4", "8", ("P003", "自评.xlsx!自评!G9", "97", "98")),
        ("G9", 93, ("P003", "自评.xlsx!自评!G9", "93", "97")),
        ("D8", "指标1：满意率≥85%", ("P008", "自评.xlsx!自评!E8", "≥90%", "≥85%")),
        ("G8", "四十多", ("P001", "自评.xlsx!自评!G8", "四十多", "")),
    ],
)
def test_faults_of_a_workbook_are_told_by_cell(
    folder: Path, cell: str, value: object, wanted: tuple[str, ...]
) -> None:
    found = audited(workbook(folder, **{cell: value}), rules=SELF_RULES).findings
    assert [(f.code, Path(str(f.place)).name, f.published, f.recomputed) for f in found] == [wanted]


WIDE = """单位,信息报送（6分）,任务完成（4分）,总分,名次,等次
甲镇,5,2.5,7.5,2,合格
乙镇,5,4,9,1,优秀
合计,10,6.5,16.5,,
"""


def test_a_line_for_each_unit(folder: Path) -> None:
    found = audited(WIDE)
    assert (told(found), found.units, found.figures) == ([], 2, 6)
    assert told(audited(WIDE.replace("乙镇,5,4,9", "乙镇,5,4.5,9.5"))) == [
        ("P002", "3任务完成（4分）", "4.5", "至多4")
    ]
    assert told(audited(WIDE.replace("（6分）", "（5分）")))[0][0] == "P004"
    assert told(audited(WIDE.replace("9,1,优秀", "9,1,合格"))) == [("P009", "3等次", "合格", "优秀")]
    assert told(audited(WIDE, facts=True)) == [("P007", "2任务完成（4分）", "2.5", "2.6666…")]
    assert told(audited(WIDE.replace("乙镇", "丙镇")))[0][:2] == ("P011", "3信息报送（6分）")


def test_a_lost_qualification_may_lower_a_grade(folder: Path) -> None:
    rules = RULES.replace(
        "任务完成（4分）\n", "任务完成（4分）\n  2．弄虚作假{弄虚作假}的，取消年度优秀等次评选资格。\n"
    )
    table = WIDE.replace("9,1,优秀", "9,1,合格")
    assert told(audited(table, rules=rules)) == []
    assert [f[0] for f in told(audited(table, rules=rules, facts=True)) if f[0] == "P009"] == ["P009"]


def test_subtotals(folder: Path) -> None:
    table = """单位：甲镇
一级指标,二级指标,分值,得分
信息报送,小计,6,5
,月报,4,3
,稿件,2,2
任务完成,,4,2
总分,,10,7
"""
    assert told(audited(table)) == []
    assert [f[0] for f in told(audited(table.replace("小计,6,5", "小计,6,6")))] == ["P003"]
    above = table.replace("信息报送,小计", "信息报送,")
    assert told(audited(above)) == []
    assert told(audited(above.replace("信息报送,,6,5", "信息报送,,6,4"))) == [("P003", "3得分", "4", "5")]


def test_several_tables_below_one_another(folder: Path) -> None:
    one = "单位名称,{},,\n一级指标,二级指标,分值,得分\n信息报送,,6,5\n任务完成,,4,{}\n总分,,10,7\n注：一,,,\n"
    found = audited(one.format("甲镇", 2) + one.format("乙镇", 3))
    assert (found.units, found.figures) == (2, 6)
    assert [(f.code, f.unit, f.recomputed) for f in found.findings] == [("P003", "乙镇", "8")]


def test_sheets_of_one_unit_are_rounds_if_they_have_the_same_items_and_else_parts(folder: Path) -> None:
    head = ["单位", "一级指标", "得分"]
    one, two, total = ["甲镇", "信息报送", 5], ["甲镇", "任务完成", 2], ["甲镇", "总分", 7]
    parts = write(folder / "分表.xlsx", {"信息": [head, one], "任务": [head, two, total]})
    found = audited(parts)
    assert (told(found), found.units, found.figures) == ([], 1, 3)
    rounds = write(folder / "两轮.xlsx", {"自评": [head, one], "复评": [head, ["甲镇", "信息报送", 4]]})
    (finding,) = audited(rounds).findings
    assert (finding.code, Path(str(finding.place)).name) == ("P010", "两轮.xlsx!复评!C2")
    assert "自评5分，复评4分" in finding.message


def test_what_the_rules_do_not_know_is_not_compared(folder: Path) -> None:
    found = audited("单位,一级指标,得分\n丙镇,信息报送,5\n甲镇,别的,5\n")
    assert [f.code for f in found.findings] == ["P011", "P011"]
    assert found.figures == 0


def test_two_rounds_item_by_item(folder: Path) -> None:
    review = LONG.replace(",4,3,,", ",4,2.5,,").replace("7.66", "7.16")
    found = audited(LONG, review)
    assert told(found) == [("P010", "2得分", "3分", "2.5分"), ("P010", "5得分", "7.66分", "7.16分")]
    assert "减0.5分" in found.findings[0].message
    both = "单位,一级指标,二级指标,自评得分,复评得分\n甲镇,信息报送,月报,3,2\n,,稿件,2,2\n,任务完成,,4,4\n,总分,,9,8\n"
    assert [f[0] for f in told(audited(both.replace("\n,", "\n甲镇,")))] == ["P010", "P010"]
    assert "自评3分，复评2分" in audited(both.replace("\n,", "\n甲镇,")).findings[0].message


@pytest.mark.parametrize(
    "table", ["", "a,b\n1,2\n", "单位,事项\n甲镇,迟报\n", "单位,一级指标,得分\n", '"没有关上,得分\n']
)
def test_where_nothing_is_compared_it_could_not_run(folder: Path, table: str) -> None:
    Path("表.csv").write_text(table, encoding="utf-8")
    result = CliRunner().invoke(
        cli, ["audit", "月报.rubric", "--published", "表.csv"], catch_exceptions=False
    )
    assert result.exit_code == 2
    assert "表.csv" in result.output


def test_exit_codes_and_json(folder: Path) -> None:
    Path("published.csv").write_text(LONG, encoding="utf-8")
    run = CliRunner()
    assert run.invoke(cli, ["audit", "月报.rubric"]).exit_code == 0
    result = run.invoke(cli, ["audit", "月报.rubric", "--facts", "事实.csv", "--format", "json"])
    assert result.exit_code == 1
    (finding,) = json.loads(result.output)["findings"]
    assert (finding["published"], finding["recomputed"]) == ("2.66", "2.6666…")
    assert finding["rule"] == {"file": "月报.rubric", "line": 13, "words": "第3.1条"}
    Path("published.csv").unlink()
    for arguments in (
        ["月报.rubric"],
        ["没有.rubric"],
        ["月报.rubric", "--published", "没有.csv"],
        ["月报.rubric", "--published", "月报.rubric"],
    ):
        assert run.invoke(cli, ["audit", *arguments], catch_exceptions=False).exit_code == 2


def test_names_are_compared_without_what_is_around_them() -> None:
    assert bare("指标1：办件 （15分）") == "办件"
    sheet = Sheet("表.csv", (Row(1, ("指标", "得分")), Row(2, ("甲", "1"))))
    (paper,) = read_papers(sheet, Words(lambda name: name == "甲", lambda _: False, lambda _: None), "某局")
    assert (paper.unit, paper.lines[0].name) == ("某局", "甲")
    assert {code for code in CODES if code[0] == "P"} == {f"P{n:03}" for n in range(1, 14)}


def test_a_table_that_does_not_say_whose_it_is_is_checked_alone(folder: Path) -> None:
    """It claims no unit; only what facts come to cannot be compared, and it says what to write."""
    table = LONG.replace("单位,", "", 1).replace("甲镇,", "")
    assert told(audited(table)) == []
    (fault,) = audited(table.replace("7.66,", "8.66,")).findings
    assert (fault.code, fault.unit, fault.message) == (
        "P003",
        "",
        "总分是8.66分，各项得分相加是7.66分",
    )
    (whose,) = audited(table, facts=True).findings
    assert (whose.code, whose.unit, whose.published) == ("P011", "", "")
    assert "加一列“单位”" in whose.diagnostic.help
    assert told(audited(f"单位名称,甲镇\n{table}", facts=True)) == [("P007", "5得分", "2.66", "2.6666…")]
    one = table.replace("2.66,,", "2.67,,").replace("7.66", "7.67")
    alone = RULES.replace("单位  甲镇、乙镇", "单位  甲镇")
    Path("事实.csv").write_text(FACTS[: FACTS.index("乙镇")], encoding="utf-8")
    assert [f[0] for f in told(audited(one, facts=True, rules=alone))] == ["P006"]


def test_a_name_that_is_nearly_one_of_the_rules_is_told(folder: Path) -> None:
    (stranger,) = audited(WIDE.replace("乙镇", "乙镇政府")).findings
    assert stranger.diagnostic.help == "是不是“乙镇”？照规则的名单写"


def test_the_sheets_of_a_workbook_are_named_for_rounds_or_units(folder: Path) -> None:
    rules = RULES.replace("单位  甲镇、乙镇\n", "")
    head, line, total = ["一级指标", "得分"], ["信息报送", 5], ["任务完成", 4]
    two = write(folder / "两表.xlsx", {"甲局": [head, line, total], "乙局": [head, ["信息报送", 4], total]})
    found = audited(two, rules=rules)
    assert (told(found), found.units) == ([], 2)
    rounds = write(
        folder / "轮.xlsx", {"自评": [head, line, total], "复评表": [head, ["信息报送", 4], total]}
    )
    (finding,) = audited(rounds, rules=rules).findings
    assert finding.message == "「信息报送」自评5分，复评表4分，减1分"
