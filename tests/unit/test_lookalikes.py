"""Whatever difflib finds alike is among the names that are compared."""

from __future__ import annotations

import difflib

from hypothesis import given
from hypothesis import strategies as st

from kaoping.resolve.lookalikes import MOST_NAMES, Lookalikes

NAMES = st.text(alphabet="月报问题数率", min_size=1, max_size=6)


@given(NAMES, st.lists(NAMES, max_size=12), st.sampled_from([75, 80, 100]))
def test_no_lookalike_is_missed(name: str, others: list[str], percent: int) -> None:
    found = Lookalikes(others).like(name, percent)
    assert len(found) == len(set(found))
    alike = [o for o in others if difflib.SequenceMatcher(None, name, o).ratio() * 100 >= percent]
    assert set(alike) <= set(found) <= set(others)


def test_many_names_take_no_longer_than_a_few() -> None:
    names = Lookalikes(f"问题{chr(0x4E00 + n)}情况" for n in range(2 * MOST_NAMES))
    assert len(names.like("问题甲情况", 80)) == 20
    assert names.like(f"问题{chr(0x4E00 + 2 * MOST_NAMES - 1)}", 100) == []
