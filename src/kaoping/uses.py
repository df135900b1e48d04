"""What each fact is for: the clauses that it serves, and how they score it. Pure.

A fact may serve several clauses (县（区）常住人口数), and one clause several terms (a deduction, and a
qualification lost beyond so many of the same events).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.language.link import Source, walk
from kaoping.language.paraphrase import say_term
from kaoping.model import Clause, Indicator, Rubric, Rule
from kaoping.tree import paths

_NUMBER = re.compile(r"^\s*(?:[\d.]+[.．、]|[（(][\d一二三四五六七八九十]+[）)]|[①-⑳])\s*")


@dataclass(frozen=True, slots=True)
class Use:
    """A clause that a fact serves.

    Attributes:
        clause: the clause.
        path: the indicators above it, the top first; the last one holds it.
        rules: those of its rules that measure the fact, in the order of the sentence; never empty.
    """

    clause: Clause
    path: tuple[Indicator, ...]
    rules: tuple[Rule, ...]

    @property
    def effect(self) -> str:
        """How the rules score the fact, said canonically: 不报、迟报，每1次扣0.5分."""
        return "；".join(dict.fromkeys(say_term(rule.term) for rule in self.rules))


def uses_of(rubric: Rubric) -> Mapping[str, tuple[Use, ...]]:
    """The uses of every fact of the rubric by its name, in the order of the file.

    A fact that is declared but serves no clause has none: ().
    """
    found: dict[str, list[Use]] = {spec.name: [] for spec in rubric.facts}
    for clause, path in paths(rubric):
        rules = [rule for section in clause.sections for rule in section.rules]
        by_name: dict[str, list[Rule]] = {}
        for rule in rules:
            for name in dict.fromkeys(_sources(rule)):
                by_name.setdefault(name, []).append(rule)
        for name, own in by_name.items():
            if name in found:  # 分值 is no fact
                found[name].append(Use(clause, path, tuple(own)))
    return {name: tuple(uses) for name, uses in found.items()}


def short_wording(clause: Clause, most: int = 40) -> str:
    """The sentence without its number, on one line, cut to so many characters."""
    words = _NUMBER.sub("", "".join(clause.wording.split())).rstrip("。；;")
    return words if len(words) <= most else words[: most - 1] + "…"


def _sources(rule: Rule) -> list[str]:
    if rule.each is not None:
        return [rule.each.name]  # its measure is over fields
    return (
        [] if rule.measure is None else [node.name for node in walk(rule.measure) if isinstance(node, Source)]
    )
