"""Hypothesis strategies that several tests share: meanings (trees of a clause) and sentences.

`readings()` draws trees as the reader makes them: whatever follows from the rest of the tree (which
award is the base of deductions, where a shortfall counts from) is derived here by the same rule.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from kaoping.language.reading import (
    FULL,
    Award,
    Between,
    Condition,
    Exemption,
    Formula,
    Judgement,
    Part,
    Penalty,
    PointsRange,
    Quantity,
    Rank,
    Rate,
    Reading,
    Term,
    Tier,
    Tiers,
    Veto,
    Zero,
)

# Words as they stand in rubrics; several hold characters of scoring words (充分, 折扣, 每年, 扣押, 得到).
GOOD = (
    "制度健全",
    "论证充分、程序合规的",
    "建立联席会议制度并得到落实",
    "每年按时报送计划的",
    "部门分工明确",
)
BAD = (
    "未按要求报送材料的",
    "折扣管理混乱",
    "违规扣押财物",
    "台账（含附件）不全的",
    "瞒报、漏报",
    "群众反映强烈，造成影响的",
)
GRADES = ("评价为优秀的", "评价为良好的", "评价为合格的", "评价为不合格的")
RATES = ("完成率", "群众满意度", "按时办结率")

points = st.integers(1, 400).map(lambda n: Decimal(n) / 20)
good = st.sampled_from(GOOD).map(lambda words: Condition(text=words))
bad = st.sampled_from(BAD).map(lambda words: Condition(text=words))


def quantity(number: Decimal | int, unit: str) -> Quantity:
    return Quantity(number=Decimal(number), unit=unit)


@st.composite
def awards(draw: st.DrawFn) -> Award:
    otherwise = draw(st.sampled_from((None, None, "", "未建立的")))
    return Award(
        points=draw(points | st.just(FULL)),
        when=draw(good),
        otherwise=None if otherwise is None else Decimal(0),
        otherwise_when=otherwise or "",
    )


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    kind = draw(st.sampled_from(("event", "event", "short", "over", "drop", "rise")))
    units = {"drop": ("个百分点", "%"), "rise": ("个百分点",)}.get(
        kind, ("次", "个", "项", "家", "人次", "万元")
    )
    whole = kind == "event"
    sign = draw(st.sampled_from(("deduct", "gain")))
    unit = draw(st.sampled_from(units))
    counted_from = st.integers(1, 90).map(
        lambda number: quantity(number, "%" if "个百分点" in units else unit)
    )
    base = None if whole else draw(st.none() | counted_from)
    return Rate(
        sign=sign,
        points=draw(points),
        per=quantity(1 if whole else draw(st.sampled_from((1, 5, 10))), unit),
        of=kind,
        base=base,
        subject="" if whole else draw(st.sampled_from(("", *RATES))),
        partial="whole" if whole else draw(st.sampled_from(("whole", "up", "proportional"))),
        cap=draw(st.none() | points),
        when=draw(bad if sign == "deduct" else good),
    )


penalties = st.builds(Penalty, points=points, all=st.booleans(), when=bad)
zeros = st.builds(Zero, when=bad)
vetoes = st.builds(
    Veto, qualification=st.sampled_from(("年度评优资格", "不得评为优秀", "一票否决")), when=bad
)
exemptions = st.builds(Exemption, when=st.just(Condition(text="经批准延期的")))
proportions = st.builds(Formula, text=st.just("按比例得分"), when=good)


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    sign = draw(st.sampled_from(("deduct", "gain")))
    least, most = sorted(draw(st.tuples(st.integers(1, 9), st.integers(10, 20))))
    band = PointsRange(least=Decimal(least), most=Decimal(most))
    return Judgement(
        sign=sign, range=draw(st.none() | st.just(band)), when=draw(bad if sign == "deduct" else good)
    )


@st.composite
def number_tiers(draw: st.DrawFn) -> Tiers:
    """≥90%, 90%＞…≥80%, …, ＜80%: no gap, each row named in full."""
    name = draw(st.sampled_from(RATES))
    bounds = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=4)), reverse=True)
    grants = draw(st.lists(points, min_size=len(bounds) + 1, max_size=len(bounds) + 1, unique=True))
    rows = []
    for index, grant in enumerate(sorted(grants, reverse=True)):
        lower = bounds[index] if index < len(bounds) else None
        upper = bounds[index - 1] if index else None
        text = name
        text += f"≥{lower}%" if lower is not None else f"＜{upper}%"
        text = f"{upper}%＞{text}" if upper is not None and lower is not None else text
        test = Between(
            lower=quantity(lower, "%") if lower is not None else None,
            upper=quantity(upper, "%") if upper is not None else None,
            upper_closed=upper is None,
        )
        rows.append(Tier(when=Condition(text=text, subject=name, test=test), points=grant))
    if draw(st.booleans()):
        rows[-1] = rows[-1].model_copy(update={"points": Decimal(0)})
    return Tiers(scale="number", rows=tuple(rows), subject=name)


@st.composite
def rank_tiers(draw: st.DrawFn) -> Tiers:
    ends = sorted(draw(st.sets(st.integers(1, 30), min_size=2, max_size=4)))
    grants = sorted(draw(st.lists(points, min_size=len(ends), max_size=len(ends), unique=True)), reverse=True)
    rows, first = [], 1
    for end, grant in zip(ends, grants, strict=True):
        text = f"第{first}-{end}名" if first < end else f"第{first}名"
        test = Rank(first=Decimal(first), last=Decimal(end))
        rows.append(Tier(when=Condition(text=text, test=test), points=grant))
        first = end + 1
    return Tiers(scale="rank", rows=tuple(rows), otherwise=draw(st.none() | st.just(Decimal(0))))


@st.composite
def label_tiers(draw: st.DrawFn) -> Tiers:
    grants = draw(st.lists(points, min_size=2, max_size=len(GRADES)))
    rows = tuple(
        Tier(when=Condition(text=words), points=grant) for words, grant in zip(GRADES, grants, strict=False)
    )
    return Tiers(scale="label", rows=rows)


@st.composite
def deduction_tiers(draw: st.DrawFn) -> Tiers:
    """优秀的不扣分；良好的扣1分；合格的扣2分: a table that only takes."""
    taken = sorted(draw(st.lists(points, min_size=2, max_size=len(GRADES) - 1, unique=True)))
    first = [Decimal(0)] if draw(st.booleans()) else []
    rows = [
        Tier(when=Condition(text=words), points=-number)
        for words, number in zip(GRADES, [*first, *taken], strict=False)
    ]
    return Tiers(scale="label", rows=tuple(rows))


@st.composite
def share_tiers(draw: st.DrawFn) -> Tiers:
    """分为：达成、部分达成、未达成三档，分别按照分值区间100-80%（含80%）、…: each end in common is one's or both's."""
    inner = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=3)), reverse=True)
    ends = [Decimal(end) for end in (100, *inner, 0)]
    owners = [draw(st.sampled_from(("upper", "lower", "both"))) for _ in inner]
    names = ("达成", "基本达成", "部分达成", "未达成")
    rows = tuple(
        Tier(
            when=Condition(text=names[index]),
            points=PointsRange(
                least=ends[index + 1],
                most=ends[index],
                least_closed=index == len(inner) or owners[index] != "lower",
                most_closed=index == 0 or owners[index - 1] != "upper",
                share=True,
            ),
        )
        for index in range(len(inner) + 1)
    )
    return Tiers(scale="label", rows=rows, subject=draw(st.sampled_from(("", "指标完成情况"))))


tiers = number_tiers() | rank_tiers() | label_tiers() | deduction_tiers() | share_tiers()
terms: st.SearchStrategy[Term] = st.one_of(
    awards(), rates(), rates(), penalties, zeros, vetoes, exemptions, proportions, judgements(), tiers
)


@st.composite
def parts(draw: st.DrawFn, number: str = "", mark: Decimal | None = None) -> Part:
    drawn = draw(st.lists(terms, min_size=1, max_size=4).map(_without_hidden_bases).filter(bool))
    return Part(
        number=number,
        mark=mark,
        terms=tuple(_with_base(drawn, index) for index in range(len(drawn))),
        cap=(cap := draw(st.none() | points)),
        cap_of=draw(st.sampled_from(("deduct", "gain", "score"))) if cap is not None else "score",
        until_exhausted=draw(st.booleans()),
    )


def _without_hidden_bases(drawn: list[Term]) -> list[Term]:
    """A change of a rate that follows a table of rates would be counted from a row of the table."""
    tables = [index for index, term in enumerate(drawn) if isinstance(term, Tiers) and term.scale == "number"]
    first = tables[0] if tables else len(drawn)
    return [
        term
        for index, term in enumerate(drawn)
        if index <= first or not isinstance(term, Rate) or term.of == "event"
    ]


def _with_base(drawn: list[Term], index: int) -> Term:
    """An award that says no contrary stands until a later deduction takes from it."""
    term = drawn[index]
    if not isinstance(term, Award) or term.otherwise is not None:
        return term
    takes = any(
        isinstance(later, Penalty)
        or (isinstance(later, (Rate, Judgement)) and later.sign == "deduct")
        or (
            isinstance(later, Tiers)
            and all(isinstance(r.points, Decimal) and r.points <= 0 for r in later.rows)
        )
        for later in drawn[index + 1 :]
    )
    return term.model_copy(update={"base": takes})


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A whole clause: one part, or numbered parts with full marks of their own."""
    number = draw(st.sampled_from(("", "3")))
    mark = draw(st.none() | points)
    count = draw(st.sampled_from((0, 0, 2, 3)))
    if count:
        drawn = tuple(draw(parts(str(index), draw(points))) for index in range(1, count + 1))
    else:
        drawn = (draw(parts()),)
    return Reading(text="", number=number, mark=mark, parts=drawn)


# Sentences of official tone, put together at random: most are read, and what is read is said back.
_LEADS = (
    *GOOD,
    *BAD,
    "满意度达到90%",
    "达到385个",
    "完成率≥80%",
    "80%＞完成率≥60%",
    "第1-3名",
    "在2022年12月31日前完成",
    "",
)
_SCORES = (
    "得3分", "得满分", "不得分", "扣2分", "每少10个扣0.1分", "每次扣0.5分", "每降低一个百分点，扣0.2分", "一次扣1分", "每完成1项加2分",
    "酌情扣1-3分", "得2分，否则不得分", "按比例得分", "此项得0分", "扣完2分", "取消年度评优资格", "可不扣分", "得1分，最高得4分",
    "每发现一处扣0.2分，最高扣2分", "加2分/篇", "按比例得分，或抽查办件，发现一处扣1分",
)  # fmt: skip
_BOUNDS = ("", "", "，扣完为止", "；最高扣10分", "。总分不高于100分", "。同一事项不重复计算")
_pieces = st.tuples(st.sampled_from(_LEADS), st.sampled_from(("，", "", "的，")), st.sampled_from(_SCORES))
sentences = st.builds(
    lambda pieces, joint, bound, end: joint.join("".join(piece) for piece in pieces) + bound + end,
    st.lists(_pieces, min_size=1, max_size=4),
    st.sampled_from(("，", "；", "。")),
    st.sampled_from(_BOUNDS),
    st.sampled_from(("。", "")),
)
