"""Find the Lark grammars: beside the modules of an installed package, else at the top of the repository."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


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
