"""Rows that name the other way of a change: 上升的不得分 beside 下降10%以上得5分 is less than nothing of the same figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kaoping.language.drafts import Draft
from kaoping.language.ranges import unit_of
from kaoping.language.reading import Between, Quantity

_FALL, _RISE = r"下降|降低|减少|下滑|回落", r"上升|增长|增加|提高|提升|上涨"
_LED = r"(?:同比|环比|较?[上去]年|[比与][上去]年(?:同期)?|有所|出现|不降反|较.{0,4}期)*"
_LEVEL = re.compile(rf"{_LED}(?:持平|(?:没有|无|未)(?:变化|变动))(?:的|者|情况)?")


_SIGNED = re.compile("[率幅速度]")
"""增长率5%以下 may well be below nothing; 增长5%以下 has grown."""


def of_a_change(test: Between, subject: str) -> Between:
    """下降5%以下得1分: who has risen is no row of it."""
    if _SIGNED.search(subject) or not re.search(f"{_FALL}|{_RISE}", subject):
        return test
    if test.lower is not None or test.upper is None or test.upper.number <= 0:
        return test
    return test.model_copy(update={"lower": Quantity(number=Decimal(0), unit=test.upper.unit)})


def turned(run: Sequence[Draft]) -> None:
    """下降10%以上得5分，下降5%-10%得3分，持平得1分，上升的不得分: less than nothing of what the other rows measure."""
    tested = [item.when for item in run if isinstance(item.when.test, Between)]
    named = next((when.subject for when in tested if re.search(f"{_FALL}|{_RISE}", when.subject)), "")
    if not named:
        return
    way = _RISE if re.search(_FALL, named) else _FALL
    unit = next(unit_of(when.test) for when in tested if isinstance(when.test, Between))
    nothing = Quantity(number=Decimal(0), unit=unit)
    for item in run:
        if isinstance(item.when.test, Between):
            test = of_a_change(item.when.test, item.when.subject or named)
            item.when = item.when.model_copy(update={"test": test})
        words = re.split(r"[，,：:]", item.when.text)[-1]
        if item.when.test is not None or item.statement.otherwise is not None:
            continue
        if _LEVEL.fullmatch(words):
            test = Between(lower=nothing, upper=nothing)
        elif re.fullmatch(rf"{_LED}(?:{way})(?:的|者|情况)?", words):
            test = Between(upper=nothing, upper_closed=False)
        else:
            continue
        item.when = item.when.model_copy(update={"test": test})
