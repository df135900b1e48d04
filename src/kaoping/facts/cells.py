"""The text of a cell → a typed value, or the reason why it is not one. Nothing is guessed.

A text with two readings is refused, and the refusal names both: "85" in a column of percentages
may be 85 % or 8500 %; "1" may be 是 or a count. Full-width forms read like half-width ones.

    >>> read_cell("1.2万", "number"), read_cell("85％", "percent"), read_cell("2021年3月5日", "date")
    (Decimal('12000'), Decimal('0.85'), datetime.date(2021, 3, 5))
    >>> read_cell("85", "percent")
    Unreadable(message='「85」可以是 85%，也可以是 8500%', help='请写 85% 或 0.85')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from kaoping.exact import divide, multiply, parse_number
from kaoping.exact import text as plain
from kaoping.facts.fact import Value
from kaoping.facts.names import INVISIBLE, closest, fold, quoted
from kaoping.facts.schema import ValueType

YES = frozenset(
    [
        "是",
        "有",
        "对",
        "正确",
        "已",
        "符合",
        "具备",
        "达到",
        "已达到",
        "达标",
        "完成",
        "已完成",
        "√",
        "✓",
        "✔",
        "☑",
        "Y",
        "YES",
        "T",
        "TRUE",
    ]
)
NO = frozenset(
    [
        "否",
        "无",
        "没有",
        "不是",
        "错",
        "错误",
        "未",
        "没",
        "不符合",
        "不具备",
        "未达到",
        "未达标",
        "不达标",
        "未完成",
        "×",
        "✗",
        "✘",
        "✕",
        "╳",
        "❌",
        "☒",
        "N",
        "NO",
        "F",
        "FALSE",
    ]
)
_NOTHING = frozenset(
    ["-", "--", "—", "——", "–", "−", "/", "//", "\\", "空", "略", "暂无", "待定", "未知", "不详", "NA", "N/A"]
)
"""Marks for “nothing to fill in”, of which nobody can tell whether they are a figure of 0."""

_HUNDRED = Decimal(100)
_HUNDREDTH = Decimal("0.01")
_MAGNITUDES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SHEET_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|#+")
# Half-width folding would read 3² as 32.
_ODD_DIGITS = re.compile("[¹²³¼½¾⁰-₟⅐-⅟↉①-⓿❶-➓㈠-㊿]")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")
_FIGURE_WITH_UNIT = re.compile(r"([+-]?\d[\d,.]*[万亿]?)([^\d,.].*)")
_SPLIT = re.compile(r"[+-]?\d+(,\d+)+(\.\d+)?")
_BRACKETED = re.compile(r"\((\d[\d,.]*)\)")
_FRACTION = re.compile(r"(\d{1,4})/(\d{1,4})")
_GAPS = re.compile(r"\d+( \d+)+")
_VAGUE = re.compile("[一二两三四五六七八九]{2}")
"""两三次, 三五个, 二三十: about so many. Read digit by digit they would be 23, 35."""
_DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})([日号]?)")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6})\d*)?)?")
_ZONE = re.compile(r" ?(Z|[+-]\d{2}(:?\d{2})?)$")
_CLOCK_WORDS = str.maketrans({"时": ":", "点": ":", "分": ":", "秒": ""})
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_DAY_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SHORT_YEAR = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_NO_YEAR = re.compile(r"\d{1,2}[-/.月]\d{1,2}[日号]?")
_NO_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}月?")
_SERIAL = re.compile(r"[34]\d{4}(\.\d+)?")
_DATE_HELP = "请写成 2021-03-05 的样子"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell is refused: the message names the text, the help says what to write."""

    message: str
    help: str = ""


@lru_cache(maxsize=16_384)
def read_cell(
    text: str,
    type_: ValueType,
    unit: str = "",
    choices: tuple[str, ...] = (),
    in_percent: bool = False,
) -> Value | Unreadable:
    """The value of a cell that is not empty.

    Args:
        text: the cell as shown.
        type_: the type that the schema wants.
        unit: the unit of measure; a cell may repeat it ("385个").
        choices: the allowed values of a choice.
        in_percent: the heading says that figures are percents, so "85" is 85 %.
    """
    shown = _normal(text)
    if _SHEET_ERROR.fullmatch(shown):
        return Unreadable(
            f"{quoted(text)}是电子表格的出错或显示不全的标记，不是内容", "请在原表里改正后再导出"
        )
    if shown.upper() in _NOTHING and type_ not in ("choice", "text"):
        return _nothing(text, type_)
    if type_ in ("number", "percent", "date") and _ODD_DIGITS.search(text):
        return Unreadable(f"{quoted(text)}里有上标、带圈或分数的数字", "请用普通的数字写")
    match type_:
        case "number":
            return _number(text, unit)
        case "percent":
            return _percent(text, in_percent)
        case "yesno":
            return _yesno(text)
        case "choice":
            return _choice(text, choices)
        case "date":
            return _moment(text)
        case "text":
            return text.strip()


@lru_cache(maxsize=4096)
def read_quantity(text: str, unit: str = "") -> Decimal | Unreadable:
    """How many occurrences: a whole number, not negative. Without a unit of its own it is 次."""
    number = read_cell(text, "number", unit or "次")
    if not isinstance(number, Decimal):
        assert isinstance(number, Unreadable)
        return number
    if number < 0:
        return Unreadable(f"{quoted(text)}是负数", "请写 0 或正整数；撤回一条记录用「操作」列写 撤回")
    if number != number.to_integral_value():
        return Unreadable(f"{quoted(text)}不是整数", "数量是发生的次数，请写整数")
    return number


def in_magnitude(number: Decimal, unit: str) -> str:
    """A number told in a unit with a magnitude.

    >>> in_magnitude(Decimal(41000), "万人")
    '4.1万人'
    """
    return f"{plain(divide(number, _MAGNITUDES[unit[0]]))}{unit}"


def is_yes(text: str) -> bool:
    """Whether a cell says yes in so many words."""
    return _normal(text).upper() in YES


def _number(text: str, unit: str = "") -> Decimal | Unreadable:
    """A figure, with 万 or 亿 or its own unit behind it."""
    shown = _normal(text)
    if _SCIENTIFIC.fullmatch(shown):
        return Unreadable(
            f"{quoted(text)}是科学计数法，可能已经丢了位数", "请把单元格设为数值或文本格式，写出全部数字"
        )
    own = fold(unit)
    if shown.startswith("¥"):
        shown = f"{shown[1:].lstrip()}元"
    bare = shown[: -len(own)].rstrip() if own and shown.endswith(own) else shown
    if bare[-1:] in _MAGNITUDES and own[:1] in _MAGNITUDES and bare == shown:
        return Unreadable(
            f"{quoted(text)}可以是 {bare[:-1]} {unit}，也可以是 {bare} 个“{unit}”",
            f"请写 {bare[:-1]} 或 {bare[:-1]}{unit}",
        )
    number = _figure(bare)
    if number is not None:
        return _vague(text) if _VAGUE.search(bare) else number
    if either := _two_numbers(text, shown):
        return either
    if _DAY.match(shown):
        return Unreadable(f"{quoted(text)}是日期，不是数", "请核对是不是填错了列，或者格子的格式被改成了日期")
    other = _FIGURE_WITH_UNIT.fullmatch(shown)
    if other and _figure(other[1]) is not None:
        wanted = f"规则以“{unit}”计" if unit else "规则没有写明计量单位"
        return Unreadable(
            f"{quoted(text)}带着“{other[2]}”，{wanted}", f"请换算后只写数{f'（{unit}）' if unit else ''}"
        )
    return Unreadable(
        f"{quoted(text)}不是一个数", f"请只写数{f'（{unit}）' if unit else ''}，例如 1200 或 1.2万"
    )


def _vague(text: str) -> Unreadable:
    return Unreadable(f"{quoted(text)}可以是约数，说不准是多少", "请核实后写一个确切的数，用阿拉伯数字")


def _two_numbers(text: str, shown: str) -> Unreadable | None:
    """Both readings of a text that has two; None if it has none."""
    joined = shown.replace(",", "").replace(" ", "")
    if shown.upper() in YES:
        return _either(text, " 1", "“是”，没有说多少", "请写数")
    if shown.upper() in NO:
        return _either(text, " 0", "没有数据", "是 0 就写 0，没有数据就清空这一格")
    if found := _BRACKETED.fullmatch(shown):
        return _either(text, f" {found[1]}", f"负数 -{found[1]}", f"请写 {found[1]} 或 -{found[1]}")
    if found := _FRACTION.fullmatch(shown):
        return _either(text, f" {found[1]}÷{found[2]}", "日期", "请写成小数或整数")
    if _GAPS.fullmatch(shown):
        return _either(text, f" {joined}", f" {shown.count(' ') + 1} 个数", "请写一个数，中间不要空格")
    if not _SPLIT.fullmatch(shown):
        return None
    if shown.count(",") == 1 and "." not in shown:
        point = shown.replace(",", ".")
        return _either(text, f" {joined}", f" {point}", f"请写 {joined} 或 {point}")
    return _either(text, f" {joined}", "几个数", "请写一个数；千分号每三位一个，也可以不写")


def _either(text: str, first: str, second: str, help_: str) -> Unreadable:
    return Unreadable(f"{quoted(text)}可以是{first}，也可以是{second}", help_)


def _nothing(text: str, type_: ValueType) -> Unreadable:
    """A stroke or the like: 0 or 否 to some, no answer to others."""
    if type_ == "date":
        return Unreadable(f"{quoted(text)}不是日期", "没有日期就清空这一格")
    answer = "否" if type_ == "yesno" else "0"
    shown = f"“{answer}”" if type_ == "yesno" else f" {answer}"
    return _either(
        text,
        shown,
        "没有数据",
        f"是{shown}{' ' if shown[0] == ' ' else ''}就写 {answer}，没有数据就清空这一格",
    )


def _moment(text: str) -> date | datetime | Unreadable:
    """A day, or a day with its time. Years come first and have four digits."""
    shown = _normal(text)
    compact = _COMPACT.fullmatch(shown)
    if compact:
        shown = "-".join(compact.groups())
    found = _DAY.match(shown)
    if found is None or not _one_style(found):
        return _why_no_date(text, shown)
    year, month, day = int(found[1]), int(found[3]), int(found[5])
    if not 1 <= month <= 12:
        return Unreadable(f"{quoted(text)}不是日期：没有 {month} 月", _DATE_HELP)
    try:
        whole_day = date(year, month, day)
    except ValueError:
        return Unreadable(f"{quoted(text)}不是日期：{year} 年 {month} 月没有 {day} 日", _DATE_HELP)
    rest = shown[found.end() :]
    return _with_time(text, whole_day, rest, glued=bool(found[6])) if rest else whole_day


def _with_time(text: str, day: date, rest: str, glued: bool) -> datetime | Unreadable:
    """The moment of the day that the rest of the text names; only after 日 may it follow without a gap."""
    zone = _ZONE.search(rest)
    if zone and zone[1].replace(":", "") not in ("+08", "+0800"):
        return Unreadable(f"{quoted(text)}不是北京时间", "请换算成北京时间，例如 2021-03-05 14:30")
    clock = rest[: zone.start()] if zone else rest
    time = _TIME.fullmatch(clock.lstrip("T ").translate(_CLOCK_WORDS).removesuffix(":"))
    if time is None or not (glued or clock[0] in "T "):
        return _why_no_date(text, text)
    hour, minute, second, fraction = time.groups(default="0")
    try:
        return datetime(
            day.year, day.month, day.day, int(hour), int(minute), int(second), int(fraction.ljust(6, "0"))
        )
    except ValueError:
        return Unreadable(f"{quoted(text)}里的时刻不存在", "时为 0-23，分、秒为 0-59，例如 2021-03-05 14:30")


def _normal(text: str) -> str:
    """Half-width and trimmed, but with the spaces inside, which part figures."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()


def _figure(text: str) -> Decimal | None:
    """A number in digits, or with one 万 or 亿 behind it."""
    magnitude = _MAGNITUDES.get(text[-1:])
    number = parse_number(text)
    if number is not None or magnitude is None:
        return number
    number = parse_number(text[:-1])
    if number is None:
        return None
    return Decimal(plain(multiply(number, magnitude)))


def _percent(text: str, in_percent: bool) -> Decimal | Unreadable:
    shown = _normal(text)
    if shown.endswith("%"):
        number = parse_number(shown[:-1])
    elif shown.startswith("百分之"):
        number = parse_number(shown.removeprefix("百分之"))
    else:
        ratio = _number(text)
        if isinstance(ratio, Unreadable):
            known = _SCIENTIFIC.fullmatch(shown) or "可以是" in ratio.message
            return ratio if known else _no_percent(text)
        if ratio == 0 or (abs(ratio) < 1 and not in_percent):
            return ratio
        if abs(ratio) < 1 or not in_percent:
            return _two_percents(text, ratio, in_percent)
        number = ratio
    if number is None:
        return _no_percent(text)
    if _VAGUE.search(shown):
        return _vague(text)
    return Decimal(plain(multiply(number, _HUNDREDTH)))


def _no_percent(text: str) -> Unreadable:
    return Unreadable(f"{quoted(text)}不是百分比", "请写 85% 或 0.85 的样子")


def _two_percents(text: str, number: Decimal, in_percent: bool) -> Unreadable:
    """Both readings of a figure without a sign of percent."""
    low, high = plain(number), plain(multiply(number, _HUNDRED))
    ratio = plain(multiply(number, _HUNDREDTH))
    likely = f"请写 {low}% 或 {ratio}" if abs(number) > 10 else f"请写 {low}% 或 {high}%"
    where = "（表头注明了 %）" if in_percent else ""
    return Unreadable(f"{quoted(text)}可以是 {low}%，也可以是 {high}%{where}", likely)


def _yesno(text: str) -> bool | Unreadable:
    shown = _normal(text).upper()
    if shown in YES:
        return True
    if shown in NO:
        return False
    if shown == "X":
        return _either(text, " ×（否）", "打了勾（是）", "请写 是 或 否")
    if shown in ("1", "0"):
        meaning = "是" if shown == "1" else "否"
        return Unreadable(f"{quoted(text)}可以是“{meaning}”，也可以是数量 {shown}", "请写 是 或 否")
    return Unreadable(f"{quoted(text)}不是“是”或“否”", "请写 是 或 否")


def _choice(text: str, choices: tuple[str, ...]) -> str | Unreadable:
    wanted = fold(text)
    for choice in choices:
        if fold(choice) == wanted:
            return choice
    near = closest(text, choices)
    lead = f"是不是“{near}”？" if near else ""
    return Unreadable(f"{quoted(text)}不在可选的值之内", f"{lead}可选：{'、'.join(choices)}")


def _one_style(found: re.Match[str]) -> bool:
    """Whether the marks between year, month and day belong together: 2021-3/5 is not a date."""
    if found[2] == "年":
        return found[4] == "月"
    return found[2] == found[4] and not found[6]


def _why_no_date(text: str, shown: str) -> Unreadable:
    first = shown.split()[0] if shown.split() else ""
    if found := _DAY_LAST.fullmatch(first):
        return _year_last(text, int(found[1]), int(found[2]), found[3])
    if found := _SHORT_YEAR.fullmatch(first):
        return _short_year(text, *(int(part) for part in found.groups()))
    if re.fullmatch(r"\d{6}", shown):
        return _either(text, "年月日", "年月", _DATE_HELP)
    if _NO_YEAR.fullmatch(shown):
        return Unreadable(f"{quoted(text)}没有写年份", _DATE_HELP)
    if _NO_DAY.fullmatch(shown):
        return Unreadable(f"{quoted(text)}没有写到日", _DATE_HELP)
    if _SERIAL.fullmatch(shown):
        return Unreadable(
            f"{quoted(text)}像是电子表格的日期序号", f"请把单元格设为日期格式后再导出，或者{_DATE_HELP[1:]}"
        )
    return Unreadable(f"{quoted(text)}不是日期", _DATE_HELP)


def _year_last(text: str, one: int, two: int, year: str) -> Unreadable:
    """5/3/2021: month and day may stand either way; 25/3/2021 has one reading, which is better written out."""
    pairs = dict.fromkeys([(two, one), (one, two)])
    days = [f"{year}-{month:02d}-{day:02d}" for month, day in pairs if 1 <= month <= 12 and 1 <= day <= 31]
    if len(days) == 2:
        return _either(text, f" {days[0]}", f" {days[1]}", "请把年写在前面，例如 2021-03-05")
    return Unreadable(f"{quoted(text)}的年写在了最后", f"请写成 {days[0]}" if days else _DATE_HELP)


def _short_year(text: str, year: int, month: int, day: int) -> Unreadable:
    """21-3-5: a year of two digits may be a day."""
    first, second = f"20{year:02d}-{month:02d}-{day:02d}", f"20{day:02d}-{month:02d}-{year:02d}"
    if "年" in text or not 1 <= year <= 31 or first == second:
        return Unreadable(f"{quoted(text)}的年只有两位", f"请写成 {first}")
    return _either(text, f" {first}", f" {second}", "请写四位的年，例如 2021-03-05")
