"""T003: the boundary between two rows belongs to both, or to neither."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.diagnostics import Related
from kaoping.lint import apart, grades, scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.gaps import gaps_of, left
from kaoping.lint.overlaps import overlaps_of, told
from kaoping.lint.subject import Subject

_HELP = "修订文件时写明归哪一档：用≥和＜，或写“（含…）”；暂不修订的，注明认可的理由"


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Single values that two rows claim with different points, and single values between two rows that none claims."""
    for scale in (*grades.of_grades(subject), *scales.of_clauses(subject), *apart.of_indicators(subject)):
        for gap in gaps_of(scale):
            if gap.where == "point" and not gap.doubt:
                yield Found(
                    scale.span,
                    f"{scale.say(gap.value)}上下各有{scale.noun}，正好{scale.say(gap.value)}的没有{scale.noun}管到",
                    _HELP,
                    witness=f"{scale.at(gap.value)}，不属于任何{scale.noun}，{left(scale, gap.value)}",
                )
        for overlap in overlaps_of(scale):
            if overlap.single:
                yield Found(
                    overlap.other.span,
                    f"{scale.say(overlap.value)}既属于“{overlap.one.words}”，也属于“{overlap.other.words}”",
                    _HELP,
                    witness=told(scale, overlap),
                    related=(Related(overlap.one.span, "这里也包括这个数"),)
                    if overlap.one.span != overlap.other.span
                    else (),
                )


CHECK = Check(
    code="T003",
    severity="warning",
    finds=(
        "相邻两档的分界点，两档都包括它（90%以上、80%-90%；60%-79%、60%以下），或者两档都不包括它（＞90%、＜90%）。"
        "按通例，“以上”“以下”“以内”和“a-b”都含本数。"
    ),
    why=(
        "正好落在分界点上的单位最容易起争议。两档都包括的，程序按写明“含”的一档，没有写明的按先写的或范围窄的一档；"
        "两档都不包括的，只能待评。"
    ),
    bad="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}90%以上，得3分；80%-90%，得2分；完成率＜80%，得0分。
""",
    good="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；90%＞完成率≥80%，得2分；完成率＜80%，得0分。
""",
    run=find,
)
