"""Resolve: outline → rubric. Sentences are read, links bound, names and points settled.

    outline ─ cut links, read sentences ─ bind links to terms ─ settle names ─ share points ─▶ Rubric

Every fault of the author is a diagnostic with its place; all of them are collected. A rubric is
returned only if there is no error among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

from kaoping.diagnostics import Diagnostic, Severity
from kaoping.facts.schema import FactSpec
from kaoping.language import link as link_language
from kaoping.language.clause import read
from kaoping.language.document import (
    ClauseDraft,
    IndicatorDraft,
    Outline,
    read_outline,
)
from kaoping.language.link import Expression, Link, LinkError, Source
from kaoping.language.reading import Formula, Part, Rate, Reading, Term, Tiers
from kaoping.model import TOTAL, Clause, ComputedField, Indicator, Once, Rubric, Rule, Section
from kaoping.resolve import computed
from kaoping.resolve import links as link_binding
from kaoping.resolve.names import FULL_MARK_WORDS, DefinitionError, NameTable
from kaoping.resolve.needs import Need, needs_of
from kaoping.resolve.points import LeafPoints, share
from kaoping.source import SourceFile, Span, UnreadableFileError

_WORDS = {"=": "为", "≠": "不为", "≥": "不低于", "＞": "高于", "≤": "不高于", "＜": "低于"}


@dataclass
class _Draft:
    """A clause on its way: its sentence read and its links bound."""

    draft: ClauseDraft
    id: str
    wording: link_binding.Wording
    reading: Reading
    bound: link_binding.Bound


@dataclass
class Resolved:
    """The rubric, or None where a diagnostic is an error."""

    rubric: Rubric | None
    diagnostics: list[Diagnostic] = field(default_factory=list)


def load(path: Path) -> Resolved:
    """Read and resolve a rule file.

    Raises:
        UnreadableFileError: if the file cannot be read as text.
    """
    return resolve(read_outline(SourceFile.read(path)))


def find_rule_file(path: Path) -> Path:
    """The rule file itself, or the only one of a folder.

    Raises:
        UnreadableFileError: none, or several, in the folder.
    """
    if not path.is_dir():
        return path
    found = sorted(path.glob("*.rubric"))
    if len(found) == 1:
        return found[0]
    names = "、".join(f.name for f in found)
    raise UnreadableFileError(
        f"{path}：里面有 {len(found)} 个规则文件（{names}），请指明一个"
        if found
        else f"{path}：里面没有 .rubric 规则文件"
    )


def resolve(outline: Outline) -> Resolved:
    """Settle what an outline means. Faults are collected; see Resolved."""
    return _Resolver(outline).run()


class _Resolver:
    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.diagnostics = list(outline.diagnostics)
        self.leaves = 0
        self.ids = {TOTAL}
        declared = self._declared()
        self.computed = self._computed(declared)
        fields: dict[str, list[str]] = {}
        for item in self.computed:
            fields.setdefault(item.event, []).append(item.field)
        self.table = NameTable(declared, self._definitions(declared), fields)

    def report(
        self, code: str, message: str, start: int, end: int, help_: str = "", severity: Severity = "error"
    ) -> None:
        span = Span(start, max(end, start + 1))
        self.diagnostics.append(
            Diagnostic(code, severity, message, help_, source=self.outline.source, span=span)
        )

    def run(self) -> Resolved:
        indicators = tuple(self._indicator(draft) for draft in self.outline.indicators)
        outline = self.outline
        self.diagnostics.sort(key=lambda d: (d.span.start if d.span else 0, d.code))
        if any(d.severity == "error" for d in self.diagnostics):
            return Resolved(None, self.diagnostics)
        ceilings = [c.reading.total_cap for i in indicators for leaf in i.walk() for c in leaf.clauses]
        stated = [c for c in (outline.ceiling, *ceilings) if c is not None]
        rubric = Rubric(
            title=outline.title,
            file=outline.source.name,
            digest=hashlib.sha256(outline.source.text.encode()).hexdigest(),
            start=outline.start,
            end=outline.end,
            full=outline.full,
            ceiling=min(stated) if stated else None,
            grades=tuple(outline.grades),
            rounding=outline.rounding,
            units=tuple(outline.units),
            facts=self.table.specs(),
            computed=self.computed,
            indicators=indicators,
        )
        return Resolved(rubric, self.diagnostics)

    def _declared(self) -> dict[str, FactSpec]:
        declared: dict[str, FactSpec] = {}
        for spec, span in self.outline.facts:
            if spec.name in declared:
                self.report("N002", f"「{spec.name}」声明了两次", span.start, span.end, "留下一处")
            declared.setdefault(spec.name, spec)
        return declared

    def _definitions(self, declared: Mapping[str, FactSpec]) -> dict[str, Expression]:
        definitions: dict[str, Expression] = {}
        for draft in self.outline.definitions:
            if draft.field:
                continue
            if draft.name in definitions or draft.name in declared:
                self.report(
                    "N002", f"「{draft.name}」定义了两次", draft.span.start, draft.span.end, "留下一处"
                )
                continue
            expression = self._expression(draft.expression, draft.span)
            if expression is not None:
                definitions[draft.name] = expression
        return definitions

    def _expression(self, text: str, span: Span) -> Expression | None:
        try:
            return link_language.parse_expression(text)
        except LinkError as error:
            at = span.start + min(error.offset, max(0, len(text) - 1))
            self.report(
                "C003", f"算式「{text}」读不懂：{error}", at, span.end, "例如：定义  完成率 = 完成数 / 任务数"
            )
            return None

    def _computed(self, declared: Mapping[str, FactSpec]) -> tuple[ComputedField, ...]:
        found = []
        for draft in (d for d in self.outline.definitions if d.field):
            expression = self._expression(draft.expression, draft.span)
            if expression is None:
                continue
            found.append(ComputedField(event=draft.name, field=draft.field, expression=expression))
            for message, help_ in computed.faults(found[-1], declared.get(draft.name)):
                self.report("N001", message, draft.span.start, draft.span.end, help_)
        return tuple(found)

    def _indicator(self, draft: IndicatorDraft, above: str = "") -> Indicator:
        if draft.clauses:
            self.leaves += 1
            return self._leaf(draft, str(self.leaves))
        if not draft.children:
            self.report(
                "S002",
                f"指标「{draft.name}」下面没有计分子句",
                draft.span.start,
                draft.span.end,
                "在它下面一行写评分标准",
            )
        id_ = self._own_id(f"{above}/{draft.name}".lstrip("/"))
        children = tuple(self._indicator(child, id_) for child in draft.children)
        return Indicator(
            id=id_,
            level=draft.level,
            name=draft.name,
            points=draft.points,
            note=draft.note,
            children=children,
        )

    def _own_id(self, path: str) -> str:
        """The names down to an indicator, told apart from equal ones and from numbers of leaves and clauses."""
        id_, count = path, 1
        while id_ in self.ids or id_.replace(".", "").isdecimal():
            count += 1
            id_ = f"{path}（{count}）"
        self.ids.add(id_)
        return id_

    def _leaf(self, draft: IndicatorDraft, id_: str) -> Indicator:
        drafts = [
            self._read(clause, id_, index, draft) for index, clause in enumerate(draft.clauses, start=1)
        ]
        names: dict[str, Expression] = {}
        for clause in drafts:
            names.update(self._sentence_names(clause))
            names.update(clause.bound.names)
        parts = [
            (
                part,
                part.mark if part.mark is not None else c.reading.mark if len(c.reading.parts) == 1 else None,
            )
            for c in drafts
            for part in c.reading.parts
        ]
        shared = share(parts, draft.points)
        self._unclear(drafts, shared, draft)
        shares = iter(shared.parts)
        clauses = tuple(
            Clause(
                id=c.id,
                indicator=id_,
                wording=c.wording.text,
                line=self.outline.source.position(c.draft.span.start)[0],
                column=self.outline.source.position(c.draft.span.start)[1],
                reading=c.reading,
                sections=tuple(
                    Section(
                        part=part,
                        rules=self._rules(c, part, index, names),
                        full=points.full,
                        opening=points.opening,
                        floor=points.floor,
                    )
                    for index, (part, points) in enumerate(zip(c.reading.parts, shares, strict=False))
                ),
            )
            for c in drafts
        )
        return Indicator(
            id=id_,
            level=draft.level,
            name=draft.name,
            points=draft.points,
            note=draft.note,
            clauses=clauses,
            pool=shared.pool,
        )

    def _unclear(self, drafts: list[_Draft], shared: LeafPoints, leaf: IndicatorDraft) -> None:
        owners = [c for c in drafts for _ in c.reading.parts]
        for index in shared.unclear:
            span = owners[index].draft.span
            self.report(
                "M001",
                "这一条的满分无法确定",
                span.start,
                span.end,
                f"在句首写明分值（例如「…情况，3分。」），或给指标「{leaf.name}」写上分值",
            )

    def _read(self, draft: ClauseDraft, leaf: str, index: int, indicator: IndicatorDraft) -> _Draft:
        wording = link_binding.cut(draft.wording, draft.offsets)
        points = indicator.points if len(indicator.clauses) == 1 else None
        reading = read(wording.text, points)
        for offset in wording.broken:
            self.report("C003", "花括号没有成对", offset, offset + 1, "链接写成 {…}")
        for left in reading.left_over:
            start, end = (
                wording.offsets[left.span.start],
                wording.offsets[max(left.span.start, left.span.end - 1)] + 1,
            )
            hint = f"可以写成：{left.nearest}" if left.nearest else "换成说明书里列出的写法"
            self.report("C001", f"没有读懂「{left.text}」", start, end, hint)
        if not reading.left_over and not reading.understood and not wording.broken:
            self.report(
                "C002",
                "这一行没有计分内容",
                draft.span.start,
                draft.span.end,
                "若只是说明，在行首写「说明」；若要计分，写出得几分或扣几分",
            )
        bound = link_binding.bind(
            wording,
            reading,
            lambda code, message, start, end, help_: self.report(code, message, start, end, help_),
        )
        return _Draft(draft, f"{leaf}.{index}", wording, reading, bound)

    def _sentence_names(self, clause: _Draft) -> dict[str, Expression]:
        """Measures that the sentence defines by itself: 预算执行率=（实际支出资金/实际到位资金）×100%."""
        found: dict[str, Expression] = {}
        for definition in clause.reading.definitions:
            expression = self._expression(definition.expression, clause.draft.span)
            if expression is not None:
                found[definition.name] = expression
        return found

    def _rules(
        self, clause: _Draft, part: Part, part_index: int, names: Mapping[str, Expression]
    ) -> tuple[Rule, ...]:
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
                            "term": term,
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
        return tuple(rules)

    def _rule(
        self,
        clause: _Draft,
        term: Term,
        need: Need,
        link: Link | None,
        names: Mapping[str, Expression],
        slot: str,
        place: tuple[int, int] | None,
    ) -> Rule:
        link = link or Link()
        if need.wants == "nothing" and link.expression is None:
            return Rule(term=term)
        start, end = place or (clause.draft.span.start, clause.draft.span.end)
        measure = link.expression
        label = need.subject
        if measure is None and isinstance(term, Formula) and term.expression:
            measure = self._expression(term.expression, clause.draft.span)
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
        try:
            measure = self.table.expand(measure, names)
        except DefinitionError as error:
            self.report("N003", str(error), start, end, error.remedy)
            return Rule(term=term)
        if link.choices:
            need = _with_choices(need, link.choices)
            if len(link.choices) != len(getattr(term, "rows", ())) + (
                getattr(term, "otherwise", None) is not None
            ):
                self.report("C003", "选项的个数与档次的个数不同", start, end, "一档一个，按句中的顺序写")

        def report(code: str, message: str, help_: str) -> None:
            self.report(code, message, start, end, help_)

        self.table.use(measure, need, clause.id, slot, _title(term), report)
        once = clause.bound.once if clause.bound.once is not None else (link if link.once_by else None)
        spec = self.table.declared.get(measure.name) if isinstance(measure, Source) else None
        declared_percent = spec is not None and spec.type == "percent"
        return Rule(
            term=term,
            measure=measure,
            wants=need.wants,
            choices=(spec.choices if spec is not None and spec.choices else need.choices),
            base=link.base or need.base,
            percent=need.percent or declared_percent,
            partial=link.partial or getattr(term, "partial", "whole"),
            ascending=link.ascending,
            once=self._once(once, measure) if once is not None else None,
            label=label or _label(link.expression),
            unit="" if need.percent or declared_percent else need.unit,
        )

    def _once(self, link: Link, measure: Expression) -> Once:
        order: tuple[str, ...] = ()
        for node in link_language.walk(measure):
            if isinstance(node, Source) and (spec := self.table.declared.get(node.name)):
                order = next((f.choices for f in spec.fields if f.name == link.once_best), order)
        return Once(by=link.once_by, best=link.once_best, order=order)


def _slots(clause: _Draft) -> list[str]:
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
    when = getattr(term, "when", None)
    words = (
        (when.text if when is not None else "") or getattr(term, "subject", "") or getattr(term, "text", "")
    )
    return words if len(words) <= 40 else words[:39] + "…"


__all__ = ["FULL_MARK_WORDS", "Decimal", "Resolved", "find_rule_file", "load", "resolve"]
