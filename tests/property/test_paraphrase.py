"""What the paraphrase promises: read again, it means the same; said again, it is the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given

from kaoping.language.clause import read
from kaoping.language.document import IndicatorDraft, read_outline
from kaoping.language.paraphrase import say
from kaoping.language.reading import Definition, Part, Reading
from kaoping.resolve.links import cut
from kaoping.source import SourceFile
from strategies import readings, sentences

RULES = Path(__file__).parents[2] / "rules"
Meaning = tuple[object, tuple[Part, ...], tuple[Definition, ...], object]


def meaning(reading: Reading) -> Meaning:
    return reading.mark, reading.parts, reading.definitions, reading.total_cap


@given(readings())
def test_what_is_said_of_any_meaning_is_read_as_that_meaning(reading: Reading) -> None:
    again = read(say(reading))
    assert again.left_over == ()
    assert meaning(again) == meaning(reading)
    assert again.number == reading.number


@given(sentences)
def test_what_is_read_is_said_back_with_the_same_meaning(sentence: str) -> None:
    reading = read(sentence)
    assume(reading.understood)
    again = read(say(reading))
    assert again.left_over == ()
    assert meaning(again) == meaning(reading)


@given(sentences)
def test_saying_settles_at_once(sentence: str) -> None:
    reading = read(sentence)
    assume(reading.understood)
    assert say(read(say(reading))) == say(reading)


def official_sentences() -> Iterator[str]:
    """Every clause of the rubrics in rules/, without its links."""

    def below(indicators: list[IndicatorDraft]) -> Iterator[str]:
        for indicator in indicators:
            yield from (cut(clause.wording, clause.offsets).text for clause in indicator.clauses)
            yield from below(indicator.children)

    for path in sorted(RULES.glob("*/*.rubric")):
        yield from below(read_outline(SourceFile.read(path)).indicators)


@pytest.mark.parametrize("sentence", sorted(set(official_sentences())))
def test_official_sentences_are_said_back_with_the_same_meaning(sentence: str) -> None:
    reading = read(sentence)
    again = read(say(reading))
    assert meaning(again) == meaning(reading)
    assert say(again) == say(reading)
