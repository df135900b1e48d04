"""Templates as people have them: made from rule text, looked at as text, filled in.

book = template_of(RULES)                       an openpyxl workbook, as a spreadsheet would open it
put(book, "数据", "甲县", "申领数（件）", 12)      finds the cell by its row and heading
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from casework import rubric_of
from kaoping.facts.fact import Fact
from kaoping.facts.intake import Intake
from kaoping.facts.read import read_facts
from kaoping.facts.schema import FactSpec
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


def fill(book: Workbook, rubric: Rubric, facts: Iterable[Fact]) -> None:
    """Fill facts in, each where a person would."""
    specs = {spec.name: spec for spec in rubric.facts}
    for fact in facts:
        spec = specs[fact.name]
        if spec.kind == "value":
            sheet, heading = _figure(book, spec, fact.unit)
            if fact.unit not in {row[0].value for row in sheet.iter_rows(min_row=HEADINGS + 1)}:
                sheet.append([fact.unit])
            found = sheet[put(book, sheet.title, fact.unit, heading, _cell_value(fact.value))]
            shown = sheet.column_dimensions[found.column_letter].number_format
            found.number_format = shown if found.number_format == "General" else found.number_format
        else:
            sheet, name = _events(book, spec, fact.unit)
            given = {"单位": fact.unit, **name, "日期": fact.day, "说明": fact.note or None}
            if "#" not in fact.id:
                given["编号"] = fact.id
            given["数量"] = None if fact.value == 1 else fact.value
            given |= {field: _cell_value(value) for field, value in fact.fields.items()}
            headings = {one.value for one in sheet[HEADINGS]}  # a field 发生日期 is the day as well
            add(
                book,
                sheet.title,
                **{heading: value for heading, value in given.items() if heading in headings},
            )


def type_into(source: Path, target: Path, lines: str) -> None:
    """Type texts into cells as a person does: 数据!B5 = 85%. The format of the cell decides what a text is."""
    book = load_workbook(source)
    for line in lines.splitlines():
        place, _, text = line.partition(" = ")
        sheet, _, name = place.partition("!")
        at = book[sheet][name]
        shown = at.number_format
        if shown == "General":
            shown = at.number_format = book[sheet].column_dimensions[at.column_letter].number_format
        if text.endswith("%") and "%" in shown:
            at.value = Decimal(text[:-1]) / 100
        elif "yy" in shown:
            at.value = datetime.fromisoformat(text)
        else:
            at.value = Decimal(text) if text.replace(".", "").isdecimal() and shown != "@" else text
    book.save(target)


def standing(intake: Intake) -> dict[str, Fact]:
    """The facts that stand after all changes, by id."""
    facts: dict[str, Fact] = {}
    for change in intake.changes:
        if change.old is not None:
            del facts[change.old.id]
        if change.new is not None:
            facts[change.new.id] = change.new
    return facts


def _figure(book: Workbook, spec: FactSpec, unit: str) -> tuple[Worksheet, str]:
    """The sheet and heading of a figure; where kinds of units have sheets of their own, the unit's."""
    measure = "%" if spec.type == "percent" else spec.unit
    heading = f"{spec.label}（{measure}）" if measure else spec.label
    sheets = [
        sheet
        for sheet in book.worksheets
        if sheet.title.startswith("数据") and heading in [cell.value for cell in sheet[HEADINGS]]
    ]
    own = [sheet for sheet in sheets if unit in [row[0].value for row in sheet.iter_rows()]]
    return (own or sheets)[0], heading


def _events(book: Workbook, spec: FactSpec, unit: str) -> tuple[Worksheet, dict[str, object]]:
    """The sheet of an event: its own, or the shared one that offers it."""
    for name in (spec.label, spec.name):
        if name in book.sheetnames:
            return book[name], {}
    for sheet in book.worksheets:
        lists = [rule.formula1 or "" for rule in sheet.data_validations.dataValidation if rule.type == "list"]
        offered = [choice for formula in lists for choices in _choices(book, formula) for choice in choices]
        if {spec.label, unit} <= {*offered} and "数量" in [cell.value for cell in sheet[HEADINGS]]:
            return sheet, {"事项": spec.label}
    raise LookupError(spec.label)


def _choices(book: Workbook, formula: str) -> Iterator[list[object]]:
    if formula.startswith('"'):
        yield formula.strip('"').split(",")
    else:
        sheet, _, cells = formula.partition("!")
        yield [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]


def _cell_value(value: object) -> object:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


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
