"""What a table claims in words: rates of its own figures, targets told twice, grades of totals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kaoping import exact
from kaoping.audit.finding import Finding
from kaoping.audit.match import Arranged, Placed
from kaoping.audit.paper import Cell
from kaoping.exact import parse_number, percent, round_points, text
from kaoping.facts.names import fold
from kaoping.sheet import Standing, best_first, grade_at

_RATE = re.compile(r"((?:预算|资金)?(?:执行|完成|到位|支付|支出)率)(?:为|是|达|达到|:)?(\d+(?:\.\d+)?)%")
_SHOWN = re.compile(r"(\d+(?:\.\d+)?)%")
_PLAIN = re.compile(r"(\d[\d,]*(?:\.\d+)?)((?:万|亿)?[^\d%.]{0,3})")
_UP, _DOWN = "≥", "≤"
_SIGNS = {
    **dict.fromkeys(("≥", "≧", ">=", "不少于", "不低于", "大于等于", "大于或等于", "至少"), _UP),
    **dict.fromkeys(("≤", "≦", "<=", "不超过", "不高于", "不多于", "小于等于", "小于或等于", "至多"), _DOWN),
}
_AFTER = {"以上": _UP, "以下": _DOWN, "以内": _DOWN}
_TARGET = re.compile(
    rf"(?P<sign>{'|'.join(map(re.escape, _SIGNS))})?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[万亿]?(?:个工作日|[a-zA-Z]+|[一-鿿])?)"
    rf"(?P<after>{'|'.join(_AFTER)})?"
)
_MAGNITUDE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


class _Target(NamedTuple):
    sign: str
    number: Decimal
    unit: str


def rates(paper: Arranged) -> Iterator[Finding]:
    """P005: a rate that is not its numerator over its denominator, as precise as it is published."""
    for one in paper.placed:
        line = one.line
        if line.rate is not None and line.part is not None and line.whole is not None:
            shown = _SHOWN.fullmatch(fold(line.rate.text))
            if shown:
                name = fold(line.rate.place.column or "执行率").split("(")[0]
                yield from _rate(paper, one, name, shown[1], line.rate, line.part, line.whole)
        elif line.remark is not None and line.target is not None and line.actual is not None:
            for found in _RATE.finditer(fold(line.remark.text)):
                yield from _rate(paper, one, found[1], found[2], line.remark, line.actual, line.target)


def _rate(
    paper: Arranged, one: Placed, name: str, shown: str, cell: Cell, part: Cell, whole: Cell
) -> Iterator[Finding]:
    above, below = _amount(part), _amount(whole)
    published = parse_number(shown)
    if above is None or below is None or published is None or above[1] != below[1] or below[0] == 0:
        return
    places = len(shown.partition(".")[2])
    ratio = exact.divide(above[0], below[0])
    rounded = round_points(exact.multiply(ratio, Decimal(100)), places)
    if published == rounded or (published == 100 and rounded > 100):  # 完成率 is told as 100% at most by many
        return
    message = f"{paper.whose}「{one.line.name}」{name}{shown}%，按{text(above[0])}÷{text(below[0])}是{percent(ratio)}"
    witness = f"{text(above[0])} ÷ {text(below[0])} = {percent(ratio)}，取到同样的位数是{text(rounded)}%"
    yield Finding(
        *("P005", paper.paper.unit, one.line.name, f"{shown}%", percent(ratio)),
        *(message, cell.place, paper.rules.where(one), witness),
    )


def targets(paper: Arranged) -> Iterator[Finding]:
    """P008: the words of an indicator name one value to reach, the column 指标值 another."""
    for one in paper.items:
        cell = one.line.target
        if cell is None or cell.blank:
            continue
        wanted = _targets(cell.text)
        named = [target for target in _targets(one.line.name) if target.sign]
        if len(wanted) != 1 or len(named) != 1 or named[0].unit != wanted[0].unit:
            continue
        same_way = not wanted[0].sign or wanted[0].sign == named[0].sign
        if named[0].number == wanted[0].number and same_way:
            continue
        message = (
            f"{paper.whose}「{one.line.name}」指标里写{_shown(named[0])}，指标值一栏写{_shown(wanted[0])}"
        )
        yield Finding(
            *("P008", paper.paper.unit, one.line.name, _shown(wanted[0]), _shown(named[0])),
            *(message, cell.place, paper.rules.where(one)),
        )


def grades(paper: Arranged, standing: Standing | None) -> Iterator[Finding]:
    """P009: a grade that is not that of the published total. A lost qualification may lower it."""
    grade, total, known = paper.grade, paper.total, paper.rules.table.grades
    if grade is None or total is None or total.score is None or total.score.number is None or not known:
        return
    score, ordered = total.score.number, best_first(known)
    index = grade_at(ordered, score)
    if index is None or fold(grade.text) == fold(ordered[index].name):
        return
    given = next((i for i, one in enumerate(ordered) if fold(one.name) == fold(grade.text)), -1)
    if given > index and _may_be_barred(paper, standing):
        return
    earned = ordered[index].name
    message = f"{paper.whose}等次是“{grade.text}”，总分{text(score)}分应是“{earned}”"
    yield Finding(
        *("P009", paper.paper.unit, "等次", grade.text, earned),
        *(message, grade.place, paper.rules.total("等次")),
    )


def _may_be_barred(paper: Arranged, standing: Standing | None) -> bool:
    """Whether a clause could have cost the unit its grade; known where its facts are."""
    if standing is not None:
        return bool(standing.lost)
    return any(
        term.kind == "veto"
        for clause in paper.rules.table.clauses()
        for section in clause.sections
        for term in section.part.terms
    )


def _amount(cell: Cell) -> tuple[Decimal, str] | None:
    """A number with its unit, exactly as written: 125万; None for anything else."""
    found = _PLAIN.fullmatch(fold(cell.text))
    number = parse_number(found[1]) if found else None
    return (number, found[2]) if found and number is not None else None


def _targets(words: str) -> list[_Target]:
    """The numbers of a text that may be values to reach."""
    found = []
    for match in _TARGET.finditer(fold(words)):
        number = parse_number(match["number"])
        if number is None:
            continue
        unit, sign = (
            match["unit"],
            _SIGNS.get(match["sign"] or "", "") or _AFTER.get(match["after"] or "", ""),
        )
        if unit[:1] in _MAGNITUDE and len(unit) <= 2:
            number, unit = number * _MAGNITUDE[unit[0]], unit[1:]
        found.append(_Target(sign, number, unit))
    return found


def _shown(target: _Target) -> str:
    return f"{target.sign}{text(target.number)}{target.unit}"
