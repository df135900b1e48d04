"""Points that an assessor gives: between which bounds the rules let them lie."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.language.link import Source
from kaoping.language.reading import Judgement, PointsRange, Tiers
from kaoping.model import Rubric, Rule, Section

_ZERO = Decimal(0)


def limits_of(rubric: Rubric) -> dict[str, tuple[Decimal, Decimal]]:
    """The least and the most that may be given for each fact that is points; of several uses the widest."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for clause in rubric.clauses():
        for section in clause.sections:
            for rule in section.rules:
                bounds = [bound for band in _bands(section, rule) for bound in (band.least, band.most)]
                if any(bounds) and isinstance(rule.measure, Source):  # all 0: no bound is stated
                    name = rule.measure.name
                    bounds += found.get(name, ())
                    found[name] = min(bounds), max(bounds)
    return found


def _bands(section: Section, rule: Rule) -> Iterator[PointsRange]:
    """What may be given where a rule asks for points of a unit."""
    if rule.wants != "points" or rule.each is not None:
        return
    term, full = rule.term, section.full if section.full is not None else -section.floor
    if isinstance(term, Judgement):
        yield PointsRange(least=_ZERO, most=_ZERO)  # a judgement may always be 0
        yield term.range.of(full) if term.range else PointsRange(least=_ZERO, most=full)
    elif isinstance(term, Tiers):
        for row in term.rows:
            if isinstance(row.points, PointsRange):
                yield row.points.of(full)
            else:
                points = full if row.points == "full" else row.points
                yield PointsRange(least=points, most=points)
