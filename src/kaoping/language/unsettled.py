"""What terms say together and no word settles: of two that count the same, are both taken, or the second in place of the first?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaoping.language import steps
from kaoping.language.drafts import Draft, of_measure
from kaoping.language.islands import Score
from kaoping.language.rates import at_odds
from kaoping.language.reading import Between, Exemption, LeftOver, Penalty, Rate, Term
from kaoping.source import Span


def unsettled(text: str, terms: Sequence[tuple[Draft, Term]]) -> Iterator[LeftOver]:
    """The outcomes of a part that are left over for what stands beside them."""
    yield from _twice(text, terms)
    yield from _untold(text, terms)
    yield from _spares_all(text, terms)


def _spares_all(text: str, terms: Sequence[tuple[Draft, Term]]) -> Iterator[LeftOver]:
    """缺席每次扣2分，请假每次扣0.5分，请假3次以内不扣分: of the leave alone, and not of the absence."""
    taking = [term for _, term in terms if isinstance(term, Rate | Penalty)]
    for item, term in terms:
        test = term.when.test if isinstance(term, Exemption) else None
        if isinstance(test, Between) and test.lower is None and len(taking) > 1:
            outcome = item.statement.outcome
            words = text[outcome.start : outcome.end]
            yield LeftOver(text=words, span=Span(outcome.start, outcome.end), nearest="超过3次的，每次扣1分")


def _untold(text: str, terms: Sequence[tuple[Draft, Term]]) -> Iterator[LeftOver]:
    """超时5分钟扣1分，超时10分钟扣2分: from 5 on, or for every 5? Of ten minutes are both taken?"""
    spans = [
        (item, quantity)
        for item, term in terms
        if isinstance(term, Penalty) and term.when.test is None and (quantity := of_measure(item.statement))
    ]
    for item, quantity in spans:
        beside = any(o.unit == quantity.unit and o.number != quantity.number for _, o in spans)
        if beside and steps.TIMES.fullmatch(quantity.unit):
            outcome = item.statement.outcome
            words = text[outcome.start : outcome.end]
            nearest = f"{quantity}以上的，{words}"
            yield LeftOver(text=words, span=Span(outcome.start, outcome.end), nearest=nearest)


def _twice(text: str, terms: Sequence[tuple[Draft, Term]]) -> Iterator[LeftOver]:
    """每超期一天扣0.5分，超过10天的，每天扣1分: in place of the half point, or besides? The words do not say."""
    for index, (item, term) in enumerate(terms):
        outcome = item.statement.outcome
        rates = [
            other
            for draft, other in terms[:index]
            if isinstance(other, Rate) and draft.statement.item is item.statement.item
        ]
        besides = isinstance(outcome, Score) and re.search("另|再|加扣|追加|额外|累", outcome.word)
        if not besides and at_odds(term, rates):
            words = text[outcome.start : outcome.end]
            nearest = f"超过…的，{words}"
            if isinstance(term, Rate):
                nearest = f"每…再{words}（在前面的之外再{words[0]}的分数）"
            yield LeftOver(text=words, span=Span(outcome.start, outcome.end), nearest=nearest)
