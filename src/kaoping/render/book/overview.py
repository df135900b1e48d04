"""The score table: units by indicators. Every figure refers to the page of its unit."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wcwidth import wcswidth

from kaoping.exact import text as plain
from kaoping.model import TOTAL, Indicator, Table
from kaoping.render.book.plan import PAGE_WIDTHS, Cell, Page, pages_across, reference
from kaoping.render.book.rows import Rows
from kaoping.render.book.units import UnitPage, score_on
from kaoping.render.scores import grade_text, rank_text, refused_elsewhere, refused_of
from kaoping.render.trail import bound_of
from kaoping.resolve.points import bounded
from kaoping.sentences import lost
from kaoping.sheet import Sheet, Standing

SUBTOTAL = "小计"
_MOST_PENDING = 8
MANY = 12  # columns
_NOTE, _SCORE = 28, 8


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of the heading: the rows (from the first of the heading; −1 is its last) and columns that it takes."""

    text: str
    top: int
    left: int
    bottom: int
    right: int


def overview(
    sheet: Sheet, table: Table, units: Sequence[Standing], name: str, pages: Mapping[str, UnitPage]
) -> Page:
    """The score table of the units of one kind.

    Args:
        sheet: of all units.
        table: by which these are scored.
        units: in the order of the sheet.
        name: of the page.
        pages: of the units, by unit.
    """
    shown = list(columns(table.indicators))
    graded = [("等次", 8)] if table.grades else []
    remarks = {standing.unit: "\n".join(notes(sheet, standing)) for standing in units}
    note = _NOTE if any(remarks.values()) else _NOTE // 2
    after = [(with_points("总分", table.full), _SCORE), ("名次", 6), *graded, ("说明", note)]
    widths = [
        unit_width([standing.unit for standing in units]),
        *(width_of(indicator, len(shown) > MANY) for indicator in shown),
        *(width for _, width in after),
    ]
    rows = Rows(widths)
    kind = f"　{table.kind}" if table.kind else ""
    most = PAGE_WIDTHS[True][pages_across(widths, landscape=True) > 1]
    rows.line(f"{sheet.rubric.title}{kind}", "title", most=most)
    rows.line(_subtitle(sheet, units), "subtitle", most=most)
    repeated = heading(rows, table.indicators, (), [text for text, _ in after])
    for standing in units:
        page = pages[standing.unit]
        own = [(i.id, sheet.indicator(standing.unit, i)) for i in shown] + [(TOTAL, standing.total)]
        graded_as = [Cell(grade_text(standing), "centre")] if graded else []
        rows.add(
            Cell(standing.unit, "link", link=reference(page.page.name, 0, 0)),
            *(score_on(page.page.name, page.rows[id_], p.low, p.high) for id_, p in own),
            rank(standing),
            *graded_as,
            Cell(remarks[standing.unit], "text"),
        )
    for words in refused_elsewhere(sheet):
        rows.line(f"注意：{words}。", "warning")
    return rows.page(name, heading=f"{sheet.rubric.title}{kind}", repeated=repeated, fixed=1, landscape=True)


def rank(standing: Standing) -> Cell:
    """The place among the units of its kind, a number once it is settled."""
    best, worst = standing.ranks
    return Cell(Decimal(best), "number") if best == worst else Cell(rank_text(standing), "pending")


def columns(indicators: Sequence[Indicator]) -> Iterator[Indicator]:
    """The indicators of a table, one a column: those of a group before it. Of two that always agree one is shown.

    What gives and takes no points (否决项) has no column; the remarks tell what it has done.
    """
    for indicator in filter(_scores, indicators):
        yield from (i for i in columns(indicator.children) if not _shown_above(i, indicator))
        if not _shown_below(indicator):
            yield indicator


def _scores(indicator: Indicator) -> bool:
    return indicator.scores


def _shown_below(indicator: Indicator) -> bool:
    """Whether all that is below it, one in the other, is one indicator, which shows its points."""
    if not _holds_one(indicator):
        return False
    below, between = indicator.children[0], [indicator.points]
    while below.children:
        if not _holds_one(below):
            return False
        between.append(below.points)
        below = below.children[0]
    return {*between} <= {None, below.points}


def _holds_one(indicator: Indicator) -> bool:
    return len(indicator.children) == 1 and not indicator.clauses and not indicator.pool


def _shown_above(child: Indicator, indicator: Indicator) -> bool:
    """Whether a group is all that an indicator consists of, so that the subtotal of that is enough."""
    return _holds_one(indicator) and bool(child.children) and child.points in (None, indicator.points)


def heading(
    rows: Rows, indicators: Sequence[Indicator], before: Sequence[str], after: Sequence[str]
) -> tuple[int, int]:
    """Add the heading with the tree of indicators; the numbers of its first and last row.

    Args:
        rows: of the page.
        indicators: of the first level.
        before, after: headings of the other columns, beside that of the units.
    """
    shown = {indicator.id for indicator in columns(indicators)}
    tree = list(_headings(indicators, 0, 1 + len(before), shown))
    last = max((cell.top for cell in tree), default=0)
    first = rows.next
    end = max((cell.right for cell in tree), default=len(before))
    texts = [*enumerate(("单位", *before)), *enumerate(after, end + 1)]
    cells = [*tree, *(Heading(text, 0, col, last, col) for col, text in texts)]
    by_place = {(cell.top, cell.left): cell.text for cell in cells}
    for row in range(last + 1):
        rows.add(*(Cell(by_place.get((row, col), ""), "heading") for col in range(len(rows.widths))))
    for cell in cells:
        bottom = last if cell.bottom < 0 else cell.bottom
        rows.merge(first + cell.top, cell.left, first + bottom, cell.right)
    return first, first + last


def _headings(
    indicators: Sequence[Indicator], top: int, left: int, shown: Container[str]
) -> Iterator[Heading]:
    """The cells of the tree."""
    for indicator in filter(_scores, indicators):
        text = with_points(indicator.name, indicator.points)
        if not indicator.children:
            yield Heading(text, top, left, -1, left)
            left += 1
            continue
        below = list(_headings(indicator.children, top + 1, left, shown))
        right = max(cell.right for cell in below)
        if indicator.id in shown:
            right += 1
            below.append(Heading(SUBTOTAL, top + 1, right, -1, right))
        yield Heading(text, top, left, top, right)
        yield from below
        left = right + 1


def with_points(name: str, points: Decimal | None) -> str:
    """A name, and below it the points that it has."""
    return f"{name}\n（{plain(points)}分）" if points is not None else name


def width_of(indicator: Indicator, many: bool) -> int:
    """Narrow columns, three or four characters a line, so that a table of many goes on a page."""
    if indicator.children:
        return 6 if many else _SCORE
    return (7 if many else 9) + 2 * (len(indicator.name) > 16)


def unit_width(units: Sequence[str]) -> int:
    """Wide enough for the names of units, or for two lines of long ones."""
    longest = max(map(wcswidth, units), default=0)
    return max(8, min(longest, 24, max(16, longest // 2 + 2))) + 2


def notes(sheet: Sheet, standing: Standing) -> list[str]:
    """What a reader of the row must know."""
    found = [f"依第{clause}条{lost(qualification)}" for qualification, clause in standing.lost]
    found += [note.removeprefix(f"{standing.unit}：") for note in refused_of(sheet, standing.unit)]
    node = sheet.assessment.node(standing.unit, TOTAL)
    if node.own and bounded(node.own):
        found.append(bound_of(sheet, standing, None))
    pending = [c.id for c in standing.table.clauses() if sheet.clause(standing.unit, c).pending]
    if pending:
        more = f"等{len(pending)}条" if len(pending) > _MOST_PENDING else ""
        found.append(f"待评：第{'、'.join(pending[:_MOST_PENDING])}条{more}")
    return found


def period(sheet: Sheet) -> str:
    """The period, and the day as of which the scores were made, if that is known."""
    header, rubric = sheet.assessment.ledger.header, sheet.rubric
    days = f"评价期间 {rubric.start} 至 {rubric.end}" if rubric.start and rubric.end else ""
    return "　".join(filter(None, (days, f"截至 {header.as_of}" if header.as_of else "")))


def _subtitle(sheet: Sheet, units: Sequence[Standing]) -> str:
    open_ = "" if all(s.total.settled for s in units) else "有待评的条目，“3～6”是“已得3分，至多6分”"
    return "　".join(filter(None, (period(sheet), open_)))
