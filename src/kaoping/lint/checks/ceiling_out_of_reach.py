"""M014: a ceiling of the total to which nothing can rise."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.lint.amounts import text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """The most that the total can come to without its ceiling, against the ceiling."""
    if subject.rubric.scoring != "points":
        return
    for table in subject.rubric.tables:
        if table.ceiling is None or not subject.understood(table):
            continue
        most = subject.reach.open_totals[table.kind].most
        if most >= table.ceiling or (table.full is not None and table.ceiling <= table.full):
            continue
        yield Found(
            subject.line("满分", table),
            f"总分不高于{text(table.ceiling)}没有作用：全部得分加起来也至多{text(most)}",
            "核对总分上限和加分的多少；文件本身如此的，注明认可的理由",
            witness=f"{text(most)[:-1]}＜{text(table.ceiling)[:-1]}",
        )


CHECK = Check(
    code="M014",
    severity="warning",
    finds="总分的上限高于满分，可是连加分都得满也到不了这个上限。",
    why="上限和加分对不上：要么加分写少了，要么上限写高了。照字面，上限等于没有写。",
    bad="""办法  某某考核办法
满分  100分，总分不高于110分
一级指标  任务（100分）
  完成任务的，得100分。
一级指标  加分项（5分）
  每获得一次表彰加1分，最高加5分。
""",
    good="""办法  某某考核办法
满分  100分，总分不高于105分
一级指标  任务（100分）
  完成任务的，得100分。
一级指标  加分项（10分）
  每获得一次表彰加1分，最高加10分。
""",
    run=find,
)
