"""M017: the numbered parts of a clause do not come to its full mark."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.diagnostics import Related
from kaoping.lint.amounts import Place, equation, places, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """（1）…，（2）… against the full mark in the head of their clause."""
    clauses: dict[str, list[Place]] = {}
    for place in places(subject):
        clauses.setdefault(place.clause.id, []).append(place)
    for parts in clauses.values():
        clause, mark = parts[0].clause, parts[0].clause.reading.mark
        if len(parts) < 2 or mark is None or any(p.section.part.instead or p.itemised for p in parts):
            continue
        marks = [part.section.full for part in parts]
        known = [points for points in marks if points is not None]
        if len(known) < len(marks) or 0 in known or sum(known, Decimal(0)) == mark:
            continue
        yield Found(
            subject.clause(clause),
            f"这一条{text(mark)}，各部分合计{text(sum(known, Decimal(0)))}",
            "核对各部分的分值和句首的分值；文件本身如此的，注明认可的理由",
            witness=equation(known, mark),
            related=tuple(
                Related(subject.words(clause, part.section.part.span), text(points))
                for part, points in zip(parts, known, strict=True)
            ),
        )


CHECK = Check(
    code="M017",
    severity="warning",
    finds="一条下面（1）（2）各部分的分值加起来，不等于句首写的分值。",
    why="照各部分计分和照句首的分值计分不是一个数：多的扣不到，少的得不满。",
    bad="""办法  某某考核办法
一级指标  协助推广（6分）
  1．协助推广情况，6分。（1）办事地点推广，3分。在办事地点推广的，得3分。（2）线上推广，2分。在网上推广的，得2分。
""",
    good="""办法  某某考核办法
一级指标  协助推广（5分）
  1．协助推广情况，5分。（1）办事地点推广，3分。在办事地点推广的，得3分。（2）线上推广，2分。在网上推广的，得2分。
""",
    run=find,
)
