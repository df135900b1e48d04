"""A lint report as text: every finding with its excerpt, and a last line that sums them up."""

from __future__ import annotations

from textwrap import indent

from kaoping.lint.report import Report
from kaoping.lint.run import Doubt
from kaoping.render.findings.view import View
from kaoping.render.text import format_diagnostic, format_summary


def render(report: Report, view: View) -> str:
    """All findings, what could not be decided, and how many there are."""
    blocks = [
        format_diagnostic(finding, readings=view.readings, colour=view.colour)
        for finding in report.findings()
    ]
    if view.verbose:
        blocks += (_doubt(doubt) for doubt in report.doubts())
    blocks.append(summary(report))
    return "\n".join(blocks) + "\n"


def _doubt(doubt: Doubt) -> str:
    span = doubt.undecided.span
    line, column = doubt.source.position(span.start)
    head = f"{doubt.source.name}:{line}:{column}: 没有判断[{doubt.code}] {doubt.undecided.reason}"
    return f"{head}\n{indent(doubt.source.excerpt(span), '    ')}"


def summary(report: Report) -> str:
    """How many files, and what was found in them, on one line."""
    findings = list(report.findings())
    open_ = [finding for finding in findings if not finding.acknowledged]
    counted = [f"{len(report.files)} 个规则文件：{format_summary(open_)}"]
    if len(open_) < len(findings):
        counted.append(f"{len(findings) - len(open_)} 个已认可")
    if report.unreadable:
        counted.append(f"{len(report.unreadable)} 个读不出来")
    return "，".join(counted)
