"""The page of a unit: what it is handed by the assessor. Every clause with its words, every change with its reason and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.ledger import Entry
from kaoping.model import TOTAL, Clause, Indicator
from kaoping.render.book.plan import Cell, Look, Page, pattern, places, reference, shown, sum_of
from kaoping.render.book.rows import Rows, at
from kaoping.render.scores import refused_elsewhere, refused_of
from kaoping.render.trail import bound_of, closing, grouped, taken_from
from kaoping.resolve.points import bounded, told
from kaoping.sentences import lost
from kaoping.sheet import Sheet, Standing
from kaoping.tree import ClauseState, NodeState

_HEADER = ("条", "指标、评分标准和依据", "日期", "出处", "分值", "加扣", "得分")
_WIDTHS = (7, 52, 12, 22, 7, 8, 9)
NUMBER, TEXT, DAY, SOURCE, FULL, CHANGE, SCORE, MOST = range(8)
_MOST_SOURCES = 6


@dataclass(frozen=True, slots=True)
class UnitPage:
    """The page of a unit, and where its figures stand: rows by id of the indicator or clause, "总分" for the total."""

    page: Page
    rows: Mapping[str, int]


def unit_page(
    sheet: Sheet, standing: Standing, name: str, entries: Mapping[str, Sequence[Entry]], back: str, foot: str
) -> UnitPage:
    """The page of a unit that has points.

    Args:
        sheet: of all units.
        standing: of the unit.
        name: of the page.
        entries: of the ledger, those of the unit, by node.
        back: where the link to the overview leads; "" if there is none.
        foot: what it was made from, in words.
    """
    return _Maker(sheet, standing, entries).make(name, back, foot)


def head(rows: Rows, sheet: Sheet, standing: Standing, back: str, of_what: str) -> None:
    """Title, unit, outcome, and what makes the outcome doubtful: above the table of any unit."""
    kind = f"　{standing.table.kind}" if standing.table.kind else ""
    rows.line(f"{sheet.rubric.title}{kind}", "title")
    rows.line(f"{standing.unit}　{of_what}说明", "subtitle", back)
    for note in (*refused_of(sheet, standing.unit), *refused_elsewhere(sheet)):
        rows.line(f"注意：{note}。", "warning")
    for line in closing(sheet, standing):
        rows.line(line.strip().removeprefix("■ "))


def source_of(entries: Iterable[Entry]) -> str:
    """Where the facts of entries stand, one a line."""
    found = list(
        dict.fromkeys(fact.place for entry in entries for fact in (*entry.facts, *entry.also) if fact.place)
    )
    more = [f"等{len(found)}处"] if len(found) > _MOST_SOURCES else []
    return "\n".join([*found[:_MOST_SOURCES], *more])


def pending_text(state: ClauseState) -> str:
    """Why a clause is open, and the facts that would settle it."""
    why = "；".join(state.pending)
    lacks = [name for name in state.missing if f"「{name}」" not in why]
    return f"待评：{why}" + (f"。还缺：{'、'.join(lacks)}" if lacks else "") + "。"


def _days(entries: Sequence[Entry]) -> str:
    """The day of the facts, or the first and the last."""
    days = sorted({entry.time for entry in entries if entry.time})
    return f"{days[0]}\n至{days[-1]}" if len(days) > 1 else "".join(days)


class _Maker:
    def __init__(self, sheet: Sheet, standing: Standing, entries: Mapping[str, Sequence[Entry]]) -> None:
        self.sheet, self.standing, self.entries = sheet, standing, entries
        clauses = [sheet.clause(standing.unit, clause) for clause in standing.table.clauses()]
        self.open = not standing.total.settled or any(state.low != state.high for state in clauses)
        self.rows = Rows((*_WIDTHS, 9) if self.open else _WIDTHS)
        self.places: dict[str, int] = {}

    def make(self, name: str, back: str, foot: str) -> UnitPage:
        rows, sheet, standing = self.rows, self.sheet, self.standing
        head(rows, sheet, standing, back, "得分")
        header = rows.add(*(Cell(text, "heading") for text in (*_HEADER, *(["至多"] if self.open else []))))
        tops = [self._indicator(top, (), 0) for top in standing.table.indicators]
        total = sheet.assessment.node(standing.unit, TOTAL)
        parts = [sheet.assessment.node(standing.unit, top.id) for top in standing.table.indicators]
        full = Cell(standing.table.full if standing.table.full is not None else "", "top number")
        blank = Cell("", "top")
        row = rows.add()
        cells = [at(part, SCORE) for part in (*tops, *self._bound(None, total))]
        self.places[TOTAL] = row
        rows.rows[row] = (
            *(blank, Cell("总分", "top"), blank, blank, full, blank),
            *self._score(total, "top number", sum_of(cells), parts),
        )
        rows.line(foot)
        page = rows.page(name, heading=f"{sheet.rubric.title}　{standing.unit}", repeated=(header, header))
        return UnitPage(page, self.places)

    def _indicator(self, indicator: Indicator, above: tuple[Indicator, ...], depth: int) -> int:
        """An indicator with all below it; the number of its row, which stands above them."""
        rows, path, unit = self.rows, (*above, indicator), self.standing.unit
        state = self.sheet.assessment.node(unit, indicator.id)
        parts: list[ClauseState | NodeState] = [self.sheet.clause(unit, c) for c in indicator.clauses]
        parts += [self.sheet.assessment.node(unit, child.id) for child in indicator.children]
        row = rows.add()  # what it adds up is not known yet
        cells = [self._clause(clause, path) for clause in indicator.clauses]
        cells += [self._indicator(child, path, depth + 1) for child in indicator.children]
        cells += self._bound(indicator, state)
        if indicator.children or not cells:
            formula = sum_of([at(cell, SCORE) for cell in cells]) if cells else ""
        else:  # nothing but clauses: the column below it
            formula = f"SUM({at(row + 1, SCORE)}:{at(cells[-1], SCORE)})"
        look: Look = "top" if depth == 0 else "group"
        number: Look = "top number" if depth == 0 else "group number"
        collectors = f"（数据采集：{'、'.join(indicator.collectors)}）" if indicator.collectors else ""
        rows.rows[row] = (
            Cell(indicator.id if indicator.clauses else "", number),
            Cell(f"{'　' * depth}{indicator.name}{collectors}", look),
            *(Cell("", look), Cell("", look)),
            Cell(indicator.points if indicator.points is not None else "", number),
            Cell("", look),
            *self._score(state, number, formula, parts),
        )
        rows.merge(row, TEXT, row, SOURCE)
        self.places[indicator.id] = row
        return row

    def _clause(self, clause: Clause, path: Sequence[Indicator]) -> int:
        """A clause with the entries below it; the number of its row."""
        rows, state = self.rows, self.sheet.clause(self.standing.unit, clause)
        own = self.entries.get(clause.id, ())
        row = rows.add()
        for sentence, entries in grouped(own):
            change = sum((entry.effective for entry in entries), Decimal(0))
            look: Look = "entry loss" if change < 0 else "entry number"
            rows.add(
                Cell("", "entry"),
                Cell(sentence, "entry"),
                Cell(_days(entries), "entry number"),
                Cell(source_of(entries), "entry"),
                Cell("", "entry"),
                Cell(change if bounded(change) else "不限", look, shown="signed"),
                rest="entry",
            )
        summed = own and all(bounded(entry.effective) for entry in own)
        formula = f"SUM({at(row + 1, CHANGE)}:{at(rows.next - 1, CHANGE)})" if summed else ""
        self._remarks(state, own)
        source = taken_from(clause, path).removeprefix("，")
        wording = " ".join(clause.wording.split()) + (f"（{source}）" if source else "")
        self.rows.rows[row] = (
            Cell(clause.id, "clause number"),
            Cell(wording, "clause"),
            *(Cell("", "clause"), Cell("", "clause")),
            Cell(clause.full if clause.full else "", "clause number"),
            Cell("", "clause"),
            *self._score(state, "clause number", formula, ()),
        )
        self.rows.merge(row, TEXT, row, SOURCE)
        self.places[clause.id] = row
        return row

    def _remarks(self, state: ClauseState, own: Sequence[Entry]) -> None:
        """What is to say of a clause beside its entries."""
        for veto in state.vetoes:
            self._remark(f"依本条{lost(veto)}；分数不变，等次受限。", "entry warning")
        if state.pending:
            self._remark(pending_text(state), "entry pending")
        elif not own:
            self._remark("没有触及本条的事实。", "entry")

    def _remark(self, text: str, look: Look) -> int:
        return self.rows.add(Cell("", look), Cell(text, look), rest=look)

    def _bound(self, indicator: Indicator | None, state: NodeState) -> list[int]:
        """What a bound adds, as a row of its own; its number, if there is one."""
        if state.own == 0:
            return []
        text = bound_of(self.sheet, self.standing, indicator) or "可能不得分，暂不计"
        amount = Cell(state.own if bounded(state.own) else "不限", "entry number", shown="signed")
        blank = Cell("", "entry")
        return [
            self.rows.add(
                blank, Cell(f"调整：{text}", "entry"), blank, blank, blank, blank, amount, rest="entry"
            )
        ]

    def _score(
        self,
        state: ClauseState | NodeState,
        look: Look,
        formula: str,
        parts: Sequence[ClauseState | NodeState],
    ) -> list[Cell]:
        """The points of a row, and beside them the most that they can become."""
        firm = bounded(state.low) and all(bounded(part.low) for part in parts)
        low = Cell(state.low if bounded(state.low) else told(state.low), look, formula if firm else "")
        if not self.open:
            return [low]
        most = state.high if bounded(state.high) else told(state.high)
        return [
            low,
            Cell(most if state.low != state.high else "", "pending" if state.low != state.high else look),
        ]


def score_on(page: str, row: int, low: Decimal, high: Decimal) -> Cell:
    """The figure of a unit on another page: a number, or 3～6 while it is open."""
    score, most = reference(page, row, SCORE), reference(page, row, MOST)
    if low == high:
        return Cell(low, "number", score) if bounded(low) else Cell(told(low), "centre", score)
    ends = [_end(score, low), _end(most, high)]
    return Cell("～".join(words for words, _ in ends), "pending", '&"～"&'.join(f for _, f in ends))


def _end(cell: str, value: Decimal) -> tuple[str, str]:
    """An end of an interval: as it is shown, and the formula that shows it so."""
    if not bounded(value):
        return told(value), cell
    return shown(value), f'TEXT({cell},"{pattern(places(value))}")'
