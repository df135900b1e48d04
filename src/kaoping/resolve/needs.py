"""What each term of a clause wants to know, before any link or name is looked at.

A clause without links gets facts of its own; their type follows from the form of the sentence:
yes or no for an award, events for a deduction, a value for tiers. Terms that speak of the same
thing share one fact (超过2次 counts the events of the deduction before it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kaoping.language.link import PERCENT_UNITS
from kaoping.language.rates import PAST
from kaoping.language.reading import (
    Award,
    Between,
    Condition,
    Deadline,
    Exemption,
    Formula,
    Judgement,
    Part,
    Penalty,
    PointsRange,
    Quantity,
    Rate,
    Target,
    Term,
    Tiers,
    Veto,
    Way,
    Zero,
)

# Amounts of these are measured, not counted one by one as events.
_MEASURED = (
    "元",
    "万",
    "亿",
    "时",
    "天",
    "日",
    "分钟",
    "秒",
    "岁",
    "公里",
    "米",
    "吨",
    "亩",
    "度",
    "等",
    "名",
    "分",
    "‰",
)


@dataclass(frozen=True)
class Need:
    """What a term wants.

    wants: as in model.Rule. event: a bare name stands for events, which are counted. percent: the
    figure is a ratio. unit: unit of measure for people. shares: index of an earlier term of the
    part that wants the same fact. base: where steps are counted from, by the sentence or by default.
    choices: words to choose from. difference: the measure takes one such figure from another.
    rates: names that end in 率 or 占比 are percentages, whatever they are multiplied by.
    """

    wants: Literal["nothing", "truth", "number", "choice", "date", "points"]
    event: bool = False
    percent: bool = False
    rates: bool = False
    unit: str = ""
    shares: int | None = None
    base: Quantity | None = None
    choices: tuple[str, ...] = ()
    subject: str = ""
    difference: bool = False


def needs_of(part: Part) -> list[Need]:
    """One need for each term of the part, in order."""
    needs: list[Need] = []
    for term in part.terms:
        need = _need(term)
        shared = _shared(term, need, part.terms, needs)
        needs.append(need if shared is None else Need(**{**vars(need), "shares": shared}))
    return needs


def _need(term: Term) -> Need:
    match term:
        case Award(base=True):
            return Need("nothing")
        case Award(when=when) | Target(when=when):
            return condition_need(when)
        case Tiers():
            return _tiers_need(term)
        case Rate():
            return _rate_need(term)
        case Penalty(when=when) | Zero(when=when) | Veto(when=when):
            need = condition_need(when)
            beyond = getattr(term, "more_than", None) is not None or getattr(term, "at_least", 1) > 1
            numbered = _SEVERAL.search(when.text) is not None and not beyond
            return need if need.wants != "truth" else Need("truth", event=not numbered)
        case Exemption():
            return Need("truth", event=True)
        case Way(one=one, other=other):
            return Need("choice", choices=(one, other))
        case Formula(expression=""):
            if "比例" in term.text or "占比" in term.text:
                return Need("number", percent=True)
            return Need("points")
        case Formula():
            return Need("number", rates=True)
        case Judgement():
            return Need("points")


_SEVERAL = re.compile(
    r"(?:累计|连续|(?<!第))(?:[2-9]|[1-9]\d+|[二两三四五六七八九十]+)\s*(?:人次|[次起件项例条处宗])(?!以[内下])"
)
"""累计3次未完成的: whether it is so, and not how often; a count would be that of the things themselves."""


def condition_need(when: Condition) -> Need:
    """What a condition wants to know, whatever it is a condition of."""
    match when.test:
        case None:
            return Need("truth", subject=when.subject)
        case Deadline():
            return Need("date", subject=when.subject)
        case Between() as test:
            unit = _unit(test)
            return Need("number", percent=unit in PERCENT_UNITS, unit=unit, subject=when.subject)
        case _:
            return Need("number", subject=when.subject)


def _tiers_need(term: Tiers) -> Need:
    if any(isinstance(row.points, PointsRange) for row in term.rows):
        return Need("points", subject=term.subject)
    if term.scale == "label" or any(row.when.test is None for row in term.rows):
        words = tuple(row.when.text for row in term.rows)
        none_of_them = ("其他",) if term.otherwise is not None or term.deducts else ()
        return Need("choice", choices=words + none_of_them, subject=term.subject)
    units = [_unit(row.when.test) for row in term.rows if isinstance(row.when.test, Between)]
    unit = next((unit for unit in units if unit), "")
    counted = term.deducts and bool(unit) and not _is_measured(unit)
    return Need("number", event=counted, percent=unit in PERCENT_UNITS, unit=unit, subject=term.subject)


def _rate_need(term: Rate) -> Need:
    percent = term.per.unit in PERCENT_UNITS
    base = term.base if term.beyond is None else None  # 超过两次: the two are free, no target
    if base is None and term.of == "drop" and percent and not PAST.search(term.when.text):
        base = Quantity(number=Decimal(100), unit="%")
    percent = percent or (base is not None and base.unit in PERCENT_UNITS)
    if base is not None:
        return Need("number", percent=percent, unit=base.unit, base=base, subject=term.subject)
    measured = percent or _is_measured(term.per.unit)
    return Need("number", event=not measured, percent=percent, unit=term.per.unit, subject=term.subject)


def _is_measured(unit: str) -> bool:
    return unit in PERCENT_UNITS or any(word in unit for word in _MEASURED)


def _unit(test: object) -> str:
    if not isinstance(test, Between):
        return ""
    return next((end.unit for end in (test.lower, test.upper) if end is not None and end.unit), "")


def _shared(term: Term, need: Need, terms: tuple[Term, ...], needs: list[Need]) -> int | None:
    """The earlier term whose fact this one speaks of, if the sentence says so."""
    earlier = range(len(needs) - 1, -1, -1)
    own_count = term.more_than is not None if isinstance(term, Penalty | Veto) else False
    if isinstance(term, Zero) and term.at_least > 1:
        own_count = True
    if own_count:
        return next((i for i in earlier if _same_event(terms[i], term)), None)
    if need.subject:
        same = (i for i in earlier if needs[i].subject == need.subject and needs[i].shares is None)
        return next(same, None)
    if isinstance(term, Penalty | Zero | Veto) and need.wants == "truth" and term.when.text:
        same_words = (i for i in earlier if needs[i].shares is None and _same_words(terms[i], term))
        return next(same_words, None)
    if isinstance(term, Penalty | Zero | Veto) and need.wants == "number":
        figures = (i for i in earlier if needs[i].wants == "number" and needs[i].shares is None)
        return next((i for i in figures if _alike(needs[i], need)), None)
    return None


def _same_words(first: Term, term: Penalty | Zero | Veto) -> bool:
    """发生事故的，一票否决，取消评优资格: the second effect has the words, and so the fact, of the first."""
    if isinstance(first, Rate):
        return first.of == "event" and first.base is None and first.when == term.when
    return isinstance(first, Penalty | Zero | Veto) and first.when == term.when


def _same_event(rate: Term, threshold: Term) -> bool:
    """Is it the events of the rate that are counted: 超过3次, 出现3次以上, and not 旷课3次以上 beside 迟到?"""
    if not isinstance(rate, Rate) or not isinstance(threshold, Penalty | Zero | Veto):
        return False
    named = _COUNTED.sub("", threshold.when.text)
    return not named or not rate.when.text or not set(named).isdisjoint(rate.when.text)


_COUNTED = re.compile(
    r"[\d零一二两三四五六七八九十]+\s*(?:人次|个|次|起|件|项|例|条|处|人|名|台|宗|家|份|种|盏|户|位|张)"
    r"|超过|大于|多于|达到?|不少于|及其?|以上|含|累计|合计|连续|[全当本]?年度?内?|期间|一个?|同[一样]类?|[此该]类?|上述|以上|类似"
    r"|被?(?:发现|出现|发生|检出|查出|查实|检查)|存在|有|情况|情形|问题|现象|行为|[的者，,、（()）\s]"
)


def _alike(one: Need, other: Need) -> bool:
    """Can two figures be one: 超过10天 speaks of the days of a rate, not of its 次."""
    return one.percent == other.percent and (
        one.percent or one.unit == other.unit or not (one.unit and other.unit)
    )
