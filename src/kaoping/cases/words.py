"""Tests and points of a rule in a few words, to say what a mutant, or a new version, changes."""

from __future__ import annotations

from decimal import Decimal

from kaoping.exact import text as plain
from kaoping.language.outline import Grade
from kaoping.language.reading import Between, Deadline, PointsRange, Rank


def said_test(test: object) -> str:
    """≥80%且＜100%, 第1-3名, 2022-12-31以前."""
    match test:
        case Between():
            lower = "" if test.lower is None else f"{'≥' if test.lower_closed else '＞'}{test.lower}"
            upper = "" if test.upper is None else f"{'≤' if test.upper_closed else '＜'}{test.upper}"
            return "且".join(filter(None, (lower, upper)))
        case Rank():
            unit, end = (
                ("%", "位于倒数") if test.from_bottom and test.share else ("%" if test.share else "名", "")
            )
            first, last = plain(test.first), "" if test.last is None else plain(test.last)
            where = "倒数第" if test.from_bottom else "第"
            return (
                f"{end or where}{first}{unit}及以后" if test.last is None else f"{where}{first}-{last}{unit}"
            )
        case Deadline():
            return f"{test.day}以前"
    return ""


def said_points(points: object) -> str:
    """得3分, 扣1分, 8-10分."""
    match points:
        case Decimal():
            return f"扣{plain(-points)}分" if points < 0 else f"得{plain(points)}分"
        case PointsRange():
            unit = "%" if points.share else "分"
            low, high = ("含" if closed else "不含" for closed in (points.least_closed, points.most_closed))
            return f"{plain(points.least)}-{plain(points.most)}{unit}（{low}{plain(points.least)}，{high}{plain(points.most)}）"
    return "得满分"


def said_grade(grade: Grade) -> str:
    """优秀（S≥90）."""
    lower = "" if grade.lower is None else f"S{'≥' if grade.lower_closed else '＞'}{plain(grade.lower)}"
    upper = "" if grade.upper is None else f"S{'≤' if grade.upper_closed else '＜'}{plain(grade.upper)}"
    return f"{grade.name}（{'且'.join(filter(None, (lower, upper)))}）"
