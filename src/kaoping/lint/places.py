"""Rankings: bands of places among the units of a table, and what the program makes of each place.

Where the rule file does not list its units, places are tried as far as the bands go (第6名之后: 7), and shares
among a hundred units; then only what holds for any number of units is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise

from kaoping import exact
from kaoping.language.reading import FULL, Award, Penalty, Points, PointsRange, Rank, Tiers
from kaoping.lint.check import Found, Undecided
from kaoping.lint.scales import MOST, PENDING, Outcome, counts_beside, gives, name_of, place_of, words
from kaoping.lint.subject import Subject
from kaoping.model import Clause, Rule, Section
from kaoping.score.conditions import Measured, met, ranked_rows
from kaoping.score.terms import contribution
from kaoping.source import Span

_ELSEWHERE = re.compile("全国|全省|全区|全自治区|全行业|同行业|本行业|本系统|本地区|同类地区|片区|百强")
"""A ranking among more than the units of the rule file."""
_PLACES = 500
"""Places are tried one by one, so far."""


@dataclass(frozen=True, slots=True)
class Band:
    """One band of places: 第1-3名, 前20%. points: None where nobody knows them beforehand."""

    words: str
    span: Span
    test: Rank
    rule: Rule
    row: int | None
    points: Decimal | None


@dataclass(frozen=True)
class Ranking:
    """Bands of places over one figure.

    units: how many the table lists, or as many as the bands need (assumed): where it lists none, or where the
        ranking is among others (全国同行业).
    beside: as in scales.Scale.
    """

    span: Span
    name: str
    units: int
    assumed: bool
    bands: tuple[Band, ...]
    section: Section = field(repr=False)
    beside: bool = False

    @cached_property
    def places(self) -> dict[int, Outcome]:
        """What each place comes to. The row is an index of `bands`, where the bands are alternatives."""
        runs = [(run, self.outcome(run[0])) for run in self._runs]
        return {place: outcome for run, outcome in runs for place in run}

    @cached_property
    def _runs(self) -> list[range]:
        """The places, cut wherever a band may begin or end: within a run all are named by the same bands."""
        starts = {1}
        for band in self.bands:
            for end in (band.test.first, band.test.last):
                if end is not None:
                    at = int(Fraction(end) * self.units * Fraction(1, 100) if band.test.share else end)
                    near = (self.units + 1 - at if band.test.from_bottom else at) + 1
                    starts |= {start for start in range(near - 2, near + 2) if 1 <= start <= self.units}
        return [range(a, b) for a, b in pairwise((*sorted(starts), self.units + 1))]

    def measured(self, place: int) -> Measured:
        """A unit at a place, nobody beside it."""
        from_last = self.units + 1 - place
        return Measured(Decimal(1), (place, place), (from_last, from_last), self.units)

    def held(self, band: Band) -> list[int]:
        """The places that the words of a band name, in order."""
        index = next(index for index, other in enumerate(self.bands) if other is band)
        return self._held[index]

    @cached_property
    def _held(self) -> list[list[int]]:
        runs = [(run, self.measured(run[0])) for run in self._runs]
        return [[p for run, at in runs if met(b.test, b.rule, at) is True for p in run] for b in self.bands]

    def say(self, place: int) -> str:
        """第2名; among assumed units a share is a share: 排在20%处."""
        return f"排在{place}%处" if self.shares and self.assumed else f"第{place}名"

    def among(self) -> str:
        """（共8个单位）."""
        return "" if self.assumed else f"（共{self.units}个单位）"

    @property
    def shares(self) -> bool:
        """Whether its bands are shares of the units."""
        return any(band.test.share for band in self.bands)

    @property
    def alternatives(self) -> bool:
        """Whether one band at most applies."""
        return all(band.row is not None for band in self.bands)

    def outcome(self, place: int) -> Outcome:
        """What a place comes to, asked of the program."""
        measured = self.measured(place)
        found = [contribution(rule, measured, self.section) for rule in self._rules()]
        if any(one.pending for one in found):
            return Outcome(None, None, PENDING)
        points = exact.total(one.low for one in found)
        first = self.bands[0].rule.term
        row = ranked_rows(first, measured)[0] if isinstance(first, Tiers) and self.alternatives else None
        return Outcome(row, points, gives(points, first if isinstance(first, Tiers) else None))

    def _rules(self) -> list[Rule]:
        kept: list[Rule] = []
        for band in self.bands:
            if not any(band.rule is rule for rule in kept):
                kept.append(band.rule)
        return kept


def of_clauses(subject: Subject) -> tuple[Ranking, ...]:
    """The rankings of all clauses: tiers by place, and awards and deductions by place on one figure."""
    return subject.once(_of_clauses)


def _of_clauses(subject: Subject) -> Iterator[Ranking]:
    for table in subject.rubric.tables:
        for clause in table.clauses():
            if not subject.read(clause):
                continue
            for section in clause.sections:
                for bands in _groups(subject, clause, section):
                    elsewhere = _ELSEWHERE.search(clause.reading.text) is not None
                    listed = bool(table.units) and subject.counted and not elsewhere
                    units, assumed = (len(table.units), False) if listed else (_needed(bands), True)
                    if 0 < units <= _PLACES and len(bands) <= MOST:
                        span = Span(min(b.span.start for b in bands), max(b.span.end for b in bands))
                        name = name_of(bands[0].rule, clause)
                        yield Ranking(
                            span, name, units, assumed, tuple(bands), section, counts_beside(section)
                        )


def _groups(subject: Subject, clause: Clause, section: Section) -> Iterator[list[Band]]:
    alone: list[Band] = []
    for rule in section.rules:
        term = rule.term
        if isinstance(term, Tiers) and term.scale == "rank" and rule.wants == "number" and rule.each is None:
            yield [
                Band(
                    words(row),
                    place_of(subject, clause, term, row),
                    row.when.test,
                    rule,
                    index,
                    _points(row.points, section),
                )
                for index, row in enumerate(term.rows)
                if isinstance(row.when.test, Rank)
            ]
        elif isinstance(term, Award | Penalty) and isinstance(term.when.test, Rank) and rule.each is None:
            given = _points(term.points, section) if isinstance(term, Award) else _taken(term)
            band = Band(term.when.text or "", subject.term(clause, term), term.when.test, rule, None, given)
            if alone and alone[0].rule.measure != rule.measure:
                yield [band]
            else:
                alone.append(band)
    if alone:
        yield alone


def _points(points: Points | PointsRange, section: Section) -> Decimal | None:
    if isinstance(points, PointsRange):
        return None
    return section.full if points == FULL else points


def _taken(term: Penalty) -> Decimal | None:
    return None if term.points is None else -term.points


def _needed(bands: list[Band]) -> int:
    """How many units it takes to tell the bands apart; 0 where that depends on how many there are."""
    shares = {band.test.share for band in bands}
    ends = [end for band in bands for end in (band.test.first, band.test.last) if end is not None]
    if shares == {True}:
        return 100 if all(end == end.to_integral_value() for end in ends) else 0
    if shares == {False} and not any(band.test.from_bottom for band in bands) and len(bands) > 1:
        most = max(ends)
        return int(most) + 1
    return 0


def overlaps(ranking: Ranking) -> Iterator[Found]:
    """Places that two bands name with different points, where neither is a rung of the other's ladder."""
    for one, other in combinations(ranking.bands, 2):
        if one.points == other.points or _ladder(one.test, other.test):
            continue
        if not ranking.alternatives and one.test.from_bottom == other.test.from_bottom:
            continue  # 前10名加1分，第1名再加2分: both are given
        shared = sorted(set(ranking.held(one)) & set(ranking.held(other)))
        if not shared:
            continue
        place = shared[0]
        bottom = other if other.test.from_bottom else one
        met_ = one.test.from_bottom != other.test.from_bottom
        from_last = f"，也就是倒数第{ranking.units + 1 - place}名" if met_ and not ranking.assumed else ""
        gave = "、".join(f"“{b.words}”{gives(b.points)}" for b in (one, other) if b.points is not None)
        outcome = ranking.places[place]
        taken = f"程序取“{ranking.bands[outcome.row].words}”，" if outcome.row is not None else "程序合计"
        yield Found(
            bottom.span if met_ else other.span,
            f"“{one.words}”与“{other.words}”都包括{ranking.say(place)}{ranking.among()}",
            "修订文件时写明重叠的单位怎么办；暂不修订的，注明认可的理由",
            witness=f"{ranking.say(place)}{from_last}：{gave}；{taken}{outcome.told}",
        )


def gaps(ranking: Ranking, *, between: bool) -> Iterator[Found | Undecided]:
    """Places that no band names and that earn nothing for certain: between two bands, or beyond all of them."""
    open_ = [place for place, outcome in ranking.places.items() if outcome.told == PENDING]
    if not open_ or (ranking.assumed and not between):
        return
    named = sorted({place for band in ranking.bands for place in ranking.held(band)})
    if not named:
        return
    for first, last in _runs(open_):
        if (named[0] < first < named[-1]) != between:
            continue
        told = ranking.say(first) if first == last else f"{ranking.say(first)}到{ranking.say(last)}"
        if ranking.beside:
            yield Undecided(ranking.span, f"{told}没有一档管到；也许由同一条里别的计分管")
            continue
        yield Found(
            ranking.span,
            f"{told}没有一档管到",
            "修订文件时写明这些名次怎么办，或加一句“其余的，不得分”；暂不修订的，注明认可的理由",
            witness=f"{ranking.say(first)}{ranking.among()}不属于任何一档，计分时待评",
        )


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Places in a row: 4, 5, 9 → (4, 5), (9, 9)."""
    start: int | None = None
    for index, place in enumerate(places):
        start = place if start is None else start
        if index + 1 == len(places) or places[index + 1] != place + 1:
            yield start, place
            start = None


def _ladder(one: Rank, other: Rank) -> bool:
    """前20%, 前40%: both begin at the same end."""
    if one.from_bottom != other.from_bottom:
        return False
    return max(one.first, other.first) <= 1 or (one.last is None and other.last is None)
