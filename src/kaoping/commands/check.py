"""`kaoping check`: every rule file under the given paths, with all that is wrong in it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check_command(paths: tuple[Path, ...]) -> None:
    """Check the wording, names and points of rule files: files, folders (searched for *.rubric), or the current folder."""
    from kaoping.diagnostics import Diagnostic
    from kaoping.render.text import format_diagnostic, format_summary
    from kaoping.resolve import load
    from kaoping.source import UnreadableFileError

    files = [
        f
        for path in paths or (Path(),)
        for f in (sorted(path.rglob("*.rubric")) if path.is_dir() else [path])
    ]
    if not files:
        emit("没有找到规则文件（*.rubric）", err=True)
        sys.exit(Exit.FAILED)
    found: list[Diagnostic] = []
    unreadable = 0
    for file in files:
        try:
            found += load(file).diagnostics
        except UnreadableFileError as error:
            emit(str(error), err=True)
            unreadable += 1
    for diagnostic in found:
        emit(format_diagnostic(diagnostic))
    emit(
        f"{len(files)} 个规则文件：{format_summary(found)}"
        + (f"，{unreadable} 个读不出来" if unreadable else "")
    )
    if unreadable:
        sys.exit(Exit.FAILED)
    sys.exit(Exit.FINDINGS if any(d.severity != "note" for d in found) else Exit.CLEAN)
