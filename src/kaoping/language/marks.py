"""Bare points and first awards: a full mark that the rest of the item shares, or points of their own?

办件处理情况，6分。每少一件扣0.2分          a mark: what scores stands after it
已制定制度，1分；已公开制度，1分            awards: nothing else scores
推进公示，得4分。其中：已公示的，得4分      a mark: the later awards come to it
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoping.language.bare import object_of
from kaoping.language.islands import (
    Bracket,
    Break,
    CapWord,
    DedupeWord,
    ExemptWord,
    Exhausted,
    Head,
    Measure,
    Score,
    Step,
    VetoWord,
    ZeroWord,
)
from kaoping.language.scan import normalise
from kaoping.language.statements import COMMA, STOP, Statement, is_points

_WHOLE = re.compile(r"^(?:本项|该项|此项|总)?满分|^总分")
_SHARE = re.compile(r"(?:本项|该项|此项)?(?:标准分值?|分值|权重|共计?|总计|合计|计)(?:为|共)?")
_OF_WHICH = re.compile(r"^(?:其中|包括|具体)")
_TITLE = re.compile(r"(?:情况|工作|建设|管理|质量|指标|内容|落实|开展|完成|[率度数量额])$")
_NO_POINTS = (ZeroWord, CapWord, Exhausted, ExemptWord, DedupeWord, VetoWord)


def style(text: str, head: Head) -> str:
    """How an item's number is written: items of one list are written alike."""
    words = normalise(text[head.start : head.end]).strip()
    if words.startswith("("):
        return "()"
    return words[-1] if words[-1] in ".、)" else "①"


def full_mark(
    statement: Statement, later: Sequence[Statement], points: Decimal | None, *, first: bool
) -> Decimal | None:
    """The full mark that a statement states, if that is all it does: （1.5分）, …情况，6分。, 满分10分, …率：30分，"""
    outcome = statement.outcome
    if isinstance(outcome, CapWord) and _WHOLE.match(outcome.word) and outcome.figures:
        whole = "满分" in outcome.word
        if (first and whole and later) or outcome.word.startswith(("本项满分", "该项满分", "此项满分")):
            return outcome.figures[0].low.number
        return None
    amount = _amount(statement)
    if not first or amount is None or not later:
        return None
    if isinstance(outcome, Score):
        return amount if _sums_up(statement, amount, later, points) else None
    if object_of(statement) or any(isinstance(word, Step) for word in statement.words):
        return None  # 信息采用每条2分；…
    at = outcome.start
    if _SHARE.fullmatch(statement.between(statement.begin, at)):
        return amount
    opens = statement.bracketed and not statement.text[statement.begin : at].strip()
    colon = False
    for word in statement.words:
        adjacent = not statement.text[word.end : at].strip()
        opens = opens or (adjacent and isinstance(word, Bracket) and word.opens)
        colon = colon or (adjacent and isinstance(word, Break) and word.mark in ":：")
    if opens and (statement.closed == COMMA or not statement.without()):
        return amount  # 食品安全（3分，发生事故不得分）; （3分）：…
    if opens or colon or statement.closed >= 2:
        return amount if _is_shared(statement, amount, later) else None
    return None


def _amount(statement: Statement) -> Decimal | None:
    """The points of a statement that only says points: bare, or …，得4分。"""
    outcome = statement.outcome
    granted = isinstance(outcome, Score) and outcome.verb == "award" and statement.closed == STOP
    if not granted and not is_points(outcome):
        return None
    if not isinstance(outcome, (Score, Measure)) or len(outcome.figures) != 1 or outcome.slash is not None:
        return None
    return None if outcome.figures[0].high is not None else outcome.figures[0].low.number


def _own(statement: Statement, later: Sequence[Statement]) -> Iterator[Statement]:
    """What follows up to the next bare points or the next item of the same list."""
    for other in later:
        if is_points(other.outcome) and not object_of(other):
            return
        if other.item is not statement.item and not _nested(statement, other):
            return
        yield other


def _nested(statement: Statement, other: Statement) -> bool:
    """2.办件情况，6分。（1）…: an item of a list within the item."""
    if statement.item is None or other.item is None:
        return True
    return style(statement.text, statement.item) != style(other.text, other.item)


def _is_shared(statement: Statement, amount: Decimal, later: Sequence[Statement]) -> bool:
    """Do bare points only say what the statements after them come to?"""
    own = list(_own(statement, later))
    if any(not isinstance(other.outcome, _NO_POINTS) for other in own):
        return True
    following = later[len(own) :]
    if following and following[0].item is not statement.item and _nested(statement, following[0]):
        return True
    parts = [_amount(other) or Decimal(0) for other in following if is_points(other.outcome)]
    if len(parts) > 1 and sum(parts) == amount:
        return True
    if (
        statement.text[statement.end :].lstrip(" )）").startswith((":", "："))
    ):  # 组织领导（4分）：有方案（2分），…
        return any(sum(parts[:count]) == amount for count in range(2, len(parts)))
    return bool(own) and statement.closed == STOP and _is_title(statement)


def _is_title(statement: Statement) -> bool:
    """（1）对接，2分。未对接的，不得分。: a name, and no condition that could fail."""
    words = statement.without()
    return _TITLE.search(words) is not None or (statement.item is not None and len(words) <= 4)


def _sums_up(
    statement: Statement, amount: Decimal, later: Sequence[Statement], points: Decimal | None
) -> bool:
    """推进公示，得4分。其中：成立小组的，得1分；…: the awards after it are what it is made of."""
    awards: list[Decimal] = []
    for other in later:
        if other.item is not statement.item and not _nested(statement, other):
            break
        granted = isinstance(other.outcome, Score) and other.outcome.verb == "award"
        if granted and isinstance(other.outcome, Score) and len(other.outcome.figures) == 1:
            awards.append(other.outcome.figures[0].low.number)
    said = _OF_WHICH.match(later[0].text[later[0].start : later[0].outcome.start].lstrip(" ，,"))
    whole = said is not None or points == amount
    return whole and bool(awards) and amount in (sum(awards), max(awards))
