"""Mutators: small functions, each of which changes one number, comparator or choice of a rule.

Points, taken or given, become fewer and thresholds stricter, so that no other row, cap or full mark hides the
change. What is changed stands in the words of the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from kaoping.cases.words import said_points, said_test
from kaoping.exact import text as plain
from kaoping.language import link
from kaoping.language.link import Binary, Call, Comparison, Day, Expression, Number, Source
from kaoping.language.reading import (
    Award,
    Between,
    Deadline,
    Formula,
    Judgement,
    Penalty,
    PointsRange,
    Quantity,
    Rank,
    Rate,
    Tiers,
    Veto,
    Zero,
)
from kaoping.model import Rule
from kaoping.selection import Comparator

ONE, ZERO = Decimal(1), Decimal(0)


class Change(NamedTuple):
    """A rule with one change. old, new: in words. selects: other facts are counted, or other figures measured."""

    old: str
    new: str
    rule: Rule
    selects: bool = False


def more(number: Decimal) -> Decimal:
    """A little more: 1, or one in the last place that is written.

    >>> more(Decimal("4")), more(Decimal("0.5")), more(Decimal("80"))
    (Decimal('5'), Decimal('0.6'), Decimal('81'))
    """
    return number + _unit(number)


def less(number: Decimal) -> Decimal:
    """A little less; of 0 and below, more.

    >>> less(Decimal("2")), less(Decimal("0.5")), less(Decimal("0"))
    (Decimal('1'), Decimal('0.4'), Decimal('1'))
    """
    return number - _unit(number) if number > 0 else number + ONE


def _unit(number: Decimal) -> Decimal:
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else ONE


def _term(rule: Rule, **update: Any) -> Rule:
    return rule.model_copy(update={"term": rule.term.model_copy(update=update)})


def award_points(rule: Rule) -> Iterator[Change]:
    """得3分 → 得2分; otherwise 不得分 → 得1分."""
    term = rule.term
    if not isinstance(term, Award):
        return
    words = f"“{term.when.text}”" if term.when.text else ""
    if isinstance(term.points, Decimal):
        fewer = less(term.points)
        yield Change(f"{words}{said_points(term.points)}", said_points(fewer), _term(rule, points=fewer))
    if rule.measure is not None:
        contrary = term.otherwise or ZERO
        yield Change(
            f"不符合{words}{said_points(contrary)}",
            said_points(less(contrary)),
            _term(rule, otherwise=less(contrary)),
        )


def row_points(rule: Rule) -> Iterator[Change]:
    """The points of a row, or the ends of its band; those where no row holds."""
    term = rule.term
    if not isinstance(term, Tiers):
        return
    for index, row in enumerate(term.rows):
        words = f"“{' '.join(row.when.text.split())}”"
        if isinstance(row.points, Decimal):
            points = less(row.points) if row.points >= 0 else row.points - _unit(row.points)
            yield Change(
                f"{words}{said_points(row.points)}", said_points(points), _row(rule, index, points=points)
            )
        elif isinstance(row.points, PointsRange):
            for band in _bands(row.points):
                yield Change(
                    f"{words}{said_points(row.points)}", said_points(band), _row(rule, index, points=band)
                )
    if term.otherwise is not None:
        other = less(term.otherwise)
        yield Change(
            f"各档都不符合{said_points(term.otherwise)}", said_points(other), _term(rule, otherwise=other)
        )


def _bands(band: PointsRange) -> Iterator[PointsRange]:
    if band.least + ONE <= band.most:
        yield band.model_copy(update={"least": band.least + ONE})
        yield band.model_copy(update={"most": band.most - ONE})
    yield band.model_copy(update={"least_closed": not band.least_closed})
    yield band.model_copy(update={"most_closed": not band.most_closed})


def _row(rule: Rule, index: int, **update: Any) -> Rule:
    assert isinstance(rule.term, Tiers)
    rows = rule.term.rows
    return _term(rule, rows=(*rows[:index], rows[index].model_copy(update=update), *rows[index + 1 :]))


def thresholds(rule: Rule) -> Iterator[Change]:
    """Every threshold of rows and conditions: its number, and whether it is itself included."""
    term = rule.term
    if rule.measure is None:
        return  # 达到90%，得10分，每降低…: said of the points that stand before, and tested by nobody
    if isinstance(term, Tiers):
        for index, row in enumerate(term.rows):
            for test in tests(row.when.test):
                when = row.when.model_copy(update={"test": test})
                yield Change(
                    f"“{said_test(row.when.test)}”", f"“{said_test(test)}”", _row(rule, index, when=when)
                )
        return
    for test in tests(term.when.test):
        when = term.when.model_copy(update={"test": test})
        yield Change(f"“{said_test(term.when.test)}”", f"“{said_test(test)}”", _term(rule, when=when))


def tests(test: object) -> Iterator[Between | Rank | Deadline]:
    """The test with one number or comparator changed."""
    match test:
        case Between():
            if test.lower is not None:
                yield test.model_copy(update={"lower": _quantity(test.lower, more)})
                yield test.model_copy(update={"lower_closed": not test.lower_closed})
            if test.upper is not None:
                yield test.model_copy(update={"upper": _quantity(test.upper, less)})
                yield test.model_copy(update={"upper_closed": not test.upper_closed})
        case Rank():
            yield test.model_copy(update={"first": test.first + ONE})
            if test.last is not None:
                yield test.model_copy(update={"last": test.last - ONE})
        case Deadline():
            yield test.model_copy(update={"day": test.day - timedelta(days=1)})


def _quantity(quantity: Quantity, change: Callable[[Decimal], Decimal]) -> Quantity:
    return quantity.model_copy(update={"number": change(quantity.number)})


def rates(rule: Rule) -> Iterator[Change]:
    """Points a step, the step, what steps are counted from, what is free, the cap, and what a part of a step costs."""
    term = rule.term
    if not isinstance(term, Rate):
        return
    verb = "扣" if term.sign == "deduct" else "得"
    step = f"每{term.per}"
    points = less(term.points)
    yield Change(
        f"{step}{verb}{plain(term.points)}分", f"{step}{verb}{plain(points)}分", _term(rule, points=points)
    )
    larger = _quantity(term.per, more)
    yield Change(
        f"{step}{verb}{plain(term.points)}分",
        f"每{larger}{verb}{plain(term.points)}分",
        _term(rule, per=larger),
    )
    if rule.base is not None:
        base = _quantity(rule.base, less if term.of in ("short", "drop") else more)
        yield Change(f"从{rule.base}算起", f"从{base}算起", rule.model_copy(update={"base": base}))
    if term.beyond is not None:
        beyond = _quantity(term.beyond, less)
        yield Change(f"{term.beyond}不计", f"{beyond}不计", _term(rule, beyond=beyond))
    if term.cap is not None:
        cap = less(term.cap)
        yield Change(f"最高{verb}{plain(term.cap)}分", f"最高{verb}{plain(cap)}分", _term(rule, cap=cap))
    for partial in ("whole", "up", "proportional"):
        if partial != rule.partial:
            changed = rule.model_copy(update={"partial": partial})
            yield Change(f"{step}，{_PARTIAL[rule.partial]}", _PARTIAL[partial], changed)


_PARTIAL = {"whole": "不足一步的不计", "up": "不足一步的按一步计", "proportional": "不足一步的按比例计"}


def counts(rule: Rule) -> Iterator[Change]:
    """How often something must have happened, and what a fixed deduction takes."""
    term = rule.term
    if isinstance(term, Penalty) and term.points is not None:
        verb = "扣完" if term.all else "扣"
        points = less(term.points)
        yield Change(f"{verb}{plain(term.points)}分", f"{verb}{plain(points)}分", _term(rule, points=points))
    if isinstance(term, Penalty | Veto) and term.more_than is not None:
        most = term.more_than + ONE
        yield Change(f"超过{plain(term.more_than)}次", f"超过{plain(most)}次", _term(rule, more_than=most))
    if isinstance(term, Zero):
        least = term.at_least + ONE
        yield Change(
            f"有{plain(term.at_least)}次即不得分", f"有{plain(least)}次才不得分", _term(rule, at_least=least)
        )


def judgements(rule: Rule) -> Iterator[Change]:
    """The bounds within which an assessor judges, and the places that a formula is rounded to."""
    term = rule.term
    if isinstance(term, Judgement) and term.range is not None:
        for band in _bands(term.range):
            yield Change(said_points(term.range), said_points(band), _term(rule, range=band))
    if isinstance(term, Formula) and term.places is not None:
        places = term.places + 1
        yield Change(f"保留{term.places}位小数", f"保留{places}位小数", _term(rule, places=places))


def orders(rule: Rule) -> Iterator[Change]:
    """Who ranks first."""
    ranked = isinstance(rule.term, Tiers) and rule.term.scale == "rank" and rule.wants == "number"
    if ranked or isinstance(
        getattr(rule.term.when, "test", None) if not isinstance(rule.term, Tiers) else None, Rank
    ):
        words = ("由高到低", "由低到高")
        old, new = words[rule.ascending], words[not rule.ascending]
        yield Change(
            f"{old}排名",
            f"{new}排名",
            rule.model_copy(update={"ascending": not rule.ascending}),
            selects=True,
        )


def repeats(rule: Rule) -> Iterator[Change]:
    """What is counted once, and which of several."""
    if rule.once is None:
        return
    yield Change(
        f"“{rule.once.by}”相同的只计一次", "都计", rule.model_copy(update={"once": None}), selects=True
    )
    if len(rule.once.order) > 1:
        once = rule.once.model_copy(update={"order": rule.once.order[::-1]})
        words = "、".join(rule.once.order), "、".join(once.order)
        yield Change(
            f"按{words[0]}取一", f"按{words[1]}取一", rule.model_copy(update={"once": once}), selects=True
        )


def measures(rule: Rule) -> Iterator[Change]:
    """Numbers, days and comparators in links: {…[日期 ≥ 2021-02-01]}, {新增数 ≥ 1}."""
    if rule.measure is None or rule.each is not None:
        return
    for measure in expressions(rule.measure):
        yield Change(
            f"“{link.say(rule.measure)}”",
            f"“{link.say(measure)}”",
            rule.model_copy(update={"measure": measure}),
            selects=True,
        )


_OTHER: dict[Comparator, Comparator] = {"≥": "＞", "＞": "≥", "≤": "＜", "＜": "≤", "=": "≠", "≠": "="}


def expressions(expression: Expression) -> Iterator[Expression]:
    """The expression with one number, day or comparator changed."""
    match expression:
        case Number(value):
            yield Number(more(value))
        case Day(value):
            yield Day(value + timedelta(days=1))
        case Source(_, found, _):
            for index, test in enumerate(found):
                changes = [replace(test, comparator=_OTHER[test.comparator])]
                if isinstance(test.value, Decimal):
                    changes.append(replace(test, value=more(test.value)))
                elif isinstance(test.value, date):
                    changes.append(replace(test, value=test.value + timedelta(days=1)))
                for change in changes:
                    yield replace(expression, tests=(*found[:index], change, *found[index + 1 :]))
        case Call(_, arguments):
            for index, argument in enumerate(arguments):
                for other in expressions(argument):
                    yield replace(expression, arguments=(*arguments[:index], other, *arguments[index + 1 :]))
        case Binary(_, left, right) | Comparison(_, left, right):
            if isinstance(expression, Comparison):
                yield replace(expression, comparator=_OTHER[expression.comparator])
            for other in expressions(left):
                yield replace(expression, left=other)
            for other in expressions(right):
                yield replace(expression, right=other)


MUTATORS: tuple[Callable[[Rule], Iterator[Change]], ...] = (
    award_points,
    row_points,
    thresholds,
    rates,
    counts,
    judgements,
    orders,
    repeats,
    measures,
)
"""All that is changed within a rule, one after the other."""


def changes_of(rule: Rule) -> Iterator[Change]:
    """Every change of a rule."""
    for mutator in MUTATORS:
        yield from mutator(rule)
