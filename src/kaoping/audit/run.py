"""The whole audit: files in, `Audit` out. The rest of this part knows no files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaoping import exact
from kaoping.audit.claims import grades, rates, targets
from kaoping.audit.columns import ROUND
from kaoping.audit.figures import (
    scores_over_points,
    sums_of_points,
    sums_of_scores,
    unreadable_scores,
)
from kaoping.audit.files import named, read_tables
from kaoping.audit.finding import Finding
from kaoping.audit.lists import repeated, unlisted, without_column
from kaoping.audit.match import Arranged, Rules
from kaoping.audit.paper import Paper
from kaoping.audit.ranks import ranks
from kaoping.audit.rounds import differences, is_own, missing_units
from kaoping.audit.scores import Recomputed, scores
from kaoping.audit.targets import conclusions, tallies, wanted
from kaoping.audit.targets import lacking as lacking_targets
from kaoping.diagnostics import Diagnostic
from kaoping.engines.durable import DurableEngine
from kaoping.facts.intake import Intake
from kaoping.facts.names import closest, fold, listed
from kaoping.ledger import Header
from kaoping.model import Rubric, Table
from kaoping.pipeline import assess
from kaoping.plan import make_plan
from kaoping.sheet import Sheet
from kaoping.source import SourceFile, as_text

UNNAMED = "表里没有写是哪个单位的得分"
NAME_IT = "加一列“单位”，或者在表的上面加一行“单位名称：……”"


@dataclass(frozen=True)
class Audit:
    """What was looked at, and what was found.

    Attributes:
        units: how many tables of units. figures: how many published scores the rules have something to say on.
        unread: files and sheets that could not be read, or hold no score table.
        files: the tables, by the names that places of findings and of what is unread call them.
        rescored: facts were given.
        idle: acceptances that no finding answers to; see audit.accept.
    """

    units: int
    figures: int
    findings: tuple[Finding, ...]
    unread: tuple[Diagnostic, ...]
    files: Mapping[str, Path] = field(default_factory=dict)
    rescored: bool = False
    idle: tuple[Diagnostic, ...] = ()

    @property
    def told(self) -> tuple[Diagnostic, ...]:
        """All there is to tell, as every other finding is told."""
        return (*self.unread, *(finding.diagnostic for finding in self.findings), *self.idle)


def audit(
    rubric: Rubric,
    source: SourceFile,
    tables: Sequence[Path],
    sheet: Sheet | None = None,
    intake: Intake | None = None,
) -> Audit:
    """Audit published tables; several are rounds of the same units, compared with the first one.

    Args:
        rubric, source: the rules and their text.
        tables: as published, the first round first.
        sheet, intake: the facts, scored by the same rules; None if none are given.
    """
    recomputed = Recomputed(sheet, _unrounded(rubric, intake) or sheet) if sheet and intake else None
    unread: list[Diagnostic] = []
    scored = [standing.unit for standing in sheet.standings] if sheet is not None else []
    found = [*read_tables(tables, rubric, scored or rubric.units, unread)]
    units: dict[str, list[Paper]] = {}
    for paper in found:
        units.setdefault(fold(paper.unit), []).append(paper)
    rules = {table.kind: Rules(rubric, table, source) for table in rubric.tables}
    findings: list[Finding] = []
    figures = 0
    ranked: dict[tuple[str, str], list[Arranged]] = defaultdict(list)
    with exact.arithmetic():
        for papers in units.values():
            findings += repeated(papers)
            table = _table(papers[0], rubric)
            if table is None:
                findings.append(_stranger(papers[0], rubric))
                continue
            arranged = [Arranged(paper, rules[table.kind]) for paper in papers]
            figures += sum(one.figures for one in arranged)
            rounds = [one for one in arranged if not one.paper.again]
            for one in rounds:
                ranked[one.paper.label, table.kind].append(one)
            findings += _audit_unit(rounds, recomputed)
            for one in arranged:
                if one.paper.again:
                    findings += _audit_unit([one], None if is_own(one.paper.label) else recomputed)
        for (_, kind), together in ranked.items():
            everybody = sum(rubric.table_of(unit).kind == kind for unit in rubric.units)
            findings += ranks(together, everybody)
        findings += missing_units(_rounds(found, tables))
        findings += unlisted(found, rubric, rubric.units or scored, rules)
    unique = {(finding.code, finding.place, finding.message): finding for finding in findings}
    files = {as_text(path): path for path in tables}
    told = tuple(unique.values())
    return Audit(
        sum(paper.scored for paper in found), figures, told, tuple(unread), files, recomputed is not None
    )


def _rounds(found: Sequence[Paper], tables: Sequence[Path]) -> dict[str, list[Paper]]:
    """The papers by round, where there are some: of several files, or of columns or sheets that are named for rounds."""
    rounds: dict[str, list[Paper]] = {}
    for paper in found:
        if paper.scored and (len(tables) > 1 or ROUND.search(paper.label)):
            rounds.setdefault(paper.label, []).append(paper)
    return rounds


def _table(paper: Paper, rubric: Rubric) -> Table | None:
    """The table of the rules that is for a paper's unit. Where there is only one, it is for a paper without a unit, too."""
    if not paper.unit:
        return rubric.tables[0] if len(rubric.tables) == 1 else None
    unit = named(paper.unit, rubric.units) if rubric.units else paper.unit
    return rubric.table_of(unit) if unit is not None else None


def _stranger(paper: Paper, rubric: Rubric) -> Finding:
    if not paper.unit:
        message = f"{UNNAMED}，规则里各类单位的指标不同，没有核对"
        return Finding("P011", "", "", "", "", message, paper.lines[0].place, remedy=NAME_IT)
    near = closest(paper.unit, rubric.units)
    message = f"规则里没有单位“{paper.unit}”，没有核对它的得分"
    remedy = f"是不是“{near}”？照规则的名单写" if near else f"规则里的单位：{listed(rubric.units)}"
    return Finding("P011", paper.unit, "", paper.unit, "", message, paper.lines[0].place, remedy=remedy)


def _not_scored(paper: Paper, units: Sequence[str]) -> Finding:
    """Facts are given, but none of this unit."""
    if not paper.unit:
        message = f"{UNNAMED}，没有按事实重算"
        return Finding("P011", "", "", "", "", message, paper.lines[0].place, remedy=NAME_IT)
    near = closest(paper.unit, units)
    message = f"事实里没有“{paper.unit}”，没有按事实重算"
    remedy = f"是不是“{near}”？两处写法要一样" if near else f"事实里的单位：{listed(units)}"
    return Finding("P011", paper.unit, "", paper.unit, "", message, paper.lines[0].place, remedy=remedy)


def _audit_unit(rounds: Sequence[Arranged], recomputed: Recomputed | None) -> Iterator[Finding]:
    """The findings of one unit, in the order of its figures; then what its rounds have otherwise."""
    name = rounds[0].paper.unit
    reviewed = any(
        not is_own(one.paper.label) for one in rounds
    )  # what the unit says of itself is no result then
    scored = _scored_unit(name, recomputed)
    standings = recomputed.sheet.standings if recomputed is not None else ()
    standing = next((standing for standing in standings if standing.unit == scored), None)
    for one in rounds:
        found = [*_figures(one)]
        facts = None if reviewed and is_own(one.paper.label) else recomputed
        if one.rules.rubric.scoring == "targets":
            found += [*conclusions(one, facts.sheet if facts else None, scored)]
        if facts is not None and scored is None:
            found.append(_not_scored(one.paper, [standing.unit for standing in standings]))
        elif facts is not None and scored is not None:
            found += scores(one, scored, facts, found)
        found += grades(one, standing)
        yield from sorted(found, key=lambda finding: finding.place.row or 0)
    for later in rounds[1:]:
        yield from differences(rounds[0], later)


def _figures(paper: Arranged) -> Iterator[Finding]:
    """What the table alone shows."""
    if paper.rules.rubric.scoring == "targets":
        for check in (tallies, wanted, lacking_targets):
            yield from check(paper)
        return
    for check in (unreadable_scores, scores_over_points, sums_of_scores, sums_of_points, rates, targets):
        yield from check(paper)
    lacking = [*paper.lacking()] if paper.items else []
    strange = [one for one in paper.items if paper.is_strange(one)]
    for one in strange:
        name = one.line.name
        near = closest(name, [node.name for node in lacking]) or (
            lacking[0].name if len(lacking) == 1 else ""
        )
        remedy = f"是不是「{near}」？照规则写" if near else ""
        message = f"{paper.whose}「{name}」在规则里没有，没有核对"
        yield Finding("P011", paper.paper.unit, name, name, near, message, one.line.at, remedy=remedy)
    if paper.total is not None and len(lacking) > len(strange):
        if paper.paper.header is not None:
            yield from without_column(paper, lacking)
            return
        for node in lacking:
            points = exact.text(node.points) if node.points is not None else ""
            message = f"{paper.whose}表里没有「{node.name}」" + (f"（{points}分）" if points else "")
            rule = paper.rules.indicator(node)
            yield Finding("P011", paper.paper.unit, node.name, "", points, message, paper.total.place, rule)


def _scored_unit(name: str, recomputed: Recomputed | None) -> str | None:
    """What the facts call the unit of a paper."""
    if recomputed is None:
        return None
    return named(name, [standing.unit for standing in recomputed.sheet.standings])


def _unrounded(rubric: Rubric, intake: Intake | None) -> Sheet | None:
    """The same facts by the same rules without 取值; None where nothing is rounded."""
    if rubric.rounding is None or intake is None:
        return None
    plain = rubric.model_copy(update={"rounding": None})
    return assess(make_plan(plain), intake, Header(rubric.title, {}, {}, ""), DurableEngine)
