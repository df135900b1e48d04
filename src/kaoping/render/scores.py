"""Score sheets: for a terminal, for a page (Markdown), for a spreadsheet (CSV), for programs (JSON)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from kaoping.exact import text as plain
from kaoping.model import Indicator, Table
from kaoping.render import targets
from kaoping.render.tables import for_page, for_spreadsheet, for_terminal
from kaoping.resolve.points import told
from kaoping.sentences import lost
from kaoping.sheet import Points, Sheet, Standing
from kaoping.uses import short_wording

_NONE = "—"
"""In the place of points, where none can be given or taken: 一票否决."""
_INDENT = re.compile("^ +")
_WORDING = 24
"""Characters of a clause in a table."""


def points_text(points: Points) -> str:
    """12.5, or the interval 8～12.5 while something is pending."""
    return plain(points.low) if points.settled else f"{told(points.low)}～{told(points.high)}"


def rank_text(standing: Standing) -> str:
    """3, or 2～5 while totals are open."""
    best, worst = standing.ranks
    return str(best) if best == worst else f"{best}～{worst}"


def grade_text(standing: Standing) -> str:
    """The grade; 待定 with the possible ones while it is open."""
    if len(standing.grades) == 1:
        return standing.grades[0]
    return f"待定（{'、'.join(standing.grades)}）" if standing.grades else ""


def as_table(sheet: Sheet, units: Sequence[Standing]) -> str:
    """For a terminal: several units by first-level indicators, a table for each kind; or one unit in full."""
    alone, blocks = len(units) == 1, []
    for table, standings in _by_table(sheet, units):
        header, rows = _rows(sheet, table, standings, alone)
        left = (*_LEFT, *header[:2]) if alone else _LEFT
        drawn = for_terminal(_title(sheet, table), header, rows, left)
        blocks.append("\n".join([drawn, *_notes(sheet, standings, alone)]))
    blocks.append("\n".join(refused_elsewhere(sheet)))
    return "\n\n".join(block for block in blocks if block)


def as_markdown(sheet: Sheet, units: Sequence[Standing]) -> str:
    """A Markdown page: the overview with a table for each kind of unit, or one unit in full with what it lost and why."""
    alone, parts = len(units) == 1, [f"# {sheet.rubric.title}"]
    for table, standings in _by_table(sheet, units):
        parts += [f"## {table.kind}"] if table.kind else []
        header, rows = _rows(sheet, table, standings, alone)
        rows = [
            [_INDENT.sub(lambda found: "　" * (len(found[0]) // 2), cell) for cell in row] for row in rows
        ]
        parts.append(for_page(header, rows, _LEFT))  # a page drops other spaces
        parts.append("\n".join(f"- {note}" for note in _notes(sheet, standings, alone)))
    parts.append("\n".join(f"- {note}" for note in refused_elsewhere(sheet)))
    if alone:
        from kaoping.render.page import losses  # it tells entries, which is built on this module

        parts += losses(sheet, units[0])
    return "\n\n".join(part for part in parts if part)


def as_csv(sheet: Sheet, units: Sequence[Standing]) -> str:
    """One line a unit: every indicator, total, rank, grade. Opens in a spreadsheet (UTF-8 with BOM).

    Units of different kinds have different indicators: each kind has its own heading, after an empty line.
    """
    if sheet.rubric.scoring == "targets":
        return targets.as_csv(sheet, units)
    rows: list[list[str]] = []
    for table, standings in _by_table(sheet, units):
        kind = ["类别"] if table.kind else []
        indicators = list(table.walk())
        rows += [[]] if rows else []
        rows.append(
            ["单位", *kind, *(i.name for i in indicators), "总分", "名次", "等次", "待评条目", "拒收"]
        )
        for standing in standings:
            cells = [points_text(sheet.indicator(standing.unit, i)) for i in indicators]
            rows.append(
                [
                    standing.unit,
                    *([table.kind] if kind else []),
                    *cells,
                    points_text(standing.total),
                    rank_text(standing),
                    grade_text(standing),
                    "、".join(_pending(sheet, standing)),
                    str(sheet.refused.get(standing.unit, 0)),
                ]
            )
    return for_spreadsheet(rows[0], rows[1:])


def as_json(sheet: Sheet, units: Sequence[Standing]) -> str:
    """For programs: numbers are strings, everything that is open is an interval.

    full is that of all units, null where each kind has its own; a unit then has its kind.
    """
    if sheet.rubric.scoring == "targets":
        return targets.as_json(sheet, units)
    fulls = {table.full for table in sheet.rubric.tables}
    return json.dumps(
        {
            "title": sheet.rubric.title,
            "rules": sheet.rubric.digest,
            "full": _number(next(iter(fulls))) if len(fulls) == 1 else None,
            **targets.refused_as_json(sheet),
            "units": [_unit(sheet, standing) for standing in units],
        },
        ensure_ascii=False,
        indent=2,
    )


def _unit(sheet: Sheet, standing: Standing) -> dict[str, Any]:
    clauses = []
    for clause in standing.table.clauses():
        state = sheet.clause(standing.unit, clause)
        clauses.append(
            {
                "id": clause.id,
                "line": clause.line,
                "score": plain(state.low),
                "at_most": told(state.high),
                "working": state.working,
                "limits": list(state.limits),
                "pending": list(state.pending),
                "missing": list(state.missing),
                "effects": (["本项不得分"] if state.zeroed else []) + [lost(v) for v in state.vetoes],
            }
        )
    return {
        "unit": standing.unit,
        **(
            {"kind": standing.table.kind, "full": _number(standing.table.full)} if standing.table.kind else {}
        ),
        "score": plain(standing.total.low),
        "at_most": told(standing.total.high),
        "refused": sheet.refused.get(standing.unit, 0),
        "rank": list(standing.ranks),
        "grades": list(standing.grades),
        "lost": [{"qualification": q, "clause": c} for q, c in standing.lost],
        "indicators": [
            {
                "id": i.id,
                "name": i.name,
                "level": i.level,
                "points": _number(i.points),
                "score": plain(sheet.indicator(standing.unit, i).low),
                "at_most": told(sheet.indicator(standing.unit, i).high),
            }
            for i in standing.table.walk()
        ],
        "clauses": clauses,
    }


_LEFT = ("单位", "指标", "指标和评分标准", "条", "等次", "说明", "指标值", "实际值", "结论")


def _rows(
    sheet: Sheet, table: Table, units: Sequence[Standing], alone: bool
) -> tuple[list[str], list[list[str]]]:
    """The header and the rows for people: one unit in full, or several side by side."""
    if sheet.rubric.scoring == "targets":
        return targets.single(sheet, units[0]) if alone else targets.overview(sheet, table, units)
    return _single(sheet, units[0]) if alone else _overview(sheet, table, units)


def _by_table(sheet: Sheet, units: Sequence[Standing]) -> list[tuple[Table, list[Standing]]]:
    """The units by the tables that score them, in the order of the rubric; tables without a unit are left out."""
    groups = [(table, [s for s in units if s.table.kind == table.kind]) for table in sheet.rubric.tables]
    return [(table, standings) for table, standings in groups if standings]


def _title(sheet: Sheet, table: Table) -> str:
    return f"{sheet.rubric.title}　{table.kind}" if table.kind else sheet.rubric.title


def _overview(sheet: Sheet, table: Table, units: Sequence[Standing]) -> tuple[list[str], list[list[str]]]:
    tops = [top for top in table.indicators if top.scores]
    graded = ["等次"] if table.grades else []
    header = ["单位", *(_heading(top) for top in tops), "总分", "名次", *graded]
    rows = [
        [
            standing.unit,
            *(points_text(sheet.indicator(standing.unit, top)) for top in tops),
            points_text(standing.total),
            rank_text(standing),
            *([grade_text(standing)] if graded else []),
        ]
        for standing in units
    ]
    return header, rows


def _single(sheet: Sheet, standing: Standing) -> tuple[list[str], list[list[str]]]:
    rows: list[list[str]] = []

    def add(indicator: Indicator, depth: int) -> None:
        score = sheet.indicator(standing.unit, indicator)
        number, full = indicator.id if indicator.clauses else "", _number(indicator.points) or ""
        own = points_text(score) if indicator.scores else _NONE
        rows.append([number, "  " * depth + indicator.name, full, own])
        for clause in indicator.clauses:
            state = sheet.clause(standing.unit, clause)
            full = plain(clause.full) if clause.full else ""
            words = "  " * (depth + 1) + short_wording(clause, _WORDING)
            own = points_text(Points(state.low, state.high)) if clause.scores else _NONE
            rows.append([clause.id, words, full, own])
        for child in indicator.children:
            add(child, depth + 1)

    for top in standing.table.indicators:
        add(top, 0)
    rows.append(["", "总分", _number(standing.table.full) or "", points_text(standing.total)])
    return ["条", "指标和评分标准", "分值", "得分"], rows


def _heading(indicator: Indicator) -> str:
    return (
        f"{indicator.name}（{plain(indicator.points)}分）" if indicator.points is not None else indicator.name
    )


def _notes(sheet: Sheet, units: Sequence[Standing], alone: bool) -> list[str]:
    """What a reader of the table must know: pending clauses, lost qualifications, the grade of a single unit."""
    notes = []
    for standing in units:
        if alone and standing.table.grades:
            notes.append(f"{standing.unit}：{points_text(standing.total)}分，{grade_text(standing)}")
        for qualification, clause in standing.lost:
            notes.append(f"{standing.unit}：依第{clause}条{lost(qualification)}")
        notes += refused_of(sheet, standing.unit)
        pending = _pending(sheet, standing)
        if pending:
            more = f" 等 {len(pending)} 条" if len(pending) > 8 else ""
            notes.append(f"{standing.unit}：待评 {'、'.join(pending[:8])}{more}")
    return notes


def refused_of(sheet: Sheet, unit: str) -> list[str]:
    """That facts of a unit were refused: its score, however settled, may be wrong."""
    count = sheet.refused.get(unit, 0)
    return [f"{unit}：有{count}条记录被拒收，{_what(sheet)}可能不准"] if count else []


def refused_elsewhere(sheet: Sheet) -> list[str]:
    """The same of facts whose unit is not known, or not among those that are scored."""
    shown = {standing.unit for standing in sheet.standings}
    strange = {unit: count for unit, count in sheet.refused.items() if unit and unit not in shown}
    told = [f"{unit}：有{count}条记录被拒收，没有一条收下，不在表中" for unit, count in strange.items()]
    if count := sheet.refused.get("", 0):
        told.append(f"有{count}条记录被拒收，看不出是哪个单位的，{_what(sheet)}可能不准")
    return told


def _what(sheet: Sheet) -> str:
    return "达标情况" if sheet.rubric.scoring == "targets" else "得分"


def _pending(sheet: Sheet, standing: Standing) -> list[str]:
    return [clause.id for clause in standing.table.clauses() if sheet.clause(standing.unit, clause).pending]


def _number(value: Any) -> str | None:
    return plain(value) if value is not None else None


FORMATS: dict[str, Callable[[Sheet, Sequence[Standing]], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
}
