"""Overlaps of scales: values that two rows claim, each with what the program makes of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import portion

from kaoping.lint import ranges
from kaoping.lint.scales import Outcome, Row, Scale, gives

_BRACKET = re.compile(r"(?P<before>\d+(?:\.\d+)?)?[^\d()（）]*[(（](?P<notes>不?(?:包)?含[^()（）]*)[)）]")
_NOTE = re.compile(r"[，,、](?=不?包?含)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Values that two rows claim with different points. value: one of them; outcome: what the program makes of it."""

    one: Row
    other: Row
    values: portion.Interval
    value: Fraction
    outcome: Outcome

    @property
    def single(self) -> bool:
        """Whether it is a boundary alone."""
        return ranges.single(self.values)


def overlaps_of(scale: Scale) -> Iterator[Overlap]:
    """Every two rows that claim a value with different points, without those that are rungs of one ladder."""
    if scale.kind == "based":
        return
    for one, other in combinations(scale.rows, 2):
        if one.points is not None and one.points == other.points and scale.kind == "tiers":
            continue
        if one.claims == other.claims and scale.kind == "tiers":
            continue  # the second can never apply, which is another finding
        if scale.kind in ("tiers", "spread", "grades") and ranges.beside(one.claims, other.claims):
            continue  # ≥80%, ≥90%: the stricter one applies
        for both in one.claims & other.claims & scale.domain.possible:
            value = scale.pick(both)
            if value is None:
                continue
            if ranges.single(both) and (scale.kind == "bands" or _settled(scale, one, other, value)):
                continue
            yield Overlap(one, other, both, value, scale.program(value))


def _settled(scale: Scale, one: Row, other: Row, value: Fraction) -> bool:
    """80%-100%（含80%）: the brackets say whose the boundary is, and the program does as they say."""
    said = [_said(row, value, scale.unit) for row in (one, other)]
    mine = [row for row, held in zip((one, other), said, strict=True) if held is not False]
    if len(mine) == 2 and said.count(True) == 1:
        mine = [row for row, held in zip((one, other), said, strict=True) if held]
    taken = scale.program(value).row
    return len(mine) == 1 and taken is not None and scale.rows[taken] is mine[0]


def _said(row: Row, value: Fraction, unit: str) -> bool | None:
    """Whether the brackets of a row take a number in; None if they say nothing of it.

    80%（含）-90% takes 80% in and leaves 90% out: why else should it say so of one end only?
    """
    answers = {Fraction(number): True for number in row.said}
    for found in _BRACKET.finditer(row.words):
        for note in _NOTE.split(found["notes"]):
            for number in filter(None, _NUMBER.findall(note) or [found["before"]]):
                answers[Fraction(Decimal(number)) * ranges.unit_value(unit)] = not note.startswith("不")
    if value in answers:
        return answers[value]
    return False if True in answers.values() else None


def told(scale: Scale, overlap: Overlap) -> str:
    """完成率为90%时，“90%以上”得3分，“80%-90%”得2分；程序取“90%以上”，得3分."""
    rows = (overlap.one, overlap.other)
    at = scale.at(overlap.value)
    if scale.kind == "grades":
        both = "、".join(f"“{row.words}”" for row in rows)
        return f"{at}，{both}都符合，程序{overlap.outcome.told}"
    if scale.kind == "bands":
        return f"{at}，“{overlap.one.words}”和“{overlap.other.words}”两档都可以给"
    said = "，".join(
        f"“{row.words}”{gives(row.points)}" if row.points is not None else f"“{row.words}”也管"
        for row in rows
    )
    if scale.kind == "spread":
        return f"{at}，{said}；程序合计{overlap.outcome.told}"
    taken = overlap.outcome.row
    by = f"程序取“{scale.rows[taken].words}”，" if taken is not None else "程序"
    return f"{at}，{said}；{by}{overlap.outcome.told}"
