"""The outcome of linting several files: what every output format is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaoping.diagnostics import Diagnostic, Severity
from kaoping.lint.run import Doubt, Linted

_RANK: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Report:
    """All files with their findings.

    Attributes:
        files: in the order in which they were given.
        fail: findings from this severity on fail the run, unless they are acknowledged.
        paths: of the files by their names, relative to the repository, for other programs.
    """

    files: tuple[Linted, ...]
    fail: Severity = "warning"
    paths: Mapping[str, str] = field(default_factory=dict)

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
        return {f.subject.source.name: f.unread for f in self.files if f.unread}

    def path(self, name: str) -> str:
        """The path of a file for other programs."""
        return self.paths.get(name, name)

    def fails(self, finding: Diagnostic) -> bool:
        """Whether a finding fails the run."""
        return not finding.acknowledged and _RANK[finding.severity] >= _RANK[self.fail]

    @property
    def failing(self) -> bool:
        """Whether any finding fails the run."""
        return any(self.fails(finding) for finding in self.findings())
