"""Slips of the pen: where a misspelt name stands, and the edits that mend it.

Only links and definitions are ever touched: the words of the document are the document's. And only where the
right name is certain. 应报材料 and 实报材料 look alike, and each is right; so do 合格 and 不合格. A name is mended where the one that
is meant is declared, and would be idle otherwise; or where both are the same but for order, width or capitals.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from kaoping.diagnostics import Edit, Fix
from kaoping.language.notation import names_in
from kaoping.language.outline import Outline
from kaoping.resolve.declared import Slip
from kaoping.resolve.names import folded
from kaoping.source import Span

_LINK = re.compile(r"[{｛][^{}｛｝]*[}｝]")
_PART = r"[\w（）“”‘’《》〔〕]"


def mended(slip: Slip, outline: Outline, place: Span) -> tuple[Span, Fix | None]:
    """Where the slip stands, and its repair.

    Args:
        slip: the wrong name and the right one.
        outline: the file.
        place: of the use; the span is narrowed to the name, where it stands there or in a definition.
    """
    pattern = re.compile(rf"(?<!{_PART}){re.escape(slip.wrong)}(?!{_PART})")
    places = [
        Span(match.start(), match.end())
        for region in _regions(outline)
        for match in pattern.finditer(outline.source.text, region.start, region.end)
    ]
    here = [span for span in places if place.start <= span.start < place.end]
    definitions = [draft.span for draft in outline.definitions]
    inside = here or [s for s in places if any(d.start <= s.start < d.end for d in definitions)]
    if not inside:
        return place, None
    if not _certain(slip, outline):
        return inside[0], None
    edits = places if slip.everywhere else inside
    return inside[0], Fix(
        f"把「{slip.wrong}」改成「{slip.right}」", tuple(Edit(s, slip.right) for s in edits)
    )


def linked(outline: Outline) -> Iterator[tuple[str, Span]]:
    """The words that stand in links and definitions, understood or not: names, fields and values, with their places."""
    text = outline.source.text
    for region in _regions(outline):
        start = region.start + (text[region.start] in "{｛")
        inside = text[start : region.end].rstrip("}｝")
        for at, name in names_in(inside):
            yield name, Span(start + at, start + at + len(name))


def alike(name: str, other: str) -> bool:
    """Whether one may be a slip of the other: much the same, in another order, or with one other character.

    >>> alike("投拆", "投诉"), alike("河巡", "巡河"), alike("问题1", "问题2"), alike("甲", "乙")
    (True, True, False, False)
    """
    if folded(name) == folded(other) or sorted(name) == sorted(other):
        return True
    apart = [(a, b) for a, b in zip(name, other, strict=False) if a != b]
    if len(name) == len(other) >= 2 and len(apart) == 1:
        return not (apart[0][0].isdecimal() and apart[0][1].isdecimal())  # numbered on purpose
    return bool(difflib.get_close_matches(name, [other], cutoff=0.6))


def _certain(slip: Slip, outline: Outline) -> bool:
    """Whether the right name is what was meant."""
    if names_in(slip.right) != [(0, slip.right)]:
        return False  # a declared name may hold signs that no link can hold
    if slip.everywhere and slip.right not in (
        *(spec.name for spec, _ in outline.facts),
        *(draft.name for draft in outline.definitions),
    ):
        return False  # neither is declared
    if sorted(folded(slip.wrong)) == sorted(folded(slip.right)):
        return True
    if not difflib.get_close_matches(slip.wrong, [slip.right], cutoff=0.6):
        return False  # one of two characters: 县级 is no 省级
    text = outline.source.text
    regions = (text[region.start : region.end].strip("{｛｝}") for region in _regions(outline))
    return all(slip.right != name for region in regions for _, name in names_in(region))


def _regions(outline: Outline) -> Iterator[Span]:
    yield from (Span(match.start(), match.end()) for match in _LINK.finditer(outline.source.text))
    yield from (draft.span for draft in outline.definitions)
