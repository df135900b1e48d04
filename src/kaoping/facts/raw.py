"""What the readers hand to the intake desk: one fact as read, all text, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from kaoping.diagnostics import Diagnostic, Place

Role = Literal["unit", "name", "value", "quantity", "day", "id", "operation", "note"]
"""What a column or key says of a fact, beside the fields that the schema names."""

CANONICAL: Mapping[Role, str] = MappingProxyType(
    {
        "unit": "单位",
        "name": "事项",
        "value": "值",
        "quantity": "数量",
        "day": "日期",
        "id": "编号",
        "operation": "操作",
        "note": "说明",
    }
)
"""How messages and templates name the roles."""

_PLAIN_HEADINGS: Mapping[str, str] = MappingProxyType(dict[str, str](CANONICAL.items()))
NO_TEXTS: Mapping[str, str] = MappingProxyType({})


class RawFact(NamedTuple):
    """One row, cell or line, not yet judged. "" is what was not given.

    Attributes:
        place: file, sheet and row; of a table of figures also the column. In a workbook, the cell of the figure.
        unit … note: text as read. value and quantity: 值 and 数量, of which one is enough.
        fields: other columns, by folded name (`names.fold`).
        headings: how the file itself heads the columns, for messages; roles and folded field names.
        in_unit: the heading says in which unit its figures are: 满意度（%）, 数据归集（条）.
        letters: of the columns in a workbook; by role and folded field name, as headings.
    """

    place: Place
    unit: str = ""
    name: str = ""
    value: str = ""
    quantity: str = ""
    day: str = ""
    id: str = ""
    operation: str = ""
    note: str = ""
    fields: Mapping[str, str] = NO_TEXTS
    headings: Mapping[str, str] = _PLAIN_HEADINGS
    in_unit: bool = False
    letters: Mapping[str, str] = NO_TEXTS

    def at(self, role: str) -> Place:
        """The place of one cell of this row, headed as the file heads it."""
        column = self.headings.get(role) or _PLAIN_HEADINGS.get(role, role)
        return Place(self.place.file, self.place.row, column, self.place.sheet, self.letters.get(role, ""))

    @property
    def figure(self) -> Literal["value", "quantity"]:
        """Which column holds the figure: 值, or 数量 (次数), of which one is enough."""
        if self.quantity or self.value:
            return "quantity" if self.quantity else "value"
        return "quantity" if "quantity" in self.headings and "value" not in self.headings else "value"


Item = RawFact | Diagnostic
"""Readers yield facts and, among them, what they could not read."""
