"""The commands of `kaoping`, one a module, and what they share: UTF-8 in and out, exit codes.

Chinese goes out as UTF-8 whatever the locale says: a pipe in the C locale must not fail on 分.
"""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from enum import IntEnum

from kaoping.source import as_text, visible


class Exit(IntEnum):
    """Exit codes of every command."""

    CLEAN = 0
    FINDINGS = 1
    FAILED = 2


def emit(text: str, *, err: bool = False) -> None:
    """Write a line as UTF-8, at once. Half a character is written as its JSON escape, unless it is a byte of a name."""
    stream = (sys.stderr if err else sys.stdout).buffer
    stream.write(_bytes(visible(text) if err else text) + b"\n")
    stream.flush()


def _bytes(text: str) -> bytes:
    """The text as UTF-8. In the C locale the bytes of the name of a file arrive as halves of characters."""
    with suppress(UnicodeError):
        raw = text.encode("utf-8", "surrogateescape")
        raw.decode("utf-8")
        return raw
    return text.encode("utf-8", "backslashreplace")


def collect_seldom() -> None:
    """Let Python look for cycles of garbage seldom: facts and entries make none, and looking costs a fifth of a run."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


def argument(text: str) -> str:
    """The text of an argument, which the shell passes as UTF-8 though the locale may be another."""
    return as_text(text)
