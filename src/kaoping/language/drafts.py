"""Drafts: statements half understood, before it is known what several of them mean together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from kaoping.exact import hundredth
from kaoping.language.conditions import plain_measure
from kaoping.language.islands import POINT, CapWord, Figure, Island, Measure, Score
from kaoping.language.reading import Condition, Definition, Points, PointsRange, Quantity, Term
from kaoping.language.statements import Statement, is_points
from kaoping.source import Span

# fmt: off
EVENTS = (
    "次", "起", "件", "项", "例", "个", "人次", "条", "处", "人", "名", "台", "宗", "家", "份", "种", "盏", "户", "位", "张",
)
# fmt: on
"""Units of things that happen or are found, one by one."""

_YEAR, _SUM = r"(?:[全每]年度?|一?年度|一年|全?学年|全?学期)", r"(?:共?合计|共?总计|总共|共计?|累[计积]|计)"
TOTAL = re.compile(rf"(?:本项|该项|此项|以上)?(?:{_YEAR}{_SUM}?|{_SUM})(?:为|扣|得|加)?")
"""What leads a number that is the sum of what was said before: 每处扣2分，共计10分; 每季度一次得1分，全年4分."""


def totals(statements: Sequence[Statement]) -> list[Statement]:
    """The statements with each that sums up what is given before it as a bound: …得1分，全年共得4分."""
    out: list[Statement] = []
    for statement in statements:
        outcome = statement.outcome
        given = isinstance(outcome, Score) and outcome.verb != "deduct" and outcome.slash is None
        if (given or is_points(outcome)) and out and _gives(out[-1].outcome):
            assert isinstance(outcome, Score | Measure)
            lead = statement.between(statement.begin, outcome.start)
            alone = len(outcome.figures) == 1 and outcome.figures[0].high is None
            if lead and alone and TOTAL.fullmatch(lead):
                word = CapWord(outcome.start, outcome.end, "共计", outcome.figures)
                statement = replace(statement, outcome=word)
        out.append(statement)
    return out


def of_full(statements: Sequence[Statement], full: Decimal | None) -> list[Statement]:
    """The statements with shares of the full mark as points: 得80%分值 of 5 is 得4分. Left as they are where it is unknown."""

    def points(statement: Statement) -> Statement:
        outcome = statement.outcome
        if full is None or not isinstance(outcome, Score) or not outcome.figures:
            return statement
        share = outcome.figures[0].low
        if share.unit != "%":
            return statement
        amount = Quantity(number=hundredth(share.number * full), unit=POINT)
        return replace(statement, outcome=replace(outcome, figures=(Figure(amount),)))

    return [points(statement) for statement in statements]


def _gives(outcome: Island) -> bool:
    return is_points(outcome) or (isinstance(outcome, Score) and outcome.verb != "deduct")


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
    once: 不重复加分, 取最高分 is said right after it. untold: it leads awards of which no word says how they go together.
    """

    kind: Kind
    statement: Statement
    term: Term | None = None
    points: Points | PointsRange | None = None
    when: Condition = field(default_factory=Condition)
    bonus: bool = False
    definition: Definition | None = None
    counted: frozenset[str] = frozenset()
    once: bool = False
    untold: bool = False

    @property
    def span(self) -> Span:
        """All words of the statement, the outcome included."""
        return Span(self.statement.start, self.statement.end)


def of_measure(statement: Statement) -> Quantity | None:
    """The count right before the outcome: 3次 in 迟到3次扣5分."""
    measure = plain_measure(statement)
    return measure.figures[0].low if measure else None


_REACHED = re.compile(
    r"(?:累计|合计|连续|总共|共)?(?:达到?|满|超期?|超过|逾期?|迟|拖延?|缺|少|低|高|多)(?:的|了)?$"
)


def beyond_steps(item: Draft) -> bool:
    """每超期1天扣1分，满10天不得分: more of what a rate counts, without a word of comparison that says from where."""
    quantity, measure = of_measure(item.statement), plain_measure(item.statement)
    if quantity is None or measure is None or quantity.unit in EVENTS or quantity.unit not in item.counted:
        return False
    lead = item.statement.between(item.statement.phrase()[0], measure.start)
    return quantity.number > 1 and (not lead or _REACHED.fullmatch(lead) is not None)
