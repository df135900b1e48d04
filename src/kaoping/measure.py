"""Measures: small trees over the figures of an engine, evaluated outside of it, exactly.

    申领数 / 申领任务数  ─▶  Apply("/", (Get(…), Get(…)))  ─▶  0.934…, or why there is none

Also what expressions come to over the fields of one fact, for computed fields and rows scored one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.exact import Exact
from kaoping.facts.fact import Fact
from kaoping.language.link import Binary, Call, Comparison, Day, Expression, Number, Source
from kaoping.model import ComputedField
from kaoping.resolve.names import FULL_MARK_WORDS
from kaoping.selection import Aggregate, Figure, field_value


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that cannot be had: the names of the facts that would settle it, or the reason."""

    names: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Get:
    """A figure of the engine."""

    aggregate: Aggregate


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or date written in the rule."""

    value: Decimal | date


@dataclass(frozen=True, slots=True)
class FullMark:
    """分值: the full mark of the section."""


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or function over measures."""

    operator: str
    arguments: tuple[Measure, ...]


NOTHING = Missing((), "除数为 0，算不出比率")
BOUNDLESS = Missing((), "除数为 0，比率没有上限")
"""What a positive number divided by 0 comes to within one event: more than any full mark."""

Measure = Get | Constant | FullMark | Apply


def aggregates_of(measure: Measure) -> Iterator[Aggregate]:
    """The aggregates that a measure is made of."""
    match measure:
        case Get(aggregate):
            yield aggregate
        case Apply(_, arguments):
            for argument in arguments:
                yield from aggregates_of(argument)


def evaluate(measure: Measure, get: Callable[[Aggregate], Figure], full: Decimal | None) -> Figure | Missing:
    """The figure that a measure comes to, or why there is none.

    Args:
        measure: compiled.
        get: the engine's figures for the unit in question.
        full: what 分值 stands for.
    """
    match measure:
        case Constant(value):
            return value
        case FullMark():
            return full if full is not None else Missing((), "满分没有写明")
        case Get(aggregate):
            figure = get(aggregate)
            if figure is not None:
                return figure
            name = aggregate.selector.name
            if aggregate.op == "value":
                return Missing((name,), f"还没有「{name}」")
            return Missing((name,), f"没有可供计算的「{name}」")
        case Apply(operator, arguments):
            values = [evaluate(argument, get, full) for argument in arguments]
            missing = [value for value in values if isinstance(value, Missing)]
            if missing:
                names = tuple(dict.fromkeys(name for value in missing for name in value.names))
                return Missing(names, "；".join(dict.fromkeys(value.reason for value in missing)))
            result = _apply(operator, [value for value in values if not isinstance(value, Missing)])
            return _divided_by_nothing(arguments[1]) if result is NOTHING else result


def _divided_by_nothing(divisor: Measure) -> Missing:
    """A ratio to nothing, with the facts that could make it something: no 申诉, no 平均时长."""
    names = tuple(dict.fromkeys(aggregate.selector.name for aggregate in aggregates_of(divisor)))
    told = "、".join(f"「{name}」" for name in names) or "除数"
    return Missing(names, f"{told}为 0，算不出比率")


def complete(fact: Fact, computed: Iterable[ComputedField]) -> Fact:
    """The fact with its computed fields; one that cannot be had (办结时间 is not there yet) is left out."""
    fields = dict(fact.fields)
    for item in computed:
        if item.event == fact.name:
            value = of_fact(item.expression, fact)
            if value is not None and not isinstance(value, Missing):
                fields[item.field] = value
    return replace(fact, fields=fields) if len(fields) > len(fact.fields) else fact


def of_fact(expression: Expression, fact: Fact, full: Decimal | None = None) -> Figure | Missing:
    """What an expression over the fields of one fact comes to.

    Args:
        expression: its names are fields of the fact.
        fact: with its computed fields.
        full: what 分值 stands for where it is no field; None if it stands for nothing.
    """
    match expression:
        case Number(value) | Day(value):
            return value
        case Source(name, _, _):
            found = field_value(fact, name)
            if found is None and full is not None and name in FULL_MARK_WORDS:
                return full
            return Missing((fact.name,), f"没有“{name}”") if found is None else found
        case Call(operator, arguments):
            operands = arguments
        case Binary(operator, left, right) | Comparison(operator, left, right):
            operands = (left, right)
    values = [of_fact(operand, fact, full) for operand in operands]
    missing = [value for value in values if isinstance(value, Missing)]
    if BOUNDLESS in missing:
        rest = [value for value in values if value is not BOUNDLESS]
        grows = operator == "*" and all(isinstance(v, (Decimal, Fraction)) and v > 0 for v in rest)
        return BOUNDLESS if grows else NOTHING
    if missing:
        reasons = dict.fromkeys(value.reason for value in missing)
        return Missing(missing[0].names, "、".join(reasons))
    known = [value for value in values if not isinstance(value, Missing)]
    result = _apply(operator, known)
    if result is NOTHING and isinstance(known[0], (Decimal, Fraction)) and known[0] > 0:
        return BOUNDLESS
    return result


def _apply(operator: str, values: list[Figure]) -> Figure | Missing:
    if operator in ("相差天数", "相差小时", "相差工作日"):
        return _difference(operator, values)
    left, right = values[0], values[1] if len(values) > 1 else None
    if operator in "≥≤＞＜=≠":
        return _compare(operator, left, right)
    if not isinstance(left, (Decimal, Fraction)) or not isinstance(right, (Decimal, Fraction)):
        return Missing((), "只有数值可以加减乘除")
    if operator == "+":
        return exact.add(left, right)
    if operator == "-":
        return exact.subtract(left, right)
    if operator == "*":
        return exact.multiply(left, right)
    if exact.compare(right, Decimal(0)) == 0:
        return NOTHING
    return exact.divide(left, right)


def _compare(operator: str, left: Figure, right: Figure) -> Figure | Missing:
    order: int
    if isinstance(left, (Decimal, Fraction)) and isinstance(right, (Decimal, Fraction)):
        order = exact.compare(left, right)
    elif isinstance(left, date) and isinstance(right, date):
        a, b = _moment(left), _moment(right)
        if not isinstance(left, datetime) or not isinstance(right, datetime):
            a, b = datetime(a.year, a.month, a.day), datetime(b.year, b.month, b.day)
        order = (a > b) - (a < b)
    elif isinstance(left, str) and isinstance(right, str) and operator in "=≠":
        order = 0 if left == right else 1
    else:
        return Missing((), "两边不是同一类，无法比较")
    return {
        "≥": order >= 0,
        "≤": order <= 0,
        "＞": order > 0,
        "＜": order < 0,
        "=": order == 0,
        "≠": order != 0,
    }[operator]


def _difference(operator: str, values: list[Figure]) -> Figure | Missing:
    if len(values) != 2 or not all(isinstance(value, date) for value in values):
        return Missing((), f"{operator}要两个日期")
    start, end = values
    assert isinstance(start, date)
    assert isinstance(end, date)
    if operator == "相差小时":
        between = _moment(end) - _moment(start)
        return exact.divide(Decimal(between // timedelta(seconds=1)), Decimal(3600))
    if operator == "相差天数":
        return Decimal((_day(end) - _day(start)).days)
    return _working_days(_day(start), _day(end))


def _working_days(start: date, end: date) -> Decimal | Missing:
    """Working days after start, up to end, with China's official holidays and make-up workdays."""
    import chinese_calendar

    if end < start:
        return Missing((), "结束日期早于开始日期")
    try:
        days = chinese_calendar.get_workdays(start, end)
    except NotImplementedError:
        return Missing((), f"没有 {start.year}～{end.year} 年的工作日历")
    return Decimal(sum(1 for day in days if day > start))


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def as_exact(figure: Figure) -> Exact | None:
    """The figure if it is a number; a yes counts 1."""
    if isinstance(figure, bool):
        return Decimal(int(figure))
    return figure if isinstance(figure, (Decimal, Fraction)) else None
