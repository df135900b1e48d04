"""E001: a qualification is lost that no grade bears."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaoping.diagnostics import Related
from kaoping.language.clause import read
from kaoping.language.outline import Grade
from kaoping.language.reading import Part, Veto
from kaoping.lint.amounts import places
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Table
from kaoping.sheet import barred_from, best_first

_BARE = re.compile(r"(?:实行|执行|予以|则)?[“\"]?一票否决制?[”\"]?")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Which grades a lost qualification takes away, of the table that the clause stands in."""
    tables = {clause.id: table for table in subject.rubric.tables for clause in table.clauses()}
    for place in places(subject):
        table = tables[place.clause.id]
        if not table.grades and subject.writes("等次", table):
            continue  # the line is there, and could not be read
        for term in place.section.part.terms:
            if not isinstance(term, Veto) or barred_from(table.grades, term.qualification):
                continue
            if _BARE.fullmatch(term.qualification) and _said_beside(term, place.section.part):
                continue
            yield _found(subject, place.clause, term, table)


def _found(subject: Subject, clause: Clause, term: Veto, table: Table) -> Found:
    names = "、".join(grade.name for grade in table.grades)
    return Found(
        subject.term(clause, term),
        f"“{term.qualification}”落不到等次上：" + ("没有哪个等次对应它" if names else "没有写等次"),
        f"在这句话里写明影响的是哪一等，例如：{'；'.join(_wordings(table.grades, term))}"
        if names
        else "写上等次，例如：等次  优秀（S≥90）、良好（90＞S≥80）、差（S＜80）",
        witness=f"等次有{names}，失去资格的单位等次不变" if names else "失去资格的单位，结果与没有失去的一样",
        related=(Related(subject.line("等次"), "等次"),) if names else (),
    )


def _said_beside(bare: Veto, part: Part) -> bool:
    """一票否决，直接定为不合格等次: what the one means, the other says."""
    others = (term for term in part.terms if isinstance(term, Veto) and term != bare)
    return any(other.when == bare.when and not _BARE.fullmatch(other.qualification) for other in others)


def _wordings(grades: Sequence[Grade], term: Veto) -> Iterator[str]:
    """Sentences that are understood and bind the loss to a grade of the table."""
    ordered = best_first(grades)
    bare = "一票否决，" if _BARE.fullmatch(term.qualification) else ""
    best, last = (
        one.name if one.name.endswith("等") else f"{one.name}等次" for one in (ordered[0], ordered[-1])
    )
    for words in (f"直接定为{last}", f"取消{best}评选资格"):
        reading = read(f"发生事故的，{bare}{words}")
        lost = (t.qualification for t in reading.terms() if isinstance(t, Veto))
        if reading.understood and any(barred_from(grades, one) for one in lost):
            yield f"{bare}{words}"


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
