"""A number as a workbook stores it and the format of its cell → the text that people see there.

A workbook stores 0.85 for 85%, 44260 for 2021-03-05 and 12 for 12人: what the format adds belongs to what
was typed. What it merely hides (decimals that are not shown) does not: the stored number is read, to the
15 digits that spreadsheets keep. A format that shows another number than the one that is stored is refused.

    >>> shown("0.85", shape_of("0.00%")), shown("44260", shape_of("yyyy/m/d")), shown("12", shape_of('0"人"'))
    ('85%', '2021-03-05', '12人')
    >>> shown("0.30000000000000004", shape_of("General"))
    '0.3'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from kaoping.exact import text as plain
from kaoping.facts.cells import Unreadable

EPOCH_1900 = datetime(1899, 12, 30)

DIGITS = 15
"""Significant digits that spreadsheets keep of a number."""

_CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_TOKEN = re.compile(r'"([^"]*)"?|\\(.)|\[([^\]]*)\]|[_*].|([0#?]+)|(E[+-])|(.)', re.IGNORECASE | re.DOTALL)
_CURRENCY = re.compile(r"(?:¥|￥|\$|€|£|CNY|RMB|US\$|HK\$|[-+() ])*", re.IGNORECASE)
_GENERAL = re.compile("General|G/通用格式", re.IGNORECASE)
_DAY_SECONDS = 86_400
# Built-in formats that Chinese editions number without spelling them out in the file.
_CHINESE_BUILTIN = {
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"',
    35: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a number format makes of a number.

    Attributes:
        kind: number; date (with or without time); month (a date that shows no day); time; elapsed ([h]:mm).
        percent: the number is shown times 100 with a sign of percent.
        digits: least digits before the point: 000 shows 007.
        prefix, suffix: words that are shown around the number.
        deceives: the number that is shown is not the one that is stored: in thousands, in pieces.
    """

    kind: Literal["number", "date", "month", "time", "elapsed"] = "number"
    percent: bool = False
    digits: int = 1
    prefix: str = ""
    suffix: str = ""
    deceives: bool = False


def builtin(number: int) -> str | None:
    """The format of a number that files use without spelling it out, where Chinese editions define it."""
    return _CHINESE_BUILTIN.get(number)


@lru_cache(maxsize=1024)
def shape_of(code: str) -> Shape:
    """What a format code does, judged by its section for positive numbers."""
    sections = _sections(_GENERAL.sub("#", code))
    tokens = sections[0]
    marks = "".join(mark for kind, mark in tokens if kind == "mark").lower()
    letters = set(marks) & set("ymdhs")
    if any(kind == "elapsed" for kind, _ in tokens):
        return Shape("elapsed")
    if "d" in letters or "aaa" in marks:
        return Shape("date")
    if letters:
        return Shape("time" if "y" not in letters and letters & {"h", "s"} else "month")
    shape = _number(tokens)
    scaled = any(_number(section).deceives for section in sections[1:])
    return Shape(deceives=True) if scaled else shape


def shown(stored: str, shape: Shape, epoch: datetime = EPOCH_1900) -> str | Unreadable:
    """The text of a cell that stores a number.

    Args:
        stored: the number as the file has it.
        shape: that of the format of the cell.
        epoch: day 0 of the workbook.
    """
    try:
        number = Decimal(stored)
        if not number.is_finite():
            return _corrupt(stored)
    except InvalidOperation:
        return _corrupt(stored)
    if number.adjusted() >= DIGITS and number:
        return Unreadable(
            f"这一格的数超过 {DIGITS} 位，表格软件只保留前 {DIGITS} 位，后面的已经不是原来填的",
            "请把这一格设为文本格式，再重新填写",
        )
    if shape.kind in ("date", "month", "time"):
        return _moment(number, shape, epoch)
    number = _CONTEXT.plus(number)
    if shape.kind == "elapsed":
        minutes, seconds = divmod(int((number * _DAY_SECONDS).to_integral_value()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if shape.deceives:
        return Unreadable(
            f"这一格存的数是 {plain(number)}，格式把它显示成另一个数，分不清以哪个为准",
            "请把格式改为“常规”，核对这个数",
        )
    if shape.percent:
        return f"{plain(number.scaleb(2))}%"
    text = plain(number)
    if shape.digits > 1 and text.isdecimal():
        text = text.zfill(shape.digits)
    return f"{shape.prefix}{text}{shape.suffix}"


def _corrupt(stored: str) -> Unreadable:
    return Unreadable(f"这一格存的“{stored[:20]}”不是一个数", "请在表格软件里重新填写")


def _moment(serial: Decimal, shape: Shape, epoch: datetime) -> str | Unreadable:
    """A day, with its time if it has one; times are kept to the second."""
    days, fraction = divmod(serial, 1)
    try:
        moment = epoch + timedelta(
            days=int(days), seconds=int((fraction * _DAY_SECONDS).to_integral_value(ROUND_HALF_EVEN))
        )
    except OverflowError:
        moment = epoch
    if serial < 0 or (moment.year < 1901 and serial >= 1 and epoch == EPOCH_1900) or moment.year > 9999:
        return Unreadable(f"这一格存的日期序号 {plain(serial)} 不是可用的日期", "请写成 2021-03-05 的样子")
    clock = f"{moment:%H:%M:%S}".removesuffix(":00")
    if serial < 1 or (shape.kind == "time" and epoch == moment.replace(hour=0, minute=0, second=0)):
        return clock
    day = f"{moment.year:04d}-{moment:%m-%d}"
    if moment.hour or moment.minute or moment.second:
        return f"{day} {clock}"
    if shape.kind == "month" and moment.day == 1:
        # Typed as a month; the day is the workbook's invention.
        return f"{moment.year}年{moment.month}月"
    return day


_Token = tuple[Literal["mark", "digits", "words", "elapsed", "condition"], str]


def _sections(code: str) -> list[list[_Token]]:
    """The tokens of each section of a format code."""
    sections: list[list[_Token]] = [[]]
    for found in _TOKEN.finditer(code):
        quoted, escaped, bracketed, digits, _, other = found.groups()
        if quoted is not None or escaped is not None:
            sections[-1].append(("words", quoted if quoted is not None else escaped))
        elif bracketed is not None:
            sections[-1] += _bracketed(bracketed)
        elif digits is not None:
            sections[-1].append(("digits", digits))
        elif other == ";":
            sections.append([])
        elif other is not None:
            ours = other.isascii() and (other.isalpha() or other in ".,%/@:")
            sections[-1].append(("mark" if ours else "words", other))
    return sections


def _bracketed(text: str) -> list[_Token]:
    """[h] counts hours, [$¥-804] is a currency; colours, conditions and regions show nothing."""
    if re.fullmatch("h+|m+|s+", text, re.IGNORECASE):
        return [("elapsed", text)]
    if text.startswith("$"):
        return [("words", text[1:].split("-")[0])]
    return []


def _number(tokens: list[_Token]) -> Shape:
    """What a section shows of a number."""
    places = [index for index, (kind, _) in enumerate(tokens) if kind == "digits"]
    if not places:
        return Shape(deceives=any(kind == "words" and mark.strip() for kind, mark in tokens))
    first, last = places[0], places[-1]
    inner = tokens[first : last + 1]
    point = next((index for index, token in enumerate(inner) if token == ("mark", ".")), len(inner))
    percent = ("mark", "%") in tokens
    before = "".join(mark for kind, mark in tokens[:first] if kind == "words")
    after = "".join(mark for kind, mark in tokens[last + 1 :] if kind == "words")
    scaled = tokens[last + 1 : last + 2] == [("mark", ",")]
    return Shape(
        percent=percent,
        digits=sum(mark.count("0") for kind, mark in inner[:point] if kind == "digits"),
        prefix=_told(before),
        suffix="" if percent else _told(after),
        deceives=scaled or any(kind == "words" and mark.strip() for kind, mark in inner),
    )


def _told(words: str) -> str:
    """Words that say something of the number; signs of currency and padding do not."""
    return "" if _CURRENCY.fullmatch(words) else words.strip()
