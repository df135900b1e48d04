"""A report as Markdown: fits a comment on a pull request, or the summary of a job.

What fails the run comes first; what is acknowledged is folded. Services cut or refuse longer texts, so it ends
before they would, and says how much is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.diagnostics import Diagnostic
from kaoping.render.findings.places import cell, lines_of
from kaoping.render.findings.text import EFFECTS, summary, summed
from kaoping.render.findings.view import View
from kaoping.render.markup import code, safe
from kaoping.render.tables import for_page
from kaoping.render.text import format_details, name_of
from kaoping.report import Report

LIMIT = 60_000
"""Characters. A comment on GitHub holds 65,536; the rest is for what a workflow writes around it."""

_MARGIN = 6
"""Spaces before the second line of a witness."""


def render(report: Report, view: View) -> str:
    """The summary, what fails, what the change does, what else was found."""
    rows = [(file.name, finding) for file in report.files for finding in file.findings]
    failing = [row for row in rows if report.fails(row[1])]
    known = [row for row in rows if row[1].acknowledged]
    others = [row for row in rows if not row[1].acknowledged and not report.fails(row[1])]
    blocks = [f"## {safe(summary(report))}", _summary(report)]
    room = LIMIT - sum(map(len, blocks)) - 500
    # Of what is left over by others, each may take all: findings first, they are why it does not pass.
    for heading, some, folded in (
        ("要改的", failing, False),
        ("提示", others, True),
        ("已认可的", known, True),
    ):
        if heading == "提示":
            effects = list(_effects(report, room))
            blocks += effects
            room -= sum(map(len, effects))
        if some:
            block = _findings(report, heading, some, view, folded, room)
            blocks.append(block)
            room -= len(block)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _summary(report: Report) -> str:
    rows = [list(row) for row in summed(report)]
    return for_page(["部分", "检查了", "结果"], rows, ("部分", "检查了", "结果")) if report.whole else ""


def _effects(report: Report, room: int) -> Iterator[str]:
    """What the change of each rule file does, as far as there is room."""
    if report.effects:
        yield f"### {EFFECTS}：与 {safe(report.since)} 相比"
    for number, effect in enumerate(report.effects):
        if len(effect.markdown) > room:
            yield f"…… 还有 {len(report.effects) - number} 个规则文件的影响没有列出"
            return
        room -= len(effect.markdown)
        yield effect.markdown.rstrip()


def _findings(
    report: Report, heading: str, rows: list[tuple[str, Diagnostic]], view: View, folded: bool, room: int
) -> str:
    title = f"{heading}（{len(rows)}）"
    lines = [f"<details><summary>{title}</summary>", ""] if folded else [f"### {title}", ""]
    for number, (name, finding) in enumerate(rows):
        told = _finding(report.path(name), finding, view)
        room -= len(told) + 1
        if room < 0:
            lines.append(f"- …… 另有 {len(rows) - number} 个没有列出")
            break
        lines.append(told)
    return "\n".join([*lines, *(["", "</details>"] if folded else [])])


def _finding(path: str, finding: Diagnostic, view: View) -> str:
    lines = lines_of(finding)
    named = cell(finding)
    where = f"{path}:{lines[0]}" if lines else f"{path}!{named}" if named else path
    head = f"- **{name_of(finding)}** {code(where)} {code(finding.code)} {safe(finding.message)}"
    details = "\n".join(format_details(finding, readings=view.readings)).split("\n")
    return "\n".join([head, *(f"  <br>{_indented(line)}" for line in details if line)])


def _indented(line: str) -> str:
    """A line with its indentation, which pages would swallow; that of a text is by words before it."""
    text = line.lstrip(" ")
    return "&emsp;" * (max(0, len(line) - len(text) - _MARGIN) // 2) + safe(text)
