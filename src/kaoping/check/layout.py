"""fmt: is each rule file in the one layout?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaoping.diagnostics import Diagnostic, Severity
from kaoping.layout.file import LaidOut, lay_out
from kaoping.lint.run import Severities
from kaoping.report import Looked, Part
from kaoping.source import UnreadableFileError, UnreadableSourceError, read_bytes


def fmt_part(files: Sequence[Path], severity: Severities) -> Part:
    """A finding for each file that would be laid out otherwise. A file that cannot be read is the linter's.

    Args:
        files: rule files.
        severity: by code, instead of the usual one.
    """
    level = severity.get("L001", "warning")
    looked: list[Looked] = []
    for file in files:
        try:
            result = lay_out(str(file), read_bytes(file))
        except UnreadableSourceError:
            continue
        except UnreadableFileError as error:
            looked.append(Looked(str(file), unread=str(error)))
            continue
        looked.append(
            Looked(str(file), (_finding(result, level),) if result.changes and level != "off" else ())
        )
    return Part("fmt", tuple(looked), f"{len(looked)} 个规则文件")


def _finding(result: LaidOut, severity: Severity) -> Diagnostic:
    """At the first line that would change, and how many would."""
    source = result.source
    old, new = source.text.split("\n"), result.text.split("\n")
    pairs = enumerate(zip(old, new, strict=False), 1)
    first = next((number for number, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = source.line_span(min(first, len(old)))
    message = "没有按统一的排版整理" if old != new else "行尾或文件开头的记号没有统一"
    help_ = "运行 kaoping fmt；只改排版，不改一个字"
    return Diagnostic("L001", severity, message, help_, source=source, span=start)
