"""The templates of the rubrics in rules/: as text, and filled in with the sample facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from filling import as_text, fill, saved, standing, template_of
from kaoping.cases.inline import files_of
from kaoping.cases.model import Case
from kaoping.cases.read import read_cases
from kaoping.facts.read import read_facts
from kaoping.model import Rubric
from kaoping.pipeline import Run, score
from kaoping.plan import schema_of
from kaoping.resolve import load

RULES = Path(__file__).parent.parent / "rules"
FILES = sorted(RULES.glob("*/*.rubric"))


def rubric_in(file: Path) -> Rubric:
    found = load(file)
    assert found.rubric is not None
    return found.rubric


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_template_of_a_rubric(file: Path, golden: Callable[[str, str], None]) -> None:
    rubric = rubric_in(file)
    text = as_text(template_of(rubric))
    assert text.count(rubric.digest[:12]) == 1
    golden(f"template/{file.stem}", text.replace(rubric.digest[:12], "…"))  # so that a remark may be mended


def sets_of_facts() -> Iterator[object]:
    """The sample facts of every case."""
    for path in sorted(RULES.glob("*/cases/*.yaml")):
        for entry in read_cases(path).entries:
            if isinstance(entry.content, Case):
                files = [
                    f for f in files_of(entry.content, entry.document, path.parent) if isinstance(f, Path)
                ]
                folder = path.parent.parent
                if len(files) < len(entry.content.facts):
                    continue  # facts in the case itself
                yield pytest.param(folder, files, id=f"{folder.name}-{path.stem}-{entry.content.name}")


def points(run: Run) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """The points of every unit and clause, and its total."""
    assert run.sheet is not None
    sheet = run.sheet
    found = {(one.unit, "总分"): (one.total.low, one.total.high) for one in sheet.standings}
    for one in sheet.standings:
        for clause in sheet.rubric.table_of(one.unit).clauses():
            state = sheet.clause(one.unit, clause)
            found[one.unit, clause.id] = (state.low, state.high)
    return found


@pytest.mark.parametrize(("folder", "facts"), list(sets_of_facts()))
def test_sample_facts_filled_into_the_template_score_the_same(
    folder: Path, facts: list[Path], tmp_path: Path
) -> None:
    rubric = rubric_in(next(folder.glob("*.rubric")))
    book = template_of(rubric)
    fill(book, rubric, standing(read_facts(facts, schema_of(rubric))).values())
    again = score(folder, [saved(book, tmp_path)])
    assert [(d.where, d.message) for d in again.diagnostics if d.severity == "error"] == []
    assert points(again) == points(score(folder, facts))
