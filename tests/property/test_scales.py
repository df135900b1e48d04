"""Tiers under the linter: what it says of a value is what the value scores, and what it is silent about is sound.

Scales are random sentences. The oracle for "sound" knows nothing of intervals: it asks each row, as it was
drawn, whether it takes a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import FILE, points, rule_file, scored, state
from kaoping import exact
from kaoping.diagnostics import Diagnostic
from kaoping.lint import places
from kaoping.lint.run import lint
from kaoping.lint.subject import Subject
from kaoping.source import SourceFile

UNITS = ("甲县", "乙县", "丙县", "丁县", "戊县", "己县", "庚县")
_VALUE = re.compile(r"为(?P<value>[\d.]+)(?:%|小时)时，?(?P<told>得[\d.]+分|扣[\d.]+分)?")
_PLACE = re.compile(r"第(?P<place>\d+)名(?P<told>得[\d.]+分|扣[\d.]+分)?")
_OUTCOME = re.compile(r"得[\d.]+分|扣[\d.]+分|待评")

many = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


class Row(NamedTuple):
    """One row as it was drawn: its words, and whether it takes a number of percent (or hours)."""

    words: str
    takes: Callable[[Fraction], bool]
    points: int


def _row(form: int, low: int, high: int, sign: str, given: int) -> Row:
    match form:
        case 0:
            return Row(f"完成率≥{low}{sign}", lambda x: x >= low, given)
        case 1:
            return Row(f"完成率＜{high}{sign}", lambda x: x < high, given)
        case 2:
            return Row(f"{high}{sign}＞完成率≥{low}{sign}", lambda x: low <= x < high, given)
        case 3:
            return Row(f"{low}{sign}-{high}{sign}", lambda x: low <= x <= high, given)
        case 4:
            return Row(f"完成率＞{high}{sign}", lambda x: x > high, given)
        case 5:
            return Row(f"{low}{sign}以下", lambda x: x <= low, given)
        case 6:
            return Row(f"完成率≤{low}{sign}", lambda x: x <= low, given)
        case _:
            return Row(f"{low}{sign}＜完成率≤{high}{sign}", lambda x: low < x <= high, given)


@st.composite
def wild(draw: st.DrawFn, sign: str = "%") -> list[Row]:
    """Rows that have nothing to do with each other."""
    rows = []
    for _ in range(draw(st.integers(2, 4))):
        low, high = sorted(draw(st.lists(st.integers(1, 10), min_size=2, max_size=2, unique=True)))
        rows.append(_row(draw(st.integers(0, 7)), low * 10, high * 10, sign, draw(st.integers(1, 6))))
    return rows


@st.composite
def ladders(draw: st.DrawFn, sign: str = "%") -> list[Row]:
    """Rows from the highest down that follow on each other, each end drawn anew: mostly sound, some with a slip."""
    ends = sorted(draw(st.lists(st.integers(1, 9), min_size=1, max_size=3, unique=True)), reverse=True)
    given = draw(st.lists(st.integers(1, 6), min_size=len(ends) + 1, max_size=len(ends) + 1, unique=True))
    given = sorted(given, reverse=True) if draw(st.integers(0, 3)) else given
    ends = [end * 10 for end in ends]
    rows = [_row(draw(st.sampled_from((0, 0, 0, 4))), ends[0], ends[0], sign, given[0])]
    for high, low, value in zip(ends, ends[1:], given[1:], strict=False):
        rows.append(_row(draw(st.sampled_from((2, 2, 2, 2, 3, 7))), low, high, sign, value))
    rows.append(_row(draw(st.sampled_from((1, 1, 1, 5, 6))), ends[-1], ends[-1], sign, given[-1]))
    return rows


def sentence(rows: list[Row]) -> str:
    first, *rest = rows
    words = first.words if first.words.startswith("完成率") else f"完成率{first.words}"
    linked = words.replace("完成率", "完成率{完成率}", 1)
    return "；".join([f"{linked}，得{first.points}分", *(f"{r.words}，得{r.points}分" for r in rest)]) + "。"


def findings(rules: str) -> list[Diagnostic]:
    found = lint(SourceFile(FILE, rule_file(rules))).findings
    assert not [d for d in found if d.severity == "error"], [d.message for d in found]
    return [d for d in found if d.code.startswith("T")]


def claims(witness: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What a witness says: (value or place, what the program makes of it)."""
    stated = list(pattern.finditer(witness))
    if all(found["told"] for found in stated):
        yield from ((found[1], found["told"]) for found in stated)
    elif stated and _OUTCOME.search(witness):  # 共7个单位，最后是第7名: of the units, not of a score
        yield stated[0][1], _OUTCOME.findall(witness)[-1]


def behaves(rules: str, table: str, unit: str, told: str) -> None:
    sheet = scored(rules, table)
    if told == "待评":
        assert state(sheet, unit=unit).pending
    else:
        sign = -1 if told.startswith("扣") else 1
        assert points(sheet, "1.1", unit=unit) == sign * Decimal(told[1:-1])


@many
@given(
    st.sampled_from(("%", "小时")).flatmap(lambda sign: st.tuples(st.just(sign), wild(sign) | ladders(sign)))
)
def test_a_witness_scores_as_it_says(drawn: tuple[str, list[Row]]) -> None:
    sign, rows = drawn
    rules = sentence(rows)
    for finding in findings(rules):
        for value, told in claims(finding.witness, _VALUE):
            behaves(rules, f"单位,完成率\n甲县,{value}{sign if sign == '%' else ''}", "甲县", told)


@many
@given(ladders())
def test_a_scale_without_findings_is_sound(rows: list[Row]) -> None:
    if findings(sentence(rows)):
        return
    given = []
    for value in (Fraction(n) * Fraction(1, 4) for n in range(4 * 102)):
        rows_of_value = [row.points for row in rows if row.takes(value)]
        assert len(rows_of_value) == 1, (sentence(rows), exact.text(exact.simplest(value)))
        given += rows_of_value
    assert given in (sorted(given), sorted(given, reverse=True))


class Band(NamedTuple):
    words: str
    first: int
    last: int | None
    points: int


@st.composite
def bands(draw: st.DrawFn) -> list[Band]:
    found = []
    for _ in range(draw(st.integers(2, 4))):
        first = draw(st.integers(1, 8))
        last = draw(st.integers(first, 9) | st.none())
        words = f"第{first}-{last}名" if last and last > first else f"第{first}名"
        words = f"第{first}名及以后" if last is None else words
        found.append(Band(words, first, last, draw(st.integers(1, 6))))
    return found


@many
@given(bands())
def test_what_is_said_of_a_place_is_what_it_scores(drawn: list[Band]) -> None:
    words = "；".join(f"{band.words}，得{band.points}分" for band in drawn)
    rules = f"办法  甲\n单位  {'、'.join(UNITS)}\n一级指标  甲\n  按办件量{{办件量}}排名，{words}。"
    table = "单位,办件量\n" + "\n".join(f"{unit},{100 - n}" for n, unit in enumerate(UNITS))
    found = findings(rules)
    for finding in found:
        for place, told in claims(finding.witness, _PLACE):
            if int(place) <= len(UNITS):
                behaves(rules, table, UNITS[int(place) - 1], told)
    if not found:
        given = []
        for place in range(1, len(UNITS) + 1):
            named = {b.points for b in drawn if b.first <= place <= (b.last or 99)}
            assert len(named) == 1 or any(b.first == 1 for b in drawn), (words, place)
            given += sorted(named)[:1] if len(named) == 1 else []
        assert all(b.first <= len(UNITS) for b in drawn)
        if all(len({b.points for b in drawn if b.first <= p <= (b.last or 99)}) == 1 for p in range(1, 8)):
            assert given in (sorted(given), sorted(given, reverse=True))


@st.composite
def grades(draw: st.DrawFn) -> list[tuple[str, str, Callable[[int], bool]]]:
    """Grades with their totals as written, and whether a whole total earns them."""
    names = ("卓越", "优胜", "入围", "其余")[: draw(st.integers(2, 4))]
    ends = [
        10 * end for end in sorted(draw(st.lists(st.integers(1, 9), min_size=3, max_size=3)), reverse=True)
    ]
    found: list[tuple[str, str, Callable[[int], bool]]] = []
    for index, name in enumerate(names):
        low, high = ends[min(index, 2)], ends[max(index - 1, 0)]
        form = draw(
            st.sampled_from((0,) if index == 0 else (1, 1, 1, 2) if index < len(names) - 1 else (3, 3, 4))
        )
        match form:
            case 0:
                found.append((name, f"S≥{low}", lambda x, low=low: x >= low))
            case 1:
                found.append((name, f"{high}＞S≥{low}", lambda x, a=low, b=high: a <= x < b))
            case 2:
                found.append((name, f"{high}≥S≥{low}", lambda x, a=low, b=high: a <= x <= b))
            case 3:
                found.append((name, f"S＜{high}", lambda x, b=high: x < b))
            case _:
                found.append((name, f"S≤{high}", lambda x, b=high: x <= b))
    return found


@many
@given(grades())
def test_what_is_said_of_a_total_is_its_grade(drawn: list[tuple[str, str, Callable[[int], bool]]]) -> None:
    listed = "、".join(f"{name}（{totals}）" for name, totals, _ in drawn)
    head = f"办法  甲\n满分  100分\n等次  {listed}\n一级指标  甲（100分）\n  根据工作情况{{评分}}进行计分。"
    found = findings(head)
    for finding in found:
        if total := re.search(r"总分为([\d.]+)分时", finding.witness):
            (standing,) = scored(head, f"单位,评分\n甲县,{total[1]}").standings
            told = re.search(r"程序定为“(.+)”", finding.witness)
            assert standing.grades == ((told[1],) if told else ("无等次",))
    if not found:
        assert all(sum(earns(total) for _, _, earns in drawn) == 1 for total in range(101))


@st.composite
def rankings(draw: st.DrawFn) -> tuple[int, str]:
    """Bands of all kinds, from both ends, in places and in shares, among so many units."""
    words = []
    for least in range(draw(st.integers(1, 3)), 0, -1):
        number = draw(st.integers(1, 9))
        form = draw(
            st.sampled_from(
                ("第{0}名", "前{0}名", "后{0}名", "前{0}0%", "后{0}0%", "倒数第{0}名", "第{0}名之后")
            )
        )
        words.append(f"{form.format(number)}，得{least}分")
    return draw(st.integers(1, 40)), "；".join(words)


@many
@given(rankings())
def test_places_are_cut_where_bands_begin_and_end(drawn: tuple[int, str]) -> None:
    units, words = drawn
    listed = "、".join(f"单位{n}" for n in range(units))
    text = f"办法  甲\n单位  {listed}\n一级指标  甲\n  按办件量{{办件量}}排名，{words}。"
    for ranking in places.of_clauses(Subject.of(SourceFile(FILE, text))):
        one_by_one = {place: ranking.outcome(place) for place in range(1, ranking.units + 1)}
        assert ranking.places == one_by_one
