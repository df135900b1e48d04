"""Items: a term that scores events one by one (逐项) by their own fields.

    若为正向指标{绩效指标[性质 = 正向]，逐项}，得分=全年实际值/年度指标值×该指标分值
                 └ which events ┘                └ names are their fields ┘ └ their full mark

The event must be declared, for its fields are the operands. Its full mark is the field that the link names
(以…为满分), else the one that is called 分值 or the like.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kaoping.facts.schema import FactSpec, ValueType
from kaoping.language import link as link_language
from kaoping.language.link import Binary, Call, Comparison, Expression, Link, Source
from kaoping.language.reading import Award, Formula, Judgement, Part, PointsRange, Rank, Rate, Term, Tiers
from kaoping.model import Rule
from kaoping.resolve.names import FULL_MARK_WORDS, DefinitionError, NameTable, Reporter
from kaoping.resolve.needs import Need

if TYPE_CHECKING:
    from kaoping.resolve.rules import ClauseInPlace

_TYPES: dict[str, tuple[ValueType, ...]] = {
    "truth": ("yesno", "number"),
    "number": ("number", "percent"),
    "points": ("number",),
    "choice": ("choice",),
    "date": ("date",),
}
_WORDS: dict[str, str] = {
    "truth": "是否", "number": "数值", "points": "数值", "choice": "选项", "date": "日期",
}  # fmt: skip


class _FaultError(Exception):
    """What is wrong with the link: code, message, help."""


def itemises(clause: ClauseInPlace, part: Part) -> bool:
    """Whether the part scores items, whose full marks are their own."""
    before = 0
    for other in clause.reading.parts:
        if other is part:
            break
        before += len(other.terms)
    links = (clause.bound.terms.get(before + index) for index in range(len(part.terms)))
    return any(link is not None and link.each for link in links)


def item_rule(
    table: NameTable,
    term: Term,
    need: Need,
    link: Link,
    names: Mapping[str, Expression],
    parse: Callable[[str], Expression | None],
    report: Reporter,
    place: tuple[str, str, str],
) -> Rule:
    """The rule of a term that is applied to each event of its link.

    Args:
        table: takes note of the fields that are used.
        term: as read.
        need: what the term wants to know of an item.
        link: with `each`.
        names: what the names of the sentence stand for.
        parse: reads the formula of the sentence.
        report: takes what is wrong.
        place: id of the clause, slot of the term, and its words.
    """
    try:
        source = link.expression
        spec = table.declared.get(source.name) if isinstance(source, Source) else None
        if not isinstance(source, Source) or spec is None or spec.kind != "event":
            told = link_language.say(source) if source is not None else ""
            raise _FaultError(
                "N001", f"逐项计分的「{told}」没有声明为事件", "先声明它和它的字段：事实  绩效指标：事件，…"
            )
        fields = {field.name: field.type for field in spec.fields}
        fields |= dict.fromkeys(table.computed.get(spec.name, ()), "number")
        measure = _measure(table, term, need, source, names, parse, fields)
        mark = _mark(link, term, spec, fields)
        grade = _grade(term, names, spec) if need.wants == "points" else ""
    except _FaultError as fault:
        code, message, help_ = fault.args
        report(code, message, help_)
        return Rule(term=term)
    clause, slot, title = place
    used = [node.name for node in link_language.walk(measure) if isinstance(node, Source)]
    for field in dict.fromkeys((*used, *filter(None, (mark, grade)))):
        if field in fields:
            whole = Call("合计", (Source(source.name, source.tests, field),))
            table.use(whole, need, clause, slot, title, report)
    return Rule(
        term=term,
        measure=measure,
        wants=need.wants,
        choices=need.choices,
        base=link.base or need.base,
        percent=need.percent,
        partial=link.partial or getattr(term, "partial", "whole"),
        each=Source(source.name, source.tests),
        mark=mark,
        grade=grade,
        unit="" if need.percent else need.unit,
    )


def _measure(
    table: NameTable,
    term: Term,
    need: Need,
    source: Source,
    names: Mapping[str, Expression],
    parse: Callable[[str], Expression | None],
    fields: Mapping[str, ValueType],
) -> Expression:
    """Over the fields of an event, each by its bare name."""
    if isinstance(term, Formula) and term.expression and not source.field:
        expression = parse(term.expression)
        try:
            expanded = table.expand(expression, names) if expression is not None else None
        except DefinitionError as error:
            raise _FaultError("N003", str(error), error.remedy) from None
        if expanded is None:
            raise _FaultError("C003", f"「{term.expression}」算不出来", "写成字段的加减乘除")
        return _of_fields(expanded, source.name, fields)
    ranked = isinstance(term, Tiers) and term.scale == "rank"
    scores = isinstance(term, Award | Tiers | Rate | Judgement | Formula) and need.wants != "nothing"
    if not scores or ranked or isinstance(getattr(getattr(term, "when", None), "test", None), Rank):
        raise _FaultError(
            "C004", "这一种计分不能逐项进行", "逐项计分用于得分、分档、按程度扣分、公式和评定的分数"
        )
    if not source.field:
        raise _FaultError(
            "C003",
            "逐项计分要写明看哪个字段",
            f"例如：{{{source.name}.{next(iter(fields), '完成率')}，逐项}}",
        )
    if fields.get(source.field) not in _TYPES[need.wants]:
        word = _WORDS[need.wants]
        raise _FaultError(
            "N001",
            f"「{source.name}」没有{word}字段「{source.field}」",
            f"在声明里写上它：事实  {source.name}：事件，{source.field}（{word}）",
        )
    return Source(source.field)


def _of_fields(expression: Expression, event: str, fields: Mapping[str, ValueType]) -> Expression:
    match expression:
        case Source(name, (), field) if field == "" or name == event:
            wanted = field or name
            if fields.get(wanted) in ("number", "percent", "date"):
                return Source(wanted)
            if wanted in FULL_MARK_WORDS and wanted not in fields:
                return Source(wanted)
            near = difflib.get_close_matches(wanted, list(fields), n=1, cutoff=0.3)
            hint = f"是不是「{near[0]}」？写成 {wanted}{{{event}.{near[0]}}}；" if near else ""
            raise _FaultError(
                "N001", f"「{event}」没有数值字段「{wanted}」", f"{hint}或在声明里加上：{wanted}（数值）"
            )
        case Source():
            raise _FaultError("C003", "逐项计分的算式里只能用这一项自己的字段", "去掉方括号里的条件")
        case Call(function, arguments):
            return Call(function, tuple(_of_fields(argument, event, fields) for argument in arguments))
        case Binary(operator, left, right):
            return Binary(operator, _of_fields(left, event, fields), _of_fields(right, event, fields))
        case Comparison(comparator, left, right):
            return Comparison(comparator, _of_fields(left, event, fields), _of_fields(right, event, fields))
    return expression


def _mark(link: Link, term: Term, spec: FactSpec, fields: Mapping[str, ValueType]) -> str:
    """The field with the full mark of an item; "" where nothing needs one."""
    mark = link.mark or next((word for word in FULL_MARK_WORDS if word in fields), "")
    if mark and fields.get(mark) != "number":
        raise _FaultError(
            "N001",
            f"「{spec.name}」没有数值字段「{mark}」",
            f"在声明里写上它：事实  {spec.name}：事件，{mark}（数值）",
        )
    shares = isinstance(term, Tiers) and any(
        isinstance(row.points, PointsRange) and row.points.share for row in term.rows
    )
    if not mark and (shares or isinstance(term, Formula)):
        raise _FaultError("M001", "没有写明每项的满分", "在链接里写上，例如：以分值为满分")
    return mark


def _grade(term: Term, names: Mapping[str, Expression], spec: FactSpec) -> str:
    """The field that names the row: 指标完成情况{绩效指标.完成情况}; "" where the sentence links none."""
    target = names.get(term.subject) if isinstance(term, Tiers) else None
    if not isinstance(term, Tiers) or not isinstance(target, Source):
        return ""
    grade = target.field or target.name
    field = next((field for field in spec.fields if field.name == grade), None)
    labels = tuple(row.when.text for row in term.rows)
    if field is None or set(field.choices) != set(labels):
        raise _FaultError(
            "N001",
            f"「{spec.name}」的「{grade}」不是句中的各档",
            f"声明为：{grade}（{'、'.join(labels)}）",
        )
    return grade
