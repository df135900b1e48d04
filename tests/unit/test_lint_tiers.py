"""The T checks, on one sentence each: what they prove, and what they leave alone."""

from __future__ import annotations

import pytest

from casework import FILE, rule_file
from kaoping.lint.run import lint
from kaoping.source import SourceFile

EIGHT = "单位  a、b、c、d、e、f、g、h"


def said(rules: str, units: str = "") -> list[str]:
    """Code and witness of every finding of a T check."""
    text = rule_file(rules).replace("\n一级指标", f"\n{units}\n一级指标", 1) if units else rule_file(rules)
    found = lint(SourceFile(FILE, text)).findings
    assert not [d for d in found if d.severity == "error"], [d.message for d in found]
    return [f"{d.code} {d.witness}" for d in found if d.code.startswith("T")]


def doubts(rules: str) -> list[str]:
    found = lint(SourceFile(FILE, rule_file(rules))).doubts
    return [f"{doubt.code} {doubt.undecided.reason}" for doubt in found if doubt.code.startswith("T")]


NAMED = [
    ("完成率{甲 / 乙}≥90%，得3分；完成率＜60%，不得分。", "完成率"),  # by the sentence
    ("完成率=（甲/乙）×100%。≥90%得3分；＜60%不得分。", "完成率"),  # by a definition of the sentence
    ("≥90%{甲 / 乙}，得3分；＜60%，不得分。", "甲 / 乙"),  # by its link
    ("≥90%得3分；＜60%不得分。", "第1.1条的数"),  # by nothing
]


@pytest.mark.parametrize(("rules", "name"), NAMED)
def test_a_witness_names_the_measure(rules: str, name: str) -> None:
    assert said(rules) == [f"T001 {name}为75%时，不属于任何一档，计分时待评"]


FOUND = [
    (
        "完成率{甲 / 乙}＞90%得3分；完成率＜90%得1分。",
        ["T003 完成率为90%时，不属于任何一档，计分时待评"],
    ),
    (
        "合格率60%以上得3分；60%以下得1分。",
        ["T003 合格率为60%时，“合格率60%以上”得3分，“60%以下”得1分；程序取“合格率60%以上”，得3分"],
    ),
    (
        "完成率达到90%的得3分；低于60%的扣2分。",
        ["T001 完成率为75%时，不属于任何一档，程序按基础分计，得3分"],
    ),
    (
        "1．完成率{甲 / 乙}≥90%，得3分；\n2．完成率80%-89%，得2分。",
        ["T001 完成率为89.5%时，不属于任何一档，程序得0分"],
    ),
    (
        "1．完成率{甲 / 乙}90%以上的，得3分；\n2．完成率80%-90%的，得2分。",
        [
            "T003 完成率为90%时，“完成率90%以上的”得3分，“完成率80%-90%的”得2分；程序合计得5分",
        ],
    ),
    (
        "完成率≥90%得3分；60%≥完成率≥80%得2分；完成率＜90%得0分。",
        ["T005 “60%≥完成率≥80%”是空的，两个条件不能同时成立"],
    ),
    (
        "合格率≥90%得3分；合格率＞100%得4分；合格率＜90%得0分。",
        ["T005 合格率不会高于100%"],
    ),
    (
        "完成率≥90%得3分；90%以上得2分；完成率＜90%得0分。",
        ["T005 完成率为91%时，归“完成率≥90%”，得3分"],
    ),
    (
        "低于60%扣3分；70%-80%扣1分。",
        ["T001 第1.1条的数为65%时，不属于任何一档，计分时待评"],
    ),
    (
        "投资额1亿元以上得3分，5000万元-1亿元得2分，5000万元以下得1分。",
        ["T007 程序只比较数字：5000万元按5000与1亿元的1比较"],
    ),
    (
        "合格率≥90%，得1分；90%＞合格率≥80%，得3分；合格率＜80%，得0分。",
        ["T006 合格率为0%时得0分，为80%时得3分，为90%时得1分"],
    ),
    (
        "发表文章1-3篇得1分；5-6篇得2分；7篇以上得3分；没有文章的不得分。",
        [],  # asked as a choice: nothing is known of its values
    ),
    (
        "发表文章1-3篇得1分；5-6篇得2分；7篇以上得3分。",
        [
            "T001 发表文章为4篇时，不属于任何一档，计分时待评",
            "T002 发表文章为0篇时，不属于任何一档，计分时待评",
        ],
    ),
]


@pytest.mark.parametrize(("rules", "expected"), FOUND)
def test_what_is_found(rules: str, expected: list[str]) -> None:
    assert said(rules) == expected


SPARED = [
    "低于80%、70%、60%的，分别扣1分、2分、3分。",  # nothing is taken beyond them
    "合格率达到100%的得3分，达到90%的得2分，达到80%的得1分，达不到80%的不得分。",  # a ladder: the stricter applies
    "完成率{甲 / 乙}90%（含）以上的得3分，80%（含）-90%（不含）的得2分，80%（不含）以下的不得分。",
    "完成率{甲 / 乙}90%以上的得3分，80%（含）至90%的得2分，60%（含）至80%的得1分，60%（不含）以下的不得分。",
    "合格率100-80%得3分；80-60%(含80%)得2分；60%以下（不含60%）得1分。",  # the later row says whose 80% is
    "合格率80-90%（含80%，不含90%）得2分，90-100%得3分，80%以下得1分。",
    "合格率100-80%（含80%）得3分；80-60%（含60%）得2分；60%以下（不含60%）得1分。",  # never above 100%
    "每季度开展0-2次得1分，3-4次得2分，5次以上得3分。",  # nothing lies between 2 and 3 times
    "合格率90%以上得3分；否则不得分。",
    "平均处理时长≤12小时，得3分；12小时＜平均处理时长≤24小时，得1分；平均处理时长＞24小时，得0分。",
    "1．完成率{甲 / 乙}90%以上的，得1分；\n2．完成率95%以上的，得2分。",  # given one upon the other
    "指标完成情况分为：达成、部分达成、未达成三档，分别按照该指标对应分值区间100-80%、80-60%、60-0%合理确定分值。",
]


@pytest.mark.parametrize("rules", SPARED)
def test_what_is_left_alone(rules: str) -> None:
    assert said(f"一级指标  甲（3分）\n{rules}") == []


UNDECIDED = [
    (
        "办结时间在3个工作日以内得3分，4-5个工作日得2分，超过5个工作日得1分。",
        "T001 3个工作日与4个工作日之间没有一档管到；也许只有整数，那就没有空档",
    ),
    (
        "资产负债率40%-60%，得3分；资产负债率＜40%，得1分；资产负债率＞60%，得2分。",
        "T006 资产负债率居中的一档得分最多：也许居中的最好，也许写颠倒了",
    ),
    (
        "使用率80%-100%，得3分；使用率＜80%，得1分。",
        "T011 不知道使用率会不会超过100%；超过的，没有一档管到",
    ),
]


@pytest.mark.parametrize(("rules", "reason"), UNDECIDED)
def test_what_cannot_be_decided_is_said_to_be_so(rules: str, reason: str) -> None:
    assert said(rules) == []
    assert doubts(rules) == [reason]


PLACES = [
    (
        "办件量{办件量}排名第1-3名，得3分；第5-6名，得2分；第6名之后，得1分。",
        "",
        ["T001 第4名不属于任何一档，计分时待评"],
    ),
    (
        "办件量{办件量}排名第1-3名，得3分；第4-6名，得2分；第10-12名，得1分。",
        EIGHT,
        [
            "T002 第7名（共8个单位）不属于任何一档，计分时待评",
            "T005 共8个单位，最后是第8名",
        ],
    ),
    (
        "办件量{办件量}第1-3名，得3分；第3-5名，得2分；第5名之后，得1分。",
        "",
        ["T004 第3名：“办件量第1-3名”得3分、“第3-5名”得2分；程序取“办件量第1-3名”，得3分"],
    ),
    (
        "办件量{办件量}前3名加3分，后3名扣2分。",
        "单位  a、b、c、d",
        ["T004 第2名，也就是倒数第3名：“办件量前3名”得3分、“后3名”扣2分；程序合计得1分"],
    ),
    (
        "办件量{办件量}第1名，得1分；第2-4名，得3分；第5名及以后，得2分。",
        EIGHT,
        ["T006 第1名得1分，第2名得3分，第5名得2分（共8个单位）"],
    ),
    (
        "办件量{办件量}位于前20%得2分，前40%得1.5分，其余得1分。",
        EIGHT,
        [
            "T008 第2名在前25%，程序不算在前20%之内，得1.5分；取2个单位的话，就在前20%之内",
            "T008 第4名在前50%，程序不算在前40%之内，得1分；取4个单位的话，就在前40%之内",
        ],
    ),
    (
        "办件量{办件量}位于前20%得2分，前50%得1.5分，其余得1分。",
        "单位  a、b、c、d",
        ["T005 共4个单位，20%是0.8个单位；第1名已占25%"],
    ),
    ("办件量{办件量}在全省位于前20%得2分，前40%得1.5分，其余得1分。", EIGHT, []),  # among others, too
    ("办件量{办件量}前3名加3分，后3名扣2分。", EIGHT, []),
]


@pytest.mark.parametrize(("rules", "units", "expected"), PLACES)
def test_places(rules: str, units: str, expected: list[str]) -> None:
    assert said(rules, units) == expected


HEAD = "办法  甲\n满分  100分\n等次  {}\n一级指标  甲（100分）\n  全部完成的，得100分。"
GRADES = [
    ("优秀（S≥90）、良好（90＞S≥60）、差（S＜60）", []),
    (
        "优秀（S≥90）、良好（89≥S≥60）、差（S＜60）",
        ["T001 总分为89.5分时，不属于任何一个等次，定不出等次"],
    ),
    ("优秀（S＞90）、差（S＜90）", ["T003 总分为90分时，不属于任何一个等次，定不出等次"]),
    ("优秀（S≥90）、差（S≤90）", ["T003 总分为90分时，“优秀”、“差”都符合，程序定为“优秀”"]),
    ("优秀（S≥90）、差（S＜95）", ["T004 总分为92.5分时，“优秀”、“差”都符合，程序定为“优秀”"]),
    ("优秀（S≥90）、良好（S≥80）、合格（S≥60）、不合格（S＜60）", []),  # a ladder: the strictest applies
    (
        "优秀（S≥90）、良好（85-95分）、差（S＜85）",
        ["T004 总分为92.5分时，“优秀”、“良好”都符合，程序定为“良好”"],
    ),
    ("优秀（90分以上）、良好（80-90分（含90分））、差（80分（不含）以下）", []),
    (
        "优秀（90-100分）、良好（80-89分）、合格（60-79分）、不合格（60分以下）",
        [
            "T001 总分为79.5分时，不属于任何一个等次，定不出等次",
            "T001 总分为89.5分时，不属于任何一个等次，定不出等次",
            "T003 总分为60分时，“合格”、“不合格”都符合，程序定为“合格”",
        ],
    ),
    (
        "优秀：90分及以上；良好：80分（含）至90分（不含）；合格：60分以上，80分以下；不合格：低于60分。",
        [],  # 80（含）
    ),
    ("优秀（S≥90）、良好（90＞S≥60）", ["T002 总分为59分时，不属于任何一个等次，定不出等次"]),
    (
        "良好（S≥90）、优秀（S＜90）",
        ["T010 “优秀”：到90分（不含）；“良好”：从90分"],
    ),
    (
        "优秀（S≥90）、优秀（S＜90）",
        ["T010 “优秀”：从90分、到90分（不含）"],
    ),
]


@pytest.mark.parametrize(("grades", "expected"), GRADES)
def test_grades(grades: str, expected: list[str]) -> None:
    assert said(HEAD.format(grades)) == expected


def test_an_unreadable_grade() -> None:
    rules = rule_file(HEAD.format("优秀（90分）、差（S＜90）"))
    (found,) = [d for d in lint(SourceFile(FILE, rules)).findings if d.severity == "error"]
    assert (found.code, found.message) == ("S003", "等次「优秀」的分数「90分」没有读懂")
    assert found.span is not None
    assert rules[found.span.start : found.span.end] == "90分"


def test_whole_totals_leave_no_gap_between_whole_grades() -> None:
    rules = HEAD.format("优秀（S≥90）、良好（89≥S≥60）、差（59≥S）\n取值  总分四舍五入保留0位小数")
    assert said(rules) == []


def test_a_bonus_beyond_the_best_grade() -> None:
    rules = HEAD.format("优秀（100≥S≥90）、差（S＜90）") + "\n一级指标  加分项（5分）\n  有创新的，得5分。"
    assert said(rules) == ["T002 总分为101分时，不属于任何一个等次，定不出等次"]


CHOICES = [
    (
        "差、中、良好",
        "运行情况{情况}良好，得2分；为中，得1分；为差，不得分。",
        [],  # by word
    ),
    (
        "差、中、良好",
        "运行情况{情况：差、中、良好}良好，得2分；为中，得1分；为差，不得分。",
        ["T009 情况为“差”时，程序取“运行情况良好”，得2分"],  # the link says the order
    ),
    (
        "良好、中、差",
        "运行情况{情况：差、中、良好}齐备，得2分；为一般，得1分；为较弱，不得分。",
        [],
    ),
    (
        "差、中、良好",
        "运行情况{情况}良好，得2分；为中，得1分；为较弱，不得分。",
        ["T009 情况为“差”时，程序取“运行情况良好”，得2分"],  # not every row names a choice
    ),
    (
        "停运、差、中、良好",
        "运行情况{情况}良好，得2分；为中，得1分；为差，不得分。",
        ["T009 情况为“停运”时，不属于任何一档，计分时待评"],
    ),
    (
        "不合格、合格、优秀",
        "验收{情况}优秀的，得2分；合格的，得1分；不合格的，不得分。",
        [],
    ),
    (
        "良好、中",
        "运行情况{情况}良好，得2分；为中，得1分；否则不得分。",
        ["T009 情况只能填良好、中，各有一档"],
    ),
    (
        "良好、中、停运",
        "运行情况{情况}良好，得2分；为中，得1分；否则不得分。",
        [],
    ),
]


@pytest.mark.parametrize(("choices", "sentence", "expected"), CHOICES)
def test_choices(choices: str, sentence: str, expected: list[str]) -> None:
    assert said(f"办法  甲\n事实  情况：选项（{choices}）\n一级指标  甲\n  {sentence}") == expected


def test_a_word_that_stands_twice() -> None:
    sentence = "考核结果{考核结果：甲、乙、丙}优秀，得3分；良好，得2分；良好，得1分。"
    assert said(sentence) == ["T009 “良好”得2分，又得1分"]


def test_a_choice_that_is_not_declared() -> None:
    rules = "办法  甲\n事实  情况：选项（良好、中、差）\n一级指标  甲\n  运行{情况：良好、坏、中}良好，得2分；不佳，得1分；为较弱，不得分。"
    errors = [d for d in lint(SourceFile(FILE, rule_file(rules))).findings if d.severity == "error"]
    assert [(d.code, d.message) for d in errors] == [("N001", "「情况」声明的选项里没有“坏”")]


BESIDE_A_FAULT = """办法  甲
单位  a、b、c、d
一级指标  甲（3分）
  满意率{满意率，不低于}≥90%，得3分；80%-89%得2分；满意率＜80%，得0分。
一级指标  乙（3分）
  平均时长{平均(申诉。时长}≤12小时，得3分；15小时＜平均时长≤24小时，得1分；平均时长＞24小时，得0分。
一级指标  丙（3分）
  办件量{办件量}{不含当日}排名第1名，得3分；第3名，得2分；第3名之后，得1分。
一级指标  丁（3分）
  发文{发文 + }0-2篇，得1分；3-4篇，得2分；5篇以上，得3分。
一级指标  戊（3分）
  合格率{合格数 + }≥90%，得3分；合格率≥80%，得2分；每缺一样扣一点分。
"""


def test_a_faulty_link_does_not_hide_what_the_sentence_proves() -> None:
    found = lint(SourceFile(FILE, BESIDE_A_FAULT)).findings
    lines = [(d.code, BESIDE_A_FAULT[: d.span.start].count("\n") + 1) for d in found if d.span]
    assert [line for line in lines if line[0] == "T001"] == [("T001", 4), ("T001", 6), ("T001", 8)]
    assert {code for code, _ in lines if code[0] in "CN"} == {"C001", "C003", "C004"}
    assert not any(code == "T002" for code, _ in lines)  # nobody knows what values there are
