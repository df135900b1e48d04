"""The N checks: mistakes that authors make about names, and what looks like one and is none."""

from __future__ import annotations

import pytest

from kaoping.diagnostics import Diagnostic
from kaoping.lint.run import lint
from kaoping.source import SourceFile

HEAD = "办法  某某考核办法\n期间  2021-01-01 至 2021-12-31\n"
NEWS = "事实  稿件：事件（篇），级别（省级、市级）、标题、发布（日期）\n"


def findings(rules: str) -> list[Diagnostic]:
    found = lint(SourceFile("例.rubric", HEAD + rules)).findings
    return [d for d in found if d.code[0] == "N"]


def clause(text: str) -> str:
    return f"一级指标  甲（5分）\n  {text}\n"


def repaired(rules: str) -> str:
    """The text after all fixes that are offered."""
    text = HEAD + rules
    edits = {edit for d in findings(rules) if d.fix is not None for edit in d.fix.edits}
    for span, new in sorted(edits, key=lambda edit: -edit.span.start):
        text = text[: span.start] + new + text[span.end :]
    return text.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        # N004
        ("事实  投诉：事件\n" + clause("漏报{月报}一次扣1分，最高扣5分。"), ["N004"]),
        ("定义  率 = 甲 / 乙\n" + clause("漏报{月报}一次扣1分，最高扣5分。"), ["N004"]),
        (
            NEWS + "定义  稿件.用时 = 相差天数(发布, 日期)\n" + clause("稿件{稿件}每篇得1分，最高得5分。"),
            ["N004"],
        ),
        (NEWS + clause("稿件{稿件}每篇得1分，最高得5分。"), []),  # fields may be evidence
        ("定义  率 = 甲 / 乙\n" + clause("完成率{率}≥90%，得5分；完成率＜90%，得0分。"), []),
        ("定义  完成率 = 甲 / 乙\n" + clause("完成率≥90%，得5分；完成率＜90%，得0分。"), []),
        ("事实  甲：数值\n定义  率 = 甲 / 乙\n" + clause("完成率{率}≥90%，得5分；完成率＜90%，得0分。"), []),
        # N005
        (NEWS + clause("稿件{稿件[级别 = 省级]}每篇得1分，最高得5分。"), []),
        (NEWS + clause("稿件{稿件[级别 = 市级]}每篇得1分，最高得5分。"), ["N005"]),
        (NEWS + clause("稿件{稿件[级别 ≠ 市级]}每篇得1分，最高得5分。"), []),
        # N006
        (
            "定义  完成率 = 甲 / 乙\n" + clause("完成率{丙 / 乙}≥90%，得5分；完成率＜90%，得0分。"),
            ["N004", "N006"][1:],
        ),
        (
            "一级指标  甲（6分）\n  1．完成率{甲 / 乙}≥90%，得3分；完成率＜90%，得0分。\n"
            "  2．完成率{丙 / 丁}≥90%，得3分；完成率＜90%，得0分。\n",
            [],
        ),
        (
            "一级指标  甲（9分）\n  1．完成率{甲 / 乙}≥90%，得3分；完成率＜90%，得0分。\n"
            "  2．完成率{丙 / 丁}≥90%，得3分；完成率＜90%，得0分。\n"
            "  3．完成率达到100%，得3分，每下降1个百分点扣0.1分，扣完为止。\n",
            ["N006"],
        ),
        (
            "事实  执行率：百分比\n" + clause("执行率=（支出/预算）×100%，得分=执行率×分值。"),
            ["N006"],  # the sentence would not be heard
        ),
        (clause("执行率=（支出/预算）×100%，得分=执行率×分值。"), []),
        (NEWS + clause("稿件{稿件[级别 = 省级]}达到3篇，得5分，否则不得分。"), []),  # narrowed, not redefined
        # N007
        (clause("稿件{稿件}每篇得1分，采用{稿件数量}达到3篇的，得2分。"), ["N007"]),
        ("事实  稿件数量：数值\n" + clause("稿件{稿件}每篇得1分，采用{稿件数量}达到3篇的，得2分。"), []),
        # N009, N011
        (NEWS + clause("稿件{稿件[发布 ≥ 2021-10-01，发布 ≤ 2021-09-01]}每篇得1分，最高得5分。"), ["N009"]),
        (NEWS + clause("稿件{稿件[发布 ＞ 2021-10-01，发布 ＜ 2021-10-02]}每篇得1分，最高得5分。"), ["N009"]),
        (NEWS + clause("稿件{稿件[级别 ≠ 省级，级别 ≠ 市级]}每篇得1分，最高得5分。"), ["N009"]),
        (
            NEWS + clause("稿件{稿件[发布 ≥ 2020-10-01]}每篇得1分，最高得5分。"),
            [],
        ),  # only 日期 is bound to the period
        (clause("稿件{稿件[日期 ≥ 2020-10-01]}每篇得1分，最高得5分。"), ["N011"]),
        (clause("稿件{稿件[日期 ≥ 2021-01-01]}每篇得1分，最高得5分。"), []),  # the period, said again
        (clause("稿件{稿件[用时 ＞ 3，用时 ≥ 2]}每篇得1分，最高得5分。"), ["N011"]),
        (clause("稿件{稿件[用时 ＞ 3，用时 ≤ 5]}每篇得1分，最高得5分。"), []),
        # N010
        (NEWS + clause("稿件{稿件[级别 ≥ 省级]}每篇得1分，最高得5分。"), ["N010"]),
        (NEWS + clause("稿件{稿件[标题 ≥ 5]}每篇得1分，最高得5分。"), ["N010"]),
        (NEWS + clause("稿件{稿件[发布 = 省级]}每篇得1分，最高得5分。"), ["N010"]),
        (NEWS + clause("总数{合计(稿件.标题)}≥12，得5分；总数＜12，得0分。"), ["N010"]),
        (NEWS + clause("总数{去重计数(稿件.标题)}≥12，得5分；总数＜12，得0分。"), []),
        (NEWS + clause("首次发布{最早(稿件.标题)}在2021年12月31日前完成，得5分，否则不得分。"), ["N010"]),
        (NEWS + clause("首次发布{最早(稿件.发布)}在2021年12月31日前完成，得5分，否则不得分。"), []),
        (NEWS + clause("稿件{稿件}每篇得1分，最高得5分，同一篇只算一次{按标题去重，取发布最高}。"), ["N010"]),
        # N012
        ("事实  缺席：是否\n" + clause("缺席{缺席}每次扣1分，最高扣5分。"), ["N012"]),
        ("事实  制度：是否\n" + clause("建立制度{制度}的，得5分。"), []),
        # N014
        (clause("按期率{按期 / 总数}≥90%，得5分；90%＞按时率≥80%，得3分；按时率＜80%，不得分。"), ["N014"]),
        (  # of the other clause no points are missing: what follows from a typing error is not told beside it
            "一级指标  甲（20分）\n  1．按期办成率{按期 / 总数}≥90%，得18分；90%＞按时办成率≥80%，得13分；按时办成率＜80%，不得分；\n"
            "  2．投诉{投诉}每次扣1分，最高扣2分。\n",
            ["N014"],
        ),
        (  # another name
            clause("上报率{按期 / 总数}≥90%，得5分；90%＞办结率≥80%，得3分；办结率＜80%，不得分。"),
            [],
        ),
        (  # two figures, each graded whole
            "一级指标  甲（10分）\n  按期率{按期 / 总数}≥90%，得5分；按期率＜90%，不得分；"
            "按时率{按时 / 总数}≥90%，得5分；按时率＜90%，不得分。\n",
            [],
        ),
        # N013
        (NEWS + clause("甲{稿件[级别 = 市级]}每篇扣1分，丙{稿件[级别 = 省级]}每篇扣2分。"), []),
        (
            "事实  差错：事件\n一级指标  甲（5分）\n  1．差错{差错}每次扣1分，最高扣2分。\n"
            "  2．差错率{差错 / 办件}低于5%的，得3分，否则不得分。\n",
            [],  # a share is no second punishment of one event
        ),
        (
            "一级指标  甲（5分）\n  上访{上访}一次扣1分，超过2次扣完5分并取消年度优秀等次评选资格。\n",
            [],  # meant together
        ),
        (
            "一级指标  甲（5分）\n  1．上访{上访}一次扣1分，扣完为止。\n"
            "  2．发生上访{上访}的，取消年度优秀等次评选资格。\n",
            ["N013"],
        ),
        (
            "一级指标  甲（4分）\n  满意度{群众满意度}达到90%，得4分，每降低1个百分点扣0.2分，扣完为止。\n"
            "一级指标  乙（4分）\n  满意度{群众满意度}每下降5%，扣1分，扣完为止。\n",
            ["N013"],
        ),
        (
            "一级指标  甲（8分）\n  1．每少{应报 - 实报}一次扣1分，最高扣4分。\n"
            "  2．完成{实报 / 应报}达到100%，得4分，每降低1个百分点扣0.2分，扣完为止。\n",
            [],  # not the same figure
        ),
        # N001, N002, N003
        ("事实  ＡＰＰ下载：事件\n" + clause("下载{APP下载}一次扣1分，最高扣5分。"), ["N001"]),
        (NEWS + clause("稿件{稿件}每篇得1分，最高得5分，同一篇只算一次{按题目去重}。"), ["N001"]),
        ("事实  完成日：日期\n" + clause("完成率{完成日}≥90%，得5分；完成率＜90%，得0分。"), ["N003"]),
        ("事实  稿数：数值\n" + clause("稿件{次数(稿数)}每篇得1分，最高得5分。"), ["N003"]),
        (NEWS + clause("完成率{稿件}≥90%，得5分；完成率＜90%，得0分。"), ["N003"]),
        ("事实  人口：文本\n" + clause("每万人{办件 / 人口}≥9，得5分；每万人＜9，得0分。"), ["N003"]),
        (
            NEWS + "定义  稿件.发布 = 相差天数(发布, 日期)\n" + clause("稿件{稿件}每篇得1分，最高得5分。"),
            ["N002"],
        ),
    ],
)
def test_what_is_found(rules: str, codes: list[str]) -> None:
    assert [d.code for d in findings(rules)] == codes


UNITS = (
    "事实  办件：数值（件）\n事实  人数：数值（人）\n事实  支出：数值（万元）\n事实  预算：数值（元）\n"
    "事实  满意率：百分比\n事实  用时：数值（小时）\n事实  工期：数值（个工作日）\n事实  培训：事件（人次）\n"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("合计{办件 + 人数}达到100件，得5分，否则不得分。", "1件与1人不是一种数"),
        ("人均办件{办件 / 人数}≥3，得5分；人均办件＜3，得0分。", ""),
        (
            "执行率{支出 / 预算}≥90%，得5分；执行率＜90%，得0分。",
            "1万元就是10000元，本该是100%，算出来却差10000倍",
        ),
        ("执行率{支出 × 10000 / 预算}≥90%，得5分；执行率＜90%，得0分。", ""),
        ("控制在预算内{支出 ≤ 预算}，得5分，否则不得分。", "1万元就是10000元，却当作1来算"),
        ("控制在预算内{支出 ≤ 400万元}，得5分，否则不得分。", ""),
        (
            "控制在预算内{预算 ≤ 400万元}，得5分，否则不得分。",
            "400万元就是4000000元，却与400比：填400元就当作400万元",
        ),
        ("控制在预算内{开支 ≤ 400万元}，得5分，否则不得分。", "「开支」填400万元，读作4000000，与400比"),
        ("完成率{办件}≥90%，得5分；完成率＜90%，得0分。", "“90%”按0.9比较：填1件就算100%"),
        ("完成率{满意率}≥90%，得5分；完成率＜90%，得0分。", ""),
        ("完成率{满意率 - 办件 / 人数}≥90%，得5分；完成率＜90%，得0分。", ""),
        ("支出总额{支出}≤400万，得5分；支出总额＞400万，得0分。", ""),
        (
            "预算总额{预算}≤400万，得5分；预算总额＞400万，得0分。",
            "400万就是4000000元，却与400比：填400元就当作400万",
        ),
        ("平均用时{用时}≤2天，得5分；平均用时＞2天，得0分。", "2天就是48小时，却与2比：填2小时就当作2天"),
        ("平均工期{工期}≤2天，得5分；平均工期＞2天，得0分。", "填2个工作日，会当作2天"),
        ("平均工期{工期}≤2个工作日，得5分；平均工期＞2个工作日，得0分。", ""),
        ("培训{培训}每次得1分，最高得5分。", ""),
        ("办件达到385个{办件}得5分，每少10个扣0.1分，扣完为止。", ""),
        ("达成率{办件 / 100}≥3，得5分；达成率＜3，得0分。", ""),
    ],
)
def test_units_that_do_not_go_together(text: str, said: str) -> None:
    found = [d for d in findings(UNITS + clause(text)) if d.code == "N008"]
    assert [d.witness for d in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("rules", "mended"),
    [
        (
            "事实  月报问题：事件\n"
            + clause("漏报{月报间题}一次扣1分，月报间题{月报间题}达到9次的，扣2分。"),
            "事实  月报问题：事件\n"
            + clause("漏报{月报问题}一次扣1分，月报间题{月报问题}达到9次的，扣2分。"),
        ),
        (
            NEWS + clause("稿件{稿件[别级 = 省级]}每篇得1分，最高得5分。"),
            NEWS + clause("稿件{稿件[级别 = 省级]}每篇得1分，最高得5分。"),
        ),
        (
            NEWS
            + "定义  稿件.用时 = 相差天数(布发, 日期)\n"
            + clause("稿件{稿件[用时 ＞ 3]}每篇得1分，最高得5分。"),
            NEWS
            + "定义  稿件.用时 = 相差天数(发布, 日期)\n"
            + clause("稿件{稿件[用时 ＞ 3]}每篇得1分，最高得5分。"),
        ),
        (
            NEWS + NEWS + clause("稿件{稿件}每篇得1分，最高得5分。"),
            NEWS + clause("稿件{稿件}每篇得1分，最高得5分。"),
        ),
        (
            "事实  投诉：事件，受理（日期）、办结（日期）\n定义  投诉.用时 = 相差天数(受理, 办结)\n"
            + NEWS
            + clause("稿件{稿件}每篇得1分，最高得5分。"),
            NEWS + clause("稿件{稿件}每篇得1分，最高得5分。"),
        ),
    ],
)
def test_fixes_leave_nothing_to_find_and_the_wording_as_it_is(rules: str, mended: str) -> None:
    assert repaired(rules) == mended
    assert [d.code for d in findings(mended) if d.fix is not None] == []


@pytest.mark.parametrize(
    ("link", "faults"),
    [
        ("申诉.时长", 1),
        ("申诉[时长 ＞ 3].时长", 1),
        ("申诉.时长 / 2", 1),
        ("平均(申诉.时长)", 0),
        ("合计(申诉.时长) / 次数(申诉)", 0),
        ("相差小时(申诉.受理, 申诉.办结)", 2),
        ("相差小时(最早(申诉.受理), 最晚(申诉.办结))", 0),
    ],
)
def test_a_field_of_many_events_is_no_figure(link: str, faults: int) -> None:
    """It was read as the number of events, without a word."""
    head = "事实  申诉：事件（件），受理（日期）、办结（日期）、时长（数值）\n"
    found = lint(
        SourceFile("例.rubric", HEAD + head + clause(f"用时{{{link}}}≤12，得5分；用时＞12，得0分。"))
    ).findings
    assert [d.code for d in found if d.code[0] in "CN"] == ["C003"] * faults


@pytest.mark.parametrize(
    ("declared", "sentence", "wrong"),
    [
        ("投诉：事件", "有投诉{投拆}的，每次扣1分，最高扣5分。", "投拆"),
        ("巡河：事件，级别（镇级、县级）", "巡查{巡合[级别 = 镇级]}每次得1分，最高得5分。", "巡合"),
        ("应完成：数值", "完成率{已完成 / 应完戍}达到90%的，得5分，否则不得分。", "应完戍"),
        ("投诉：事件", "每次扣1分。{投拆}", "投拆"),  # a link that is not understood may name it all the same
        ("月报问题：事件", "每次扣1分。{月报间题}", "月报间题"),
    ],
)
def test_a_declaration_whose_misspelt_name_is_used_is_not_deleted(
    declared: str, sentence: str, wrong: str
) -> None:
    rules = f"事实  {declared}\n{clause(sentence)}"
    [found] = [d for d in findings(rules) if d.code == "N004"]
    assert found.fix is None
    assert f"是不是「{declared.split('：')[0]}」？" in found.help
    assert wrong in [(HEAD + rules)[r.span.start : r.span.end] for r in found.related]


def test_a_definition_whose_misspelt_name_is_used_is_not_deleted() -> None:
    rules = "定义  完成率 = 甲 / 乙\n" + clause("进度{完成律}达到90%的，得5分，否则不得分。")
    [found] = findings(rules)
    assert (found.code, found.fix) == ("N004", None)
    assert "是不是「完成率」" in found.help
