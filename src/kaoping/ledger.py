"""The ledger: one entry for every change of score, chained by hash, never rewritten.

An entry is a difference: score after − score before. So the entries of a clause add up to its
score whatever the order of the facts; a cap shows as an entry that takes less than it would; a
withdrawal is an entry that gives back. `text` is made from the other fields by
`sentences.tell`, so that a ledger can be read out and checked at once.

On disk: JSON lines, the header first. Every line is canonical JSON (RFC 8785) as it stands, so
what is hashed is what is written. Numbers of points are strings.

Most facts change a score as some fact before them did (the third late report of any county costs
what the third of the first one cost). What such entries have in common is a `Step`, made and
rendered once; an entry adds whose and which fact it was.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from json.encoder import encode_basestring as quoted
from typing import Any, Literal, NamedTuple

import rfc8785

from kaoping import __version__
from kaoping.exact import text as plain

Cause = Literal["opening", "new", "correct", "withdraw"]
FORMAT = "kaoping-ledger-2"
_ZERO = Decimal(0)


class LedgerError(Exception):
    """A ledger that cannot be read, in Chinese, or does not add up (our bug)."""


class Evidence(NamedTuple):
    """A fact as it is cited: whose, what, how much, when, and where it stands.

    Attributes:
        fields: the fields that rules look at, as "级别 市级".
        title: for a fact that is named by the number of its clause: the words that it answers.
    """

    id: str
    unit: str
    name: str
    value: str
    day: str
    place: str
    note: str = ""
    fields: tuple[str, ...] = ()
    title: str = ""

    def json(self) -> str:
        """Canonical JSON."""
        return (
            f'{{"day":"{self.day}","fields":[{",".join(map(quoted, self.fields)) if self.fields else ""}],'
            f'"id":{quoted(self.id)},'
            f'"name":{quoted(self.name)},"note":{quoted(self.note)},"place":{quoted(self.place)},'
            f'"title":{quoted(self.title)},"unit":{quoted(self.unit)},"value":{quoted(self.value)}}}'
        )


@dataclass(frozen=True, eq=False)
class Step:
    """What an entry says of the score, whosoever it is. Compared by identity.

    Attributes:
        node: id of the clause, of an indicator (a bound over its clauses) or "总分".
        line: of the clause in the rule file; 0 for a bound.
        cause: opening (before any fact), new, correct, withdraw.
        before, after: the measure in words ("" if there is none, or it has cost nothing before any fact).
        nominal: change of points if nothing were bounded.
        effective: change of points.
        reasons: why they differ (扣完为止, 最高扣4分, …).
        was_pending: the node was pending before.
        balance, balance_high: points of the node after; the second differs while it is pending.
        effects: 本项不得分, 取消…资格, in force after.
        pending: what is still missing for the node.
        verdict: 达标, 未达标 or 待评 where the node is a target, whose points count items; else "", and then
            not written.
    """

    node: str
    line: int
    cause: Cause
    before: str
    after: str
    nominal: Decimal
    effective: Decimal
    reasons: tuple[str, ...]
    was_pending: bool
    balance: Decimal
    balance_high: Decimal
    effects: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    verdict: str = ""

    @cached_property
    def _json(self) -> tuple[str, str, str, str, str]:
        """Its share of an entry's canonical JSON: the stretches between the fields that are the entry's own."""

        def members(*names: str) -> str:
            return rfc8785.dumps({name: _as_json(getattr(self, name)) for name in names}).decode()[1:-1]

        return (
            "{" + members("after") + ',"also":[',
            "],"
            + members("balance", "balance_high", "before", "cause", "effective", "effects")
            + ',"facts":[',
            '",' + members("line", "node", "nominal", "pending") + ',"prev":"',
            '",' + members("reasons") + ',"seq":',
            "," + members(*(["verdict"] if self.verdict else []), "was_pending") + "}",
        )


class Entry(NamedTuple):
    """One change of score.

    Attributes:
        seq: from 1, over the whole ledger.
        time: day of the fact, "" if it has none. The clock never enters.
        unit: whose score changes.
        facts: the fact that fired; for a correction the old one, then the new one.
        also: other values of the unit that the measure rests on.
        ground: for a withdrawal, the row that withdraws and its reason.
        total: settled points of the unit after.
        step: what changed; its attributes are the entry's as well.
        text: one sentence, to be read out.
        prev, hash: of the entry before, and of this one.
    """

    seq: int
    time: str
    unit: str
    facts: tuple[Evidence, ...]
    also: tuple[Evidence, ...]
    ground: str
    total: Decimal
    step: Step
    text: str = ""
    prev: str = ""
    hash: str = ""

    def halves(self) -> tuple[bytes, bytes]:
        """Canonical JSON without the hash: what goes before it, and what goes after."""
        after, balance, line, reasons, pending = self.step._json
        also = ",".join([fact.json() for fact in self.also]) if self.also else ""
        facts = self.facts[0].json() if len(self.facts) == 1 else ",".join([f.json() for f in self.facts])
        head = f'{after}{also}{balance}{facts}],"ground":{quoted(self.ground)},"hash":"'
        tail = (
            f'{line}{self.prev}{reasons}{self.seq},"text":{quoted(self.text)},"time":"{self.time}",'
            f'"total":"{plain(self.total)}","unit":{quoted(self.unit)}{pending}'
        )
        return head.encode(), tail.encode()

    def data(self) -> dict[str, Any]:
        """As written to disk."""
        head, tail = self.halves()
        found: dict[str, Any] = json.loads(head + self.hash.encode() + tail, parse_float=Decimal)
        return found

    @property
    def node(self) -> str:
        """See Step."""
        return self.step.node

    @property
    def line(self) -> int:
        """See Step."""
        return self.step.line

    @property
    def cause(self) -> Cause:
        """See Step."""
        return self.step.cause

    @property
    def before(self) -> str:
        """See Step."""
        return self.step.before

    @property
    def after(self) -> str:
        """See Step."""
        return self.step.after

    @property
    def nominal(self) -> Decimal:
        """See Step."""
        return self.step.nominal

    @property
    def effective(self) -> Decimal:
        """See Step."""
        return self.step.effective

    @property
    def reasons(self) -> tuple[str, ...]:
        """See Step."""
        return self.step.reasons

    @property
    def was_pending(self) -> bool:
        """See Step."""
        return self.step.was_pending

    @property
    def balance(self) -> Decimal:
        """See Step."""
        return self.step.balance

    @property
    def balance_high(self) -> Decimal:
        """See Step."""
        return self.step.balance_high

    @property
    def effects(self) -> tuple[str, ...]:
        """See Step."""
        return self.step.effects

    @property
    def pending(self) -> tuple[str, ...]:
        """See Step."""
        return self.step.pending


@dataclass(frozen=True)
class Header:
    """What the ledger was made from: digests (SHA-256) of the rule file and of each file of facts.

    order: batch (facts sorted by day and id) or stream (as they came; their digest closes the ledger).
    """

    title: str
    rules: Mapping[str, str]
    facts: Mapping[str, str]
    as_of: str = ""
    order: Literal["batch", "stream"] = "batch"
    format: str = FORMAT
    version: str = __version__

    def json(self) -> bytes:
        """Canonical JSON."""
        return rfc8785.dumps({**vars(self), "rules": dict(self.rules), "facts": dict(self.facts)})


class Ledger:
    """Entries in order, each chained to the one before.

    Args:
        header: the first line.
        sink: is given every line as it is made, with its line end; None for nobody.
        keep: whether entries stay in memory, as explanations need; a long stream cannot afford it.
    """

    def __init__(
        self, header: Header, sink: Callable[[bytes], object] | None = None, keep: bool = True
    ) -> None:
        self.header = header
        self.entries: list[Entry] = []
        self.seq = 0
        self._sink, self._keep = sink, keep
        self._sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        first = header.json()
        self._last = hashlib.sha256(first).hexdigest()
        if sink is not None:
            sink(first + b"\n")

    def append(
        self,
        time: str,
        unit: str,
        facts: tuple[Evidence, ...],
        also: tuple[Evidence, ...],
        ground: str,
        total: Decimal,
        step: Step,
        text: str,
    ) -> Entry:
        """Add an entry (see Entry for the arguments), chained to the last. Its hash is set if it is kept."""
        self.seq += 1
        entry = Entry(self.seq, time, unit, facts, also, ground, total, step, text, self._last)
        head, tail = entry.halves()
        self._last = chained = hashlib.sha256(head + tail).hexdigest()
        self._sums[unit][step.node] += step.effective
        if self._sink is not None:
            self._sink(b"%b%b%b\n" % (head, chained.encode(), tail))
        if self._keep:
            entry = entry._replace(hash=chained)
            self.entries.append(entry)
        return entry

    def close(self, facts: Mapping[str, str]) -> None:
        """End a ledger of a stream: digests (SHA-256) of what it was made from, known only now."""
        body: dict[str, Any] = {"entries": self.seq, "facts": dict(facts), "hash": "", "prev": self._last}
        self._last = hashlib.sha256(rfc8785.dumps(body)).hexdigest()
        if self._sink is not None:
            self._sink(rfc8785.dumps({**body, "hash": self._last}) + b"\n")

    def check(self, unit: str, balances: Mapping[str, Decimal], total: Decimal) -> None:
        """The invariant: the entries of every node of a unit add up to its points, and all of a unit to its total.

        Args:
            unit: whose entries.
            balances: points by node; nodes that are left out have 0.
            total: the unit's points.

        Raises:
            LedgerError: naming the first node that does not.
        """
        sums = self._sums.get(unit, {})
        for node in sorted({*sums, *balances}):
            entered, points = sums.get(node, _ZERO), balances.get(node, _ZERO)
            if entered != points:
                raise LedgerError(f"台账不平：{unit} {node} 分录合计 {entered}，得分 {points}")
        if (entered := sum(sums.values(), _ZERO)) != total:
            raise LedgerError(f"台账不平：{unit} 分录合计 {entered}，总分 {total}")

    def lines(self) -> Iterator[str]:
        """The JSON lines of the entries in memory."""
        yield self.header.json().decode()
        for entry in self.entries:
            head, tail = entry.halves()
            yield (head + entry.hash.encode() + tail).decode()


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Difference:
    """Where two ledgers part: line number (1 is the header), what the file says and what was recomputed."""

    line: int
    written: str
    recomputed: str


def first_difference(written: Iterable[str], recomputed: Iterable[str]) -> Difference | None:
    """The first line that differs, or None if they are the same, byte for byte."""
    for number, (theirs, ours) in enumerate(zip_longest(written, recomputed), start=1):
        if theirs != ours:
            return Difference(number, theirs or "", ours or "")
    return None


def first_changed_entry(written: Sequence[str], recomputed: Sequence[str]) -> Difference | None:
    """The first entry that says something else, its place in the chain aside; None if all say the same.

    Where the header differs (other facts were given), every hash differs; what people ask is which
    entry is the first to tell another story.
    """
    for number in range(1, max(len(written), len(recomputed))):
        theirs = written[number] if number < len(written) else ""
        ours = recomputed[number] if number < len(recomputed) else ""
        if theirs != ours and _story(theirs) != _story(ours):
            return Difference(number + 1, theirs, ours)
    return None


def _story(line: str) -> object:
    """An entry without its place in the chain; a line that is no entry stands for itself."""
    try:
        entry = json.loads(line, parse_float=str)
    except (ValueError, RecursionError):
        return line
    return {k: v for k, v in entry.items() if k not in ("prev", "hash")} if isinstance(entry, dict) else line
