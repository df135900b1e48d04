"""The templates of the rubrics in rules/: as text, and filled in with the sample facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from filling import as_text, template_of
from kaoping.model import Rubric
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
