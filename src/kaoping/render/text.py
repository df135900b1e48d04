"""Diagnostics as plain text for a terminal or a log.

通用.rubric:12:10: 错误[C001] 没有读懂「扣点分」
    3．资料不全的，扣点分。
                   ^^^^^^
  → 改成能读懂的写法，例如：扣1分
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import indent

from kaoping.diagnostics import Choice, Diagnostic, Severity

SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}


def format_diagnostic(diagnostic: Diagnostic, *, readings: bool = False) -> str:
    """The finding on its first line (place, severity, code, message), then what else there is.

    Args:
        diagnostic: to be shown.
        readings: show the readings of an ambiguous sentence side by side.
    """
    where = f"{diagnostic.where}: " if diagnostic.where else ""
    name = "已认可" if diagnostic.acknowledged else SEVERITY_NAMES[diagnostic.severity]
    lines = [f"{where}{name}[{diagnostic.code}] {diagnostic.message}"]
    if diagnostic.source is not None and diagnostic.span is not None:
        lines.append(indent(diagnostic.source.excerpt(diagnostic.span), "    "))
    if diagnostic.witness:
        lines.append(f"  例证：{diagnostic.witness}")
    if diagnostic.source is not None:
        for related in diagnostic.related:
            line, column = diagnostic.source.position(related.span.start)
            lines.append(f"  相关：第{line}行第{column}列 {related.message}")
    if readings:
        lines += (
            line for number, choice in enumerate(diagnostic.choices, 1) for line in _choice(number, choice)
        )
    if diagnostic.acknowledged:
        lines.append(f"  认可：{diagnostic.acknowledged}")
    elif diagnostic.help:
        lines.append(f"  → {diagnostic.help}")
    return "\n".join(lines)


def _choice(number: int, choice: Choice) -> Iterator[str]:
    taken = "（现在这样读）" if choice.taken else ""
    yield f"  读法{number}：{choice.label}{taken}：{choice.score}"
    if choice.working:
        yield f"        {choice.working}"
    if choice.write:
        yield f"        写明：{choice.write}"


def format_summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings of each severity: "2 个错误，1 个警告"; "没有发现问题" for none."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    named = [f"{counts[severity]} 个{name}" for severity, name in SEVERITY_NAMES.items() if counts[severity]]
    return "，".join(named) or "没有发现问题"
