"""T001: between two rows of a scale lie values that no row covers."""

from __future__ import annotations

from collections.abc import Iterator

import portion

from kaoping.language.reading import Tiers
from kaoping.lint import ranges
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Gaps between the lowest and the highest row of every scale of numbers without 否则."""
    for clause in subject.clauses():
        for term in clause.reading.terms():
            if not isinstance(term, Tiers) or term.scale != "number" or term.otherwise is not None:
                continue
            covered = portion.Interval(*ranges.rows_of(term))
            gaps = covered.enclosure - covered
            unit = ranges.unit_of(term)
            for gap in gaps:
                inside = ranges.say(ranges.middle(gap), unit)
                name = term.subject or "这个数"
                yield Found(
                    subject.term(clause, term),
                    f"{ranges.say(gap.lower, unit)}与{ranges.say(gap.upper, unit)}之间没有一档管到",
                    "修订文件时把相邻两档写成首尾相接，例如：90%＞x≥80%；暂不修订的，注明认可的理由",
                    witness=f"{name}为{inside}时，不属于任何一档，计分时待评",
                )


CHECK = Check(
    code="T001",
    severity="warning",
    finds="相邻两档之间留有空档：有的数值哪一档也不属于，句子里也没有写“否则”怎么办。",
    why=(
        "落在空档里的单位得不出分数，只能待评；各评各的，争议就从这里来。最常见的是用整数写百分比"
        "（80%-89%、90%-100%），而完成率并不总是整数。"
    ),
    bad="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}90%以上得3分；80%-89%得2分；80%以下得0分。
""",
    good="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；90%＞完成率≥80%，得2分；完成率＜80%，得0分。
""",
    run=find,
)
