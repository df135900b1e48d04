"""The subject of a check: a rule file as far as it was understood, with the places of everything in it."""

from __future__ import annotations

from bisect import bisect_left
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
        return Reach(self.rubric)

    @cached_property
    def _errors(self) -> list[Diagnostic]:
        return [d for d in self.resolved.diagnostics if d.severity == "error"]

    @cached_property
    def _error_places(self) -> list[int]:
        return sorted(error.span.start for error in self._errors if error.span)

    @cached_property
    def _line_lost(self) -> bool:
        return any(error.code in ("S001", "S003") for error in self._errors)

    def _hurt(self, span: Span) -> bool:
        """Whether an error lies in a span: asked of every clause by every check, in files full of errors, too."""
        return bisect_left(self._error_places, span.start) < bisect_left(self._error_places, span.end)

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
            if self._line_lost:
                return False  # a line that was lost may have been one of its clauses
            spans = [self.indicator(i) for i in what.walk()]
            spans += [self.clause(c) for i in what.walk() for c in i.clauses]
        else:
            return all(self.understood(indicator) for indicator in what.indicators)
        return not any(map(self._hurt, spans))

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

    def clauses(self) -> Iterator[Clause]:
        """All clauses that were understood."""
        return (clause for clause in self.rubric.clauses() if self.understood(clause))
