"""Files written at one stroke, and what would change of a rule file that is written anew, shown as a diff."""

from __future__ import annotations

import difflib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from kaoping.source import UnreadableFileError, reason_of


def diff(name: str, old: str, new: str) -> str:
    """What changes, as a unified diff that `patch` takes; "" if nothing does."""
    lines = difflib.unified_diff(_lines(old), _lines(new), name, name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    ).removesuffix("\n")


def _lines(text: str) -> list[str]:
    """Lines with their ends. Only "\\n" ends a line: other separators are words of somebody."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, all of it or nothing: an earlier one stays until the new one is complete, a link stays a link.

    Raises:
        UnreadableFileError: it cannot be written.
    """
    draft: Path | None = None
    try:
        target = Path(os.path.realpath(path))  # unlike resolve, also of a link that leads nowhere
        if os.path.lexists(target) and not target.is_file():
            raise UnreadableFileError(f"{path}：不是普通文件，没有写")
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_mask()
        if target.exists() and not mode & 0o222:
            raise UnreadableFileError(f"{path}：是只读的，没有改")
        with tempfile.NamedTemporaryFile(
            "wb", dir=target.parent, prefix=f".{target.name[:50]}.", delete=False
        ) as file:
            draft = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(mode)
        os.replace(draft, target)
    except PermissionError as error:
        open_ = f"{path}：写不进去（{reason_of(error)}）；正在表格软件里打开着的，请关上再试"
        raise UnreadableFileError(open_) from error
    except OSError as error:
        raise UnreadableFileError(f"{path}：写不进去（{reason_of(error)}）") from error
    finally:
        if draft is not None:
            with suppress(FileNotFoundError):  # it has become the file
                draft.unlink()


def _mask() -> int:
    """Which permissions new files do not get."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def expect_rule_file(path: Path) -> None:
    """Only what is called a rule file is written anew: a table or a case laid out as rules would be spoilt.

    Raises:
        UnreadableFileError: it has another name.
    """
    if path.suffix.lower() != ".rubric":
        raise UnreadableFileError(
            f"{path}：不叫 .rubric，没有动它；是规则文件的，请先改名为 {path.stem}.rubric"
        )


def replace_file(path: Path, text: str) -> None:
    """Write a file as UTF-8, all of it or nothing; its mode stays, and a link to it goes on being one.

    Raises:
        UnreadableFileError: it is read-only, or cannot be written; it is then as it was.
    """
    temporary: Path | None = None
    try:
        target = path.resolve(strict=True)
        mode = stat.S_IMODE(target.stat().st_mode)
        if not target.is_file():
            raise UnreadableFileError(f"{path}：不是普通文件，没有改")
        if not mode & 0o222 or not os.access(target, os.W_OK):
            raise UnreadableFileError(f"{path}：是只读的，没有改")
        with tempfile.NamedTemporaryFile(
            "wb", dir=target.parent, prefix=f".{target.name[:50]}.", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        os.replace(temporary, target)
    except OSError as error:
        raise UnreadableFileError(f"{path}：写不进去（{reason_of(error)}），没有改") from error
    finally:
        if temporary is not None:
            with suppress(FileNotFoundError):  # it has become the file
                temporary.unlink()
