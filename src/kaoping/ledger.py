"""The ledger: one entry for every change of score, chained by hash, never rewritten.

An entry is a difference: score after − score before. So the entries of a clause add up to its
score whatever the order of the facts; a cap shows as an entry that takes less than it would; a
withdrawal is an entry that gives back. `text` is made from the other fields by
`sentences.tell`, so that a ledger can be read out and checked at once.

On disk: JSON lines, the header first. Numbers are strings.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Literal

import rfc8785

from kaoping import __version__
from kaoping.exact import text as plain

Cause = Literal["opening", "new", "correct", "withdraw"]
FORMAT = "kaoping-ledger-1"


class LedgerError(Exception):
    """A ledger that cannot be read, in Chinese, or does not add up (our bug)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact as it is cited: whose, what, how much, when, and where it stands."""

    id: str
    unit: str
    name: str
    value: str
    day: str
    place: str
    note: str = ""
    fields: tuple[str, ...] = ()
    """The fields that rules look at, as "级别 市级"."""
    title: str = ""
    """For a fact that is named by the number of its clause: the words that it answers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of score.

    Attributes:
        seq: from 1, over the whole ledger.
        time: day of the fact, "" if it has none. The clock never enters.
        unit: whose score changes.
        node: id of the clause, of an indicator (a bound over its clauses) or "总分".
        line: of the clause in the rule file; 0 for a bound.
        cause: opening (before any fact), new, correct, withdraw.
        facts: the fact that fired; for a correction the old one, then the new one.
        also: other values of the unit that the measure rests on.
        ground: for a withdrawal, the row that withdraws and its reason.
        before, after: the measure in words ("" if there is none).
        nominal: change of points if nothing were bounded.
        effective: change of points.
        reasons: why they differ (扣完为止, 最高扣4分, …).
        was_pending: the node was pending before.
        balance, balance_high: points of the node after; the second differs while it is pending.
        total: settled points of the unit after.
        effects: 本项不得分, 取消…资格, in force after.
        pending: what is still missing for the node.
        text: one sentence, to be read out.
        prev, hash: of the entry before, and of this one.
    """

    seq: int
    time: str
    unit: str
    node: str
    line: int
    cause: Cause
    facts: tuple[Evidence, ...]
    also: tuple[Evidence, ...]
    before: str
    after: str
    nominal: Decimal
    effective: Decimal
    reasons: tuple[str, ...]
    was_pending: bool
    balance: Decimal
    balance_high: Decimal
    total: Decimal
    effects: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    ground: str = ""
    text: str = ""
    prev: str = ""
    hash: str = ""

    def data(self) -> dict[str, Any]:
        """As written to disk: numbers are strings, fields in order."""
        return {name: _as_json(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True)
class Header:
    """What the ledger was made from: digests (SHA-256) of the rule file and of each file of facts."""

    title: str
    rules: Mapping[str, str]
    facts: Mapping[str, str]
    as_of: str = ""
    format: str = FORMAT
    version: str = __version__

    def data(self) -> dict[str, Any]:
        """As written to disk."""
        return {**vars(self), "rules": dict(self.rules), "facts": dict(self.facts)}


@dataclass
class Ledger:
    """Entries in order; `append` chains them."""

    header: Header
    entries: list[Entry] = field(default_factory=list)
    _last: str = ""

    def __post_init__(self) -> None:
        self._last = digest(self.header.data())

    def append(self, entry: Entry) -> Entry:
        """Add an entry; its seq, prev and hash are set here."""
        numbered: dict[str, Any] = {"seq": len(self.entries) + 1, "prev": self._last}
        chained = replace(entry, **numbered, hash=digest({**entry.data(), **numbered, "hash": ""}))
        self._last = chained.hash
        self.entries.append(chained)
        return chained

    def lines(self) -> Iterator[str]:
        """The JSON lines."""
        yield _line(self.header.data())
        for entry in self.entries:
            yield _line(entry.data())


def digest(data: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(data)).hexdigest()


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Evidence):
        return {name: _as_json(getattr(value, name)) for name in value.__slots__}
    return [_as_json(item) for item in value] if isinstance(value, tuple) else value


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def check_sums(
    entries: Iterable[Entry], balances: Mapping[tuple[str, str], Decimal], totals: Mapping[str, Decimal]
) -> None:
    """The invariant of the ledger: the entries of every node add up to its points, and of a unit to its total.

    Raises:
        LedgerError: naming the first unit and node that do not.
    """
    nodes: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    units: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        nodes[entry.unit, entry.node] += entry.effective
        units[entry.unit] += entry.effective
    for key in sorted({*nodes, *balances}):
        if nodes.get(key, Decimal(0)) != balances.get(key, Decimal(0)):
            raise LedgerError(
                f"台账不平：{key[0]} {key[1]} 分录合计 {nodes.get(key)}，得分 {balances.get(key)}"
            )
    for unit, total in totals.items():
        if units.get(unit, Decimal(0)) != total:
            raise LedgerError(f"台账不平：{unit} 分录合计 {units.get(unit)}，总分 {total}")


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
