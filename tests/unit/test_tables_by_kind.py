"""Different tables for different kinds of unit, in one rule file: 一、县（市、区） / 二、市直部门."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from casework import changes_of, intake_of, rubric_of, scored
from kaoping.assess import Assessment
from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.ledger import Header, Ledger
from kaoping.lint.checks import full_mark
from kaoping.lint.run import lint
from kaoping.model import TOTAL
from kaoping.plan import make_plan
from kaoping.render.scores import FORMATS
from kaoping.render.text import format_diagnostic
from kaoping.render.trail import trail
from kaoping.sheet import Sheet, Standing
from kaoping.source import SourceFile

D = Decimal
UNITS = """单位  县（市、区）：甲县、乙县、丙县
单位  市直部门：教育局、民政局
"""
COUNTIES = """一、县（市、区）
一级指标  应用（60分）
  数据采集部门  大数据局
  二级指标  会议（40分）
    1．缺席{缺席}每次扣4分，最高扣40分。
  二级指标  推广（20分）
    数据采集部门  服务中心，大数据局
    第1名{注册数}，得20分；第2-3名，得10分。
一级指标  安全（40分）
  被通报{通报}的，每次扣10分，扣完为止。
"""
DEPARTMENTS = """二、市直部门
等次  好（S≥90）、差（S＜90）
一级指标  应用（50分）
  数据采集部门  服务中心
  及时率{及时率}达到100%，得满分，每下降1个百分点扣1分，扣完为止。
一级指标  安全（50分）
  被通报{通报}的，每次扣5分，扣完为止。
"""
RULES = UNITS + "满分  100分\n等次  优秀（S≥90）、一般（S＜90）\n" + COUNTIES + DEPARTMENTS
VALUES = "单位,注册数,及时率\n甲县,300,\n乙县,200,\n丙县,100,\n教育局,,95%\n民政局,,100%\n"
EVENTS = "单位,事项\n甲县,缺席\n甲县,通报\n教育局,通报\n"


def sheet() -> Sheet:
    return scored(RULES, VALUES, EVENTS)


def of(found: Sheet, unit: str) -> Standing:
    return next(standing for standing in found.standings if standing.unit == unit)


def faults(text: str) -> list[str]:
    found = lint(SourceFile("甲.rubric", "办法  某办法\n" + text), checks=(full_mark.CHECK,))
    return [format_diagnostic(d).split("\n")[0] for d in found.findings]


def test_each_unit_is_scored_by_the_table_of_its_kind() -> None:
    found = sheet()
    totals = {s.unit: (s.total.low, s.total.high) for s in found.standings}
    assert totals == {
        "甲县": (D(86), D(86)),  # 36 + 20 + 30
        "乙县": (D(90), D(90)),  # 40 + 10 + 40
        "丙县": (D(90), D(90)),
        "教育局": (D(90), D(90)),  # 45 + 45
        "民政局": (D(100), D(100)),
    }


def test_ranks_and_grades_are_those_of_the_kind() -> None:
    found = sheet()
    assert {s.unit: (s.ranks[0], s.grades[0]) for s in found.standings} == {
        "甲县": (3, "一般"),
        "乙县": (1, "优秀"),
        "丙县": (1, "优秀"),
        "教育局": (2, "好"),
        "民政局": (1, "好"),
    }


def test_clauses_and_indicators_are_numbered_through() -> None:
    rubric = rubric_of(RULES)
    assert [clause.id for clause in rubric.clauses()] == ["1.1", "2.1", "3.1", "4.1", "5.1"]
    ids = [indicator.id for indicator in rubric.walk()]
    assert len(set(ids)) == len(ids)
    assert [table.full for table in rubric.tables] == [D(100), D(100)]


def test_one_kind_of_event_may_serve_both_tables() -> None:
    """通报 touches clauses of both tables; the unit's own one counts it, the other has no entry."""
    found = sheet()
    nodes = {(e.unit, e.node) for e in found.assessment.ledger.entries if e.cause != "opening"}
    assert ("甲县", "3.1") in nodes
    assert ("教育局", "5.1") in nodes
    assert not nodes & {("甲县", "5.1"), ("教育局", "3.1"), ("教育局", "1.1")}


@pytest.mark.parametrize("engine", [ReferenceEngine, DurableEngine])
def test_a_stream_comes_to_the_same_scores(engine: type) -> None:
    rubric = rubric_of(RULES)
    assessment = Assessment(make_plan(rubric), engine, rubric.units, Ledger(Header("某办法", {}, {})))
    for change in reversed(changes_of(rubric, VALUES, EVENTS)):
        assessment.apply(change)
    assessment.check()
    assert [assessment.node(unit, TOTAL).low for unit in rubric.units] == [D(86), D(90), D(90), D(90), D(100)]


def test_units_of_another_kind_do_not_keep_a_rank_open() -> None:
    """The departments have no 注册数 and never will."""
    assert sheet().clause("甲县", list(rubric_of(RULES).clauses())[1]).pending == ()


def test_a_fact_that_the_table_of_the_unit_has_no_use_for_is_refused() -> None:
    found = intake_of(rubric_of(RULES), "单位,注册数,及时率\n甲县,300,95%\n教育局,1,95%\n")
    assert (found.accepted, found.refused) == (2, 2)
    assert [format_diagnostic(d) for d in found.diagnostics] == [
        "1.csv 第2行「及时率」: 错误[F013] 「及时率」是评“市直部门”的事项，甲县属于“县（市、区）”，没有哪一条用到它\n"
        "  → 请核对单位和事项是否填错；不该填的，请清空这一格",
        "1.csv 第3行「注册数」: 错误[F013] 「注册数」是评“县（市、区）”的事项，教育局属于“市直部门”，没有哪一条用到它\n"
        "  → 请核对单位和事项是否填错；不该填的，请清空这一格",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "单位,注册数,及时率\n甲县,300,\n教育局,,95%\n民政局,,\n",
        "指标,甲县,教育局,民政局\n注册数,300,,\n及时率,,95%,\n",
    ],
)
def test_only_cells_that_somebody_is_asked_to_fill_count_as_empty(table: str) -> None:
    (note,) = intake_of(rubric_of(RULES), table).diagnostics
    assert note.message == "有 1 格是空的，按没有给出处理"


def test_facts_know_which_kinds_are_asked_for_them() -> None:
    specs = {spec.name: spec.kinds for spec in rubric_of(RULES).facts}
    assert specs == {
        "缺席": ("县（市、区）",),
        "注册数": ("县（市、区）",),
        "通报": ("县（市、区）", "市直部门"),
        "及时率": ("市直部门",),
    }


def test_collecting_departments_are_kept_and_handed_down() -> None:
    leaves = {i.id: i.collectors for i in rubric_of(RULES).walk() if i.clauses}
    assert leaves == {
        "1": ("大数据局",),
        "2": ("服务中心", "大数据局"),
        "3": (),
        "4": ("服务中心",),
        "5": (),
    }


def test_explanations_name_the_kind_and_whom_to_ask() -> None:
    found = sheet()
    told = trail(found, of(found, "甲县"))
    assert "　县（市、区）\n甲县 得分说明\n" in told
    assert "▸ 2　推广（20分）：20分\n  数据采集部门：服务中心、大数据局\n" in told
    assert "■ 总分：86分，第3名（共3个县（市、区））" in told
    assert "4.1" not in told


def test_every_format_keeps_the_kinds_apart() -> None:
    found = sheet()
    table = FORMATS["table"](found, found.standings)
    assert (
        table.index("　县（市、区）")
        < table.index("丙县")
        < table.index("　市直部门")
        < table.index("教育局")
    )
    page = FORMATS["md"](found, found.standings)
    assert (
        page.index("## 县（市、区）")
        < page.index("| 丙县 |")
        < page.index("## 市直部门")
        < page.index("| 教育局 |")
    )
    assert FORMATS["csv"](found, found.standings).lstrip("\ufeff").split("\n") == [
        "单位,类别,应用,会议,推广,安全,总分,名次,等次,待评条目,拒收",
        "甲县,县（市、区）,56,36,20,30,86,3,一般,,0",
        "乙县,县（市、区）,50,40,10,40,90,1,优秀,,0",
        "丙县,县（市、区）,50,40,10,40,90,1,优秀,,0",
        "",
        "单位,类别,应用,安全,总分,名次,等次,待评条目,拒收",
        "教育局,市直部门,45,45,90,2,好,,0",
        "民政局,市直部门,50,50,100,1,好,,0",
    ]
    data = json.loads(FORMATS["json"](found, found.standings))
    assert [(unit["kind"], unit["full"], len(unit["clauses"])) for unit in data["units"]] == [
        *[("县（市、区）", "100", 3)] * 3,
        *[("市直部门", "100", 2)] * 2,
    ]
    alone = FORMATS["table"](found, [of(found, "教育局")])
    assert "推广" not in alone
    assert "应用" in alone


def test_a_line_may_say_for_which_kind_a_table_is() -> None:
    same = RULES.replace("一、县（市、区）", "适用  县（市、区）").replace("二、市直部门", "适用：市直部门")
    assert rubric_of(same).model_dump(exclude={"digest"}) == rubric_of(RULES).model_dump(exclude={"digest"})


def test_a_table_may_have_a_full_mark_of_its_own() -> None:
    fewer = DEPARTMENTS.replace("等次", "满分  80分\n等次").replace("安全（50分）", "安全（30分）")
    assert [table.full for table in rubric_of(UNITS + "满分  100分\n" + COUNTIES + fewer).tables] == [
        D(100),
        D(80),
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (UNITS + COUNTIES, "没有评「市直部门」的指标"),
        (UNITS + COUNTIES + COUNTIES + DEPARTMENTS, "评「县（市、区）」的指标已经开始过"),
        (UNITS + "一级指标  甲\n得5分。\n", "单位分了类，先写这个指标评哪一类"),
        (UNITS + "适用  开发区\n" + COUNTIES + DEPARTMENTS, "前面没有写哪些单位是「开发区」"),
        (UNITS + "单位  丁县\n" + COUNTIES + DEPARTMENTS, "有的单位写了类别，有的没有写"),
        ("单位  县：甲县\n单位  局：甲县\n", "单位「甲县」写了两次"),
        (
            UNITS + "满分  90分\n" + COUNTIES + DEPARTMENTS,
            "「县（市、区）」的一级指标合计100分，满分写的是90分",
        ),
        (UNITS + "满分  100分\n满分  90分\n" + COUNTIES + DEPARTMENTS, "「满分」写了两次"),
        (UNITS + COUNTIES + "二、市直部门\n", "评「市直部门」的指标一个也没有"),
    ],
)
def test_what_is_wrong_is_told(text: str, wrong: str) -> None:
    assert any(wrong in fault for fault in faults(text)), faults(text)


def test_a_heading_that_names_no_kind_is_a_clause() -> None:
    rubric = rubric_of("一级指标  甲（5分）\n一、建立了机制的，得2分；\n二、开展了检查的，得3分。\n")
    assert [clause.wording[:2] for clause in rubric.clauses()] == ["一、", "二、"]


def test_the_full_mark_of_a_rubric_without_kinds_is_checked_too() -> None:
    assert faults("满分  10分\n一级指标  甲（5分）\n建立了机制的，得5分。\n") == [
        "甲.rubric:2:1: 警告[M002] 一级指标合计5分，满分写的是10分"
    ]


def test_only_a_bonus_goes_beyond_the_full_mark() -> None:
    """A ceiling over the total is no leave for a miscounted table."""
    head, regular = "满分  10分，总分不高于10分\n", "一级指标  甲（10分）\n建立了机制的，得10分。\n"
    assert faults(head + regular.replace("10分", "12分")) == [
        "甲.rubric:2:1: 警告[M002] 一级指标合计12分，满分写的是10分"
    ]
    bonus = "一级指标  加分项（3分）\n获奖的，得3分。\n"
    assert faults(head + regular + bonus) == []
    assert faults(head + regular + bonus.replace("（3分）", "")) == []
    assert faults(head + regular.replace("10分", "7分") + bonus) == []
