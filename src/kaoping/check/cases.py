"""test: what the cases beside a rule file find, cover and would notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path

from kaoping.cases.compare import NOTHING_FOUND
from kaoping.cases.coverage import coverage_of
from kaoping.cases.mutate import mutate
from kaoping.cases.run import KINDS, Outcome, RuleRun, case_files, run_cases
from kaoping.cases.tell import by_unit, of_unit
from kaoping.diagnostics import Diagnostic, Severity
from kaoping.exact import text as plain
from kaoping.lint.run import unread_finding
from kaoping.progress import Tell
from kaoping.report import Looked, Part
from kaoping.settings import CaseSettings
from kaoping.source import SourceFile, UnreadableSourceError


@dataclass
class _Found:
    """What is found, file by file; how many cases there are, and the least share that is reached."""

    findings: dict[str, list[Diagnostic]] = field(default_factory=dict)
    passed: dict[str, list[str]] = field(default_factory=dict)
    unread: list[Looked] = field(default_factory=list)
    cases: int = 0
    failed: int = 0
    untested: int = 0
    covered: list[Decimal] = field(default_factory=list)
    noticed: list[Decimal] = field(default_factory=list)


def cases_part(files: Sequence[Path], settings: CaseSettings, progress: Tell | None = None) -> Part:
    """The cases of all rule files; coverage and mutation where the settings ask for them.

    Args:
        files: rule files.
        settings: the least of branches touched, and of changes noticed, in percent; 0 asks for nothing.
        progress: told how many mutants of how many are done.
    """
    found = _Found()
    for rule in files:
        tested = run_cases(rule, case_files(rule))
        _cases(tested, found)
        if tested.rules is None:
            continue
        found.untested += not tested.outcomes
        for finding in _weighed(tested, settings, found, progress):
            found.findings.setdefault(str(rule), []).append(finding)
    names = dict.fromkeys([*found.findings, *found.passed])
    looked = [
        Looked(name, tuple(found.findings.get(name, ())), passed=tuple(found.passed.get(name, ())))
        for name in names
    ]
    return Part("test", (*looked, *found.unread), f"{found.cases} 个用例", _outcome(found))


def _outcome(found: _Found) -> str:
    if found.cases:
        told = [f"{found.failed} 个没有通过" if found.failed else "都通过"]
    else:
        wrong = any(name.endswith(KINDS) for name in found.findings) or found.unread
        told = ["写错了，没有运行" if wrong else "没有用例"]
    if found.cases and found.untested:
        told.append(f"{found.untested} 个规则文件没有用例")
    if found.covered:
        told.append(f"覆盖 {plain(min(found.covered))}%")
    if found.noticed:
        told.append(f"发现改动 {plain(min(found.noticed))}%")
    return "，".join(told)


def _cases(tested: RuleRun, found: _Found) -> None:
    if tested.rules is None:
        return  # the linter says why
    for error in tested.unreadable:
        assert isinstance(error, UnreadableSourceError)
        name = error.source.name
        if all(file.name != name for file in found.unread):
            found.unread.append(Looked(name, (unread_finding(error),), unread=error.problem))
    for diagnostic in tested.diagnostics:
        _add(found, diagnostic)
    for outcome in tested.outcomes:
        found.cases += 1
        found.failed += not outcome.passed
        for diagnostic in (*outcome.faults, *failures(outcome)):
            _add(found, diagnostic)
        if outcome.passed:
            found.passed.setdefault(str(outcome.file.path), []).append(f"用例「{outcome.name}」")


def _add(found: _Found, diagnostic: Diagnostic) -> None:
    """Two rule files of one folder share their case files: what is wrong with these is told once."""
    assert diagnostic.source is not None
    known = found.findings.setdefault(diagnostic.source.name, [])
    if all(
        (one.code, one.where, one.message) != (diagnostic.code, diagnostic.where, diagnostic.message)
        for one in known
    ):
        known.append(diagnostic)


_MOST = 10
"""So many units of a case are told one by one."""

_CHANGED = "改正规则；规则本来就要这样改的，运行 kaoping test --update，逐个核对改了的得分"
_REFUSED = "先改正被拒收的事实；本来就该拒收的，在用例的「发现」里写明"


def failures(outcome: Outcome) -> Iterator[Diagnostic]:
    """One finding for each unit that has not what a case expects; the ledger's entries are its witness.

    After _MOST units there is one for all others: the rule that made them fail is one.
    """
    document = outcome.entry.document
    refused = any(one.expected == NOTHING_FOUND for one in outcome.differences)
    units = by_unit(outcome)
    for unit, differences in islice(units.items(), _MOST):
        first = differences[0]
        told = "；".join(
            f"{one.title} 应为 {one.expected}，实为 {one.actual.split(chr(10))[0]}" for one in differences
        )
        yield Diagnostic(
            "Y007",
            "error",
            f"用例「{outcome.name}」没有通过：{f'{unit} ' if unit else ''}{told}",
            _REFUSED if refused else _CHANGED,
            source=document.source,
            span=document.span(first.path),
            unit=unit,
            witness="\n".join(of_unit(outcome, differences)),
        )
    if len(units) > _MOST:
        yield Diagnostic(
            "Y007",
            "error",
            f"用例「{outcome.name}」另有 {len(units) - _MOST} 个单位没有通过",
            "运行 kaoping test 看全部；多半是同一处规则，改好它再看",
            source=document.source,
            span=document.span(("名称",)),
        )


def _weighed(
    tested: RuleRun, settings: CaseSettings, found: _Found, progress: Tell | None
) -> Iterator[Diagnostic]:
    """What no case touches, which changes no case notices; an error each where more is asked for.

    Cases that fail say nothing of either: they are mended first.
    """
    if not tested.passed or not (settings.coverage or settings.mutation):
        return
    assert tested.rules is not None
    source = SourceFile.read(tested.path)
    if not tested.outcomes:  # one thing is to be done, not as many as there are branches
        found.covered.append(Decimal(0))
        yield replace(
            _at(source, 1, "Y008", "error", "规则文件旁边还没有用例"),
            help="手算一个单位的得分，写成用例，放在规则文件旁边的 cases 文件夹里，例如 cases/年终.yaml",
        )
        return
    touched = coverage_of(tested.rules, tested.outcomes)
    short = touched.percent < settings.coverage
    if settings.coverage:
        found.covered.append(touched.percent)
        severity: Severity = "error" if short else "note"
        for gap in touched.gaps:
            yield _at(source, gap.line, "Y008", severity, f"{gap.clause} {gap.what}：没有用例触及")
    if settings.mutation and not short:  # or every change of what is not touched would be told again
        tried = mutate(tested, touched, progress)
        found.noticed.append(tried.percent)
        severity = "error" if tried.percent < settings.mutation else "note"
        for mutant in tried.survivors:
            yield _at(source, mutant.line, "Y009", severity, f"{mutant.sentence}：没有用例发现")
        for diagnostic in tried.diagnostics:
            _add(found, diagnostic)


_HELP = {
    "Y008": "加一个用例，让它的事实落在这里",
    "Y009": "加一个用例，让改动前后的得分不同；确实不必发现的，写进用例文件的「不必发现」，说明理由",
}


def _at(source: SourceFile, line: int, code: str, severity: Severity, message: str) -> Diagnostic:
    span = source.line_span(max(line, 1))
    return Diagnostic(code, severity, message, _HELP[code], source=source, span=span)
