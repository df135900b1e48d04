"""Rounds: the same rules over several sets of facts (自评, 市级评价), side by side, item by item. Data only.

    Sheet, Sheet, … ─ scores_of ─▶ Scores, Scores, … ─ compare ─▶ rows with differences ─ because ─▶ their entries

A difference is taken against the first round. It is an interval where a score is: from the least
to the most that it can still become. `compare` knows points alone, wherever they come from (a sheet,
a published table); `because` looks into the ledgers for what made them differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, reduce
from operator import and_
from typing import Literal

from kaoping import exact
from kaoping.ledger import Entry, Evidence
from kaoping.model import TOTAL, Clause, Indicator, Rubric, Table
from kaoping.resolve.points import UNBOUNDED
from kaoping.sheet import Points, Sheet, Standing

_FactKey = tuple[str, tuple[tuple[object, ...], ...]]

NO_DIFFERENCE = Points(Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Item:
    """What is compared: an indicator, a clause, what a bound adds to its parts, or the total.

    Attributes:
        kind: bound: what an indicator's or the total's own bound adds (扣完为止, 不高于100分), so that clauses and
            bounds together add up to the total.
        id: of the indicator, the clause or the bounded node; "总分" for the total.
        depth: indicators above it.
        source: the indicator or clause; None for the total and its bound.
    """

    kind: Literal["indicator", "clause", "bound", "total"]
    id: str
    depth: int = 0
    source: Indicator | Clause | None = None

    @property
    def full(self) -> Decimal | None:
        """The points that the document gives it."""
        if isinstance(self.source, Indicator):
            return self.source.points
        return self.source.full if self.source is not None else None


@dataclass(frozen=True, slots=True)
class Scores:
    """The points of one round by unit, kind and id of the item; what the round does not have is absent."""

    label: str
    units: tuple[str, ...]
    points: Mapping[tuple[str, str, str], Points]


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a unit in every round, None where a round has none; differences of the later rounds to the first."""

    item: Item
    scores: tuple[Points | None, ...]
    differences: tuple[Points | None, ...]

    @property
    def differs(self) -> bool:
        """Whether a later round differs, or may yet differ."""
        return any(difference not in (None, NO_DIFFERENCE) for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A unit in every round."""

    unit: str
    rows: tuple[Row, ...]

    @property
    def total(self) -> Row:
        """The row of the total."""
        return next(row for row in self.rows if row.item.kind == "total")

    @property
    def causes(self) -> tuple[Row, ...]:
        """The clauses and bounds that make the difference of the total; settled, they add up to it."""
        return tuple(row for row in self.rows if row.item.kind in ("clause", "bound") and row.differs)


@dataclass(frozen=True)
class Round:
    """A set of facts under its label, scored.

    reported: the units that its facts speak of; the others have what stands without any fact.
    """

    label: str
    sheet: Sheet
    reported: frozenset[str]

    def standing(self, unit: str) -> Standing | None:
        """Total, rank and grade of a unit; None if the round does not have it."""
        return self._standings.get(unit)

    def entries(self, unit: str, node: str) -> Sequence[Entry]:
        """What the ledger has for a node of a unit."""
        return self._entries.get((unit, node), ())

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return {standing.unit: standing for standing in self.sheet.standings}

    @cached_property
    def _entries(self) -> dict[tuple[str, str], list[Entry]]:
        found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in self.sheet.assessment.ledger.entries:
            found[entry.unit, entry.node].append(entry)
        return found


@dataclass(frozen=True)
class Report:
    """All rounds with the comparison of every unit, in the order of the rubric."""

    rounds: tuple[Round, ...]
    units: tuple[Comparison, ...]

    @property
    def rubric(self) -> Rubric:
        """The rules that all rounds share."""
        return self.rounds[0].sheet.rubric

    def table(self, unit: str) -> Table:
        """The table by which a unit of the report is scored."""
        return next(standing.table for r in self.rounds if (standing := r.standing(unit)) is not None)

    def moved(self, clause: str) -> tuple[str, ...]:
        """The units of which not all rounds have the same facts for a clause: they move the places of others."""
        if clause not in self._moved:
            units = (compared.unit for compared in self.units)
            self._moved[clause] = tuple(
                unit for unit in units if not _alike([r.entries(unit, clause) for r in self.rounds])
            )
        return self._moved[clause]

    @cached_property
    def _moved(self) -> dict[str, tuple[str, ...]]:
        return {}


@dataclass(frozen=True, slots=True)
class Because:
    """What made the points of a node in one round, as far as it is not the same in all rounds.

    Attributes:
        entries: of the ledger: those with facts that not all rounds have, and the last one, which has the balance.
        shared: how many facts are left out because every round has them.
        pending: what is still missing.
        alike: no round has a fact that another has not.
    """

    entries: tuple[Entry, ...]
    shared: int
    pending: tuple[str, ...]
    alike: bool


def make_report(rounds: Sequence[Round]) -> Report:
    """Compare rounds of the same rules, unit by unit."""
    items = items_of(*rounds[0].sheet.rubric.tables)
    return Report(tuple(rounds), compare(items, [scores_of(r.label, r.sheet) for r in rounds]))


def compare(items: Iterable[Item], rounds: Sequence[Scores]) -> tuple[Comparison, ...]:
    """Units in the order in which the rounds name them, each with the items that some round has for it."""
    listed = tuple(items)
    present = [frozenset(scores.units) for scores in rounds]
    units = dict.fromkeys(unit for scores in rounds for unit in scores.units)

    def rows(unit: str) -> Iterator[Row]:
        for item in listed:
            scores = tuple(r.points.get((unit, item.kind, item.id)) for r in rounds)
            if item.kind == "bound" and any(scores):  # a round in which it adds nothing has no entry for it
                here = [NO_DIFFERENCE if unit in units_ else None for units_ in present]
                scores = tuple(score or none for score, none in zip(scores, here, strict=True))
            if any(scores):
                yield Row(item, scores, tuple(difference(scores[0], score) for score in scores[1:]))

    with exact.arithmetic():
        return tuple(Comparison(unit, tuple(rows(unit))) for unit in units)


def difference(first: Points | None, then: Points | None) -> Points | None:
    """From the least to the most by which the second can exceed the first; None where one is lacking."""
    if first is None or then is None:
        return None
    low = then.low - first.high if first.high < UNBOUNDED else -UNBOUNDED
    return Points(low, then.high - first.low if then.high < UNBOUNDED else UNBOUNDED)


def items_of(*tables: Table) -> tuple[Item, ...]:
    """All items in the order of the document; each indicator is followed by its clauses and its bound."""

    def below(indicator: Indicator, depth: int) -> Iterator[Item]:
        yield Item("indicator", indicator.id, depth, indicator)
        for clause in indicator.clauses:
            yield Item("clause", clause.id, depth + 1, clause)
        for child in indicator.children:
            yield from below(child, depth + 1)
        yield Item("bound", indicator.id, depth + 1, indicator)

    items = [item for table in tables for top in table.indicators for item in below(top, 0)]
    return (*items, Item("bound", TOTAL), Item("total", TOTAL))


def scores_of(label: str, sheet: Sheet) -> Scores:
    """The points of a sheet; bounds only where they add something."""
    points: dict[tuple[str, str, str], Points] = {}
    items = {table.kind: items_of(table) for table in sheet.rubric.tables}
    for standing in sheet.standings:
        for item in items[standing.table.kind]:
            found = _points(sheet, standing.unit, item)
            if found is not None:
                points[standing.unit, item.kind, item.id] = found
    return Scores(label, tuple(standing.unit for standing in sheet.standings), points)


def because(rounds: Sequence[Round], unit: str, item: Item) -> tuple[Because, ...]:
    """Why the points of a clause or bound are what they are, round by round."""
    told = [r.entries(unit, item.id) for r in rounds]
    common = reduce(and_, map(_facts, told))
    alike = _alike(told)
    return tuple(
        Because(*_own(entries, Counter(common)), _pending(round_, unit, item), alike)
        for round_, entries in zip(rounds, told, strict=True)
    )


def _points(sheet: Sheet, unit: str, item: Item) -> Points | None:
    if isinstance(item.source, Clause):
        state = sheet.clause(unit, item.source)
        return Points(state.low, state.high)
    node = sheet.assessment.node(unit, item.id)
    if item.kind == "bound":
        return Points(node.own, node.own) if node.own else None
    return Points(node.low, node.high)


def _own(entries: Sequence[Entry], common: Counter[_FactKey]) -> tuple[tuple[Entry, ...], int]:
    """The entries that not all rounds have, and the last one; how many facts are left out."""
    own: list[Entry] = []
    shared = 0
    for index, entry in enumerate(entries):
        key = _fact_key(entry)
        known = common[key] > 0
        common[key] -= known
        if not known or index == len(entries) - 1:
            own.append(entry)
        elif entry.cause != "opening":
            shared += 1
    return tuple(own), shared


def _pending(round_: Round, unit: str, item: Item) -> tuple[str, ...]:
    if not isinstance(item.source, Clause) or round_.standing(unit) is None:
        return ()
    return round_.sheet.clause(unit, item.source).pending


def _facts(entries: Sequence[Entry]) -> Counter[_FactKey]:
    return Counter(map(_fact_key, entries))


def _alike(told: Sequence[Sequence[Entry]]) -> bool:
    first = _facts(told[0])
    return all(_facts(entries) == first for entries in told[1:])


def _fact_key(entry: Entry) -> _FactKey:
    """An entry by what its facts say, wherever they stand: files and rows differ between rounds."""
    return entry.cause, tuple(_said(fact) for fact in (*entry.facts, *entry.also))


def _said(fact: Evidence) -> tuple[object, ...]:
    return fact.unit, fact.name, fact.value, fact.day, fact.fields
