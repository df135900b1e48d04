"""Any text is a rule file with diagnostics, or a rubric that scores; any text is a link, or a LinkError."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework import HEADER
from kaoping.assess import Assessment
from kaoping.engines.reference import ReferenceEngine
from kaoping.language.document import read_outline
from kaoping.language.link import LinkError, parse, say
from kaoping.ledger import Ledger
from kaoping.plan import make_plan
from kaoping.render.text import format_diagnostic
from kaoping.resolve import resolve
from kaoping.sheet import make_sheet
from kaoping.source import SourceFile

WORDS = st.sampled_from(
    (
        *(
            "办法",
            "期间",
            "满分",
            "等次",
            "取值",
            "单位",
            "事实",
            "定义",
            "一级指标",
            "二级指标",
            "说明",
            "甲",
            "完成率",
        ),
        *(
            "2021-01-01",
            "至",
            "100分",
            "总分",
            "不高于",
            "四舍五入",
            "保留",
            "2",
            "位小数",
            "事件",
            "百分比",
            "（",
            "）",
        ),
        *(
            "S",
            "≥",
            "＜",
            "90",
            "%",
            "、",
            "，",
            "；",
            "。",
            "：",
            "：",
            "=",
            ".",
            "#",
            "  ",
            "\n",
            "\n  ",
            "\t",
            "\xa0",
        ),
        *(
            "1．",
            "（1）",
            "①",
            "得3分",
            "扣0.5分",
            "不得分",
            "扣完为止",
            "每少",
            "一次",
            "满分",
            "第1-3名",
            "得满分",
        ),
        *(
            "{",
            "}",
            "{漏报}",
            "{甲 / 乙}",
            "{平均(甲.乙)}",
            "{甲[级别 = 市级]}",
            "{按甲去重，取乙最高}",
            "{以95%为基数}",
        ),
    )
)
LINES = st.sampled_from(
    (
        "办法  甲",
        "期间  2021-01-01 至 2021-12-31",
        "满分  100分，总分不高于100分",
        "等次  优秀（S≥90）、差（S＜90）",
        "取值  每项得分四舍五入保留2位小数",
        "单位  甲县、乙县",
        "单位  县（市、区）：甲县、乙县",
        "单位  市直部门：丙局",
        "适用  市直部门",
        "一、县（市、区）",
        "  数据采集部门  市大数据局、服务中心",
        "  9．按比例得分，或抽查办件，发现一处缺漏扣1分，扣完为止。",
        "事实  稿件：事件，级别（省级、市级）、标题、时长（数值）",
        "事实  满意度：百分比",
        "定义  完成率 = 完成数 / 任务数",
        "定义  稿件.天数 = 相差天数(日期, 2021-12-31)",
        "一级指标  甲（10分）",
        "  二级指标  乙",
        "    说明  略。",
        "  1．建立机制{机制}，得2分，否则不得分；",
        "  2．得3分，漏报{漏报}一次扣0.5分，扣完为止。",
        "  3．完成率≥100%，得6分；100%＞完成率≥80%，得3分；完成率＜80%，不得分。",
        "  4．稿件{稿件[级别 = 市级]}每篇得1分，最多得3分{按标题去重，取级别最高}。",
        "  5．得满分，每出现一次上访，扣2分，超过2次扣完4分并取消评优资格。",
        "  6．第1名{甲 / 乙}，得3分；第1名之后，得1分。",
        "  7．每迟到一次扣1分，直至50分扣完。",
        "  8．酌情扣1-3分。",
    )
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=40).map("".join),
    st.lists(LINES, max_size=14).map("\n".join),
    st.tuples(st.lists(LINES, max_size=10).map("\n".join), st.lists(WORDS, max_size=6).map("".join)).map(
        "\n".join
    ),
)


@given(TEXTS)
@example("\ufeff办法  甲\r\n一级指标 甲\r\n得1分")
@example("办法 甲\n单位  县：甲县\n单位  局：丙局\n适用  县\n一级指标 甲\n得1分\n二、局\n一级指标 甲\n得2分")
@example("单位  " + "、".join("甲" * n for n in range(1, 50)))
@example("一级指标 甲\n" + "得1分，" * 400)
def test_any_text_is_a_rubric_or_says_why_not(text: str) -> None:
    resolved = resolve(read_outline(SourceFile("甲.rubric", text)))
    for diagnostic in resolved.diagnostics:
        assert diagnostic.span is not None
        assert 0 <= diagnostic.span.start < diagnostic.span.end
        assert format_diagnostic(diagnostic).startswith("甲.rubric:")
    errors = [one for one in resolved.diagnostics if one.severity == "error"]
    assert (resolved.rubric is None) == bool(errors)
    if resolved.rubric is not None:
        units = resolved.rubric.units or ("甲县", "乙县")
        assessment = Assessment(make_plan(resolved.rubric), ReferenceEngine, units, Ledger(HEADER))
        assessment.check()
        assert len(make_sheet(assessment).standings) == len(units)


LINKS = st.lists(
    st.sampled_from(
        (
            *(
                "甲",
                "县（区）人口",
                "平均",
                "次数",
                "相差天数",
                "(",
                ")",
                "（",
                "[",
                "]",
                ".",
                "，",
                "、",
                "：",
                "+",
                "-",
                "*",
            ),
            *(
                "÷",
                "≥",
                "=",
                "3",
                "0.5",
                "95%",
                "385个",
                "2021-02-30",
                "2021年2月1日",
                "以",
                "为基数",
                "按比例",
                "按甲去重",
            ),
            *("取乙最高", "由低到高", "分项累加", " ", "\n", "9" * 50),
        )
    ),
    max_size=25,
).map("".join)


@given(LINKS | st.text(max_size=40))
def test_any_text_is_a_link_or_a_link_error_inside_it(text: str) -> None:
    try:
        link, fault = parse(text), None
    except LinkError as error:
        link, fault = None, error
    if link is None:
        assert str(fault)
        assert fault is not None
        assert 0 <= fault.offset <= len(text)
        return
    # A word that is an option elsewhere (按比例) is a name after an operator only.
    if link.expression is not None and not any(word in text for word in ("按", "取", "以", "由", "不足")):
        assert parse(say(link.expression)).expression == link.expression


@pytest.mark.parametrize(
    "text", ["甲" * 100_000, "{" * 5_000, "一级指标 甲\n" + "1．得1分。\n" * 500, "\n" * 100_000]
)
def test_long_files_are_read_in_a_moment(text: str) -> None:
    resolve(read_outline(SourceFile("甲.rubric", text)))
