"""What bounds the terms of a part: caps and 扣完为止.

A cap said right after one rate (…，最高扣4分) is that rate's; in a sentence of its own after several it
bounds them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from kaoping.exact import multiply, subtract, to_decimal
from kaoping.language.drafts import Draft
from kaoping.language.granted import with_base
from kaoping.language.islands import POINT, CapWord, DedupeWord, Exhausted, Figure, Island, TakeAll
from kaoping.language.reading import (
    Award,
    Judgement,
    Penalty,
    Quantity,
    Rate,
    Term,
    Tiers,
)
from kaoping.language.statements import SENTENCE

Sign = Literal["deduct", "gain", "score"]


@dataclass(slots=True)
class Bounded:
    """The terms of a part with their bounds; unread: bounds that fit nothing."""

    terms: list[Term] = field(default_factory=list)
    cap: Decimal | None = None
    cap_of: Sign = "score"
    total_cap: Decimal | None = None
    within: bool = False
    until_exhausted: bool = False
    drain: Decimal | None = None
    dedupe: list[str] = field(default_factory=list)
    unread: list[Draft] = field(default_factory=list)


def bound(drafts: Sequence[Draft], settled: Sequence[tuple[Draft, Term]], full: Decimal | None) -> Bounded:
    """Attach the bounds among the drafts to the terms made of them."""
    result = Bounded()
    terms = _of_which(settled)
    caps = [item for item in drafts if item.kind == "cap" and not _again(item, full)]
    for item in drafts:
        outcome = item.statement.outcome
        if item.kind == "cap" and isinstance(outcome, CapWord) and outcome.word == "共计":
            terms = _each_time(terms, item, outcome)
            if _short_of(terms, outcome):
                result.unread.append(item)
                continue
        if item.kind == "cap" and isinstance(outcome, CapWord) and not _again(item, full):
            if _FLOOR.search(outcome.word):
                outcome = _as_cap(outcome, terms, full)
            if _for_each(item, terms):
                result.unread.append(item)
            else:
                terms = _each_time(terms, item, outcome)
                _cap(result, terms, item, outcome, alone=len(caps) == 1)
        elif item.kind == "within":
            result.within = True
        elif item.kind == "exhausted":
            _exhausted(result, terms, item, outcome, full)
        elif item.kind == "dedupe" and isinstance(outcome, DedupeWord):
            said = item.statement.text[item.statement.begin : outcome.end].strip(" ，,。;；、()（）")
            result.dedupe.append(said)
    result.terms = [with_base(terms, index) for index in range(len(terms))]
    return result


_FLOOR = re.compile(r"最低|最少|^直|^[扣减降](?:至|到)")


def _as_cap(floor: CapWord, terms: Sequence[tuple[Draft, Term]], full: Decimal | None) -> CapWord:
    """得50分，每递增一位减2分，直至20分止: at most 30 are taken. Without figures where that is in doubt."""
    granted = [term.points for _, term in terms if isinstance(term, Award) and not term.bonus]
    start = granted[0] if len(granted) == 1 and isinstance(granted[0], Decimal) else full
    taken = [term for _, term in terms if isinstance(term, Rate) and term.sign == "deduct"]
    least = floor.figures[0].low if len(floor.figures) == 1 and floor.figures[0].high is None else None
    if start is None or least is None or least.number > start or not taken:
        return replace(floor, figures=())
    if floor.word.startswith("扣"):  # 扣至10分为止: until 10 are left, or until 10 are gone?
        return replace(floor, figures=floor.figures if least.number == start else ())
    most = Quantity(number=to_decimal(subtract(start, least.number)), unit=least.unit)
    return replace(floor, word="最高扣", figures=(Figure(most),))


def _counted(outcome: CapWord, terms: Sequence[tuple[Draft, Term]]) -> CapWord:
    """每人1分，最多不超过3人: 3 points at most, where the things counted are those of the rate before."""
    last = terms[-1][1] if terms else None
    if not isinstance(last, Rate) or len(outcome.figures) != 1 or outcome.figures[0].high is not None:
        return outcome
    most = outcome.figures[0].low
    if last.per != Quantity(number=Decimal(1), unit=most.unit):
        return outcome
    points = to_decimal(multiply(most.number, last.points))
    return replace(outcome, figures=(Figure(Quantity(number=points, unit=POINT)),))


def _cap(
    result: Bounded, terms: list[tuple[Draft, Term]], item: Draft, outcome: CapWord, *, alone: bool
) -> None:
    outcome = _counted(outcome, terms)
    if (
        len(outcome.figures) != 1
        or outcome.figures[0].high is not None
        or outcome.figures[0].low.unit not in ("", "分")
    ):
        result.unread.append(item)
        return
    amount = outcome.figures[0].low.number
    if amount == 0:  # 归零为止 is no bound of 0 points
        result.until_exhausted = result.until_exhausted or outcome.word in ("为止", "即止")
        if not result.until_exhausted:
            result.unread.append(item)
        return
    whole = re.search(r"总分|总得分|总成绩", outcome.word) is not None
    joint = "合计" in outcome.word  # 合计最高扣10分: of all that stands before
    if (
        whole
        and not joint
        and not alone
        and (result.cap is not None or any(isinstance(t, Rate) and t.cap is not None for _, t in terms))
    ):
        result.total_cap = amount
        return
    sign = _sign(outcome, terms, item)
    target = _rate_for(terms, item, sign)
    if target is None and _beyond_sentence(terms, item, sign):
        result.unread.append(item)
    elif target is not None and not whole and not joint:
        draft, rate = terms[target]
        terms[target] = (draft, rate.model_copy(update={"cap": amount}))
    elif result.cap is None:
        result.cap, result.cap_of = amount, sign
    elif whole:
        result.total_cap = amount
    else:
        result.unread.append(item)


def _again(item: Draft, full: Decimal | None) -> bool:
    """…，共计10分: the full mark, said again."""
    outcome = item.statement.outcome
    return isinstance(outcome, CapWord) and outcome.word == "共计" and full == outcome.figures[0].low.number


def _of_which(settled: Sequence[tuple[Draft, Term]]) -> list[tuple[Draft, Term]]:
    """扣12分，其中每少报1个月扣1分: the first number bounds the second."""
    out: list[tuple[Draft, Term]] = []
    for draft, term in settled:
        last = out[-1][1] if out else None
        lead = draft.statement.text[draft.statement.start : draft.statement.outcome.start].lstrip(" ，,")
        if (
            isinstance(term, Rate)
            and lead.startswith("其中")
            and draft.statement.link == 1
            and term.cap is None
        ):
            taken = isinstance(last, Penalty) and term.sign == "deduct"
            given = isinstance(last, Award) and term.sign == "gain"
            if isinstance(last, (Penalty, Award)) and (taken or given) and isinstance(last.points, Decimal):
                words = "，".join(filter(None, (last.when.text, term.when.text.removeprefix("其中"))))
                when = term.when.model_copy(update={"text": words})
                out[-1] = (draft, term.model_copy(update={"cap": last.points, "when": when}))
                continue
        out.append((draft, term))
    return out


def _sign(outcome: CapWord, terms: Sequence[tuple[Draft, Term]], item: Draft) -> Sign:
    if re.search("扣|减", outcome.word):
        return "deduct"
    if re.match("加(?:满|至|到)", outcome.word) and any(
        isinstance(t, Award) and not t.bonus for _, t in terms
    ):
        return "score"  # 得8分，每高1个百分点加0.2分，加满10分为止: the ten are all there is
    if re.search("加|奖", outcome.word):
        return "gain"
    if re.search("满分|总分", outcome.word):
        return "score"
    signs = {term.sign for _, term in terms if isinstance(term, Rate)}
    if (
        signs == {"deduct"}
        and "得" not in outcome.word
        and not any(isinstance(t, (Award, Tiers)) for _, t in terms)
    ):
        return "deduct"
    return (
        "gain"
        if signs == {"gain"} and not any(isinstance(t, Award) and not t.bonus for _, t in terms)
        else "score"
    )


_EACH = re.compile(r"(?:每|单)([^，,。;；]{0,8})$")


def _for_each(item: Draft, terms: Sequence[tuple[Draft, Term]]) -> bool:
    """每项最多扣1分 beside other terms: a bound for each thing, which is none on their sum.

    每发现一处扣0.5分，每项最高扣2分: nor is it beside a single rate, which may count in several of the things.
    """
    statement, outcome = item.statement, item.statement.outcome
    each = _EACH.search(statement.between(statement.phrase()[0], outcome.start))
    if not isinstance(outcome, CapWord) or (each is None and not outcome.word.startswith("单项最")):
        return False
    if len([t for _, t in terms if isinstance(t, (Rate, Penalty, Award, Tiers))]) > 1:
        return True
    thing = each[1].removeprefix("一").removeprefix("个") if each else "项"
    rates = any(isinstance(term, Rate) for _, term in terms)
    return rates and (
        _THING.fullmatch(thing) is not None or any(_names_each(thing, *found) for found in terms)
    )


_THING = re.compile(r"[项类种条款人件处次个篇起户村家名例台份场期批]|(?:自然)?[月周日天]|季度?|学期")
"""每项最高扣2分, 每月最高扣2分 are of one of several; 每年 is the year of the rubric, 每个单位 the unit that it assesses."""


def _names_each(thing: str, draft: Draft, term: Term) -> bool:
    words = draft.statement.text[draft.statement.start : draft.statement.end]
    return (
        isinstance(term, Rate)
        and not re.match("(?:自然|考核|评价)?年|$", thing)
        and (term.per.unit == thing or re.search(f"每一?{re.escape(thing)}", words) is not None)
    )


def _each_time(terms: list[tuple[Draft, Term]], item: Draft, cap: CapWord) -> list[tuple[Draft, Term]]:
    """发表：0.5分（累计加分不超过1分）: what may add up is given each time."""
    if len(terms) != 1 or len(cap.figures) != 1:
        return terms
    ((draft, term),) = terms
    added = re.search("累[计积]加|加分累[计积]", _words(item))
    regular = cap.word == "共计" and isinstance(term, Award) and _REGULAR.search(term.when.text)
    if not (added or regular):
        return terms
    if not isinstance(term, Award) or term.otherwise is not None or not isinstance(term.points, Decimal):
        return terms
    if term.points >= cap.figures[0].low.number or term.when.test is not None:
        return terms
    once = Quantity(number=Decimal(1), unit="次")
    return [
        (
            draft,
            Rate(
                sign="gain",
                earned=not term.bonus,
                points=term.points,
                per=once,
                when=term.when,
                span=term.span,
            ),
        )
    ]


_REGULAR = re.compile(r"每(?:一)?个?(?:年|季度?|半年|月|旬|周|星期|日|天|学期|学年)")


def _short_of(terms: Sequence[tuple[Draft, Term]], cap: CapWord) -> bool:
    """召开会议得1分，全年4分: awards that cannot come to the total that is stated leave something unsaid."""
    awards = [term for _, term in terms if isinstance(term, Award)]
    points = [term.points for term in awards if isinstance(term.points, Decimal)]
    if not awards or len(awards) != len(terms) or len(points) != len(awards) or len(cap.figures) != 1:
        return False
    return sum(points) < cap.figures[0].low.number


_OF_ALL = re.compile(r"累计|合计|总计|总共|共计|以上")


def _of_all_items(terms: Sequence[tuple[Draft, Term]], item: Draft) -> bool:
    """（1）…；（2）…。累计扣分不超过1分。: said at the end of a list, of all that it numbers."""
    statement = item.statement
    if statement.item is None or statement.link < SENTENCE or not _OF_ALL.search(_words(item)):
        return False
    return all(draft.statement.start < statement.start for draft, _ in terms)


def _rate_for(terms: Sequence[tuple[Draft, Term]], item: Draft, sign: Sign) -> int | None:
    """The rate that alone is bounded: the one right before, or the only one of its sign in the item."""
    before = [
        (index, draft, term)
        for index, (draft, term) in enumerate(terms)
        if draft.statement.start < item.statement.start
        and (draft.statement.item is item.statement.item or _of_all_items(terms, item))
    ]
    rates = [
        (index, draft, term)
        for index, draft, term in before
        if isinstance(term, Rate) and term.cap is None and sign in (term.sign, "score")
    ]
    if not rates:
        return None
    index = rates[-1][0]
    granted = any(isinstance(term, Award) and not term.bonus for _, _, term in before)
    if (
        sign == "score"
        and granted
        and all(term.sign == "gain" for _, _, term in rates if isinstance(term, Rate))
    ):
        return None  # 3年得1分，每增加1年加1分，最多得3分: bounds what both come to
    if item.statement.link <= 1 and before[-1][0] == index and not _SHARED.search(_words(item)):
        # one sentence: the rates that only commas part are bounded together
        return index if len(_chain(rates)) == 1 else None
    others = [term for _, _, term in before if _also_bounded(term, sign)]
    return index if len(rates) == len(others) == 1 else None


_SHARED = re.compile(r"本项|该项|此项|以上|累计|合计|总计|总共|共计|^共")


def _also_bounded(term: Term, sign: Sign) -> bool:
    """Would a cap in a sentence of its own bound the term too?"""
    if isinstance(term, Rate):
        return term.cap is None
    if isinstance(term, Award):
        return sign == "score" or (sign == "gain" and term.bonus)
    if isinstance(term, Judgement):
        return sign in (term.sign, "score")
    return (isinstance(term, Penalty) and sign != "gain") or (sign == "score" and isinstance(term, Tiers))


def _beyond_sentence(terms: Sequence[tuple[Draft, Term]], item: Draft, sign: Sign) -> bool:
    """甲扣5分；乙每次扣1分，丙每次扣2分，最高扣4分: does the cap bound only some of the terms?"""
    if item.statement.link > 1 or sign == "score" or _SHARED.search(_words(item)):
        return False
    before = [(d, t) for d, t in terms if d.statement.start < item.statement.start and _also_bounded(t, sign)]
    taking = [(d, t) for d, t in before if not (isinstance(t, Rate) and t.sign != sign)]
    return any(d.statement.link > 1 for d, _ in taking[1:])


def _words(item: Draft) -> str:
    """The cap with the words of its phrase."""
    return item.statement.text[item.statement.phrase()[0] : item.statement.end]


def _chain(rates: Sequence[tuple[int, Draft, Term]]) -> list[Term]:
    """The rates at the end that stand in one sentence."""
    chain: list[Term] = []
    for _, draft, term in reversed(rates):
        chain.append(term)
        if draft.statement.link > 1:
            break
    return chain


def _exhausted(
    result: Bounded, terms: list[tuple[Draft, Term]], item: Draft, outcome: Island, full: Decimal | None
) -> None:
    result.until_exhausted = True
    amount = outcome.amount if isinstance(outcome, (Exhausted, TakeAll)) else None
    if amount is None:
        return
    said = item.statement.text[outcome.start : outcome.end]
    if re.match("直?至|直到", said) and (full is None or amount > full):
        result.drain = amount  # 直至50分扣完: more than this clause's own points
        return
    target = _rate_for(terms, item, "deduct")
    if target is not None:
        draft, rate = terms[target]
        terms[target] = (draft, rate.model_copy(update={"cap": amount}))
    elif result.cap is None:
        result.cap, result.cap_of = amount, "deduct"
