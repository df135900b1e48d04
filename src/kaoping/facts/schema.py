"""The schema of facts that a rubric implies: what may be said of which unit, and of what type.

Built by `plan.schema_of`; used by the readers to type cells and by the intake to refuse facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

ValueType = Literal["number", "percent", "yesno", "choice", "date", "text"]
"""percent: a ratio, written 95% or 0.95. date: a day, or a moment (day and time of day)."""


COUNTING = frozenset("个次件项人户家条篇份起台套名例宗处座所辆张本期场批枚天") | {
    "人次",
    "批次",
    "件次",
    "工作日",
    "小时",
}
"""Units of measure of what can be counted, or only lasts: there are never fewer than 0."""

_DIFFERENCE = re.compile("净|增减|增长|变化|变动|升降|差额|之差")
_COUNT = re.compile("(?<![指系分倍])数$")


class FieldSpec(BaseModel):
    """A field of an event (a column of its table). choices only for type choice."""

    model_config = ConfigDict(frozen=True)

    name: str
    type: ValueType
    choices: tuple[str, ...] = ()


class FactSpec(BaseModel):
    """One name that facts may use.

    Attributes:
        name: the linked or declared name, or the number of the clause (5.1) that wants the fact.
        kind: event (occurrences are counted; value is 数量) or value (one value a unit).
        type: of the value; number for events.
        unit: unit of measure for people (个, 万元, 小时); "" if none.
        told_in: the unit in which the rule tells its figure, where that is not `unit` (2亿条, of a fact in 条): a
            figure without its unit could be in either.
        choices: allowed values of a choice, in order.
        fields: fields that the rules test or count by; other columns are kept as notes only.
        title: words of the sentence that it serves, to show beside the name.
        clauses: ids of the clauses that it serves.
        aliases: other headings under which a table may give it (the clause number of a named fact).
        kinds: kinds of units that are asked for it; empty where any unit is.
        limits: the least and the most of points that an assessor gives; None if it is none, or has no bounds.
        spans: fields of an event, each with one that must not be earlier: 推送日期, 处理日期.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    kind: Literal["event", "value"]
    type: ValueType
    unit: str = ""
    told_in: str = ""
    choices: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    title: str = ""
    clauses: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    limits: tuple[Decimal, Decimal] | None = None
    spans: tuple[tuple[str, str], ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it says how many there are of something, so that it is never negative; 增减数 may be."""
        if self.type != "number" or _DIFFERENCE.search(self.name):
            return False
        unit = self.unit.split("/")[0].lstrip("十百千万亿")
        return (unit.removeprefix("个") or unit) in COUNTING if unit else bool(_COUNT.search(self.name))

    @property
    def label(self) -> str:
        """How people are shown the name, and may write it: a bare number (5.3.1) goes with its title."""
        numbered = self.title and self.name.replace(".", "").isdecimal()
        return f"{self.name} {' '.join(self.title.split())}" if numbered else self.name


class Schema(BaseModel):
    """All names of a rubric, with its units and period. Units may be empty: then any name is a unit.

    kinds: the kind of each unit, where the rubric scores units of several kinds by tables of their own.
    lacking: what becomes of an event that lacks a field, in words, by event and field.
    title, digest: of the rubric and its file, to tell whether a template was made from them; "" if unknown.
    """

    model_config = ConfigDict(frozen=True)

    units: tuple[str, ...]
    start: date | None
    end: date | None
    facts: tuple[FactSpec, ...]
    kinds: Mapping[str, str] = {}
    lacking: Mapping[tuple[str, str], str] = {}
    title: str = ""
    digest: str = ""

    def asks(self, unit: str, spec: FactSpec) -> bool:
        """Whether a unit is asked for a fact: some clause of the table of its kind uses it."""
        return not spec.kinds or self.kinds.get(unit, "") in spec.kinds
