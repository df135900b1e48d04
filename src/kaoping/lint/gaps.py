"""Gaps of scales: values that can occur and that no row claims, each with what the program makes of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import portion

from kaoping.lint import ranges
from kaoping.lint.scales import PENDING, UNGRADED, Scale


@dataclass(frozen=True, slots=True)
class Gap:
    """Values that no row claims. where: between two rows, a single value between two, below all, above all.

    value: one of them that leaves a unit without points or grade. doubt: why it may be no fault; "".
    """

    where: Literal["between", "point", "below", "above"]
    values: portion.Interval
    value: Fraction
    doubt: str


def gaps_of(scale: Scale) -> Iterator[Gap]:
    """The gaps that leave somebody without points (or a grade), in order."""
    covered = scale.covered
    if covered.empty:
        return
    inner = covered.enclosure & scale.domain.possible
    for atom in inner - covered:
        yield from _gap(scale, "point" if ranges.single(atom) else "between", atom)
    if scale.kind in ("based", "spread", "bands"):
        return  # what lies beyond an award earns nothing; bands need not reach down to 0
    outside = scale.domain.certain - covered.enclosure
    for atom in outside:
        yield from _gap(scale, "below" if atom.lower < covered.lower else "above", atom)


def _gap(
    scale: Scale, where: Literal["between", "point", "below", "above"], atom: portion.Interval
) -> Iterator[Gap]:
    value = _near(scale, atom) if where in ("below", "above") else scale.pick(atom)
    if value is None:
        return
    if scale.kind not in ("based", "spread") and scale.program(value).told not in (PENDING, UNGRADED):
        return
    doubt = "也许只有整数，那就没有空档" if scale.maybe_none(atom) else ""
    yield Gap(where, atom, value, "也许由同一条里别的计分管" if scale.beside else doubt)


def _near(scale: Scale, atom: portion.Interval) -> Fraction | None:
    """A value beyond the last row, next to it: 59%, 25小时."""
    one = ranges.unit_value(scale.unit)
    below = atom.upper <= scale.covered.lower
    near = atom.upper - one if below else atom.lower + one
    if near in atom and (scale.domain.step is None or near % scale.domain.step == 0):
        return Fraction(near)
    return scale.pick(atom)


def left(scale: Scale, value: Fraction) -> str:
    """What a value that no row claims comes to."""
    if scale.kind == "grades":
        return UNGRADED
    if scale.kind == "based":
        return f"程序按基础分计，{scale.program(value).told}"
    if scale.kind == "spread":
        return f"程序{scale.program(value).told}"
    return "不能给" if scale.kind == "bands" else "计分时待评"
