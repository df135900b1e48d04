"""Workbooks of rubrics that are scored by 达标率: how many targets of each table are met, and a page a unit with all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kaoping import exact
from kaoping.completion import Completion, targets_in
from kaoping.ledger import Entry
from kaoping.model import TOTAL, Clause, Indicator, Table
from kaoping.render import targets
from kaoping.render.book.overview import period
from kaoping.render.book.plan import Cell, Look, Page, reference, sum_of
from kaoping.render.book.rows import Rows, at
from kaoping.render.book.units import UnitPage, head, pending_text, source_of
from kaoping.render.scores import refused_elsewhere, refused_of
from kaoping.render.trail import grouped
from kaoping.sheet import Sheet, Standing

_HEADER = ("条", "指标和依据", "指标值", "实际值", "出处", "结论", "达标项数", "全部项数", "达标率")
_WIDTHS = (7, 44, 16, 14, 22, 9, 9, 9, 9)
NUMBER, TEXT, WANTED, ACTUAL, SOURCE, VERDICT, MET, OF, RATE, MOST = range(10)
_VERDICTS: dict[str, Look] = {"达标": "clause number", "未达标": "failed", "待评": "pending"}


def unit_page(
    sheet: Sheet, standing: Standing, name: str, entries: Mapping[str, Sequence[Entry]], back: str, foot: str
) -> UnitPage:
    """The page of a unit: every target with its value, the actual value and the verdict; see units.unit_page."""
    return _Maker(sheet, standing, entries).make(name, back, foot)


def overview(
    sheet: Sheet, table: Table, units: Sequence[Standing], name: str, pages: Mapping[str, UnitPage]
) -> Page:
    """How many targets each unit meets: one row a unit and first-level indicator; see overview.overview."""
    rows = Rows((18, 40, 10, 10, 10, 44))
    kind = f"　{table.kind}" if table.kind else ""
    rows.line(f"{sheet.rubric.title}{kind}", "title")
    rows.line(period(sheet), "subtitle")
    titles = ("单位", "项目", "达标项数", "全部项数", "达标率", "说明")
    heading = rows.add(*(Cell(text, "heading") for text in titles))
    for standing in units:
        page, first = pages[standing.unit], rows.next
        link = Cell(standing.unit, "link", link=reference(page.page.name, 0, 0))
        tops = [(top.id, top.name, top, targets_in(top)) for top in standing.table.indicators]
        for id_, title, top, of in tops:
            done = targets.completion(sheet, standing.unit, top)
            remark = _below(sheet, standing, top)
            rows.add(link, *_figures(rows.next, page, id_, title, done, of, remark, "text", "number"))
        done = targets.whole(sheet, standing)
        remark = "\n".join(
            note.removeprefix(f"{standing.unit}：") for note in refused_of(sheet, standing.unit)
        )
        figures = _figures(rows.next, page, TOTAL, "合计", done, done.of, remark, "group", "group number")
        rows.merge(first, 0, rows.add(link, *figures), 0)
    for note in refused_elsewhere(sheet):
        rows.line(f"注意：{note}。", "warning")
    return rows.page(name, heading=f"{sheet.rubric.title}{kind}", repeated=(heading, heading), landscape=True)


def _figures(
    row: int,
    page: UnitPage,
    id_: str,
    title: str,
    done: Completion,
    of: int,
    remark: str,
    look: Look,
    number: Look,
) -> list[Cell]:
    """What a row of the overview says: how many of how many, and the rate."""
    name, there = page.page.name, page.rows[id_]
    open_ = done.low != done.high
    met = Cell(done.low, number, reference(name, there, MET))
    if open_:
        words = f'{reference(name, there, MET)}&"～"&{reference(name, there, MOST)}'
        met = Cell(f"{exact.text(done.low)}～{exact.text(done.high)}", "pending", words)
    rate = Cell(done.rate, "pending") if open_ else rate_of(done, number, f"{at(row, 2)}/{at(row, 3)}")
    return [
        Cell(title, look),
        met,
        Cell(Decimal(of), number, reference(name, there, OF)),
        rate,
        Cell(remark, "text" if look == "text" else look),
    ]


def rate_of(done: Completion, look: Look, formula: str) -> Cell:
    """The completion rate of what is settled, as a percentage."""
    rate = exact.to_decimal(exact.divide(done.low, Decimal(done.of)))
    return Cell(rate, look, formula, shown="percent")


def _below(sheet: Sheet, standing: Standing, top: Indicator) -> str:
    """The targets that are not met, and those that are open."""
    found: dict[str, list[str]] = {}
    for indicator in top.walk():
        for clause in indicator.clauses:
            verdict = sheet.clause(standing.unit, clause).verdict
            if verdict != "达标":
                found.setdefault(verdict, []).append(f"{clause.id} {targets.subject_of(clause)}")
    return "\n".join(f"{verdict}：{'、'.join(names)}" for verdict, names in found.items())


class _Maker:
    def __init__(self, sheet: Sheet, standing: Standing, entries: Mapping[str, Sequence[Entry]]) -> None:
        self.sheet, self.standing, self.entries = sheet, standing, entries
        self.open = not standing.total.settled
        self.rows = Rows((*_WIDTHS, 9) if self.open else _WIDTHS)
        self.places: dict[str, int] = {}

    def make(self, name: str, back: str, foot: str) -> UnitPage:
        rows, sheet, standing = self.rows, self.sheet, self.standing
        head(rows, sheet, standing, back, "达标情况")
        header = rows.add(*(Cell(text, "heading") for text in (*_HEADER, *(["至多"] if self.open else []))))
        tops = [self._indicator(top, 0) for top in standing.table.indicators]
        self._sum(None, "", "合计", targets.whole(sheet, standing), tops, "top")
        rows.line(foot)
        heading = f"{sheet.rubric.title}　{standing.unit}"
        page = rows.page(name, heading=heading, repeated=(header, header), landscape=True)
        return UnitPage(page, self.places)

    def _indicator(self, indicator: Indicator, depth: int) -> int:
        row = self.rows.add()  # what it adds up is not known yet
        below = [self._clause(clause) for clause in indicator.clauses]
        below += [self._indicator(child, depth + 1) for child in indicator.children]
        done = targets.completion(self.sheet, self.standing.unit, indicator)
        title = f"{'　' * depth}{indicator.name}"
        return self._sum(row, indicator.id, title, done, below, "top" if depth == 0 else "group")

    def _sum(
        self, row: int | None, id_: str, title: str, done: Completion, below: Sequence[int], look: Look
    ) -> int:
        """How many targets of those below are met; the number of the row."""
        rows, blank = self.rows, Cell("", look)
        number: Look = "top number" if look == "top" else "group number"
        if row is None:
            row = rows.add()
        met, of = (sum_of([at(part, col) for part in below]) if below else "" for col in (MET, OF))
        rate = Cell(done.rate, "pending")
        if done.low == done.high:
            rate = rate_of(done, number, f"{at(row, MET)}/{at(row, OF)}")
        most = [Cell(done.high if self._differs(done) else "", number)] if self.open else []
        rows.rows[row] = (
            *(blank, Cell(title, look), blank, blank, blank, blank),
            *(Cell(done.low, number, met), Cell(Decimal(done.of), number, of), rate, *most),
        )
        self.places[id_ or TOTAL] = row
        return row

    def _differs(self, done: Completion) -> bool:
        return done.low != done.high

    def _clause(self, clause: Clause) -> int:
        rows, unit = self.rows, self.standing.unit
        state = self.sheet.clause(unit, clause)
        own = self.entries.get(clause.id, ())
        most = [Cell(state.high if state.low != state.high else "", "clause number")] if self.open else []
        row = rows.add(
            Cell(clause.id, "clause number"),
            Cell(targets.subject_of(clause), "clause"),
            Cell(targets.wanted_of(clause), "clause"),
            Cell(targets.actual_of(self.sheet, unit, clause), "clause"),
            Cell("", "clause"),
            Cell(state.verdict, _VERDICTS.get(state.verdict, "clause number")),
            *(Cell(state.low, "clause number"), Cell(Decimal(1), "clause number"), Cell("", "clause"), *most),
        )
        self.places[clause.id] = row
        for sentence, entries in grouped(own):
            cells = [Cell("", "entry")] * len(rows.widths)
            cells[TEXT], cells[SOURCE] = Cell(sentence, "entry"), Cell(source_of(entries), "entry")
            rows.merge(rows.add(*cells), TEXT, rows.next - 1, ACTUAL)
        if state.pending:
            text = Cell(pending_text(state), "entry pending")
            rows.merge(
                rows.add(Cell("", "entry pending"), text, rest="entry pending"), TEXT, rows.next - 1, SOURCE
            )
        return row
