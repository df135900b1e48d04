"""Rules: the terms of a clause with the measures that decide them.

A term's measure is what its link says, else what its sentence or the indicator defines under the
same name, else a fact of the clause's own, named by its number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import Protocol

from kaoping.facts.schema import FactSpec
from kaoping.language import link as link_language
from kaoping.language.link import Expression, Link, Source
from kaoping.language.outline import ClauseDraft
from kaoping.language.rates import counted_from
from kaoping.language.reading import (
    Award,
    Formula,
    Part,
    Penalty,
    Rate,
    Reading,
    Target,
    Term,
    Tiers,
    Veto,
    Way,
    Zero,
)
from kaoping.language.targets import turned
from kaoping.model import Once, Rule
from kaoping.resolve import links as link_binding
from kaoping.resolve.bases import counted_in, difference, is_relative
from kaoping.resolve.counted import falls_by
from kaoping.resolve.declared import Slip, unknown_field
from kaoping.resolve.items import item_rule
from kaoping.resolve.names import DefinitionError, NameTable
from kaoping.resolve.needs import Need, condition_need, needs_of
from kaoping.resolve.rows import in_turn
from kaoping.resolve.targets import unit_fault
from kaoping.source import Span

_WORDS = {"=": "为", "≠": "不为", "≥": "不低于", "＞": "高于", "≤": "不高于", "＜": "低于"}


@dataclass
class ClauseInPlace:
    """A clause on its way: its sentence read and its links bound."""

    draft: ClauseDraft
    id: str
    wording: link_binding.Wording
    reading: Reading
    bound: link_binding.Bound


class Parse(Protocol):
    """Reads an expression that stands at a place of the file; None, and a fault, if it cannot be read."""

    def __call__(self, text: str, span: Span) -> Expression | None:
        """The expression; what is wrong is reported at the span."""


class Report(Protocol):
    """Takes what is wrong in a rule file."""

    def __call__(
        self, code: str, message: str, start: int, end: int, help_: str = "", slip: Slip | None = None
    ) -> None:
        """Code, message, start and end in the file, help; and the slip of the pen that it probably is."""


@dataclass
class RuleMaker:
    """Makes rules; `report` takes what is wrong."""

    table: NameTable
    report: Report
    expression: Parse

    def of_part(
        self, clause: ClauseInPlace, part: Part, part_index: int, names: Mapping[str, Expression]
    ) -> tuple[Rule, ...]:
        """The rules of a part of a clause, in the order of its terms."""
        before = sum(len(p.terms) for p in clause.reading.parts[:part_index])
        needs = [
            _about(term, need, clause.reading) for term, need in zip(part.terms, needs_of(part), strict=True)
        ]
        links = [clause.bound.terms.get(before + i) for i in range(len(part.terms))]
        slots = _slots(clause)
        rules: list[Rule] = []
        for index, (term, need, link) in enumerate(zip(part.terms, needs, links, strict=True)):
            if need.shares is not None and (link is None or link.expression is None):
                first = rules[need.shares]
                rules.append(
                    first.model_copy(
                        update={
                            "term": _from_base(term, first),
                            "wants": need.wants
                            if need.wants != "truth" or first.wants == "nothing"
                            else first.wants,
                            "base": need.base or first.base,
                            "percent": need.percent or first.percent,
                        }
                    )
                )
                continue
            place = clause.bound.spans.get(before + index)
            rules.append(self._rule(clause, term, need, link, names, slots[before + index], place))
        self._check_cases(clause, rules)
        self._check_once(clause, rules, links)
        return tuple(rules)

    def _check_cases(self, clause: ClauseInPlace, rules: list[Rule]) -> None:
        """若为甲，得分=…；若为乙，得分=…: which is which must be linked, else both would be given."""
        cases = [rule for rule in rules if isinstance(rule.term, Formula) and rule.term.when.text]
        texts = {rule.term.when.text for rule in cases if isinstance(rule.term, Formula)}
        if len(texts) > 1 and any(rule.each is None and rule.measure is not None for rule in cases):
            span = clause.draft.span
            help_ = "各链接一类事实，例如：若为正向指标{绩效指标[性质 = 正向]，逐项}"
            self.report("C005", "几种算法各用于哪些事实，没有写明", span.start, span.end, help_)

    def _rule(
        self,
        clause: ClauseInPlace,
        term: Term,
        need: Need,
        link: Link | None,
        names: Mapping[str, Expression],
        slot: str,
        place: tuple[int, int] | None,
    ) -> Rule:
        link = link or Link()
        if isinstance(term, Target) and link.sense:
            term = turned(term, link.sense)
        if need.wants == "nothing" and link.expression is None:
            return Rule(term=term)
        if need.wants == "nothing" and isinstance(term, Award):
            need = condition_need(term.when)  # a link says what the base is given for
        start, end = place or (clause.draft.span.start, clause.draft.span.end)

        def report(code: str, message: str, help_: str, slip: Slip | None = None) -> None:
            self.report(code, message, start, end, help_, slip)

        if link.each:
            at = (clause.id, slot, _title(term))
            parse = partial(self.expression, span=clause.draft.span)
            made = item_rule(self.table, term, need, link, names, parse, report, at)
            if made.each is None:
                return made
            once = clause.bound.once or (link if link.once_by else None)
            counted = self._once(once, made.each) if once is not None else None
            return made.model_copy(update={"label": _label(made.each), "once": counted})
        measure = link.expression
        label = need.subject
        if measure is None and isinstance(term, Formula) and term.expression:
            measure = self.expression(term.expression, clause.draft.span)
            label = label or term.text
        known = (
            need.subject in names
            or need.subject in self.table.definitions
            or need.subject in self.table.declared
        )
        if measure is None and need.subject and known:
            measure = Source(need.subject)
        if measure is None:
            measure = Source(slot)
        need = counted_in(need, link)
        if need.percent and link.base is None and falls_by(term, measure):
            need = replace(need, base=None, difference=True)
        if link.based and isinstance(term, Rate):
            measure, need = difference(term, need, link, measure)
        try:
            measure = self.table.expand(measure, names)
        except DefinitionError as error:
            self.report("N003", str(error), start, end, error.remedy)
            return Rule(term=term)
        if link.choices:
            need = _with_choices(need, link.choices)
            if len(link.choices) != _alternatives(term):
                self.report("C003", "选项的个数与档次的个数不同", start, end, "一档一个，按句中的顺序写")

        self.table.use(measure, need, clause.id, slot, _title(term), report)
        if link.sense and not (isinstance(term, Target) and term.bare):
            told = (
                f"指标值“{term.value}”已写明怎样比较" if isinstance(term, Target) else "这里没有指标值可比较"
            )
            self.report("C003", told, start, end, "删去链接里的「不低于」「不高于」「正好」")
        if isinstance(term, Target) and isinstance(measure, Source):
            if measure == Source(slot):
                self.table.also_called(slot, term.when.subject, term.unit if term.scale != 1 else "")
            if fault := unit_fault(term, self.table.declared.get(measure.name)):
                report("N003", *fault)
        once = clause.bound.once if clause.bound.once is not None else (link if link.once_by else None)
        spec = self.table.declared.get(measure.name) if isinstance(measure, Source) else None
        declared_percent = spec is not None and spec.type == "percent"
        return Rule(
            term=term,
            measure=measure,
            wants=need.wants,
            choices=self._choices(term, link, need, spec, start, end),
            base=link.base or need.base,
            percent=need.percent or declared_percent,
            partial=link.partial or getattr(term, "partial", "whole"),
            relative=isinstance(term, Rate) and is_relative(term, link.base or need.base, link),
            ascending=link.ascending,
            once=self._once(once, measure) if once is not None else None,
            label=label or _label(link.expression),
            unit="" if need.percent or declared_percent else need.unit,
        )

    def _choices(
        self, term: Term, link: Link, need: Need, spec: FactSpec | None, start: int, end: int
    ) -> tuple[str, ...]:
        """What there is to choose from, in the order of the rows: the link's, else the declared, else the rows' words."""
        if spec is None or not spec.choices:
            return need.choices
        if not link.choices:
            return in_turn(term, spec.choices)
        for unknown in (word for word in link.choices if word not in spec.choices):
            told = f"「{spec.name}」声明的选项里没有“{unknown}”"
            self.report("N001", told, start, end, f"声明的选项：{'、'.join(spec.choices)}")
        return (*link.choices, *(word for word in spec.choices if word not in link.choices))

    def _check_once(self, clause: ClauseInPlace, rules: list[Rule], links: list[Link | None]) -> None:
        """按标题去重: some event of the clause must have the field; those that lack it stand for themselves."""
        once = clause.bound.once or next((link for link in links if link is not None and link.once_by), None)
        raw = next((raw for raw in clause.wording.links if "去重" in raw.text), None)
        measures = [rule.each or rule.measure for rule in rules if rule.once is not None]
        names = {name: None for m in measures if m is not None for name in _sources(m)}
        specs = [self.table.declared.get(name) for name in names]
        if once is None or raw is None or len(clause.reading.parts) > 1:
            return
        events = [spec for spec in specs if spec is not None and spec.kind == "event"]
        for field in filter(None, (once.once_by, once.once_best)):
            faults = [
                next(unknown_field(spec, field, self.table.computed.get(spec.name, ())), None)
                for spec in events
            ]
            if faults and len(events) == len(specs) and (fault := faults[0]) and None not in faults:
                self.report(fault.code, fault.message, raw.start, raw.end, fault.help)

    def _once(self, link: Link, measure: Expression) -> Once:
        order: tuple[str, ...] = ()
        for node in link_language.walk(measure):
            if isinstance(node, Source) and (spec := self.table.declared.get(node.name)):
                order = next((f.choices for f in spec.fields if f.name == link.once_best), order)
        return Once(by=link.once_by, best=link.once_best, order=order)


def _sources(measure: Expression) -> list[str]:
    return [node.name for node in link_language.walk(measure) if isinstance(node, Source)]


def _slots(clause: ClauseInPlace) -> list[str]:
    """The number under which each term of the clause gets its own fact: 5.2, or 5.3.1, 5.3.2 … for several."""
    needs = [need for part in clause.reading.parts for need in needs_of(part)]
    wanted = [need.wants != "nothing" and need.shares is None for need in needs]
    if sum(wanted) <= 1:
        return [clause.id] * len(wanted)
    return [f"{clause.id}.{max(1, count)}" for count in accumulate(map(int, wanted))]


def _about(term: Term, need: Need, reading: Reading) -> Need:
    """A figure without a name is the one that its sentence defines: 到位率=甲/乙×100%。90%-100%得3分."""
    unnamed = need.wants == "number" and not need.subject and not need.event and need.shares is None
    if unnamed and isinstance(term, Tiers | Rate) and len(reading.definitions) == 1:
        return Need(**{**vars(need), "subject": reading.definitions[0].name})
    return need


def _from_base(term: Term, first: Rule) -> Term:
    """每超1天扣1分，超过2天不得分: where a link says that the rate counts from 9 days, two too many are eleven."""
    rate = first.term
    if not isinstance(term, Penalty | Zero | Veto) or not isinstance(rate, Rate) or rate.base is not None:
        return term
    if first.base is None:
        return term
    return term.model_copy(update={"when": counted_from(term.when, rate, first.base)})


def _alternatives(term: Term) -> int:
    """Among how many things a choice for the term chooses."""
    if isinstance(term, Way):
        return 2
    return len(getattr(term, "rows", ())) + (getattr(term, "otherwise", None) is not None)


def _with_choices(need: Need, choices: tuple[str, ...]) -> Need:
    return Need(**{**vars(need), "choices": choices, "wants": "choice"})


def _label(measure: Expression | None) -> str:
    """What the link says; "" for a fact of the clause's own, which needs no name beside the clause."""
    if measure is None:
        return ""
    if isinstance(measure, Source) and measure.tests and not measure.field:
        tests = "、".join(
            f"{t.field}{_WORDS[t.comparator]}{link_language.say_value(t.value)}" for t in measure.tests
        )
        return f"{tests}的{measure.name}"
    words = link_language.say(measure)
    return words if len(words) <= 40 else words[:39] + "…"


def _title(term: Term) -> str:
    if isinstance(term, Target):
        return term.when.subject
    when = getattr(term, "when", None)
    words = (
        (when.text if when is not None else "") or getattr(term, "subject", "") or getattr(term, "text", "")
    )
    return words if len(words) <= 40 else words[:39] + "…"
