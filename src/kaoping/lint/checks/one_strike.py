"""M007: 扣完N分 empties something that has another number of points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.language.reading import Award, Penalty
from kaoping.lint.amounts import Place, places, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """The points that are there to be emptied: the base award, else those of the clause or the indicator."""
    for place in places(subject):
        for term in place.section.part.terms:
            if not isinstance(term, Penalty) or not term.all or term.points is None:
                continue
            there = _there(place)
            if there is None or there == term.points:
                continue
            left = max(Decimal(0), there - term.points)
            yield Found(
                subject.term(place.clause, term),
                f"扣完的是{text(term.points)}，而这里有{text(there)}",
                f"核对是不是“扣完{text(there)}”；文件本身如此的，注明认可的理由",
                witness=f"扣{text(term.points)}以后还剩{text(left)}，没有扣完"
                if left
                else f"这里只有{text(there)}，扣不到{text(term.points)}",
            )


def _there(place: Place) -> Decimal | None:
    awards = [term for term in place.section.part.terms if isinstance(term, Award)]
    bases = [award.points for award in awards if award.base and isinstance(award.points, Decimal)]
    if awards:
        return bases[0] if len(awards) == len(bases) == 1 else None
    if place.mark is None and place.alone:
        return place.leaf.points
    return place.available


CHECK = Check(
    code="M007",
    severity="warning",
    finds="“扣完2分”写的分，与它要扣完的那一条的分不同。",
    why="“扣完”是一分不留，写的分却不是全部：是扣到0分，还是只扣写明的分，两种读法得分不同。",
    bad="""办法  某某考核办法
一级指标  数据安全（3分）
  未出现数据泄露现象，得3分，出现一次数据泄露事件扣完2分。
""",
    good="""办法  某某考核办法
一级指标  数据安全（3分）
  未出现数据泄露现象，得3分，出现一次数据泄露事件扣完3分。
""",
    run=find,
)
