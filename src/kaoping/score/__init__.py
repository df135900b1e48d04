"""Score: measured figures → points. Pure, exact, and the only place where points are made.

    conditions  does a figure satisfy the test of a sentence?
    terms       what a term gives or takes by itself
    items       what it gives where it is applied to rows one by one (逐项)
    here        what a section of a clause comes to: contributions added up and bounded

Every bound (cap, full mark, 扣完为止, exemption, zero) is monotonic, so that the two ends of an
interval are bounded one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kaoping import exact
from kaoping.exact import Exact
from kaoping.language.reading import Rate, Zero
from kaoping.model import Section
from kaoping.resolve.points import UNBOUNDED, counts_as_gain
from kaoping.score.conditions import Measured, places
from kaoping.score.contributions import ZERO, Contribution
from kaoping.score.items import contribution, item_contribution


@dataclass(frozen=True, slots=True)
class SectionScore:
    """The score of a section: an interval, its unbounded value, and what bounded it, in words."""

    low: Exact
    high: Exact
    nominal: Exact
    limits: tuple[str, ...] = ()
    working: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    open_vetoes: tuple[str, ...] = ()
    zeroed: bool = False
    indicator_zeroed: bool | None = False
    missing: tuple[str, ...] = ()
    way: Literal["", "first", "second", "open"] = ""
    costs: bool = False
    """Whether something is taken off for certain."""


def section_score(section: Section, contributions: Sequence[Contribution]) -> SectionScore:
    """Add up and bound the contributions of a section's rules, in their order."""
    part = section.part
    gains = [c for r, c in zip(section.rules, contributions, strict=True) if counts_as_gain(r.term, part)]
    others = [
        c for r, c in zip(section.rules, contributions, strict=True) if not counts_as_gain(r.term, part)
    ]
    settled = [c for c in contributions if not c.pending]
    exempt = any(c.exempt for c in settled)
    zeroed = any(c.zero for c in settled)
    limits: list[str] = []
    # What is left of a part without points of its own is what it can take from others.
    # What takes from the points of others takes all of them; where these have no known bound, it takes none.
    takes = section.full is not None and not section.full and -section.floor < UNBOUNDED
    nothing = section.floor if takes else ZERO

    def bounded(end: Literal["low", "high"]) -> Exact:
        gained = exact.total(getattr(c, end) for c in gains)
        given = exact.total(max(ZERO, getattr(c, end)) for c in others)
        lost = -exact.total(min(ZERO, getattr(c, end)) for c in others)
        if part.cap is not None and part.cap_of == "gain" and _above(gained, part.cap):
            gained = _limit(limits, part.cap, f"最多得{exact.text(part.cap)}分")
        if part.cap is not None and part.cap_of == "deduct" and _above(lost, part.cap):
            lost = _limit(limits, part.cap, f"最高扣{exact.text(part.cap)}分")
        if part.drain is not None and _above(lost, part.drain):
            lost = _limit(limits, part.drain, f"{exact.text(part.drain)}分已经扣完")
        for c in contributions:
            lost = c.at_least_lost if _above(c.at_least_lost, lost) else lost
        spared = exempt or (end == "high" and any(c.exempt for c in contributions))
        if spared and _above(lost, ZERO):
            lost = _limit(limits, ZERO, "符合不扣分的情形")
        score = exact.subtract(exact.total((section.opening, given, gained)), lost)
        if spared and section.full is not None:
            score = section.full if _above(section.full, score) else score
        if zeroed:
            left = min(nothing, max(section.floor, score))
            if score != left:
                limits.append("本项不得分")
            return left
        if end == "low" and any(c.zero for c in contributions):
            return min(nothing, max(section.floor, score))
        if part.cap is not None and part.cap_of == "score" and _above(score, part.cap):
            score = _limit(limits, part.cap, f"最高{exact.text(part.cap)}分")
        if section.full is not None and nothing == 0 and _above(score, section.full):
            score = _limit(limits, section.full, f"满分{exact.text(section.full)}分")
        if _above(section.floor, score):
            score = _limit(limits, section.floor, "扣完为止")
        return score

    low = bounded("low")
    limits_low = tuple(dict.fromkeys(limits))
    high = bounded("high")
    nominal = exact.add(section.opening, exact.total(c.nominal for c in contributions))
    for rule, c in zip(section.rules, contributions, strict=True):
        if isinstance(rule.term, Rate) and rule.term.cap is not None and c.low != c.nominal:
            word = "最高扣" if rule.term.sign == "deduct" else "最高得"
            limits_low = (*limits_low, f"{word}{exact.text(rule.term.cap)}分")
        limits_low = (*limits_low, *c.limits)
    return SectionScore(
        low,
        high,
        nominal,
        limits_low,
        _numbered(part.number, [c.working for c in contributions if c.working]),
        tuple(c.pending for c in contributions if c.pending),
        tuple(c.veto for c in settled if c.veto),
        tuple(c.veto for c in contributions if c.veto and c.pending),
        zeroed,
        _indicator_zeroed(section, contributions),
        way=next((c.way for c in contributions if c.way), ""),
        costs=any(exact.compare(c.high, ZERO) < 0 for c in contributions),
    )


def _numbered(number: str, working: list[str]) -> tuple[str, ...]:
    """The arithmetic under the number of its part: （2）少2个（2个×0.4分），共扣0.8分."""
    return (f"（{number}）{working[0]}", *working[1:]) if number and working else tuple(working)


def taken(scores: Sequence[SectionScore]) -> list[SectionScore]:
    """The sections that count: of two ways of scoring the one that was taken, or both ends while that is open."""
    found: list[SectionScore] = []
    for score in scores:
        if score.way == "first":
            found[-1] = replace(found[-1], working=(score.working[0], *found[-1].working))
        elif score.way == "second":
            found[-1] = score
        elif score.way == "open":
            found[-1] = _either(found[-1], score)
        else:
            found.append(score)
    return found


def _either(one: SectionScore, other: SectionScore) -> SectionScore:
    """What is certain while nobody has said which way of scoring was taken."""
    low = min(one.low, other.low)
    if one.low == one.high == other.low == other.high and one.working and other.working:
        told = [
            "；".join(s.working) + (f"（{'、'.join(s.limits)}）" if s.limits else "") for s in (one, other)
        ]
        working: tuple[str, ...] = (
            f"没有写明用哪种计分办法，两种都得{exact.text(low)}分：一是{told[0]}；二是{told[1]}",
        )
    else:
        working = ()
    return SectionScore(
        low,
        max(one.high, other.high),
        low,
        working=working,
        pending=tuple(dict.fromkeys((*other.pending, *one.pending))),
        open_vetoes=(*one.vetoes, *one.open_vetoes, *other.vetoes, *other.open_vetoes),
        indicator_zeroed=None if one.indicator_zeroed or other.indicator_zeroed else False,
        missing=tuple(dict.fromkeys((*other.missing, *one.missing))),
    )


def _indicator_zeroed(section: Section, contributions: Sequence[Contribution]) -> bool | None:
    """Whether nothing is left of the whole indicator (大项不得分); None while that is open."""
    effects = [
        None if c.pending else True
        for rule, c in zip(section.rules, contributions, strict=True)
        if c.zero and isinstance(rule.term, Zero) and rule.term.scope == "indicator"
    ]
    return True if True in effects else (None if effects else False)


def _above(a: Exact, b: Exact) -> bool:
    return exact.compare(a, b) > 0


def _limit(limits: list[str], value: Decimal, words: str) -> Decimal:
    limits.append(words)
    return value


__all__ = [
    "Contribution",
    "Measured",
    "SectionScore",
    "contribution",
    "item_contribution",
    "places",
    "section_score",
    "taken",
]
