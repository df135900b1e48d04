"""Files of facts, of whatever kinds, → one `Intake`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.intake import Intake, take_all
from kaoping.facts.names import Names
from kaoping.facts.raw import Item
from kaoping.facts.rows import read_csv
from kaoping.facts.schema import Schema
from kaoping.facts.stream import read_lines
from kaoping.facts.tables import read_table

TABLES = frozenset((".csv", ".tsv", ".txt"))
STREAMS = frozenset((".jsonl", ".ndjson"))


def read_facts(paths: Iterable[Path], schema: Schema) -> Intake:
    """Read all files; one that cannot be read is an error among the diagnostics, the others go on."""
    names = Names(schema)
    return take_all((item for path in paths for item in read_file(path, names)), schema)


def read_file(path: Path, names: Names) -> Iterator[Item]:
    """The facts of one file, by its kind."""
    kind = path.suffix.lower()
    if kind in TABLES:
        sheet = read_csv(path)
        if isinstance(sheet, Diagnostic):
            yield sheet
        else:
            yield from read_table(sheet, names)
    elif kind in STREAMS:
        yield from _read_stream(path, names)
    else:
        known = "、".join(sorted(TABLES | STREAMS))
        yield Diagnostic(
            "F001",
            "error",
            f"认不出“{kind or path.name}”这种文件",
            f"可以读的有：{known}",
            place=Place(str(path)),
        )


def _read_stream(path: Path, names: Names) -> Iterator[Item]:
    try:
        with path.open("rb") as lines:
            yield from read_lines(lines, str(path), names)
    except OSError as error:
        yield Diagnostic("F001", "error", f"打不开（{error.strerror or error}）", place=Place(str(path)))
