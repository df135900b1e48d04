"""Run all checks on a rule file. The only place where what a check found becomes a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kaoping.diagnostics import Diagnostic, Severity
from kaoping.lint.acknowledge import acknowledged
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.checks import CHECKS
from kaoping.lint.subject import Subject
from kaoping.source import SourceFile, Span, UnreadableSourceError

Severities = Mapping[str, Severity | Literal["off"]]
"""By code: what kaoping.toml says instead of the check."""


MOST_FINDINGS = 1_000
"""Of a file. Nobody reads more, and a file of nothing but mistakes would fill a disk with them."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where a check could not decide: which, and why."""

    code: str
    source: SourceFile
    undecided: Undecided


@dataclass(frozen=True, slots=True)
class Linted:
    """A rule file with all that is wrong in it, in the order of the file; or why it could not be read."""

    subject: Subject
    findings: tuple[Diagnostic, ...]
    doubts: tuple[Doubt, ...]
    unread: str = ""


def lint(
    source: SourceFile, severities: Severities | None = None, checks: Sequence[Check] = CHECKS
) -> Linted:
    """All findings of the reader and of the checks.

    Args:
        source: the rule file.
        severities: other than the checks' own. An error of the reader stays one: the file cannot be used.
        checks: to run instead of all.
    """
    severities = severities or {}
    subject = Subject.of(source)
    errors = [d for d in subject.resolved.diagnostics if d.severity == "error"]
    found = [d for d in subject.resolved.diagnostics if d.severity != "error"]
    doubts = []
    instead: list[Span] = []
    for check in checks:
        severity = severities.get(check.code, check.severity)
        if severity == "off":
            continue
        for item in check.run(subject):
            if isinstance(item, Undecided):
                doubts.append(Doubt(check.code, source, item))
            else:
                found.append(_finding(check.code, severity, item, source))
                instead += [item.instead] if item.instead is not None else []
    found = [finding for finding in found if not _follows(finding, instead)]
    ran = {check.code for check in checks if severities.get(check.code) != "off"}
    skipped = {check.code for check in CHECKS} - ran

    def looked(code: str, place: Span) -> bool:
        unsure = (d.undecided.span.start for d in doubts if d.code == code)
        return not errors and code not in skipped and not any(place.start <= at < place.end for at in unsure)

    marked = [
        _adjusted(finding, severities)
        for finding in acknowledged(found, errors, subject.outline.acknowledgements, source, looked)
        if severities.get(finding.code) != "off"
    ]
    marked += errors
    marked.sort(key=lambda d: (d.span.start if d.span else 0, d.code, d.message))
    return Linted(subject, tuple(listed(marked)), tuple(doubts))


def _follows(finding: Diagnostic, instead: Sequence[Span]) -> bool:
    """Whether a finding of tiers, meaning or points only follows from another one."""
    at = finding.span.start if finding.span is not None else -1
    return finding.code[0] in "TAM" and any(span.start <= at < span.end for span in instead)


def listed(found: list[Diagnostic]) -> list[Diagnostic]:
    """The findings of a file, or the first MOST_FINDINGS and one that says so."""
    if len(found) <= MOST_FINDINGS:
        return found
    message = f"这个文件有 {len(found)} 个问题，只列出前 {MOST_FINDINGS} 个"
    help_ = "先改最前面的几个，再检查一次"
    next_ = found[MOST_FINDINGS]
    rest = Diagnostic(
        "S009", "error", message, help_, source=next_.source, span=next_.span, place=next_.place
    )
    return [*found[:MOST_FINDINGS], rest]


def unread(error: UnreadableSourceError) -> Linted:
    """A rule file that cannot be read at all: that is the one thing found in it."""
    nothing = Subject.of(SourceFile(error.source.name, ""))
    return Linted(nothing, (unread_finding(error),), (), error.problem)


def unread_finding(error: UnreadableSourceError) -> Diagnostic:
    """Why a text cannot be read, as a finding."""
    code = {"encoding": "S004", "size": "S005", "file": "S006"}[error.cause]
    return Diagnostic(code, "error", error.problem, error.remedy, source=error.source, span=error.span)


def _finding(code: str, severity: Severity, found: Found, source: SourceFile) -> Diagnostic:
    return Diagnostic(
        code,
        severity,
        found.message,
        found.help,
        source=source,
        span=found.span,
        witness=found.witness,
        related=found.related,
        choices=found.choices,
        fix=found.fix,
    )


def _adjusted(finding: Diagnostic, severities: Severities) -> Diagnostic:
    severity = severities.get(finding.code)
    return finding if severity is None or severity == "off" else replace(finding, severity=severity)
