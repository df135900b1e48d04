"""A report as a Code Quality report of GitLab: which findings a merge request brings, and which it mends."""

from __future__ import annotations

import json
from typing import Any

from kaoping.diagnostics import Diagnostic, Severity
from kaoping.render.findings.places import identified, lines_of
from kaoping.render.findings.view import View
from kaoping.render.text import ACKNOWLEDGED
from kaoping.report import Report

_SEVERITIES: dict[Severity, str] = {"error": "critical", "warning": "major", "note": "minor"}
_INFO = "info"


def render(report: Report, view: View) -> str:
    """A list of issues; an acknowledged finding is one of the least severity."""
    issues = [
        _issue(
            _said(finding),
            finding.code,
            fingerprint,
            _INFO if finding.acknowledged else _SEVERITIES[finding.severity],
            report.path(file.name),
            *(lines_of(finding) or (1, 1)),
        )
        for file, rows in identified(report)
        for finding, fingerprint in rows
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _said(finding: Diagnostic) -> str:
    proof = f"（{finding.witness}）" if finding.witness else ""
    known = f"；{ACKNOWLEDGED}：{finding.acknowledged}" if finding.acknowledged else ""
    return f"{finding.message}{proof}{known}"


def _issue(
    description: str, name: str, fingerprint: str, severity: str, path: str, begin: int, end: int
) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": begin, "end": end}},
    }
