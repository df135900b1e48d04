"""Ranking: the clauses that compare units, and whom a new figure moves.

A ranked clause of one unit can change with the facts of another. What is noted here is the figure
of every unit for every ranked rule; places follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from kaoping.measure import Missing, as_exact
from kaoping.plan import ClausePlan, Plan, RulePlan
from kaoping.score import Measured, places
from kaoping.selection import Figure

_RuleKey = tuple[str, int, int]
_Places = dict[str, tuple[int, int]]
Figures = Callable[[str, RulePlan, Decimal | None], Figure | Missing]
"""The figure of a unit for a rule, given the full mark of its section."""


class Ranking:
    """The figures of all units for the ranked rules of a plan."""

    def __init__(self, plan: Plan, units: Iterable[str], figures: Figures) -> None:
        self._rules = {id_: rules for id_, clause in plan.clauses.items() if (rules := _ranked(clause))}
        self._rubric = plan.rubric
        self._by_kind = {
            table.kind: [clause.id for clause in table.clauses() if clause.id in self._rules]
            for table in plan.rubric.tables
        }
        self._figure = figures
        self._figures: dict[_RuleKey, dict[str, Figure | Missing]] = {}
        self._places: dict[_RuleKey, tuple[_Places, _Places]] = {}
        for unit in units:
            self.admit(unit)

    def units(self, id_: str) -> tuple[str, ...]:
        """The units that a ranked clause compares: all whom its table scores."""
        key, _, _ = self._rules[id_][0]
        return tuple(self._figures.get(key, ()))

    @property
    def clauses(self) -> Iterable[str]:
        """Ids of the ranked clauses."""
        return self._rules

    def admit(self, unit: str) -> None:
        """Let one more unit take part."""
        for id_ in self._by_kind[self._rubric.table_of(unit).kind]:
            self.note(unit, id_)

    def note(self, unit: str, id_: str) -> None:
        """Note the figures that a unit has now for a clause."""
        for key, rule, full in self._rules[id_]:
            self._places.pop(key, None)
            self._figures.setdefault(key, {})[unit] = self._figure(unit, rule, full)

    def measured(self, unit: str, key: _RuleKey, rule: RulePlan) -> Measured:
        """The figure of a unit with its place among all."""
        first, last = self._of(key, rule)
        return Measured(self._figures[key][unit], first[unit], last[unit], len(first))

    def lacks_figures(self, id_: str) -> bool:
        """Whether a unit has no figure yet, so that places are open."""
        return any(
            isinstance(figure, Missing)
            for key, _, _ in self._rules[id_]
            for figure in self._figures[key].values()
        )

    def moved(self, id_: str, units: Sequence[str]) -> list[str]:
        """Note the figures of the units that a fact touched; those units, and all whose place they changed."""
        before = [self._of(key, rule) for key, rule, _ in self._rules[id_]]
        for unit in units:
            self.note(unit, id_)
        after = [self._of(key, rule) for key, rule, _ in self._rules[id_]]
        pairs = [pair for old, new in zip(before, after, strict=True) for pair in zip(old, new, strict=True)]
        return [u for u in after[0][0] if u in units or any(old.get(u) != new[u] for old, new in pairs)]

    def _of(self, key: _RuleKey, rule: RulePlan) -> tuple[_Places, _Places]:
        """The places of all units now, from the first and from the last."""
        if key not in self._places:
            numbers = {
                u: None if isinstance(f, Missing) else as_exact(f) for u, f in self._figures[key].items()
            }
            ascending = rule.rule.ascending
            self._places[key] = places(numbers, ascending), places(numbers, not ascending)
        return self._places[key]


def _ranked(clause: ClausePlan) -> tuple[tuple[_RuleKey, RulePlan, Decimal | None], ...]:
    """The rules of a clause that compare units, with the full marks of their sections."""
    return tuple(
        ((clause.clause.id, number, index), rule, section.section.full)
        for number, section in enumerate(clause.sections)
        for index, rule in enumerate(section.rules)
        if rule.ranked
    )
