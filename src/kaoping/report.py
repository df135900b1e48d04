"""What came of looking at files, by lint and by check: what every output format is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kaoping.diagnostics import Diagnostic, Severity
from kaoping.lint.run import Doubt, Linted

_RANK: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Looked:
    """One file that was looked at: a rule file, a case file, facts, a published table.

    Attributes:
        name: as it was given.
        findings: in the order of the file.
        doubts: where a check could not decide.
        unread: why it could not be read at all; "".
        passed: what was tried in it and held, by name: the cases of a case file.
    """

    name: str
    findings: tuple[Diagnostic, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unread: str = ""
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that check does.

    Attributes:
        name: lint, fmt, test, facts, audit.
        files: those that it looked at.
        said: what was done, in words: 5 个规则文件.
        outcome: what came of it beside its findings: 覆盖 100%; "".
        failed: it could not be done at all.
    """

    name: str
    files: tuple[Looked, ...]
    said: str
    outcome: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change of a rule file does, against a revision: for people, for a page, for programs."""

    name: str
    summary: str
    text: str
    markdown: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """All that was looked at.

    Attributes:
        parts: in the order in which they were done.
        fail: findings from this severity on fail the run, unless they are acknowledged.
        paths: of the files by their names, relative to the repository, for other programs.
        effects: of the changed rule files.
        since: the revision that they are compared with; "".
        whole: this is a check of everything, and not of rule files alone.
    """

    parts: tuple[Part, ...]
    fail: Severity = "warning"
    paths: Mapping[str, str] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    since: str = ""
    whole: bool = False

    @classmethod
    def of_rules(
        cls, linted: Iterable[Linted], fail: Severity = "warning", paths: Mapping[str, str] | None = None
    ) -> Report:
        """That of rule files alone."""
        return cls((lint_part(linted),), fail, paths or {})

    @cached_property
    def files(self) -> tuple[Looked, ...]:
        """Each file once, with what all parts found in it."""
        found: dict[str, Looked] = {}
        for part in self.parts:
            for file in part.files:
                other = found.get(file.name)
                found[file.name] = file if other is None else _both(other, file)
        return tuple(found.values())

    def findings(self) -> Iterator[Diagnostic]:
        """Those of all files."""
        for file in self.files:
            yield from file.findings

    def doubts(self) -> Iterator[Doubt]:
        """Where checks could not decide."""
        for file in self.files:
            yield from file.doubts

    @property
    def unreadable(self) -> dict[str, str]:
        """Why a file could not be read at all, by its name."""
        return {file.name: file.unread for file in self.files if file.unread}

    def path(self, name: str) -> str:
        """The path of a file for other programs."""
        return self.paths.get(name, name)

    def fails(self, finding: Diagnostic) -> bool:
        """Whether a finding fails the run. Of facts only what was refused does, as wherever they are scored."""
        least = "error" if finding.code.startswith("F") else self.fail
        return not finding.acknowledged and _RANK[finding.severity] >= _RANK[least]

    @property
    def failing(self) -> bool:
        """Whether any finding fails the run."""
        return any(self.fails(finding) for finding in self.findings())

    @property
    def failed(self) -> bool:
        """Whether something could not be done at all."""
        return bool(self.unreadable) or any(part.failed for part in self.parts)


def lint_part(linted: Iterable[Linted]) -> Part:
    """What the linter found."""
    files = tuple(Looked(one.subject.source.name, one.findings, one.doubts, one.unread) for one in linted)
    return Part("lint", files, f"{len(files)} 个规则文件")


def _both(one: Looked, other: Looked) -> Looked:
    return Looked(
        one.name,
        one.findings + other.findings,
        one.doubts + other.doubts,
        one.unread or other.unread,
        one.passed + other.passed,
    )
