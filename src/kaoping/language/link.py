"""Links: text in braces → expression and options. See grammar/link.lark for the notation.

>>> link = parse("宣传稿件[级别 = 市级]")
>>> link.expression
Source(name='宣传稿件', tests=(Test(field='级别', comparator='=', value='市级'),), field='')
>>> say(parse("(申领数-1)/申领任务数").expression)
'(申领数 - 1) / 申领任务数'
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from kaoping import exact
from kaoping.exact import parse_number
from kaoping.exact import text as plain
from kaoping.language.grammars import make_parser, tokens_of
from kaoping.language.reading import Quantity
from kaoping.selection import Comparator

if TYPE_CHECKING:
    from lark import Lark, Token

Function = Literal[
    "次数", "去重计数", "合计", "平均", "最大", "最小", "最早", "最晚", "相差天数", "相差小时", "相差工作日"
]
_COMPARATORS = {">=": "≥", "≧": "≥", "<=": "≤", "≦": "≤", ">": "＞", "<": "＜", "!=": "≠", "＝": "="}
_OPERATORS = {"－": "-", "−": "-", "＋": "+", "×": "*", "÷": "/", "／": "/"}
_OPTIONS: dict[str, tuple[str, object]] = {
    "按比例": ("partial", "proportional"),
    "不足一步按一步计": ("partial", "up"),
    "不足一步不计": ("partial", "whole"),
    "百分点": ("step", "points"),
    "基数的百分比": ("step", "relative"),
    "本条扣完为止": ("floor", "clause"),
    "可扣本指标其他分值": ("floor", "indicator"),
    "上限管各句合计": ("cap", "all"),
    "上限只管这一句": ("cap", "own"),
    "取前一种": ("way", "first"),
    "取后一种": ("way", "second"),
    "由评价人定": ("assessor", True),
    "含当日": ("day", "closed"),
    "不含当日": ("day", "open"),
    "由低到高": ("ascending", True),
    "由高到低": ("ascending", False),
    "不低于": ("sense", "≥"),
    "不高于": ("sense", "≤"),
    "正好": ("sense", "="),
    "逐项": ("each", True),
}
_LONG = 5
"""Shorter options are near to what may well be a fact."""
PERCENT_UNITS = ("%", "％", "个百分点", "百分点")
MAX_LENGTH = 2000
MAX_DEPTH = 100  # so that no walk over an expression can exhaust the stack


class LinkError(Exception):
    """A link that cannot be read; `offset` is where in the text of the link."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Number:
    """A number; a percentage is a ratio (95 % is 0.95). unit: as written behind it; nothing is computed from it."""

    value: Decimal
    unit: str = dataclasses.field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Day:
    """A date written in the rule."""

    value: date


@dataclass(frozen=True, slots=True)
class Test:
    """A filter on events: field comparator value. unit: as of a number."""

    field: str
    comparator: Comparator
    value: str | Decimal | date
    unit: str = dataclasses.field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A name: a value, a defined measure, or events, perhaps filtered, perhaps one field of them."""

    name: str
    tests: tuple[Test, ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function over its arguments."""

    function: Function
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """left operator right."""

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    """left comparator right: yes or no."""

    comparator: Comparator
    left: Expression
    right: Expression


Expression = Number | Day | Source | Call | Binary | Comparison


@dataclass(frozen=True, slots=True)
class Link:
    """A parsed link.

    Attributes:
        expression: None where the link only has options.
        choices: the words of a choice, in the order of the tiers.
        base: 以95%为基数.
        based: 以上年满意度为基数: the name of the figure that steps are counted from.
        partial: 按比例 → proportional; 不足一步按一步计 → up; 不足一步不计 → whole.
        ascending: 由低到高: the lowest value ranks first.
        once_by, once_best: 按…去重，取…最高.
        sense: 不低于, 不高于, 正好: how a target that is a mere number is meant.
        each: 逐项: each event is scored by its own fields, and the points are added up.
        mark: 以…为满分: the field that holds the full mark of an event that is scored so.
        step: 百分点 → points; 基数的百分比 → relative: what 每下降10% is ten percent of.
        floor: 本条扣完为止 → clause; 可扣本指标其他分值 → indicator: where a deduction without a bound ends.
        cap: 上限管各句合计 → all; 上限只管这一句 → own: what a cap after several deductions bounds.
        way: 取前一种, 取后一种: of two ways of scoring.
        day: 含当日, 不含当日: whether the day of a deadline is in time.
        range: 0～3分: the least and the most that is left to judgement.
        assessor: 由评价人定: the author means to leave this to the assessor.
    """

    expression: Expression | None = None
    choices: tuple[str, ...] = ()
    base: Quantity | None = None
    based: str = ""
    partial: Literal["", "whole", "up", "proportional"] = ""
    ascending: bool = False
    once_by: str = ""
    once_best: str = ""
    sense: Literal["", "≥", "≤", "="] = ""
    each: bool = False
    mark: str = ""
    step: Literal["", "points", "relative"] = ""
    floor: Literal["", "clause", "indicator"] = ""
    cap: Literal["", "all", "own"] = ""
    way: Literal["", "first", "second"] = ""
    day: Literal["", "closed", "open"] = ""
    range: tuple[Decimal, Decimal] | None = None
    assessor: bool = False


_NOTHING = Link()


def options(link: Link) -> set[str]:
    """The fields of a link that say something, expression and choices apart.

    >>> sorted(options(parse("满意度，以95%为基数，不足一步不计")))
    ['base', 'partial']
    """
    names = (field.name for field in fields(Link))
    return {
        name
        for name in names
        if name not in ("expression", "choices") and getattr(link, name) != getattr(_NOTHING, name)
    }


def word(option: str, link: Link) -> str:
    """The word that sets an option without figures and names: 百分点; "" for others.

    >>> word("step", parse("基数的百分比"))
    '基数的百分比'
    """
    set_to = (option, getattr(link, option))
    return next((text for text, setting in _OPTIONS.items() if setting == set_to), "")


def near_option(link: Link) -> str:
    """The option that a link means which names a fact of much the same words; "" if it means none.

    >>> near_option(parse("不足一步不记")), near_option(parse("培训不足一次"))
    ('不足一步不计', '')
    """
    alone = link.expression if isinstance(link.expression, Source) else None
    if alone is None or link != Link(expression=Source(alone.name)):
        return ""
    long = [option for option in _OPTIONS if len(option) >= _LONG]
    return next(iter(get_close_matches(alone.name, long, n=1, cutoff=0.8)), "")


def together(one: Link, other: Link) -> Link | None:
    """Two links at one place as one: {满意度} and {不足一步不计}; None if both say what only one can say.

    >>> together(parse("满意度"), parse("不足一步不计")) == parse("满意度，不足一步不计")
    True
    """
    if one.expression is not None and other.expression is not None:
        return None
    if other.expression is not None:
        one, other = other, one
    said = options(other)
    if said & options(one):
        return None
    return replace(one, **{name: getattr(other, name) for name in said})


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and all below it, depth first."""
    yield expression
    match expression:
        case Call(_, arguments):
            for argument in arguments:
                yield from walk(argument)
        case Binary(_, left, right) | Comparison(_, left, right):
            yield from walk(left)
            yield from walk(right)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return make_parser("link")


@lru_cache(maxsize=1024)
def parse(text: str) -> Link:
    """Read the text between the braces.

    Raises:
        LinkError: with the offset of what could not be read.
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

    if len(text) > MAX_LENGTH:
        raise LinkError(f"链接太长（超过 {MAX_LENGTH} 字）", 0)
    try:
        tree = _parser().parse(text)
    except UnexpectedCharacters as error:
        offset = error.pos_in_stream or 0
        raise LinkError(f"读不懂「{text[offset : offset + 6]}」", offset) from None
    except UnexpectedEOF:
        raise LinkError("没有写完", max(0, len(text) - 1)) from None
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise LinkError("没有写完", max(0, len(text) - 1)) from None
        raise LinkError(f"这里不该是「{error.token}」", error.token.start_pos or 0) from None
    return _build_link(tree)


def tokens(text: str) -> list[Token]:
    """The tokens of what stands between braces; none where it cannot be read."""
    return tokens_of(_parser(), text) if len(text) <= MAX_LENGTH else []


def parse_expression(text: str) -> Expression:
    """Read an expression alone (definitions, formulas).

    Raises:
        LinkError: also where the text holds options or choices.
    """
    link = parse(text)
    if link.expression is None or link != Link(expression=link.expression):
        raise LinkError("这里只能写算式", 0)
    return link.expression


def _build_link(tree: object) -> Link:
    from lark import Token, Tree

    assert isinstance(tree, Tree)
    found: dict[str, object] = {}
    for child in tree.children:
        if isinstance(child, Token):  # OPTION
            name, value = _OPTIONS[str(child)]
            if found.setdefault(name, value) != value:
                other = next(text for text, setting in _OPTIONS.items() if setting == (name, found[name]))
                raise LinkError(f"「{other}」与「{child}」只能写一个", child.start_pos or 0)
        elif child.data == "choices":
            words = (choice.children[0] for choice in child.children)
            found["choices"] = tuple(
                _quantity(word).__str__() if isinstance(word, Tree) else str(word) for word in words
            )
        elif child.data == "base":
            found["base"] = _quantity(child.children[0])
        elif child.data == "based":
            found["based"] = str(child.children[0])[1:-3].strip()
        elif child.data == "range":
            found["range"] = _range(cast("Token", child.children[0]))
        elif child.data == "once":
            found["once_by"] = str(child.children[0])[1:-2].strip()
        elif child.data == "best":
            found["once_best"] = str(child.children[0])[1:-2].strip()
        elif child.data == "mark":
            found["mark"] = str(child.children[0])[1:-3].strip()
        else:
            found["expression"] = _build(child)
    return Link(**found)  # type: ignore[arg-type]


def _range(token: Token) -> tuple[Decimal, Decimal]:
    low, high = (parse_number(digits) for digits in re.findall(r"\d+(?:\.\d+)?", token))
    if low is None or high is None or low > high:
        raise LinkError(f"「{token}」要先写少的，再写多的", token.start_pos or 0)
    return low, high


def _quantity(tree: object) -> Quantity:
    digits, unit = tree.children  # type: ignore[attr-defined]
    number = parse_number(digits)
    if number is None:
        raise LinkError("数字太长", digits.start_pos)
    return Quantity(number=number, unit=str(unit or "").replace("％", "%"))


def _build(tree: object, room: int = MAX_DEPTH) -> Expression:
    from lark import Tree

    assert isinstance(tree, Tree)
    if room == 0:
        raise LinkError("算式太长或太深，请用「定义」拆成几个", 0)
    children, room = tree.children, room - 1
    match tree.data:
        case "number":
            quantity = _quantity(tree)
            return Number(ratio(quantity), quantity.unit)
        case "date":
            return Day(_date(cast("Token", children[0])))
        case "source":
            name, filters, field = children
            tests = tuple(_build_test(test) for test in filters.children) if filters else ()
            return Source(str(name), tests, str(field or ""))
        case "call":
            return _call(cast("Token", children[0]), tuple(_build(child, room) for child in children[1:]))
        case "signed":
            value = _build(children[1], room)
            return value if _operator(children[0]) == "+" else Binary("-", Number(Decimal(0)), value)
        case "binary":
            left, operator, right = children
            return Binary(_operator(operator), _build(left, room), _build(right, room))
        case _:
            left, comparator, right = children
            return Comparison(_comparator(comparator), _build(left, room), _build(right, room))


def _call(name: Token, arguments: tuple[Expression, ...]) -> Call:
    if name.startswith("相差"):
        if len(arguments) != 2:
            raise LinkError(f"「{name}」要两个日期，先写开始的", name.start_pos or 0)
    elif len(arguments) != 1 or not isinstance(arguments[0], Source):
        raise LinkError(f"「{name}」里写一种事件，或它的一个字段", name.start_pos or 0)
    return Call(cast(Function, str(name)), arguments)


def _build_test(tree: object) -> Test:
    from lark import Tree

    assert isinstance(tree, Tree)
    field, comparator, value = tree.children
    if value.data == "choice_word":
        return Test(str(field), _comparator(comparator), str(value.children[0]))
    literal = _build(value)
    assert isinstance(literal, (Number, Day))
    unit = literal.unit if isinstance(literal, Number) else ""
    return Test(str(field), _comparator(comparator), literal.value, unit)


def _comparator(token: object) -> Comparator:
    return cast(Comparator, _COMPARATORS.get(str(token), str(token)))


def _operator(token: object) -> Literal["+", "-", "*", "/"]:
    return cast(Literal["+", "-", "*", "/"], _OPERATORS.get(str(token), str(token)))


def _date(token: Token) -> date:
    year, month, day = token.replace("年", "-").replace("月", "-").rstrip("日").split("-")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise LinkError(f"没有「{token}」这一天", token.start_pos or 0) from None


def ratio(quantity: Quantity) -> Decimal:
    """The number for computing: percentages and percentage points become ratios; units are dropped."""
    return exact.hundredth(quantity.number) if quantity.unit in PERCENT_UNITS else quantity.number


def say(expression: Expression) -> str:
    """The expression in link notation; parsing it again gives an equal expression."""
    match expression:
        case Number(value):
            return plain(value)
        case Day(value):
            return value.isoformat()
        case Source(name, tests, field):
            inside = "，".join(f"{test.field} {test.comparator} {say_value(test.value)}" for test in tests)
            return name + (f"[{inside}]" if inside else "") + (f".{field}" if field else "")
        case Call(function, arguments):
            return f"{function}({', '.join(say(argument) for argument in arguments)})"
        case Binary(operator, left, right):
            tight = operator in "*/"
            first = _bracket(left, tight)
            second = _bracket(right, tight or operator == "-", right_hand=True)
            return f"{first} {operator.replace('*', '×')} {second}"
        case Comparison(comparator, left, right):
            return f"{say(left)} {comparator} {say(right)}"


def _bracket(side: Expression, tight: bool, right_hand: bool = False) -> str:
    loose = isinstance(side, Comparison) or (
        isinstance(side, Binary) and ((tight and side.operator in "+-") or right_hand)
    )
    return f"({say(side)})" if loose else say(side)


def say_value(value: str | Decimal | date) -> str:
    """A value of a filter as written."""
    return (
        value if isinstance(value, str) else plain(value) if isinstance(value, Decimal) else value.isoformat()
    )
