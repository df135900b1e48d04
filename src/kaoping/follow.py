"""Follow: facts scored as they come, line by line; an entry is made the moment its fact fires.

Desk, plan and assessment are those of `pipeline.score`; nothing is sorted. A correction or
withdrawal that overtakes its fact waits for it. So the scores in the end are those of the same
facts in one file, whatever their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kaoping.assess import Assessment
from kaoping.diagnostics import Diagnostic
from kaoping.engines.durable import DurableEngine
from kaoping.facts.intake import Counts, Desk, Taken
from kaoping.facts.names import Names
from kaoping.facts.raw import Item
from kaoping.facts.read import labels_of, read_file, without_copies
from kaoping.facts.stream import read_lines
from kaoping.facts.validate import Entry as Row
from kaoping.ledger import Entry, Header, Ledger
from kaoping.model import Rubric
from kaoping.plan import make_plan, schema_of
from kaoping.selection import EngineFactory

STDIN = "标准输入"
Happening = Entry | Diagnostic


class Following:
    """An assessment that runs along with a stream.

    Args:
        rubric: without errors.
        header: of the ledger, in the order of a stream.
        sink: is given every line of the ledger as it is made.
        keep: whether entries stay in memory, for explanations.
        engine: who selects and measures.

    Attributes:
        assessment: as it stands.
        counts: rows so far.
    """

    def __init__(
        self,
        rubric: Rubric,
        header: Header,
        sink: Callable[[bytes], object] | None = None,
        keep: bool = True,
        engine: EngineFactory = DurableEngine,
    ) -> None:
        schema = schema_of(rubric)
        self.counts = Counts()
        self.ledger = Ledger(header, sink, keep)
        self.assessment = Assessment(make_plan(rubric), engine, rubric.units, self.ledger)
        self._names, self._desk = Names(schema), Desk(schema)
        self._early: dict[str, list[tuple[Row, Taken]]] = {}
        self._digests: dict[str, hashlib._Hash] = {}

    def files(self, paths: Sequence[Path]) -> Iterator[Happening]:
        """What the rows of files make: facts that were there before the stream."""
        paths, copies = without_copies(paths)
        yield from copies
        labels = labels_of(paths)
        for path in paths:
            yield from self.items(read_file(path, self._names, labels[path]))

    def lines(self, lines: Iterable[bytes], name: str = STDIN) -> Iterator[Happening]:
        """What each line makes, as it comes: entries, and diagnostics of what was refused.

        Args:
            lines: JSON, UTF-8, with line ends; read as they are asked for.
            name: how evidence cites them.
        """
        digest = self._digests[name] = hashlib.sha256()

        def read() -> Iterator[bytes]:
            for line in lines:
                digest.update(line)
                yield line

        return self.items(read_lines(read(), name, self._names))

    def items(self, items: Iterable[Item]) -> Iterator[Happening]:
        """As `lines`, of facts that a reader has read."""
        check, settle, apply = self._desk.check, self._desk.settle, self.assessment.apply
        for item in items:
            if isinstance(item, Diagnostic):
                if item.severity == "error":
                    self.counts.refusals[self._desk.unit_of(item)] += 1
                yield item
                continue
            row, found = check(item)
            if row is None:
                self.counts.refusals[self._desk.unit_of(item)] += 1
                yield from found
                continue
            taken = settle(row, found)
            if not taken.diagnostics and not self._early:  # as nearly all
                self.counts.accepted += 1
                if taken.change is not None:
                    yield from apply(taken.change)
            elif taken.lacks:
                self._early.setdefault(taken.lacks, []).append((row, taken))
            else:
                yield from self._settled(row, taken)

    def close(self) -> Iterator[Diagnostic]:
        """End the stream: refuse what still waits for its fact, close the ledger and check that it adds up.

        Raises:
            LedgerError: if it does not, which is our mistake.
        """
        for waiting in self._early.values():
            for row, taken in waiting:
                self.counts.refusals[row.unit] += 1
                yield from taken.diagnostics
        self._early.clear()
        self.ledger.close({name: digest.hexdigest() for name, digest in self._digests.items()})
        self.assessment.check()

    def _settled(self, row: Row, taken: Taken) -> Iterator[Happening]:
        self.counts.count(taken, row.unit)
        yield from taken.diagnostics
        if taken.change is not None:
            yield from self.assessment.apply(taken.change)
        if self._early and row.fact is not None and not taken.refused:
            for id_ in {row.fact.id: 0, f"{row.unit}/{row.name}": 0}:
                for waiting, _ in self._early.pop(id_, ()):
                    yield from self._settled(waiting, self._desk.settle(waiting, []))
