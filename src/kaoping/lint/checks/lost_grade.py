"""E001: a qualification is lost that no grade bears."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.diagnostics import Related
from kaoping.language.reading import Veto
from kaoping.lint.amounts import places
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.sheet import barred_from


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Which grades a lost qualification takes away, of the table that the clause stands in."""
    grades = {clause.id: table.grades for table in subject.rubric.tables for clause in table.clauses()}
    for place in places(subject):
        for term in place.section.part.terms:
            if not isinstance(term, Veto) or barred_from(grades[place.clause.id], term.qualification):
                continue
            names = "、".join(grade.name for grade in grades[place.clause.id])
            yield Found(
                subject.term(place.clause, term),
                f"“{term.qualification}”落不到等次上：" + ("没有哪个等次对应它" if names else "没有写等次"),
                "在等次里写明取消的是哪一等，例如：取消“优秀”等次资格"
                if names
                else "写上等次，例如：等次  优秀（S≥90）、良好（90＞S≥80）、差（S＜80）",
                witness=f"等次有{names}，失去资格的单位等次不变"
                if names
                else "失去资格的单位，结果与没有失去的一样",
                related=(Related(subject.line("等次"), "等次"),) if names else (),
            )


CHECK = Check(
    code="E001",
    severity="warning",
    finds="句子取消某种资格，可是等次里没有哪一等对应这种资格，或者根本没有写等次。",
    why="失去资格的单位得分不变、等次也不变，这句话等于没有写；真要执行时，谁也说不出取消的是什么。",
    bad="""办法  某某考核办法
等次  一等（S≥90）、二等（90＞S≥80）、三等（S＜80）
一级指标  安全（100分）
  未发生安全事故的，得100分，发生一起扣10分，扣完为止，超过3起取消文明单位资格。
""",
    good="""办法  某某考核办法
等次  优秀（S≥90）、良好（90＞S≥80）、差（S＜80）
一级指标  安全（100分）
  未发生安全事故的，得100分，发生一起扣10分，扣完为止，超过3起取消年度优秀等次资格。
""",
    run=find,
)
