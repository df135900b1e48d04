"""What Kaoping writes itself, of any facts, is a table in which the audit finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import assess
from drawn import facts
from kaoping.audit.run import audit
from kaoping.audit.tell import as_text
from kaoping.facts.intake import Intake
from kaoping.ledger import Header
from kaoping.render.book.about import Origin
from kaoping.render.book.make import report
from kaoping.render.book.xlsx import to_bytes
from kaoping.render.scores import FORMATS
from kaoping.resolve import load
from kaoping.sheet import make_sheet
from kaoping.source import SourceFile

RULES = sorted((Path(__file__).parents[2] / "rules").glob("*/*.rubric"))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), some=st.booleans())
def test_nothing_is_found_in_what_is_written(
    path: Path, tmp_path: Path, data: st.DataObject, some: bool
) -> None:
    rubric = load(path).rubric
    assert rubric is not None
    drawn = data.draw(facts(rubric))
    if some:  # what is missing is pending
        drawn = drawn[:: data.draw(st.integers(2, 5))]
    sheet = make_sheet(assess(rubric, drawn, units=() if drawn else rubric.units or ("甲县",)))
    table, book = tmp_path / "得分.csv", tmp_path / "得分.xlsx"
    table.write_text(FORMATS["csv"](sheet, sheet.standings), encoding="utf-8")
    book.write_bytes(to_bytes(report(sheet, Origin("", Header(rubric.title, {}, {}, ""), 1, 0, 0, ()))))
    for file in (table, book):
        for given_ in ((None, None), (sheet, Intake(changes=drawn))):
            found = audit(rubric, SourceFile.read(path), [file], *given_)
            assert found.told == (), as_text(found)
            assert found.units >= len(sheet.standings)
