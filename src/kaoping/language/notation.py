"""One way to write the notation around the wording: what stands in braces, and the lines that declare.

Tokens are written anew, words and figures as they are. What does not read the same afterwards, or does not
read at all, is left as it is.

>>> tidy_link("宣传稿件[级别=市级,日期>=2021-02-01]")
'宣传稿件[级别 = 市级，日期 ≥ 2021-02-01]'
>>> tidy_expression("( 申领数-1 )*80 ％/相差小时(提交,办结)")
'(申领数 - 1) × 80% / 相差小时(提交, 办结)'
>>> tidy_line("事实 x:事件(件),级别(a、b)")
'事实  x：事件（件），级别（a、b）'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from kaoping.language import document, link
from kaoping.language.link import LinkError

if TYPE_CHECKING:
    from lark import Token

_COMPARATORS = {">=": "≥", "≧": "≥", "<=": "≤", "≦": "≤", ">": "＞", "<": "＜", "!=": "≠", "＝": "="}
_OPERATORS = {"－": "-", "−": "-", "＋": "+", "*": "×", "÷": "/", "／": "/"}
_BRACKETS = {"_OPEN": "(", "_CLOSE": ")", "_LSQB": "[", "_RSQB": "]"}
_BLANKS = re.compile(r"\s+")
_TO = re.compile("[-－~～至到]")


def tidy_link(text: str) -> str:
    """The text between braces in its one notation; unchanged where it cannot be read."""
    return _checked(text, _link_notation, link.parse)


def tidy_expression(text: str) -> str:
    """The expression of a definition in its one notation; unchanged where it cannot be read."""
    return _checked(text, _link_notation, link.parse_expression)


def tidy_line(text: str) -> str:
    """A line that begins with a keyword, without indentation and remark; unchanged where it cannot be read."""
    return _checked(text, _line_notation, _line_meaning)


def names_in(text: str) -> list[tuple[int, str]]:
    """The names in a link or an expression with their places; none where it cannot be read."""
    return [(token.start_pos or 0, str(token)) for token in link.tokens(text) if token.type == "WORD"]


def _checked(text: str, write: Callable[[str], str], read: Callable[[str], object]) -> str:
    """What is written anew, if it reads as before."""
    new = write(text)
    if new == text:
        return text
    try:
        same = read(new) == read(text)
    except LinkError:
        same = False
    return new if same and write(new) == new else text


def _link_notation(text: str) -> str:
    tokens = link.tokens(text)
    if not tokens:
        return text
    written: list[str] = []
    open_: list[str] = []
    before = ""
    for token in tokens:
        kind = token.type
        if kind in ("_OPEN", "_LSQB"):
            open_.append("call" if before == "FUNCTION" else kind)
        elif kind in ("_CLOSE", "_RSQB") and open_:
            open_.pop()
        if kind == "ADD" and before in ("", "ADD", "MUL", "COMPARATOR", "_OPEN", "_COMMA"):
            written.append(_OPERATORS.get(token, str(token)))  # a sign
        elif kind in ("ADD", "MUL"):
            written.append(f" {_OPERATORS.get(token, token)} ")
        elif kind == "COMPARATOR":
            written.append(f" {_COMPARATORS.get(token, token)} ")
        elif kind == "_COMMA":
            written.append(", " if open_[-1:] == ["call"] else "，")
        elif kind == "_COLON":
            written.append("：")
        elif kind in ("ONCE", "BEST", "MARK", "BASED", "UNIT"):
            written.append(_BLANKS.sub("", token).replace("％", "%"))
        elif kind == "RANGE":
            written.append(_TO.sub("～", _BLANKS.sub("", token)))
        else:
            written.append(_BRACKETS.get(kind, str(token)))
        before = kind
    return "".join(written)


_SIGNS = {
    "_COLON": "：",
    "_COMMA": "，",
    "_LIST": "、",
    "_OPEN": "（",
    "_CLOSE": "）",
    "_EQUALS": " = ",
    "_TO": " 至 ",
}


def _line_notation(text: str) -> str:
    tokens = document.tokens(text)
    if not tokens:
        return text
    keyword, *rest = tokens
    return f"{_keyword(keyword)}  {''.join(_written(token, keyword) for token in rest)}"


def _keyword(token: Token) -> str:
    return token.rstrip(" \t　：:")


def _written(token: Token, keyword: Token) -> str:
    match token.type:
        case "COMPARATOR":
            return _COMPARATORS.get(token, str(token))
        case "POINTS":
            return _BLANKS.sub("", token)
        case "MARK":
            return f"（{_BLANKS.sub('', token)[1:-1]}）"
        case "UNIT":
            inside = token[1:-1].strip()
            return f"（{inside}）" if not set(inside) & set("（）") else str(token)
        case "REST" if keyword.type == "_DEFINE":
            return tidy_expression(str(token))
        case kind:
            return _SIGNS.get(kind, str(token))


def _line_meaning(text: str) -> object:
    """A line as its tokens, each in its one way to be written."""
    tokens = document.tokens(text)
    return [
        (token.type, _written(token, tokens[0]) if at else _keyword(token)) for at, token in enumerate(tokens)
    ]
