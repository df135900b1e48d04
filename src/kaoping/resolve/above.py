"""What deductions take from above: indicators whose deductions go on into points that are not their own.

1. An indicator without points whose deductions are capped (扣分项：每次扣2分，最高扣10分) either brings the points
   that it takes, or takes those of the others. It takes where the others come to the full mark without it,
   or where its name says so and the sum does not need its points: then it opens with 0 and comes to less.
2. 直至70分扣完 drains the nearest indicator above that has 70 points (or the total, if that is its full
   mark), and on the way there no indicator stops it at 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kaoping.language.outcomes import FROM_THE_TOTAL
from kaoping.language.reading import Award, Penalty, Rate, Tiers
from kaoping.model import Clause, Indicator, Section
from kaoping.resolve.points import UNBOUNDED, most_taken, only_deducts

ZERO = Decimal(0)

ADDS = re.compile("加分|附加|奖励|奖惩")
TAKES = re.compile("扣分|减分|倒扣|扣减|负面|惩戒|惩罚|奖惩")
"""Names of indicators that add to the full mark, and of those that take from it (加减分 does both)."""


def settled(indicators: Sequence[Indicator], full: Decimal | None) -> tuple[Indicator, ...]:
    """The indicators of a table, given what their deductions take from above.

    Args:
        indicators: of the first level, each with the points that its clauses have by themselves.
        full: the full mark of the table.
    """
    taking = frozenset(_taking(indicators, full))
    return tuple(_settled(indicator, taking, [full]) for indicator in indicators)


def from_the_total(indicators: Iterable[Indicator], owns: bool = False) -> Iterator[Clause]:
    """Clauses that say 从总分中扣 and stand among points, which would lose them in place of the total.

    owns: whether an indicator above has points of its own.
    """
    for indicator in indicators:
        inside = owns or indicator.points is not None
        yield from from_the_total(indicator.children, inside)
        terms = [term for clause in indicator.clauses for term in clause.reading.terms()]
        given = any(isinstance(term, Award | Tiers) and not term.bonus for term in terms)
        for clause in indicator.clauses if inside or given else ():
            taking = (term for term in clause.reading.terms() if isinstance(term, Penalty | Rate))
            if any(FROM_THE_TOTAL.search(term.when.text) for term in taking):
                yield clause


def dealt(leaf: Indicator) -> Indicator:
    """A leaf whose clauses were given points by themselves, with those that its `deducts_above` and `drained` mean."""
    if not leaf.deducts_above and not leaf.drained:
        return leaf

    def section_of(clause: Clause, section: Section) -> Section:
        if section.part.drain in leaf.drained:
            assert section.part.drain is not None
            return section.model_copy(update={"floor": section.opening - section.part.drain})
        if leaf.deducts_above and _is_free(clause, section):
            floor = -(most_taken(section.part) or UNBOUNDED)
            return section.model_copy(update={"full": ZERO, "opening": ZERO, "floor": floor})
        return section

    clauses = tuple(
        clause.model_copy(update={"sections": tuple(section_of(clause, s) for s in clause.sections)})
        for clause in leaf.clauses
    )
    return leaf.model_copy(update={"clauses": clauses})


def _settled(indicator: Indicator, taking: frozenset[str], above: list[Decimal | None]) -> Indicator:
    """above: the points of what stands above, the nearest last."""
    drained = tuple(sorted(_drained(indicator, above)))
    below = [*above, indicator.points]
    children = tuple(_settled(child, taking, below) for child in indicator.children)
    if not drained and indicator.id not in taking and children == indicator.children:
        return indicator
    update = {"children": children, "drained": drained, "deducts_above": indicator.id in taking}
    return dealt(indicator.model_copy(update=update))


def _drained(indicator: Indicator, above: list[Decimal | None]) -> set[Decimal]:
    """The drains somewhere below an indicator that go on into what stands above it."""
    found: set[Decimal] = set()
    for child in indicator.children:
        found |= _drained(child, [*above, indicator.points]) - {indicator.points}
    for clause in indicator.clauses:
        for section in clause.sections:
            drain = section.part.drain
            if (
                drain is not None
                and drain in above
                and drain not in (indicator.points, _mark(clause, section))
            ):
                found.add(drain)
    return found & {points for points in above if points is not None}


def _taking(indicators: Sequence[Indicator], whole: Decimal | None) -> Iterator[str]:
    """The leaves that take from `whole`: the full mark, or the points of the indicator right above that has any."""
    leaves = [found for indicator in indicators for found in _without_points(indicator, "")]
    named = {leaf.id for leaf, names in leaves if TAKES.search(names)}
    open_ = [leaf for leaf, _ in leaves if _deducting(leaf) and (leaf.id in named or _pure(leaf))]
    if open_ and whole is not None:
        ids = {leaf.id for leaf in open_}
        regular = sum((_worth(indicator, ids) for indicator in indicators), ZERO)
        if regular >= whole:
            named = ids
        elif regular + sum((_caps(leaf) for leaf in open_), ZERO) == whole:
            named = set()
    yield from (leaf.id for leaf in open_ if leaf.id in named)
    for indicator in indicators:
        for node in indicator.walk():
            if node.points is not None and node.children:
                yield from _taking(node.children, node.points)


def _without_points(indicator: Indicator, names: str) -> Iterator[tuple[Indicator, str]]:
    """The leaves that have no points of their own nor any above them, with the names down to them."""
    names = f"{names}/{indicator.name}"
    if indicator.points is None:
        if indicator.clauses:
            yield indicator, names
        for child in indicator.children:
            yield from _without_points(child, names)


def _worth(indicator: Indicator, without: set[str]) -> Decimal:
    """What an indicator is certain to bring to the full mark."""
    if ADDS.search(indicator.name):
        return ZERO
    if indicator.points is not None:
        return indicator.points
    if indicator.id in without:
        return ZERO
    own = [clause.full or ZERO for clause in indicator.clauses]
    return sum(own + [_worth(child, without) for child in indicator.children], ZERO)


def _deducting(leaf: Indicator) -> list[Section]:
    """The sections that bring the points that they take, for want of others."""
    return [section for clause in leaf.clauses for section in clause.sections if _is_free(clause, section)]


def _pure(leaf: Indicator) -> bool:
    return len(_deducting(leaf)) == sum(len(clause.sections) for clause in leaf.clauses)


def _caps(leaf: Indicator) -> Decimal:
    return sum((section.opening for section in _deducting(leaf)), ZERO)


def _is_free(clause: Clause, section: Section) -> bool:
    """Whether a section only deducts, and nothing states points for it."""
    items = any(rule.each is not None for rule in section.rules)
    ways = any(other.part.instead for other in clause.sections)
    return only_deducts(section.part) and not items and not ways and _mark(clause, section) is None


def _mark(clause: Clause, section: Section) -> Decimal | None:
    """The full mark that the sentence states for the section."""
    leads = sum(1 for other in clause.sections if not other.part.instead)
    return section.part.mark if section.part.mark is not None or leads != 1 else clause.reading.mark
