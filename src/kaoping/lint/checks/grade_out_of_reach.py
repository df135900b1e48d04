"""M013: a grade that no total can have."""

from __future__ import annotations

from collections.abc import Iterator

import portion

from kaoping.language.outline import Grade
from kaoping.language.reading import Veto
from kaoping.lint.amounts import text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.reach import unlimited
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """The totals that there can be, against the range of every grade."""
    if subject.rubric.scoring != "points":
        return
    for table in subject.rubric.tables:
        if not subject.understood(table):
            continue
        span = subject.reach.totals[table.kind]
        totals = portion.closed(span.least, span.most)
        vetoes = any(isinstance(term, Veto) for c in table.clauses() for term in c.reading.terms())
        of = f"「{table.kind}」的" if table.kind else ""
        for grade in table.grades:
            range_ = _range(grade)
            if range_.empty or range_.overlaps(totals):
                continue
            if range_ < totals and vetoes:
                yield Undecided(subject.line("等次", table), f"“{grade.name}”只有失去资格的才会得到")
                continue
            above = range_ > totals
            edge = span.most if above else span.least
            yield Found(
                subject.line("等次", table),
                f"{of}总分{'至多' if above else '至少'}{text(edge)}，没有谁能是“{grade.name}”",
                "核对等次的分数线和各项分值；文件本身如此的，注明认可的理由",
                witness=f"总分在{text(span.least)}～{'不限' if unlimited(span.most) else text(span.most)}之间",
            )


def _range(grade: Grade) -> portion.Interval:
    left = portion.CLOSED if grade.lower_closed and grade.lower is not None else portion.OPEN
    right = portion.CLOSED if grade.upper_closed and grade.upper is not None else portion.OPEN
    lower = grade.lower if grade.lower is not None else -portion.inf
    upper = grade.upper if grade.upper is not None else portion.inf
    return portion.Interval.from_atomic(left, lower, upper, right)


CHECK = Check(
    code="M013",
    severity="warning",
    finds="有的等次谁也得不到：它的分数线高过能得的总分，或者低过总分的最低数。",
    why="评不出来的等次形同虚设，奖惩也就落了空；多半是改了分值而没有改等次的分数线。",
    bad="""办法  某某考核办法
满分  80分
等次  优秀（S≥90）、合格（90＞S≥60）、不合格（S＜60）
一级指标  任务（80分）
  完成任务的，得80分。
""",
    good="""办法  某某考核办法
满分  80分
等次  优秀（S≥72）、合格（72＞S≥48）、不合格（S＜48）
一级指标  任务（80分）
  完成任务的，得80分。
""",
    run=find,
)
