"""Whatever findings offer, and whatever a file holds: a repair touches no word of the document and no remark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.diagnostics import Diagnostic, Edit, Fix
from kaoping.language.document import read_outline
from kaoping.layout.proof import remarks, words
from kaoping.lint.run import lint
from kaoping.repair import repaired
from kaoping.source import SourceFile, Span
from rubrics import any_text, mutated


def untouchable(text: str) -> tuple[list[str], list[str]]:
    visible = "".join(char for char in text if char not in "\u200b\ufeff\x0b\x1f")
    outline = read_outline(SourceFile("甲.rubric", visible))
    return words(outline, declarations=False), remarks(outline)


def found(text: str) -> Sequence[Diagnostic]:
    return lint(SourceFile("甲.rubric", text)).findings


@st.composite
def offers(draw: st.DrawFn) -> Callable[[str], Sequence[Diagnostic]]:
    """A check gone mad: it offers to write anything anywhere."""
    places = draw(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30)), max_size=6))
    texts = draw(
        st.lists(
            st.sampled_from(("", "\n", " ", "{", "}", "甲", "#", "事实  ", "\t", "：", "1")),
            min_size=6,
            max_size=6,
        )
    )

    def found(text: str) -> Sequence[Diagnostic]:
        edits = [
            Edit(Span(min(at, len(text)), min(at + length, len(text))), new)
            for (at, length), new in zip(places, texts, strict=False)
        ]
        return [Diagnostic("N001", "warning", str(edit), fix=Fix("改", (edit,))) for edit in edits]

    return found


@given(any_text, offers())
def test_no_fix_touches_what_it_may_not(
    text: str, findings_of: Callable[[str], Sequence[Diagnostic]]
) -> None:
    assert untouchable(repaired(text, findings_of).text) == untouchable(text)


@settings(max_examples=50)
@given(mutated())
def test_real_findings_are_repaired_once(text: str) -> None:
    result = repaired(text, found)
    assert untouchable(result.text) == untouchable(text)
    assert not result.refused
    before, after = (sum(d.severity == "error" for d in found(one)) for one in (text, result.text))
    assert after <= before
    assert repaired(result.text, found).text == result.text
