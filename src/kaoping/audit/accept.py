"""Published faults that somebody accepts in kaoping.toml, and severities that are chosen there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from kaoping.audit.finding import Finding
from kaoping.audit.paper import bare
from kaoping.audit.run import Audit
from kaoping.diagnostics import Diagnostic, Severity
from kaoping.facts.names import fold
from kaoping.settings.rubrics import Accept

_NEEDS_FACTS = frozenset({"P006", "P007"})
_IDLE = "K001"
_Chosen = Mapping[str, Severity | Literal["off"]]


def accepted(found: Audit, accept: Sequence[Accept] = (), severity: _Chosen | None = None) -> Audit:
    """The same audit as the repository wants it: findings that are accepted are acknowledged, each code has the
    severity that was chosen for it, those that are off are gone; `idle` tells acceptances that nothing answers to.

    Args:
        found: the audit of the tables that the acceptances are for.
        accept: of the rule file, in the order of kaoping.toml.
        severity: by code, instead of the usual one.
    """
    severity = severity or {}
    used: set[int] = set()
    findings = []
    for finding in found.findings:
        level = severity.get(finding.code)
        if level == "off":
            continue
        by = next((number for number, one in enumerate(accept) if _answers(one, finding)), None)
        if by is not None:
            used.add(by)
            finding = replace(finding, acknowledged=accept[by].reason)
        findings.append(finding if level is None else replace(finding, level=level))
    idle = severity.get(_IDLE, "warning")
    unused = (
        one for number, one in enumerate(accept) if number not in used and _looked(found, one, severity)
    )
    told = () if idle == "off" else tuple(_unused(one, idle, found) for one in unused)
    return replace(found, findings=tuple(findings), idle=told)


def _answers(given: Accept, finding: Finding) -> bool:
    return (
        given.code == finding.code
        and (not given.unit or fold(given.unit) == fold(finding.unit))
        and (not given.item or bare(given.item) == bare(finding.item))
    )


def _looked(found: Audit, given: Accept, severity: _Chosen) -> bool:
    """Whether it says something that the fault was not found."""
    off = severity.get(given.code) == "off"
    return not found.unread and not off and (found.rescored or given.code not in _NEEDS_FACTS)


def _unused(given: Accept, severity: Severity, found: Audit) -> Diagnostic:
    whose = f"“{given.unit}”" if given.unit else ""
    what = f"「{given.item}」" if given.item else ""
    of = f"{whose}{'的' if whose and what else ''}{what}"
    message = f"公布的表里{of}没有{given.code}这样的问题，认可用不上"
    near = [
        *dict.fromkeys(_called(finding, given) for finding in found.findings if finding.code == given.code)
    ]
    help_ = "问题已经解决的，删去这一节"
    if near:
        help_ += f"；有这个问题的是{'、'.join(near[:3])}{'等' if len(near) > 3 else ''}，写错了的请改正"
    return Diagnostic("K001", severity, message, help_, source=given.source, span=given.span)


def _called(finding: Finding, given: Accept) -> str:
    """A finding by what the acceptance names."""
    whose = f"“{finding.unit}”" if finding.unit else ""
    return whose + (f"的「{finding.item}」" if given.item and finding.item else "")
