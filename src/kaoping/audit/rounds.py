"""自评 with 复评: two published tables of the same units, item by item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kaoping.audit.columns import ROUND
from kaoping.audit.finding import Finding
from kaoping.audit.match import Arranged
from kaoping.audit.paper import Cell, Line, Paper, bare
from kaoping.exact import text
from kaoping.facts.names import closest, fold

_OWN = re.compile(r"自评|自查|自我评价")
_Key = tuple[tuple[str, ...], int]


def differences(first: Arranged, then: Arranged) -> Iterator[Finding]:
    """P010: each figure that the second table has otherwise, and each item that only one of them has.

    An item that the other table has in parts, or as a part of a wider one, is not lacking there.
    """
    before, after = _keyed(first), _keyed(then)
    labels = round_name(first.paper.label), round_name(then.paper.label)
    unit = then.paper.unit
    for key, line in after.items():
        old, new = before[key].score if key in before else None, line.score
        if new is None:
            continue
        if key not in before:
            if _lacks(first, then, line):
                message = f"{then.whose}「{line.name}」{labels[0]}里没有这一项，{labels[1]}{_said(new)}"
                yield Finding("P010", unit, line.name, _said(new), "", message, new.place)
        elif old is not None and _differ(old, new):
            change = ""
            if old.number is not None and new.number is not None:
                less = new.number - old.number
                change = f"，{'加' if less > 0 else '减'}{text(abs(less))}分"
            message = f"{then.whose}「{line.name}」{labels[0]}{_said(old)}，{labels[1]}{_said(new)}{change}"
            rule = then.rules.total() if line.kind == "total" else then.rules.where(then.rules.place(line))
            witness = f"{labels[0]}在 {old.place}"
            yield Finding("P010", unit, line.name, _said(old), _said(new), message, new.place, rule, witness)
    for key, line in before.items():
        if key not in after and line.score is not None and _lacks(then, first, line):
            message = f"{then.whose}「{line.name}」{labels[1]}里没有这一项，{labels[0]}{_said(line.score)}"
            yield Finding("P010", unit, line.name, _said(line.score), "", message, line.score.place)


def missing_units(rounds: Mapping[str, Sequence[Paper]]) -> Iterator[Finding]:
    """P010: units that some rounds have and another has not. rounds: the papers of each."""
    if len(rounds) < 2:
        return
    has = {label: {fold(paper.unit): paper for paper in papers} for label, papers in rounds.items()}
    for label, papers in has.items():
        if "" in papers:  # nobody knows whose that is
            continue
        for other, units in has.items():
            if not units.keys() & papers.keys():  # tables of different units, not rounds of the same
                continue
            for unit in units.keys() - papers.keys() - {""}:
                paper = units[unit]
                near = closest(
                    paper.unit, [one.unit for one in papers.values() if fold(one.unit) not in units]
                )
                message = f"“{paper.unit}”只有{round_name(other)}里有，{round_name(label)}里没有"
                remedy = f"是不是“{near}”？两处写法要一样" if near else ""
                at = paper.lines[0].place
                yield Finding("P010", paper.unit, "", paper.unit, "", message, at, remedy=remedy)


def is_own(label: str) -> bool:
    """Whether a round is what units say of themselves: 自评得分."""
    return bool(_OWN.search(label))


def round_name(label: str) -> str:
    """A round in a sentence: 自评; “公布1” of a file that is called so."""
    return label if ROUND.search(label) or label.endswith("得分") else f"“{label}”"


def _lacks(paper: Arranged, other: Arranged, line: Line) -> bool:
    """Whether a table has nothing of what a line of another is about."""
    node = other.rules.place(line).node
    if line.kind != "item":
        return False
    if node is None:
        return True
    if paper.at(node):
        return False
    wider = {one.node.id for one in paper.items if one.node is not None and one.own}
    return not any(above.id in wider for above in paper.rules.above.get(node.id, ()))


def _keyed(paper: Arranged) -> dict[_Key, Line]:
    """Lines by what they are about: an indicator or clause of the rules, or else by what they are called; the second
    of two alike by its number."""
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[_Key, Line] = {}
    for line in paper.paper.lines:
        if line.kind in ("grade", "rate"):
            continue
        placed = paper.rules.place(line)
        if line.kind == "total":
            name: tuple[str, ...] = ("总分",)
        elif placed.clause is not None:
            name = ("", placed.clause.id)
        elif placed.node is not None and placed.own:
            name = ("", placed.node.id)
        else:
            name = (line.id, *map(bare, line.path))
        seen[name] += 1
        found[name, seen[name]] = line
    return found


def _differ(old: Cell, new: Cell) -> bool:
    if old.number is not None and new.number is not None:
        return old.number != new.number
    return (old.number, old.text) != (new.number, new.text) and not (old.blank and new.blank)


def _said(cell: Cell) -> str:
    return f"{text(cell.number)}分" if cell.number is not None else cell.text or "空着"
