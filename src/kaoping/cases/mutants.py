"""Mutants: the rubric with one change, its points shared anew as they would be had the file said so.

Each is made from the resolved rubric; the text is never touched. Those that can be shown to score as before are
left out (`equivalent`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from kaoping.cases.equivalent import is_equivalent
from kaoping.cases.lines import Lines
from kaoping.cases.mutators import Change, changes_of, less, more
from kaoping.cases.words import said_grade
from kaoping.exact import text as plain
from kaoping.language.outline import Grade
from kaoping.language.reading import Part
from kaoping.model import TOTAL, Clause, Indicator, Rubric, Section, Table
from kaoping.resolve.above import dealt
from kaoping.resolve.points import share

_UNKNOWN: Lines = {}


@dataclass(frozen=True)
class Mutant:
    """A changed rubric.

    Attributes:
        clause: that is changed; 总分 for a bound of the total or a grade, else the id of an indicator.
        line: of the clause, indicator or declaration; 0 where it is not known.
        what: 每1次扣4分，改成每1次扣5分.
        changed: ids of the clauses that may score otherwise: all of the indicator, whose points are shared anew.
        make: the changed rubric.
        selects: figures may change, not only what is made of them.
    """

    clause: str
    line: int
    what: str
    changed: tuple[str, ...]
    make: Callable[[], Rubric]
    selects: bool = False

    @property
    def sentence(self) -> str:
        """As it is reported, and as an excuse repeats it."""
        return self.what if self.what.startswith("指标“") else f"{self.clause} {self.what}"


def mutants_of(rubric: Rubric, lines: Lines = _UNKNOWN) -> Iterator[Mutant]:
    """The mutants that somebody could notice, in the order of the file."""
    return (mutant for mutant, noticeable in every_mutant(rubric, lines) if noticeable)


def every_mutant(rubric: Rubric, lines: Lines = _UNKNOWN) -> Iterator[tuple[Mutant, bool]]:
    """All mutants, and whether it can make a difference to anybody's points."""
    yield from ((mutant, True) for mutant in _of_rounding(rubric, lines))
    for table in rubric.tables:
        yield from ((mutant, True) for mutant in _of_table(rubric, table, lines))
        for leaf in table.walk():
            if leaf.points is not None and rubric.scoring == "points":
                yield _indicator(rubric, leaf, lines.get(("指标", leaf.id), 0)), True
            for clause in leaf.clauses:
                yield from _of_clause(rubric, leaf, clause, len(table.units))


def _of_rounding(rubric: Rubric, lines: Lines) -> Iterator[Mutant]:
    """取值  每项得分四舍五入保留2位小数 → 3位, 1位."""
    if rubric.rounding is None:
        return
    of, mode, places = rubric.rounding
    ids = tuple(clause.id for clause in rubric.clauses()) if of == "clause" else ()
    for other in (places - 1, places + 1):
        if other >= 0:
            what = f"得分保留{places}位小数，改成保留{other}位小数"
            changed = rubric.model_copy(update={"rounding": (of, mode, other)})
            yield Mutant(TOTAL, lines.get(("取值", ""), 0), what, ids, partial(_as_it_is, changed))


def _as_it_is(rubric: Rubric) -> Rubric:
    return rubric


def _of_clause(rubric: Rubric, leaf: Indicator, clause: Clause, units: int) -> Iterator[tuple[Mutant, bool]]:
    facts = {spec.name: spec for spec in rubric.facts}
    for number, section in enumerate(clause.sections):
        changes = [
            (
                index,
                _with_rule(clause, number, index, change),
                f"{change.old}，改成{change.new}",
                change.selects,
            )
            for index, rule in enumerate(section.rules)
            for change in changes_of(rule)
        ]
        changes += [
            (-1, _with_part(clause, number, part), what, False) for what, part in _bounds(section.part)
        ]
        for index, changed, what, selects in changes:
            shared = _shared_anew(leaf, changed)
            after = next(c for c in shared.clauses if c.id == clause.id).sections[number]
            same = not selects and is_equivalent(section, after, index, units, facts)
            yield _mutant(rubric, shared, changed, what, selects), not same


def _mutant(rubric: Rubric, leaf: Indicator, changed: Clause, what: str, selects: bool) -> Mutant:
    ids = tuple(clause.id for clause in leaf.clauses)
    return Mutant(changed.id, changed.line, what, ids, partial(_with_leaf, rubric, leaf), selects)


def _bounds(part: Part) -> Iterator[tuple[str, Part]]:
    """The bounds of a part: its full mark, cap and drain."""
    if part.mark is not None:
        yield _update(part, "（{}分）", "mark", less(part.mark))
    if part.cap is not None:
        word = {"deduct": "最高扣", "gain": "最多得", "score": "最高"}[part.cap_of]
        yield _update(part, f"{word}{{}}分", "cap", less(part.cap))
    if part.drain is not None:
        yield _update(part, "直至{}分扣完", "drain", less(part.drain))


def _update(part: Part, words: str, name: str, value: Decimal) -> tuple[str, Part]:
    old, new = words.format(plain(getattr(part, name))), words.format(plain(value))
    return f"{old}，改成{new}", part.model_copy(update={name: value})


def _indicator(rubric: Rubric, indicator: Indicator, line: int) -> Mutant:
    assert indicator.points is not None
    points = less(indicator.points)
    what = f"指标“{indicator.name}”{plain(indicator.points)}分，改成{plain(points)}分"
    changed = indicator.model_copy(update={"points": points})
    shared = _shared_anew(changed, None) if changed.clauses else changed
    return Mutant(
        indicator.id,
        line,
        what,
        tuple(clause.id for clause in indicator.clauses),
        partial(_with_leaf, rubric, shared),
    )


def _of_table(rubric: Rubric, table: Table, lines: Lines) -> Iterator[Mutant]:
    """The ceiling of the total, and the totals that earn a grade."""

    def mutant(word: str, what: str, **update: Any) -> Mutant:
        changed = table.model_copy(update=update)
        return Mutant(
            TOTAL,
            lines.get((word, table.kind), 0),
            what,
            (),
            partial(_with_table, rubric, table, changed),
        )

    if table.ceiling is not None:
        lower = less(table.ceiling)
        yield mutant("满分", f"总分不高于{plain(table.ceiling)}分，改成不高于{plain(lower)}分", ceiling=lower)
    for index, grade in enumerate(table.grades):
        for changed in _grades(grade):
            grades = (*table.grades[:index], changed, *table.grades[index + 1 :])
            yield mutant("等次", f"{said_grade(grade)}，改成{said_grade(changed)}", grades=grades)


def _with_table(rubric: Rubric, old: Table, new: Table) -> Rubric:
    return rubric.model_copy(update={"tables": tuple(new if t is old else t for t in rubric.tables)})


def _grades(grade: Grade) -> Iterator[Grade]:
    """Stricter ends; whether an end is included shows only in totals that stand there to a hair."""
    if grade.lower is not None:
        yield replace(grade, lower=more(grade.lower))
        yield replace(grade, lower_closed=not grade.lower_closed)
    if grade.upper is not None:
        yield replace(grade, upper=less(grade.upper))


def _with_rule(clause: Clause, number: int, index: int, change: Change) -> Clause:
    section = clause.sections[number]
    old = section.rules[index].term
    terms = section.part.terms
    at = index if index < len(terms) and terms[index] == old else terms.index(old) if old in terms else None
    part = section.part
    if at is not None:
        part = part.model_copy(update={"terms": (*terms[:at], change.rule.term, *terms[at + 1 :])})
    rules = (*section.rules[:index], change.rule, *section.rules[index + 1 :])
    return _with_section(clause, number, section.model_copy(update={"part": part, "rules": rules}))


def _with_part(clause: Clause, number: int, part: Part) -> Clause:
    return _with_section(clause, number, clause.sections[number].model_copy(update={"part": part}))


def _with_section(clause: Clause, number: int, section: Section) -> Clause:
    sections = (*clause.sections[:number], section, *clause.sections[number + 1 :])
    return clause.model_copy(update={"sections": sections})


def _shared_anew(leaf: Indicator, changed: Clause | None) -> Indicator:
    """The leaf with a clause changed, and its points shared among the clauses as `resolve` does."""
    clauses = tuple(changed if changed is not None and c.id == changed.id else c for c in leaf.clauses)
    parts, itemised = [], []
    for clause in clauses:
        leads = sum(1 for section in clause.sections if not section.part.instead)
        for section in clause.sections:
            mark = section.part.mark
            parts.append(
                (section.part, mark if mark is not None else clause.reading.mark if leads == 1 else None)
            )
            itemised.append(any(rule.each is not None for rule in section.rules))
    shared = share(parts, leaf.points, itemised)
    shares = iter(shared.parts)

    def with_points(section: Section) -> Section:
        points = next(shares)
        update = {"full": points.full, "opening": points.opening, "floor": points.floor}
        return section.model_copy(update=update)

    anew = tuple(c.model_copy(update={"sections": tuple(map(with_points, c.sections))}) for c in clauses)
    return dealt(leaf.model_copy(update={"clauses": anew, "pool": shared.pool}))


def _with_leaf(rubric: Rubric, leaf: Indicator) -> Rubric:
    def put(indicator: Indicator) -> Indicator:
        if indicator.id == leaf.id:
            return leaf
        if not indicator.children:
            return indicator
        return indicator.model_copy(update={"children": tuple(map(put, indicator.children))})

    tables = tuple(t.model_copy(update={"indicators": tuple(map(put, t.indicators))}) for t in rubric.tables)
    return rubric.model_copy(update={"tables": tables})
