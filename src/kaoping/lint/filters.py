"""Filters on events as sets: which values of a field pass, whether any can, whether all do.

Numbers are intervals of fractions; days are intervals of whole days (＞ 1st is ≥ 2nd); words are a finite set or all
but a finite set. `portion` does the arithmetic of intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import portion

from kaoping.facts.fact import Value
from kaoping.facts.schema import FieldSpec
from kaoping.language.link import Test as FieldTest
from kaoping.model import Rubric

YES_NO = ("是", "否")


@dataclass(frozen=True)
class Words:
    """Words that pass: those listed, or all but those."""

    listed: frozenset[str]
    others: bool = False

    @property
    def empty(self) -> bool:
        """No word passes."""
        return not self.others and not self.listed


@dataclass(frozen=True)
class Amounts:
    """Numbers, or days by their ordinal."""

    interval: portion.Interval
    days: bool

    @property
    def empty(self) -> bool:
        """Nothing passes."""
        return bool(self.interval.empty)


Values = Words | Amounts


def both(one: Values, other: Values) -> Values | None:
    """What is in both; None where they are not of one kind.

    >>> both(Words(frozenset({"省级"})), Words(frozenset({"省级"}), others=True))
    Words(listed=frozenset(), others=False)
    """
    if isinstance(one, Words) and isinstance(other, Words):
        if one.others and other.others:
            return Words(one.listed | other.listed, True)
        if one.others or other.others:
            some, rest = (other, one) if one.others else (one, other)
            return Words(some.listed - rest.listed)
        return Words(one.listed & other.listed)
    if isinstance(one, Amounts) and isinstance(other, Amounts) and one.days == other.days:
        return Amounts(one.interval & other.interval, one.days)
    return None


def within(one: Values, other: Values) -> bool:
    """Whether every value of the one is in the other."""
    if isinstance(one, Words) and isinstance(other, Words):
        if one.others:
            return other.others and other.listed <= one.listed
        return not (one.listed & other.listed) if other.others else one.listed <= other.listed
    same = isinstance(one, Amounts) and isinstance(other, Amounts) and one.days == other.days
    return same and one.interval in other.interval  # type: ignore[union-attr]


@dataclass(frozen=True)
class Fields:
    """What the fields of the events of a rubric may hold."""

    rubric: Rubric

    def spec(self, event: str, field: str) -> FieldSpec | None:
        """The field as declared, or as its use tells; None for 日期, 值 and computed fields."""
        facts = (fact for fact in self.rubric.facts if fact.name == event)
        return next((f for fact in facts for f in fact.fields if f.name == field), None)

    def domain(self, event: str, field: str) -> Values | None:
        """All values that it may hold; None where nothing bounds them, or that is not known."""
        if field == "日期":
            return _days(self.rubric.start, self.rubric.end)
        spec = self.spec(event, field)
        if spec is not None and spec.type == "choice" and spec.choices:
            return Words(frozenset(spec.choices))
        return Words(frozenset(YES_NO)) if spec is not None and spec.type == "yesno" else None


def _days(start: date | None, end: date | None) -> Amounts | None:
    if start is None and end is None:
        return None
    first = -portion.inf if start is None else start.toordinal()
    last = portion.inf if end is None else end.toordinal() + 1
    return Amounts(portion.closedopen(first, last), True)


def passing(test: FieldTest) -> Values | None:
    """The values that pass a test; None where words are compared by size.

    >>> passing(FieldTest("级别", "≠", "省级"))
    Words(listed=frozenset({'省级'}), others=True)
    """
    if isinstance(test.value, str):
        return (
            Words(frozenset({_plain(test.value)}), test.comparator == "≠")
            if test.comparator in "=≠"
            else None
        )
    days = isinstance(test.value, date)
    point = _point(test.value)
    one = portion.closedopen(point, point + 1) if days else portion.singleton(point)
    below = portion.open(-portion.inf, point)
    above = (one | below).complement()
    sets = {"=": one, "≠": below | above, "＜": below, "≤": below | one, "＞": above, "≥": one | above}
    return Amounts(sets[test.comparator], days)


def _plain(word: str) -> str:
    return {"有": "是", "无": "否"}.get(word, word)


def _point(value: Decimal | date) -> Fraction:
    return Fraction(value.toordinal()) if isinstance(value, date) else Fraction(value)


def by_field(tests: Iterable[FieldTest]) -> dict[str, list[FieldTest]]:
    """The tests of a filter by their field, in order."""
    found: dict[str, list[FieldTest]] = {}
    for test in tests:
        found.setdefault(test.field, []).append(test)
    return found


def together(tests: Sequence[FieldTest]) -> Values | None:
    """What passes all tests of one field; None where that is not known."""
    sets = [passing(test) for test in tests]
    result = sets[0]
    for other in sets[1:]:
        result = both(result, other) if result is not None and other is not None else None
    return result


def samples(tests: Iterable[FieldTest], domain: Values | None) -> Iterator[Value]:
    """One value of every kind that the tests tell apart, as a fact would hold it; of 是 and 否 the words."""
    listed = list(tests)
    words = [_plain(test.value) for test in listed if isinstance(test.value, str)]
    if words or isinstance(domain, Words):
        yield from sorted(domain.listed) if isinstance(domain, Words) else [*dict.fromkeys(words), "其他"]
        return
    days = any(isinstance(test.value, date) for test in listed)
    points = sorted({_point(test.value) for test in listed if not isinstance(test.value, str)})
    spread = {point + move for point in points for move in (-1, 0, 1)}
    if not days:
        spread |= {(one + two) * Fraction(1, 2) for one, two in pairwise(points)}
    for value in sorted(spread):
        beyond = isinstance(domain, Amounts) and value not in domain.interval
        if beyond or (value < 0 <= points[0]):  # what is compared with 0 and more is rarely less
            continue
        yield date.fromordinal(int(value)) if days else _number(value)


def _number(value: Fraction) -> Decimal | Fraction:
    return Decimal(value.numerator) if value.denominator == 1 else value
