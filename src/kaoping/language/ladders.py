"""Several awards in a row: are they alternatives, or do they add up?

    良好，得满分，为中，得1分，为差，不得分      alternatives: one `Tiers`
    设有机构的，得1分；设有岗位的，得1分          a sum: two `Award`s

Decided by what is stated, in this order: rows that test one measure are alternatives; awards that add up
to the full mark (or the stated cap) are a sum; so are awards that each say 否则不得分, and equal ones;
grade words, contrasts (但, 仅, 未) and a largest award equal to the full mark make alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from kaoping.language import together
from kaoping.language.conditions import NAMED, one_name, place_rank, share_rank
from kaoping.language.drafts import EVENTS, Draft, of_measure
from kaoping.language.islands import Measure
from kaoping.language.opposite import turned
from kaoping.language.ranges import disjoint, unit_of
from kaoping.language.rates import on_the_measure
from kaoping.language.reading import (
    FULL,
    Award,
    Between,
    Condition,
    Penalty,
    Points,
    PointsRange,
    Rank,
    Rate,
    Term,
    Tier,
    Tiers,
    Veto,
    Zero,
)
from kaoping.language.statements import STOP
from kaoping.source import Span

_GRADES = re.compile(
    r"优秀|优良|良好|合格|及格|称职|一般|较好|较差|好|中等|差|优|良|中|[特一二三四]等奖|优胜奖|[AＡ甲BＢ乙CＣ丙DＤ丁]|产区|高级|中级|初级"
    r"|国家级|省级|市级|区级|县级|校级|院级|省部级|[一二三四]级"
)
_CONTRAST = re.compile(
    r"^但|^仅|^只|^未|^没|^不|^无|^部分|^基本|^少于|^低于|^虽|^其他|^非|较|不完善|不完整|不够|不全|不足|不及时|未完全|未全部|部分|基本"
)
_CONTRARY = re.compile(
    r"^(?:的|若|如|凡)?(?:未|没|不|无|否|达不到|少于|低于|小于|超过|超出|缺|其他|其余)|不符|未|没有|无|不"
)
_INCIDENT = re.compile(r"^(?:的|若|如|凡|因)?(?:[一二两三]次)?(?:出现|发现|发生|造成|违反|弄虚作假|被)")
_TERMS = ("award", "zero", "deduct", "gain", "other")
_OWN = ("此项", "本项", "该项", "本条", "该指标", "本指标")
"""What 此项不得分 is about: all of the clause."""
_BASED = "在此基础上"
ALTERNATIVES, ADDITIVE = "以下择一", "以下各项累加"


class Stated(NamedTuple):
    """The bounds that a part states, before it is known of what.

    full: its full mark. totals: 满分10分, 总分100分. caps: 最高得6分, 最多加3分.
    deduplicated: its events are told apart by a link.
    """

    full: Decimal | None
    totals: tuple[Decimal, ...] = ()
    caps: tuple[Decimal, ...] = ()
    deduplicated: bool = False

    def all(self) -> tuple[Decimal | None, ...]:
        """Whatever awards may come to."""
        return (self.full, *self.totals, *self.caps)


def settle(drafts: Sequence[Draft], stated: Stated) -> Iterator[tuple[Draft, Term]]:
    """The terms of the drafts, in order, each with the draft that it came from. Bounds make no term."""
    counted = frozenset(item.term.per.unit for item in drafts if isinstance(item.term, Rate))
    for index, item in enumerate(drafts):
        item.counted = counted
        item.once = not stated.deduplicated and _counts_once(drafts[index + 1 :])
        if item.kind == "zero":
            item.when = on_the_measure(item.when, drafts[:index])
        elif isinstance(item.term, Penalty | Veto):
            when = on_the_measure(item.term.when, drafts[:index])
            item.term = item.term.model_copy(update={"when": when})
    run: list[Draft] = []
    granted = False
    for draft in (*(item for item in drafts if item.kind in _TERMS), None):
        if draft is not None and draft.kind in ("award", "zero") and _continues(run, draft, granted):
            run.append(draft)
            continue
        if run:
            yield from _settle_run(run, stated)
            granted = granted or any(item.kind == "award" for item in run)
            run = []
        if draft is None:
            continue
        if draft.kind in ("award", "zero"):
            run = [draft]
        elif draft.term is not None:
            yield draft, draft.term.model_copy(update={"span": draft.span})


def _counts_once(after: Sequence[Draft]) -> bool:
    """加2分，…加1分，同一工作不重复加分: is the next thing said, bounds apart, that one of several counts?"""
    following = next((item for item in after if item.kind not in ("cap", "within", "exhausted")), None)
    return following is not None and following.kind == "dedupe"


def _continues(run: list[Draft], draft: Draft, granted: bool) -> bool:
    if not run:
        return True
    if any(_markers(draft)):
        return False
    if any(_markers(run[0])):
        return draft.statement.link < STOP  # 以下择一：…。 holds all of its sentence
    if draft.kind == "award" and any(item.kind == "award" and item.bonus != draft.bonus for item in run):
        return False
    return not (draft.kind == "zero" and _is_event(draft, run))


def _is_event(zero: Draft, run: list[Draft]) -> bool:
    """出现挤占等行为的，此项不得分, after an award that has said its contrary: a zero of its own."""
    if zero.statement.otherwise:
        return False
    said = zero.statement.text[zero.statement.outcome.start : zero.statement.end]
    if "清零" in said:
        return True  # takes what was granted, never merely says the contrary of an award
    own = said.startswith(_OWN)
    closed = any(item.kind == "zero" for item in run) or not any(item.kind == "award" for item in run)
    if zero.when.test is not None:
        return False
    return (own or closed) and zero.statement.link >= 2 and not re.match("未|不|没|无", zero.when.text)


def _settle_run(run: list[Draft], stated: Stated) -> Iterator[tuple[Draft, Term]]:
    turned(run)
    awards = [item for item in run if item.kind == "award"]
    extra = [
        item for item in awards if _BASED in item.statement.text[item.statement.begin : item.statement.end]
    ]
    core = [item for item in awards if item not in extra]
    if not awards:
        for zero in run:
            yield zero, _zero(zero)
        return
    tested = sum(1 for item in awards if item.when.test is not None)
    lead = [item for item in run[: run.index(awards[0])] if item.when.test is None or not tested]
    for zero in lead:
        yield zero, _zero(zero)
    rest = [item for item in run if item not in lead and item not in extra]
    groups = list(_measures(rest))
    for group in groups:
        given = [item for item in group if item in core]
        if len(given) > 1 and alternatives(group, given, stated if len(groups) == 1 else Stated(None)):
            yield given[0], _tiers(group)
        else:
            yield from _sum(group)
    for item in extra:
        yield item, _award(item, None)


def _measures(run: list[Draft]) -> Iterator[list[Draft]]:
    """受理率≥95%得3分，≥90%得2分；办结率≥98%得3分…: each measure has a ladder of its own."""
    group: list[Draft] = []
    named = ""
    for item in run:
        subject = item.when.subject if item.kind == "award" and isinstance(item.when.test, Between) else ""
        subject = subject if NAMED.search(subject) else ""
        if group and subject and named and not one_name(named, subject):
            yield group
            group, named = [], ""
        group.append(item)
        named = named or subject
    if group:
        yield group


def alternatives(run: list[Draft], awards: list[Draft], stated: Stated) -> bool:
    """Do the awards exclude one another?"""
    same = _same_measure(run)
    marked = "".join(m for a in awards for m in _markers(a))
    if ALTERNATIVES in marked or ADDITIVE in marked:
        return ALTERNATIVES in marked
    amounts = [_most(item, stated.full) for item in awards]
    known = [amount for amount in amounts if amount is not None]
    sums_up = len(known) == len(amounts) and sum(known) in stated.all()
    banded = any(isinstance(item.points, PointsRange) for item in awards)
    if (same or banded) and not (sums_up and len({item.when.subject for item in awards}) == len(awards)):
        return True  # rows of one measure, unless each has a name of its own and they come to the full mark
    if stated.deduplicated:
        return False
    if run[-1].once and not any(cap > max(known, default=cap) for cap in (*stated.totals, *stated.caps)):
        return True
    if len(set(amounts)) == 1 or sums_up or any(cap > max(known, default=cap) for cap in stated.caps):
        return False  # a bound above the largest of them is one on their sum
    graded = all(_GRADES.search(_last_phrase(item)) and len(_last_phrase(item)) <= 12 for item in awards[1:])
    if graded and _grade_words(awards):
        return True
    contrary = sum(1 for item in run if item.kind == "zero")
    if contrary >= len(awards) or awards[0].bonus or (not contrary and all(map(_in_brackets, awards))):
        return False
    if FULL in [item.points for item in awards] or (known and max(known) in stated.all()):
        return True
    if all(_CONTRAST.search(_last_phrase(item)) or _CONTRAST.search(item.when.text) for item in awards[1:]):
        return True
    if len(known) < len(amounts) or known != sorted(known, reverse=True) or known[0] == known[-1]:
        return False
    told = graded or any(item.kind == "zero" for item in run)
    found = together.told([item.when for item in awards])
    awards[0].untold = found == "untold" and not told
    return told or found == "alternatives"


def _most(item: Draft, full: Decimal | None) -> Decimal | None:
    """The points of an award, the most of a range; None for a full mark that is not known."""
    if isinstance(item.points, PointsRange):
        return item.points.most
    return full if item.points == FULL else item.points


def _in_brackets(item: Draft) -> bool:
    """管理制度健全（2分）: points set beside each of the things that a list asks for."""
    at = item.statement.outcome.start
    return item.statement.text[:at].rstrip().endswith(("(", "（"))


def _markers(draft: Draft) -> Iterator[str]:
    from kaoping.language.islands import Marker

    for word in (*draft.statement.context, *draft.statement.words):
        if isinstance(word, Marker):
            yield word.text


def _grade_words(awards: list[Draft]) -> bool:
    return all(_GRADES.search(_last_phrase(item)) for item in awards) and len(
        {a.when.text for a in awards}
    ) == len(awards)


def _last_phrase(draft: Draft) -> str:
    return re.split(r"[，,：:]", draft.when.text)[-1]


def _same_measure(run: list[Draft]) -> bool:
    """Two rows that test the same thing: one name, or none in the later rows."""
    _point_tests(run)
    tests = [item.when for item in run if item.when.test is not None]
    if len(tests) < 2 or sum(1 for item in run if item.kind == "award" and item.when.test is not None) < 2:
        return False
    kinds = {type(when.test) for when in tests}
    if kinds == {Rank}:
        return True
    if Between not in kinds:
        return False
    names = [when.subject for when in tests if when.subject]
    units = {unit_of(when.test) for when in tests if isinstance(when.test, Between)}
    return len(units) == 1 and (not names or all(one_name(names[0], other) for other in names))


def _point_tests(run: list[Draft]) -> None:
    """90%得35分、80%得30分: a bare number before the verb is a test where its neighbours are."""
    bare = [item for item in run if item.when.test is None and of_measure(item.statement) is not None]
    tested = [item for item in run if item.when.test is not None]
    if len(bare) + len(tested) < 2 or not bare:
        return
    for item in bare:
        quantity = of_measure(item.statement)
        if quantity is None or quantity.unit in ("", "分"):
            continue
        exact = quantity.unit != "%"
        test = Between(lower=quantity, upper=quantity if exact else None)
        item.when = item.when.model_copy(update={"test": test})


# ---------------------------------------------------------------- terms


def _tiers(run: list[Draft]) -> Tiers:
    rows: list[tuple[Condition, Points | PointsRange]] = []
    otherwise: Decimal | None = None
    for item in run:
        assert item.points is not None
        if item.statement.otherwise is not None and isinstance(item.points, Decimal):
            otherwise = item.points
        else:
            rows.append((item.when, item.points))
    rows = _shares(rows)
    kinds = {type(when.test) for when, _ in rows if when.test is not None}
    words = [when.text for when, _ in rows if when.test is None]
    untested = 2 * len(words) if any("%" in text or "％" in text for text in words) else len(words)
    scale: Literal["number", "rank", "label"] = "label"
    stated = [when.test if isinstance(when.test, Between) else None for when, _ in rows]
    if kinds == {Rank} and not untested:
        scale = "rank"
    elif kinds == {Between} and untested <= 1 and (not untested or len(rows) > untested + 1):
        scale = "number"
        tests = disjoint([when.test for when, _ in rows if isinstance(when.test, Between)])
        again = iter(tests)
        rows = [
            (when.model_copy(update={"test": next(again)}) if when.test is not None else when, points)
            for when, points in rows
        ]
    return Tiers(
        scale=scale,
        rows=tuple(
            Tier(when=when, points=points, stated=alone)
            for (when, points), alone in zip(rows, stated, strict=True)
        ),
        subject=next((when.subject for when, _ in rows if when.subject), ""),
        otherwise=otherwise,
        bonus=any(item.bonus for item in run),
        span=Span(run[0].statement.start, run[-1].statement.end),
    )


def _shares(
    rows: list[tuple[Condition, Points | PointsRange]],
) -> list[tuple[Condition, Points | PointsRange]]:
    """前80%, …, 80%以下 and 前10名, 11-20名: in a ranking ranges are places."""
    ranks = [when.test for when, _ in rows if isinstance(when.test, Rank)]
    if not ranks:
        return rows
    place = share_rank if any(rank.share for rank in ranks) else place_rank
    return [
        (when.model_copy(update={"test": place(when.test) or when.test}), points)
        if isinstance(when.test, Between)
        else (when, points)
        for when, points in rows
    ]


def _sum(run: list[Draft]) -> Iterator[tuple[Draft, Term]]:
    """Awards that add up, each with the contrary that follows it."""
    index = 0
    while index < len(run):
        item = run[index]
        index += 1
        if item.kind == "zero":
            yield item, _zero(item)
            continue
        zero = run[index] if index < len(run) and run[index].kind == "zero" else None
        if zero is None:
            yield item, _alone(item)
            continue
        said = zero.statement.text[zero.statement.outcome.start : zero.statement.end]
        if said.startswith(_OWN) and sum(1 for other in run if other.kind == "award") > 1:
            yield item, _alone(item)  # 此项不得分: none of the awards, not the last alone
        elif isinstance(item.points, PointsRange) or (
            isinstance(item.when.test, Between) and isinstance(zero.when.test, Between)
        ):
            index += 1
            yield item, _tiers([item, zero])
        elif zero.statement.otherwise is not None or _contrary(item, zero):
            index += 1
            ranged = isinstance(item.points, PointsRange)
            yield item, _tiers([item, zero]) if ranged else _award(item, zero)
        else:
            yield item, _alone(item)


def _contrary(award: Draft, zero: Draft) -> bool:
    """未设立的，不得分, after 设立了…，得2分."""
    if zero.when.test is not None:
        return isinstance(award.when.test, Between)
    if _INCIDENT.match(zero.when.text):  # 得6分，出现重大事故的，不得分: the accident is a fact of its own
        return False
    return bool(_CONTRARY.search(zero.when.text)) or zero.statement.link <= 1


def _alone(item: Draft) -> Term:
    """An award; a band left to judgement is a row of its own. A single row is no table, whatever its range."""
    return _tiers([item]) if isinstance(item.points, PointsRange) else _award(item, None)


def _award(item: Draft, zero: Draft | None) -> Award:
    assert item.points == FULL or isinstance(item.points, Decimal)
    end = zero.statement.end if zero else item.statement.end
    return Award(
        points=item.points,
        when=item.when,
        bonus=item.bonus,
        otherwise=Decimal(0) if zero else None,
        otherwise_when=zero.when.text if zero else "",
        span=Span(item.statement.start, end),
    )


def _least_of(item: Draft) -> Decimal:
    """存在3处以上卫生死角，不得分, beside 1处扣0.2分: from the third on."""
    start, _ = item.statement.phrase()
    for word in item.statement.words:
        if isinstance(word, Measure) and word.start >= start and word.edge.bound.endswith("以上"):
            quantity = word.figures[0].low
            if len(word.figures) == 1 and quantity.unit in item.counted:
                return quantity.number
    return Decimal(1)


_INDICATOR = re.compile(r"大项|指标|整项|全项")


def _zero(item: Draft) -> Zero:
    if item.statement.otherwise is not None and item.when.text:  # 提供复印件，否则不得分: what is lacking
        return Zero(when=Condition(text=f"不满足“{item.when.text}”的"), span=item.span)
    said = item.statement.text[item.statement.outcome.start : item.statement.end]
    when, least = item.when, Decimal(1)
    quantity = of_measure(item.statement)
    test = when.test
    if isinstance(test, Between) and test.lower and not test.upper and test.lower.unit in EVENTS:
        least = test.lower.number if test.lower_closed else test.lower.number + 1
        when = when.model_copy(update={"test": None, "subject": ""})
    elif quantity is not None and quantity.unit in EVENTS:
        least = quantity.number
    elif test is None:
        least = _least_of(item)
    scope: Literal["clause", "indicator"] = "indicator" if _INDICATOR.search(said) else "clause"
    return Zero(when=when, scope=scope, at_least=max(least, Decimal(1)), span=item.span)
