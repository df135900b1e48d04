"""Judgement within shares of the full mark.

    指标完成情况分为：甲、乙、丙三档，分别按照该指标对应分值区间100-80%（含80%）、80-60%（含60%）、60-0%合理确定分值
    └─ subject ─┘    └ labels ┘                              └──────────── shares ─────────────┘

As many labels as shares, and as the sentence counts. An end that two shares have in common belongs to
the one that says 含; where none does, to both: an assessor may then give it by either label.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kaoping.exact import parse_number
from kaoping.language.drafts import Draft
from kaoping.language.islands import Break, Measure
from kaoping.language.reading import Condition, PointsRange, Tier, Tiers
from kaoping.language.statements import Statement

_LEAD = re.compile(
    r"(?P<subject>[^。；;]*?)分(?:为|成)[：:]?(?P<labels>[^。；;：:]+?)(?P<count>[\d两二三四五六七八九])[个]?[档类级等](?:次)?"
    r"[，,]\s*(?:则|再)?(?:分别)?(?:按照?|依照?|在|以)?[^，,。；;\d]{0,16}"
)
_HELD = re.compile(r"[(（](?P<no>不?)(?:包)?含(?P<ends>[^()（）]*)[)）]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def shares(statement: Statement) -> Draft | None:
    """The bands of a sentence that leaves the points within them to judgement; None if it names none."""
    bands = _bands(statement)
    if len(bands) < 2:
        return None
    lead = _LEAD.fullmatch(statement.text[statement.begin : bands[0].start].strip(" 　"))
    labels = lead["labels"].split("、") if lead else []
    count = parse_number(lead["count"]) if lead else None
    if lead is None or not len(labels) == len(bands) == count:
        return None
    ranges = _ranges(statement.text, bands)
    rows = tuple(
        Tier(when=Condition(text=label.strip()), points=points)
        for label, points in zip(labels, ranges, strict=True)
    )
    return Draft("other", statement, Tiers(scale="label", rows=rows, subject=lead["subject"].strip()))


def _bands(statement: Statement) -> list[Measure]:
    """The ranges in percent right before the outcome."""
    found: list[Measure] = []
    for word in reversed(statement.words):
        if isinstance(word, Break) and word.mark == "、":
            continue
        if not isinstance(word, Measure) or len(word.figures) != 1:
            break
        if word.figures[0].high is None or word.figures[0].low.unit != "%":
            break
        found.insert(0, word)
    return found


def _ranges(text: str, bands: list[Measure]) -> list[PointsRange]:
    """Each band with the ends that belong to it."""
    ends: list[tuple[Decimal, Decimal]] = []
    held: list[list[Decimal]] = []
    barred: list[list[Decimal]] = []
    for band in bands:
        low, high = band.figures[0].low.number, (band.figures[0].high or band.figures[0].low).number
        ends.append((min(low, high), max(low, high)))
        note = _HELD.search(text[band.start : band.end])
        named = [Decimal(end) for end in _NUMBER.findall(note["ends"])] or [high] if note else []
        held.append([] if note and note["no"] else named)
        barred.append(named if note and note["no"] else [])

    def closed(index: int, end: Decimal) -> bool:
        others = (own for other, own in enumerate(held) if other != index)
        return end not in barred[index] and (end in held[index] or not any(end in own for own in others))

    return [
        PointsRange(
            least=least,
            most=most,
            least_closed=closed(index, least),
            most_closed=closed(index, most),
            share=True,
        )
        for index, (least, most) in enumerate(ends)
    ]
