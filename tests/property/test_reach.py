"""No facts lead beyond the reach that the linter works out; the scores are those of the real pipeline."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casework import assess, resolved
from drawn import UNITS, facts
from kaoping.assess import Assessment
from kaoping.language.paraphrase import say
from kaoping.lint.reach import Reach
from kaoping.lint.run import lint
from kaoping.lint.subject import Subject
from kaoping.model import TOTAL, Indicator, Rubric
from kaoping.source import SourceFile
from strategies import readings, sentences

RULES = sorted((Path(__file__).parents[2] / "rules").glob("*/*.rubric"))


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
