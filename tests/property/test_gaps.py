"""Whatever is there already: supplying what is listed leaves nothing missing, and what hangs on it is what it settles."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from casework import assess, changes_of, rubric_of
from kaoping.gaps import Gaps, find_gaps, standing_facts
from kaoping.sheet import Sheet, make_sheet

UNITS = ("甲县", "乙县", "丙县")
RUBRIC = rubric_of("""办法  试验
单位  甲县、乙县、丙县
事实  漏报：事件
事实  申诉：事件（件），时长（数值）
一级指标  过程（20分）
  1．得3分，漏报{漏报}一次扣0.5分，扣完为止；
  2．完成率{完成数 / 任务数}≥100%，得3分；100%＞完成率≥80%，得1分；完成率＜80%，不得分。
  3．建立机制{有机制}，得2分，否则不得分。
  4．平均时长{合计(申诉.时长) / 次数(申诉)}≤12小时，得3分；平均时长＞12小时，不得分。
  5．人均{完成数 / 人口}第1名，得3分；第2名，得2分；第2名之后，得1分。
一级指标  效果（6分）
  1．满意率{满意数 / 调查数}达到90%，得5分，每降低一个百分点扣0.2分，扣完为止。
  2．满意率{满意数 / 调查数}低于60%的，取消评优资格。
""")
VALUES = ("完成数", "任务数", "人口", "满意数", "调查数", "有机制")
NAMES = (*VALUES, "漏报", "申诉")
Facts = dict[tuple[str, str], str]

amounts = st.sampled_from(("1", "3", "8", "9", "10"))
wholes = st.fixed_dictionaries(
    {
        (unit, name): st.sampled_from(("是", "否")) if name == "有机制" else amounts
        for unit in UNITS
        for name in NAMES
    }
)
parts = st.sets(st.sampled_from([(unit, name) for unit in UNITS for name in NAMES]))


def found(facts: Facts) -> tuple[Sheet, Gaps]:
    values = [[unit, *(facts.get((unit, name), "") for name in VALUES)] for unit in UNITS]
    tables = ["\n".join(",".join(row) for row in [["单位", *VALUES], *values])]
    events = [(unit, name, facts[unit, name]) for unit, name in facts if name not in VALUES]
    rows = [f"{unit},{name},1,{amount if name == '申诉' else ''}" for unit, name, amount in events]
    if rows:
        tables.append("\n".join(["单位,事项,数量,时长", *rows]))
    changes = changes_of(RUBRIC, *tables)
    sheet = make_sheet(assess(RUBRIC, changes))
    return sheet, find_gaps(sheet, sheet.standings, standing_facts(changes))


@given(wholes, parts)
def test_supplying_what_is_listed_leaves_nothing_missing(whole: Facts, known: set[tuple[str, str]]) -> None:
    facts = {key: value for key, value in whole.items() if key in known}
    _, before = found(facts)
    listed = {(gap.unit, gap.spec.name) for gap in before.rows}
    assert not listed & set(facts)
    sheet, after = found(facts | {key: whole[key] for key in listed})
    assert after.rows == ()
    assert after.open == ()
    assert sheet.settled
    assert not sheet.standings[0].grades


@given(wholes, parts)
def test_all_that_is_open_hangs_on_what_is_listed(whole: Facts, known: set[tuple[str, str]]) -> None:
    """Where no place is open, the interval of a unit's total is the sum of its stakes: nothing else bounds it here."""
    sheet, gaps = found({key: value for key, value in whole.items() if key in known})
    waiting = {item.unit for item in gaps.open}
    for unit in gaps.units:
        if unit.unit not in waiting:
            assert unit.points == unit.total.high - unit.total.low
    assert sum((unit.points for unit in gaps.units), Decimal(0)) == gaps.points
    if not gaps.rows:
        assert sheet.settled
