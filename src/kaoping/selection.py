"""What engines are asked: which facts a clause selects, and which figures it wants of them.

A plan turns every measure into aggregates over selectors; engines know nothing else of a rubric.
They never see points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from kaoping.exact import Exact
from kaoping.facts.fact import Fact, Value

Comparator = Literal["=", "≠", "≥", "＞", "≤", "＜"]


@dataclass(frozen=True, slots=True)
class FieldTest:
    """field comparator value; a fact without the field does not pass, whatever the comparator.

    Field names with a meaning of their own: "日期" is `Fact.day`, "值" is `Fact.value`.
    """

    field: str
    comparator: Comparator
    value: Value


@dataclass(frozen=True, slots=True)
class Once:
    """Count facts that agree in field `by` once: the one whose field `best` comes first in `order`.

    Without `best` the earliest counts (by day, then by id; a fact without a day is earliest). Ties
    under `best` go to the earliest. A fact without the field `by` stands for itself. All selectors
    with an equal `Once` share it: a fact that loses to another is counted by none of them.
    """

    scope: str
    by: str
    best: str = ""
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """The facts of one name that pass all tests. `clause` is the clause to score again when one fires."""

    id: str
    clause: str
    name: str
    tests: tuple[FieldTest, ...] = ()
    once: Once | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure over the facts of a selector, for one unit.

    count: the sum of `Fact.value` of events (0 if there is none). present: are there any facts.
    value: the value of the one fact of a value name. sum, mean, min, max: of `field`; distinct: how
    many different values of `field`. Field "" is `Fact.value`. mean, min, max and value are None
    if there is no fact; sum and distinct are then 0. Facts that lack the field are left out.
    """

    selector: Selector
    op: Literal["count", "present", "value", "sum", "mean", "min", "max", "distinct"]
    field: str = ""


Figure = Exact | bool | str | date | datetime | None


class Engine(Protocol):
    """Selecting and measuring. Facts come one by one, validated, each id at most once at a time."""

    def add(self, fact: Fact) -> tuple[Selector, ...]:
        """Take a fact in; the selectors that it touches (fires), in the order they were given."""

    def remove(self, fact: Fact) -> tuple[Selector, ...]:
        """Take a fact out that was added; the selectors that it had touched."""

    def figure(self, unit: str, aggregate: Aggregate) -> Figure:
        """The figure now. `unit` is any unit, also one without facts."""

    def evidence(self, unit: str, selector: Selector) -> tuple[Fact, ...]:
        """The facts that count for the selector now, in the order of their arrival."""


class EngineFactory(Protocol):
    """Makes an engine for a set of selectors."""

    def __call__(
        self, selectors: Iterable[Selector], aggregates: Iterable[Aggregate] | None = None
    ) -> Engine:
        """The engine, empty.

        Args:
            selectors: what to select.
            aggregates: all figures that will be asked for, so that facts that serve no other purpose need
                not be kept; None if that is not known.
        """


def field_value(fact: Fact, name: str) -> Value | None:
    """The value of a field by name; "日期" and "值" (or "") are the fact's own."""
    if name in ("", "值"):
        return fact.value
    if name == "日期":
        return fact.day
    return fact.fields.get(name)


def passes(fact: Fact, test: FieldTest) -> bool:
    """Whether the fact passes; values of different types never compare as equal or ordered."""
    actual, wanted = field_value(fact, test.field), test.value
    if actual is None:
        return False
    if isinstance(actual, datetime) and isinstance(wanted, date) and not isinstance(wanted, datetime):
        actual = actual.date()
    if isinstance(actual, Fraction) and isinstance(wanted, Decimal):
        wanted = Fraction(wanted)
    if type(actual) is not type(wanted):
        return False
    if test.comparator == "=":
        return actual == wanted
    if test.comparator == "≠":
        return actual != wanted
    if isinstance(actual, (bool, str)):
        return False
    assert isinstance(actual, (Decimal, Fraction, date))
    below, equal = actual < wanted, actual == wanted  # type: ignore[operator]
    return {"≥": not below, "＞": not below and not equal, "≤": below or equal, "＜": below}[test.comparator]
