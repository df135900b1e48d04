"""A progress bar for long work: on a terminal, after a second; nothing elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kaoping.progress import Tell

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1_000_000_000  # nanoseconds: what is done by then needs no bar
_PAUSE = 100_000_000  # between two looks of the bar


@contextmanager
def progress() -> Iterator[Tell | None]:
    """Something to tell what is done of how much; None where nobody would see it.

    The bar is gone when the work ends, so nothing of it mixes with what is printed then.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    def __init__(self) -> None:
        self._shown: Progress | None = None
        self._task: TaskID | None = None
        self._what = ""
        self._next = time.monotonic_ns() + _PATIENCE

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic_ns()
        if now < self._next:
            return
        self._next = now + _PAUSE
        shown = self._shown or self._open()
        if what != self._what or self._task is None:
            if self._task is not None:
                shown.remove_task(self._task)
            self._what, self._task = what, shown.add_task(what, total=total or None)
        shown.update(self._task, completed=done, total=total or None)
        shown.refresh()

    def _open(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        # refreshed here and not by a thread: the work is slowed by nothing else
        self._shown = Progress(
            *columns, console=Console(stderr=True), transient=True, auto_refresh=False, redirect_stdout=False
        )
        self._shown.start()
        return self._shown

    def close(self) -> None:
        """Wipe the bar away."""
        if self._shown is not None:
            self._shown.stop()
