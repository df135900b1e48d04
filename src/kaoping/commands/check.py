"""`kaoping check`: what CI runs on a repository of rule files."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, argument, emit
from kaoping.commands.linting import chosen, output_options, repository_paths, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaoping.report import Effect
    from kaoping.settings import Settings


HEAD = "HEAD"
"""What rule files are compared with where nobody says: what is not committed yet has an effect."""


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--since",
    metavar="REV",
    default="",
    help="Only rule files that changed since a git revision, or beside which something did; what the change does to scores.",
)
@output_options
def check_command(
    paths: tuple[Path, ...],
    since: str,
    form: str,
    output: Path | None,
    more: tuple[tuple[str, Path], ...],
    readings: bool,
    verbose: bool,
) -> None:
    """Check rule files and what stands beside them: lint, layout, cases, facts and published tables.

    PATHS are rule files, or folders that are searched for *.rubric; without one, the paths of kaoping.toml.
    """
    from kaoping.check.changed import affected
    from kaoping.check.run import check
    from kaoping.commands.progress import progress
    from kaoping.revisions import RevisionError
    from kaoping.source import UnreadableFileError

    files, settings = chosen(paths)
    since = argument(since)
    try:
        some = affected(files, settings, since) if since else files
        with progress() as bar:
            effects = list(_effects(paths, some, settings, since))
            report = check(some, settings, bar, since or (HEAD if effects else ""), effects)
    except (RevisionError, UnreadableFileError) as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    report = replace(report, paths=repository_paths([Path(file.name) for file in report.files]))
    tell(report, form, output, more, readings, verbose)


def _effects(
    paths: Sequence[Path], files: Sequence[Path], settings: Settings, since: str
) -> Iterator[Effect]:
    """What the change of rule files does. Without --since, nothing where git has nothing to compare with."""
    from kaoping.check.effects import effects_of
    from kaoping.revisions import RevisionError

    try:
        folders = [path for path in paths or [Path()] if path.is_dir()]
        yield from effects_of(files, settings, since or HEAD, folders)
    except RevisionError:
        if since:
            raise
