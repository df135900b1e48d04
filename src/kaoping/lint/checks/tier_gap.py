"""T001: between two rows of a scale lie values that no row covers."""

from __future__ import annotations

from collections.abc import Iterator

import portion

from kaoping.lint import apart, grades, places, ranges, scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.gaps import Gap, gaps_of, left
from kaoping.lint.scales import Scale
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Gaps between the rows of tiers, of bands of points and of grades, if no 否则 covers them."""
    for scale in (*grades.of_grades(subject), *scales.of_clauses(subject), *apart.of_indicators(subject)):
        for gap in gaps_of(scale):
            if gap.where != "between":
                continue
            told = ranges.describe(gap.values, scale.unit)
            if gap.doubt:
                yield Undecided(scale.span, f"{told}没有{scale.noun}管到；{gap.doubt}")
                continue
            yield Found(
                scale.span,
                f"{told}没有{scale.noun}管到",
                f"修订文件时把相邻两档写成首尾相接，例如{_joined(scale, gap)}；暂不修订的，注明认可的理由",
                witness=f"{scale.at(gap.value)}，不属于任何{scale.noun}，{left(scale, gap.value)}",
            )
    for ranking in places.of_clauses(subject):
        yield from places.gaps(ranking, between=True)


def _joined(scale: Scale, gap: Gap) -> str:
    """How the row below the gap reads if it reaches up to the row above."""
    row = next(row for row in scale.rows if any(atom.upper == gap.values.lower for atom in row.claims))
    of = next(atom for atom in row.claims if atom.upper == gap.values.lower)
    what, unit = ("S", "") if scale.kind == "grades" else ("x", scale.unit)
    upper, claimed = ranges.say(gap.values.upper, unit), gap.values.right == portion.OPEN
    if of.lower == -portion.inf:
        whole = f"{what}{'＜' if claimed else '≤'}{upper}"
    else:
        lower = f"{'≥' if of.left == portion.CLOSED else '＞'}{ranges.say(of.lower, unit)}"
        whole = f"{upper}{'＞' if claimed else '≥'}{what}{lower}"
    return f"把“{row.words}”写成{whole}"


CHECK = Check(
    code="T001",
    severity="warning",
    finds="相邻两档之间留有空档：有的数值哪一档也不属于，句子里也没有写“否则”怎么办。数值、名次、酌情的分数段、等次都查。",
    why=(
        "落在空档里的单位得不出分数，只能待评；各评各的，争议就从这里来。最常见的是用整数写百分比"
        "（80%-89%、90%-100%），而完成率并不总是整数。"
    ),
    bad="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；80%-89%得2分；完成率＜80%，得0分。
""",
    good="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；90%＞完成率≥80%，得2分；完成率＜80%，得0分。
""",
    run=find,
)
