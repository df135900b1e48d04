"""Points without a verb: which verb is meant, and whether one is meant at all.

负全责扣15分、主责10分      the verb is said once, for all in the list
另扣责任单位10分            it stands before the one who bears it
证书每个1分                 nothing is amiss, so points are given
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from kaoping.language.conditions import condition, plain_measure
from kaoping.language.drafts import Draft
from kaoping.language.islands import CapWord, Compare, Island, Measure, Step, Stray
from kaoping.language.reading import Rate
from kaoping.language.statements import Statement, is_points


def continued(statement: Statement, last: Draft) -> bool:
    """甲级得5分，乙级3分，丙级1分: the verb is said once."""
    return last.kind == "award" and statement.link <= 1 and len(statement.without()) <= 12


def ends(statement: Statement) -> bool:
    """Do bare points end their phrase? In 以0.1分为分割点 they are no points at all."""
    return (
        statement.closed > 0
        or not statement.text[statement.end :].strip()
        or statement.text[statement.end] in "（()）、"
    )


def verb_of(statement: Statement, before: Sequence[Draft]) -> Literal["deduct"] | None:
    """另扣责任单位10分，非产区1分; 全责扣15分、主责10分: the verb stands once, before all who bear it."""
    if object_of(statement):
        return "deduct"
    return "deduct" if before and before[-1].kind == "deduct" and goes_on(statement) else None


_SUM = re.compile(r"累[计积]|扣|共计?|总计?|合计|小计|计|满分|总分|[本该此]项|标准分?|分值|权重")


def goes_on(statement: Statement) -> bool:
    """Is there but a label between the points before and these?"""
    words = statement.without()
    return (
        statement.link <= 1
        and not statement.bracketed
        and 0 < len(words) <= 8
        and not _SUM.match(words)
        and ends(statement)
    )


def repeated(statement: Statement, outcome: Measure, before: Sequence[Draft]) -> Rate | None:
    """核心期刊每篇8分、省级5分: the step said once holds for all that follow in the list."""
    last = before[-1].term if before else None
    if not isinstance(last, Rate) or not goes_on(statement) or outcome.slash is not None:
        return None
    said = [word for word in before[-1].statement.words if isinstance(word, Step)]
    own = [word for word in statement.words if isinstance(word, (Step, Compare))]
    if (
        own
        or plain_measure(statement)
        or len(outcome.figures) != 1
        or outcome.figures[0].high
        or not (said or is_points(before[-1].statement.outcome))
    ):
        return None
    points = outcome.figures[0].low.number
    return last.model_copy(update={"points": points, "when": condition(statement), "span": None})


_AMISS = re.compile(r"[未不没无缺迟旷违漏错差少超扣罚逾延]|发现|发生|出现|投诉|事故")


def gains(statement: Statement, before: Sequence[Draft], following: Statement | None) -> bool:
    """证书每个1分: are points without a verb given? Where anything is amiss or taken, that is not said."""
    outcome = following.outcome if following is not None else None
    if isinstance(outcome, CapWord) and re.search("加|得|奖|满分", outcome.word):
        return True
    taking = any(item.kind == "deduct" for item in before)
    aside = len(re.findall("[（(]", lead := statement.text[: statement.outcome.start])) > len(
        re.findall("[）)]", lead)
    )
    return not (taking or aside or _AMISS.search(lead[statement.start :])) and ends(statement)


_BEARER = re.compile(r"(?![一几点些若不少多至最大约])[^，,。;；\d\s]{2,}")
_TAKEN = re.compile(r"扣(?:除|减|罚)?$")


def object_of(statement: Statement) -> Island | None:
    """The 扣 that stands before the object of a deduction, if the points belong to one."""
    start, _ = statement.phrase()
    for word in statement.words:
        if (
            isinstance(word, Stray)
            and _TAKEN.search(word.text)
            and word.start >= start
            and is_points(statement.outcome)
            and _BEARER.fullmatch(statement.text[word.end : statement.outcome.start].strip())
        ):
            return word
    return None
