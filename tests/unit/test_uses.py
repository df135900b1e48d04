"""Which clauses a fact serves."""

from __future__ import annotations

import pytest

from casework import rubric_of
from kaoping.uses import short_wording, uses_of

RULES = """
期间  2021-01-01 至 2021-12-31
办法  甲办法
事实  人口：数值（万人）
事实  稿件：事件，级别（省级、市级）
事实  备查：数值
一级指标  信息（4分）
  1．每月报送得4分，迟报、漏报{月报问题}一次扣0.5分，超过2次扣完4分并取消评优资格；
一级指标  宣传（4分）
  二级指标  稿件（4分）
    省级{稿件[级别 = 省级]}的，得3分；市级{稿件[级别 = 市级]}的，得1分。
一级指标  办件（4分）
  1．人均办件数{办件数 / 人口}第1名，得2分；第1名之后，得1分；
  2．人均投诉数{投诉数 / 人口}≤3件，得2分；
"""


def shown(rules: str) -> dict[str, list[tuple[str, str, int]]]:
    return {
        name: [(use.clause.id, use.path[-1].name, len(use.rules)) for use in uses]
        for name, uses in uses_of(rubric_of(rules)).items()
    }


def test_each_fact_with_its_clauses() -> None:
    assert shown(RULES) == {
        "月报问题": [("1.1", "信息", 3)],
        "稿件": [("2.1", "稿件", 2)],
        "办件数": [("3.1", "办件", 1)],
        "人口": [("3.1", "办件", 1), ("3.2", "办件", 1)],
        "投诉数": [("3.2", "办件", 1)],
        "备查": [],
    }


def test_agrees_with_the_facts_of_the_rubric() -> None:
    rubric = rubric_of(RULES)
    uses = uses_of(rubric)
    assert {spec.name: tuple(use.clause.id for use in uses[spec.name]) for spec in rubric.facts} == {
        spec.name: spec.clauses for spec in rubric.facts
    }


def test_effect_says_how_the_clause_scores_the_fact() -> None:
    (use,) = uses_of(rubric_of(RULES))["月报问题"]
    assert use.effect == "迟报、漏报，每1次扣0.5分；超过2次，扣完4分；超过2次，取消评优资格"


def test_full_mark_is_no_fact() -> None:
    uses = uses_of(rubric_of("执行率=（支出/到位）×100%，得分=执行率×分值。", points="4"))
    assert sorted(uses) == ["到位", "支出"]


@pytest.mark.parametrize(
    ("sentence", "most", "wanted"),
    [
        ("1．漏报一次扣0.5分，扣完为止；", 40, "漏报一次扣0.5分，扣完为止"),
        ("（2）漏报一次扣0.5分。", 40, "漏报一次扣0.5分"),
        ("漏报一次扣0.5分，扣完为止。", 8, "漏报一次扣0.…"),
    ],
)
def test_short_wording(sentence: str, most: int, wanted: str) -> None:
    (clause,) = rubric_of(sentence, points="4").clauses()
    assert short_wording(clause, most) == wanted
