"""M016: points below 0."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.source import Span

_NEGATIVE = re.compile(r"[得扣加减计]\s*[-－−]\s*[\d０-９]+(?:[.．][\d０-９]+)?\s*分")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """得-2分, 扣-2分: the sign says that points are taken, and the word may say so, too."""
    for clause in subject.clauses():
        for match in _NEGATIVE.finditer(clause.reading.text):
            given = match[0][0] in "得加计"
            yield Found(
                subject.words(clause, Span(*match.span())),
                f"“{match[0]}”用了负数",
                "扣分的写正数，例如：扣2分",
                witness="得负分是再扣分，还是只是不得分，看不出来"
                if given
                else "扣去负数是加分，还是扣分，看不出来",
            )


CHECK = Check(
    code="M016",
    severity="warning",
    finds="句子里得分或扣分写成负数：得-2分。",
    why="“得-2分”可以是不得分以后再倒扣2分，也可以就是扣2分；程序读作扣2分，分值不够扣的扣到0分为止。",
    bad="""办法  某某考核办法
一级指标  整改（6分）
  按期整改的，得6分，逾期的，得-6分，扣完为止。
""",
    good="""办法  某某考核办法
一级指标  整改（6分）
  按期整改的，得6分，逾期的，扣6分，扣完为止。
""",
    run=find,
)
