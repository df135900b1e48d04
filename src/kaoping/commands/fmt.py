"""`kaoping fmt`: rule files in one layout. What they say stays as it is, and that is checked before a file is written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, emit
from kaoping.source import UnreadableFileError, read_bytes

if TYPE_CHECKING:
    from kaoping.layout.file import LaidOut

_STDIN = Path("-")


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--diff", "show", is_flag=True, help="Write nothing; show what would change.")
def fmt_command(paths: tuple[Path, ...], check: bool, show: bool) -> None:
    """Lay rule files out in the one canonical way: files, folders (searched for *.rubric), or the paths of kaoping.toml; - is standard input."""
    if _STDIN in paths:
        if len(paths) > 1:
            raise click.UsageError("- stands alone")
        _standard_input(check, show)
    from kaoping.commands.linting import chosen
    from kaoping.commands.writing import expect_rule_file, replace_file
    from kaoping.layout.file import lay_out

    files, _ = chosen(paths)
    changed = failed = 0
    for file in files:
        try:
            raw = read_bytes(file)
            expect_rule_file(file)
            result = lay_out(str(file), raw)
            if not result.changes:
                continue
            if show:
                _show(result)
            elif check:
                emit(f"要整理：{file}")
            else:
                replace_file(file, result.written)
                emit(f"已整理：{file}")
            changed += 1
        except UnreadableFileError as error:
            emit(str(error), err=True)
            failed += 1
    dry = check or show
    told = [f"{'要整理' if dry else '整理了'} {changed} 个"] if changed else []
    told += [f"{failed} 个没有处理"] if failed else []
    emit(f"{len(files)} 个规则文件：{'，'.join(told) or '都不用整理'}", err=show)
    if failed:
        sys.exit(Exit.FAILED)
    sys.exit(Exit.FINDINGS if dry and changed else Exit.CLEAN)


def _standard_input(check: bool, show: bool) -> None:
    """Lay out standard input on standard output."""
    from kaoping.layout.file import lay_out

    try:
        result = lay_out("<标准输入>", sys.stdin.buffer.read())
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    if show:
        _show(result)
    elif not check:
        sys.stdout.buffer.write(result.written.encode("utf-8"))
        sys.stdout.flush()
    sys.exit(Exit.FINDINGS if result.changes and (check or show) else Exit.CLEAN)


def _show(result: LaidOut) -> None:
    from kaoping.commands.writing import diff

    if not result.changes:
        return
    if result.source.text != result.text:
        emit(diff(result.source.name, result.source.text, result.text))
    if "\r" in result.raw and "\r" not in result.written:
        emit(f"{result.source.name}：行尾统一为 LF", err=True)
    if result.raw.startswith("\ufeff"):
        emit(f"{result.source.name}：去掉文件开头的 BOM", err=True)
