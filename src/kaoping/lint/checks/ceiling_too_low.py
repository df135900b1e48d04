"""M015: the ceiling of the total lies below the full mark."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.lint.amounts import text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """总分不高于 against 满分, of every table."""
    for table in subject.rubric.tables:
        if table.full is None or table.ceiling is None or table.ceiling >= table.full:
            continue
        yield Found(
            subject.line("满分", table),
            f"总分不高于{text(table.ceiling)}，比满分{text(table.full)}还低",
            "核对总分上限和满分，改正写错的一个；文件本身如此的，注明认可的理由",
            witness=f"各项都得满分的，也只能得{text(table.ceiling)}，{text(table.ceiling)[:-1]}＜{text(table.full)[:-1]}",
        )


CHECK = Check(
    code="M015",
    severity="warning",
    finds="总分的上限比满分还低。",
    why="满分谁也得不到，超过上限的分都白得了；上限和满分必有一个写错。",
    bad="""办法  某某考核办法
满分  100分，总分不高于90分
一级指标  任务（100分）
  完成任务的，得100分。
""",
    good="""办法  某某考核办法
满分  100分，总分不高于100分
一级指标  任务（100分）
  完成任务的，得100分。
""",
    run=find,
)
