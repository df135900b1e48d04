"""The resolved rubric: what a rule file means, ready to be planned, analysed and explained.

Made by `resolve.resolve`; nothing in it refers to an engine, to facts or to scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kaoping.exact import Rounding
from kaoping.facts.schema import FactSpec
from kaoping.language.link import Expression, Source
from kaoping.language.outline import Grade
from kaoping.language.reading import Part, Quantity, Reading, Term, Veto

TOTAL = "总分"
"""The node above all indicators, beside their ids."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)


class Once(_Model):
    """Events that agree in `by` count once; the one that comes first in `order` of field `best`."""

    by: str
    best: str = ""
    order: tuple[str, ...] = ()


class Rule(_Model):
    """One term of a clause with the measure that decides it.

    Attributes:
        term: as read from the sentence.
        measure: over facts only (definitions are expanded); None for a base award.
        wants: what the measure yields. truth: yes or no, or a count of which one is yes; number;
            choice: one of `choices`; date; points: points given by the assessor.
        choices: the words of a choice, in the order of the tiers; one more stands for "otherwise".
        base: where a shortfall, an excess or a drop is counted from; None if the measure is the
            amount itself.
        percent: the measure is a ratio, so that steps and thresholds in percent are hundredths.
        partial: what a part of a step costs (see reading.Rate).
        relative: a step in percent is so much of the base, not percentage points.
        ascending: the lowest value ranks first.
        once: which events are counted once.
        each: the events to which the term is applied one by one (逐项计分); their points are added up.
            The measure is then over the fields of such an event, each by its bare name.
        mark: the field of an event of `each` that holds its full mark; "" if nothing bounds it.
        grade: the field of an event of `each` that says which row of bands it belongs to; "".
        label: name of the measure for people.
        unit: unit of measure of the figure for people; "" for ratios.
    """

    term: Term
    measure: Expression | None = None
    wants: Literal["nothing", "truth", "number", "choice", "date", "points"] = "nothing"
    choices: tuple[str, ...] = ()
    base: Quantity | None = None
    percent: bool = False
    partial: Literal["whole", "up", "proportional"] = "whole"
    relative: bool = False
    ascending: bool = False
    once: Once | None = None
    each: Source | None = None
    mark: str = ""
    grade: str = ""
    label: str = ""
    unit: str = ""


class Section(_Model):
    """A part of a clause with its rules and its points.

    full: the most that the part can earn; None if nothing limits it (an uncapped bonus).
    opening: points that stand before any fact: the full mark of a part that only deducts.
    floor: the least it can come to: 0, or a negative number for a part that draws on the indicator.
    """

    part: Part
    rules: tuple[Rule, ...]
    full: Decimal | None
    opening: Decimal
    floor: Decimal


class Clause(_Model):
    """A scoring clause in its place. `id` is <leaf indicator>.<clause> (5.2); line and column in the file."""

    id: str
    indicator: str
    wording: str
    line: int
    column: int
    reading: Reading
    sections: tuple[Section, ...]

    @property
    def full(self) -> Decimal | None:
        """The most that the clause can earn; None if unlimited."""
        fulls = [section.full for section in self.sections if not section.part.instead]
        return (
            None
            if any(full is None for full in fulls)
            else sum((f for f in fulls if f is not None), Decimal(0))
        )

    @property
    def opening(self) -> Decimal:
        """Points that stand before any fact."""
        return sum((section.opening for section in self.sections if not section.part.instead), Decimal(0))

    @property
    def scores(self) -> bool:
        """Whether it gives or takes points: 一票否决 alone does neither."""
        rules = [rule for section in self.sections for rule in section.rules]
        return not rules or not all(isinstance(rule.term, Veto) for rule in rules)


class Indicator(_Model):
    """A node of the indicator tree. Leaves hold clauses and are numbered 1, 2, 3 … in the order of the file.

    pool: points of a leaf that belong to no clause of it: what its uncapped deductions draw on.
    deducts_above: it has no points; its deductions are taken from what is above it (扣分项), so it may come to
        less than 0.
    drained: amounts of 直至70分扣完 below it that go on into the points of what is above it.
    collectors: departments that collect its data (数据采集部门): whom to ask; those of the indicator above
        where it names none.
    """

    id: str
    level: int
    name: str
    points: Decimal | None
    note: str = ""
    collectors: tuple[str, ...] = ()
    children: tuple[Indicator, ...] = ()
    clauses: tuple[Clause, ...] = ()
    pool: Decimal = Decimal(0)
    deducts_above: bool = False
    drained: tuple[Decimal, ...] = ()

    @property
    def scores(self) -> bool:
        """Whether there are points in it: 否决项 has none."""
        given = self.points or self.pool or not (self.clauses or self.children)
        return bool(given) or any(c.scores for c in self.clauses) or any(c.scores for c in self.children)

    def walk(self) -> Iterator[Indicator]:
        """This indicator and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class ComputedField(_Model):
    """定义 申诉.处理时长 = …: a field of an event, computed from its other fields when it comes in."""

    event: str
    field: str
    expression: Expression


class Table(_Model):
    """The indicators by which the units of one kind are scored, and what holds for these units alone.

    kind: 县（市、区）; "" in a rubric that scores all its units by one table.
    units: of this kind; empty where the rubric lists none: then whoever has facts is scored.
    full, ceiling, grades: as stated for the table, else for the rubric.
    """

    kind: str
    units: tuple[str, ...]
    full: Decimal | None
    ceiling: Decimal | None
    grades: tuple[Grade, ...]
    indicators: tuple[Indicator, ...]

    def walk(self) -> Iterator[Indicator]:
        """All indicators, parents first."""
        for indicator in self.indicators:
            yield from indicator.walk()

    def clauses(self) -> Iterator[Clause]:
        """All clauses in the order of the file."""
        for indicator in self.walk():
            yield from indicator.clauses


class Rubric(_Model):
    """A whole rule file, resolved. `digest` is the SHA-256 of its text.

    scoring: points; or targets, where every clause is a target and a score is how many are met.
    """

    title: str
    file: str
    digest: str
    start: date | None
    end: date | None
    rounding: tuple[Literal["clause", "total"], Rounding, int] | None
    facts: tuple[FactSpec, ...]
    computed: tuple[ComputedField, ...]
    tables: tuple[Table, ...]
    scoring: Literal["points", "targets"] = "points"

    @property
    def units(self) -> tuple[str, ...]:
        """The units of all kinds, in the order of the file."""
        return tuple(unit for table in self.tables for unit in table.units)

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each unit; empty where the rubric does not tell kinds apart."""
        return {unit: table.kind for table in self.tables if table.kind for unit in table.units}

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The first-level indicators of all tables."""
        return tuple(indicator for table in self.tables for indicator in table.indicators)

    def table_of(self, unit: str) -> Table:
        """The table by which a unit is scored."""
        if len(self.tables) == 1:
            return self.tables[0]
        return next(table for table in self.tables if unit in table.units)

    def walk(self) -> Iterator[Indicator]:
        """All indicators of all tables, parents first."""
        for table in self.tables:
            yield from table.walk()

    def clauses(self) -> Iterator[Clause]:
        """All clauses of all tables, in the order of the file."""
        for table in self.tables:
            yield from table.clauses()
