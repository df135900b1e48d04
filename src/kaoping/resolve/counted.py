"""Whether what a link gives is what the steps of a rate are counted in.

其余{得分}每降低一位扣1分              so many places behind are wanted, and no score and no place
较上年每下降1个百分点{满意度}扣1分        what it is now says not how far it fell: last year's figure is wanted, too
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaoping.language.link import PERCENT_UNITS, Binary, Expression, Link, Source, say, walk
from kaoping.language.rates import PAST
from kaoping.language.reading import Rate, Term

PLACES = "逐名写明，例如：第1名得10分，第2名得9分；或把低几位作为事实，链接写在“每降低一位”前：其余{低几位}每降低一位扣1分"
_PLACE_UNITS = ("名", "位", "名次", "位次", "个名次", "个位次")
_NO_PLACES = re.compile(r"(?:得分|总分|分数|成绩|评分|分值|名次|排名|位次|率|额|量|度)$")
_CHANGE = re.compile("[降减增升涨跌幅差少]|变化|提高|下滑")
_BEFORE = re.compile("[上去往前]一?(?:年|季|月|期|学年|学期|次)|同期|基期")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a link, and what to write."""

    message: str
    help: str


def misplaced(term: Term, link: Link) -> Fault | None:
    """What is wrong where a link gives something else than the steps of its rate are counted in."""
    if not isinstance(term, Rate) or link.expression is None or link.each:
        return None
    text = say(link.expression)
    named = link.expression.name if isinstance(link.expression, Source) else ""
    counts = term.base is None and link.base is None and not link.based
    if counts and term.per.unit in _PLACE_UNITS and term.of in ("drop", "short") and _NO_PLACES.search(named):
        return Fault(f"这里按低几位扣分，「{text}」不是低几位", PLACES)
    if not counts or term.of == "event" or not PAST.search(term.when.text):
        return None
    if is_difference(link.expression):
        first = _of_before(link.expression)
        if first is not None and first != (term.of in ("drop", "short")):
            falls = term.of in ("drop", "short")
            told = "下降的数是上年的减去本年的" if falls else "上升的数是本年的减去上年的"
            return Fault(f"「{text}」两个数减反了：{told}", "把减号两边的数对调")
        return None
    if named and not _CHANGE.search(named):
        return Fault(
            f"与上年的数相比，「{text}」只是本年的数，上年的没有写明",
            f"写成：{{{text}，以上年{named}为基数}}",
        )
    return None


def untold(term: Term, link: Link | None) -> Fault | None:
    """What is lacking where a rate in percent is counted from last year's, and no link says what that is."""
    if not isinstance(term, Rate) or term.of != "drop" or term.base is not None:
        return None
    if term.per.unit not in PERCENT_UNITS or not PAST.search(term.when.text):
        return None
    if link is not None and (link.expression is not None or link.base is not None):
        return None
    help_ = "用链接写明本年和上年的数，例如：较上年每下降1个百分点{满意度，以上年满意度为基数}扣1分"
    return Fault("下降从上年的数起算，上年的数没有写明", help_)


def falls_by(term: Term, measure: Expression) -> bool:
    """每下降1个百分点{上年满意度 - 满意度}: the link gives the fall itself, and not a figure that fell from 100%."""
    return isinstance(term, Rate) and term.of == "drop" and term.base is None and is_difference(measure)


def is_difference(expression: Expression) -> bool:
    """上年满意度 - 满意度: how far something fell. 1 - 差错率 is a figure like any other."""
    return (
        isinstance(expression, Binary)
        and expression.operator == "-"
        and any(isinstance(node, Source) for node in walk(expression.left))
    )


def _of_before(expression: Expression) -> bool | None:
    """Is it the first of a difference that is of the time before? None where the names do not say."""
    assert isinstance(expression, Binary)
    sides = [
        any(isinstance(node, Source) and _BEFORE.search(node.name) for node in walk(side))
        for side in (expression.left, expression.right)
    ]
    return sides[0] if sides[0] != sides[1] else None
