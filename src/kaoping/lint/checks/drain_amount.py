"""M008: 直至N分扣完, and no indicator above has N points."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.diagnostics import Related
from kaoping.lint.amounts import places, text
from kaoping.lint.check import Check, Found
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found]:
    """The amount of a drain is the points of an indicator that the clause stands in."""
    for place in places(subject):
        drain = place.section.part.drain
        if drain is None:
            continue
        above = [(i, i.points) for i in reversed(place.path) if i.points is not None]
        if not above or drain in (place.leaf.points, place.mark, *place.leaf.drained):
            continue
        listed = "、".join(f"「{indicator.name}」{text(points)}" for indicator, points in above)
        yield Found(
            subject.clause(place.clause),
            f"写着直至{text(drain)}扣完，而这一条的上级没有{text(drain)}的",
            "核对要扣完的是哪个指标，写它的分值；文件本身如此的，注明认可的理由",
            witness=f"上级是{listed}",
            related=tuple(Related(subject.indicator(i), f"{text(points)}") for i, points in above),
        )


CHECK = Check(
    code="M008",
    severity="warning",
    finds="“直至50分扣完”写的分，不是这一条的任何一个上级指标的分值。",
    why="扣完的是哪个指标，只有靠分值认。对不上的，有人只扣本项，有人连别的指标一起扣，可以差几十分。",
    bad="""办法  某某考核办法
一级指标  视频会议（60分）
  1．按要求参加会议的，得60分。
  2．被点名批评的，每发现一次扣10分，直至50分扣完。
""",
    good="""办法  某某考核办法
一级指标  视频会议（50分）
  1．按要求参加会议的，得50分。
  2．被点名批评的，每发现一次扣10分，直至50分扣完。
""",
    run=find,
)
