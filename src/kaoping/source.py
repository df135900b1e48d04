"""Source text and places in it. Text is never changed, only located.

A `Span` is a half-open range of character offsets of one `SourceFile`; lines and columns are
counted from 1 and a column counts characters. `excerpt` draws the line with a marker under
the span; Chinese characters are two columns wide on a terminal.
"""

from __future__ import annotations

import errno
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from wcwidth import wcswidth

EXCERPT_WIDTH = 100


class UnreadableFileError(Exception):
    """A file that cannot be read as text; the message is for the user, in Chinese."""


def reason_of(error: OSError) -> str:
    """Why the system does not open or write a file, in Chinese; in its own words only where it is something rare."""
    known = {
        FileNotFoundError: "没有这个文件或文件夹",
        IsADirectoryError: "是文件夹，不是文件",
        NotADirectoryError: "路径里有一段不是文件夹",
        PermissionError: "没有权限，或者正被别的程序占用",
        FileExistsError: "已经有了",
    }
    if error.errno == errno.ENOSPC:
        return "磁盘满了"
    if error.errno == errno.ENAMETOOLONG:
        return "名字太长"
    return next(
        (words for kind, words in known.items() if isinstance(error, kind)),
        f"系统报告 {error.strerror or error}",
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start (inclusive) to end (exclusive) of a source file."""

    start: int
    end: int

    def shifted(self, offset: int) -> Span:
        """The same range, offset characters further on."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True)
class SourceFile:
    """A named text. `name` is the path as the user gave it, or "<命令行>" and the like."""

    name: str
    text: str = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> SourceFile:
        """Read a UTF-8 file, with or without BOM; line ends become "\\n".

        Raises:
            UnreadableFileError: missing, a folder, not permitted, or not UTF-8.
        """
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise UnreadableFileError(f"{path}：打不开（{reason_of(error)}）") from error
        return cls.decode(str(path), raw)

    @classmethod
    def decode(cls, name: str, raw: bytes) -> SourceFile:
        """The same of bytes that were read already.

        Raises:
            UnreadableFileError: they are not UTF-8.
        """
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableFileError(
                f"{name}：不是 UTF-8 编码（第 {error.start + 1} 个字节起）；请另存为 UTF-8"
            ) from error
        return cls(name, text.replace("\r\n", "\n").replace("\r", "\n"))

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(index + 1 for index, char in enumerate(self.text) if char == "\n")
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._line_starts, min(offset, len(self.text)))
        return line, min(offset, len(self.text)) - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def whole_line(self, span: Span) -> Span:
        """The line on which a span begins, with its line end: what goes when the line is deleted."""
        number, column = self.position(span.start)
        start = span.start - column + 1
        return Span(start, min(len(self.text), start + len(self.line(number)) + 1))

    def slice(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    def excerpt(self, span: Span) -> str:
        """Two lines: the (shortened) line of the span, and carets under its characters."""
        number, column = self.position(span.start)
        line = self.line(number).replace("\t", " ")
        first = column - 1
        last = max(first + 1, min(first + span.end - span.start, len(line)))
        left = max(0, last - EXCERPT_WIDTH, first - EXCERPT_WIDTH // 2) if len(line) > EXCERPT_WIDTH else 0
        right = min(len(line), left + EXCERPT_WIDTH)
        head, marked = line[left:first], line[first : min(last, right)]
        lead, tail = ("…" if left else ""), ("…" if right < len(line) else "")
        pad = " " * columns(lead + head)
        return f"{lead}{line[left:right]}{tail}\n{pad}{'^' * max(1, columns(marked))}"


def replaced(text: str, edits: Iterable[tuple[Span, str]]) -> str:
    """The text with other words at some places, which must not overlap."""
    pieces: list[str] = []
    at = 0
    for span, words in sorted(edits, key=lambda edit: (edit[0].start, edit[0].end)):
        pieces += (text[at : span.start], words)
        at = span.end
    return "".join((*pieces, text[at:]))


def columns(text: str) -> int:
    """How many terminal columns a text takes (wide characters take two)."""
    width = wcswidth(text)
    return width if width >= 0 else sum(max(0, wcswidth(char)) for char in text)
