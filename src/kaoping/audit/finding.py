"""What the audit finds: the published figure, the recomputed one, the rule and the place."""

from __future__ import annotations

from dataclasses import dataclass

from kaoping.diagnostics import Diagnostic, Place, Severity

_WARNINGS = frozenset({"P008", "P010"})


@dataclass(frozen=True, slots=True)
class RuleRef:
    """Where the rules say so: a line of the rule file, and what stands there."""

    file: str
    line: int | None
    words: str

    def __str__(self) -> str:
        """`月报.rubric:9 第1.1条`."""
        return f"{self.file}:{self.line} {self.words}" if self.line else f"{self.file} {self.words}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure that does not follow.

    Attributes:
        code: P001 …
        unit, item: whose and which.
        published, recomputed: in words; recomputed is "" where nothing can be worked out.
        message: one sentence with both.
        witness: the arithmetic.
        remedy: what to do, where that is more than to look at the rule; "".
        level: the severity, where it is not the usual one of its code.
        acknowledged: why the fault stays (kaoping.toml); "" if nobody said so.
    """

    code: str
    unit: str
    item: str
    published: str
    recomputed: str
    message: str
    place: Place
    rule: RuleRef | None = None
    witness: str = ""
    remedy: str = ""
    level: Severity | None = None
    acknowledged: str = ""

    @property
    def severity(self) -> Severity:
        """A difference of judgement is for people to settle; the rest is wrong."""
        if self.level is not None:
            return self.level
        return "warning" if self.code in _WARNINGS else "error"

    @property
    def diagnostic(self) -> Diagnostic:
        """As every other finding is told."""
        help_ = self.remedy or (f"依据 {self.rule}" if self.rule is not None else "")
        return Diagnostic(
            self.code,
            self.severity,
            self.message,
            help_,
            place=self.place,
            unit=self.unit,
            witness=self.witness,
            acknowledged=self.acknowledged,
        )
