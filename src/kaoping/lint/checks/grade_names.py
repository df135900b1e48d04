"""T010: a grade that stands twice, or whose name says better than its totals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from kaoping import exact
from kaoping.language.outline import Grade
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject

_LADDERS = (
    ("优秀", "良好", "中等", "合格", "不合格"),
    ("优秀", "良好", "一般", "较差", "差"),
    ("优秀", "良好", "及格", "不及格"),
    ("优秀", "良好", "中等", "差"),
    ("优秀", "称职", "基本称职", "不称职"),
    ("优秀", "合格", "基本合格", "不合格"),
    ("优", "良", "中", "差"),
    ("好", "较好", "一般", "较差", "差"),
    ("一等", "二等", "三等"),
    ("一级", "二级", "三级"),
    ("A", "B", "C", "D"),
    ("甲", "乙", "丙", "丁"),
)
"""Names of grades from the best to the worst, as everybody knows them."""


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Names that stand twice, and two names of one well-known ladder with their totals the wrong way round."""
    seen = set()
    for table in subject.rubric.tables:
        span = subject.line("等次", table)
        if (span, table.grades) in seen:
            continue
        seen.add((span, table.grades))
        names = [grade.name for grade in table.grades]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            told = "、".join(_totals(grade) for grade in table.grades if grade.name == name)
            yield Found(
                span,
                f"等次“{name}”写了{names.count(name)}次",
                "核对等次的名称",
                witness=f"“{name}”：{told}",
            )
        for one, other in combinations(table.grades, 2):
            better, worse = (one, other) if _better(one.name, other.name) else (other, one)
            if _better(better.name, worse.name) and _above(worse, better):
                yield Found(
                    span,
                    f"“{better.name}”的分数反而低于“{worse.name}”",
                    "核对等次的名称和分数",
                    witness=f"“{better.name}”：{_totals(better)}；“{worse.name}”：{_totals(worse)}",
                )


def _better(one: str, other: str) -> bool:
    """Whether a name is the better one of two, on every ladder that has both."""
    orders = {
        ladder.index(one) < ladder.index(other) for ladder in _LADDERS if one in ladder and other in ladder
    }
    return one != other and orders == {True}


def _above(one: Grade, other: Grade) -> bool:
    """Whether all totals of a grade lie above those of another."""
    return one.lower is not None and other.upper is not None and other.upper <= one.lower


def _totals(grade: Grade) -> str:
    def end(value: Decimal, closed: bool, word: str) -> str:
        return f"{word}{exact.text(value)}分" + ("" if closed else "（不含）")

    parts = []
    if grade.lower is not None:
        parts.append(end(grade.lower, grade.lower_closed, "从"))
    if grade.upper is not None:
        parts.append(end(grade.upper, grade.upper_closed, "到"))
    return "".join(parts) or "任何分数"


CHECK = Check(
    code="T010",
    severity="warning",
    finds="同一个等次写了两次，或者等次的名称和分数颠倒：优秀的分数低于良好。只看人人知道次序的名称。",
    why="等次按分数排，名称错了，公布的结果就错了。",
    bad="""办法  某某考核办法
满分  100分
等次  良好（S≥90）、优秀（90＞S≥80）、差（S＜80）
一级指标  工作（100分）
  全部完成任务，得100分。
""",
    good="""办法  某某考核办法
满分  100分
等次  优秀（S≥90）、良好（90＞S≥80）、差（S＜80）
一级指标  工作（100分）
  全部完成任务，得100分。
""",
    run=find,
)
