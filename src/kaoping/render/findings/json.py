"""A report as one JSON document. Its shape is documented in docs/developer/lint-json.md."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from kaoping.diagnostics import CODES, Choice, Diagnostic, Edit, Place
from kaoping.lint.run import Doubt
from kaoping.render.findings.places import identified, region
from kaoping.render.findings.text import outcome
from kaoping.render.findings.view import View
from kaoping.report import Report
from kaoping.source import SourceFile, Span

VERSION = 1
"""Of the document: a field that changes its meaning or goes away makes a new version, a new field does not."""


def render(report: Report, view: View) -> str:
    """Everything that is known, whatever people asked to see; absent fields are left out."""
    found = [
        _finding(finding, fingerprint, file.name, report)
        for file, rows in identified(report)
        for finding, fingerprint in rows
    ]
    document = {
        "version": VERSION,
        "files": [report.path(file.name) for file in report.files],
        "findings": found,
        "doubts": [_doubt(doubt, report) for doubt in report.doubts()],
        "unreadable": [
            {"path": report.path(name), "message": message} for name, message in report.unreadable.items()
        ],
        "summary": _summary(report),
        **(_whole(report) if report.whole else {}),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _whole(report: Report) -> dict[str, Any]:
    """What a check of everything has beside findings: its parts, and what the change does."""
    parts = [
        {
            "name": part.name,
            "files": [report.path(file.name) for file in part.files],
            "looked_at": part.said,
            "outcome": outcome(part),
            "failed": part.failed,
        }
        for part in report.parts
    ]
    effects = [{"path": report.path(effect.name), **effect.data} for effect in report.effects]
    return {"parts": parts, "since": report.since, "effects": effects}


def _summary(report: Report) -> dict[str, Any]:
    findings = list(report.findings())
    counts = Counter(finding.severity for finding in findings if not finding.acknowledged)
    return {
        "errors": counts["error"],
        "warnings": counts["warning"],
        "notes": counts["note"],
        "acknowledged": sum(bool(finding.acknowledged) for finding in findings),
        "fail": report.fail,
        "failing": report.failing,
    }


def _finding(finding: Diagnostic, fingerprint: str, name: str, report: Report) -> dict[str, Any]:
    source = finding.source
    told = {
        "code": finding.code,
        "title": CODES[finding.code],
        "severity": finding.severity,
        "path": report.path(name),
        **(_cell(finding.place) if finding.place else _place(source, finding.span)),
        "unit": finding.unit,
        "message": finding.message,
        "witness": finding.witness,
        "help": finding.help,
        "related": [{**_place(source, r.span), "message": r.message} for r in finding.related],
        "choices": [_choice(choice) for choice in finding.choices],
        "fix": {"what": finding.fix.what, "edits": [_edit(source, e) for e in finding.fix.edits]}
        if finding.fix
        else None,
        "acknowledged": finding.acknowledged,
        "fingerprint": fingerprint,
    }
    return {key: value for key, value in told.items() if value}


def _choice(choice: Choice) -> dict[str, Any]:
    return {key: value for key, value in choice._asdict().items() if value != ""}


def _edit(source: SourceFile | None, edit: Edit) -> dict[str, Any]:
    return {**_place(source, edit.span), "text": edit.text}


def _doubt(doubt: Doubt, report: Report) -> dict[str, Any]:
    return {
        "code": doubt.code,
        "path": report.path(doubt.source.name),
        **_place(doubt.source, doubt.undecided.span),
        "reason": doubt.undecided.reason,
    }


def _cell(place: Place) -> dict[str, Any]:
    """A place among facts: the sheet, the row as people count it, its column by heading and letter."""
    return {"sheet": place.sheet, "row": place.row, "heading": place.column, "letter": place.letter}


def _place(source: SourceFile | None, span: Span | None) -> dict[str, int]:
    return region(source, span)._asdict() if source is not None and span is not None else {}
