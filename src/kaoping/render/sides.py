"""Rounds side by side, told: what the rounds have in common of a clause, and what makes them differ."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from kaoping.exact import text as plain
from kaoping.model import TOTAL, Clause, Indicator
from kaoping.render import targets
from kaoping.render.scores import grade_text, points_text, rank_text, refused_elsewhere, refused_of
from kaoping.render.trail import told_entries
from kaoping.resolve.points import UNBOUNDED, told
from kaoping.rounds import NO_DIFFERENCE, Because, Comparison, Report, Round, Row, because
from kaoping.sentences import lost, tell
from kaoping.sheet import Points

NONE = "—"
"""In place of what a round does not have."""

_MOST_CAUSES = 8


def signed(points: Points | None) -> str:
    """A difference: +2, -0.5, 0; -3～+2 while a score is open; — where there is none."""
    if points is None:
        return NONE
    ends = [("+" if 0 < end < UNBOUNDED else "") + told(end) for end in (points.low, points.high)]
    return ends[0] if points.settled else "～".join(ends)


def notes(report: Report, unit: Comparison) -> list[str]:
    """What a reader must know of a unit: where it is lacking, what makes the difference, qualifications lost."""
    standings = [(r, r.standing(unit.unit)) for r in report.rounds]
    here = [(r, standing) for r, standing in standings if standing is not None]
    found = []
    if len(here) < len(standings):
        found.append(f"只见于{'、'.join(r.label for r, _ in here)}")
    silent = [r.label for r, _ in here if unit.unit not in r.reported]
    if silent:
        found.append(f"{'、'.join(silent)}没有它的事实")
    found += [_sum(report, unit, index) for index in range(len(report.rounds) - 1)]
    for r, _ in here:
        found += [
            f"{r.label}{note.removeprefix(f'{unit.unit}：')}" for note in refused_of(r.sheet, unit.unit)
        ]
    found += [f"{r.label}依第{clause}条{lost(q)}" for r, standing in here for q, clause in standing.lost]
    return [f"{unit.unit}：{words}" for words in found if words]


def refused(report: Report) -> list[str]:
    """Facts that were refused and whose unit is not known, or in no round."""
    return [f"{r.label}{note}" for r in report.rounds for note in refused_elsewhere(r.sheet)]


def reasons(report: Report, unit: Comparison) -> list[str]:
    """Every clause and bound in which the rounds differ, with the entries that make them differ."""
    return [line for row in to_tell(report, unit) for line in ("", *_row(report, unit, row))][1:]


def reasons_for_page(report: Report, unit: Comparison) -> list[str]:
    """The same in Markdown: a list in a list."""
    lines = []
    for row in to_tell(report, unit):
        heading, wording, rounds = told_row(report, unit, row)
        lines.append(f"- **{heading}**" + (f"  {wording}" if wording else ""))
        for label, sentences in rounds:
            lines += [f"  - {label}", *(f"    - {sentence}" for sentence in sentences)]
    return lines


def to_tell(report: Report, unit: Comparison) -> list[Row]:
    """The clauses and bounds in which the rounds differ: in points, or in a qualification that is lost."""
    standings = [s for r in report.rounds if (s := r.standing(unit.unit)) is not None]
    times = Counter(clause for standing in standings for _, clause in set(standing.lost))
    lost_once = {clause for clause, count in times.items() if count < len(standings)}
    return [
        row
        for row in unit.rows
        if (row.item.kind in ("clause", "bound") and row.differs)
        or (row.item.kind == "clause" and row.item.id in lost_once)
    ]


def reason(report: Report, round_: Round, unit: str, row: Row, cause: Because) -> list[str]:
    """Why the points of a clause or bound are what they are in one round, in sentences."""
    if row.item.kind == "bound":
        return [_bound(round_, unit, row)]
    lines = [tell(entry, with_total=False).removeprefix(f"第{entry.node}条：") for entry in cause.entries]
    if cause.shared:
        lines.insert(0, f"另有{cause.shared}条事实各轮都有，不再列出。")
    if cause.pending:
        lines.append(f"待评：{'；'.join(cause.pending)}。")
    others = [] if not (cause.alike and row.differs) else [u for u in report.moved(row.item.id) if u != unit]
    if others:
        more = f"等{len(others)}个单位" if len(others) > 5 else ""
        lines.append(f"本单位的事实各轮相同，不同的是{'、'.join(others[:5])}{more}的事实。")
    return lines or ["没有触及本条的事实。"]


def side_by_side(report: Report, unit: Comparison, only: str = "") -> str:
    """The explanation of one unit: every clause in every round.

    Args:
        report: all rounds.
        unit: of the report.
        only: id of a clause (5.2) or of a leaf indicator (5); "" for all, with the total.
    """
    labels = "、".join(r.label for r in report.rounds)
    of_what = "达标情况" if report.rubric.scoring == "targets" else "得分"
    kind = report.table(unit.unit).kind
    lines = [
        f"{report.rubric.title}{f'　{kind}' if kind else ''}",
        f"{unit.unit} {of_what}说明：{labels}对照",
        "",
    ]
    for row in unit.rows:
        source = row.item.source
        if row.item.kind == "indicator" and isinstance(source, Indicator) and _holds(source, only):
            lines += ["", _indicator(report, row, source)]
        elif (isinstance(source, Clause) and only in ("", source.id, source.indicator)) or (
            row.item.kind == "bound" and row.differs and not only
        ):
            lines += ["", *_row(report, unit, row)]
    if not only:
        total = "合计" if report.rubric.scoring == "targets" else "总分"
        lines += ["", f"■ {total}：{_scores(report, unit.total)}", *_standings(report, unit)]
        lines += [f"  · {note.removeprefix(f'{unit.unit}：')}。" for note in notes(report, unit)]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1]).rstrip("\n")


def _holds(indicator: Indicator, only: str) -> bool:
    clauses = [clause for below in indicator.walk() for clause in below.clauses]
    return not only or any(only in (clause.id, clause.indicator) for clause in clauses)


def _indicator(report: Report, row: Row, indicator: Indicator) -> str:
    points = f"（{plain(indicator.points)}分）" if indicator.points is not None else ""
    mark = f"▸ {indicator.id}　" if indicator.clauses else "■ " if row.item.depth == 0 else "□ "
    return f"{mark}{indicator.name}{points}：{_scores(report, row)}"


def _row(report: Report, unit: Comparison, row: Row) -> list[str]:
    heading, wording, rounds = told_row(report, unit, row)
    lines = [f"  {heading}", *([f"    {wording}"] if wording else [])]
    for label, sentences in rounds:
        lines += [f"    {label}：", *(f"    · {sentence}" for sentence in sentences)]
    return lines


def told_row(report: Report, unit: Comparison, row: Row) -> tuple[str, str, list[tuple[str, list[str]]]]:
    """A clause, or what a bound adds: heading, wording, and what is to say of each round, or of all alike."""
    source = row.item.source
    heading, wording = f"{place_of(row)}　{_scores(report, row)}", ""
    causes = because(report.rounds, unit.unit, row.item)
    if isinstance(source, Clause):
        heading += f"　（{PurePath(report.rubric.file).name}:{source.line}）"
        wording = f"“{' '.join(source.wording.split())}”"
        if causes[0].alike and not row.differs:
            last = report.rounds[-1]
            entries = told_entries(last.entries(unit.unit, source.id))
            return (
                heading,
                wording,
                [("各轮相同", entries or reason(report, last, unit.unit, row, causes[-1]))],
            )
    here = [
        (round_, cause)
        for round_, points, cause in zip(report.rounds, row.scores, causes, strict=True)
        if points is not None
    ]
    return heading, wording, [(r.label, reason(report, r, unit.unit, row, cause)) for r, cause in here]


def place_of(row: Row) -> str:
    """第5.2条, or the bound by the name of what it bounds."""
    source = row.item.source
    if isinstance(source, Clause):
        return f"第{source.id}条"
    return f"“{source.name}”的限制" if source is not None else "总分的限制"


def _bound(round_: Round, unit: str, row: Row) -> str:
    """What the parts come to, and what the bound makes of it."""
    state = round_.sheet.assessment.node(unit, row.item.id)
    pool = row.item.source.pool if isinstance(row.item.source, Indicator) else 0
    parts = f"各{'项' if row.item.id == TOTAL else '条'}合计{plain(state.low - state.own + pool)}分"
    return f"{parts}，{'、'.join(state.limits) or '没有受限'}，计{plain(state.low)}分。"


def _scores(report: Report, row: Row) -> str:
    """自评3分，市级评价2.5分（-0.5）."""
    parts = []
    for index, (round_, points) in enumerate(zip(report.rounds, row.scores, strict=True)):
        gap = row.differences[index - 1] if index else None
        told_gap = f"（{signed(gap)}）" if gap not in (None, NO_DIFFERENCE) else ""
        parts.append(f"{round_.label}{_score(report, row, points) if points else NONE}{told_gap}")
    return "，".join(parts)


def _score(report: Report, row: Row, points: Points) -> str:
    if report.rubric.scoring == "targets":
        return targets.counted(points, row.item.source)
    return f"{points_text(points)}分"


def _standings(report: Report, unit: Comparison) -> list[str]:
    lines: list[str] = []
    for round_ in report.rounds:
        standing = round_.standing(unit.unit)
        if standing is not None:
            grade = f"，{grade_text(standing)}" if standing.table.grades else ""
            count = sum(1 for s in round_.sheet.standings if s.table.kind == standing.table.kind)
            lines.append(f"  · {round_.label}：第{rank_text(standing)}名（共{count}个单位）{grade}。")
    return lines


def _sum(report: Report, unit: Comparison, index: int) -> str:
    """How far a later round is from the first, and by which clauses; "" if nothing differs."""
    first, then = report.rounds[0].label, report.rounds[index + 1].label
    whole = unit.total.differences[index]
    if whole is None:
        return ""
    gaps = [(place_of(row), row.differences[index]) for row in unit.causes]
    causes = [f"{place}（{signed(gap)}）" for place, gap in gaps if gap not in (None, NO_DIFFERENCE)]
    if not causes:
        return ""
    by = "、".join(causes[:_MOST_CAUSES]) + (f" 等{len(causes)}处" if len(causes) > _MOST_CAUSES else "")
    if not whole.settled:
        return f"{then}与{first}之差未定（{signed(whole)}），差在{by}"
    if report.rubric.scoring == "targets":
        many = "多" if whole.low > 0 else "少"
        gap = "一样多" if whole == NO_DIFFERENCE else f"{many}{plain(abs(whole.low))}项"
        return f"{then}达标的项数与{first}相比{gap}，差在{by}"
    if whole == NO_DIFFERENCE:
        return f"{then}与{first}总分相同，各条互有高低：{by}"
    return f"{then}比{first}{'高' if whole.low > 0 else '低'}{plain(abs(whole.low))}分，差在{by}"
