"""自评 with 复评: two published tables of the same units, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kaoping.audit.finding import Finding
from kaoping.audit.match import Arranged
from kaoping.audit.paper import Cell, Line, bare
from kaoping.exact import text

_Key = tuple[str, tuple[str, ...], str, int]


def differences(first: Arranged, then: Arranged) -> Iterator[Finding]:
    """P010: each figure that the second table has otherwise, and each item that only one of them has."""
    before, after = _keyed(first), _keyed(then)
    labels = first.paper.label, then.paper.label
    unit = then.paper.unit
    for key, line in after.items():
        old, new = before[key].score if key in before else None, line.score
        if new is None:
            continue
        if key not in before:
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
        if key not in after and line.score is not None:
            message = f"{then.whose}「{line.name}」{labels[1]}里没有这一项，{labels[0]}{_said(line.score)}"
            yield Finding("P010", unit, line.name, _said(line.score), "", message, line.score.place)


def _keyed(paper: Arranged) -> dict[_Key, Line]:
    """Lines by what they are called; the second of two alike by its number."""
    seen: Counter[tuple[str, tuple[str, ...], str]] = Counter()
    found: dict[_Key, Line] = {}
    for line in paper.paper.lines:
        if line.kind != "grade":
            path = () if line.kind == "total" else tuple(bare(name) for name in line.path)
            name = (line.kind, path, line.id)
            seen[name] += 1
            found[*name, seen[name]] = line
    return found


def _differ(old: Cell, new: Cell) -> bool:
    if old.number is not None and new.number is not None:
        return old.number != new.number
    return (old.number, old.text) != (new.number, new.text) and not (old.blank and new.blank)


def _said(cell: Cell) -> str:
    return f"{text(cell.number)}分" if cell.number is not None else cell.text or "空着"
