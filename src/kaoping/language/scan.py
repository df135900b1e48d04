"""Text to islands: the only user of the clause grammar.

`scan` never fails. The text is first normalised character by character, so that every offset
stays an offset into the text as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from kaoping.exact import parse_number
from kaoping.language import islands as isle
from kaoping.language.grammars import make_parser
from kaoping.language.islands import NO_EDGE, Edge, Figure, Island, Sign
from kaoping.language.reading import PointsRange, Quantity

if TYPE_CHECKING:
    from lark import Lark, Transformer

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，！？"}
_LIKE = {
    "\u3000": " ", "\u00a0": " ", "\t": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200b": " ",
    "\ufeff": " ", "\r": "\n", "\u2028": "\n", "\x0b": "\n", "\x0c": "\n",
    "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹥": ">", "﹤": "<", "＝": "=",
    "〜": "~", "∼": "~", "—": "~", "–": "-", "‐": "-", "−": "-", "─": "~", "‑": "-",
    "﹣": "-", "﹪": "%", "﹙": "(", "﹚": ")", "〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")",
    "╳": "×", "✕": "×", "○": "〇", "﹔": ";", "﹕": ":", "﹐": ",", "、": "、",
}  # fmt: skip
_NORMAL = str.maketrans(_FULL_WIDTH | {ord(char): ord(plain) for char, plain in _LIKE.items()})

_SIGNS: dict[str, Sign] = {"AT_LEAST": "≥", "MORE": ">", "AT_MOST": "≤", "LESS": "<", "EQUAL": "="}
_SYMBOLS: dict[str, Sign] = {"≥": "≥", ">=": "≥", ">": ">", "≤": "≤", "<=": "≤", "<": "<"}
_VERBS: dict[str, isle.Verb] = {
    "DEDUCT": "deduct", "DEDUCT_BY": "deduct", "MINUS": "deduct", "GAIN": "gain", "PLUS": "gain", "AWARD": "award"
}  # fmt: skip
_STRENGTH = {"COMMA": 1, "COLON": 1, "LISTED": 0, "SEMICOLON": 2, "BREAK": 2, "STOP": 3}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_NUMBERS, _SIGN_OF_BAND = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"[<≤]")
_HEAD_DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+")


def normalise(text: str) -> str:
    """Half-width forms of the same length: offsets do not move.

    >>> normalise("（1）100％＞率≧80％；")
    '(1)100%>率≥80%;'
    """
    return text.translate(_NORMAL).replace("[", "(")


def scan(text: str) -> list[Island]:
    """All islands of a text, in order. Water is what lies between them."""
    return cast(list[Island], _parser().parse(normalise(text)))


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return make_parser("clause", run="_WATER", maybe_placeholders=False, transformer=_builder())


class _UnreadNumberError(ValueError):
    """Digits or numerals that are no number."""


_INSIDE = ("figure", "figures", "edge", "per_slash")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a rule inside an island found, with its place (named as in a lark token); None for an unread number."""

    start_pos: int
    end_pos: int
    value: Any


def _builder() -> Transformer[Any, list[Island]]:
    """Turns each rule of the grammar into its island, while parsing: no tree is ever built."""
    from lark import Token, Transformer

    def number(token: str) -> Decimal:
        value = parse_number(f"一{token}" if token in ("百", "千") else token)  # 每百人
        if value is None:  # 十十, 百百, hundreds of digits
            raise _UnreadNumberError
        return value

    def typed(parts: list[Any], *kinds: str) -> str:
        return next((str(part) for part in parts if isinstance(part, Token) and part.type in kinds), "")

    def value_of(parts: list[Any], kind: type, otherwise: Any) -> Any:
        values = (part.value for part in parts if isinstance(part, _Piece))
        return next((value for value in values if isinstance(value, kind)), otherwise)

    def figures_of(parts: list[Any]) -> tuple[Figure, ...]:
        return cast(tuple[Figure, ...], value_of(parts, tuple, ()))

    def edge_of(parts: list[Any]) -> Edge:
        return cast(Edge, value_of(parts, Edge, NO_EDGE))

    def included_by(note: str) -> bool | None:
        return "不" not in note if note else None

    def rule(make: Callable[..., Any], *, inside: bool) -> Any:
        """A method of the transformer: `make` gets the place of the whole and the parts.

        An island with a number that cannot be read is a stray, whatever else it says: never 0.
        """

        def method(self: object, parts: list[Any]) -> Any:
            start, end = parts[0].start_pos, parts[-1].end_pos
            try:
                if not any(isinstance(part, _Piece) and part.value is None for part in parts):
                    return make(start, end, parts)
            except _UnreadNumberError:
                pass
            return _Piece(start, end, None) if inside else isle.Stray(start, end, isle.UNREAD_NUMBER)

        return method

    def figure(start: int, end: int, parts: list[Any]) -> _Piece:
        ends: list[Quantity] = []
        for part in parts:
            if part.type == "PERCENT_WORDS":
                ends.append(Quantity(number=number(part.removeprefix("百分之")), unit="%"))
            elif part.type == "NUMBER":
                ends.append(Quantity(number=number(part)))
            elif part.type != "TO" and ends:
                unit = "个百分点" if part in ("个百分", "百分点", "个点") else part.partition("(")[0]
                ends[-1] = Quantity(number=ends[-1].number, unit=unit)
        if len(ends) == 1:
            return _Piece(start, end, Figure(ends[0]))
        low, high = ends
        included = included_by(typed(parts, "TO").rpartition(")")[0])
        low = Quantity(number=low.number, unit=low.unit or high.unit)
        high = Quantity(number=high.number, unit=high.unit or low.unit)
        return _Piece(start, end, Figure(low, high, included))

    def figures(start: int, end: int, parts: list[Any]) -> _Piece:
        found = [part.value for part in parts if isinstance(part, _Piece)]
        unit = found[-1].low.unit  # 100、70、50分: the last unit is the unit of all
        shared = (Quantity(number=f.low.number, unit=f.low.unit or unit) for f in found)
        return _Piece(
            start,
            end,
            tuple(Figure(low, f.high, f.low_included) for low, f in zip(shared, found, strict=True)),
        )

    def edge(start: int, end: int, parts: list[Any]) -> _Piece:
        notes = re.split(r"[，,、](?=不?包?含)", typed(parts, "INCLUSION"))
        named = [_NUMBER.search(note) for note in notes]
        first, *more = [
            (included_by(note), parse_number(found[0]) if found else None)
            for note, found in zip(notes, named, strict=True)
        ]
        second = next(((taken, number_) for taken, number_ in more if taken is not None), None)
        return _Piece(start, end, Edge(typed(parts, "BOUND"), *first, second))

    def compare(start: int, end: int, parts: list[Any]) -> Island:
        turned = isinstance(parts[0], _Piece)
        word = parts[1] if turned else parts[0]
        sign = _SYMBOLS[word] if word.type == "SYMBOL" else _SIGNS[word.type]
        return isle.Compare(start, end, sign, figures_of(parts), edge_of(parts), turned)

    def score(start: int, end: int, parts: list[Any]) -> Island:
        word, slash = parts[0], value_of(parts, str, None)
        return isle.Score(start, end, _VERBS[word.type], str(word), figures_of(parts), edge_of(parts), slash)

    def share(start: int, end: int, parts: list[Any]) -> Island:
        of_full = Quantity(number=number(_NUMBER.findall(parts[0])[0]), unit="%")
        verb: isle.Verb = "deduct" if "扣" in parts[0] else "award"
        return isle.Score(start, end, verb, str(parts[0]), (Figure(of_full),))

    def exhausted(start: int, end: int, parts: list[Any]) -> Island:
        amounts = figures_of(parts)
        amount = amounts[-1].low.number if amounts else None
        if typed(parts, "UNTIL") and not typed(parts, "EXHAUSTED"):
            return isle.Stray(start, end, typed(parts, "UNTIL"))
        if typed(parts, "TAKE_ALL"):
            return isle.TakeAll(start, end, amount, stop=bool(typed(parts, "CAPPED")))
        return isle.Exhausted(start, end, amount)

    def band(start: int, end: int, parts: list[Any]) -> Island:
        least, most = (number(found) for found in _NUMBERS.findall(parts[0]))
        first, last = _SIGN_OF_BAND.findall(parts[0])
        range_ = PointsRange(least=least, most=most, least_closed=first == "≤", most_closed=last == "≤")
        return isle.Band(start, end, range_)

    made: dict[str, Callable[[int, int, list[Any]], Any]] = {
        "band": band,
        "share": share,
        "figure": figure,
        "figures": figures,
        "edge": edge,
        "compare": compare,
        "score": score,
        "exhausted": exhausted,
        "per_slash": lambda a, b, p: _Piece(
            a, b, typed(p, "COUNT_UNIT", "TIME_UNIT", "AMOUNT_UNIT", "PER_WORD")
        ),
        "step": lambda a, b, p: isle.Step(
            a,
            b,
            typed(p, "CHANGE"),
            figures_of(p),
            typed(p, "COUNT_UNIT", "TIME_UNIT", "POINT", "WHOLE_UNIT"),
        ),
        "measure": lambda a, b, p: isle.Measure(a, b, figures_of(p), edge_of(p), value_of(p, str, None)),
        "rank": lambda a, b, p: isle.Ranked(a, b, str(p[0]), figures_of(p), edge_of(p)),
        "cap": lambda a, b, p: isle.CapWord(a, b, typed(p, "CAP", "CAPPED"), figures_of(p)),
        "judgement": lambda a, b, p: isle.JudgeWord(a, b, str(p[0]), figures_of(p), value_of(p, str, None)),
        "deadline": lambda a, b, p: isle.Day(a, b, _day(p[0])),
        "within": lambda a, b, p: isle.WithinWord(a, b),
        "zero": lambda a, b, p: isle.ZeroWord(a, b),
        "otherwise": lambda a, b, p: isle.Otherwise(a, b),
        "veto": lambda a, b, p: isle.VetoWord(a, b, str(p[0])),
        "formula": lambda a, b, p: isle.FormulaWord(a, b, "".join(p), _places(typed(p, "ROUNDED"))),
        "equation": lambda a, b, p: isle.Equation(a, b, p[0][1:].strip(), _places(typed(p, "ROUNDED"))),
        "exemption": lambda a, b, p: isle.ExemptWord(a, b),
        "dedupe": lambda a, b, p: isle.DedupeWord(a, b, str(p[0])),
        "marker": lambda a, b, p: isle.Marker(a, b, str(p[0])),
        "remark": lambda a, b, p: isle.Remark(a, b, str(p[0])),
        "stray": lambda a, b, p: isle.Stray(b - len(p[0].lstrip("，,( ")), b, str(p[0]).lstrip("，,( ")),
        "head": lambda a, b, p: isle.Head(a, b, _label(p[0])),
        "bracket": lambda a, b, p: isle.Bracket(a, b, p[0].type == "OPEN"),
        "separator": lambda a, b, p: isle.Break(a, b, _STRENGTH[p[0].type], str(p[0])),
    }
    methods = {name: rule(make, inside=name in _INSIDE) for name, make in made.items()}
    islands = {"start": lambda self, parts: [part for part in parts if isinstance(part, Island)]}
    return cast("Transformer[Any, list[Island]]", type("Builder", (Transformer,), methods | islands)())


def _places(words: str) -> int | None:
    """四舍五入保留两位小数 → 2, 取整 → 0; None where nothing is said."""
    found = re.search(r"[\d一二两三四](?=位)", words)
    value = parse_number(found.group()) if found else None
    return int(value) if value is not None else (0 if words else None)


def _day(words: str) -> date | None:
    found = _DAY.match(words)
    if found is None:
        return None
    year, month, day = (int(group) if group else None for group in found.groups())
    try:
        if year is not None and month is not None and day is not None:
            return date(year, month, day)
        if year is not None and month is not None:
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return date(year or 1, 12, 31)
    except ValueError:  # 2月30日, year 0000
        return None


def _label(words: str) -> str:
    """（1） ① 1． 一、 → "1"."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", words)
    found = _HEAD_DIGITS.search(plain)
    value = parse_number(found.group()) if found else None
    return "" if value is None else f"{value:f}"
