"""Source text and places in it. Text is never changed, only located.

A `Span` is a half-open range of character offsets of one `SourceFile`; lines and columns are
counted from 1 and a column counts characters. `excerpt` draws the line with a marker under
the span; Chinese characters are two columns wide on a terminal.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Literal

from kaoping.encoding import NotUtf8Error, decode
from kaoping.signature import kind_of

EXCERPT_WIDTH = 100

MAX_BYTES = 500_000
"""Some 160,000 Chinese characters, a book of 250 pages. What is larger is no rule file: it was exported or
joined by mistake, and would keep a machine busy before anybody could be told so."""

MAX_LINES = 5_000
"""Forty times the rubrics of most offices, line by line; each may hold several findings."""

# Controls, marks that turn the direction of writing, characters without width: to be shown as what they are.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_HALVES = re.compile("[\ud800-\udfff]")


class UnreadableFileError(Exception):
    """A file that cannot be read as text; the message is for the user, in Chinese."""


class UnreadableSourceError(UnreadableFileError):
    """A rule file that cannot be read.

    Attributes:
        cause: it cannot be opened, is too large, or is not UTF-8.
        problem, remedy: what is wrong and what to do, in Chinese.
        source, span: the place; of a file that is not UTF-8 in the text that it seems to hold.
    """

    def __init__(
        self,
        cause: Literal["file", "size", "encoding"],
        source: SourceFile,
        problem: str,
        remedy: str,
        span: Span | None = None,
    ) -> None:
        super().__init__(f"{source.name}：{problem}；{remedy}")
        self.cause, self.source, self.problem, self.remedy, self.span = cause, source, problem, remedy, span


def reason_of(error: OSError) -> str:
    """Why the system does not open or write a file, in Chinese; in its own words only where it is something rare."""
    known = {
        NotRegularFileError: "不是普通文件",
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
    if error.errno == errno.ELOOP:
        return "链接绕成了圈"
    if error.errno == errno.EROFS:
        return "磁盘是只读的"
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


_LOOKS = {
    "UTF-8": (
        "前面是 UTF-8，可能是拼接或传输时弄坏的",
        "请从完好的一份重新复制这一处，存为 UTF-8",
    ),
    "": (
        "也看不出是别的哪种编码",
        "请核对这是不是规则文件；是的话，从原来的程序另存为 UTF-8",
    ),
}


@dataclass(frozen=True)
class SourceFile:
    """A named text. `name` is the path as the user gave it, or "<命令行>" and the like."""

    name: str
    text: str = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> SourceFile:
        """Read a UTF-8 file, with or without BOM; line ends become "\\n".

        Raises:
            UnreadableSourceError: missing, not a file, not permitted, too large, or not UTF-8.
        """
        return cls.decode(str(path), read_bytes(path))

    @classmethod
    def decode(cls, name: str, raw: bytes) -> SourceFile:
        """The same of bytes that were read already.

        Raises:
            UnreadableSourceError: they are not UTF-8, or too many lines.
        """
        try:
            source = cls(name, decode(raw))
            if source.text.count("\n") > MAX_LINES:
                raise _too_large(cls(name, ""), f"{MAX_LINES} 行")
            return source
        except NotUtf8Error as error:
            shown, place = cls(name, error.text), Span(error.at, error.at + 1)
            line, _ = shown.position(error.at)
            problem = f"不是 UTF-8 编码（第 {line} 行，第 {error.byte + 1} 个字节起）"
            looks, remedy = _LOOKS.get(
                error.seems, (f"看来是 {error.seems}", f"请用 {error.seems} 打开，另存为 UTF-8")
            )
            if kind := kind_of(raw):
                looks, remedy = f"看来是{kind.name}", f"{kind.remedy}；规则文件是 UTF-8 的纯文本"
            raise UnreadableSourceError("encoding", shown, f"{problem}，{looks}", remedy, place) from error

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._line_starts, min(offset, len(self.text)))
        return line, min(offset, len(self.text)) - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def line_span(self, number: int) -> Span:
        """The words of a line, counted from 1: without indentation and line end."""
        line = self.line(number)
        start = self._line_starts[number - 1] + len(line) - len(line.lstrip())
        return Span(start, start + max(1, len(line.strip())))

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
        line = visible(self.line(number)).replace("\t", " ")
        first = column - 1
        last = max(first + 1, min(first + span.end - span.start, len(line)))
        left = max(0, last - EXCERPT_WIDTH, first - EXCERPT_WIDTH // 2) if len(line) > EXCERPT_WIDTH else 0
        first = max(first, left)  # of a long span its end is shown
        right = min(len(line), left + EXCERPT_WIDTH)
        head, marked = line[left:first], line[first : min(last, right)]
        lead, tail = ("…" if left else ""), ("…" if right < len(line) else "")
        pad = " " * columns(lead + head)
        return f"{lead}{line[left:right]}{tail}\n{pad}{'^' * max(1, columns(marked))}"


class NotRegularFileError(OSError):
    """A pipe or a device where a file is wanted: it might never end, and could not be read twice."""


def open_file(path: Path) -> BinaryIO:
    """Open a file to read its bytes.

    Raises:
        OSError: as the system says; NotRegularFileError for a pipe or a device, which is not even opened.
    """
    kind = path.stat().st_mode
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        raise NotRegularFileError(errno.EINVAL, "not a regular file", str(path))
    return path.open("rb")


def content_of(path: Path) -> bytes:
    """All bytes of a file; raises as `open_file` does."""
    with open_file(path) as file:
        return file.read()


def read_bytes(path: Path) -> bytes:
    """What a rule file holds.

    Raises:
        UnreadableSourceError: missing, not a file, not permitted, or too large.
    """
    source = SourceFile(str(path), "")
    try:
        with open_file(path) as file:
            raw = file.read(MAX_BYTES + 1)
    except NotRegularFileError as error:
        raise UnreadableSourceError("file", source, reason_of(error), "请指明一个文本文件") from error
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "名字里有不允许的字符"
        if os.path.islink(path):
            reason = f"是一个链接，指向的文件打不开：{reason}"
        remedy = "请核对路径和权限；不是规则文件的，不要叫 .rubric"
        raise UnreadableSourceError("file", source, f"打不开（{reason}）", remedy) from error
    if len(raw) > MAX_BYTES:
        raise _too_large(source, f"{MAX_BYTES // 1_000} KB")
    return raw


def _too_large(source: SourceFile, limit: str) -> UnreadableSourceError:
    remedy = "请核对是不是导错了；真有这么长的，分成几个文件"
    return UnreadableSourceError("size", source, f"文件超过 {limit}，不会是一份办法", remedy)


def replaced(text: str, edits: Iterable[tuple[Span, str]]) -> str:
    """The text with other words at some places, which must not overlap."""
    pieces: list[str] = []
    at = 0
    for span, words in sorted(edits, key=lambda edit: (edit[0].start, edit[0].end)):
        pieces += (text[at : span.start], words)
        at = span.end
    return "".join((*pieces, text[at:]))


def visible(text: str) -> str:
    """The text with a stand-in of the same length for what would not be seen, or would steer a terminal.

    >>> visible("a\\x1b[31m\\u202eb\\n")
    'a�[31m�b\\n'
    """
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub("�", text)


def as_text(name: str | Path) -> str:
    """The name of a file as text that can be written anywhere.

    Names are UTF-8 though the locale may be another; bytes of a name that are not are shown as \\xff.
    """
    text = str(name)
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return os.fsencode(text).decode("utf-8", "backslashreplace") if _HALVES.search(text) else text


def columns(text: str) -> int:
    """How many terminal columns a text takes (wide characters take two)."""
    from wcwidth import wcswidth  # late: a clean file needs no excerpt

    width = wcswidth(text)
    return width if width >= 0 else sum(max(0, wcswidth(char)) for char in text)
