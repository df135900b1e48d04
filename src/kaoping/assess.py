"""Assess: changes of facts → scores and ledger, one change at a time.

    change ─ engine ─▶ clauses touched ─ evaluate, score ─▶ difference ─▶ ledger entry

A batch is a stream that ends: both come through `Assessment.apply`. The tree of indicators adds
the clauses up; where a bound of the tree bites (an indicator that is drained, the ceiling of the
total) the bound has entries of its own, so that all entries of a unit add up to its total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from kaoping import exact
from kaoping.evidence import cite
from kaoping.exact import Exact
from kaoping.facts.fact import Change
from kaoping.ledger import Cause, Entry, Evidence, Header, Ledger, check_sums
from kaoping.model import TOTAL, Indicator
from kaoping.plan import ClausePlan, Missing, Plan, RulePlan, as_exact, complete, evaluate
from kaoping.score import Contribution, Measured, SectionScore, contribution, places, section_score
from kaoping.selection import Aggregate, Engine, EngineFactory, Figure, Selector
from kaoping.sentences import lost, tell
from kaoping.tree import ZERO, ClauseState, NodeState, indicator_state, paths, total_state

_RuleKey = tuple[str, int, int]
_Places = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Occasion:
    """Why scores are looked at again: the facts that fired, and which clauses count them once by which field."""

    cause: Cause
    time: str = ""
    facts: tuple[Evidence, ...] = ()
    once: Mapping[str, str] = field(default_factory=dict)
    ground: str = ""


_OPENING = _Occasion("opening")


@dataclass
class _UnitState:
    clauses: dict[str, ClauseState] = field(default_factory=dict)
    nodes: dict[str, NodeState] = field(default_factory=dict)
    total: Decimal = ZERO


class Assessment:
    """The scores of all units, kept up to date while changes come in."""

    def __init__(self, plan: Plan, engine: EngineFactory, units: Sequence[str], header: Header) -> None:
        self.plan = plan
        self.units = tuple(units)
        self.ledger = Ledger(header)
        self.engine: Engine = engine(plan.selectors)
        self.firings = 0
        self._states = {unit: _UnitState() for unit in units}
        self._figures: dict[_RuleKey, dict[str, Figure | Missing]] = {}
        self._places: dict[_RuleKey, tuple[_Places, _Places]] = {}
        self._waiting: dict[str, dict[str, _Occasion]] = {}
        self._paths = {c.id: path for c, path in paths(plan.rubric)}
        self._tables = {unit: plan.rubric.table_of(unit) for unit in units}
        self._clauses = {t.kind: tuple(clause.id for clause in t.clauses()) for t in plan.rubric.tables}
        self._specs = {spec.name: spec for spec in plan.rubric.facts}
        self._values = {id_: _values(clause) for id_, clause in plan.clauses.items()}
        self._ranked = {id_: _ranked_rules(clause) for id_, clause in plan.clauses.items()}
        with exact.arithmetic():
            self._open()

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
        return self._states[unit].nodes[node]

    def check(self) -> None:
        """The ledger adds up to the scores.

        Raises:
            LedgerError: it does not, which is our mistake.
        """
        balances: dict[tuple[str, str], Decimal] = {}
        for unit, state in self._states.items():
            balances.update({(unit, c): s.low for c, s in state.clauses.items() if s.low})
            balances.update({(unit, n): s.own for n, s in state.nodes.items() if s.own})
        with exact.arithmetic():
            check_sums(self.ledger.entries, balances, {u: self.node(u, TOTAL).low for u in self.units})

    def _open(self) -> None:
        for unit, table in self._tables.items():
            for id_ in self._clauses[table.kind]:
                self._measure(unit, id_)
        for unit, table in self._tables.items():
            for id_ in self._clauses[table.kind]:
                state = self._score(unit, id_)
                self._states[unit].clauses[id_] = state
                if state.low != 0:
                    self._enter(unit, id_, _OPENING, ClauseState(ZERO, ZERO, ZERO), state)
            for indicator in table.indicators:
                self._bound_below(unit, indicator)
            self._bound_total(unit, _OPENING)

    def _apply(self, change: Change, waits: bool = False) -> list[Entry]:
        start = len(self.ledger.entries)
        computed = self.plan.rubric.computed
        fired: list[Selector] = []
        if change.old is not None:
            fired += self.engine.remove(complete(change.old, computed))
        if change.new is not None:
            fired += self.engine.add(complete(change.new, computed))
        self.firings += len(fired)
        fact = change.new or change.old
        assert fact is not None
        occasion = _Occasion(
            "new" if change.old is None else "withdraw" if change.new is None else "correct",
            fact.day.isoformat() if fact.day else "",
            tuple(cite(f, self._specs) for f in (change.old, change.new) if f is not None),
            {selector.clause: selector.once.by for selector in fired if selector.once is not None},
            "：".join(part for part in (str(change.by or ""), change.why) if part)
            if change.new is None
            else "",
        )
        owners = list(dict.fromkeys(f.unit for f in (change.old, change.new) if f is not None))
        for id_ in dict.fromkeys(selector.clause for selector in fired):
            moved = [
                unit for unit in owners if id_ in self._states[unit].clauses
            ]  # not by another kind's table
            if not moved:
                continue
            if waits and self._ranked[id_]:
                self._wait(id_, moved, occasion)
            else:
                for unit in self._reranked(id_, moved) if self._ranked[id_] else moved:
                    self._rescore(unit, id_, occasion, unit in moved)
        return self.ledger.entries[start:]

    def _rescore(self, unit: str, id_: str, occasion: _Occasion, own: bool) -> None:
        """Score a clause again; own: the fact is the unit's, so that it gets an entry even if nothing changes."""
        state = self._states[unit]
        old, new = state.clauses[id_], self._score(unit, id_)
        if new == old and not own:
            return
        state.clauses[id_] = new
        still_open = new.missing and (new.low, new.high, new.nominal) == (old.low, old.high, old.nominal)
        if not still_open:
            self._enter(unit, id_, occasion, old, new)
        if (new.low, new.high, new.indicator_zeroed) != (old.low, old.high, old.indicator_zeroed):
            for indicator in reversed(self._paths[id_]):
                self._place(unit, indicator.id, self._node(unit, indicator), occasion)
            self._bound_total(unit, occasion)

    def _enter(self, unit: str, id_: str, occasion: _Occasion, old: ClauseState, new: ClauseState) -> None:
        state = self._states[unit]
        opening = occasion.cause == "opening"
        effective = new.low - old.low
        nominal = effective if opening else new.nominal - old.nominal
        state.total += effective
        reasons = new.limits or old.limits if nominal != effective else ()
        if new == old and id_ in occasion.once:
            reasons = (f"“{occasion.once[id_]}”相同的只计一次",)
        self._append(
            occasion,
            unit=unit,
            node=id_,
            line=self.plan.clauses[id_].clause.line,
            also=() if opening else self._also(unit, id_, occasion.facts),
            before=old.working,
            after="" if opening else new.working,
            nominal=nominal,
            effective=effective,
            reasons=reasons,
            was_pending=bool(old.pending),
            balance=new.low,
            balance_high=new.high,
            total=state.total,
            effects=(("本项不得分",) if new.zeroed else ()) + tuple(lost(veto) for veto in new.vetoes),
            pending=new.pending,
        )

    def _append(self, occasion: _Occasion, **data: Any) -> None:
        entry = Entry(
            seq=0,
            time=occasion.time,
            cause=occasion.cause,
            facts=occasion.facts,
            ground=occasion.ground,
            **data,
        )
        self.ledger.append(replace(entry, text=tell(entry)))

    def _also(self, unit: str, id_: str, facts: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The other values that the clause rests on, so that the entry can be checked by itself."""
        cited = {fact.id for fact in facts}
        found: dict[str, Evidence] = {}
        for aggregate in self._values[id_]:
            for fact in self.engine.evidence(unit, aggregate.selector):
                if fact.id not in cited:
                    found.setdefault(fact.id, cite(fact, self._specs))
        return tuple(found.values())

    def _score(self, unit: str, id_: str) -> ClauseState:
        plan = self.plan.clauses[id_]
        scores: list[SectionScore] = []
        missing: list[str] = []
        for number, section in enumerate(plan.sections):
            contributions: list[Contribution] = []
            for index, rule in enumerate(section.rules):
                measured = self._measured(unit, id_, number, index, rule, section.section.full)
                if measured is not None and isinstance(measured.figure, Missing):
                    missing += measured.figure.names
                contributions.append(contribution(rule.rule, measured, section.section))
            scores.append(section_score(section.section, contributions))
        low, high = (
            self._rounded(exact.total(s.low for s in scores)),
            self._rounded(exact.total(s.high for s in scores)),
        )
        nominal = exact.total(s.nominal for s in scores)
        limits = dict.fromkeys(limit for s in scores for limit in s.limits)
        if exact.compare(low, exact.total(s.low for s in scores)) != 0:
            limits[self._rounding_words()] = None
        open_vetoes = tuple(dict.fromkeys(v for s in scores for v in s.open_vetoes))
        zeroed = {s.indicator_zeroed for s in scores}
        is_open = low != high or bool(open_vetoes) or None in zeroed
        return ClauseState(
            low,
            high,
            exact.to_decimal(nominal),
            "；".join(w for s in scores for w in s.working),
            tuple(limits),
            tuple(dict.fromkeys(p for s in scores for p in s.pending)) if is_open else (),
            tuple(dict.fromkeys(missing)) if is_open else (),
            tuple(dict.fromkeys(v for s in scores for v in s.vetoes)),
            open_vetoes,
            any(s.zeroed for s in scores),
            True if True in zeroed else (None if None in zeroed else False),
        )

    def _measured(
        self, unit: str, id_: str, section: int, index: int, rule: RulePlan, full: Decimal | None
    ) -> Measured | None:
        if rule.measure is None:
            return None
        if not rule.ranked:
            return Measured(self._figure(unit, rule, full))
        key = (id_, section, index)
        first, last = self._places_of(key, rule)
        return Measured(self._figures[key][unit], first[unit], last[unit], len(first))

    def _places_of(self, key: _RuleKey, rule: RulePlan) -> tuple[_Places, _Places]:
        """The places of all units now, from the first and from the last."""
        if key not in self._places:
            figures = self._figures[key]
            numbers = {u: None if isinstance(f, Missing) else as_exact(f) for u, f in figures.items()}
            ascending = rule.rule.ascending
            self._places[key] = places(numbers, ascending), places(numbers, not ascending)
        return self._places[key]

    def _measure(self, unit: str, id_: str) -> None:
        """Note the figures of a unit for the ranked rules of a clause."""
        for key, rule, full in self._ranked[id_]:
            self._places.pop(key, None)
            self._figures.setdefault(key, {})[unit] = self._figure(unit, rule, full)

    def _wait(self, id_: str, moved: Sequence[str], occasion: _Occasion) -> None:
        """Note the figures of a batch; units are compared as soon as none lacks one, and again with each later fact."""
        if id_ not in self._waiting and not self._lacks_figures(id_):
            for unit in self._reranked(id_, moved):
                self._rescore(unit, id_, occasion, unit in moved)
            return
        occasions = self._waiting.setdefault(id_, {})
        for unit in moved:
            occasions.pop(unit, None)  # so that the last one stands last
            occasions[unit] = occasion
            self._measure(unit, id_)
        if not self._lacks_figures(id_):
            self._settle_places(id_)

    def _lacks_figures(self, id_: str) -> bool:
        return any(
            isinstance(figure, Missing)
            for key, _, _ in self._ranked[id_]
            for figure in self._figures[key].values()
        )

    def _settle_places(self, id_: str) -> None:
        """Score a ranked clause that waited: each unit on the occasion of its own last fact, others on the very last."""
        occasions = self._waiting.pop(id_)
        last = list(occasions.values())[-1]
        for unit in self._compared(id_):
            self._rescore(unit, id_, occasions.get(unit, last), unit in occasions)

    def _reranked(self, id_: str, moved: Sequence[str]) -> list[str]:
        """Note the figures of the units that a fact moved; those units, and all whose place they changed."""
        before = [self._places_of(key, rule) for key, rule, _ in self._ranked[id_]]
        for unit in moved:
            self._measure(unit, id_)
        after = [self._places_of(key, rule) for key, rule, _ in self._ranked[id_]]
        pairs = [pair for old, new in zip(before, after, strict=True) for pair in zip(old, new, strict=True)]
        return [u for u in self._compared(id_) if u in moved or any(old[u] != new[u] for old, new in pairs)]

    def _compared(self, id_: str) -> list[str]:
        """The units that a ranked clause compares: all whom its table scores."""
        return list(self._figures[self._ranked[id_][0][0]])

    def _figure(self, unit: str, rule: RulePlan, full: Decimal | None) -> Figure | Missing:
        def get(aggregate: Aggregate) -> Figure:
            return self.engine.figure(unit, aggregate)

        assert rule.measure is not None
        return evaluate(rule.measure, get, full)

    def _rounded(self, points: Exact) -> Decimal:
        """Points of a clause as the rubric rounds them; digits without end are cut at exact.QUOTIENT_DIGITS."""
        rounding = self.plan.rubric.rounding
        if rounding is None or rounding[0] != "clause":
            return exact.to_decimal(points)
        return exact.round_points(points, rounding[2], rounding[1])

    def _rounding_words(self) -> str:
        rounding = self.plan.rubric.rounding
        if rounding is None or rounding[0] != "clause":
            return f"除不尽，取{exact.QUOTIENT_DIGITS}位数字"
        return f"{exact.ROUNDING_WORDS[rounding[1]]}保留{rounding[2]}位小数"

    def _bound_below(self, unit: str, indicator: Indicator) -> None:
        for child in indicator.children:
            self._bound_below(unit, child)
        self._place(unit, indicator.id, self._node(unit, indicator), _OPENING)

    def _bound_total(self, unit: str, occasion: _Occasion) -> None:
        table = self._tables[unit]
        tops = [self._states[unit].nodes[indicator.id] for indicator in table.indicators]
        self._place(unit, TOTAL, total_state(self.plan.rubric, table, tops), occasion)

    def _node(self, unit: str, indicator: Indicator) -> NodeState:
        state = self._states[unit]
        parts: list[ClauseState | NodeState] = [state.clauses[clause.id] for clause in indicator.clauses]
        return indicator_state(indicator, parts + [state.nodes[child.id] for child in indicator.children])

    def _place(self, unit: str, node: str, new: NodeState, occasion: _Occasion) -> None:
        """Note the state of an indicator or of the total; an entry if what its bound adds has changed."""
        state = self._states[unit]
        old = state.nodes.get(node, NodeState(ZERO, ZERO))
        state.nodes[node] = new
        change = new.own - old.own
        if change == 0:
            return
        state.total += change
        self._append(
            occasion,
            unit=unit,
            node=node,
            line=0,
            also=(),
            before="",
            after="",
            nominal=change if occasion.cause == "opening" else ZERO,
            effective=change,
            reasons=new.limits or old.limits,
            was_pending=False,
            balance=new.own,
            balance_high=new.own,
            total=state.total,
        )


def _ranked_rules(clause: ClausePlan) -> tuple[tuple[_RuleKey, RulePlan, Decimal | None], ...]:
    """The rules of a clause that compare units, with the full marks of their sections."""
    return tuple(
        ((clause.clause.id, number, index), rule, section.section.full)
        for number, section in enumerate(clause.sections)
        for index, rule in enumerate(section.rules)
        if rule.ranked
    )


def _values(clause: ClausePlan) -> tuple[Aggregate, ...]:
    """The aggregates of a clause that are single values: what an entry cites beside the fact that fired."""
    rules = [rule for section in clause.sections for rule in section.rules]
    return tuple(dict.fromkeys(a for rule in rules for a in rule.aggregates() if a.op == "value"))
