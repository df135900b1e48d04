"""The findings of the linter as text."""

from __future__ import annotations

from kaoping.lint.report import Report
from kaoping.render.text import format_diagnostic, format_summary


def as_text(report: Report, *, readings: bool = False, verbose: bool = False) -> str:
    """All findings with their excerpts, and a last line that sums them up.

    Args:
        report: what was found.
        readings: show the readings of ambiguous sentences side by side.
        verbose: show also where a check could not decide.
    """
    blocks = [format_diagnostic(finding, readings=readings) for finding in report.findings()]
    if verbose:
        for doubt in report.doubts():
            line, column = doubt.source.position(doubt.undecided.span.start)
            blocks.append(
                f"{doubt.source.name}:{line}:{column}: 没有判断[{doubt.code}] {doubt.undecided.reason}"
            )
    blocks += report.unreadable
    findings = list(report.findings())
    open_ = [finding for finding in findings if not finding.acknowledged]
    counted = [f"{len(report.files)} 个规则文件：{format_summary(open_)}"]
    if len(open_) < len(findings):
        counted.append(f"{len(findings) - len(open_)} 个已认可")
    if report.unreadable:
        counted.append(f"{len(report.unreadable)} 个读不出来")
    blocks.append("，".join(counted))
    return "\n".join(blocks)
