"""No facts lead beyond the reach that the linter works out; the scores are those of the real pipeline."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casework import assess, resolved
from kaoping.assess import Assessment
from kaoping.facts.fact import Change, Fact, Value
from kaoping.facts.schema import FactSpec, FieldSpec
from kaoping.language.paraphrase import say
from kaoping.lint.reach import Reach
from kaoping.lint.run import lint
from kaoping.lint.subject import Subject
from kaoping.model import TOTAL, Indicator, Rubric
from kaoping.plan import schema_of
from kaoping.source import SourceFile
from strategies import readings, sentences

RULES = sorted((Path(__file__).parents[2] / "rules").glob("*/*.rubric"))
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


def check(rubric: Rubric, reach: Reach, assessment: Assessment) -> None:
    for unit in assessment.units:
        table = rubric.table_of(unit)
        settled: dict[str, bool] = {}
        for clause in table.clauses():
            state = assessment.clause(unit, clause.id)
            settled[clause.id] = state.low == state.high and state.indicator_zeroed is not None
            if settled[clause.id]:
                span = reach.nodes[clause.id]
                assert span.least <= state.low <= span.most, (unit, clause.id, state, span)

        def whole(indicator: Indicator, settled: dict[str, bool] = settled) -> bool:
            return all(settled[c.id] for i in indicator.walk() for c in i.clauses)

        for indicator in table.walk():
            node = assessment.node(unit, indicator.id)
            if whole(indicator):
                span = reach.nodes[indicator.id]
                assert span.least <= node.low <= span.most, (unit, indicator.id, node, span)
        if all(settled.values()):
            total, span = assessment.node(unit, TOTAL), reach.totals[table.kind]
            assert span.least <= total.low <= span.most, (unit, total, span)


@pytest.mark.parametrize(
    "path",
    [p for p in RULES if Subject.of(SourceFile.read(p)).rubric.scoring == "points"],
    ids=lambda path: path.stem,
)
@settings(max_examples=15)
@given(st.data())
def test_no_facts_lead_beyond_the_reach_of_a_rubric(path: Path, data: st.DataObject) -> None:
    subject = Subject.of(SourceFile.read(path))
    changes = data.draw(facts(subject.rubric))
    check(subject.rubric, subject.reach, assess(subject.rubric, changes))


clauses = st.lists(readings().map(say) | sentences, min_size=1, max_size=3)
marks = st.none() | st.integers(1, 40).map(lambda n: Decimal(n) / 2)


def rule_text(texts: list[str], points: Decimal | None) -> str:
    lines = "\n".join(f"  {number}．{' '.join(text.split())}" for number, text in enumerate(texts, 1))
    head = f"一级指标  甲（{points}分）" if points is not None else "一级指标  甲"
    return f"办法  甲办法\n满分  10分\n单位  {'、'.join(UNITS)}\n{head}\n{lines}\n"


@given(clauses, marks)
def test_no_check_raises_on_any_sentences(texts: list[str], points: Decimal | None) -> None:
    for finding in lint(SourceFile("甲.rubric", rule_text(texts, points))).findings:
        assert finding.span is not None
        assert finding.message


@given(clauses, marks, st.data())
def test_no_facts_lead_beyond_the_reach_of_any_sentences(
    texts: list[str], points: Decimal | None, data: st.DataObject
) -> None:
    rubric = resolved(rule_text(texts, points)).rubric
    assume(rubric is not None)
    assert rubric is not None
    check(rubric, Reach(rubric), assess(rubric, data.draw(facts(rubric)), units=UNITS))
