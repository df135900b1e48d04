"""What an event that lacks a field comes to, in words, against what the score makes of it."""

from __future__ import annotations

import pytest

from casework import intake_of, rubric_of, scored, state
from kaoping.plan import schema_of

HEAD = (
    "事实  信号：事件（条），推送日期（日期）、处理日期（日期）\n"
    "定义  信号.用时 = 相差天数(推送日期, 处理日期)\n一级指标  处置（2分）\n"
)
BLANK = "单位,事项,推送日期,处理日期\n甲县,信号,2020-05-18,\n甲县,信号,2020-05-18,2020-05-19\n"


@pytest.mark.parametrize(
    ("clause", "told", "points"),
    [
        ("处理不及时{信号[用时 ＞ 3]}的，每条扣0.5分，扣完为止。", "第1.1条没有计入这样的记录", 2),
        (
            "处理不及时{次数(信号) - 次数(信号[用时 ≤ 3])}的，每条扣0.5分，扣完为止。",
            "第1.1条把这样的记录当作不符合“用时≤3”",
            1.5,
        ),
        ("平均用时{平均(信号.用时)}≤3，得2分；平均用时＞3，不得分。", "第1.1条没有计入这样的记录", 2),
    ],
)
def test_what_is_said_of_a_blank_field_is_what_happens(clause: str, told: str, points: float) -> None:
    intake = intake_of(rubric_of(HEAD + clause), BLANK)
    (warning,) = [d for d in intake.diagnostics if "处理日期" in d.message]
    assert warning.message == f"“信号”没有写“处理日期”，{told}"
    assert state(scored(HEAD + clause, BLANK)).low == points


def test_a_field_by_which_repeats_are_known() -> None:
    rubric = rubric_of(
        "事实  稿件：事件（篇），标题、级别（省级、市级）\n一级指标  宣传（6分）\n"
        "发表{稿件}的，每篇得1分，同一篇稿件按照发表的最高级别算{按标题去重，取级别最高}。最多得6分。\n"
    )
    assert schema_of(rubric).lacking == {
        ("稿件", "标题"): "第1.1条无从查重，单独计这一条",
        ("稿件", "级别"): "第1.1条去重时把这一条排在最后",
    }
