"""Conditions: does a figure, a day or a place satisfy the test of a sentence?

None means that it cannot be said yet. Comparisons are exact: 79.99…9 % is never ≥ 80 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.exact import Exact
from kaoping.language.link import ratio
from kaoping.language.reading import Between, Deadline, Rank, Tiers
from kaoping.model import Rule
from kaoping.plan import Missing, as_exact
from kaoping.selection import Figure


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a rule's measure for one unit.

    figure: the figure, or why there is none. places: best and worst place among the units that the
    figures still allow, for a ranked rule; units: how many units there are.
    """

    figure: Figure | Missing
    places: tuple[int, int] = (0, 0)
    units: int = 0


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
    best, worst = measured.places
    if best == 0:
        return None
    answers = {_in_rank(test, place, measured.units) for place in range(best, worst + 1)}
    return answers.pop() if len(answers) == 1 else None


def _in_rank(test: Rank, place: int, units: int) -> bool:
    position = Decimal(units - place + 1 if test.from_bottom else place)
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


def row_of(term: Tiers, rule: Rule, measured: Measured, place: int) -> int | None:
    """The row that applies: of several nested ones (前20%, 前40%) the narrowest."""
    found: list[int] = []
    for index, row in enumerate(term.rows):
        test = row.when.test
        if isinstance(test, Rank):
            if _in_rank(test, place, measured.units):
                found.append(index)
        elif met(test, rule, measured):
            found.append(index)
    return min(found, key=lambda index: (_width(term.rows[index].when.test), index)) if found else None


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
