"""The rows of a pasted table as indicators: what offices do with rows besides filling them in.

一、组织领导（20分）                      a section: one cell, or a line without a tab
成立机构 ⇥ 10 ⇥ 未成立的扣10分
保洁（40分） ⇥ 大厅无污渍 ⇥ 10 ⇥ …        the cell of the item is merged, and each row has its own points:
            ⇥ 卫生间无异味 ⇥ 15 ⇥ …        the contents are then indicators below the item
合计 ⇥ ⇥ 100, 注：…, the heading again     no indicators
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kaoping.language import items
from kaoping.language.headings import Columns, is_heading
from kaoping.language.pasted import Cell

_SUM = re.compile(
    r"(?:合计|总计|总分|小计|共计|总得分|最终得分|考核得分|得分|得分合计|分值合计)(?:[（(].*[)）])?[:：]?"
)
_ASIDE = re.compile(r"(?:注|备注|附注|说明|填表说明|备考|附)(?:\d*[:：]|$)|.*(?:签字|签名|签章|盖章)")
SECTION = re.compile(
    r"(?P<style>[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+部分|[ⅠⅡⅢⅣⅤ]+[、.．]"
    r"|[A-G][、.．]|(?:加|减|扣|奖|倒扣|加减)分项?目?|奖励项?目?|附加分?项?目?|否决项?目?|一票否决|负面清单)"
)
_MARKED = re.compile(r"[（(]\s*(?:权重)?\d+(?:\.\d+)?\s*[分%％]\s*[)）]$")
_NUMBERED = re.compile(r"^(?:[（(]?[\d一二三四五六七八九十]{1,2}[)）.．、]|[①-⑳])\s*")
LONGEST_NAME = 24


@dataclass(slots=True)
class Item:
    """A row: the indicators that begin in it, from the highest, and its cells."""

    row: dict[int, Cell]
    indicators: list[tuple[int, str, Decimal | None, Cell]] = field(default_factory=list)
    wording: Cell | None = None
    note: Cell | None = None
    unread: Cell | None = None
    """Its points, where they are no number: 8+2, -5."""


def arrange(rows: Sequence[dict[int, Cell]], columns: Columns) -> list[Item]:
    """The rows that say something, each with its indicators."""
    kept = [row for row in rows if not _says_nothing(row, columns)]
    sections = {id(row): cell for row in kept if (cell := _section(row, columns)) is not None}
    styles: list[str] = []
    for cell in sections.values():
        style = _style(cell)
        if style not in styles:
            styles.append(style)
    own = _with_own_points([row for row in kept if id(row) not in sections], columns)
    return [
        _of_section(row, sections[id(row)], columns, styles)
        if id(row) in sections
        else _of_row(row, columns, len(styles), own)
        for row in kept
    ]


def _says_nothing(row: dict[int, Cell], columns: Columns) -> bool:
    """合计, 注：…, a line to sign, the heading row said again on the next page."""
    if not row:
        return False
    wording = row.get(columns.wording)
    if wording is not None:
        return is_heading(wording.joined()) and len(row) > 1
    first = row[min(row)].joined()
    named = [cell.joined() for at, cell in row.items() if at in columns.levels or at == min(row)]
    return _ASIDE.match(first) is not None or any(_SUM.fullmatch(name) for name in named)


def _section(row: dict[int, Cell], columns: Columns) -> Cell | None:
    """The cell of a row that has no other but points, and is the title of the rows below it."""
    points = {columns.points, *columns.marks.values()}
    named = [at for at in row if at not in points]
    if len(named) != 1 or columns.name is not None:
        return None
    at, cell = named[0], row[named[0]]
    upper = columns.levels.get(at, columns.lowest) < columns.lowest
    if upper or at == columns.wording or at == columns.collectors:
        return None
    name = cell.joined()
    titled = SECTION.match(name) or _MARKED.search(name)
    return cell if titled and len(name) <= 40 and not name.endswith(("。", "；", ";")) else None


def _style(cell: Cell) -> str:
    """How sections are told from those within them: 一、 from （一）; 加分项 stands beside 一、."""
    found = SECTION.match(cell.joined())
    style = found["style"] if found else ""
    return "（" if style[:1] in ("（", "(") else "一"


def _of_section(row: dict[int, Cell], cell: Cell, columns: Columns, styles: Sequence[str]) -> Item:
    name, mark = _named(cell.joined())
    points = row.get(columns.points) if columns.points is not None else None
    mark = mark if mark is not None or points is None else _points(points)
    level = min(columns.levels.values()) + styles.index(_style(cell))
    return Item(row, [(level, name, mark, cell)])


def _with_own_points(rows: Sequence[dict[int, Cell]], columns: Columns) -> frozenset[int]:
    """The rows that have points of their own under an item whose cell is merged, the first of them included."""
    if columns.points is None or columns.name is not None:
        return frozenset()
    leaf = max(at for at, level in columns.levels.items() if level == columns.lowest)
    found: list[int] = []
    group: list[dict[int, Cell]] = []
    for row in (*rows, {leaf: Cell("", 0)}):
        if leaf in row or any(at in row for at in columns.levels):
            pointed = [one for one in group if columns.points in one and columns.wording in one]
            if len(pointed) > 1 and leaf in pointed[0]:
                found += [id(one) for one in pointed]
            group = []
        group.append(row)
    return frozenset(found)


def _of_row(row: dict[int, Cell], columns: Columns, deeper: int, own: frozenset[int]) -> Item:
    wording, note = row.get(columns.wording), row.get(columns.note) if columns.note is not None else None
    item = Item(row, [], wording, note)
    new = [(level, row[at]) for at, level in columns.levels.items() if at in row]
    points = row.get(columns.points) if columns.points is not None else None
    mark = _points(points)
    if points is not None and mark is None and re.search(r"\d", points.text) and wording is not None:
        item.unread = points
    for level, cell in new:
        name, stated = _named(cell.joined())
        beside = row.get(columns.marks[level]) if level in columns.marks else None
        if stated is None and beside is not None:
            stated = items.mark_of(beside.joined())
        last = cell is new[-1][1] and (level == columns.lowest or wording is not None)
        if stated is None and last and id(row) not in own:
            stated = mark
        item.indicators.append((level + deeper, name, stated, cell))
    if id(row) in own and points is not None:
        cell = note or points
        item.indicators.append((columns.lowest + deeper + 1, _name(cell, note, wording), mark, cell))
    return item


_BEHIND = re.compile(
    r"(?P<name>.*[^\d.：:，,（(共计])[：:，,]?(?:[（(](?:共|满分|权重|计)?|共|满分)?(?P<points>\d+(?:\.\d+)?)分[)）]?"
)


def _named(text: str) -> tuple[str, Decimal | None]:
    """A name with its points behind it, as cells have them: 过程（20分）, 过程（共20分）, 过程20分."""
    name, mark = items.named(text)
    if mark is None and (found := _BEHIND.fullmatch(text)):
        return found["name"], Decimal(found["points"])
    return name, mark


def _points(cell: Cell | None) -> Decimal | None:
    """The number of a cell of points: 5, 5分, 5%; of points to be added too: +5, 最高5分, ≤5, 5分以内."""
    if cell is None:
        return None
    plain = re.sub(r"^(?:[+＋≤]|最高|最多|上限|不超过|满分)|(?:封顶|以内|为限)$", "", cell.joined())
    return items.mark_of(plain)


def _name(cell: Cell, note: Cell | None, wording: Cell | None) -> str:
    """What a row with points of its own is called: by its contents, else by the first words of its scoring."""
    words = (note or wording or cell).text.strip()
    first = re.split(r"[，,；;。：:\n]", _NUMBERED.sub("", words))[0].strip() or cell.joined()
    return re.sub(r"\s+", "", first)[:LONGEST_NAME]
