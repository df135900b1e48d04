"""Plan: rubric → what to select, measure and score, clause by clause, for any engine.

    Rubric ──▶ Plan ─ selectors ─▶ engine
                    └ measures  ─▶ evaluate(measure, figures of the engine)

A measure is a small tree over aggregates; it is evaluated here, exactly, outside the engine.
Same rubric, same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from kaoping import exact
from kaoping.exact import Exact
from kaoping.facts.fact import Fact, Value
from kaoping.facts.schema import FactSpec, Schema
from kaoping.language.link import Binary, Call, Comparison, Day, Expression, Number, Source
from kaoping.language.link import Test as LinkTest
from kaoping.language.reading import Rank, Tiers
from kaoping.model import Clause, ComputedField, Rubric, Rule, Section
from kaoping.resolve.names import FULL_MARK_WORDS
from kaoping.selection import Aggregate, FieldTest, Figure, Once, Selector, field_value

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
class Missing:
    """A figure that cannot be had: the names of the facts that would settle it, or the reason."""

    names: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Get:
    """A figure of the engine."""

    aggregate: Aggregate


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or date written in the rule."""

    value: Decimal | date


@dataclass(frozen=True, slots=True)
class FullMark:
    """分值: the full mark of the section."""


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or function over measures."""

    operator: str
    arguments: tuple[Measure, ...]


NOTHING = Missing((), "除数为 0，算不出比率")
BOUNDLESS = Missing((), "除数为 0，比率没有上限")
"""What a positive number divided by 0 comes to within one event: more than any full mark."""

Measure = Get | Constant | FullMark | Apply


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
            yield from _aggregates(self.measure)


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


def schema_of(rubric: Rubric) -> Schema:
    """The facts that may be given for a rubric."""
    return Schema(
        units=rubric.units,
        start=rubric.start,
        end=rubric.end,
        facts=rubric.facts,
        kinds=rubric.kinds,
        title=rubric.title,
        digest=rubric.digest,
    )


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
        return RulePlan(rule, measure, _is_ranked(rule))

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


def _aggregates(measure: Measure) -> Iterator[Aggregate]:
    match measure:
        case Get(aggregate):
            yield aggregate
        case Apply(_, arguments):
            for argument in arguments:
                yield from _aggregates(argument)


def evaluate(measure: Measure, get: Callable[[Aggregate], Figure], full: Decimal | None) -> Figure | Missing:
    """The figure that a measure comes to, or why there is none.

    Args:
        measure: compiled.
        get: the engine's figures for the unit in question.
        full: what 分值 stands for.
    """
    match measure:
        case Constant(value):
            return value
        case FullMark():
            return full if full is not None else Missing((), "满分没有写明")
        case Get(aggregate):
            figure = get(aggregate)
            if figure is not None:
                return figure
            name = aggregate.selector.name
            if aggregate.op == "value":
                return Missing((name,), f"还没有「{name}」")
            return Missing((name,), f"没有可供计算的「{name}」")
        case Apply(operator, arguments):
            values = [evaluate(argument, get, full) for argument in arguments]
            missing = [value for value in values if isinstance(value, Missing)]
            if missing:
                names = tuple(dict.fromkeys(name for value in missing for name in value.names))
                return Missing(names, "；".join(dict.fromkeys(value.reason for value in missing)))
            result = _apply(operator, [value for value in values if not isinstance(value, Missing)])
            return _divided_by_nothing(arguments[1]) if result is NOTHING else result


def _divided_by_nothing(divisor: Measure) -> Missing:
    """A ratio to nothing, with the facts that could make it something: no 申诉, no 平均时长."""
    names = tuple(dict.fromkeys(aggregate.selector.name for aggregate in _aggregates(divisor)))
    told = "、".join(f"「{name}」" for name in names) or "除数"
    return Missing(names, f"{told}为 0，算不出比率")


def complete(fact: Fact, computed: Iterable[ComputedField]) -> Fact:
    """The fact with its computed fields; one that cannot be had (办结时间 is not there yet) is left out."""
    fields = dict(fact.fields)
    for item in computed:
        if item.event == fact.name:
            value = of_fact(item.expression, fact)
            if value is not None and not isinstance(value, Missing):
                fields[item.field] = value
    return replace(fact, fields=fields) if len(fields) > len(fact.fields) else fact


def of_fact(expression: Expression, fact: Fact, full: Decimal | None = None) -> Figure | Missing:
    """What an expression over the fields of one fact comes to.

    Args:
        expression: its names are fields of the fact.
        fact: with its computed fields.
        full: what 分值 stands for where it is no field; None if it stands for nothing.
    """
    match expression:
        case Number(value) | Day(value):
            return value
        case Source(name, _, _):
            found = field_value(fact, name)
            if found is None and full is not None and name in FULL_MARK_WORDS:
                return full
            return Missing((fact.name,), f"没有“{name}”") if found is None else found
        case Call(operator, arguments):
            operands = arguments
        case Binary(operator, left, right) | Comparison(operator, left, right):
            operands = (left, right)
    values = [of_fact(operand, fact, full) for operand in operands]
    missing = [value for value in values if isinstance(value, Missing)]
    if BOUNDLESS in missing:
        rest = [value for value in values if value is not BOUNDLESS]
        grows = operator == "*" and all(isinstance(v, (Decimal, Fraction)) and v > 0 for v in rest)
        return BOUNDLESS if grows else NOTHING
    if missing:
        reasons = dict.fromkeys(value.reason for value in missing)
        return Missing(missing[0].names, "、".join(reasons))
    known = [value for value in values if not isinstance(value, Missing)]
    result = _apply(operator, known)
    if result is NOTHING and isinstance(known[0], (Decimal, Fraction)) and known[0] > 0:
        return BOUNDLESS
    return result


def _apply(operator: str, values: list[Figure]) -> Figure | Missing:
    if operator in ("相差天数", "相差小时", "相差工作日"):
        return _difference(operator, values)
    left, right = values[0], values[1] if len(values) > 1 else None
    if operator in "≥≤＞＜=≠":
        return _compare(operator, left, right)
    if not isinstance(left, (Decimal, Fraction)) or not isinstance(right, (Decimal, Fraction)):
        return Missing((), "只有数值可以加减乘除")
    if operator == "+":
        return exact.add(left, right)
    if operator == "-":
        return exact.subtract(left, right)
    if operator == "*":
        return exact.multiply(left, right)
    if exact.compare(right, Decimal(0)) == 0:
        return NOTHING
    return exact.divide(left, right)


def _compare(operator: str, left: Figure, right: Figure) -> Figure | Missing:
    order: int
    if isinstance(left, (Decimal, Fraction)) and isinstance(right, (Decimal, Fraction)):
        order = exact.compare(left, right)
    elif isinstance(left, date) and isinstance(right, date):
        a, b = _moment(left), _moment(right)
        if not isinstance(left, datetime) or not isinstance(right, datetime):
            a, b = datetime(a.year, a.month, a.day), datetime(b.year, b.month, b.day)
        order = (a > b) - (a < b)
    elif isinstance(left, str) and isinstance(right, str) and operator in "=≠":
        order = 0 if left == right else 1
    else:
        return Missing((), "两边不是同一类，无法比较")
    return {
        "≥": order >= 0,
        "≤": order <= 0,
        "＞": order > 0,
        "＜": order < 0,
        "=": order == 0,
        "≠": order != 0,
    }[operator]


def _difference(operator: str, values: list[Figure]) -> Figure | Missing:
    if len(values) != 2 or not all(isinstance(value, date) for value in values):
        return Missing((), f"{operator}要两个日期")
    start, end = values
    assert isinstance(start, date)
    assert isinstance(end, date)
    if operator == "相差小时":
        between = _moment(end) - _moment(start)
        return exact.divide(Decimal(between // timedelta(seconds=1)), Decimal(3600))
    if operator == "相差天数":
        return Decimal((_day(end) - _day(start)).days)
    return _working_days(_day(start), _day(end))


def _working_days(start: date, end: date) -> Decimal | Missing:
    """Working days after start, up to end, with China's official holidays and make-up workdays."""
    import chinese_calendar

    if end < start:
        return Missing((), "结束日期早于开始日期")
    try:
        days = chinese_calendar.get_workdays(start, end)
    except NotImplementedError:
        return Missing((), f"没有 {start.year}～{end.year} 年的工作日历")
    return Decimal(sum(1 for day in days if day > start))


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def as_exact(figure: Figure) -> Exact | None:
    """The figure if it is a number; a yes counts 1."""
    if isinstance(figure, bool):
        return Decimal(int(figure))
    return figure if isinstance(figure, (Decimal, Fraction)) else None
