"""Conditions: does a figure, a day or a place satisfy the test of a sentence?

None means that it cannot be said yet. Comparisons are exact: 79.99…9 % is never ≥ 80 %.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from kaoping import exact
from kaoping.exact import Exact
from kaoping.facts.fact import Fact
from kaoping.language.link import ratio
from kaoping.language.reading import Between, Deadline, Rank, Tiers
from kaoping.measure import Missing, as_exact
from kaoping.model import Rule
from kaoping.selection import Figure


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a rule's measure for one unit.

    figure: the figure, or why there is none. places: best and worst place among the units that the
    figures still allow, for a ranked rule; from_last: the same, counted from the last; units: how
    many units there are. items: the events that a rule scores one by one.
    """

    figure: Figure | Missing
    places: tuple[int, int] = (0, 0)
    from_last: tuple[int, int] = (0, 0)
    units: int = 0
    items: tuple[Fact, ...] = ()


def holds(test: Between, figure: Exact) -> bool:
    """Whether a figure lies in the range."""
    if test.lower is not None:
        order = exact.compare(figure, ratio(test.lower))
        if order < 0 or (order == 0 and not test.lower_closed):
            return False
    if test.upper is not None:
        order = exact.compare(figure, ratio(test.upper))
        if order > 0 or (order == 0 and not test.upper_closed):
            return False
    return True


def met(test: object, rule: Rule, measured: Measured) -> bool | None:
    """Whether the condition of a rule holds; None while it is open."""
    if isinstance(test, Rank):
        return _placed(test, measured)
    figure = measured.figure
    if isinstance(figure, Missing):
        return None
    if isinstance(test, Between):
        number = as_exact(figure)
        return None if number is None else holds(test, number)
    if isinstance(test, Deadline):
        day = figure.date() if isinstance(figure, datetime) else figure
        return day <= test.day if isinstance(day, date) else None
    number = as_exact(figure)
    return None if number is None else exact.compare(number, Decimal(1)) >= 0


def _placed(test: Rank, measured: Measured) -> bool | None:
    best, worst = measured.from_last if test.from_bottom else measured.places
    if best == 0:
        return None
    answers = {_in_rank(test, place, measured.units) for place in range(best, worst + 1)}
    return answers.pop() if len(answers) == 1 else None


def _in_rank(test: Rank, place: int, units: int) -> bool:
    """Whether a place, counted from the end that the test names, lies in its range."""
    position = Decimal(place)
    if test.share:
        share = exact.divide(position * 100, Decimal(units))
        above = exact.compare(share, test.first) > 0 or test.first <= 0
        return above and (test.last is None or exact.compare(share, test.last) <= 0)
    return position >= test.first and (test.last is None or position <= test.last)


def places(figures: Mapping[str, Exact | None], ascending: bool) -> dict[str, tuple[int, int]]:
    """Best and worst place of each unit in competition rank (1, 2, 2, 4).

    A unit without a figure could come anywhere, and pushes down those it might pass.
    """
    known = sorted(Fraction(v) * (1 if ascending else -1) for v in figures.values() if v is not None)
    unknown = len(figures) - len(known)
    first: dict[Fraction, int] = {}
    for index, value in enumerate(known):
        first.setdefault(value, index + 1)
    result: dict[str, tuple[int, int]] = {}
    for unit, figure in figures.items():
        if figure is None:
            result[unit] = (1, len(figures))
        else:
            best = first[Fraction(figure) * (1 if ascending else -1)]
            result[unit] = (best, best + unknown)
    return result


def row_of(term: Tiers, rule: Rule, measured: Measured) -> int | None:
    """The row that applies: of several nested ones (≥80%, ≥90%) the narrowest."""
    return narrowest(
        [row.when.test for row in term.rows], [bool(met(row.when.test, rule, measured)) for row in term.rows]
    )


def ranked_rows(term: Tiers, measured: Measured) -> list[int | None]:
    """The rows that places still allow: one if the places are settled."""
    tests = tuple(row.when.test for row in term.rows)

    def answers(from_bottom: bool, places: tuple[int, int]) -> list[tuple[bool, ...]]:
        best, worst = places
        return sorted(set(_by_place(tests, from_bottom, measured.units)[best - 1 : worst]), reverse=True)

    return [
        narrowest(tests, [a or b for a, b in zip(first, last, strict=True)])
        for first in answers(False, measured.places)
        for last in answers(True, measured.from_last)
    ]


@lru_cache(maxsize=1024)
def _by_place(tests: tuple[object, ...], from_bottom: bool, units: int) -> tuple[tuple[bool, ...], ...]:
    """For each place, which of the tests that count from this end it passes."""
    return tuple(
        tuple(
            isinstance(test, Rank) and test.from_bottom == from_bottom and _in_rank(test, place, units)
            for test in tests
        )
        for place in range(1, units + 1)
    )


def narrowest(tests: Sequence[object], apply: Sequence[bool]) -> int | None:
    """Of the tests that apply the narrowest, of equal ones the first; None if none applies."""
    found = [index for index, applies in enumerate(apply) if applies]
    return min(found, key=lambda index: (_width(tests[index]), index), default=None)


def short_of_all(term: Tiers, amounts: Sequence[Decimal], figure: Exact) -> bool:
    """Whether a figure has not come as far as the mildest row: 1次扣5分，2次扣10分 spares nobody at 3.

    The rows say which way it gets worse (or, where they give, better): beyond the last of them, as between two, is a gap.
    """
    ends = [_ends(row.when.test) for row in term.rows]
    sizes = [abs(amount) for amount in amounts]
    by_lower = sorted(range(len(ends)), key=lambda i: (ends[i][0] is not None, ends[i][0] or 0))
    first, last = sizes[by_lower[0]], sizes[by_lower[-1]]
    lowers, uppers = [lower for lower, _ in ends], [upper for _, upper in ends]
    below = None not in lowers and Fraction(figure) <= min(lower for lower in lowers if lower is not None)
    above = None not in uppers and Fraction(figure) >= max(upper for upper in uppers if upper is not None)
    return (below and (first < last or (first == last and figure <= 0))) or (above and first > last)


def behind_all(term: Tiers, measured: Measured) -> bool:
    """Whether a place lies behind every band of places, not between two."""
    tests = [row.when.test for row in term.rows]
    return not any(
        not isinstance(test, Rank) or test.from_bottom or _in_rank(test, place, measured.units)
        for test in tests
        for place in range(measured.places[0], measured.units + 1)
    )


def _width(test: object) -> tuple[int, Fraction]:
    """How much a test lets through, for choosing the narrowest: bounded ranges before half-open ones."""
    lower, upper = _ends(test)
    if lower is not None and upper is not None:
        return 0, upper - lower
    if lower is not None:
        return 1, -lower
    return (1, upper) if upper is not None else (2, Fraction(0))


def _ends(test: object) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(test, Rank):
        return Fraction(test.first), None if test.last is None else Fraction(test.last)
    if isinstance(test, Between):
        return (
            None if test.lower is None else Fraction(ratio(test.lower)),
            None if test.upper is None else Fraction(ratio(test.upper)),
        )
    return None, None
