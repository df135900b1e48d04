"""Any two sets of facts: what differs adds up to the difference of the total, and what is open contains what it becomes."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from casework import assess, changes_of, rubric_of
from kaoping.rounds import Report, Round, make_report
from kaoping.sheet import make_sheet

UNITS = ("甲县", "乙县", "丙县")
RULE = """办法  试验
满分  12分，总分不高于12分
单位  甲县、乙县、丙县
事实  月报问题：事件
事实  批评：事件
一级指标  过程（6分）
  1．得3分，漏报{月报问题}一次扣0.5分，扣完为止；
  2．完成率{完成数 / 任务数}≥100%，得3分；100%＞完成率≥80%，得1分；完成率＜80%，不得分。
  3．被点名批评{批评}的，每发现一次扣2分，直至6分扣完。
一级指标  效果（5分）
  满意数{满意数}第1名，得5分；第2名，得2分；第2名之后，得1分。
一级指标  加分项
  每完成一个场景{场景}得2分，最高得4分。
"""
RUBRIC = rubric_of(RULE)
NAMES = ("完成数", "任务数", "满意数", "月报问题", "批评", "场景")
Cells = dict[tuple[str, str], str]

cells = st.fixed_dictionaries(
    {(unit, name): st.sampled_from(("1", "2", "3", "8", "10")) for unit in UNITS for name in NAMES}
)
gaps = st.sets(st.sampled_from([(unit, name) for unit in UNITS for name in NAMES[:3]]))


def round_of(label: str, given_: Cells) -> Round:
    rows = [[unit, *(given_.get((unit, name), "") for name in NAMES)] for unit in UNITS]
    changes = changes_of(RUBRIC, "\n".join(",".join(row) for row in [["单位", *NAMES], *rows]))
    return Round(label, make_sheet(assess(RUBRIC, changes)), frozenset(UNITS))


def report(own: Cells, city: Cells) -> Report:
    return make_report([round_of("自评", own), round_of("市级评价", city)])


@given(cells, cells)
def test_causes_add_up_to_the_difference_of_the_total(own: Cells, city: Cells) -> None:
    for compared in report(own, city).units:
        parts = [row.differences[0] for row in compared.causes]
        whole = compared.total.differences[0]
        assert whole is not None
        assert whole.settled
        assert sum((part.low for part in parts if part is not None), Decimal(0)) == whole.low


@given(cells, cells, gaps, gaps)
def test_an_open_difference_contains_what_it_becomes(
    own: Cells, city: Cells, here: set[tuple[str, str]], there: set[tuple[str, str]]
) -> None:
    settled = report(own, city)
    before = report(
        {key: value for key, value in own.items() if key not in here},
        {key: value for key, value in city.items() if key not in there},
    )
    for then, now in zip(before.units, settled.units, strict=True):
        wide, narrow = then.total.differences[0], now.total.differences[0]
        assert wide is not None
        assert narrow is not None
        assert wide.low <= narrow.low <= narrow.high <= wide.high


@given(cells)
def test_a_round_does_not_differ_from_itself(own: Cells) -> None:
    for compared in report(own, own).units:
        assert compared.causes == ()
