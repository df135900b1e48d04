"""Evidence: a fact as the ledger cites it: what, how much, when, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.facts.fact import Fact, Value
from kaoping.facts.schema import FactSpec
from kaoping.ledger import Evidence


def cite(fact: Fact, specs: Mapping[str, FactSpec]) -> Evidence:
    """The fact as evidence; its value as people write it, with its unit of measure."""
    spec = specs[fact.name]
    if spec.kind == "event":
        value = f"{value_text(fact.value)}{spec.unit or '次'}"
    elif spec.type == "percent" and isinstance(fact.value, (Decimal, Fraction)):
        value = exact.percent(fact.value)
    else:
        value = f"{value_text(fact.value)}{spec.unit if spec.type == 'number' else ''}"
    day = fact.day.isoformat() if fact.day else ""
    shown = ((field.name, fact.fields.get(field.name)) for field in spec.fields)
    fields = tuple(f"{name} {value_text(held)}" for name, held in shown if held is not None)
    title = spec.title if fact.name[0].isdecimal() else ""
    return Evidence(fact.id, fact.unit, fact.name, value, day, str(fact.place), fact.note, fields, title)


def value_text(value: Value) -> str:
    """A value as people write it.

    >>> value_text(True), value_text(Decimal("1.50"))
    ('是', '1.5')
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (Decimal, Fraction)):
        return exact.text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
