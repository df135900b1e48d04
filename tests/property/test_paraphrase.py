"""What the paraphrase promises: read again, it means the same; said again, it is the same."""

from __future__ import annotations

from hypothesis import assume, given

from kaoping.language.clause import read
from kaoping.language.paraphrase import say
from kaoping.language.reading import Definition, Part, Reading
from strategies import readings, sentences

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
