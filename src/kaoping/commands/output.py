"""--output: which format a file is to have, what it must not overwrite, and writing it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from kaoping.commands import Exit, emit
from kaoping.commands.writing import write_whole
from kaoping.source import UnreadableFileError

WORKBOOK = ".xlsx"
SCORES = {WORKBOOK: "xlsx", ".md": "md", ".csv": "csv", ".json": "json", ".txt": "table"}
"""What a report of scores can be, by the suffix of its file; the last one is the default."""

EXPLANATIONS = {".md": "md", ".txt": "text"}
"""The same of an explanation."""

_WORDS = {
    "xlsx": "工作簿",
    "md": "Markdown",
    "csv": "CSV 表格",
    "json": "JSON",
    "table": "文本",
    "text": "文本",
}
_FOREIGN = (".rubric", ".xlsx", ".xls", ".xlsm", ".et", ".ods", ".doc", ".docx", ".pdf")
_LEDGER = b'"format":"kaoping-ledger'


@dataclass(frozen=True)
class Output:
    """Where a report goes.

    Attributes:
        path: the file; None for standard output.
        format: xlsx, table, md, csv or json.
    """

    path: Path | None
    format: str

    def write(self, content: bytes | str, what: str = "") -> None:
        """Write the report, and say on standard output what was written; ends the program where that fails."""
        if self.path is None:
            assert isinstance(content, str)
            emit(content)
            return
        data = content if isinstance(content, bytes) else f"{content}\n".encode("utf-8", "backslashreplace")
        try:
            write_whole(self.path, data)
        except UnreadableFileError as error:
            _fail(str(error))
        emit(f"已写好 {self.path}" + (f"：{what}" if what else ""))


def output_of(path: Path | None, format_: str | None, suffixes: Mapping[str, str] = SCORES) -> Output:
    """What --output and --format ask for together.

    Args:
        path: where the report goes; None for standard output.
        format_: as given; None if it was not.
        suffixes: formats that the command has, by suffix. Any of them may be put into a .txt file.
    """
    plain = suffixes[".txt"]
    if path is None:
        return Output(None, format_ or plain)
    suffix = path.suffix.lower()
    found = suffixes.get(suffix)
    if found is None and (format_ is None or suffix in _FOREIGN):
        known = "、".join(f"{suffix}（{_WORDS[name]}）" for suffix, name in suffixes.items())
        raise click.UsageError(f"{path}：不知道写成什么，文件名请以这些结尾：{known}")
    if format_ is not None and found not in (None, plain, format_):
        raise click.UsageError(f"{path} 是{_WORDS[found or plain]}，与 --format {format_} 不一致；请去掉一个")
    return Output(path, format_ or found or plain)


def guard(path: Path | None, given: Iterable[Path], ledger: Path | None) -> None:
    """End the program where a report cannot go: before anything is scored.

    Args:
        path: where the report is to go; None for standard output.
        given: rule file and facts of this run, files or folders.
        ledger: where its ledger goes.
    """
    if path is None:
        return
    if path.is_dir():
        _fail(f"{path}：是文件夹，请写明文件名")
    if not path.parent.is_dir():
        _fail(f"{path}：写不进去（没有“{path.parent}”这个文件夹）")
    target = path.resolve()
    for source in given:
        if source.resolve() == target:
            _fail(f"{path}：是这次计分用的文件，不能覆盖；请换个名字")
        if source.is_dir() and target.parent == source.resolve() and not _holds_rules(source):
            _fail(f"{path}：在事实的文件夹里，下次会被当作事实；请写到别处")
    if ledger is not None and ledger.resolve() == target:
        _fail(f"{path}：台账和报表不能是同一个文件")
    if path.is_file() and (what := _precious(path)):
        _fail(f"{path}：已经有这个文件，是{what}，没有覆盖；请换个名字")


def _holds_rules(folder: Path) -> bool:
    return any(folder.glob("*.rubric"))


def _precious(path: Path) -> str:
    """What a file is that is no report of an earlier run; "" if it may well be one."""
    from kaoping.facts.workbook import is_report

    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return ""  # said when it is written
    if path.suffix.lower() == WORKBOOK:
        return "" if not start or is_report(path) else "别的工作簿或文件"
    return "台账" if _LEDGER in start else ""


def _fail(message: str) -> NoReturn:
    emit(message, err=True)
    sys.exit(Exit.FAILED)
