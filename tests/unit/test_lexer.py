"""The lexer finds what Lark's own finds, whatever the text: it only tries less."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark
from lark.lexer import PatternRE, TerminalDef

from kaoping.language import document, link, scan
from kaoping.language.grammars import load_grammar
from kaoping.language.lexer import Lexer, _Table, alternatives

SCORING = st.text(
    alphabet="每少一次扣0.5分，得满3不第1名前%≥80-。；:()\n 完为止取消资格优差按比例=/×年", max_size=60
)


def own(module: Any) -> Lexer:
    lexer = module._parser().parser.lexer
    assert isinstance(lexer, Lexer)
    return lexer


def larks(name: str) -> Any:
    parser = Lark(load_grammar(name), parser="lalr", lexer="contextual", maybe_placeholders=False)
    return parser.parser.lexer  # type: ignore[attr-defined]


LEXERS = {name: (own(module), larks(name)) for name, module in (("clause", scan), ("link", link))}


@given(SCORING, st.sampled_from(sorted(LEXERS)))
def test_tokens_are_those_of_lark(text: str, name: str) -> None:
    mine, reference = LEXERS[name]
    at = 0
    while at < len(text):
        found = next(iter_match(reference.root_lexer.scanner._mres, text, at), None)
        end, terminal = (found.end(), found.lastgroup) if found else (at, None)
        assert mine.root_lexer.scanner._match(text, at) == (terminal, end)  # type: ignore[attr-defined]
        at = max(end, at + 1)


def iter_match(expressions: list[re.Pattern[str]], text: str, at: int) -> Any:
    return (found for expression in expressions if (found := expression.match(text, at)))


@given(st.characters(), st.text(max_size=5))
def test_no_alternative_is_left_out_for_its_first_character(char: str, rest: str) -> None:
    for module in (scan, link, document):
        table: _Table = own(module).root_lexer.table  # type: ignore[attr-defined]
        tried = set(map(id, table.beginning_with(char)))
        assert all(a.end_of(char + rest, 0) < 0 for a in table._all if id(a) not in tried)


@pytest.mark.parametrize(
    ("expression", "begins", "does_not"),
    [
        ("(?:各|均)?扣", "各均扣", "得x"),
        (r"(?<=分)每|\d+", "每7７", "分x"),
        ("[^，。]{0,3}差", "差x", "，"),
        ("(?!甲)[一-龥a-c]", "甲b", "d1"),
        (r"\w+?\s", "_甲7", " ，"),
        ("(?i:s)x", "sS", ""),
        ("[^0-9]", "x", "5"),
    ],
)
def test_what_an_expression_can_begin_with(expression: str, begins: str, does_not: str) -> None:
    table = _Table([TerminalDef("X", PatternRE(expression))])
    assert all(table.beginning_with(char) for char in begins)
    assert not any(table.beginning_with(char) for char in does_not)


@pytest.mark.parametrize(
    ("expression", "needed"),
    [("得(?:满|全)分", "分"), ("扣完?", ""), ("x(?=[ ]*止)", "止"), ("(?:甲乙|乙丙)", "乙"), ("x(?!止)", "")],
)
def test_what_an_expression_needs(expression: str, needed: str) -> None:
    (alternative,) = alternatives(TerminalDef("X", PatternRE(f"(?:{expression}){{1}}")))
    assert alternative.needed == needed


def test_after_water_the_parser_is_where_a_text_starts() -> None:
    # Else a run of it could not be one token.
    table = scan._parser().parser.parser._parse_table  # type: ignore[attr-defined]
    start = table.states[table.start_states["start"]]
    after = table.states[start["_WATER"][1]]
    assert set(after) - {"$END"} == {name for name in start if name.isupper() and name != "$END"}
