"""`kaoping score --follow`: facts from standard input, scored and told as they come."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kaoping.commands import Exit, collect_seldom, emit
from kaoping.commands.running import (
    MOST_MESSAGES,
    TAKEN,
    load_rubric,
    no_such_unit,
    sort_out,
    standings,
    tell_findings,
)
from kaoping.source import as_text, open_file, reason_of

if TYPE_CHECKING:
    from kaoping.diagnostics import Diagnostic
    from kaoping.ledger import Entry

MOST_NOTES = 20


def follow_stdin(
    paths: Sequence[Path],
    facts: Sequence[Path],
    format_: str,
    ledger: Path | None,
    unit: str | None,
    as_of: str,
) -> Exit:
    """Follow standard input to its end, or to Ctrl-C; then print the scores.

    Entries go to standard output; with json and csv, which programs read, to standard error.
    """
    from kaoping.follow import Following
    from kaoping.ledger import Header
    from kaoping.pipeline import digests
    from kaoping.render.scores import FORMATS
    from kaoping.sheet import make_sheet

    rule, files = sort_out(paths, facts, needs_facts=False)
    rubric, name = load_rubric(rule)
    if unit is not None and rubric.units and unit not in rubric.units:
        no_such_unit(unit, rubric.units)
    if sys.stdin.isatty():
        emit("请逐行输入事实（JSON），按 Ctrl-D 结束，按 Ctrl-C 提前结束。", err=True)
    header = Header(rubric.title, {name: rubric.digest}, digests(files), as_of, "stream")
    try:
        with ExitStack() as stack:
            sink = None if ledger is None else stack.enter_context(_Book(ledger)).write
            collect_seldom()
            following = Following(rubric, header, sink, keep=False)
            interrupt = stack.enter_context(_Interrupt())
            happenings = chain(
                following.files(files),
                following.lines(interrupt.lines(sys.stdin.buffer)),
                following.close(),
            )
            teller = _Teller(unit, err=format_ in ("json", "csv"))
            for happening in happenings:
                teller(happening)
    except _UnwritableError as error:
        emit(str(error), err=True)
        return Exit.FAILED
    if not following.counts.accepted:
        emit("没有可用的事实，没有计分", err=True)
        return Exit.FAILED
    sheet = make_sheet(following.assessment, following.counts.refusals)
    if format_ == "table":
        emit("")
    emit(FORMATS[format_](sheet, standings(sheet, unit)))
    counts = f"收下 {following.counts.accepted} 条事实，拒收 {following.counts.refused} 条，重复 {following.counts.repeated} 条"
    emit(counts, err=True)
    return Exit.FINDINGS if following.counts.refused else Exit.CLEAN


def stream_again(paths: Sequence[Path], facts: Sequence[Path], first: object, as_of: str) -> list[str]:
    """The ledger of a stream that was kept in a file, line by line.

    Args:
        paths: of the rules.
        facts: the files that came before the stream, and the stream.
        first: the names of the former, as keys of a mapping.
        as_of: noted in the header.
    """
    from kaoping.follow import Following
    from kaoping.ledger import Entry, Header
    from kaoping.pipeline import digests

    rule, files = sort_out(paths, facts)
    rubric, name = load_rubric(rule)
    before = [file for file in files if isinstance(first, dict) and as_text(file.name) in first]
    ours: list[bytes] = []
    said: list[Diagnostic] = []
    header = Header(rubric.title, {name: rubric.digest}, digests(before), as_of, "stream")
    following = Following(rubric, header, ours.append, keep=False)
    try:
        with ExitStack() as stack:
            streams = [stack.enter_context(open_file(file)) for file in files if file not in before]
            for happening in chain(
                following.files(before), following.lines(chain(*streams)), following.close()
            ):
                if not isinstance(happening, Entry) and len(said) <= MOST_MESSAGES:
                    said.append(happening)
    except OSError as error:
        emit(f"{error.filename}：打不开（{reason_of(error)}）", err=True)
        sys.exit(Exit.FAILED)
    if not following.counts.accepted:
        tell_findings(said)
        emit(f"{'、'.join(file.name for file in files)}：没有可用的事实", err=True)
        sys.exit(Exit.FAILED)
    return [line.decode().removesuffix("\n") for line in ours]


class _Teller:
    """Prints entries and diagnostics, at once; of the mere notes (a line that came again) only the first ones."""

    def __init__(self, unit: str | None, err: bool) -> None:
        self._unit, self._err = unit, err
        self._notes = 0

    def __call__(self, happening: Entry | Diagnostic) -> None:
        """Print it."""
        from kaoping.ledger import Entry
        from kaoping.render.text import format_diagnostic

        if isinstance(happening, Entry):
            if self._unit in (None, happening.unit):
                emit(f"{happening.unit}　{happening.text}", err=self._err)
            return
        self._notes += happening.severity == "note"
        if happening.severity != "note" or self._notes <= MOST_NOTES:
            emit(format_diagnostic(happening), err=True)
        elif self._notes == MOST_NOTES + 1:
            emit("…… 以后的提示不再逐条打印", err=True)


class _UnwritableError(Exception):
    """The ledger cannot be written, in Chinese."""


class _Book:
    """The file of a ledger. Every line is on its way to the disk before its entry is told."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> _Book:
        with self._telling():
            if self._path.is_file() and self._path.stat().st_size:
                raise _UnwritableError(TAKEN.format(path=self._path))
            self._file = self._path.open("wb")
        return self

    def __exit__(self, *_: object) -> None:
        with self._telling():
            self._file.close()

    def write(self, line: bytes) -> None:
        """Add a line."""
        with self._telling():
            self._file.write(line)
            self._file.flush()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _UnwritableError(f"{self._path}：写不进去（{reason_of(error)}）") from error


class _Interrupt:
    """Ctrl-C (or SIGTERM) ends the input between two lines, never within one."""

    def __init__(self) -> None:
        self._idle = self._wanted = False

    def __enter__(self) -> _Interrupt:
        numbers = (signal.SIGINT, signal.SIGTERM)
        self._before = {number: signal.signal(number, self._stop) for number in numbers}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def lines(self, stream: BinaryIO) -> Iterator[bytes]:
        """The lines of a stream, as they come."""
        try:
            while not self._wanted:
                self._idle = True
                line = stream.readline()
                self._idle = False
                if not line:
                    return
                yield line
        except KeyboardInterrupt:  # only while it waits, see _stop
            return

    def _stop(self, *_: object) -> None:
        self._wanted = True
        if self._idle:
            raise KeyboardInterrupt
