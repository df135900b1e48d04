"""T007: the rows of one scale are written in different units of measure."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.language.reading import Between, Quantity, Tiers
from kaoping.lint import scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Scales in which numbers with different units are compared as if they had one."""
    for clause in filter(subject.read, subject.rubric.clauses()):
        for term in clause.reading.terms():
            if not isinstance(term, Tiers) or term.scale != "number" or len(scales.units(term)) < 2:
                continue
            first, other = _two(term)
            written = "、".join(unit or "没有单位" for unit in scales.units(term))
            yield Found(
                subject.term(clause, term),
                f"同一组档次里，数的单位不一样：{written}",
                "修订文件时换算成同一个单位；暂不修订的，注明认可的理由",
                witness=_compared(first, other),
            )


def _two(term: Tiers) -> tuple[Quantity, Quantity]:
    """A threshold in the first unit, and one in another."""
    ends = [
        end
        for row in term.rows
        if isinstance(row.when.test, Between)
        for end in (row.when.test.lower, row.when.test.upper)
        if end is not None and end.number != 0
    ]
    first = next(end for end in ends if end.unit)
    return first, next(end for end in ends if scales.unit_name(end) != scales.unit_name(first))


def _compared(first: Quantity, other: Quantity) -> str:
    if scales.unit_name(first) == "%":
        told = f"{scales.percentage(other)}%" if not other.unit else str(other)
        return f"与{first}比较时，程序把{other}当作{told}"
    return f"程序只比较数字：{other}按{other.number}与{first}的{first.number}比较"


CHECK = Check(
    code="T007",
    severity="warning",
    finds="同一组档次里的数，单位写得不一样：小时和天、元和万元，或者有的写百分号、有的不写。",
    why="程序不替文件换算单位，只比较数字：1天会小于12小时，80会大于90%，单位得到的就是另一档的分。",
    bad="""办法  某某考核办法
一级指标  办理时长（3分）
  平均处理时长{平均处理时长}≤12小时，得3分；12小时＜平均处理时长≤20小时，得1分；平均处理时长＞1天，不得分。
""",
    good="""办法  某某考核办法
一级指标  办理时长（3分）
  平均处理时长{平均处理时长}≤12小时，得3分；12小时＜平均处理时长≤24小时，得1分；平均处理时长＞24小时，不得分。
""",
    run=find,
)
