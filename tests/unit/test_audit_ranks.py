"""Published ranks: what follows from the totals, what is another convention, and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoping.audit.finding import Finding
from kaoping.audit.run import audit
from kaoping.language.document import read_outline
from kaoping.resolve import resolve
from kaoping.source import SourceFile

RULES = """办法  某某考核办法
满分  100分
单位  甲镇、乙镇、丙镇、丁镇
一级指标  报送（100分）
  迟报{迟报}一次扣1分，扣完为止。
"""


def found(folder: Path, rows: list[tuple[str, str]], rules: str = RULES) -> tuple[Finding, ...]:
    """Of a table of totals and ranks."""
    lines = [f"{unit}镇,{total},{rank}" for unit, (total, rank) in zip("甲乙丙丁", rows, strict=False)]
    path = folder / "公布.csv"
    path.write_text("\n".join(["单位,总分,名次", *lines, ""]), encoding="utf-8")
    source = SourceFile("例.rubric", rules)
    rubric = resolve(read_outline(source)).rubric
    assert rubric is not None
    return audit(rubric, source, [path]).findings


@pytest.mark.parametrize(
    "ranks",
    ["1 2 2 4", "第1名 第2名 第2名 第4名", "1 并列第2 并列第2 4"],
)
def test_competition_ranks_are_right(tmp_path: Path, ranks: str) -> None:
    assert found(tmp_path, list(zip(["90", "80", "80", "70"], ranks.split(), strict=True))) == ()


@pytest.mark.parametrize(
    ("totals", "ranks", "wanted"),
    [
        ("90 80 80 70", "1 2 2 3", [("丁镇", "3", "4", "warning")]),
        ("90 80 80 70", "1 3 2 4", [("乙镇", "3", "2", "warning")]),
        ("90 80 80 70", "1 2 2 5", [("丁镇", "5", "4", "error")]),
        ("90 80 75 70", "2 1 3 4", [("甲镇", "2", "1", "error"), ("乙镇", "1", "2", "error")]),
        ("90 80 75 70", "1 2 4 4", [("丙镇", "4", "3", "error")]),
        ("90 90 80 80", "1 1 2 2", [("丙镇", "2", "3", "warning")]),
        ("90 90 90 80", "1 1 1 3", [("丁镇", "3", "4", "error")]),
    ],
)
def test_what_is_wrong_and_what_is_another_convention(
    tmp_path: Path, totals: str, ranks: str, wanted: list[tuple[str, ...]]
) -> None:
    rows = list(zip(totals.split(), ranks.split(), strict=True))
    told = [(f.unit, f.published, f.recomputed, f.severity) for f in found(tmp_path, rows)]
    assert told == wanted
    assert {f.code for f in found(tmp_path, rows)} == {"P012"}


def test_of_a_part_of_the_list_only_the_order_is_known(tmp_path: Path) -> None:
    rows = [("90", "3"), ("80", "7"), ("75", "9")]
    (short,) = found(tmp_path, rows)
    assert (short.code, short.message) == ("P011", "公布的表里没有“丁镇”")
    fault, _ = found(tmp_path, [*rows[:2], ("75", "5")])
    assert fault.message == "“乙镇”的名次是7，总分80分；“丙镇”75分，名次却是5"
    unlisted = RULES.replace("单位  甲镇、乙镇、丙镇、丁镇\n", "")
    assert found(tmp_path, rows, unlisted) == ()
    assert [f.published for f in found(tmp_path, [("90", "2"), ("80", "1")], unlisted)] == ["2", "1"]


def test_what_is_no_rank_is_not_compared(tmp_path: Path) -> None:
    assert found(tmp_path, [("90", "一"), ("80", ""), ("", "3"), ("70", "—")])[0].code == "P001"
    assert found(tmp_path, [("90", "5")]) == ()
