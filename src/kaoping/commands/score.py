"""`kaoping score`: the main job. Scores, ranks and grades of all units, and the ledger behind them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit
from kaoping.commands.running import facts_arguments, outcome, standings


@click.command("score")
@facts_arguments
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv", "md"]), default="table")
@click.option(
    "--ledger", type=click.Path(dir_okay=False, path_type=Path), help="Write the ledger here (JSON lines)."
)
@click.option("--unit", help="Only this unit, in full.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Date to note in the ledger.")
def score_command(
    paths: tuple[Path, ...],
    facts: tuple[Path, ...],
    format_: str,
    ledger: Path | None,
    unit: str | None,
    as_of: object,
) -> None:
    """Score all units of RULE (a rule file or its folder) from files of facts."""
    from kaoping.render.scores import FORMATS

    day = getattr(as_of, "date", lambda: "")()
    run, code = outcome(paths, facts, str(day))
    assert run.sheet is not None
    emit(FORMATS[format_](run.sheet, standings(run.sheet, unit)))
    if ledger is not None:
        try:
            ledger.write_text(
                "".join(f"{line}\n" for line in run.sheet.assessment.ledger.lines()),
                encoding="utf-8",
                newline="\n",
            )
        except OSError as error:
            emit(f"{ledger}：写不进去（{error.strerror or error}）", err=True)
            sys.exit(Exit.FAILED)
    sys.exit(code)
