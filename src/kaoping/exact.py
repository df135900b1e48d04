"""Exact numbers: the one place that turns text into numbers, divides and rounds.

Points and measures are `Decimal`. Addition, subtraction and multiplication run under
`arithmetic()`, a context that refuses to round: an operation that would lose a digit raises
instead. Only a quotient can lack a finite decimal expansion (2/3); it is then kept as a
`Fraction`, so that 79.99…9 % never passes for 80 %. `Exact` names both. No `float` anywhere.

    >>> parse_number("１，２００")
    Decimal('1200')
    >>> parse_number("十二"), parse_number("两")
    (Decimal('12'), Decimal('2'))
    >>> divide(Decimal(1), Decimal(8)), divide(Decimal(2), Decimal(3))
    (Decimal('0.125'), Fraction(2, 3))
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import (
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    getcontext,
    setcontext,
)
from fractions import Fraction
from functools import lru_cache
from typing import Literal, cast

Exact = Decimal | Fraction
Rounding = Literal["half_up", "down", "up"]
ROUNDING_WORDS: dict[Rounding, str] = {"half_up": "四舍五入", "down": "舍去尾数", "up": "进一"}

# Longer numbers are refused on reading, so that no sum or product can outgrow PRECISION.
MAX_DIGITS = 200
PRECISION = 10_000
QUOTIENT_DIGITS = 28

_CONTEXT = Context(prec=PRECISION, traps=[InvalidOperation, DivisionByZero, Overflow, Inexact])
_DIGITS = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
# 0 to 99: nearly all numerals that occur. cn2an, which knows them all, takes longer to load than a rule file to read.
_ONES = ("", *"一二三四五六七八九")
_TENS = ("", "十", *(f"{digit}十" for digit in _ONES[2:]))
_SMALL = {_TENS[n // 10] + _ONES[n % 10]: n for n in range(1, 100)} | {"零": 0, "〇": 0, "两": 2}


class arithmetic:  # noqa: N801
    """Within `with arithmetic():`, `Decimal` operations are exact, or raise `decimal.Inexact`."""

    __slots__ = ("_outside",)

    def __enter__(self) -> None:
        self._outside = getcontext()
        setcontext(_CONTEXT)

    def __exit__(self, *_: object) -> None:
        setcontext(self._outside)


def parse_number(text: str) -> Decimal | None:
    """Read a plain number in digits or Chinese numerals, full-width or not; None if it is not one.

    Thousands separators are accepted where they stand right ("1,200", not "12,00").
    Signs of percent and units are not part of a number.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if len(plain) > MAX_DIGITS:
        return None
    if _DIGITS.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if plain == "半":
        return Decimal("0.5")
    if plain in _SMALL:
        return Decimal(_SMALL[plain])
    if _CHINESE.fullmatch(plain):
        import cn2an  # late: only rule text has Chinese numerals

        try:
            return Decimal(str(cn2an.cn2an(plain, "smart")))
        except (ValueError, KeyError):  # KeyError: 一十零, 十十一
            return None
    return None


def divide(a: Exact, b: Exact) -> Exact:
    """a / b without loss: a `Decimal` where the quotient is finite, else a `Fraction`.

    Raises:
        ZeroDivisionError: if b is zero.
    """
    return simplest(Fraction(a) / Fraction(b))


def simplest(value: Exact) -> Exact:
    """The same number as `Decimal` where it has a finite expansion."""
    if isinstance(value, Decimal):
        return value
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > MAX_DIGITS:
        return value
    scaled = value.numerator * 10**places // value.denominator
    return Decimal(scaled).scaleb(-places, _CONTEXT)


def add(a: Exact, b: Exact) -> Exact:
    """a + b, exact for any mixture."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return _CONTEXT.add(a, b)
    return simplest(Fraction(a) + Fraction(b))


def subtract(a: Exact, b: Exact) -> Exact:
    """a - b, exact for any mixture."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return _CONTEXT.subtract(a, b)
    return simplest(Fraction(a) - Fraction(b))


def multiply(a: Exact, b: Exact) -> Exact:
    """a × b, exact for any mixture."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return _CONTEXT.multiply(a, b)
    return simplest(Fraction(a) * Fraction(b))


def hundredth(value: Decimal) -> Decimal:
    """value / 100: a percentage as a ratio, to the last digit."""
    return value.scaleb(-2, _CONTEXT)


def compare(a: Exact, b: Exact) -> int:
    """-1, 0 or 1 as a is below, equal to or above b."""
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return int(a > b) - int(a < b)
    left, right = Fraction(a), Fraction(b)
    return int(left > right) - int(left < right)


def total(values: Iterable[Exact]) -> Exact:
    """The sum, exact for any mixture; 0 for none."""
    numbers = list(values)
    if {*map(type, numbers)} <= {Decimal}:  # nearly always, and this is called for every score
        return sum(cast("list[Decimal]", numbers), Decimal(0))
    return simplest(sum((Fraction(number) for number in numbers), Fraction(0)))


def whole_steps(amount: Exact, step: Exact) -> Decimal:
    """How many whole steps fit into amount; none for amount ≤ 0."""
    return Decimal(max(0, Fraction(amount) // Fraction(step)))


def started_steps(amount: Exact, step: Exact) -> Decimal:
    """How many steps are begun by amount (不足一个按一个计); none for amount ≤ 0."""
    return Decimal(max(0, -(-Fraction(amount) // Fraction(step))))


def round_points(value: Exact, places: int, rounding: Rounding = "half_up") -> Decimal:
    """Round to places after the point, as a rubric states (四舍五入 is half_up).

    >>> round_points(Fraction(62209 * 4, 66600), 2)
    Decimal('3.74')
    """
    fraction = Fraction(value) * 10**places
    whole, rest = divmod(abs(fraction.numerator), fraction.denominator)
    up = {"half_up": 2 * rest >= fraction.denominator, "down": False, "up": rest > 0}[rounding]
    digits = whole + (1 if up else 0)
    return Decimal(-digits if fraction < 0 else digits).scaleb(-places, _CONTEXT)


def to_decimal(value: Exact) -> Decimal:
    """A `Decimal` for display and for points: exact where finite, else QUOTIENT_DIGITS digits."""
    value = simplest(value)
    if isinstance(value, Decimal):
        return value
    return Context(prec=QUOTIENT_DIGITS).divide(Decimal(value.numerator), Decimal(value.denominator))


@lru_cache(maxsize=4096)
def text(value: Exact) -> str:
    """Plain notation without exponent or trailing zeros; a quotient is cut after four digits, with an ellipsis.

    >>> text(Decimal("2.50")), text(Decimal("1E+2")), text(Fraction(2, 3))
    ('2.5', '100', '0.6666…')
    """
    value = simplest(value)
    if isinstance(value, Decimal):
        plain = format(value, "f")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return "0" if plain in ("", "-0") else plain
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    return f"{sign}{whole}.{rest * 10**4 // value.denominator:04d}…"


def short(value: Decimal) -> str:
    """As `text`, a quotient that was cut at QUOTIENT_DIGITS like one that was not.

    >>> short(Decimal("14.09165302782324058919803601")), short(Decimal("-2.5"))
    ('14.0916…', '-2.5')
    """
    plain = text(value)
    whole, _, places = plain.partition(".")
    return plain if len(places) <= QUOTIENT_DIGITS // 2 else f"{whole}.{places[:4]}…"


def percent(value: Exact) -> str:
    """The value as a percentage, for people: 0.9341 → "93.41%"."""
    return text(multiply(value, Decimal(100))) + "%"
