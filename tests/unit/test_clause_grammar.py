"""The clause grammar can read any text: that is a property of its parse table, checked here."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from lark.parsers.lalr_analysis import Shift

from kaoping.language import scan as scanning
from kaoping.language.grammars import load_grammar
from kaoping.language.islands import Island, Score, Stray
from kaoping.language.scan import normalise, scan


def parse_table() -> dict[int, dict[str, tuple[object, object]]]:
    return scanning._parser().parser.parser._parse_table.states  # type: ignore[attr-defined, no-any-return]


def test_every_state_of_the_parser_accepts_water() -> None:
    table = parse_table()
    end = next(state for state, actions in table.items() if set(actions) == {"$END"} or not actions)
    without = [state for state, actions in table.items() if "_WATER" not in actions and state != end]
    assert without == []


def test_a_word_that_cannot_begin_an_island_is_accepted_only_where_it_goes_on() -> None:
    # Else the lexer could find the word, and the parser then have no use for it.
    table = parse_table()
    start = scanning._parser().parser.parser._parse_table.start_states["start"]  # type: ignore[attr-defined]
    begins = set(table[start])
    inner = {
        (state, token)
        for state, actions in table.items()
        for token, (action, _) in actions.items()
        if token.isupper() and token not in begins and token != "$END" and action is not Shift
    }
    assert inner == set()


@pytest.mark.parametrize(
    "word",
    [
        "充分",
        "部分",
        "分别",
        "分值",
        "取得",
        "折扣",
        "扣好扣子",
        "一次性",
        "得分办法",
        "分管",
        "得分率",
        "扣押",
    ],
)
def test_longer_words_hold_no_island(word: str) -> None:
    assert scan(word) == []


def test_the_longest_island_wins() -> None:
    (island,) = scan("分别扣3分、2分、1分")
    assert isinstance(island, Score)
    assert [figure.low.number for figure in island.figures] == [3, 2, 1]


def test_normalising_moves_no_offset() -> None:
    text = "（１）①％≧〜“”【】：；，．"
    assert len(normalise(text)) == len(text)


def test_islands_lie_in_order_and_inside_the_text() -> None:
    text = "得2分，每少10个扣0.1分，100%＞率≥80%；第1-3名，最高得5分。取消资格，否则不得分"
    islands = scan(text)
    assert all(isinstance(island, Island) and island.start < island.end <= len(text) for island in islands)
    assert all(one.end <= two.start for one, two in pairwise(islands))


def test_a_scoring_word_alone_is_a_stray() -> None:
    assert [type(island) for island in scan("发现问题的扣分")] == [Stray]


def test_scanning_is_linear() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        scan(text)
        return time.process_time() - begin

    line = "每发现一处不符合要求的扣0.5分，按照有关规定和文件要求"

    def best(text: str) -> float:  # other work on the machine only ever adds
        return min(seconds(text) for _ in range(3))

    seconds(line)
    assert best(line * 160) < 40 * max(best(line * 20), 0.01)


def test_an_incomplete_installation_is_said_so() -> None:
    with pytest.raises(FileNotFoundError, match=r"grammar/nothing\.lark"):
        load_grammar("nothing")
