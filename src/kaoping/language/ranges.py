"""Ranges of a value: how words make one, and how the rows of a table come to exclude one another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kaoping.language.islands import Edge, Figure, Sign
from kaoping.language.reading import Between, Quantity

_UP = ("以上", "之上")
_DOWN = ("以下", "以内", "之内", "内", "之下", "及以前")
_BEYOND = ("以外", "之外")


def between(sign: Sign, quantity: Quantity, edge: Edge) -> Between:
    """One end of a range by its sign; brackets (含, 不含) overrule it."""
    closed = edge.included if edge.included is not None else sign in ("≥", "≤", "=")
    if sign == "=":
        return Between(lower=quantity, upper=quantity)
    if sign in ("≥", ">"):
        return Between(lower=quantity, lower_closed=closed, lower_said=edge.included is True)
    return Between(upper=quantity, upper_closed=closed, upper_said=edge.included is True)


def bounded(figure: Figure, edge: Edge) -> Between | None:
    """90%-100%, 12条及以上, 60%以下."""
    if figure.high is not None:
        included: dict[Decimal, bool | None] = {figure.low.number: figure.low_included}
        for held, number in ((edge.included, edge.number), *((edge.second,) if edge.second else ())):
            if held is not None:  # 100-80%（不含100%）: the brackets name the end that they mean
                included[figure.low.number if number == figure.low.number else figure.high.number] = held
        low, high = sorted((figure.low, figure.high), key=lambda end: end.number)
        first, last = included.get(low.number), included.get(high.number)
        return Between(
            lower=low,
            lower_closed=first is not False,
            lower_said=first is True,
            upper=high,
            upper_closed=last is not False,
            upper_said=last is True,
        )
    quantity, closed, said = figure.low, edge.included is not False, edge.included is True
    if edge.bound.endswith(_UP):
        return Between(lower=quantity, lower_closed=closed, lower_said=said)
    if edge.bound.endswith(_DOWN):
        return Between(upper=quantity, upper_closed=closed, upper_said=said)
    if edge.bound.endswith(_BEYOND):
        return Between(lower=quantity, lower_closed=edge.included is True)
    return None


def intersect(one: Between, two: Between) -> Between | None:
    """A lower and an upper end make a range."""
    if one.lower is not None and two.upper is not None and one.upper is None and two.lower is None:
        upper = {"upper": two.upper, "upper_closed": two.upper_closed, "upper_said": two.upper_said}
        return one.model_copy(update=upper)
    if two.lower is not None and one.upper is not None and two.upper is None and one.lower is None:
        return intersect(two, one)
    return None


def disjoint(tests: Sequence[Between]) -> list[Between]:
    """Rows of a ladder made to exclude one another.

    Where rows are open to the same side, each ends where a stricter one begins (低于80%、70%、60% are
    60-70-80 in truth), and a number that two rows hold belongs to the row whose brackets take it in (含80%),
    else to the row stated first.

    >>> rows = disjoint([Between(upper=Quantity(number=Decimal(n)), upper_closed=False) for n in (8, 6)])
    >>> str(rows[0].lower), rows[0].lower_closed
    ('6', True)
    """
    out: list[Between] = []
    for index, test in enumerate(tests):
        row = test
        if test.lower is None and test.upper is not None:
            inner = [t for t in tests if t.lower is None and t.upper and t.upper.number < test.upper.number]
            if inner:
                next_ = max(inner, key=lambda t: t.upper.number if t.upper else Decimal(0))
                row = row.model_copy(update={"lower": next_.upper, "lower_closed": not next_.upper_closed})
        elif test.upper is None and test.lower is not None:
            above = [t for t in tests if t.upper is None and t.lower and t.lower.number > test.lower.number]
            if above:
                next_ = min(above, key=lambda t: t.lower.number if t.lower else Decimal(0))
                row = row.model_copy(update={"upper": next_.lower, "upper_closed": not next_.lower_closed})
        for at, earlier in enumerate(out[:index]):
            row = _yield_ends(row, earlier)
            out[at] = _yield_ends(earlier, row)
        out.append(row)
    for index, row in enumerate(out):  # 60%以下 beside 60%-79%: a range that names both its ends keeps them
        if row.lower is None or row.upper is None:
            for other in out:
                if other is not row and other.lower is not None and other.upper is not None:
                    row = _yield_ends(row, other)
            out[index] = row
    return out


def _yield_ends(row: Between, other: Between) -> Between:
    """The row without an end that the other holds already, unless its own brackets alone take it in."""
    if row.upper and other.lower and row.upper == other.lower and row.upper_closed and other.lower_closed:
        return row if row.upper_said > other.lower_said else row.model_copy(update={"upper_closed": False})
    if row.lower and other.upper and row.lower == other.upper and row.lower_closed and other.upper_closed:
        return row if row.lower_said > other.upper_said else row.model_copy(update={"lower_closed": False})
    return row


def unit_of(test: Between) -> str:
    """The unit of a range, by either end."""
    end = test.lower or test.upper
    return end.unit if end else ""
