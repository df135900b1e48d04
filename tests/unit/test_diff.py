"""What changed between two versions of a rule file, by meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping.cases.mutants import every_mutant
from kaoping.diff import Comparison, compare
from kaoping.diff.compare import changes_of
from kaoping.diff.tell import as_text
from kaoping.layout import laid_out
from kaoping.resolve import load
from kaoping.source import SourceFile

RULES = Path(__file__).parents[2] / "rules"
RUBRIC = """办法  例子
期间  2024-01-01 至 2024-12-31
单位  甲县、乙县
满分  20分
等次  优秀（S≥18）、良好（18＞S≥12）、差（S＜12）
事实  稿件：事件，级别（省级、市级）
一级指标  过程（10分）
  二级指标  报送（5分）
    1．每月报送进展，得3分，不报、迟报{月报问题}一次扣0.5分，扣完为止；
    2．按要求报送日常材料，得2分。
  二级指标  检查（5分）
    数据采集部门  市大数据局
    1．建立了监督检查机制的，得2分；未建立的，不得分；
    2．办结率{办结数 / 办件数}≥95%，得3分；95%＞办结率≥80%，得1分；办结率＜80%，不得分。
一级指标  结果（10分）
  二级指标  满意度（6分）
    满意度{满意度}达到90%，得6分，每降低一个百分点扣0.2分，扣完为止。
  二级指标  宣传（4分）
    在市级媒体发表{稿件[级别 = 市级]}一篇得1分，最高得4分。
"""


def compared(*edits: tuple[str, str], rubric: str = RUBRIC) -> Comparison:
    new = rubric
    for old, edit in edits:
        assert old in new, old
        new = new.replace(old, edit)
    found = compare(SourceFile("旧.rubric", rubric), SourceFile("新.rubric", new))
    assert not found.unreadable, [d.message for v in found.unreadable for d in v.diagnostics]
    return found


def told(found: Comparison) -> list[tuple[str, str, list[str]]]:
    return [(c.kind, c.name, [str(detail) for detail in c.details]) for c in found.changes]


def test_points_of_its_own_instead_of_those_of_the_indicator() -> None:
    whole = "一级指标  信息（20分）\n  每月报送情况，迟报{迟报}一次扣2分，扣完为止。\n"
    halved = "一级指标  信息（20分）\n  1．每月报送情况，得10分，迟报{迟报}一次扣2分，扣完为止；\n  2．总结按期报送的，得10分。\n"
    for old, new, expected in (
        (whole, halved, "从多少分扣起：20分（随指标的分值） → 10分"),
        (halved, whole, "从多少分扣起：10分 → 20分（随指标的分值）"),
    ):
        found = compared((old, new), rubric=f"办法  例子\n{old}")
        assert ("changed", "1.1", [expected]) in told(found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("一次扣0.5分", "一次扣1分", ("1.1", "按次扣分：每1次扣0.5分 → 每1次扣1分")),
        ("95%＞办结率≥80%", "95%＞办结率≥85%", ("2.2", "第2档：≥80%且＜95% → ≥85%且＜95%")),
        ("办结率≥80%，得1分", "办结率≥80%，得2分", ("2.2", "第2档（≥80%且＜95%）：得1分 → 得2分")),
        ("得1分；办结率＜80%，不得分", "得1分；80%＞办结率≥60%，得0.5分；办结率＜80%，不得分", None),
        ("{办结数 / 办件数}", "{办结数 / 受理数}", ("2.2", "取数：{办结数 / 办件数} → {办结数 / 受理数}")),
        ("一个百分点扣0.2分", "一个百分点扣0.3分", ("3.1", "按步扣分：每降低1个百分点扣0.2分 → 每降低1个百分点扣0.3分")),
        ("扣0.2分，扣完为止", "扣0.2分，不足一个百分点按一个百分点计，扣完为止", ("3.1", "不足一步的：不计 → 按一步计")),
        ("达到90%，", "达到95%，", ("3.1", "基数：90% → 95%")),
        ("扣0.2分，扣完为止", "扣0.2分", ("3.1", "扣到：删去 扣完为止")),
        ("最高得4分", "最高得3分", ("4.1", "上限：最高加4分 → 最高加3分")),
        ("[级别 = 市级]", "", ("4.1", "取数：{稿件[级别 = 市级]} → {稿件}")),
        ("的，得2分；未建立的，不得分", "的，得2分；未建立的，扣2分", None),
        ("2024-01-01", "2023-01-01", ("期间", "2024-01-01 至 2024-12-31 → 2023-01-01 至 2024-12-31")),
        ("满分  20分", "满分  20分，总分不高于20分", ("总分上限", "没有写 → 20分")),
        ("优秀（S≥18）、良好（18＞S", "优秀（S≥17）、良好（17＞S", ("等次", "优秀（S≥18） → 优秀（S≥17）")),
        ("甲县、乙县", "甲县、丙县", ("单位", "删去 乙县")),
        ("级别（省级、市级）", "级别（省级、市级、县级）", ("事实“稿件”", None)),
        ("市大数据局", "市数据局", ("指标“检查”", "数据采集部门：市大数据局 → 市数据局")),
        ("满分  20分", "满分  20分\n取值  每项得分四舍五入保留2位小数", ("取值", "没有写 → 每项得分四舍五入，保留2位小数")),
    ],
)  # fmt: skip
def test_change_in_words(old: str, new: str, expected: tuple[str, str | None] | None) -> None:
    found = [change for change in compared((old, new)).changes if change.kind != "follows"]
    assert len(found) == 1
    assert found[0].kind == "changed"
    if expected is not None:
        assert found[0].name == expected[0]
        assert expected[1] is None or str(found[0].details[0]) == expected[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("不报、迟报{月报问题}一次", "不报，迟报{ 月报问题 }一次"),
        ("办法  例子", "# 备注\n办法   例子"),
        ("≥95%", "≧９５％"),
        ("    1．每月", "  1. 每月"),
        ("监督检查机制的，得2分；未建立的，不得分；\n", "监督检查机制的，得2分；未建立的，不得分。\n"),
    ],
)
def test_layout_is_no_change(old: str, new: str) -> None:
    found = compared((old, new))
    assert told(found) == []
    assert not found.matters


def test_other_words_that_nobody_decides_by() -> None:
    found = compared(("每月报送进展", "按月报送工作进展"), ("未建立的，不得分", "没有建立的，不得分"))
    assert told(found) == [("reworded", "1.1", []), ("reworded", "2.1", [])]
    assert not found.matters


def test_other_words_that_people_decide_by() -> None:
    found = compared(("建立了监督检查机制的", "建立并落实了监督检查机制的"))
    assert told(found) == [("reworded", "2.1", [])]
    assert [str(d) for d in found.changes[0].judged] == [
        "条件的措辞：建立了监督检查机制的 → 建立并落实了监督检查机制的"
    ]
    assert found.matters


def test_what_follows_from_points_of_the_indicator() -> None:
    found = compared(("满意度（6分）", "满意度（8分）"), ("达到90%，得6分", "达到90%，得满分"))
    assert [(kind, name) for kind, name, _ in told(found)] == [
        ("changed", "指标“满意度”"),
        ("changed", "3.1"),
    ]
    again = compared(
        ("满意度（6分）", "满意度（8分）"), rubric=RUBRIC.replace("达到90%，得6分", "达到90%，得满分")
    )
    assert told(again) == [
        ("changed", "指标“满意度”", ["分值：6分 → 8分"]),
        ("follows", "3.1", ["满分6分 → 满分8分"]),
    ]


def test_clause_inserted_at_the_top() -> None:
    found = compared(
        (
            "一级指标  过程（10分）\n",
            "一级指标  过程（10分）\n  二级指标  组织\n    成立了领导小组的，得1分。\n",
        )
    )
    assert told(found) == [("added", "指标“组织”", []), ("added", "1.1", [])]
    assert found.renumbered == (
        ("1.1", "2.1"),
        ("1.2", "2.2"),
        ("2.1", "3.1"),
        ("2.2", "3.2"),
        ("3.1", "4.1"),
        ("4.1", "5.1"),
    )


def test_clause_that_is_gone() -> None:
    found = compared(("    2．按要求报送日常材料，得2分。\n", ""))
    assert [(kind, name) for kind, name, _ in told(found) if kind != "follows"] == [("removed", "1.2")]


def test_clause_under_another_indicator() -> None:
    line = "    2．按要求报送日常材料，得2分。\n"
    found = compared(
        (line, ""), ("办结率＜80%，不得分。\n", "办结率＜80%，不得分；\n    3．按要求报送日常材料，得2分。\n")
    )
    (moved,) = [change for change in found.changes if change.kind == "moved"]
    assert moved.name == "1.2 → 2.3"
    assert moved.old is not None
    assert moved.new is not None
    assert (moved.old.where, moved.new.where) == ("过程 › 报送", "过程 › 检查")
    assert [c.kind for c in found.changes if c is not moved] in ([], ["follows"], ["follows", "follows"])


def test_clauses_that_changed_places() -> None:
    one, other = (
        "建立了监督检查机制的，得2分；未建立的，不得分；",
        "办结率{办结数 / 办件数}≥95%，得3分；95%＞办结率≥80%，得1分；办结率＜80%，不得分。",
    )
    found = compared((one, "占位"), (other, one), ("占位", other))
    assert [change.kind for change in found.changes] == ["moved"]


def test_indicator_with_another_name() -> None:
    found = compared(("二级指标  检查", "二级指标  监督检查工作"))
    assert told(found) == [("reworded", "指标“监督检查工作”", ["名称：检查 → 监督检查工作"])]


def test_indicator_above_with_another_name() -> None:
    found = compared(("一级指标  过程", "一级指标  工作开展"))
    assert told(found) == [("reworded", "指标“工作开展”", ["名称：过程 → 工作开展"])]


def test_clause_moved_and_changed() -> None:
    line = "    2．按要求报送日常材料，得2分。\n"
    found = compared(
        (line, ""), ("办结率＜80%，不得分。\n", "办结率＜80%，不得分；\n    3．按要求报送日常材料，得1分。\n")
    )
    (changed,) = found.of("clause", "changed")
    assert (changed.name, changed.moved) == ("1.2 → 2.3", True)
    assert [str(d) for d in changed.details] == ["得分：得2分 → 得1分"]


def test_version_with_errors() -> None:
    found = compare(SourceFile("旧", RUBRIC), SourceFile("新", RUBRIC.replace("得2分", "得若干分")))
    assert [version.name for version in found.unreadable] == ["新"]
    assert found.changes == ()


@pytest.mark.parametrize("name", ["ningde-2020", "luan-2021"])
def test_every_mutant_is_one_change(name: str) -> None:
    """A mutant scores otherwise: nothing of it may be missed, and nothing else told."""
    rubric = load(RULES / name / f"{name}.rubric").rubric
    assert rubric is not None
    seen = 0
    for mutant, _ in every_mutant(rubric):
        found = [change for change in changes_of(rubric, mutant.make()) if change.kind != "follows"]
        assert [change.kind for change in found] == ["changed"], mutant.sentence
        assert found[0].details, mutant.sentence
        if found[0].scope == "clause":
            assert found[0].name == mutant.clause
        seen += 1
    assert seen > 200


@pytest.mark.parametrize(
    "name", ["huainan-2023", "huoshan-2023", "luan-2021", "nanchang-2022", "ningde-2020"]
)
@pytest.mark.parametrize("other", [lambda s: s, laid_out], ids=["itself", "laid out"])
def test_nothing_to_tell(name: str, other: Callable[[SourceFile], SourceFile | str]) -> None:
    source = SourceFile.read(RULES / name / f"{name}.rubric")
    again = other(source)
    found = compare(source, again if isinstance(again, SourceFile) else SourceFile("新", again))
    assert found.changes == ()
    assert found.renumbered == ()


def test_line_that_only_one_version_has() -> None:
    line = "等次  优秀（S≥18）、良好（18＞S≥12）、差（S＜12）\n"
    assert "等次 删去（旧版第5行）" in as_text(compared((line, "")))
    back = compare(SourceFile("旧", RUBRIC.replace(line, "")), SourceFile("新", RUBRIC))
    assert "等次 增加（新版第5行）" in as_text(back)
