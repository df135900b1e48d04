"""Whatever a rule file holds: laid out it says the same, to the last character of wording, and stays laid out."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from kaoping.language.notation import tidy_expression, tidy_line, tidy_link
from kaoping.layout import laid_out
from kaoping.layout.proof import difference
from kaoping.source import SourceFile
from rubrics import any_text


def letters(text: str) -> str:
    """What no layout may touch, signs and the words of notation apart: the same for all readers of this page."""
    return "".join(char for char in text if char.isalnum() and char not in "至到且")


@given(any_text)
@example("一级指标  甲\n得1分\n  # 一\n\n# 二\n得2分\n")
@example("一级指标  甲\n1．漏报{月报\n问题,按比例}一次扣1分\n")
@example("一级指标  甲\n    得1分\n  得2分\n        得3分\n      认可 T001:乙\n")
def test_layout_changes_nothing_but_layout(text: str) -> None:
    source = SourceFile("甲.rubric", text)
    new = SourceFile("甲.rubric", laid_out(source))
    assert difference(source, new) == ""
    assert letters(new.text) == letters(text)
    assert laid_out(new) == new.text


@given(any_text)
def test_canonical_files_are_clean(text: str) -> None:
    """Of what could be read; lines that could not be stay as they are."""
    new = laid_out(SourceFile("甲.rubric", text))
    assert "\n\n\n" not in new or "\t" in new  # in a pasted table
    assert not new.startswith("\n")
    assert new == "" or new.endswith("\n")


@given(
    st.text(
        st.sampled_from(
            "甲乙数a1.5年%％ 　-+*×/÷()（）[]=≥>=<!，,;；：:、且按去重取最高以为基数满分次数相差小时2021-01-01逐项"
        ),
        max_size=30,
    )
)
def test_notation_has_one_form(text: str) -> None:
    for tidy in (tidy_link, tidy_expression, tidy_line):
        assert tidy(tidy(text)) == tidy(text)
        assert letters(tidy(text)) == letters(text)
