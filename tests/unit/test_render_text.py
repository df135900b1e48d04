from __future__ import annotations

from kaoping.diagnostics import Diagnostic, Place
from kaoping.render.text import format_diagnostic, format_summary
from kaoping.source import SourceFile, Span

SOURCE = SourceFile("通用.rubric", "办法\n3．资料ABC不全的，扣点分。\n")


def test_place_excerpt_and_help() -> None:
    start = SOURCE.text.index("扣点分")
    finding = Diagnostic("C001", "error", "没有读懂「扣点分」", "例如：扣1分", SOURCE, Span(start, start + 3))
    assert format_diagnostic(finding) == (
        "通用.rubric:2:12: 错误[C001] 没有读懂「扣点分」\n"
        "    3．资料ABC不全的，扣点分。\n"
        "                      ^^^^^^\n"
        "  → 例如：扣1分"
    )


def test_a_place_among_facts_has_no_excerpt() -> None:
    finding = Diagnostic("F003", "error", "没有「金寨」", place=Place("台账.csv", 7, "单位"))
    assert format_diagnostic(finding) == "台账.csv 第7行「单位」: 错误[F003] 没有「金寨」"


def test_without_a_place_the_severity_comes_first() -> None:
    assert format_diagnostic(Diagnostic("F010", "warning", "重复")) == "警告[F010] 重复"


def test_summary_counts_by_severity() -> None:
    findings = [Diagnostic("C001", severity, "…") for severity in ("note", "error", "error")]
    assert format_summary(findings) == "2 个错误，1 个提示"
    assert format_summary([]) == "没有发现问题"
