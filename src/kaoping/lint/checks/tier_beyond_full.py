"""T011: the best tier ends at 100%, and the measure can exceed it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import portion

from kaoping.language.link import PERCENT_UNITS
from kaoping.lint import scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.gaps import left
from kaoping.lint.scales import PENDING
from kaoping.lint.subject import Subject

_BEYOND = Fraction(101, 100)


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """90%-100%得3分, where a task can be done to 101%; silent for parts of a whole, undecided where neither is known."""
    for scale in scales.of_clauses(subject):
        if scale.kind != "tiers" or scale.unit not in PERCENT_UNITS or scale.covered.empty:
            continue
        if scale.covered.upper != 1 or scale.covered.right != portion.CLOSED:
            continue
        if _BEYOND not in scale.domain.possible or scale.program(_BEYOND).told != PENDING:
            continue
        if not scale.domain.exceeds or scale.beside:
            yield Undecided(scale.span, f"不知道{scale.name}会不会超过100%；超过的，没有一档管到")
            continue
        yield Found(
            scale.span,
            f"{scale.name}超过100%的没有一档管到",
            "修订文件时把最高一档写成“90%以上”或“≥90%”；不会超过100%的，注明认可的理由",
            witness=f"{scale.at(_BEYOND)}，不属于任何一档，{left(scale, _BEYOND)}",
        )


CHECK = Check(
    code="T011",
    severity="note",
    finds="最高一档写到100%为止，而这个比率可以超过100%：任务可以超额完成，支出可以超过预算。合格率、覆盖率等部分占全部的比率不查。",
    why="超额完成的单位，多半应当得最高一档的分；但句子写到100%为止，程序不替文件决定，只能待评。",
    bad="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}为90%-100%，得3分；90%＞完成率≥80%，得2分；完成率＜80%，得0分。
""",
    good="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；90%＞完成率≥80%，得2分；完成率＜80%，得0分。
""",
    run=find,
)
