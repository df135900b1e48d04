"""Workbooks of several rounds (自评, 市级评价): the rounds side by side, and a page a unit with what makes them differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaoping.model import TOTAL, Clause, Indicator, Table
from kaoping.progress import Tell, counted
from kaoping.render import targets
from kaoping.render.book.about import Origin, about, legend
from kaoping.render.book.names import ABOUT, ROUNDS, page_names
from kaoping.render.book.overview import (
    MANY,
    columns,
    heading,
    period,
    rank,
    unit_width,
    width_of,
    with_points,
)
from kaoping.render.book.plan import PAGE_WIDTHS, Book, Cell, Look, Page, pages_across, reference, sum_of
from kaoping.render.book.rows import Rows, at
from kaoping.render.book.units import UnitPage
from kaoping.render.scores import grade_text, points_text
from kaoping.render.sides import NONE, notes, refused, signed, told_row
from kaoping.resolve.points import bounded
from kaoping.rounds import Comparison, Report, Row
from kaoping.sheet import Points

NUMBER, TEXT, FULL, FIRST = range(4)


def rounds_report(
    report: Report, origins: Sequence[Origin], unit: Comparison | None = None, tell: Tell | None = None
) -> Book:
    """All rounds side by side, and each unit on a page of its own.

    Args:
        report: all rounds.
        origins: what each round was made from.
        unit: only the page of this unit.
        tell: is told how many pages are made.
    """
    title = f"{report.rubric.title}：{'、'.join(r.label for r in report.rounds)}对照"
    if unit is not None:
        name = page_names(report.rubric, ROUNDS, [unit.unit])["", unit.unit]
        return Book(f"{title}　{unit.unit}", (_Maker(report, unit).make(name, "", title).page,))
    names = page_names(report.rubric, ROUNDS, [found.unit for found in report.units])
    pages = {
        found.unit: _Maker(report, found).make(
            names["", found.unit], reference(names[report.table(found.unit).kind], 0, 0), title
        )
        for found in counted(report.units, tell, "编制单位页", len(report.units))
    }
    tables = []
    for table in report.rubric.tables:
        own = [found for found in report.units if report.table(found.unit).kind == table.kind]
        tables += [_overview(report, table, own, names[table.kind], title, pages)] if own else []
    lines = legend(report.rubric.scoring == "targets", rounds=True)
    page = about(report.rubric, origins, lines, ABOUT)
    return Book(title, (*tables, page, *(found.page for found in pages.values())))


def differences(report: Report) -> list[str]:
    """Headings of the differences: 差, or 差（复核） where several rounds are compared with the first."""
    later = [r.label for r in report.rounds[1:]]
    return ["差"] if len(later) == 1 else [f"差（{label}）" for label in later]


def _overview(
    report: Report,
    table: Table,
    units: Sequence[Comparison],
    name: str,
    title: str,
    pages: Mapping[str, UnitPage],
) -> Page:
    """Each unit with a row a round, and a row for each difference."""
    tops = table.indicators
    if _counts(report):  # of many small tables, each as a whole
        tops = tuple(top.model_copy(update={"children": ()}) for top in tops)
    shown = list(columns(tops))
    graded = [("等次", 9)] if table.grades else []
    total = "合计" if report.rubric.scoring == "targets" else with_points("总分", table.full)
    after = [(total, 8), ("名次", 6), *graded, ("说明", 28)]
    widths = (width_of(indicator, len(shown) > MANY) for indicator in shown)
    rows = Rows((unit_width([unit.unit for unit in units]), 10, *widths, *(width for _, width in after)))
    most = PAGE_WIDTHS[True][pages_across(rows.widths, landscape=True) > 1]
    kind = f"　{table.kind}" if table.kind else ""
    rows.line(f"{title}{kind}", "title", most=most)
    rows.line(period(report.rounds[0].sheet), "subtitle", most=most)
    repeated = heading(rows, tops, ["轮次"], [text for text, _ in after])
    for unit in units:
        page, first = pages[unit.unit], rows.next
        known = {(row.item.kind, row.item.id): row for row in unit.rows}
        own = [known.get(("indicator", indicator.id)) for indicator in shown] + [unit.total]
        remark = Cell("\n".join(note.removeprefix(f"{unit.unit}：") for note in notes(report, unit)))
        link = Cell(unit.unit, "link", link=reference(page.page.name, 0, 0))
        for index, round_ in enumerate(report.rounds):
            standing = round_.standing(unit.unit)
            cells = [_linked(report, page, row, index) for row in own]
            place = rank(standing) if standing else Cell(NONE, "centre")
            grade = [Cell(grade_text(standing) if standing else NONE, "centre")] if graded else []
            rows.add(link, Cell(round_.label, "centre"), *cells, place, *grade, remark)
        for index, words in enumerate(differences(report)):
            ends = [(at(first + index + 1, col), at(first, col)) for col in range(2, 2 + len(own))]
            cells = [
                _gap(row.differences[index] if row else None, *pair, "gap", counts=_counts(report))
                for row, pair in zip(own, ends, strict=True)
            ]
            blank = [Cell("", "gap")] * (1 + len(graded))
            rows.add(link, Cell(words, "gap"), *cells, *blank, remark)
        rows.merge(first, 0, rows.next - 1, 0)
        rows.merge(first, len(rows.widths) - 1, rows.next - 1, len(rows.widths) - 1)
    for note in refused(report):
        rows.line(f"注意：{note}。", "warning")
    return rows.page(name, heading=f"{title}{kind}", repeated=repeated, fixed=2, landscape=True)


def _counts(report: Report) -> bool:
    return report.rubric.scoring == "targets"


def _linked(report: Report, page: UnitPage, row: Row | None, index: int) -> Cell:
    """What a round has of an item, as it stands on the page of the unit."""
    points = row.scores[index] if row else None
    if row is None or points is None:
        return Cell(NONE, "centre")
    there = reference(page.page.name, page.rows[row.item.id], FIRST + index)
    return _figure(report, row, points, "number", there)


def _figure(report: Report, row: Row, points: Points, look: Look, formula: str) -> Cell:
    """Points, or what counts instead, with the formula that they follow from."""
    if _counts(report):
        return Cell(targets.counted(points, row.item.source), look, "" if look != "number" else formula)
    if points.settled and bounded(points.low):
        return Cell(points.low, look, formula)
    return Cell(points_text(points), "pending", formula if look == "number" else "")


def _gap(gap: Points | None, then: str, first: str, look: Look, *, counts: bool) -> Cell:
    """By how much a later round differs: a formula where both are settled."""
    if gap is None or not gap.settled or not bounded(gap.low):
        return Cell(signed(gap), look)
    return Cell(gap.low, look, "" if counts else f"{then}-{first}", shown="signed")


class _Maker:
    """The page of a unit."""

    def __init__(self, report: Report, unit: Comparison) -> None:
        self.report, self.unit = report, unit
        self.known = {(row.item.kind, row.item.id): row for row in unit.rows}
        self.labels = [r.label for r in report.rounds]
        extra = (10,) * (2 * len(self.labels) - 1)
        self.rows = Rows((10, 66, 7, *extra))
        self.places: dict[str, int] = {}

    def make(self, name: str, back: str, title: str) -> UnitPage:
        rows, unit, report = self.rows, self.unit, self.report
        kind = report.table(unit.unit).kind
        rows.line(f"{title}{f'　{kind}' if kind else ''}", "title")
        rows.line(f"{unit.unit}　{'达标情况' if _counts(report) else '得分'}说明", "subtitle", back)
        for note in (*notes(report, unit), *refused(report)):
            rows.line(note.removeprefix(f"{unit.unit}："))
        texts = ("条", "指标、评分标准和依据", "分值", *self.labels, *differences(report))
        header = rows.add(*(Cell(text, "heading") for text in texts))
        tops = [self._indicator(top, 0) for top in report.table(unit.unit).indicators]
        self.places[TOTAL] = rows.add()
        parts = [item for item in tops if item is not None] + self._bound(None)
        total = "合计" if _counts(report) else "总分"
        self._fill(self.places[TOTAL], unit.total, "", total, "top", parts)
        self._standings()
        page = rows.page(name, heading=f"{title}　{unit.unit}", repeated=(header, header))
        return UnitPage(page, self.places)

    def _indicator(self, indicator: Indicator, depth: int) -> tuple[int, Row] | None:
        row = self.known.get(("indicator", indicator.id))
        if row is None:
            return None
        number = self.rows.add()  # what it adds up is not known yet
        parts = [part for clause in indicator.clauses if (part := self._clause(clause)) is not None]
        below = [self._indicator(child, depth + 1) for child in indicator.children]
        parts += [part for part in below if part is not None]
        parts += self._bound(indicator)
        id_ = indicator.id if indicator.clauses else ""
        title = f"{'　' * depth}{indicator.name}"
        self._fill(number, row, id_, title, "top" if depth == 0 else "group", parts)
        self.places[indicator.id] = number
        return number, row

    def _clause(self, clause: Clause) -> tuple[int, Row] | None:
        row = self.known.get(("clause", clause.id))
        if row is None:
            return None
        number = self.rows.add()
        self._fill(number, row, clause.id, " ".join(clause.wording.split()), "clause", ())
        self._reasons(row)
        self.places[clause.id] = number
        return number, row

    def _bound(self, indicator: Indicator | None) -> list[tuple[int, Row]]:
        """What a bound adds, as a row of its own, if it adds something in a round."""
        row = self.known.get(("bound", indicator.id if indicator else TOTAL))
        if row is None:
            return []
        number = self.rows.add()
        self._fill(number, row, "", "调整：受上限、下限限制", "clause", ())
        self._reasons(row)
        return [(number, row)]

    def _fill(
        self, number: int, row: Row, id_: str, title: str, look: Look, parts: Sequence[tuple[int, Row]]
    ) -> None:
        """An item in every round, with the differences. What is made of settled parts is their sum."""
        figures: Look = (
            "clause number" if look == "clause" else "top number" if look == "top" else "group number"
        )
        full = row.item.full
        if row.item.kind == "total":
            full = self.report.table(self.unit.unit).full
        elif row.item.kind == "bound":
            full = None
        shown = full if full and not _counts(self.report) else ""
        cells = [Cell(id_, figures), Cell(title, look), Cell(shown, figures)]
        for index, points in enumerate(row.scores):
            if points is None:
                cells.append(Cell(NONE, figures))
                continue
            below = [part.scores[index] for _, part in parts]
            firm = all(p is not None and p.settled and bounded(p.low) for p in below)
            formula = sum_of([at(part, FIRST + index) for part, _ in parts]) if parts and firm else ""
            cells.append(_figure(self.report, row, points, figures, formula))
        for index, gap in enumerate(row.differences):
            pair = at(number, FIRST + 1 + index), at(number, FIRST)
            cells.append(_gap(gap, *pair, figures, counts=_counts(self.report)))
        self.rows.rows[number] = tuple(cells)

    def _reasons(self, row: Row) -> None:
        """What is to say of each round, or of all alike."""
        for label, sentences in told_row(self.report, self.unit, row)[2]:
            for sentence in sentences:
                number = self.rows.add(Cell(label, "entry number"), Cell(sentence, "entry"), rest="entry")
                self.rows.merge(number, TEXT, number, FULL)

    def _standings(self) -> None:
        """Places and grades, round by round."""
        standings = [r.standing(self.unit.unit) for r in self.report.rounds]
        blank = [Cell("", "group number")] * (len(standings) - 1)
        places = [rank(s) if s else Cell(NONE, "centre") for s in standings]
        self.rows.add(Cell("", "group"), Cell("名次", "group"), Cell("", "group"), *places, *blank)
        if self.report.table(self.unit.unit).grades:
            grades = [Cell(grade_text(s) if s else NONE, "centre") for s in standings]
            self.rows.add(Cell("", "group"), Cell("等次", "group"), Cell("", "group"), *grades, *blank)
