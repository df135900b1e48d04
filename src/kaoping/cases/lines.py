"""On which lines of a rule file stands what is no clause: its declarations and its indicators."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.language.outline import IndicatorDraft, Outline

Lines = Mapping[tuple[str, str], int]
"""(等次, kind of table), (指标, id) → line."""


def lines_of(outline: Outline, indicators: Mapping[str, IndicatorDraft]) -> Lines:
    """The lines of 满分, 等次 and 取值, and of every indicator by its id."""
    found = {("指标", id_): outline.source.position(draft.span.start)[0] for id_, draft in indicators.items()}
    for kind in ("", *(table.kind for table in outline.tables)):
        for word in ("满分", "等次", "取值"):
            found[word, kind] = line_of(outline, word, kind)
    return found


def line_of(outline: Outline, word: str, kind: str = "") -> int:
    """The line of 期间, 等次 … of the table of a kind, or of the file; 0 where it says nothing of it."""
    own = [table.lines[word] for table in outline.tables if table.kind == kind and word in table.lines]
    spans = [*own, *([outline.lines[word]] if word in outline.lines else [])]
    return outline.source.position(spans[0].start)[0] if spans else 0
