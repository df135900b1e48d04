"""Score sheets of a rubric that is scored by 达标率: each target with its value, the actual value and the
verdict, and the completion rate of each table. One line a target; several units side by side by their rates.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kaoping import exact
from kaoping.completion import Completion, targets_in
from kaoping.language.reading import Target
from kaoping.language.targets import say_value
from kaoping.measure import Missing, evaluate
from kaoping.model import Clause, Indicator, Table
from kaoping.render.tables import for_spreadsheet
from kaoping.score.targets import actual_text, verdict, wanted_text
from kaoping.sheet import Points, Sheet, Standing
from kaoping.tree import paths

HEADER = ["条", "指标", "指标值", "实际值", "结论"]


def completion(sheet: Sheet, unit: str, indicator: Indicator) -> Completion:
    """How many targets of an indicator are met."""
    points = sheet.indicator(unit, indicator)
    return Completion(points.low, points.high, targets_in(indicator))


def whole(sheet: Sheet, standing: Standing) -> Completion:
    """How many targets of all tables are met."""
    return Completion(standing.total.low, standing.total.high, targets_in(standing.table))


def told(done: Completion) -> str:
    """18/33（54.5454…%）."""
    return f"{done.items}（{done.rate}）"


def counted(points: Points, source: Clause | Indicator | None) -> str:
    """What a round has of an item, beside other rounds: 达标, 18/33, or for the total 达标76项."""
    if isinstance(source, Clause):
        return verdict(points.low > 0 if points.settled else None)
    if source is not None:
        return Completion(points.low, points.high, targets_in(source)).items
    low, high = exact.text(points.low), exact.text(points.high)
    return f"达标{low if points.settled else f'{low}～{high}'}项"


def wanted_of(clause: Clause) -> str:
    """The value to reach, as published, and how it is read where it is a mere number."""
    return wanted_text(_target(clause))


def subject_of(clause: Clause) -> str:
    """What a target is of."""
    return _target(clause).when.subject


def actual_of(sheet: Sheet, unit: str, clause: Clause) -> str:
    """The actual value, in the unit of the target; "" while there is none."""
    (section,) = sheet.assessment.plan.clauses[clause.id].sections
    (rule,) = section.rules
    assert rule.measure is not None
    with exact.arithmetic():
        figure = evaluate(rule.measure, lambda a: sheet.assessment.engine.figure(unit, a), None)
        return "" if isinstance(figure, Missing) else actual_text(_target(clause), rule.rule, figure)


def single(sheet: Sheet, standing: Standing) -> tuple[list[str], list[list[str]]]:
    """One unit in full: every target under its indicators, each with its completion."""
    rows: list[list[str]] = []
    for indicator, depth in _tree(standing.table.indicators):
        done = completion(sheet, standing.unit, indicator)
        rows.append(["", "  " * depth + indicator.name, "", "", told(done) if not depth else done.items])
        rows += [
            [
                clause.id,
                "  " * (depth + 1) + _target(clause).when.subject,
                wanted_of(clause),
                actual_of(sheet, standing.unit, clause),
                sheet.clause(standing.unit, clause).verdict,
            ]
            for clause in indicator.clauses
        ]
    rows.append(["", "合计", "", "", told(whole(sheet, standing))])
    return HEADER, rows


def overview(sheet: Sheet, table: Table, units: Sequence[Standing]) -> tuple[list[str], list[list[str]]]:
    """Several units of a kind: the completion under each first indicator, and of all."""
    tops = table.indicators
    rows = [
        [
            standing.unit,
            *(told(completion(sheet, standing.unit, top)) for top in tops),
            told(whole(sheet, standing)),
        ]
        for standing in units
    ]
    return ["单位", *(top.name for top in tops), "合计"], rows


def as_csv(sheet: Sheet, units: Sequence[Standing]) -> str:
    """One line a target with its place in the tables, then one for each table. For spreadsheets: UTF-8 with BOM."""
    rows = []
    for standing in units:
        for clause, path in paths(standing.table):
            wanted, actual = wanted_of(clause), actual_of(sheet, standing.unit, clause)
            place = ["/".join(i.name for i in path[1:]), clause.id, _target(clause).when.subject]
            outcome = sheet.clause(standing.unit, clause).verdict
            rows.append([standing.unit, path[0].name, *place, wanted, actual, outcome, ""])
        for top in standing.table.indicators:
            done = completion(sheet, standing.unit, top)
            rows.append([standing.unit, top.name, "", "", "达标率", "", done.items, done.rate, ""])
        done, refused = whole(sheet, standing), str(sheet.refused.get(standing.unit, 0))
        rows.append([standing.unit, "合计", "", "", "达标率", "", done.items, done.rate, refused])
    return for_spreadsheet(["单位", "项目", "所属指标", *HEADER, "拒收"], rows)


def as_json(sheet: Sheet, units: Sequence[Standing]) -> str:
    """For programs: numbers are strings; met and at_most are the ends of what is still open."""
    data = {
        "title": sheet.rubric.title,
        "rules": sheet.rubric.digest,
        **refused_as_json(sheet),
        "units": [
            {
                "unit": standing.unit,
                **_completion(whole(sheet, standing)),
                "refused": sheet.refused.get(standing.unit, 0),
                "rank": list(standing.ranks),
                "indicators": [
                    {
                        "id": indicator.id,
                        "name": indicator.name,
                        "level": indicator.level,
                        **_completion(completion(sheet, standing.unit, indicator)),
                    }
                    for indicator in standing.table.walk()
                ],
                "targets": [_as_json(sheet, standing.unit, clause) for clause in standing.table.clauses()],
            }
            for standing in units
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def refused_as_json(sheet: Sheet) -> dict[str, Any]:
    """Refused facts whose unit is not known, or not among those that are scored; those of the others stand by them."""
    shown = {standing.unit for standing in sheet.standings}
    return {"refused_elsewhere": sum(count for unit, count in sheet.refused.items() if unit not in shown)}


def _completion(done: Completion) -> dict[str, Any]:
    low, high = exact.text(done.low), exact.text(done.high)
    return {"met": low, "at_most": high, "of": str(done.of), "rate": done.rate}


def _as_json(sheet: Sheet, unit: str, clause: Clause) -> dict[str, Any]:
    state, target = sheet.clause(unit, clause), _target(clause)
    return {
        "id": clause.id,
        "line": clause.line,
        "name": target.when.subject,
        "value": target.value,
        "read_as": say_value(target),
        "actual": actual_of(sheet, unit, clause),
        "verdict": state.verdict,
        "pending": list(state.pending),
        "missing": list(state.missing),
    }


def _target(clause: Clause) -> Target:
    (section,) = clause.sections
    term = section.rules[0].term
    assert isinstance(term, Target)
    return term


def _tree(indicators: Sequence[Indicator], depth: int = 0) -> Iterator[tuple[Indicator, int]]:
    for indicator in indicators:
        yield indicator, depth
        yield from _tree(indicator.children, depth + 1)
