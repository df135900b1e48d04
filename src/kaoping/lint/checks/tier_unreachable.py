"""T005: a row of a scale that never applies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping import exact
from kaoping.language.reading import Award, Between, Penalty, Rate, Veto, Zero
from kaoping.lint import places, ranges, scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.places import Band, Ranking
from kaoping.lint.scales import Row, Scale
from kaoping.lint.subject import Subject
from kaoping.source import Span

_FEWER = "按单位的个数改各档的名次，或删去这一档；文件本身如此的，注明认可的理由"
_HELP = "核对这一档的界限；文件本身如此的，注明认可的理由"


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Rows that no value that can occur, and no place among the units, ever comes to."""
    for scale in scales.of_clauses(subject):
        if scale.kind == "tiers":
            yield from _rows(scale)
    for ranking in places.of_clauses(subject):
        yield from _places(ranking)
    for clause in filter(subject.read, subject.rubric.clauses()):
        for term in clause.reading.terms():
            if not isinstance(term, Award | Penalty | Rate | Zero | Veto):
                continue
            if isinstance(term.when.test, Between) and ranges.interval(term.when.test).empty:
                yield _empty(subject.term(clause, term), term.when.text)


def _rows(scale: Scale) -> Iterator[Found]:
    used = {outcome.row for _, outcome in scale.cells}
    for index, row in enumerate(scale.rows):
        if index in used:
            continue
        if row.claims.empty:
            yield _empty(row.span, row.words)
            continue
        inside = row.claims & scale.domain.possible
        value = next((v for atom in inside if (v := scale.pick(atom)) is not None), None)
        if value is None:
            yield Found(row.span, f"“{row.words}”这一档永远用不上", _HELP, witness=_outside(scale, row))
            continue
        outcome = scale.program(value)
        by = f"“{scale.rows[outcome.row].words}”" if outcome.row is not None else "别的档"
        yield Found(
            row.span,
            f"“{row.words}”这一档永远用不上：它管的都归了别的档",
            _HELP,
            witness=f"{scale.at(value)}，归{by}，{outcome.told}",
        )


def _outside(scale: Scale, row: Row) -> str:
    """Why no value of a row can occur."""
    domain = scale.domain.possible
    if not (row.claims & domain).empty:
        return f"{scale.name}只会是整数"
    above = row.claims.lower >= domain.upper
    limit = scale.say(domain.upper if above else domain.lower)
    return f"{scale.name}不会{'高于' if above else '低于'}{limit}"


def _empty(span: Span, words: str) -> Found:
    return Found(
        span,
        f"没有一个数符合“{words}”：下限高于上限",
        "核对两头的数和符号的方向；文件本身如此的，注明认可的理由",
        witness=f"“{words}”是空的，两个条件不能同时成立",
    )


def _places(ranking: Ranking) -> Iterator[Found]:
    for index, band in enumerate(ranking.bands):
        if band.row is not None and any(outcome.row == band.row for outcome in ranking.places.values()):
            continue
        held = ranking.held(band)
        if band.row is None and held:
            continue
        if held:
            outcome = ranking.places[held[0]]
            by = f"归“{ranking.bands[outcome.row].words}”，" if outcome.row is not None else ""
            witness, help_ = f"{ranking.say(held[0])}{by}{outcome.told}", _HELP
        elif ranking.assumed:
            continue
        else:
            witness, help_ = _why(ranking, band), _FEWER
        yield Found(band.span, f"“{ranking.bands[index].words}”永远没有单位", help_, witness=witness)


def _why(ranking: Ranking, band: Band) -> str:
    if band.test.share and band.test.last is not None:
        many = exact.text(exact.divide(band.test.last * ranking.units, Decimal(100)))
        first = exact.text(exact.divide(Decimal(100), Decimal(ranking.units)))
        return f"共{ranking.units}个单位，{exact.text(band.test.last)}%是{many}个单位；第1名已占{first}%"
    return f"共{ranking.units}个单位，最后是第{ranking.units}名"


CHECK = Check(
    code="T005",
    severity="warning",
    finds=(
        "有一档永远用不上：界限写反（60%≥x≥80%），与另一档相同而写在后面，在数值的范围以外（合格率＞100%、次数＜0），"
        "名次多于单位的个数，或者前百分之几还不到一个单位。"
    ),
    why="写了而用不上的一档，多半是数字或符号写错了；该得这一档分数的单位，就会得到别的分数，或者待评。",
    bad="""办法  某某考核办法
单位  甲县、乙县、丙县、丁县
一级指标  工作排名（3分）
  办件量{办件量}排名第1名，得3分；第2-4名，得2分；第5-6名，得1分。
""",
    good="""办法  某某考核办法
单位  甲县、乙县、丙县、丁县
一级指标  工作排名（3分）
  办件量{办件量}排名第1名，得3分；第2名，得2分；第3-4名，得1分。
""",
    run=find,
)
