from __future__ import annotations

import pytest

from kaoping.language.link import parse_expression, say
from kaoping.language.notation import names_in, tidy_expression, tidy_line, tidy_link


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        (" 月报问题 ", "月报问题"),
        ("应报-实报", "应报 - 实报"),
        ("(申领数-1)/申领任务数,以95 ％为基数", "(申领数 - 1) / 申领任务数，以95%为基数"),
        ("稿件[级别=市级;日期>=2021年2月1日 且 名次!=3]", "稿件[级别 = 市级，日期 ≥ 2021年2月1日，名次 ≠ 3]"),
        ("平均( 申诉［提交≧2021-02-01］.时长 )", "平均(申诉[提交 ≥ 2021-02-01].时长)"),
        ("相差小时（提交，办结）<=12小时", "相差小时(提交, 办结) ≤ 12小时"),
        ("运营情况:良好 、中、 差", "运营情况：良好、中、差"),
        ("按 标题 去重;取 级别 最高", "按标题去重，取级别最高"),
        ("定量指标[方向=正向],逐项,以 分值 为满分", "定量指标[方向 = 正向]，逐项，以分值为满分"),
        ("-甲*(-2+乙÷丙)", "-甲 × (-2 + 乙 / 丙)"),
        ("((甲))", "((甲))"),
        ("80%", "80%"),
        ("以 上年数 为基数,0 - 3 分", "以上年数为基数，0～3分"),
        ("迟报;不足一步不计", "迟报，不足一步不计"),
    ],
)
def test_links_have_one_notation(text: str, tidy: str) -> None:
    assert tidy_link(text) == tidy
    assert tidy_link(tidy) == tidy


@pytest.mark.parametrize("text", ["", "甲 乙", "甲+", "{甲}", "甲 = 乙 = 丙", "# 甲"])
def test_what_cannot_be_read_stays(text: str) -> None:
    assert tidy_link(text) == text


def test_options_are_no_expression() -> None:
    assert tidy_expression("甲/乙,按比例") == "甲/乙,按比例"
    assert tidy_expression("甲/乙") == "甲 / 乙"


@pytest.mark.parametrize(
    "text", ["甲 / (乙 - 1) × 丙", "平均(申诉[级别 = 市级，次数 ≥ 2].时长)", "相差小时(甲, 2021-01-01)"]
)
def test_expressions_are_said_in_the_same_notation(text: str) -> None:
    assert tidy_link(text) == text == say(parse_expression(text))


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("办法：甲:乙（试行)", "办法  甲:乙（试行)"),
        ("期间 2021年1月1日—2021-12-31", "期间  2021年1月1日 至 2021-12-31"),
        ("满分:100 分,总分不高于100.5分", "满分  100分，总分不高于100.5分"),
        ("等次 优秀(S>=90);差（90>S）", "等次  优秀（S≥90）、差（90＞S）"),
        (
            "等次 优秀(90-100分);良好:80分(含)以上,90分以下;60分以下的为差",
            "等次  优秀（90-100分）、良好：80分(含)以上,90分以下、60分以下的为差",
        ),
        ("取值 每项得分 四舍五入 保留 2 位小数", "取值  每项得分四舍五入保留2位小数"),
        ("单位 县(市、区):甲县、乙县", "单位  县(市、区)：甲县、乙县"),
        ("事实 x:事件,级别(a、b)", "事实  x：事件，级别（a、b）"),
        ("事实 县（区）人口:数值( 万人 )", "事实  县（区）人口：数值（万人）"),
        ("事实 等级:选项(甲、乙)", "事实  等级：选项（甲、乙）"),
        ("定义 a=b/c", "定义  a = b / c"),
        ("定义 申诉 . 时长＝相差小时(提交,办结)", "定义  申诉.时长 = 相差小时(提交, 办结)"),
        ("定义 a=b 乙", "定义  a = b 乙"),
        ("三级指标:管理 (试行) ( 5 分 )", "三级指标  管理 (试行)（5分）"),
        ("说明　甲，乙 ", "说明  甲，乙"),
        ("数据采集部门 市局，县局", "数据采集部门  市局，县局"),
        ("认可 T001;A002:文件, 如此", "认可  T001、A002：文件, 如此"),
        ("事实 甲：没有", "事实 甲：没有"),
    ],
)
def test_lines_have_one_notation(text: str, tidy: str) -> None:
    assert tidy_line(text.strip()) == tidy
    assert tidy_line(tidy) == tidy


def test_names_and_their_places() -> None:
    assert names_in("次数(月报问题) - 应报") == [(3, "月报问题"), (11, "应报")]
    assert names_in("甲 +") == []
