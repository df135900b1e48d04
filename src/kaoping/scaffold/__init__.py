"""A rubric repository to start from. What it holds lies under files/, each file as it will be written.

Nothing that is there is ever written over: not a file, not a link, not what appears in the meantime.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kaoping.source import reason_of

FILES = Path(__file__).parent / "files"
SAMPLE = "rules/qinghe-2025"
SCHEMA = ".vscode/cases.schema.json"
"""Not under files/: it is what this version knows of case files."""


class NoFolderError(Exception):
    """There can be no repository in this place; the message is for the user, in Chinese."""


@dataclass(frozen=True)
class Scaffold:
    """What became of the files of a repository, by their paths in it, with / between folders.

    Attributes:
        made: written now.
        same: there already, as they would be written.
        kept: there already, and different.
        failed: could not be written, by the reason in Chinese.
        own: the rule files that were there; where there are any, the sample is left out.
    """

    made: tuple[str, ...]
    same: tuple[str, ...]
    kept: tuple[str, ...]
    failed: dict[str, tuple[str, ...]]
    own: tuple[str, ...]


def contents() -> dict[str, bytes]:
    """All that a repository starts with: path → content, in the order of the paths."""
    from kaoping.cases.model import json_schema

    found = {path.relative_to(FILES).as_posix(): path.read_bytes() for path in _files(FILES)}
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=2)
    return dict(sorted({**found, SCHEMA: f"{schema}\n".encode()}.items()))


def build(folder: Path) -> Scaffold:
    """Write what is missing of a repository into a folder, which is made if its parent is there.

    Raises:
        NoFolderError: it is no folder and cannot be made one.
    """
    try:
        if not os.path.isdir(folder):
            folder.mkdir()
    except FileExistsError as error:
        raise NoFolderError(f"{folder}：是文件，不是文件夹；请换一个名字") from error
    except FileNotFoundError as error:
        raise NoFolderError(
            f"{folder}：没有“{folder.parent}”这个文件夹，请先建好它，或者换一个地方"
        ) from error
    except OSError as error:
        raise NoFolderError(f"{folder}：建不了这个文件夹（{reason_of(error)}）") from error
    came_to: dict[str, list[str]] = {"made": [], "same": [], "kept": []}
    failed: dict[str, tuple[str, ...]] = {}
    own = tuple(_own_rules(folder))
    for name, content in contents().items():
        if own and name.startswith(f"{SAMPLE}/"):
            continue
        try:
            came_to[_write(folder / name, content)].append(name)
        except OSError as error:
            failed[reason_of(error)] = (*failed.get(reason_of(error), ()), name)
    made, same, kept = map(tuple, came_to.values())
    return Scaffold(made, same, kept, failed, own)


def _write(path: Path, content: bytes) -> str:
    """Write a new file, all of it or nothing; "same" or "kept" where there is one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # and it is no folder
        raise NotADirectoryError from error
    try:
        file = path.open("xb")
    except FileExistsError:
        return "same" if os.path.isfile(path) and path.read_bytes() == content else "kept"
    try:
        with file:
            file.write(content)
    except OSError:
        path.unlink()
        raise
    return "made"


def _own_rules(folder: Path) -> Iterator[str]:
    """The rule files in a folder, but for the sample."""
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in Path(name).parts)
        if name.endswith(".rubric") and not hidden and not name.startswith(f"{SAMPLE}/"):
            yield name


def _files(folder: Path) -> Iterator[Path]:
    """All files under a folder, in the order of their paths; folders of programs are not entered."""
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in (".git", ".venv", "venv", "__pycache__"))
        yield from (Path(above, name) for name in sorted(names))
