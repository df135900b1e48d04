"""The outline of a rule file: what its lines say, nested but not resolved. Data only; made by `document`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from kaoping.diagnostics import Diagnostic
from kaoping.exact import Rounding
from kaoping.facts.schema import FactSpec
from kaoping.language.reading import Between, Quantity
from kaoping.source import SourceFile, Span


@dataclass(frozen=True)
class Grade:
    """等次: a name and the totals that earn it.

    said: ends that brackets take in (含80分). stated: the grade as its words alone name it, where it then had to
        leave totals to others; None where it has them all. Neither counts in comparisons.
    """

    name: str
    lower: Decimal | None = None
    lower_closed: bool = True
    upper: Decimal | None = None
    upper_closed: bool = True
    said: tuple[Decimal, ...] = field(default=(), compare=False)
    stated: Grade | None = field(default=None, compare=False, repr=False)

    @property
    def range(self) -> Between:
        """The totals, as the condition of a row of a clause."""
        return Between(
            lower=None if self.lower is None else Quantity(number=self.lower),
            lower_closed=self.lower_closed,
            lower_said=self.lower in self.said,
            upper=None if self.upper is None else Quantity(number=self.upper),
            upper_closed=self.upper_closed,
            upper_said=self.upper in self.said,
        )


@dataclass
class ClauseDraft:
    """A clause as it stands in the file; wording may span lines (joined by "\\n"), links still in it."""

    number: str
    span: Span
    wording: str
    offsets: list[int]
    """For each character of `wording`, its offset in the file."""


@dataclass
class IndicatorDraft:
    """An indicator with what stands below it."""

    level: int
    name: str
    points: Decimal | None
    span: Span
    note: str = ""
    collectors: tuple[str, ...] = ()
    children: list[IndicatorDraft] = field(default_factory=list)
    clauses: list[ClauseDraft] = field(default_factory=list)


@dataclass(frozen=True)
class DefinitionDraft:
    """定义 name[.field] = expression."""

    name: str
    field: str
    expression: str
    span: Span


@dataclass(frozen=True)
class Acknowledgement:
    """认可  T001、A002：理由 below the clause, indicator or declaration whose findings it lets stand.

    below: what stands above it: a finding in that range is acknowledged. Empty where nothing stands there.
    """

    codes: tuple[str, ...]
    reason: str
    span: Span
    below: Span


@dataclass
class TableDraft:
    """适用 县（市、区）: the indicators for the units of a kind, and what is said of them alone.

    kind: "" for the indicators of a file that has one table for all units.
    lines: where its 满分 and 等次 stand.
    full, ceiling, grades: of this table; what the file says before its tables holds for each that says nothing.
    """

    kind: str
    span: Span
    full: Decimal | None = None
    ceiling: Decimal | None = None
    grades: list[Grade] = field(default_factory=list)
    indicators: list[IndicatorDraft] = field(default_factory=list)
    lines: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What the reader took a line for.

    start: offset of its first character; it ends where the next begins. A pasted table is one line.
    kind: blank, remark, pasted, unread, or the kind of line of grammar/document.lark (a heading that
        opens no table is a clause).
    depth: how many indicators it stands under.
    continues: it goes on with the clause before it.
    """

    start: int
    kind: str
    depth: int = 0
    continues: bool = False


@dataclass
class Outline:
    """A rule file, line by line, nested but not resolved.

    scoring: targets where the file says 计分 达标率: every clause is a target, met or not.
    units: by kind; of kind "" where the file does not tell kinds apart.
    lines: where 办法, 期间, 满分, 等次, 取值, 计分 and the first 单位 stand.
    taken: every line, and what it was taken for.
    """

    source: SourceFile
    title: str = ""
    start: date | None = None
    end: date | None = None
    full: Decimal | None = None
    ceiling: Decimal | None = None
    grades: list[Grade] = field(default_factory=list)
    rounding: tuple[Literal["clause", "total"], Rounding, int] | None = None
    scoring: Literal["points", "targets"] = "points"
    units: dict[str, list[str]] = field(default_factory=dict)
    tables: list[TableDraft] = field(default_factory=list)
    facts: list[tuple[FactSpec, Span]] = field(default_factory=list)
    definitions: list[DefinitionDraft] = field(default_factory=list)
    acknowledgements: list[Acknowledgement] = field(default_factory=list)
    lines: dict[str, Span] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    taken: list[Line] = field(default_factory=list)

    @property
    def indicators(self) -> list[IndicatorDraft]:
        """The first-level indicators of all tables."""
        return [indicator for table in self.tables for indicator in table.indicators]
