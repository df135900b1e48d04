"""Acknowledgements: findings that the author lets stand, each with a reason, in the rule file itself.

An acknowledged finding stays in every output, marked; it does not fail the run. Errors of the reader cannot
be acknowledged: without what they ask for there is nothing to score. An acknowledgement that no finding
answers to is a finding itself (K001), if somebody looked for one; one that cannot be meant is K002.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from kaoping.diagnostics import CODES, Diagnostic, Edit, Fix
from kaoping.language.document import removal
from kaoping.language.outline import Acknowledgement
from kaoping.source import SourceFile, Span

Looked = Callable[[str, Span], bool]


def acknowledged(
    findings: Iterable[Diagnostic],
    errors: Sequence[Diagnostic],
    given: Sequence[Acknowledgement],
    source: SourceFile,
    looked: Looked,
) -> list[Diagnostic]:
    """The findings, those that are acknowledged marked, and the faults of the acknowledgements themselves.

    Args:
        findings: that may be acknowledged.
        errors: of the reader, that may not.
        given, source: the acknowledgements of a file, and its text.
        looked: whether it says something that a code was not found at a place.
    """
    used: set[tuple[int, str]] = set()
    found = []
    for finding in findings:
        by = next((g for g in given if _answers(g, finding)), None)
        if by is not None:
            used.add((by.span.start, finding.code))
            finding = replace(finding, acknowledged=by.reason)
        found.append(finding)
    return [*found, *(fault for one in given for fault in _faults(one, used, errors, source, looked))]


def _answers(given: Acknowledgement, finding: Diagnostic) -> bool:
    return (
        finding.code in given.codes
        and finding.span is not None
        and given.below.start <= finding.span.start < given.below.end
    )


def _faults(
    given: Acknowledgement,
    used: set[tuple[int, str]],
    errors: Sequence[Diagnostic],
    source: SourceFile,
    looked: Looked,
) -> Iterator[Diagnostic]:
    def fault(code: str, message: str, help_: str, fix: Fix | None = None) -> Diagnostic:
        return Diagnostic(code, "warning", message, help_, source=source, span=given.span, fix=fix)

    if given.below == Span(0, 0):
        yield fault("K002", "「认可」上面没有可认可的内容", "写在它所认可的子句、指标或声明的下一行")
        return
    unknown = [code for code in given.codes if code not in CODES]
    if unknown:
        listed = "、".join(unknown)
        yield fault("K002", f"没有代码为{listed}的检查", "代码见这条问题的第一行，例如 警告[T001]")
    twice = [code for code in dict.fromkeys(given.codes) if given.codes.count(code) > 1]
    if twice:
        fix = _without(given, [*dict.fromkeys(given.codes)], source, "删去重复的代码")
        yield fault("K002", f"{'、'.join(twice)}写了两次", "一个代码写一次", fix)
    final = {error.code for error in errors if _answers(given, error)}
    if final:
        listed = "、".join(sorted(final))
        yield fault("K002", f"{listed}是错误，不改正就不能计分，不能认可", "改正上面的错误，删去这个认可")
    known = [code for code in dict.fromkeys(given.codes) if code in CODES and code not in final]
    idle = [code for code in known if (given.span.start, code) not in used and looked(code, given.below)]
    if idle:
        listed = "、".join(idle)
        yield fault(
            "K001",
            f"上面没有{listed}这样的问题，认可用不上",
            "问题已经解决的，删去这个代码；写错了地方的，移到有问题的那一条下面",
            _without(given, [code for code in given.codes if code not in idle], source),
        )


def _without(
    given: Acknowledgement, codes: Sequence[str], source: SourceFile, what: str = "删去用不上的代码"
) -> Fix:
    """Leave only these codes; the whole line goes with the last."""
    if codes:
        left = f"认可  {'、'.join(codes)}：{given.reason}"
        return Fix(what, (Edit(given.span, left),))
    return Fix("删去用不上的认可", (removal(source, given.span),))
