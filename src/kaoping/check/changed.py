"""Which rule files a change has to do with: a pull request is checked for what it changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoping.revisions import changed_since
from kaoping.settings import FILE, Settings


def affected(files: Sequence[Path], settings: Settings, changed: frozenset[Path]) -> list[Path]:
    """The rule files that changed, or in whose folder something did, or whose facts or tables did.

    Of a change of kaoping.toml all are affected.

    Args:
        files: rule files.
        settings: of their repository.
        changed: absolute paths.

    Raises:
        UnreadableFileError: kaoping.toml names facts or tables that are not there.
    """
    real = {os.path.realpath(path) for path in changed}
    if os.path.realpath(settings.folder / FILE) in real:
        return list(files)
    return [file for file in files if any(_touched(file, settings, real))]


def changes(files: Sequence[Path], since: str) -> frozenset[Path]:
    """What changed in the repository of the files.

    Raises:
        RevisionError: there is no repository, or no such revision.
    """
    return changed_since(since, files[0].absolute().parent)


def _touched(file: Path, settings: Settings, changed: set[str]) -> Iterator[bool]:
    beside = os.path.realpath(file.parent) + os.sep
    yield any(path.startswith(beside) for path in changed)
    its = settings.of_rule(file)
    yield any(os.path.realpath(path) in changed for path in (file, *its.facts, *its.published))
