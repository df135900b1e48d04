"""What is still missing, for whom, and how many points hang on it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from casework import assess, changes_of, rubric_of
from kaoping.gaps import Gaps, find_gaps, standing_facts
from kaoping.render.gaps import FORMATS, notes, summary
from kaoping.resolve.points import UNBOUNDED
from kaoping.sheet import make_sheet

D = Decimal
RULE = """办法  甲办法
满分  20分
单位  甲县、乙县、丙县
事实  任务数：数值（个）
一级指标  过程（10分）
  数据采集部门  大数据局
  1．完成率{完成数 / 任务数}≥100%，得4分；100%＞完成率≥80%，得2分；完成率＜80%，不得分。
  2．超额率{超额数 / 任务数}≥50%，得1分；超额率＜50%，不得分。
  3．建立机制{有机制}，得2分，否则不得分。
  4．得3分，漏报{漏报}一次扣1分，扣完为止。
一级指标  效果（10分）
  1．人均{注册数}第1名，得5分；第2名，得3分；第2名之后，得1分。
  2．平均时长{合计(申诉.时长) / 次数(申诉)}≤12小时，得3分；平均时长＞12小时，不得分。
  3．及时率{及时率}90%-100%得2分；80%-89%得1分；80%以下不得分。
"""
ALL = (
    "单位,完成数,任务数,超额数,有机制,注册数,及时率\n"
    "甲县,10,10,5,是,300,95%\n乙县,9,10,5,是,200,95%\n丙县,9,10,5,否,100,85%\n"
)
EVENTS = "单位,事项,时长\n甲县,申诉,5\n乙县,申诉,5\n丙县,申诉,5\n"


def gaps(*tables: str, rule: str = RULE, unit: str = "", units: tuple[str, ...] = ()) -> Gaps:
    rubric = rubric_of(rule)
    changes = changes_of(rubric, *tables)
    sheet = make_sheet(assess(rubric, changes, units=units))
    standings = [standing for standing in sheet.standings if not unit or standing.unit == unit]
    return find_gaps(sheet, standings, standing_facts(changes))


def rows(found: Gaps) -> list[tuple[str, str, str, str]]:
    return [
        (gap.unit, gap.spec.name, "、".join(stake.clause for stake in gap.stakes), str(gap.points))
        for gap in found.rows
    ]


def test_nothing_is_missing() -> None:
    found = gaps(ALL, EVENTS)
    assert found.rows == ()
    assert [(unit.unit, unit.facts, unit.points) for unit in found.units] == [
        ("甲县", 0, D(0)),
        ("乙县", 0, D(0)),
        ("丙县", 0, D(0)),
    ]
    assert summary(found) == "不缺事实。"


def test_each_missing_fact_with_the_clauses_and_points_that_hang_on_it() -> None:
    without = ALL.replace("乙县,9,10,5,是", "乙县,9,,5,").replace("丙县,9,10,5,否", "丙县,,10,5,否")
    found = gaps(without, EVENTS)
    assert rows(found) == [
        ("乙县", "任务数", "1.1、1.2", "5"),
        ("丙县", "完成数", "1.1", "4"),
        ("乙县", "有机制", "1.3", "2"),
    ]
    assert [
        (unit.facts, str(unit.points), str(unit.total.low), str(unit.total.high)) for unit in found.units
    ] == [
        (0, "0", "20", "20"),
        (2, "7", "11", "18"),
        (1, "4", "9", "13"),
    ]
    assert found.points == D(11)
    assert summary(found) == "还缺 3 项事实，涉及 11 分（2 个单位）。"


def test_facts_that_decide_together_name_each_other_and_count_once() -> None:
    found = gaps(ALL.replace("甲县,10,10,5", "甲县,,,5"), EVENTS, unit="甲县")
    assert [(gap.spec.name, [(s.clause, s.beside) for s in gap.stakes]) for gap in found.rows] == [
        ("任务数", [("1.1", ("完成数",)), ("1.2", ())]),
        ("完成数", [("1.1", ("任务数",))]),
    ]
    assert found.units[0].points == D(5)
    text = FORMATS["table"](found)
    assert "第1.1条与「完成数」共同决定" in text
    assert "还缺 2 项事实，涉及 5 分。" in text


def test_a_place_waits_for_the_figure_of_another_unit() -> None:
    found = gaps(ALL.replace("是,300", "是,"), EVENTS)
    (gap,) = found.rows
    assert (gap.unit, gap.spec.name, gap.points) == ("甲县", "注册数", D(4))
    assert (gap.stakes[0].others, gap.stakes[0].others_points) == (2, D(4))  # 乙县 1～2名，丙县 2～3名
    assert "另有2个单位第2.1条的名次（共4分）等它" in FORMATS["table"](found)
    assert [(item.unit, item.clause) for item in found.open] == [("乙县", "2.1"), ("丙县", "2.1")]
    assert gaps(ALL.replace("是,300", "是,"), EVENTS, unit="乙县").rows == ()


def test_an_event_without_which_no_ratio_can_be_had_is_missing() -> None:
    found = gaps(ALL, EVENTS.replace("乙县,申诉,5\n", ""))
    (gap,) = found.rows
    assert (gap.unit, gap.spec.name, gap.points, gap.given) == ("乙县", "申诉", D(3), False)
    assert "至少要有一件" in FORMATS["csv"](found)
    assert [spec.name for spec in found.unrecorded] == ["漏报"]


def test_a_divisor_of_nothing_is_given_but_of_no_use() -> None:
    found = gaps(ALL.replace("甲县,10,10,5", "甲县,10,0,5"), EVENTS)
    (gap,) = found.rows
    assert (gap.spec.name, gap.given, gap.points) == ("任务数", True, D(5))
    assert "已有，请改正或补全" in FORMATS["table"](found)
    assert "「任务数」为 0，算不出比率" in FORMATS["table"](found)


def test_rows_that_are_scored_one_by_one_are_named() -> None:
    rule = """办法  逐项
单位  甲县
事实  任务：事件（项），名称、完成率（百分比）、分值（数值）
一级指标  任务（10分）
  得分计算方法应用完成率{任务，逐项}×该指标分值。
"""
    found = gaps("单位,事项,名称,完成率,分值\n甲县,任务,一,90%,6\n甲县,任务,二,,4\n", rule=rule)
    (gap,) = found.rows
    (stake,) = gap.stakes
    assert (gap.spec.name, gap.given, stake.points) == ("任务", True, D(4))
    assert stake.reasons == ("1.csv 第3行没有“完成率”",)
    table = FORMATS["table"](found)
    assert "已有，请改正或补全" in table
    assert "1.csv 第3行没有“完成率”" in table


def test_a_withdrawn_value_is_not_there() -> None:
    found = gaps(ALL, EVENTS, "单位,事项,操作,说明\n甲县,任务数,撤回,口径有误\n")
    assert [(gap.spec.name, gap.given) for gap in found.rows] == [("任务数", False)]


def test_events_of_which_there_are_none_are_noted_and_not_missing() -> None:
    found = gaps(ALL, EVENTS)
    assert notes(found) == ["一件也没有登记的事项，按没有发生计，请确认确实没有：「漏报」（1.4）"]
    assert gaps(ALL, EVENTS, "单位,事项\n甲县,漏报\n").unrecorded == ()
    assert [s.name for s in gaps(ALL, EVENTS, "单位,事项\n甲县,漏报\n", unit="乙县").unrecorded] == ["漏报"]


def test_a_value_between_two_tiers_is_open_though_nothing_is_missing() -> None:
    found = gaps(ALL.replace("丙县,9,10,5,否,100,85%", "丙县,9,10,5,否,100,89.5%"), EVENTS)
    assert found.rows == ()
    assert [(item.unit, item.clause) for item in found.open] == [("丙县", "2.3")]
    assert notes(found)[0].startswith("第2.3条待评，但丙县不缺事实：")


def test_without_facts_it_is_a_checklist_and_what_all_lack_alike_is_one_row() -> None:
    found = gaps()
    assert len(found.rows) == 3 * 7
    lines = FORMATS["table"](found).splitlines()
    assert sum("全部3个单位" in line for line in lines) == 7 + 1
    assert "大数据局" in FORMATS["md"](found)
    assert len(FORMATS["csv"](found).splitlines()) == 1 + 3 * 7
    assert found.rows[0].collectors == ("大数据局",)


def test_a_rubric_without_a_list_of_units_says_what_it_cannot_see() -> None:
    rule = RULE.replace("单位  甲县、乙县、丙县\n", "")
    found = gaps("单位,注册数\n甲县,5\n", rule=rule)
    assert {gap.unit for gap in found.rows} == {"甲县"}
    assert notes(found)[0] == "办法没有列出单位名单，一条事实也没有的单位查不出来"
    assert {gap.unit for gap in gaps(rule=rule, units=("每个单位",)).rows} == {"每个单位"}


def test_points_without_bound_are_told_as_such() -> None:
    rule = "办法  甲办法\n单位  甲县\n一级指标  加分项\n  招商引资额{招商引资额}每1万元加1分。\n"
    found = gaps(rule=rule)
    assert [(gap.spec.name, gap.points >= UNBOUNDED) for gap in found.rows] == [("招商引资额", True)]
    assert "还缺 1 项事实，涉及的分值没有上限。" in FORMATS["table"](found)


def test_a_qualification_that_hangs_on_a_fact_is_told() -> None:
    rule = (
        "办法  甲办法\n等次  优秀（S≥5）、一般（S＜5）\n单位  甲县\n一级指标  甲（10分）\n"
        "  1．漏报{漏报}一次扣1分，扣完为止。\n  2．满意率{满意 / 调查}低于60%的，取消评优资格。\n"
    )
    found = gaps(rule=rule)
    assert [(gap.spec.name, gap.points) for gap in found.rows] == [("满意", D(0)), ("调查", D(0))]
    assert "关系到是否取消评优资格" in FORMATS["table"](found)


def test_json_for_programs() -> None:
    found = gaps(ALL.replace("丙县,9,10,5,否", "丙县,,10,5,否"), EVENTS)
    data = json.loads(FORMATS["json"](found), parse_float=pytest.fail)
    assert data["missing"] == [
        {
            "unit": "丙县",
            "fact": "完成数",
            "label": "完成数",
            "kind": "value",
            "type": "number",
            "fill": "填数",
            "given": False,
            "points": "4",
            "clauses": [
                {
                    "clause": "1.1",
                    "points": "4",
                    "reasons": ["还没有「完成数」"],
                    "beside": [],
                    "qualifications": [],
                    "others": 0,
                    "others_points": "0",
                }
            ],
            "collectors": ["大数据局"],
        }
    ]
    assert (data["count"], data["points"]) == (1, "4")
    assert data["units"][2] == {"unit": "丙县", "missing": 1, "points": "4", "score": "9", "at_most": "13"}
    assert data["unrecorded"] == [{"fact": "漏报", "clauses": ["1.4"]}]


def test_each_kind_of_unit_is_asked_for_its_own_facts() -> None:
    rule = (
        "办法  甲办法\n单位  县：甲县、乙县\n单位  部门：教育局\n"
        "一、县\n一级指标  甲（5分）\n  建立机制{有机制}，得5分，否则不得分。\n"
        "二、部门\n一级指标  甲（5分）\n  完成率{完成率}≥90%，得5分；完成率＜90%，不得分。\n"
    )
    found = gaps(rule=rule)
    assert rows(found) == [
        ("甲县", "有机制", "1.1", "5"),
        ("乙县", "有机制", "1.1", "5"),
        ("教育局", "完成率", "2.1", "5"),
    ]
    assert "县（全部2个）" in FORMATS["table"](found)
