"""Shortfalls: what 每少一次 is counted from, where a link gives what was achieved and not what is lacking.

全年召开专题会议{专题会议}4次，得5分，每少一次扣1分     4次 stand with the words of the link: short of four
每季度召开一次专题会议{专题会议}，得5分，每少一次…     no number to be short of: refused, since 4 meetings are no 4 too few
漏报{漏报}，每少一次…   每少一次{应报 - 实报}…        the link names the shortfall itself
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kaoping.language.islands import Compare, Island, Measure, Sign
from kaoping.language.link import Binary, Expression, Link, Source, say, walk
from kaoping.language.reading import Quantity, Rate, Reading
from kaoping.language.scan import scan
from kaoping.resolve.links import Bound, Wording

_LACKING = re.compile(
    r"缺|漏|没|欠|遗|逾|问题|错(?!峰)|误|差(?!旅|异)|少(?!年|儿|数|先|女)|未(?!成年|来)|不(?!动产)|无(?!障碍|人机|线|偿)"
    r"|短(?!视频|信|片)|节约|节省|压减|空(?!间|气|调|港)|失(?!业)|迟|下降|降低|降幅|低于|滞后"
)
"""Words in the name of a fact that counts what is lacking: 漏报, 缺勤人数, 未召开次数, 差额."""
_LESS = re.compile(r"(?:每一?|(?<![不至减]))(?:缺少|短缺|少(?!于)|缺|欠|差)[^，,。;；扣加得]{0,6}")
_MISSED = re.compile(r"(?:每一?|[^一-龥]|^)(?:缺少|短缺|缺|欠)[ ]*(?:\d+|[一二两三四五六七八九十])")
_PHRASE = re.compile(r"[^，,；;。：:\n]*")
_EACH = re.compile(r"[每各均逐]|分别|按[月季周]|[月季周][初末底]|第[ ]*\d")
_REACHED: tuple[Sign, ...] = ("≥", "=")


def settled(
    reading: Reading,
    bound: Bound,
    wording: Wording,
    definitions: Mapping[str, Expression],
    report: Callable[[str, str, int, int, str], None],
) -> Reading:
    """The reading with the base of every shortfall whose link counts achievements; where none is stated, a fault."""
    terms = list(reading.terms())
    based: dict[int, Rate] = {}
    for index, link in bound.terms.items():
        term = terms[index] if index < len(terms) else None
        if not isinstance(term, Rate) or not _is_open(term, link, wording.text):
            continue
        if link.base is not None:
            based[index] = term.model_copy(update={"of": "short"})  # 每缺一次{会议，以4次为基数}
            continue
        achieved = _achieved(link.expression, definitions)
        if achieved is None:
            continue
        start, end = bound.spans.get(index, (0, 0))
        raw = next((raw for raw in wording.links if raw.start == start), None)
        if raw is None:
            continue
        base = _stated(wording.text, raw.at, term.per.unit)
        if base is not None:
            based[index] = term.model_copy(update={"base": base, "of": "short"})
            continue
        unit = term.per.unit
        said = _LESS.search(_said(term, wording.text))
        report(
            "C003",
            f"“{said.group() if said else '每少…'}”，以几{unit or '个'}为基数？「{say(achieved)}」是做到的数，不是少的数",
            start,
            end,
            f"写明基数，例如：{{{say(achieved)}，以4{unit}为基数}}，或 {{4 - {say(achieved)}}}；"
            "填的本来就是少的数，名称里写出来，例如：{少报次数}",
        )
    if not based:
        return reading
    parts = []
    at = 0
    for part in reading.parts:
        kept = tuple(based.get(at + i, term) for i, term in enumerate(part.terms))
        at += len(part.terms)
        parts.append(part.model_copy(update={"terms": kept}))
    return reading.model_copy(update={"parts": tuple(parts)})


def _is_open(term: Rate, link: Link, text: str) -> bool:
    """Whether the rate counts what is lacking, and neither the sentence nor the link says of how many."""
    if term.base is not None or term.beyond is not None or link.based or link.each:
        return False
    if term.of == "short":
        return link.base is None
    return term.of == "event" and _MISSED.search(_said(term, text)) is not None  # 每缺一次


def _said(term: Rate, text: str) -> str:
    return text[term.span.start : term.span.end] if term.span is not None else ""


def _achieved(expression: Expression | None, definitions: Mapping[str, Expression]) -> Expression | None:
    """What a link counts, if that is achieved; None for what names a shortfall, or takes one figure from another."""
    if expression is None:
        return None
    names = [node for node in walk(expression) if isinstance(node, Source)]
    for node in names:
        said = (node.name, node.field, *(f"{test.field}{test.value}" for test in node.tests))
        if any(_LACKING.search(word) for word in said):
            return None
    whole = [expression, *(definitions[node.name] for node in names if node.name in definitions)]
    taken = (node for one in whole for node in walk(one))
    return None if any(isinstance(node, Binary) and node.operator == "-" for node in taken) else expression


def _stated(text: str, at: int, unit: str) -> Quantity | None:
    """The only figure of that unit in the phrase of a link: 4次 of 全年召开专题会议4次; none of 每季度召开一次."""
    start = max((found.end() for found in re.finditer(r"[，,；;。：:\n]", text[:at])), default=0)
    phrase = _PHRASE.match(text, start)
    words = phrase.group() if phrase else ""
    if not unit or _EACH.search(words):
        return None
    found = [quantity for island in scan(words) for quantity in _figures(island) if quantity.unit == unit]
    return found[0] if len(found) == 1 and found[0].number > 0 else None


def _figures(island: Island) -> tuple[Quantity, ...]:
    """The figures that an island says are to be reached; one of another kind counts as two, so that none is taken."""
    if not isinstance(island, Measure | Compare):
        return ()
    lows = tuple(figure.low for figure in island.figures)
    reached = all(figure.high is None for figure in island.figures) and (
        island.sign in _REACHED
        if isinstance(island, Compare)
        else island.edge.bound in ("", "以上", "及以上")
    )
    return lows if reached else lows * 2
