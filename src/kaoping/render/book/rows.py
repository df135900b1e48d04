"""A page while it is made: rows are added below one another, and formulas refer to those that are there."""

from __future__ import annotations

from collections.abc import Sequence

from kaoping.render.book.plan import Cell, Look, Page, column


class Rows:
    """The rows of a page, as wide as its columns.

    Args:
        widths: of the columns, in half-width characters.
    """

    def __init__(self, widths: Sequence[int]) -> None:
        self.widths = tuple(widths)
        self.rows: list[tuple[Cell, ...]] = []
        self.merged: list[tuple[int, int, int, int]] = []

    @property
    def next(self) -> int:
        """The number of the row that is added next."""
        return len(self.rows)

    def add(self, *cells: Cell, rest: Look = "text") -> int:
        """Add a row, filled up with empty cells; its number."""
        blank = (Cell("", rest),) * (len(self.widths) - len(cells))
        self.rows.append((*cells, *blank))
        return self.next - 1

    def line(self, text: str, look: Look = "note", back: str = "", most: int = 0) -> int:
        """Add a text over the whole width, but not more than most; back: where a link at its end leads."""
        last = len(self.widths) - 1
        while most and last > 0 and sum(self.widths[: last + 1]) > most:
            last -= 1
        cells = [Cell(text, look), *[Cell("", look)] * last]
        if back:
            cells[-1] = Cell("返回总表", "back", link=back)
        row = self.add(*cells, rest=look)
        self.merge(row, 0, row, last - bool(back))
        return row

    def merge(self, first_row: int, first: int, last_row: int, last: int) -> None:
        """Join cells into one."""
        if (first_row, first) != (last_row, last):
            self.merged.append((first_row, first, last_row, last))

    def page(
        self,
        name: str,
        *,
        heading: str = "",
        repeated: tuple[int, int] | None = None,
        fixed: int = 0,
        landscape: bool = False,
    ) -> Page:
        """The page, finished; see Page."""
        return Page(
            name, tuple(self.rows), self.widths, tuple(self.merged), repeated, fixed, landscape, heading
        )


def at(row: int, col: int) -> str:
    """A cell of the same page."""
    return f"{column(col)}{row + 1}"
