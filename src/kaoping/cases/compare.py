"""What a case expects, against what came out. Only what the case says is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kaoping.cases.document import Key
from kaoping.cases.model import Amount, Case, Comparison, Expected
from kaoping.diagnostics import Diagnostic
from kaoping.facts.names import fold
from kaoping.model import TOTAL, Indicator
from kaoping.render.scores import grade_text, points_text, rank_text
from kaoping.render.sides import place_of, signed
from kaoping.render.targets import completion
from kaoping.render.text import format_diagnostic
from kaoping.rounds import Round, make_report
from kaoping.sheet import Points, Sheet, Standing

NOTHING_FOUND = "没有问题"
"""What is expected of facts where a case says nothing of findings."""


@dataclass(frozen=True)
class Difference:
    """One expectation that was not met.

    Attributes:
        path: where the expectation stands in its document.
        unit: whose it is; "" for the facts as a whole.
        title: what is expected: 总分, 得分 5.1.
        node: the clause, indicator or 总分 that it is about; "".
        expected, actual: in words.
        update: the text that would be right in its place; None where a person must write it.
    """

    path: tuple[Key, ...]
    unit: str
    title: str
    node: str
    expected: str
    actual: str
    update: str | None = None


def differences(
    case: Case, sheet: Sheet, found: Sequence[Diagnostic], *, sentences: bool = True
) -> Iterator[Difference]:
    """What of a case is not as expected, in the order of the case; sentences: those of the ledger as well."""
    yield from _findings(case, found)
    standings = {standing.unit: standing for standing in sheet.standings}
    for unit, expected in case.units.items():
        for one in of_unit(expected, sheet, standings[unit], sentences=sentences):
            yield replace(one, path=("单位", unit, *one.path))


def _findings(case: Case, found: Sequence[Diagnostic]) -> Iterator[Difference]:
    """Every refusal must be expected, and everything expected must be found."""
    wanted = case.findings or ()
    told = [(one, format_diagnostic(one)) for one in found]
    for index, words in enumerate(wanted):
        if not any(fold(words) in fold(text) for _, text in told):
            actual = "；".join(text.split("\n")[0] for _, text in told) or "没有发现问题"
            yield Difference(("发现", index), "", "发现", "", words, actual)
    for one, text in told:
        if one.severity == "error" and not any(fold(words) in fold(text) for words in wanted):
            yield Difference(("名称",), "", "发现", "", NOTHING_FOUND, text)


def of_unit(
    expected: Expected, sheet: Sheet, standing: Standing, *, sentences: bool = True
) -> Iterator[Difference]:
    """What of a unit is not as expected; paths are below the unit."""
    unit = standing.unit

    def amount(
        path: tuple[Key, ...], title: str, node: str, wanted: Amount | None, text: str, actual: Points
    ) -> Iterator[Difference]:
        if wanted is not None and wanted.points != actual:
            yield Difference(path, unit, title, node, wanted.text or "（没有写）", text, text)

    def word(
        path: tuple[Key, ...], title: str, node: str, wanted: str | None, actual: str
    ) -> Iterator[Difference]:
        if wanted is not None and fold(wanted) != fold(actual):
            yield Difference(path, unit, title, node, wanted or "（没有写）", actual or "（没有）", actual)

    total = standing.total
    yield from amount(("总分",), "总分", TOTAL, expected.total, points_text(total), total)
    best, worst = (as_points(rank) for rank in standing.ranks)
    yield from amount(("名次",), "名次", "", expected.rank, rank_text(standing), Points(best.low, worst.low))
    yield from word(("等次",), "等次", "", expected.grade, grade_text(standing))
    for name, wanted in expected.scores.items():
        node, points = _points(sheet, unit, name)
        yield from amount(("得分", name), f"得分 {name}", node, wanted, points_text(points), points)
    clauses = {clause.id: clause for clause in standing.table.clauses()}
    for name, verdict in expected.verdicts.items():
        state = sheet.clause(unit, clauses[name])
        yield from word(("结论", name), f"结论 {name}", name, verdict, state.verdict)
    for name, items in expected.completion.items():
        top = next(top for top in standing.table.indicators if top.name == name)
        yield from word(("达标率", name), f"达标率 {name}", top.id, items, completion(sheet, unit, top).items)
    for name, reasons in expected.pending.items():
        yield from _said(
            ("待评", name), unit, f"待评 {name}", name, reasons, sheet.clause(unit, clauses[name]).pending
        )
    if expected.lost is not None:
        yield from _lost(expected.lost, unit, [qualification for qualification, _ in standing.lost])
    for name, wanted_words in expected.sentences.items() if sentences else ():
        node = TOTAL if name == TOTAL else _points(sheet, unit, name)[0]
        told = [
            entry.text
            for entry in sheet.assessment.ledger.entries
            if (entry.unit, entry.node) == (unit, node)
        ]
        yield from _said(("解释", name), unit, f"解释 {name}", node, wanted_words, told)


def _said(
    path: tuple[Key, ...], unit: str, title: str, node: str, wanted: Sequence[str], told: Sequence[str]
) -> Iterator[Difference]:
    for index, words in enumerate(wanted):
        if not any(fold(words) in fold(text) for text in told):
            place = path if len(wanted) == 1 else (*path, index)
            yield Difference(place, unit, title, node, f"有“{words}”", "；".join(told[-1:]) or "没有这样的话")


def _lost(wanted: Sequence[str], unit: str, lost: Sequence[str]) -> Iterator[Difference]:
    missing = [words for words in wanted if words and not any(fold(words) in fold(one) for one in lost)]
    more = [one for one in lost if not any(words and fold(words) in fold(one) for words in wanted)]
    if missing or more:
        told = "、".join(filter(None, wanted)) or "没有失去资格"
        yield Difference(("失去资格",), unit, "失去资格", "", told, "、".join(lost) or "没有失去资格")


def as_points(number: int) -> Points:
    """A place as points, so that the two compare alike."""
    return Points(Decimal(number), Decimal(number))


def _points(sheet: Sheet, unit: str, name: str) -> tuple[str, Points]:
    """The clause or indicator of a name, and what a unit has of it."""
    table = sheet.rubric.table_of(unit)
    for clause in table.clauses():
        if clause.id == name:
            state = sheet.clause(unit, clause)
            return name, Points(state.low, state.high)
    indicator: Indicator = next(i for i in table.walk() if name in (i.id, i.name))
    return indicator.id, sheet.indicator(unit, indicator)


def rounds_differ(content: Comparison, before: Sheet, after: Sheet) -> Iterator[Difference]:
    """Where the scores of two cases differ otherwise than expected. What is not mentioned must not differ."""
    names = content.compares
    sheets = zip(names, (before, after), strict=True)
    report = make_report([Round(name, sheet, frozenset(sheet.assessment.units)) for name, sheet in sheets])
    for compared in report.units:
        unit = compared.unit
        if unit not in content.differences:
            continue
        wanted = content.differences[unit]
        causes = {
            row.item.id if row.item.kind == "clause" else place_of(row): row.differences[0]
            for row in compared.causes
        }
        actual = {TOTAL: compared.total.differences[0], **causes}
        for name in dict.fromkeys((*wanted, *actual)):
            points, text = actual.get(name), signed(actual.get(name)) if name in actual else "没有差"
            if name not in wanted:
                yield Difference(("差", unit), unit, f"差 {name}", name, "没有差", text)
            elif wanted[name].points != points:
                yield Difference(("差", unit, name), unit, f"差 {name}", name, wanted[name].text, text, text)
