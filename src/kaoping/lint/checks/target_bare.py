"""A020: the value of a target is a mere number: at least, at most, or exactly so many?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.diagnostics import Choice
from kaoping.language.islands import Sign
from kaoping.language.link import ratio
from kaoping.language.reading import Between, Quantity, Target
from kaoping.language.targets import turned
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Rule
from kaoping.score import Measured
from kaoping.score.conditions import met
from kaoping.score.targets import actual_text, target_working

_SENSES: tuple[tuple[Sign, str, str], ...] = (
    ("≥", "至少要到这个数", "不低于"),
    ("≤", "至多到这个数", "不高于"),
    ("=", "正好是这个数", "正好"),
)


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Targets without a comparator, whose link does not say 不低于, 不高于 or 正好 either."""
    for clause in subject.clauses():
        for rule in (rule for section in clause.sections for rule in section.rules):
            term = rule.term
            if not isinstance(term, Target) or not term.bare or _settled(subject, clause):
                continue
            end = _end(term)
            if end is None or (ratio(end) == 1 and rule.percent):
                continue  # nothing is above 100%: at least and exactly are the same
            yield _found(subject, clause, term, rule, end)


def _settled(subject: Subject, clause: Clause) -> bool:
    return any(link.sense for link in subject.resolved.clauses[clause.id].bound.terms.values())


def _end(term: Target) -> Quantity | None:
    test = term.when.test
    return (test.lower or test.upper) if isinstance(test, Between) else None


def _found(subject: Subject, clause: Clause, term: Target, rule: Rule, end: Quantity) -> Found:
    """A figure one step beyond the number tells at least from at most, and both from exactly."""
    step = Decimal(1) if rule.percent else term.scale
    figure = ratio(end.model_copy(update={"number": end.number + step}))
    choices = []
    for sense, label, option in _SENSES:
        read = turned(term, sense)
        fulfilled = met(read.when.test, rule, Measured(figure)) is True
        choices.append(
            Choice(
                label,
                f"{{{option}}}",
                "达标" if fulfilled else "未达标",
                target_working(read, rule, figure, fulfilled),
                taken=read.when == term.when,
            )
        )
    taken = next((choice.label for choice in choices if choice.taken), "至少要到这个数")
    return Found(
        subject.term(clause, term),
        f"指标值“{term.value}”没有写是至少、至多还是正好",
        f"现在按“{taken}”读；认同的，在指标值后面写明{{不低于}}、{{不高于}}或{{正好}}",
        witness=f"实际{actual_text(term, rule, figure)}：当作至少是达标，当作至多或正好是未达标",
        choices=tuple(choices),
    )


CHECK = Check(
    code="A020",
    severity="note",
    finds="目标的指标值只写了一个数，没有写“≥”“≤”，也没有用链接写明是至少、至多还是正好。",
    why=(
        "多做了算不算达标，省下了算不算达标，两个人会有两种答案。程序按指标的类别猜：时效、成本指标是至多，其余是至少；"
        "猜得对不对，要由编写的人写明。"
    ),
    bad="""办法  某某目标表
计分  达标率
一级指标  产出指标
  举办培训：4次
""",
    good="""办法  某某目标表
计分  达标率
一级指标  产出指标
  举办培训：4次{不低于}
  参训人数：≥100人
""",
    run=find,
)
