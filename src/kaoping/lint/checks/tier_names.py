"""N014: rows that go on where those before them end, but by a name that differs from theirs in a character or two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import portion
from rapidfuzz.distance import Levenshtein

from kaoping.language.link import Source
from kaoping.language.reading import Award, Between, Tiers
from kaoping.lint import ranges
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.scales import name_of, of_tiers
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Rule, Section
from kaoping.source import Span


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Two pieces of a scale that leave out nothing together, of which the later has no figure of its own linked."""
    for leaf in subject.rubric.walk():
        for clause in leaf.clauses:
            if not subject.read(clause):
                continue
            for section in clause.sections:
                made = [piece for rule in section.rules if (piece := _piece(subject, clause, section, rule))]
                for one, other in combinations(made, 2):
                    if _goes_on(one, other) and _own(other.rule, clause):
                        draft = subject.resolved.indicators[leaf.id]
                        spans = [draft.span, *(below.span for below in draft.clauses)]
                        whole = Span(min(s.start for s in spans), max(s.end for s in spans))
                        yield _found(one, other, whole)


@dataclass(frozen=True)
class _Piece:
    """A scale, or a single row (≥90%，得3分), with the values that it claims."""

    rule: Rule
    name: str
    claims: portion.Interval
    span: Span


def _piece(subject: Subject, clause: Clause, section: Section, rule: Rule) -> _Piece | None:
    term, name = rule.term, name_of(rule, clause)
    if isinstance(term, Tiers):
        scale = of_tiers(subject, clause, section, rule)
        if scale is None or scale.kind != "tiers":
            return None
        return _Piece(rule, name, scale.covered, scale.rows[0].span)
    if isinstance(term, Award) and isinstance(term.when.test, Between) and rule.wants == "number":
        return _Piece(rule, name, ranges.interval(term.when.test), subject.term(clause, term))
    return None


def _goes_on(one: _Piece, other: _Piece) -> bool:
    both = one.claims | other.claims
    apart = (one.claims & other.claims).empty and not one.claims.empty and not other.claims.empty
    return apart and (both.enclosure - both).empty and _near(one.name, other.name)


def _near(one: str, other: str) -> bool:
    """One character of three or more, two of six or more."""
    most = min(2, min(len(one), len(other)) // 3)
    return one != other and Levenshtein.distance(one, other, score_cutoff=most) <= most


def _own(rule: Rule, clause: Clause) -> bool:
    """Whether its figure is a fact that the sentence alone names."""
    named = rule.measure.name if isinstance(rule.measure, Source) else ""
    return named == clause.id or named.startswith(f"{clause.id}.")


def _found(one: _Piece, other: _Piece, whole: Span) -> Found:
    return Found(
        other.span,
        f"“{other.name}”是不是“{one.name}”？",
        f"是的，改成“{one.name}”；确是两个数的，各写各的档，用链接写明“{other.name}”取哪个数",
        witness=f"“{one.name}”只管一段，“{other.name}”正好管其余的一段，合起来才完整",
        instead=whole,
    )


CHECK = Check(
    code="N014",
    severity="warning",
    finds="一句里的几档，前几档说的是一个数，后几档说的数名称只差一两个字，两边的档正好接得上。",
    why="多半是写错了字。照字面是两个数，每个数的档都不全，各要填一个数，分值也算两份。改好以前，这个指标里由此引起的其他问题不另外报告。",
    bad="""办法  某某考核办法
一级指标  办理情况（3分）
  按期办结率{办结数 / 受理数}≥90%，得3分；90%＞按时办结率≥80%，得2分；按时办结率＜80%，不得分。
""",
    good="""办法  某某考核办法
一级指标  办理情况（3分）
  按期办结率{办结数 / 受理数}≥90%，得3分；90%＞按期办结率≥80%，得2分；按期办结率＜80%，不得分。
""",
    run=find,
)
