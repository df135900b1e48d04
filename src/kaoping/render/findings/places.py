"""Places and identities of findings, as other programs want them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from kaoping.diagnostics import Diagnostic
from kaoping.report import Looked, Report
from kaoping.source import SourceFile, Span

_DRIVE = re.compile(r"[A-Za-z]:/")


class Region(NamedTuple):
    """From a line and column to an end that is not included; all counted from 1."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(source: SourceFile, span: Span) -> Region:
    """A span by lines and columns; a column is a character, as in `Diagnostic.where`."""
    return Region(*source.position(span.start), *source.position(span.end))


def utf16_region(source: SourceFile, span: Span) -> Region:
    """The same with columns of UTF-16 code units, which is how editors count: 𠮷 is two."""
    line, column, end_line, end_column = region(source, span)
    return Region(line, _utf16(source, line, column), end_line, _utf16(source, end_line, end_column))


def _utf16(source: SourceFile, line: int, column: int) -> int:
    before = source.line(line)[: column - 1]
    return column + sum(char > "\uffff" for char in before)


def lines_of(finding: Diagnostic) -> tuple[int, int] | None:
    """The first and the last line of a finding; None where there are none: in a workbook, or of a whole file."""
    if finding.source is not None and finding.span is not None:
        at = region(finding.source, finding.span)
        return at.line, at.end_line
    place = finding.place
    if place is None or place.row is None or place.letter or place.sheet:
        return None
    return place.row, place.row


def cell(finding: Diagnostic) -> str:
    """Where in its table a finding stands, in words: 第7行「日期」, 扣分事项!B17; "" for none."""
    return str(finding.place._replace(file="")).removeprefix("!").strip() if finding.place is not None else ""


def uri(path: str) -> str:
    """A path as a URI reference: 规则/甲.rubric → %E8%A7%84…; an absolute path → file:///…

    >>> uri("rules/a b.rubric"), uri("/x/y"), uri("C:/x")
    ('rules/a%20b.rubric', 'file:///x/y', 'file:///C:/x')
    """
    if _DRIVE.match(path):
        return "file:///" + path[:2] + quote(path[2:], errors="surrogateescape")
    return ("file://" if path.startswith("/") else "") + quote(path, errors="surrogateescape")


def identified(report: Report) -> Iterator[tuple[Looked, list[tuple[Diagnostic, str]]]]:
    """Each file with its findings, each with a fingerprint: unique in the report, the same when lines move.

    It is made of the path, the code and the words at the place; the second of two alike is told by its number.
    """
    for file in report.files:
        path = report.path(file.name)
        seen: Counter[tuple[str, str]] = Counter()
        found = []
        for finding in file.findings:
            words = "".join(_words(finding).split())
            seen[finding.code, words] += 1
            parts = (path, finding.code, words, str(seen[finding.code, words]))
            data = "\n".join(parts).encode("utf-8", "surrogatepass")
            found.append((finding, hashlib.sha256(data).hexdigest()))
        yield file, found


def _words(finding: Diagnostic) -> str:
    if finding.source is None or finding.span is None:
        return finding.message
    return finding.source.slice(finding.span)
