"""The subject of a check: a rule file as far as it was understood, with the places of everything in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from kaoping.diagnostics import Diagnostic
from kaoping.language.document import read_outline
from kaoping.language.outline import Outline
from kaoping.language.reading import Term
from kaoping.lint.reach import Reach
from kaoping.model import Clause, Indicator, Rubric, Table
from kaoping.resolve import Resolved, resolve
from kaoping.source import SourceFile, Span

Made = TypeVar("Made")
_OF_LINKS = ("C003", "C004", "N001", "N003")
"""Errors that concern a link or the facts that it names, and leave the sentence as it was read."""


@dataclass(frozen=True)
class Subject:
    """A rule file under the linter.

    `rubric` lacks what was not understood: a check must ask `understood` before it adds anything up, or
    concludes from what is not there.
    """

    outline: Outline
    resolved: Resolved

    @classmethod
    def of(cls, source: SourceFile) -> Subject:
        """Read and resolve a rule file; never raises on its text."""
        outline = read_outline(source)
        return cls(outline, resolve(outline))

    @property
    def source(self) -> SourceFile:
        """The text."""
        return self.outline.source

    @property
    def rubric(self) -> Rubric:
        """What was understood of it."""
        return self.resolved.draft

    @cached_property
    def reach(self) -> Reach:
        """What everything that was understood can come to, over all facts."""
        unread = frozenset(c.id for c in self.rubric.clauses() if not self.understood(c))
        return Reach(self.rubric, unread)

    @cached_property
    def _errors(self) -> list[Diagnostic]:
        return [d for d in self.resolved.diagnostics if d.severity == "error"]

    @cached_property
    def _error_places(self) -> list[int]:
        return sorted(error.span.start for error in self._errors if error.span)

    def _hurt(self, span: Span) -> bool:
        """Whether an error lies in a span: asked of every clause by every check, in files full of errors, too."""
        return _any_within(self._error_places, span)

    @cached_property
    def _made(self) -> dict[object, tuple[object, ...]]:
        return {}

    def once(self, make: Callable[[Subject], Iterable[Made]]) -> tuple[Made, ...]:
        """What a function makes of this file, made once, however many checks ask for it."""
        if make not in self._made:
            self._made[make] = tuple(make(self))
        return cast("tuple[Made, ...]", self._made[make])

    def understood(self, what: Clause | Indicator | Table | None = None) -> bool:
        """Whether a clause, all of an indicator, all of a table, or (None) the whole file was understood."""
        if not self._errors:
            return True
        if what is None:
            return False
        if isinstance(what, Clause):
            spans = [self.clause(what)]
        elif isinstance(what, Indicator):
            if not self._whole(what):
                return False
            spans = [self.indicator(i) for i in what.walk()]
            spans += [self.clause(c) for i in what.walk() for c in i.clauses]
        else:
            return not self._lost and all(self.understood(indicator) for indicator in what.indicators)
        return not any(map(self._hurt, spans))

    def outlined(self, what: Indicator | Table) -> bool:
        """Whether it is certain which indicators stand right below, and what points each has, if any are said."""
        below = what.children if isinstance(what, Indicator) else what.indicators
        whole = self._whole(what) if isinstance(what, Indicator) else not self._lost
        return whole and all(one.points is not None or self.understood(one) for one in below)

    @cached_property
    def counted(self) -> bool:
        """Whether it is certain how many units there are: no line 单位 has an error."""
        lines = (self.source.whole_line(e.span) for e in self._errors if e.code == "S003" and e.span)
        return not any(self.source.slice(line).lstrip().startswith("单位") for line in lines)

    @cached_property
    def _lost(self) -> list[int]:
        """Where lines stand that were not even told apart: each may have been an indicator or a clause."""
        return sorted(e.span.start for e in self._errors if e.code in ("S001", "S003") and e.span)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the indicators begin, and the file ends."""
        return [*sorted(d.span.start for d in self.resolved.indicators.values()), len(self.source.text)]

    def _whole(self, indicator: Indicator) -> bool:
        """Whether no line was lost behind the indicator or one below it."""
        for one in indicator.walk():
            start = self.indicator(one).start
            if _any_within(self._lost, Span(start, self._starts[bisect_right(self._starts, start)])):
                return False
        return True

    def clause(self, clause: Clause) -> Span:
        """Where a clause stands, all its lines."""
        return self.resolved.clauses[clause.id].draft.span

    def words(self, clause: Clause, span: Span | None) -> Span:
        """Where some words of a clause stand; the whole clause where nobody knows which.

        Args:
            clause: whose `reading` the words are of.
            span: of a term, condition or part: offsets in `clause.reading.text`.
        """
        if span is None:
            return self.clause(clause)
        offsets = self.resolved.clauses[clause.id].wording.offsets
        last = max(span.start, span.end - 1)
        return Span(offsets[span.start], offsets[last] + 1)

    def term(self, clause: Clause, term: Term) -> Span:
        """Where a term of a clause stands."""
        return self.words(clause, term.span)

    def link(self, clause: Clause, term: Term) -> Span | None:
        """Where the link of a term stands, between its braces; None if it has none."""
        index = next((i for i, other in enumerate(clause.reading.terms()) if other is term), None)
        place = self.resolved.clauses[clause.id].bound.spans.get(index) if index is not None else None
        return Span(*place) if place is not None else None

    def indicator(self, indicator: Indicator) -> Span:
        """The line of an indicator."""
        return self.resolved.indicators[indicator.id].span

    def fact(self, name: str) -> Span | None:
        """The line 事实 that declares a name; None if it is not declared."""
        return next((span for spec, span in self.outline.facts if spec.name == name), None)

    def definition(self, name: str, field: str = "") -> Span | None:
        """The expression of 定义 name[.field]; None if there is none."""
        drafts = self.outline.definitions
        return next((d.span for d in drafts if (d.name, d.field) == (name, field)), None)

    def line(self, keyword: str, table: Table | None = None) -> Span:
        """The line of 满分, 等次 … of a table, else of the file; that of the title where it is not written."""
        draft = next((d for d in self.outline.tables if table and d.kind == table.kind), None)
        own = draft.lines.get(keyword) if draft is not None else None
        lines = self.outline.lines
        return own or lines.get(keyword) or lines.get("办法") or Span(0, max(1, len(self.source.line(1))))

    def writes(self, keyword: str, table: Table) -> bool:
        """Whether the line is written for the table or the file, understood or not."""
        drafts = self.outline.tables
        own = next((draft.lines for draft in drafts if draft.kind == table.kind), {})
        if keyword in own or keyword in self.outline.lines:
            return True
        read = {draft.lines[keyword].start for draft in drafts if keyword in draft.lines}
        lines = re.finditer(rf"^[^\S\n]*({keyword})(?=[\s:：])", self.source.text, re.MULTILINE)
        return any(line.start(1) not in read for line in lines)

    def clauses(self) -> Iterator[Clause]:
        """All clauses that were understood."""
        return (clause for clause in self.rubric.clauses() if self.understood(clause))

    def read(self, clause: Clause) -> bool:
        """Whether the sentence of a clause was understood, whatever is wrong in its links.

        What is measured is then not known, nor what values it can take: only what the words alone prove may be said.
        """
        return clause.reading.understood and not _any_within(self._misread, self.clause(clause))

    @cached_property
    def _misread(self) -> list[int]:
        return sorted(e.span.start for e in self._errors if e.span and e.code not in _OF_LINKS)


def _any_within(places: list[int], span: Span) -> bool:
    return bisect_left(places, span.start) < bisect_left(places, span.end)
