"""M010: 扣完为止 where the points can never be exhausted."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.lint.amounts import lowest, places, text, told
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """A clause that says 扣完为止 can come down to 0."""
    for place in places(subject):
        section = place.section
        if not section.part.until_exhausted or section.floor != 0 or place.itemised or section.part.instead:
            continue
        least = subject.reach.sections[place.clause.id, place.index].least
        if least <= 0 or section.full is None:
            continue
        worst = lowest(list(subject.reach.outcomes(place.clause, section)))
        if worst is None or worst.score.low != least:
            yield Undecided(subject.clause(place.clause), f"看来至少得{text(least)}，但说不出怎样得到")
            continue
        yield Found(
            subject.clause(place.clause),
            f"写着“扣完为止”，却永远扣不完：怎样也得{text(least)}",
            "核对每次扣的分数和步子，按次扣的写明“每次”；文件本身如此的，注明认可的理由",
            witness=f"{told(worst, place.clause)}时扣得最多，仍得{text(least)}",
        )


CHECK = Check(
    code="M010",
    severity="warning",
    finds="句子写着“扣完为止”，可是把能扣的都扣了，分也扣不完。",
    why="一家不建也能得分，多半是每次扣的分写小了，或者目标数写小了；“扣完为止”表明本意是扣得完的。",
    bad="""办法  某某考核办法
一级指标  服务中心（2分）
  建成服务中心数{建成服务中心数}达到17家得2分，每少1家扣0.1分，扣完为止。
""",
    good="""办法  某某考核办法
一级指标  服务中心（1.7分）
  建成服务中心数{建成服务中心数}达到17家得1.7分，每少1家扣0.1分，扣完为止。
""",
    run=find,
)
