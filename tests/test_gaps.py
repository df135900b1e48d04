"""What is still missing of the rubrics in rules/: everything before the first fact, nothing after the main sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import chdir
from pathlib import Path

import pytest

from kaoping.gaps import Gaps, find_gaps, standing_facts
from kaoping.pipeline import score
from kaoping.render.gaps import FORMATS
from test_rules import FOLDERS, RULES, main_case, read_case


def gaps_of(folder: Path, facts: Sequence[Path] = ()) -> Gaps:
    with chdir(folder):
        run = score(Path("."), facts, otherwise=("每个单位",))
    assert run.sheet is not None
    assert run.intake is not None
    return find_gaps(run.sheet, run.sheet.standings, standing_facts(run.intake.changes))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_main_sample_lacks_nothing(folder: Path) -> None:
    assert gaps_of(folder, read_case(main_case(folder)).facts).rows == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_before_any_fact_every_open_point_hangs_on_a_fact(folder: Path) -> None:
    gaps = gaps_of(folder)
    assert gaps.rows
    assert gaps.open == ()


def test_what_people_read(golden: Callable[[str, str], None]) -> None:
    """The checklist of a rubric, and what is left when a part has come."""
    folder = RULES / "luan-2021"
    golden("rules/luan-2021-facts", FORMATS["table"](gaps_of(folder)) + "\n")
    later = read_case(folder / "cases" / "待补.yaml").facts
    golden("rules/luan-2021-facts-待补", FORMATS["md"](gaps_of(folder, later)) + "\n")
