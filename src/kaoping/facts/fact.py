"""One fact: what was observed of one unit, with the place it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from kaoping.diagnostics import Place
from kaoping.exact import Exact

Value = Exact | bool | str | date | datetime
"""What a fact or a field may hold. Rates are ratios (95 % is 0.95); datetimes have no zone.

Only a computed field can be a `Fraction` (20 minutes are 1/3 of an hour)."""

NO_FIELDS: Mapping[str, Value] = MappingProxyType({})


@dataclass(slots=True, unsafe_hash=True)
class Fact:
    """A validated fact. Never changed; not frozen, which would make a million of them three times as dear.

    Attributes:
        id: unique in a run. As given (编号), or made by the intake: unit and name for a value,
            file and row for an event without 编号.
        unit: a unit of the rubric, spelt as the rubric spells it.
        name: a name of the schema: a value (申领数) or a kind of event (月报问题).
        value: the value; for an event, how many occurrences the row stands for (数量, 1 if not given).
        day: when it happened; None where the table does not say.
        fields: the other fields of an event (级别, 稿件 …), typed by the schema.
        note: 说明 or 备注, verbatim, for the explanation.
        place: where it was read.
    """

    id: str
    unit: str
    name: str
    value: Value
    day: date | None = None
    fields: Mapping[str, Value] = field(default_factory=lambda: NO_FIELDS)
    note: str = ""
    place: Place = field(default=Place(""), compare=False)


@dataclass(slots=True)
class Change:
    """One step of a fact stream, in the order in which it is to be applied. Never changed.

    old None, new given: a new fact. Both: a correction. old given, new None: a withdrawal; by and why
    are then the place and the note of the row that withdraws it.
    """

    new: Fact | None
    old: Fact | None = None
    by: Place | None = field(default=None, compare=False)
    why: str = ""
