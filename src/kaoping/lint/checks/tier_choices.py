"""T009: the words of a scale and the choices of its fact do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.diagnostics import Related
from kaoping.language.link import Source
from kaoping.language.reading import Tiers
from kaoping.lint import scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Rule, Section
from kaoping.resolve.rows import choice_of
from kaoping.score.conditions import Measured
from kaoping.score.terms import contribution
from kaoping.source import Span


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Words that stand twice, choices that no row names, an otherwise that no choice is left for, and rows out of turn."""
    for clause in subject.clauses():
        for section in clause.sections:
            for rule in section.rules:
                term = rule.term
                if isinstance(term, Tiers) and rule.wants == "choice" and rule.each is None:
                    yield from _of_rule(subject, clause, section, rule, term)


def _of_rule(subject: Subject, clause: Clause, section: Section, rule: Rule, term: Tiers) -> Iterator[Found]:
    said = [row.when.text for row in term.rows]
    span = subject.term(clause, term)
    again = next((text for index, text in enumerate(said) if text and text in said[:index]), None)
    if again is not None:
        yield _twice(span, term, again)
        return
    declared = subject.fact(rule.measure.name) if isinstance(rule.measure, Source) else None
    related = (Related(declared, "选项在这里声明"),) if declared is not None else ()
    name = scales.name_of(rule, clause)
    turned = _out_of_turn(rule, term)
    if turned is not None:
        choice, row = turned
        outcome = contribution(rule, Measured(choice), section)
        yield Found(
            span,
            f"选项的次序与各档不同：“{choice}”对着“{said[row]}”这一档",
            "把选项按句中各档的次序写",
            witness=f"{name}为“{choice}”时，程序取“{said[row]}”，{scales.gives(outcome.low, term)}",
            related=related,
        )
    if turned is not None or declared is None:
        return
    for choice in rule.choices[len(said) :]:
        outcome = contribution(rule, Measured(choice), section)
        if outcome.pending:
            yield Found(
                span,
                f"选项“{choice}”没有一档管到",
                "在声明里删去这个选项；文件漏写这一档的，注明认可的理由",
                witness=f"{name}为“{choice}”时，不属于任何一档，计分时待评",
                related=related,
            )
    if term.otherwise is not None and len(rule.choices) <= len(said):
        yield Found(
            span,
            "“否则”永远用不上：声明的选项每一个都有一档",
            "在声明里添上其余的情形，例如“其他”",
            witness=f"{name}只能填{'、'.join(rule.choices)}，各有一档",
            related=related,
        )


def _twice(span: Span, term: Tiers, text: str) -> Found:
    rows = [row for row in term.rows if row.when.text == text]
    given = "，又".join(_given(row.points) for row in rows)
    return Found(
        span,
        f"“{text}”写了{len(rows)}档",
        "核对这几档的词语；文件本身如此的，用选项把它们分开：{情况：甲、乙、丙}",
        witness=f"“{text}”{given}",
    )


def _given(points: object) -> str:
    return (
        scales.gives(points) if isinstance(points, Decimal) else "得满分" if points == "full" else "另有一档"
    )


def _out_of_turn(rule: Rule, term: Tiers) -> tuple[str, int] | None:
    """A choice that stands opposite to a row which names another: where the order decides, of a link, or where
    not every row names a choice."""
    named = [choice_of(row.when.text, rule.choices) for row in term.rows]
    if rule.choices[: len(named)] == tuple(row.when.text for row in term.rows):
        return None
    for index, (choice, word) in enumerate(zip(rule.choices, named, strict=False)):
        if word not in (None, choice) and named.count(word) == 1:
            return choice, index
    return None


CHECK = Check(
    code="T009",
    severity="warning",
    finds=(
        "按词语分档的句子与选项对不上：同一个词写了两档，声明的选项没有一档管到，选项的次序与各档不同"
        "（链接里写明次序的，或者不是每一档都点了选项的名），或者选项都有了档、“否则”永远用不上。"
    ),
    why="各档都点了选项的名的，按名对应，否则按次序对应，一个选项只能归一档；对不上的，填了选项的单位就得不出分，或者得了别的档的分。",
    bad="""办法  某某考核办法
事实  运行情况：选项（良好、中、差、停运）
一级指标  运行（2分）
  运行情况{运行情况}良好，得满分，运行情况为中，得1分，运行情况为差，不得分。
""",
    good="""办法  某某考核办法
事实  运行情况：选项（良好、中、差）
一级指标  运行（2分）
  运行情况{运行情况}良好，得满分，运行情况为中，得1分，运行情况为差，不得分。
""",
    run=find,
)
