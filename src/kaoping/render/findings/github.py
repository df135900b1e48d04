"""A report as workflow commands of GitHub Actions: each finding is a remark at its line of the change.

::warning file=rules/甲.rubric,line=3,endLine=3,col=5,endColumn=9,title=T001 档次之间有空档::…
"""

from __future__ import annotations

from kaoping.diagnostics import CODES, Diagnostic, Severity
from kaoping.render.findings.places import lines_of, region
from kaoping.render.findings.text import shown
from kaoping.render.findings.view import View
from kaoping.render.text import ACKNOWLEDGED, format_details
from kaoping.report import Report

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, view: View) -> str:
    """A line for each finding; an acknowledged one is a notice.

    GitHub shows ten of a kind: those that fail the run come first.
    """
    rows = [(file.name, finding) for file in report.files for finding in file.findings]
    told = [(name, finding) for name, finding in rows if shown(finding, report, view)]
    told.sort(key=lambda row: not report.fails(row[1]))
    lines = [_finding(finding, name, report, view) for name, finding in told]
    if view.verbose:
        for doubt in report.doubts():
            line, column = doubt.source.position(doubt.undecided.span.start)
            where = {"file": report.path(doubt.source.name), "line": line, "col": column}
            lines.append(
                _command("notice", {**where, "title": f"没有判断 {doubt.code}"}, doubt.undecided.reason)
            )
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Diagnostic, name: str, report: Report, view: View) -> str:
    properties: dict[str, object] = {"file": report.path(name)}
    if lines := lines_of(finding):
        properties |= {"line": lines[0], "endLine": lines[1]}
    if finding.source is not None and finding.span is not None:
        at = region(finding.source, finding.span)
        if at.line == at.end_line:  # GitHub knows columns within a line only
            properties |= {"col": at.column, "endColumn": at.end_column}
    marked = f"{ACKNOWLEDGED} " if finding.acknowledged else ""
    properties["title"] = f"{marked}{finding.code} {CODES[finding.code]}"
    command = "notice" if finding.acknowledged else _COMMANDS[finding.severity]
    return _command(
        command, properties, "\n".join([finding.message, *format_details(finding, readings=view.readings)])
    )


def _command(name: str, properties: dict[str, object], message: str) -> str:
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
