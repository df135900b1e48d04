"""N013: one event, or one figure that falls short, costs points in two clauses of the same table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product

from kaoping import exact
from kaoping.diagnostics import Related
from kaoping.facts.fact import Fact, Value
from kaoping.facts.schema import FactSpec
from kaoping.language.link import Binary, Call, Comparison, Expression, Number, Source, ratio, say, walk
from kaoping.language.link import Test as FieldTest
from kaoping.language.reading import Rate
from kaoping.lint import filters, ranges
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.filters import Fields
from kaoping.lint.names import place
from kaoping.lint.subject import Subject
from kaoping.lint.trial import UNIT, Trial
from kaoping.model import Clause, Rule, Table
from kaoping.selection import FieldTest as Passing
from kaoping.selection import passes
from kaoping.tree import ClauseState

_MOST = 300
"""Kinds of event that are tried."""


@dataclass(frozen=True)
class Cost:
    """What one event costs in a clause: points, and what else is lost."""

    clause: Clause
    points: Decimal
    lost: str


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Events that are counted in several clauses of a table, of which one alone takes points in two of them."""
    facts = {spec.name: spec for spec in subject.rubric.facts if spec.kind == "event"}
    for table in subject.rubric.tables:
        for name, counting in _counting(subject, table, facts).items():
            if len(counting) > 1 and subject.rubric.scoring == "points":
                yield from _of_event(subject, facts[name], counting)
        for measure, graded in _grading(subject, table, facts).items():
            if len(graded) > 1 and subject.rubric.scoring == "points":
                yield from _of_figure(subject, measure, graded)


def _counting(
    subject: Subject, table: Table, facts: Mapping[str, FactSpec]
) -> dict[str, dict[str, tuple[Clause, list[Rule]]]]:
    """The clauses of a table that count an event, by event and id, with the rules that do."""
    found: dict[str, dict[str, tuple[Clause, list[Rule]]]] = {}
    for clause in table.clauses():
        if not subject.understood(clause):
            continue
        for rule in (rule for section in clause.sections for rule in section.rules):
            if rule.each is None and rule.measure is not None and _counts(rule.measure):
                for name in {s.name for s in walk(rule.measure) if isinstance(s, Source)} & facts.keys():
                    found.setdefault(name, {}).setdefault(clause.id, (clause, []))[1].append(rule)
    return found


def _counts(measure: Expression) -> bool:
    """A count of events, or a sum, difference or comparison of counts; no share and no mean of them."""
    match measure:
        case Source(_, _, ""):
            return True
        case Call("次数" | "去重计数", _):
            return True
        case Binary("+" | "-", left, right) | Comparison(_, left, right):
            return all(isinstance(side, Number) or _counts(side) for side in (left, right))
    return False


def _of_event(
    subject: Subject, spec: FactSpec, counting: Mapping[str, tuple[Clause, list[Rule]]]
) -> Iterator[Found | Undecided]:
    trial = Trial(subject.rubric, (clause for clause, _ in counting.values()))
    before = trial.states([])
    tried: dict[frozenset[str], tuple[Fact, list[Cost]]] = {}
    events = list(
        islice(_events(subject, spec, [r for _, rules in counting.values() for r in rules]), _MOST + 1)
    )
    last_clause, last_rules = list(counting.values())[-1]
    where = place(subject, last_clause, last_rules[0], spec.name)
    if len(events) > _MOST:
        yield Undecided(where, f"「{spec.name}」的条件太多，没有逐一试过会不会重复扣分")
        return
    for event in events:
        after = trial.states([event])
        costs = [
            cost
            for id_, (clause, _) in counting.items()
            if id_ in after and (cost := _cost(clause, before[id_], after[id_]))
        ]
        if len(costs) > 1:
            tried.setdefault(frozenset(cost.clause.id for cost in costs), (event, costs))
    for ids, (event, costs) in tried.items():
        if not any(ids < other for other in tried):
            yield _found(subject, spec, event, costs, counting)


def _cost(clause: Clause, before: ClauseState, after: ClauseState) -> Cost | None:
    points = before.high - after.high
    vetoes = [veto for veto in after.vetoes if veto not in before.vetoes]
    zeroed = "所在指标不得分" if after.indicator_zeroed and not before.indicator_zeroed else ""
    lost = "，".join([zeroed, *(f"取消{veto.removeprefix('取消')}" for veto in vetoes)]).strip("，")
    return Cost(clause, max(points, Decimal(0)), lost) if points > 0 or lost else None


def _events(subject: Subject, spec: FactSpec, rules: Iterable[Rule]) -> Iterator[Fact]:
    """One event of every kind that the filters tell apart, with all its fields given."""
    tests: dict[str, list[FieldTest]] = {}
    for rule in rules:
        for source in walk(rule.measure) if rule.measure is not None else ():
            if isinstance(source, Source) and source.name == spec.name:
                for test in source.tests:
                    tests.setdefault(test.field, []).append(test)
    fields = Fields(subject.rubric)
    choices = [
        [(field, value) for value in filters.samples(own, fields.domain(spec.name, field))]
        for field, own in tests.items()
    ]
    for number, values in enumerate(product(*choices)):
        given: dict[str, Value] = dict(values)
        day = given.pop("日期", None)
        for field, value in given.items():
            own_spec = fields.spec(spec.name, field)
            if own_spec is not None and own_spec.type == "yesno" and isinstance(value, str):
                given[field] = value == "是"
        yield Fact(f"试{number}", UNIT, spec.name, Decimal(1), day if isinstance(day, date) else None, given)


def _grading(
    subject: Subject, table: Table, events: Mapping[str, FactSpec]
) -> dict[Expression, dict[str, tuple[Clause, Rule]]]:
    """The clauses of a table that take points by steps of a figure, by the figure and id."""
    found: dict[Expression, dict[str, tuple[Clause, Rule]]] = {}
    for clause in table.clauses():
        for rule in (rule for section in clause.sections for rule in section.rules):
            term, measure = rule.term, rule.measure
            if (
                rule.each is not None
                or not isinstance(term, Rate)
                or term.sign != "deduct"
                or measure is None
            ):
                continue
            if subject.understood(clause) and not any(
                isinstance(node, Source) and node.name in events for node in walk(measure)
            ):
                found.setdefault(measure, {}).setdefault(clause.id, (clause, rule))
    return found


def _of_figure(
    subject: Subject, measure: Expression, graded: Mapping[str, tuple[Clause, Rule]]
) -> Iterator[Found | Undecided]:
    trial = Trial(subject.rubric, (clause for clause, _ in graded.values()))
    states: dict[Decimal, Mapping[str, ClauseState]] = {}
    for figure in _figures([rule for _, rule in graded.values()]):
        facts = _facts(measure, figure)
        if facts is None:
            return
        states[figure] = trial.states(facts)
    best = {
        id_: max(s[id_].high for s in states.values()) for id_ in graded if id_ in next(iter(states.values()))
    }
    found = []
    for figure, now in states.items():
        costs = [Cost(graded[id_][0], most - now[id_].high, "") for id_, most in best.items()]
        costs = [cost for cost in costs if cost.points > 0]
        found.append((len(costs), -sum(cost.points for cost in costs), figure, costs))
    count, _, figure, costs = max(found, key=lambda item: item[:2])
    if count < 2:
        return
    clauses = [cost.clause for cost in costs]
    spans = [place(subject, clause, graded[clause.id][1]) for clause in clauses]
    told = [f"第{cost.clause.id}条{_said(cost)}" for cost in costs]
    rule = graded[clauses[0].id][1]
    name, value = say(measure), ranges.say(Fraction(figure), "%" if rule.percent else rule.unit)
    yield Found(
        spans[-1],
        f"「{name}」{'两' if len(costs) == 2 else len(costs)}处扣分：{'、'.join(f'第{clause.id}条' for clause in clauses)}",
        "有意重复扣的，注明认可的理由；只扣一处的，修订文件时删去一处",
        witness=f"「{name}」为{value}时，{'，'.join(told)}，共扣{exact.text(sum((c.points for c in costs), Decimal(0)))}分",
        related=tuple(Related(span, words) for span, words in zip(spans[:-1], told, strict=False)),
    )


def _figures(rules: Iterable[Rule]) -> list[Decimal]:
    """Where the steps begin, and one or two steps to either side."""
    found: dict[Decimal, None] = {}
    for rule in rules:
        assert isinstance(rule.term, Rate)
        base, per = ratio(rule.base) if rule.base is not None else Decimal(0), ratio(rule.term.per)
        for steps in (0, 1, -1, 2, -2):
            if base + per * steps >= 0:
                found[base + per * steps] = None
    return list(found)


def _facts(measure: Expression, figure: Decimal) -> list[Fact] | None:
    """Facts that bring a measure to a figure; None where it is made of more than two of them."""
    match measure:
        case Source(name, (), ""):
            given = {name: figure}
        case Binary("/", Source(one, (), ""), Source(other, (), "")) if one != other:
            given = {one: figure * 100, other: Decimal(100)}
        case Binary("-", Source(one, (), ""), Source(other, (), "")) if one != other:
            given = {one: figure, other: Decimal(0)}
        case _:
            return None
    return [Fact(f"试{name}", UNIT, name, value) for name, value in given.items()]


def _found(
    subject: Subject,
    spec: FactSpec,
    event: Fact,
    costs: list[Cost],
    counting: Mapping[str, tuple[Clause, list[Rule]]],
) -> Found:
    spans = [place(subject, c.clause, _touched(counting[c.clause.id][1], event), spec.name) for c in costs]
    told = [f"第{c.clause.id}条{_said(c)}" for c in costs]
    total = sum((c.points for c in costs), Decimal(0))
    verb = "都扣分" if all(c.points for c in costs) else "都受罚"
    return Found(
        spans[-1],
        f"一{_counter(spec)}「{_named(spec, event)}」在{'、'.join(f'第{c.clause.id}条' for c in costs)}{verb}",
        "有意重复扣的，注明认可的理由；只扣一处的，用条件分开，例如："
        f"{{{spec.name}[级别 = 省级]}} 与 {{{spec.name}[级别 = 市级]}}",
        witness=f"登记一{_counter(spec)}「{_named(spec, event)}」，{'，'.join(told)}"
        + (f"，共扣{exact.text(total)}分" if sum(1 for c in costs if c.points) > 1 else ""),
        related=tuple(Related(span, words) for span, words in zip(spans[:-1], told, strict=False)),
    )


def _touched(rules: list[Rule], event: Fact) -> Rule:
    """The first of the rules that counts the event; the first of all where none selects it (a count of the others)."""
    for rule in rules:
        for source in walk(rule.measure) if rule.measure is not None else ():
            if isinstance(source, Source) and source.name == event.name:
                own = ((test.field, test.comparator, _as(event, test)) for test in source.tests)
                if all(passes(event, Passing(*test)) for test in own):
                    return rule
    return rules[0]


def _as(event: Fact, test: FieldTest) -> Value:
    """What a test compares with, in the type of the field: 是 is true."""
    return test.value == "是" if isinstance(event.fields.get(test.field), bool) else test.value


def _said(cost: Cost) -> str:
    points = f"扣{exact.text(cost.points)}分" if cost.points else ""
    return f"{points}并{cost.lost}" if points and cost.lost else points or cost.lost


def _counter(spec: FactSpec) -> str:
    return spec.unit if spec.unit and not spec.unit[0].isdecimal() else "件"


def _named(spec: FactSpec, event: Fact) -> str:
    """The event with what tells it from others: 宣传稿件（级别 省级）."""
    given = {**({"日期": event.day} if event.day is not None else {}), **event.fields}
    told = "，".join(f"{field} {_value(value)}" for field, value in given.items())
    return f"{spec.name}（{told}）" if told else spec.name


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else exact.text(exact.to_decimal(value))


CHECK = Check(
    code="N013",
    severity="note",
    finds="同一件事（或同一个数的短少、下降）在同一张表的两条里都扣分，或一条扣分、另一条取消资格。条件分开、一件事只碰到一处的，不在此列。",
    why="一事两罚有时是有意的，有时是两个部门各写各的。先看清一件事一共扣多少，再决定留不留。",
    bad="""办法  某某考核办法
事实  通报批评：事件（次）
一级指标  日常工作（10分）
  被通报批评{通报批评}的，每次扣2分，最高扣10分。
一级指标  作风建设（10分）
  受到通报批评{通报批评}的，每次扣4分，最高扣10分。
""",
    good="""办法  某某考核办法
事实  通报批评：事件（次），级别（省级、市级）
一级指标  日常工作（10分）
  被市级通报批评{通报批评[级别 = 市级]}的，每次扣2分，最高扣10分。
一级指标  作风建设（10分）
  受到省级通报批评{通报批评[级别 = 省级]}的，每次扣4分，最高扣10分。
""",
    run=find,
)
