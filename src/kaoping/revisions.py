"""What git knows of a repository: the only module that runs the program. It reads and never writes.

Of every question the answer is that of the files as they were stored: bytes of a revision are those of the
commit (no autocrlf, no filters), names may hold anything that a file system allows. What cannot be answered is
a RevisionError, whose words say what to do.
"""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A hook of git hands these on; they name the repository of the hook, relative to a folder that is not ours.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")

# The words of git are told apart below; it shall not ask for passwords, nor take * in a name for a pattern.
_SETTING = {"LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}

# Nothing is locked for the sake of speed (a checkout may be read-only), and no monitor is started.
_ALWAYS = ("--no-optional-locks", "-c", "core.fsmonitor=false")

SECONDS = 120
"""Longer takes only a git that waits: for a lock, a disk or a network."""


class RevisionError(Exception):
    """A question that git does not answer; the message is for the user, in Chinese, and says what to do."""


def repository(start: Path) -> Path | None:
    """The folder that holds the repository of a file or folder, which may be gone; None where it is in none.

    Raises:
        RevisionError: there is no program git, or it refuses to read the repository.
    """
    folder = _existing(start)
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode == 0:
        return Path(os.fsdecode(done.stdout.removesuffix(b"\n").removesuffix(b"\r")))
    said = _said(done)
    if "not a git repository" in said or "must be run in a work tree" in said:
        return None
    if "dubious ownership" in said:
        raise RevisionError(
            f"git 不肯读这个仓库，因为它的文件夹属于另一个用户：{folder}"
            f"；确认仓库可信的，请执行 git config --global --add safe.directory '{_top(said) or folder}'"
        )
    raise RevisionError(f"git 读不了这个仓库（{said}）：{folder}；请先让 git status 能在这里运行")


def read_at(revision: str, path: Path) -> bytes | None:
    """The bytes of a file as they stood in a revision; None where it was not there.

    Args:
        revision: what git takes for one commit: a hash, a branch, a tag, HEAD~1.
        path: the file, which need not exist any more. A last part that is a link is taken as the link.

    Raises:
        RevisionError: see there; also where the path is a folder in that revision.
    """
    root, name = _within(path)
    found = _object(root, _commit(root, revision), name)
    if found is None:
        return None
    kind = _answer(_git(root, "cat-file", "-t", found), root).strip()
    if kind != b"blob":
        raise RevisionError(f"{revision}:{name} 是文件夹，不是文件；请写到文件")
    return _answer(_git(root, "cat-file", "blob", found), root)


def names_at(revision: str, folder: Path) -> tuple[str, ...] | None:
    """What a folder held in a revision, by name in order; None where it was no folder then.

    Raises:
        RevisionError: see there.
    """
    root, name = _within(folder)
    found = _object(root, _commit(root, revision), name)
    if found is None or _answer(_git(root, "cat-file", "-t", found), root).strip() != b"tree":
        return None
    return tuple(sorted(_names(_answer(_git(root, "ls-tree", "-z", "--name-only", found), root))))


def changed_since(revision: str, folder: Path) -> frozenset[Path]:
    """Files at and below a folder that differ from a revision: changed, new, deleted, both names of what was
    renamed, and what git does not know yet (but not what it is told to ignore). The paths are absolute.

    Raises:
        RevisionError: see there.
    """
    root, name = _within(folder)
    commit, below = _commit(root, revision), name or "."
    plain = ("--no-ext-diff", "--no-textconv", "--no-relative", "--no-renames", "--ignore-submodules=none")
    new = ("--others", "--exclude-standard", "--full-name")  # but not what git is told to ignore
    with _copied_index(root) as index:
        changed = _git(root, "diff", "--name-only", "-z", *plain, commit, "--", below, index=index)
        unknown = _git(root, "ls-files", "-z", *new, "--", below, index=index)
    found = (*_names(_answer(changed, root)), *_names(_answer(unknown, root)))
    return frozenset(root / name for name in found)


@contextmanager
def _copied_index(root: Path) -> Iterator[str | None]:
    """A copy of the index for git to refresh: a file with another time but the same content is not changed, and
    git diff notes in the index, whatever it is told, that it looked."""
    index = Path(
        os.fsdecode(_answer(_git(root, "rev-parse", "--git-path", "index"), root).removesuffix(b"\n"))
    )
    with tempfile.TemporaryDirectory(prefix="kaoping-") as folder:
        copy = Path(folder) / "index"
        try:
            shutil.copy2(root / index, copy)  # with its time: git trusts no file that is as young
        except FileNotFoundError:  # nothing was ever added
            yield None
        else:
            yield str(copy)


def _commit(root: Path, revision: str) -> str:
    """The hash of the commit that a revision names."""
    if not revision or revision.startswith("-") or "\0" in revision:
        raise RevisionError(f"“{revision}”不能是 git 版本：请写提交号、分支、标签，如 HEAD~1、main")
    done = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    if done.returncode == 0:
        return os.fsdecode(done.stdout).strip()
    raise RevisionError(_unknown(root, revision, _said(done)))


def _unknown(root: Path, revision: str, said: str) -> str:
    """Why a revision is not there, in the order of what is likely."""
    if _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return (
            f"这个仓库是浅克隆，里面没有版本“{revision}”；请取回全部历史：GitHub Actions 的 checkout 写 fetch-depth: 0，"
            "GitLab CI 写 GIT_DEPTH: 0，自己的电脑上执行 git fetch --unshallow"
        )
    if "ambiguous" in said:
        return f"有几个版本都叫“{revision}”；提交号请写长一些，分支写 heads/名称，标签写 tags/名称"
    listed = _git(root, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags", "refs/remotes")
    names = [line.split("/", 2)[2] for line in os.fsdecode(listed.stdout).splitlines()]
    same = [name for name in names if name.endswith(f"/{revision}")]
    close = same or difflib.get_close_matches(revision, dict.fromkeys(names), n=3)
    if close:
        return f"没有版本“{revision}”；是不是 {'、'.join(close)}？"
    if not _git(root, "rev-list", "-n1", "--all").stdout.strip():
        return f"没有版本“{revision}”：这个仓库还没有提交；请先 git commit"
    return f"没有版本“{revision}”；请用 git log --oneline、git branch -a 查看有哪些；远处的分支请先 git fetch"


def _within(path: Path) -> tuple[Path, str]:
    """The repository of a path, and the path in it as git writes it; "" is the repository itself."""
    root = repository(path)
    if root is None:
        raise RevisionError(f"{path} 不在 git 仓库里；没有仓库就没有版本可比，请在仓库里运行")
    whole = Path(os.path.abspath(path))
    # Folders are followed to where they are, as git follows them; a file that is a link is a link.
    for candidate in (whole.parent.resolve() / whole.name, whole.resolve()):
        for top in (root, root.resolve()):
            if candidate == top or top in candidate.parents:
                name = candidate.relative_to(top).as_posix()
                return root, "" if name == "." else name
    raise RevisionError(f"{path} 不在 git 仓库 {root} 里；请写仓库里的路径")


def _object(root: Path, commit: str, name: str) -> str | None:
    """The hash of what a commit has at a path."""
    done = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{name}")
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else None


def _existing(path: Path) -> Path:
    """The nearest folder at or above a path that is there."""
    whole = Path(os.path.abspath(path))
    return next((folder for folder in (whole, *whole.parents) if folder.is_dir()), Path.cwd())


def _git(folder: Path, *arguments: str, index: str | None = None) -> subprocess.CompletedProcess[bytes]:
    around = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        return subprocess.run(
            ["git", *_ALWAYS, *arguments],
            cwd=folder,
            env=around | _SETTING | ({"GIT_INDEX_FILE": index} if index else {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise RevisionError(
            "没有找到 git 程序，读不了以前的版本；请先安装 git（https://git-scm.com）"
        ) from None
    except OSError as error:
        raise RevisionError(f"git 程序运行不了（{error.strerror}）；请先让 git --version 能运行") from None
    except subprocess.TimeoutExpired:
        raise RevisionError(
            f"git {arguments[0]} 过了 {SECONDS} 秒还没有答复；请先让 git status 能在这里运行"
        ) from None


def _answer(done: subprocess.CompletedProcess[bytes], root: Path) -> bytes:
    if done.returncode:
        raise RevisionError(f"git 报告 {_said(done)}：{root}；请用 git fsck 核对仓库是否完整，或重新克隆")
    return done.stdout


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git complains of, without its first word and its advice."""
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    told = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines[:1]
    return "；".join(line.partition(": ")[2] or line for line in told).strip() or f"返回码 {done.returncode}"


def _top(said: str) -> str:
    """detected dubious ownership in repository at '/a/b' → /a/b."""
    return said.rpartition(" at '")[2].removesuffix("'") if " at '" in said else ""


def _names(listed: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]
