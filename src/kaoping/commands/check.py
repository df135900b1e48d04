"""`kaoping check`: what CI runs on a repository of rule files."""

from __future__ import annotations

from pathlib import Path

import click

from kaoping.commands.linting import output_options, run_lint, tell


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@output_options
def check_command(
    paths: tuple[Path, ...], form: str, output: Path | None, readings: bool, verbose: bool
) -> None:
    """Check rule files: files, folders (searched for *.rubric), or the paths of kaoping.toml."""
    tell(run_lint(paths), form, output, readings, verbose)
