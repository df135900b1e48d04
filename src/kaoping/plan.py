"""Plan: rubric → what to select, measure and score, clause by clause, for any engine.

    Rubric ──▶ Plan ─ selectors ─▶ engine
                    └ measures  ─▶ measure.evaluate(…, figures of the engine)

Same rubric, same plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kaoping.facts.fact import Fact, Value
from kaoping.facts.schema import FactSpec, Schema
from kaoping.judged import limits_of
from kaoping.lacking import lacks_of, told
from kaoping.language.link import Binary, Call, Comparison, Day, Expression, Number, Source, walk
from kaoping.language.link import Test as LinkTest
from kaoping.language.reading import Rank, Tiers
from kaoping.measure import Apply, Constant, FullMark, Get, Measure, aggregates_of, complete
from kaoping.model import Clause, ComputedField, Rubric, Rule, Section
from kaoping.resolve.names import FULL_MARK_WORDS
from kaoping.selection import Aggregate, FieldTest, Once, Selector

_AGGREGATES: dict[str, Literal["count", "distinct", "sum", "mean", "max", "min"]] = {
    "次数": "count",
    "去重计数": "distinct",
    "合计": "sum",
    "平均": "mean",
    "最大": "max",
    "最小": "min",
    "最早": "min",
    "最晚": "max",
}


@dataclass(frozen=True, slots=True)
class RulePlan:
    """A rule with its measure compiled.

    ranked: the figure is compared among the units. items: the events that are scored one by one.
    """

    rule: Rule
    measure: Measure | None
    ranked: bool
    items: Selector | None = None

    def aggregates(self) -> Iterator[Aggregate]:
        """The aggregates that the measure is made of."""
        if self.measure is not None:
            yield from aggregates_of(self.measure)


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section of a clause with its rules compiled."""

    section: Section
    rules: tuple[RulePlan, ...]


@dataclass(frozen=True)
class ClausePlan:
    """A clause with its sections compiled."""

    clause: Clause
    sections: tuple[SectionPlan, ...]

    @cached_property
    def ranked(self) -> bool:
        """Whether facts of one unit can move the score of another."""
        return any(rule.ranked for section in self.sections for rule in section.rules)

    @cached_property
    def itemised(self) -> tuple[tuple[Section, RulePlan], ...]:
        """The rules that score rows one by one, with their sections."""
        return tuple((s.section, rule) for s in self.sections for rule in s.rules if rule.items is not None)


@dataclass(frozen=True)
class Plan:
    """All clauses by id, in the order of the file, and every selector that they need."""

    rubric: Rubric
    clauses: dict[str, ClausePlan]
    selectors: tuple[Selector, ...]

    def aggregates(self) -> Iterator[Aggregate]:
        """Every figure that the measures are made of."""
        for clause in self.clauses.values():
            for section in clause.sections:
                for rule in section.rules:
                    yield from rule.aggregates()

    @cached_property
    def _computed(self) -> dict[str, tuple[ComputedField, ...]]:
        events = dict.fromkeys(item.event for item in self.rubric.computed)
        return {event: tuple(i for i in self.rubric.computed if i.event == event) for event in events}

    def complete(self, fact: Fact) -> Fact:
        """The fact with its computed fields."""
        computed = self._computed.get(fact.name)
        return fact if computed is None else complete(fact, computed)


def make_plan(rubric: Rubric) -> Plan:
    """Compile a rubric."""
    specs = {spec.name: spec for spec in rubric.facts}
    selectors: dict[Selector, None] = {}
    clauses = {clause.id: _Compiler(clause, specs, selectors).compile() for clause in rubric.clauses()}
    return Plan(rubric, clauses, tuple(selectors))


def plan_clause(rubric: Rubric, clause: Clause) -> ClausePlan:
    """Compile one clause of a rubric alone."""
    return _Compiler(clause, {spec.name: spec for spec in rubric.facts}, {}).compile()


def schema_of(rubric: Rubric) -> Schema:
    """The facts that may be given for a rubric."""
    limits, spans = limits_of(rubric), _spans(rubric)
    return Schema(
        units=rubric.units,
        start=rubric.start,
        end=rubric.end,
        facts=tuple(
            spec.model_copy(update={"limits": limits.get(spec.name), "spans": spans.get(spec.name, ())})
            for spec in rubric.facts
        ),
        kinds=rubric.kinds,
        title=rubric.title,
        digest=rubric.digest,
        lacking={key: told(lacks) for key, lacks in lacks_of(rubric).items()},
    )


def remake(plan: Plan, rubric: Rubric, changed: Iterable[str]) -> Plan:
    """The plan of a rubric that differs from that of another plan in some clauses alone."""
    specs = {spec.name: spec for spec in rubric.facts}
    selectors: dict[Selector, None] = {}
    again = frozenset(changed)
    clauses = dict(plan.clauses)
    for clause in rubric.clauses() if again else ():
        if clause.id in again:
            clauses[clause.id] = _Compiler(clause, specs, selectors).compile()
    others = tuple(selector for selector in plan.selectors if selector.clause not in again)
    return Plan(rubric, clauses, (*others, *selectors))


def _spans(rubric: Rubric) -> dict[str, tuple[tuple[str, str], ...]]:
    """The fields of each event between which its computed fields tell the time, the earlier first."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for item in rubric.computed:
        for node in walk(item.expression):
            match node:
                case Call(function, (Source(earlier), Source(later))) if function.startswith("相差"):
                    found[item.event] = (*found.get(item.event, ()), (earlier, later))
    return found


@dataclass
class _Compiler:
    clause: Clause
    specs: dict[str, FactSpec]
    selectors: dict[Selector, None]
    own: list[Selector] = field(default_factory=list)

    def compile(self) -> ClausePlan:
        return ClausePlan(
            self.clause,
            tuple(
                SectionPlan(section, tuple(self._rule(rule) for rule in section.rules))
                for section in self.clause.sections
            ),
        )

    def _rule(self, rule: Rule) -> RulePlan:
        if rule.each is not None:
            # A selector of its own, for which no figures are asked: its facts are kept.
            return RulePlan(rule, None, False, self._selector(rule.each, rule, shared=False))
        measure = self._measure(rule.measure, rule) if rule.measure is not None else None
        # A base award stands for every unit: nothing of it is measured, so no places are compared.
        return RulePlan(rule, measure, measure is not None and _is_ranked(rule))

    def _measure(self, expression: Expression, rule: Rule) -> Measure:
        match expression:
            case Number(value) | Day(value):
                return Constant(value)
            case Source(name, _, _) if name in FULL_MARK_WORDS and name not in self.specs:
                return FullMark()
            case Source(name, _, _):
                spec = self.specs[name]
                op: Literal["count", "value"] = "count" if spec.kind == "event" else "value"
                return Get(Aggregate(self._selector(expression, rule), op))
            case Call(function, (Source() as source, *_)) if function in _AGGREGATES:
                return Get(Aggregate(self._selector(source, rule), _AGGREGATES[function], source.field))
            case Call(function, arguments):
                return Apply(function, tuple(self._measure(argument, rule) for argument in arguments))
            case Binary(operator, left, right) | Comparison(operator, left, right):
                return Apply(operator, (self._measure(left, rule), self._measure(right, rule)))

    def _selector(self, source: Source, rule: Rule, shared: bool = True) -> Selector:
        spec = self.specs[source.name]
        tests = tuple(_field_test(test, spec) for test in source.tests)
        once = rule.once if rule.once is not None and spec.kind == "event" else None
        key = Once(f"{self.clause.id}", once.by, once.best, once.order) if once is not None else None
        for selector in self.own:
            if shared and (selector.name, selector.tests, selector.once) == (source.name, tests, key):
                return selector
        made = Selector(f"{self.clause.id}#{len(self.own) + 1}", self.clause.id, source.name, tests, key)
        self.own.append(made)
        self.selectors[made] = None
        return made


def _is_ranked(rule: Rule) -> bool:
    if isinstance(rule.term, Tiers):
        return rule.term.scale == "rank" and rule.wants == "number"
    when = getattr(rule.term, "when", None)
    return when is not None and isinstance(when.test, Rank)


def _field_test(test: LinkTest, spec: FactSpec) -> FieldTest:
    """A test with its value in the type of the field: 是 means true where the field is yes or no."""
    value: Value = test.value
    type_ = next((f.type for f in spec.fields if f.name == test.field), "text")
    if type_ == "yesno" and isinstance(value, str):
        value = value in ("是", "有")
    return FieldTest(test.field, test.comparator, value)
