"""A reading as JSON: the contract of `kaoping clause --json`, for programs and for measurement.

The tree keeps every distinction; this form is flat and says what a person would jot down of the
clause: what can be granted, what is taken per what, where it ends. Numbers are strings, and what
does not apply is left out. A clause that is not understood says only that, and what was left over:
half a reading must not pass for a whole one.

    遵守规定，得3分，每少一次扣0.5分，最多扣2分。
    {"understood": true, "award": "3", "deduct": [{"points": "0.5", "per": "1", "unit": "次"}], "cap": "2", …}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kaoping.exact import add, text
from kaoping.language.paraphrase import say
from kaoping.language.reading import (
    FULL,
    Award,
    Between,
    Condition,
    Formula,
    Judgement,
    Part,
    Penalty,
    Points,
    PointsRange,
    Rate,
    Reading,
    Target,
    Term,
    Tiers,
    Veto,
    Zero,
)
from kaoping.language.targets import say_value

Json = dict[str, object]


def to_json(reading: Reading, id: str | int | None = None, points: Decimal | None = None) -> Json:
    """The contract's object. `points` is the full mark, where the clause's place gives one."""
    report: Json = {} if id is None else {"id": id}
    report["understood"] = reading.understood
    if reading.understood:
        report["paraphrase"] = say(reading)
        report |= {key: value for key, value in _fields(reading, points) if value not in (None, [], False)}
    nothing = [] if reading.understood else [reading.text.strip()]
    report["left_over"] = [rest.text for rest in reading.left_over] or nothing
    return report


def _fields(reading: Reading, points: Decimal | None) -> Iterator[tuple[str, object]]:
    """Every key of the contract with its value; empty where it does not apply."""
    terms = list(reading.terms())
    tiers = [term for term in terms if isinstance(term, Tiers)]
    yield "award", _award(reading, points)
    yield "deduct", list(_steps(terms, "deduct"))
    yield "gain", list(_steps(terms, "gain"))
    yield "cap", next(_caps(reading), None)
    yield "until_exhausted", any(part.until_exhausted or part.drain is not None for part in reading.parts)
    yield "tiers", [row for part in reading.parts for row in _rows(part, _full_mark(reading, part, points))]
    yield "otherwise", _first(term.otherwise for term in terms if isinstance(term, (Award, Tiers)))
    yield "zero", any(_empties(term) for term in terms)
    yield "veto", _join(term.qualification for term in terms if isinstance(term, Veto))
    yield "formula", _join(_formulas(terms))
    ranges = [term.range for term in terms if isinstance(term, Judgement)]
    ranges += [row.points for term in tiers for row in term.rows if isinstance(row.points, PointsRange)]
    yield "judgement", bool(ranges)
    targets = [term for term in terms if isinstance(term, Target)]
    yield "target", next((_target(term) for term in targets), None)
    yield "range", next(([text(b.least), text(b.most)] for b in ranges if b and not b.share), None)


def _target(term: Target) -> Json:
    """A target of its name, its value as published, and how that was read (≥5个工作日); words stay words."""
    read = {} if term.when.test is None else {"when": say_value(term)}
    return {"name": term.when.subject, "value": term.value, **read}


def _full_mark(reading: Reading, part: Part, points: Decimal | None) -> Decimal | None:
    """What 满分 stands for in a part: the nearest full mark that is stated."""
    return next((mark for mark in (part.mark, reading.mark, points) if mark is not None), None)


def _award(reading: Reading, points: Decimal | None) -> str | None:
    """The sum of what is granted outright; None if nothing is, or if it rests on an unknown 满分."""
    total: Decimal | None = None
    for part in reading.parts:
        for term in part.terms:
            if isinstance(term, Award) and not term.bonus:
                granted = _full_mark(reading, part, points) if term.points == FULL else term.points
                if granted is None:
                    return None
                total = granted if total is None else Decimal(text(add(total, granted)))
    return None if total is None else text(total)


def _steps(terms: Iterable[Term], sign: str) -> Iterator[Json]:
    """Deductions or gains: points for each step, or points alone where they are fixed."""
    for term in terms:
        if isinstance(term, Rate) and term.sign == sign:
            unit = {"unit": term.per.unit} if term.per.unit else {}
            yield {"points": text(term.points), "per": text(term.per.number), **unit}
        elif isinstance(term, Penalty) and sign == "deduct" and term.points is not None and not _bounds(term):
            yield {"points": text(term.points)}
        elif isinstance(term, Award) and sign == "gain" and term.bonus:
            yield {"points": "满分" if term.points == FULL else text(term.points)}


def _formulas(terms: Iterable[Term]) -> Iterator[str]:
    """Formulas and proportions, also where only a part of a step is taken in proportion."""
    for term in terms:
        if isinstance(term, Formula):
            yield term.text
        elif isinstance(term, Rate) and term.partial == "proportional":
            yield f"不足{term.per}的部分按比例"


def _bounds(term: Penalty) -> bool:
    """超过2次扣完4分 takes nothing of its own: it says where the deduction before it ends."""
    return term.all and term.more_than is not None


def _caps(reading: Reading) -> Iterator[str]:
    """All bounds on the clause's points, those beside a single rate first, the rubric's total last."""
    for part in reading.parts:
        for term in part.terms:
            if isinstance(term, Rate) and term.cap is not None:
                yield text(term.cap)
            elif isinstance(term, Penalty) and _bounds(term) and term.points is not None:
                yield text(term.points)
        yield from (text(bound) for bound in (part.cap, part.drain) if bound is not None)
    if reading.total_cap is not None:
        yield text(reading.total_cap)


def _rows(part: Part, full: Decimal | None) -> Iterator[Json]:
    """The rows of all tables of a part, in order.

    得2分…；低于90%不得分: a threshold of nothing, beside what is granted, is the last row of a table.
    """
    grants = any(isinstance(term, (Award, Tiers)) for term in part.terms)
    for term in part.terms:
        if isinstance(term, Tiers):
            for row in term.rows:
                if term.deducts and row.points == 0:
                    continue  # 不扣分 takes nothing, whereas a row of 0 is a way to come to nothing
                yield {"when": _when(row.when), "points": _points(row.points, full)}
        elif isinstance(term, Award) and not term.bonus and _is_band(term.when.test):
            yield {"when": _when(term.when), "points": _points(term.points, full)}
        elif grants and isinstance(term, Zero) and isinstance(term.when.test, Between):
            yield {"when": _when(term.when), "points": "0"}


def _is_band(test: object) -> bool:
    """占5%～8%，得1分: a single row with both its ends."""
    return isinstance(test, Between) and test.lower is not None and test.upper is not None


def _when(condition: Condition) -> str:
    """The test in figures (≥80%且<100%), else the words nearest to the points."""
    words = re.split(r"[，,；;。\n]", condition.text)[-1].strip()
    test = condition.test
    if not isinstance(test, Between):
        return words
    stated = [end for end in (test.lower, test.upper) if end is not None]
    if re.search(r"\d", words) and not any(text(end.number) in condition.text for end in stated):
        return words  # 超过2天, that the test counts from 9: what the sentence says
    ends = []
    if test.lower is not None:
        ends.append(("≥" if test.lower_closed else ">") + str(test.lower))
    if test.upper is not None:
        ends.append(("≤" if test.upper_closed else "<") + str(test.upper))
    return "且".join(ends)


def _points(points: Points | PointsRange, full: Decimal | None) -> str:
    if isinstance(points, PointsRange):
        sign = "%" if points.share else ""
        return f"{text(points.least)}{sign}-{text(points.most)}{sign}"
    if points == FULL:
        return "满分" if full is None else text(full)
    return text(points)


def _empties(term: Term) -> bool:
    """Does the term leave nothing: 此项得0分, 全扣?"""
    return isinstance(term, Zero) or (isinstance(term, Penalty) and term.points is None)


def _first(values: Iterable[Decimal | None]) -> str | None:
    return next((text(value) for value in values if value is not None), None)


def _join(values: Iterable[str]) -> str | None:
    return "；".join(dict.fromkeys(values)) or None
