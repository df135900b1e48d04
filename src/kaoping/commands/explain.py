"""`kaoping explain`: the audit trail of one unit, in sentences that can be read out to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, emit
from kaoping.commands.output import EXPLANATIONS, guard, output_of
from kaoping.commands.running import facts_arguments, outcome, standings

if TYPE_CHECKING:
    from kaoping.model import Rubric


@click.command("explain")
@facts_arguments
@click.option("--unit", help="The unit; may be left out where there is only one.")
@click.option("--clause", "only", default="", help="Only this clause (5.2) or indicator (5).")
@click.option("--format", "format_", type=click.Choice(["text", "md"]), help="Default: text.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write the explanation here: .md or .txt."
)
def explain_command(
    paths: tuple[Path, ...],
    facts: tuple[Path, ...],
    unit: str | None,
    only: str,
    format_: str | None,
    output: Path | None,
) -> None:
    """Tell how the score of one unit came about; with labelled facts, round beside round."""
    from kaoping.commands.rounds import by_label, comparisons, report_of
    from kaoping.render.page import as_page

    to = output_of(output, format_, EXPLANATIONS)
    paths, facts, labelled = by_label(paths, facts)
    guard(to.path, [*paths, *facts, *(file for files in labelled.values() for file in files)], None)
    as_wanted = as_page if to.format == "md" else str
    if labelled:
        from kaoping.render.sides import side_by_side

        report, _, code = report_of(paths, labelled)
        compared = comparisons(report, unit)
        _only_one([c.unit for c in compared])
        _check_clause(report.rubric, compared[0].unit, only)
        to.write(as_wanted(side_by_side(report, compared[0], only)), f"{compared[0].unit}的得分说明")
        sys.exit(code)
    from kaoping.render.trail import trail

    run, code = outcome(paths, facts)
    assert run.sheet is not None
    assert run.rubric is not None
    chosen = standings(run.sheet, unit)
    _only_one([s.unit for s in chosen])
    _check_clause(run.rubric, chosen[0].unit, only)
    to.write(as_wanted(trail(run.sheet, chosen[0], only)), f"{chosen[0].unit}的得分说明")
    sys.exit(code)


def _only_one(units: list[str]) -> None:
    if len(units) != 1:
        raise click.UsageError(f"请用 --unit 指明一个单位：{'、'.join(units[:10])}")


def _check_clause(rubric: Rubric, unit: str, only: str) -> None:
    table = rubric.table_of(unit)
    known = {c.id for c in table.clauses()} | {c.indicator for c in table.clauses()}
    if only and only not in known:
        elsewhere = any(only in (c.id, c.indicator) for c in rubric.clauses())
        what = f"第{only}条不评{unit}" if elsewhere else f"没有第{only}条"
        known_ids = "、".join(c.id for c in table.clauses())
        emit(f"{what}；{'可用' if elsewhere else '共有'}：{known_ids}", err=True)
        sys.exit(Exit.FAILED)
