"""Slips of the pen: where a misspelt name stands, and the edits that mend it.

Only links and definitions are ever touched: the words of the document are the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaoping.diagnostics import Edit, Fix
from kaoping.language.outline import Outline
from kaoping.resolve.declared import Slip
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
    edits = places if slip.everywhere else inside
    return inside[0], Fix(
        f"把「{slip.wrong}」改成「{slip.right}」", tuple(Edit(s, slip.right) for s in edits)
    )


def _regions(outline: Outline) -> Iterator[Span]:
    yield from (Span(match.start(), match.end()) for match in _LINK.finditer(outline.source.text))
    yield from (draft.span for draft in outline.definitions)
