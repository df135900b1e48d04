"""Trials: what a few made-up facts come to under the real scoring, clause by clause.

The witness of a finding is never arithmetic of the check's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kaoping import exact
from kaoping.engines.reference import ReferenceEngine
from kaoping.facts.fact import Fact
from kaoping.model import Clause, Indicator, Rubric, Table
from kaoping.plan import make_plan
from kaoping.tree import ClauseState
from kaoping.valuation import Valuation

UNIT = "某单位"


class Trial:
    """Clauses that compare no units and score no rows one by one, ready to be tried."""

    def __init__(self, rubric: Rubric, clauses: Iterable[Clause]) -> None:
        alone = Indicator(id="", level=1, name="", points=None, clauses=tuple(clauses))
        table = Table(kind="", units=(), full=None, ceiling=None, grades=(), indicators=(alone,))
        plan = make_plan(rubric.model_copy(update={"tables": (table,)}))
        self._plan = plan
        self._valuations = {
            id_: Valuation(clause, plan.rubric)
            for id_, clause in plan.clauses.items()
            if not clause.ranked and not clause.itemised
        }

    def states(self, facts: Sequence[Fact]) -> Mapping[str, ClauseState]:
        """The state of each clause, given these facts of `UNIT` and no others."""
        engine = ReferenceEngine(self._plan.selectors)
        for fact in facts:
            engine.add(self._plan.complete(fact))
        with exact.arithmetic():
            return {id_: valuation.state(engine.figure, UNIT) for id_, valuation in self._valuations.items()}
