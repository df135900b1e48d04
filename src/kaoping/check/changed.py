"""Which rule files a change has to do with: a pull request is checked for what it changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoping.revisions import RevisionError, changed_since, repository
from kaoping.settings import FILE, Settings


def affected(files: Sequence[Path], settings: Settings, since: str) -> list[Path]:
    """The rule files that changed, or in whose folder something did, or whose facts or tables did.

    Of a change of kaoping.toml all are affected.

    Args:
        files: rule files.
        settings: of their repository.
        since: a revision that git knows.

    Raises:
        RevisionError: they are in no repository, or it has no such revision.
        UnreadableFileError: kaoping.toml names facts or tables that are not there.
    """
    root = repository(files[0].absolute())
    if root is None:
        raise RevisionError(
            f"{files[0]} 不在 git 仓库里，不知道 {since} 以来改了什么；请去掉 --since，或者先 git init"
        )
    changed = {os.path.realpath(path) for path in changed_since(since, root)}
    if os.path.realpath(settings.folder / FILE) in changed:
        return list(files)
    return [file for file in files if any(_touched(file, settings, changed))]


def _touched(file: Path, settings: Settings, changed: set[str]) -> Iterator[bool]:
    beside = os.path.realpath(file.parent) + os.sep
    yield any(path.startswith(beside) for path in changed)
    its = settings.of_rule(file)
    yield any(os.path.realpath(path) in changed for path in (file, *its.facts, *its.published))
