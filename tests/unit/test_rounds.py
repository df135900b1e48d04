"""Two sets of facts under the same rules, item by item: what differs, and what made it differ."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from casework import assess, changes_of, rubric_of
from kaoping.render.rounds import FORMATS
from kaoping.render.sides import notes, reasons, side_by_side, signed
from kaoping.resolve.points import UNBOUNDED
from kaoping.rounds import (
    Comparison,
    Item,
    Report,
    Round,
    Scores,
    because,
    compare,
    difference,
    make_report,
)
from kaoping.sheet import Points, make_sheet

D = Decimal
RULE = """办法  甲办法
满分  10分，总分不高于10分
等次  优秀（S≥9）、良好（9＞S≥5）、差（S＜5）
单位  甲县、乙县、丙县
一级指标  过程（6分）
  1．得4分，漏报{月报问题}一次扣1分，扣完为止，超过3次取消评优资格；
  2．完成率{完成数 / 任务数}≥100%，得2分；完成率＜100%，不得分。
一级指标  效果（3分）
  满意数{满意数}第1名，得3分；第1名之后，得1分。
一级指标  加分项
  每完成一个场景{场景}得2分，最高得4分。
"""
OWN = "单位,完成数,任务数,满意数\n甲县,10,10,90\n乙县,10,10,95\n丙县,9,10,80\n"
CITY = "单位,完成数,任务数,满意数\n甲县,9,10,90\n乙县,10,10,85\n丙县,9,10,80\n"
OWN_EVENTS = "单位,事项,日期,说明\n甲县,月报问题,2021-02-01,一月迟报\n丙县,场景,2021-03-01,\n"
CITY_EVENTS = (
    "单位,事项,日期,说明\n甲县,月报问题,2021-03-01,二月漏报\n甲县,月报问题,2021-02-01,一月迟报\n"
    "丙县,场景,2021-03-01,\n丙县,月报问题,2021-03-01,\n"
)


def round_of(label: str, *tables: str, rule: str = RULE, units: tuple[str, ...] = ()) -> Round:
    rubric = rubric_of(rule)
    changes = changes_of(rubric, *tables)
    sheet = make_sheet(assess(rubric, changes, units=units))
    return Round(label, sheet, frozenset(change.new.unit for change in changes if change.new is not None))


def report() -> Report:
    return make_report([round_of("自评", OWN, OWN_EVENTS), round_of("市级评价", CITY, CITY_EVENTS)])


def unit(found: Report, name: str) -> Comparison:
    return next(compared for compared in found.units if compared.unit == name)


def told(compared: Comparison) -> dict[str, str]:
    return {f"{row.item.kind} {row.item.id}": signed(row.differences[0]) for row in compared.causes}


def points(low: str, high: str = "") -> Points:
    return Points(D(low), D(high or low))


@pytest.mark.parametrize(
    ("first", "then", "expected", "words"),
    [
        (points("3"), points("2.5"), points("-0.5"), "-0.5"),
        (points("2"), points("3"), points("1"), "+1"),
        (points("2"), points("2"), points("0"), "0"),
        (points("0", "3"), points("2"), points("-1", "2"), "-1～+2"),
        (points("0", "3"), points("0", "3"), points("-3", "3"), "-3～+3"),
        (points("0", "3"), points("3", "5"), points("0", "5"), "0～+5"),
        (points("1"), Points(D(0), UNBOUNDED), Points(D(-1), UNBOUNDED), "-1～不限"),
        (Points(D(0), UNBOUNDED + 2), points("4"), Points(-UNBOUNDED, D(4)), "不限～+4"),
        (None, points("2"), None, "—"),
        (points("2"), None, None, "—"),
    ],
)
def test_a_difference_is_all_that_it_can_still_become(
    first: Points | None, then: Points | None, expected: Points | None, words: str
) -> None:
    assert difference(first, then) == expected
    assert signed(expected) == words


def test_clauses_and_bounds_that_make_the_difference_add_up_to_it() -> None:
    found = report()
    assert {compared.unit: told(compared) for compared in found.units} == {
        "甲县": {"clause 1.1": "-1", "clause 1.2": "-2", "clause 2.1": "+2"},
        "乙县": {"clause 2.1": "-2"},
        "丙县": {"clause 1.1": "-1"},
    }
    assert [signed(compared.total.differences[0]) for compared in found.units] == ["-1", "-2", "-1"]


def test_a_bound_that_takes_more_is_a_cause_like_a_clause() -> None:
    one = round_of("一", OWN, "单位,事项\n乙县,场景\n")
    two = round_of("二", OWN, "单位,事项\n乙县,场景\n乙县,场景\n")
    compared = unit(make_report([one, two]), "乙县")
    assert told(compared) == {"clause 3.1": "+2", "bound 总分": "-2"}
    assert signed(compared.total.differences[0]) == "0"
    assert "各项合计13分，不高于10分，计10分。" in "\n".join(reasons(make_report([one, two]), compared))
    assert notes(make_report([one, two]), compared) == [
        "乙县：二与一总分相同，各条互有高低：第3.1条（+2）、总分的限制（-2）"
    ]


def test_what_made_a_clause_differ_is_told_from_the_ledgers_and_the_rest_is_counted() -> None:
    found = report()
    row = next(row for row in unit(found, "甲县").rows if row.item.id == "1.1")
    own, city = because(found.rounds, "甲县", row.item)
    assert [[fact.note for fact in entry.facts] for entry in own.entries] == [["一月迟报"]]
    assert [[fact.note for fact in entry.facts] for entry in city.entries] == [["二月漏报"]]
    assert (own.shared, city.shared, city.alike) == (0, 1, False)
    text = "\n".join(reasons(found, unit(found, "甲县")))
    assert "另有1条事实各轮都有，不再列出。" in text
    assert "二月漏报）。基础分4分；累计2次（2次×1分），共扣2分；本次扣1分，本条2分。" in text


def test_a_place_that_another_unit_moved_names_it() -> None:
    found = report()
    text = "\n".join(reasons(found, unit(found, "甲县")))
    assert "第2.1条　自评1分，市级评价3分（+2）" in text
    assert "本单位的事实各轮相同，不同的是乙县的事实。" in text


def test_a_qualification_that_one_round_takes_is_told_though_no_points_differ() -> None:
    rule = RULE.replace("超过3次", "超过5次")
    events = "单位,事项,数量,日期\n丙县,月报问题,4,2021-01-05\n"
    more = events + "丙县,月报问题,2,2021-05-05\n"
    rounds = [round_of("自评", OWN, events, rule=rule), round_of("市级评价", OWN, more, rule=rule)]
    found = make_report(rounds)
    compared = unit(found, "丙县")
    assert compared.causes == ()
    assert notes(found, compared) == ["丙县：市级评价依第1.1条取消评优资格"]
    assert "第1.1条　自评0分，市级评价0分" in "\n".join(reasons(found, compared))


def test_pending_scores_give_pending_differences() -> None:
    found = make_report(
        [round_of("自评", OWN), round_of("市级评价", "单位,满意数\n甲县,90\n乙县,85\n丙县,80\n")]
    )
    compared = unit(found, "甲县")
    assert told(compared) == {"clause 1.2": "-2～0", "clause 2.1": "+2"}
    assert "市级评价与自评之差未定（0～+2），差在第1.2条（-2～0）、第2.1条（+2）" in notes(found, compared)[0]
    assert "待评：" in "\n".join(reasons(found, compared))


def test_a_unit_of_one_round_only_is_shown_as_such() -> None:
    rule = RULE.replace("单位  甲县、乙县、丙县\n", "")
    own = round_of("自评", "单位,满意数\n甲县,90\n", rule=rule)
    city = round_of("市级评价", "单位,满意数\n甲县,90\n丁县,80\n", rule=rule)
    found = make_report([own, city])
    compared = unit(found, "丁县")
    assert compared.total.scores[0] is None
    assert set(compared.total.differences) == {None}
    assert compared.causes == ()
    assert notes(found, compared) == ["丁县：只见于市级评价"]
    for name, render in FORMATS.items():
        text = render(found, found.units)
        assert "丁县" in text
        assert name == "json" or "—" in text
    data = json.loads(FORMATS["json"](found, [compared]), parse_float=pytest.fail)
    assert list(data["units"][0]["rounds"]) == ["市级评价"]


def test_a_listed_unit_without_facts_is_scored_and_noted() -> None:
    found = make_report([round_of("自评", OWN.replace("丙县,9,10,80\n", "")), round_of("市级评价", CITY)])
    assert notes(found, unit(found, "丙县"))[0] == "丙县：自评没有它的事实"


def test_three_rounds_are_compared_with_the_first() -> None:
    found = make_report([round_of("自评", OWN), round_of("初评", CITY), round_of("复评", OWN)])
    compared = unit(found, "乙县")
    assert [signed(d) for d in compared.total.differences] == ["-2", "0"]
    assert "差（初评）" in FORMATS["table"](found, found.units)
    assert notes(found, compared) == ["乙县：初评比自评低2分，差在第2.1条（-2）"]


def test_published_points_can_be_compared_without_a_sheet() -> None:
    item = Item("total", "总分")
    tables = [
        Scores(label, ("甲县",), {("甲县", "total", "总分"): points(score)})
        for label, score in (("公布", "8"), ("重算", "7.5"))
    ]
    (compared,) = compare([item], tables)
    assert compared.total.differences == (points("-0.5"),)


def test_explanation_tells_what_is_alike_once() -> None:
    found = report()
    text = side_by_side(found, unit(found, "乙县"))
    assert text.count("「完成数」为") == 1
    assert "各轮相同：" in text
    assert "■ 总分：自评9分，市级评价7分（-2）" in text
    only = side_by_side(found, unit(found, "乙县"), "1.2")
    assert ("第1.2条" in only, "第2.1条" in only, "总分" in only) == (True, False, False)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_both_rounds(name: str) -> None:
    text = FORMATS[name](report(), report().units)
    for words in ("自评", "市级评价", "甲县", "丙县", "-2"):
        assert words in text
