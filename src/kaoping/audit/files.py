"""Published files → papers, each with its unit and its round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoping.audit.columns import ROUND
from kaoping.audit.layouts import read_papers
from kaoping.audit.match import subjects
from kaoping.audit.paper import Paper, bare
from kaoping.audit.reader import Words
from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.names import fold
from kaoping.facts.read import TABLES, WORKBOOKS
from kaoping.facts.rows import Sheet, read_csv
from kaoping.facts.workbook import is_report, read_workbook
from kaoping.model import Rubric
from kaoping.render.book.names import is_overview
from kaoping.source import as_text

_NO_NAME = re.compile(r"(?:sheet|工作表|表)?\d*", re.IGNORECASE)


def read_tables(
    tables: Sequence[Path], rubric: Rubric, units: Sequence[str], unread: list[Diagnostic]
) -> Iterator[Paper]:
    """All papers, in order; what cannot be read goes to `unread`.

    Args:
        tables: as published, the first round first; places name them as they are given.
        rubric: the rules that they follow.
        units: that the facts or the rules know.
        unread: to be added to.
    """
    for path in tables:
        yield from _of_file(path, as_text(path), len(tables) == 1, rubric, units, unread)


def named(text: str, units: Sequence[str]) -> str | None:
    """The unit that a text names, however it is typed."""
    return next((unit for unit in units if fold(unit) == fold(text)), None)


def _of_file(
    path: Path, label: str, alone: bool, rubric: Rubric, units: Sequence[str], unread: list[Diagnostic]
) -> list[Paper]:
    """The papers of a file, each with the label of its round.

    Sheets that have different items of one unit are parts of one paper; those that have the same are rounds.
    """
    kept: list[Paper] = []
    for paper in _papers(path, label, rubric, units, unread):
        paths = {line.path for line in paper.lines}
        for other in kept:
            alike = fold(other.unit) == fold(paper.unit) and other.label == paper.label
            if alike and paths.isdisjoint(line.path for line in other.lines):
                other.lines += paper.lines
                other.unread += paper.unread
                break
        else:
            kept.append(paper)
    for paper in kept:
        sheet_name = paper.lines[0].place.sheet if alone else None
        paper.label = paper.label or sheet_name or path.stem
    return kept


def _papers(
    path: Path, label: str, rubric: Rubric, units: Sequence[str], unread: list[Diagnostic]
) -> Iterator[Paper]:
    grids: list[Sheet | Diagnostic]
    if path.suffix.lower() in TABLES:
        grids = [read_csv(path, label)]
    elif path.suffix.lower() in WORKBOOKS:
        grids = read_workbook(path, label)
        if is_report(path):  # what it publishes is its tables; the pages of units explain them
            grids = [
                grid for grid in grids if isinstance(grid, Diagnostic) or is_overview(grid.name or "")
            ] or grids
    else:
        kinds = "、".join(sorted({*TABLES, *WORKBOOKS}))
        message = f"认不出“{path.suffix or path.name}”这种文件"
        grids = [Diagnostic("F001", "error", message, f"可以读的有：{kinds}", place=Place(label))]
    names = {bare(node.name) for node in rubric.walk()} | {*subjects(rubric)}
    groups = {bare(node.name) for node in rubric.walk() if node.children}
    words = Words(
        lambda text: bare(text) in names, lambda text: bare(text) in groups, lambda text: named(text, units)
    )
    several = sum(isinstance(grid, Sheet) for grid in grids) > 1
    some = False
    for grid in grids:
        if isinstance(grid, Diagnostic):
            if grid.severity == "error":
                unread.append(grid)
            continue
        otherwise = _unit_of(grid.name or "", several, rubric, units)
        found = read_papers(grid, words, otherwise)
        some = some or bool(found)
        yield from found
    if not some and not any(item.place is not None and item.place.file == label for item in unread):
        help_ = "表头要有「得分」，还要有「指标」或「一级指标」等；或者一行一个单位，以指标的名称为表头"
        unread.append(Diagnostic("F002", "error", "表里没有找到公布的得分", help_, place=Place(label)))


def _unit_of(sheet: str, several: bool, rubric: Rubric, units: Sequence[str]) -> str:
    """The unit of a table that names none: that of its sheet, or the only one there is; "" if nobody can know.

    The sheets of a workbook are named for rounds, or else for units; where rules or facts list units, for these.
    """
    if (unit := named(sheet, units)) is not None:
        return unit
    if len(units) == 1:
        return units[0]
    unlisted = several and not rubric.units and not ROUND.search(sheet) and not _NO_NAME.fullmatch(sheet)
    return sheet if unlisted else ""
