"""Which award is there from the start, for deductions to take from, and which only for those who meet its condition.

每月报送得3分，漏报一次扣0.5分               the deductions are how the condition fails: a base
满意度达到90%得10分，每降低1个百分点扣0.2分     the deduction counts from the figure of the award: a base
完成率≥90%得3分，每发现一次弄虚作假扣2分        the figure is tested, and what is taken is another thing: no base
成立小组得10分；按时报送得5分，漏报一次扣0.5分    the deduction is of the award in whose sentence it stands: 5 are a base, 10 are not
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kaoping.language.drafts import Draft
from kaoping.language.ranges import unit_of
from kaoping.language.reading import (
    Award,
    Between,
    Deadline,
    Formula,
    Judgement,
    Penalty,
    Rank,
    Rate,
    Term,
    Tiers,
    Zero,
)
from kaoping.language.statements import SENTENCE
from kaoping.language.steps import TIMES

_RATES = ("%", "‰", "个百分点", "百分点")


def with_base(terms: Sequence[tuple[Draft, Term]], index: int) -> Term:
    """An award that deductions of the same item take from, and that says no contrary."""
    draft, term = terms[index]
    if not isinstance(term, Award) or term.bonus or term.otherwise is not None:
        return term
    if "基础分" in draft.statement.remarks or "才得" in draft.statement.remarks:
        return term.model_copy(update={"base": "基础分" in draft.statement.remarks})
    later = [
        other
        for place, (other_draft, other) in enumerate(terms[index + 1 :], start=index + 1)
        if other_draft.statement.item is draft.statement.item and not _of_a_nearer(terms, index, place)
    ]
    taking = [other for other in later if _takes(term, other)]
    if not any(_falls_short(term, other) for other in taking):
        return term  # 第1-3名得3分，每发现一次扣2分: the points are those of the first three alone
    return term.model_copy(update={"base": True})


def _of_a_nearer(terms: Sequence[tuple[Draft, Term]], index: int, place: int) -> bool:
    """Does what a term takes belong to an award between, in whose sentence it stands or from whose figure it counts?

    A得10分；B得5分，漏报一次扣0.5分: of B alone, and so what else is taken after it.
    A得10分；B得5分；漏报一次扣0.5分, and 以上每缺一项扣1分: of both.
    """
    item, term = terms[place]
    if _OF_ALL.search(item.statement.between(item.statement.start, item.statement.outcome.start)):
        return False
    for nearer in range(place - 1, index, -1):
        draft, other = terms[nearer]
        if not isinstance(other, Award | Tiers) or other.bonus:
            continue
        if isinstance(other, Award) and _counts_from_figure(other, term):
            return True
        if draft.statement.link < SENTENCE:
            continue
        following, own = terms[nearer + 1]
        if draft.statement.link > following.statement.link and _deducts(own):
            return True
        if draft.statement.link > max(each.statement.link for each, _ in terms[nearer + 1 : place + 1]):
            return True
    return False


_OF_ALL = re.compile(r"以上|上述|前述|前款|分别|[均都]|各项|任[何意]?一|其中")


def _counts_from_figure(award: Award, term: Term) -> bool:
    """预算执行率达到95%得5分，每低1个百分点扣0.5分: is it the figure of this award that the steps are counted from?"""
    test = award.when.test
    if not isinstance(test, Between) or not isinstance(term, Rate) or term.base is None:
        return False
    return term.base in (test.lower, test.upper) and term.subject in ("", award.when.subject)


def _deducts(term: Term) -> bool:
    return isinstance(term, Penalty) or (isinstance(term, Rate | Judgement) and term.sign == "deduct")


def _takes(award: Award, other: Term) -> bool:
    match other:
        case Penalty():
            return True
        case Zero():
            return not award.when.text
        case Rate(sign=sign):
            return sign == "deduct"
        case Formula(role=role):
            return role == "deduct"
        case Judgement(sign=sign):
            return sign == "deduct"
        case Tiers(rows=rows):
            return all(isinstance(row.points, Decimal) and row.points <= 0 for row in rows)
        case _:
            return False


def _falls_short(award: Award, taking: Term) -> bool:
    """Is what a deduction is for the way in which the condition of the award fails?

    A condition in words is taken to be so: it is the deductions that say what to look for. A figure, a day or a
    place is tested by itself, and only a deduction that counts from it, or names its contrary, is.
    """
    test = award.when.test
    if test is None or isinstance(taking, Zero):
        return True
    if isinstance(test, Rank):
        return isinstance(taking, Rate) and (
            taking.of != "event" or taking.per.unit in ("名", "位", "名次", "个名次")
        )
    if isinstance(taking, Tiers):
        return any(_same_measure(test, row.when.test) or _contrary(row.when.text) for row in taking.rows)
    if isinstance(taking, Rate):
        return _counts_from(award, taking)
    if taking.when.test is not None:
        return _same_measure(test, taking.when.test)
    return not taking.when.text or _contrary(taking.when.text)


def _counts_from(award: Award, rate: Rate) -> bool:
    test = award.when.test
    if isinstance(test, Deadline):
        return rate.of != "event" or TIMES.fullmatch(rate.per.unit) is not None
    assert isinstance(test, Between)
    if rate.of != "event":
        named = rate.subject and rate.subject != award.when.subject and rate.base is None
        return not named
    unit = unit_of(test)
    if TIMES.fullmatch(unit) and TIMES.fullmatch(rate.per.unit):
        return True
    words = rate.when.text
    whole = unit in _RATES and test.lower is not None and test.lower.number == 100
    if whole or unit == rate.per.unit:  # 合格率达到100%得5分，发现一处不合格扣1分: all of them, but those
        return (whole and not words) or _LACKS.search(words) is not None
    return False


def _same_measure(one: Between | Rank | Deadline, two: Between | Rank | Deadline | None) -> bool:
    if isinstance(one, Between) and isinstance(two, Between):
        units = (unit_of(one), unit_of(two))
        return units[0] == units[1] or all(unit in _RATES for unit in units)
    return type(one) is type(two)


def _contrary(words: str) -> bool:
    """未达到的, 未完成的, 逾期的: so short that they can only be the contrary of what was said."""
    return _CONTRARY.fullmatch(words) is not None


_CONTRARY = re.compile(
    r"(?:[^，,]{0,8}[，,])?(?:若|如|凡|对)?(?:未|没有?|不|达不到|逾期|超期|超时|超过|低于|少于|迟延?|延迟|延期|晚|缺少?|少)[^，,]{0,6}"
)
_LACKS = re.compile(r"[未不没无缺漏迟少欠差错误超逾延]")
