"""What was not understood hides nothing but itself."""

from __future__ import annotations

from kaoping.lint.run import lint
from kaoping.source import SourceFile

HEAD = "办法  某某考核办法\n满分  100分\n"
SUMS = "一级指标  投入（40分）\n  {clause}\n一级指标  产出（50分）\n  全部完成任务，得50分。\n"


def codes(text: str) -> list[str]:
    return [finding.code for finding in lint(SourceFile("甲.rubric", text)).findings]


def test_points_that_are_written_are_added_up_beside_a_clause_that_is_not_read() -> None:
    assert codes(HEAD + SUMS.format(clause="按时拨付资金，得40分。")) == ["M002"]
    assert codes(HEAD + SUMS.format(clause="迟拨的，扣满点分。")) == ["M002", "C001"]


def test_points_that_follow_from_clauses_are_not_where_one_is_not_read() -> None:
    text = HEAD + SUMS.replace("（40分）", "").format(clause="按时拨付资金，得40分，迟拨的，扣满点分。")
    assert codes(text) == ["C001"]


def test_nothing_is_added_up_where_a_line_was_lost() -> None:
    lost = "一级指标：其他（10分\n"
    found = codes(HEAD + SUMS.format(clause="按时拨付资金，得40分。") + "等次  优秀\n" + lost)
    assert "M002" not in found
    assert "S003" in found


def test_what_was_not_understood_is_not_scored() -> None:
    """Found by make fuzz: a choice among two ways, linked to one word."""
    text = HEAD + SUMS.format(clause="按比例得分，或{办法：按比例}抽查，发现一处缺漏，扣一分，扣完为止。")
    assert "C003" in codes(text)
