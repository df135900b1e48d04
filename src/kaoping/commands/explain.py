"""`kaoping explain`: the audit trail of one unit, in sentences that can be read out to it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit
from kaoping.commands.running import facts_arguments, outcome, standings


@click.command("explain")
@facts_arguments
@click.option("--unit", help="The unit; may be left out where there is only one.")
@click.option("--clause", "only", default="", help="Only this clause (5.2) or indicator (5).")
def explain_command(paths: tuple[Path, ...], facts: tuple[Path, ...], unit: str | None, only: str) -> None:
    """Tell how the score of one unit came about."""
    from kaoping.render.trail import trail

    run, code = outcome(paths, facts)
    assert run.sheet is not None
    assert run.rubric is not None
    chosen = standings(run.sheet, unit)
    if len(chosen) != 1:
        names = "、".join(s.unit for s in chosen[:10])
        raise click.UsageError(f"请用 --unit 指明一个单位：{names}")
    table = chosen[0].table
    known = {c.id for c in table.clauses()} | {c.indicator for c in table.clauses()}
    if only and only not in known:
        elsewhere = any(only in (c.id, c.indicator) for c in run.rubric.clauses())
        what = f"第{only}条不评{chosen[0].unit}" if elsewhere else f"没有第{only}条"
        emit(
            f"{what}；{'可用' if elsewhere else '共有'}：{'、'.join(c.id for c in table.clauses())}", err=True
        )
        sys.exit(Exit.FAILED)
    emit(trail(run.sheet, chosen[0], only))
    sys.exit(code)
