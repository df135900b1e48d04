"""Texts of rule files for Hypothesis: made of pieces, of noise, and real ones that were tampered with."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import strategies as st

REAL = tuple(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[1] / "rules").glob("*/*.rubric"))
)
blanks = st.sampled_from(("", " ", "  ", "　", "\t", "    ", " \t", "          "))
gaps = st.sampled_from((" ", "  ", "　", "：", "：  ", "\t", " : "))
remarks = st.sampled_from(("", "", "", "", "  # 备注", " #", "\t＃ 见原文 # 二", "#不是备注"))
links = st.sampled_from(
    (
        "{月报问题}",
        "{ 应报-实报 }",
        "｛应报 - 实报｝",
        "{宣传稿件[级别=市级]}",
        "{宣传稿件[级别 = 市级,日期>=2021年2月1日 且 标题 != 甲]}",
        "{去重计数( 宣传稿件.标题 )*80 ％}",
        "{运营情况:良好、中、差}",
        "{满意度,以 95% 为基数,按比例}",
        "{按 标题 去重;取 级别 最高}",
        "{满意度,以 上年数 为基数;不足一步不计}",
        "{0 - 3 分}",
        "{a",
        "b}",
        "{{甲}",
        "{}",
        "{甲 # 乙}",
        "",
    )
)
words = st.sampled_from(
    (
        "漏报{}一次扣0.5分，扣完为止；",
        "建立机制{}的，得2分；未建立的，不得分。",
        "完成率{}≥100%，得2分； 100%＞完成率≥80%，得1分。",
        "扣点分{}",
        "（1）第1-3名{}，得3分；（2）第4-6名，得2分。",
        "得3分 # 年",
        "一、过程",
        "认可",
        "说明书{}得1分",
    )
)
clauses = st.builds(
    lambda number, text, link: number + text.replace("{}", link),
    st.sampled_from(("", "", "1．", "2.", "3、 ", "①", "（1）", "(2) ", "（一）")),
    words,
    links,
)
keyword_lines = st.builds(
    lambda keyword, gap, rest: keyword + gap + rest,
    st.sampled_from(("办法", "名称", "说明", "注", "数据采集部门", "适用", "文号")),
    gaps,
    st.sampled_from(("甲（2021）办法", "#1 计划", "市局，县局", "县（市、区）", "注1：略 。")),
)
indicators = st.builds(
    lambda level, gap, name, mark: f"{level}级指标{gap}{name}{mark}",
    st.sampled_from("一二三四五六"),
    gaps,
    st.sampled_from(("过程", "管理 (试行)", "产出（数量）", "#")),
    st.sampled_from(("", "（5分）", " ( 5 分 )", "（5 分)", "(1.5分）")),
)
declarations = st.sampled_from(
    (
        "期间 2021年1月1日—2021-12-31",
        "满分:100 分,总分不高于100分",
        "等次 优秀(S>=90)；良好（90＞S≥80）、差（S<80）",
        "取值 每项得分 四舍五入 保留 2 位小数",
        "计分 达标率",
        "单位 县(市、区):甲县、乙县",
        "单位  县（市、区）：甲县、乙县",
        "单位  甲县 、 乙县",
        "事实 宣传稿件:事件( 篇 ),级别(省级、市级)、标题",
        "事实  应报：数值（份(件)）",
        "事实  运营情况：选项(良好、中、差)",
        "事实  甲：没有",
        "定义 完成率=完成数/( 任务数-1 )",
        "定义  申诉 . 时长 ＝ 相差小时(提交，办结)",
        "定义  甲 = #2 乙",
        "定义  甲 = 乙，按比例",
        "认可 T001;A002:文件 如此",
        "认可  N004：没有用到",
        "认可 无",
        "一、县（市、区）",
        "项目名称 业务费",
    )
)
tables = st.sampled_from(
    (
        '序号\t一级指标\t分值\t评分标准\n1\t过程\t5\t"1．得2分；\n  2．漏报{ 甲 }一次扣1分。"\t\n2\t产出\t3\t得3分   \n',
        "一级指标\t三级指标\t指标值\n产出\t路数\t≥3000件",
        "评分标准\t一级指标\n",
    )
)
lines = st.builds(
    lambda indent, text, remark, end: indent + text + remark + end,
    blanks,
    st.one_of(
        clauses, clauses, clauses, indicators, indicators, keyword_lines, declarations, tables, st.just("")
    ),
    remarks,
    blanks,
)
pieced = st.lists(lines, max_size=14).map("\n".join)
broken = st.text(
    st.sampled_from(
        '办法期间满分等次单位事实定义一二级指标说明认可 \t　\n\n\n#：:，,（(）){}[]=≥>扣得分每1２.。、\u200b\ufeff\x0b\u2028\x1f\r"'
    )
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A real rule file with some of it cut out, doubled, moved in or typed over."""
    text = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 12)))
        typed = draw(
            st.one_of(st.just(text[at:end] * 2), st.sampled_from('\n\t 　#{}（：，"1二'), blanks, lines)
        )
        text = text[:at] + typed + text[end:]
    if draw(st.booleans()):
        text = re.sub(r"^ +", lambda indent: "\t" * (len(indent[0]) // 2), text, flags=re.MULTILINE)
    return text


any_text = st.one_of(pieced, broken, mutated())
