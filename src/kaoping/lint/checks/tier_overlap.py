"""T004: two rows of a scale cover the same values and say different things of them."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.diagnostics import Related
from kaoping.lint import apart, grades, places, ranges, scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.overlaps import overlaps_of, told
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Ranges of values, or places, that two rows claim with different points, where neither is a rung of the other's ladder."""
    for scale in (*grades.of_grades(subject), *scales.of_clauses(subject), *apart.of_indicators(subject)):
        for overlap in overlaps_of(scale):
            if overlap.single:
                continue
            yield Found(
                overlap.other.span,
                f"“{overlap.one.words}”与“{overlap.other.words}”都管{ranges.describe(overlap.values, scale.unit)}的",
                "修订文件时把两档分开；暂不修订的，注明认可的理由",
                witness=told(scale, overlap),
                related=(Related(overlap.one.span, "与这一档重叠"),)
                if overlap.one.span != overlap.other.span
                else (),
            )
    for ranking in places.of_clauses(subject):
        yield from places.overlaps(ranking)


CHECK = Check(
    code="T004",
    severity="warning",
    finds=(
        "两档管着同一段数值或同一个名次，给的分却不同；两个等次的分数段交叉；前几名和后几名在单位少的时候是同一个单位。"
        "一档比一档严的（≥80%、≥90%；前20%、前40%）不在此列：取严的一档。"
    ),
    why="同一个数得几分，要看评的人取哪一档。程序取范围窄的一档，一样宽的取先写的一档；文件没有这样说。",
    bad="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；80%-95%，得2分；完成率＜80%，得0分。
""",
    good="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；90%＞完成率≥80%，得2分；完成率＜80%，得0分。
""",
    run=find,
)
