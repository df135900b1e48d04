"""P012: published ranks that do not follow from the published totals.

Ranks are competition ranks (1, 2, 2, 4). Who counts on behind a tie (1, 2, 2, 3), or parts it (1, 2, 3, 4), is told so
once: that is another convention, which the rules do not state, and no slip.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.audit.finding import Finding
from kaoping.audit.match import Arranged
from kaoping.audit.paper import Cell
from kaoping.diagnostics import Severity
from kaoping.exact import text
from kaoping.facts.names import fold, listed

_RANK = re.compile(r"(?:并列)?第?(\d{1,6})(?:名|位)?(?:\(并列\))?")


@dataclass(frozen=True, slots=True)
class _Placed:
    paper: Arranged
    total: Decimal
    rank: int
    cell: Cell


def ranks(papers: Sequence[Arranged], everybody: int) -> Iterator[Finding]:
    """Check the ranks of one round.

    Args:
        papers: of units that are ranked with each other.
        everybody: how many units the rules list; 0 if they list none.
    """
    placed = [one for paper in papers if (one := _placed(paper)) is not None]
    totals = [one.total for one in placed]
    if len(placed) < 2:
        return
    if len(placed) < everybody or (not everybody and max(one.rank for one in placed) > len(placed)):
        yield from _order(placed)  # a part of the list: who is before whom
        return
    competition, dense = _competition(totals), _dense(totals)
    if _parted(placed, competition):
        yield from _ties(placed)
        return
    as_usual = [one for one in placed if one.rank != competition[one.total]]
    counted_on = [one for one in placed if one.rank != dense[one.total]]
    if len(counted_on) < len(as_usual):
        first = next(one for one in placed if competition[one.total] != dense[one.total])
        yield _counted_on(first, placed, competition[first.total])
        as_usual, competition = counted_on, dense
    for one in as_usual:
        above = sum(total > one.total for total in totals)
        due = competition[one.total]
        message = f"{one.paper.whose}名次是{one.rank}，总分{text(one.total)}分应是第{due}名（{f'比它高的有{above}个' if above else '没有比它高的'}）"
        yield _finding(one, due, message)


def _order(placed: Sequence[_Placed]) -> Iterator[Finding]:
    """Of two units the one with more points must be before the other."""
    ordered = sorted(placed, key=lambda one: (one.rank, -one.total))
    for index, one in enumerate(ordered):
        behind = [other for other in ordered[:index] if other.total < one.total]
        if behind:
            other = behind[0]
            message = (
                f"{one.paper.whose}名次是{one.rank}，总分{text(one.total)}分；"
                f"“{other.paper.paper.unit}”{text(other.total)}分，名次却是{other.rank}"
            )
            yield _finding(one, None, message)


def _ties(placed: Sequence[_Placed]) -> Iterator[Finding]:
    """Equal totals with different ranks."""
    counts = Counter(one.total for one in placed)
    for total in sorted((total for total, count in counts.items() if count > 1), reverse=True):
        alike = sorted((one for one in placed if one.total == total), key=lambda one: one.rank)
        names, given = (
            listed([f"“{one.paper.paper.unit}”" for one in alike]),
            "、".join(str(one.rank) for one in alike),
        )
        message = f"{names}总分都是{text(total)}分，名次分别是{given}；规则没有写总分相同怎样分先后，并列的都是第{alike[0].rank}名"
        yield _finding(alike[1], alike[0].rank, message, convention=True)


def _counted_on(first: _Placed, placed: Sequence[_Placed], due: int) -> Finding:
    ordered = sorted(placed, key=lambda one: (-one.total, one.rank))
    given = "、".join(str(one.rank) for one in ordered[:8])
    message = f"名次在并列之后是接着排的（{given}{'……' if len(ordered) > 8 else ''}）；并列占去名次的，{first.paper.whose}名次应是第{due}名"
    return _finding(first, due, message, convention=True)


def _parted(placed: Sequence[_Placed], competition: Mapping[Decimal, int]) -> bool:
    """Whether ranks are 1 to n in the order of totals, with ties parted."""
    counts = Counter(one.total for one in placed)
    if max(counts.values()) == 1:
        return False
    numbers = {one.rank for one in placed}
    return len(numbers) == len(placed) and all(
        competition[one.total] <= one.rank < competition[one.total] + counts[one.total] for one in placed
    )


def _competition(totals: Sequence[Decimal]) -> dict[Decimal, int]:
    return {total: 1 + sum(other > total for other in totals) for total in totals}


def _dense(totals: Sequence[Decimal]) -> dict[Decimal, int]:
    return {total: rank for rank, total in enumerate(sorted(set(totals), reverse=True), 1)}


def _placed(paper: Arranged) -> _Placed | None:
    total, cell = paper.total, paper.rank
    found = _RANK.fullmatch(fold(cell.text)) if cell is not None else None
    if total is None or total.score is None or total.score.number is None or cell is None or found is None:
        return None
    return _Placed(paper, total.score.number, int(found[1]), cell)


def _finding(one: _Placed, due: int | None, message: str, *, convention: bool = False) -> Finding:
    recomputed = str(due) if due is not None else ""
    level: Severity | None = "warning" if convention else None
    return Finding(
        *("P012", one.paper.paper.unit, "名次", str(one.rank), recomputed, message, one.cell.place),
        rule=one.paper.rules.total(),
        level=level,
    )
