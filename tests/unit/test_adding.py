"""What is added (加分) beside what is taken: whose points are there from the start."""

from __future__ import annotations

import pytest

from casework import points, scored
from kaoping.language.clause import read
from kaoping.language.paraphrase import say

HEAD = "办法  甲办法\n单位  甲县、乙县、丙县\n一级指标  甲（10分）\n"


@pytest.mark.parametrize(
    ("clauses", "facts"),
    [
        ("迟报每次扣0.5分；获表彰的加2分。", "1.1.1,1.1.2"),
        ("迟报每次扣0.5分；获表彰每次加2分，最高加3分。", "1.1.1,1.1.2"),
        ("  1．迟报每次扣0.5分。\n  2．获表彰的加2分。", "1.1,1.2"),
        ("  1．迟报每次扣0.5分。\n  2．获表彰每次加2分，最高加3分。", "1.1,1.2"),
    ],
)
def test_who_has_no_fault_has_all_points_and_what_is_added_makes_up_for_faults(
    clauses: str, facts: str
) -> None:
    yes, no = ("1", "0") if "表彰每次" in clauses else ("是", "否")
    sheet = scored(HEAD + clauses, f"单位,{facts}\n甲县,0,{no}\n乙县,6,{no}\n丙县,6,{yes}")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [10, 7, 9]


def test_what_is_earned_is_a_share_of_the_points() -> None:
    clauses = "  1．迟报每次扣0.5分。\n  2．每发表一篇得1分，最高得3分。"
    sheet = scored(HEAD + clauses, "单位,1.1,1.2\n甲县,0,0\n乙县,0,2\n丙县,2,9")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [7, 9, 9]


def test_caps_that_come_to_the_points_share_them() -> None:
    clauses = "  1．迟报每次扣0.5分，最高扣5分。\n  2．创新每项加1分，最高加5分。"
    sheet = scored(HEAD + clauses, "单位,1.1,1.2\n甲县,0,0\n乙县,0,5\n丙县,20,5")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [5, 10, 5]


@pytest.mark.parametrize("clause", ["表扬每次加2分；批评每次扣3分。", "1．表扬每次加2分；批评每次扣3分。"])
def test_an_indicator_without_points_that_adds_and_takes_goes_into_the_total_either_way(clause: str) -> None:
    rules = (
        "办法  甲办法\n满分  100分\n单位  甲县、乙县、丙县\n一级指标  甲（100分）\n按时得90分，否则不得分。\n"
        f"一级指标  奖惩\n{clause}"
    )
    sheet = scored(rules, "单位,1.1,2.1.1,2.1.2\n甲县,是,1,0\n乙县,是,0,1\n丙县,是,0,0")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [92, 87, 90]


@pytest.mark.parametrize(
    "text", ["每发表一篇得1分，最高得3分", "每发表一篇加1分，最高加3分", "每万元投资额得1分"]
)
def test_the_paraphrase_keeps_what_is_earned_and_what_is_added(text: str) -> None:
    meaning = say(read(text))
    assert ("得" in meaning) == ("得" in text)
    assert say(read(meaning)) == meaning
    assert read(meaning).parts == read(text).parts
