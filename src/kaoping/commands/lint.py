"""`kaoping lint`: what is wrong with rule files before a fact exists, with proof."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit
from kaoping.commands.linting import run_lint


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--readings", is_flag=True, help="Show the readings of ambiguous sentences, with the scores.")
@click.option("--verbose", is_flag=True, help="Show also where a check could not decide.")
def lint_command(paths: tuple[Path, ...], readings: bool, verbose: bool) -> None:
    """Find gaps, contradictions and ambiguities in rule files: files, folders (searched for *.rubric), or the paths of kaoping.toml."""
    from kaoping.render.findings import as_text

    report = run_lint(paths)
    emit(as_text(report, readings=readings, verbose=verbose))
    sys.exit(Exit.FAILED if report.unreadable else Exit.FINDINGS if report.failing else Exit.CLEAN)
