"""The outcome of linting several files: what every output format is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.diagnostics import Diagnostic, Severity
from kaoping.lint.run import Doubt, Linted

_RANK: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Report:
    """All files with their findings.

    Attributes:
        files: that could be read, in the order in which they were given.
        unreadable: messages about those that could not.
        fail: findings from this severity on fail the run, unless they are acknowledged.
    """

    files: tuple[Linted, ...]
    unreadable: tuple[str, ...] = ()
    fail: Severity = "warning"

    def findings(self) -> Iterator[Diagnostic]:
        """Those of all files."""
        for file in self.files:
            yield from file.findings

    def doubts(self) -> Iterator[Doubt]:
        """Where checks could not decide."""
        for file in self.files:
            yield from file.doubts

    @property
    def failing(self) -> bool:
        """Whether a finding fails the run."""
        return any(not d.acknowledged and _RANK[d.severity] >= _RANK[self.fail] for d in self.findings())
