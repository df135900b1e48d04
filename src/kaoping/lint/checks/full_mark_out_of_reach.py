"""M012: a clause whose full mark no facts can reach."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.lint.amounts import Place, highest, places, regular_sum, text, told
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.model import Indicator
from kaoping.source import Span


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """The most that a clause, an indicator and a table can come to, against their full marks: the deepest is told."""
    short: set[str] = set()
    for place in places(subject):
        if (found := _section(subject, place)) is not None:
            short.update(indicator.id for indicator in place.path)
            yield found
    if subject.rubric.scoring != "points":
        return
    for table in subject.rubric.tables:
        for indicator, path in reversed(list(_walk(table.indicators))):
            sums = regular_sum(indicator.children)
            most = subject.reach.nodes[indicator.id].most
            if indicator.points is None or not indicator.children or most >= indicator.points:
                continue
            if sums is None and indicator.id not in short and subject.understood(indicator):
                yield _whole(
                    subject.indicator(indicator), f"「{indicator.name}」{text(indicator.points)}", most
                )
            short.update((indicator.id, *path))
        most, full = subject.reach.open_totals[table.kind].most, table.full
        sums = regular_sum(table.indicators)
        known = short.isdisjoint(top.id for top in table.indicators) and subject.understood(table)
        if full is not None and most < full and sums is None and known:
            yield _whole(subject.line("满分", table), f"满分{text(full)}", most)


def _walk(
    indicators: tuple[Indicator, ...], path: tuple[str, ...] = ()
) -> Iterator[tuple[Indicator, tuple[str, ...]]]:
    for indicator in indicators:
        yield indicator, path
        yield from _walk(indicator.children, (*path, indicator.id))


def _whole(span: Span, what: str, most: Decimal) -> Found:
    return Found(
        span,
        f"{what}，下面各项怎样也至多得{text(most)}",
        "给只扣分的指标写上分值，或核对各项分值；文件本身如此的，注明认可的理由",
        witness=f"各项都得到最多，合计{text(most)}",
    )


def _section(subject: Subject, place: Place) -> Found | None:
    section, clause = place.section, place.clause
    full = place.mark if place.mark is not None else section.full
    if full is None or place.itemised or any(s.part.instead for s in clause.sections):
        return None
    most = subject.reach.sections[clause.id, place.index].most
    if most >= full:
        return None
    best = highest(list(subject.reach.outcomes(clause, section)))
    given = told(best, clause) if best is not None and best.score.high == most else ""
    return Found(
        subject.words(clause, section.part.span),
        f"这一条{text(full)}，怎样也至多得{text(most)}",
        "核对各项得分和满分；文件本身如此的，注明认可的理由",
        witness=f"{given}时得分最高，得{text(most)}" if given else f"{text(most)[:-1]}＜{text(full)[:-1]}",
    )


CHECK = Check(
    code="M012",
    severity="warning",
    finds="一条、一个指标或总分写明了满分，可是无论事实怎样，都得不到这么多分。",
    why="得不到的分等于没有。各单位的总分都因此低一截，等次的分数线却还按满分定。",
    bad="""办法  某某考核办法
一级指标  推广（5分）
  推广情况，5分。在办事地点推广的，得3分，否则不得分。
""",
    good="""办法  某某考核办法
一级指标  推广（3分）
  推广情况，3分。在办事地点推广的，得3分，否则不得分。
""",
    run=find,
)
