"""Rounds side by side: for a terminal, for a page (Markdown), for a spreadsheet (CSV), for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from kaoping.exact import text as plain
from kaoping.model import Clause, Indicator, Table
from kaoping.render import targets
from kaoping.render.scores import grade_text, points_text, rank_text
from kaoping.render.sides import NONE, notes, reason, reasons, reasons_for_page, refused, signed, to_tell
from kaoping.render.tables import for_page, for_spreadsheet, for_terminal
from kaoping.resolve.points import told
from kaoping.rounds import Comparison, Item, Report, Row, because
from kaoping.sheet import Points
from kaoping.uses import short_wording

_LEFT = ("单位", "轮次", "条", "指标和评分标准", "指标和指标值", "等次")


def as_table(report: Report, units: Sequence[Comparison]) -> str:
    """For a terminal: several units by first-level indicators, or one unit in full, with the reasons."""
    if len(units) == 1:
        drawn = for_terminal(_title(report), *_single(report, units[0]), _LEFT)
        why = ["", "差异的依据", "", *reasons(report, units[0])] if to_tell(report, units[0]) else []
        return "\n".join([drawn, *notes(report, units[0]), *refused(report), *why])
    blocks = []
    for table, own in _by_table(report, units):
        title = f"{_title(report)}　{table.kind}" if table.kind else _title(report)
        header, rows = _overview(report, table, own)
        drawn = for_terminal(title, header, rows, _LEFT, group=2 * len(report.rounds) - 1)
        blocks.append("\n".join([drawn, *(note for unit in own for note in notes(report, unit))]))
    blocks.append("\n".join(refused(report)))
    return "\n\n".join(block for block in blocks if block)


def as_markdown(report: Report, units: Sequence[Comparison]) -> str:
    """A report to print: all units by first-level indicators, then each in full, with the reasons.

    Cells are indented by full-width spaces: a page drops the others.
    """
    parts = [f"# {_title(report)}"]
    if len(units) > 1:
        for table, own in _by_table(report, units):
            parts += [f"## {table.kind}"] if table.kind else []
            parts.append(for_page(*_overview(report, table, own), _LEFT))
        parts.append(_listed(refused(report)))
    for unit in units:
        parts += [
            f"## {unit.unit}",
            for_page(*_single(report, unit, indent="　"), _LEFT),
            _listed([*notes(report, unit), *(refused(report) if len(units) == 1 else ())]),
        ]
        if to_tell(report, unit):
            parts += ["### 差异的依据", "\n".join(reasons_for_page(report, unit))]
    return "\n\n".join(part for part in parts if part)


def as_csv(report: Report, units: Sequence[Comparison]) -> str:
    """One line a unit and item; totals, ranks and grades last."""
    header, _ = _single(report, units[0])
    rows = [[unit.unit, *row] for unit in units for row in _single(report, unit, indent="")[1]]
    return for_spreadsheet(["单位", *header], rows)


def as_json(report: Report, units: Sequence[Comparison]) -> str:
    """For programs: numbers are strings, everything that is open is an interval, reasons are the ledger's sentences."""
    rubric = report.rubric
    data = {
        "title": rubric.title,
        "rules": rubric.digest,
        "rounds": [
            {"label": r.label, "facts": dict(r.sheet.assessment.ledger.header.facts)} for r in report.rounds
        ],
        "units": [_unit(report, unit) for unit in units],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _title(report: Report) -> str:
    return f"{report.rubric.title}：{'、'.join(r.label for r in report.rounds)}对照"


def _differences(report: Report) -> list[str]:
    """Headings of the differences: 差, or 差（复核） where several rounds are compared with the first."""
    later = [r.label for r in report.rounds[1:]]
    return ["差"] if len(later) == 1 else [f"差（{label}）" for label in later]


def _score(report: Report, row: Row, index: int) -> str:
    """What a round has of an item: its points, or for targets the verdict or how many are met."""
    points = row.scores[index]
    if points is None:
        return NONE
    return targets.counted(points, row.item.source) if _counts(report) else points_text(points)


def _counts(report: Report) -> bool:
    """Whether the rubric counts targets and has no points."""
    return report.rubric.scoring == "targets"


def _by_table(report: Report, units: Sequence[Comparison]) -> list[tuple[Table, list[Comparison]]]:
    """The units by the tables that score them, in the order of the rubric."""
    groups: dict[str, list[Comparison]] = {table.kind: [] for table in report.rubric.tables}
    for unit in units:
        groups[report.table(unit.unit).kind].append(unit)
    return [(table, groups[table.kind]) for table in report.rubric.tables if groups[table.kind]]


def _overview(report: Report, table: Table, units: Sequence[Comparison]) -> tuple[list[str], list[list[str]]]:
    tops = table.indicators
    graded = ["等次"] if table.grades else []
    header = [
        "单位",
        "轮次",
        *(_heading(top) for top in tops),
        "合计" if _counts(report) else "总分",
        "名次",
        *graded,
    ]
    rows = []
    for unit in units:
        known = {row.item.id: row for row in unit.rows if row.item.kind in ("indicator", "total")}
        shown = [known.get(top.id) for top in tops] + [unit.total]
        for index, round_ in enumerate(report.rounds):
            standing = round_.standing(unit.unit)
            cells = [_score(report, row, index) if row else NONE for row in shown]
            place = rank_text(standing) if standing else NONE
            grade = [grade_text(standing) if standing else NONE] if graded else []
            rows.append([unit.unit if index == 0 else "", round_.label, *cells, place, *grade])
        for index, name in enumerate(_differences(report)):
            cells = [signed(row.differences[index]) if row else NONE for row in shown]
            rows.append(["", name, *cells, "", *([""] if graded else [])])
    return header, rows


def _single(report: Report, unit: Comparison, indent: str = "  ") -> tuple[list[str], list[list[str]]]:
    table = report.table(unit.unit)
    value = [] if _counts(report) else ["分值"]
    what = "指标和指标值" if _counts(report) else "指标和评分标准"
    header = ["条", what, *value, *(r.label for r in report.rounds), *_differences(report)]
    rows = []
    for row in unit.rows:
        if row.item.kind != "bound":
            number, name = _named(row.item, "合计" if _counts(report) else "总分")
            full = plain(row.item.full) if row.item.full is not None else ""
            if row.item.kind == "total" and table.full is not None:
                full = plain(table.full)
            scores = [_score(report, row, index) for index in range(len(row.scores))]
            points = [] if _counts(report) else [full]
            rows.append(
                [number, indent * row.item.depth + name, *points, *scores, *map(signed, row.differences)]
            )
    standings = [r.standing(unit.unit) for r in report.rounds]
    blank = [""] * (len(report.rounds) - 1)
    rows.append(
        ["", "名次", *([""] if value else []), *(rank_text(s) if s else NONE for s in standings), *blank]
    )
    if table.grades:
        rows.append(["", "等次", "", *(grade_text(s) if s else NONE for s in standings), *blank])
    return header, rows


def _named(item: Item, total: str = "总分") -> tuple[str, str]:
    match item.source:
        case Clause():
            return item.id, short_wording(item.source, 24)
        case Indicator():
            return item.id if item.source.clauses else "", item.source.name
    return "", total


def _heading(top: Indicator) -> str:
    return f"{top.name}（{plain(top.points)}分）" if top.points is not None else top.name


def _listed(notes: Sequence[str]) -> str:
    return "\n".join(f"- {note}" for note in notes)


def _unit(report: Report, unit: Comparison) -> dict[str, Any]:
    rounds = {}
    for round_ in report.rounds:
        standing = round_.standing(unit.unit)
        if standing is not None:
            rounds[round_.label] = {
                "reported": unit.unit in round_.reported,
                "refused": round_.sheet.refused.get(unit.unit, 0),
                **_interval(standing.total),
                "rank": list(standing.ranks),
                "grades": list(standing.grades),
                "lost": [{"qualification": q, "clause": c} for q, c in standing.lost],
            }
    table = report.table(unit.unit)
    differing = {(row.item.kind, row.item.id) for row in to_tell(report, unit)}
    return {
        "unit": unit.unit,
        **({"kind": table.kind} if table.kind else {}),
        "full": plain(table.full) if table.full is not None else None,
        "rounds": rounds,
        "differences": _labelled_differences(report, unit.total),
        "items": [
            _item(report, unit, row, (row.item.kind, row.item.id) in differing)
            for row in unit.rows
            if row.item.kind != "total"
        ],
    }


def _item(report: Report, unit: Comparison, row: Row, differs: bool) -> dict[str, Any]:
    item = row.item
    labelled = zip(report.rounds, row.scores, strict=True)
    data: dict[str, Any] = {
        "kind": item.kind,
        "id": item.id,
        "name": item.source.name if isinstance(item.source, Indicator) else _named(item)[1],
        "points": plain(item.full) if item.full is not None else None,
        "scores": {r.label: _interval(points) for r, points in labelled if points is not None},
        "differences": _labelled_differences(report, row),
    }
    if differs:
        causes = zip(report.rounds, because(report.rounds, unit.unit, item), strict=True)
        data["reasons"] = {
            r.label: reason(report, r, unit.unit, row, c)
            for r, c in causes
            if r.standing(unit.unit) is not None
        }
    return data


def _interval(points: Points) -> dict[str, str]:
    return {"score": plain(points.low), "at_most": told(points.high)}


def _labelled_differences(report: Report, row: Row) -> dict[str, dict[str, str]]:
    labelled = zip(report.rounds[1:], row.differences, strict=True)
    return {r.label: {"least": told(d.low), "most": told(d.high)} for r, d in labelled if d is not None}


FORMATS: dict[str, Callable[[Report, Sequence[Comparison]], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
}
