from __future__ import annotations

from collections.abc import Iterator

import pytest

from kaoping.diagnostics import Diagnostic, Severity
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.checks import CHECKS, full_mark, tier_gap
from kaoping.lint.run import Linted, lint
from kaoping.lint.subject import Subject
from kaoping.report import Report
from kaoping.source import SourceFile

GAP = "完成率{完成数 / 任务数}≥90%，得3分；80%-89%得2分；完成率＜80%，得0分。"
TWO_GAPS = "完成率{完成数 / 任务数}≥90%，得3分；80%-89%得2分；60%-79%得1分；完成率＜60%，得0分。"
CODES = ("T001", "M002")


def _everywhere(subject: Subject) -> Iterator[Found | Undecided]:
    """A finding at every indicator, declaration and definition."""
    for indicator in subject.rubric.indicators:
        yield Found(subject.indicator(indicator), f"指标{indicator.name}", "…")
    for spec, span in subject.outline.facts:
        yield Found(span, f"事实{spec.name}", "…")


EVERYWHERE = Check("N003", "warning", "处处。", "处处。", "", "", _everywhere)


def linted(text: str, checks: tuple[Check, ...] = (tier_gap.CHECK, full_mark.CHECK)) -> Linted:
    return lint(SourceFile("甲.rubric", text), checks=checks)


def one(clause: str, after: str) -> str:
    return f"办法  甲\n一级指标  完成（3分）\n  {clause}\n{after}"


def told(text: str, checks: tuple[Check, ...] = (tier_gap.CHECK, full_mark.CHECK)) -> list[str]:
    """Code and message, of acknowledged findings the reason."""
    return [
        f"{d.code} 认可：{d.acknowledged}" if d.acknowledged else f"{d.code} {d.message}"
        for d in linted(text, checks).findings
    ]


def fixed(text: str) -> str:
    """The text with the fix of its one finding that has one."""
    (fix,) = [d.fix for d in linted(text).findings if d.fix]
    (edit,) = fix.edits
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def test_an_acknowledged_finding_stays_and_does_not_fail() -> None:
    file = linted(one(GAP, "  认可  T001：原文如此\n"))
    (finding,) = file.findings
    assert (finding.code, finding.severity, finding.acknowledged) == ("T001", "warning", "原文如此")
    assert not Report.of_rules((file,)).failing
    assert Report.of_rules((linted(one(GAP, "")),)).failing


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_whatever_its_severity(severity: Severity) -> None:
    file = lint(SourceFile("甲", one(GAP, "认可  T001：原文如此\n")), {"T001": severity}, (tier_gap.CHECK,))
    assert [(d.severity, bool(d.acknowledged)) for d in file.findings] == [(severity, True)]
    assert not Report.of_rules((file,), fail="note").failing


def test_one_acknowledgement_lets_all_findings_of_its_code_stand() -> None:
    assert (
        told(one(TWO_GAPS, "认可  T001：两个空档都已报请修订\n")) == ["T001 认可：两个空档都已报请修订"] * 2
    )


@pytest.mark.parametrize(
    "line",
    [
        "认可  T001：原文如此",
        "认可 T001:原文如此",
        "认可：T001：原文如此",
        "认可　t001：原文如此",
        "\n  # 备注\n    认可  T001：原文如此  # 又一个备注",
        "说明  指标解释\n认可  T001：原文如此",
    ],
)
def test_ways_to_write_it(line: str) -> None:
    assert told(one(GAP, f"{line}\n")) == ["T001 认可：原文如此"]


@pytest.mark.parametrize("between", ["、", "，", ",", "；"])
def test_several_codes_in_one_line(between: str) -> None:
    text = f"办法  甲\n满分  5分\n认可  M002{between}T001：原文如此\n一级指标  完成（3分）\n  {GAP}\n"
    assert told(text) == [
        "M002 认可：原文如此",
        "K001 上面没有T001这样的问题，认可用不上",
        "T001 89%与90%之间没有一档管到",
    ]


def test_below_all_lines_of_a_clause() -> None:
    text = one(
        "1．完成率{完成数 / 任务数}≥90%，得3分；\n  80%-89%得2分；完成率＜80%，得0分。",
        "认可  T001：原文如此\n",
    )
    assert told(text) == ["T001 认可：原文如此"]


def test_only_what_stands_above_it_is_acknowledged() -> None:
    text = one(f"1．{GAP}\n  2．{GAP}", "  认可  T001：第二条\n")
    assert told(text) == ["T001 89%与90%之间没有一档管到", "T001 认可：第二条"]


def test_below_an_indicator_a_declaration_and_a_line_of_the_file() -> None:
    text = (
        "办法  甲\n事实  漏报：事件\n认可  N003：声明\n满分  5分\n认可  M002：满分\n"
        "一级指标  报送（10分）\n说明  解释\n认可  N003：指标\n  漏报{漏报}一次扣1分，扣完为止。\n"
    )
    assert told(text, (full_mark.CHECK, EVERYWHERE)) == [
        "N003 认可：声明",
        "M002 认可：满分",
        "N003 认可：指标",
    ]


def test_where_the_full_mark_is_said_nowhere_it_is_below_the_title() -> None:
    source = SourceFile("甲", "# 备注\n办法  甲\n一级指标  报送（10分）\n  按时报送，得10分。\n")
    subject = Subject.of(source)
    assert source.slice(subject.line("满分")) == "办法  甲"


PASTED = "办法  甲\n一级指标\t三级指标\t分值\t评分标准\n过程\t完成\t3\t{clause}\n{after}产出\t报送\t5\t漏报一次扣1分。\n"


@pytest.mark.parametrize("clause", [GAP, f'"1．{GAP}\n2．漏报一次扣1分，扣完为止。"'])
def test_in_a_pasted_table_it_is_about_the_row(clause: str) -> None:
    text = PASTED.format(clause=clause, after="认可  T001、N003：这一行\n")
    assert told(text, (tier_gap.CHECK, EVERYWHERE)) == [
        "N003 认可：这一行",
        "T001 认可：这一行",
        "N003 指标产出",
    ]


def test_in_a_pasted_table_of_targets_it_is_about_the_row() -> None:
    text = (
        "办法  甲\n计分  达标率\n一级指标\t三级指标\t指标值\n产出\t归集数据\t≥2亿条\n认可  N003：这一行\n"
        "\t覆盖率\t100%\n"
    )
    assert told(text, (EVERYWHERE,)) == ["N003 认可：这一行"]


def test_at_the_top_of_a_file_there_is_nothing_to_acknowledge() -> None:
    (first, *_) = told(f"认可  T001：原文如此\n{one(GAP, '')}")
    assert first == "K002 「认可」上面没有可认可的内容"


def test_an_unknown_code() -> None:
    assert told(one(GAP, "认可  T001、X001：原文如此\n")) == [
        "T001 认可：原文如此",
        "K002 没有代码为X001的检查",
    ]


def test_an_error_of_the_reader_cannot_be_acknowledged() -> None:
    found = linted(one("迟报一次扣点分。", "认可  C001：原文如此\n")).findings
    assert [(d.code, d.severity) for d in found] == [("C001", "error"), ("K002", "warning")]
    assert not found[0].acknowledged


def test_an_unused_acknowledgement_goes_with_its_line() -> None:
    text = one(
        "全部完成任务，得3分。", "  认可  T001：原文如此\n一级指标  报送（5分）\n  按时报送，得5分。\n"
    )
    assert told(text) == ["K001 上面没有T001这样的问题，认可用不上"]
    assert fixed(text) == text.replace("  认可  T001：原文如此\n", "")
    assert told(fixed(text)) == []


def test_at_the_end_of_a_file_too() -> None:
    text = one("全部完成任务，得3分。", "  认可  T001：原文如此")
    assert told(fixed(text)) == []


def test_of_several_codes_only_the_unused_one_goes() -> None:
    text = one(GAP, "  认可：M002、T001：原文：如此，见 a:b\n")
    assert fixed(text) == one(GAP, "  认可  T001：原文：如此，见 a:b\n")
    assert told(fixed(text)) == ["T001 认可：原文：如此，见 a:b"]


def test_the_second_of_two_that_say_the_same_is_unused() -> None:
    text = one(GAP, "认可  T001：一\n认可  T001：二\n")
    assert told(text) == ["T001 认可：一", "K001 上面没有T001这样的问题，认可用不上"]


# Nothing is called unused unless somebody looked.


def test_nothing_is_unused_while_the_file_is_not_understood() -> None:
    text = one(f"1．{GAP}扣点分\n  认可  T001：原文如此\n  2．按时报送，得1分。", "认可  M002：原文如此\n")
    assert {d.code for d in linted(text).findings} == {"C001"}


def test_nothing_is_unused_whose_check_is_off() -> None:
    source = SourceFile("甲", one(GAP, "认可  T001：原文如此\n"))
    assert lint(source, {"T001": "off"}, (tier_gap.CHECK,)).findings == ()
    assert lint(source, checks=(full_mark.CHECK,)).findings == ()


def test_nothing_is_unused_where_a_check_could_not_decide() -> None:
    def undecided(subject: Subject) -> Iterator[Found | Undecided]:
        yield Undecided(subject.clause(next(subject.clauses())), "看不出来")

    check = Check("T001", "warning", "…。", "…。", "", "", undecided)
    assert told(one(GAP, "认可  T001：原文如此\n"), (check,)) == []


def test_settings_may_make_an_unused_one_an_error_or_leave_it() -> None:
    source = SourceFile("甲", one("全部完成任务，得3分。", "认可  T001：原文如此\n"))

    def found(severity: Severity) -> list[Diagnostic]:
        return list(lint(source, {"K001": severity}, (tier_gap.CHECK,)).findings)

    assert [d.severity for d in found("error")] == ["error"]
    assert lint(source, {"K001": "off"}, (tier_gap.CHECK,)).findings == ()


def test_every_check_may_be_acknowledged_where_it_finds() -> None:
    """The place of a finding must lie in something that an acknowledgement can stand below."""
    for check in CHECKS:
        found = lint(SourceFile("甲", check.bad)).findings
        lines = check.bad.splitlines()
        for finding in reversed(found):
            assert finding.source is not None
            assert finding.span is not None
            line, _ = finding.source.position(finding.span.start)
            lines.insert(line, f"认可  {check.code}：原文如此")
        left = lint(SourceFile("甲", "\n".join(lines))).findings
        assert {d.code for d in left if not d.acknowledged} <= {"K001"}, check.code
        assert len([d for d in left if d.acknowledged]) == len(found), check.code
