"""What a workbook is made of: plain data, without a word on the format of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kaoping.exact import round_points
from kaoping.exact import text as plain

MOST_PLACES = 4
"""Decimals that are shown; a quotient has no end."""

PAGE_WIDTHS = {True: (240, 150), False: (130, 100)}
"""Half-width characters that a page across, or upright, can hold at most; and where it takes several pages, each."""

_MOST_TERMS = 200  # a function takes 255 arguments

Look = Literal[
    "title",
    "subtitle",
    "note",
    "warning",
    "heading",
    "text",
    "centre",
    "number",
    "pending",
    "failed",
    "gap",
    "top",
    "top number",
    "group",
    "group number",
    "clause",
    "clause number",
    "entry",
    "entry number",
    "entry loss",
    "entry pending",
    "entry warning",
    "link",
    "back",
    "section",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, or a number.

    Attributes:
        formula: without "=", where the value follows from other cells.
        link: a reference to jump to ('金安区'!A1).
        shown: how a number looks.
    """

    value: str | Decimal = ""
    look: Look = "text"
    formula: str = ""
    link: str = ""
    shown: Literal["plain", "signed", "percent"] = "plain"


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet. Rows and columns count from 0.

    Attributes:
        rows: cells from the first column on.
        widths: of the columns, in half-width characters.
        merged: first row, first column, last row, last column; the text stands in the first cell.
        repeated: first and last row to repeat on every printed page.
        fixed: how many columns stay in sight, and are repeated in print where a page is too narrow.
        landscape: as it is printed.
        heading: above every printed page.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    repeated: tuple[int, int] | None = None
    fixed: int = 0
    landscape: bool = False
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its pages in order."""

    title: str
    pages: tuple[Page, ...]


def pages_across(widths: Sequence[int], landscape: bool) -> int:
    """How many printed pages stand side by side, so that each can be read."""
    most, each = PAGE_WIDTHS[landscape]
    return 1 if sum(widths) <= most else -(-sum(widths) // each)


def column(index: int) -> str:
    """The letters of a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def reference(page: str, row: int, col: int) -> str:
    """A cell of another page."""
    name = page.replace("'", "''")
    return f"'{name}'!{column(col)}{row + 1}"


def sum_of(cells: Sequence[str]) -> str:
    """The formula that adds single cells up."""
    if len(cells) > _MOST_TERMS:
        groups = [cells[at : at + _MOST_TERMS] for at in range(0, len(cells), _MOST_TERMS)]
        return "+".join(sum_of(group) for group in groups)
    return f"SUM({','.join(cells)})"


def places(value: Decimal) -> int:
    """Decimals that are shown of a number: all it has, if they are not too many."""
    return min(MOST_PLACES, len(plain(value).partition(".")[2]))


def pattern(count: int) -> str:
    """The number format with so many decimals."""
    return "0" + ("." + "0" * count if count else "")


def shown(value: Decimal) -> str:
    """A number as its cell shows it."""
    return format(round_points(value, places(value)), "f")
