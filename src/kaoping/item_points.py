"""Points of items: whether the full marks of rows that are scored one by one make up the points of their indicator.

A table of indicators (逐项) brings its own full marks, and the rubric says what they add up to: 产出指标50分.
Where they do not, the unit can never get, or never loses, what the indicator says.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping import exact
from kaoping.assess import Assessment
from kaoping.diagnostics import Diagnostic
from kaoping.exact import Exact, text
from kaoping.facts.fact import Fact
from kaoping.measure import as_exact
from kaoping.model import Indicator
from kaoping.selection import field_value


def mark_faults(assessment: Assessment) -> Iterator[Diagnostic]:
    """A warning for each unit and indicator whose rows do not add up to its points; none where it has no rows."""
    for unit in assessment.units:
        for indicator in assessment.plan.rubric.table_of(unit).walk():
            marks = _marks(assessment, unit, indicator)
            total = exact.total(mark for _, mark in marks)
            if not marks or indicator.points is None or exact.compare(total, indicator.points) == 0:
                continue
            message = (
                f"“{unit}”的「{indicator.name}」各项分值合计{text(total)}分，不是{text(indicator.points)}分"
            )
            help_ = "请核对各项的分值，有没有漏项"
            yield Diagnostic("F016", "warning", message, help_, place=marks[0][0].place)


def _marks(assessment: Assessment, unit: str, indicator: Indicator) -> list[tuple[Fact, Exact]]:
    """The rows below an indicator with points, and their full marks; none unless all its clauses score rows."""
    clauses = [clause for leaf in indicator.walk() for clause in leaf.clauses]
    plans = [assessment.plan.clauses[clause.id] for clause in clauses]
    rules = [rule for plan in plans for section in plan.sections for rule in section.rules]
    if indicator.points is None or any(rule.items is None for rule in rules):
        return []
    found: dict[str, tuple[Fact, Exact]] = {}
    for rule in rules:
        for fact in assessment.engine.evidence(unit, rule.items) if rule.items is not None else ():
            mark = as_exact(field_value(fact, rule.rule.mark)) if rule.rule.mark else None
            times = as_exact(fact.value) or Decimal(0)
            found[fact.id] = fact, exact.multiply(mark, times) if mark is not None else Decimal(0)
    return list(found.values())
