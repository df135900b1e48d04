"""Safe repairs of rule files: what findings offer is applied until nothing is left, and no word is touched.

    text ─ findings ─ fixes that do not overlap ─▶ text ─ findings ─ … (at most ROUNDS)

A fix may change links, the author's own lines (事实, 定义, 认可), the layout, and characters that nobody sees. One that
would change a word of the document or a remark, or that makes an error where there was none, is refused: it is our mistake.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kaoping.diagnostics import Diagnostic, Edit
from kaoping.language.document import read_outline
from kaoping.layout.proof import remarks, words
from kaoping.source import SourceFile, Span, replaced

ROUNDS = 10

FindingsOf = Callable[[str], Sequence[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after its repair.

    Attributes:
        text: what became of it.
        applied: the findings whose fixes were applied, in that order; their places are those of the text that they were
            found in.
        refused: those whose fixes would have touched what no fix may touch.
    """

    text: str
    applied: tuple[Diagnostic, ...] = ()
    refused: tuple[Diagnostic, ...] = ()


def repaired(text: str, findings_of: FindingsOf) -> Repaired:
    """Apply the fixes of the findings, of what is found then, and so on. What is acknowledged stays.

    Args:
        text: of a rule file.
        findings_of: finds what is wrong in a text.
    """
    applied: list[Diagnostic] = []
    refused: dict[object, Diagnostic] = {}
    findings = findings_of(text)
    rounds = 0
    while rounds < ROUNDS:
        offered = [d for d in findings if d.fix is not None and not d.acknowledged]
        chosen = _apart([d for d in offered if _key(d) not in refused])
        if not chosen:
            break
        step = _step(text, findings, chosen, findings_of)
        if step is None:
            steps = [_step(text, findings, [one], findings_of) for one in chosen]
            bad = [one for one, alone in zip(chosen, steps, strict=True) if alone is None]
            refused |= {_key(one): one for one in bad}
            if bad:
                continue
            chosen, step = chosen[:1], steps[0]  # each is fine, together they are not
        assert step is not None
        applied += chosen
        text, findings = step
        rounds += 1
    return Repaired(text, tuple(applied), tuple(refused.values()))


def _key(finding: Diagnostic) -> object:
    """What makes it the same finding in the next round, wherever it stands then."""
    return finding.code, finding.message, finding.fix and tuple(edit.text for edit in finding.fix.edits)


def _edits(findings: Sequence[Diagnostic]) -> list[Edit]:
    return [edit for finding in findings if finding.fix is not None for edit in finding.fix.edits]


def _apart(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Those whose fixes do not overlap with one before them; nor with themselves."""
    chosen: list[Diagnostic] = []
    taken: list[Span] = []
    for finding in findings:
        spans = [edit.span for edit in _edits([finding])]
        if not any(_touch(one, two) for at, one in enumerate(spans) for two in (*taken, *spans[:at])):
            taken += spans
            chosen.append(finding)
    return chosen


def _touch(one: Span, two: Span) -> bool:
    return one.start == two.start or (one.start < two.end and two.start < one.end)


def _step(
    text: str, findings: Sequence[Diagnostic], chosen: Sequence[Diagnostic], findings_of: FindingsOf
) -> tuple[str, Sequence[Diagnostic]] | None:
    """The text with some fixes and what is then found in it; None if it may not become that."""
    edits = _edits(chosen)
    if not all(0 <= edit.span.start <= edit.span.end <= len(text) for edit in edits):
        return None
    new = replaced(text, edits)
    if _untouchable(new) != _untouchable(text):
        return None
    found = findings_of(new)
    return (new, found) if _errors(found) <= _errors(findings) else None


def _errors(findings: Sequence[Diagnostic]) -> int:
    return sum(finding.severity == "error" for finding in findings)


def _untouchable(text: str) -> tuple[list[str], list[str]]:
    """The words of the document and the remarks, without what cannot be seen."""
    visible = "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cf", "Cc")
    )
    outline = read_outline(SourceFile("", visible))
    return words(outline, declarations=False), remarks(outline)
