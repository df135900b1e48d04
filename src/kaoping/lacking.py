"""What becomes of an event that lacks a field: which clauses leave it out, and which wait for it. Data and words. Pure.

A test that a fact cannot pass for want of a field (处理用时 ＞ 3 of a signal that nobody handled) passes over
it without a word; so the words are made here, from the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from kaoping.language.link import Binary, Call, Comparison, Expression, Source, Test, say_value, walk
from kaoping.model import Rubric, Rule

Outcome = Literal["out", "against", "open", "alone", "last"]


class Lack(NamedTuple):
    """What a clause makes of an event without a field.

    Attributes:
        outcome: out: does not count it. against: counts it as one that fails the test, because the clause takes
            those that pass from all. open: is pending. alone: counts it by itself, since nobody can tell what it
            repeats. last: prefers any other that it repeats.
        clause: its id.
        test: that the event fails, as written; "" if none.
    """

    outcome: Outcome
    clause: str
    test: str = ""


def lacks_of(rubric: Rubric) -> Mapping[tuple[str, str], tuple[Lack, ...]]:
    """What the clauses make of an event without a field, by event and field."""
    found: dict[tuple[str, str], dict[Lack, None]] = {}
    parts: dict[tuple[str, str], list[str]] = {}
    for item in rubric.computed:
        names = [node.name for node in walk(item.expression) if isinstance(node, Source)]
        parts[item.event, item.field] = [
            leaf for name in names for leaf in parts.get((item.event, name), [name])
        ]
    for clause in rubric.clauses():
        for rule in (rule for section in clause.sections for rule in section.rules):
            for event, field, outcome, test in _read(rule):
                for leaf in parts.get((event, field), [field]):
                    found.setdefault((event, leaf), {})[Lack(outcome, clause.id, test)] = None
    return {key: tuple(lacks) for key, lacks in found.items()}


def awaited(rubric: Rubric) -> frozenset[tuple[str, str]]:
    """The dates that a thing gets when it is done: (event, field), the later ones of computed differences."""
    return frozenset(
        (item.event, item.expression.arguments[-1].name)
        for item in rubric.computed
        if isinstance(item.expression, Call) and isinstance(item.expression.arguments[-1], Source)
    )


def told(lacks: tuple[Lack, ...]) -> str:
    """第7.3条没有计入这一条；第4.1条因此待评."""
    words = [f"{_clauses(lacks, 'out')}没有计入这一条"] if _clauses(lacks, "out") else []
    against = dict.fromkeys(lack.test for lack in lacks if lack.outcome == "against")
    for test in against:
        clauses = _clauses(tuple(lack for lack in lacks if lack.test == test), "against")
        words.append(f"{clauses}把这一条当作不符合“{test}”")
    words += [f"{_clauses(lacks, 'open')}因此待评"] if _clauses(lacks, "open") else []
    words += [f"{_clauses(lacks, 'alone')}无从查重，单独计这一条"] if _clauses(lacks, "alone") else []
    out = {lack.clause for lack in lacks if lack.outcome == "out"}
    last = _clauses(tuple(lack for lack in lacks if lack.clause not in out), "last")
    words += [f"{last}去重时把这一条排在最后"] if last else []
    return "；".join(words)


def _clauses(lacks: tuple[Lack, ...], outcome: Outcome) -> str:
    ids = dict.fromkeys(lack.clause for lack in lacks if lack.outcome == outcome)
    return f"第{'、'.join(ids)}条" if ids else ""


def _read(rule: Rule) -> Iterator[tuple[str, str, Outcome, str]]:
    """Event, field and outcome of every look that a rule takes at a field."""
    if rule.each is not None:
        own = (node.name for node in walk(rule.measure) if isinstance(node, Source)) if rule.measure else ()
        for name in (*own, rule.mark, rule.grade):
            yield rule.each.name, name, "open", ""
        yield from _tests(rule.each, True)
    elif rule.measure is not None:
        yield from _looks(rule.measure, True)
        events = {node.name for node in walk(rule.measure) if isinstance(node, Source)} if rule.once else ()
        for event in events:
            assert rule.once is not None
            yield event, rule.once.by, "alone", ""
            yield event, rule.once.best, "last", ""


def _looks(expression: Expression, adds: bool) -> Iterator[tuple[str, str, Outcome, str]]:
    """adds: more of it makes the measure more; what is taken away counts the events that are not in it."""
    match expression:
        case Source():
            yield from _tests(expression, adds)
            if expression.field:
                yield expression.name, expression.field, "out", ""
        case Call(_, arguments):
            for argument in arguments:
                yield from _looks(argument, adds)
        case Binary(operator, left, right):
            yield from _looks(left, adds)
            yield from _looks(right, adds != (operator == "-"))
        case Comparison(_, left, right):
            yield from _looks(left, adds)
            yield from _looks(right, adds)


def _tests(source: Source, adds: bool) -> Iterator[tuple[str, str, Outcome, str]]:
    for test in source.tests:
        yield source.name, test.field, "out" if adds else "against", "" if adds else _said(test)


def _said(test: Test) -> str:
    return f"{test.field}{test.comparator}{say_value(test.value)}"
