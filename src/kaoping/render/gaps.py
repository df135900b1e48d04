"""Missing facts: for a terminal, for a page (Markdown), for a spreadsheet (CSV), for programs (JSON)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from kaoping.exact import text as plain
from kaoping.gaps import Gap, Gaps, Stake, Tally
from kaoping.render.scores import points_text
from kaoping.render.tables import for_page, for_spreadsheet, for_terminal
from kaoping.resolve.points import UNBOUNDED, told
from kaoping.sentences import lost
from kaoping.template.forms import hints

_LEFT = ("单位", "缺的事实", "怎样填", "条款", "说明", "数据采集部门")
_SHOWN_UNITS = 3
_SHOWN_LABEL = 20


def as_table(gaps: Gaps) -> str:
    """For a terminal: what units lack alike in one row, the sums of each unit, what else to know."""
    blocks = []
    if gaps.rows:
        blocks.append(for_terminal(_title(gaps), *_merged(gaps), _LEFT))
        blocks.append(for_terminal("各单位", *_tallies(gaps), _LEFT))
    return "\n".join([*blocks, *notes(gaps), summary(gaps)])


def as_markdown(gaps: Gaps) -> str:
    """A page to hand out."""
    parts = [f"# {_title(gaps)}", summary(gaps)]
    if gaps.rows:
        parts += [for_page(*_merged(gaps), _LEFT), "## 各单位", for_page(*_tallies(gaps), _LEFT)]
    parts.append("\n".join(f"- {note}" for note in notes(gaps)))
    return "\n\n".join(part for part in parts if part)


def as_csv(gaps: Gaps) -> str:
    """One line a unit and fact."""
    fill, collected = hints(gaps.rubric), _collected(gaps)
    rows = [[gap.unit, *_cells(gap, fill, collected)] for gap in gaps.rows]
    return for_spreadsheet(["单位", *_header(gaps, _at_stake(gaps))], rows)


def as_json(gaps: Gaps) -> str:
    """For programs: numbers are strings."""
    fill = hints(gaps.rubric)
    data = {
        "title": gaps.rubric.title,
        "rules": gaps.rubric.digest,
        "count": len(gaps.rows),
        "points": told(gaps.points),
        "missing": [_gap(gap, fill) for gap in gaps.rows],
        "units": [_tally(unit) for unit in gaps.units],
        "unrecorded": [{"fact": spec.name, "clauses": list(spec.clauses)} for spec in gaps.unrecorded],
        "open": [
            {"unit": o.unit, "clause": o.clause, "reasons": list(o.reasons), "others": o.others}
            for o in gaps.open
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def summary(gaps: Gaps) -> str:
    """还缺 12 项，涉及 30 分（8 个单位）."""
    if not gaps.rows:
        return "不缺事实。"
    units = sum(1 for unit in gaps.units if unit.facts)
    of = f"（{units} 个单位）" if len(gaps.units) > 1 else ""
    points = "涉及的分值没有上限"
    if gaps.points < UNBOUNDED:
        points = f"涉及 {plain(gaps.points)} {'项目标' if _counts(gaps) else '分'}"
    return f"还缺 {len(gaps.rows)} 项事实，{points}{of}。"


def notes(gaps: Gaps) -> list[str]:
    """What is not missing, but should be known: events of which there are none, clauses open for another reason."""
    found = [] if gaps.rubric.units else ["办法没有列出单位名单，一条事实也没有的单位查不出来"]
    by_clause: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for item in gaps.open:
        reasons = ("名次要等别的单位的数",) if item.others else item.reasons
        by_clause.setdefault((item.clause, reasons), []).append(item.unit)
    for (clause, reasons), units in by_clause.items():
        found.append(f"第{clause}条待评，但{_few(units)}不缺事实：{'；'.join(reasons)}")
    if gaps.unrecorded:
        kinds = "、".join(f"「{spec.label}」（{'、'.join(spec.clauses)}）" for spec in gaps.unrecorded)
        found.append(f"一件也没有登记的事项，按没有发生计，请确认确实没有：{kinds}")
    return found


def _title(gaps: Gaps) -> str:
    return f"{gaps.rubric.title}：还缺的事实"


def _merged(gaps: Gaps) -> tuple[list[str], list[list[str]]]:
    """One row for all units that lack the same in the same way."""
    fill, collected = hints(gaps.rubric), _collected(gaps)
    groups: dict[tuple[str, ...], list[Gap]] = {}
    for gap in gaps.rows:
        label, *cells = _cells(gap, fill, collected)
        groups.setdefault((_short(label), *cells), []).append(gap)
    named = _Groups(gaps)
    rows = [[named.told([gap.unit for gap in alike]), *cells] for cells, alike in groups.items()]
    return ["单位", *_header(gaps, f"{_each(gaps)}{_at_stake(gaps)}")], rows


class _Groups:
    """Names groups of units: all of them or all of a kind in a word, else the first few."""

    def __init__(self, gaps: Gaps) -> None:
        self._kinds = gaps.rubric.kinds
        self._all = len(gaps.units)
        self._sizes = Counter(self._kinds.get(unit.unit, "") for unit in gaps.units)

    def told(self, units: Sequence[str]) -> str:
        if len(units) == self._all > 1:
            return f"全部{self._all}个单位"
        kinds = {self._kinds.get(unit, "") for unit in units} if len(units) > 1 else set()
        kind = kinds.pop() if len(kinds) == 1 else ""
        if kind and self._sizes[kind] == len(units):
            return f"{kind}（全部{len(units)}个）"
        return _few(units)


def _collected(gaps: Gaps) -> bool:
    return any(gap.collectors for gap in gaps.rows)


def _header(gaps: Gaps, points: str) -> list[str]:
    return ["缺的事实", "怎样填", "条款", points, "说明", *(["数据采集部门"] if _collected(gaps) else [])]


def _cells(gap: Gap, fill: dict[str, str], collected: bool) -> list[str]:
    return [
        gap.spec.label,
        _fill(gap, fill),
        "、".join(stake.clause for stake in gap.stakes),
        told(gap.points),
        "；".join(_remarks(gap)),
        *(["、".join(gap.collectors)] if collected else []),
    ]


def _short(label: str) -> str:
    return label if len(label) <= _SHOWN_LABEL else f"{label[: _SHOWN_LABEL - 1]}…"


def _fill(gap: Gap, fill: dict[str, str]) -> str:
    if gap.given:
        return "已有，请改正或补全"
    return fill[gap.spec.name] + ("，至少要有一件" if gap.spec.kind == "event" else "")


def _remarks(gap: Gap) -> list[str]:
    """What is wrong with a fact that is there, whom it decides with, what else hangs on it."""
    found = list(dict.fromkeys(r for stake in gap.stakes for r in stake.reasons)) if gap.given else []
    by_beside: dict[tuple[str, ...], list[Stake]] = {}
    for stake in gap.stakes:
        by_beside.setdefault(stake.beside, []).append(stake)
    for beside, stakes in by_beside.items():
        if beside:
            which = "" if len(by_beside) == 1 else f"第{'、'.join(stake.clause for stake in stakes)}条"
            found.append(f"{which}与{''.join(f'「{label}」' for label in beside)}共同决定")
    for stake in gap.stakes:
        if stake.others:
            of = f"（共{told(stake.others_points)}分）"
            found.append(f"另有{stake.others}个单位第{stake.clause}条的名次{of}等它")
    found += dict.fromkeys(f"关系到是否{lost(q)}" for stake in gap.stakes for q in stake.qualifications)
    return found


def _few(units: Sequence[str]) -> str:
    more = f"等{len(units)}个单位" if len(units) > _SHOWN_UNITS else ""
    return "、".join(units[:_SHOWN_UNITS]) + more


def _tallies(gaps: Gaps) -> tuple[list[str], list[list[str]]]:
    named = _Groups(gaps)
    groups: dict[tuple[str, ...], list[str]] = {}
    for unit in gaps.units:
        if unit.facts:
            cells = str(unit.facts), told(unit.points), points_text(unit.total)
            groups.setdefault(cells, []).append(unit.unit)
    rows = [[named.told(units), *cells] for cells, units in groups.items()]
    total = "目前达标项数" if _counts(gaps) else "目前总分"
    return ["单位", f"{_each(gaps)}缺（项）", f"{_each(gaps)}{_at_stake(gaps)}", total], rows


def _each(gaps: Gaps) -> str:
    return "各" if len(gaps.units) > 1 else ""


def _at_stake(gaps: Gaps) -> str:
    return "涉及项数" if _counts(gaps) else "涉及分值"


def _counts(gaps: Gaps) -> bool:
    """Whether the rubric counts targets and has no points."""
    return gaps.rubric.scoring == "targets"


def _gap(gap: Gap, fill: dict[str, str]) -> dict[str, Any]:
    spec = gap.spec
    return {
        "unit": gap.unit,
        "fact": spec.name,
        "label": spec.label,
        "kind": spec.kind,
        "type": spec.type,
        **({"unit_of_measure": spec.unit} if spec.unit else {}),
        **({"choices": list(spec.choices)} if spec.choices else {}),
        **({"fields": [field.name for field in spec.fields]} if spec.fields else {}),
        "fill": _fill(gap, fill),
        "given": gap.given,
        "points": told(gap.points),
        "clauses": [_stake(stake) for stake in gap.stakes],
        "collectors": list(gap.collectors),
    }


def _stake(stake: Stake) -> dict[str, Any]:
    return {
        "clause": stake.clause,
        "points": told(stake.points),
        "reasons": list(stake.reasons),
        "beside": list(stake.beside),
        "qualifications": list(stake.qualifications),
        "others": stake.others,
        "others_points": told(stake.others_points),
    }


def _tally(unit: Tally) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "missing": unit.facts,
        "points": told(unit.points),
        "score": plain(unit.total.low),
        "at_most": told(unit.total.high),
    }


FORMATS: dict[str, Callable[[Gaps], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
}
