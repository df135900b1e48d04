"""Templates as people have them: made from rule text, looked at as text, filled in.

book = template_of(RULES)                       an openpyxl workbook, as a spreadsheet would open it
put(book, "数据", "甲县", "申领数（件）", 12)      finds the cell by its row and heading
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from casework import rubric_of
from kaoping.facts.intake import Intake
from kaoping.facts.read import read_facts
from kaoping.model import Rubric
from kaoping.plan import schema_of
from kaoping.template import make_template
from kaoping.template.workbook import to_bytes

EXAMPLE = """办法  甲办法
期间  2021-01-01 至 2021-12-31
满分  100分
等次  优秀（S≥90）、差（S＜90）
单位  甲县、乙县
事实  稿件：事件（篇），级别（省级、市级）、标题、刊登日期（日期）
事实  申诉：事件（件），提交时间（日期）、办结时间（日期）
事实  人口：数值（万人）
定义  申诉.处理时长 = 相差小时(提交时间, 办结时间)
一级指标  信息（20分）
  1．设立了目标的，得2分；
  2．每月报送得8分，迟报、漏报{月报问题}一次扣0.5分，扣完为止；
  3．缺席会议一次扣1分，最高扣4分；
  4．建设情况{建设情况：良好、中、差}良好，得6分，建设情况为中，得1分，建设情况为差，不得分。
一级指标  宣传（20分）
  在省级媒体发表{稿件[级别 = 省级]}的，得3分；在市级媒体发表{稿件[级别 = 市级]}的，得2分，同一篇稿件按照发表的最高级别算{按标题去重，取级别最高}。最多得5分。
一级指标  办件（60分）
  1．人均办件数{办件数 / 人口}第1名，得20分；第1名之后，得10分；
  2．满意度{满意度}达到90%，得20分，每降低一个百分点扣1分，扣完为止；
  3．办结{办结日期}在2021年12月31日前完成，得10分，否则不得分；
  4．平均处理时长{平均(申诉.处理时长)}≤12小时，得5分；平均处理时长＞12小时，得0分；
  5．材料不完整的，酌情扣1-3分。
"""
"""A rubric that has everything once."""

HEADINGS = 2
"""The row of the headings of a form."""


def template_of(rules: str | Rubric) -> Workbook:
    rubric = rubric_of(rules) if isinstance(rules, str) else rules
    return load_workbook(io.BytesIO(to_bytes(make_template(rubric))))


def saved(book: Workbook, folder: Path, name: str = "表.xlsx") -> Path:
    path = folder / name
    book.save(path)
    return path


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[HEADINGS] if cell.value == heading)


def cell(book: Workbook, sheet: str, label: str, heading: str) -> Cell:
    """The cell of a unit under a heading."""
    page = book[sheet]
    row = next(row[0].row for row in page.iter_rows() if row[0].value == label)
    found = page.cell(row, column(page, heading))
    assert isinstance(found, Cell)
    return found


def put(book: Workbook, sheet: str, label: str, heading: str, value: object) -> str:
    """Fill in a figure; the name of its cell."""
    found = cell(book, sheet, label, heading)
    found.value = value  # type: ignore[assignment]
    return found.coordinate


def add(book: Workbook, sheet: str, **values: object) -> int:
    """Fill in the next empty row of a form; its number."""
    page = book[sheet]
    row = page.max_row + 1
    for heading, value in values.items():
        page.cell(row, column(page, heading)).value = value  # type: ignore[assignment]
    return row


def read(book: Workbook, rubric: Rubric, folder: Path) -> Intake:
    """What the reader makes of a workbook."""
    return read_facts([saved(book, folder)], schema_of(rubric))


def told(intake: Intake) -> list[str]:
    """What is said of the workbook, without the help."""
    return [f"{one.where} {one.severity} {one.code} {one.message}" for one in intake.diagnostics]


def as_text(book: Workbook) -> str:
    """All that a person meets in a workbook: cells, drop-downs, checks, frozen panes, print setup."""
    return "\n".join(line for sheet in book.worksheets for line in _sheet(sheet))


def _sheet(sheet: Worksheet) -> Iterator[str]:
    setup = sheet.page_setup
    yield f"==== {sheet.title}"
    yield (
        f"冻结 {sheet.freeze_panes or '无'}；打印 {setup.orientation}，宽 {setup.fitToWidth} 页，"
        f"重复 {sheet.print_title_rows or '无'} {sheet.print_title_cols or ''}".rstrip()
    )
    for row in sheet.iter_rows():
        texts = [str(one.value).replace("\n", "⏎") if one.value is not None else "" for one in row]
        yield " | ".join(texts).rstrip(" |")
    formats = {
        letter: dimension.number_format
        for letter, dimension in sorted(sheet.column_dimensions.items())
        if dimension.number_format != "General"
    }
    if formats:
        yield f"列格式 {formats}"
    checks: dict[str, list[str]] = {}
    for rule in sheet.data_validations.dataValidation:
        between = f" ～ {rule.formula2}" if rule.formula2 else ""
        checks.setdefault(f"{rule.type} {rule.formula1}{between}：{rule.error}", []).append(str(rule.sqref))
    for check, cells in checks.items():
        yield f"{' '.join(cells)} {check}"
    yield ""
