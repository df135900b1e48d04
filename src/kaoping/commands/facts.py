"""`kaoping facts`: help before scoring: what is still missing, for which unit and clause, and what hangs on it.

    $ kaoping facts rules/luan-2021                                a checklist: all that the rules need
    $ kaoping facts rules/luan-2021 --facts rules/luan-2021/facts  what is still to come

Exit code 0: nothing is missing; 1: something is, or facts were refused; 2: it could not run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit
from kaoping.commands.rounds import by_label
from kaoping.commands.running import facts_arguments, outcome, standings

ANY_UNIT = "每个单位"


@click.command("facts")
@facts_arguments
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "csv", "md"]),
    default="table",
    show_default=True,
    help="For people, programs, spreadsheets, or pages.",
)
@click.option("--unit", help="Only this unit.")
def facts_command(paths: tuple[Path, ...], facts: tuple[Path, ...], format_: str, unit: str | None) -> None:
    """Which facts RULE still needs, for which unit and clause, and how many points hang on each.

    Without --facts: all that it needs.
    """
    from kaoping.gaps import find_gaps, standing_facts
    from kaoping.render.gaps import FORMATS

    paths, facts, labelled = by_label(paths, facts)
    if labelled:
        raise click.UsageError(f"一次只查一轮的事实；给出的有：{'、'.join(labelled)}")
    run, code = outcome(paths, facts, otherwise=(unit or ANY_UNIT,))
    assert run.sheet is not None
    assert run.intake is not None
    given = standing_facts(run.intake.changes)
    gaps = find_gaps(run.sheet, standings(run.sheet, unit), given)
    emit(FORMATS[format_](gaps))
    sys.exit(max(code, Exit.FINDINGS if gaps.rows else Exit.CLEAN))
