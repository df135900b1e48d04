"""The proof that only the layout has changed: the same words, and the same meaning.

Words are compared without the help of what writes the layout: characters, white space and links apart.
Meaning is what the reader makes of both texts: rubric and plan, or, where there is none, as much as was understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaoping.diagnostics import Diagnostic
from kaoping.language.document import read_outline, split_remark
from kaoping.language.link import LinkError, parse
from kaoping.language.outline import IndicatorDraft, Line, Outline
from kaoping.model import Indicator, Rubric
from kaoping.plan import make_plan
from kaoping.resolve import Resolved, resolve
from kaoping.resolve.links import cut
from kaoping.source import SourceFile

_DOCUMENT = ("clause", "heading", "unread", "pasted")
_DECLARATIONS = ("fact", "definition", "acknowledgement")
_LINK = re.compile(r"[{｛][^{}｛｝]*[}｝]")
_FOLDED = (
    *((">=", "≥"), ("<=", "≤"), ("!=", "≠")),
    *zip("≧≦><＝＊*÷／＋－−", "≥≤＞＜=××//+--", strict=True),
    ("％", "%"),
)
_EITHER_WAY = re.compile("[至到且—～~]")


def difference(before: SourceFile, after: SourceFile) -> str:
    """What else than layout two texts differ in, in Chinese; "" if nothing."""
    old, new = read_outline(before), read_outline(after)
    if remarks(old) != remarks(new):
        return "备注"
    if words(old) != words(new):
        return "原文"
    if _outlined(old) != _outlined(new):
        return "各行的读法"
    one, two = resolve(old), resolve(new)
    if _found(one.diagnostics) != _found(two.diagnostics):
        return "发现的问题"
    return "" if _resolved(one) == _resolved(two) else "规则的含义"


def _found(diagnostics: Sequence[Diagnostic]) -> list[tuple[str, str]]:
    """What is found, wherever it stands: faults of one line are told in the order of their columns."""
    return sorted((d.code, d.severity) for d in diagnostics)


def remarks(outline: Outline) -> list[str]:
    """The author's remarks in the order of the file."""
    found = (split_remark(raw)[1].rstrip() for line, raw in _lines(outline) if line.kind != "pasted")
    return [remark for remark in found if remark]


def words(outline: Outline, *, declarations: bool = True) -> list[str]:
    """The words of a file, line by line, without links, remarks and white space; of keyword lines letters and figures.

    declarations: with the lines that are the author's and not the document's: 事实, 定义, 认可.
    """
    found = []
    for line, raw in _lines(outline):
        if line.kind in ("blank", "remark") or (line.kind in _DECLARATIONS and not declarations):
            continue
        text = raw if line.kind == "pasted" else split_remark(raw)[0]
        text = "".join(_LINK.sub("", text).split())
        found.append(text if line.kind in _DOCUMENT else _letters(text))
    return found


def _letters(text: str) -> str:
    """A line of notation without the signs that may be written in two ways."""
    for old, new in _FOLDED:
        text = text.replace(old, new)
    return "".join(char for char in _EITHER_WAY.sub("", text) if char.isalnum() or char in ".%≥≤＞＜≠=+-×/")


def _lines(outline: Outline) -> Iterator[tuple[Line, str]]:
    text, lines = outline.source.text, outline.taken
    for line, end in zip(lines, [*(other.start for other in lines[1:]), len(text)], strict=True):
        yield line, text[line.start : end]


def _outlined(outline: Outline) -> object:
    """What the reader understood of the lines, places apart."""
    return (
        (outline.title, outline.start, outline.end, outline.full, outline.ceiling, outline.grades),
        (outline.rounding, outline.scoring, outline.units),
        [spec for spec, _ in outline.facts],
        [(draft.name, draft.field, _link(draft.expression)) for draft in outline.definitions],
        [(one.codes, one.reason, bool(one.below.end)) for one in outline.acknowledgements],
        [
            (table.kind, table.full, table.ceiling, table.grades, [_drafted(i) for i in table.indicators])
            for table in outline.tables
        ],
        [(one.kind, one.depth, one.continues) for one in outline.taken if one.kind != "blank"],
    )


def _drafted(draft: IndicatorDraft) -> object:
    clauses = []
    for clause in draft.clauses:
        wording = cut(clause.wording, clause.offsets)
        links = [(link.at, _link(link.text)) for link in wording.links]
        clauses.append((clause.number, wording.text, links, len(wording.broken)))
    children = [_drafted(child) for child in draft.children]
    return draft.level, draft.name, draft.points, draft.note, draft.collectors, children, clauses


def _link(text: str) -> object:
    try:
        return parse(text)
    except LinkError:
        return text


def _resolved(resolved: Resolved) -> object:
    """Rubric and plan, places apart."""
    rubric = _placeless(resolved.draft)
    return rubric, make_plan(rubric) if resolved.rubric is not None else None


def _placeless(rubric: Rubric) -> Rubric:
    tables = tuple(
        table.model_copy(update={"indicators": tuple(_unplaced(i) for i in table.indicators)})
        for table in rubric.tables
    )
    return rubric.model_copy(update={"file": "", "digest": "", "tables": tables})


def _unplaced(indicator: Indicator) -> Indicator:
    clauses = tuple(clause.model_copy(update={"line": 0, "column": 0}) for clause in indicator.clauses)
    children = tuple(_unplaced(child) for child in indicator.children)
    return indicator.model_copy(update={"clauses": clauses, "children": children})
