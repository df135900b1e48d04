"""The commands of `kaoping`, one a module, and what they share: UTF-8 in and out, exit codes.

Chinese goes out as UTF-8 whatever the locale says: a pipe in the C locale must not fail on 分.
"""

from __future__ import annotations

import gc
import os
import sys
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command."""

    CLEAN = 0
    FINDINGS = 1
    FAILED = 2


def emit(text: str, *, err: bool = False) -> None:
    """Write a line as UTF-8, at once. A lone surrogate is written as its JSON escape."""
    stream = (sys.stderr if err else sys.stdout).buffer
    stream.write(text.encode("utf-8", "backslashreplace") + b"\n")
    stream.flush()


def collect_seldom() -> None:
    """Let Python look for cycles of garbage seldom: facts and entries make none, and looking costs a fifth of a run."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


def argument(text: str) -> str:
    """The text of an argument, which the shell passes as UTF-8 though the locale may be another."""
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return text
