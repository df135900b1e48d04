"""Rates: so many points for each step, and where the steps are counted from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from kaoping.exact import add, subtract, to_decimal
from kaoping.language import steps
from kaoping.language.conditions import NAMED, PERCENT, condition, name, one_name
from kaoping.language.drafts import EVENTS, Draft
from kaoping.language.islands import Compare, FormulaWord, Measure, Score, Step
from kaoping.language.reading import (
    Between,
    Condition,
    Exemption,
    Penalty,
    Quantity,
    Rate,
    Term,
    Zero,
)
from kaoping.language.statements import Statement


def build_rate(
    statement: Statement,
    sign: Literal["deduct", "gain"],
    points: Decimal,
    found: steps.StepFound,
    before: Sequence[Draft],
) -> Rate:
    """The rate of a statement whose step is found."""
    base, subject = _base(statement, found, before)
    when = condition(statement, *found.islands)
    if found.of != "event" and base is None and found.islands:
        subject = _measured(statement, found.islands[0].start)
    if found.of == "short" and not any(isinstance(island, Step) for island in found.islands):
        when = when.model_copy(update={"text": _LACKING.sub("", when.text)})  # 少1次扣1分
    per = found.per
    if not per.unit and base is not None:
        per = Quantity(number=per.number, unit=base.unit)
    said = statement.outcome.verb if isinstance(statement.outcome, Score) else "award"
    return Rate(
        sign=sign,
        earned=sign == "gain" and said == "award",
        points=points,
        per=per,
        of=found.of,
        base=base,
        subject=subject,
        beyond=found.beyond,
        partial=steps.partial(
            statement.text[statement.outcome.end : statement.outcome.end + 30], statement.remarks
        ),
        when=when,
    )


def _measured(statement: Statement, end: int) -> str:
    """What changes: as the paraphrase says (以报价计量), else the name right before the step."""
    if said := _MEASURED.search(statement.remarks):
        return said["name"]
    named = NAMED.search(statement.between(statement.begin, end))
    compared = any(isinstance(word, Compare) and word.start < end for word in statement.words)
    return named.group() if named and not compared else ""


def on_the_measure(when: Condition, before: Sequence[Draft]) -> Condition:
    """不超过9天得10分，每超1天扣1分，超过2天不得分: two days too many are eleven, not two.

    Where the sentence states no base (每超期一天扣0.5分，超过10天的不得分), the figure of the rate is the excess itself,
    and the threshold is one of it; a link may still say where it is counted from (see `counted_from`).
    """
    test = when.test
    if not isinstance(test, Between) or test.lower is None or test.upper is not None:
        return when
    rate = _rate_in(before, test.lower)
    if rate is None:
        return _in_the_unit_of_a_rate(when, test, before)
    if not _of_the_rate(when.subject, rate):
        return when
    if rate.of == "event":
        return when if rate.per.unit in EVENTS else when.model_copy(update={"subject": rate.subject})
    if rate.base is None:
        return when.model_copy(update={"subject": rate.subject})
    if not _same_kind(rate.base, test.lower):
        return when.model_copy(update={"test": None, "subject": ""})
    return counted_from(when, rate, rate.base)


def _in_the_unit_of_a_rate(when: Condition, test: Between, before: Sequence[Draft]) -> Condition:
    """每超期1小时扣0.1分，超过1天不得分: a day is 24 of the hours that the rate counts."""
    for item in reversed(before):
        rate = item.term
        if not isinstance(rate, Rate) or test.lower is None or not _of_the_rate(when.subject, rate):
            continue
        number = steps.converted(test.lower, rate.per.unit)
        if number is not None:
            lower = Quantity(number=number, unit=rate.per.unit)
            told = when.model_copy(update={"test": test.model_copy(update={"lower": lower})})
            return on_the_measure(told, before)
    return when


def at_odds(term: Term, rates: Sequence[Rate]) -> bool:
    """Does a term score again what a rate before it counts, so that both cannot hold as they are worded?

    每超期一天扣0.5分，10天以内的扣2分: both within ten days? 每次扣1分，超过3次的，每次扣2分: in place of the 1 or besides?
    """
    if isinstance(term, Rate):
        return any(_counts_again(term, rate) for rate in rates)
    if not isinstance(term, Penalty | Zero) or not isinstance(term.when.test, Between):
        return False
    test = term.when.test
    within = test.upper is not None and (test.lower is None or test.lower.number == 0)
    return within and any(
        rate.base is None
        and (rate.of == "over" or (rate.of == "event" and steps.TIMES.fullmatch(rate.per.unit)))
        and test.upper is not None
        and _same_kind(test.upper, rate.per)
        and _of_the_rate(term.when.subject, rate)
        for rate in rates
    )


def _counts_again(term: Rate, rate: Rate) -> bool:
    """Does a rate with a threshold of its own count what an earlier one counts already?"""
    lead = term.when.text
    beyond = _THRESHOLD.search(lead)
    if rate.sign != term.sign or not _same_kind(rate.per, term.per) or beyond is None:
        return False
    if not _same_kind(Quantity(number=Decimal(1), unit=beyond["unit"].replace("％", "%")), term.per):
        return False  # 下降超过15%的，每少1人加1分；超过50%的，每少1人加2分: a threshold of another figure
    if term.subject and rate.subject and term.subject != rate.subject:
        return False
    named, other = (_THRESHOLD.sub("", text).strip("，,的") for text in (lead, rate.when.text))
    return not named or not other or named in other or other in named


_THRESHOLD = re.compile(
    r"(?:超过|超出|大于|多于|低于|少于|不足|不到|小于|从?第|累计|达到?|满)*[\d.零一二两三四五六七八九十百]+\s*"
    r"(?P<unit>个百分点|个?工作日|个?小时|分钟|人次|[一-龥%％])(?:及?以[上下后内]|之[上下后内]|后|内|起)?(?:的|者|部分)*"
)


def counted_from(when: Condition, rate: Rate, base: Quantity) -> Condition:
    """An excess over the base of a rate, as a test of the measure that the rate is counted in."""
    test = when.test
    if not isinstance(test, Between) or test.lower is None or test.upper is not None or rate.of == "event":
        return when
    excess = test.lower
    if not _same_kind(base, excess):
        return when
    if rate.of in ("over", "rise"):
        if excess.number >= base.number:
            return when  # 超过11天 says the measure itself
        end = Quantity(number=to_decimal(add(base.number, excess.number)), unit=base.unit)
        test = Between(lower=end, lower_closed=test.lower_closed)
    else:
        end = Quantity(number=to_decimal(subtract(base.number, excess.number)), unit=base.unit)
        test = Between(upper=end, upper_closed=test.lower_closed)
    return when.model_copy(update={"test": test, "subject": rate.subject})


def _rate_in(before: Sequence[Draft], excess: Quantity) -> Rate | None:
    """The nearest rate that is counted in the unit of the excess."""
    rates = (item.term for item in reversed(before) if isinstance(item.term, Rate))
    return next((rate for rate in rates if _same_kind(excess, rate.per)), None)


def _of_the_rate(subject: str, rate: Rate) -> bool:
    """Does the name before a threshold say what the rate counts: 超过, 超期, 超期天数? 办结时间 is another thing."""
    named = _LENGTH.sub("", _CHANGED.sub("", subject))
    counted = _LENGTH.sub("", re.split(r"[，,、：:]", rate.when.text)[-1])
    return named in ("", rate.subject, counted, _CHANGED.sub("", counted))


_CHANGED = re.compile(
    r"^(?:少|缺|低|降低|下降|减少|超|超出|超过|高|高出|多|增加|提高|上升|相差|差|欠|超支|滞后|延迟|逾期)$"
)
_LENGTH = re.compile(r"(?:累计|合计|总共|共)|(?:天数|日数|时间|时长|个?数|次数|人数|的)$")
_REST = re.compile(r"不足[^，,。;；]{1,10}?(?:的|者|部分)*$")


def shares_steps(statement: Statement, outcome: FormulaWord, before: Sequence[Draft]) -> bool:
    """每低1%扣1分，不足1%按插值法计算: no formula, but what a part of a step costs, of all steps so far."""
    said = _REST.search(statement.between(statement.begin, outcome.start))
    rates = [item for item in before if isinstance(item.term, Rate) and item.term.of != "event"]
    if said is None or not rates or not re.search("插值|内插|插入|比例", outcome.text):
        return False
    for item in rates:
        if isinstance(item.term, Rate):
            item.term = item.term.model_copy(update={"partial": "proportional"})
    return True


def spares_part(statement: Statement, before: Sequence[Draft]) -> bool:
    """每低1%扣1分，不足1%的不扣分: no exemption, but what a part of a step costs, which is nothing anyway."""
    short = [
        w.figures[0].low for w in statement.words if isinstance(w, Compare) and w.sign == "<" and w.figures
    ]
    rest = _PART.fullmatch(statement.between(statement.begin, statement.outcome.start).strip(" ，,;；("))
    return rest is not None and any(isinstance(d.term, Rate) and d.term.per in short for d in before)


PAST = re.compile(
    r"(?:较|比|低于|高于|达到?|同|与)[^，,。；;]{0,8}?[上去往前]一?(?:年|季|月|期|学年|学期|次)|同比|环比"
)
"""较上年, 同比: counted from the figure of the time before."""
_PART = re.compile(r"不[足满到][^，,。;；]{1,10}?(?:的|者|部分|，)*")
_MEASURED = re.compile(r"以(?P<name>[^()（），]+)计量")
_LACKING = re.compile(r"[，,、]?(?:缺少|少)$")
_BASIS = re.compile(r"以\s*(?P<base>[\d.]+)\s*(?P<unit>%|分|个|次)?\s*(?:为|作为)(?:基数|基准|基础|起点)")


_STATED = re.compile(r"以(?P<name>[^()（），]*?)(?P<number>\d+(?:\.\d+)?)(?P<unit>[^()（），\d]*)为基数")


def _base(
    statement: Statement, found: steps.StepFound, before: Sequence[Draft]
) -> tuple[Quantity | None, str]:
    """Where a shortfall or change is counted from: a number in the statement, else the award's test."""
    if found.of == "event":
        return None, ""
    if found.base is not None:
        return found.base, _measured(statement, found.islands[0].start) or _subject_before(before)
    changes = _changes(statement, found)
    if said := _STATED.search(statement.remarks):
        return Quantity(number=Decimal(said["number"]), unit=said["unit"]), said["name"]
    if _MEASURED.search(statement.remarks):
        return None, ""  # 以满意度计量: not from the figure of an award on another measure
    for word in reversed((*statement.context, *statement.words)):
        if (
            isinstance(word, Compare)
            and len(word.figures) == 1
            and word.figures[0].high is None
            and word not in found.islands
        ):
            quantity = word.figures[0].low
            if _same_kind(quantity, found.per):
                listed = statement.text[word.end : word.end + 1] == "、"
                if listed or re.search("[均都]$|分别$", statement.text[: word.start].rstrip()):
                    return None, ""  # 分别不少于7个、4个, 甲、乙率均达到95%: counted from no single number
                if not statement.between(statement.begin, word.start):
                    return quantity, _subject_before(before)
                start = max(statement.start, statement.text.rfind("，", 0, word.start) + 1)
                subject = name(statement.text[start : word.start])
                return (quantity, subject) if one_name(changes, subject) else (None, "")
        if isinstance(word, Measure) and len(word.figures) == 1 and word not in found.islands:
            quantity = word.figures[0].low  # 完成率在80%以下的，每低1个百分点; 及格率100%，每低1%
            named = name(statement.text[statement.start : word.start])
            beside = (
                re.search(r"(?:值|数|标准|目标|基数|水平)\s*[（(]\s*$", statement.text[: word.start])
                is not None
            )
            stated = word.edge.bound or ((NAMED.search(named) or beside) and word.figures[0].high is None)
            if stated and quantity.unit in PERCENT and _same_kind(quantity, found.per):
                return quantity, named
    if said := _BASIS.search(statement.text[statement.start : statement.outcome.start]):
        return Quantity(number=Decimal(said["base"]), unit=said["unit"] or ""), ""
    if PAST.search(statement.between(statement.begin, statement.outcome.start)):
        return None, ""  # 达到90%得5分，较上年每下降1个百分点扣1分: not from the 90
    for earlier in reversed(before):
        when = earlier.term.when if isinstance(earlier.term, Exemption) else earlier.when  # 98%以上不扣分
        spared = isinstance(earlier.term, Exemption)
        if (spared or earlier.kind == "award") and isinstance(when.test, Between):
            quantity_or_none = when.test.lower or when.test.upper
            comparable = quantity_or_none is not None and _same_kind(quantity_or_none, found.per)
            if comparable and one_name(changes, when.subject):
                return quantity_or_none, when.subject
        elif earlier.kind == "award" and (among := _among_words(earlier.statement, found.per, changes)):
            return among, ""
    return None, ""


def _among_words(statement: Statement, per: Quantity, changes: str) -> Quantity | None:
    """到位率不低于95%的，产区得2.5分，…；每减少1个百分点: a target among the words of an award."""
    for word in statement.words:
        alone = isinstance(word, Compare) and len(word.figures) == 1 and word.figures[0].high is None
        if not alone or not isinstance(word, Compare) or not _same_kind(word.figures[0].low, per):
            continue
        subject = name(statement.text[statement.begin : word.start])
        if word.sign in ("≥", ">") and word.figures[0].low.unit and one_name(changes, subject):
            return word.figures[0].low
    return None


def bases(before: Sequence[Draft], rate: Rate) -> list[Rate]:
    """签约率达30%得3分；随访率达60%得2分。每低1个百分点分别扣0.1分: the rate, counted from each of them."""
    tests = [(item.when.subject, item.when.test) for item in before if item.kind == "award"]
    ends = [(name, test.lower) for name, test in tests if isinstance(test, Between) and test.lower]
    return [
        rate.model_copy(update={"base": base, "subject": subject})
        for subject, base in ends
        if _same_kind(base, rate.per)
    ]


def _changes(statement: Statement, found: steps.StepFound) -> str:
    """The measure that the step's own phrase names: 满意度 in …，满意度每低1个百分点."""
    start, end = statement.phrase()
    at = min((island.start for island in found.islands), default=end)
    named = NAMED.search(statement.between(start, max(start, at)))
    return named.group() if named else ""


def _subject_before(before: Sequence[Draft]) -> str:
    """低于90%的，每降低1个百分点…: the measure named just before."""
    for earlier in reversed(before):
        when = earlier.term.when if isinstance(earlier.term, (Exemption, Penalty, Rate)) else earlier.when
        if when.subject:
            return when.subject
    return ""


def _same_kind(one: Quantity, two: Quantity) -> bool:
    rates = ("%", "个百分点", "‰")
    if one.unit in rates or two.unit in rates:
        return one.unit in rates and two.unit in rates
    return one.unit == two.unit or not one.unit or not two.unit
