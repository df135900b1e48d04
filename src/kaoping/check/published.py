"""audit: do the published tables follow from the rules, and from the facts?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kaoping.audit.accept import accepted
from kaoping.audit.run import Audit, audit
from kaoping.diagnostics import Diagnostic
from kaoping.lint.run import Severities
from kaoping.pipeline import Run
from kaoping.report import Looked, Part
from kaoping.settings.rubrics import RubricSettings
from kaoping.source import SourceFile


def audit_of(
    source: SourceFile,
    run: Run,
    its: RubricSettings,
    severity: Severities,
) -> Audit:
    """Audit the published tables of a rule file.

    Args:
        source: the rule file.
        run: its facts, scored; without a unit where there are none.
        its: which tables, and what is accepted of them.
        severity: by code, instead of the usual one.
    """
    assert run.rubric is not None
    beside = SourceFile(Path(source.name).name, source.text)  # cited so from whatever folder it is run
    scored = (run.sheet, run.intake) if its.facts else (None, None)
    return accepted(audit(run.rubric, beside, its.published, *scored), its.accept, severity)


def audit_part(audits: Sequence[Audit]) -> Part:
    """What came of the published tables of all rule files."""
    looked = [file for found in audits for file in _looked(found)]
    if not looked:
        return Part("audit", (), "0 个文件", "没有公布的得分表")
    tables, figures = sum(one.units for one in audits), sum(one.figures for one in audits)
    files = sum(len(one.files) for one in audits)
    return Part("audit", tuple(looked), f"{files} 个文件", f"{tables} 张表、{figures} 个得分")


def _looked(found: Audit) -> list[Looked]:
    """The findings by the file that they are in."""
    files: dict[str, list[Diagnostic]] = {str(path): [] for path in found.files.values()}
    for diagnostic in found.told:
        place = diagnostic.place
        if place is not None:
            path = found.files.get(place.file)
            name = str(path) if path is not None else place.file
            moved = replace(diagnostic, place=place._replace(file=name))
            files.setdefault(name, []).append(moved)
        elif diagnostic.source is not None:
            files.setdefault(diagnostic.source.name, []).append(diagnostic)
    return [Looked(name, tuple(findings)) for name, findings in files.items()]
