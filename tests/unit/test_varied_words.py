"""Official wording varied: each sentence was once read quietly as something else."""

from __future__ import annotations

import pytest

from casework import points, scored
from kaoping.language.clause import read
from kaoping.language.paraphrase import say
from kaoping.plan import schema_of

UNITS = "办法  甲办法\n单位  甲县、乙县、丙县\n一级指标  甲（10分）\n"


def said(text: str) -> str:
    """The paraphrase, or what is left over of a sentence that is not understood."""
    reading = read(text)
    return say(reading) if reading.understood else "？" + "、".join(rest.text for rest in reading.left_over)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "低于80%的，每1个百分点扣1分",
            "低于80%的，每降低1个百分点扣1分（以80%为基数，不足1个百分点的部分不扣）。",
        ),
        ("不足3次的每次扣1分", "不足3次的，每少1次扣1分（以3次为基数，不足1次的部分不扣）。"),
        (
            "超过5%的，每1个百分点扣1分",
            "超过5%的，每超1个百分点扣1分（以5%为基数，不足1个百分点的部分不扣）。",
        ),
        (
            "发现问题1个扣1分，2至3个扣2分，3个以上扣5分",
            "以下择一：发现问题1个，扣1分；2至3个，扣2分；3个以上，扣5分。",
        ),
        (
            "达到90%得8分，每高1个百分点加0.2分，加满10分为止",
            "达到90%，得8分。每上升1个百分点加0.2分（不足1个百分点的部分不加）。以上合计总分不超过10分。",
        ),
        ("未建立甲制度、乙制度的，分别扣1分", "未建立甲制度、乙制度的，每1项扣1分。"),
        ("未完成甲、乙、丙的，分别扣3分、2分、1分", "未完成甲，扣3分；乙，扣2分；丙，扣1分。"),
        ("良好、一般、差的，分别扣1分、2分、3分", "以下择一：良好，扣1分；一般，扣2分；差，扣3分。"),
        ("不满80分扣2分", "不满80分，扣2分。"),
        ("每少一人（次）扣0.1分", "每少1人扣0.1分（不足1人的部分不扣）。"),
        ("得满分的80%", "？得满分的80%"),
        ("完成的得满分，未完成的得满分的一半", "？满分的一半"),
        ("按得分的80%计", "？"),
        ("按时完成得3分，未完成的倒扣1分", "？倒扣1分"),
        ("每漏报一次扣1分，允许出现负分", "？负分"),
        ("每漏报一次扣1分，不得负分", "漏报，每1次扣1分。扣完为止。"),
        ("超时5分钟扣1分，超时10分钟扣2分", "？扣1分、扣2分"),
        (
            "每低于目标值（95%）1个百分点扣0.5分",
            "低于目标值（95%），每降低1个百分点扣0.5分（以95%为基数，不足1个百分点的部分不扣）。",
        ),
        ("无故缺席的每次扣2分，请假的每次扣0.5分，全年请假3次以内不扣分", "？不扣分"),
        ("出现1次扣5分，出现2次及以上扣10分", "以下择一：出现1次，扣5分；出现2次及以上，扣10分。"),
        ("资料齐全得2分，缺一项扣0.5分，缺三项以上扣2分", "？扣2分"),
        (
            "资料齐全得2分，缺一项扣0.5分，缺三项以上另扣2分",
            "资料齐全，得2分（基础分）。缺，每1项扣0.5分；缺三项以上，另扣2分。",
        ),
    ],
)
def test_what_was_found_by_varying_words(text: str, meaning: str) -> None:
    assert said(text) == meaning
    if not meaning.startswith("？"):
        assert read(meaning).parts == read(text).parts


def test_so_many_in_all_is_a_question_of_yes_or_no() -> None:
    sheet = scored(f"{UNITS}累计3次未完成的，扣5分。", "单位,1.1\n甲县,是\n乙县,否\n丙县,否")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [5, 10, 10]
    assert [spec.type for spec in schema_of(sheet.assessment.plan.rubric).facts] == ["yesno"]


def test_what_is_lacking_is_counted_from_the_threshold() -> None:
    sheet = scored(f"{UNITS}培训不足100人的，每人扣0.1分。", "单位,1.1\n甲县,100\n乙县,90\n丙县,120")
    assert [points(sheet, unit=unit) for unit in ("甲县", "乙县", "丙县")] == [10, 9, 10]
