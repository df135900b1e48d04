"""Rows that a clause scores one by one: whatever they are, the clause is their sum, each within its full mark."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from casework import assess, changes_of, rubric_of
from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine

RULES = """办法  甲办法
单位  甲县
事实  指标：事件（项），性质（正向、反向）、指标值（数值）、实际值（数值）、分值（数值）
一级指标  产出
  若为正向指标{指标[性质 = 正向]，逐项}，则得分计算方法应用实际值/指标值×该指标分值；若为反向指标{指标[性质 = 反向]，逐项}，则得分计算方法应用指标值/实际值×该指标分值；得分最高不得超过该指标分值上限。
"""
RUBRIC = rubric_of(RULES)
Row = tuple[str, str, str, str]

numbers = st.sampled_from(("", "0", "1", "3", "7", "0.1", "12.34", "90"))
rows = st.lists(
    st.tuples(st.sampled_from(("正向", "反向")), numbers, numbers, st.sampled_from(("5", "10", "0.3"))),
    min_size=1,
    max_size=6,
)


def table(drawn: list[Row]) -> str:
    lines = [f"R{number},甲县,指标,{','.join(row)}" for number, row in enumerate(drawn)]
    return "\n".join(["编号,单位,事项,性质,指标值,实际值,分值", *lines]) + "\n"


def worth(row: Row) -> tuple[Fraction, Fraction]:
    """The interval of a row, by the words of the sentence alone."""
    kind, goal, real, mark = row
    full = Fraction(mark)
    if not goal or not real:
        return Fraction(0), full
    above, below = (Fraction(real), Fraction(goal)) if kind == "正向" else (Fraction(goal), Fraction(real))
    if below == 0:
        return (full, full) if above else (Fraction(0), full)
    return (min(full, above / below * full),) * 2


@given(rows)
def test_a_clause_is_the_sum_of_its_rows(drawn: list[Row]) -> None:
    found = assess(RUBRIC, changes_of(RUBRIC, table(drawn))).clause("甲县", "1.1")
    for end, ours in ((0, found.low), (1, found.high)):
        wanted = sum((worth(row)[end] for row in drawn), Fraction(0))
        assert abs(Fraction(ours) - wanted) < Fraction(1, 10**20)  # points are carried to 28 digits


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(drawn: list[Row], random: object) -> None:
    shuffled = sorted(range(len(drawn)), key=lambda _: random.random())  # type: ignore[attr-defined]
    lines = table(drawn).splitlines()
    again = "\n".join([lines[0], *(lines[1 + index] for index in shuffled), lines[1 + shuffled[0]]]) + "\n"
    changes = changes_of(RUBRIC, table(drawn))
    first, second = assess(RUBRIC, changes), assess(RUBRIC, changes_of(RUBRIC, again))
    assert (first.clause("甲县", "1.1").low, first.clause("甲县", "1.1").high) == (
        second.clause("甲县", "1.1").low,
        second.clause("甲县", "1.1").high,
    )


@given(rows)
def test_rows_taken_back_leave_nothing_and_both_engines_agree(drawn: list[Row]) -> None:
    back = "编号,操作,事项\n" + "".join(f"R{number},撤回,指标\n" for number in range(len(drawn)))
    changes = changes_of(RUBRIC, table(drawn), back)
    ours, oracle = (assess(RUBRIC, changes, engine=engine) for engine in (DurableEngine, ReferenceEngine))
    assert list(ours.ledger.lines()) == list(oracle.ledger.lines())
    assert (ours.clause("甲县", "1.1").low, ours.clause("甲县", "1.1").high) == (Decimal(0), Decimal(0))
