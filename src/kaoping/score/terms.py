"""Terms: what each form of sentence gives or takes, given its measure.

A contribution is an interval [low, high] of points: low = high once the figures are known, else
the least and the most that they could still make of it. Adding a form of clause means adding a
function here and a case in `contribution`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from kaoping import exact
from kaoping.exact import Exact
from kaoping.language.link import ratio
from kaoping.language.outcomes import ROUNDING
from kaoping.language.reading import (
    FULL,
    Award,
    Between,
    Deadline,
    Exemption,
    Formula,
    Judgement,
    Penalty,
    Points,
    PointsRange,
    Rank,
    Rate,
    Target,
    Tier,
    Tiers,
    Veto,
    Way,
    Zero,
)
from kaoping.measure import Missing, as_exact
from kaoping.model import Rule, Section
from kaoping.resolve.points import UNBOUNDED
from kaoping.score.conditions import Measured, behind_all, met, ranked_rows, row_of, short_of_all
from kaoping.score.contributions import NOTHING, ZERO, Contribution
from kaoping.score.targets import ITEM, target_working, why_open
from kaoping.selection import Figure

_SHARE = re.compile(r"([^=＝×*/÷+＋()（）-]+)[×*](?:指标)?分值")
"""A named share of the full mark: 预算执行率×分值."""


def contribution(rule: Rule, measured: Measured | None, section: Section) -> Contribution:
    """What a rule contributes, given its measure (None for a base award)."""
    term = rule.term
    if isinstance(term, Award) and term.base and measured is None:
        points = _points(term.points, section)
        return _settled(points, f"基础分{exact.text(points)}分")
    assert measured is not None
    missing = measured.figure if isinstance(measured.figure, Missing) else None
    match term:
        case Award():
            return _award(rule, term, measured, section)
        case Tiers():
            return _tiers(rule, term, measured, section)
        case Rate():
            return _rate(rule, term, measured, section)
        case Penalty() | Zero() | Veto() | Exemption():
            return _trigger(rule, term, measured, section)
        case Way():
            return _way(rule, measured, section)
        case Judgement():
            return _judgement(term, missing, _number(measured.figure), section)
        case Formula():
            return _formula(rule, term, missing, _number(measured.figure), section)
        case Target():
            return _target(rule, term, measured)


def _target(rule: Rule, term: Target, measured: Measured) -> Contribution:
    fulfilled = met(term.when.test, rule, measured)
    if fulfilled is None or isinstance(measured.figure, Missing):
        return _open(ZERO, ITEM, why_open(measured.figure if isinstance(measured.figure, Missing) else None))
    return _settled(ITEM if fulfilled else ZERO, target_working(term, rule, measured.figure, fulfilled))


def _award(rule: Rule, term: Award, measured: Measured, section: Section) -> Contribution:
    points = _points(term.points, section)
    contrary = term.otherwise or ZERO
    fulfilled = met(term.when.test, rule, measured)
    if fulfilled is None:
        return _open(min(points, contrary), max(points, contrary), _why(measured, rule))
    shown = _shown(measured, rule)
    if fulfilled:
        return _settled(points, f"{shown}，符合，得{exact.text(points)}分")
    return _settled(contrary, f"{shown}，不符合，得{exact.text(contrary)}分")


def _tiers(rule: Rule, term: Tiers, measured: Measured, section: Section) -> Contribution:
    amounts = [_tier_points(row, section) for row in term.rows]
    otherwise = ZERO if term.otherwise is None and _spares(term, amounts, measured) else term.otherwise
    least = min([*(low for low, _ in amounts), *([otherwise] if otherwise is not None else [])])
    most = max([*(high for _, high in amounts), *([otherwise] if otherwise is not None else [])])
    if rule.wants == "points":
        return _banded(term, measured, amounts, least, most, section)
    rows: list[int | None] = []
    if rule.wants == "choice":
        if isinstance(measured.figure, Missing):
            return _open(least, most, measured.figure.reason)
        index = rule.choices.index(str(measured.figure)) if str(measured.figure) in rule.choices else None
        rows = [index if index is not None and index < len(term.rows) else None]
    elif term.scale == "rank":
        if measured.places[0] == 0:
            return _open(least, most, _why(measured, rule))
        rows = ranked_rows(term, measured)
    elif isinstance(measured.figure, Missing):
        return _open(least, most, measured.figure.reason)
    else:
        rows = [row_of(term, rule, measured)]
    outcomes = []
    for row in dict.fromkeys(rows):
        if row is not None:
            outcomes.append(amounts[row])
        elif otherwise is not None:
            outcomes.append((otherwise, otherwise))
        else:
            said = f"{_shown(measured, rule)}，不属于任何一档"  # what it earns is open, nothing included
            return _open(min(ZERO, least), max(ZERO, most), said)
    low, high = min(low for low, _ in outcomes), max(high for _, high in outcomes)
    if low != high:
        return _open(low, high, _why(measured, rule))
    row = rows[0]
    words = f"符合“{_tier_words(term.rows[row])}”" if row is not None else "各档都不符合"
    return _settled(low, f"{_shown(measured, rule)}，{words}，{_gives(low)}")


def _spares(term: Tiers, amounts: list[tuple[Decimal, Decimal]], measured: Measured) -> bool:
    """Whether no row need apply: tiers that only take (低于80%、70%的，分别扣1分、2分), or add to what others give
    (前三名分别加3分、2分、1分), say nothing of those that do not come as far."""
    if any(high > 0 for _, high in amounts):
        if not term.bonus:
            return False
        if term.scale == "rank":
            return behind_all(term, measured)
    figure = _number(measured.figure)
    mildest = [high if high <= 0 else low for low, high in amounts]
    return term.scale != "number" or figure is None or short_of_all(term, mildest, figure)


def _banded(
    term: Tiers,
    measured: Measured,
    amounts: list[tuple[Decimal, Decimal]],
    least: Decimal,
    most: Decimal,
    section: Section,
) -> Contribution:
    """Judgement within bands: the assessor gives the points, and they must lie in one of the bands."""
    given = _number(measured.figure)
    if given is None:
        return _open(
            least, most, measured.figure.reason if isinstance(measured.figure, Missing) else "要给分数"
        )
    points = exact.to_decimal(given)
    for row, (low, high) in zip(term.rows, amounts, strict=True):
        band = _in_points(row.points, section) if isinstance(row.points, PointsRange) else None
        band = band or PointsRange(least=low, most=high)
        if band.allows(points):
            return _settled(points, f"评定{exact.text(points)}分（{row.when.text}）")
    named = f"“{_tier_words(term.rows[0])}”一档（{exact.text(least)}～{exact.text(most)}分）"
    which = named if len(term.rows) == 1 else "任何一档"
    return _open(least, most, f"给的{exact.text(points)}分不在{which}内")


def _tier_words(row: Tier) -> str:
    """The words of a tier, without the lead-in of the sentence before its threshold."""
    return row.when.text if row.when.test is None else re.split("[，,：:]", row.when.text)[-1].strip()


def _tier_points(row: Tier, section: Section) -> tuple[Decimal, Decimal]:
    if isinstance(row.points, PointsRange):
        band = _in_points(row.points, section)
        return band.least, band.most
    points = _points(row.points, section)
    return points, points


def _in_points(band: PointsRange, section: Section) -> PointsRange:
    """The band in points, where it is stated as shares of the full mark."""
    return band.of(section.full if section.full is not None else ZERO)


def _rate(rule: Rule, term: Rate, measured: Measured, section: Section) -> Contribution:
    sign = -1 if term.sign == "deduct" else 1
    figure = _number(measured.figure)
    if figure is None:
        reason = measured.figure.reason if isinstance(measured.figure, Missing) else f"{_name(rule)}不是数值"
        most = _at_most(term, section)
        return _open(min(ZERO, sign * most), max(ZERO, sign * most), reason)
    amount, shown = _amount(rule, term, figure)
    if rule.base is None and rule.label and sum(isinstance(r.term, Rate) for r in section.rules) > 1:
        shown = f"{rule.label}：{shown}"  # several are counted: which is this?
    if term.beyond is not None:
        amount = exact.subtract(amount, term.beyond.number)
        shown = f"{shown}，其中{term.beyond}不计"
    verb = "扣" if sign < 0 else "加"
    if exact.compare(amount, ZERO) <= 0:
        return Contribution(ZERO, ZERO, ZERO, f"{shown}，不{verb}分")
    steps = _steps(rule, term, amount)
    points = exact.multiply(steps, term.points)
    limited = min(points, term.cap) if term.cap is not None else points
    step = f"{rule.base}的{term.per}" if rule.relative and rule.base is not None else str(term.per)
    if steps == 0:
        return Contribution(ZERO, ZERO, ZERO, f"{shown}，不足{step}，不{verb}分")
    unit = (term.per.unit or "次") if term.per.number == 1 and not rule.relative else f"个“{step}”"
    cut = f"，最高{verb}{exact.text(limited)}分" if limited != points else ""
    total = f"共{verb}{exact.text(points)}分{cut}"
    working = f"{shown}（{exact.text(steps)}{unit}×{exact.text(term.points)}分），{total}"
    return Contribution(sign * limited, sign * limited, sign * points, working)


def _at_most(term: Rate, section: Section) -> Decimal:
    """The most that a rate can come to while its figure is missing."""
    if term.cap is not None:
        return term.cap
    if section.full is not None:
        return section.full - section.floor if term.sign == "deduct" else section.full
    if term.sign == "gain":
        return UNBOUNDED
    return max(-section.floor, sum((_award_points(rule, section) for rule in section.rules), ZERO))


def _steps(rule: Rule, term: Rate, amount: Exact) -> Exact:
    """How many steps the amount makes; what a part of a step counts is the rule's choice."""
    step: Exact = ratio(term.per) if rule.percent or rule.relative else term.per.number
    if rule.relative and rule.base is not None:
        step = exact.multiply(step, ratio(rule.base))
    if rule.partial == "proportional":
        return exact.divide(amount, step)
    return exact.started_steps(amount, step) if rule.partial == "up" else exact.whole_steps(amount, step)


def _award_points(rule: Rule, section: Section) -> Decimal:
    term = rule.term
    return _points(term.points, section) if isinstance(term, Award) else ZERO


def _amount(rule: Rule, term: Rate, figure: Exact) -> tuple[Exact, str]:
    """The quantity that steps are counted in, and how it is told."""
    if rule.base is None and term.of != "event" and exact.compare(figure, ZERO) <= 0:
        return figure, {"short": "没有短少", "over": "没有超出", "drop": "没有降低", "rise": "没有增加"}[
            term.of
        ]
    if rule.base is None:
        told = exact.percent(figure) if rule.percent else f"{exact.text(figure)}{term.per.unit}"
        words = {"event": "累计", "short": "少", "over": "超", "drop": "降低", "rise": "增加"}[term.of]
        return figure, f"{words}{told}"
    base = ratio(rule.base) if rule.percent else rule.base.number
    below = term.of in ("short", "drop")
    amount = exact.subtract(base, figure) if below else exact.subtract(figure, base)
    unit = "" if rule.percent else rule.base.unit
    actual = f"{rule.label or '实际'}{exact.percent(figure) if rule.percent else exact.text(figure)}{unit}"
    if exact.compare(amount, ZERO) <= 0:
        return amount, f"{actual}，{'不低于' if below else '不超过'}{rule.base}"
    gap = (
        f"{exact.text(exact.multiply(amount, Decimal(100)))}个百分点"
        if rule.percent
        else f"{exact.text(amount)}{unit}"
    )
    word = {"short": "少", "over": "多", "drop": "低", "rise": "高"}.get(term.of, "差")
    return amount, f"{actual}，比{rule.base}{word}{gap}"


def _trigger(
    rule: Rule, term: Penalty | Zero | Veto | Exemption, measured: Measured, section: Section
) -> Contribution:
    more = term.more_than if isinstance(term, Penalty | Veto) else None
    least = term.at_least if isinstance(term, Zero) else Decimal(1)
    test = term.when.test
    if isinstance(test, Between | Deadline | Rank):
        applies = met(test, rule, measured)
    else:
        count = _number(measured.figure)
        if count is None:
            applies = None
        elif more is not None:
            applies = exact.compare(count, more) > 0
        else:
            applies = exact.compare(count, least) >= 0
    taken = _taken(term, section) if isinstance(term, Penalty) else ZERO
    if applies is False:
        stated = isinstance(measured.figure, bool) and not isinstance(term, Veto)  # 发布数 < 1：否
        return replace(NOTHING, working=f"{_shown(measured, rule)}，不适用") if stated else NOTHING
    pending = _why(measured, rule) if applies is None else ""
    if pending and isinstance(term, Penalty):
        return _open(-taken, ZERO, pending)
    shown = "" if pending else _times(measured, rule, more)
    match term:
        case Penalty():
            working = (
                f"{shown}，扣{exact.text(taken)}分" if not term.all else f"{shown}，扣完{exact.text(taken)}分"
            )
            if term.all:
                return Contribution(ZERO, ZERO, ZERO, working, at_least_lost=taken)
            return Contribution(-taken, -taken, -taken, working)
        case Zero():
            working = f"{shown}，本项不得分" if shown else ""
            return Contribution(ZERO, ZERO, ZERO, working, pending, zero=True)
        case Veto():
            # Told as an effect of the entry, not as arithmetic.
            return Contribution(ZERO, ZERO, ZERO, "", pending, veto=term.qualification)
        case Exemption():
            granted = f"有{_name(rule)}，不扣分" if rule.label else "符合不扣分的情形"
            return Contribution(ZERO, ZERO, ZERO, "" if pending else granted, pending, exempt=True)


def _way(rule: Rule, measured: Measured, section: Section) -> Contribution:
    """No points of its own: it says whether those of its part count, or those of the part before."""
    if isinstance(measured.figure, Missing):
        return Contribution(ZERO, ZERO, ZERO, "", measured.figure.reason, way="open")
    second = str(measured.figure) == rule.choices[1]
    working = f"{rule.label or '计分办法'}：{measured.figure}"
    if second and section.opening > 0:
        working += f"，从{exact.text(section.opening)}分扣起"
    return Contribution(ZERO, ZERO, ZERO, working, way="second" if second else "first")


def _taken(term: Penalty, section: Section) -> Decimal:
    return term.points if term.points is not None else _all(section)


def _all(section: Section) -> Decimal:
    """What there is to take or give: the points of the section, else those that it draws on."""
    return section.full or -section.floor


def _judgement(
    term: Judgement, missing: Missing | None, given: Exact | None, section: Section
) -> Contribution:
    sign = -1 if term.sign == "deduct" else 1
    least = term.range.least if term.range else ZERO
    most = term.range.most if term.range else _all(section)
    if given is None:
        reason = missing.reason if missing else "要给分数"
        return _open(min(ZERO, sign * most), max(ZERO, sign * most), reason)
    points = exact.to_decimal(given)
    if points != 0 and not (term.range or PointsRange(least=least, most=most)).allows(points):
        limits = f"{exact.text(least)}～{exact.text(most)}"
        return _open(
            min(ZERO, sign * most), max(ZERO, sign * most), f"评定的{exact.text(points)}分不在{limits}分之内"
        )
    verb = "扣" if sign < 0 else "得"
    return _settled(sign * points, f"评定{verb}{exact.text(points)}分")


def _formula(
    rule: Rule, term: Formula, missing: Missing | None, figure: Exact | None, section: Section
) -> Contribution:
    sign = -1 if term.role == "deduct" else 1
    full = section.full if section.full is not None else ZERO
    if figure is None:
        return _open(
            min(ZERO, sign * full), max(ZERO, sign * full), missing.reason if missing else "算不出来"
        )
    if rule.wants == "number" and rule.percent:
        points = exact.multiply(full, figure)
        working = (
            f"{'扣' if sign < 0 else ''}{exact.text(full)}分×{exact.percent(figure)}＝{exact.text(points)}分"
        )
    elif full and (share := _SHARE.fullmatch(ROUNDING.split(term.text)[0])):
        points = figure
        told = exact.percent(exact.divide(points, full))
        working = f"{share[1]}{told}×{exact.text(full)}分＝{exact.text(points)}分"
    else:
        points = figure
        working = f"{ROUNDING.split(term.text)[0]}＝{exact.text(points)}分"
    if term.places is not None:
        rounded = exact.round_points(points, term.places)
        if exact.compare(rounded, points) != 0:
            working = f"{working}，{_rounding_words(term.places)}为{exact.text(rounded)}分"
        points = rounded
    return _settled(sign * points, working)


def _rounding_words(places: int) -> str:
    return f"四舍五入保留{places}位小数" if places else "四舍五入取整"


def _settled(points: Exact, working: str) -> Contribution:
    return Contribution(points, points, points, working)


def _open(low: Exact, high: Exact, reason: str) -> Contribution:
    return Contribution(low, high, low, "", reason)


def _points(points: Points, section: Section) -> Decimal:
    if points == FULL:
        return section.full if section.full is not None else ZERO
    assert isinstance(points, Decimal)
    return points


def _shown(measured: Measured, rule: Rule) -> str:
    """The figure, told to people."""
    figure = measured.figure
    if isinstance(figure, Missing):
        return figure.reason
    label = f"{rule.label}：" if rule.label else ""
    number = as_exact(figure)
    if measured.places[0]:
        told = exact.text(number) if number is not None else ""
        return f"{label}{told}，排第{measured.places[0]}名"
    if isinstance(figure, bool):
        return f"{label}{'是' if figure else '否'}"
    if number is not None:
        return f"{label}{exact.percent(number) if rule.percent else exact.text(number) + rule.unit}"
    return f"{label}{figure}"


def _times(measured: Measured, rule: Rule, more: Decimal | None) -> str:
    """How often it happened, for what depends on occurrences; else the figure."""
    figure = measured.figure
    if isinstance(figure, Decimal) and rule.term.when.test is None:  # type: ignore[union-attr]
        return f"累计{exact.text(figure)}次" + (f"，超过{exact.text(more)}次" if more is not None else "")
    return _shown(measured, rule)


def _name(rule: Rule) -> str:
    return f"「{rule.label}」" if rule.label else "本条的数"


def _why(measured: Measured, rule: Rule) -> str:
    if isinstance(measured.figure, Missing):
        return measured.figure.reason
    best, worst = measured.places
    if worst > best:
        return f"名次在第{best}～{worst}名之间，还有单位没有{_name(rule)}"
    return f"{_name(rule)}的值不合用"


def _gives(points: Exact) -> str:
    return f"得{exact.text(points)}分" if points >= 0 else f"扣{exact.text(-points)}分"


def _number(figure: Figure | Missing) -> Exact | None:
    """The figure as a number, or None."""
    return None if isinstance(figure, Missing) else as_exact(figure)
