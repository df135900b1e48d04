"""Coverage: which branches of a rubric decide points in some case, for a unit that the case says something of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from kaoping import exact
from kaoping.cases.branches import Branch, branches_of
from kaoping.cases.model import Case, Comparison
from kaoping.cases.run import Outcome, RuleFile
from kaoping.engines.reference import selects
from kaoping.facts.fact import Fact
from kaoping.language.reading import Way
from kaoping.model import TOTAL
from kaoping.plan import ClausePlan, SectionPlan
from kaoping.score import Measured, contribution
from kaoping.selection import Selector
from kaoping.sheet import Sheet

Key = tuple[str, int, int, str]
WHOLE = "整条"


class Gap(NamedTuple):
    """What no case touches: the line in the rule file, the number of the clause, and what in words."""

    line: int
    clause: str
    what: str


@dataclass
class Coverage:
    """The branches of a rule file, and those that are touched.

    Attributes:
        total, touched: how many branches there are, and how many of them are touched.
        gaps: what is not touched, in the order of the file; a clause that nothing touches is one gap.
        by_case: for each case that was run, by its place among them: the clauses it decides.
    """

    rules: RuleFile
    total: int = 0
    touched: int = 0
    gaps: tuple[Gap, ...] = ()
    by_case: dict[int, set[str]] = field(default_factory=dict)

    @property
    def percent(self) -> Decimal:
        """Rounded down to a tenth: 100 only if nothing is left."""
        return percent(self.touched, self.total)


def percent(part: int, whole: int) -> Decimal:
    """So many of so many in percent, rounded down to a tenth."""
    return Decimal(part * 1000 // whole).scaleb(-1) if whole else Decimal(100)


def coverage_of(rules: RuleFile, outcomes: Iterable[Outcome]) -> Coverage:
    """What the cases touch. A case that could not be run touches nothing."""
    branches = {clause.id: list(branches_of(clause)) for clause in rules.rubric.clauses()}
    others = list(_others(rules))
    found: set[Key] = set()
    result = Coverage(rules)
    with exact.arithmetic():
        for number, outcome in enumerate(outcomes):
            for sheet, units in looked_at(outcome):
                for unit in units:
                    table = rules.rubric.table_of(unit)
                    for clause in table.clauses():
                        touched = set(
                            _touched(sheet, unit, rules.plan.clauses[clause.id], branches[clause.id])
                        )
                        touched |= set(_once_touched(sheet, unit, rules.plan.clauses[clause.id], outcome))
                        if touched:
                            result.by_case.setdefault(number, set()).add(clause.id)
                        found |= touched
                    found |= set(_others_touched(sheet, unit))
    every = [(branch.key, _gap(branch)) for clause in branches.values() for branch in clause]
    every += [(key, gap) for plan in rules.plan.clauses.values() for key, gap in _once(plan)]
    every += others
    result.total, result.touched = len(every), sum(key in found for key, _ in every)
    whole = {id_ for id_, own in branches.items() if own and not any(b.key in found for b in own)}
    left = [
        gap._replace(what=WHOLE) if gap.clause in whole else gap for key, gap in every if key not in found
    ]
    result.gaps = tuple(sorted(dict.fromkeys(left)))
    return result


def looked_at(outcome: Outcome) -> Iterator[tuple[Sheet, list[str]]]:
    """The sheets of a case with the units that the case says something of."""
    content = outcome.entry.content
    if outcome.sheet is None or outcome.faults:
        return
    if isinstance(content, Case):
        yield outcome.sheet, list(content.units)
    elif isinstance(content, Comparison) and outcome.against is not None:
        units = list(content.differences)
        yield outcome.against, units
        yield outcome.sheet, units


def _gap(branch: Branch) -> Gap:
    return Gap(branch.clause.line, branch.clause.id, branch.what)


def _touched(sheet: Sheet, unit: str, plan: ClausePlan, branches: list[Branch]) -> Iterator[Key]:
    """The branches of a clause that decided for a unit."""
    idle = _idle(sheet, unit, plan)
    for number, section in enumerate(plan.sections):
        measured: list[Measured | None] = [
            None
            if rule.measure is None and rule.items is None
            else sheet.assessment.measured(unit, plan.clause.id, (number, index))
            for index, rule in enumerate(section.rules)
        ]
        scored = [
            contribution(rule.rule, found, section.section)
            for rule, found in zip(section.rules, measured, strict=True)
        ]
        for branch in (branch for branch in branches if branch.section == number):
            own = measured[branch.rule] if branch.rule >= 0 else None
            counts = number not in idle or _is_way(section, branch.rule)
            if (
                branch.section == number
                and counts
                and branch.probe(section.section, branch.rule, own, scored)
            ):
                yield branch.key


def _is_way(section: SectionPlan, rule: int) -> bool:
    return rule >= 0 and isinstance(section.rules[rule].rule.term, Way)


def _idle(sheet: Sheet, unit: str, plan: ClausePlan) -> set[int]:
    """The sections that are not scored: of two ways (…，或…) the one that was not taken."""
    found: set[int] = set()
    for number, section in enumerate(plan.sections):
        if section.section.part.instead:
            measured = sheet.assessment.measured(unit, plan.clause.id, (number, 0))
            way = contribution(section.rules[0].rule, measured, section.section).way
            found |= {number} if way == "first" else {number - 1} if way == "second" else set()
    return found


def _selectors_once(plan: ClausePlan) -> dict[Selector, str]:
    """The selectors of a clause that count facts once, with the words for it."""
    return {
        a.selector: f"“{a.selector.once.by}”相同的只计一次"
        for section in plan.sections
        for rule in section.rules
        for a in rule.aggregates()
        if a.selector.once is not None
    }


def _once(plan: ClausePlan) -> Iterator[tuple[Key, Gap]]:
    for words in dict.fromkeys(_selectors_once(plan).values()):
        yield (plan.clause.id, -1, -1, words), Gap(plan.clause.line, plan.clause.id, words)


def _once_touched(sheet: Sheet, unit: str, plan: ClausePlan, outcome: Outcome) -> Iterator[Key]:
    """Whether a fact was left out because another one like it counts."""
    selectors = _selectors_once(plan)
    if not selectors or outcome.intake is None:
        return
    standing: dict[str, Fact] = {}
    for change in outcome.intake.changes:
        if change.old is not None:
            standing.pop(change.old.id, None)
        if change.new is not None:
            standing[change.new.id] = sheet.assessment.plan.complete(change.new)
    for selector, words in selectors.items():
        facts = [fact for fact in standing.values() if fact.unit == unit and selects(selector, fact)]
        if len(facts) > len(sheet.assessment.engine.evidence(unit, selector)):
            yield plan.clause.id, -1, -1, words


def _others(rules: RuleFile) -> Iterator[tuple[Key, Gap]]:
    """Ceilings and grades."""
    for table in rules.rubric.tables:
        kind = f"（{table.kind}）" if table.kind else ""
        if table.ceiling is not None:
            what = f"总分不高于{exact.text(table.ceiling)}分{kind}"
            yield (TOTAL, -1, -1, what), Gap(rules.lines.get(("满分", table.kind), 0), TOTAL, what)
        for grade in table.grades:
            what = f"等次“{grade.name}”{kind}"
            yield (TOTAL, -1, -1, what), Gap(rules.lines.get(("等次", table.kind), 0), TOTAL, what)


def _others_touched(sheet: Sheet, unit: str) -> Iterator[Key]:
    standing = next(s for s in sheet.standings if s.unit == unit)
    kind = f"（{standing.table.kind}）" if standing.table.kind else ""
    total = sheet.assessment.node(unit, TOTAL)
    if standing.table.ceiling is not None and any("不高于" in limit for limit in total.limits):
        yield TOTAL, -1, -1, f"总分不高于{exact.text(standing.table.ceiling)}分{kind}"
    if len(standing.grades) == 1:
        yield TOTAL, -1, -1, f"等次“{standing.grades[0]}”{kind}"
