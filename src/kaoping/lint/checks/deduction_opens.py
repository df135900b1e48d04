"""M018: an indicator that is meant to take brings points of its own to a full mark that is there without it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping import exact
from kaoping.lint.amounts import regular_sum, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.model import Indicator
from kaoping.resolve.above import ADDS, TAKES


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """扣分项（10分） beside indicators that come to the full mark: units without any deduction get 110 of 100."""
    for table in subject.rubric.tables:
        if table.full is None or not subject.understood(table):
            continue
        if regular_sum(table.indicators) != table.full:
            continue  # M002, or the points are needed
        for indicator in table.indicators:
            opening = _opening(indicator)
            if not TAKES.search(indicator.name) or ADDS.search(indicator.name) or opening <= 0:
                continue
            sum_ = f"{exact.text(table.full)}＋{exact.text(opening)}＝{exact.text(table.full + opening)}分"
            yield Found(
                subject.indicator(indicator),
                f"「{indicator.name}」先记{text(opening)}，别的指标已经够满分{text(table.full)}",
                "从总分里扣的，不给它写分值，只写最高扣几分；本来就有分值的，换一个不带“扣分”的名称，并核对满分",
                witness=f"什么也不扣的单位，封顶之前是{sum_}",
            )


def _opening(indicator: Indicator) -> Decimal:
    """The points that all clauses below bring before any fact."""
    return sum((c.opening for i in indicator.walk() for c in i.clauses), Decimal(0))


CHECK = Check(
    code="M018",
    severity="warning",
    finds="名叫“扣分项”的指标写了分值，计分时先记上这些分，而别的指标加起来已经是满分。",
    why="什么也没扣的单位会超过满分；总分有上限的，先记的分正好被上限抹去，扣分项扣多少都不起作用。",
    bad="""办法  某某考核办法
满分  100分
一级指标  工作落实（100分）
  全部完成任务，得100分。
一级指标  扣分项（10分）
  每发生一起事故扣5分，扣完为止。
""",
    good="""办法  某某考核办法
满分  100分
一级指标  工作落实（100分）
  全部完成任务，得100分。
一级指标  扣分项
  每发生一起事故扣5分，最高扣10分。
""",
    run=find,
)
