"""Whatever difflib finds alike is among the names that are compared."""

from __future__ import annotations

import difflib

from hypothesis import given
from hypothesis import strategies as st

from kaoping.resolve.lookalikes import Lookalikes

NAMES = st.text(alphabet="月报问题数率", min_size=1, max_size=6)


@given(NAMES, st.lists(NAMES, max_size=12), st.sampled_from([75, 80, 100]))
def test_no_lookalike_is_missed(name: str, others: list[str], percent: int) -> None:
    found = Lookalikes(others).like(name, percent)
    assert len(found) == len(set(found))
    alike = [o for o in others if difflib.SequenceMatcher(None, name, o).ratio() * 100 >= percent]
    assert set(alike) <= set(found) <= set(others)
