"""The oracle: what the figures mean, written to be read in one sitting.

It keeps the facts in a list and computes every answer from all of them. Slow and plain is right
here: the engine that scores must agree with this one (tests/property/test_engines.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kaoping.exact import Exact, add, divide
from kaoping.facts.fact import Fact, Value
from kaoping.selection import Aggregate, Figure, Once, Selector, field_value, passes


class ReferenceEngine:
    """Selects by trying every selector, measures by listing every fact."""

    def __init__(self, selectors: Iterable[Selector], aggregates: Iterable[Aggregate] | None = None) -> None:
        self._selectors = tuple(selectors)
        self._facts: list[Fact] = []

    def add(self, fact: Fact) -> tuple[Selector, ...]:
        """Take a fact in; the selectors that it touches."""
        self._facts.append(fact)
        return self._touched(fact)

    def remove(self, fact: Fact) -> tuple[Selector, ...]:
        """Take a fact out that was added; the selectors that it had touched."""
        self._facts.remove(fact)
        return self._touched(fact)

    def evidence(self, unit: str, selector: Selector) -> tuple[Fact, ...]:
        """The facts that count for the selector now, in the order of their arrival."""
        return tuple(
            fact
            for fact in self._facts
            if fact.unit == unit and selects(selector, fact) and self._counts(fact, selector.once)
        )

    def figure(self, unit: str, aggregate: Aggregate) -> Figure:
        """The figure now."""
        facts = self.evidence(unit, aggregate.selector)
        values = [v for fact in facts if (v := field_value(fact, aggregate.field)) is not None]
        numbers = [value for value in values if isinstance(value, (Decimal, Fraction))]
        ordered = sorted((v for v in values if isinstance(v, (Decimal, Fraction, date))), key=order)
        match aggregate.op:
            case "present":
                return bool(facts)
            case "value":
                return values[-1] if values else None
            case "count" | "sum":
                return total(numbers)
            case "mean":
                return divide(total(numbers), Decimal(len(numbers))) if numbers else None
            case "min":
                return ordered[0] if ordered else None
            case "max":
                return ordered[-1] if ordered else None
            case "distinct":
                return Decimal(len({(type(value), value) for value in values}))

    def _touched(self, fact: Fact) -> tuple[Selector, ...]:
        return tuple(selector for selector in self._selectors if selects(selector, fact))

    def _counts(self, fact: Fact, once: Once | None) -> bool:
        """Whether no other fact counts in its place."""
        if once is None or field_value(fact, once.by) is None:
            return True
        rivals = [
            other
            for other in self._facts
            if other.unit == fact.unit
            and any(selector.once == once and selects(selector, other) for selector in self._selectors)
            and same(field_value(other, once.by), field_value(fact, once.by))
        ]
        return fact == min(rivals, key=lambda rival: precedence(once, rival))


def selects(selector: Selector, fact: Fact) -> bool:
    """Whether a fact has the name and passes all tests."""
    return fact.name == selector.name and all(passes(fact, test) for test in selector.tests)


def same(a: Value | None, b: Value | None) -> bool:
    """Equal, and of one type: yes is not 1."""
    return type(a) is type(b) and a == b


def precedence(once: Once, fact: Fact) -> tuple[int, bool, tuple[int, ...], str]:
    """The place of its field in the order, then the earliest: day, time of day, id."""
    value = field_value(fact, once.best) if once.best else None
    place = next((i for i, name in enumerate(once.order) if same(name, value)), len(once.order))
    return place, fact.day is not None, moment(fact.day) if fact.day else (), fact.id


def moment(day: date) -> tuple[int, ...]:
    """Year, month and day; a moment goes on with its time of day, so that it follows its day."""
    if isinstance(day, datetime):
        return (*day.timetuple()[:6], day.microsecond)
    return day.timetuple()[:3]


def order(value: Exact | date) -> tuple[Exact | int, ...]:
    """Numbers by size, days and moments by time."""
    return (value,) if isinstance(value, (Decimal, Fraction)) else moment(value)


def total(numbers: list[Exact]) -> Exact:
    """The exact sum."""
    result: Exact = Decimal(0)
    for number in numbers:
        result = add(result, number)
    return result
