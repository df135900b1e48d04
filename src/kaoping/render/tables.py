"""A heading and rows of text as a table: for a terminal, for a page (Markdown), for a spreadsheet (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence

from kaoping.render.markup import safe


def for_terminal(
    title: str, header: Sequence[str], rows: Sequence[Sequence[str]], left: Collection[str], group: int = 0
) -> str:
    """A table with frames.

    Args:
        title: above it.
        header: names of the columns.
        rows: a cell for every column.
        left: columns that are words; the others are numbers and stand right.
        group: a line is drawn after every so many rows; 0 for none.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", header_style="bold")
    for name in header:
        table.add_column(name, justify="left" if name in left else "right", overflow="fold")
    for number, row in enumerate(rows, 1):
        table.add_row(*row, end_section=bool(group) and number % group == 0)
    out = io.StringIO()
    Console(file=out, width=160, color_system=None, legacy_windows=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n"))


def for_page(header: Sequence[str], rows: Iterable[Sequence[str]], left: Collection[str]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(safe(cell) for cell in header) + " |"]
    lines.append("|" + "|".join(" :--- " if cell in left else " ---: " for cell in header) + "|")
    lines += ["| " + " | ".join(safe(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def for_spreadsheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV in UTF-8 with BOM, which spreadsheet programs open as they should."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().rstrip("\n")
