"""Resolve: outline → rubric. Sentences are read, links bound, names and points settled.

    outline ─ cut links, read sentences ─ bind links to terms ─ settle names ─ share points ─▶ Rubric

Every fault of the author is a diagnostic with its place; all of them are collected. A rubric is
returned only if there is no error among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path

from kaoping.diagnostics import Diagnostic, Fix, Related
from kaoping.facts.schema import FactSpec
from kaoping.language import link as link_language
from kaoping.language.clause import read
from kaoping.language.document import read_outline, removal
from kaoping.language.link import Expression, LinkError
from kaoping.language.outline import ClauseDraft, IndicatorDraft, Outline, TableDraft
from kaoping.language.reading import Reading
from kaoping.language.targets import read_target
from kaoping.language.unsettled import OF_THE_TOTAL
from kaoping.model import TOTAL, Clause, ComputedField, Indicator, Rubric, Section, Table
from kaoping.resolve import above, computed, shortfalls
from kaoping.resolve import links as link_binding
from kaoping.resolve.choices import settle
from kaoping.resolve.declared import Slip
from kaoping.resolve.items import itemises
from kaoping.resolve.names import NameTable
from kaoping.resolve.points import LeafPoints, PartPoints, share
from kaoping.resolve.rules import ClauseInPlace, RuleMaker
from kaoping.resolve.slips import mended
from kaoping.resolve.targets import nothing_to_score, points_stated
from kaoping.source import SourceFile, Span, UnreadableFileError

MOST_OF_ONE = 20
"""So many words of one sentence are told not to be understood: what follows from them, more of them do not say."""


@dataclass
class Resolved:
    """The rubric, or None where a diagnostic is an error.

    Attributes:
        draft: what was understood, for the linter: the rubric itself, or one that lacks what was not.
        clauses: by id, with the places of their words in the file.
        indicators: by id.
    """

    rubric: Rubric | None
    diagnostics: list[Diagnostic]
    draft: Rubric
    clauses: dict[str, ClauseInPlace] = field(default_factory=dict)
    indicators: dict[str, IndicatorDraft] = field(default_factory=dict)


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


def resolve(
    outline: Outline,
    leaves: int = 0,
    known: Iterable[ClauseInPlace] = (),
    within: Indicator | None = None,
) -> Resolved:
    """Settle what an outline means. Faults are collected; see Resolved.

    Args:
        outline: of a rule file.
        leaves: how many leaves of the file stand before those of the outline, where it is a part of one.
        known: clauses of the outline that have been read before. They get their share of the points and give
            their names, but are not made again: the outcome lacks them.
        within: what the only leaf of such an outline is in the file: what it takes from above follows from
            the other indicators.
    """
    return _Resolver(outline, leaves, known, within).run()


class _Resolver:
    def __init__(
        self, outline: Outline, leaves: int, known: Iterable[ClauseInPlace], within: Indicator | None
    ) -> None:
        self.outline = outline
        self.within = within
        self.known = {id(clause.draft): clause for clause in known}
        self.diagnostics = list(outline.diagnostics)
        self.leaves = leaves
        self.ids = {TOTAL}
        self.clauses: dict[str, ClauseInPlace] = {}
        self.indicators: dict[str, IndicatorDraft] = {}
        declared = self._declared()
        self.computed = self._computed(declared)
        fields: dict[str, list[str]] = {}
        for item in self.computed:
            fields.setdefault(item.event, []).append(item.field)
        self.table = NameTable(declared, self._definitions(declared), fields)
        self.rules = RuleMaker(self.table, self.report, self._expression)

    def report(
        self, code: str, message: str, start: int, end: int, help_: str = "", slip: Slip | None = None
    ) -> None:
        span, fix = Span(start, max(end, start + 1)), None
        if slip is not None:
            span, fix = mended(slip, self.outline, span)
        self.diagnostics.append(
            Diagnostic(code, "error", message, help_, source=self.outline.source, span=span, fix=fix)
        )

    def run(self) -> Resolved:
        tables = tuple(self._table(draft) for draft in self.outline.tables)
        outline = self.outline
        if self.outline.scoring == "targets":
            for message, span in points_stated(self.outline):
                self.report("S003", message, span.start, span.end, "删去分值，或删去「计分  达标率」一行")
        self.diagnostics.sort(key=lambda d: (d.span.start if d.span else 0, d.code))
        kinds = {clause.id: table.kind for table in tables if table.kind for clause in table.clauses()}
        draft = Rubric(
            title=outline.title,
            file=outline.source.name,
            digest=hashlib.sha256(outline.source.text.encode("utf-8", "surrogatepass")).hexdigest(),
            start=outline.start,
            end=outline.end,
            rounding=outline.rounding,
            scoring=outline.scoring,
            facts=tuple(_with_kinds(spec, tables, kinds) for spec in self.table.specs()),
            computed=self.computed,
            tables=tables,
        )
        sound = not any(d.severity == "error" for d in self.diagnostics)
        return Resolved(draft if sound else None, self.diagnostics, draft, self.clauses, self.indicators)

    def _table(self, draft: TableDraft) -> Table:
        outline = self.outline
        indicators = tuple(self._indicator(indicator, draft.kind) for indicator in draft.indicators)
        if not indicators:
            self.report("S002", f"评「{draft.kind}」的指标一个也没有", draft.span.start, draft.span.end)
        full = draft.full if draft.full is not None else outline.full
        for clause in above.from_the_total(indicators):
            span = self.clauses[clause.id].draft.span
            told = "写的是从总分中扣，这一条却在有分值的指标里，扣的会是指标的分"
            self.report("C001", told, span.start, span.end, f"改为：{OF_THE_TOTAL}")
        if self.within is None:
            indicators = above.settled(indicators, full)
        else:
            update = {"deducts_above": self.within.deducts_above, "drained": self.within.drained}
            indicators = tuple(above.dealt(leaf.model_copy(update=update)) for leaf in indicators)
        ceiling = draft.ceiling if draft.ceiling is not None else outline.ceiling
        ceilings = [c.reading.total_cap for i in indicators for leaf in i.walk() for c in leaf.clauses]
        return Table(
            kind=draft.kind,
            units=tuple(outline.units.get(draft.kind, ())),
            full=full,
            ceiling=min((c for c in (ceiling, *ceilings) if c is not None), default=None),
            grades=tuple(draft.grades or outline.grades),
            indicators=indicators,
        )

    def _declared(self) -> dict[str, FactSpec]:
        declared: dict[str, FactSpec] = {}
        places: dict[str, Span] = {}
        for spec, span in self.outline.facts:
            if spec.name in declared:
                same = spec == declared[spec.name]
                self._twice(spec.name, span, places[spec.name], "声明", same=same)
            declared.setdefault(spec.name, spec)
            places.setdefault(spec.name, span)
        return declared

    def _definitions(self, declared: Mapping[str, FactSpec]) -> dict[str, Expression]:
        definitions: dict[str, Expression] = {}
        places: dict[str, Span] = {}
        for draft in self.outline.definitions:
            if draft.field:
                continue
            expression = self._expression(draft.expression, draft.span)
            if draft.name in declared:
                first = next(span for spec, span in self.outline.facts if spec.name == draft.name)
                self._twice(draft.name, draft.span, first, "定义", same=False, fact=True)
            elif draft.name in places:
                same = expression is not None and expression == definitions.get(draft.name)
                self._twice(draft.name, draft.span, places[draft.name], "定义", same=same)
            elif expression is not None:
                definitions[draft.name] = expression
            places.setdefault(draft.name, draft.span)
        return definitions

    def _twice(
        self, name: str, span: Span, first: Span, verb: str, *, same: bool, fact: bool = False
    ) -> None:
        """A name that is declared or defined a second time. same: in the same words, so that one can go."""
        if fact:
            message = f"「{name}」声明为要填报的事实，又定义为算出来的数"
            help_ = f"照算式算的，删去“事实  {name}”一行；要填报的，删去这个定义"
        else:
            message = f"「{name}」{verb}了两次{'' if same else '，两次不一样'}"
            help_ = "删去一处" if same else f"留下对的一处；确是两回事的，换一个名称{verb}"
        source = self.outline.source
        fix = Fix(f"删去重复的{verb}", (removal(source, span),)) if same else None
        related = (Related(first, "第一次在这里" if not fact else "声明在这里"),)
        self.diagnostics.append(
            Diagnostic("N002", "error", message, help_, source=source, span=span, related=related, fix=fix)
        )

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
        found: list[ComputedField] = []
        places: dict[tuple[str, str], tuple[Span, Expression]] = {}
        for draft in (d for d in self.outline.definitions if d.field):
            expression = self._expression(draft.expression, draft.span)
            if expression is None:
                continue
            if (draft.name, draft.field) in places:
                first, meaning = places[draft.name, draft.field]
                self._twice(
                    f"{draft.name}.{draft.field}", draft.span, first, "定义", same=expression == meaning
                )
                continue
            places[draft.name, draft.field] = draft.span, expression
            found.append(ComputedField(event=draft.name, field=draft.field, expression=expression))
            for fault in computed.faults(found[-1], declared.get(draft.name)):
                start, end = draft.span.start, draft.span.end
                self.report(fault.code, fault.message, start, end, fault.help, fault.slip)
        return tuple(found)

    def _indicator(self, draft: IndicatorDraft, path: str, collectors: tuple[str, ...] = ()) -> Indicator:
        collectors = draft.collectors or collectors
        if draft.clauses:
            self.leaves += 1
            return self._leaf(draft, str(self.leaves), collectors, (*path.split("/"), draft.name))
        if not draft.children:
            self.report(
                "S002",
                f"指标「{draft.name}」下面没有计分子句",
                draft.span.start,
                draft.span.end,
                "在它下面一行写评分标准",
            )
        id_ = self._own_id(f"{path}/{draft.name}".lstrip("/"))
        self.indicators[id_] = draft
        children = tuple(self._indicator(child, id_, collectors) for child in draft.children)
        return Indicator(
            id=id_,
            level=draft.level,
            name=draft.name,
            points=draft.points,
            note=draft.note,
            collectors=collectors,
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

    def _leaf(
        self, draft: IndicatorDraft, id_: str, collectors: tuple[str, ...], path: tuple[str, ...]
    ) -> Indicator:
        """A leaf with its clauses; `path` are the names down to it."""
        self.indicators[id_] = draft
        drafts = [
            self.known.get(id(clause)) or self._read(clause, id_, index, draft, path)
            for index, clause in enumerate(draft.clauses, start=1)
        ]
        self.clauses.update((clause.id, clause) for clause in drafts)
        own = {clause.id: self._sentence_names(clause) | clause.bound.names for clause in drafts}
        names = {name: meaning for given in own.values() for name, meaning in given.items()}
        parts = [
            (
                part,
                part.mark if part.mark is not None else c.reading.mark if leads == 1 else None,
            )
            for c in drafts
            for leads in [sum(1 for part in c.reading.parts if not part.instead)]
            for part in c.reading.parts
        ]
        itemised = [itemises(c, part) for c in drafts for part in c.reading.parts]
        shared = share(parts, draft.points, itemised)
        self._unclear(drafts, shared, draft)
        shares = iter(shared.parts)
        dealt = [(c, list(islice(shares, len(c.reading.parts)))) for c in drafts]
        clauses = tuple(
            self._clause(c, id_, points, names | own[c.id])
            for c, points in dealt
            if id(c.draft) not in self.known
        )
        return Indicator(
            id=id_,
            level=draft.level,
            name=draft.name,
            points=draft.points,
            note=draft.note,
            collectors=collectors,
            clauses=clauses,
            pool=shared.pool,
        )

    def _clause(
        self, c: ClauseInPlace, leaf: str, shares: Sequence[PartPoints], names: Mapping[str, Expression]
    ) -> Clause:
        """A clause with the rules and the points of its parts."""
        line, column = self.outline.source.position(c.draft.span.start)
        return Clause(
            id=c.id,
            indicator=leaf,
            wording=c.wording.text,
            line=line,
            column=column,
            reading=c.reading,
            sections=tuple(
                Section(
                    part=part,
                    rules=self.rules.of_part(c, part, index, names),
                    full=points.full,
                    opening=points.opening,
                    floor=points.floor,
                )
                for index, (part, points) in enumerate(zip(c.reading.parts, shares, strict=False))
            ),
        )

    def _unclear(self, drafts: list[ClauseInPlace], shared: LeafPoints, leaf: IndicatorDraft) -> None:
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

    def _read(
        self, draft: ClauseDraft, leaf: str, index: int, indicator: IndicatorDraft, path: tuple[str, ...]
    ) -> ClauseInPlace:
        wording = link_binding.cut(draft.wording, draft.offsets)
        points = indicator.points if len(indicator.clauses) == 1 else None
        targets = self.outline.scoring == "targets"
        reading = read_target(wording.text, path) if targets else _sentence(wording, points)
        for offset in wording.broken[:MOST_OF_ONE]:
            help_ = "补上另一半，链接写成 {名称}，例如：漏报{月报问题}"
            self.report("C003", "花括号没有成对", offset, offset + 1, help_)
        for left in reading.left_over[:MOST_OF_ONE]:
            start, end = (
                wording.offsets[left.span.start],
                wording.offsets[max(left.span.start, left.span.end - 1)] + 1,
            )
            hint = f"可以写成：{left.nearest}" if left.nearest else "换成说明书里列出的写法"
            self.report("C001", f"没有读懂「{left.text}」", start, end, hint)
        if not reading.left_over and not reading.understood and not wording.broken:
            message, help_ = nothing_to_score(wording.text, targets)
            self.report("C002", message, draft.span.start, draft.span.end, help_)
        bound = link_binding.bind(
            wording,
            reading,
            self.report,
        )
        reading, bound = settle(reading, bound, wording, self.report)
        reading = shortfalls.settled(reading, bound, wording, self.table.definitions, self.report)
        return ClauseInPlace(draft, f"{leaf}.{index}", wording, reading, bound)

    def _sentence_names(self, clause: ClauseInPlace) -> dict[str, Expression]:
        """Measures that the sentence defines by itself: 预算执行率=（实际支出资金/实际到位资金）×100%."""
        found: dict[str, Expression] = {}
        for definition in clause.reading.definitions:
            expression = self._expression(definition.expression, clause.draft.span)
            if expression is not None:
                found[definition.name] = expression
        return found


def _sentence(wording: link_binding.Wording, points: Decimal | None) -> Reading:
    """The reading of a sentence, remembered: the linter resolves the same ones under several links."""
    reader = _remembered if len(wording.text) < 1000 else read
    return reader(wording.text, points, wording.deduplicates)


_remembered = lru_cache(maxsize=256)(read)


def _with_kinds(spec: FactSpec, tables: tuple[Table, ...], kinds: Mapping[str, str]) -> FactSpec:
    """The fact with the kinds of units whose tables ask for it; none where any unit may give it.

    kinds: of each clause of a table that has one.
    """
    asking = {kinds[clause] for clause in spec.clauses if clause in kinds}
    if not asking:
        return spec
    return spec.model_copy(update={"kinds": tuple(t.kind for t in tables if t.kind in asking)})


__all__ = ["Resolved", "find_rule_file", "load", "resolve"]
