"""Uses of a declared name that its declaration does not allow: fields, values, types.

Each fault says what to do: the closest name that is declared, or the declaration to paste.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kaoping.facts.schema import FactSpec, FieldSpec, ValueType
from kaoping.language.link import Binary, Call, Comparison, Expression, Source, say
from kaoping.language.link import Test as FieldTest

OWN_FIELDS = ("日期", "值", "数量")
"""Fields that every event has."""

TYPE_WORDS: dict[ValueType, str] = {
    "number": "数值",
    "percent": "百分比",
    "yesno": "是否",
    "choice": "选项（…）",
    "date": "日期",
    "text": "文本",
}

# What a declared value can never be used as. A yes counts as 1, and a figure that is not 0 is a yes.
_NEVER: dict[ValueType, tuple[ValueType, ...]] = {
    "date": ("number", "percent", "yesno", "choice"),
    "number": ("date",),
    "percent": ("date",),
    "yesno": ("date", "percent"),
    "choice": ("number", "percent", "date"),
    "text": ("number", "percent", "date", "yesno"),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """A name that is taken for a slip of the pen. everywhere: in all links and definitions, not only here."""

    wrong: str
    right: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a use: code, message, help; and the one name that was probably meant."""

    code: str
    message: str
    help: str
    slip: Slip | None = None


def word(kind: str, type_: ValueType) -> str:
    """A kind of fact as it is declared: 事件, 数值."""
    return "事件" if kind == "event" else TYPE_WORDS[type_]


def declaration(spec: FactSpec, more: FieldSpec | None = None) -> str:
    """The line that declares a fact, with one more field, or another value of a field.

    >>> event = FactSpec(name="稿件", kind="event", type="number", unit="篇")
    >>> declaration(event, FieldSpec(name="级别", type="choice", choices=("省级", "市级")))
    '事实  稿件：事件（篇），级别（省级、市级）'
    """
    head = word(spec.kind, spec.type) if not spec.choices else f"选项（{'、'.join(spec.choices)}）"
    unit = f"（{spec.unit}）" if spec.unit and not spec.choices else ""
    fields = [more if more is not None and field.name == more.name else field for field in spec.fields]
    if more is not None and more.name not in [field.name for field in fields]:
        fields.append(more)
    told = "、".join(_field(field) for field in fields)
    return f"事实  {spec.name}：{head}{unit}{f'，{told}' if told else ''}"


def _field(field: FieldSpec) -> str:
    if field.type == "text":
        return field.name
    return f"{field.name}（{'、'.join(field.choices) or TYPE_WORDS[field.type]}）"


def nearest(name: str, known: Iterable[str]) -> tuple[str, bool]:
    """The closest of the known names, and whether it is the only one near; ("", False) if none is."""
    names = [other for other in known if other != name]
    close = difflib.get_close_matches(name, names, n=2, cutoff=0.3)
    sure = difflib.get_close_matches(name, names, n=2, cutoff=0.5)
    return (close[0], len(sure) == 1) if close else ("", False)


def faults(
    source: Source,
    spec: FactSpec,
    kind: Literal["event", "value"],
    type_: ValueType,
    fields: dict[str, ValueType],
    computed: Sequence[str],
    *,
    bare: bool,
) -> Iterator[Fault]:
    """What a use asks of a declared fact that it cannot give.

    Args:
        source: as used.
        spec: as declared.
        kind, type_: what the use takes it for.
        fields: that the use looks at, with the types that it takes them for.
        computed: fields of the event that are defined.
        bare: the name stands alone, not inside of a function or a sum.
    """
    if kind == "event" and spec.kind == "value":
        if source.tests or source.field:
            yield Fault(
                "N003", f"「{spec.name}」声明为一个值，没有字段可筛选", f"改为：事实  {spec.name}：事件，…"
            )
        elif not bare:
            yield Fault(
                "N003",
                f"「{spec.name}」声明为{word('value', spec.type)}，只有一个值，没有几件可数",
                f"直接写 {{{spec.name}}}；若一件一件登记，改为：事实  {spec.name}：事件",
            )
    elif spec.kind == "value" and (type_ in _NEVER[spec.type] or (spec.type == "yesno" and not bare)):
        yield Fault(
            "N003",
            f"「{spec.name}」声明为{TYPE_WORDS[spec.type].removesuffix('（…）')}，这里当作{TYPE_WORDS[type_].removesuffix('（…）')}用",
            f"核对链接的是不是它；若声明写错了，改为：事实  {spec.name}：{TYPE_WORDS[type_]}",
        )
    elif spec.kind == "event" and kind == "value" and type_ in ("date", "percent", "choice"):
        instead = {
            "date": f"，例如：{{最晚({spec.name}.日期)}}",
            "percent": f"，例如：{{{spec.name} / 总数}}",
        }
        yield Fault(
            "N003",
            f"「{spec.name}」声明为事件，数出来的是件数，这里要{TYPE_WORDS[type_].removesuffix('（…）')}",
            f"链接{TYPE_WORDS[type_].removesuffix('（…）')}{instead.get(type_, '')}",
        )
    if spec.kind == "event":
        for name, field_type in fields.items():
            yield from unknown_field(spec, name, computed, field_type)
    for test in source.tests:
        yield from _unknown_value(spec, test)


def loose_fields(expression: Expression) -> Iterator[Fault]:
    """Fields of events that no function sums up: 申诉.处理时长 alone is as many figures as there are events."""
    match expression:
        case Source(name, _, field) if field:
            told = say(expression)
            yield Fault(
                "C003",
                f"「{told}」有多少件「{name}」就有多少个，没有写明怎样算成一个数",
                f"写成 平均({told})、合计({told})、最大({told})、最小({told}) 之一；逐件计分的，写：{told}，逐项",
            )
        case Call(function, arguments):
            for argument in arguments:
                if function.startswith("相差") or not isinstance(argument, Source):
                    yield from loose_fields(argument)
        case Binary(_, left, right) | Comparison(_, left, right):
            yield from loose_fields(left)
            yield from loose_fields(right)


def unknown_field(
    spec: FactSpec, name: str, computed: Sequence[str], type_: ValueType = "text"
) -> Iterator[Fault]:
    """A field that the event does not have."""
    known = [*(field.name for field in spec.fields), *computed]
    if name in known or name in OWN_FIELDS:
        return
    near, only = nearest(name, known)
    hint = f"是不是「{near}」？" if near else ""
    pasted = declaration(spec, FieldSpec(name=name, type=type_))
    yield Fault(
        "N001",
        f"「{spec.name}」没有字段「{name}」",
        f"{hint}{'或在' if near else '在'}声明里加上它：{pasted}",
        Slip(name, near) if only else None,
    )


def _unknown_value(spec: FactSpec, test: FieldTest) -> Iterator[Fault]:
    """A word that is none of the values of a field."""
    field = next((field for field in spec.fields if field.name == test.field), None)
    if field is None or not field.choices or not isinstance(test.value, str) or test.value in field.choices:
        return
    near, only = nearest(test.value, field.choices)
    pasted = declaration(
        spec, FieldSpec(name=field.name, type="choice", choices=(*field.choices, test.value))
    )
    yield Fault(
        "N001",
        f"「{spec.name}」的「{test.field}」没有「{test.value}」这个值",
        f"可用的值：{'、'.join(field.choices)}；或在声明里加上它：{pasted}",
        Slip(test.value, near) if only else None,
    )
