"""`kaoping score`: the main job. Scores, ranks and grades of all units, and the ledger behind them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import emit
from kaoping.commands.running import facts_arguments, outcome, standings, write_ledger


@click.command("score")
@facts_arguments
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv", "md"]), default="table")
@click.option(
    "--ledger", type=click.Path(dir_okay=False, path_type=Path), help="Write the ledger here (JSON lines)."
)
@click.option("--follow", is_flag=True, help="Score JSON lines from standard input as they come.")
@click.option("--unit", help="Only this unit, in full.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Date to note in the ledger.")
def score_command(
    paths: tuple[Path, ...],
    facts: tuple[Path, ...],
    format_: str,
    ledger: Path | None,
    follow: bool,
    unit: str | None,
    as_of: object,
) -> None:
    """Score all units of RULE (a rule file or its folder) from files of facts.

    With labels (--facts 自评=facts/自评 --facts 市级评价=facts/市级评价) each set is scored by itself, and the
    report shows them side by side, with the differences and their reasons.

    With --follow every entry is printed the moment its fact fires, and the scores when the input ends or on
    Ctrl-C. Files of facts come first, if any are given.
    """
    from kaoping.commands.rounds import by_label, comparisons, report_of, write_ledgers

    day = str(getattr(as_of, "date", lambda: "")())
    paths, facts, labelled = by_label(paths, facts)
    if follow:
        from kaoping.commands.following import follow_stdin

        if labelled:
            raise click.UsageError("--follow 不能与带标签的事实一起用")
        sys.exit(follow_stdin(paths, facts, format_, ledger, unit, day))
    if labelled:
        from kaoping.render.rounds import FORMATS as ROUND_FORMATS

        report, code = report_of(paths, labelled, day)
        emit(ROUND_FORMATS[format_](report, comparisons(report, unit)))
        if ledger is not None:
            write_ledgers(report, ledger)
        sys.exit(code)
    from kaoping.render.scores import FORMATS

    run, code = outcome(paths, facts, day)
    assert run.sheet is not None
    emit(FORMATS[format_](run.sheet, standings(run.sheet, unit)))
    if ledger is not None:
        write_ledger(run.sheet.assessment.ledger, ledger)
    sys.exit(code)
