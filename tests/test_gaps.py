"""What is still missing of the rubrics in rules/: everything before the first fact, nothing after the main sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import chdir
from pathlib import Path

from kaoping.gaps import Gaps, find_gaps, standing_facts
from kaoping.pipeline import score
from kaoping.render.gaps import FORMATS
from test_rules import RULES, each_rule, files_of_facts, main_case, ran


def gaps_of(folder: Path, facts: Sequence[Path] = ()) -> Gaps:
    with chdir(folder):
        run = score(Path("."), facts, otherwise=("每个单位",))
    assert run.sheet is not None
    assert run.intake is not None
    return find_gaps(run.sheet, run.sheet.standings, standing_facts(run.intake.changes))


@each_rule
def test_the_main_sample_lacks_nothing(rule: Path) -> None:
    with chdir(rule.parent):
        files = files_of_facts(main_case(rule))
    assert gaps_of(rule.parent, files).rows == ()


@each_rule
def test_before_any_fact_every_open_point_hangs_on_a_fact(rule: Path) -> None:
    gaps = gaps_of(rule.parent)
    assert gaps.rows
    assert gaps.open == ()


def test_what_people_read(golden: Callable[[str, str], None]) -> None:
    """The checklist of a rubric, and what is left when a part has come."""
    folder = RULES / "luan-2021"
    golden("rules/luan-2021-facts", FORMATS["table"](gaps_of(folder)) + "\n")
    rule = folder / "luan-2021.rubric"
    with chdir(folder):
        later = files_of_facts(next(o for o in ran(rule).outcomes if o.name == "待补"))
    golden("rules/luan-2021-facts-待补", FORMATS["md"](gaps_of(folder, later)) + "\n")
