"""A reading said back in one canonical sentence, so that an author sees how it was understood.

The sentence uses the author's own words for conditions and one fixed wording for everything that
scores; reading it again gives the same meaning (tests/property/test_paraphrase.py). What official
wording leaves open is said outright, in brackets:

    达到385个得2分，每少10个扣0.1分，扣完为止
    达到385个，得2分（基础分）；每少10个，扣0.1分（不足10个的部分不扣）；扣完为止。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from kaoping.exact import text as plain
from kaoping.language.drafts import EVENTS
from kaoping.language.rates import at_odds
from kaoping.language.reading import (
    FULL,
    Award,
    Between,
    Condition,
    Deadline,
    Exemption,
    Formula,
    Judgement,
    Part,
    Penalty,
    Points,
    PointsRange,
    Quantity,
    Rate,
    Reading,
    Target,
    Term,
    Tiers,
    Veto,
    Way,
    Zero,
)
from kaoping.language.steps import TIMES
from kaoping.language.targets import notes_of, say_target

ALTERNATIVES = "以下择一："
ADDITIVE = "以下各项累加："
_OF = {"event": "每", "short": "每少", "over": "每超", "drop": "每降低", "rise": "每上升"}
_CANCELLED = re.compile(r"^[^不]*(?:资格|评先评优|评优评先|评优|评先|称号|名额|荣誉)$")
_ONE = re.compile(r"(?<!第)[一1１]\s*[次起项个处件例份条人种篇台家户宗]")
_COMPOSED = re.compile(rf"(?P<thing>[人件户台处项家单起份])(?P<time>{TIMES.pattern})")
_AMOUNT = re.compile(r"元$|^亩$|^吨$|公里$|千米$|米$|公斤$|千克$|公顷$")
"""Units of what is measured, and comes in parts."""
_EXPRESSION = re.compile(r"^[^=]*[+*/×÷][^=]*$")


def say(reading: Reading) -> str:
    """The whole clause in one canonical sentence."""
    head = _head(f"{reading.number}．" if reading.number else "", reading.mark)
    definitions = "".join(f"{item.name}={item.expression}。" for item in reading.definitions)
    parts = ""
    for part in reading.parts:
        parts = (parts.removesuffix("。") + "；或" if part.instead else parts) + _say_part(part)
    total = f"总分不高于{plain(reading.total_cap)}分。" if reading.total_cap is not None else ""
    return f"{head}{definitions}{parts}{total}"


def say_term(term: Term) -> str:
    """One term, as it stands in the canonical sentence.

    Counts that a condition's words hold (超过两次的, 两次及以上的) are not said again.
    """
    match term:
        case Award():
            return _say_award(term)
        case Tiers():
            return _say_shares(term) or ALTERNATIVES + _say_rows(term)
        case Rate():
            return _say_rate(term)
        case Penalty():
            return _say_penalty(term)
        case Zero():
            return f"{_when(term.when)}{'本项' if term.scope == 'clause' else '该指标'}得分清零"
        case Veto():
            loses = "取消" if _CANCELLED.search(term.qualification) else ""
            return f"{_when(term.when)}{_after(term.more_than)}{loses}{term.qualification}"
        case Formula():
            equals = "得分=" if _EXPRESSION.search(term.text) else ""
            return f"{_when(term.when)}{equals}{term.text}"
        case Judgement():
            return _say_judgement(term)
        case Exemption():
            return f"{_when(term.when)}不扣分"
        case Way():
            return f"或（与“{term.one}”择一）"
        case Target():
            return say_target(term)


def notes(reading: Reading) -> list[str]:
    """How the reading settles what the sentence leaves open, one plain remark each."""
    return list(dict.fromkeys(note for part in reading.parts for note in _part_notes(part)))


def _head(number: str, mark: Decimal | None) -> str:
    """The number as it is written, and the full mark that goes with it."""
    return number + (f"（{plain(mark)}分）：" if mark is not None else "")


def _say_part(part: Part) -> str:
    """Terms in their order, tables and sums as sentences of their own, then the bounds."""
    said = [
        (_block(term), _say_in_part(part, index))
        for index, term in enumerate(part.terms)
        if not isinstance(term, Way)
    ]
    sentences = []
    for kind, group in groupby(said, lambda item: item[0]):
        texts = [text for _, text in group]
        if kind == "alternatives":
            sentences += texts
        else:
            several = kind in ("award", "bonus") and len(texts) > 1
            sentences.append((ADDITIVE if several else "") + "；".join(texts))
    sentences += _say_bounds(part)
    head = _head(f"（{part.number}）" if part.number else "", part.mark)
    return head + "".join(f"{sentence}。" for sentence in sentences)


def _block(term: Term) -> str:
    """Terms that stand together in a sentence."""
    if isinstance(term, Tiers):
        return "alternatives"
    if isinstance(term, Award):
        return "bonus" if term.bonus else "award"
    return "other"


def _say_in_part(part: Part, index: int) -> str:
    """An award beside later deductions would be taken for their base where it is not."""
    term = part.terms[index]
    apart = isinstance(term, Award) and not term.base and not term.bonus and term.otherwise is None
    if apart and any(_deducts(later) for later in part.terms[index + 1 :]):
        return say_term(term) + "（符合条件才得）"
    if isinstance(term, Rate) and at_odds(term, [t for t in part.terms[:index] if isinstance(t, Rate)]):
        return _say_rate(term, besides="再")
    if isinstance(term, Rate) and any(isinstance(t, Award) and not t.bonus for t in part.terms[:index]):
        return _say_rate(term, alone="扣" if term.sign == "deduct" else "加")
    return say_term(term)


def _deducts(term: Term) -> bool:
    match term:
        case Penalty() | Rate(sign="deduct") | Judgement(sign="deduct") | Formula(role="deduct"):
            return True
        case Tiers(rows=rows):
            return all(isinstance(row.points, Decimal) and row.points <= 0 for row in rows)
        case _:
            return False


def _say_bounds(part: Part) -> list[str]:
    bounds = []
    if part.cap is not None:
        words = {
            "deduct": "以上合计最高扣{}分",
            "gain": "以上合计最高加{}分",
            "score": "以上合计总分不超过{}分",
        }
        bounds.append(words[part.cap_of].format(plain(part.cap)))
    if part.within:
        bounds.append("得分最高不得超过该指标分值上限")
    if part.drain is not None:
        bounds.append(f"直至{plain(part.drain)}分扣完")
    elif part.until_exhausted:
        bounds.append("扣完为止")
    return [*bounds, *part.dedupe]


def _say_award(term: Award) -> str:
    verb = "加" if term.bonus else "得"
    said = f"{_when(term.when)}{_say_points(term.points, verb)}"
    if isinstance(term.when.test, Deadline):
        said += "（截止当日也算）"
    if term.base:
        said += "（基础分）"
    if term.otherwise is not None:
        contrary = f"{term.otherwise_when}，" if term.otherwise_when else "否则"
        said += f"，{contrary}{_say_points(term.otherwise, '得')}"
    return said


def _say_rows(term: Tiers) -> str:
    verb = "扣" if term.deducts else "加" if term.bonus else "得"
    rows = [f"{_when(row.when)}{_say_points(row.points, verb)}" for row in term.rows]
    if term.otherwise is not None:
        rows.append(f"否则{_say_points(term.otherwise, '得')}")
    return "；".join(rows)


_DIGITS = "零一二三四五六七八九"


def _say_shares(term: Tiers) -> str:
    """Labels and the shares of the full mark that go with them; "" for tiers of another kind."""
    bands = [row.points for row in term.rows if isinstance(row.points, PointsRange) and row.points.share]
    if len(bands) != len(term.rows):
        return ""
    labels = "、".join(row.when.text for row in term.rows)
    said = "、".join(_say_share(band, bands) for band in bands)
    return f"{term.subject}分为：{labels}{_DIGITS[len(bands)]}档，分别按照分值区间{said}合理确定分值"


def _say_share(band: PointsRange, others: list[PointsRange]) -> str:
    """80-60%（含60%）: an end that another band leaves to this one is said to belong to it."""
    given_up = {o.least for o in others if not o.least_closed} | {o.most for o in others if not o.most_closed}
    held = [
        end
        for end, closed in ((band.least, band.least_closed), (band.most, band.most_closed))
        if closed and end in given_up
    ]
    inside = f"（含{'、'.join(f'{plain(end)}%' for end in held)}）" if held else ""
    return f"{plain(band.most)}-{plain(band.least)}%{inside}"


def _say_rate(term: Rate, besides: str = "", alone: str = "") -> str:
    """besides: 再 for what is taken on top of an earlier rate. alone: how its cap is told from one on an award, too."""
    sign = besides + _verb(term)
    worded = term.of == "event" and term.per.number == 1 and len(term.per.unit) > 1
    both = _COMPOSED.fullmatch(term.per.unit) if worded else None
    if both is not None:  # 每件每天: a slash would hold the first alone
        said = f"{_when(term.when)}每{both['thing']}每{both['time']}{sign}{plain(term.points)}分"
    elif worded or term.when.test is not None:  # 每 would look for a measure word, or take the test's number
        said = f"{_when(term.when)}{sign}{plain(term.points)}分/{term.per.unit}"
    else:
        said = f"{_when(term.when)}{_OF[term.of]}{_say_step(term.per)}{sign}{plain(term.points)}分"
    sign = sign.removeprefix(besides)
    rest = _say_rest(term, "扣" if term.sign == "deduct" else "加")
    remarks = [remark for remark in (_say_base(term), rest) if remark]
    if remarks:
        said += f"（{'，'.join(remarks)}）"
    if term.cap is not None:
        said += f"，最高{alone or sign}{plain(term.cap)}分"
    return said


def _verb(term: Rate) -> str:
    return "扣" if term.sign == "deduct" else "得" if term.earned else "加"


def _say_base(term: Rate) -> str:
    if term.base is not None:
        return f"以{term.subject}{term.base}为基数"
    return f"以{term.subject}计量" if term.subject else ""


def _say_step(per: Quantity) -> str:
    """每次, 每少10个, 每降低1个百分点."""
    return str(per)


def _say_rest(term: Rate, sign: str) -> str:
    """What a part of a step costs; nothing to say of things that come whole."""
    counted = term.of == "event" and term.per.number == 1 and not _AMOUNT.search(term.per.unit)
    if counted and term.partial == "whole":
        return ""
    cost = {"whole": f"不{sign}", "up": f"按{term.per}{sign}", "proportional": f"按比例{sign}"}
    return f"不足{term.per}的部分{cost[term.partial]}"


def _say_penalty(term: Penalty) -> str:
    lead = f"{_when(term.when)}{_after(term.more_than)}"
    if term.points is None:
        return f"{lead}全扣"
    # 一次 in the words of a fixed deduction must not be taken for its step.
    verb = "扣完" if term.all else "一次性扣" if _ONE.search(term.when.text) else "扣"
    test = term.when.test
    if verb == "扣" and isinstance(test, Between) and test.lower is not None and test.lower.unit in EVENTS:
        verb = "另扣"  # beside what each of them takes
    return f"{lead}{verb}{plain(term.points)}分"


def _say_judgement(term: Judgement) -> str:
    verb = {"award": "得", "deduct": "扣", "gain": "加"}[term.sign]
    step = f"每{_say_step(term.per)}" if term.per is not None else ""
    return f"{_when(term.when)}{step}酌情{verb}{_say_range(term.range) if term.range else ''}分"


def _when(condition: Condition) -> str:
    return f"{condition.text}，" if condition.text else ""


def _after(more_than: Decimal | None) -> str:
    return f"超过{plain(more_than)}次，" if more_than is not None else ""


def _say_points(points: Points | PointsRange, verb: str) -> str:
    if isinstance(points, PointsRange):
        if not (points.least_closed and points.most_closed):
            low, high = ("≤" if closed else "＜" for closed in (points.least_closed, points.most_closed))
            return f"得{plain(points.least)}{low}得分{high}{plain(points.most)}分"
        return f"{verb}{_say_range(points)}分"
    if points == FULL:
        return "得满分"
    if points == 0:
        return "不扣分" if verb == "扣" else "不得分"
    return f"{verb}{plain(points)}分" if points > 0 else f"扣{plain(-points)}分"


def _say_range(band: PointsRange) -> str:
    return f"{plain(band.least)}-{plain(band.most)}"


def _part_notes(part: Part) -> Iterator[str]:
    awards = [term for term in part.terms if isinstance(term, Award)]
    if len(awards) > 1:
        yield f"{len(awards)}项得分互不排斥，逐项累加"
    for term in part.terms:
        yield from _term_notes(term)
    if part.cap is not None and len(part.terms) > 1:
        yield f"上限{plain(part.cap)}分管以上各项合计"
    if part.dedupe and any(isinstance(term, Rate) and term.of == "event" for term in part.terms):
        yield f"“{'、'.join(part.dedupe)}”：填报的次数不含重复的；要程序去重，用链接写明按什么去重"
    if part.drain is not None:
        yield f"扣分不限于本项分值，可把所属项目的{plain(part.drain)}分扣完"
    elif part.until_exhausted:
        yield "扣到0分为止，不倒扣"


def _term_notes(term: Term) -> Iterator[str]:
    for condition in _conditions(term):
        if isinstance(condition.test, Deadline) and not isinstance(term, Target):
            yield f"{_say_day(condition.test)}当日算按期"
        if isinstance(condition.test, Between) and not isinstance(term, Target):
            yield from _range_notes(condition.text, condition.test)
    match term:
        case Award(base=True):
            yield f"{_say_points(term.points, '得').removeprefix('得')}是基础分：先计入，再从中扣减"
        case Award(bonus=False, otherwise=None):
            yield "条件不满足的不得分"
        case Tiers():
            yield f"{len(term.rows)}档只取一档"
            if any(isinstance(row.points, PointsRange) and row.points.share for row in term.rows):
                yield "百分比是分值的百分比；分值由评价人在所属一档之内酌定"
        case Rate():
            yield from _rate_notes(term)
        case Zero(scope="indicator"):
            yield "不得分的是整个指标，不止本条"
        case Veto():
            yield "失去资格只限制等次，不改变得分"
        case Way():
            yield f"“{term.one}”与“{term.other}”两种办法择一，用哪一种由评价人说明；后一种从满分扣起"
        case Judgement(range=None):
            yield "分值由评价人酌定，原文没有给出幅度"
        case Judgement():
            yield "分值由评价人在幅度之内酌定"
        case Target():
            yield from notes_of(term)
        case _:
            pass


def _range_notes(words: str, test: Between) -> Iterator[str]:
    """What a range has that its words leave open: the unit in which it is counted, and that it begins above nothing."""
    lower, upper = test.lower, test.upper
    if upper is not None and lower is not None and lower.number == 0 and not test.lower_closed:
        yield f"“{words}”不包括没有的（0{upper.unit}）"
    spans = [end for end in (lower, upper) if end is not None and TIMES.fullmatch(end.unit)]
    for end in spans:
        if end.unit.removeprefix("个") not in words and end.number > 0:
            yield f"“{words}”按{end}计"


def _rate_notes(term: Rate) -> Iterator[str]:
    if term.of in ("drop", "rise") and term.per.unit == "%":
        step = plain(term.per.number)
        yield f"{_OF[term.of]}{step}%指{step}个百分点，不是原值的{step}%"
    if term.beyond is not None:
        yield f"前{term.beyond}不{'扣' if term.sign == 'deduct' else '加'}分"
    if term.cap is not None:
        yield f"上限{plain(term.cap)}分只管这一种{'扣分' if term.sign == 'deduct' else '加分'}"


def _conditions(term: Term) -> list[Condition]:
    return [row.when for row in term.rows] if isinstance(term, Tiers) else [term.when]


def _say_day(deadline: Deadline) -> str:
    return f"{deadline.day.year}年{deadline.day.month}月{deadline.day.day}日"
