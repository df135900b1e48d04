"""Islands to statements: a statement is one outcome with the words that it rests on.

    每出现一次上访事件，扣2分，超过2次扣完4分并取消评选资格。
    └──────── 扣2分 ────────┘└─ 超过2次 扣完4分 ─┘└─ 取消…资格 ─┘

The words of an outcome begin where the outcome before it ends. Of these the last sentence is its
condition (`words`); earlier sentences are its context.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kaoping.language.islands import (
    POINT,
    Band,
    Bracket,
    Break,
    CapWord,
    DedupeWord,
    Equation,
    ExemptWord,
    Exhausted,
    FormulaWord,
    Head,
    Island,
    JudgeWord,
    Marker,
    Measure,
    Otherwise,
    Remark,
    Score,
    TakeAll,
    VetoWord,
    WithinWord,
    ZeroWord,
)

COMMA, SENTENCE, STOP = 1, 2, 3
OUTCOMES = (
    Score, Band, CapWord, WithinWord, Exhausted, TakeAll, ZeroWord, VetoWord, FormulaWord, Equation, JudgeWord, ExemptWord, DedupeWord,
)  # fmt: skip
_PLAIN_TRIM = " \n\t\u3000，,、:：;；。！？"
_TRIM = _PLAIN_TRIM + "()（）"
_OPENING, _CLOSING = ("（", "("), ("）", ")")
_DOUBLED = re.compile(r"([，,、：:])[ ]*[，,、：:]+")
_LONE_VERB = re.compile(
    r"(?:^|(?<=[，,、：:]))(?:满|发现|出现|发生|有|存在|查出|检查发现|被发现)(?:的)?$|(?<![未被没经])(?:发现|发生)$|(?:^|(?<=[，,]))(?:此项|本项|该项)$"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One outcome and its words.

    Attributes:
        words: the islands of the condition, in order.
        context: the islands of earlier sentences since the outcome before.
        start: where its words begin; begin: where the condition's own sentence begins.
        link: the strongest punctuation between the outcome before and the first word (0 none … 3 。).
        item: the number of the item that it stands in, and `style` how that number is written.
        bracketed: it stands in brackets that opened after the outcome before.
        closed: the strongest punctuation right after the outcome.
        remarks: what the paraphrase says of the outcome, in brackets right after it.
    """

    text: str
    outcome: Island
    words: tuple[Island, ...]
    context: tuple[Island, ...]
    start: int
    begin: int
    link: int
    item: Head | None
    bracketed: bool
    closed: int
    remarks: str = ""

    @property
    def end(self) -> int:
        """Where the outcome ends."""
        return self.outcome.end

    @property
    def otherwise(self) -> Otherwise | None:
        """否则, if it leads the condition."""
        return next((word for word in self.words if isinstance(word, Otherwise)), None)

    def phrase(self) -> tuple[int, int]:
        """The last stretch between commas that has words before the outcome: its offsets."""
        start = self.begin
        for word in self.words:
            if (
                isinstance(word, Break)
                and word.strength >= COMMA
                and self.between(word.end, self.outcome.start)
            ):
                start = word.end
        return start, self.outcome.start

    def between(self, start: int, end: int) -> str:
        """The text between two offsets without the punctuation around it."""
        return self.text[start:end].strip(_TRIM)

    def without(self, *islands: Island) -> str:
        """The condition's words without some islands; the rest stays as written."""
        dropped = [word for word in self.words if isinstance(word, (Head, Otherwise, Marker))]
        cut = sorted({*islands, *dropped}, key=lambda word: word.start)
        kept, start = "", self.begin
        for island in cut:
            if island.start < self.begin or island.end > self.outcome.start:
                continue
            kept, start = kept + self.text[start : island.start], max(start, island.end)
        return tidy(kept + self.text[start : self.outcome.start])


def tidy(words: str) -> str:
    """Without punctuation at the ends, doubled by a cut, or a verb that the cut left alone (每发现一处)."""
    plain = _DOUBLED.sub(r"\1", re.sub(r"[（(]\s*[)）]", "", words)).strip(_PLAIN_TRIM)
    plain = _LONE_VERB.sub("", plain).strip(_PLAIN_TRIM).lstrip("）)")
    opened, closed = (any(bracket in plain for bracket in pair) for pair in (_OPENING, _CLOSING))
    if plain.startswith(_OPENING) and not closed:
        plain = plain[1:]
    if plain.endswith(_CLOSING) and not opened:
        plain = plain[:-1]
    if plain.endswith(_OPENING):
        plain = plain[:-1]
    return plain.strip(_PLAIN_TRIM)


def is_points(island: Island) -> bool:
    """A bare number of points, that no verb governs: ，3分；"""
    return (
        isinstance(island, Measure)
        and not island.edge.bound
        and all(figure.low.unit == POINT for figure in island.figures)
    )


def split(text: str, islands: Sequence[Island], start: int = 0) -> tuple[list[Statement], list[Island]]:
    """The statements of a text from `start` on, and the islands after the last of them."""
    statements: list[Statement] = []
    pending: list[Island] = []
    item: Head | None = None
    for index, island in enumerate(islands):
        if isinstance(island, Head):
            item = island
        following = islands[index + 1] if index + 1 < len(islands) else None
        if isinstance(island, Score) and island.edge.bound and not _up_to(text, island, following):
            pending.append(island)  # 取得90分以上成绩的，加2分: words of a condition
        elif _mounts_up(text, island, islands[index + 1 :]):
            pending.append(island)
        elif (
            isinstance(island, OUTCOMES)
            or (statements and _lowest_band(text, island, statements[-1], following))
            or (is_points(island) and not _governed(text, island, following, islands[index + 2 :]))
        ):
            statements.append(_statement(text, island, pending, start, item, following))
            pending, start = [], island.end
        elif isinstance(island, Remark) and statements and not text[start : island.start].strip():
            statements[-1] = replace(
                statements[-1], remarks=statements[-1].remarks + text[island.start : island.end]
            )
            start = island.end
        else:
            pending.append(island)
    return statements, pending


def _up_to(text: str, score: Score, following: Island | None) -> bool:
    """一般得60分以下；良好得…: a band of points that ends its sentence."""
    if not score.edge.bound.endswith(("以下", "以内")):
        return False
    if isinstance(following, Break) and following.strength >= SENTENCE:
        return not text[score.end : following.start].strip()
    return following is None and not text[score.end :].strip()


def _lowest_band(text: str, points: Island, last: Statement, following: Island | None) -> bool:
    """甲级20-18分、乙级17-15分、丙级15分以下: the row that ends a table of bands."""
    if not isinstance(points, Measure) or len(points.figures) != 1 or points.figures[0].low.unit != POINT:
        return False
    banded = is_points(last.outcome) and isinstance(last.outcome, Measure) and last.outcome.figures[0].high
    low = points.edge.bound.endswith(("以下", "以内")) and points.figures[0].high is None
    if not banded or not low:
        return False
    end = following.start if following is not None else len(text)
    closes = following is None or isinstance(following, (Break, Bracket))
    return closes and not text[points.end : end].strip() and 0 < len(text[last.end : points.start]) <= 16


_MOUNTING = re.compile(r"累[计积]$|(?:扣分?|累[计积]|^|[，,；;。])(?:满|达到?)$")


def _mounts_up(text: str, points: Island, later: Sequence[Island]) -> bool:
    """累计扣满12分取消资格: points that were taken before, and what follows from their number."""
    if not (is_points(points) or (isinstance(points, Score) and points.verb == "deduct")):
        return False
    if not _MOUNTING.search(text[: points.start].rstrip()):
        return False
    for island in later:
        if isinstance(island, Break) and island.strength >= SENTENCE:
            # 扣满6分，停岗学习；: what follows scores nothing
            return is_points(points) and text[points.end : island.start].strip(_TRIM) not in (
                "",
                "的",
                "为止",
            )
        if isinstance(island, OUTCOMES):
            direct = isinstance(island, Score) and is_points(points) and island.verb == "deduct"
            return direct or isinstance(island, (VetoWord, ZeroWord))
    return False


def _governed(text: str, points: Island, following: Island | None, later: Sequence[Island]) -> bool:
    """80-90分得8分, 80-90分的，得8分: a mark that is tested, not given."""
    if isinstance(following, Break) and following.strength == COMMA and later:
        if not isinstance(points, Measure) or points.figures[0].high is None:
            return text[points.end : following.start].strip() in ("的", "者")
        following = later[0]
    if not isinstance(following, (Score, ZeroWord)):
        return False
    return text[points.end : following.start].strip(" ，,的者之间") == ""


def _statement(
    text: str, outcome: Island, pending: list[Island], start: int, item: Head | None, following: Island | None
) -> Statement:
    begin, link = start, 0
    opened: list[int] = []
    for island in pending:
        blank = not text[start : island.start].strip(_TRIM)
        if isinstance(island, Break) and blank:
            link = max(link, island.strength)
            start = max(start, island.end)
        elif isinstance(island, Head) and blank:
            link = max(link, SENTENCE)
        if isinstance(island, Bracket):
            opened = [*opened, island.end] if island.opens else opened[:-1]
    ends = [i for i in pending if isinstance(i, Break) and i.strength >= SENTENCE]
    for mark in ends:
        if text[mark.end : outcome.start].strip(_TRIM):
            begin = mark.end
    inside = bool(opened) and bool(text[opened[-1] : outcome.start].strip(_TRIM))
    if inside:
        begin = max(begin, opened[0])
    if following is None or not isinstance(following, Break):
        closed = STOP if following is None and not text[outcome.end :].strip(_TRIM) else 0
    else:
        closed = following.strength if not text[outcome.end : following.start].strip(_TRIM) else 0
    return Statement(
        text=text,
        outcome=outcome,
        words=tuple(i for i in pending if i.start >= begin),
        context=tuple(i for i in pending if i.start < begin),
        start=start,
        begin=max(begin, start),
        link=link,
        item=item,
        bracketed=inside,
        closed=closed,
    )
