"""Which row of a scale a declared choice means: by its word where each row names one, else by their order.

事实  情况：选项（差、中、良好）
…情况良好，得2分；为中，得1分；为差，不得分         by word: 良好, 中, 差
…齐全的，得2分；有缺漏的，得1分；未建立的，不得分    by order: 差 is 齐全的, which the linter finds odd
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaoping.language.reading import Term, Tiers

_TAIL = re.compile(r"(?:等次|等级|档次|档|级|等)?(?:的|者|的?单位)*[，,：:；;\s]*$")
_NOT = ("不", "未", "非", "没", "无")


def in_turn(term: Term, choices: Sequence[str]) -> tuple[str, ...]:
    """The choices, those that the rows name first and in the order of the rows; unchanged if a row names none.

    >>> from kaoping.language.clause import read
    >>> (term,) = read("评为优秀的加4分；合格的加2分；不合格的加1分").terms()
    >>> in_turn(term, ("不合格", "合格", "优秀", "其他"))
    ('优秀', '合格', '不合格', '其他')
    """
    if not isinstance(term, Tiers):
        return tuple(choices)
    named = [choice_of(row.when.text, choices) for row in term.rows]
    words = [word for word in named if word is not None]
    if len(words) < len(named) or len(set(words)) < len(words):
        return tuple(choices)
    return (*words, *(choice for choice in choices if choice not in words))


def choice_of(text: str, choices: Sequence[str]) -> str | None:
    """The choice with which the words of a row end: 评为不合格的 names 不合格, and never 合格."""
    whole = re.sub(r"[的，,：:；;\s]+$", "", text)
    for words in (whole, _TAIL.sub("", whole)):
        found = [choice for choice in choices if words.endswith(choice)]
        if found:
            longest = max(found, key=len)
            return None if words.removesuffix(longest).endswith(_NOT) else longest
    return None
