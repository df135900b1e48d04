"""The whole audit: files in, `Audit` out. The rest of this part knows no files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaoping import exact
from kaoping.audit.claims import grades, rates, targets
from kaoping.audit.figures import (
    scores_over_points,
    sums_of_points,
    sums_of_scores,
    unreadable_scores,
)
from kaoping.audit.finding import Finding
from kaoping.audit.match import Arranged, Rules
from kaoping.audit.paper import Paper, bare, read_papers
from kaoping.audit.rounds import differences
from kaoping.audit.scores import Recomputed, scores
from kaoping.diagnostics import Diagnostic, Place
from kaoping.engines.durable import DurableEngine
from kaoping.facts.intake import Intake
from kaoping.facts.names import fold
from kaoping.facts.read import TABLES, WORKBOOKS, labels_of
from kaoping.facts.rows import Sheet as Grid
from kaoping.facts.rows import read_csv
from kaoping.facts.workbook import read_workbook
from kaoping.ledger import Header
from kaoping.model import Rubric
from kaoping.pipeline import assess
from kaoping.plan import make_plan
from kaoping.sheet import Sheet
from kaoping.source import SourceFile


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
    found = [paper for path in tables for paper in _of_file(path, tables, rubric, sheet, unread)]
    units: dict[str, list[Paper]] = {}
    for paper in found:
        units.setdefault(fold(paper.unit), []).append(paper)
    rules = {table.kind: Rules(rubric, table, source) for table in rubric.tables}
    findings: list[Finding] = []
    figures = 0
    with exact.arithmetic():
        for papers in units.values():
            unit = _named(papers[0].unit, rubric.units) if rubric.units else papers[0].unit
            if unit is None:
                findings.append(_stranger(papers[0]))
                continue
            arranged = [Arranged(paper, rules[rubric.table_of(unit).kind]) for paper in papers]
            figures += sum(one.figures for one in arranged)
            findings += _audit_unit(arranged, recomputed)
    unique = {(finding.code, finding.place, finding.message): finding for finding in findings}
    files = {label: path for path, label in labels_of(tables).items()}
    told = tuple(unique.values())
    return Audit(len(found), figures, told, tuple(unread), files, recomputed is not None)


def _stranger(paper: Paper) -> Finding:
    message = f"规则里没有单位“{paper.unit}”，没有核对它的得分"
    return Finding("P011", paper.unit, "", paper.unit, "", message, paper.lines[0].place)


def _audit_unit(rounds: Sequence[Arranged], recomputed: Recomputed | None) -> Iterator[Finding]:
    """The findings of one unit, in the order of its figures; then what its rounds have otherwise."""
    name = rounds[0].paper.unit
    scored = _scored_unit(name, recomputed)
    standings = recomputed.sheet.standings if recomputed is not None else ()
    standing = next((standing for standing in standings if standing.unit == scored), None)
    for one in rounds:
        found = [*_figures(one)]
        if recomputed is not None and scored is None:
            message = f"事实里没有“{name}”，没有按事实重算"
            found.append(Finding("P011", name, "", name, "", message, one.paper.lines[0].place))
        elif recomputed is not None and scored is not None:
            found += scores(one, scored, recomputed, found)
        found += grades(one, standing)
        yield from sorted(found, key=lambda finding: finding.place.row or 0)
    for later in rounds[1:]:
        yield from differences(rounds[0], later)


def _figures(paper: Arranged) -> Iterator[Finding]:
    """What the table alone shows."""
    for check in (unreadable_scores, scores_over_points, sums_of_scores, sums_of_points, rates, targets):
        yield from check(paper)
    for one in paper.items:
        if one.node is None:
            message = f"“{paper.paper.unit}”的「{one.line.name}」在规则里没有，没有核对"
            yield Finding("P011", paper.paper.unit, one.line.name, "", "", message, one.line.place)
    if paper.total is not None:
        for node in paper.lacking():
            points = exact.text(node.points) if node.points is not None else ""
            message = f"“{paper.paper.unit}”的表里没有「{node.name}」（{points}分）"
            rule = paper.rules.indicator(node)
            yield Finding("P011", paper.paper.unit, node.name, "", points, message, paper.total.place, rule)


def _of_file(
    path: Path, tables: Sequence[Path], rubric: Rubric, sheet: Sheet | None, unread: list[Diagnostic]
) -> list[Paper]:
    """The papers of a file, each with the label of its round.

    Sheets that have different items of one unit are parts of one paper; those that have the same are rounds.
    """
    kept: list[Paper] = []
    for paper in _papers(path, labels_of(tables)[path], rubric, sheet, unread):
        paths = {line.path for line in paper.lines}
        for other in kept:
            alike = fold(other.unit) == fold(paper.unit) and other.label == paper.label
            if alike and paths.isdisjoint(line.path for line in other.lines):
                other.lines += paper.lines
                break
        else:
            kept.append(paper)
    for paper in kept:
        sheet_name = paper.lines[0].place.sheet if len(tables) == 1 else None
        paper.label = paper.label or sheet_name or path.stem
    return kept


def _papers(
    path: Path, label: str, rubric: Rubric, sheet: Sheet | None, unread: list[Diagnostic]
) -> Iterator[Paper]:
    """The papers of a file; what cannot be read goes to `unread`."""
    grids: list[Grid | Diagnostic]
    if path.suffix.lower() in TABLES:
        grids = [read_csv(path, label)]
    elif path.suffix.lower() in WORKBOOKS:
        grids = read_workbook(path, label)
    else:
        kinds = "、".join(sorted({*TABLES, *WORKBOOKS}))
        message = f"认不出“{path.suffix or path.name}”这种文件"
        grids = [Diagnostic("F001", "error", message, f"可以读的有：{kinds}", place=Place(label))]
    names = {bare(node.name) for node in rubric.walk()}
    units = [standing.unit for standing in sheet.standings] if sheet is not None else list(rubric.units)
    some = False
    for grid in grids:
        if isinstance(grid, Diagnostic):
            if grid.severity == "error":
                unread.append(grid)
            continue
        titled = _named(grid.name or "", units)
        otherwise = titled or (units[0] if len(units) == 1 else grid.name or path.stem)
        found = read_papers(grid, lambda text: bare(text) in names, otherwise)
        some = some or bool(found)
        yield from found
    if not some and not any(item.place is not None and item.place.file == label for item in unread):
        help_ = "表头要有「得分」，还要有「指标」或「一级指标」等；或者一行一个单位，以指标的名称为表头"
        unread.append(Diagnostic("F002", "error", "表里没有找到公布的得分", help_, place=Place(label)))


def _named(text: str, units: Sequence[str]) -> str | None:
    """The unit that a text names, however it is typed."""
    return next((unit for unit in units if fold(unit) == fold(text)), None)


def _scored_unit(name: str, recomputed: Recomputed | None) -> str | None:
    """What the facts call the unit of a paper."""
    if recomputed is None:
        return None
    return _named(name, [standing.unit for standing in recomputed.sheet.standings])


def _unrounded(rubric: Rubric, intake: Intake | None) -> Sheet | None:
    """The same facts by the same rules without 取值; None where nothing is rounded."""
    if rubric.rounding is None or intake is None:
        return None
    plain = rubric.model_copy(update={"rounding": None})
    return assess(make_plan(plain), intake, Header(rubric.title, {}, {}, ""), DurableEngine)
