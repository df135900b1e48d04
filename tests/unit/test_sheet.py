from __future__ import annotations

from decimal import Decimal

import pytest

from casework import points, scored
from kaoping.language.outline import Grade
from kaoping.sentences import lost
from kaoping.sheet import Points, Sheet, Standing, barred_from, best_first

D = Decimal
GRADES = "等次  优秀（S≥90）、良好（90＞S≥80）、中等（80＞S≥60）、差（S＜60）\n"
VETO = (
    GRADES
    + "一级指标 甲\n1．资料，95分。每漏报{漏报}一次扣1分。\n2．每出现一次上访{上访}，扣1分，超过2次扣完3分并取消年度优秀等次评选资格。\n"
)


def standing(sheet: Sheet, unit: str = "甲县") -> Standing:
    return next(s for s in sheet.standings if s.unit == unit)


def given(**scores: str) -> Sheet:
    rows = "\n".join(f"{unit}县,{score}" for unit, score in scores.items())
    rule = GRADES + "单位  甲县、乙县、丙县、丁县\n一级指标 甲\n完成率，100分。按比例得分。\n"
    return scored(rule, f"单位,1.1\n{rows}")


def test_units_stand_in_the_order_of_the_rubric_with_competition_ranks() -> None:
    sheet = given(甲="80%", 乙="95%", 丙="80%", 丁="10%")
    assert [(s.unit, s.ranks, s.grades) for s in sheet.standings] == [
        ("甲县", (2, 2), ("良好",)),
        ("乙县", (1, 1), ("优秀",)),
        ("丙县", (2, 2), ("良好",)),
        ("丁县", (4, 4), ("差",)),
    ]
    assert sheet.settled


def test_an_open_total_leaves_open_the_ranks_and_grades_that_it_could_change() -> None:
    sheet = given(甲="80%", 乙="95%", 丙="60%")
    assert [(s.unit, s.total, s.ranks, s.grades) for s in sheet.standings] == [
        ("甲县", Points(D(80), D(80)), (2, 3), ("良好",)),
        ("乙县", Points(D(95), D(95)), (1, 2), ("优秀",)),
        ("丙县", Points(D(60), D(60)), (3, 4), ("中等",)),
        ("丁县", Points(D(0), D(100)), (1, 4), ("优秀", "良好", "中等", "差")),
    ]
    assert not sheet.settled


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90", "优秀"), ("89.9999999999999999999999999999999999", "良好"), ("80", "良好"), ("60", "中等")],
)
def test_grades_begin_exactly_where_they_say(score: str, grade: str) -> None:
    assert standing(given(甲=f"{score}%")).grades == (grade,)


def test_what_is_lacking_to_the_next_grade() -> None:
    sheet = given(甲="88.5%", 乙="95%")
    assert (standing(sheet).next_grade, standing(sheet).lacking) == ("优秀", D("1.5"))
    assert (standing(sheet, "乙县").next_grade, standing(sheet, "丙县").next_grade) == (None, None)


def test_a_lost_qualification_caps_the_grade_and_leaves_the_score() -> None:
    sheet = scored(VETO, "单位,上访\n甲县,3\n乙县,2")
    assert (points(sheet, unit="甲县"), points(sheet, unit="乙县")) == (D(95), D(96))
    assert standing(sheet).grades == ("良好",)
    assert standing(sheet).lost == (("年度优秀等次评选资格", "1.2"),)
    assert standing(sheet).next_grade is None
    assert standing(sheet, "乙县").grades == ("优秀",)


def test_a_qualification_that_may_yet_be_lost_leaves_the_grade_open() -> None:
    rule = (
        GRADES
        + "一级指标 甲\n1．资料，95分。每漏报{漏报}一次扣1分。\n2．满意度{满意 / 调查}低于60%的，取消评优资格。"
    )
    known = scored(rule, "单位,漏报,满意,调查\n甲县,0,9,10\n乙县,0,5,10\n丙县,1,,")
    assert [standing(known, unit).grades for unit in ("甲县", "乙县", "丙县")] == [
        ("优秀",),
        ("良好",),
        ("优秀", "良好"),
    ]
    assert standing(known, "丙县").total.settled
    assert known.assessment.clause("丙县", "1.2").missing == ("满意", "调查")


@pytest.mark.parametrize(
    ("qualification", "barred"),
    [
        ("年度优秀等次评选资格", 1),
        ("评优资格", 1),
        ("年度评先评优资格", 1),
        ("良好及以上等次", 2),
        ("定为差", 3),
        ("直接判差等次", 3),
        ("项目申报资格", 0),
    ],
)
def test_how_many_grades_a_qualification_bars(qualification: str, barred: int) -> None:
    grades = [
        Grade("差", upper=D(60), upper_closed=False),
        Grade("优秀", D(90)),
        Grade("中等", D(60)),
        Grade("良好", D(80)),
    ]
    assert [grade.name for grade in best_first(grades)] == ["优秀", "良好", "中等", "差"]
    assert barred_from(grades, qualification) == barred


def test_without_grades_there_is_none() -> None:
    assert standing(scored("得3分，漏报一次扣0.5分。", "单位,1.1\n甲县,1")).grades == ()


@pytest.mark.parametrize(
    ("qualification", "told"),
    [
        ("年度优秀等次评选资格", "取消年度优秀等次评选资格"),
        ("评优资格", "取消评优资格"),
        ("实行一票否决", "实行一票否决"),
        ("不得评为优秀", "不得评为优秀"),
        ("直接判D档", "直接判D档"),
    ],
)
def test_a_lost_qualification_is_told_as_the_sentence_says_it(qualification: str, told: str) -> None:
    assert lost(qualification) == told


GAPS = "等次  优秀（90-100分）、良好（80-89分）、合格：60分以上；不合格：60分以下\n"


@pytest.mark.parametrize(
    ("score", "grades"),
    [("90", ("优秀",)), ("89.5", ("合格",)), ("60", ("合格",)), ("59.9", ("不合格",))],
)
def test_of_several_grades_the_narrowest(score: str, grades: tuple[str, ...]) -> None:
    rule = GAPS + "单位  甲县\n一级指标 甲\n完成率，100分。按比例得分。\n"
    assert standing(scored(rule, f"单位,1.1\n甲县,{score}%")).grades == grades


def test_a_total_between_two_grades_earns_none() -> None:
    rule = GAPS.replace("60分以上", "60-79分") + "单位  甲县、乙县\n一级指标 甲\n"
    rule += "完成率，90分。按比例得分。\n是否公示，公示的，得2分。\n"
    sheet = scored(rule, "单位,1.1,1.2\n甲县,99.5%,否\n乙县,99.5%,\n")
    assert [s.grades for s in sheet.standings] == [("无等次",), ("优秀", "无等次")]
