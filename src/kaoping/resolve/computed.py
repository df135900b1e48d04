"""Computed fields: what can be wrong with 定义 申诉.处理时长 = 相差小时(提交时间, 办结时间)."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.facts.schema import FactSpec, FieldSpec, ValueType
from kaoping.model import ComputedField
from kaoping.resolve.declared import TYPE_WORDS, Fault, Slip, declaration, nearest
from kaoping.resolve.names import types_of

_OWN: dict[str, ValueType] = {"日期": "date", "值": "number"}


def faults(item: ComputedField, spec: FactSpec | None) -> Iterator[Fault]:
    """No such event, a name that the event has as a field already, or a field that it lacks in that type."""
    if spec is None or spec.kind != "event":
        yield Fault("N001", f"「{item.event}」没有声明为事件", f"先声明：事实  {item.event}：事件，…")
        return
    own = {field.name: field.type for field in spec.fields} | _OWN
    if item.field in own:
        yield Fault(
            "N002",
            f"「{item.event}」的「{item.field}」既是要填报的字段，又定义为算出来的数",
            "照算式算的，从声明里删去这个字段；要填报的，删去这个定义",
        )
    for name, wanted in types_of(item.expression):
        if own.get(name) == wanted or (own.get(name) == "percent" and wanted == "number"):
            continue
        type_, pasted = TYPE_WORDS[wanted], declaration(spec, FieldSpec(name=name, type=wanted))
        if name in own:
            told = TYPE_WORDS[own[name]].removesuffix("（…）")
            yield Fault("N001", f"「{item.event}」的「{name}」是{told}，不是{type_}", f"改为：{pasted}")
            continue
        near, only = nearest(name, [other for other, given in own.items() if given == wanted])
        hint = f"是不是「{near}」？或在" if only else "在"
        yield Fault(
            "N001",
            f"「{item.event}」没有{type_}字段「{name}」",
            f"{hint}声明里写上它：{pasted}",
            Slip(name, near) if only else None,
        )
