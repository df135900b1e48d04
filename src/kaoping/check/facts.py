"""facts: are the facts beside a rule file taken, and do its rules give points for all of them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kaoping.diagnostics import Diagnostic
from kaoping.facts.read import labels_of
from kaoping.lint.run import Linted, listed
from kaoping.model import Clause
from kaoping.pipeline import Run, score
from kaoping.render.scores import points_text
from kaoping.report import Looked, Part
from kaoping.sheet import Points, Sheet, Standing
from kaoping.source import SourceFile

_MOST = 5
"""So many units of one clause are told."""


def facts_of(linted: Linted, facts: Sequence[Path]) -> tuple[Run, list[Looked]]:
    """Score the facts of a rule file: what is wrong with them, file by file, and what no rule covers.

    Args:
        linted: the rule file, in which nothing is an error.
        facts: the files of its facts.
    """
    rule = linted.subject.source.name
    run = score(Path(rule), facts)
    found: dict[str, list[Diagnostic]] = {str(path): [] for path in facts}
    paths = _paths(facts)
    for diagnostic in run.diagnostics:
        if (place := diagnostic.place) is not None:
            name = paths.get(place.file, place.file)
            found.setdefault(name, []).append(replace(diagnostic, place=place._replace(file=name)))
    looked = [Looked(name, tuple(listed(diagnostics))) for name, diagnostics in found.items()]
    if run.sheet is not None:
        looked.append(Looked(rule, tuple(_uncovered(run.sheet, linted))))
    return run, looked


def facts_part(looked: Iterable[Looked], runs: Iterable[Run]) -> Part:
    """What came of the facts of all rule files."""
    files = tuple(looked)
    sheets = [run.sheet for run in runs if run.sheet is not None]
    units = sum(len(sheet.standings) for sheet in sheets)
    tables = sum(not file.name.endswith(".rubric") for file in files)
    open_ = sum(not standing.total.settled for sheet in sheets for standing in sheet.standings)
    outcome = f"{units} 个单位，{open_} 个有待评" if open_ else f"{units} 个单位"
    return Part("facts", files, f"{tables} 个文件", outcome if tables else "没有事实文件")


def _paths(files: Sequence[Path]) -> dict[str, str]:
    """The paths of files by the names that places cite them by: here there are files of several folders."""
    paths = {label: path for path, label in labels_of(files).items()}
    paths |= {path.name: path for path in reversed(files) if path.name not in paths}
    return {label: str(path) for label, path in paths.items()}


def _uncovered(sheet: Sheet, linted: Linted) -> Iterator[Diagnostic]:
    """Clauses that facts alone cannot settle: the rule has no row for them."""
    for table in sheet.rubric.tables:
        units = [standing for standing in sheet.standings if standing.table.kind == table.kind]
        for clause in table.clauses():
            lines = list(_open(sheet, units, clause))
            if lines:
                yield _finding(clause, lines, linted)


def _open(sheet: Sheet, units: Sequence[Standing], clause: Clause) -> Iterator[str]:
    for standing in units:
        state = sheet.clause(standing.unit, clause)
        if state.pending and not state.missing:
            points = points_text(Points(state.low, state.high))
            yield f"{standing.unit}：{'；'.join(state.pending)}，{points}分都有可能"


def _finding(clause: Clause, lines: Sequence[str], linted: Linted) -> Diagnostic:
    source: SourceFile = linted.subject.source
    told = "\n".join(
        [*lines[:_MOST], *([f"…… 另有 {len(lines) - _MOST} 个单位"] if len(lines) > _MOST else [])]
    )
    names = "、".join(line.split("：")[0] for line in lines[:_MOST])
    more = f"等{len(lines)}个单位" if len(lines) > _MOST else ""
    known = (
        finding.acknowledged
        for finding in linted.findings
        if finding.code[0] == "T" and finding.span and source.position(finding.span.start)[0] == clause.line
    )
    return Diagnostic(
        "F017",
        "error",
        f"第{clause.id}条：{names}{more}的事实都有了，规则却没有说该得几分",
        "补上管到这些值的一档",
        source=source,
        span=source.line_span(clause.line),
        witness=told,
        acknowledged=next((reason for reason in known if reason), ""),
    )
