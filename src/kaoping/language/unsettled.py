"""What terms say together and no word settles: of two that count the same, are both taken, or the second in place of the first?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoping.language import steps
from kaoping.language.drafts import Draft, of_measure
from kaoping.language.islands import Score
from kaoping.language.outcomes import FROM_THE_TOTAL
from kaoping.language.rates import at_odds
from kaoping.language.reading import FULL, Award, Between, Exemption, LeftOver, Penalty, Rate, Term, Tiers
from kaoping.source import Span

OF_THE_TOTAL = "另设一个没有分值的指标“扣分项”，在它下面写：发生…的，扣10分（扣的是总分）"
"""The nearest wording for 从总分中扣10分 where it stands among points."""


def unsettled(text: str, terms: Sequence[tuple[Draft, Term]], full: Decimal | None) -> Iterator[LeftOver]:
    """The outcomes of a part that are left over for what stands beside them. full: the points of the part."""
    yield from _twice(text, terms)
    yield from _untold(text, terms)
    yield from _spares_all(text, terms)
    yield from _stepless(text, terms)
    yield from _of_all(text, terms, full)
    for index, (item, term) in enumerate(terms):
        if (
            wording := _two_steps(item, term)
            or _unnamed_step(item, term)
            or _each_or_all(terms, index, full)
            or _either(item)
        ):
            yield _left(text, item, wording)


def _left(text: str, item: Draft, nearest: str) -> LeftOver:
    outcome = item.statement.outcome
    return LeftOver(
        text=text[outcome.start : outcome.end], span=Span(outcome.start, outcome.end), nearest=nearest
    )


def _stepless(text: str, terms: Sequence[tuple[Draft, Term]]) -> Iterator[LeftOver]:
    """节约1%加1分，最高加5分: once, or for every percent? 节约10%加2分 is once, unless a bound above it follows."""
    found = []
    for item, term in terms:
        if not isinstance(term, Award | Penalty) or term.when.test is not None:
            continue
        quantity, by = of_measure(item.statement), _CHANGED_BY.search(term.when.text)
        if quantity is not None and by is not None:
            found.append((item, quantity, by["change"]))
    for item, quantity, change in found:
        outcome = item.statement.outcome
        words = text[outcome.start : outcome.end]
        once = isinstance(item.statement.outcome, Score) and item.statement.outcome.verb == "award"
        if _BOUND_NEXT.match(text, outcome.end) or (quantity.number == 1 and not once) or len(found) > 1:
            each = f"每{change}{quantity}{words}"
            yield _left(text, item, each if len(found) == 1 else f"{change}{quantity}以上的，{words}")


_CHANGED_BY = re.compile(
    r"(?P<change>节约|节省|压缩|减少|降低|下降|下滑|低于|提高|提升|上升|增长|增加|超额完成|超额|超|高出|低)(?:了|达到?)?\s*"
    r"[\d.一二两三四五六七八九十]+\s*(?:%|％|‰|个?百分点)(?:的|者)?$"
)
_BOUND_NEXT = re.compile(r"[，,；;（(]?\s*(?:本项|该项|累计|合计)?(?:最高|最多|至多|上限|封顶|不超过)")


def _of_all(text: str, terms: Sequence[tuple[Draft, Term]], full: Decimal | None) -> Iterator[LeftOver]:
    """发生事故的，从总分中扣10分, beside points of its own: it would take from these, and the total loses too little."""
    owns = full is not None or any(isinstance(term, Award | Tiers) for _, term in terms)
    for item, term in terms:
        if owns and isinstance(term, Penalty | Rate) and FROM_THE_TOTAL.search(term.when.text):
            yield _left(text, item, OF_THE_TOTAL)


def _two_steps(item: Draft, term: Term) -> str:
    """每逾期1天每件扣1分, 扣1分/件·天: two things are counted, and only one of them is the step."""
    if not isinstance(term, Rate):
        return ""
    said = item.statement.text[item.statement.outcome.start : item.statement.outcome.end]
    points = re.split(r"[/／]", said)[0].strip()
    if getattr(item.statement.outcome, "slash", None) is not None:
        more = _AND_TIME.match(item.statement.text, item.statement.outcome.end)
        return f"每{term.per.unit}每{more['time']}{points}" if more else ""
    if term.of != "event":
        return ""
    if late := _LATE.search(term.when.text):
        timed = steps.TIMES.fullmatch(term.per.unit) is not None
        return "" if timed else f"每{term.per.unit}每{late['late']}1{late['time']}{points}"
    if short := _SHORT.search(term.when.text):
        return f"缺少的，每{short['unit']}每{term.per.unit}{points}"
    return ""


_TIME = r"(?P<time>个?工作日|天|日|个?小时|周|个?月|分钟)"
_LATE = re.compile(
    r"每?(?P<late>超期|超时|超过?|逾期|延期|延误|延迟|迟报|迟到|迟交|迟|拖延|拖欠|滞后|晚)(?:办理|办结|报送|上报)?"
    rf"(?:每|[1一]\s*){_TIME}$"
)
_SHORT = re.compile(r"每(?:少|缺少?|差)[1一]?\s*(?P<unit>[人名个件项台户])$")
_AND_TIME = re.compile(
    r"\s*[·.*×/／、]?\s*每?(?P<time>个?工作日|天|日|个?小时|月|年|次)(?=\s*(?:[，,。；;）)]|$))"
)


def _unnamed_step(item: Draft, term: Term) -> str:
    """每少报一季扣1分: so much for each of what no list holds, read as once."""
    if not isinstance(term, Award | Penalty) or term.when.test is not None:
        return ""
    found = _UNNAMED.search(term.when.text)
    if found is None:
        return ""
    outcome = item.statement.outcome
    unit = {"季": "季度"}.get(found["unit"], "次")
    return f"每{found['lead'].removeprefix('每')}1{unit}{item.statement.text[outcome.start : outcome.end]}"


_UNNAMED = re.compile(
    r"(?P<lead>每[^，,。；;]{0,6}|(?:少|缺|漏|迟|欠|晚)[报交缴送开发]?)[一1]个?(?P<unit>[季旬])(?:的|者)?$"
)


def _each_or_all(terms: Sequence[tuple[Draft, Term]], index: int, full: Decimal | None) -> str:
    """每月报送一篇得1分，少报一篇扣0.5分: 1 for each, or for all of them? The points of the whole tell, if they are these."""
    item, term = terms[index]
    following = terms[index + 1][0].statement if index + 1 < len(terms) else None
    if not isinstance(term, Award) or term.bonus or item.statement.remarks or term.points in (FULL, full):
        return ""
    found = steps.find_step(item.statement)
    if found is None or not steps.missed_next(found, following) or term.when.text.endswith("的"):
        return ""
    outcome = item.statement.outcome
    lead = item.statement.text[item.statement.start : outcome.start].rstrip()
    if lead.endswith(("，", ",")) or _AT_LEAST.search(lead):
        return ""  # 每季度召开一次会议，得5分: the points stand apart, and are for doing so
    words = item.statement.text[outcome.start : outcome.end]
    return f"{term.when.text}的，{words}（都做到的得这些分）"


_AT_LEAST = re.compile("至少|不少于|不低于|不得少于")


def _either(item: Draft) -> str:
    """成立小组的得10分；设有岗位的得5分: are both given, or one of the two? Neither the points nor the words tell."""
    if not item.untold:
        return ""
    return "“以下各项累加：…”（都做到的都得），或“以下择一：…”（只得一档），写在这几项前面"


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
