"""M005: a cap is larger than the points that it caps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.language.reading import Award, Rate, Tiers
from kaoping.lint.amounts import Place, places, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.source import Span


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """最高扣 against what there is to lose; 最高得, 满分 and 总分 against the points of the clause."""
    for place in places(subject):
        part = place.section.part
        if place.itemised or part.drain is not None:
            continue
        for cap, words, deducts, span in _caps(subject, place):
            limit, whole = (place.available, place.whole) if deducts else _earnable(place)
            if limit is None or cap <= limit or (words == "最高得" and _adds(place)):
                continue
            verb = "扣" if deducts else "得"
            yield Found(
                span,
                f"写的是{words}{text(cap)}，{whole}只有{text(limit)}",
                f"核对是不是{text(limit)}；文件本身如此的，注明认可的理由",
                witness=f"{text(cap)[:-1]}＞{text(limit)[:-1]}：至多{verb}{text(limit)}，{verb}不到{text(cap)}",
            )


def _caps(subject: Subject, place: Place) -> Iterator[tuple[Decimal, str, bool, Span]]:
    """Every cap: the points, in what words, whether it bounds deductions, and where it stands."""
    part, clause = place.section.part, place.clause
    for term in part.terms:
        if isinstance(term, Rate) and term.cap is not None:
            deducts = term.sign == "deduct"
            yield term.cap, "最高扣" if deducts else "最高得", deducts, subject.term(clause, term)
    if part.cap is not None:
        words = {"deduct": "最高扣", "gain": "最高得", "score": "满分"}[part.cap_of]
        yield part.cap, words, part.cap_of == "deduct", subject.words(clause, part.span)


def _adds(place: Place) -> bool:
    """Whether the gains come on top of regular points (完成得5分，每超10%加1分，最多加6分)."""
    return any(isinstance(term, Award | Tiers) and not term.bonus for term in place.section.part.terms)


def _earnable(place: Place) -> tuple[Decimal | None, str]:
    if place.mark is not None:
        return place.mark, "本条"
    return place.leaf.points, f"「{place.leaf.name}」"


CHECK = Check(
    code="M005",
    severity="warning",
    finds="最高扣、最高得、满分写的分，比它所管的那一条或那个指标的分还多。",
    why=(
        "6分的项目扣不到40分：要么分值写错了，要么想扣的是别的指标。两种理解扣出来的分不同，"
        "执行时必起争议。要越过本项扣分的，写明“直至50分扣完”。"
    ),
    bad="""办法  某某考核办法
一级指标  证照质量（6分）
  每发现一本错证扣1分，最高扣40分。
""",
    good="""办法  某某考核办法
一级指标  证照质量（6分）
  每发现一本错证扣1分，最高扣6分。
""",
    run=find,
)
