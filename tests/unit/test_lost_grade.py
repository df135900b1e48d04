"""E001: a loss that leads to a grade is not reported, and the help of one that does not can be followed."""

from __future__ import annotations

import re

import pytest

from kaoping.diagnostics import Diagnostic
from kaoping.lint.run import lint
from kaoping.source import SourceFile

GRADES = "优秀（S≥90）、良好（90＞S≥80）、不合格（S＜80）"


def found(sentence: str, grades: str = GRADES) -> list[Diagnostic]:
    lines = (
        "办法  甲办法",
        f"等次  {grades}",
        "一级指标  甲（100分）",
        f"  按时报送，得100分，否则不得分。发生事故的，{sentence}。",
    )
    return [one for one in lint(SourceFile("甲.rubric", "\n".join(lines))).findings if one.code == "E001"]


@pytest.mark.parametrize(
    "sentence",
    ["一票否决，直接定为不合格等次", "一票否决，取消评优资格", "实行一票否决，年度考核直接评为不合格"],
)
def test_a_grade_named_beside_a_bare_loss_is_what_it_means(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    "grades", [GRADES, "一等（S≥90）、二等（90＞S≥80）、三等（S＜80）", "A级（S≥90）、B级（S＜90）"]
)
@pytest.mark.parametrize("sentence", ["一票否决", "取消文明单位资格"])
def test_the_help_can_be_followed(sentence: str, grades: str) -> None:
    (finding,) = found(sentence, grades)
    wordings = re.split("；", re.split("例如：", finding.help)[1])
    assert all(found(wording, grades) == [] for wording in wordings)


def test_grades_that_could_not_be_read_are_not_missing() -> None:
    assert found("一票否决", "优秀：九十分以上的若干名") == []
