"""Sheets → `Paper`s. Two layouts: a line for each item (`long`), and a line for each unit (`wide`); several tables may
stand below one another. No meaning is given to names here but that of headings, 总分 and 小计.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kaoping.audit.columns import Columns, columns_of
from kaoping.audit.long import Long
from kaoping.audit.paper import Line, Paper
from kaoping.audit.reader import Words
from kaoping.audit.wide import Wide
from kaoping.exact import parse_number
from kaoping.facts.names import fold
from kaoping.facts.rows import Row, Sheet

_NOTE = re.compile(r"(?:注|备注|说明|附注)[\d:：.、].*|※.*")
_SIGNED = re.compile(
    r".{0,10}(?:人|组长|组员|领导|审核|复核|主任|局长|签字|签名|签章|盖章|公章|日期|时间|电话|单位|部门)(?:\(.*\))?:.*"
)
_PREFACE = re.compile(
    r"(?:项目|被?(?:考核|评价)?(?:单位|对象))名称:?(.*)|(?:被考核|被评价|考核|评价|填报|自评)?单位:(?!(?:万|亿)?[元人]|[分%])(.+)"
)
_MOST_ROWS = 3
_AHEAD = 40


def read_papers(sheet: Sheet, words: Words, otherwise: str) -> list[Paper]:
    """What a sheet publishes, a paper for each unit and round, in the order of the sheet.

    Args:
        sheet: of rows.
        words: what the rules call things.
        otherwise: the unit, where the table names none; "" if it is not known.
    """
    papers: dict[tuple[str, str], list[Paper]] = {}
    reader: Long | Wide | None = None
    unit, within = otherwise, ""
    rows = sheet.rows
    index = 0
    while index < len(rows):
        row = rows[index]
        filled = [cell for cell in row.cells if cell]
        if (named := _preface(filled, words)) is not None:
            if words.group(named):
                within = named
            else:
                unit = named or unit
        elif (header := _header(sheet, index, words, reader)) is not None:
            reader, index = header
            if isinstance(reader, Long):
                reader.within = within
            continue
        elif reader is not None and not _is_note(row, filled, reader):
            for whose, label, line in reader.lines(row):
                mine = papers.setdefault((fold(whose) or unit, label), [])
                if not mine or (whose not in ("", "\0") and _begins_again(mine[-1], line, reader)):
                    mine.append(_new(reader, whose, unit, label, bool(mine)))
                mine[-1].lines.append(line)
        index += 1
    found = [paper for mine in papers.values() for paper in mine]
    for paper in found:
        paper.lines = _with_one_total(paper.lines)
    return found


def _new(reader: Long | Wide, whose: str, unit: str, label: str, again: bool) -> Paper:
    owner = "" if whose == "\0" else whose or unit
    paper = Paper(owner, label, listed=bool(whose), again=again)
    if isinstance(reader, Wide):
        paper.header, paper.unread = reader.header, reader.unread
    return paper


def _begins_again(paper: Paper, line: Line, reader: Long | Wide) -> bool:
    """Whether a line is the first of a second listing of its unit: another row with the same figures, or items that
    begin anew after the total."""
    alike = any(
        one.path == line.path and one.kind == line.kind and one.at.row != line.at.row for one in paper.lines
    )
    if isinstance(reader, Wide):
        return alike
    return alike and line.kind == "item" and any(one.kind == "total" for one in paper.lines)


def _header(
    sheet: Sheet, index: int, words: Words, before: Long | Wide | None
) -> tuple[Long | Wide, int] | None:
    """The reader of the table whose header begins here, and the index of the first row below the header."""
    row = sheet.rows[index]
    if row.wide:
        return None
    end = index + 1
    while end < len(sheet.rows) and end - index < _MOST_ROWS and _continues(sheet, end, index):
        end += 1
    for last in range(end, index, -1):
        columns = columns_of(_headings(sheet.rows[index:last]), words.unit)
        _settle_unit(columns, sheet.rows[last : last + _AHEAD], words)
        if columns.is_header:
            figures = [*columns.scores.values(), *columns.units.values()]
            if not any(parse_number(row.cell(at)) is not None for at in figures):
                return Long(sheet, columns, words, before if isinstance(before, Long) else None), last
        elif not any(parse_number(cell) is not None for cell in row.cells if cell):
            wide = Wide(sheet, columns, words, sheet.rows[last - 1].number)
            if wide.is_header:
                return wide, last
    return None


def _continues(sheet: Sheet, lower: int, first: int) -> bool:
    """Whether a row is the lower part of the header above it: without figures, below merged or blank cells only."""
    row, above = sheet.rows[lower], sheet.rows[lower - 1]
    own = [index for index, text in enumerate(row.cells) if text and index not in row.below]
    if not own or row.wide or 0 in own or above.wide:
        return False
    if any(parse_number(row.cell(index)) is not None for index in own):
        return False
    merged = sheet.across.get(above.number, {})
    upper = sheet.rows[first]
    return 0 in row.below or any(
        index in merged or index in merged.values() or (not above.cell(index) and any(upper.cells[:index]))
        for index in own
    )


def _headings(rows: Sequence[Row]) -> list[list[str]]:
    """The texts of a header; an upper one stands also over the blanks to its right that have something below them."""
    width = max(len(row.cells) for row in rows)
    texts = [["" if i in row.below else row.cell(i) for i in range(width)] for row in rows]
    for upper, lower in pairwise(texts):
        for index in range(1, width):
            if lower[index] and not upper[index]:
                upper[index] = upper[index - 1]
    return texts


def _settle_unit(columns: Columns, ahead: Sequence[Row], words: Words) -> None:
    """项目 heads units or items: indicators of the rules below it are items."""
    for index, path in enumerate(columns.paths):
        named = path and fold(path[-1]) in ("项目", "项目名称", "对象", "部门")
        if named and any(words.known(row.cell(index)) for row in ahead if row.cell(index)):
            if columns.roles.get("unit") == index:
                del columns.roles["unit"]
            columns.levels = sorted({*columns.levels, index})


def _preface(filled: list[str], words: Words) -> str | None:
    """The unit that a row above a table names (项目名称 | 窗口人员月度考核奖); None if it is no such row."""
    found = _PREFACE.fullmatch(fold(filled[0]))
    if found is None or len(filled) > 4:
        return None
    inline = found[1] or found[2] or ""
    if inline:
        return filled[0].replace("：", ":").split(":", 1)[-1].strip()
    if len(filled) == 1:
        return None
    columns = columns_of([filled[1:]])
    headings = (
        (columns.roles and not words.group(filled[1]))
        or columns.levels
        or columns.scores
        or any(map(words.known, filled[2:]))
    )
    return None if headings else filled[1]


def _is_note(row: Row, filled: list[str], reader: Long | Wide) -> bool:
    """Whether a row is a title, a note or a signature."""
    first = fold(filled[0])
    if row.wide:
        return not (isinstance(reader, Long) and reader.words.group(filled[0]))
    if _NOTE.fullmatch(first):
        return True
    return bool(_SIGNED.fullmatch(first)) and isinstance(reader, Long) and reader.is_foot(row)


def _with_one_total(lines: list[Line]) -> list[Line]:
    """Of several 合计 the last is the total; those before it are sub-totals of what stands above them."""
    totals = [number for number, line in enumerate(lines) if line.kind == "total" and not line.tally]
    kept = []
    for number, line in enumerate(lines):
        if number in totals[:-1]:
            line = replace(line, kind="sum", path=line.path[:-1])
        elif number in totals:
            line = replace(line, path=("总分",))
        kept.append(line)
    return kept
