"""Expectations rewritten in place: the characters of one value are replaced, and nothing else of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kaoping.cases.compare import Difference
from kaoping.cases.run import Outcome
from kaoping.source import SourceFile, Span, reason_of

_PLAIN = re.compile(r"[\w.+-][\w.+～/（）、-]*")


def update_all(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Rewrite what differs, file by file; what was done, in words."""
    files: dict[Path, tuple[SourceFile, list[tuple[Span, str]], int]] = {}
    for outcome in outcomes:
        if not outcome.differences:
            continue
        path = outcome.file.path
        source, edits, left = files.get(path, (outcome.file.source, [], 0))
        for one in outcome.differences:
            span = outcome.entry.document.spots.get(one.path)
            if one.update is None or span is None:
                left += 1
            else:
                edits.append((span.value, _written(one, source, span.value)))
        files[path] = source, edits, left
    for path, (source, edits, left) in files.items():
        yield _rewrite(path, source, edits, left)


def _written(one: Difference, source: SourceFile, span: Span) -> str:
    """The new text, in the quotation marks of the old one; behind a bare colon, a blank first."""
    old, new = source.slice(span), one.update or ""
    if old[:1] in ("'", '"'):
        return f"{old[0]}{new}{old[0]}"
    written = new if _PLAIN.fullmatch(new) else f'"{new}"'
    return f" {written}" if not old and source.text[span.start - 1 : span.start] == ":" else written


def _rewrite(path: Path, source: SourceFile, edits: list[tuple[Span, str]], left: int) -> str:
    by_hand = f"，另有 {left} 处要自己改" if left else ""
    if not edits:
        return f"{path}：没有改动{by_hand}"
    text = source.text
    for span, new in sorted(edits, key=lambda edit: -edit[0].start):
        text = text[: span.start] + new + text[span.end :]
    try:
        old = path.read_bytes()
        mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
        ends = "\r\n" if b"\r\n" in old else "\n"
        path.write_bytes(mark + text.replace("\n", ends).encode())
    except OSError as error:
        return f"{path}：写不进去（{reason_of(error)}）"
    return f"{path}：改了 {len(edits)} 处{by_hand}"
