"""Find the Lark grammars: beside the modules of an installed package, else at the top of the repository."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark


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


def make_parser(name: str, **options: Any) -> Lark:
    """The LALR parser of a grammar. Callers keep it: it takes tens of milliseconds to build."""
    from lark import Lark  # late: --help needs no parser
    from lark.common import LexerConf
    from lark.lexer import ContextualLexer

    class Lexer(ContextualLexer):
        """Without the search for overlapping terminals: where interegular is installed it takes minutes."""

        def __init__(self, conf: LexerConf, *args: Any, **options: Any) -> None:
            conf.skip_validation = True
            super().__init__(conf, *args, **options)

    plugins = {"ContextualLexer": Lexer}
    return Lark(load_grammar(name), parser="lalr", lexer="contextual", _plugins=plugins, **options)
