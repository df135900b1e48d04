"""Completion: how many of the targets of a table are met (达标项数 / 全部项数). For rubrics scored by 达标率."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaoping import exact
from kaoping.model import Indicator, Table


@dataclass(frozen=True, slots=True)
class Completion:
    """So many targets are met, so many may yet be, of so many in all."""

    low: Decimal
    high: Decimal
    of: int

    @property
    def items(self) -> str:
        """18/33, or 18～20/33 while targets are pending."""
        return f"{_interval(exact.text(self.low), exact.text(self.high))}/{self.of}"

    @property
    def rate(self) -> str:
        """The completion rate: 75%, 54.5454…%, or an interval of them."""
        low, high = (exact.percent(exact.divide(end, Decimal(self.of))) for end in (self.low, self.high))
        return _interval(low, high)


def targets_in(where: Table | Indicator) -> int:
    """How many targets an indicator, or a whole table, has."""
    return sum(len(indicator.clauses) for indicator in where.walk())


def _interval(low: str, high: str) -> str:
    return low if low == high else f"{low}～{high}"
