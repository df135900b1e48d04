"""M003: the clauses of an indicator do not come to its points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.diagnostics import Related
from kaoping.language.reading import Award, Formula, Judgement, Rate, Term, Tiers
from kaoping.lint.amounts import Place, equation, places, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.score.contributions import ZERO


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """What the clauses claim, and what their deductions draw on, is what the indicator has."""
    leaves: dict[str, list[Place]] = {}
    for place in places(subject):
        leaves.setdefault(place.leaf.id, []).append(place)
    for found in leaves.values():
        leaf = found[0].leaf
        if leaf.points is None or not subject.understood(leaf):
            continue
        counted = [place for place in found if not place.section.part.instead]
        if any(_open(place) for place in counted):
            continue
        claims = [(place, full, full - _extra(place)) for place in counted if (full := _claim(place))]
        pool = [leaf.pool] if leaf.pool else []
        every = [full for _, full, _ in claims]
        regular = [points for _, _, points in claims if points]
        capped = [max(full, _cap(place)) for place, full, _ in claims]  # what the gains may come to together
        if leaf.points in (sum(regular + pool, ZERO), sum(every + pool, ZERO), sum(capped + pool, ZERO)):
            continue
        if not regular:  # nothing but gains: they are all there is
            claims = [(place, full, full) for place, full, _ in claims]
            regular = every
        if _one_cap_is_more(counted, leaf.points):
            continue  # M005 says which
        yield Found(
            subject.indicator(leaf),
            f"「{leaf.name}」{text(leaf.points)}，下面各条合计{text(sum(regular, ZERO))}",
            "核对各条的分值和指标的分值；文件本身如此的，注明认可的理由",
            witness=equation(regular or [ZERO], leaf.points),
            related=tuple(
                Related(subject.words(p.clause, p.section.part.span), f"第{p.clause.id}条{text(points)}")
                for p, _, points in claims
                if points
            ),
        )


def _claim(place: Place) -> Decimal | None:
    """What a section claims; where its clause states a full mark for all its parts, the first claims that."""
    clause = place.clause
    if len(clause.sections) == 1 or clause.reading.mark is None:
        return place.section.full
    return clause.reading.mark if place.index == 0 else ZERO


def _cap(place: Place) -> Decimal:
    """The cap on gains that the indicator may be meant to be made up of (省级加3分，市级加2分，最高加5分)."""
    part = place.section.part
    return part.cap if part.cap is not None and any(_adds(term) for term in part.terms) else ZERO


def _one_cap_is_more(places: list[Place], points: Decimal) -> bool:
    """Whether one cap alone is more than the indicator has."""
    caps = [p.section.part.cap for p in places]
    caps += [t.cap for p in places for t in p.section.part.terms if isinstance(t, Rate)]
    return any(cap is not None and cap > points for cap in caps)


def _open(place: Place) -> bool:
    """Whether the section has what is left of the indicator, and so claims nothing of its own."""
    part = place.section.part
    gains = any(isinstance(t, Rate) and t.sign == "gain" and t.cap is None for t in part.terms)
    return place.itemised or (place.mark is None and part.cap is None and gains)


def _extra(place: Place) -> Decimal:
    """What a section adds beyond its regular points (完成得40分，每超10%加2分，最多加6分), which need not count."""
    part, full = place.section.part, place.section.full or ZERO
    if place.mark is not None:
        return ZERO
    adds = [term for term in part.terms if _adds(term)]
    rest = [term for term in part.terms if _gives(term) and term not in adds]
    if not rest:
        return full if any(isinstance(t, Award | Tiers) for t in adds) else ZERO
    earned = [_most(term) for term in rest]
    regular = sum((points for points in earned if points is not None), ZERO)
    return full - regular if adds and None not in earned and regular < full else ZERO


def _gives(term: Term) -> bool:
    return isinstance(term, Award | Tiers | Formula) or (
        isinstance(term, Rate | Judgement) and term.sign != "deduct"
    )


def _adds(term: Term) -> bool:
    if isinstance(term, Award | Tiers):
        return term.bonus
    return isinstance(term, Rate | Judgement) and term.sign == "gain"


def _most(term: Term) -> Decimal | None:
    """The most that a term says it gives; None if it does not say."""
    match term:
        case Award(points=Decimal() as points):
            return points
        case Tiers(rows=rows) if all(isinstance(row.points, Decimal) for row in rows):
            return max(row.points for row in rows if isinstance(row.points, Decimal))
    return None


CHECK = Check(
    code="M003",
    severity="warning",
    finds="末级指标下面各条的分值加起来，不等于指标的分值。",
    why=(
        "各条合计多于指标分值的，多出来的分谁也得不到；少于指标分值的，指标的满分谁也得不到。"
        "总分和等次都受影响，被评单位会问少的分到哪里去了。"
    ),
    bad="""办法  某某考核办法
一级指标  监督检查（6分）
  1．建立了监督检查机制的，得2分；
  2．开展了专项监督检查的，得3分。
""",
    good="""办法  某某考核办法
一级指标  监督检查（5分）
  1．建立了监督检查机制的，得2分；
  2．开展了专项监督检查的，得3分。
""",
    run=find,
)
