"""Assess: changes of facts → scores and ledger, one change at a time.

    change ─ engine ─▶ clauses touched ─ evaluate, score ─▶ difference ─▶ ledger entry

A batch is a stream that ends: both come through `Assessment.apply`. The tree of indicators adds
the clauses up; where a bound of the tree bites (an indicator that is drained, the ceiling of the
total) the bound has entries of its own, so that all entries of a unit add up to its total.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from kaoping import exact
from kaoping.evidence import Citing
from kaoping.facts.fact import Change, Fact
from kaoping.ledger import Cause, Entry, Evidence, Ledger, Step
from kaoping.measure import Missing, evaluate
from kaoping.model import TOTAL, Indicator, Table
from kaoping.plan import Plan, RulePlan
from kaoping.ranking import Ranking
from kaoping.score import Measured, item_contribution
from kaoping.selection import Engine, EngineFactory, Figure, Selector
from kaoping.sentences import lost, sentence
from kaoping.tree import ZERO, ClauseState, NodeState, biting, indicator_state, moved, paths, total_state
from kaoping.valuation import REMEMBERED, Valuation


class _Occasion(NamedTuple):
    """Why scores are looked at again: the facts that fired, and which clauses count them once by which field.

    item: the fact that is new, with the selectors that it fired, for clauses that score each row by itself.
    """

    cause: Cause
    time: str = ""
    facts: tuple[Evidence, ...] = ()
    once: Mapping[str, str] = MappingProxyType({})
    ground: str = ""
    item: tuple[Fact, tuple[Selector, ...]] | None = None


_OPENING = _Occasion("opening")
_NOTHING = ClauseState(ZERO, ZERO, ZERO)
_NO_NODE = NodeState(ZERO, ZERO)


@dataclass(slots=True)
class _UnitState:
    table: Table
    clauses: dict[str, ClauseState] = field(default_factory=dict)
    nodes: dict[str, NodeState] = field(default_factory=dict)
    total: Decimal = ZERO


class Assessment:
    """The scores of all units, kept up to date while changes come in.

    Args:
        plan: what to select, measure and score.
        engine: who selects and measures.
        units: those assessed, in the order of the sheet; others join with their first fact.
        ledger: where entries go.
    """

    def __init__(self, plan: Plan, engine: EngineFactory, units: Sequence[str], ledger: Ledger) -> None:
        self.plan = plan
        self.ledger = ledger
        self.engine: Engine = engine(plan.selectors, plan.aggregates())
        self._states: dict[str, _UnitState] = {}
        self._valuations = {id_: Valuation(clause, plan.rubric) for id_, clause in plan.clauses.items()}
        self._steps: dict[tuple[int, int, str, str, Cause], tuple[object, object, Step]] = {}
        self._waiting: dict[str, dict[str, _Occasion]] = {}
        self._clauses = {t.kind: tuple(clause.id for clause in t.clauses()) for t in plan.rubric.tables}
        self._indicators = {indicator.id: indicator for indicator in plan.rubric.walk()}
        self._biting = {table.kind: biting(plan.rubric, table) for table in plan.rubric.tables}
        self._above = {
            clause.id: _above(path, table, self._biting[table.kind])
            for table in plan.rubric.tables
            for clause, path in paths(table)
        }
        self._itemised = {id_: found for id_, clause in plan.clauses.items() if (found := clause.itemised)}
        self._cite = Citing(plan.rubric)
        self._values = {
            id_: tuple(a for a in valuation.aggregates if a.op == "value")
            for id_, valuation in self._valuations.items()
        }
        with exact.arithmetic():
            self._ranking = Ranking(plan, units, self._figure)
            for unit in units:
                self._open(unit)

    @property
    def units(self) -> tuple[str, ...]:
        """The units assessed."""
        return tuple(self._states)

    def apply(self, change: Change) -> list[Entry]:
        """Take one change in; the entries that it makes."""
        with exact.arithmetic():
            return self._apply(change)

    def apply_all(self, changes: Iterable[Change]) -> None:
        """Take a batch in. Places are not settled while units lack a figure, so ranked clauses wait for the last."""
        with exact.arithmetic():
            for change in changes:
                self._apply(change, waits=True)
            for id_ in list(self._waiting):
                self._settle_places(id_)

    def clause(self, unit: str, clause: str) -> ClauseState:
        """A clause of a unit now."""
        return self._states[unit].clauses[clause]

    def node(self, unit: str, node: str) -> NodeState:
        """An indicator of a unit now, or the total ("总分")."""
        with exact.arithmetic():
            return self._node(unit, node, dict(self._states[unit].nodes))

    def _node(self, unit: str, node: str, known: dict[str, NodeState]) -> NodeState:
        """As known, or worked out from its parts, which are known then as well."""
        if node not in known:
            state = self._states[unit]
            if node == TOTAL:
                tops = [self._node(unit, indicator.id, known) for indicator in state.table.indicators]
                known[node] = total_state(self.plan.rubric, state.table, tops)
            else:
                indicator = self._indicators[node]
                parts: list[ClauseState | NodeState] = [state.clauses[c.id] for c in indicator.clauses]
                parts += [self._node(unit, child.id, known) for child in indicator.children]
                known[node] = indicator_state(indicator, parts)
        return known[node]

    def check(self) -> None:
        """The ledger adds up to the scores.

        Raises:
            LedgerError: it does not, which is our mistake.
        """
        with exact.arithmetic():
            for unit, state in self._states.items():
                known = dict(state.nodes)
                total = self._node(unit, TOTAL, known)
                points = {id_: clause.low for id_, clause in state.clauses.items()}
                self.ledger.check(unit, points | {id_: node.own for id_, node in known.items()}, total.low)

    def reconsidered(self, plan: Plan, changed: Collection[str], engine: Engine | None = None) -> Assessment:
        """What the scores would be by another plan, without a ledger.

        Args:
            plan: differs from this one's in bounds, grades and the changed clauses.
            changed: ids of clauses.
            engine: whose figures are taken, if not those that stand now.
        """
        other = copy(self)
        other.plan, other.engine, other.ledger = plan, engine or self.engine, Ledger(self.ledger.header)
        compiled = {id_: plan.clauses[id_] for id_ in changed}
        other._valuations = self._valuations | {i: Valuation(c, plan.rubric) for i, c in compiled.items()}
        other._itemised = self._itemised | {i: c.itemised for i, c in compiled.items() if c.itemised}
        other._indicators = {indicator.id: indicator for indicator in plan.rubric.walk()}
        other._states = {}
        with exact.arithmetic():
            if any(clause.ranked for clause in compiled.values()):
                other._ranking = Ranking(plan, self.units, other._figure)
            for unit, state in self._states.items():
                new = other._states[unit] = _UnitState(plan.rubric.table_of(unit), dict(state.clauses))
                new.clauses.update({id_: other._score(unit, id_) for id_ in changed if id_ in state.clauses})
        return other

    def _open(self, unit: str) -> list[Entry]:
        """Where a unit stands before its first fact."""
        table = self.plan.rubric.table_of(unit)
        state = self._states[unit] = _UnitState(table)
        made: list[Entry] = []
        for id_ in self._clauses[table.kind]:
            new = state.clauses[id_] = self._score(unit, id_)
            if new.low != 0 or new.costs:
                made.append(self._enter(unit, id_, _OPENING, _NOTHING, new))
        for indicator in reversed(list(table.walk())):  # children first
            made += self._bound(unit, indicator.id, _OPENING)
        return made + self._bound(unit, TOTAL, _OPENING)

    def _admit(self, unit: str) -> list[Entry]:
        """A unit that nobody has listed joins; it may come between others."""
        self._ranking.admit(unit)
        made = self._open(unit)
        for id_ in self._ranking.clauses:
            for other in self._ranking.units(id_):
                made += self._rescore(other, id_, _OPENING, own=False)
        return made

    def _apply(self, change: Change, waits: bool = False) -> list[Entry]:
        old, new = change.old, change.new
        fact = new or old
        assert fact is not None
        made: list[Entry] = []
        if fact.unit not in self._states:
            made += self._admit(fact.unit)
        fired: tuple[Selector, ...] = ()
        if old is not None:
            old = self.plan.complete(old)
            fired = self.engine.remove(old)
        item = None
        if new is not None:
            new = self.plan.complete(new)
            entered = self.engine.add(new)
            fired += entered
            item = (new, entered) if self._itemised else None
        if old is None:
            owners = [fact.unit]
            assert new is not None
            evidence = self._cite(new)
            occasion = _Occasion("new", evidence.day, (evidence,), _once(fired), "", item)
        else:
            owners = list(dict.fromkeys(f.unit for f in (old, new) if f is not None))
            facts = tuple(self._cite(f) for f in (old, new) if f is not None)
            cause: Cause = "withdraw" if new is None else "correct"
            ground = "" if new else "：".join(part for part in (str(change.by or ""), change.why) if part)
            occasion = _Occasion(cause, facts[-1].day, facts, _once(fired), ground, item)
        for id_ in dict.fromkeys([selector.clause for selector in fired]):
            # A clause of another kind's table counts nothing of a unit that the table does not score.
            moved = [unit for unit in owners if id_ in self._states[unit].clauses]
            if not self.plan.clauses[id_].ranked:
                for unit in moved:
                    made += self._rescore(unit, id_, occasion, own=True)
            elif waits and moved:
                self._wait(id_, moved, occasion)
            else:
                for unit in self._ranking.moved(id_, moved):
                    made += self._rescore(unit, id_, occasion, unit in moved)
        return made

    def _rescore(self, unit: str, id_: str, occasion: _Occasion, own: bool) -> list[Entry]:
        """Score a clause again; own: the fact is the unit's, so that it gets an entry even if nothing changes."""
        state = self._states[unit]
        old, new = state.clauses[id_], self._score(unit, id_)
        if not own and new == old:
            return []
        state.clauses[id_] = new
        same_points = new is old or (new.low, new.high) == (old.low, old.high)
        made = []
        if not (new.missing and same_points and new.nominal == old.nominal):
            made.append(self._enter(unit, id_, occasion, old, new))
        zeroed = old.indicator_zeroed is not False or new.indicator_zeroed is not False
        if zeroed or not (
            same_points or self._moved_freely(state, id_, new.low - old.low, new.high - old.high)
        ):
            for node, _ in self._above[id_]:
                made += self._bound(unit, node, occasion)
        return made

    def _moved_freely(self, state: _UnitState, id_: str, low: Decimal, high: Decimal) -> bool:
        """Let the points of a clause go up the tree, if no bound above it has a say now: the usual case."""
        changed = []
        for node, ceiling in self._above[id_]:
            new = moved(state.nodes[node], low, high, ceiling)
            if new is None:
                return False
            changed.append((node, new))
        state.nodes.update(changed)
        return True

    def _enter(self, unit: str, id_: str, occasion: _Occasion, old: ClauseState, new: ClauseState) -> Entry:
        step = self._step(unit, id_, occasion, old, new)
        state = self._states[unit]
        state.total += step.effective
        also = self._also(unit, id_, occasion.facts) if self._values[id_] else ()
        return self._append(unit, occasion, also, state.total, step)

    def _step(self, unit: str, id_: str, occasion: _Occasion, old: ClauseState, new: ClauseState) -> Step:
        """What the entry says; shared by entries that say the same."""
        once = occasion.once.get(id_, "") if occasion.once and new == old else ""
        if id_ in self._itemised:
            line = self.plan.clauses[id_].clause.line
            words = self._item_words(unit, id_, occasion)
            return _step(id_, line, occasion.cause, once, old, new, words)
        # States are shared (see Valuation), so they can be told by identity; the value keeps them alive.
        key = (id(old), id(new), id_, once, occasion.cause)
        known = self._steps.get(key)
        if known is None:
            if len(self._steps) >= REMEMBERED * len(self.plan.clauses):
                self._steps.clear()
            line = self.plan.clauses[id_].clause.line
            known = self._steps[key] = old, new, _step(id_, line, occasion.cause, once, old, new)
        return known[2]

    def _item_words(self, unit: str, id_: str, occasion: _Occasion) -> str:
        """The arithmetic of the row that came in, where the clause scores each row by itself."""
        item, fired = occasion.item or (None, ())
        if item is None or item.unit != unit:
            return ""
        for section, rule in self._itemised[id_]:
            counts = rule.items is not None and rule.items in fired
            if rule.items is not None and counts and item in self.engine.evidence(unit, rule.items):
                scored = item_contribution(rule.rule, item, section)
                return scored.working or f"这一项待评：{scored.pending}"
        return ""

    def _append(
        self, unit: str, occasion: _Occasion, also: tuple[Evidence, ...], total: Decimal, step: Step
    ) -> Entry:
        _, time, facts, _, ground, _ = occasion
        text = sentence(step, unit, facts, also, ground, total)
        return self.ledger.append(time, unit, facts, also, ground, total, step, text)

    def _also(self, unit: str, id_: str, facts: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The other values that the clause rests on, so that the entry can be checked by itself."""
        cited = {fact.id for fact in facts}
        found: dict[str, Evidence] = {}
        valuation = self._valuations[id_]
        idle = valuation.idle(partial(self.engine.figure, unit)) if valuation.ways else ()
        for aggregate in self._values[id_] if facts else ():
            if aggregate in idle:
                continue
            for fact in self.engine.evidence(unit, aggregate.selector):
                if fact.id not in cited:
                    found.setdefault(fact.id, self._cite(fact))
        return tuple(found.values())

    def _score(self, unit: str, id_: str) -> ClauseState:
        valuation = self._valuations[id_]
        if not valuation.plan.ranked and id_ not in self._itemised:
            return valuation.state(self.engine.figure, unit)

        return valuation.work_out(partial(self._measured, unit, id_))

    def measured(self, unit: str, id_: str, place: tuple[int, int]) -> Measured:
        """What a rule of a clause has measured of a unit now; place: numbers of its section and of the rule."""
        section = self.plan.clauses[id_].sections[place[0]]
        with exact.arithmetic():
            return self._measured(unit, id_, place, section.rules[place[1]], section.section.full)

    def _measured(
        self, unit: str, id_: str, place: tuple[int, int], rule: RulePlan, full: Decimal | None
    ) -> Measured:
        if rule.items is not None:
            return Measured(None, items=self.engine.evidence(unit, rule.items))
        if rule.ranked:
            return self._ranking.measured(unit, (id_, *place), rule)
        return Measured(self._figure(unit, rule, full))

    def _figure(self, unit: str, rule: RulePlan, full: Decimal | None) -> Figure | Missing:
        assert rule.measure is not None
        return evaluate(rule.measure, partial(self.engine.figure, unit), full)

    def _wait(self, id_: str, moved: Sequence[str], occasion: _Occasion) -> None:
        """Note the figures of a batch; units are compared as soon as none lacks one, and again with each later fact."""
        if id_ not in self._waiting and not self._ranking.lacks_figures(id_):
            for unit in self._ranking.moved(id_, moved):
                self._rescore(unit, id_, occasion, unit in moved)
            return
        occasions = self._waiting.setdefault(id_, {})
        for unit in moved:
            occasions.pop(unit, None)  # so that the last one stands last
            occasions[unit] = occasion
            self._ranking.note(unit, id_)
        if not self._ranking.lacks_figures(id_):
            self._settle_places(id_)

    def _settle_places(self, id_: str) -> None:
        """Score a ranked clause that waited: each unit on the occasion of its own last fact, others on the very last."""
        occasions = self._waiting.pop(id_)
        last = list(occasions.values())[-1]
        for unit in self._ranking.units(id_):
            self._rescore(unit, id_, occasions.get(unit, last), unit in occasions)

    def _bound(self, unit: str, node: str, occasion: _Occasion) -> list[Entry]:
        """Bound an indicator or the total afresh; an entry if what its bound adds has changed."""
        state = self._states[unit]
        if node not in self._biting[state.table.kind]:
            return []
        old = state.nodes.pop(node, _NO_NODE)
        new = state.nodes[node] = self._node(unit, node, dict(state.nodes))
        change = new.own - old.own
        if change == 0:
            return []
        state.total += change
        nominal = change if occasion.cause == "opening" else ZERO
        reasons = new.limits or old.limits
        step = Step(node, 0, occasion.cause, "", "", nominal, change, reasons, False, new.own, new.own)
        return [self._append(unit, occasion, (), state.total, step)]


def _above(
    path: Sequence[Indicator], table: Table, biting: frozenset[str]
) -> tuple[tuple[str, Decimal | None], ...]:
    """The nodes above a clause whose bounds can bite, the lowest first, with their ceilings."""
    nodes = [(indicator.id, indicator.points) for indicator in reversed(path)]
    return tuple(node for node in (*nodes, (TOTAL, table.ceiling)) if node[0] in biting)


def _step(
    id_: str, line: int, cause: Cause, once: str, old: ClauseState, new: ClauseState, item: str = ""
) -> Step:
    """What an entry says of a clause that goes from one state to another; item: of the row that came in."""
    opening = cause == "opening"
    effective = new.low - old.low
    nominal = effective if opening else new.nominal - old.nominal
    reasons = new.limits or old.limits if nominal != effective else ()
    # Facts that are not there may cost points at once (每少一次): nothing else would say why.
    costs = opening and new.costs
    if costs:
        reasons = new.limits
    return Step(
        node=id_,
        line=line,
        cause=cause,
        before=old.working,
        after="" if opening and not costs else "；".join(filter(None, (item, new.working))),
        nominal=nominal,
        effective=effective,
        reasons=(f"“{once}”相同的只计一次",) if once else reasons,
        was_pending=bool(old.pending),
        balance=new.low,
        balance_high=new.high,
        effects=(("本项不得分",) if new.zeroed else ()) + tuple(lost(veto) for veto in new.vetoes),
        pending=new.pending,
        verdict=new.verdict,
    )


def _once(fired: Iterable[Selector]) -> Mapping[str, str]:
    """By which field the clauses that fired count facts once."""
    if not any(selector.once for selector in fired):
        return _OPENING.once
    return {selector.clause: selector.once.by for selector in fired if selector.once is not None}
