"""Tables that list units, and what they leave out: items, units, columns; and units that they list twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.audit.run import Audit, audit
from kaoping.cli import cli
from kaoping.pipeline import score
from kaoping.resolve import load
from kaoping.source import SourceFile
from workbooks import write

RULES = """办法  某县2024年考核办法
期间  2024-01-01 至 2024-12-31
满分  10分，总分不高于10分
等次  优秀（S≥9）、合格（9＞S≥6）、不合格（S＜6）
单位  甲镇、乙镇、丙镇

一级指标  信息报送（6分）
  迟报{迟报}一次扣0.5分，扣完为止。
一级指标  任务完成（4分）
  得分=完成数/任务数×分值。
一级指标  加分项
  获得表彰{表彰}的，每次加1分。
一级指标  否决项
  发生重大事故{事故}的，一票否决，直接定为不合格等次。
"""
TABLE = """单位,信息报送,任务完成,加分项,总分,等次
甲镇,5,2.5,0,7.5,合格
乙镇,6,4,1,10,优秀
丙镇,4.5,2,0,6.5,合格
"""
FACTS = "单位,迟报,完成数,任务数,表彰,事故\n甲镇,2,5,8,0,0\n乙镇,0,3,3,1,0\n丙镇,3,1,2,0,0\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def audited(*tables: str | Path, rules: str = RULES, facts: str = "") -> Audit:
    rule = Path("办法.rubric")
    rule.write_text(rules, encoding="utf-8")
    paths = [
        table if isinstance(table, Path) else Path(f"公布{n or ''}.csv") for n, table in enumerate(tables)
    ]
    for path, table in zip(paths, tables, strict=True):
        if isinstance(table, str):
            path.write_text(table, encoding="utf-8")
    rubric = load(rule).rubric
    assert rubric is not None
    if not facts:
        return audit(rubric, SourceFile.read(rule), paths)
    Path("事实.csv").write_text(facts, encoding="utf-8")
    run = score(rule, [Path("事实.csv")])
    return audit(rubric, SourceFile.read(rule), paths, run.sheet, run.intake)


def told(found: Audit) -> list[tuple[str, str, str]]:
    return [(one.code, str(one.place), one.message) for one in found.findings]


@pytest.mark.parametrize(
    "table", [TABLE, TABLE.replace("加分项,", "加分项,否决项,").replace("0,7.5", "0,,7.5")]
)
def test_an_indicator_that_only_costs_a_grade_is_not_needed_for_sums(table: str) -> None:
    rows = table.replace("1,10", "1,0,10").replace("0,6.5", "0,,6.5") if "否决项" in table else table
    assert told(audited(rows)) == []
    (fault,) = audited(rows.replace("7.5,合格", "8.5,合格")).findings
    assert (fault.code, fault.published, fault.recomputed) == ("P003", "8.5", "7.5")


def test_an_indicator_without_stated_points_that_can_give_some_is_missed() -> None:
    """Without it nothing can be added up; that is told, so that the silence on sums is understood."""
    table = "\n".join(",".join(row.split(",")[:3] + row.split(",")[4:]) for row in TABLE.split())
    (fault,) = audited(table).findings
    assert (fault.code, fault.message) == ("P011", "表里没有「加分项」")


def test_points_beyond_the_full_mark_may_be_left_out_of_it() -> None:
    rules = RULES.replace("加分项\n", "加分项（2分）\n").replace("每次加1分", "每次加1分，最高加2分")
    table = "单位,一级指标,分值,得分\n" + "".join(
        f"甲镇,{name},{mark},{got}\n"
        for name, mark, got in [("信息报送", 6, 5), ("任务完成", 4, 3), ("加分项", 2, 1), ("总分", 10, 9)]
    )
    assert told(audited(table, rules=rules)) == []


def test_a_formula_that_was_never_calculated_is_told_as_one() -> None:
    head, *rows = [row.split(",") for row in TABLE.replace("乙镇,6,4,1,10", "乙镇,6,4,1,").split()]
    path = write(Path("公布.xlsx"), {"公示": [head, *[[*row[:4], "=SUM(B:D)", row[5]] for row in rows]]})
    fault = audited(path).findings[1]
    assert (fault.code, str(fault.place), fault.recomputed) == ("P001", "公布.xlsx!公示!E3", "10")
    assert fault.message == "“乙镇”的总分：这一格是公式，文件里没有存它的结果，各项得分相加是10分"
    assert fault.diagnostic.help == "请用表格软件打开、重新计算并保存，或把公式换成数值"
    assert fault.witness == "6 + 4 + 1 = 11，总分不高于10分"


OWN = """单位,一级指标,自评得分,复评得分
甲镇,信息报送,6,5
甲镇,任务完成,3,2
甲镇,加分项,0,0
甲镇,总分,9,7
"""


def test_what_a_unit_says_of_itself_is_compared_with_the_review_and_not_with_the_facts() -> None:
    found = audited(OWN, facts=FACTS)
    assert [(one.code, one.place.column, one.published, one.recomputed) for one in found.findings] == [
        ("P007", "复评得分", "2", "2.5"),
        ("P010", "复评得分", "6分", "5分"),
        ("P010", "复评得分", "3分", "2分"),
        ("P010", "复评得分", "9分", "7分"),
    ]
    wrong = audited(OWN.replace("总分,9", "总分,10"), facts=FACTS).findings
    assert ("P003", "自评得分") in [(one.code, one.place.column) for one in wrong]


def test_alone_it_is_compared_with_the_facts() -> None:
    alone = "\n".join(row.rpartition(",")[0] for row in OWN.split())
    assert [one.code for one in audited(alone, facts=FACTS).findings] == ["P007", "P006"]


def test_tables_and_rules_are_named_as_they_were_given(folder: Path) -> None:
    (folder / "规则").mkdir()
    (folder / "表").mkdir()
    Path("规则/办法.rubric").write_text(RULES, encoding="utf-8")
    Path("表/公布.csv").write_text(TABLE.replace("7.5,合格", "8.5,合格"), encoding="utf-8")
    result = CliRunner().invoke(cli, ["audit", "规则", "--published", "表/公布.csv"], catch_exceptions=False)
    place, _, rule = result.output.split("\n")[:3]
    assert place.startswith(f"{Path('表/公布.csv')} 第2行「总分」")
    assert f"依据 {Path('规则/办法.rubric')}:3" in rule


LONG = "单位,一级指标,得分\n甲镇,信息报送,5\n甲镇,任务完成,2.5\n甲镇,加分项,0\n甲镇,总分,7.5\n"


@pytest.mark.parametrize(
    ("table", "where", "once"),
    [
        (TABLE + "甲镇,5,2.5,0,7.5,合格\n", "第5行", "第2行"),
        (LONG + LONG.split("\n", 1)[1], "第6行", "第2行"),
    ],
)
def test_a_unit_that_is_listed_twice_is_told_once_and_each_row_is_checked(
    table: str, where: str, once: str
) -> None:
    (fault,) = audited(table, facts=FACTS).findings
    assert (fault.code, str(fault.place)) == ("P011", f"公布.csv {where}")
    assert fault.message == f"“甲镇”列了两次，前面在{once}；各自核对"
    head, _, last = table.rpartition("7.5")
    wrong = audited(f"{head}8.5{last}", facts=FACTS)
    assert [one.code for one in wrong.findings] == ["P011", "P003"]
    assert wrong.findings[1].message == "“甲镇”的总分是8.5分，各项得分相加是7.5分"


def test_of_three_listings_it_is_told_once() -> None:
    (fault,) = audited(TABLE + 2 * "甲镇,5,2.5,0,7.5,合格\n").findings
    assert fault.message == "“甲镇”列了3次，前面在第2行；各自核对"


def test_a_unit_of_the_rules_that_a_list_leaves_out() -> None:
    short = TABLE.replace("乙镇,6,4,1,10,优秀\n", "")
    (fault,) = audited(short).findings
    assert (fault.code, str(fault.place), fault.unit) == ("P011", "公布.csv", "乙镇")
    assert fault.message == "公布的表里没有“乙镇”"
    assert "kaoping.toml" in fault.diagnostic.help
    renamed = audited(TABLE.replace("乙镇", "乙镇政府")).findings  # told by that name already
    assert [one.message for one in renamed] == ["规则里没有单位“乙镇政府”，没有核对它的得分"]


def test_a_unit_of_the_facts_that_a_list_leaves_out() -> None:
    unlisted = RULES.replace("单位  甲镇、乙镇、丙镇\n", "")
    short = TABLE.replace("丙镇,4.5,2,0,6.5,合格\n", "")
    assert audited(short, rules=unlisted).findings == ()
    (fault,) = audited(short, rules=unlisted, facts=FACTS).findings
    assert fault.message == "公布的表里没有“丙镇”"


def test_tables_of_single_units_say_nothing_of_others() -> None:
    assert audited(LONG).findings == ()
    assert audited(LONG, LONG.replace("甲镇", "乙镇")).findings == ()
    head, *rows = [row.split(",")[1:] for row in LONG.split()]
    sheets = write(Path("分表.xlsx"), {"甲镇": [head, *rows], "乙镇": [head, *rows]})
    assert audited(sheets).findings == ()
    form = "单位名称,{}\n" + "".join(",".join(row) + "\n" for row in [head, *rows])
    assert audited(form.format("甲镇") + form.format("乙镇")).findings == ()


KINDS = """办法  分类评价
期间  2024-01-01 至 2024-12-31
单位  县：甲县、乙县、丙县
单位  部门：教育局、民政局
满分  10分
一、县
一级指标  信息报送（10分）
  迟报{迟报}一次扣0.5分，扣完为止。
二、部门
一级指标  任务完成（10分）
  得分=完成数/任务数×分值。
"""


def test_lists_of_one_kind_of_units_need_no_units_of_another() -> None:
    table = "单位,信息报送,总分\n甲县,5,5\n乙县,6,6\n丙县,7,7\n"
    assert audited(table, rules=KINDS).findings == ()
    (fault,) = audited(table.replace("丙县,7,7\n", ""), rules=KINDS).findings
    assert fault.message == "公布的表里没有“丙县”"


def test_a_column_that_the_rules_do_not_know_is_told_once() -> None:
    (fault,) = audited(TABLE.replace("信息报送", "信息工作")).findings
    assert (fault.code, fault.unit, str(fault.place)) == ("P011", "", "公布.csv 第1行「信息工作」")
    assert fault.message == "「信息工作」在规则里没有，没有核对"
    assert fault.diagnostic.help == "是不是「信息报送」？照规则写"
    (fault,) = audited(TABLE.replace("信息报送", "日常工作")).findings
    assert (str(fault.place), fault.message) == ("公布.csv 第1行", "表里没有「信息报送」（6分）")
    assert fault.diagnostic.help == "没有读的列有「日常工作」；是其中一列的，照规则写"
