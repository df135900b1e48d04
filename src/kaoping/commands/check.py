"""`kaoping check`: what CI runs on a repository of rule files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit
from kaoping.commands.linting import run_lint


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check_command(paths: tuple[Path, ...]) -> None:
    """Check rule files: files, folders (searched for *.rubric), or the paths of kaoping.toml."""
    from kaoping.render.findings import as_text

    report = run_lint(paths)
    emit(as_text(report))
    sys.exit(Exit.FAILED if report.unreadable else Exit.FINDINGS if report.failing else Exit.CLEAN)
