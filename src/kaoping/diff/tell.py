"""A comparison, told: for a terminal, for a pull request (Markdown), for programs (JSON)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kaoping.diff.model import Change, Comparison, Detail, Effect, Kind, Place, UnitEffect
from kaoping.exact import text as plain
from kaoping.render.scores import grade_text, points_text, rank_text
from kaoping.render.sides import signed
from kaoping.render.tables import for_terminal
from kaoping.render.text import format_diagnostic, format_summary
from kaoping.resolve.points import told
from kaoping.sheet import Points, Standing
from kaoping.source import visible

KINDS: dict[Kind, str] = {
    "changed": "修改",
    "added": "增加",
    "removed": "删去",
    "moved": "移动",
    "follows": "随之变动",
    "reworded": "改写",
}
_SCOPES = {"declaration": "声明", "indicator": "指标", "clause": "评分标准"}
HEADINGS: dict[Kind, str] = {
    "changed": "修改（计分不同了）",
    "added": "增加",
    "removed": "删去",
    "moved": "移动（换了指标或次序，计分方法没有变）",
    "follows": "随之变动（自己没有改，分值随指标或别的条变）",
    "reworded": "改写（文字不同，计分没有变）",
}
LEFT = ("单位", "等次", "名次", "原因", "变化", "总分")
NOTHING = "文字和排版有改动，意思没有变"
SAME = "两个版本完全相同"
_MOST = 20
"""So many units without any difference, refused facts and the like are named one by one."""


def in_one_line(comparison: Comparison) -> str:
    """What changed, counted: 修改2条，增加1条；声明改动1处；3个单位失分."""
    if comparison.unreadable:
        names = "、".join(version.name for version in comparison.unreadable)
        return f"比不了：{names} 有错误"
    parts = [f"{KINDS[kind]}{len(found)}条" for kind in KINDS if (found := comparison.of("clause", kind))]
    for scope in ("indicator", "declaration"):
        found = comparison.of(scope, *KINDS)
        parts += [f"{_SCOPES[scope]}改动{len(found)}处"] if found else []
    said = "，".join(parts) or (SAME if comparison.same_text else NOTHING)
    return f"{said}；{effect_line(comparison.effect)}" if comparison.effect is not None else said


def effect_line(effect: Effect) -> str:
    """How many units win, lose and stay."""
    words = {
        "more": "得分增加",
        "less": "得分减少",
        "open": "增减未定",
        "alone": "只在一版里",
        "same": "得分不变",
    }
    counts = {key: sum(unit.direction == key for unit in effect.units) for key in words}
    parts = [f"{counts[key]}个单位{said}" for key, said in words.items() if counts[key]]
    both = [unit for unit in effect.units if unit.direction != "alone"]
    places = sum(unit.reranked for unit in both), sum(unit.regraded for unit in both)
    named = zip(("名次", "等次"), places, strict=True)
    shifted = sum(unit.shifted for unit in effect.units)
    parts += [f"{many}个{what}有变" for what, many in named if many]
    parts += [f"{shifted}个总分不变的各条得分有变"] if shifted else []
    return "，".join(parts) or "没有单位"


def as_text(comparison: Comparison) -> str:
    """For a terminal."""
    lines = [f"旧版 {comparison.old.name}", f"新版 {comparison.new.name}", in_one_line(comparison)]
    if comparison.unreadable:
        return "\n".join([*lines, *(line for block in problems(comparison) for line in ("", block))])
    for heading, changes in sections(comparison):
        lines += ["", heading]
        for change in changes:
            lines += [f"  {line}" for line in _lines(change)]
    if comparison.renumbered:
        lines += ["", f"条号顺移（意思没有变）：{_renumbered(comparison)}"]
    if comparison.effect is not None:
        lines += ["", *_effect(comparison, comparison.effect)]
    return "\n".join(visible(line) for line in "\n".join(lines).split("\n"))


def problems(comparison: Comparison) -> list[str]:
    """Why a version cannot be compared: its findings."""
    return [
        "\n".join(
            [
                f"{version.name}：{format_summary(version.diagnostics)}",
                *(format_diagnostic(d) for d in version.diagnostics if d.severity == "error"),
            ]
        )
        for version in comparison.unreadable
    ]


def sections(comparison: Comparison) -> list[tuple[str, tuple[Change, ...]]]:
    """Changes under their headings: those of declarations and indicators, then clauses by kind."""
    found = [("声明", comparison.of("declaration", *KINDS)), ("指标", comparison.of("indicator", *KINDS))]
    found += [(heading, comparison.of("clause", kind)) for kind, heading in HEADINGS.items()]
    return [(heading, changes) for heading, changes in found if changes]


def headline(change: Change) -> str:
    """How a change is called: 3.1 → 4.1，过程 › 项目管理; 期间; 指标“监督检查” 增加."""
    place = change.new or change.old
    assert place is not None
    if change.scope == "clause":
        both = [p.where for p in (change.old, change.new) if p is not None]
        where = both[0] if len(set(both)) == 1 else " → ".join(both)
        return f"{change.name}　{where}"
    if change.old is None or change.new is None:
        return change.name + (" 增加" if change.old is None else " 删去")
    return change.name + (" 改写" if change.kind == "reworded" else "")


def where(change: Change) -> str:
    """第15行, 第15行 → 第16行; "" where no line is known."""
    numbers = [f"第{place.line}行" for place in (change.old, change.new) if place is not None and place.line]
    sides = "旧版" if change.new is None else "新版" if change.old is None else ""
    return sides + (numbers[0] if len(set(numbers)) == 1 else " → ".join(numbers)) if numbers else ""


def bodies(change: Change) -> list[str]:
    """What there is to say of a change, one line each."""
    if change.old is None or change.new is None:
        place = change.old or change.new
        assert place is not None
        if change.scope == "clause":
            return [f"原文：{place.text}", f"读作：{place.paraphrase}"]
        return [place.text] if change.scope == "declaration" or "（" in place.text else []
    lines = [str(detail) for detail in change.details]
    if change.kind == "changed" and change.moved and change.scope == "clause":
        lines.insert(0, "也换了指标或次序")
    if (
        change.scope == "clause"
        and change.old.text != change.new.text
        and change.kind in ("reworded", "moved")
    ):
        lines += [f"旧：{change.old.text}", f"新：{change.new.text}"]
    if change.judged:
        lines += [
            "以下由人判断的话改了，计分方法没有变；是不是还是同一个标准，请核对：",
            *(f"  {d}" for d in change.judged),
        ]
    return lines


def _lines(change: Change) -> Iterator[str]:
    at = where(change)
    yield headline(change) + (f"（{at}）" if at else "")
    yield from (f"  {line}" for line in bodies(change))


def _renumbered(comparison: Comparison) -> str:
    shown = "、".join(f"{old}→{new}" for old, new in comparison.renumbered[:_MOST])
    more = len(comparison.renumbered) - _MOST
    return f"{shown}……共{len(comparison.renumbered)}条" if more > 0 else shown


def _effect(comparison: Comparison, effect: Effect) -> Iterator[str]:
    yield from effect_notes(effect)
    differing = [unit for unit in effect.units if unit.differs]
    if not differing:
        yield "得分、名次、等次都没有变"
        return
    header, rows = effect_table(differing)
    yield for_terminal("得分的变化", header, rows, LEFT)
    for unit in differing:
        causes = causes_of(comparison, unit)
        if causes:
            yield f"{unit.unit}：{signed(unit.difference)}{refused_of(unit)}"
            yield from (f"  {line}" for line in causes)


def refused_of(unit: UnitEffect) -> str:
    """What makes the difference doubtful: a version did not accept all facts of the unit."""
    old, new = unit.refused
    return f"（它的事实旧版拒收 {old} 条，新版拒收 {new} 条，得分不好比）" if old != new else ""


def effect_notes(effect: Effect) -> Iterator[str]:
    """What a reader must know of the facts before the figures."""
    old, new = effect.accepted
    yield f"两版收下的事实：旧版 {old} 条，新版 {new} 条" if old != new else f"两版都收下 {old} 条事实"
    for by, said in (("old", "旧版不收、新版收的"), ("new", "新版不收、旧版收的"), ("both", "两版都不收的")):
        found = [refused for refused in effect.refused if refused.by == by]
        for refused in found[:_MOST]:
            yield f"  {said}：{refused.where} {refused.message}"
        if len(found) > _MOST:
            yield f"  {said}：…… 另有 {len(found) - _MOST} 条"
    if effect.numbering:
        side, other = ("旧版", "新版") if effect.numbering == "old" else ("新版", "旧版")
        yield (
            f"  事实表里的条号按{side}认，条号顺移了的，在{other}里算给同一条"
            + ("；采用新版的时候，请把事实表里的条号也改过来" if effect.numbering == "old" else "")
        )


def effect_table(units: Sequence[UnitEffect]) -> tuple[list[str], list[list[str]]]:
    """Units with their totals, places and grades, before and after."""
    graded = any(s is not None and s.table.grades for unit in units for s in (unit.old, unit.new))
    header = ["单位", "总分", "变化", "名次", *(["等次"] if graded else [])]
    rows = []
    for unit in units:
        row = [
            unit.unit,
            _then(unit, lambda s: points_text(s.total)),
            signed(unit.difference),
            _then(unit, rank_text),
        ]
        rows.append([*row, _then(unit, _grade)] if graded else row)
    return header, rows


def _then(unit: UnitEffect, say: Callable[[Standing], str]) -> str:
    """80 → 78; the figure alone where it stays; — where a version does not assess the unit."""
    told_ = [say(standing) if standing is not None else "—" for standing in (unit.old, unit.new)]
    return told_[0] if told_[0] == told_[1] else " → ".join(told_)


def _grade(standing: Standing) -> str:
    lost = "、".join(dict.fromkeys(qualification for qualification, _ in standing.lost))
    return grade_text(standing) + (f"（失去{lost}）" if lost else "")


def causes_of(comparison: Comparison, unit: UnitEffect) -> list[str]:
    """The clauses and bounds that make the difference, the largest first."""
    lines = []
    for cause in unit.causes:
        id_ = cause.old if cause.old == cause.new else " → ".join(filter(None, (cause.old, cause.new)))
        name = f"{id_} {cause.text}" if cause.kind == "clause" else cause.text
        lines.append(f"{signed(cause.difference)}　{name}{_because(comparison, cause.kind, cause.change)}")
    return lines


def _because(comparison: Comparison, kind: str, number: int | None) -> str:
    if kind == "bound":
        return ""
    if number is None:
        return "（这一条没有改：收下的事实或别的单位的名次不同了）"
    change = comparison.changes[number]
    if change.kind in ("added", "removed"):
        return f"（{'新增' if change.kind == 'added' else '删去'}的一条）"
    said = "；".join(str(detail) for detail in change.details)
    return f"（{said if len(said) <= 60 else said[:59] + '…'}）" if said else f"（{KINDS[change.kind]}）"


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Ready for JSON; Numbers are strings, what does not apply is left out."""
    data: dict[str, Any] = {
        "version": 1,
        "old": {"name": comparison.old.name, "readable": comparison.old.rubric is not None},
        "new": {"name": comparison.new.name, "readable": comparison.new.rubric is not None},
        "summary": in_one_line(comparison),
        "matters": comparison.matters,
    }
    if comparison.unreadable:
        data["problems"] = [
            {"version": v.name, "code": d.code, "where": d.where, "message": d.message}
            for v in comparison.unreadable
            for d in v.diagnostics
            if d.severity == "error"
        ]
        return data
    data["changes"] = [_change(change) for change in comparison.changes]
    data["renumbered"] = [{"old": old, "new": new} for old, new in comparison.renumbered]
    if comparison.effect is not None:
        data["effect"] = _effect_data(comparison.effect)
    return data


def _change(change: Change) -> dict[str, Any]:
    data: dict[str, Any] = {
        "scope": change.scope,
        "kind": change.kind,
        "name": change.name,
        "matters": change.matters,
    }
    data |= {
        side: _place(place) for side, place in (("old", change.old), ("new", change.new)) if place is not None
    }
    if change.moved:
        data["moved"] = True
    for name, details in (("details", change.details), ("judged", change.judged)):
        if details:
            data[name] = [_detail(detail) for detail in details]
    return data


def _place(place: Place) -> dict[str, Any]:
    fields = {"id": place.id, "where": place.where, "text": place.text, "paraphrase": place.paraphrase}
    return {name: text for name, text in fields.items() if text} | (
        {"line": place.line} if place.line else {}
    )


def _detail(detail: Detail) -> dict[str, str]:
    return {
        name: text for name, text in (("what", detail.what), ("old", detail.old), ("new", detail.new)) if text
    }


def _effect_data(effect: Effect) -> dict[str, Any]:
    directions = [unit.direction for unit in effect.units]
    numbering = {"numbering": effect.numbering} if effect.numbering else {}
    return numbering | {
        "accepted": {"old": effect.accepted[0], "new": effect.accepted[1]},
        "refused": [{"by": r.by, "where": r.where, "message": r.message} for r in effect.refused],
        "counts": {key: directions.count(key) for key in ("more", "less", "open", "same", "alone")},
        "units": [_unit(unit) for unit in effect.units],
    }


def _unit(unit: UnitEffect) -> dict[str, Any]:
    data: dict[str, Any] = {"unit": unit.unit, "direction": unit.direction}
    data |= {side: _standing(s) for side, s in (("old", unit.old), ("new", unit.new)) if s is not None}
    if unit.difference is not None:
        data["difference"] = _interval(unit.difference)
    data["causes"] = [
        {
            "kind": cause.kind,
            **({"old": cause.old} if cause.old else {}),
            **({"new": cause.new} if cause.new else {}),
        }
        | {"text": cause.text, "difference": _interval(cause.difference)}
        | ({"change": cause.change} if cause.change is not None else {})
        for cause in unit.causes
    ]
    return data


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "score": plain(standing.total.low),
        "at_most": told(standing.total.high),
        "rank": list(standing.ranks),
        "grades": list(standing.grades),
        "lost": [{"qualification": q, "clause": clause} for q, clause in standing.lost],
    }


def _interval(points: Points) -> dict[str, str]:
    return {"least": told(points.low), "most": told(points.high)}
