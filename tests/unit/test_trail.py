from __future__ import annotations

from casework import scored
from kaoping.render.scores import as_table
from kaoping.render.trail import trail
from kaoping.sheet import Sheet

RULE = """办法  甲办法
等次  优秀（S≥6）、良好（6＞S≥3）、差（S＜3）
单位  甲县、乙县
一级指标  过程（7分）
  二级指标  报送（4分）
    1．得3分，漏报{月报问题}一次扣2分，扣完为止；
    2．建立机制，得1分，否则不得分。
  二级指标  满意（3分）
    满意度{满意 / 调查}≥90%，得3分；满意度＜90%，不得分。
"""


def sheet() -> Sheet:
    return scored(
        RULE,
        "编号,单位,事项,日期,数量,说明\na,甲县,月报问题,2021-03-05,1,二月未报\nb,甲县,月报问题,2021-04-05,1,",
        "单位,1.2,满意,调查\n甲县,是,9,10\n乙县,是,,",
    )


def test_the_trail_of_a_unit_tells_every_clause_and_every_entry() -> None:
    told = sheet()
    text = trail(told, told.standings[0])
    for entry in told.assessment.ledger.entries:
        if entry.unit == "甲县":
            for fact in entry.facts:
                assert fact.place in text
    for words in (
        "“1．得3分，漏报一次扣2分，扣完为止；”",
        "（甲.rubric:6）",
        "二月未报",
        "扣完为止",
        "等次：良好",
        "还差2分",
    ):
        assert words in text
    assert "乙县" not in text
    assert "{" not in text


def test_what_is_pending_is_told_with_the_facts_that_would_settle_it() -> None:
    told = sheet()
    text = trail(told, told.standings[1])
    assert "第2.1条　0～3／3分" in text
    assert "待评" in text
    assert "总分：4～7分" in text
    assert "满意、调查" in text
    assert "待定（优秀、良好）" in text


def test_one_clause_or_one_indicator_alone() -> None:
    told = sheet()
    clause, leaf = trail(told, told.standings[0], "1.2"), trail(told, told.standings[0], "1")
    assert ("第1.2条" in clause, "第1.1条" in clause, "第2.1条" in clause, "总分：" in clause) == (
        True,
        False,
        False,
        False,
    )
    assert ("第1.2条" in leaf, "第1.1条" in leaf, "第2.1条" in leaf, "总分：" in leaf) == (
        True,
        True,
        False,
        False,
    )


def test_a_clause_that_no_fact_touched_says_so() -> None:
    told = scored(RULE, "单位,1.2\n甲县,是")
    text = trail(told, told.standings[1], "1.1")
    assert "先记3分" in text
    assert "第1.1条　3／3分" in text


RANKED = """单位  甲县、乙县
一级指标  过程（10分）
  1．满意度{满意度}≥90%，得3分；满意度＜90%，不得分。
  2．办件数{办件数}第1名，得7分；第2名，得3分。
"""


def last(told: Sheet, unit: int) -> list[str]:
    return [
        line for line in trail(told, told.standings[unit]).split("\n") if "补齐" in line or "还要等" in line
    ]


def test_what_waits_for_other_units_is_not_settled_by_the_units_own_facts() -> None:
    told = scored(RANKED, "单位,办件数\n甲县,5")
    assert last(told, 0) == [
        "  · 补齐这些事实，第1.1条即可定分：满意度。",
        "  · 第1.2条要比名次，还要等这些单位的数：乙县。",
    ]
    assert last(told, 1) == ["  · 补齐这些事实即可定分：满意度、办件数。"]
    told = scored(RANKED, "单位,满意度\n甲县,95%\n乙县,80%")
    assert last(told, 0) == ["  · 第1.2条要比名次，除了补齐办件数，还要等这些单位的数：乙县。"]


def test_a_value_that_no_tier_covers_is_not_settled_by_more_facts() -> None:
    rule = "一级指标  过程（3分）\n  满意度{满意度}在90%-100%得3分；80%-89%得2分。\n"
    told = scored(rule, "单位,满意度\n甲县,89.5%")
    assert "  · 第1.1条不缺事实，待评的原因见该条。" in trail(told, told.standings[0])
    assert not last(told, 0)


def test_two_ways_with_one_result_are_both_told() -> None:
    rule = "一级指标  证照\n1．证照，4分。计算比例{生成 / 总数}，按比例得分，或抽查办件{缺漏}，发现一处缺漏，扣一分，扣完为止。\n"
    told = scored(rule, "单位,生成,总数\n甲县,1300,1200")
    assert (
        "没有写明用哪种计分办法，两种都得4分：一是4分×108.3333…%＝4.3333…分（满分4分）；"
        "二是累计0处，不扣分；本条定为4分。" in trail(told, told.standings[0])
    )


def test_a_named_share_of_the_full_mark_is_told() -> None:
    rule = "一级指标  执行（4分）\n1．预算执行率=（实际支出/实际到位）×100%，得分=预算执行率×分值。\n"
    told = scored(rule, "单位,实际支出,实际到位\n甲县,5,8")
    assert "预算执行率62.5%×4分＝2.5分；" in trail(told, told.standings[0])


def test_a_clause_without_points_of_its_own_says_where_it_takes_from() -> None:
    rule = "一级指标  会议（50分）\n1．视频会议，50分。缺席{缺席}每次扣4分，最高扣50分。\n2．被点名批评{批评}的，每次扣10分，直至50分扣完。\n"
    told = scored(rule, "单位,事项\n甲县,批评")
    assert "第1.2条　-10分，从“会议”的50分里扣　" in trail(told, told.standings[0])


def test_the_way_that_was_not_taken_is_not_cited() -> None:
    rule = "办法  甲办法\n一级指标  证照\n1．证照，4分。计算比例{生成 / 总数}，按比例得分，或{方式：按比例、抽查}抽查办件{缺漏}，发现一处缺漏，扣一分，扣完为止。\n"
    told = scored(rule, "单位,生成,总数\n甲县,3,4", "单位,方式\n甲县,抽查")
    text = trail(told, told.standings[0])
    assert "「方式」为抽查（2.csv 第2行「方式」）。方式：抽查，从4分扣起" in text
    told = scored(rule, "单位,生成,总数\n甲县,3,4", "单位,方式\n甲县,按比例")
    assert "、「方式」为按比例（2.csv 第2行「方式」）。方式：按比例；4分×75%＝3分" in trail(
        told, told.standings[0]
    )


def test_a_clause_that_gives_and_takes_nothing_has_no_points_to_tell() -> None:
    rule = (
        "满分  5分\n单位  甲县、乙县\n一级指标  报送（5分）\n得5分，漏报{漏报}一次扣1分。\n"
        "一级指标  否决项\n发生重大事件{重大事件}的，一票否决。"
    )
    told = scored(rule, "单位,事项\n甲县,重大事件")
    text = trail(told, told.standings[-1])
    assert "▸ 2　否决项\n\n  第2.1条　（甲.rubric" in text
    assert "从总分里扣" not in text
    table = as_table(told, told.standings)
    assert "报送（5分）" in table
    assert "否决项" not in table
    alone = as_table(told, told.standings[:1])
    assert [line.split("│")[-2].strip() for line in alone.splitlines() if "否决" in line and "│" in line] == [
        "—",
        "—",
    ]
