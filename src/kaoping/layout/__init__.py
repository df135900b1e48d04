"""Rule files in one layout: indentation, blank lines, notation. The document's words are not touched.

    text ─ language.document (what is each line?) ─ notation in braces ─ lines, indented ─ blank lines ─▶ text

Two blanks a level, one level deeper than the indicator; a keyword, two blanks, the rest. A line that goes on with
a clause keeps its relation to it: level with it, or deeper. A remark stands as the line below it stands. Lines that
cannot be read and pasted tables stay as they are, and so do the lines right behind a table: only their
indentation tells whether they go on with its last clause. An acknowledgement stands level with what it is about. Blank lines are the author's, never two together.

`proof.difference` shows that nothing else has changed; whoever writes a file asks it first.
"""

from __future__ import annotations

import re

from kaoping.language.document import read_outline, split_remark
from kaoping.language.notation import tidy_line, tidy_link
from kaoping.language.outline import IndicatorDraft, Line, Outline
from kaoping.resolve.links import cut
from kaoping.source import SourceFile, Span, replaced

STEP = "  "
_BRACE = re.compile("[{｛]")


def laid_out(source: SourceFile) -> str:
    """The text of a rule file in its one layout; laid out again it stays the same. Never raises on text."""
    outline = read_outline(source)
    lines, text = outline.taken, source.text
    ends = [*(line.start - 1 for line in lines[1:]), len(text)]
    links = _links(outline)
    raws = [_with_links(text[line.start : end], line, links) for line, end in zip(lines, ends, strict=True)]
    written: list[str] = []
    for line, raw, column in zip(lines, raws, _columns(lines, raws), strict=True):
        if line.kind != "blank":
            written.append(raw if column is None else f"{' ' * column}{_line(line, raw)}")
        elif written and written[-1]:
            written.append("")
    while written and not written[-1]:
        written.pop()
    return "".join(f"{line}\n" for line in written)


def _links(outline: Outline) -> dict[int, tuple[Span, str]]:
    """The links of the clauses in their one notation, by the offset of the opening brace."""
    found: dict[int, tuple[Span, str]] = {}
    for clause in (clause for leaf in _walk(outline.indicators) for clause in leaf.clauses):
        for link in cut(clause.wording, clause.offsets).links:
            if "\n" not in link.text:
                span = Span(link.start - 1, link.end + 1)
                found[span.start] = span, f"{{{tidy_link(link.text)}}}"
    return found


def _walk(drafts: list[IndicatorDraft]) -> list[IndicatorDraft]:
    return [one for draft in drafts for one in (draft, *_walk(draft.children))]


def _with_links(raw: str, line: Line, links: dict[int, tuple[Span, str]]) -> str:
    """The line with its links written anew."""
    if line.kind != "clause":
        return raw
    braces = (line.start + brace.start() for brace in _BRACE.finditer(raw))
    edits = [links[at] for at in braces if at in links]
    new = replaced(raw, ((span.shifted(-line.start), text) for span, text in edits))
    return new if split_remark(new)[1] == split_remark(raw)[1] else raw


def _line(line: Line, raw: str) -> str:
    """A line without indentation: words, two blanks, remark."""
    words, remark = (part.strip() for part in split_remark(raw))
    new = words if line.kind in ("clause", "heading") else tidy_line(words)
    whole = STEP.join(part for part in (new, remark) if part)
    return whole if split_remark(whole)[1] == remark else raw.strip()


def _columns(lines: list[Line], raws: list[str]) -> list[int | None]:
    """The column of each line; None where it stays as it is."""
    found: list[int | None] = []
    deeper: list[int] = []
    above, beside_table = 0, False
    for line, raw in zip(lines, raws, strict=True):
        column = len(STEP) * line.depth
        if line.kind == "pasted":
            beside_table = True
        elif line.kind == "clause":
            deeper, steps = _steps(line, raw, deeper)
            above, column = column, column + len(STEP) * steps
        elif line.kind == "acknowledgement":
            column = above
        elif line.kind not in ("blank", "remark", "unread"):
            beside_table = False
            above = above if line.kind in ("note", "collectors") else column
        verbatim = line.kind in ("pasted", "unread") or (
            beside_table and line.kind in ("clause", "acknowledgement")
        )
        found.append(None if verbatim else column)
    return _of_remarks(lines, found)


def _steps(line: Line, raw: str, deeper: list[int]) -> tuple[list[int], int]:
    """By how many steps a line stands deeper than the clause that it goes on with; and how deep those before it stand."""
    indent = len(raw) - len(raw.lstrip())
    if not line.continues:
        return [indent], 0
    outer = [deeper[0], *(other for other in deeper[1:] if other < indent)] if deeper else [0]
    return ([*outer, indent], len(outer)) if indent > outer[-1] else (outer, len(outer) - 1)


def _of_remarks(lines: list[Line], columns: list[int | None]) -> list[int | None]:
    """Columns with those of remarks: that of the line below it, else of the line above, else of the next at all."""
    found = list(columns)
    below = _beside(lines[::-1], columns[::-1])[::-1]
    above = _beside(lines, columns)
    for at, line in enumerate(lines):
        if line.kind == "remark":
            (beneath, later), (on_top, _) = below[at], above[at]
            found[at] = next((c for c in (beneath, on_top, later) if c is not None), 0)
    return found


def _beside(lines: list[Line], columns: list[int | None]) -> list[tuple[int | None, int | None]]:
    """For each line the column of the last before it, with no blank line between, and of the last at all."""
    found = []
    near: int | None = None
    last: int | None = None
    for line, column in zip(lines, columns, strict=True):
        found.append((near, last))
        if line.kind == "blank":
            near = None
        elif line.kind != "remark" and column is not None:
            near = last = column
    return found
