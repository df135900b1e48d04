"""Diagnostics as text for a terminal or a log.

通用.rubric:12:10: 错误[C001] 没有读懂「扣点分」
    3．资料不全的，扣点分。
                   ^^^^^^
  → 改成能读懂的写法，例如：扣1分
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import indent

from kaoping.diagnostics import Diagnostic, Related, Severity
from kaoping.render.readings import side_by_side
from kaoping.source import SourceFile, Span, visible

SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}
ACKNOWLEDGED = "已认可"

_COLOURS = {"错误": "red", "警告": "yellow", "提示": "cyan", ACKNOWLEDGED: "green"}
# More related places than these are listed without their lines: they are the terms of a sum, not places to look at.
_RELATED_WITH_LINES = 3


def format_diagnostic(diagnostic: Diagnostic, *, readings: bool = False, colour: bool = False) -> str:
    """The finding on its first line (place, severity, code, message), then what else there is.

    Args:
        diagnostic: to be shown.
        readings: show the readings of an ambiguous sentence side by side.
        colour: for a terminal.
    """
    where = f"{visible(diagnostic.where)}: " if diagnostic.where else ""
    name = name_of(diagnostic)
    hue = _COLOURS[name] if colour else ""
    code = _styled(f"[{diagnostic.code}]", bold=colour)
    lines = [f"{where}{_styled(name, hue, bold=colour)}{code} {visible(diagnostic.message)}"]
    if diagnostic.source is not None and diagnostic.span is not None:
        lines.append(_excerpt(diagnostic.source.excerpt(diagnostic.span), hue, "    "))
    lines += _witness(diagnostic)
    if diagnostic.source is not None:
        shown = len(diagnostic.related) <= _RELATED_WITH_LINES
        for related in diagnostic.related:
            lines.append(_related(diagnostic.source, related))
            if shown and not _on_one_line(diagnostic, related):
                lines += _line_of(diagnostic.source, related.span, hue)
    lines += _rest(diagnostic, readings)
    return "\n".join(lines)


def format_details(diagnostic: Diagnostic, *, readings: bool = False) -> list[str]:
    """What `format_diagnostic` says below the first line, without excerpts: for formats that have places of their own."""
    lines = [*_witness(diagnostic)]
    if diagnostic.source is not None:
        lines += (_related(diagnostic.source, related) for related in diagnostic.related)
    lines += _rest(diagnostic, readings)
    return [line.strip() for line in lines]


def name_of(diagnostic: Diagnostic) -> str:
    """How a finding is called: 错误, 警告, 提示, 已认可."""
    return ACKNOWLEDGED if diagnostic.acknowledged else SEVERITY_NAMES[diagnostic.severity]


def _witness(diagnostic: Diagnostic) -> Iterator[str]:
    if diagnostic.witness:
        yield indent(f"例证：{visible(diagnostic.witness)}", "  ").replace("\n", "\n      ")


def _related(source: SourceFile, related: Related) -> str:
    line, column = source.position(related.span.start)
    return f"  相关：第{line}行第{column}列 {visible(related.message)}"


def _rest(diagnostic: Diagnostic, readings: bool) -> Iterator[str]:
    if readings:
        yield from side_by_side(diagnostic.choices)
    if diagnostic.acknowledged:
        yield f"  认可：{visible(diagnostic.acknowledged)}"
    elif diagnostic.help:
        yield f"  → {visible(diagnostic.help)}"
    if diagnostic.fix is not None and not diagnostic.acknowledged:
        yield f"  可自动改正：{visible(diagnostic.fix.what)}（kaoping lint --fix）"


def _on_one_line(diagnostic: Diagnostic, related: Related) -> bool:
    source, span = diagnostic.source, diagnostic.span
    return (
        source is not None
        and span is not None
        and source.position(span.start)[0] == source.position(related.span.start)[0]
    )


def _line_of(source: SourceFile, span: Span, hue: str) -> Iterator[str]:
    """The line of a related place; markers only where they tell a part of it from the rest."""
    excerpt = _excerpt(source.excerpt(span), hue, "      ")
    whole = source.line(source.position(span.start)[0]).strip() == source.slice(span).strip()
    yield excerpt.rsplit("\n", 1)[0] if whole else excerpt


def _excerpt(excerpt: str, hue: str, margin: str) -> str:
    line, marks = excerpt.rsplit("\n", 1)
    carets = marks.lstrip(" ")
    return indent(f"{line}\n{marks.removesuffix(carets)}{_styled(carets, hue)}", margin)


def _styled(text: str, hue: str = "", *, bold: bool = False) -> str:
    if not hue and not bold:
        return text
    import click

    return click.style(text, fg=hue or None, bold=bold or None)


def format_summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings of each severity: "2 个错误，1 个警告"; "没有发现问题" for none."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    named = [f"{counts[severity]} 个{name}" for severity, name in SEVERITY_NAMES.items() if counts[severity]]
    return "，".join(named) or "没有发现问题"
