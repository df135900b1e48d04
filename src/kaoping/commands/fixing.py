"""`kaoping lint --fix`: safe repairs, written back or shown as a diff."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from kaoping.commands import Exit, emit
from kaoping.commands.linting import chosen
from kaoping.commands.writing import diff, expect_rule_file, replace_file
from kaoping.diagnostics import Diagnostic
from kaoping.layout.file import with_ends_of
from kaoping.lint.run import Severities, lint
from kaoping.repair import Repaired, repaired
from kaoping.source import SourceFile, UnreadableFileError


def fix(paths: Sequence[Path]) -> None:
    """Repair rule files in place; what was done goes to standard error, what could not be read or written too."""
    files, settings = chosen(paths)
    for file in files:
        try:
            source, result = _repaired(file, settings.lint.severity)
            if result.text != source.text:
                replace_file(file, _as_it_was_written(file, result.text))
            _tell(result)
        except UnreadableFileError as error:
            emit(str(error), err=True)


def show_fixes(paths: Sequence[Path]) -> None:
    """Show what `fix` would do, and end the program: 1 if there is anything, 2 if a file could not be read."""
    files, settings = chosen(paths)
    changed = failed = 0
    for file in files:
        try:
            source, result = _repaired(file, settings.lint.severity)
        except UnreadableFileError as error:
            emit(str(error), err=True)
            failed += 1
            continue
        if result.text != source.text:
            emit(diff(str(file), source.text, result.text))
            changed += 1
        _tell(result, "可修正")
    if not changed and not failed:
        emit(f"{len(files)} 个规则文件：没有可自动改正的问题；全部问题见 kaoping lint", err=True)
    sys.exit(Exit.FAILED if failed else Exit.FINDINGS if changed else Exit.CLEAN)


def _repaired(file: Path, severities: Severities) -> tuple[SourceFile, Repaired]:
    source = SourceFile.read(file)
    expect_rule_file(file)

    def findings_of(text: str) -> Sequence[Diagnostic]:
        return lint(SourceFile(source.name, text), severities).findings

    return source, repaired(source.text, findings_of)


def _tell(result: Repaired, done: str = "已修正") -> None:
    for finding in result.applied:
        what = finding.fix.what if finding.fix else ""
        emit(f"{finding.where}: {done}[{finding.code}] {what}", err=True)
    for finding in result.refused:
        emit(
            f"{finding.where}: 没有修正[{finding.code}]：修正会改动原文、备注，或者带来新的错误；"
            "这是考评程序的错误，请报告，并附上这个文件",
            err=True,
        )


def _as_it_was_written(file: Path, text: str) -> str:
    """The text with the byte order mark and the line ends that the file has; `fmt` is for those."""
    raw = file.read_bytes().decode("utf-8")
    text = with_ends_of(raw, text)
    return f"\ufeff{text}" if raw.startswith("\ufeff") else text
