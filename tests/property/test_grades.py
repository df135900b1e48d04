"""Grades in the words of documents: a total earns one of the grades whose words name it, and none if no words do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kaoping.language.document import read_outline
from kaoping.language.notation import tidy_line
from kaoping.sheet import grade_at
from kaoping.source import SourceFile

Named = tuple[str, Callable[[Decimal], bool]]
_INCLUDED = {"": True, "（含）": True, "（不含）": False}


@st.composite
def ranges(draw: st.DrawFn) -> Named:
    """The words of a range, and which totals they name."""
    low, high = sorted(draw(st.lists(st.integers(0, 20), min_size=2, max_size=2, unique=True)))
    low, high = 5 * low, 5 * high
    unit = draw(st.sampled_from(("分", "")))
    one, two = draw(st.sampled_from(sorted(_INCLUDED))), draw(st.sampled_from(sorted(_INCLUDED)))
    held, held_too = _INCLUDED[one], _INCLUDED[two]

    def within(x: Decimal) -> bool:
        return (low < x or (held and x == low)) and (x < high or (held_too and x == high))

    dash = draw(st.sampled_from(("-", "～", "—", "至")))
    less, least = (
        draw(st.sampled_from(("低于", "不足", "不到"))),
        draw(st.sampled_from(("不低于", "≥", "S≥"))),
    )
    said = f"{'' if held else '不'}含{low}分，{'' if held_too else '不'}含{high}分"
    forms: tuple[Named, ...] = (
        (f"{low}{unit}{one}{dash}{high}{unit}{two}", within),
        (f"{low}～{high}分（{said}）", within),
        (f"{low}{unit}{one}以上", lambda x: x > low or (held and x == low)),
        (f"{low}{unit}{one}以下", lambda x: x < low or (held and x == low)),
        (f"{less}{low}{unit}", lambda x: x < low),
        (f"{least}{low}{unit}", lambda x: x >= low),
        (f"{high}{unit}＞S≥{low}{unit}", lambda x: low <= x < high),
        (f"{low}分以上，{high}分以下", lambda x: low <= x <= high),
        (f"得分{low}分以上{less}{high}分", lambda x: low <= x < high),
        (f"{high}-{low}{unit}", lambda x: low <= x <= high),
    )
    return draw(st.sampled_from(forms))


@given(st.lists(ranges(), min_size=1, max_size=4), st.sampled_from(("{0}（{1}）", "{0}：{1}")))
def test_a_total_earns_a_grade_that_names_it(named: list[Named], form: str) -> None:
    words = zip(("甲等", "B级", "优秀", "不合格"), (words for words, _ in named), strict=False)
    line = "等次  " + "、".join(form.format(*pair) for pair in words)
    outline = read_outline(SourceFile("甲", f"办法  甲\n{line}\n"))
    assert len(outline.grades) == len(named), line
    assert read_outline(SourceFile("甲", f"办法  甲\n{tidy_line(line)}\n")).grades == outline.grades
    for half in range(-1, 202):
        total = Decimal(half) / 2
        naming = [index for index, (_, names) in enumerate(named) if names(total)]
        earned = grade_at(outline.grades, total)
        assert (earned in naming) if naming else earned is None, (line, total)
