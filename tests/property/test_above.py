"""What deductions take from above, against plain arithmetic: drains of a higher indicator, 加减分项."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from casework import points, rubric_of, scored
from kaoping.lint.reach import Reach

RULE = """满分  100分
一级指标 甲（70分）
二级指标 乙（50分）
1．被点名{点名}的，每次扣10分，直至70分扣完。
2．做到的，得50分。迟到{迟到}每次扣30分。
二级指标 丙（20分）
做到的，得20分。
一级指标 丁（30分）
做到的，得30分。
一级指标 加减分项
1．每表彰{表彰}一次加2分，最高加4分。
2．每通报{通报}一次扣3分，最高扣6分。
3．缺席{缺席}一次扣7分。"""
TOTAL = Reach(rubric_of(RULE)).totals[""]
FEW = st.integers(0, 9)


@given(FEW, FEW, st.booleans(), st.booleans(), FEW, FEW, FEW)
def test_what_is_taken_from_above(
    named: int, late: int, third: bool, fourth: bool, praised: int, told: int, absent: int
) -> None:
    row = (named, late, "否是"[third], "否是"[fourth], praised, told, absent)
    table = "单位,点名,迟到,2.1,3.1,表彰,通报,缺席\n甲县," + ",".join(map(str, row))
    second = max(0, 50 - 30 * late) - min(70, 10 * named)
    first = max(0, second + 20 * third)
    last = min(4, 2 * praised) - min(6, 3 * told) - 7 * absent
    total = Decimal(max(0, first + 30 * fourth + last))
    assert points(scored(RULE, table)) == total
    assert TOTAL.least <= total <= TOTAL.most
