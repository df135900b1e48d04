"""N006: a name that is declared, defined, or linked, and that a sentence gives another meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaoping.diagnostics import Related
from kaoping.language import link as link_language
from kaoping.language.link import Expression, LinkError, say
from kaoping.language.reading import Term
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.names import mentions
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Indicator
from kaoping.source import Span


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Links behind a name that contradict its declaration or definition; names of an indicator with two meanings."""
    everywhere = {
        name: (indicator, meaning)
        for indicator in subject.rubric.walk()
        for clause in indicator.clauses
        if subject.understood(clause)
        for name, meaning, _ in _given(subject, clause)
    }
    for indicator in subject.rubric.walk():
        clauses = [clause for clause in indicator.clauses if subject.understood(clause)]
        for clause in clauses:
            for name, meaning, span in _given(subject, clause):
                yield from _outside(subject, name, meaning, span)
        yield from _inside(subject, indicator, clauses)
        yield from _elsewhere(subject, indicator, clauses, everywhere)


def _outside(subject: Subject, name: str, meaning: Expression, span: Span) -> Iterator[Found]:
    """What the file itself says of the name."""
    declared = subject.fact(name)
    if declared is not None:
        others = "、".join(dict.fromkeys(f"「{other}」" for other in mentions(meaning))) or say(meaning)
        yield Found(
            span,
            f"「{name}」声明为要填报的事实，这里又写成{say(meaning)}",
            f"由别的数算出来的，删去“事实  {name}”一行；要填报的，链接写成 {{{name}}}",
            witness=f"填了「{name}」，又填了{others}，算出来可以不是同一个数",
            related=(Related(declared, "声明在这里"),),
        )
        return
    place = subject.definition(name)
    try:
        defined = link_language.parse_expression(subject.source.slice(place)) if place is not None else None
    except LinkError:
        return
    if place is not None and defined is not None and defined != meaning:
        yield Found(
            span,
            f"「{name}」定义为{say(defined)}，这里又写成{say(meaning)}",
            "改成一样；确是两回事的，用两个名称",
            witness=f"这个指标里「{name}」是{say(meaning)}，别的指标里是{say(defined)}",
            related=(Related(place, "定义在这里"),),
        )


def _inside(subject: Subject, indicator: Indicator, clauses: list[Clause]) -> Iterator[Found]:
    """A clause that uses a name without a link, where other clauses of the indicator link it in two ways."""
    meanings: dict[str, dict[Expression, Span]] = {}
    for clause in clauses:
        for name, meaning, span in _given(subject, clause):
            meanings.setdefault(name, {}).setdefault(meaning, span)
    for name, told in meanings.items():
        if len(told) < 2:
            continue
        for clause in clauses:
            term = next((term for term in clause.reading.terms() if _subject(term) == name), None)
            if term is None or any(given == name for given, _, _ in _given(subject, clause)):
                continue
            ways = "，也可以是".join(say(meaning) for meaning in told)
            yield Found(
                subject.term(clause, term),
                f"这里的「{name}」可以是{ways}",
                f"在这一句里也链接一次：{name}{{{say(next(iter(told)))}}}",
                witness=f"「{indicator.name}」里给「{name}」下了{len(told)}个定义，这一句没有说用哪一个",
                related=tuple(Related(span, say(meaning)) for meaning, span in told.items()),
            )


def _elsewhere(
    subject: Subject,
    indicator: Indicator,
    clauses: list[Clause],
    everywhere: Mapping[str, tuple[Indicator, Expression]],
) -> Iterator[Undecided]:
    """Names that only another indicator gives a meaning: here they are figures of their own."""
    given = {name for clause in clauses for name, _, _ in _given(subject, clause)}
    for clause in clauses:
        bound = subject.resolved.clauses[clause.id].bound
        for index, term in enumerate(clause.reading.terms()):
            name = _subject(term)
            if name not in everywhere or name in given or bound.terms.get(index) is not None:
                continue
            if subject.fact(name) is None and subject.definition(name) is None:
                other, meaning = everywhere[name]
                yield Undecided(
                    subject.term(clause, term),
                    f"「{name}」在「{other.name}」里链接成{say(meaning)}，这里没有链接，是另一个要填报的数",
                )
                given.add(name)


def _subject(term: Term) -> str:
    return getattr(term, "subject", "") or getattr(getattr(term, "when", None), "subject", "")


def _given(subject: Subject, clause: Clause) -> Iterator[tuple[str, Expression, Span]]:
    """The meanings that a clause gives to names, itself or by links; a name that is narrowed keeps its own."""
    for definition in clause.reading.definitions:
        try:
            meaning = link_language.parse_expression(definition.expression)
        except LinkError:
            continue
        at = clause.reading.text.find(definition.name)
        words = Span(at, at + len(definition.name)) if at >= 0 else None
        yield definition.name, meaning, subject.words(clause, words)
    for name, meaning, place in subject.resolved.clauses[clause.id].bound.given:
        if name not in mentions(meaning):
            yield name, meaning, Span(*place)


CHECK = Check(
    code="N006",
    severity="warning",
    finds="同一个名称，链接说是一个意思，声明、定义或同一指标里的另一个链接说是另一个意思。",
    why="链接给名称下的定义在整个指标里通用。两处说法不同，看的人不知道分数照哪个数算，填报的人也可能填了用不上的数。",
    bad="""办法  某某考核办法
事实  完成率：百分比
一级指标  完成情况（6分）
  1．完成率{完成数 / 任务数}≥90%，得3分；完成率＜90%，得0分。
  2．完成率达到100%，得3分，每下降1个百分点{不足一步不计}扣0.1分，扣完为止。
""",
    good="""办法  某某考核办法
一级指标  完成情况（6分）
  1．完成率{完成数 / 任务数}≥90%，得3分；完成率＜90%，得0分。
  2．完成率达到100%，得3分，每下降1个百分点{不足一步不计}扣0.1分，扣完为止。
""",
    run=find,
)
