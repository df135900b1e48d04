"""A report as text: every finding with its excerpt, and what sums them up."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import indent

from kaoping.diagnostics import Diagnostic
from kaoping.lint.run import Doubt
from kaoping.render.findings.view import View
from kaoping.render.text import format_diagnostic, format_summary
from kaoping.report import Part, Report
from kaoping.source import columns

PARTS = {"lint": "规则", "fmt": "排版", "test": "用例", "facts": "事实", "audit": "公布"}
"""What the parts of a check are called."""

EFFECTS = "影响"

_LONGEST = 60
"""Lines of the effect of one rule file."""


def render(report: Report, view: View) -> str:
    """All findings, what could not be decided, and how many there are; of a check also what the change does."""
    blocks = [
        format_diagnostic(finding, readings=view.readings, colour=view.colour)
        for finding in report.findings()
        if shown(finding, report, view)
    ]
    if view.verbose:
        blocks += (_doubt(doubt) for doubt in report.doubts())
    if report.whole:
        blocks += (
            f"\n{_cut(effect.text, view)}" for effect in report.effects if effect.text != effect.summary
        )
        blocks += ["", *_parts(report)] if blocks else _parts(report)
    blocks.append(summary(report))
    return "\n".join(blocks) + "\n"


def shown(finding: Diagnostic, report: Report, view: View) -> bool:
    """Whether people see a finding: a check of everything only counts those that are acknowledged."""
    return view.verbose or not report.whole or not finding.acknowledged


def _doubt(doubt: Doubt) -> str:
    span = doubt.undecided.span
    line, column = doubt.source.position(span.start)
    head = f"{doubt.source.name}:{line}:{column}: 没有判断[{doubt.code}] {doubt.undecided.reason}"
    return f"{head}\n{indent(doubt.source.excerpt(span), '    ')}"


def _cut(text: str, view: View) -> str:
    """An effect as far as people read in the log of a run; all of it with --verbose."""
    lines = text.split("\n")
    if view.verbose or len(lines) <= _LONGEST:
        return text
    rest = f"…… 另有 {len(lines) - _LONGEST} 行，用 --verbose 或者 kaoping diff 看全部"
    return "\n".join([*lines[:_LONGEST], rest])


def _parts(report: Report) -> list[str]:
    """A line for each part: what it looked at, what came of it."""
    if report.since and not report.files:
        return [f"与 {report.since} 相比，规则文件和它们旁边的文件没有改动，没有要检查的"]
    rows = summed(report)
    width = max(columns(said) for _, said, _ in rows)
    return [f"{name}  {said}{' ' * (width - columns(said))}  {found}" for name, said, found in rows]


def summed(report: Report) -> list[tuple[str, str, str]]:
    """The parts of a check: the name, what was looked at, what came of it."""
    rows = [(PARTS[part.name], part.said, outcome(part)) for part in report.parts]
    if report.since:
        told = "；".join(effect.summary for effect in report.effects) or "规则没有改动"
        rows.append((EFFECTS, f"与 {report.since} 相比", told))
    return rows


def outcome(part: Part) -> str:
    """What came of a part, in words."""
    if not part.files:
        return part.outcome
    counted = counts(finding for file in part.files for finding in file.findings)
    return "；".join(told for told in (part.outcome, counted) if told)


def counts(findings: Iterable[Diagnostic]) -> str:
    """2 个错误，1 个警告，3 个已认可."""
    known = list(findings)
    open_ = [finding for finding in known if not finding.acknowledged]
    told = format_summary(open_)
    return f"{told}，{len(known) - len(open_)} 个已认可" if len(open_) < len(known) else told


def summary(report: Report) -> str:
    """What came of it all, on one line."""
    unread = f"，{len(report.unreadable)} 个读不出来" if report.unreadable else ""
    if report.whole:
        passed = "没有检查完" if report.failed else "检查不通过" if report.failing else "检查通过"
        return f"{passed}：{counts(report.findings())}{unread}"
    return f"{len(report.files)} 个规则文件：{counts(report.findings())}{unread}"
