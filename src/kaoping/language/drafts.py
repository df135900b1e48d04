"""Drafts: statements half understood, before it is known what several of them mean together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from kaoping.language.conditions import plain_measure
from kaoping.language.reading import Condition, Definition, Points, PointsRange, Quantity, Term
from kaoping.language.statements import Statement
from kaoping.source import Span

# fmt: off
EVENTS = (
    "次", "起", "件", "项", "例", "个", "人次", "条", "处", "人", "名", "台", "宗", "家", "份", "种", "盏", "户", "位", "张",
)
# fmt: on
"""Units of things that happen or are found, one by one."""

TOTAL = re.compile(r"(?:本项|该项|此项|以上)?(?:合计|总计|总共|共计?|计)(?:为|扣|得)?")
"""What leads a number that is the sum of what was said before: 每处扣2分，共计10分."""

Kind = Literal[
    "award", "zero", "deduct", "gain", "cap", "within", "exhausted", "dedupe", "define", "other", "unread"
]


@dataclass(slots=True)
class Draft:
    """A statement half understood.

    kind: award (points that may be alternatives to others), zero (不得分, not yet known of what),
    deduct and gain (terms that stand), cap, within, exhausted and dedupe (bounds), define (a definition),
    other (terms that stand and take no part in the above), unread (left over).
    points, when: of an award or zero. term: of the others. counted: what the rates of the part count.
    """

    kind: Kind
    statement: Statement
    term: Term | None = None
    points: Points | PointsRange | None = None
    when: Condition = field(default_factory=Condition)
    bonus: bool = False
    definition: Definition | None = None
    counted: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        """All words of the statement, the outcome included."""
        return Span(self.statement.start, self.statement.end)


def of_measure(statement: Statement) -> Quantity | None:
    """The count right before the outcome: 3次 in 迟到3次扣5分."""
    measure = plain_measure(statement)
    return measure.figures[0].low if measure else None
