"""逐项计分: a clause that scores rows one by one, each by its own fields and within its own full mark."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import (
    assess,
    changes_of,
    entries,
    faults,
    intake_of,
    interval,
    points,
    rubric_of,
    scored,
    state,
)
from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.facts.fact import Change
from kaoping.item_points import mark_faults

FACTS = (
    "事实  指标：事件（项），名称、性质（定性、正向、反向）、指标值（数值）、实际值（数值）、"
    "档次（达成、部分达成、未达成）、评定（数值）、分值（数值）\n"
)
QUANTITY = (
    "若为正向指标{指标[性质 = 正向]，逐项}（即指标值为≥*），则得分计算方法应用实际值/指标值╳该指标分值；"
    "若为反向指标{指标[性质 = 反向]，逐项}（即指标值为≤*），则得分计算方法应用指标值/实际值╳该指标分值；"
    "得分最高不得超过该指标分值上限。"
)
QUALITY = (
    "定性指标{指标[性质 = 定性].评定，逐项，以分值为满分}完成情况{指标.档次}分为：达成、部分达成、未达成三档，"
    "分别按照该指标对应分值区间100-80%（含80%）、80-60%（含60%）、60-0%合理确定分值。"
)
HEADINGS = "单位,事项,名称,性质,指标值,实际值,档次,评定,分值\n"


def rules(*clauses: str, mark: str = "（50分）") -> str:
    numbered = "\n".join(f"  {number}．{clause}" for number, clause in enumerate(clauses, start=1))
    return f"办法  甲办法\n单位  甲县、乙县\n{FACTS}一级指标  产出{mark}\n{numbered}\n"


def rows(*lines: str) -> str:
    return HEADINGS + "".join(f"甲县,指标,{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("row", "got"),
    [
        ("甲,正向,60,48,,,15", "12"),  # 48 ÷ 60 × 15
        ("甲,正向,60,60,,,15", "15"),
        ("甲,正向,60,72,,,15", "15"),  # 18, but never more than 15
        ("甲,正向,60,0,,,15", "0"),
        ("甲,反向,30,40,,,10", "7.5"),  # 30 ÷ 40 × 10
        ("甲,反向,30,20,,,10", "10"),  # 15, but never more than 10
        ("甲,反向,0,3,,,10", "0"),  # 0 ÷ 3
        ("甲,反向,5,0,,,10", "10"),  # 5 ÷ 0 grows without bound: the full mark
        ("甲,正向,0,4,,,10", "10"),
        ("甲,正向,60,-6,,,10", "0"),  # never below 0
    ],
)
def test_a_row_is_scored_by_its_own_figures(row: str, got: str) -> None:
    assert points(scored(rules(QUANTITY), rows(row)), "1.1") == Decimal(got)


@pytest.mark.parametrize(
    ("row", "bounds", "why"),
    [
        ("甲,正向,60,,,,15", (0, 15), "1.csv 第2行没有“实际值”"),
        ("甲,反向,,30,,,15", (0, 15), "1.csv 第2行没有“指标值”"),
        ("甲,反向,0,0,,,15", (0, 15), "1.csv 第2行除数为 0，算不出比率"),
        ("甲,正向,60,48,,,", (0, 50), "1.csv 第2行没有“分值”"),  # at most what the indicator has
    ],
)
def test_what_a_row_lacks_leaves_it_open(row: str, bounds: tuple[int, int], why: str) -> None:
    sheet = scored(rules(QUANTITY), rows(row))
    assert interval(sheet, "1.1") == bounds
    assert state(sheet).pending == (why,)
    assert state(sheet).missing == ("指标",)


@pytest.mark.parametrize(
    ("grade", "given", "bounds"),
    [
        ("达成", "10", (10, 10)),
        ("达成", "8", (8, 8)),  # 含80%
        ("部分达成", "8", (6, 8)),  # 80% belongs to the band above: refused, and open within its own
        ("部分达成", "7.9", (Decimal("7.9"), Decimal("7.9"))),
        ("部分达成", "6", (6, 6)),  # 含60%
        ("未达成", "6", (0, 6)),
        ("未达成", "5.9", (Decimal("5.9"), Decimal("5.9"))),
        ("未达成", "0", (0, 0)),
        ("达成", "7", (8, 10)),
        ("达成", "11", (8, 10)),
        ("达成", "", (8, 10)),
        ("部分达成", "", (6, 8)),
        ("", "7", (7, 7)),  # the points say which band it is
        ("", "", (0, 10)),
        ("", "10.5", (0, 10)),
    ],
)
def test_judgement_stays_within_the_band_of_the_row(
    grade: str, given: str, bounds: tuple[Decimal, Decimal]
) -> None:
    assert interval(scored(rules(QUALITY), rows(f"甲,定性,,,{grade},{given},10")), "1.1") == bounds


def test_a_figure_outside_of_its_band_is_named() -> None:
    sheet = scored(rules(QUALITY), rows("甲,定性,,,达成,7,10"))
    assert state(sheet).pending == ("1.csv 第2行给的7分不在“达成”一档（8～10分）内",)


def test_rows_add_up_within_the_indicator() -> None:
    sheet = scored(
        rules(QUANTITY, QUALITY), rows("甲,正向,60,48,,,30", "乙,反向,30,40,,,20", "丙,定性,,,达成,16,20")
    )
    assert points(sheet, "1.1") == 39  # 24 + 15
    assert points(sheet, "1.2") == 16
    assert points(sheet) == 50  # 55, but the indicator has 50


def test_an_indicator_without_points_of_its_own_is_bounded_by_the_rows() -> None:
    sheet = scored(rules(QUANTITY, QUALITY, mark=""), rows("甲,正向,60,90,,,70", "丙,定性,,,达成,16,20"))
    assert points(sheet) == 86


def test_a_row_counts_as_often_as_it_says() -> None:
    table = (
        HEADINGS.replace("分值", "分值,数量")
        + "甲县,指标,甲,正向,60,48,,,10,3\n甲县,指标,乙,正向,60,,,,5,2\n"
    )
    sheet = scored(rules(QUANTITY), table)
    assert interval(sheet, "1.1") == (24, 34)
    assert "＝8分；共3项，24分；本次加24分" in entries(sheet, "1.1")[0].text


def test_no_rows_are_no_points() -> None:
    assert (
        points(
            scored(
                rules(QUANTITY),
                rows("丙,定性,,,达成,16,20"),
            ),
            "1.1",
        )
        == 0
    )


def test_quotients_without_end_are_added_up_exactly() -> None:
    sheet = scored(rules(QUANTITY), rows(*["甲,反向,10,30,,,10"] * 3))
    assert points(sheet, "1.1") == 10  # three times 3.333…


def test_an_entry_tells_the_arithmetic_of_its_row() -> None:
    sheet = scored(rules(QUANTITY), rows("甲,正向,60,48,,,15", "乙,正向,60,72,,,10", "丙,正向,60,,,,5"))
    one, two, three = entries(sheet, "1.1")
    assert "。实际值48 / 指标值60 × 该指标分值15＝12分；本次加12分，本条12分" in one.text
    assert "。实际值72 / 指标值60 × 该指标分值10＝12分；性质为正向的指标2项合计22分" in two.text
    assert "本次应加12分，实际加10分（每项不超过其分值，这一项10分）" in two.text
    assert "这一项待评：没有“实际值”；性质为正向的指标3项，其中2项已定，合计22分" in three.text


def test_a_row_put_right_is_scored_again() -> None:
    head = "编号,操作," + HEADINGS
    rubric = rubric_of(rules(QUANTITY))
    changes = changes_of(
        rubric,
        head + "A,,甲县,指标,甲,正向,60,48,,,15\nB,,甲县,指标,乙,正向,60,30,,,10\n",
        head + "A,更正,甲县,指标,甲,正向,60,54,,,15\nB,撤回,,,,,,,,,\n",
    )
    assert [entry.effective for entry in entries_of(changes)] == [12, 5, Decimal("1.5"), -5]


def entries_of(changes: list[Change]) -> list[object]:
    made = [assess(rubric_of(rules(QUANTITY)), changes, engine=e) for e in (DurableEngine, ReferenceEngine)]
    assert list(made[0].ledger.lines()) == list(made[1].ledger.lines())
    return [entry for entry in made[0].ledger.entries if entry.node == "1.1"]


def test_the_same_thing_counts_once_if_the_rule_says_so() -> None:
    once = QUANTITY.replace("[性质 = 正向]，逐项", "[性质 = 正向]，逐项，按名称去重")
    sheet = scored(rules(once), rows("甲,正向,60,48,,,15", "甲,正向,60,30,,,15"))
    assert points(sheet, "1.1") == 12


def test_other_forms_can_be_applied_to_rows() -> None:
    facts = "事实  任务：事件（项），缺数（数值）、办结（是否）、率（百分比）、分值（数值）\n"
    text = (
        f"办法  甲办法\n单位  甲县\n{facts}一级指标  甲（20分）\n"
        "  1．按期办结的{任务.办结，逐项}，得2分。\n"
        "  2．完成率{任务.率，逐项}≥90%，得3分；90%＞完成率≥60%，得1分；完成率＜60%，不得分。\n"
    )
    table = "单位,事项,缺数,办结,率,分值\n甲县,任务,0,是,95%,5\n甲县,任务,2,否,60%,5\n甲县,任务,3,是,10%,1\n"
    sheet = scored(text, table)
    assert points(sheet, "1.1") == 3  # 2 + 0 + 2, the last of which is worth 1 at most
    assert points(sheet, "1.2") == 4  # 3 + 1 + 0


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (QUANTITY.replace("指标[性质 = 正向]，逐项", "台账，逐项"), "逐项计分的「台账」没有声明为事件"),
        (QUANTITY.replace("{指标[性质 = 反向]，逐项}", ""), "几种算法各用于哪些事实，没有写明"),
        (QUANTITY.replace("实际值/指标值", "完成值/指标值"), "「指标」没有数值字段「完成值」"),
        (QUALITY.replace(".评定，逐项", "，逐项"), "逐项计分要写明看哪个字段"),
        (QUALITY.replace(".评定，逐项", ".名称，逐项"), "「指标」没有数值字段「名称」"),
        (QUALITY.replace("以分值为满分", "以名称为满分"), "「指标」没有数值字段「名称」"),
        (QUALITY.replace("{指标.档次}", "{指标.性质}"), "「指标」的「性质」不是句中的各档"),
        ("第1-3名{指标.实际值，逐项}，得3分；第4-6名，得2分。", "这一种计分不能逐项进行"),
    ],
)
def test_links_that_cannot_be_scored_row_by_row(clause: str, said: str) -> None:
    assert said in "\n".join(faults(rules(clause)))


def test_a_formula_of_rows_needs_their_full_mark() -> None:
    text = rules(QUANTITY).replace("、分值（数值）", "")
    assert "没有写明每项的满分" in "\n".join(faults(text))


def test_a_name_of_the_sentence_can_stand_for_a_field_of_another_name() -> None:
    linked = QUANTITY.replace("应用实际值/", "应用全年实际值{指标.实际值}/", 1)
    assert points(scored(rules(linked), rows("甲,正向,60,48,,,15")), "1.1") == 12


@pytest.mark.parametrize(
    ("spent", "got"), [("709639", "7"), ("555000", "6"), ("549999", "5"), ("1200000", "10")]
)
def test_a_formula_is_rounded_where_its_sentence_says_so(spent: str, got: str) -> None:
    text = "执行率=（支出/预算）×100%，得分=执行率×分值，四舍五入取整。"
    assert points(scored(text, f"单位,支出,预算\n甲县,{spent},1000000\n", points="10")) == Decimal(got)


def test_rounding_in_a_formula_is_told() -> None:
    text = "执行率=（支出/预算）×100%，得分=执行率×分值，四舍五入保留两位小数。"
    sheet = scored(text, "单位,支出,预算\n甲县,2,3\n", points="10")
    assert points(sheet) == Decimal("6.67")
    assert state(sheet).working.endswith("＝6.6666…分，四舍五入保留2位小数为6.67分")


def test_shares_of_the_full_mark_without_rows() -> None:
    """The same sentence scores a clause as a whole where nothing links it to rows."""
    plain = QUALITY.replace("{指标[性质 = 定性].评定，逐项，以分值为满分}", "").replace("{指标.档次}", "")
    assert points(scored(plain, "单位,1.1\n甲县,16\n", points="20")) == 16
    assert intake_of(rubric_of(plain, "20"), "单位,1.1\n甲县,20.5\n").refused == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["甲,正向,60,48,,,30", "丙,定性,,,达成,16,20"], []),
        (["甲,正向,60,48,,,30"], ["“甲县”的「产出」各项分值合计30分，不是50分"]),
        (["甲,正向,60,48,,,30", "丙,定性,,,达成,30,30"], ["“甲县”的「产出」各项分值合计60分，不是50分"]),
    ],
)
def test_full_marks_of_rows_that_do_not_make_up_the_points_are_said(
    lines: list[str], said: list[str]
) -> None:
    found = list(mark_faults(scored(rules(QUANTITY, QUALITY), rows(*lines)).assessment))
    assert [one.message for one in found] == said
    assert {(one.code, one.severity, str(one.place)) for one in found} <= {("F016", "warning", "1.csv 第2行")}


def test_points_that_no_rows_make_up_are_not_compared() -> None:
    mixed = scored(rules(QUANTITY, "建立制度的，得20分。"), rows("甲,正向,60,48,,,10"))
    unmarked = scored(rules(QUANTITY, QUALITY, mark=""), rows("甲,正向,60,48,,,10"))
    assert [*mark_faults(mixed.assessment), *mark_faults(unmarked.assessment)] == []


def test_a_formula_of_rows_is_rounded_row_by_row() -> None:
    rounded = QUANTITY.replace("╳该指标分值；若", "╳该指标分值，四舍五入保留一位小数；若")
    sheet = scored(rules(rounded), rows("甲,正向,3,1,,,10", "乙,正向,3,1,,,10"))
    assert points(sheet, "1.1") == Decimal("6.6")
    told = "实际值1 / 指标值3 × 该指标分值10＝3.3333…分，四舍五入保留1位小数为3.3分；"
    assert told in entries(sheet, "1.1")[0].text
