"""The whole check: rule files and settings in, `Report` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kaoping.audit.run import Audit
from kaoping.check.cases import cases_part
from kaoping.check.facts import facts_of, facts_part
from kaoping.check.layout import fmt_part
from kaoping.check.published import audit_of, audit_part
from kaoping.diagnostics import Diagnostic
from kaoping.lint.run import Linted, lint, unread
from kaoping.pipeline import Run
from kaoping.progress import Tell
from kaoping.report import Effect, Looked, Part, Report, lint_part
from kaoping.settings import Settings
from kaoping.source import SourceFile, UnreadableSourceError


def check(
    files: Sequence[Path],
    settings: Settings,
    progress: Tell | None = None,
    since: str = "",
    effects: Sequence[Effect] = (),
) -> Report:
    """Lint, layout, cases, facts and published tables of rule files.

    A rule file with errors is linted and laid out; its cases, facts and tables wait until it can be scored by.

    Args:
        files: rule files.
        settings: of their repository.
        progress: told what is done.
        since: the revision that rule files are compared with; "" for none.
        effects: what came of comparing them.

    Raises:
        UnreadableFileError: kaoping.toml names facts or tables that are not there.
    """

    def tell(what: str, done: int, total: int) -> None:
        if progress is not None:
            progress(what, done, total)

    linted: list[Linted] = []
    for number, file in enumerate(files):
        tell(f"规则 {file.name}", number, len(files))
        linted.append(_linted(file, settings))
    sound = [one for one in linted if one.subject.resolved.rubric is not None and not one.unread]
    looked: list[Looked] = []
    runs: list[Run] = []
    audits: list[Audit] = []
    for number, one in enumerate(sound):
        source = one.subject.source
        tell(f"事实 {Path(source.name).name}", number, len(sound))
        its = settings.of_rule(Path(source.name))
        run, found = facts_of(one, its.facts)
        runs.append(run)
        looked += found if its.facts else []
        if its.unclear:
            looked.append(Looked(source.name, (_unclear(source, its.unclear),)))
        if its.published or its.accept:
            audits.append(audit_of(source, run, its, settings.lint.severity))
    tested = cases_part(
        [Path(one.subject.source.name) for one in sound],
        settings.test,
        progress,
    )
    waiting = len(files) - len(sound)
    parts = (
        lint_part(linted),
        fmt_part(files, settings.lint.severity),
        *(_waiting(part, waiting) for part in (tested, facts_part(looked, runs), audit_part(audits))),
    )
    return Report(parts, settings.lint.fail, {}, tuple(effects), since, whole=True)


def _linted(file: Path, settings: Settings) -> Linted:
    try:
        return lint(SourceFile.read(file), settings.lint.severity)
    except UnreadableSourceError as error:
        return unread(error)


def _waiting(part: Part, files: int) -> Part:
    """The part, saying that it has not looked at rule files with errors."""
    if not files:
        return part
    told = [part.outcome] if part.files else []
    return replace(part, outcome="；".join([*told, f"{files} 个规则文件有误，没有做"]))


def _unclear(source: SourceFile, why: str) -> Diagnostic:
    return Diagnostic("F018", "error", why, source=source, span=source.line_span(1))
