"""Facts that are named by the numbers of clauses (5.2), where the two versions number their clauses otherwise.

The same fact must count for the same clause. So the facts are read by the numbers of one version, and the rubric of
the other is given those names for the clauses that are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kaoping.diff.meaning import with_names
from kaoping.model import Clause, Indicator, Rubric, Rule, Section

NUMBERED = re.compile(r"\d+\.\d+(\.\d+)*")


def numbered_as(rubric: Rubric, ids: Mapping[str, str]) -> Rubric:
    """The rubric with the facts of its clauses named by the ids that these have elsewhere.

    Args:
        rubric: whose clauses keep their own ids; only names of facts are others.
        ids: of its clauses, with those elsewhere. A clause that is not there has facts that nobody can have given.
    """

    def name(found: str) -> str:
        if not NUMBERED.fullmatch(found):
            return found
        clause = ".".join(found.split(".")[:2])
        return ids[clause] + found.removeprefix(clause) if clause in ids else f"（{found}）"

    facts = tuple(
        spec.model_copy(update={"name": name(spec.name), "aliases": tuple(map(name, spec.aliases))})
        for spec in rubric.facts
    )
    tables = tuple(
        table.model_copy(update={"indicators": tuple(_below(i, name) for i in table.indicators)})
        for table in rubric.tables
    )
    return rubric.model_copy(update={"facts": facts, "tables": tables})


def _below(indicator: Indicator, name: Callable[[str], str]) -> Indicator:
    children = tuple(_below(child, name) for child in indicator.children)
    clauses = tuple(_clause(clause, name) for clause in indicator.clauses)
    return indicator.model_copy(update={"children": children, "clauses": clauses})


def _clause(clause: Clause, name: Callable[[str], str]) -> Clause:
    def section(its: Section) -> Section:
        return its.model_copy(update={"rules": tuple(_rule(rule, name) for rule in its.rules)})

    return clause.model_copy(update={"sections": tuple(map(section, clause.sections))})


def _rule(rule: Rule, name: Callable[[str], str]) -> Rule:
    if rule.measure is None or rule.each is not None:
        return rule  # over the fields of events, which are declared
    return rule.model_copy(update={"measure": with_names(rule.measure, name)})
