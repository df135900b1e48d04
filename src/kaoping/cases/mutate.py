"""Mutation: would the cases notice if the rule file said something else?

A case holds the figures that its facts come to. A mutant is scored by these figures, without reading facts or
selecting them again; only where it counts other facts are those of its clause selected anew. Then the case is
compared as ever: one difference, and the mutant is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kaoping import exact
from kaoping.cases.compare import differences, rounds_differ
from kaoping.cases.coverage import Coverage, percent
from kaoping.cases.model import Case, Comparison, Excuses
from kaoping.cases.mutants import Mutant, mutants_of
from kaoping.cases.read import Entry, say
from kaoping.cases.run import Outcome, RuleFile, RuleRun
from kaoping.diagnostics import Diagnostic
from kaoping.engines.reference import ReferenceEngine
from kaoping.facts.fact import Fact
from kaoping.facts.names import fold
from kaoping.pipeline import assess
from kaoping.plan import Plan, remake
from kaoping.progress import Tell, counted
from kaoping.selection import Aggregate, Engine, Figure, Selector
from kaoping.sheet import Sheet, make_sheet


@dataclass
class Mutation:
    """What came of the mutants of a rule file.

    Attributes:
        noticed: how many some case noticed.
        excused: how many nobody noticed, and need not.
        survivors: those that should have been.
        diagnostics: excuses that excuse nothing.
    """

    noticed: int = 0
    excused: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return self.noticed + self.excused + len(self.survivors)

    @property
    def percent(self) -> Decimal:
        """How many of those that should be are noticed, rounded down to a tenth."""
        return percent(self.noticed, self.total - self.excused)


def mutate(run: RuleRun, coverage: Coverage, tell: Tell | None = None) -> Mutation:
    """Try every mutant of a rule file on its cases, all of which must have passed.

    Args:
        run: the rule file with its cases.
        coverage: which clauses each case decides; these cases are tried first.
        tell: is told how many mutants of how many are done.
    """
    assert run.rules is not None
    mutants = list(mutants_of(run.rules.rubric, run.rules.lines))
    excuses = list(_excuses(run))
    used: set[int] = set()
    found = Mutation()
    tried = _Trial(run.rules, run.outcomes, coverage)
    for mutant in counted(mutants, tell, f"{run.path.name} 试改动", len(mutants)):
        if tried.notices(mutant):
            found.noticed += 1
        else:
            excuse = next((i for i, (text, *_) in enumerate(excuses) if text == fold(mutant.sentence)), None)
            if excuse is None:
                found.survivors.append(mutant)
            else:
                found.excused += 1
                used.add(excuse)
    for index, (_, entry, at) in enumerate(excuses):
        if index not in used:
            place = ("不必发现", at, "改动")
            message = "没有这处改动，或者已经有用例发现它"
            found.diagnostics.append(say(entry.document, place, "Y006", message, "删去这一项"))
    return found


def _excuses(run: RuleRun) -> Iterator[tuple[str, Entry, int]]:
    for file in run.files:
        for entry in file.entries:
            if isinstance(entry.content, Excuses):
                yield from (
                    (fold(excuse.change), entry, index) for index, excuse in enumerate(entry.content.excuses)
                )


class _Trial:
    """The cases of a rule file, ready to be compared with the scores of mutants."""

    def __init__(self, rules: RuleFile, outcomes: Sequence[Outcome], coverage: Coverage) -> None:
        self.rules = rules
        self.coverage = coverage
        self.outcomes = [outcome for outcome in outcomes if outcome.sheet is not None]
        self._numbers = {id(outcome): number for number, outcome in enumerate(outcomes)}

    def notices(self, mutant: Mutant) -> bool:
        """Whether some case comes out otherwise."""
        plan = remake(self.rules.plan, mutant.make(), mutant.changed)
        return any(self._differs(outcome, mutant, plan) for outcome in self._likely(mutant))

    def _likely(self, mutant: Mutant) -> list[Outcome]:
        """The cases, those that decide the clause first; the others may still show how far it is open."""
        deciding = {number for number, clauses in self.coverage.by_case.items() if mutant.clause in clauses}
        return sorted(self.outcomes, key=lambda outcome: self._numbers[id(outcome)] not in deciding)

    def _differs(self, outcome: Outcome, mutant: Mutant, plan: Plan) -> bool:
        content = outcome.entry.content
        assert outcome.sheet is not None
        sheet = rescored(outcome.sheet, outcome, mutant, plan)
        if isinstance(content, Comparison):
            assert outcome.against is not None
            against = rescored(outcome.against, outcome, mutant, plan)
            return next(rounds_differ(content, against, sheet), None) is not None
        assert isinstance(content, Case)
        assert outcome.intake is not None
        found = outcome.intake.diagnostics
        if next(differences(content, sheet, found, sentences=False), None) is not None:
            return True
        if not any(mutant.clause in expected.sentences for expected in content.units.values()):
            return False
        header = outcome.sheet.assessment.ledger.header
        whole = assess(plan, outcome.intake, header, ReferenceEngine, tuple(content.units))
        return next(differences(content, whole, found), None) is not None


def rescored(sheet: Sheet, outcome: Outcome, mutant: Mutant, plan: Plan) -> Sheet:
    """The sheet as another plan makes it, of the same figures."""
    engine = None
    if mutant.selects:
        engine = _Mixed(sheet.assessment.engine, mutant.clause, plan, _standing(outcome, plan))
    assessment = sheet.assessment.reconsidered(plan, mutant.changed, engine)
    with exact.arithmetic():
        return make_sheet(assessment, sheet.refused)


def _standing(outcome: Outcome, plan: Plan) -> list[Fact]:
    """The facts that stand in the end."""
    found: dict[str, Fact] = {}
    for change in outcome.intake.changes if outcome.intake is not None else ():
        if change.old is not None:
            found.pop(change.old.id, None)
        if change.new is not None:
            found[change.new.id] = plan.complete(change.new)
    return list(found.values())


class _Mixed:
    """The figures of one clause by its new selectors, those of all others as they are."""

    def __init__(self, engine: Engine, clause: str, plan: Plan, facts: Sequence[Fact]) -> None:
        self._engine = engine
        self._clause = clause
        own = [selector for selector in plan.selectors if selector.clause == clause]
        self._own = ReferenceEngine(own)
        names = {selector.name for selector in own}
        for fact in facts:
            if fact.name in names:
                self._own.add(fact)

    def add(self, fact: Fact) -> tuple[Selector, ...]:
        """Nothing is added to figures that are final."""
        raise NotImplementedError

    def remove(self, fact: Fact) -> tuple[Selector, ...]:
        """Nothing is taken from them."""
        raise NotImplementedError

    def figure(self, unit: str, aggregate: Aggregate) -> Figure:
        """The figure."""
        of = self._own if aggregate.selector.clause == self._clause else self._engine
        return of.figure(unit, aggregate)

    def evidence(self, unit: str, selector: Selector) -> tuple[Fact, ...]:
        """The facts that count."""
        of = self._own if selector.clause == self._clause else self._engine
        return of.evidence(unit, selector)
