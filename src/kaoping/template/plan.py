"""What a template is made of: plain data, without a word on how a spreadsheet shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kaoping.facts.mark import CORRECTIONS

GUIDE, VALUES, EVENTS = "说明", "数据", "事项"
EVENT_LIST, CLAUSE_LIST, CHOICES = "事项一览", "条款一览", "选项"
RESERVED = (GUIDE, VALUES, EVENTS, CORRECTIONS, EVENT_LIST, CLAUSE_LIST, CHOICES)
"""Names of sheets that mean something of their own."""

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ufffe\uffff]")
_KEPT = ("History", "历史记录")  # names that Excel keeps for itself
_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Entry:
    """What the cells of a column take.

    Attributes:
        type: text: anything. number, whole: least to most. percent: a ratio, shown in percent. list:
            one of choices. date: a day; moment: a day with its time; both from first to last.
        hint: how to fill the cell in, for people.
        choices: of a list, in order.
    """

    type: Literal["text", "number", "whole", "percent", "list", "date", "moment"] = "text"
    hint: str = ""
    choices: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form. about: what it is for, in the remark row 条款; group: columns of one group belong together."""

    heading: str
    entry: Entry
    about: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to fill in: a title, a heading row, remark rows, then one row a unit or an occurrence.

    labels: the first column of the rows that are there already (units); () where rows are added.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    remarks: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet to read. Rows that have one cell are headings; headed: the first row heads the columns.

    widths: of the columns, in half-width characters.
    """

    name: str
    purpose: str
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A workbook. title, digest: of the rubric and its file, so that a reader can tell whether they still fit."""

    title: str
    digest: str
    sheets: tuple[Form | Page, ...]


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that a spreadsheet takes, and that no other sheet has; as wanted wherever that can be."""
    used = {name.casefold() for name in (*taken, *_KEPT)}
    plain = _cut(_NOT_IN_SHEET_NAMES.sub("-", wanted)).strip("'") or EVENTS
    name, count = plain, 1
    while name.casefold() in used:
        count += 1
        name = f"{_cut(plain, 2 + len(str(count)))}（{count}）"
    return name


def _cut(name: str, room: int = 0) -> str:
    """The name without what is too long, counted as spreadsheets do (a rare character is two), leaving room."""
    kept = name.encode("utf-16-le", "ignore")[: 2 * (_LONGEST_SHEET_NAME - room)]
    return kept.decode("utf-16-le", "ignore")
