"""Find the Lark grammars: beside the modules of an installed package, else at the top of the repository."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark, Token


def load_grammar(name: str) -> str:
    """The text of `grammar/<name>.lark`.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    installed = files("kaoping") / "grammar" / f"{name}.lark"
    if installed.is_file():
        return installed.read_text(encoding="utf-8")
    for folder in Path(__file__).resolve().parents:
        beside = folder / "grammar" / f"{name}.lark"
        if beside.is_file():
            return beside.read_text(encoding="utf-8")
    raise FileNotFoundError(f"grammar/{name}.lark")


def make_parser(name: str, run: str = "", **options: Any) -> Lark:
    """The LALR parser of a grammar. Callers keep it: it takes tens of milliseconds to build.

    Args:
        name: of the grammar.
        run: a terminal of which neighbours may be taken together, see `lexer.Lexer`.
        options: for Lark.
    """
    from lark import Lark  # late: --help needs no parser

    from kaoping.language.lexer import Lexer

    lexer = type("Lexer", (Lexer,), {"run": run})
    plugins = {"ContextualLexer": lexer}
    return Lark(load_grammar(name), parser="lalr", lexer="contextual", _plugins=plugins, **options)


def tokens_of(parser: Lark, text: str) -> list[Token]:
    """The tokens of a text, also those that its tree leaves out; none where it cannot be read."""
    from lark.exceptions import UnexpectedInput

    reading = parser.parse_interactive(text)
    try:
        tokens = list(reading.iter_parse())
        reading.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return []
    return tokens
