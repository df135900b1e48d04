"""Rows of a table that are no facts: totals, notes below it, headings of groups, a header printed again.

They are passed over, each with a note; so nothing is dropped in silence, and a total is never a unit.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kaoping.facts.header import is_column_numbers
from kaoping.facts.names import Names, fold, quoted
from kaoping.facts.rows import Row

_TOTAL = re.compile(r"(?:.{0,4}?)(?:合计|总计|小计|共计|累计|汇总|平均)(?:值|数|分)?(?:[:(].*)?")
_FOOTER = re.compile(
    r"(?:注|备注|附注|说明|填表说明|数据来源|来源|日期|(?:填报|填表|制表|统计|打印|报送|上报|审核|审批|复核)(?:人员?|单位|日期|时间)?"
    r"|(?:单位|部门|主要|分管)?(?:负责人|领导)(?:签字|签名)?|经办人|联系(?:人|电话|方式)|单位(?:盖章)?(?:\((?:盖章|公章)\))?)"
    r"(?:\(.{1,6}\))?\d?[:.、].*"
)
_SENTENCE = re.compile(r".{12,}|.*[。；]")


def is_total(text: str, names: Names) -> bool:
    """Whether a label heads a row (or column) of totals or averages: 合计, 全市平均."""
    return bool(_TOTAL.fullmatch(fold(text))) and not names.is_listed_unit(text) and names.spec(text) is None


class Margins:
    """Tells the rows of one table that are no facts.

    Args:
        header: the headings.
        labels: the columns that say what a row is about, not how much.
        used: the columns that facts are read from.
        unit: the column of the units, if there is one.
        fields: the columns of fields, which may hold any word.
    """

    def __init__(
        self,
        header: Row,
        labels: Collection[int],
        used: Collection[int],
        names: Names,
        unit: int | None = None,
        fields: Collection[int] = (),
    ) -> None:
        self._header, self._names = header, names
        self._unit, self._fields = unit, fields
        self._labels, self._used = sorted(labels), sorted(used)
        self._keys = sorted({*labels} & {*used})
        self._below = False
        """Whether the notes below the table have begun."""

    def why_not(self, row: Row) -> str | None:
        """Why a row is no fact, in Chinese; "" if there is nothing in it to speak of; None if it may be one."""
        filled = [index for index, cell in enumerate(row.cells) if cell or index in row.faults]
        first = row.cell(filled[0])
        if any(is_total(row.cell(index), self._names) for index in self._labels) or self._opens_total(
            row, filled[0]
        ):
            return "合计（平均）行没有读入"
        if row.wide or _FOOTER.fullmatch(fold(first)) or (len(filled) == 1 and self._is_remark(first)):
            self._below = self._below or bool(_FOOTER.fullmatch(fold(first)))
            return f"{quoted(first)}是表里的小标题或表外的说明，没有读入"
        if row.cells == self._header.cells:
            return "重复的表头没有读入"
        if is_column_numbers(row) and any(row.cell(index) for index in self._keys):
            return "列的编号没有读入"
        if not any(row.cell(index) or index in row.faults for index in self._used):
            return ""
        return None

    def _opens_total(self, row: Row, first: int) -> bool:
        """Whether a row of no unit begins with 合计, under whatever heading (编号)."""
        of_nobody = self._unit is None or not row.cell(self._unit)
        return of_nobody and first not in self._fields and is_total(row.cell(first), self._names)

    def _is_remark(self, text: str) -> bool:
        known = self._names.is_listed_unit(text) or self._names.spec(text) is not None
        return not known and (self._below or bool(_SENTENCE.fullmatch(text)))
