"""Names: what each one stands for, and the facts that the rubric therefore needs.

Facts are declared only where use cannot tell. This table collects every use of a name, merges
it with its declaration if there is one, and reports names that are used in two ways or that
look like a slip of another name.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from kaoping.facts.schema import FactSpec, FieldSpec, ValueType
from kaoping.language.link import MAX_DEPTH, PERCENT_UNITS, Binary, Call, Comparison, Day, Expression, Source
from kaoping.resolve import declared as declarations
from kaoping.resolve.declared import Slip, word
from kaoping.resolve.lookalikes import Lookalikes
from kaoping.resolve.needs import Need

FULL_MARK_WORDS = (
    "分值", "满分", "指标分值", "该指标分值", "本指标分值", "该项分值", "本项分值", "该指标对应分值",
    "权重", "权重分", "标准分", "标准分值",
)  # fmt: skip
_COUNTING = ("次数", "去重计数")
_DATES = ("相差天数", "相差小时", "相差工作日")


class Reporter(Protocol):
    """Takes what is wrong at the place of a use."""

    def __call__(self, code: str, message: str, help_: str, slip: Slip | None = None) -> None:
        """Code, message, help; and the slip of the pen that it probably is."""


# Far beyond any rule; definitions that double each other would otherwise grow without bound.
MOST_STEPS = 2_000


class DefinitionError(Exception):
    """A definition that cannot be expanded: what is wrong, and what to do (both in Chinese)."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass
class _Use:
    kind: Literal["event", "value"]
    type: ValueType
    unit: str = ""
    fields: dict[str, ValueType] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    told_in: str = ""
    title: str = ""
    clauses: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    order: int = 0


class NameTable:
    """All names of a rubric: declared facts, definitions, and uses."""

    def __init__(
        self,
        declared: Mapping[str, FactSpec],
        definitions: Mapping[str, Expression],
        computed: Mapping[str, Sequence[str]],
    ) -> None:
        self.declared = declared
        self.definitions = definitions
        self.computed = computed
        self._uses: dict[str, _Use] = {}
        self._links: dict[str, int] = {}
        self._known = Lookalikes((*declared, *definitions))
        self._folded = {folded(name): name for name in (*declared, *definitions)}

    def expand(self, expression: Expression, local: Mapping[str, Expression]) -> Expression:
        """Replace defined names by what they stand for.

        Raises:
            DefinitionError: if a definition leads back to itself, or definitions multiply each other
                beyond MOST_STEPS.
        """
        return self._expand(expression, local, (), 0, iter(range(MOST_STEPS)))

    def _expand(
        self,
        expression: Expression,
        local: Mapping[str, Expression],
        seen: tuple[str, ...],
        depth: int,
        steps: Iterator[int],
    ) -> Expression:
        if next(steps, None) is None or depth > MAX_DEPTH:
            raise DefinitionError("定义层层展开后太长", "少套几层，把中间结果改成要填报的数")

        def below(*nodes: Expression) -> tuple[Expression, ...]:
            return tuple(self._expand(node, local, seen, depth + 1, steps) for node in nodes)

        match expression:
            case Source(name, (), "") if name not in self.declared:
                target = local.get(name, self.definitions.get(name))
                if target is None or target == expression:
                    return expression
                if name in seen:
                    raise DefinitionError(f"「{name}」的定义绕回到自己", "把其中一处改成要填报的数")
                return self._expand(target, local, (*seen, name), depth + 1, steps)
            case Call(function, arguments):
                return Call(function, below(*arguments))
            case Binary(operator, left, right):
                return Binary(operator, *below(left, right))
            case Comparison(comparator, left, right):
                return Comparison(comparator, *below(left, right))
        return expression

    def use(
        self, expression: Expression, need: Need, clause: str, slot: str, title: str, report: Reporter
    ) -> None:
        """Note what an expanded measure uses.

        Args:
            expression: the measure, with definitions expanded.
            need: what a bare name must be.
            clause: id of the clause.
            slot: number under which the clause wants the fact (5.3.1): a heading for it, if the
                measure is one bare name.
            title: words of the sentence, shown beside the name.
            report: takes what is wrong with a name.
        """
        group = len(self._links)
        alike = tuple(_alike(expression))
        for fault in declarations.loose_fields(expression):
            report(fault.code, fault.message, fault.help)
        for source, kind, type_, fields in _leaves(expression, need):
            if source.name in FULL_MARK_WORDS and source.name not in self.declared:
                continue
            own = need if source in alike else replace(need, unit="")
            use = self._note(source, kind, type_, fields, own, group, source is expression, report)
            use.title = use.title or title
            if clause not in use.clauses:
                use.clauses.append(clause)
            if source == expression and not source.tests and slot not in use.aliases:
                use.aliases.append(slot)

    def also_called(self, name: str, alias: str, told_in: str = "") -> None:
        """A table may give the fact under this name as well; one that several facts share stands for none.

        told_in: as in FactSpec.
        """
        self._uses[name].aliases.append(alias)
        self._uses[name].told_in = told_in

    def _note(
        self,
        source: Source,
        kind: Literal["event", "value"],
        type_: ValueType,
        fields: dict[str, ValueType],
        need: Need,
        group: int,
        bare: bool,
        report: Reporter,
    ) -> _Use:
        name, spec = source.name, self.declared.get(source.name)
        if spec is not None:
            computed = self.computed.get(spec.name, ())
            for fault in declarations.faults(source, spec, kind, type_, fields, computed, bare=bare):
                report(fault.code, fault.message, fault.help, fault.slip)
            kind, type_ = spec.kind, spec.type
        else:
            self._check_slip(name, kind, group, report)
        self._links.setdefault(name, group)
        use = self._uses.setdefault(name, _Use(kind, type_, order=len(self._uses)))
        self._known.add(name)
        self._folded.setdefault(folded(name), name)
        if spec is None and (use.kind, use.type) != (kind, type_):
            report(
                "N003",
                f"「{name}」在别处是{word(use.kind, use.type)}，这里用作{word(kind, type_)}",
                f"换一个名称，或声明它：事实  {name}：{word(kind, type_)}",
            )
            return use
        use.unit = use.unit or (need.unit if need.unit not in PERCENT_UNITS else "")
        use.choices = use.choices or (need.choices if type_ == "choice" else ())
        for field_name, field_type in fields.items():
            use.fields.setdefault(field_name, field_type)
        return use

    def _check_slip(self, name: str, kind: str, group: int, report: Reporter) -> None:
        if name in self._uses or name[0].isdecimal():  # 10.1 is a clause's own number, no slip of 1.1
            return
        bare = _without_digits(name)
        others = [
            n
            for n in self._known.like(name, 80)
            if self._links.get(n) != group and _without_digits(n) != bare  # 问题1, 问题10
        ]
        same = self._folded.get(folded(name))
        near = [same] if same is not None else difflib.get_close_matches(name, others, n=2, cutoff=0.8)
        if not near and len(name) > 3:  # one wrong character of four; who declares may declare the other too
            declared = [n for n in self._known.like(name, 75) if n in self.declared]
            near = difflib.get_close_matches(name, declared, n=2, cutoff=0.75)
        if near:
            report(
                "N001",
                f"名称「{name}」没有声明，却与「{near[0]}」很像",
                f"若是笔误，改成「{near[0]}」；若确是另一件事，先声明：事实  {name}：{'事件' if kind == 'event' else '数值'}",
                Slip(name, near[0], everywhere=True) if len(near) == 1 else None,
            )

    def specs(self) -> tuple[FactSpec, ...]:
        """The facts that the rubric needs, in the order of their first use; unused declarations last."""
        found = [self._spec(name, use) for name, use in self._uses.items()]
        unused = [spec for name, spec in self.declared.items() if name not in self._uses]
        return (*found, *unused)

    def _spec(self, name: str, use: _Use) -> FactSpec:
        spec = self.declared.get(name)
        aliases = tuple(alias for alias in use.aliases if alias != name)
        extra = {"title": use.title, "clauses": tuple(use.clauses), "aliases": aliases}
        if spec is not None:
            return spec.model_copy(update={**extra, "unit": spec.unit or use.unit})
        fields = tuple(FieldSpec(name=n, type=t) for n, t in use.fields.items() if n not in ("日期", "值"))
        return FactSpec(
            name=name,
            kind=use.kind,
            type=use.type,
            unit=use.unit,
            told_in=use.told_in,
            choices=use.choices,
            fields=fields,
            **extra,
        )


def _leaves(
    expression: Expression, need: Need
) -> list[tuple[Source, Literal["event", "value"], ValueType, dict[str, ValueType]]]:
    """Each source of a measure with what it must be and the types of the fields that it tests."""
    found: list[tuple[Source, Literal["event", "value"], ValueType, dict[str, ValueType]]] = []

    def visit(
        node: Expression, context: Literal["whole", "number", "date", "field", "count"], of: str = ""
    ) -> None:
        match node:
            case Source(_, tests, field_):
                fields: dict[str, ValueType] = {t.field: _type_of(t.value) for t in tests}
                if field_:
                    fields[field_] = (
                        "date" if of in ("最早", "最晚") else "text" if of == "去重计数" else "number"
                    )
                if tests or field_ or context in ("field", "count"):
                    found.append((node, "event", "number", fields))
                elif context == "whole":
                    found.append((node, "event" if need.event else "value", _bare_type(need), {}))
                else:
                    plain: ValueType = "percent" if need.rates and _RATE.search(node.name) else "number"
                    found.append((node, "value", "date" if context == "date" else plain, {}))
            case Call(function, arguments):
                inner: Literal["count", "date", "field"] = (
                    "count" if function in _COUNTING else "date" if function in _DATES else "field"
                )
                for argument in arguments:
                    visit(argument, inner, function)
            case Binary(operator, left, right):
                # 上年满意度 - 满意度 in percent is a difference of percentages.
                differs = operator == "-" or (isinstance(left, Binary) and left.operator == "-")
                inside = context if need.difference and differs else "number"
                visit(left, inside, of)
                visit(right, inside, of)
            case Comparison(_, left, right):
                context = "date" if isinstance(left, Day) or isinstance(right, Day) else "number"
                visit(left, context, of)
                visit(right, context, of)

    visit(expression, "whole")
    return found


_RATE = re.compile(r"(?<![汇效心频功速])率$|占比$|比例$|比重$")
"""得分=满意率×20分: 95 would be 1900 points; so a rate is asked for as 95% or 0.95."""


def _alike(expression: Expression) -> Iterator[Source]:
    """What is measured in the unit of the whole: sums and differences are, hours by number of cases are not."""
    match expression:
        case Source():
            yield expression
        case Binary("+" | "-", left, right):
            yield from _alike(left)
            yield from _alike(right)


def types_of(expression: Expression) -> list[tuple[str, ValueType]]:
    """The bare names of an expression with the types that it needs them to have."""
    return [(source.name, type_) for source, _, type_, _ in _leaves(expression, Need("number"))]


def folded(name: str) -> str:
    """Without what only looks different: full and half width, capitals."""
    return unicodedata.normalize("NFKC", name).casefold()


def _without_digits(name: str) -> str:
    return "".join(char for char in name if not char.isdecimal())


def _bare_type(need: Need) -> ValueType:
    if need.event:
        return "number"
    if need.wants == "truth":
        return "yesno"
    if need.wants == "choice":
        return "choice"
    if need.wants == "date":
        return "date"
    return "percent" if need.percent else "number"


def _type_of(value: str | Decimal | date) -> ValueType:
    return "text" if isinstance(value, str) else "number" if isinstance(value, Decimal) else "date"
