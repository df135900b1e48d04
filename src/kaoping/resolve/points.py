"""Full marks: how an indicator's points are shared among its clauses.

1. A part's full mark is the one stated in its head, else what its awards, tiers and capped gains
   can come to.
2. One part of an indicator may leave that open (得满分, a formula): it takes what is left.
3. A part that only deducts opens with its mark, else with its cap if the caps still fit into the
   indicator's points; it loses down to 0. (每次扣4分，最高扣20分: opens with 20.) Where all
   parts only deduct, what their caps leave of the indicator's points is there from the start; a part
   that is the only one opens with all of them (5分：每次扣2分，最高扣2分), so that 此项得0分 finds them.
4. Deductions that are given no points of their own draw on the indicator: its points that no part
   claims are its pool, and it never falls below 0. So 直至50分扣完 drains what the others earned.
   An indicator that has no points to lose hands its deductions on to the one above: see `above`.
5. What is added (加1分, and not 得1分) beside deductions without a bound claims none of the points: they are all
   there from the start, and what is added makes up for what was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.exact import text
from kaoping.language.reading import (
    FULL,
    Award,
    Formula,
    Judgement,
    Part,
    Penalty,
    PointsRange,
    Rate,
    Target,
    Term,
    Tiers,
)

ZERO = Decimal(0)
UNBOUNDED = Decimal(10**9)
"""More points than any rubric has: stands where nothing bounds a deduction or a gain."""


def told(points: Decimal) -> str:
    """Points for people: 12.5, or 不限."""
    return text(points) if bounded(points) else "不限"


def bounded(points: Decimal) -> bool:
    """Whether something bounds the points: UNBOUNDED, with what else was given or taken, is no number for people."""
    return 2 * abs(points) < UNBOUNDED


@dataclass(frozen=True)
class PartPoints:
    """full, opening and floor of a part: see model.Section."""

    full: Decimal | None
    opening: Decimal
    floor: Decimal


@dataclass(frozen=True)
class LeafPoints:
    """What the parts of one leaf get, in order, and the pool of the leaf. `unclear`: parts without a full mark."""

    parts: tuple[PartPoints, ...]
    pool: Decimal
    unclear: tuple[int, ...] = ()


def share(
    parts: list[tuple[Part, Decimal | None]], points: Decimal | None, itemised: Sequence[bool] = ()
) -> LeafPoints:
    """Share a leaf's points.

    Args:
        parts: each part with the full mark stated for it (its own, or that of a clause of one part).
        points: of the leaf; None if the document states none.
        itemised: for each part whether it scores items one by one: these have full marks of their own, and
            only the indicator bounds them together.
    """
    if any(part.instead for part, _ in parts):
        return _share_of_ways(parts, points)
    items = [index < len(itemised) and itemised[index] for index in range(len(parts))]
    bonus = [own or _bonus(part) for own, (part, _) in zip(items, parts, strict=True)]
    deducting = [
        only_deducts(part) or ((points or mark) is not None and _takes_and_adds(part)) for part, mark in parts
    ]
    fulls: list[Decimal | None] = [
        mark if mark is not None else (None if takes or own else _earnable(part))
        for (part, mark), takes, own in zip(parts, deducting, items, strict=True)
    ]
    open_parts = [i for i, full in enumerate(fulls) if full is None and not deducting[i] and not bonus[i]]
    drawn_on = points is not None and any(
        takes and mark is None and most_taken(part) is None and part.drain is None
        for takes, (part, mark) in zip(deducting, parts, strict=True)
    )
    extra = {
        i
        for i, (part, mark) in enumerate(parts)
        if drawn_on and mark is None and not deducting[i] and all(_adds(t) for t in part.terms if _gives(t))
    }
    claimed = sum((full for i, full in enumerate(fulls) if full is not None and i not in extra), ZERO)
    caps = {
        i: cap
        for i, takes in enumerate(deducting)
        if takes and fulls[i] is None and (cap := most_taken(parts[i][0]))
    }
    unclear: tuple[int, ...] = ()
    if len(open_parts) == 1 and points is not None:
        fulls[open_parts[0]] = max(ZERO, points - claimed - sum(caps.values(), ZERO))
        claimed += fulls[open_parts[0]] or ZERO
    elif open_parts:
        unclear = tuple(open_parts)
    if points is None or claimed + sum(caps.values(), ZERO) <= points:
        for index, cap in caps.items():
            fulls[index] = cap if points is None or len(parts) > 1 else points
            claimed += fulls[index] or ZERO
    if points is not None:
        for index in range(len(parts)):
            if fulls[index] is None and not deducting[index] and bonus[index]:
                fulls[index] = max(ZERO, points - claimed)
    pool_users = [i for i, takes in enumerate(deducting) if takes and fulls[i] is None]
    left = max(ZERO, points - claimed) if points is not None else ZERO
    if len(pool_users) == 1 and left > 0 and parts[pool_users[0]][0].drain is None:
        fulls[pool_users[0]] = left
        left = ZERO
    pool = left if all(deducting) or any(fulls[i] is None for i in pool_users) else ZERO
    depth = points
    shared = tuple(
        PartPoints(full, full if takes and full is not None else ZERO, _floor(part, depth))
        if full is not None or not takes
        else PartPoints(ZERO, ZERO, -(depth if depth is not None else most_taken(part) or UNBOUNDED))
        for (part, _), full, takes in zip(parts, fulls, deducting, strict=True)
    )
    return LeafPoints(shared, pool, unclear)


def _floor(part: Part, depth: Decimal | None) -> Decimal:
    """The least that a part with points of its own comes to: 0, unless it goes on into those of the others.

    奖惩, without points: 表扬的加2分；批评的扣2分 adds to the total or takes from it.
    """
    if depth is None and _takes_and_adds(part):
        return -(most_taken(part.model_copy(update={"cap": None})) or UNBOUNDED)
    return -(depth if depth is not None else UNBOUNDED) if part.overdraws else ZERO


def _share_of_ways(parts: list[tuple[Part, Decimal | None]], points: Decimal | None) -> LeafPoints:
    """Two ways of scoring (…，或…) claim their points once; the second has the full mark of the first."""
    leading = [index for index, (part, _) in enumerate(parts) if not part.instead]
    shared = share([parts[index] for index in leading], points)
    given = dict(zip(leading, shared.parts, strict=True))
    found: list[PartPoints] = []
    for index, (part, _) in enumerate(parts):
        if part.instead:
            full = found[-1].full
            found.append(PartPoints(full, full if only_deducts(part) and full is not None else ZERO, ZERO))
        else:
            found.append(given[index])
    return LeafPoints(tuple(found), shared.pool, tuple(leading[index] for index in shared.unclear))


def only_deducts(part: Part) -> bool:
    """No term of the part gives points, so they must be there before: 每次扣4分，最高扣20分."""
    return bool(part.terms) and not any(_gives(term) for term in part.terms)


def _takes_and_adds(part: Part) -> bool:
    """每次扣2分；获表彰的加2分: what is taken from must be there before, and what is added makes up for it."""
    gives = [term for term in part.terms if _gives(term)]
    takes = any(
        _term_cap(term)[1] for term in part.terms if term not in gives and not isinstance(term, Tiers)
    )
    return takes and bool(gives) and all(_adds(term) for term in gives)


def _adds(term: Term) -> bool:
    """Said with 加, and not with 得."""
    match term:
        case Rate(sign="gain", earned=earned):
            return not earned
        case Award(bonus=bonus) | Tiers(bonus=bonus):
            return bonus
        case Judgement(sign="gain"):
            return True
    return False


def _gives(term: Term) -> bool:
    match term:
        case Award() | Target():
            return True
        case Tiers(rows=rows):
            return any(_top(row.points) is None or (_top(row.points) or ZERO) > 0 for row in rows)
        case Rate(sign=sign):
            return sign == "gain"
        case Formula(role=role):
            return role == "award"
        case Judgement(sign=sign):
            return sign != "deduct"
    return False


def _top(points: object) -> Decimal | None:
    """The most that a tier or award gives; None for 满分 and shares of it."""
    if isinstance(points, PointsRange):
        return None if points.share else points.most
    return None if points == FULL else points  # type: ignore[return-value]


def _earnable(part: Part) -> Decimal | None:
    """What the awards and gains of a part can come to together; None if the sentence does not say."""
    bounded, free = ZERO, ZERO
    unbounded = False
    for term in part.terms:
        most = _most(term)
        if counts_as_gain(term, part):
            unbounded = unbounded or most is None
            bounded += most or ZERO
        elif most is None:
            return part.cap if part.cap_of == "score" else None
        else:
            free += most
    if part.cap is not None and part.cap_of == "gain":
        bounded, unbounded = part.cap if unbounded else min(bounded, part.cap), False
    if part.cap is not None and part.cap_of == "score":
        return part.cap if unbounded else min(bounded + free, part.cap)
    return None if unbounded else bounded + free


def counts_as_gain(term: Term, part: Part) -> bool:
    """Whether a cap on gains (最多得6分) bounds this term: the rates, or the awards where there is no rate."""
    rates = any(isinstance(t, Rate) and t.sign == "gain" for t in part.terms)
    if isinstance(term, Rate):
        return term.sign == "gain"
    if isinstance(term, Award):
        return term.bonus or not rates
    return isinstance(term, Tiers | Judgement | Formula) and not rates


def _most(term: Term) -> Decimal | None:
    match term:
        case Award(points=points):
            return _top(points)
        case Tiers(rows=rows):
            tops = [_top(row.points) for row in rows]
            return (
                None
                if any(top is None for top in tops)
                else max((ZERO, *(t for t in tops if t is not None)))  # rows that take points give none
            )
        case Rate(sign="gain", cap=cap):
            return cap
        case Formula(role="award"):
            return None
        case Judgement(sign="award" | "gain", range=range_):
            return range_.most if range_ else None
        case Target():
            return Decimal(1)
    return ZERO


def _bonus(part: Part) -> bool:
    """Gains that nothing bounds (每项加3分) are not what is left of the indicator."""
    return all(
        isinstance(term, Rate) or (isinstance(term, Award) and term.bonus)
        for term in part.terms
        if _gives(term)
    )


def most_taken(part: Part) -> Decimal | None:
    """The most that a deducting part can take, if the sentence bounds it."""
    if part.drain is not None:
        return None
    if part.cap is not None:
        return part.cap
    caps = [_term_cap(term) for term in part.terms]
    relevant = [cap for cap, counts in caps if counts]
    if not relevant or any(cap is None for cap in relevant):
        whole = [t.points for t in part.terms if isinstance(t, Penalty) and t.all and t.points is not None]
        return max(whole) if whole else None
    return sum((cap for cap in relevant if cap is not None), ZERO)


def _term_cap(term: Term) -> tuple[Decimal | None, bool]:
    """The most that a term takes, and whether it takes at all."""
    match term:
        case Rate(sign="deduct", cap=cap):
            return cap, True
        case Penalty(points=points, more_than=None):
            return points, True
        case Tiers(rows=rows):
            return max((-(_top(row.points) or ZERO) for row in rows), default=ZERO), True
        case Judgement(range=range_):
            return (range_.most if range_ else None), True
        case Formula(role="deduct"):
            return None, True
    return None, False
