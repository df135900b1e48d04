"""Targets: is the value of a 绩效目标表 reached? Met, a target counts as one item; see language.targets."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from kaoping import exact
from kaoping.language.reading import Target
from kaoping.language.targets import say_value
from kaoping.measure import Missing, as_exact
from kaoping.model import Rule
from kaoping.selection import Figure

MET, UNMET, PENDING = "达标", "未达标", "待评"


def verdict(met: bool | None) -> str:
    """达标, 未达标, or 待评 while it is open."""
    return PENDING if met is None else MET if met else UNMET


def target_working(term: Target, rule: Rule, figure: Figure, met: bool) -> str:
    """The comparison in words: 实际1.9亿条，指标值≥2亿条，未达标."""
    wanted = f"指标值{wanted_text(term)}"
    if isinstance(figure, bool):
        return f"指标值“{term.value}”，{'已经达到' if figure else '没有达到'}，{verdict(met)}"
    return f"实际{actual_text(term, rule, figure)}，{wanted}，{verdict(met)}"


def wanted_text(term: Target) -> str:
    """The value to reach as published, with how a mere number is meant: 1.4个工作日（即≤1.4个工作日）."""
    return f"{term.value}（即{say_value(term)}）" if term.bare else term.value


def actual_text(term: Target, rule: Rule, figure: Figure) -> str:
    """A figure in the unit of the target: 1.9亿条, 85%, 是."""
    if isinstance(figure, bool):
        return "是" if figure else "否"
    number = as_exact(figure)
    if number is None:
        if isinstance(figure, datetime):
            return figure.isoformat(sep=" ", timespec="minutes")
        return figure.isoformat() if isinstance(figure, date) else str(figure)
    if rule.percent:
        return exact.percent(number)
    return f"{exact.text(exact.divide(number, term.scale))}{term.unit}"


def why_open(missing: Missing | None) -> str:
    """Why a target is pending; a fact that has no name but its number is the actual value."""
    if missing is None or all(name[0].isdecimal() for name in missing.names):
        return "还没有实际值"
    return missing.reason


ITEM = Decimal(1)
"""What a target counts."""
