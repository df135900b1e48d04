"""The audit trail of one unit: the clauses with their own words, and every entry as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import PurePath

from kaoping.exact import text as plain
from kaoping.ledger import Entry
from kaoping.model import TOTAL, Clause, Indicator
from kaoping.render import targets
from kaoping.render.scores import grade_text, points_text, rank_text, refused_elsewhere, refused_of
from kaoping.resolve.points import bounded
from kaoping.sentences import lost, tell
from kaoping.sheet import Points, Sheet, Standing

_MOST_UNITS = 10


def trail(sheet: Sheet, standing: Standing, only: str = "") -> str:
    """Everything that made the unit's score.

    Args:
        sheet: of all units.
        standing: of the unit.
        only: id of a clause (5.2) or of a leaf indicator (5); "" for all, with the total.
    """
    entries = [e for e in sheet.assessment.ledger.entries if e.unit == standing.unit]
    kind = f"　{standing.table.kind}" if standing.table.kind else ""
    of_what = "达标情况" if sheet.rubric.scoring == "targets" else "得分"
    lines: list[str] = [f"{sheet.rubric.title}{kind}", f"{standing.unit} {of_what}说明", ""]
    if refused := [*refused_of(sheet, standing.unit), *refused_elsewhere(sheet)]:
        lines += [*(f"注意：{note}。" for note in refused), ""]
    for top in standing.table.indicators:
        below = [line for path in _leaves(top, ()) for line in _leaf(sheet, standing, path, only, entries)]
        if below:
            lines += [f"■ {_scored(sheet, standing, top)}" if top.children else "", *below, ""]
    lines = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    if not only:
        lines += closing(sheet, standing)
    return "\n".join(lines).rstrip("\n")


def _leaves(indicator: Indicator, above: tuple[Indicator, ...]) -> Iterator[tuple[Indicator, ...]]:
    path = (*above, indicator)
    if indicator.clauses:
        yield path
    for child in indicator.children:
        yield from _leaves(child, path)


def _leaf(
    sheet: Sheet, standing: Standing, path: tuple[Indicator, ...], only: str, entries: list[Entry]
) -> list[str]:
    """A leaf indicator with its clauses, under the names of those between it and the top."""
    leaf = path[-1]
    clauses = [clause for clause in leaf.clauses if not only or only in (clause.id, leaf.id)]
    if not clauses:
        return []
    between = "".join(f"{indicator.name} › " for indicator in path[1:-1])
    lines = ["", f"▸ {leaf.id}　{between}{_scored(sheet, standing, leaf)}"]
    if leaf.collectors:
        lines.append(f"  数据采集部门：{'、'.join(leaf.collectors)}")
    for clause in clauses:
        lines += _clause(sheet, standing, clause, path, entries)
    return lines + _bound(sheet, standing, leaf)


def _scored(sheet: Sheet, standing: Standing, indicator: Indicator) -> str:
    if sheet.rubric.scoring == "targets":
        done = targets.completion(sheet, standing.unit, indicator)
        return f"{indicator.name}：达标{done.items}" + (f"，达标率{done.rate}" if indicator.children else "")
    if not indicator.scores:
        return indicator.name
    points = f"（{plain(indicator.points)}分）" if indicator.points is not None else ""
    return f"{indicator.name}{points}：{points_text(sheet.indicator(standing.unit, indicator))}分"


def _clause(
    sheet: Sheet, standing: Standing, clause: Clause, path: Sequence[Indicator], entries: Iterable[Entry]
) -> list[str]:
    state = sheet.clause(standing.unit, clause)
    wording = " ".join(clause.wording.split())
    score = points_text(Points(state.low, state.high))
    full = f"／{plain(clause.full)}" if clause.full else ""
    points = f"　{score}{full}分{taken_from(clause, path)}" if clause.scores else ""
    outcome = f"　{state.verdict}" if state.verdict else points
    lines = [
        "",
        f"  第{clause.id}条{outcome}　（{PurePath(sheet.rubric.file).name}:{clause.line}）",
        f"    “{wording}”",
    ]
    own = [e for e in entries if e.node == clause.id]
    lines += [f"    · {line}" for line in told_entries(own)]
    if not own and not state.pending:
        lines.append("    · 没有触及本条的事实。")
    if state.pending:
        lines.append(f"    · 待评：{'；'.join(state.pending)}。")
    return lines


def taken_from(clause: Clause, path: Sequence[Indicator]) -> str:
    """Where a clause without points of its own takes its deduction from."""
    if clause.full or not clause.scores or all(section.floor >= 0 for section in clause.sections):
        return ""
    *above, leaf = path
    drains = [s.part.drain for s in clause.sections if s.part.drain in leaf.drained]
    if drains:
        whole = next((node for node in reversed(above) if node.points == drains[0]), None)
    elif leaf.points is not None or (any(c.full for c in leaf.clauses) and not leaf.deducts_above):
        whole = leaf
    else:
        whole = next((node for node in reversed(above) if node.points is not None), None)
    if whole is None:
        return "，从总分里扣"
    return f"，从“{whole.name}”" + (f"的{plain(whole.points)}分" if whole.points is not None else "") + "里扣"


def told_entries(entries: Iterable[Entry]) -> list[str]:
    """The entries of a clause, to stand under its number; runs of facts that change nothing in one line."""
    return [sentence for sentence, _ in grouped(entries)]


def grouped(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """The same sentences, each with the entries that it tells."""
    for unchanged, group in groupby(entries, _changes_nothing):
        told = list(group)
        if unchanged and len(told) > 1:
            yield _folded(told), told
        else:
            yield from ((_under_heading(entry), [entry]) for entry in told)


def _changes_nothing(entry: Entry) -> bool:
    return (
        entry.cause == "new"
        and not entry.was_pending
        and entry.nominal == entry.effective == 0
        and not entry.pending
    )


def _folded(entries: list[Entry]) -> str:
    """Several facts in a row that change no points, in one line; the ledger has them one by one."""
    places: dict[str, list[str]] = {}
    for entry in entries:
        file, _, row = entry.facts[-1].place.partition(" ")
        places.setdefault(file, []).append(row)
    cited = "；".join(f"{file} {'、'.join(rows)}" for file, rows in places.items())
    reasons = dict.fromkeys(reason for entry in entries for reason in entry.reasons)
    why = f"（{'、'.join(reasons)}）" if reasons else ""
    return f"以下{len(entries)}条事实不改变得分{why}：{cited}。其后：{entries[-1].after}。"


def _under_heading(entry: Entry) -> str:
    """The sentence without the number of the clause, which stands above it, and without the running total."""
    return tell(entry, with_total=False).removeprefix(f"第{entry.node}条：")


def _bound(sheet: Sheet, standing: Standing, indicator: Indicator) -> list[str]:
    """What the indicator's own bound adds to its parts, in one line; when it did so is in the ledger."""
    told = bound_of(sheet, standing, indicator)
    return ["", f"  本指标：{told}。"] if told else []


def bound_of(sheet: Sheet, standing: Standing, indicator: Indicator | None) -> str:
    """What the bound of an indicator, or of the total (None), adds to its parts; "" if nothing."""
    state = sheet.assessment.node(standing.unit, indicator.id if indicator else TOTAL)
    pool = indicator.pool if indicator else 0
    told = [f"另有{plain(indicator.pool)}分不属于哪一条，供扣分的各条扣"] if indicator and pool else []
    if state.limits:
        parts = _sum(state.low - state.own + pool)
        told.append(f"各{'条' if indicator else '项'}合计{parts}，{'、'.join(state.limits)}")
    return f"{'；'.join(told)}，计{plain(state.low)}分" if told else ""


def _sum(points: Decimal) -> str:
    return f"{plain(points)}分" if bounded(points) else "未定"


def closing(sheet: Sheet, standing: Standing) -> list[str]:
    """The total with its bound, the place, the grade, and what is still open: under all indicators."""
    if sheet.rubric.scoring == "targets":
        done = targets.whole(sheet, standing)
        return [f"■ 合计：达标{done.items}，达标率{done.rate}", *_open(sheet, standing)]
    lines = [
        f"■ 总分：{points_text(standing.total)}分，第{rank_text(standing)}名（共{_compared(sheet, standing)}）"
    ]
    for indicator in standing.table.walk():
        if not indicator.clauses:
            lines += [
                f"  · {indicator.name}：{line.strip()}" for line in _bound(sheet, standing, indicator) if line
            ]
    if bound := bound_of(sheet, standing, None):
        lines.append(f"  · {bound}。")
    if standing.table.grades:
        lines.append(f"  · 等次：{grade_text(standing)}")
    for qualification, clause in standing.lost:
        lines.append(f"  · 依第{clause}条，{lost(qualification)}；分数不变，等次受限。")
    if standing.next_grade is not None and standing.lacking is not None:
        lines.append(f"  · 距上一等次“{standing.next_grade}”还差{plain(standing.lacking)}分。")
    return lines + _open(sheet, standing)


def _open(sheet: Sheet, standing: Standing) -> list[str]:
    """What is pending, and which facts would settle it."""
    pending = [c.id for c in standing.table.clauses() if sheet.clause(standing.unit, c).pending]
    lines = [f"  · 待评的有：第{'、'.join(pending)}条。"] if pending else []
    missing = _missing(sheet, standing)
    waits = {id_: units for id_ in pending if (units := _waits_for(sheet, standing, id_))}
    settled = "定论" if sheet.rubric.scoring == "targets" else "定分"
    at_once = [id_ for id_ in pending if id_ in missing and id_ not in waits]
    if at_once:
        which = "" if at_once == pending else f"，第{'、'.join(at_once)}条"
        lines.append(f"  · 补齐这些事实{which}即可{settled}：{'、'.join(_names(missing, at_once))}。")
    for id_, units in waits.items():
        own = f"除了补齐{'、'.join(missing[id_])}，" if id_ in missing else ""
        lines.append(f"  · 第{id_}条要比名次，{own}还要等这些单位的数：{_few(units)}。")
    if other := [id_ for id_ in pending if id_ not in missing and id_ not in waits]:
        lines.append(f"  · 第{'、'.join(other)}条不缺事实，待评的原因见该条。")
    return lines


def _waits_for(sheet: Sheet, standing: Standing, id_: str) -> list[str]:
    """The other units whose figures a ranked clause still lacks."""
    if not sheet.assessment.plan.clauses[id_].ranked:
        return []
    others = (s.unit for s in sheet.standings if s.table is standing.table and s is not standing)
    return [unit for unit in others if sheet.assessment.clause(unit, id_).missing]


def _few(units: Sequence[str]) -> str:
    more = f"等{len(units)}个单位" if len(units) > _MOST_UNITS else ""
    return "、".join(units[:_MOST_UNITS]) + more


def _compared(sheet: Sheet, standing: Standing) -> str:
    """Among how many units the rank is: 9个县（市、区）, 8个单位."""
    count = sum(1 for s in sheet.standings if s.table.kind == standing.table.kind)
    return f"{count}个{standing.table.kind or '单位'}"


def _missing(sheet: Sheet, standing: Standing) -> dict[str, tuple[str, ...]]:
    """The facts that the unit itself lacks, by pending clause."""
    states = ((clause.id, sheet.clause(standing.unit, clause)) for clause in standing.table.clauses())
    return {id_: state.missing for id_, state in states if state.pending and state.missing}


def _names(missing: Mapping[str, Sequence[str]], clauses: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name for id_ in clauses for name in missing[id_]))
