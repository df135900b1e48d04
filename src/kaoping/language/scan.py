"""Text to islands: the only user of the clause grammar.

`scan` never fails. The text is first normalised character by character, so that every offset
stays an offset into the text as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kaoping.exact import parse_number
from kaoping.language import islands as isle
from kaoping.language.grammars import load_grammar
from kaoping.language.islands import NO_EDGE, POINT, Edge, Figure, Island, Sign
from kaoping.language.reading import Quantity

if TYPE_CHECKING:
    from lark import Lark, Transformer

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，！？"}
_LIKE = {
    "\u3000": " ", "\u00a0": " ", "\t": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200b": " ",
    "\ufeff": " ", "\r": "\n", "\u2028": "\n", "\x0b": "\n", "\x0c": "\n",
    "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹥": ">", "﹤": "<", "＝": "=",
    "〜": "~", "∼": "~", "—": "~", "–": "-", "‐": "-", "−": "-", "─": "~", "‑": "-",
    "﹣": "-", "﹪": "%", "﹙": "(", "﹚": ")", "〔": "(", "〕": ")", "【": "(", "】": ")", "[": "(", "]": ")",
    "○": "〇", "﹔": ";", "﹕": ":", "﹐": ",", "、": "、",
}  # fmt: skip
_NORMAL = str.maketrans(_FULL_WIDTH | {ord(char): ord(plain) for char, plain in _LIKE.items()})

_SIGNS: dict[str, Sign] = {"AT_LEAST": "≥", "MORE": ">", "AT_MOST": "≤", "LESS": "<", "EQUAL": "="}
_SYMBOLS: dict[str, Sign] = {"≥": "≥", ">=": "≥", ">": ">", "≤": "≤", "<=": "≤", "<": "<"}
_VERBS: dict[str, isle.Verb] = {
    "DEDUCT": "deduct", "MINUS": "deduct", "GAIN": "gain", "PLUS": "gain", "AWARD": "award"
}  # fmt: skip
_STRENGTH = {"COMMA": 1, "COLON": 1, "LISTED": 0, "SEMICOLON": 2, "BREAK": 2, "STOP": 3}
_DAY = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_HEAD_DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+")


def normalise(text: str) -> str:
    """Half-width forms of the same length: offsets do not move.

    >>> normalise("（1）100％＞率≧80％；")
    '(1)100%>率≥80%;'
    """
    return text.translate(_NORMAL).replace("[", "(")


def scan(text: str) -> list[Island]:
    """All islands of a text, in order. Water is what lies between them."""
    parser, builder = _machine()
    return builder.transform(parser.parse(normalise(text)))


@lru_cache(maxsize=1)
def _machine() -> tuple[Lark, Transformer[Any, list[Island]]]:
    from lark import Lark  # late: most commands read no clause
    from lark.common import LexerConf
    from lark.lexer import ContextualLexer

    class Lexer(ContextualLexer):
        """Without the search for overlapping terminals: where interegular is installed it takes minutes."""

        def __init__(self, conf: LexerConf, *args: Any, **options: Any) -> None:
            conf.skip_validation = True
            super().__init__(conf, *args, **options)

    parser = Lark(
        load_grammar("clause"),
        parser="lalr",
        lexer="contextual",
        propagate_positions=True,
        maybe_placeholders=False,
        _plugins={"ContextualLexer": Lexer},
    )
    return parser, _builder()


def _builder() -> Transformer[Any, list[Island]]:
    """Turns each rule of the grammar into its island. Made once, where lark is at hand."""
    from lark import Token, Transformer, v_args

    def number(token: str) -> Decimal:
        value = parse_number(token)
        return value if value is not None else Decimal(0)

    def typed(parts: list[Any], kind: str) -> str:
        return next((str(part) for part in parts if isinstance(part, Token) and part.type == kind), "")

    def included_by(note: str) -> bool | None:
        return "不" not in note if note else None

    def figures_of(parts: list[Any]) -> tuple[Figure, ...]:
        return next((part for part in parts if isinstance(part, tuple)), ())

    def edge_of(parts: list[Any]) -> Edge:
        return next((part for part in parts if isinstance(part, Edge)), NO_EDGE)

    def place(make: Callable[..., Island]) -> Any:
        return v_args(meta=True)(lambda self, meta, parts: make(meta.start_pos, meta.end_pos, parts))

    class Builder(Transformer[Any, list[Island]]):
        def start(self, parts: list[Any]) -> list[Island]:
            return [part for part in parts if isinstance(part, Island)]

        def figures(self, parts: list[Figure]) -> tuple[Figure, ...]:
            # 100、70、50分: the last unit is the unit of all.
            unit = parts[-1].low.unit
            return tuple(
                Figure(Quantity(number=p.low.number, unit=p.low.unit or unit), p.high, p.low_included)
                for p in parts
            )

        def figure(self, parts: list[Any]) -> Figure:
            ends: list[Quantity] = []
            note = typed(parts, "TO").rpartition(")")[0]
            for part in parts:
                if part.type == "PERCENT_WORDS":
                    ends.append(Quantity(number=number(part.removeprefix("百分之")), unit="%"))
                elif part.type == "NUMBER":
                    ends.append(Quantity(number=number(part)))
                elif part.type != "TO" and ends:
                    unit = "个百分点" if part in ("个百分", "百分点", "个点") else str(part)
                    ends[-1] = Quantity(number=ends[-1].number, unit=unit)
            if len(ends) == 1:
                return Figure(ends[0])
            low, high = ends
            return Figure(
                Quantity(number=low.number, unit=low.unit or high.unit),
                Quantity(number=high.number, unit=high.unit or low.unit),
                included_by(note),
            )

        def edge(self, parts: list[Any]) -> Edge:
            return Edge(typed(parts, "BOUND"), included_by(typed(parts, "INCLUSION")))

        def per_slash(self, parts: list[Any]) -> Token:
            return Token("PER", typed(parts, "COUNT_UNIT") or typed(parts, "PER_WORD"))

        measure = place(lambda a, b, p: isle.Measure(a, b, figures_of(p), edge_of(p)))
        deadline = place(lambda a, b, p: isle.Day(a, b, _day(p[0])))
        zero = place(lambda a, b, p: isle.ZeroWord(a, b))
        otherwise = place(lambda a, b, p: isle.Otherwise(a, b))
        veto = place(lambda a, b, p: isle.VetoWord(a, b, str(p[0])))
        formula = place(lambda a, b, p: isle.FormulaWord(a, b, str(p[0])))
        equation = place(lambda a, b, p: isle.Equation(a, b, p[0][1:].strip()))
        exemption = place(lambda a, b, p: isle.ExemptWord(a, b))
        dedupe = place(lambda a, b, p: isle.DedupeWord(a, b, str(p[0])))
        marker = place(lambda a, b, p: isle.Marker(a, b, str(p[0])))
        remark = place(lambda a, b, p: isle.Remark(a, b, str(p[0])))
        stray = place(lambda a, b, p: isle.Stray(a, b, str(p[0])))
        head = place(lambda a, b, p: isle.Head(a, b, _label(p[0])))
        bracket = place(lambda a, b, p: isle.Bracket(a, b, p[0].type == "OPEN"))
        separator = place(lambda a, b, p: isle.Break(a, b, _STRENGTH[p[0].type], str(p[0])))
        judgement = place(lambda a, b, p: isle.JudgeWord(a, b, str(p[0]), figures_of(p)))
        rank = place(lambda a, b, p: isle.Ranked(a, b, str(p[0]), figures_of(p), edge_of(p)))
        cap = place(lambda a, b, p: isle.CapWord(a, b, typed(p, "CAP") or typed(p, "CAPPED"), figures_of(p)))

        @v_args(meta=True)
        def compare(self, meta: Any, parts: list[Any]) -> Island:
            turned = isinstance(parts[0], tuple)
            word = parts[1] if turned else parts[0]
            sign = _SYMBOLS[word] if word.type == "SYMBOL" else _SIGNS[word.type]
            return isle.Compare(meta.start_pos, meta.end_pos, sign, figures_of(parts), edge_of(parts), turned)

        @v_args(meta=True)
        def score(self, meta: Any, parts: list[Any]) -> Island:
            word = parts[0]
            slash = next((str(p) for p in parts if isinstance(p, Token) and p.type == "PER"), None)
            return isle.Score(
                meta.start_pos, meta.end_pos, _VERBS[word.type], str(word),
                figures_of(parts), edge_of(parts), slash,
            )  # fmt: skip

        @v_args(meta=True)
        def step(self, meta: Any, parts: list[Any]) -> Island:
            kinds = ("COUNT_UNIT", "TIME_UNIT", "POINT")
            unit = next((str(p) for p in parts if isinstance(p, Token) and p.type in kinds), "")
            return isle.Step(meta.start_pos, meta.end_pos, typed(parts, "CHANGE"), figures_of(parts), unit)

        @v_args(meta=True)
        def exhausted(self, meta: Any, parts: list[Any]) -> Island:
            figures = figures_of(parts)
            amount = figures[-1].low.number if figures else None
            if typed(parts, "UNTIL") and not typed(parts, "EXHAUSTED"):
                return isle.Stray(meta.start_pos, meta.end_pos, typed(parts, "UNTIL"))
            if typed(parts, "TAKE_ALL"):
                stop = bool(typed(parts, "CAPPED"))
                return isle.TakeAll(meta.start_pos, meta.end_pos, amount, stop)
            return isle.Exhausted(meta.start_pos, meta.end_pos, amount)

    return Builder()


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


__all__ = ["POINT", "normalise", "scan"]
