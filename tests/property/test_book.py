"""Any facts: every formula of a report comes to the figure that stands beside it, which is the score."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bookwork import wrong
from casework import HEADER, assess, intake_of, rubric_of
from kaoping.model import TOTAL
from kaoping.render.book.about import Origin
from kaoping.render.book.make import report
from kaoping.render.book.plan import Cell, Page
from kaoping.render.book.rounds import rounds_report
from kaoping.render.book.units import SCORE
from kaoping.render.book.xlsx import to_bytes
from kaoping.rounds import Round, make_report
from kaoping.sheet import Sheet, make_sheet

UNITS = ("甲县", "乙县")
RULE = """办法  试验
满分  12分，总分不高于12分
等次  优秀（S≥10）、差（S＜10）
单位  甲县、乙县
事实  月报问题：事件
事实  批评：事件
事实  泄密：事件
一级指标  过程（6分）
  二级指标  管理（6分）
    三级指标  报送（3分）
      1．得3分，漏报{月报问题}一次扣0.7分，扣完为止；
    三级指标  完成（3分）
      1．完成率{完成数 / 任务数}≥100%，得3分；100%＞完成率≥80%，得1分；完成率＜80%，不得分。
      2．被点名批评{批评}的，每发现一次扣2分，直至6分扣完。
一级指标  效果（5分）
  1．满意数{满意数}第1名，得3分；第1名之后，得1分。
  2．得分=执行率{已用数 / 预算数}×2分。
  3．出现一次泄密{泄密}的，此项得0分，并取消年度优秀等次评选资格。
一级指标  加分项
  每完成一个场景{场景}得2.3分，最高得4分。
"""
RUBRIC = rubric_of(RULE)
NAMES = ("完成数", "任务数", "满意数", "已用数", "预算数", "月报问题", "批评", "场景", "泄密")
Cells = dict[tuple[str, str], str]

cells = st.fixed_dictionaries(
    {
        (unit, name): st.sampled_from(
            ("", "0", "1", "1", "2", "3", "7", "10") if name != "泄密" else ("0", "0", "1")
        )
        for unit in UNITS
        for name in NAMES
    }
)


def sheet_of(given_: Cells) -> Sheet:
    rows = [["单位", *NAMES], *([unit, *(given_[unit, name] for name in NAMES)] for unit in UNITS)]
    intake = intake_of(RUBRIC, "\n".join(",".join(row) for row in rows))
    return make_sheet(assess(RUBRIC, intake.changes), intake.refusals)


def total_on(page: Page) -> Cell:
    return next(row for row in page.rows if row[1].value == TOTAL)[SCORE]


@settings(max_examples=60)
@given(cells)
def test_rows_of_a_page_add_up_to_the_score(given_: Cells) -> None:
    sheet = sheet_of(given_)
    book = report(sheet, Origin("", HEADER, 1, 0, 0, ()))
    assert wrong(book) == []
    for page, standing in zip(book.pages[2:], sheet.standings, strict=True):
        cell = total_on(page)
        assert cell.value == standing.total.low
        assert cell.formula
        alone = report(sheet, Origin("", HEADER, 1, 0, 0, ()), standing)
        assert wrong(alone) == []


@settings(max_examples=40)
@given(cells, cells)
def test_differences_of_rounds_follow_from_their_rows(own: Cells, city: Cells) -> None:
    rounds = [Round(label, sheet_of(one), frozenset(UNITS)) for label, one in (("自评", own), ("复核", city))]
    compared = make_report(rounds)
    book = rounds_report(compared, [])
    assert wrong(book) == []
    for page, unit in zip(book.pages[2:], compared.units, strict=True):
        row = next(row for row in page.rows if row[1].value == TOTAL)
        gap = unit.total.differences[0]
        assert gap is not None
        assert not gap.settled or row[-1].value == gap.low


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_no_text_of_a_fact_breaks_the_file(text: str) -> None:
    note = text.replace("\n", " ").replace("\r", " ").replace('"', "'")
    table = f'单位,事项,数量,说明\n甲县,月报问题,1,"{note}"\n'
    sheet = make_sheet(assess(RUBRIC, intake_of(RUBRIC, table).changes))
    book = report(sheet, Origin("", HEADER, 1, 0, 0, ()))
    content = to_bytes(book)
    assert content == to_bytes(book)
    read = load_workbook(io.BytesIO(content))
    texts = [cell for page in read for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert all((cell.data_type == "f") == cell.value.startswith(("=SUM(", "=TEXT(", "='")) for cell in texts)
