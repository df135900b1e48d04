"""Units of two kinds in one rule file come to what they would in a rule file of each kind alone."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from casework import assess, changes_of, rubric_of
from kaoping.engines.durable import DurableEngine
from kaoping.sheet import Sheet, make_sheet

COUNTIES, DEPARTMENTS = ("甲县", "乙县", "丙县"), ("丁局", "戊局")
GRADES = "满分  10分\n等次  优秀（S≥9）、一般（S＜9）\n"
OF_COUNTIES = """一级指标  应用（6分）
1．缺席{缺席}每次扣1分，最高扣2分。
2．第1名{注册数}，得4分；第2-3名，得2分。
一级指标  安全（4分）
被通报{通报}的，每次扣2分，扣完为止。
"""
OF_DEPARTMENTS = """一级指标  应用（7分）
第1名{注册数}，得7分；第2名，得3分。
一级指标  安全（3分）
被通报{通报}的，每次扣1分，直至3分扣完。
"""
TOGETHER = rubric_of(
    f"办法  甲办法\n单位  县：{'、'.join(COUNTIES)}\n单位  局：{'、'.join(DEPARTMENTS)}\n"
    f"{GRADES}一、县\n{OF_COUNTIES}二、局\n{OF_DEPARTMENTS}"
)
APART = [
    rubric_of(f"办法  甲办法\n单位  {'、'.join(units)}\n{GRADES}{table}")
    for units, table in ((COUNTIES, OF_COUNTIES), (DEPARTMENTS, OF_DEPARTMENTS))
]

reports = st.sampled_from((0, 0, 1, 2, 5))
figures = st.one_of(st.none(), st.integers(1, 4))


def rows(units: tuple[str, ...], counted: bool) -> st.SearchStrategy[list[tuple[str, int | None, int, int]]]:
    """A row for each unit: 注册数 (may be missing), 通报, 缺席 (counties only)."""
    absent = reports if counted else st.just(0)
    return st.tuples(*(st.tuples(st.just(u), figures, reports, absent) for u in units)).map(list)


def table(given_rows: list[tuple[str, int | None, int, int]]) -> str:
    lines = ["单位,事项,数量,值"]
    for unit, registered, reported, absent in given_rows:
        lines += [f"{unit},注册数,,{registered}"] if registered is not None else []
        lines += [f"{unit},通报,{reported},"] if reported else []
        lines += [f"{unit},缺席,{absent},"] if absent else []
    return "\n".join(lines)


def told(sheet: Sheet) -> dict[str, tuple[Decimal, Decimal, tuple[int, int], tuple[str, ...]]]:
    return {s.unit: (s.total.low, s.total.high, s.ranks, s.grades) for s in sheet.standings}


@given(rows(COUNTIES, counted=True), rows(DEPARTMENTS, counted=False))
def test_a_table_of_its_own_is_a_rule_file_of_its_own(
    counties: list[tuple[str, int | None, int, int]], departments: list[tuple[str, int | None, int, int]]
) -> None:
    together = table(counties + departments)
    found = told(make_sheet(assess(TOGETHER, changes_of(TOGETHER, together), DurableEngine, TOGETHER.units)))
    alone = {}
    for rubric, own in zip(APART, (counties, departments), strict=True):
        alone |= told(make_sheet(assess(rubric, changes_of(rubric, table(own)), units=rubric.units)))
    assert found == alone
