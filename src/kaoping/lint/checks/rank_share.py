"""T008: a share of the units is no whole number of units."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from kaoping import exact
from kaoping.lint import places
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.places import Band, Ranking
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """前20% of 8 units: one, or two? The program takes whole units only; nobody has said so."""
    for ranking in places.of_clauses(subject):
        if ranking.assumed:
            continue
        found: dict[int, Found] = {}
        for band in ranking.bands:
            for end in (band.test.first, band.test.last):
                if band.test.share and end is not None and (made := _end(ranking, band, end)) is not None:
                    found.setdefault(*made)
        yield from found.values()


def _end(ranking: Ranking, band: Band, end: Decimal) -> tuple[int, Found] | None:
    """The place that is in or out as the share is rounded, and what is found of it."""
    many = Fraction(end) * ranking.units * Fraction(1, 100)
    whole = int(many)
    if many == whole or not 1 <= many < ranking.units:
        return None  # less than one unit is for T005
    side = "后" if band.test.from_bottom else "前"
    next_ = ranking.units - whole if band.test.from_bottom else whole + 1
    share = exact.percent(exact.divide(Decimal(whole + 1), Decimal(ranking.units)))
    if ranking.places[next_].points == ranking.places[next_ + (1 if band.test.from_bottom else -1)].points:
        return None
    number = exact.text(exact.simplest(many))
    return next_, Found(
        band.span,
        f"共{ranking.units}个单位，{side}{exact.text(end)}%是{number}个单位，没有写怎样取整",
        "写明取整的办法，或改写成名次（第几名）；暂不修订的，注明认可的理由",
        witness=(
            f"{ranking.say(next_)}在{side}{share}，程序不算在{side}{exact.text(end)}%之内，"
            f"{ranking.places[next_].told}；取{whole + 1}个单位的话，就在{side}{exact.text(end)}%之内"
        ),
    )


CHECK = Check(
    code="T008",
    severity="warning",
    finds="按百分比取名次（前20%），而单位的个数乘百分比不是整数：8个单位的20%是1.6个。",
    why="取1个还是2个，差一个单位的得分。程序只取整个的单位（名次占全部单位的比例不超过20%），文件没有这样说。",
    bad="""办法  某某考核办法
单位  甲县、乙县、丙县、丁县
一级指标  工作排名（3分）
  办件量{办件量}排名前30%的，得3分；其余的，得1分。
""",
    good="""办法  某某考核办法
单位  甲县、乙县、丙县、丁县
一级指标  工作排名（3分）
  办件量{办件量}排名前25%的，得3分；其余的，得1分。
""",
    run=find,
)
