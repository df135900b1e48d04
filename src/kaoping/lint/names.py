"""Where names stand in a rule file: the events and values that its clauses measure, and the lines that declare them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.language.link import Call, Expression, Source, walk
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Rule
from kaoping.source import Span


@dataclass(frozen=True)
class Seen:
    """A source of a measure. of: the function that it stands in (平均 …); "" if none."""

    clause: Clause
    rule: Rule
    source: Source
    of: str = ""


def rules(subject: Subject) -> Iterator[tuple[Clause, Rule]]:
    """All rules of the clauses that were understood."""
    for clause in subject.clauses():
        for section in clause.sections:
            yield from ((clause, rule) for rule in section.rules)


def sources(subject: Subject) -> Iterator[Seen]:
    """Every source that a clause measures, once a clause; definitions are expanded."""
    for clause, rule in rules(subject):
        seen: set[tuple[Source, str]] = set()
        for source, of in _sources(rule):
            if (source, of) not in seen:
                seen.add((source, of))
                yield Seen(clause, rule, source, of)


def _sources(rule: Rule) -> Iterator[tuple[Source, str]]:
    if rule.each is not None:
        yield rule.each, ""  # its measure is over fields
        return
    inner: set[int] = set()
    for node in walk(rule.measure) if rule.measure is not None else ():
        if isinstance(node, Call):
            for argument in node.arguments:
                if isinstance(argument, Source):
                    inner.add(id(argument))
                    yield argument, node.function
        elif isinstance(node, Source) and id(node) not in inner:
            yield node, ""


def place(subject: Subject, clause: Clause, rule: Rule, *words: str) -> Span:
    """Where words stand that a rule is made of: in its link, in a definition, or else the term.

    Args:
        words: all must stand there; the span is that of the last one. None: the whole link.
    """
    link = subject.link(clause, rule.term)
    if not words:
        return link or subject.term(clause, rule.term)
    spans = [link] if link is not None else []
    spans += [Span(raw.start, raw.end) for raw in subject.resolved.clauses[clause.id].wording.links]
    spans += [draft.span for draft in subject.outline.definitions]
    for span in spans:
        text = subject.source.slice(span)
        if all(word in text for word in words):
            at = span.start + text.rindex(words[-1])
            return Span(at, at + len(words[-1]))
    return link or subject.term(clause, rule.term)


def mentions(expression: Expression) -> Iterator[str]:
    """The names in an expression."""
    return (node.name for node in walk(expression) if isinstance(node, Source))
