"""Workbooks for tests: written by openpyxl, and mended in their XML where openpyxl cannot write what offices send."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Cells = Sequence[Sequence[object]]


def write(path: Path, sheets: Mapping[str, Cells], change: Callable[[Workbook], None] | None = None) -> Path:
    """A workbook with these sheets. A pair (value, number format) is a cell with that format."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(title)
        for number, cells in enumerate(rows, 1):
            for index, value in enumerate(cells, 1):
                cell = sheet.cell(number, index)
                if isinstance(value, tuple):
                    value, cell.number_format = value
                cell.value = value  # type: ignore[assignment]
    if change is not None:
        change(book)
    book.save(path)
    return path


def patch(path: Path, part: str, old: str, new: str) -> Path:
    """Replace text in one part of a workbook; it must be there."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    text = parts[part].decode()
    assert old in text, text
    parts[part] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path
