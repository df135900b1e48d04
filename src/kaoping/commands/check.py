"""`kaoping check`: what CI runs on a repository of rule files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit
from kaoping.commands.linting import chosen, output_options, repository_paths, tell


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@output_options
def check_command(
    paths: tuple[Path, ...], form: str, output: Path | None, readings: bool, verbose: bool
) -> None:
    """Check rule files and what stands beside them: lint, layout, cases, facts and published tables.

    PATH is a rule file, or a folder that is searched for *.rubric; without one, the paths of kaoping.toml.
    """
    from kaoping.check.run import check
    from kaoping.source import UnreadableFileError

    files, settings = chosen(paths)
    try:
        report = check(files, settings, repository_paths(files))
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    tell(report, form, output, readings, verbose)
