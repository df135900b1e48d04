"""What a comparison of two versions of a rule file consists of. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kaoping.diagnostics import Diagnostic
from kaoping.language.outline import Outline
from kaoping.model import Rubric
from kaoping.resolve import Resolved
from kaoping.sheet import Points, Standing
from kaoping.source import SourceFile

Kind = Literal["added", "removed", "changed", "moved", "follows", "reworded"]
"""changed: scores otherwise than before. moved: only its indicator or its number among others. follows: as it was,
but its points follow from a change elsewhere. reworded: other words, scored as before."""


@dataclass(frozen=True)
class Version:
    """One side: a rule file as it was read. `rubric` is None where it has errors."""

    source: SourceFile
    outline: Outline
    resolved: Resolved

    @property
    def name(self) -> str:
        """How the user calls it: a path, or HEAD~1:rules/…."""
        return self.source.name

    @property
    def rubric(self) -> Rubric | None:
        """What it means."""
        return self.resolved.rubric

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What is wrong with it, and notes."""
        return self.resolved.diagnostics


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in one version.

    Attributes:
        id: of a clause (5.2) or of an indicator; "" for declarations.
        line: in the file; 0 where it stands nowhere in particular.
        where: the indicators above it: 过程 › 项目管理.
        text: a clause's wording, an indicator's name with its points, a declaration.
        paraphrase: of a clause.
    """

    id: str
    line: int
    where: str = ""
    text: str = ""
    paraphrase: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One difference in words: what (第2档), old (≥80%), new (≥85%); "" where a side has nothing of the kind."""

    what: str
    old: str
    new: str

    def __str__(self) -> str:
        lead = f"{self.what}：" if self.what else ""
        if not self.old:
            return f"{lead}增加 {self.new}"
        if not self.new:
            return f"{lead}删去 {self.old}"
        return f"{lead}{self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one clause, indicator or declaration.

    Attributes:
        scope: clause, indicator, or declaration (期间, 满分, 等次, 事实 …).
        name: how it is called: 3.1, 指标“监督检查”, 期间.
        old, new: its places; None where it is not.
        moved: it stands under another indicator, or at another place among its neighbours.
        details: the differences that score, in the order of the sentence.
        judged: words that people decide by and that are others now, though nothing else is.
    """

    scope: Literal["clause", "indicator", "declaration"]
    kind: Kind
    name: str
    old: Place | None
    new: Place | None
    moved: bool = False
    details: tuple[Detail, ...] = ()
    judged: tuple[Detail, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether somebody may be scored otherwise: not where only words differ by which nobody decides."""
        return self.kind != "reworded" or bool(self.judged)


@dataclass(frozen=True, slots=True)
class Cause:
    """A clause or bound whose points are others now.

    Attributes:
        kind: clause, or bound: what an indicator's or the total's own bound adds.
        old, new: ids of the clause or of the bounded node; "" where a version does not have it.
        text: what it is, for people.
        difference: of its points.
        change: what was changed in it, by number in `Comparison.changes`; None if nothing was.
    """

    kind: Literal["clause", "bound"]
    old: str
    new: str
    text: str
    difference: Points
    change: int | None


@dataclass(frozen=True, slots=True)
class UnitEffect:
    """A unit in both versions; None in the one that does not assess it. Settled causes add up to the difference.

    refused: how many facts of the unit each version did not accept.
    """

    unit: str
    old: Standing | None
    new: Standing | None
    difference: Points | None
    causes: tuple[Cause, ...]
    refused: tuple[int, int] = (0, 0)

    @property
    def placed(self) -> bool:
        """Whether its grade or rank is another, or it is assessed by one version only."""
        return self.regraded or self.reranked

    @property
    def reranked(self) -> bool:
        """Whether its rank is another."""
        return self.old is not None and self.new is not None and self.old.ranks != self.new.ranks

    @property
    def regraded(self) -> bool:
        """Whether its grade is another, or a qualification is lost in one version only."""
        if self.old is None or self.new is None:
            return True
        lost = ({q for q, _ in standing.lost} for standing in (self.old, self.new))
        return self.old.grades != self.new.grades or len(set(map(frozenset, lost))) > 1

    @property
    def differs(self) -> bool:
        """Whether anything is another, be it only which clauses its points come from."""
        return self.placed or self.direction != "same" or self.shifted

    @property
    def shifted(self) -> bool:
        """Whether its total is what it was, though clauses give it other points. What is open may still not."""
        settled = any(c.difference.low == c.difference.high != 0 for c in self.causes)
        return self.direction == "same" and settled

    @property
    def direction(self) -> Literal["more", "less", "same", "open", "alone"]:
        """Whether it gains or loses; open while pending facts could make it either; alone in one version only.

        Equal intervals are the same: every fact that is still missing does to both what it does to one.
        """
        if self.difference is None or self.old is None or self.new is None:
            return "alone"
        if self.old.total == self.new.total and not self.causes:
            return "same"
        low, high = self.difference.low, self.difference.high
        if low == high == 0:
            return "same"
        return "more" if low > 0 else "less" if high < 0 else "open"


@dataclass(frozen=True, slots=True)
class Refused:
    """A fact that one version does not accept."""

    by: Literal["old", "new", "both"]
    where: str
    message: str


@dataclass(frozen=True)
class Effect:
    """What the change does to the scores of the same facts.

    Attributes:
        units: who differs first: by grade, by rank, by how much; the others in the order of the rubric.
        accepted: facts that each version takes.
        refused: facts that not both versions take, and those that neither takes.
        numbering: by whose numbers of clauses facts named by such numbers (5.2) were taken, where the versions
            number otherwise; "" where that makes no difference.
    """

    units: tuple[UnitEffect, ...]
    accepted: tuple[int, int]
    refused: tuple[Refused, ...]
    numbering: Literal["", "old", "new"] = ""

    @property
    def differs(self) -> bool:
        """Whether any unit's score, rank or grade, or the points of its clauses, are others."""
        return any(unit.differs for unit in self.units)


@dataclass(frozen=True)
class Comparison:
    """Two versions of a rule file.

    Attributes:
        old, new: as read. Where one has errors (`unreadable`) nothing below is there.
        changes: declarations, indicators, clauses, each in the order of the new version, what was removed where it stood.
        renumbered: clauses that only have another number because others came or went: (old id, new id).
        effect: with facts; else None.
    """

    old: Version
    new: Version
    changes: tuple[Change, ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()
    effect: Effect | None = None

    @property
    def unreadable(self) -> tuple[Version, ...]:
        """Versions that have errors, so that nothing can be said of what they mean."""
        return tuple(version for version in (self.old, self.new) if version.rubric is None)

    @property
    def matters(self) -> bool:
        """Whether anything changed that can score, or somebody's score did."""
        return any(change.matters for change in self.changes) or (
            self.effect is not None and self.effect.differs
        )

    @cached_property
    def same_text(self) -> bool:
        """Whether the files are equal to the last character."""
        return self.old.source.text == self.new.source.text

    def of(self, scope: str, *kinds: Kind) -> tuple[Change, ...]:
        """Changes of a scope (clause, indicator, declaration; "" for any) and of some kinds."""
        return tuple(c for c in self.changes if scope in ("", c.scope) and c.kind in kinds)
