"""Bases: what a drop, a shortfall or an excess is counted from, where a link says so.

每下降5%{以95%为基数}            from a number, in percentage points
每下降5%{基数的百分比}           … in twentieths of that number
每少10%{以385个为基数}           a number that is no rate has no percentage points
每下降1个百分点{以上年满意度为基数}   from another figure: the measure becomes the difference
"""

from __future__ import annotations

from dataclasses import replace

from kaoping.language.link import PERCENT_UNITS, Binary, Expression, Link, Source
from kaoping.language.reading import Quantity, Rate
from kaoping.resolve.needs import Need


def counted_in(need: Need, link: Link) -> Need:
    """The need where a link gives a base: of 385个 the figure is no ratio, whatever the step is."""
    if link.base is None or not link.base.unit or link.base.unit in PERCENT_UNITS:
        return need
    return replace(need, percent=False, unit=link.base.unit, event=False)


def difference(term: Rate, need: Need, link: Link, measure: Expression) -> tuple[Expression, Need]:
    """What a figure has changed from the one that the link names, as the sentence counts it."""
    before = Source(link.based)
    falls = term.of in ("short", "drop")
    changed: Expression = Binary("-", *((before, measure) if falls else (measure, before)))
    if link.step == "relative":
        changed = Binary("/", changed, before)
    return changed, replace(need, base=None, event=False, difference=True)


def is_relative(term: Rate, base: Quantity | None, link: Link) -> bool:
    """Whether a step in percent is so much of the base, and not so many percentage points."""
    if term.per.unit not in PERCENT_UNITS or base is None or link.based:
        return False
    return link.step == "relative" or (bool(base.unit) and base.unit not in PERCENT_UNITS)
