"""What came of cases, in words: what failed, and the entries of the ledger that made it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent

from kaoping.cases.compare import NOTHING_FOUND, Difference
from kaoping.cases.run import Outcome, RuleRun
from kaoping.exact import text as plain
from kaoping.ledger import Entry
from kaoping.model import TOTAL, Clause, Indicator, Table
from kaoping.render.scores import points_text
from kaoping.render.text import format_diagnostic
from kaoping.render.trail import told_entries
from kaoping.sheet import Points, Sheet
from kaoping.source import columns
from kaoping.uses import short_wording

_MOST = 6
"""So many entries, or clauses, of one difference are shown; the last ones are those that decide."""

_WORDING = 30


def told(tested: RuleRun) -> Iterator[str]:
    """The failures of a rule file, one block each."""
    yield from map(str, tested.unreadable)
    for diagnostic in tested.diagnostics:
        yield format_diagnostic(diagnostic)
    if tested.rules is not None and not tested.files and not tested.unreadable:
        yield f"{tested.path}: 旁边没有用例（cases/*.yaml）"
    for outcome in tested.outcomes:
        for fault in outcome.faults:
            yield format_diagnostic(fault)
        if outcome.differences:
            yield "\n".join(_failed(outcome))


def summary(tested: Sequence[RuleRun]) -> str:
    """用例 5 个：通过 4 个，没有通过 1 个."""
    outcomes = [outcome for one in tested for outcome in one.outcomes]
    failed = sum(not outcome.passed for outcome in outcomes)
    wrong = sum(len(one.diagnostics) + len(one.unreadable) for one in tested)
    rules = f"规则文件 {len(tested)} 个，" if len(tested) > 1 else ""
    return (
        f"{rules}用例 {len(outcomes)} 个：通过 {len(outcomes) - failed} 个"
        + (f"，没有通过 {failed} 个" if failed else "")
        + (f"；写错 {wrong} 处，那里没有运行" if wrong else "")
    )


def _failed(outcome: Outcome) -> Iterator[str]:
    yield f"{outcome.entry.document.source.name}:{outcome.entry.line}: 用例「{outcome.name}」没有通过"
    for unit, differences in by_unit(outcome).items():
        yield f"  {unit}" if unit else "  事实"
        yield from (indent(line, "    ") for line in of_unit(outcome, differences))


def by_unit(outcome: Outcome) -> dict[str, list[Difference]]:
    """What of a case is not as expected; "" holds what is said of the facts as a whole."""
    groups: dict[str, list[Difference]] = {}
    for difference in outcome.differences:
        groups.setdefault(difference.unit, []).append(difference)
    return groups


def of_unit(outcome: Outcome, differences: Sequence[Difference]) -> Iterator[str]:
    """What a unit should have and has, with the entries of the ledger that made it so."""
    own = {difference.node for difference in differences}
    width = max(columns(one.title) for one in differences)
    for one in differences:
        if one.expected == NOTHING_FOUND:
            yield "拒收，而用例的「发现」里没有写："
            yield indent(one.actual, "  ")
            continue
        pad = " " * (width - columns(one.title))
        place = f"第{outcome.entry.document.line(one.path)}行"
        yield f"{one.title}{pad}  应为 {one.expected} | 实为 {one.actual}　（{place}）"
        yield from (f"  {line}" for line in _because(outcome, one, own))


def _because(outcome: Outcome, one: Difference, own: set[str]) -> Iterator[str]:
    """The clause in its wording, and its entries; of an indicator or the total, the clauses that lack points."""
    sheet = outcome.sheet
    if sheet is None or not one.node or one.unit not in sheet.assessment.units:
        return
    table = sheet.rubric.table_of(one.unit)
    clause = next((clause for clause in table.clauses() if clause.id == one.node), None)
    if clause is not None:
        yield f"“{short_wording(clause, 60)}”"
        for label, of in (
            (("", sheet),) if outcome.against is None else (("前：", outcome.against), ("后：", sheet))
        ):
            yield from (f"{label}{line}" for line in _entries(of, one.unit, clause.id))
        return
    yield from _entries(sheet, one.unit, one.node, empty=False)
    if outcome.against is None:
        yield from _parts(sheet, one.unit, _clauses(table, one.node), own)


def _entries(sheet: Sheet, unit: str, node: str, *, empty: bool = True) -> Iterator[str]:
    entries: list[Entry] = [e for e in sheet.assessment.ledger.entries if (e.unit, e.node) == (unit, node)]
    lines = told_entries(entries)
    if len(lines) > _MOST:
        yield f"…… 前面还有 {len(lines) - _MOST} 笔"
    yield from lines[-_MOST:]
    if not lines and empty:
        clause = next(c for c in sheet.rubric.clauses() if c.id == node)
        reasons = "；".join(sheet.clause(unit, clause).pending)
        yield f"没有事实涉及本条{f'：{reasons}' if reasons else ''}"


def _clauses(table: Table, node: str) -> list[Clause]:
    """The clauses below an indicator, or all."""
    if node == TOTAL:
        return list(table.clauses())
    indicator: Indicator | None = next((i for i in table.walk() if i.id == node), None)
    return [] if indicator is None else [c for below in indicator.walk() for c in below.clauses]


def _parts(sheet: Sheet, unit: str, clauses: Sequence[Clause], own: set[str]) -> Iterator[str]:
    """What the clauses come to that do not have their full mark; those that are told by themselves are left out."""
    lacking = []
    for clause in clauses:
        state = sheet.clause(unit, clause)
        full = clause.full
        if clause.id not in own and (state.low != state.high or full is None or state.low != full):
            of = f"（满{plain(full)}分）" if full else ""
            score = points_text(Points(state.low, state.high))
            lacking.append(f"{clause.id}  {score}分{of}  {short_wording(clause, _WORDING)}")
    if lacking:
        yield f"未得满分的有 {len(lacking)} 条："
        yield from (f"  {line}" for line in lacking[:_MOST])
        if len(lacking) > _MOST:
            yield f"  …… 另有 {len(lacking) - _MOST} 条，见 kaoping explain"
