"""Files of facts, of whatever kinds, → one `Intake`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.fact import Fact
from kaoping.facts.intake import Intake, take_all
from kaoping.facts.names import Names
from kaoping.facts.raw import Item
from kaoping.facts.rows import Sheet, read_csv, unreadable
from kaoping.facts.schema import Schema
from kaoping.facts.sheets import read_sheets
from kaoping.facts.stream import read_lines
from kaoping.facts.tables import read_table
from kaoping.facts.workbook import is_report, read_workbook
from kaoping.progress import Tell, counted
from kaoping.signature import kind_of
from kaoping.source import as_text, open_file, reason_of

TABLES = frozenset((".csv", ".tsv", ".txt"))
WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xls"))
STREAMS = frozenset((".jsonl", ".ndjson"))
_KNOWN = TABLES | WORKBOOKS | STREAMS
# Tables of other programs: refused, with help, rather than overlooked in a folder.
_FOREIGN = frozenset((".xlsb", ".et", ".ods", ".numbers"))
_HEAD = 8_000
"""So many bytes tell what a file is."""
_IN_FOLDERS = (_KNOWN | _FOREIGN) - {".txt"}


def read_facts(
    paths: Sequence[Path], schema: Schema, more: Iterable[Item] = (), tell: Tell | None = None
) -> Intake:
    """Read all files; one that cannot be read is an error among the diagnostics, the others go on.

    Args:
        paths: the files.
        schema: what they may say.
        more: facts that stand elsewhere.
        tell: is told how far it has come.
    """
    names = Names(schema)
    paths, copies = without_copies(paths)
    labels = labels_of(paths)
    read = (item for path in paths for item in read_file(path, names, labels[path]))
    intake = take_all(counted(chain(copies, read, more), tell, "读取事实"), schema)
    if any(path.suffix.lower() in TABLES | WORKBOOKS for path in paths):
        intake.diagnostics += _counted_twice(intake, schema)
    return intake


def _counted_twice(intake: Intake, schema: Schema) -> Iterator[Diagnostic]:
    """Kinds of events that a unit has as a figure of one table and as rows of another: 汇总 beside 明细."""
    kinds = {spec.name for spec in schema.facts if spec.kind == "event"}
    figures: dict[tuple[str, str], Fact] = {}
    rows: dict[tuple[str, str], Fact] = {}
    for fact in (change.new for change in intake.changes):
        if fact is not None and fact.name in kinds:
            (rows if fact.place.column is None else figures).setdefault((fact.unit, fact.name), fact)
    for (unit, name), figure in figures.items():
        if (row := rows.get((unit, name))) is not None:
            message = f"{unit}的“{name}”这里写了次数，{row.place} 等处又逐条列出，都已计入"
            help_ = "如果这里是那几条的合计，请清空这一格"
            yield Diagnostic("F010", "warning", message, help_, place=figure.place)


def without_copies(paths: Iterable[Path]) -> tuple[list[Path], list[Diagnostic]]:
    """The files without those that hold the very same bytes as one before (by name), with a note for each."""
    given = list(dict.fromkeys(paths))
    labels = labels_of(given)
    first: dict[bytes, Path] = {}
    copies: dict[Path, Diagnostic] = {}
    for path in sorted(_of_one_size(given), key=lambda path: (len(path.name), path.name, path.as_posix())):
        try:
            digest = hashlib.sha256(path.read_bytes()).digest()
        except OSError:
            continue  # reported by the reader
        original = first.setdefault(digest, path)
        if original is not path:
            message = f"与 {labels[original]} 完全相同，只读那一份"
            copies[path] = Diagnostic("F011", "note", message, place=Place(labels[path]))
    return [path for path in given if path not in copies], list(copies.values())


def _of_one_size(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are as large as another one: only these can be copies."""
    by_size: dict[int, list[Path]] = {}
    for path in paths:
        if path.is_file() and (size := path.stat().st_size):
            by_size.setdefault(size, []).append(path)
    return (path for group in by_size.values() if len(group) > 1 for path in group)


def files_in(folder: Path) -> list[Path]:
    """The files of facts in a folder, by name: neither hidden files nor what an office program has open (~$…).

    A text file in a folder is more likely a remark than a table; it is read when it is named.
    """
    return sorted(filter(is_of_facts, folder.iterdir()))


def is_of_facts(path: Path) -> bool:
    """Whether a path that somebody came across, and did not name, is a file of facts."""
    return path.suffix.lower() in _IN_FOLDERS and not path.name.startswith((".", "~$")) and path.is_file()


def labels_of(paths: Iterable[Path]) -> dict[Path, str]:
    """How each file is cited: by its name, so that a ledger does not depend on the folder that it was
    made in; by its path where two have the same name."""
    paths = list(dict.fromkeys(paths))
    names = Counter(path.name for path in paths)
    return {path: as_text(path.name if names[path.name] == 1 else path.as_posix()) for path in paths}


def read_file(path: Path, names: Names, label: str = "") -> Iterator[Item]:
    """The facts of one file, by its kind; label is how their places cite it."""
    kind, label = path.suffix.lower(), label or path.name
    if kind in TABLES:
        table = read_csv(path, label)
        if isinstance(table, Diagnostic):
            yield table
        else:
            yield from read_table(table, names)
    elif kind in WORKBOOKS and is_report(path):
        yield Diagnostic("F014", "note", "这是计分的报表，不是事实，没有读", place=Place(label))
    elif kind in WORKBOOKS:
        found = read_workbook(path, label)
        yield from (item for item in found if isinstance(item, Diagnostic))
        yield from read_sheets([item for item in found if isinstance(item, Sheet)], names)
    elif kind in STREAMS:
        yield from _read_stream(path, names, label)
    else:
        yield _unknown(path, kind, label)


def _unknown(path: Path, kind: str, label: str) -> Diagnostic:
    try:
        path.stat()
    except OSError as error:
        return unreadable(Place(label), f"打不开（{reason_of(error)}）")
    known = "、".join(sorted(_KNOWN))
    help_ = "请用表格软件打开，另存为 .xlsx" if kind in _FOREIGN else f"可以读的有：{known}"
    return unreadable(Place(label), f"认不出“{kind or path.name}”这种文件", help_)


def _read_stream(path: Path, names: Names, label: str) -> Iterator[Item]:
    try:
        with open_file(path) as lines:
            start = lines.read(_HEAD)
            if not start:
                yield Diagnostic("F001", "note", "文件是空的", place=Place(label))
            if kind := kind_of(start):
                yield unreadable(Place(label), f"看来是{kind.name}，不是 JSON 行", kind.remedy)
                return
            lines.seek(0)
            yield from read_lines(lines, label, names)
    except OSError as error:
        yield Diagnostic("F001", "error", f"打不开（{reason_of(error)}）", place=Place(label))
