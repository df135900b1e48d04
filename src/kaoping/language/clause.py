"""Read a clause: `read` turns an official sentence into a `Reading`. It never fails.

    text ──scan──▶ islands ──split──▶ statements ──draft, settle──▶ terms ──bound──▶ parts

What no step can account for becomes a `LeftOver`: a clause with a scoring word that was not
understood is refused, it never quietly scores less than it says.

Settled here (heads that state points are in `marks`): numbered parts with
full marks of their own are parts with bounds of their own, numbered statements without are not;
总分不高于100分 beside another cap bounds the rubric's total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kaoping.language import steps
from kaoping.language.assemble import draft
from kaoping.language.bare import object_of
from kaoping.language.bounds import Bounded, bound
from kaoping.language.carried import inherit
from kaoping.language.conditions import REACHED
from kaoping.language.drafts import EVENTS, Draft, beyond_steps, of_full, of_measure, totals
from kaoping.language.islands import (
    Break,
    CapWord,
    Compare,
    Head,
    Island,
    JudgeWord,
    Measure,
    Ranked,
    Score,
    Step,
    Stray,
)
from kaoping.language.ladders import Stated, settle
from kaoping.language.leftover import left_over
from kaoping.language.marks import full_mark, style
from kaoping.language.outcomes import names_no_scale, nth
from kaoping.language.reading import (
    Between,
    Definition,
    LeftOver,
    Part,
    Penalty,
    Rate,
    Reading,
    Term,
    Tiers,
    Veto,
    Zero,
)
from kaoping.language.scan import scan
from kaoping.language.statements import Statement, split
from kaoping.language.tables import deductions
from kaoping.language.unsettled import unsettled
from kaoping.language.ways import ways
from kaoping.source import Span

LONGEST = 5_000
"""Characters. No official clause comes near; what does is a file pasted by mistake."""


MOST_ROWS = 50
"""Of one scale; checks compare every row with every other. Official scales have five or six."""


def read(text: str, points: Decimal | None = None, deduplicated: bool = False) -> Reading:
    """The meaning of a clause.

    Args:
        text: the sentence, without links.
        points: its full mark, where the place of the clause gives one.
        deduplicated: a link says how the events of the sentence are told apart ({按标题去重}), so that 不重复加分 is
            settled among them, and what they give adds up.
    """
    if len(text) > LONGEST:
        return Reading(
            text=text,
            left_over=(
                LeftOver(text=text[:20] + "…", span=Span(0, len(text)), nearest=f"不超过{LONGEST}字的子句"),
            ),
        )
    islands = [
        island
        for island in scan(text)
        if not (_in_a_name(text, island) or _rounds(text, island) or _of_a_ratio(text, island))
    ]
    number, start = _number(text, islands)
    statements, tail = split(text, [island for island in islands if island.start >= start], start)
    mark, sections = _sections(statements, points)
    left = [
        left_over(text, stray)
        for stray in tail
        if isinstance(stray, (Stray, Score)) and not _asked(text, stray)
    ]
    parts: list[Part] = []
    total: Decimal | None = None
    definitions: list[Definition] = []
    for section in sections:
        full = section.mark if section.mark is not None else mark if mark is not None else points
        part, capped, defined, rest = _part(text, section, full, deduplicated)
        parts += ways(part, text)
        definitions += defined
        total = capped if capped is not None else total
        left += rest
    kept = [
        part
        for part in parts
        if part.terms or part.until_exhausted or part.cap is not None or part.mark is not None
    ]
    if not any(part.terms or part.until_exhausted for part in kept):  # 最高得10分, and nothing that it bounds
        left += [left_over(text, s.outcome) for s in statements if isinstance(s.outcome, CapWord)]
    long = next(
        (t for part in kept for t in part.terms if isinstance(t, Tiers) and len(t.rows) > MOST_ROWS), None
    )
    if long is not None:
        span = long.span or Span(0, len(text))
        nearest = f"一处不超过{MOST_ROWS}档，更多的用公式或每升降一步加扣多少"
        left.append(LeftOver(text=text[span.start : span.start + 20] + "…", span=span, nearest=nearest))
    left += [rest for rest in _of_nothing(text, kept) if not any(_overlap(rest, other) for other in left)]
    return Reading(
        text=text,
        number=number,
        mark=mark,
        parts=tuple(kept),
        definitions=tuple(definitions),
        total_cap=total,
        left_over=tuple(sorted(left, key=lambda rest: rest.span.start)),
    )


_NOTHING = re.compile(r"[扣加减]\s*(?:[0０](?:[.．][0０]+)?|零)\s*分")


def _of_nothing(text: str, parts: Sequence[Part]) -> Iterator[LeftOver]:
    """扣0分 takes nothing, or is a slip for 得0分; a step of 0 is none."""
    for match in _NOTHING.finditer(text):
        nearest = "得0分" if match[0][0] == "加" else "不扣分"
        yield LeftOver(text=match[0], span=Span(*match.span()), nearest=nearest)
    for term in (term for part in parts for term in part.terms):
        if isinstance(term, Rate) and term.per.number == 0 and term.span is not None:
            words = text[term.span.start : term.span.end]
            yield LeftOver(text=words, span=term.span, nearest="每1个扣1分")


def _overlap(one: LeftOver, other: LeftOver) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


def _in_a_name(text: str, island: Island) -> bool:
    """“培训质量（总分35分）”得分: a bracket in the middle of a name states no bound."""
    if not isinstance(island, CapWord) or not text[: island.start].rstrip().endswith(("（", "(")):
        return False
    return re.match(r"\s*[）)][”\"’》得的]", text[island.end :]) is not None


def _rounds(text: str, island: Island) -> bool:
    """不足一天按一天计: what a part of a step costs, no other thing."""
    if not isinstance(island, Stray) or not island.text.startswith("按"):
        return False
    return re.search(r"不[足满到][^，,。;；]{1,8}[，,]?$", text[: island.start]) is not None


_RATIO = re.compile(
    r"每\s*(?:[\d一二两三四五六七八九十]*[十百千万亿]+(?:元|人次|人口|人|名|户|亩|吨|件|辆|册|家|平方米|平方公里|公顷)?"
    r"|平方公里|平方米|平方千米|立方米|公里|公顷|亩|吨|元)"
    r"[一-龥]{0,16}?(?:数量|数|量|率|额|度|值|面积|价|成本|比例|比重|产出|税收|收入|里程|密度)"
    r"(?![一-龥]{0,6}(?:数|量|率|额|度|值|面积))"
)
_GIVEN = re.compile(r"\s*的?[，,]?\s*(?:[各均另可]|给予|分别)*(?:[得加扣减计奖记]|\d+(?:\.\d+)?\s*分(?!钟))")


def _of_a_ratio(text: str, island: Island) -> bool:
    """每万人办件数第1名: the 每 of a ratio's name is no rate, unless points follow at once (每万元投资额加1分)."""
    if not isinstance(island, Step):
        return False
    named = _RATIO.match(text, island.start)
    return named is not None and not _GIVEN.match(text, named.end())


def _asked(text: str, island: Island) -> bool:
    """需加3分以上者，必须经过审批: who must ask for points, none are given."""
    return isinstance(island, Score) and text[: island.start].rstrip().endswith(("需", "须", "拟"))


# ---------------------------------------------------------------- numbers, marks and parts


@dataclass(slots=True)
class _Section:
    """The statements of one part."""

    number: str = ""
    mark: Decimal | None = None
    statements: list[Statement] = field(default_factory=list)


def _number(text: str, islands: Sequence[Island]) -> tuple[str, int]:
    """The clause's own number, a head at the very beginning that starts no list of its kind; and where it ends."""
    first = next(iter(islands), None)
    if not isinstance(first, Head) or text[: first.start].strip():
        return "", 0
    alike = [i for i in islands if isinstance(i, Head) and style(text, i) == style(text, first)]
    if len(alike) > 1:
        return "", 0
    return first.label, first.end


def _sections(
    statements: Sequence[Statement], points: Decimal | None
) -> tuple[Decimal | None, list[_Section]]:
    """The clause's full mark, and its parts: a numbered item with a full mark of its own is one."""
    mark: Decimal | None = None
    sections = [_Section()]
    item: Head | None = None
    for index, statement in enumerate(statements):
        fresh = statement.item is not None and statement.item is not item
        item = statement.item
        stated = full_mark(statement, statements[index + 1 :], points, first=index == 0 or fresh)
        if stated is not None and fresh and statement.item is not None:
            sections.append(_Section(statement.item.label, stated))
        elif stated is not None and mark is None and index == 0:
            mark = stated
        else:
            sections[-1].statements.append(statement)
    return mark, [section for section in sections if section.statements or section.mark is not None]


# ---------------------------------------------------------------- one part


def _part(
    text: str, section: _Section, full: Decimal | None, deduplicated: bool
) -> tuple[Part, Decimal | None, list[Definition], list[LeftOver]]:
    drafts: list[Draft] = []
    left: list[LeftOver] = []
    statements = of_full(totals(section.statements), full)
    for index, statement in enumerate(statements):
        following = statements[index + 1] if index + 1 < len(statements) else None
        for item in draft(statement, drafts, following):
            inherit(item, drafts)
            drafts.append(item)
        left += [left_over(text, stray) for stray in _unused(statement, statements[index:])]
    for item in drafts:
        outcome = item.statement.outcome
        of_nothing = full is None and isinstance(outcome, JudgeWord) and names_no_scale(outcome)
        if item.kind == "unread" or of_nothing:
            left.append(left_over(text, outcome))
    terms = deductions(list(settle(drafts, _stated(drafts, full, deduplicated))), full)
    left += [left_over(text, item.statement.outcome) for item, term in terms if _doubtful(item, term)]
    left += unsettled(text, terms, full)
    bounded: Bounded = bound(drafts, terms, full)
    left += [left_over(text, item.statement.outcome) for item in bounded.unread]
    span = Span(section.statements[0].start, section.statements[-1].end) if section.statements else None
    part = Part(
        number=section.number,
        mark=section.mark,
        terms=tuple(bounded.terms),
        cap=bounded.cap,
        cap_of=bounded.cap_of,
        within=bounded.within,
        until_exhausted=bounded.until_exhausted,
        drain=bounded.drain,
        dedupe=tuple(bounded.dedupe),
        span=span,
    )
    defined = [item.definition for item in drafts if item.definition is not None]
    return part, bounded.total_cap, defined, left


def _stated(drafts: Sequence[Draft], full: Decimal | None, deduplicated: bool) -> Stated:
    words = [item.statement.outcome for item in drafts if item.kind == "cap"]
    caps = [
        (word.word, figure.low.number)
        for word in words
        if isinstance(word, CapWord)
        for figure in word.figures
    ]
    whole = re.compile("共计|满分|总分|总得分|总成绩")
    return Stated(
        full,
        totals=tuple(amount for word, amount in caps if whole.search(word)),
        caps=tuple(amount for word, amount in caps if not whole.search(word)),
        deduplicated=deduplicated,
    )


def _doubtful(item: Draft, term: Term) -> bool:
    """迟到2次扣1分: for every two, or once at the second? The words do not say."""
    if isinstance(term, Penalty | Zero | Veto) and term.when.test is None and beyond_steps(item):
        return True
    if isinstance(term, Penalty) and not term.all and _mounts(item, term):
        return True
    quantity = of_measure(item.statement)
    counted = quantity is not None and quantity.number > 1 and quantity.unit not in ("", "%", "分")
    counted = counted and quantity is not None and not steps.TIMES.fullmatch(quantity.unit)
    return isinstance(term, Penalty) and not term.all and counted and term.when.test is None


_AGAIN = re.compile(r"[另再还加]")
_SO_OFTEN = re.compile(r"(?:累计|达到?|发生|出现|有|发现|存在|超过|大于|的|，)*")


def _mounts(item: Draft, term: Penalty) -> bool:
    """每发生1起扣5分，2起及以上的扣15分: 15 instead of the 10, or besides? 另扣 would say."""
    test, statement = term.when.test, item.statement
    if _AGAIN.match(getattr(statement.outcome, "word", "")):
        return False
    if test is None:  # 有1人次未参加扣1分，有2人次未参加扣3分
        return any(
            isinstance(word, Measure)
            and word.start >= statement.phrase()[0]
            and word.figures[0].low.number > 1
            and word.figures[0].low.unit in item.counted & set(EVENTS)
            for word in statement.words
        )
    if not isinstance(test, Between) or test.lower is None or test.lower.unit not in item.counted:
        return False
    if test.lower.unit not in EVENTS:
        return False
    words = re.sub(
        r"[\d一二三四五六七八九十两]+(?:人次|\w)(?:及?以上)?|[（(][^（()）]*[)）]", "", statement.without()
    )
    named = _SO_OFTEN.sub("", words)
    return statement.link <= 2 and named in statement.text[: statement.start]


def _unused(statement: Statement, onward: Sequence[Statement]) -> list[Island]:
    """Scoring words in the condition that the outcome does not account for."""
    found: list[Island] = []
    verb = object_of(statement)
    for word in (*statement.context, *statement.words):
        if isinstance(word, Stray) and word is not verb and not _announces(statement, word, onward):
            found.append(word)
        elif isinstance(word, Score) and word.start < statement.begin:
            found.append(word)  # 得90分以上。…: points of a sentence that says nothing else
        elif isinstance(word, Compare) and _of_a_range(statement, word):
            found.append(word)
        elif (
            isinstance(word, Ranked)
            and word is not nth(statement)
            and word.figures
            and word.figures[0].low.unit in _ORDINALS
        ):
            found.append(word)  # 第一次扣1分，第二次…: counted how, the words do not say
    return found


def _of_a_range(statement: Statement, word: Compare) -> bool:
    """≥1000-1200万元: below which end? 达到80%-90% lies between the two."""
    ranged = any(figure.high is not None for figure in word.figures)
    return ranged and (word.turned or not statement.text.startswith(REACHED, word.start))


_ORDINALS = ("次", "个", "起", "例", "处", "件", "人次")


def _announces(statement: Statement, stray: Stray, onward: Sequence[Statement]) -> bool:
    """当学期加分。优秀者加4分；…: a scoring word that only says what the next sentences are about."""
    if stray.text not in ("加分", "扣分", "计分", "得分", "减分", "赋分"):
        return False
    if (
        re.search(r"(?:以|按|按照|根据|依据)[^，,。;；]{1,12}$", statement.text[: stray.start])
        and stray.text == "计分"
    ):
        return onward[0].outcome.start > stray.end  # 以到位资金计分，完成的得…
    ends = any(
        isinstance(word, Break)
        and (word.strength >= 2 or word.mark in ":：")
        and not statement.text[stray.end : word.start].strip()
        for word in (*statement.context, *statement.words)
    )
    verbs = {"扣": ("deduct",), "减": ("deduct",), "加": ("gain",)}.get(stray.text[0], ("award", "gain"))
    return ends and any(isinstance(s.outcome, Score) and s.outcome.verb in verbs for s in onward)
