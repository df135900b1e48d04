"""Items: a term that is applied to events one by one, and added up.

Each event is scored as if it were alone: by the fields it has, within its own full mark. What one term
makes of one figure is said in `terms`; here it is only asked once for each item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.exact import Exact
from kaoping.facts.fact import Fact
from kaoping.language import link
from kaoping.language.link import Binary, Call, Comparison, Expression, Source
from kaoping.language.outcomes import ROUNDING
from kaoping.language.reading import Formula, Tiers
from kaoping.measure import BOUNDLESS, as_exact, of_fact
from kaoping.model import Rule, Section
from kaoping.resolve.points import UNBOUNDED
from kaoping.score import terms
from kaoping.score.conditions import Measured
from kaoping.score.contributions import ZERO, Contribution
from kaoping.selection import field_value


def contribution(rule: Rule, measured: Measured | None, section: Section) -> Contribution:
    """What a rule contributes, given its measure: of the unit, or of each of its items."""
    if rule.each is None:
        return terms.contribution(rule, measured, section)
    assert measured is not None
    return _added_up(rule, measured.items, section)


def _added_up(rule: Rule, items: Sequence[Fact], section: Section) -> Contribution:
    scored = [item_contribution(rule, fact, section) for fact in items]
    reasons = [f"{fact.place}{one.pending}" for fact, one in zip(items, scored, strict=True) if one.pending]
    low = exact.total(one.low for one in scored)
    settled = len(items) - len(reasons)
    words = f"{rule.label}{len(items)}项" + (f"，其中{settled}项已定，" if reasons else "")
    return Contribution(
        low,
        exact.total(one.high for one in scored),
        exact.total(one.nominal for one in scored),
        f"{words}合计{exact.text(low)}分" if len(items) > 1 else "",
        "；".join(reasons),
        limits=tuple(dict.fromkeys(limit for one in scored for limit in one.limits)),
        missing=(rule.each.name,) if rule.each is not None and reasons else (),
    )


def item_contribution(rule: Rule, fact: Fact, section: Section) -> Contribution:
    """What one row contributes: within the full mark of an item, as often as it says (数量)."""
    one = _one_item(rule, fact, section)
    times = as_exact(fact.value)
    if times is None or times == 1:
        return one
    low, high, nominal = (exact.multiply(end, times) for end in (one.low, one.high, one.nominal))
    working = f"{one.working}；共{exact.text(times)}项，{exact.text(low)}分" if one.working else ""
    return replace(one, low=low, high=high, nominal=nominal, working=working)


def _one_item(rule: Rule, fact: Fact, section: Section) -> Contribution:
    mark = as_exact(field_value(fact, rule.mark)) if rule.mark else None
    if rule.mark and mark is None:
        most = section.full if section.full is not None else UNBOUNDED
        return Contribution(ZERO, most, ZERO, "", f"没有“{rule.mark}”")
    full = exact.to_decimal(mark) if mark is not None else None
    assert rule.measure is not None
    alone = Section(part=section.part, rules=(), full=full, opening=ZERO, floor=ZERO)
    figure = of_fact(rule.measure, fact, full)
    if figure is BOUNDLESS and section.part.within and full is not None:
        words = f"{_worked(rule.measure, fact, full)}，除数为 0，按上限{exact.text(full)}分计"
        return Contribution(full, full, full, words)
    found = terms.contribution(_for_one(rule, fact), Measured(figure), alone)
    if isinstance(rule.term, Formula) and not found.pending:
        said = ROUNDING.split(rule.term.text)[0]
        worked = _worked(rule.measure, fact, full)
        found = replace(found, working=found.working.replace(said, worked, 1))
    return _within(rule, found, full)


def _for_one(rule: Rule, fact: Fact) -> Rule:
    """The rule for a single item; of bands only the one that the item is said to belong to."""
    term = rule.term
    said = fact.fields.get(rule.grade) if rule.grade else None
    if isinstance(term, Tiers) and said is not None:
        term = term.model_copy(update={"rows": tuple(row for row in term.rows if row.when.text == said)})
    return rule.model_copy(update={"each": None, "term": term})


def _worked(measure: Expression, fact: Fact, full: Decimal | None) -> str:
    """全年实际值24 / 年度指标值30 × 分值15."""

    def filled(expression: Expression) -> Expression:
        match expression:
            case Source(name, _, _):
                value = of_fact(expression, fact, full)
                told = exact.text(value) if isinstance(value, (Decimal, Fraction)) else str(value)
                return Source(f"{name}{told}")
            case Call(function, arguments):
                return Call(function, tuple(filled(argument) for argument in arguments))
            case Binary(operator, left, right):
                return Binary(operator, filled(left), filled(right))
            case Comparison(comparator, left, right):
                return Comparison(comparator, filled(left), filled(right))
        return expression

    return link.say(filled(measure))


def _within(rule: Rule, found: Contribution, full: Decimal | None) -> Contribution:
    """No item gives or takes more than its full mark, and none that gives comes to less than nothing."""
    gives = isinstance(rule.term, Formula) and rule.term.role == "award"
    least = ZERO if gives else -full if full is not None else None
    limits: list[str] = []

    def bounded(points: Exact) -> Exact:
        if full is not None and exact.compare(points, full) > 0:
            limits.append(f"每项不超过其分值，这一项{exact.text(full)}分")
            return full
        if least is not None and exact.compare(points, least) < 0:
            limits.append("每项不低于0分" if gives else f"每项不超过其分值，这一项{exact.text(-least)}分")
            return least
        return points

    low, high = bounded(found.low), bounded(found.high)
    return replace(found, low=low, high=high, limits=() if found.pending else tuple(dict.fromkeys(limits)))


__all__ = ["contribution", "item_contribution"]
