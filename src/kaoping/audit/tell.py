"""An audit for people, and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from kaoping.audit.finding import Finding
from kaoping.audit.run import Audit
from kaoping.diagnostics import CODES
from kaoping.render.findings.text import counts
from kaoping.render.text import format_diagnostic

VERSION = 1


def as_text(audit: Audit) -> str:
    """Every finding, and a last line that sums them up."""
    return "\n".join([*map(format_diagnostic, audit.told), summary(audit)])


def summary(audit: Audit) -> str:
    """How much was looked at, and what was found."""
    return f"核对了 {audit.units} 张表、{audit.figures} 个得分：{counts(audit.told)}"


def as_json(audit: Audit) -> str:
    """Numbers are strings; fields that do not apply are left out."""
    document = {
        "version": VERSION,
        "tables": audit.units,
        "figures": audit.figures,
        "findings": [_finding(finding) for finding in audit.findings],
        "unread": [{"file": found.where, "message": found.message} for found in audit.unread],
        "idle": [{"file": found.where, "message": found.message} for found in audit.idle],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _finding(finding: Finding) -> dict[str, Any]:
    place, rule = finding.place, finding.rule
    cell = f"{place.letter}{place.row}" if place.letter and place.row is not None else ""
    told = {
        "code": finding.code,
        "title": CODES[finding.code],
        "severity": finding.severity,
        "unit": finding.unit,
        "item": finding.item,
        "published": finding.published,
        "recomputed": finding.recomputed,
        "message": finding.message,
        "witness": finding.witness,
        "acknowledged": finding.acknowledged,
        "rule": {"file": rule.file, "line": rule.line, "words": rule.words} if rule is not None else None,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "cell": cell,
    }
    return {key: value for key, value in told.items() if value}


FORMATS: dict[str, Callable[[Audit], str]] = {"text": as_text, "json": as_json}
