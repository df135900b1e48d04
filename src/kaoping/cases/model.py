"""What a case file may say. Keys are Chinese; every value is a text of the file until it is validated here.

A document is a case, a comparison of two cases of the same file, or a list of changes that need not be noticed.
The JSON Schema of editors (`kaoping schema`) is made from these models.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from kaoping.exact import parse_number
from kaoping.sheet import Points

UNSAID = ""
"""An expectation that was left empty, for `kaoping test --update` to fill in."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Points or places expected, with the text that says so; points None where that is empty."""

    text: str
    points: Points | None


def _amount(value: object) -> Amount:
    text = _word(value)
    if text == UNSAID:
        return Amount(text, None)
    ends = [
        parse_number(end.strip().removesuffix("分").removesuffix("名")) for end in re.split("[～~〜]", text)
    ]
    if len(ends) > 2 or any(end is None for end in ends):
        raise ValueError("要写一个数，还没有定的写成区间，如 3～5")
    low, high = Decimal(ends[0] or 0), Decimal(ends[-1] or 0)
    if low > high:
        raise ValueError("区间要从小写到大，如 3～5")
    return Amount(text, Points(low, high))


def _change(value: object) -> Amount:
    text = _word(value)
    number = parse_number(text.removeprefix("+"))
    if number is None and text != UNSAID:
        raise ValueError("要写一个数，如 -0.5、+1")
    return Amount(text, None if number is None else Points(number, number))


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("这里要写一个值，不是一组")
    return value.strip()


def _words(value: object) -> object:
    return [value] if isinstance(value, str) else value


_SCALAR: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}
_Amount = Annotated[
    Amount,
    PlainValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": r"^[-+]?[\d.]+([～~〜][-+]?[\d.]+)?$"},
                {"type": "null"},
            ]
        }
    ),
]
_Change = Annotated[
    Amount,
    PlainValidator(_change),
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?[\d.]+$"}, {"type": "null"}]}
    ),
]
Word = Annotated[
    str, BeforeValidator(_word), WithJsonSchema({"anyOf": [*_SCALAR["anyOf"], {"type": "null"}]})
]
Words = Annotated[
    tuple[Annotated[str, BeforeValidator(_word)], ...],
    BeforeValidator(_words),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


def _given(value: object) -> object:
    return value if isinstance(value, list) else [value]


_EVENT: dict[str, Any] = {"type": "object", "additionalProperties": _SCALAR}
_INLINE: dict[str, Any] = {
    "type": "object",
    "description": "单位: {事项: 值}；事件写次数，要写日期和字段的，每次一个 {日期: 2021-03-05, 级别: 市级}",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": {
            "anyOf": [*_SCALAR["anyOf"], {"type": "null"}, _EVENT, {"type": "array", "items": _EVENT}]
        },
    },
}
_FILE_OR_TABLE: dict[str, Any] = {
    "type": "string",
    "description": "事实文件，从用例文件所在的文件夹找起；几行的就是一张表",
}
Facts = Annotated[
    tuple[Any, ...],
    BeforeValidator(_given),
    WithJsonSchema(
        {"anyOf": [_FILE_OR_TABLE, _INLINE, {"type": "array", "items": {"anyOf": [_FILE_OR_TABLE, _INLINE]}}]}
    ),
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Expected(_Model):
    """一个单位应有的结果；没有写的不比较。"""

    total: _Amount | None = Field(None, alias="总分", description="总分；还没有定的写成区间，如 78～83")
    rank: _Amount | None = Field(None, alias="名次", description="名次，如 1；还没有定的写成区间")
    grade: Word | None = Field(None, alias="等次", description="等次；还没有定的写成 待定（良好、中等）")
    scores: dict[str, _Amount] = Field(
        {}, alias="得分", description="按条（5.1）或指标（5，或名称）写应得的分数"
    )
    verdicts: dict[str, Word] = Field({}, alias="结论", description="按条写 达标、未达标 或 待评")
    completion: dict[str, Word] = Field({}, alias="达标率", description="按一级指标写达标几项，如 25/30")
    pending: dict[str, Words] = Field({}, alias="待评", description="按条写待评的原因里应有的话")
    lost: Words | None = Field(None, alias="失去资格", description="应当失去的资格；写 [] 是一项也没有失去")
    sentences: dict[str, Words] = Field({}, alias="解释", description="按条写得分说明里应有的话")


class Case(_Model):
    """一个用例：给出事实，写出应得的结果。"""

    name: Word = Field(alias="名称", min_length=1, description="用例的名称，在规则的用例里不重复")
    note: Word = Field("", alias="说明", description="给人看的说明，例如怎样手算")
    rule: Word = Field("", alias="规则", description="规则文件；上一级文件夹里只有一个规则文件的，不必写")
    facts: Facts = Field((), alias="事实", description="事实文件、一张表，或者直接写 单位: {事项: 值}")
    units: dict[str, Expected] = Field({}, alias="单位", description="按单位写应有的结果")
    findings: Words | None = Field(
        None, alias="发现", description="收取事实时应当报告的问题：每条问题里应有的话"
    )


class Comparison(_Model):
    """两个用例的对照：同一套规则、两轮事实，得分差在哪里。"""

    name: Word = Field(alias="名称", min_length=1, description="用例的名称")
    note: Word = Field("", alias="说明", description="给人看的说明")
    compares: tuple[Word, Word] = Field(
        alias="比较", description="同一个文件里两个用例的名称，差＝后一个－前一个"
    )
    differences: dict[str, dict[str, _Change]] = Field(
        {}, alias="差", description="按单位写总分和每一条的差，没有写的就是没有差"
    )


class Excuse(_Model):
    """一处改动，没有用例发现也可以。"""

    change: Word = Field(alias="改动", min_length=1, description="照抄 kaoping test --mutate 报告的那一句")
    reason: Word = Field(alias="理由", min_length=1, description="为什么不必发现")


class Excuses(_Model):
    """不必有用例发现的改动。"""

    rule: Word = Field("", alias="规则", description="规则文件；上一级文件夹里只有一个规则文件的，不必写")
    excuses: tuple[Excuse, ...] = Field(alias="不必发现", description="改动和理由")


Content = Case | Comparison | Excuses


def model_of(keys: set[str]) -> type[Content]:
    """Which kind of document has these keys."""
    return Excuses if "不必发现" in keys else Comparison if {"比较", "差"} & keys else Case


class _Schema(GenerateJsonSchema):
    """Without English titles, which editors would show."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        """A model without the name of its class."""
        found = super().model_schema(schema)
        found.pop("title", None)
        return found


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a document of a case file."""
    adapter: TypeAdapter[Content] = TypeAdapter(Content)
    found = adapter.json_schema(schema_generator=_Schema, by_alias=True)
    found["$defs"]["Case"]["required"].append("事实")  # the reader asks for it with a message of its own
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "考评规则的用例",
        "description": "cases/*.yaml 里的一个用例；用三条短横线 --- 隔开几个用例。",
        **found,
    }
