"""What the change of rule files does: against a revision by meaning, and by the scores of the facts beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoping.diff import compare
from kaoping.diff.page import as_markdown
from kaoping.diff.tell import as_data, as_text, in_one_line
from kaoping.report import Effect
from kaoping.revisions import changed_since, read_at, repository
from kaoping.settings import Settings
from kaoping.source import SourceFile, UnreadableFileError

_LEVEL = 4
"""Of the headings in a report, below that of the report itself."""


def effects_of(files: Sequence[Path], settings: Settings, revision: str) -> Iterator[Effect]:
    """The effect of every rule file that is not what it was.

    Args:
        files: rule files as they are now.
        settings: of their repository; they say which facts are scored by both versions.
        revision: what they are compared with.

    Raises:
        RevisionError: they are in no repository, or it has no such revision.
        UnreadableFileError: kaoping.toml names facts that are not there.
    """
    for file in files:
        old = read_at(revision, file.absolute())
        if old is None:
            yield _plain(str(file), "新的规则文件")
            continue
        try:
            was = SourceFile.decode(f"{revision}:{file}", old)
            now = SourceFile.read(file)
        except UnreadableFileError:
            yield _plain(str(file), "读不出来，没有比较")
            continue
        if was.text == now.text:
            continue
        found = compare(was, now, settings.of_rule(file).facts)
        yield Effect(
            str(file),
            f"{file}：{in_one_line(found)}",
            as_text(found),
            as_markdown(found, level=_LEVEL),
            as_data(found),
        )


def deleted(folders: Sequence[Path], revision: str) -> Iterator[Effect]:
    """The rule files that there were below some folders, and are no more.

    Raises:
        RevisionError: they are in no repository, or it has no such revision.
    """
    for folder in folders:
        if not folder.is_dir() or repository(folder.absolute()) is None:
            continue
        for path in sorted(changed_since(revision, folder.absolute())):
            if path.suffix == ".rubric" and not os.path.lexists(path):
                yield _plain(os.path.relpath(path), "规则文件删去了")


def _plain(name: str, said: str) -> Effect:
    return Effect(name, f"{name}：{said}", f"{name}：{said}", f"{name}：{said}", {"said": said})
