"""`kaoping lint`: what is wrong with rule files before a fact exists, with proof."""

from __future__ import annotations

from pathlib import Path

import click

from kaoping.commands.linting import output_options, run_lint, tell


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@output_options
def lint_command(
    paths: tuple[Path, ...], form: str, output: Path | None, readings: bool, verbose: bool
) -> None:
    """Find gaps, contradictions and ambiguities in rule files: files, folders (searched for *.rubric), or the paths of kaoping.toml."""
    tell(run_lint(paths), form, output, readings, verbose)
