"""Rubrics that are scored by 达标率: what does not belong in them, and what a line that is no target should say."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.facts.schema import FactSpec
from kaoping.language.outline import IndicatorDraft, Outline
from kaoping.language.reading import Between, Target
from kaoping.language.targets import EXAMPLE, is_target
from kaoping.source import Span

NOTE_HELP = "若只是说明，在行首写「说明」；"


def points_stated(outline: Outline) -> Iterator[tuple[str, Span]]:
    """Points, grades and rounding beside 计分 达标率: targets count as items, so that none of these can hold."""
    stated = [
        word
        for word, there in (
            ("满分", [outline.full, *(table.full for table in outline.tables)]),
            ("等次", [outline.grades, *(table.grades for table in outline.tables)]),
            ("取值", [outline.rounding]),
        )
        if any(item for item in there)
    ]
    if stated:
        yield (
            f"按达标率计，没有分值，不能再写{'、'.join(f'「{word}」' for word in stated)}",
            outline.lines.get("计分", Span(0, 1)),
        )
    for draft in _walk(outline.indicators):
        if draft.points is not None:
            yield f"按达标率计，指标「{draft.name}」不能有分值", draft.span


def nothing_to_score(text: str, targets: bool) -> tuple[str, str]:
    """Message and help for a line that says no points, or in a table of targets no value."""
    if targets:
        return "这一行看不出指标值", f"{NOTE_HELP}若是目标，写成「指标名称：指标值」，例如：{EXAMPLE}"
    help_ = f"{NOTE_HELP}若要计分，写出得几分或扣几分"
    if is_target(text):
        help_ += "；若整个办法只看目标是否达到，在前面写一行「计分  达标率」"
    return "这一行没有计分内容", help_


def unit_fault(term: Target, spec: FactSpec | None) -> tuple[str, str] | None:
    """Message and help where a declared fact is measured otherwise than its target: 万人 for 亿条."""
    test = term.when.test
    if spec is None or not isinstance(test, Between) or spec.type not in ("number", "percent"):
        return None
    end = test.lower or test.upper
    wanted = end.unit if end is not None else ""
    declared = "%" if spec.type == "percent" else spec.unit
    plain = declared[:1] not in ("万", "亿")
    if declared == wanted or (plain and not (declared and wanted) and "%" not in (declared, wanted)):
        return None
    shown = f"数值（{wanted}）" if wanted != "%" else "百分比"
    return (
        f"「{spec.name}」声明为以“{declared}”计，指标值是{term.value}",
        f"改为：事实  {spec.name}：{shown}；带“万”“亿”的数，填报时再写",
    )


def _walk(drafts: list[IndicatorDraft]) -> Iterator[IndicatorDraft]:
    for draft in drafts:
        yield draft
        yield from _walk(draft.children)
