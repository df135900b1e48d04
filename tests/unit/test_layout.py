from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping.layout import laid_out
from kaoping.layout.proof import difference
from kaoping.source import SourceFile

RULES = sorted((Path(__file__).parents[2] / "rules").glob("*/*.rubric"))

MESSY = """

#   某市考核办法，出处见 SOURCE.md
办法：某市考核办法 ( 试行 )
期间 2021年1月1日—2021-12-31   # 照文件


满分:100 分,总分不高于100分
等次　优秀(S>=90);良好（90>S≥80）、差（S＜80）
单位 县(市、区):甲县、乙县
 事实 稿件:事件( 篇 ),级别(省级、市级)、标题
事实：人口：数值（万人）
  认可 N004:年底再用
事实 分数：没有这种类型
定义 完成率=完成数/( 任务数-1 )

\t一、县(市、区)
一级指标:过程 （ 20 分 )
\t# 报送
\t三级指标 信息报送(12分)   # 12分
  说明：是否 按要求 报送，含注 1 。
\t1．每月报送 进展，得3分，漏报｛ 月报问题 ｝一次扣0.5分;   扣完为止；   \n
\t2.报送材料，得3分，
\t    每少一次{应报-实报,不足一步按一步计}扣0.5分，
      扣完为止
\t（1）逾期的{稿件[级别=市级 且 标题!=甲],按 标题 去重}扣1分；
认可 M009、A001:文件 如此
\t3．{读不懂的 链接}的，得3分，{没有写完

一级指标 产出（80分）
   完成率≥100%，得80分;
      完成率＜100%，不得分。
    乙数据{乙数据}达到要求的，得2分
   另一条，得1分
   # 完



"""


def test_a_messy_file(golden: Callable[[str, str], None]) -> None:
    new = laid_out(SourceFile("甲.rubric", MESSY))
    golden("layout/messy", new)
    assert difference(SourceFile("甲.rubric", MESSY), SourceFile("甲.rubric", new)) == ""
    assert laid_out(SourceFile("甲.rubric", new)) == new


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_the_rubrics_of_this_repository_are_laid_out(path: Path) -> None:
    source = SourceFile.read(path)
    assert laid_out(source) == source.text


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_nothing_stays_nothing(text: str) -> None:
    assert laid_out(SourceFile("甲.rubric", text)) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # what goes on with a clause without a number must stand deeper; with one, it may stand level
        ("一级指标  甲\n得1分\n 扣完为止\n   否则不得分\n 另扣\n", "一级指标  甲\n  得1分\n    扣完为止\n      否则不得分\n    另扣\n"),
        ("一级指标  甲\n1．得1分\n（1）乙\n   ①丙\n（2）丁\n", "一级指标  甲\n  1．得1分\n  （1）乙\n    ①丙\n  （2）丁\n"),
        # remarks go with what is below them, else with what is above
        ("一级指标  甲\n# 一\n得1分\n# 二\n\n# 三\n\n一级指标  乙\n", "一级指标  甲\n  # 一\n  得1分\n  # 二\n\n# 三\n\n一级指标  乙\n"),
        ("一级指标  甲\n得1分 # 乙  \n", "一级指标  甲\n  得1分  # 乙\n"),
        # 认可 stands level with what it is about
        ("一级指标  甲\n二级指标  乙\n认可 T001:丙\n得1分\n 扣完\n认可 T001:丙\n", "一级指标  甲\n  二级指标  乙\n  认可  T001：丙\n    得1分\n      扣完\n    认可  T001：丙\n"),
        # what would become a remark stays
        ("办法：#1 计划\n", "办法：#1 计划\n"),
        ("定义  甲 =#1\n", "定义  甲 =#1\n"),
        # lines that cannot be read stay, white space and all
        ("\t期间 去年  \n", "\t期间 去年  \n"),
        # a pasted table stays, and so does what could go on with its last clause
        (
            "一级指标\t评分标准\n 甲 \t\"1．得{ 乙 }1分\n   2．丙\"\t\n得2分 \n   一级指标 丁\n得3分",
            "一级指标\t评分标准\n 甲 \t\"1．得{ 乙 }1分\n   2．丙\"\t\n得2分 \n一级指标  丁\n  得3分\n",
        ),
        # a link over two lines stays
        ("一级指标  甲\n1．漏报{乙\n-丙}一次扣1分\n", "一级指标  甲\n  1．漏报{乙\n  -丙}一次扣1分\n"),
        ("一级指标  甲\n得1分\x0b \u2028\n", "一级指标  甲\n  得1分\n"),
    ],
)  # fmt: skip
def test_layout(before: str, after: str) -> None:
    assert laid_out(SourceFile("甲.rubric", before)) == after
    assert difference(SourceFile("甲.rubric", before), SourceFile("甲.rubric", after)) == ""


WHOLE = """办法  甲
期间  2021-01-01 至 2021-12-31
定义  率 = 完成数 / 任务数
一级指标  过程（4分）  # 备注
  漏报{月报 - 周报}一次扣2分，扣完为止。
  率{率}≥90%，得1分。
"""


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("# 备注", "# 备 注", "备注"),
        ("漏报", "漏 报", "各行的读法"),
        ("漏报", "迟报", "原文"),
        ("，扣完", ",扣完", "原文"),
        ("期间  2021-01-01", "期间  2021-01-02", "原文"),
        ("月报 - 周报", "月报 - 年报", "各行的读法"),
        ("完成数 / 任务数", "完成数 - 任务数", "原文"),
        ("过程", "过 程", "各行的读法"),
        ("过程（4分）", "过程（40分）", "原文"),
        ("\n  率{", "\n    率{", "各行的读法"),
        ("期间  2021-01-01 至", "期间：2021-01-01～", ""),
        ("月报 - 周报", " 月报-周报", ""),
    ],
)
def test_the_proof_sees_what_is_no_layout(old: str, new: str, what: str) -> None:
    assert difference(SourceFile("甲", WHOLE), SourceFile("甲", WHOLE.replace(old, new))) == what
