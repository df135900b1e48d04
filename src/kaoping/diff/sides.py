"""What OLD and NEW name: a file, a folder with one rule file, or either of them in a git revision (REV:PATH)."""

from __future__ import annotations

import re
from pathlib import Path

from kaoping.resolve import find_rule_file
from kaoping.revisions import RevisionError, names_at, read_at, repository
from kaoping.source import SourceFile, UnreadableFileError


def source_of(text: str) -> SourceFile:
    """Read what an argument names. What exists as it is written is a path, even with a colon in it.

    Raises:
        UnreadableFileError, RevisionError: there is nothing to read.
    """
    revision, colon, path = text.partition(":")
    if colon and not Path(text).exists() and not re.match(r"[A-Za-z]:[\\/]", text):
        return _at(revision, path)
    if not Path(text).exists() and not text.endswith(".rubric") and _is_revision(text):
        raise RevisionError(
            f"{text} 是 git 版本；请写明是哪个规则文件，如 {text}:rules/办法.rubric、{text}:./办法.rubric"
        )
    return SourceFile.read(find_rule_file(Path(text)))


def _at(revision: str, path: str) -> SourceFile:
    """A file of a revision, or the only rule file of a folder of it."""
    root = repository(Path())
    if root is None:
        raise RevisionError(f"{revision}:{path} 要在 git 仓库里才读得到；请进入仓库的文件夹再运行")
    # As git has it: from the top of the repository, unless the path says that it counts from here.
    whole = Path(path) if path in (".", "..") or path.startswith(("./", "../", "/")) else root / path
    names = names_at(revision, whole)
    if names is None:
        raw = read_at(revision, whole)
        if raw is None:
            raise UnreadableFileError(
                f"{revision}:{path}：{revision} 里没有这个文件或文件夹{_hint(revision, path)}"
            )
        return SourceFile.decode(f"{revision}:{path}", raw)
    rules = [name for name in names if name.endswith(".rubric")]
    if len(rules) != 1:
        listed = (
            f"有 {len(rules)} 个规则文件（{'、'.join(rules)}），请指明一个"
            if rules
            else "没有 .rubric 规则文件"
        )
        raise UnreadableFileError(f"{revision}:{path}：里面{listed}")
    raw = read_at(revision, whole / rules[0])
    if raw is None:
        raise UnreadableFileError(f"{revision}:{path}/{rules[0]}：不是文件")
    return SourceFile.decode(f"{revision}:{path.rstrip('/')}/{rules[0]}".replace(":/", ":", 1), raw)


def _hint(revision: str, path: str) -> str:
    """The same path from here, where it is there."""
    try:
        here = read_at(revision, Path(path)) is not None or names_at(revision, Path(path)) is not None
    except RevisionError:
        return ""
    return f"；路径从仓库的最上层算起，从这里算起的请写 {revision}:./{path}" if here else ""


def _is_revision(text: str) -> bool:
    try:
        return repository(Path()) is not None and names_at(text, Path()) is not None
    except RevisionError:
        return False
