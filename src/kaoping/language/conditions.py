"""The condition of a statement: its words, and the test that they hold.

A test is attached only where the words are the test and nothing more (申领数完成率≥80%的). A longer
condition that happens to hold a number (发生死亡10人以上的事故且未上报的) stays words, which a person answers.

以上, 以下 and 以内 hold their own number (民法典第一千二百五十九条); 超过, 低于, 以外 do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kaoping.language.islands import (
    Bracket,
    Break,
    Compare,
    Day,
    Island,
    Marker,
    Measure,
    Ranked,
    Score,
    Sign,
    Step,
    ZeroWord,
)
from kaoping.language.ranges import between, bounded, intersect
from kaoping.language.reading import Between, Condition, Deadline, Quantity, Rank, Test
from kaoping.language.scan import scan
from kaoping.language.statements import Statement
from kaoping.source import Span

_UP = ("以上", "之上")
_AFTER = ("以后", "之后", "以下", "之下")
_DEEMED = r"(?:一律|均|则|即)?(?:(?:视为|视同|视作|认定为)[\u4e00-\u9fff]{1,6}|按(?:照)?[\u4e00-\u9fff]{1,6}(?:处理|论处?|对待))"
"""视为未报: what a threshold is called, and no further condition."""
_TRAIL = re.compile(
    r"(?:的|项目|时|者|的?单位|的?地区|范围|之间|完成|响应|到达|办结|处置|解决|反馈|答复|修复|区间|水平|间)*"
    rf"(?:[，,]?{_DEEMED}|[，,]?(?:评?定?为|视为)(?:优秀|良好|中等|合格|不合格|基本合格|一般|较[好差]|差|好|优|良|中))?"
)
_BEARER = re.compile(r"(?:参与者|参加者|当事人|责任人|个人|本人|所在单位)?(?:一律|均|都|各)?|" + _DEEMED)
_JOINED = re.compile(r"或者?(?!等于)|且|并|以及|同时")
_RANKING = re.compile(r"排|位|名列|居")
REACHED = ("达", "等于")
"""达到80%-90%: words of comparison after which a range is the range itself."""
RATES = ("%", "‰", "个百分点", "倍")
PERCENT = ("%", "个百分点")
NAMED = re.compile(
    r"[^，,、：:；;。（）()“”]{1,20}(?:率|度|数|数量|额|量|价|成本|比例|比重|占比|水平|时间|时长|面积|得分|次数|人数)$"
)
"""Words that end in the name of a measure."""


@dataclass(frozen=True, slots=True)
class Found:
    """A test with the name of what it tests and the islands that make it up."""

    test: Test
    subject: str
    islands: tuple[Island, ...]


def condition(statement: Statement, *used: Island, test: bool = True) -> Condition:
    """The words before the outcome, without the islands that the term has used up, and their test."""
    words = statement.without(*used)
    if not words and not used and statement.otherwise is None:
        words = _sentence_before(statement)
    found = find_test(statement) if test and not used else None
    if found is not None and _takes(statement.outcome) and _is_plain(found):
        found = None  # 完成率50%扣2分: at, above or below? The words do not say
    amiss = _takes(statement.outcome) and _AMISS.search(words) and not _MENDED.search(words)
    if amiss and found is not None and isinstance(found.test, Between):
        found = replace(found, test=above_nothing(found.test))
    span = Span(statement.begin, statement.outcome.start)
    if found is None:
        return Condition(text=_with_list(statement, words), span=span)
    return Condition(text=words, subject=found.subject, test=found.test, span=span)


_AMISS = re.compile(
    r"超[期时出过额标支员]?|逾期?|迟到?|延[迟误期]|滞后|拖[延欠]|旷[工课]|缺[席勤课]|脱岗|早退|差错|错误|失误|错漏|漏|问题|投诉|事故|违[规纪法章反]|隐患"
    r"|故障|中断|损[失坏]|浪费|下降|降低|减少|欠"
)
"""Words for what is amiss: of it there is none, and nothing to take, where all is well."""
_MENDED = re.compile(
    r"整改|解决|办结|处理|完成|报送|演练|检查|[率度]|(?:不|未|没有?)(?:得|能|足)?超|不[足到满]|少于|低于"
)


def above_nothing(test: Between) -> Between:
    """逾期3天以内的，扣1分: more than none, and up to three."""
    if (
        not isinstance(test, Between)
        or test.lower is not None
        or test.upper is None
        or test.upper.number <= 0
    ):
        return test
    nothing = Quantity(number=Decimal(0), unit=test.upper.unit)
    return test.model_copy(update={"lower": nothing, "lower_closed": False})


_ONE_OF = r"(?:下列|以下|如下)[^，,。；;：:\n]*(?:之一|情形|情况|行为|问题|现象|条件)[^，,。；;：:\n]{0,6}"
_LIST_BEFORE = re.compile(rf"([^，,。；;：:\n]*{_ONE_OF})[：:]")
_LIST_AFTER = re.compile(r"\s*[：:]([^扣]{2,300})$")
_ITEM = re.compile(r"[；;。\n]|[（(][\d一二三四五六七八九十]{1,2}[）)]|[①-⑳]|(?<!\d)\d{1,2}[.．、](?!\d)")


def _with_list(statement: Statement, words: str) -> str:
    """有下列情形之一的，扣5分：（1）未建立制度；（2）…: what a list names is of the condition, wherever it stands."""
    text = statement.text
    if before := _LIST_BEFORE.search(text, statement.start, statement.begin):
        return _bracketed(before.group(1), f"{text[before.end() : statement.begin]}；{words}")
    after = _LIST_AFTER.match(text, statement.outcome.end)
    if after and re.search(_ONE_OF, words) and not re.search(r"\d\s*分", after.group(1)):
        return _bracketed(words, after.group(1))
    return words


def _bracketed(lead: str, items: str) -> str:
    named = [item.strip(" ，,、:：") for item in _ITEM.split(items)]
    return f"{lead.strip()}（{'、'.join(item for item in named if item)}）"


def _takes(outcome: Island) -> bool:
    return isinstance(outcome, ZeroWord) or (isinstance(outcome, Score) and outcome.verb == "deduct")


def _is_plain(found: Found) -> bool:
    """A number without any word of comparison."""
    only = found.islands[0]
    return isinstance(only, Measure) and not only.edge.bound and only.figures[0].high is None


def _sentence_before(statement: Statement) -> str:
    marks = [word.end for word in (*statement.context, *statement.words) if isinstance(word, Marker)]
    text = statement.text[max((statement.start, *marks)) : statement.outcome.start]
    sentences = [piece.strip(" ，,、:：。()（）") for piece in re.split(r"[；;。\n]", text)]
    return next((sentence for sentence in reversed(sentences) if sentence), "")


def find_test(statement: Statement) -> Found | None:
    """The test that the last phrase of the condition is, if it is one."""
    start, end = statement.phrase()
    if _BEARER.fullmatch(statement.between(start, end)):  # 3-15人的项目，参与者一律加2分
        breaks = [word for word in statement.words if isinstance(word, Break) and word.strength >= 1]
        end = max((word.start for word in breaks if word.end <= start), default=start)
        start = max((word.end for word in breaks if word.end <= end), default=statement.begin)
    islands = [word for word in statement.words if start <= word.start and word.end <= end]
    found = list(_tests(statement.text, islands, start))
    if len(found) == 2:
        found = _joined(statement.text, found)
    if len(found) != 1:
        return None
    (only,) = found
    tail = statement.text[only.islands[-1].end : end].strip(' ，,：:()（）“”"')
    if isinstance(only.test, Deadline):
        return None if len(tail) > 15 or _JOINED.search(tail) else only
    if not _TRAIL.fullmatch(tail):
        return None
    lead = statement.text[start : only.islands[0].start]
    return None if _JOINED.search(lead) and not isinstance(only.test, Rank) else only


def _tests(text: str, islands: list[Island], start: int) -> Iterator[Found]:
    """Every test among the islands of a phrase, in order."""
    rest = list(islands)
    while rest:
        island = rest.pop(0)
        ahead = rest[0] if rest else None
        subject = name(text[start : island.start])
        match island:
            case Compare(turned=True) if (ahead := _other_end(text, island.end, rest)) is not None:
                del rest[: rest.index(ahead) + 1]
                inner = name(text[island.end : ahead.start])
                low = between(_TURNED[island.sign], island.figures[0].low, island.edge)
                high = between(ahead.sign, ahead.figures[0].low, ahead.edge)
                if both := intersect(low, high):
                    yield Found(both, inner or subject, (island, ahead))
            case Compare(turned=True):
                yield Found(between(_TURNED[island.sign], island.figures[0].low, island.edge), "", (island,))
            case Compare() if len(island.figures) == 1 and island.figures[0].high is not None:
                reached = text.startswith(REACHED, island.start)
                if reached and (test := bounded(island.figures[0], island.edge)):
                    yield Found(test, subject, (island,))
            case Compare() if len(island.figures) == 1:
                yield Found(between(island.sign, island.figures[0].low, island.edge), subject, (island,))
            case Compare() if isinstance(ahead, Measure) and not ahead.edge.bound and _lone(ahead):
                rest.pop(0)
                quantity = ahead.figures[0].low
                if quantity.unit in PERCENT:
                    yield Found(between(island.sign, quantity, ahead.edge), subject, (island, ahead))
            case Measure() if len(island.figures) == 1 and (island.edge.bound or island.figures[0].high):
                if test := bounded(island.figures[0], island.edge):
                    yield Found(test, subject, (island,))
            case Measure() if island.figures[0].low.unit == "%" and _lone(island) and NAMED.search(subject):
                yield Found(Between(lower=island.figures[0].low), subject, (island,))
            case Ranked():
                if rank := ranked(island, text):
                    yield Found(rank, subject, (island,))
            case Day() if island.day is not None:
                yield Found(Deadline(day=island.day), "", (island,))
            case _:
                pass


def _other_end(text: str, start: int, rest: Sequence[Island]) -> Compare | None:
    """The second threshold of 12小时＜…≤24小时: the next island, but for what belongs to the name between.

    That is a bracket (资料（一期）) or a number (一次办成率): from one sign to the other there is nothing but a name.
    """
    depth, named = 0, start
    for island in rest:
        if isinstance(island, Bracket):
            depth += 1 if island.opens else -1
        elif depth == 0 and isinstance(island, Measure) and _lone(island) and not island.edge.bound:
            named = island.end
        elif depth == 0:
            between_them = text[start : island.start]
            plain = named == start or (
                text[named : island.start].strip() and not _JOINED.search(between_them)
            )
            found = isinstance(island, Compare) and island.figures and not island.turned
            return island if found and plain and isinstance(island, Compare) else None
    return None


_TOTAL = re.compile(r"^\s*(?:年度|考核|评价|评分|综合|最终|总)*(?:得分|分数|总分|成绩|分)?(?:为|在)?\s*")
_POINT = re.compile(r"(?<=[\d)）])\s*分")
_TOTALLED = re.compile(r"(?:的|之间|者|范围|区间|内)*")


def range_of_totals(text: str) -> Between | None:
    """The totals that a phrase names, as the condition of a clause would: 90分及以上, 80-89分, 低于60分; None if it is none.

    >>> found = range_of_totals("80～90分（含80分，不含90分）")
    >>> str(found.lower), found.lower_closed, str(found.upper), found.upper_closed
    ('80', True, '90', False)
    """
    text = _POINT.sub("", _TOTAL.sub("", text, count=1))  # 0分 and 得分 are scoring words elsewhere
    found = list(_tests(text, [island for island in scan(text) if not isinstance(island, Break)], 0))
    if len(found) == 2:
        found = _joined(text, found)
    test = found[0].test if len(found) == 1 else None
    if not isinstance(test, Between) or any(end.unit for end in (test.lower, test.upper) if end):
        return None
    around = text[: found[0].islands[0].start] + text[found[0].islands[-1].end :]
    return test if _TOTALLED.fullmatch(around.strip()) else None


_TURNED: dict[Sign, Sign] = {"≥": "≤", ">": "<", "≤": "≥", "<": ">", "=": "="}


def _lone(measure: Measure) -> bool:
    return len(measure.figures) == 1 and measure.figures[0].high is None


def _joined(text: str, found: list[Found]) -> list[Found]:
    """大于等于3门且不超过4门: two ends of one range."""
    one, two = found
    between_them = text[one.islands[-1].end : two.islands[0].start].strip()
    linked = (
        re.fullmatch("[，、]?(?:且|并|但|但又|至)?", between_them) or between_them.strip("，") == one.subject
    )
    if linked and isinstance(one.test, Between) and isinstance(two.test, Between):
        both = intersect(one.test, two.test)
        return [Found(both, one.subject, (*one.islands, *two.islands))] if both else found
    return found


def name(words: str) -> str:
    """The name of a measure: the words before the sign, without what leads up to it."""
    plain = re.split(r"[，,：:；;。“”\"（）()<>≤≥＜＞]", words.rstrip(" 的为在是"))[-1].strip()
    return re.sub(r"^(?:如果|如|若|当|其中|其|且|但|则|并)", "", plain)


def one_name(one: str, other: str) -> bool:
    """Do two names name one measure: 2021年完成率 and 完成率? A common ending alone does not make it."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def ranked(island: Ranked, text: str) -> Rank | None:
    """第1-3名, 前20%, 第6名之后; None for what is no place (第3项)."""
    bottom = "倒数" in island.lead or "后" in island.lead or island.lead in ("末位", "垫底")
    if island.lead in ("末位", "垫底"):
        return Rank(first=Decimal(1), last=Decimal(1), from_bottom=True)
    if len(island.figures) != 1:
        return None
    (figure,) = island.figures
    unit = figure.low.unit
    share = unit == "%"
    if unit not in ("名", "位", "%") and not (
        unit == ""
        and (
            _RANKING.search(text[max(0, island.start - 12) : island.start])
            or text[island.end : island.end + 1] in "的者"
        )
    ):
        return None
    low, high = figure.low.number, figure.high.number if figure.high else None
    if "第" not in island.lead:
        first = Decimal(0) if share else Decimal(1)
        return Rank(first=first, last=low if high is None else high, share=share, from_bottom=bottom)
    bound = island.edge.bound
    if bound.endswith(_AFTER):
        included = bound.startswith(("及", "含", "(含)")) or island.edge.included is True
        return Rank(first=low if included else low + 1, from_bottom=bottom)
    if bound.endswith((*_UP, "以前", "之前")):
        if bottom:
            return Rank(first=low, from_bottom=True)
        return Rank(first=Decimal(1), last=low)
    return Rank(first=low, last=low if high is None else high, from_bottom=bottom)


def share_rank(test: Between) -> Rank | None:
    """10%-30% and 80%以下 beside 前10%: further shares of the ranking."""
    if test.upper is not None and test.lower is not None and test.upper.unit == "%":
        return Rank(first=test.lower.number, last=test.upper.number, share=True)
    if test.upper is not None and test.lower is None and test.upper.unit == "%":
        return Rank(first=test.upper.number, share=True)
    return None


def place_rank(test: Between) -> Rank | None:
    """11-20名 beside 前10名: places too."""
    if test.lower is None or test.lower.unit not in ("名", "位"):
        return None
    return Rank(first=test.lower.number, last=test.upper.number if test.upper else None)


def plain_measure(statement: Statement) -> Measure | None:
    """The number right before the outcome (90%得35分; 1次扣1分), if one stands there."""
    for word in reversed(statement.words):
        if isinstance(word, Measure) and _lone(word) and not word.edge.bound:
            rest = statement.text[word.end : statement.outcome.start].strip(" ，,的")
            return word if not rest else None
        if isinstance(word, (Step, Compare)):
            return None
    return None
