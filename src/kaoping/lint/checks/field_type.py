"""N010: a field is used as its type does not allow: words by size, days as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaoping.facts.schema import FieldSpec, ValueType
from kaoping.language.link import Test as FieldTest
from kaoping.language.link import say_value
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.filters import YES_NO, Fields
from kaoping.lint.names import Seen, place, sources
from kaoping.lint.subject import Subject

_WORDS: dict[ValueType, str] = {
    "number": "数值", "percent": "百分比", "yesno": "是否", "choice": "选项", "date": "日期", "text": "文本",
}  # fmt: skip
_NUMBERS = ("合计", "平均")
_DAYS = ("最早", "最晚")
_SIZES = ("最大", "最小")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Tests, functions and 取…最高 over fields whose type has no such order or value."""
    fields = Fields(subject.rubric)
    for seen in sources(subject):
        event = seen.source.name
        for test in seen.source.tests:
            spec = fields.spec(event, test.field)
            if spec is not None and (fault := _test_fault(event, spec, test)):
                yield _found(subject, seen, test.field, *fault)
        spec = fields.spec(event, seen.source.field) if seen.source.field else None
        if spec is not None and (fault := _function_fault(spec, seen.of)):
            yield _found(subject, seen, spec.name, *fault)
        once = seen.rule.once
        best = fields.spec(event, once.best) if once is not None and once.best else None
        if best is not None and not best.choices:
            yield _found(
                subject,
                seen,
                best.name,
                f"「{best.name}」没有先后，取不出最高的",
                f"在声明里由高到低列出：{best.name}（省级、市级）",
                f"两条记录的{best.name}不同时，计哪一条只看日期先后",
            )


def _test_fault(event: str, spec: FieldSpec, test: FieldTest) -> tuple[str, str, str] | None:
    """Message, help and witness."""
    word, said = _WORDS[spec.type], f"{test.field} {test.comparator} {say_value(test.value)}"
    if isinstance(test.value, str):
        if spec.type in ("choice", "text", "yesno") and test.comparator not in "=≠":
            listed = f"，例如：{{{event}[{spec.name} = {test.value}]}}"
            return (
                f"「{spec.name}」是{word}，不能比大小",
                f"写成等于哪一个{listed}；几个都算的，用“+”相加",
                f"“{said}”没有哪一件符合，{test.value}的也不符合",
            )
        if spec.type in ("number", "percent", "date"):
            return (
                f"「{spec.name}」是{word}，不会是“{test.value}”",
                f"写一个{'日期，如 2021-07-01' if spec.type == 'date' else '数'}；或把声明改成选项",
                f"“{said}”没有哪一件符合" if test.comparator != "≠" else f"“{said}”没有筛去任何一件",
            )
        if spec.type == "yesno" and test.value not in (*YES_NO, "有", "无"):
            return (
                f"「{spec.name}」是{word}，不会是“{test.value}”",
                f"写成 {spec.name} = 是 或 {spec.name} = 否",
                f"“{said}”把“否”的都算进来，“{test.value}”填不进去",
            )
        return None
    wanted = ("date",) if isinstance(test.value, date) else ("number", "percent")
    if spec.type in wanted:
        return None
    type_ = "日期" if isinstance(test.value, date) else "数值"
    return (
        f"「{spec.name}」是{word}，这里当作{type_}来比",
        f"核对字段；若它就是{type_}，声明为：{spec.name}（{type_}）",
        f"“{said}”没有哪一件符合",
    )


def _function_fault(spec: FieldSpec, function: str) -> tuple[str, str, str] | None:
    word = _WORDS[spec.type]
    number = spec.type in ("number", "percent")
    if (function in _NUMBERS and not number) or (function in _SIZES and not number and spec.type != "date"):
        return (
            f"「{spec.name}」是{word}，不能算{function}",
            f"核对字段；若它就是数值，声明为：{spec.name}（数值）；要数有几种的，用 去重计数",
            f"{function}只看数，{word}一个也不算",
        )
    if function in _DAYS and spec.type != "date":
        return (
            f"「{spec.name}」是{word}，没有{function}的一个",
            f"核对字段；若它就是日期，声明为：{spec.name}（日期）",
            f"{function}只看日期，{word}一个也不算，这一条只能待评",
        )
    return None


def _found(subject: Subject, seen: Seen, field: str, message: str, help_: str, witness: str) -> Found:
    return Found(place(subject, seen.clause, seen.rule, field), message, help_, witness)


CHECK = Check(
    code="N010",
    severity="warning",
    finds="字段按它的类型不能这样用：文本、选项比大小，文本求合计，不是日期的求最早最晚，没有先后的取最高。",
    why="类型不同的值互不相等，也分不出大小：这样的条件谁也选不到，这样的合计永远是0。",
    bad="""办法  某某考核办法
事实  宣传稿件：事件（篇），级别（省级、市级）、标题
一级指标  宣传（5分）
  在市级以上媒体每发表一篇{宣传稿件[级别 ≥ 市级]}得1分，最高得5分。
""",
    good="""办法  某某考核办法
事实  宣传稿件：事件（篇），级别（省级、市级）、标题
一级指标  宣传（5分）
  在市级以上媒体每发表一篇{宣传稿件[级别 = 省级] + 宣传稿件[级别 = 市级]}得1分，最高得5分。
""",
    run=find,
)
