"""The forms of a template: the figures of each unit, the events, and the corrections.

Figures stand in one table, units down and figures across. Kinds of events without fields of their
own share a sheet and are chosen there; one that has fields has a sheet, which bears its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kaoping.exact import text as plain
from kaoping.facts.headings import role_of
from kaoping.facts.mark import CORRECTIONS
from kaoping.facts.names import fold
from kaoping.facts.schema import FactSpec, FieldSpec
from kaoping.lacking import Lack, awaited, lacks_of
from kaoping.language.link import Call, Expression, Source, walk
from kaoping.language.reading import Judgement, PointsRange, Tiers
from kaoping.model import Rubric, Rule, Section, Table
from kaoping.template.plan import (
    EVENT_LIST,
    EVENTS,
    RESERVED,
    VALUES,
    Column,
    Entry,
    Form,
    sheet_name,
)
from kaoping.uses import Use, short_wording, uses_of

_YES_NO = ("是", "否")
_EARLIEST, _LATEST = date(1949, 10, 1), date(2099, 12, 31)
_ANY_DATE = date(2021, 3, 5)


def make_forms(rubric: Rubric) -> tuple[Form, ...]:
    """All sheets to fill in, in the order in which people fill them in."""
    maker = _Maker(rubric)
    return (*maker.values(), *maker.events(), *maker.corrections())


def hints(rubric: Rubric) -> dict[str, str]:
    """How to supply each fact, in words, by its name: 填数（个）; 一件记一行."""
    maker = _Maker(rubric)
    figures = {spec.name: maker.hint(spec) for spec in maker.figures}
    return {**figures, **{spec.name: f"一{spec.unit or '次'}记一行" for spec in maker.kinds}}


def clause_numbers(uses: tuple[Use, ...]) -> str:
    """第8.2、8.3条."""
    return f"第{'、'.join(use.clause.id for use in uses)}条" if uses else ""


class _Maker:
    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.uses = uses_of(rubric)
        needed = [spec for spec in rubric.facts if self.uses[spec.name]]
        self.figures = [spec for spec in needed if spec.kind == "value"]
        self.kinds = [spec for spec in needed if spec.kind == "event"]
        self.moments = set(_moments(rubric))
        self.lacks, self.awaited = lacks_of(rubric), awaited(rubric)
        self.taken = list(RESERVED)

    def values(self) -> Iterator[Form]:
        """One row a unit, one column a figure; a sheet for each kind of unit that has a table of its own."""
        for table in self.rubric.tables:
            specs = [spec for spec in self.figures if not spec.kinds or table.kind in spec.kinds]
            if specs:
                columns = [Column("单位", Entry(hint="" if table.units else "单位名称"))]
                columns += [self._figure(spec, table) for spec in specs]
                whose = f"{table.kind}的数据：" if table.kind else ""
                title = f"{whose}一个单位一行，一项一列；还没有的空着，确实是 0 的填 0"
                yield Form(self._name(VALUES, table.kind), title, tuple(columns), (), table.units)

    def events(self) -> Iterator[Form]:
        """One row an occurrence; each kind of unit finds all that may be recorded of it in one sheet."""
        several = len(self.rubric.tables) > 1
        alike = [spec for spec in self.kinds if not spec.fields]
        shared = several or len(alike) > 1
        for table in self.rubric.tables if shared else ():
            specs = [spec for spec in alike if not spec.kinds or table.kind in spec.kinds]
            if specs:
                yield self._shared(table, specs)
        for spec in self.kinds:
            if spec.fields or not shared:
                yield self._own(spec)

    def corrections(self) -> Iterator[Form]:
        """Figures that change after they were handed in."""
        if not self.figures:
            return
        labels = tuple(spec.label for spec in self.figures)
        columns = (
            self._unit(()),
            Column("事项", Entry("list", "从列表选要更正的数据", labels)),
            Column("值", Entry(hint="更正后的值，原表头写有计量单位、% 的要带上；撤回的空着")),
            Column("操作", Entry("list", "更正 或 撤回", ("更正", "撤回"))),
            Column("说明", Entry(hint="为什么更正、撤回，会写进得分说明")),
        )
        yield Form(CORRECTIONS, "上报以后才发现要改的数据，一行改一个；上报以前直接改「数据」", columns)

    def _name(self, base: str, kind: str) -> str:
        """A name for a sheet of units of a kind: 数据-县（市、区）; the plain one where all are of one kind."""
        if not kind:
            return base
        name = sheet_name(f"{base}-{kind}", self.taken)
        self.taken.append(name)
        return name

    def _figure(self, spec: FactSpec, table: Table) -> Column:
        own = {clause.id for clause in table.clauses()}
        uses = tuple(use for use in self.uses[spec.name] if use.clause.id in own)
        unit = "%" if spec.type == "percent" else spec.unit
        return Column(
            f"{spec.label}（{unit}）" if unit else spec.label,
            self._value_entry(spec, uses),
            self._about(uses),
            uses[0].path[-1].id,
        )

    def _shared(self, table: Table, specs: list[FactSpec]) -> Form:
        labels = tuple(spec.label for spec in specs)
        columns = (
            self._unit((table.kind,) if table.kind else ()),
            Column("事项", Entry("list", f"从列表选；各是什么，见「{EVENT_LIST}」", labels)),
            self._day(),
            Column("数量", Entry("whole", "空着算 1 次（件、项……）", least=Decimal(0))),
            *self._tail(),
        )
        whose = f"{table.kind}的事项：" if table.kind else ""
        return Form(self._name(EVENTS, table.kind), f"{whose}发生一次记一行；没有的不用填", columns)

    def _own(self, spec: FactSpec) -> Form:
        """A sheet that bears the name of its event; where no sheet can, a column says it."""
        uses = self.uses[spec.name]
        name = sheet_name(spec.name, self.taken)
        self.taken.append(name)
        said = (
            ()
            if fold(name) == fold(spec.name)
            else (Column("事项", Entry("list", "从列表选", (spec.label,))),)
        )
        counted = spec.unit or "次"
        columns = (
            self._unit(spec.kinds),
            *said,
            *self._own_day(spec),
            *(Column(field.name, self._field(spec, field)) for field in spec.fields),
            Column("数量", Entry("whole", f"空着算 1 {counted}", least=Decimal(0))),
            *self._tail(),
        )
        alike: dict[str, list[Use]] = {}
        for use in uses:
            alike.setdefault(use.effect, []).append(use)
        remarks = [f"{_where(tuple(own))}：{effect}" for effect, own in alike.items()]
        return Form(name, f"{spec.label}：一{counted}记一行；没有的不用填", columns, tuple(remarks))

    def _own_day(self, spec: FactSpec) -> tuple[Column, ...]:
        """日期, unless a field lends it; beside dates of the event's own that rules go by, what else it is for."""
        if any(role_of(field.name) == "day" for field in spec.fields):
            return ()
        asked = (spec.name, "日期") in self.lacks or any(
            rule.once is not None for use in self.uses[spec.name] for rule in use.rules
        )
        dates = [f"「{field.name}」" for field in spec.fields if field.type == "date"]
        day = self._day()
        if asked or not dates:
            return (day,)
        hint = f"可以不填；填了只用来核对是否在评价期间之内，计分看{'、'.join(dates)}"
        return (replace(day, entry=replace(day.entry, hint=hint)),)

    def _unit(self, kinds: tuple[str, ...]) -> Column:
        units = tuple(
            unit for table in self.rubric.tables for unit in table.units if not kinds or table.kind in kinds
        )
        return Column(
            "单位", Entry("list", "从列表选", units) if units else Entry(hint="单位名称，各表写法一样")
        )

    def _day(self) -> Column:
        start, end = self.rubric.start, self.rubric.end
        within = "，须在评价期间之内" if start or end else ""
        hint = f"发生的日期，如 {start or _ANY_DATE}{within}"
        return Column("日期", Entry("date", hint, first=start or _EARLIEST, last=end or _LATEST))

    def _tail(self) -> tuple[Column, ...]:
        return (
            Column("说明", Entry(hint="可以不填；会写进得分说明")),
            Column("编号", Entry(hint="可以不填；要更正、撤回的须有")),
            Column("操作", Entry("list", "平时空着，见「说明」表", ("更正", "撤回"))),
        )

    def hint(self, spec: FactSpec) -> str:
        """What is to be filled in for a figure."""
        return self._value_entry(spec, self.uses[spec.name]).hint

    def _value_entry(self, spec: FactSpec, uses: tuple[Use, ...]) -> Entry:
        if any(rule.wants == "points" for use in uses for rule in use.rules):
            return _points_entry(uses)
        return self._entry(spec, "" if not spec.unit else f"（{spec.unit}）", ("", spec.name))

    def _field(self, spec: FactSpec, field: FieldSpec) -> Entry:
        """A field that is also the day of the event must lie in the period as the day must."""
        entry = self._entry(field, "", (spec.name, field.name))
        key = spec.name, field.name
        blank = [lack for lack in self.lacks.get(key, ()) if lack.outcome == "against"]
        if blank and key in self.awaited:
            entry = replace(entry, hint=f"{entry.hint}；{_blank(blank)}")
        start, end = self.rubric.start, self.rubric.end
        if role_of(field.name) != "day" or field.type != "date" or not (start or end):
            return entry
        return replace(
            entry, hint=f"{entry.hint}，须在评价期间之内", first=start or _EARLIEST, last=end or _LATEST
        )

    def _entry(self, spec: FactSpec | FieldSpec, unit: str, name: tuple[str, str]) -> Entry:
        match spec.type:
            case "yesno":
                return Entry("list", "是 或 否", _YES_NO)
            case "choice":
                return Entry("list", f"选一个：{'、'.join(spec.choices)}", spec.choices)
            case "percent":
                return Entry("percent", "百分比，如 85%", least=Decimal(-100), most=Decimal(100))
            case "date" if name in self.moments:
                start = self.rubric.start or _ANY_DATE
                return Entry("moment", f"日期和时刻，如 {start} 14:30", first=_EARLIEST, last=_LATEST)
            case "date":
                start = self.rubric.start or _ANY_DATE
                return Entry("date", f"日期，如 {start}", first=_EARLIEST, last=_LATEST)
            case "number":
                counted = isinstance(spec, FactSpec) and spec.counted
                return Entry("number", f"填数{unit}", least=Decimal(0) if counted else None)
            case _:
                return Entry(hint="文字")

    def _about(self, uses: tuple[Use, ...], most: int = 44) -> str:
        """第8.2条（3分）政务服务中心场景应用：… A long sentence is told by the part of it that the fact decides."""
        also = f"；另用于{clause_numbers(uses[1:])}" if len(uses) > 1 else ""
        words = short_wording(uses[0].clause, most)
        if words.endswith("…"):
            words = uses[0].effect if len(uses[0].effect) <= most else f"{uses[0].effect[: most - 1]}…"
        return f"{_where(uses[:1])}：{words}{also}"


def _where(uses: tuple[Use, ...]) -> str:
    """第8.2条（3分）政务服务中心场景应用; of several clauses the numbers."""
    first = uses[0]
    full = f"（{plain(first.clause.full)}分）" if first.clause.full else ""
    return f"第{first.clause.id}条{full}{first.path[-1].name}" if len(uses) == 1 else clause_numbers(uses)


def _blank(lacks: list[Lack]) -> str:
    """还没有的空着，第7.3条算作不符合“处理用时≤3”."""
    clauses = "、".join(dict.fromkeys(lack.clause for lack in lacks))
    tests = "".join(f"“{test}”" for test in dict.fromkeys(lack.test for lack in lacks))
    return f"还没有的空着，第{clauses}条算作不符合{tests}"


def _points_entry(uses: tuple[Use, ...]) -> Entry:
    """Points that the assessor gives, within what the sentence allows; a judgement may always be 0."""
    verb, ranges, fulls = "评定", [], []
    for section, rule in _decided(uses):
        term, full = rule.term, section.full
        fulls += [full] if full else []
        if isinstance(term, Judgement):
            verb = "评定扣" if term.sign == "deduct" else "评定加" if term.sign == "gain" else verb
            ranges += [term.range, PointsRange(least=Decimal(0), most=Decimal(0))] if term.range else []
        elif isinstance(term, Tiers):
            bands = [row.points for row in term.rows if isinstance(row.points, PointsRange)]
            ranges += [band if full is None else band.of(full) for band in bands if full or not band.share]
    if not ranges:
        limit = f"，最多{plain(max(fulls))}分" if fulls else ""
        return Entry("number", f"填{verb}的分数{limit}", least=Decimal(0), most=max(fulls, default=None))
    told = "、".join(f"{plain(r.least)}至{plain(r.most)}" for r in ranges if r.most)
    least, most = min(r.least for r in ranges), max(r.most for r in ranges)
    return Entry("number", f"填{verb}的分数：{told}分", least=least, most=most)


def _decided(uses: tuple[Use, ...]) -> Iterator[tuple[Section, Rule]]:
    """The rules that a fact decides, with the parts of clauses that they belong to."""
    for use in uses:
        for section in use.clause.sections:
            yield from ((section, rule) for rule in section.rules if any(rule is own for own in use.rules))


def _moments(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """What is told to the hour: (event, field), or ("", name) of a figure."""
    for item in rubric.computed:
        yield from ((item.event, name) for name in _timed(item.expression))
    for clause in rubric.clauses():
        for rule in (rule for section in clause.sections for rule in section.rules):
            if rule.measure is not None:
                owner = rule.each.name if rule.each is not None else ""
                yield from ((owner, name) for name in _timed(rule.measure))


def _timed(expression: Expression) -> Iterator[str]:
    for node in walk(expression):
        if isinstance(node, Call) and node.function == "相差小时":
            yield from (argument.name for argument in node.arguments if isinstance(argument, Source))
