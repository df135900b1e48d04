"""`kaoping init`: a rubric repository to start from, that passes its own checks."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, argument, emit

if TYPE_CHECKING:
    from kaoping.scaffold import Scaffold


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """Start a rubric repository in FOLDER (here, if none is given): rules, facts, cases, CI. No file is ever overwritten."""
    from kaoping.scaffold import NoFolderError, build

    folder = Path(argument(str(folder)))
    try:
        done = build(folder)
    except NoFolderError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    for line in _told(done, folder):
        emit(line)
    for reason, names in done.failed.items():
        emit(f"写不进去（{reason}）：{_few(names)}", err=True)
    if done.failed:
        sys.exit(Exit.FAILED)
    if done.made:
        emit("接下来：")
        for command in _next(folder, bool(done.own)):
            emit(f"  {command}")


def _told(done: Scaffold, folder: Path) -> Iterator[str]:
    """What was made, what was kept, and what to heed."""
    where = _named(folder)
    if done.made:
        yield f"在{where}新建了 {len(done.made)} 个文件："
        yield from (f"  {name}" for name in done.made)
    elif not done.failed:
        yield f"在{where}没有要新建的：{len(done.same) + len(done.kept)} 个文件都已经有了，一个也没有动"
    if done.made and done.same:
        yield f"另有 {len(done.same)} 个已经有了，内容相同"
    if done.kept:
        yield f"{len(done.kept)} 个已经有了、内容不同的，没有动："
        yield from (f"  {name}" for name in done.kept)
    if done.own:
        yield f"已经有规则文件（{_few(done.own)}），没有加样例"
    outside = [name for name in done.own if not name.startswith("rules/")]
    if outside and "kaoping.toml" in done.made:
        yield f"{_few(outside)} 不在 rules 里：请移进去，或者把所在的文件夹写进 kaoping.toml 的 paths"
    root = _repository(folder)
    if root is not None and not os.path.samefile(root, folder):
        yield (
            f"仓库的根是{_named(root)}：.github、.gitlab-ci.yml、.pre-commit-config.yaml 在根文件夹里才起作用，"
            "请移到那里，并在其中的命令前面进入这个文件夹"
        )


def _next(folder: Path, own: bool) -> list[str]:
    """Commands to type. What is committed is what later changes are compared with."""
    commands = [] if _is_here(folder) else [f"cd {shlex.quote(str(folder))}"]
    commands.append("kaoping check")
    if not commands[1:] and not own:
        commands.append("kaoping score rules/qinghe-2025 --facts rules/qinghe-2025/facts")
    commands += [] if _repository(folder) else ["git init"]
    return [*commands, "git add .", f"git commit -m {'考核规则' if own else '样例'}"]


def _few(names: Sequence[str]) -> str:
    return f"{names[0]} 等 {len(names)} 个" if len(names) > 1 else names[0]


def _named(folder: Path) -> str:
    return "当前文件夹" if _is_here(folder) else f"“{folder}”"


def _is_here(folder: Path) -> bool:
    return os.path.samefile(folder, Path.cwd())


def _repository(folder: Path) -> Path | None:
    """The git repository that holds a folder, as seen from here."""
    whole = Path(os.path.realpath(folder))
    root = next((above for above in (whole, *whole.parents) if (above / ".git").exists()), None)
    return None if root is None else Path(os.path.relpath(root))
