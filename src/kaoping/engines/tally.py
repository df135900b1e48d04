"""Measuring: figures over the facts that selectors have fired for, kept up to date fact by fact.

In come facts with the selectors that they fired; out come figures and their evidence, for one
unit and one selector at a time. A figure is computed from the stored facts when it is first asked
for; from then on a fact changes it in constant time. (Only where the greatest or smallest value
is taken out, or the fact that counts for several, are the others searched.) Where it is known
beforehand that only counts and sums will be asked, the facts themselves are not kept: a million
of them take no room. The tally never selects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple, Protocol

from kaoping.exact import Exact, add, divide, subtract
from kaoping.facts.fact import Fact, Value
from kaoping.selection import Aggregate, Figure, Once, Selector, field_value

_Layout = dict[tuple[str, str], int]
_NO_FACTS: dict[str, Fact] = {}
_NO_CELLS: dict[str, _Cell] = {}


class Tally:
    """Facts by unit and selector, with the figures that were asked of them.

    Args:
        aggregates: all that will be asked for; None if that is not known.
    """

    def __init__(self, aggregates: Iterable[Aggregate] | None = None) -> None:
        self._layouts = {} if aggregates is None else _layouts(aggregates)
        self._units: dict[str, dict[str, _Cell]] = {}
        self._groups: dict[tuple[object, ...], _Group] = {}
        # When facts arrived, for those that compete to be counted once: they may come in late.
        self._arrivals: dict[str, int] = {}
        self._arrived = 0

    def add(self, fact: Fact, fired: Iterable[Selector]) -> None:
        """Count a fact for the selectors that it fired.

        Raises:
            ValueError: if a fact of the same id is counted already.
        """
        cells = self._units.get(fact.unit)
        if cells is None:
            cells = self._units[fact.unit] = {}
        competing: dict[Once, list[_Cell]] = {}
        for selector in fired:
            cell = cells.get(selector.id)
            if cell is None:
                layout = self._layouts.get(selector.id)
                cell = cells[selector.id] = _Cell() if layout is None else _Figures(layout)
            if selector.once is None:
                cell.put(fact)
            else:
                competing.setdefault(selector.once, []).append(cell)
        if competing:
            self._arrived += 1
            self._arrivals[fact.id] = self._arrived
        for once, entered in competing.items():
            self._groups.setdefault(_group_key(once, fact), _Group(once)).add(fact, entered)

    def remove(self, fact: Fact, fired: Iterable[Selector]) -> None:
        """Take back what `add` did with the same arguments.

        Raises:
            KeyError: if the fact is not counted.
        """
        competing: set[Once] = set()
        for selector in fired:
            if selector.once is None:
                self._units[fact.unit][selector.id].take(fact)
            else:
                competing.add(selector.once)
        for once in competing:
            key = _group_key(once, fact)
            if not self._groups[key].remove(fact):
                del self._groups[key]
        if competing:
            del self._arrivals[fact.id]

    def figure(self, unit: str, aggregate: Aggregate) -> Figure:
        """The figure now; as for no facts where there are none."""
        if aggregate.op == "value":
            latest_first = reversed(self.evidence(unit, aggregate.selector))
            values = (field_value(fact, aggregate.field) for fact in latest_first)
            return next((value for value in values if value is not None), None)
        cell = self._units.get(unit, _NO_CELLS).get(aggregate.selector.id) or _Cell()
        return cell.figure(aggregate.op, aggregate.field)

    def evidence(self, unit: str, selector: Selector) -> tuple[Fact, ...]:
        """The facts that count for the selector now, in the order of their arrival."""
        cell = self._units.get(unit, {}).get(selector.id)
        if cell is None:
            return ()
        facts = cell.facts.values()
        if selector.once is None:
            return tuple(facts)
        return tuple(sorted(facts, key=lambda fact: self._arrivals[fact.id]))


class _Cell:
    """The facts that count for one selector in one unit, and the figures over them."""

    __slots__ = ("_figures", "facts")

    def __init__(self) -> None:
        self.facts: dict[str, Fact] = {}
        self._figures: dict[tuple[str, str], _Running] = {}

    def put(self, fact: Fact) -> None:
        """Let a fact count."""
        if fact.id in self.facts:
            raise ValueError(f"a fact with the id {fact.id!r} is counted already")
        self.facts[fact.id] = fact
        for (_, field), running in self._figures.items():
            if (value := field_value(fact, field)) is not None:
                running.put(value)

    def take(self, fact: Fact) -> None:
        """Let a fact count no more."""
        fact = self.facts.pop(fact.id)
        for (_, field), running in self._figures.items():
            if (value := field_value(fact, field)) is not None:
                running.take(value, self._values(field))

    def figure(self, op: str, field: str) -> Figure:
        """The figure; from now on it is kept up to date."""
        if op == "present":
            return bool(self.facts)
        running = self._figures.get((op, field))
        if running is None:
            running = self._figures[op, field] = _RUNNING[op]()
            for value in self._values(field):
                running.put(value)
        return running.figure()

    def _values(self, field: str) -> Iterator[Value]:
        return (value for fact in self.facts.values() if (value := field_value(fact, field)) is not None)


class _Figures(_Cell):
    """A cell that has the figures alone. `facts` stays empty."""

    __slots__ = ("_layout", "_many", "_running")

    def __init__(self, layout: _Layout) -> None:
        self.facts = _NO_FACTS
        self._layout = layout
        self._running = [_RUNNING[op]() for op, _ in layout]
        self._many = 0

    def put(self, fact: Fact) -> None:
        """Let a fact count."""
        self._many += 1
        for (_, field), running in zip(self._layout, self._running, strict=True):
            if (value := field_value(fact, field)) is not None:
                running.put(value)

    def take(self, fact: Fact) -> None:
        """Let a fact count no more."""
        self._many -= 1
        for (_, field), running in zip(self._layout, self._running, strict=True):
            if (value := field_value(fact, field)) is not None:
                running.take(value, ())

    def figure(self, op: str, field: str) -> Figure:
        """The figure."""
        return bool(self._many) if op == "present" else self._running[self._layout[op, field]].figure()


def _layouts(aggregates: Iterable[Aggregate]) -> dict[str, _Layout]:
    """The figures to keep of each selector that needs no facts for them, in the order of a cell's list."""
    wanted: dict[str, dict[tuple[str, str], int]] = {}
    needs_facts: set[str] = set()
    for aggregate in aggregates:
        selector = aggregate.selector
        layout = wanted.setdefault(selector.id, {})
        if selector.once is not None or aggregate.op in ("value", "min", "max"):
            needs_facts.add(selector.id)
        elif aggregate.op != "present":
            layout.setdefault((aggregate.op, aggregate.field), len(layout))
    return {id_: layout for id_, layout in wanted.items() if id_ not in needs_facts}


class _Group:
    """Facts of one unit that are to be counted once: the best of them counts in its cells."""

    __slots__ = ("_best", "_members", "_once")

    def __init__(self, once: Once) -> None:
        self._once = once
        self._members: dict[str, _Member] = {}
        self._best: _Member | None = None

    def add(self, fact: Fact, cells: list[_Cell]) -> None:
        """Let a fact compete; it enters the cells if it is the best."""
        if fact.id in self._members:
            raise ValueError(f"a fact with the id {fact.id!r} is counted already")
        member = self._members[fact.id] = _Member(_rank(self._once, fact), fact, cells)
        if self._best is None or member.rank < self._best.rank:
            self._choose(member)

    def remove(self, fact: Fact) -> bool:
        """Take a fact out; the next best counts in its place. Whether any is left."""
        if self._members.pop(fact.id) is self._best:
            self._choose(min(self._members.values(), key=lambda member: member.rank, default=None))
        return self._best is not None

    def _choose(self, best: _Member | None) -> None:
        for member, change in ((self._best, _Cell.take), (best, _Cell.put)):
            if member is not None:
                for cell in member.cells:
                    change(cell, member.fact)
        self._best = best


class _Member(NamedTuple):
    rank: tuple[int, str, str]
    fact: Fact
    cells: list[_Cell]


def _group_key(once: Once, fact: Fact) -> tuple[object, ...]:
    """Facts with equal keys are counted once; one that lacks the field stands for itself."""
    by = field_value(fact, once.by)
    return (fact.unit, once, type(by), fact.id if by is None else by)


def _rank(once: Once, fact: Fact) -> tuple[int, str, str]:
    """The smallest counts. Days and moments compare as text: one without a time of day comes first."""
    best = field_value(fact, once.best) if once.best else None
    place = once.order.index(best) if isinstance(best, str) and best in once.order else len(once.order)
    return (place, fact.day.isoformat() if fact.day else "", fact.id)


class _Running(Protocol):
    """A figure that follows the values put in and taken out."""

    def put(self, value: Value) -> None: ...

    def take(self, value: Value, rest: Iterable[Value]) -> None:
        """Take out a value that was put in; `rest` are those that remain."""

    def figure(self) -> Figure: ...


class _Sum:
    """The sum of the numbers."""

    __slots__ = ("_many", "_total")

    def __init__(self) -> None:
        self._total: Exact = Decimal(0)
        self._many = 0

    def put(self, value: Value) -> None:
        if isinstance(value, (Decimal, Fraction)):
            self._total = add(self._total, value)
            self._many += 1

    def take(self, value: Value, rest: Iterable[Value]) -> None:
        if isinstance(value, (Decimal, Fraction)):
            self._total = subtract(self._total, value)
            self._many -= 1

    def figure(self) -> Figure:
        return self._total


class _Mean(_Sum):
    """The mean of the numbers."""

    __slots__ = ()

    def figure(self) -> Figure:
        return divide(self._total, Decimal(self._many)) if self._many else None


class _Distinct:
    """How many different values there are. Values of different types differ."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: Counter[tuple[type, Value]] = Counter()

    def put(self, value: Value) -> None:
        self._counts[type(value), value] += 1

    def take(self, value: Value, rest: Iterable[Value]) -> None:
        key = (type(value), value)
        self._counts[key] -= 1
        if not self._counts[key]:
            del self._counts[key]

    def figure(self) -> Figure:
        return Decimal(len(self._counts))


class _Extreme:
    """The smallest or the greatest of the numbers, days or moments."""

    __slots__ = ("_best", "_choose")

    def __init__(self, choose: Callable[..., Value]) -> None:
        self._choose = choose
        self._best: Value | None = None

    def put(self, value: Value) -> None:
        if self._best is None:
            self._best = value if isinstance(value, (Decimal, Fraction, date)) else None
        elif isinstance(value, (Decimal, Fraction, date)):
            self._best = self._choose(self._best, value, key=_order)

    def take(self, value: Value, rest: Iterable[Value]) -> None:
        if value == self._best:
            self._best = None
            for other in rest:
                self.put(other)

    def figure(self) -> Figure:
        return self._best


def _order(value: Exact | date) -> tuple[Any, bool]:
    """A day comes before all moments of it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time.min), False
    return value, isinstance(value, datetime)


_RUNNING: dict[str, Callable[[], _Running]] = {
    "count": _Sum,
    "sum": _Sum,
    "mean": _Mean,
    "distinct": _Distinct,
    "min": partial(_Extreme, min),
    "max": partial(_Extreme, max),
}
