"""Published scores against those that the facts come to: P007, and P006 where only rounding makes the difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kaoping.audit.figures import same, sum_of
from kaoping.audit.finding import Finding, RuleRef
from kaoping.audit.match import Arranged, Placed
from kaoping.audit.paper import Cell
from kaoping.exact import round_points, short
from kaoping.ledger import Entry
from kaoping.model import TOTAL, Clause, Indicator
from kaoping.render.scores import points_text
from kaoping.sentences import tell
from kaoping.sheet import Points, Sheet

_TOLD = 3


class Recomputed:
    """What the facts come to, by node, with the ledger's reasons.

    Args:
        sheet: as the rules round.
        unrounded: the same facts by rules that do not round.
    """

    def __init__(self, sheet: Sheet, unrounded: Sheet) -> None:
        self.sheet, self._unrounded = sheet, unrounded
        self._entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in sheet.assessment.ledger.entries:
            self._entries[entry.unit, entry.node].append(entry)

    def points(self, unit: str, node: Indicator | Clause | None) -> Points:
        """As the rules have it."""
        return _points(self.sheet, unit, node)

    def exact(self, unit: str, node: Indicator | Clause | None) -> Points:
        """Before any 取值."""
        return _points(self._unrounded, unit, node)

    def reasons(self, unit: str, node: Indicator | Clause | None) -> str:
        """The last sentence of the ledger on each clause, of a few."""
        if node is None:
            return ""
        clauses = [node] if isinstance(node, Clause) else [c for leaf in node.walk() for c in leaf.clauses]
        last = [self._entries[unit, clause.id][-1] for clause in clauses if self._entries[unit, clause.id]]
        told = [tell(entry, with_total=False) for entry in last if entry.cause != "opening" or entry.after]
        return " ".join(told) if len(told) <= _TOLD else ""


def scores(paper: Arranged, unit: str, recomputed: Recomputed, told: Iterable[Finding]) -> Iterator[Finding]:
    """Scores that do not follow. A sum is told only where its items and their addition are right.

    Args:
        paper: as published.
        unit: as the facts call it.
        recomputed: from the facts.
        told: what was found before: those figures are known to be wrong.
    """
    known = {finding.place for finding in told if finding.code in ("P001", "P003")}
    wrong: list[Indicator] = []
    for node, items in _groups(paper):
        cell, published = items[0].line.score, sum_of(items)
        if cell is None or published is None or cell.place in known:
            continue
        if isinstance(node, Indicator) and any(paper.rules.inside(below, node) for below in wrong):
            continue
        rule = paper.rules.clause(node) if isinstance(node, Clause) else paper.rules.indicator(node)
        name = (
            items[0].line.name if len(items) == 1 else node.name if isinstance(node, Indicator) else node.id
        )
        fault = _fault(paper, unit, recomputed, node, published, cell, rule, name)
        if fault is not None:
            leaf = items[0].node
            wrong += [leaf] if leaf is not None else []
            yield fault
    for one in paper.sums:
        cell = one.line.score
        if one.node is None or not one.own or cell is None or cell.number is None or cell.place in known:
            continue
        if any(paper.rules.inside(below, one.node) for below in wrong):
            continue
        rule = paper.rules.indicator(one.node)
        fault = _fault(paper, unit, recomputed, one.node, cell.number, cell, rule, one.line.name)
        if fault is not None:
            wrong.append(one.node)
            yield fault
    total = paper.total.score if paper.total is not None else None
    if total is not None and total.number is not None and total.place not in known and not wrong:
        fault = _fault(paper, unit, recomputed, None, total.number, total, paper.rules.total(), "总分")
        if fault is not None:
            yield fault


def _groups(paper: Arranged) -> Iterator[tuple[Indicator | Clause, list[Placed]]]:
    """The lines that together are one indicator or clause."""
    groups: dict[str, tuple[Indicator | Clause, list[Placed]]] = {}
    for one in paper.items:
        node = one.clause or one.node
        if node is not None:
            groups.setdefault(node.id, (node, []))[1].append(one)
    ordered = sorted(
        groups.values(), key=lambda group: isinstance(group[0], Indicator) and bool(group[0].children)
    )
    for node, items in ordered:  # leaves first
        if isinstance(node, Indicator) and node.children:
            items = paper.at(node)
            if not paper.covers(node):
                continue
        yield node, items


def _fault(
    paper: Arranged,
    unit: str,
    recomputed: Recomputed,
    node: Indicator | Clause | None,
    published: Decimal,
    cell: Cell,
    rule: RuleRef,
    name: str,
) -> Finding | None:
    ours = recomputed.points(unit, node)
    if ours.low <= published <= ours.high or same(published, ours.low) or same(published, ours.high):
        return None
    shown, due = short(published), short(ours.low) if ours.settled else points_text(ours)
    reasons = recomputed.reasons(unit, node)
    exact = recomputed.exact(unit, node)
    places = max(0, -int(published.as_tuple().exponent))
    if ours.settled and exact.settled and published > exact.low:
        rounded = {round_points(exact.low, places, way) for way in ("half_up", "up")}
        if published in rounded and exact.low != exact.low.to_integral_value():
            stated = paper.rules.rubric.rounding
            rule = paper.rules.total("取值") if stated is not None else rule
            how = f"按取值应是{due}分" if stated is not None else "规则没有写取舍"
            message = f"{paper.whose}「{name}」公布{shown}分，算得{short(exact.low)}分，多出来的是进位，{how}"
            return Finding("P006", paper.paper.unit, name, shown, due, message, cell.place, rule, reasons)
    message = f"{paper.whose}「{name}」公布{shown}分，按事实重算是{due}分"
    return Finding("P007", paper.paper.unit, name, shown, due, message, cell.place, rule, reasons)


def _points(sheet: Sheet, unit: str, node: Indicator | Clause | None) -> Points:
    if isinstance(node, Clause):
        state = sheet.clause(unit, node)
        return Points(state.low, state.high)
    state_ = sheet.assessment.node(unit, node.id if node is not None else TOTAL)
    return Points(state_.low, state_.high)
