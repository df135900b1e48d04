"""Bounds of what assessors give, and fields that come in a certain order, as the schema knows them."""

from __future__ import annotations

from decimal import Decimal

from casework import rubric_of
from kaoping.judged import limits_of
from kaoping.plan import schema_of

RULES = """办法  甲办法
单位  甲县
事实  信号：事件（条），推送日期（日期）、处理日期（日期）
定义  信号.用时 = 相差工作日(推送日期, 处理日期)
一级指标  甲（10分）
  1．材料不完整的，酌情扣1-3分；
  2．平均用时{平均(信号.用时)}≤3天，得5分，否则不得分；
"""


def test_a_judgement_is_within_its_range_or_nothing() -> None:
    assert limits_of(rubric_of(RULES)) == {"1.1": (Decimal(0), Decimal(3))}


def test_the_schema_knows_limits_and_spans() -> None:
    specs = {spec.name: spec for spec in schema_of(rubric_of(RULES)).facts}
    assert specs["1.1"].limits == (Decimal(0), Decimal(3))
    assert specs["信号"].spans == (("推送日期", "处理日期"),)
