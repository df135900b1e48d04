"""The values in a line of a rule file: numbers, points, days, grades, declared facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaoping.exact import ROUNDING_WORDS, Rounding, parse_number
from kaoping.facts.schema import FactSpec, FieldSpec, ValueType
from kaoping.language import keywords
from kaoping.language.conditions import range_of_totals
from kaoping.language.outline import Grade
from kaoping.language.ranges import disjoint

if TYPE_CHECKING:
    from lark import Token

_TYPES: dict[str, ValueType] = {
    "数值": "number",
    "百分比": "percent",
    "是否": "yesno",
    "日期": "date",
    "文本": "text",
}
MODES: dict[str, Rounding] = {words: mode for mode, words in ROUNDING_WORDS.items()}
_COMPARATORS = {">=": "≥", "≧": "≥", "<=": "≤", "≦": "≤", ">": "＞", "<": "＜"}
_FLIPPED = {"≥": "≤", "≤": "≥", "＞": "＜", "＜": "＞"}


class BadLineError(Exception):
    """What is wrong in a line that the grammar accepts, and what to do if the message does not say so.

    words: the token that is wrong; None where it is the line.
    """

    def __init__(self, message: str, help_: str = "", words: Token | None = None, code: str = "S003") -> None:
        super().__init__(message)
        self.help = help_
        self.words = words
        self.code = code


def refuse_conflict(line: str) -> None:
    """Refuse what git writes around two versions of the same lines: both would count.

    The ======= between them could be an author's own line.

    Raises:
        BadLineError: it is such a mark.
    """
    if re.match(r"([<>|])\1{6}( |$)", line):
        help_ = "两边的写法留一边，并删去 <<<<<<<、=======、>>>>>>> 这几行"
        raise BadLineError("合并冲突还没有解决", help_, code="S010")


def named(text: str) -> tuple[str, Decimal | None]:
    """A name with its points behind it, in brackets: 过程（20分）."""
    match = re.fullmatch(r"(.+?)[（(](\d+(?:\.\d+)?)分[)）]", text)
    return (match[1], Decimal(match[2])) if match else (text, None)


def mark_of(text: str) -> Decimal | None:
    """The points of a cell: 5, 5分, 5%."""
    return Decimal(text.rstrip("分%％")) if re.fullmatch(r"\d+(\.\d+)?[分%％]?", text) else None


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list: 市大数据管理局、市行政服务中心管理委员会."""
    return tuple(name for name in re.split(r"[\s、，,；;]+", text.strip("。")) if name)


def points_of(text: str) -> Decimal:
    """Points: 5分.

    Raises:
        BadLineError: more digits than any points have.
    """
    return number_of(text.replace("分", ""))


def number_of(text: str) -> Decimal:
    """A number in digits.

    Raises:
        BadLineError: more digits than any number has.
    """
    number = parse_number(text)
    if number is None:  # the grammar admits digits only, but any number of them
        raise BadLineError("数字太长")
    return number


def day_of(text: str) -> date:
    """A day: 2021-01-01, 2021年1月1日.

    Raises:
        BadLineError: no such day.
    """
    parts = [int(part) for part in re.findall(r"\d+", text)]
    try:
        return date(*parts)
    except ValueError:
        raise BadLineError(f"没有「{text}」这一天") from None


def grade_of(name: str, range_: Any) -> Grade:
    """A grade with its range, from the tree of the range.

    Raises:
        BadLineError: both ends bound the same side, or the words name no range.
    """
    if range_.data == "worded":
        return _worded(name, range_.children[0])
    words = [_COMPARATORS.get(str(child), str(child)) for child in range_.children]
    if range_.data == "half":
        bounds = [(words[0], words[1])]
    elif range_.data == "half_reversed":
        bounds = [(_FLIPPED[words[1]], words[0])]
    else:
        bounds = [(_FLIPPED[words[1]], words[0]), (words[2], words[3])]
    found: dict[str, Decimal | bool] = {}
    for comparator, number in bounds:
        side = "lower" if comparator in "≥＞" else "upper"
        if side in found:
            raise BadLineError(f"等次「{name}」的两端方向相同")
        found[side], found[f"{side}_closed"] = number_of(number), comparator in "≥≤"
    return Grade(name, **found)  # type: ignore[arg-type]


def _worded(name: str, words: Token) -> Grade:
    """90分及以上, 80-89分, 低于60分: read as in a clause."""
    read = range_of_totals(words)
    if read is None:
        raise BadLineError(
            f"等次「{name}」的分数「{words.strip()}」没有读懂", keywords.example("等次"), words
        )
    lower, upper = (None if end is None else end.number for end in (read.lower, read.upper))
    said = tuple(
        end for end, so in ((lower, read.lower_said), (upper, read.upper_said)) if so and end is not None
    )
    return Grade(name, lower, read.lower_closed, upper, read.upper_closed, said)


def ladder_of(grades: Sequence[Grade]) -> list[Grade]:
    """Grades made to exclude one another as the rows of a clause are: 优秀 S≥90, 良好 S≥80 → 良好 90＞S≥80."""
    tests = disjoint([grade.range for grade in grades])
    return [
        replace(
            grade,
            lower=None if row.lower is None else row.lower.number,
            lower_closed=row.lower_closed,
            upper=None if row.upper is None else row.upper.number,
            upper_closed=row.upper_closed,
            stated=grade,
        )
        for grade, row in zip(grades, tests, strict=True)
    ]


def fact_of(name: str, type_: Any, fields: list[Any]) -> FactSpec:
    """A declared fact, from the trees of its type and fields.

    Raises:
        BadLineError: fields of what is no event.
    """
    columns = tuple(_field(field) for field in fields)
    if type_.data == "choice":
        return FactSpec(name=name, kind="value", type="choice", choices=tuple(map(str, type_.children)))
    word, unit = type_.children
    measured_in = str(unit)[1:-1].strip() if unit else ""
    if str(word) == "事件":
        return FactSpec(name=name, kind="event", type="number", unit=measured_in, fields=columns)
    if columns:
        raise BadLineError(f"只有「事件」可以有字段；「{name}」是{word}")
    return FactSpec(name=name, kind="value", type=_TYPES[str(word)], unit=measured_in)


def _field(tree: Any) -> FieldSpec:
    name, *rest = (str(child) for child in tree.children if child is not None)
    if not rest:
        return FieldSpec(name=name, type="text")
    if len(rest) == 1 and rest[0] in _TYPES:
        return FieldSpec(name=name, type=_TYPES[rest[0]])
    return FieldSpec(name=name, type="choice", choices=tuple(rest))


SCORING = re.compile(
    r"[\d零一二两三四五六七八九十半]\s*分(?!钟|之)|不[得计给]分|扣|满分|比例|[得加减计给记]分|否决|取消|资格"
)
"""What a line of a cell has, unless it only says what is looked at."""


def style_of(numbering: str) -> str:
    """How an item is numbered: 1. （1） ①, or "" where it is not."""
    if not numbering:
        return ""
    if numbering[0].isdecimal():
        return "1."
    return "（1）" if numbering[0] in "（(" else "①"


def digits_of(numbering: str) -> str:
    """The number of an item in digits."""
    if numbering and 0x2460 <= ord(numbering[0]) <= 0x2473:
        return str(ord(numbering[0]) - 0x2460 + 1)
    return "".join(char for char in numbering if char.isdecimal())
