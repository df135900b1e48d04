"""Several amounts at once: 分别扣3分、2分、1分, one for each of the things that the condition lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from kaoping.language import steps
from kaoping.language.conditions import condition, name, ranked
from kaoping.language.drafts import Draft
from kaoping.language.islands import Compare, Measure, Ranked, Score
from kaoping.language.opposite import of_a_change
from kaoping.language.ranges import between, bounded, disjoint
from kaoping.language.rates import build_rate
from kaoping.language.reading import Between, Condition, Penalty, Rank, Tier, Tiers
from kaoping.language.statements import Statement


def distributed(statement: Statement, outcome: Score) -> Iterator[Draft]:
    """分别扣3分、2分、1分: one amount for each of the things listed before."""
    amounts = [figure.low.number for figure in outcome.figures]
    found = steps.find_step(statement)
    sign: Literal["deduct", "gain"] = "deduct" if outcome.verb == "deduct" else "gain"
    if found is not None and (outcome.slash is not None or found.islands):
        labels = _labels(condition(statement, *found.islands).text, len(amounts), last=True)
        if not labels:
            yield Draft("unread", statement)  # which amount is for what?
            return
        for index, amount in enumerate(amounts):
            rate = build_rate(statement, sign, amount, found, ())
            yield Draft(sign, statement, rate.model_copy(update={"when": Condition(text=labels[index])}))
        return
    rows = _listed(statement, len(amounts))
    if rows is None:
        yield Draft("unread", statement)
        return
    if sign == "deduct" and not any(row.test or _GRADE.search(row.text) for row in rows):
        for row, amount in zip(
            rows, amounts, strict=True
        ):  # 未完成甲、乙、丙的，分别扣3分、2分、1分: one, or all of them
            yield Draft("deduct", statement, Penalty(points=amount, when=row))
        return
    factor = -1 if sign == "deduct" else 1
    tests = {type(row.test) for row in rows}
    scale: Literal["number", "rank", "label"] = "label"
    if tests == {Between}:
        scale = "number"
    elif type(None) not in tests:
        scale = "rank"
    tiers = Tiers(
        scale=scale,
        rows=tuple(Tier(when=row, points=amount * factor) for row, amount in zip(rows, amounts, strict=True)),
        subject=next((row.subject for row in rows if row.subject), ""),
        bonus=outcome.verb == "gain",
    )
    yield Draft("other", statement, tiers)


def _listed(statement: Statement, count: int) -> list[Condition] | None:
    """The conditions that a list names (低于80%、70%、60%; 第1名、第2名; 一、二、三等奖), if it has `count`."""

    for word in reversed(statement.words):
        if isinstance(word, Compare) and len(word.figures) == count:
            subject = name(statement.text[statement.phrase()[0] : word.start])
            tests = [between(word.sign, figure.low, word.edge) for figure in word.figures]
            lead = statement.text[word.start : word.end].split(str(word.figures[0].low.number))[0]
            return [
                Condition(text=f"{subject}{lead}{figure.low}", subject=subject, test=test)
                for figure, test in zip(word.figures, disjoint(tests), strict=True)
            ]
    start, end = statement.phrase()
    ranges = [w for w in statement.words if isinstance(w, Measure) and start <= w.start and w.end <= end]
    if count == len(ranges) and (stated := _ranges(statement, ranges, start)) is not None:
        return stated
    ranks = [word for word in statement.words if isinstance(word, Ranked)]
    first = ranked(ranks[0], statement.text) if len(ranks) == 1 else None
    if first == Rank(first=Decimal(1), last=Decimal(count)):
        places = [Decimal(place + 1) for place in range(count)]  # 排名前三的，分别加3分、2分、1分
        return [Condition(text=f"第{place}名", test=Rank(first=place, last=place)) for place in places]
    if len(ranks) == count:
        bottom = "倒数" in ranks[0].lead
        tests_or_none = [ranked(word, statement.text) for word in ranks]
        if all(test is not None for test in tests_or_none):
            return [
                Condition(
                    text=("" if not bottom or "倒数" in word.lead else "倒数")
                    + statement.text[word.start : word.end],
                    test=test.model_copy(update={"from_bottom": bottom}) if test else None,
                )
                for word, test in zip(ranks, tests_or_none, strict=True)
            ]
    return [Condition(text=label) for label in _labels(statement.without(), count)] or None


def _ranges(statement: Statement, found: Sequence[Measure], start: int) -> list[Condition] | None:
    """下降10%以上、5%-10%、5%以下的，分别得5分、3分、1分."""
    subject = name(statement.text[start : found[0].start])
    tests = [bounded(word.figures[0], word.edge) if len(word.figures) == 1 else None for word in found]
    whole = [of_a_change(test, subject) for test in tests if test is not None]
    if len(whole) < len(found):
        return None
    return [
        Condition(text=f"{subject}{statement.text[word.start : word.end]}", subject=subject, test=test)
        for word, test in zip(found, disjoint(whole), strict=True)
    ]


_GRADE = re.compile(
    r"[优良中差]|合格|一般|及格|称职|[轻中重]度|较[好差大小轻重]|[一二三四五特]等|[国省市县区校院]级|[一二三四]级|严重|特大|重大"
)
_ORDINAL = r"[特一二三四五六七八九十ABCDabcd甲乙丙丁优良中差国省市县校院区]"


_QUOTED = re.compile(
    r"[“\"]([^“”\"]*、[^“”\"]*)[”\"](?:[一二两三四五六七八\d]?个?(?:等次|等级|档次|档|等|级|类))?$"
)


def _labels(words: str, count: int, *, last: bool = False) -> list[str]:
    """一、二、三等奖及优胜奖 → 一等奖, 二等奖, 三等奖, 优胜奖, if there are `count` of them.

    last: the last `count` of a longer list will do.
    """
    phrase = re.split(r"[，,：:；;。]", words)[-1].strip().removesuffix("的")
    if quoted := _QUOTED.search(phrase):  # 按照“优秀、良好、合格”三个等次
        phrase = quoted[1]
    for separators in (r"[、/]", r"[、/和及与]"):
        pieces = [piece.strip() for piece in re.split(separators, phrase) if piece.strip()]
        if len(pieces) == count > 1 or (last and len(pieces) > count > 1):
            pieces = pieces[-count:]
            break
    else:
        return []
    for index in range(count - 2, -1, -1):
        tail = re.fullmatch(rf"{_ORDINAL}(.+)", pieces[index + 1])
        if tail and re.search(rf"(?:^|[^\w]|获|得|为){_ORDINAL}$", pieces[index]):
            pieces[index] += tail.group(1)
    common = next((n for n in range(len(pieces[1]), 0, -1) if pieces[0].endswith(pieces[1][-n:])), 0)
    if common and len(pieces[0]) > len(pieces[1]) + 1:
        pieces[0] = _without_lead(pieces[0], len(pieces[1]))
    return pieces


_LEAD = re.compile(r".*(?:被|获得?|荣获|受到?|得到|经|由|在)(?P<rest>.+)")
_WHOLE = re.compile(r"(?:国家|中央|全国|世界|国际)\w*$")


def _without_lead(first: str, length: int) -> str:
    """获得…奖励一等奖、二等奖: the first carries the lead. Of a longer name (被国家级、省级) nothing is lost."""
    if (lead := _LEAD.fullmatch(first)) and length < len(lead["rest"]) <= length + 2:
        return lead["rest"]
    whole = _WHOLE.search(first)
    return whole.group() if whole and len(whole.group()) <= length + 2 else first[-length:]
