"""Grades as scales: which totals earn which grade, from 0 to the most that a table can give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.lint import domains, ranges
from kaoping.lint.scales import MOST, UNGRADED, Outcome, Row, Scale
from kaoping.lint.subject import Subject
from kaoping.model import Indicator, Table
from kaoping.sheet import grade_at


def of_grades(subject: Subject) -> tuple[Scale, ...]:
    """The grades of each table; where several tables share a line of grades, once."""
    return subject.once(_of_grades)


def _of_grades(subject: Subject) -> Iterator[Scale]:
    seen = set()
    for table in subject.rubric.tables:
        key = (subject.line("等次", table), table.grades)
        if not 0 < len(table.grades) <= MOST or key in seen:
            continue
        seen.add(key)
        yield _of_table(subject, table)


def _of_table(subject: Subject, table: Table) -> Scale:
    span = subject.line("等次", table)

    def program(value: Fraction) -> Outcome:
        earned = grade_at(table.grades, exact.simplest(value))
        told = UNGRADED if earned is None else f"定为“{table.grades[earned].name}”"
        return Outcome(earned, None, told)

    rounding = subject.rubric.rounding
    full = Fraction(table.full) if table.full is not None else None
    domain = domains.of_totals(full, _most(subject, table), rounding[2] if rounding is not None else None)
    rows = tuple(
        Row(grade.name, span, ranges.totals(grade.stated or grade), said=grade.said) for grade in table.grades
    )
    return Scale("grades", span, "总分", "分", rows, domain, program, "一个等次")


def _most(subject: Subject, table: Table) -> Fraction | None:
    """The most that a total can come to; None if it is not known."""
    if not subject.understood(table) or not table.indicators:
        return None
    most = _sum([_ends(indicator) for indicator in table.indicators])
    bounds = [bound for bound in (most, table.ceiling) if bound is not None]
    return Fraction(min(bounds)) if bounds else None


def _ends(indicator: Indicator) -> Decimal | None:
    parts = [_ends(child) for child in indicator.children] + [clause.full for clause in indicator.clauses]
    below = _sum(parts)
    if indicator.points is None:
        return below
    return indicator.points if below is None else min(indicator.points, below + indicator.pool)


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None
