"""Fixed deductions on one measure are a table: 1次扣1分，2次扣3分，3次及以上扣5分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from kaoping.language.conditions import above_nothing, one_name
from kaoping.language.drafts import EVENTS, Draft, of_measure
from kaoping.language.islands import Marker, Measure, Step
from kaoping.language.ranges import disjoint, unit_of
from kaoping.language.reading import (
    Between,
    Condition,
    Exemption,
    Penalty,
    Quantity,
    Rank,
    Rate,
    Term,
    Tier,
    Tiers,
    Zero,
)
from kaoping.language.statements import STOP
from kaoping.source import Span

_Row = tuple[Draft, Term, Tier | None]


def deductions(terms: Sequence[tuple[Draft, Term]], full: Decimal | None) -> list[tuple[Draft, Term]]:
    """1次扣1分，2次扣3分 or 低于90%扣1分，低于80%扣2分: fixed deductions on one measure are a table."""
    out: list[tuple[Draft, Term]] = []
    rest = [(draft, term, _row(draft, term, full)) for draft, term in terms]
    while rest:
        run = [rest.pop(0)]
        while _fixed(run[-1]) and rest and _fixed(rest[0]) and _of_which_one(rest):
            run.append(rest.pop(0))
        if len(run) > 1:  # 被通报扣2分，被约谈扣3分，同一事项不重复扣分
            out.append((run[0][0], _choice(run)))
            continue
        if _marked(run[0]):
            while rest and rest[0][0].statement.link < STOP and isinstance(rest[0][1], (Penalty, Exemption)):
                run.append(rest.pop(0))
            if any(row is None or not isinstance(row.when.test, Between) for _, _, row in run):
                out.append((run[0][0], _choice(run)))
                continue
        while rest and _next_row(run[-1], rest[0]):
            run.append(rest.pop(0))
        rows = [row for _, _, row in run if row is not None]
        if len(run) < 2 or all(row.points == 0 for row in rows):
            out += [(draft, term) for draft, term, _ in run]
            continue
        tests = disjoint(_met([row.when.test for row in rows if isinstance(row.when.test, Between)]))
        tests = _from_nothing(tests, rows)
        tiers = Tiers(
            scale="number",
            rows=tuple(
                row.model_copy(update={"when": row.when.model_copy(update={"test": test})})
                for row, test in zip(rows, tests, strict=True)
            ),
            subject=next((row.when.subject for row in rows if row.when.subject), ""),
            span=Span(run[0][0].statement.start, run[-1][0].statement.end),
        )
        out.append((run[0][0], tiers))
    return out


def _fixed(row: _Row) -> bool:
    term = row[1]
    return (
        isinstance(term, Penalty) and not term.all and term.points is not None and term.more_than is None
    ) and term.when.test is None


def _of_which_one(rest: Sequence[_Row]) -> bool:
    """Do fixed deductions follow one another in a sentence up to 不重复扣分?"""
    for row in rest:
        if not _fixed(row) or row[0].statement.link >= STOP:
            return False
        if row[0].once:
            return True
    return False


def _from_nothing(tests: list[Between], rows: Sequence[Tier]) -> list[Between]:
    """问题5个以下扣1分，5个以上扣3分: it gets worse with every one, so that none at all is no row of it."""
    taken = {
        test.upper.number if test.upper else None: -row.points
        for test, row in zip(tests, rows, strict=True)
        if isinstance(row.points, Decimal)
    }
    lowest = next((test for test in tests if test.lower is None and test.upper is not None), None)
    if lowest is None or lowest.upper is None or None not in taken:
        return tests
    mild = taken[lowest.upper.number]
    if not 0 < mild < taken[None]:
        return tests
    return [above_nothing(test) if test is lowest else test for test in tests]


def _met(tests: list[Between]) -> list[Between]:
    """达2次扣3分，2次以上扣6分: met exactly, and surpassed."""
    out = list(tests)
    for index, (one, two) in enumerate(pairwise(tests)):
        if one == two:
            out[index] = one.model_copy(update={"upper": one.lower, "upper_closed": True})
            out[index + 1] = two.model_copy(update={"lower_closed": False})
    return out


def _marked(row: _Row) -> bool:
    """以下择一：倒数第1名，扣3分；倒数第2名，扣2分。"""
    words = (*row[0].statement.context, *row[0].statement.words)
    marked = any(isinstance(word, Marker) and "择一" in word.text for word in words)
    return marked and isinstance(row[1], (Penalty, Exemption))


def _choice(run: Sequence[_Row]) -> Tiers:
    """Deductions of which one applies, by rank or by the words that a fact chooses."""
    rows = [
        Tier(when=term.when, points=-term.points if isinstance(term, Penalty) and term.points else Decimal(0))
        for _, term, _ in run
        if isinstance(term, (Penalty, Exemption))
    ]
    ranked = all(isinstance(row.when.test, Rank) for row in rows)
    span = Span(run[0][0].statement.start, run[-1][0].statement.end)
    return Tiers(scale="rank" if ranked else "label", rows=tuple(rows), span=span)


def _row(draft: Draft, term: Term, full: Decimal | None) -> Tier | None:
    """A deduction as a row of a table: what it tests, and the points it takes."""
    when = term.when if isinstance(term, (Penalty, Rate, Exemption, Zero)) else None
    if isinstance(term, Rate) and term.sign == "gain":
        return None  # 5亿元以上的每个得5分 takes nothing
    if when is None or (isinstance(term, Penalty) and (term.all or term.points is None)):
        return None
    quantity = of_measure(draft.statement)
    if isinstance(term, Zero):
        if full is None or quantity is not None:
            return None
        least = Quantity(number=term.at_least, unit=_unit_said(draft))
        test = when.test if isinstance(when.test, Between) else Between(lower=least)
        return Tier(when=_said(draft, test), points=-full)
    if isinstance(when.test, Between):
        test = when.test
    elif (quantity := quantity or _count_in(draft)) and quantity.unit in EVENTS and not _has_step(draft):
        test = Between(lower=quantity, upper=quantity)
    else:
        return None
    points = -term.points if isinstance(term, (Penalty, Rate)) and term.points is not None else Decimal(0)
    return Tier(when=_said(draft, test), points=points)


def _count_in(draft: Draft) -> Quantity | None:
    """The only count in the last phrase of a deduction: 2项 of 2项不符合扣3分."""
    start, _ = draft.statement.phrase()
    words = [word for word in draft.statement.words if word.start >= start]
    only = words[0] if len(words) == 1 else None
    if not isinstance(only, Measure) or len(only.figures) != 1 or only.figures[0].high or only.edge.bound:
        return None
    return only.figures[0].low


def _said(draft: Draft, test: Between) -> Condition:
    """The words of a row, number included."""
    statement = draft.statement
    text = statement.without()
    found = draft.term.when if draft.term is not None and not isinstance(draft.term, Tiers) else draft.when
    subject = found.subject if found.test is not None else ""
    return Condition(
        text=text, subject=subject, test=test, span=Span(statement.begin, statement.outcome.start)
    )


def _unit_said(draft: Draft) -> str:
    found = draft.when.test
    return unit_of(found) if isinstance(found, Between) else "次"


def _has_step(draft: Draft) -> bool:
    return any(isinstance(word, Step) for word in draft.statement.words)


def _next_row(one: _Row, two: _Row) -> bool:
    """Does the second go on the table that the first began?"""
    if one[2] is None or two[2] is None or two[0].statement.link > 2:
        return False
    first, second = one[2].when, two[2].when
    if (
        not isinstance(first.test, Between)
        or not isinstance(second.test, Between)
        or (first.test == second.test and not second.text.endswith(("以上", "以上的")))
    ):
        return False
    if isinstance(one[1], Zero) or (isinstance(one[1], Exemption) and isinstance(two[1], Zero)):
        return False
    same = second.subject in _LEADS or (first.subject != "" and one_name(first.subject, second.subject))
    counted = isinstance(one[1], Rate) or isinstance(two[1], Rate)
    bare = _bare_count(one[0], two[0]) or not counted
    return same and bare and unit_of(first.test) == unit_of(second.test) != ""


_N = r"[\d一二三四五六七八九十两]+"
_COUNT = re.compile(rf"(?:{_N}(?:人次|\w)?[-~～—至到])?{_N}(?:人次|\w)(?:及?以上)?(?:的|者)?$")
_INSIDE = re.compile(r"[\d一二三四五六七八九十两]+(?:人次|\w)(?:及?以上)?")
_HELD = re.compile(r"[（(]不?含[^（()）]*[)）]")
_LEADS = ("", "累计", "达", "达到", "发生", "出现", "有", "发现", "存在")


def _bare_count(one: Draft, two: Draft) -> bool:
    """两次扣5分 after 一次扣2分: the words are a count and nothing new, so they go on what was said before."""
    said, before = (_HELD.sub("", words.statement.without()) for words in (two, one))
    lead, first = _COUNT.sub("", said), _COUNT.sub("", re.split("[，,]", before)[-1])
    counted = _alike(said)  # 有2人次未参加 after 有1人次未参加
    again = "#" in counted and counted == _alike(before)
    return again or (_COUNT.search(said) is not None and (lead in _LEADS or lead == first))


def _alike(words: str) -> str:
    """The words of a count without its number and what leads up to it: 有1项不符合 and 2项不符合 are alike."""
    counted = _INSIDE.sub("#", words)
    lead, found, rest = counted.partition("#")
    return found + rest if lead in _LEADS else counted
