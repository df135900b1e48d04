"""Facts drawn at random for any rubric: of every name, of all units."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from kaoping.facts.fact import Change, Fact, Value
from kaoping.facts.schema import FactSpec, FieldSpec
from kaoping.model import Rubric
from kaoping.plan import schema_of

UNITS = ("甲县", "乙县", "丙县")
DAY = date(2021, 6, 1)
AMOUNTS = ("0", "0.5", "1", "2", "3", "7", "9.99", "12", "60", "99.5", "385", "100000")
RATES = ("0", "0.005", "0.59", "0.6", "0.795", "0.8", "0.895", "0.9", "0.99", "1", "1.2", "3")


def values(spec: FactSpec | FieldSpec, counted: bool) -> st.SearchStrategy[Value]:
    """What may be given; figures are negative only where a name does not say that they cannot be."""
    match spec.type:
        case "yesno":
            return st.booleans()
        case "date":
            return st.integers(-200, 400).map(lambda n: DAY + timedelta(days=n))
        case "choice":
            return st.sampled_from(spec.choices)
        case "text":
            return st.sampled_from(("甲", "乙", "丙"))
        case "percent":
            return st.sampled_from(RATES).map(Decimal)
    limits = getattr(spec, "limits", None)
    if limits is not None:
        return st.sampled_from((limits[0], (limits[0] + limits[1]) * Decimal("0.5"), limits[1]))
    figures = st.sampled_from(AMOUNTS).map(Decimal)
    return figures if counted else figures | figures.map(lambda number: -number)


@st.composite
def facts(draw: st.DrawFn, rubric: Rubric) -> list[Change]:
    """Facts of every name, of all units; none is missing, so that scores are settled where they can be."""
    found = []
    for unit in rubric.units[:3] or UNITS:
        kind = rubric.kinds.get(unit)
        for spec in schema_of(rubric).facts:
            if spec.kinds and kind is not None and kind not in spec.kinds:
                continue
            if spec.kind == "value":
                value = draw(values(spec, spec.counted))
                found.append(Fact(f"{unit}/{spec.name}", unit, spec.name, value, DAY))
                continue
            for number in range(draw(st.sampled_from((0, 0, 1, 1, 2, 3)))):
                fields = {field.name: draw(values(field, True)) for field in spec.fields}
                times = Decimal(draw(st.sampled_from((1, 1, 1, 2, 5, 40))))
                found.append(Fact(f"{unit}/{spec.name}/{number}", unit, spec.name, times, DAY, fields))
    return [Change(fact) for fact in found]
