"""A comparison as a comment on a pull request: Markdown, short first, the rest folded away, never over a limit."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from kaoping.diff.model import Change, Comparison, Effect, UnitEffect
from kaoping.diff.tell import (
    LEFT,
    bodies,
    causes_of,
    effect_notes,
    effect_table,
    headline,
    in_one_line,
    problems,
    refused_of,
    sections,
    where,
)
from kaoping.render.markup import safe

LIMIT = 60_000
"""A comment on GitHub holds 65,536 characters; something may stand around it."""

_STEPS = (1000, 300, 100, 50, 20, 10, 5, 2, 1, 0)
"""So many of each list are shown, as many as fit."""

_LONG = 300
"""Characters of one sentence."""

_OPEN = 12
"""Longer lists are folded."""

Thing = TypeVar("Thing")


def as_markdown(comparison: Comparison, *, limit: int = LIMIT, level: int = 2) -> str:
    """A page of at most `limit` characters; what is left out is counted.

    Args:
        comparison: to be told.
        limit: of characters.
        level: of its heading.
    """
    for most in _STEPS:
        page = "\n\n".join(_blocks(comparison, most, level))
        if len(page) <= limit:
            return page
    return page[: max(0, limit - 1)] + "…"


def _blocks(comparison: Comparison, most: int, level: int) -> Iterator[str]:
    yield f"{'#' * level} 规则的变化"
    yield f"{safe(comparison.old.name)} → {safe(comparison.new.name)}"
    yield f"**{safe(in_one_line(comparison))}**"
    if comparison.unreadable:
        for block in problems(comparison):
            yield f"`````text\n{_clip(block, 4000)}\n`````"
        return
    if comparison.effect is not None:
        yield from _effect(comparison, comparison.effect, most, level + 1)
    for heading, changes in sections(comparison):
        shown, more = _cut(changes, most)
        body = "\n".join(_items(shown))
        told = "\n".join(filter(None, (body, f"- …另有 {more} 条" if more else "")))
        quiet = changes[0].scope == "clause" and changes[0].kind in ("follows", "reworded")
        quiet = quiet and not any(change.judged for change in changes)
        if len(changes) > _OPEN or quiet:
            yield _folded(f"{heading}：{len(changes)} 条", told)
        else:
            yield f"{'#' * (level + 1)} {heading}\n\n{told}"
    if comparison.renumbered:
        pairs, more = _cut(comparison.renumbered, most)
        told = "、".join(f"{old}→{new}" for old, new in pairs) + (f" …另有 {more} 条" if more else "")
        yield _folded(f"条号顺移（意思没有变）：{len(comparison.renumbered)} 条", told)


def _items(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        at = where(change)
        yield f"- **{safe(headline(change))}**" + (f"（{at}）" if at else "")
        yield from (f"  - {safe(_clip(line, _LONG))}" for line in bodies(change))


def _effect(comparison: Comparison, effect: Effect, most: int, level: int) -> Iterator[str]:
    yield f"{'#' * level} 得分的变化"
    notes, more = _cut([*effect_notes(effect)], max(3, most))
    yield "\n".join(
        [*(f"- {safe(_clip(note, _LONG))}" for note in notes), *([f"- …另有 {more} 条"] if more else [])]
    )
    differing = [unit for unit in effect.units if unit.differs]
    if not differing:
        return
    shown, more = _cut(differing, most)
    header, rows = effect_table(shown)
    left = [" :--- " if name in LEFT else " ---: " for name in header]
    table = [_row(header), "|" + "|".join(left) + "|", *(_row([safe(cell) for cell in row]) for row in rows)]
    yield "\n".join(table) + (f"\n\n…另有 {more} 个单位" if more else "")
    why = list(_why(comparison, shown, most))
    if why:
        yield _folded("每个单位变在哪里", "\n".join(why))


def _why(comparison: Comparison, units: Sequence[UnitEffect], most: int) -> Iterator[str]:
    for unit in units:
        causes, more = _cut(causes_of(comparison, unit), most)
        if causes or more:
            yield f"- **{safe(unit.unit)}**{safe(refused_of(unit))}"
            yield from (f"  - {safe(_clip(line, _LONG))}" for line in causes)
            yield from [f"  - …另有 {more} 条"] if more else []


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _folded(summary: str, body: str) -> str:
    return f"<details><summary>{html.escape(summary, quote=False)}</summary>\n\n{body}\n\n</details>"


def _cut(things: Sequence[Thing], most: int) -> tuple[Sequence[Thing], int]:
    return things[:most], max(0, len(things) - most)


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
