"""Whatever valid facts are filled into a template, it says the same as the facts written as JSON lines."""

from __future__ import annotations

import json
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import rubric_of
from filling import EXAMPLE, fill, saved, standing, template_of
from kaoping.facts.fact import Fact
from kaoping.facts.read import read_facts
from kaoping.plan import schema_of

RUBRIC = rubric_of(EXAMPLE)
SCHEMA = schema_of(RUBRIC)
SPECS = {spec.name: spec for spec in SCHEMA.facts}

# 15 digits are what spreadsheets keep; words are what people type: not what looks like a total or a remark.
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False).map(Decimal.normalize)
days = st.dates(date(2021, 1, 1), date(2021, 12, 31))
moments = st.datetimes(datetime(2021, 1, 1), datetime(2021, 12, 31)).map(lambda m: m.replace(microsecond=0))
words = st.text(st.sampled_from("甲乙丙丁戊己庚辛0123456789abc"), min_size=1, max_size=8)
VALUES = {
    "number": numbers,
    "percent": st.decimals(min_value=-10, max_value=10, places=4).map(Decimal.normalize),
    "yesno": st.booleans(),
    "date": days,
}


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """Valid facts, at most one of each figure of a unit, every event numbered."""
    drawn: list[Fact] = []
    for unit in RUBRIC.units:
        for spec in SPECS.values():
            if spec.kind == "value" and draw(st.booleans()):
                values = st.sampled_from(spec.choices) if spec.choices else VALUES[spec.type]
                if spec.limits is not None:
                    values = st.decimals(*spec.limits, places=3).map(Decimal.normalize)
                elif spec.counted:
                    values = numbers.map(abs)
                drawn.append(Fact(f"{unit}/{spec.name}", unit, spec.name, draw(values)))
    events = [spec for spec in SPECS.values() if spec.kind == "event"]
    for number in range(draw(st.integers(0, 6))):
        spec = draw(st.sampled_from(events))
        fields = {
            field.name: draw(
                st.sampled_from(field.choices)
                if field.choices
                else moments
                if "时间" in field.name
                else days
                if field.type == "date"
                else words
            )
            for field in spec.fields
        }
        for span in spec.spans:
            fields |= dict(zip(span, sorted(fields[name] for name in span), strict=True))
        note = draw(st.sampled_from(("", "见附件")))
        day = draw(st.none() | days)
        unit, count = draw(st.sampled_from(RUBRIC.units)), Decimal(draw(st.integers(1, 9)))
        drawn.append(Fact(f"{number:03}", unit, spec.name, count, day, fields, note))
    return drawn


def as_line(fact: Fact) -> str:
    """The fact as a person would write it as JSON."""
    value = {True: "是", False: "否"}[fact.value] if isinstance(fact.value, bool) else str(fact.value)
    if SPECS[fact.name].type == "percent":
        value = f"{Decimal(value) * 100:f}%"
    line = {"单位": fact.unit, "事项": fact.name, "值": value}
    if SPECS[fact.name].kind == "event":
        line |= {"编号": fact.id, "日期": str(fact.day or ""), "说明": fact.note}
        line |= {name: str(field) for name, field in fact.fields.items()}
    return json.dumps(line, ensure_ascii=False)


def content(fact: Fact) -> tuple[object, ...]:
    return fact.unit, fact.name, fact.value, fact.day, dict(fact.fields), fact.note


@given(facts())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_a_template_reads_back_as_the_same_facts(drawn: list[Fact]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = template_of(RUBRIC)
        fill(book, RUBRIC, drawn)
        (folder / "表.jsonl").write_text("".join(f"{as_line(fact)}\n" for fact in drawn), encoding="utf-8")
        filled = read_facts([saved(book, folder)], SCHEMA)
        lines = read_facts([folder / "表.jsonl"], SCHEMA)
    assert [d.message for d in (*filled.diagnostics, *lines.diagnostics) if d.severity == "error"] == []
    assert len(standing(lines)) == len(drawn)
    assert {i: content(f) for i, f in standing(filled).items()} == {
        i: content(f) for i, f in standing(lines).items()
    }
