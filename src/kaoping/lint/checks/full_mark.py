"""M002: the first-level indicators do not come to the full mark."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.lint.amounts import Parts, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """The indicators of a table come to its full mark, with those that add to it (加分项) or without."""
    for table in subject.rubric.tables:
        if table.full is None or not subject.outlined(table):
            continue
        parts = Parts.of(subject, table.indicators)
        base = parts.base
        if base is None:
            yield Undecided(subject.line("满分", table), "有的一级指标看不出有几分")
            continue
        if parts.come_to(table.full):
            continue
        if base < table.full and not parts.all_known:
            yield Undecided(subject.line("满分", table), "加分项没有写分值，不知道要不要它补足满分")
            continue
        of = f"「{table.kind}」的" if table.kind else ""
        yield Found(
            subject.line("满分", table),
            f"{of}一级指标合计{text(base)}，满分写的是{text(table.full)}",
            "核对各指标的分值；文件本身如此的，注明认可的理由",
            witness=parts.told(table.full),
            related=parts.related,
        )


CHECK = Check(
    code="M002",
    severity="warning",
    finds="一级指标的分值加起来不等于满分（加分项可以算在内，也可以不算）。",
    why="分值对不上，满分就没有人得得到，或者人人可以超过；等次的分数线也就失去意义。",
    bad="""办法  某某考核办法
满分  100分
一级指标  投入（40分）
  按时拨付资金，得40分。
一级指标  产出（50分）
  全部完成任务，得50分。
""",
    good="""办法  某某考核办法
满分  100分
一级指标  投入（40分）
  按时拨付资金，得40分。
一级指标  产出（60分）
  全部完成任务，得60分。
""",
    run=find,
)
