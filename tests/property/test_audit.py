"""Any table is audited without a traceback; one that adds up yields nothing, and one wrong figure in it is found."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping.audit.run import Audit, audit
from kaoping.audit.tell import FORMATS
from kaoping.language.document import read_outline
from kaoping.model import Rubric
from kaoping.resolve import resolve
from kaoping.source import SourceFile

TEXT = """办法  某某办法
满分  10分
等次  优秀（S≥9）、合格（9＞S≥6）、不合格（S＜6）
一级指标  产出（6分）
  二级指标  数量（4分）
    数量{数量}达到10个，得4分，每少1个扣0.5分。
  二级指标  质量（2分）
    合格{合格}的，得2分。
一级指标  效益（4分）
  有效益{效益}的，得4分。
"""
WORDS = (
    *(
        "单位",
        "一级指标",
        "二级指标",
        "指标",
        "条",
        "指标值",
        "实际值",
        "分值",
        "得分",
        "复评得分",
        "等次",
        "备注",
        "执行率",
    ),
    *(
        "全年预算数",
        "全年执行数",
        "产出（6分）",
        "数量",
        "质量",
        "效益",
        "效益（5分）",
        "小计",
        "总分",
        "合计",
        "单位名称",
    ),
    *(
        "甲县",
        "乙县",
        "1.1",
        "2.1",
        "10",
        "4",
        "2",
        "0",
        "-1",
        "1e9",
        "80%",
        "≥80%",
        "-",
        "优秀",
        "完成率0%",
        "注：无",
        "",
    ),
)
FULL = {"数量": Decimal(4), "质量": Decimal(2), "效益": Decimal(4)}


@pytest.fixture(scope="module")
def rules() -> tuple[Rubric, SourceFile]:
    source = SourceFile("例.rubric", TEXT)
    rubric = resolve(read_outline(source)).rubric
    assert rubric is not None
    return rubric, source


def audited(rules: tuple[Rubric, SourceFile], folder: Path, rows: list[list[str]]) -> Audit:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = folder / "表.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return audit(*rules, [path])


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_is_told_of(
    rules: tuple[Rubric, SourceFile], tmp_path: Path, rows: list[list[str]]
) -> None:
    headed = [["单位", "一级指标", "二级指标", "指标值", "实际值", "分值", "得分", "备注"], *rows]
    for table in (rows, headed):
        found = audited(rules, tmp_path, table)
        assert all(form(found) for form in FORMATS.values())
        assert found.figures or found.unread or found.units


@given(
    scores=st.fixed_dictionaries({name: st.decimals(0, full, places=2) for name, full in FULL.items()}),
    more=st.decimals("0.01", 20, places=2),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_adds_up_yields_nothing_and_what_does_not_is_found(
    rules: tuple[Rubric, SourceFile], tmp_path: Path, scores: dict[str, Decimal], more: Decimal
) -> None:
    def table(total: Decimal, output: Decimal) -> list[list[str]]:
        return [
            ["一级指标", "二级指标", "分值", "得分"],
            ["产出（6分）", "", "6", str(output)],
            *(["", name, str(FULL[name]), str(scores[name])] for name in ("数量", "质量")),
            ["效益（4分）", "", "4", str(scores["效益"])],
            ["总分", "", "10", str(total)],
        ]

    output = scores["数量"] + scores["质量"]
    total = output + scores["效益"]
    assert audited(rules, tmp_path, table(total, output)).findings == ()
    assert [f.code for f in audited(rules, tmp_path, table(total + more, output)).findings] == ["P003"]
    assert "P003" in [f.code for f in audited(rules, tmp_path, table(total, output + more)).findings]
