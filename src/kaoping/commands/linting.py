"""What lint and check share: which files, under which settings, and what was found in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoping.commands import Exit, emit
from kaoping.lint.report import Report
from kaoping.lint.run import Linted, lint
from kaoping.settings import Settings, load_settings
from kaoping.source import SourceFile, UnreadableFileError


def run_lint(paths: Sequence[Path]) -> Report:
    """Lint files and folders. Ends the program where there is nothing to check, or the settings are wrong."""
    try:
        settings = load_settings(paths[0] if paths else Path())
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    files = list(dict.fromkeys(rule_files(paths, settings)))
    if not files:
        emit("没有找到规则文件（*.rubric）", err=True)
        sys.exit(Exit.FAILED)
    linted: list[Linted] = []
    unreadable: list[str] = []
    for file in files:
        try:
            linted.append(lint(SourceFile.read(file), settings.lint.severity))
        except UnreadableFileError as error:
            unreadable.append(str(error))
    return Report(tuple(linted), tuple(unreadable), settings.lint.fail)


def rule_files(paths: Sequence[Path], settings: Settings) -> Iterator[Path]:
    """The rule files under paths, or under those of the settings, in order; a file that is named is taken as it is."""
    given = list(paths) or [_shown(settings.folder / path) for path in settings.lint.paths] or [Path()]
    left_out = [(settings.folder / path).resolve() for path in settings.lint.exclude]
    for path in given:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*.rubric")):
            resolved = file.resolve()
            if not any(resolved == out or out in resolved.parents for out in left_out):
                yield file


def _shown(path: Path) -> Path:
    """A path as people would write it here."""
    return Path(os.path.relpath(path))
