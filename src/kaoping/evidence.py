"""Evidence: a fact as the ledger cites it: what, how much, when, and where it stands."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.facts.cells import in_magnitude
from kaoping.facts.fact import Fact, Value
from kaoping.facts.schema import FactSpec
from kaoping.language.link import Call
from kaoping.ledger import Evidence
from kaoping.model import ComputedField, Rubric

_REMEMBERED = 10_000
_UNITS = {"相差天数": "天", "相差小时": "小时", "相差工作日": "个工作日"}


class Citing:
    """Cites the facts of a rubric; values as people write them, with their units of measure."""

    def __init__(self, rubric: Rubric) -> None:
        self._specs = {spec.name: spec for spec in rubric.facts}
        self._computed = rubric.computed
        self._values: dict[tuple[str, Value], str] = {}

    def __call__(self, fact: Fact) -> Evidence:
        """The fact, with its computed fields, as evidence."""
        spec = self._specs[fact.name]
        value = self._values.get((fact.name, fact.value))
        if value is None:
            value = _value(spec, fact.value)
            if len(self._values) < _REMEMBERED:
                self._values[fact.name, fact.value] = value
        fields: tuple[str, ...] = ()
        if fact.fields:
            shown = ((field.name, fact.fields.get(field.name)) for field in spec.fields)
            fields = tuple([f"{name} {value_text(held)}" for name, held in shown if held is not None])
            fields += self._of_fields(fact)
        return Evidence(
            fact.id,
            fact.unit,
            fact.name,
            value,
            fact.day.isoformat() if fact.day else "",
            str(fact.place),
            fact.note,
            fields,
            spec.title if fact.name[0].isdecimal() else "",
        )

    def _of_fields(self, fact: Fact) -> tuple[str, ...]:
        """What is computed from the fields of a fact and decides about it: 登记用时 4个工作日."""
        return tuple(
            f"{item.field} {value_text(fact.fields[item.field])}{_UNITS.get(_function(item), '')}"
            for item in self._computed
            if item.event == fact.name and item.field in fact.fields
        )


def _function(item: ComputedField) -> str:
    return item.expression.function if isinstance(item.expression, Call) else ""


def _value(spec: FactSpec, value: Value) -> str:
    if spec.kind == "event":
        return f"{value_text(value)}{spec.unit or '次'}"
    if spec.told_in and isinstance(value, Decimal):
        return in_magnitude(value, spec.told_in)
    if spec.type == "percent" and isinstance(value, (Decimal, Fraction)):
        return exact.percent(value)
    return f"{value_text(value)}{spec.unit if spec.type == 'number' else ''}"


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
