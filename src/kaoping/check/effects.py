"""What the change of rule files does: against a revision by meaning, and by the scores of the facts beside them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kaoping.check.renames import renamed
from kaoping.diff import compare
from kaoping.diff.page import as_markdown
from kaoping.diff.tell import as_data, as_text, in_one_line
from kaoping.report import Effect
from kaoping.revisions import changed_since, read_at, repository
from kaoping.settings import Settings
from kaoping.source import SourceFile, UnreadableFileError

_LEVEL = 4
"""Of the headings in a report, below that of the report itself."""


def effects_of(
    files: Sequence[Path], settings: Settings, revision: str, folders: Sequence[Path] = ()
) -> Iterator[Effect]:
    """The effect of every rule file that is not what it was, and which there are no more below some folders.

    Args:
        files: rule files as they are now.
        settings: of their repository; they say which facts are scored by both versions.
        revision: what they are compared with.
        folders: in which deleted rule files are told of.

    Raises:
        RevisionError: they are in no repository, or it has no such revision.
        UnreadableFileError: kaoping.toml names facts that are not there.
    """
    then = {file: read_at(revision, file.absolute()) for file in files}
    roots = {
        root
        for path in (*(file.parent for file, old in then.items() if old is None), *folders)
        if (root := repository(path.absolute())) is not None
    }
    pairs, gone = _renames(revision, roots)
    for file, old in then.items():
        was, name = (pairs.get(_real(file)), str(file)) if old is None else (None, str(file))
        if was is not None:
            old, name = gone[was], os.path.relpath(was)
        yield from _effect(file, name, old, settings, revision)
    below = [f"{os.path.realpath(folder)}{os.sep}" for folder in folders]
    for path in sorted(gone.keys() - set(pairs.values())):
        if str(path).startswith(tuple(below)):
            yield _plain(os.path.relpath(path), "规则文件删去了")


def _effect(file: Path, name: str, old: bytes | None, settings: Settings, revision: str) -> Iterator[Effect]:
    """That of one file, which was called `name`."""
    try:
        now = SourceFile.read(file)
    except UnreadableFileError:
        if old is not None:  # else the report says already that there is nothing to read
            yield _plain(str(file), "读不出来，没有比较")
        return
    if old is None:
        yield _plain(str(file), "新的规则文件")
        return
    called = f"原来叫 {name}，" if name != str(file) else ""
    try:
        was = SourceFile.decode(f"{revision}:{name}", old)
    except UnreadableFileError:
        yield _plain(str(file), f"{called}旧版读不出来，没有比较")
        return
    if was.text == now.text:
        if called:
            yield _plain(str(file), f"{called}内容没有变")
        return
    found = compare(was, now, settings.of_rule(file).facts)
    if found.new.rubric is None:  # its errors are findings of the check
        yield _plain(str(file), f"{called}新版有错误，比不了", as_data(found))
        return
    summary = f"{file}：{called}{in_one_line(found)}"
    yield Effect(str(file), summary, as_text(found), as_markdown(found, level=_LEVEL), as_data(found))


def _renames(revision: str, roots: Iterable[Path]) -> tuple[dict[Path, Path], dict[Path, bytes]]:
    """New rule files of whole repositories with those that they were, and all that there are no more."""
    new: dict[Path, str] = {}
    gone: dict[Path, bytes] = {}
    for path in {_real(path) for root in roots for path in changed_since(revision, root)}:
        if path.suffix != ".rubric":
            continue
        old = read_at(revision, path)
        if os.path.lexists(path):
            if old is None and path.is_file():
                new[path] = path.read_bytes().decode("utf-8", "replace")
        elif old is not None:
            gone[path] = old
    return renamed(new, {path: old.decode("utf-8", "replace") for path, old in gone.items()}), gone


def _real(path: Path) -> Path:
    """As git calls it: folders are followed, a file that is a link is not."""
    return Path(os.path.realpath(path.absolute().parent)) / path.name


def _plain(name: str, said: str, data: Mapping[str, Any] | None = None) -> Effect:
    told = f"{name}：{said}"
    return Effect(name, told, told, told, {"said": said} if data is None else data)
