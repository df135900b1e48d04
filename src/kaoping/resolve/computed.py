"""Computed fields: what can be wrong with 定义 申诉.处理时长 = 相差小时(提交时间, 办结时间)."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.facts.schema import FactSpec, ValueType
from kaoping.model import ComputedField
from kaoping.resolve.names import types_of

_WORDS: dict[ValueType, str] = {"date": "日期", "number": "数值"}


def faults(item: ComputedField, spec: FactSpec | None) -> Iterator[tuple[str, str]]:
    """Message and help for each fault: no such event, or a field that it does not have in that type."""
    if spec is None or spec.kind != "event":
        yield f"「{item.event}」没有声明为事件", f"先声明：事实  {item.event}：事件，…"
        return
    own = {field.name: field.type for field in spec.fields} | {"日期": "date", "值": "number"}
    for name, wanted in types_of(item.expression):
        if own.get(name) != wanted:
            type_ = _WORDS[wanted]
            yield (
                f"「{item.event}」没有{type_}字段「{name}」",
                f"在声明里写上它：事实  {item.event}：事件，{name}（{type_}）",
            )
