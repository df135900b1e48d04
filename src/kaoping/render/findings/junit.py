"""A report as JUnit XML, which every build server draws: a suite a file, a case a finding."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from kaoping.diagnostics import Diagnostic
from kaoping.render.findings.places import cell, lines_of
from kaoping.render.findings.view import View
from kaoping.render.text import format_details, name_of
from kaoping.report import Looked, Report

# Characters that XML 1.0 cannot hold, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, view: View) -> str:
    """What fails the run is a failure, what is acknowledged was skipped, anything else passed and says so."""
    root = Xml.Element("testsuites", name="kaoping")
    for file in report.files:
        suite = _suite(root, report.path(file.name))
        for finding in file.findings:
            _case(suite, finding, report, view, "error" if file.unread else "failure")
        for name in file.passed or ([] if file.findings else ["没有发现问题"]):
            _element(suite, "testcase", {"name": name, "classname": suite.attrib["name"]})
        _doubts(suite, file, view)
    for suite in root:
        _count(suite)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: Xml.Element, path: str) -> Xml.Element:
    return _element(root, "testsuite", {"name": path})


def _case(suite: Xml.Element, finding: Diagnostic, report: Report, view: View, fault: str) -> None:
    path = suite.attrib["name"]
    line, _ = lines_of(finding) or (1, 1)
    # GitLab takes cases of one name for one case, so message and place are part of it.
    name = f"{finding.code} {finding.message}（{_place(finding)}）"
    case = _element(suite, "testcase", {"name": name, "classname": path, "file": path, "line": str(line)})
    details = "\n".join([finding.message, *format_details(finding, readings=view.readings)])
    if finding.acknowledged:
        _element(case, "skipped", {"message": finding.acknowledged})
        _element(case, "system-out", {}, details)
    elif report.fails(finding):
        _element(case, fault, {"message": finding.message, "type": finding.severity}, details)
    else:
        _element(case, "system-out", {}, f"{name_of(finding)}：{details}")


def _place(finding: Diagnostic) -> str:
    if finding.source is not None:
        line, column = finding.source.position(finding.span.start if finding.span is not None else 0)
        return f"第{line}行第{column}列"
    return cell(finding) or "第1行第1列"


def _doubts(suite: Xml.Element, file: Looked, view: View) -> None:
    if view.verbose and file.doubts:
        lines = [
            f"没有判断[{doubt.code}] 第{doubt.source.position(doubt.undecided.span.start)[0]}行 {doubt.undecided.reason}"
            for doubt in file.doubts
        ]
        _element(suite, "system-out", {}, "\n".join(lines))


def _count(suite: Xml.Element) -> None:
    counts = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    for name, path in counts.items():
        suite.set(name, str(len(suite.findall(path))))


def _element(parent: Xml.Element, tag: str, attributes: dict[str, str], text: str = "") -> Xml.Element:
    element = Xml.SubElement(parent, tag, {key: _legal(value) for key, value in attributes.items()})
    element.text = _legal(text) or None
    return element


def _legal(text: str) -> str:
    """The text with what XML cannot hold written out: \\x1b."""
    return _ILLEGAL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
