"""Diagnostics as plain text for a terminal or a log.

通用.rubric:12:10: 错误[C001] 没有读懂「扣点分」
    3．资料不全的，扣点分。
                   ^^^^^^
  → 改成能读懂的写法，例如：扣1分
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from textwrap import indent

from kaoping.diagnostics import Diagnostic, Severity

SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """The finding on its first line (place, severity, code, message), then excerpt and help if any."""
    where = f"{diagnostic.where}: " if diagnostic.where else ""
    name = SEVERITY_NAMES[diagnostic.severity]
    lines = [f"{where}{name}[{diagnostic.code}] {diagnostic.message}"]
    if diagnostic.source is not None and diagnostic.span is not None:
        lines.append(indent(diagnostic.source.excerpt(diagnostic.span), "    "))
    if diagnostic.help:
        lines.append(f"  → {diagnostic.help}")
    return "\n".join(lines)


def format_summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings of each severity: "2 个错误，1 个警告"; "没有发现问题" for none."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    named = [f"{counts[severity]} 个{name}" for severity, name in SEVERITY_NAMES.items() if counts[severity]]
    return "，".join(named) or "没有发现问题"
