"""Which clause and indicator of one version is which of the other.

Equal clauses under the same indicator first, then equal ones elsewhere, then those with the most alike words;
clauses that found each other bring their indicators together. Everything is symmetric: from new to old the same
pairs come out. Words are compared by their longest common subsequence (rapidfuzz), in whole numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from rapidfuzz.distance import LCSseq

from kaoping.diff.align import common
from kaoping.diff.meaning import meaning, words
from kaoping.model import Clause, Indicator, Rubric

_WHOLE = 10_000
_ALIKE = {(True, True): 3000, (True, False): 4000, (False, True): 6000, (False, False): 7000}
"""How alike words must be, of `_WHOLE`: (under the same indicator, of the same meaning) → the least."""

_NEAR = 2000
"""What the same indicator, and the same meaning, each count beside alike words."""

Node = TypeVar("Node")


@dataclass(frozen=True)
class _Clause:
    """A clause with what it is recognised by."""

    at: int
    clause: Clause
    leaf: str

    @cached_property
    def words(self) -> str:
        """Its words, without its number."""
        return words(self.clause.wording).lstrip("0123456789")

    @cached_property
    def meaning(self) -> str:
        """What it means."""
        return meaning(self.clause)


@dataclass
class Matches:
    """Pairs of ids, old → new. What is in neither is only in one version."""

    clauses: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    """Clauses (old id) under another indicator, or in another place among those that stayed."""


def match(old: Rubric, new: Rubric) -> Matches:
    """Find the pairs."""
    single = len(old.tables) == len(new.tables) == 1
    ours, theirs = _paths(old, single), _paths(new, single)
    indicators = _in_order(ours, theirs, lambda path: path)
    _add(indicators, ours, theirs, lambda path: (len(path), path[-1]))
    clauses = _clauses(_listed(old), _listed(new), indicators)
    _by_votes(indicators, clauses, old, new)
    moved = _moved(old, new, clauses, indicators)
    return Matches(clauses, indicators, moved)


def alike(one: str, other: str) -> int:
    """The share of characters that two texts have in common, in order, of 10,000.

    >>> alike("未按时报送的", "没有按时报送的")
    7692
    """
    total = len(one) + len(other)
    return 2 * _WHOLE * LCSseq.similarity(one, other) // total if total else _WHOLE


def _paths(rubric: Rubric, single: bool) -> dict[str, tuple[str, ...]]:
    """Every indicator by id, with the names above it."""
    found: dict[str, tuple[str, ...]] = {}

    def below(indicators: Iterable[Indicator], above: tuple[str, ...]) -> None:
        for indicator in indicators:
            found[indicator.id] = (*above, words(indicator.name))
            below(indicator.children, found[indicator.id])

    for table in rubric.tables:
        below(table.indicators, ("" if single else table.kind,))
    return found


def _in_order(old: dict[str, Node], new: dict[str, Node], key: Callable[[Node], Hashable]) -> dict[str, str]:
    """Pairs of equal keys, the first with the first."""
    waiting: dict[Hashable, list[str]] = defaultdict(list)
    for id_, node in new.items():
        waiting[key(node)].append(id_)
    return {id_: waiting[key(node)].pop(0) for id_, node in old.items() if waiting[key(node)]}


def _add(
    pairs: dict[str, str], old: dict[str, Node], new: dict[str, Node], key: Callable[[Node], Hashable]
) -> None:
    taken = set(pairs.values())
    left = {id_: node for id_, node in old.items() if id_ not in pairs}
    right = {id_: node for id_, node in new.items() if id_ not in taken}
    pairs |= _in_order(left, right, key)


def _listed(rubric: Rubric) -> dict[str, _Clause]:
    return {c.id: _Clause(at, c, leaf.id) for at, (leaf, c) in enumerate(_with_leaf(rubric))}


def _with_leaf(rubric: Rubric) -> list[tuple[Indicator, Clause]]:
    return [(indicator, clause) for indicator in rubric.walk() for clause in indicator.clauses]


def _clauses(old: dict[str, _Clause], new: dict[str, _Clause], indicators: dict[str, str]) -> dict[str, str]:
    homes = {theirs: ours for ours, theirs in indicators.items()}
    pairs: dict[str, str] = {}
    ours = {id_: (one, one.leaf) for id_, one in old.items()}
    theirs = {id_: (one, homes.get(one.leaf, f"新{one.leaf}")) for id_, one in new.items()}
    _add(pairs, ours, theirs, lambda c: (c[1], c[0].meaning, c[0].words))
    _add(pairs, ours, theirs, lambda c: (c[0].meaning, c[0].words))
    _most_alike(pairs, ours, theirs)
    _alone(pairs, ours, theirs)
    return dict(sorted(pairs.items(), key=lambda pair: old[pair[0]].at))


_Placed = dict[str, tuple[_Clause, str]]


def _left(pairs: dict[str, str], old: _Placed, new: _Placed) -> tuple[_Placed, _Placed]:
    taken = set(pairs.values())
    return (
        {id_: one for id_, one in old.items() if id_ not in pairs},
        {id_: one for id_, one in new.items() if id_ not in taken},
    )


def _most_alike(pairs: dict[str, str], old: _Placed, new: _Placed) -> None:
    """The most alike pair first; of equals the one that stays nearest to its place."""
    ours, theirs = _left(pairs, old, new)
    found = []
    for before, (one, home) in ours.items():
        for after, (other, there) in theirs.items():
            near, same = home == there, one.meaning == other.meaning
            least, total = _ALIKE[near, same], len(one.words) + len(other.words)
            if 2 * _WHOLE * min(len(one.words), len(other.words)) < least * total:
                continue  # even if one held the other
            share = alike(one.words, other.words)
            if share >= least:
                rank = -share - _NEAR * (near + same)
                found.append((rank, abs(one.at - other.at), one.at + other.at, before, after))
    taken: set[str] = set()
    for *_, before, after in sorted(found):
        if before not in pairs and after not in taken:
            pairs[before] = after
            taken.add(after)


def _alone(pairs: dict[str, str], old: _Placed, new: _Placed) -> None:
    """What is left over alone under the same indicator in both versions is that clause, written anew."""
    ours, theirs = _left(pairs, old, new)
    many = Counter(home for _, home in ours.values()), Counter(home for _, home in theirs.values())
    total = Counter(home for _, home in old.values()), Counter(home for _, home in new.values())
    there = {home: id_ for id_, (_, home) in theirs.items()}
    for id_, (_, home) in ours.items():
        if many[0][home] == many[1][home] == 1 and total[0][home] == total[1][home]:
            pairs[id_] = there[home]


def _by_votes(indicators: dict[str, str], clauses: dict[str, str], old: Rubric, new: Rubric) -> None:
    """Indicators whose names differ: those with the most clauses, or indicators below, in common."""
    leaf = {c.id: i.id for rubric in (new,) for i, c in _with_leaf(rubric)}
    votes: Counter[tuple[str, str]] = Counter()
    for indicator, clause in _with_leaf(old):
        if clause.id in clauses:
            votes[indicator.id, leaf[clauses[clause.id]]] += 1
    _elect(indicators, votes, old, new)
    levels = max((i.level for i in old.walk()), default=0)
    for _ in range(levels):
        votes = Counter()
        above = {child.id: parent.id for parent in new.walk() for child in parent.children}
        for parent in old.walk():
            for child in parent.children:
                if child.id in indicators and indicators[child.id] in above:
                    votes[parent.id, above[indicators[child.id]]] += 1
        _elect(indicators, votes, old, new)


def _elect(indicators: dict[str, str], votes: Counter[tuple[str, str]], old: Rubric, new: Rubric) -> None:
    at = {i.id: n for n, i in enumerate(old.walk())}, {i.id: n for n, i in enumerate(new.walk())}
    taken = set(indicators.values())
    order = sorted(
        votes, key=lambda p: (-votes[p], abs(at[0][p[0]] - at[1][p[1]]), at[0][p[0]] + at[1][p[1]])
    )
    for ours, theirs in order:
        if ours not in indicators and theirs not in taken:
            indicators[ours] = theirs
            taken.add(theirs)


def _moved(old: Rubric, new: Rubric, clauses: dict[str, str], indicators: dict[str, str]) -> frozenset[str]:
    """Clauses under another indicator, and those that do not keep the order of the others."""
    leaf = {c.id: i.id for i, c in _with_leaf(new)}
    inverse = {after: before for before, after in clauses.items()}
    found = set()
    for indicator in old.walk():
        own = [c.id for c in indicator.clauses if c.id in clauses]
        stayed = [id_ for id_ in own if leaf[clauses[id_]] == indicators.get(indicator.id)]
        found |= set(own) - set(stayed)
        found |= set(stayed) - _in_place(old, new, stayed, inverse, clauses)
    return frozenset(found)


def _in_place(
    old: Rubric, new: Rubric, stayed: Sequence[str], inverse: dict[str, str], clauses: dict[str, str]
) -> set[str]:
    """The most clauses of an indicator that stand in the same order in both versions."""
    texts = {c.id: words(c.wording) for c in old.clauses()}, {c.id: words(c.wording) for c in new.clauses()}
    # A name that both directions give a pair, so that both see the same one moved.
    name = {id_: repr(sorted((texts[0][id_], texts[1][clauses[id_]]))) for id_ in stayed}
    then = [inverse[c.id] for c in new.clauses() if inverse.get(c.id) in set(stayed)]
    pairs = common([name[id_] for id_ in stayed], [name[id_] for id_ in then])
    return {stayed[i] for i, _ in pairs}
