"""Files of facts, of whatever kinds, → one `Intake`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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


def read_facts(paths: Sequence[Path], schema: Schema) -> Intake:
    """Read all files; one that cannot be read is an error among the diagnostics, the others go on."""
    names = Names(schema)
    labels = labels_of(paths)
    return take_all((item for path in paths for item in read_file(path, names, labels[path])), schema)


def labels_of(paths: Iterable[Path]) -> dict[Path, str]:
    """How each file is cited: by its name, so that a ledger does not depend on the folder that it was
    made in; by its path where two have the same name."""
    paths = list(dict.fromkeys(paths))
    names = Counter(path.name for path in paths)
    return {path: path.name if names[path.name] == 1 else path.as_posix() for path in paths}


def read_file(path: Path, names: Names, label: str = "") -> Iterator[Item]:
    """The facts of one file, by its kind; label is how their places cite it."""
    kind, label = path.suffix.lower(), label or path.name
    if kind in TABLES:
        sheet = read_csv(path, label)
        if isinstance(sheet, Diagnostic):
            yield sheet
        else:
            yield from read_table(sheet, names)
    elif kind in STREAMS:
        yield from _read_stream(path, names, label)
    else:
        known = "、".join(sorted(TABLES | STREAMS))
        yield Diagnostic(
            "F001",
            "error",
            f"认不出“{kind or path.name}”这种文件",
            f"可以读的有：{known}",
            place=Place(label),
        )


def _read_stream(path: Path, names: Names, label: str) -> Iterator[Item]:
    try:
        with path.open("rb") as lines:
            yield from read_lines(lines, label, names)
    except OSError as error:
        yield Diagnostic("F001", "error", f"打不开（{error.strerror or error}）", place=Place(label))
