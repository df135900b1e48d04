"""What a term contributes: an interval of points, with the arithmetic and the effects that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kaoping.exact import Exact

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one term gives (or takes, negative) by itself.

    low, high: with the cap of the term. nominal: low without that cap. working: the arithmetic in
    words. pending: why it is not settled; "". zero, veto, exempt: the effect applies, or may yet
    apply where the term is pending.
    at_least_lost: a deduction that stands for all deductions together (超过2次扣完4分).
    way: whether the second of two ways of scoring was taken; open, too, while that is not known.
    limits: what bounded the term by itself, in words. missing: names of facts that would settle it, beside
    those that its figure lacks.
    """

    low: Exact
    high: Exact
    nominal: Exact
    working: str = ""
    pending: str = ""
    zero: bool = False
    veto: str = ""
    exempt: bool = False
    at_least_lost: Decimal = ZERO
    way: Literal["", "first", "second", "open"] = ""
    limits: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


NOTHING = Contribution(ZERO, ZERO, ZERO)
