"""Two rule files, compared by meaning: texts in, `Comparison` out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kaoping.diff.declared import Lines, declarations, indicators, merged
from kaoping.diff.effect import effect_of
from kaoping.diff.match import Matches, match
from kaoping.diff.meaning import derived, differences, judged, said_points_of, words
from kaoping.diff.model import Change, Comparison, Detail, Place, Version
from kaoping.language.document import read_outline
from kaoping.language.paraphrase import say
from kaoping.model import Clause, Indicator, Rubric
from kaoping.resolve import resolve
from kaoping.source import SourceFile
from kaoping.uses import short_wording


def compare(old: SourceFile, new: SourceFile, facts: Sequence[Path] = ()) -> Comparison:
    """Compare two versions of a rule file, and what they make of the same facts.

    Never raises on what the files say: see `Comparison.unreadable`.
    """
    one, other = version(old), version(new)
    if one.rubric is None or other.rubric is None:
        return Comparison(one, other)
    matches = match(one.rubric, other.rubric)
    changes = changes_of(one.rubric, other.rubric, matches, (one, other))
    found = Comparison(one, other, tuple(changes), renumbered(matches, changes))
    return replace(found, effect=effect_of(found, matches, facts)) if facts else found


def version(source: SourceFile) -> Version:
    """Read one side."""
    outline = read_outline(source)
    return Version(source, outline, resolve(outline))


def changes_of(
    old: Rubric, new: Rubric, matches: Matches | None = None, versions: tuple[Version, Version] | None = None
) -> list[Change]:
    """What differs between two rubrics; lines of declarations and indicators only where the texts are given."""
    matches = matches or match(old, new)
    was, now = (Lines(v.outline) for v in versions) if versions else (Lines(None), Lines(None))
    found = [*declarations(old, new, was, now)]
    found += indicators(old, new, matches, _lines(versions))
    return [*found, *_clauses(old, new, matches)]


def renumbered(matches: Matches, changes: Sequence[Change]) -> tuple[tuple[str, str], ...]:
    """Clauses of which nothing is to be told but their number."""
    told = {change.old.id for change in changes if change.scope == "clause" and change.old is not None}
    return tuple(pair for pair in matches.clauses.items() if pair[0] != pair[1] and pair[0] not in told)


def _clauses(old: Rubric, new: Rubric, matches: Matches) -> Iterator[Change]:
    ours, theirs = _placed(old), _placed(new)
    for before, after in merged([*ours], [*theirs], matches.clauses):
        if after is None:
            assert before is not None
            yield Change("clause", "removed", before, _place(*ours[before]), None)
        elif before is None:
            yield Change("clause", "added", after, None, _place(*theirs[after]))
        else:
            change = _pair(ours[before], theirs[after], before in matches.moved)
            if change is not None:
                yield change


def _pair(one: tuple[str, Clause], other: tuple[str, Clause], moved: bool) -> Change | None:
    """What became of a clause; None if there is nothing to tell."""
    old, new = one[1], other[1]
    name = old.id if old.id == new.id else f"{old.id} → {new.id}"
    details = differences(old, new)
    made = Change("clause", "changed", name, _place(*one), _place(*other), moved, details)
    if details:
        return made
    other_words = judged(old, new)
    if moved:
        return replace(made, kind="moved", details=_follows(old, new), judged=other_words)
    if words(old.wording).lstrip("0123456789") != words(new.wording).lstrip("0123456789"):
        if derived(old) == derived(new) or other_words:
            return replace(made, kind="reworded", judged=other_words)
        return replace(made, kind="follows", details=_follows(old, new))
    if derived(old) != derived(new):
        return replace(made, kind="follows", details=_follows(old, new))
    return None


def _follows(old: Clause, new: Clause) -> tuple[Detail, ...]:
    if derived(old) == derived(new):
        return ()
    return (Detail("", said_points_of(old), said_points_of(new)),)


def _placed(rubric: Rubric) -> dict[str, tuple[str, Clause]]:
    """Every clause by id, with the indicators above it."""
    found: dict[str, tuple[str, Clause]] = {}

    def below(indicator: Indicator, above: tuple[str, ...]) -> None:
        path = (*above, indicator.name)
        found.update({clause.id: (" › ".join(path), clause) for clause in indicator.clauses})
        for child in indicator.children:
            below(child, path)

    for table in rubric.tables:
        for top in table.indicators:
            below(top, (table.kind,) if table.kind else ())
    return found


def _place(where: str, clause: Clause) -> Place:
    return Place(clause.id, clause.line, where, short_wording(clause, 400), say(clause.reading))


def _lines(versions: tuple[Version, Version] | None) -> tuple[dict[str, int], dict[str, int]]:
    """The line of every indicator."""
    if versions is None:
        return {}, {}
    one, other = (
        {id_: v.source.position(draft.span.start)[0] for id_, draft in v.resolved.indicators.items()}
        for v in versions
    )
    return one, other
