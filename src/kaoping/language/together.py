"""Awards that nothing but their own conditions sets apart: one of them, all of them, or does nobody know?

成立领导小组的，得10分；预算执行率达到95%的，得5分     a deed and a figure of another thing: a sum
全部完成的，得10分；完成率达到80%的，得6分           of one thing: alternatives
设有机构的，得2分；人员到位的，得1分                  two deeds: not told
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from kaoping.language.conditions import NAMED
from kaoping.language.reading import Between, Condition, Deadline

_ALL_OF_IT = re.compile("全部|全面|全额|全都|圆满|完成|达标|达到|所有|[均都]")
_NUMBER = re.compile(r"[\d%％]")
_DROPPED = re.compile(r"[，,、：:\s的者]|[（(][^（()）]*[)）]")


def told(conditions: Sequence[Condition]) -> Literal["alternatives", "sum", "untold"]:
    """How awards of less and less points go together, as far as their conditions tell. Alternatives where these hold numbers alike."""
    deeds = [when.text for when in conditions if when.test is None]
    figures = [when for when in conditions if isinstance(when.test, Between | Deadline)]
    if not deeds or not all(deeds) or len(deeds) + len(figures) < len(conditions):
        return "alternatives"
    if any(_NUMBER.search(deed) for deed in deeds):
        return "alternatives"
    if figures:
        names = [when.subject for when in figures]
        if not all(NAMED.search(name) for name in names) or any(_of_one(d, n) for d in deeds for n in names):
            return "alternatives"
        return "untold" if any(_ALL_OF_IT.search(deed) for deed in deeds) else "sum"
    return "alternatives" if all(_worded_alike(*pair) for pair in pairwise(deeds)) else "untold"


def _of_one(deed: str, name: str) -> bool:
    """全部完成 and 完成率 speak of one thing."""
    return any(name[at : at + 2] in deed for at in range(len(name) - 1))


def _worded_alike(one: str, two: str) -> bool:
    """完成全部任务, 完成一半任务: do they share more than half of the shorter one's words?"""
    short, long = sorted((_DROPPED.sub("", one), _DROPPED.sub("", two)), key=len)
    pairs = [at for at in range(len(short) - 1) if short[at : at + 2] in long]
    shared = {index for at in pairs for index in (at, at + 1)}
    return 2 * len(shared) > len(short)
