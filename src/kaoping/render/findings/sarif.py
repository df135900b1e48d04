"""A report as SARIF 2.1.0, the exchange format of static analysis (OASIS), held to its schema by the tests.

Places are relative to SRCROOT, the repository; where that is on this machine is nobody's business, so that the
report of a commit is the same everywhere. What a check could not decide is a result of the kind "open".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kaoping import __version__
from kaoping.diagnostics import CODES, Diagnostic, Fix, Related, Severity
from kaoping.lint.pages import PAGES, page_text
from kaoping.lint.run import Doubt
from kaoping.render.findings.places import cell, identified, lines_of, uri, utf16_region
from kaoping.render.findings.view import View
from kaoping.render.text import format_details
from kaoping.report import Report
from kaoping.source import SourceFile, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "SRCROOT"
_UTF8 = (".rubric", ".yaml", ".yml", ".toml")  # other files may have another encoding
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "note"}


def render(report: Report, view: View) -> str:
    """One run with the rules that it found broken."""
    doubts = list(report.doubts()) if view.verbose else []
    codes = sorted({d.code for d in report.findings()} | {d.code for d in doubts})
    index = {code: number for number, code in enumerate(codes)}
    results = [
        _result(finding, fingerprint, index, file.name, report, view)
        for file, rows in identified(report)
        for finding, fingerprint in rows
    ]
    run = {
        "tool": {
            "driver": {
                "name": "kaoping",
                "version": __version__,
                "semanticVersion": __version__,
                "language": "zh-CN",
                "rules": [_rule(code) for code in codes],
            }
        },
        "language": "zh-CN",
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {ROOT: {"description": {"text": "规则文件所在的仓库"}}},
        "invocations": [_invocation(report)],
        "artifacts": [
            {
                "location": _artifact(report.path(file.name)),
                "roles": ["analysisTarget"],
                **({"encoding": "UTF-8"} if file.name.endswith(_UTF8) else {}),
            }
            for file in report.files
        ],
        "results": [*results, *(_open(doubt, index, report) for doubt in doubts)],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": CODES[code]}}
    page = PAGES.get(code)
    if page is not None:
        rule |= {
            "fullDescription": {"text": page.finds},
            "help": {"text": page.why, "markdown": page_text(page)},
            "defaultConfiguration": {"level": _LEVELS[page.severity]},
        }
    return rule


def _invocation(report: Report) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": not report.unreadable}
    if report.unreadable:
        invocation["toolExecutionNotifications"] = [
            {
                "level": "error",
                "message": _message(message),
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(report.path(name))}}],
            }
            for name, message in report.unreadable.items()
        ]
    return invocation


def _result(
    finding: Diagnostic, fingerprint: str, index: Mapping[str, int], name: str, report: Report, view: View
) -> dict[str, Any]:
    text = "\n".join([finding.message, *format_details(finding, readings=view.readings)])
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": _message(text),
    }
    if finding.source is not None:
        result["locations"] = [_location(finding.source, finding.span, report)]
        if finding.related:
            result["relatedLocations"] = _related(finding.related, finding.source, report)
        if finding.fix is not None:
            result["fixes"] = [_fix(finding.fix, finding.source, report)]
    else:
        result["locations"] = [_row(finding, name, report)]
    result["partialFingerprints"] = {"kaopingFinding/v1": fingerprint}
    if finding.acknowledged:
        result["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": finding.acknowledged}
        ]
    if finding.choices:
        result["properties"] = {"choices": [choice._asdict() for choice in finding.choices]}
    return result


def _open(doubt: Doubt, index: Mapping[str, int], report: Report) -> dict[str, Any]:
    return {
        "ruleId": doubt.code,
        "ruleIndex": index[doubt.code],
        "kind": "open",
        "level": "none",
        "message": _message(doubt.undecided.reason),
        "locations": [_location(doubt.source, doubt.undecided.span, report)],
    }


def _related(related: Iterable[Related], source: SourceFile, report: Report) -> list[dict[str, Any]]:
    return [
        {"id": number, **_location(source, one.span, report), "message": _message(one.message)}
        for number, one in enumerate(related, 1)
    ]


def _fix(fix: Fix, source: SourceFile, report: Report) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(report.path(source.name)), "replacements": replacements}
    return {"description": _message(fix.what), "artifactChanges": [change]}


def _location(source: SourceFile, span: Span | None, report: Report) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(report.path(source.name))}
    if span is not None:
        physical["region"] = _region(source, span)
    return {"physicalLocation": physical}


def _row(finding: Diagnostic, name: str, report: Report) -> dict[str, Any]:
    """A place among facts: the line of a text; of a workbook, the cell in words."""
    physical: dict[str, Any] = {"artifactLocation": _artifact(report.path(name))}
    location: dict[str, Any] = {"physicalLocation": physical}
    if lines := lines_of(finding):
        physical["region"] = {"startLine": lines[0]}
    elif named := cell(finding):
        location["logicalLocations"] = [{"fullyQualifiedName": named}]
    return location


def _region(source: SourceFile, span: Span) -> dict[str, int]:
    at = utf16_region(source, span)
    return {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    }


def _message(text: str) -> dict[str, str]:
    """A message; what is in single braces is a placeholder (3.11.5), so those of a link are doubled."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _artifact(path: str) -> dict[str, str]:
    where = uri(path)
    return {"uri": where} if ":" in where else {"uri": where, "uriBaseId": ROOT}
