"""What points are given or taken *per*: the step of a rate.

A step is said by 每 (每少10个, 每发现一处, 每人每次), by a slash (2分/台), or by one thing counted right
where it scores (漏报一次扣0.5分, 有一处扣0.3分). Any other number in the condition is no step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kaoping.exact import divide, multiply
from kaoping.language.bare import object_of
from kaoping.language.conditions import RATES
from kaoping.language.drafts import EVENTS
from kaoping.language.islands import (
    Break,
    CapWord,
    Compare,
    Island,
    JudgeWord,
    Measure,
    Otherwise,
    Score,
    Step,
    Stray,
)
from kaoping.language.reading import Quantity
from kaoping.language.statements import Statement

Of = Literal["event", "short", "over", "drop", "rise"]
Partial = Literal["whole", "up", "proportional"]

TIMES = re.compile(r"个?(?:小时|工作日|自然日|月|季度|学期|星期|年|日|周|天)|分钟|秒钟?|岁")
_CHANGE = re.compile(
    r"已?(少|缺少|缺|低于|低出|低|降低|下降|减少|下滑|降|短缺|欠|超额完成|超额|超过|超出|超|高出|高于|高|增加|提高|上升|增长|提升|多|增)"
)
_CHANGE_BEFORE = re.compile(
    r"(?:(降低|下降|减少|下滑|低于|低出|超额完成|超过|超出|高出|高于|增加|提高|上升|增长|提升)[^，,。;；]{0,20}|(?:每)?(少))$"
)
_TARGET = re.compile(
    r"目标|计划|任务|标准|规定|要求|基数|基准|平均|均值|上[年月季]|指标|定额|限|于|出|过|^[的了]?$"
)
"""每超计划1个: what a step is counted from; 每超时签收1件 names no such thing, and counts occurrences."""
_TURNS = ("超", "高", "低", "降", "升", "进")
_SHORT = ("少", "差", "欠", "短缺")
_DROP = ("低于", "低出", "低", "降低", "下降", "减少", "下滑", "降", "减", "后退", "退后", "落后")
_OVER = ("超额完成", "超额", "超过", "超出", "超", "多", "多出", "超额增加")
_RISE = ("增加", "提高", "上升", "增长", "提升", "增", "升", "高", "高出", "高于", "进", "进步", "前进")
_UP = re.compile(r"部分按(?P<whole>[^，,。;()（）]{1,12})(?:计|扣|加)")


@dataclass(frozen=True, slots=True)
class StepFound:
    """The step, what it counts, and the islands that said so; base: what stands between (每低于95%一个百分点)."""

    per: Quantity
    of: Of
    islands: tuple[Island, ...]
    beyond: Quantity | None = None
    base: Quantity | None = None


_SECONDS = {
    "秒": 1,
    "秒钟": 1,
    "分钟": 60,
    "小时": 3600,
    "天": 86400,
    "日": 86400,
    "自然日": 86400,
    "周": 604800,
    "星期": 604800,
}
_MONTHS = {"月": 1, "季度": 3, "年": 12}


def converted(span: Quantity, unit: str) -> Decimal | None:
    """A span of time in another unit of time, where that is exact: 1 天 is 24 小时, and 2 个月 no number of days."""
    for table in (_SECONDS, _MONTHS):
        one, other = (table.get(name.removeprefix("个")) for name in (span.unit, unit))
        if one is not None and other is not None:
            found = divide(multiply(span.number, Decimal(one)), Decimal(other))
            return found if isinstance(found, Decimal) else None
    return None


def find_step(statement: Statement) -> StepFound | None:
    """The step of a statement that gives or takes points; None for fixed points."""
    outcome = statement.outcome
    if isinstance(outcome, (Score, JudgeWord)) and outcome.slash is not None:
        unit = outcome.slash or re.split(r"[/／]", statement.text[outcome.start : outcome.end])[-1].strip()
        return StepFound(Quantity(number=Decimal(1), unit=unit or "次"), "event", ())
    steps = [word for word in statement.words if isinstance(word, Step)]
    found = _each(statement, steps) if steps else _one(statement)
    if found is not None and found.beyond is not None and found.beyond.unit != found.per.unit:
        return replace(found, beyond=None)  # 超过500万元的每条扣3分: a condition, and none is free
    if found is not None and steps and found.of == "event" and found.beyond is None:
        return replace(found, of=_beyond_target(statement, steps[-1], found))
    if found is not None and found.beyond is not None:
        return replace(found, of="event")  # 超过两次的，每增加1次: occurrences, the first two free
    return found


def _beyond_target(statement: Statement, step: Step, found: StepFound) -> Of:
    """培训不足100人的，每人扣0.1分; 低于80%的，每1个百分点扣1分: so many of what is lacking, though no word of change is said."""
    if step.change:
        return found.of
    for word in statement.words:
        if not isinstance(word, Compare) or len(word.figures) != 1 or word.figures[0].high is not None:
            continue
        unit = word.figures[0].low.unit
        rates = unit in RATES and found.per.unit in RATES
        if word.end > step.start or not (rates or (unit == found.per.unit != "")):
            continue
        if word.sign == "<":
            return "drop" if rates else "short"
        if word.sign == ">" and rates:
            return "over"
    return found.of


def _each(statement: Statement, steps: list[Step]) -> StepFound | None:
    step = steps[-1]
    beyond = _beyond(statement, step)
    if step.figures and step.change and (counted := _count_beside(statement, step)):
        per = counted.figures[0].low
        return StepFound(per, kind(step.change, per.unit), (step, counted), base=step.figures[0].low)
    if step.figures:
        per = step.figures[0].low
        per = per if per.unit else Quantity(number=per.number, unit=_unit_of_beyond(beyond))
        return StepFound(per, kind(step.change, per.unit), (step,), beyond)
    counted = _count_after(statement, step)
    if counted is None and not step.unit and not step.change:
        gap = statement.text[step.end : statement.outcome.start]
        if 1 <= len(gap.strip()) <= 3 and not re.search(r"[，,、；;。\s]|发现|出现|发生", gap.strip()):
            named = Stray(
                step.end, statement.outcome.start, gap.strip()
            )  # 每具扣1分: a unit that no list holds
            return StepFound(Quantity(number=Decimal(1), unit=named.text), "event", (step, named), beyond)
    if step.unit and counted is None and _inside(statement, step):
        return None
    if step.unit and counted is None:
        joined = [
            other for other in steps if statement.text[other.end : step.start].strip() == "" and other.unit
        ]
        unit = "".join(other.unit for other in joined if other is not step) + step.unit
        return StepFound(Quantity(number=Decimal(1), unit=unit), "event", (*joined, step), beyond)
    if counted is None:
        change = step.change
        if change:
            return None
        return StepFound(Quantity(number=Decimal(1), unit="次"), "event", (step,), beyond)
    if step.change and (beside := _count_beside(statement, counted)):  # 每低于目标值95%一个百分点
        per = beside.figures[0].low
        return StepFound(
            per, kind(step.change, per.unit), (step, counted, beside), base=counted.figures[0].low
        )
    per = counted.figures[0].low
    change = step.change
    if not change and (said := _CHANGE.match(statement.text[step.end : counted.start])):
        change = said.group(1)
    of = kind(change, per.unit)
    gap = statement.text[step.end : counted.start].strip()
    if of != "event" and step.change in _TURNS and gap and per.unit in EVENTS and not _TARGET.search(gap):
        return StepFound(per, "event", (Step(step.start, step.start + 1), counted), beyond)  # 每超时签收1件
    if of in ("over", "rise", "drop") and not step.change and per.unit not in RATES:
        of = "event"  # 每已超过规定时间…1次: the words after 每 describe the event
    head: Island = step
    if step.change and statement.between(step.end, counted.start):
        head = Step(step.start, step.start + 1)  # 每高于基准价1%: the words keep what it is higher than
    return StepFound(per, of, (head, counted), beyond)


def _count_beside(statement: Statement, first: Step | Measure) -> Measure | None:
    """每低于95%一个百分点: right after a number of the same kind stands how much of it is a step."""
    unit, end = first.figures[0].low.unit, first.end
    beside = (w for w in statement.words if w.start >= end and not statement.text[end : w.start].strip())
    word = next(beside, None)
    if not isinstance(word, Measure) or len(word.figures) != 1 or word.figures[0].high or word.edge.bound:
        return None
    counted = word.figures[0].low.unit
    return word if counted == unit != "" or (counted in RATES and unit in RATES) else None


def _inside(statement: Statement, step: Step) -> bool:
    """未与每个楼层相连, 没有每项都检查: every one of them, not so much for each."""
    lead = statement.text[statement.phrase()[0] : step.start]
    gap = statement.text[step.end : statement.outcome.start].strip()
    if re.search(r"(?:未|不|没有?)(?:能|做到)?$", lead):
        return re.search(r"[都均].", gap) is not None
    if (
        statement.text[step.start - 1 : step.start] in ("为", "给", "与", "向") and "，" in gap
    ):  # 为每位学员配备导师，并落实责任
        return True
    return gap != "" and re.search(r"[未不没无][^，,]{0,6}[与和同对向给为在从由于]$", lead) is not None


def _count_after(statement: Statement, step: Step) -> Measure | None:
    """The number that 每 governs: the first thing counted after it; a span of time only if there is none."""
    counts = [
        word
        for word in statement.words
        if word.start >= step.end
        and isinstance(word, Measure)
        and not re.search(
            r"[（(][^）)]*$", statement.text[step.end : word.start]
        )  # 每低于目标值（95%）1个百分点
        and not word.edge.bound
        and len(word.figures) == 1
        and word.figures[0].high is None
        and word.figures[0].low.unit not in ("", "分")
    ]
    if step.unit:  # 每个单位少1人: only what stands right before the verb
        counts = [c for c in counts if not statement.text[c.end : statement.outcome.start].strip(" ，,的")]
    things = [c for c in counts if not TIMES.fullmatch(c.figures[0].low.unit)]
    return next(iter(things or counts), None)


def _one(statement: Statement) -> StepFound | None:
    """One thing counted, without 每: 漏报一次扣0.5分; 发现一次的，扣0.5分; 有1处不符合要求扣0.3分."""
    start, _ = statement.phrase()
    found: Measure | None = None
    borne = object_of(statement)  # 迟报一次扣责任单位2分
    phrases = 0
    for word in reversed(statement.words):
        if isinstance(word, Break) and word.strength >= 1 and word.end <= start:
            phrases += 1
            start = 0 if phrases > 1 else start
        if phrases > 1:
            break
        if isinstance(word, Measure) and _is_one(statement, word):
            found = word
            break
        if isinstance(word, Otherwise) or (isinstance(word, Stray) and word is not borne):
            break
    if found is None:
        return None
    per = found.figures[0].low
    before = statement.text[max(statement.begin, found.start - 24) : found.start].rstrip()
    said = _CHANGE_BEFORE.search(before)
    change = next((group for group in said.groups() if group), "") if said else ""
    of: Of = kind(change, per.unit) if per.unit in RATES else ("short" if change == "少" else "event")
    if per.unit in RATES and of == "event":
        return None
    return StepFound(per, of, (found,), _beyond(statement, found))


def _is_one(statement: Statement, measure: Measure) -> bool:
    if len(measure.figures) != 1 or measure.figures[0].high is not None or measure.edge.bound:
        return False
    quantity = measure.figures[0].low
    if quantity.number != 1 or quantity.unit in ("", "分", "%"):
        return False
    near = not statement.text[measure.end : statement.outcome.start].strip(" ，,的")
    if TIMES.fullmatch(quantity.unit):
        return near
    return not _limited(statement, measure)


def _limited(statement: Statement, measure: Measure) -> bool:
    """至少开展一次: the number belongs to a comparison that stands before it."""
    for word in statement.words:
        if isinstance(word, Compare) and not word.figures and word.end <= measure.start:
            gap = statement.text[word.end : measure.start]
            if len(gap) <= 12 and not re.search(r"[，,；;。\n]", gap):
                return measure.figures[0].low.unit not in RATES
    return False


def _beyond(statement: Statement, step: Island) -> Quantity | None:
    """超过两次的，每增加1次扣1分: the occurrences that are free."""
    for word in statement.words:
        if (
            isinstance(word, Compare)
            and word.sign == ">"
            and len(word.figures) == 1
            and word.end <= step.start
        ):
            quantity = word.figures[0].low
            if quantity.unit not in (*RATES, "分", "") and not TIMES.fullmatch(quantity.unit):
                tail = statement.text[word.end : step.start].strip(" ，,")
                if tail in ("", "的", "后", "之后", "以后", "者", "的部分", "没") or tail.startswith("的"):
                    return quantity
    return None


def _unit_of_beyond(beyond: Quantity | None) -> str:
    return beyond.unit if beyond is not None else ""


def kind(change: str, unit: str) -> Of:
    """What a step counts, by the word of change (少 降低 超 …) and the unit."""
    rate = unit in RATES
    if change in _OVER:
        return "over"
    if change in _RISE:
        return (
            "rise" if rate or change in ("高", "高出", "高于", "进", "升", "上升", "进步", "前进") else "over"
        )
    if change in _SHORT:
        return "drop" if rate else "short"
    if change in _DROP:
        return "drop"
    return "event"


def partial(text: str, remarks: str) -> Partial:
    """What a part of a step costs, where the words say so: （不足10个的部分按10个扣）, 不足1%按1%计."""
    if "部分按比例" in remarks:
        return "proportional"
    if _UP.search(remarks):
        return "up"
    return (
        "up"
        if re.search(r"不足[^，,。;；]{1,10}(?:的)?[，,]?(?:均|也)?按[^，,。;；]{1,10}(?:计算?|扣|加)", text)
        else "whole"
    )


def bounded_next(statement: Statement, following: Statement | None) -> bool:
    """Is the next thing said a cap (1个系统得1分，满分10分), or 可累计? Then the points were meant for each."""
    if re.search(r"(?<!不)可(?:以)?(?:累计|累加|叠加)", statement.text[statement.outcome.end :]):
        return True
    return following is not None and isinstance(following.outcome, CapWord) and following.link <= 3


def missed_next(found: StepFound, following: Statement | None) -> bool:
    """每月巡查一次得5分；每少一次扣1分: what each one missing costs is said next, so the points are for all of them."""
    if following is None or not isinstance(following.outcome, Score) or following.outcome.verb != "deduct":
        return False
    lacking = _MISSED.search(following.text[following.start : following.outcome.start])
    return lacking is not None and lacking["unit"] == found.per.unit


_MISSED = re.compile(
    r"每?(?:少|缺少?|漏|欠)[一-龥]{0,2}?(?:\d|[一两])\s*(?P<unit>[一-龥]{1,2}?)(?:的|者)?[，,]?$"
)


def counts_at_once(statement: Statement) -> bool:
    """Does the one thing counted stand right before the verb: 1篇得2分?"""
    for word in reversed(statement.words):
        if isinstance(word, Measure):
            return not statement.text[word.end : statement.outcome.start].strip(" ")
    return False
