"""Units of measure: what a figure is counted in, and whether two figures may be added or compared.

件 by 人 is fine; 件 and 人 in a sum are not, nor 元 and 万元, nor hours and days. Whatever is not known for sure
is None, and None is at odds with nothing.

>>> at_odds(parse("万元"), parse("元"))
'scale'
>>> at_odds(parse("人"), parse("件"), strict=True)
'kind'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from kaoping.facts.schema import FactSpec
from kaoping.language.link import PERCENT_UNITS, Binary, Call, Expression, Number, Source
from kaoping.model import Rubric

_MAGNITUDES = {
    "十万": 10**5, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "万": 10**4, "亿": 10**8, "千": 10**3,
}  # fmt: skip

# Unit: its kind, and how many of the first unit of that kind it is.
_MEASURES: dict[str, tuple[str, Fraction]] = {
    "元": ("元", Fraction(1)),
    "人民币": ("元", Fraction(1)),
    "分钟": ("时间", Fraction(1, 60)),
    "小时": ("时间", Fraction(1)),
    "天": ("时间", Fraction(24)),
    "日": ("时间", Fraction(24)),
    "自然日": ("时间", Fraction(24)),
    "日历天": ("时间", Fraction(24)),
    "工作日": ("工作日", Fraction(1)),
    "月": ("月", Fraction(1)),
    "年": ("月", Fraction(12)),
    "米": ("长度", Fraction(1)),
    "千米": ("长度", Fraction(1000)),
    "公里": ("长度", Fraction(1000)),
    "亩": ("亩", Fraction(1)),
    "公顷": ("亩", Fraction(15)),
    "千克": ("重量", Fraction(1)),
    "公斤": ("重量", Fraction(1)),
    "吨": ("重量", Fraction(1000)),
}
_ANY = "计数"
# People are not cases, and neither are 人次; 个, 项, 次 go with all of them. Cases, houses and machines may go one by one.
_COUNTERS: dict[str, str] = dict.fromkeys("个项次种类", _ANY)
for _family, _words in (
    ("人", "人 名 位"),
    ("人次", "人次"),
    ("件", "件 起 条 例 宗 处 份 批 批次 期 场 篇 本 张 件次 家 户 所 座 台 套 部 辆"),
):
    _COUNTERS |= dict.fromkeys(_words.split(), _family)

_PREFIXED = ("月", "小时", "工作日", "自然日", "百分点", "季度")
_CONVERSIONS = {Fraction(n) for n in (24, 60, 100, 1000, 10**4, 10**8)}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure is counted in.

    kind: 元, 时间, 人, 件 …; "" for a ratio. scale: how many of the first unit of the kind. under: kinds that it is
    divided by, so that it is no plain amount. word: as people write it.
    """

    kind: str
    scale: Fraction
    word: str
    under: tuple[str, ...] = ()


RATIO = Unit("", Fraction(1), "%")


def parse(text: str) -> Unit | None:
    """The unit of a word; None for "" and for what is not known.

    >>> parse("个工作日").kind, parse("万人/月") is None
    ('工作日', True)
    """
    if text in PERCENT_UNITS:
        return RATIO
    word = text.removeprefix("个") if text[1:] in _PREFIXED else text
    magnitude = next((m for m in _MAGNITUDES if word.startswith(m) and word not in _MEASURES), "")
    base, scale = word.removeprefix(magnitude), Fraction(_MAGNITUDES.get(magnitude, 1))
    if base in _MEASURES:
        kind, own = _MEASURES[base]
        return Unit(kind, scale * own, text)
    return Unit(_COUNTERS[base], scale, text) if base in _COUNTERS else None


def magnitude(text: str, of: Unit) -> Unit | None:
    """万 behind a figure of 元, of which it tells no more than that; None where it is no magnitude.

    >>> at_odds(parse("元"), magnitude("万", parse("元")))
    'scale'
    """
    times = _MAGNITUDES.get(text)
    told = next((n for m, n in _MAGNITUDES.items() if of.word.startswith(m)), 1)
    return None if times is None else replace(of, scale=of.scale / told * times, word=text)


def at_odds(one: Unit | None, other: Unit | None, *, strict: bool = False) -> Literal["", "kind", "scale"]:
    """Why two figures cannot be added or compared; "" where they can, or where that is not known.

    strict: what counts people and what counts cases differ; else whatever is counted is alike (每次 of 人).
    """
    if one is None or other is None or one.under or other.under:
        return ""
    counted = one.kind in _FAMILIES and other.kind in _FAMILIES
    alike = one.kind == other.kind or (counted and (not strict or _ANY in (one.kind, other.kind)))
    if not alike:
        return "kind"
    return "scale" if one.scale != other.scale else ""


_FAMILIES = frozenset(_COUNTERS.values())


class Units:
    """The units of the figures of a rubric, as far as they are declared."""

    def __init__(self, rubric: Rubric, declared: Mapping[str, FactSpec]) -> None:
        self._declared = declared
        self._fields = {(item.event, item.field): self.of(item.expression) for item in rubric.computed}

    def of(
        self, expression: Expression, meet: Callable[[Binary, Unit, Unit], None] | None = None
    ) -> Unit | None:
        """The unit of an expression.

        Args:
            expression: of a link or a definition.
            meet: is shown every sum, difference and quotient of two known units.
        """
        match expression:
            case Source(name, _, ""):
                spec = self._declared.get(name)
                if spec is None:
                    return None
                return RATIO if spec.type == "percent" else parse(spec.unit)
            case Call("次数", (Source(name),)):
                return parse(self._declared[name].unit) if name in self._declared else None
            case Call("合计" | "平均" | "最大" | "最小", (Source(name, _, field),)):
                return self.field(name, field) if field else None
            case Call("相差小时" | "相差天数" | "相差工作日" as function, _):
                return parse({"相差天数": "天"}.get(function, function.removeprefix("相差")))
            case Binary(operator, left, right):
                return self._binary(expression, operator, left, right, meet)
        return None

    def field(self, event: str, field: str) -> Unit | None:
        """The unit of a computed field of an event."""
        return self._fields.get((event, field)) if hasattr(self, "_fields") else None

    def _binary(
        self,
        whole: Binary,
        operator: str,
        left: Expression,
        right: Expression,
        meet: Callable[[Binary, Unit, Unit], None] | None,
    ) -> Unit | None:
        one, other = self.of(left, meet), self.of(right, meet)
        if one is not None and other is not None and operator != "*" and meet is not None:
            meet(whole, one, other)
        if operator in "+-":
            if isinstance(left, Number) or isinstance(right, Number):
                return None
            return one if one is not None and other is not None and not at_odds(one, other) else None
        number = right if isinstance(right, Number) else left if operator == "*" else None
        if isinstance(number, Number):
            return _converted(other if number is left else one, number, operator)
        if operator == "/" and one is not None and other is not None and not (one.under or other.under):
            if other == RATIO:
                return None
            if one.kind == other.kind:
                return RATIO
            return replace(one, under=(other.kind,), word=f"{one.word}/{other.word}")
        return None


def _converted(unit: Unit | None, number: Number, operator: str) -> Unit | None:
    """万元 times 10000 is 元; other factors are weights, and then nothing is known."""
    factor = Fraction(number.value)
    if unit is None or factor == 1:
        return unit
    if factor not in _CONVERSIONS:
        return None
    return replace(unit, scale=unit.scale * factor if operator == "/" else unit.scale / factor, word="")
