"""M004: the indicators below another do not come to its points."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.lint.amounts import Parts, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """At every level, the parts come to the whole, with those that add or take (加分项) or without."""
    if subject.rubric.scoring != "points":
        return
    for indicator in subject.rubric.walk():
        if indicator.points is None or not indicator.children or not subject.outlined(indicator):
            continue
        parts = Parts.of(subject, indicator.children)
        base = parts.base
        if base is None:
            yield Undecided(subject.indicator(indicator), f"「{indicator.name}」下面有的指标看不出有几分")
            continue
        if parts.come_to(indicator.points):
            continue
        if not parts.all_known:
            yield Undecided(subject.indicator(indicator), "加分、扣分的指标没有写分值，不知道算不算在内")
            continue
        yield Found(
            subject.indicator(indicator),
            f"「{indicator.name}」{text(indicator.points)}，下面各项合计{text(base)}",
            "核对各级指标的分值；文件本身如此的，注明认可的理由",
            witness=parts.told(indicator.points),
            related=parts.related,
        )


CHECK = Check(
    code="M004",
    severity="warning",
    finds="下级指标的分值加起来，不等于上级指标的分值；每一级都查，加分项、扣分项可以算在内，也可以不算。",
    why="上下级的分值对不上，照下级计分和照上级计分会得出两个总分，公布的分值表也立不住。",
    bad="""办法  某某考核办法
一级指标  过程（20分）
  二级指标  资金管理（10分）
    资金专款专用，得10分。
  二级指标  组织实施（9分）
    制度健全，得9分。
""",
    good="""办法  某某考核办法
一级指标  过程（20分）
  二级指标  资金管理（10分）
    资金专款专用，得10分。
  二级指标  组织实施（10分）
    制度健全，得10分。
""",
    run=find,
)
