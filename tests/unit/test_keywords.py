"""Lines that do not begin as they should: the author learns how, and what stands below is not lost."""

from __future__ import annotations

import pytest

from kaoping.language.keywords import advice, misspelt_level
from kaoping.lint.run import lint
from kaoping.source import SourceFile

FILE = """办法  甲办法
期间  2024年全年
满分  100分
一级指标  投入（40分）
  1．按时拨付资金，得30分。
{line}
  1．全部完成任务，得50分。
一级指标  效益（10分）
  1．群众满意，得8分。
"""


def found(line: str) -> list[str]:
    return [f"{f.code} {f.message}" for f in lint(SourceFile("甲.rubric", FILE.format(line=line))).findings]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("二极指标  安全（10分）", 2),
        ("一级指示  安全", 1),
        ("2级指标：安全（10分）", 2),
        ("２级指标  安全（10分）", 2),
        ("三级  安全（10分）", 3),
        ("指标  安全（10分）", 0),
        ("六级指标  安全", 0),
    ],
)
def test_an_indicator_that_is_misspelt(line: str, level: int) -> None:
    slip = misspelt_level(line)
    assert slip is not None
    assert slip.level == level
    assert "级指标  " in slip.help


@pytest.mark.parametrize(
    "line",
    [
        "一级指标  安全（10分）",
        "一级医院  每家得2分",
        "一级 得10分",
        "一项指标  未完成扣2分",
        "指标 得10分",
        "1．一级（2分）",
        "各级指标  完成得2分",
    ],
)
def test_lines_that_are_none(line: str) -> None:
    assert misspelt_level(line) is None


@pytest.mark.parametrize(
    ("line", "keyword"),
    [
        ("评价时间  2024-01-01 至 2024-12-31", "期间"),
        ("总分  100分", "满分"),
        ("等级：优秀（S≥90）", "等次"),
        ("被评单位  甲县", "单位"),
        ("评价单位  甲县", "单位"),
        ("事项  投诉：事件", "事实"),
        ("1．按时报送，得2分。", "一级指标"),
        ("", "一级指标"),
    ],
)
def test_advice_names_the_keyword(line: str, keyword: str) -> None:
    assert keyword in advice(line).split("；")[0]


def test_sums_above_and_below_a_misspelt_indicator_are_still_checked() -> None:
    """A line that is lost casts no doubt on the indicators where it does not stand."""
    period = "S003 「期间」这一行写得不对"
    sums = ["M003 「投入」40分，下面各条合计30分", "M003 「效益」10分，下面各条合计8分"]
    assert found("一级指标  产出（50分）") == [period, *sums]
    assert found("一极指标  产出（50分）") == [period, sums[0], "S001 行首的「一极指标」不认识", sums[1]]


def test_a_sentence_that_is_not_read_hides_no_sum_above_it() -> None:
    text = FILE.format(line="一级指标  产出（60分）").replace("2024年全年", "2024-01-01 至 2024-12-31")
    findings = lint(SourceFile("甲.rubric", text.replace("得50分", "得点分"))).findings
    assert [f.code for f in findings if f.code[0] in "MC"] == ["M002", "M003", "C002", "M003"]
