"""Tables of targets (计分 达标率): conclusions that do not follow from target and actual value, and rates of 达标.

The actual values of the table are taken in as facts and judged by the rules, as those of any file are. Where a value
cannot be read as the rules want it, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoping import exact
from kaoping.audit.finding import Finding
from kaoping.audit.match import Arranged, Placed
from kaoping.audit.paper import Line
from kaoping.completion import targets_in
from kaoping.engines.durable import DurableEngine
from kaoping.exact import parse_number, percent, round_points
from kaoping.facts.intake import take_all
from kaoping.facts.names import closest, fold
from kaoping.facts.raw import RawFact
from kaoping.language.link import Source
from kaoping.language.reading import Target
from kaoping.ledger import Header
from kaoping.model import Clause, Rubric
from kaoping.pipeline import assess
from kaoping.plan import make_plan, schema_of
from kaoping.render.targets import actual_of
from kaoping.score.targets import MET, PENDING, UNMET
from kaoping.sheet import Sheet

_SAID = {
    **dict.fromkeys(
        ("达标", "已达标", "达到", "是", "√", "✓", "完成", "已完成", "实现", "已实现", "达成"), MET
    ),
    **dict.fromkeys(
        ("未达标", "不达标", "未达到", "否", "×", "✗", "未完成", "没有完成", "未实现", "没有达到"), UNMET
    ),
    **dict.fromkeys(("待评", "待定"), PENDING),
}
_REACHED = re.compile(r"(?:已|全部|基本)?(?:达成预期指标|达到预期|完成|达到|实现)")
_COUNT = re.compile(r"(\d+)/(\d+)")
_ITEMS = re.compile(r"(?<!未)达标(\d+)项|^(\d+)项$")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(…?)%")


def conclusions(paper: Arranged, facts: Sheet | None, unit: str | None) -> Iterator[Finding]:
    """P013, P001, P007: each conclusion against the published actual value, and both against the facts.

    Args:
        paper: as published.
        facts: scored; None if none are given.
        unit: as the facts call it; None if they do not.
    """
    own, as_called = _judged(paper)
    for one in paper.placed:
        if one.clause is None:
            continue
        clause, line = one.clause, one.line
        rule = paper.rules.where(one)
        said = _said(line)
        shown = f"{paper.whose}「{line.name}」"
        if (
            facts is not None
            and unit is not None
            and (fault := _against(one, own, as_called, facts, unit, said))
        ):
            published, due, what = fault
            place = (line.actual if what and line.actual else line.met or line.actual) or None
            message = f"{shown}{what}公布的是{published}，按事实是{due}"
            at = place.place if place else line.at
            yield Finding("P007", paper.paper.unit, line.name, published, due, message, at, rule)
            continue
        if line.met is None:
            continue
        actual = line.actual.text if line.actual is not None else ""
        if line.met.blank and actual:
            message = f"{shown}有实际值（{actual}），没有结论"
            yield Finding("P001", paper.paper.unit, line.name, "", "", message, line.met.place, rule)
        due = own.clause(as_called, clause).verdict if own is not None else PENDING
        if said is not None and due not in (PENDING, said):
            target = _target(clause)
            message = f"{shown}结论是“{line.met.text}”，实际值{actual}，指标值{target.value if target else ''}，应是{due}"
            yield Finding(
                "P013", paper.paper.unit, line.name, line.met.text, due, message, line.met.place, rule
            )


def wanted(paper: Arranged) -> Iterator[Finding]:
    """P008: the column 指标值 has another value than the rules."""
    for one in paper.placed:
        cell = one.line.target
        target = _target(one.clause) if one.clause is not None else None
        if cell is None or cell.blank or target is None or target.when.test is None:
            continue
        figures, due = _NUMBERS.findall(fold(cell.text).split("(")[0]), _NUMBERS.findall(fold(target.value))
        if figures and due and figures != due:
            message = f"{paper.whose}「{one.line.name}」指标值一栏写{cell.text}，规则是{target.value}"
            rule = paper.rules.where(one)
            yield Finding(
                *("P008", paper.paper.unit, one.line.name, cell.text, target.value, message, cell.place, rule)
            )


_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


def tallies(paper: Arranged) -> Iterator[Finding]:
    """P003, P005: how many targets are met, and the rate, against the conclusions of the table."""
    for whole in paper.paper.lines:
        if not whole.tally:
            continue
        items = _below(paper, whole)
        verdicts = [_said(one.line) for one in items]
        if not items or None in verdicts or PENDING in verdicts:
            continue
        met, of = verdicts.count(MET), len(items)
        name = whole.name if whole.path else "合计"
        subject = f"「{name}」" if whole.path else name
        rule = (
            paper.rules.indicator(node)
            if (node := paper.rules.find(whole.path)[0])
            else paper.rules.total("计分")
        )
        wrong = False
        for cell in whole.tally:
            if (counted := _counted(fold(cell.text), of)) is not None and counted != (met, of):
                wrong = True
                shown, due = f"{counted[0]}/{counted[1]}", f"{met}/{of}"
                message = f"{paper.whose}{subject}达标{shown}项，表里的结论数出来是{due}"
                yield Finding("P003", paper.paper.unit, name, shown, due, message, cell.place, rule)
        for cell in whole.tally:
            found = _PERCENT.search(fold(cell.text))
            if found is None or wrong:
                continue
            ratio = exact.divide(Decimal(met), Decimal(of))
            if not _is(found[1], bool(found[2]), ratio):
                shown, due = f"{found[1]}{found[2]}%", percent(ratio)
                message = f"{paper.whose}{subject}达标率{shown}，表里{of}项达标{met}项，是{due}"
                witness = f"{met} ÷ {of} = {due}"
                yield Finding(
                    *("P005", paper.paper.unit, name, shown, due, message, cell.place, rule),
                    witness=witness,
                )


def lacking(paper: Arranged) -> Iterator[Finding]:
    """P011: lines that are no targets of the rules, and targets of the rules that a table leaves out, where it has others
    of the same table of targets. A line that is a target under another name is told once."""
    there = {one.clause.id for one in paper.placed if one.clause is not None}
    left_out = []
    for top in paper.rules.table.indicators:
        clauses = [clause for leaf in top.walk() for clause in leaf.clauses]
        if any(clause.id in there for clause in clauses):
            left_out += [clause for clause in clauses if clause.id not in there]
    strange = [one for one in paper.items if one.clause is None and one.line.met is not None and not one.own]
    names = [target.when.subject for clause in left_out if (target := _target(clause)) is not None]
    for one in strange:
        name = one.line.name
        near = closest(name, names) or (names[0] if len(names) == 1 else "")
        message = f"{paper.whose}「{name}」在规则里没有，没有核对"
        remedy = f"是不是「{near}」？照规则写" if near else ""
        yield Finding("P011", paper.paper.unit, name, name, near, message, one.line.at, remedy=remedy)
    if len(left_out) <= len(strange):
        return
    for clause in left_out:
        if (target := _target(clause)) is not None:
            message = f"{paper.whose}表里没有「{target.when.subject}」（指标值{target.value}）"
            at, rule = paper.paper.lines[0].at, paper.rules.clause(clause)
            yield Finding("P011", paper.paper.unit, target.when.subject, "", target.value, message, at, rule)


def _judged(paper: Arranged) -> tuple[Sheet | None, str]:
    """The published actual values, judged by the rules; and what the unit is called there."""
    rubric: Rubric = paper.rules.rubric
    units = paper.rules.table.units
    unit = next((one for one in units if fold(one) == fold(paper.paper.unit)), units[0] if units else "")
    unit = unit or paper.paper.unit or "单位"
    raw = []
    for one in paper.placed:
        name, value = _fact(one)
        if name and value:
            raw.append(RawFact(one.line.at, unit, name, value))
    if not raw:
        return None, unit
    intake = take_all(raw, schema_of(rubric))
    return assess(make_plan(rubric), intake, Header(rubric.title, {}, {}, ""), DurableEngine), unit


def _fact(one: Placed) -> tuple[str, str]:
    """The fact that an actual value is, and its value as the reader of facts wants it; "" where it is none."""
    actual = one.line.actual
    target = _target(one.clause) if one.clause is not None else None
    if actual is None or actual.blank or one.clause is None or target is None:
        return "", ""
    measure = one.clause.sections[0].rules[0].measure
    if not isinstance(measure, Source) or measure.tests or measure.field:
        return "", ""
    words = fold(actual.text)
    if target.when.test is None and (words == fold(target.value) or _REACHED.fullmatch(words)):
        return measure.name, "是"
    return measure.name, actual.text


def _against(
    one: Placed, own: Sheet | None, as_called: str, facts: Sheet, unit: str, said: str | None
) -> tuple[str, str, str] | None:
    """Published, due by the facts, and what: 实际值, or "" of the conclusion; None if both agree."""
    clause = one.clause
    assert clause is not None
    published = actual_of(own, as_called, clause) if own is not None else ""
    known = actual_of(facts, unit, clause)
    if published and known and published != known:
        return published, known, "实际值"
    due = facts.clause(unit, clause).verdict
    if not published and said is not None and due not in (PENDING, said):
        return said, due, "结论"
    return None


def _below(paper: Arranged, whole: Line) -> Sequence[Placed]:
    """The targets that a rate is of: those under its indicators; of one that names none, all."""
    items = [one for one in paper.placed if one.clause is not None]
    node, _ = paper.rules.find(whole.path)
    if node is None:
        return items if not any(whole.path) else []
    inside = [one for one in items if one.node is not None and paper.rules.inside(one.node, node)]
    return inside if len(inside) == sum(targets_in(leaf) for leaf in (node,)) else []


def _said(line: Line) -> str | None:
    return _SAID.get(fold(line.met.text)) if line.met is not None else None


def _target(clause: Clause | None) -> Target | None:
    term = clause.sections[0].rules[0].term if clause is not None else None
    return term if isinstance(term, Target) else None


def _counted(words: str, of: int) -> tuple[int, int] | None:
    if found := _COUNT.search(words):
        return int(found[1]), int(found[2])
    if found := _ITEMS.search(words):
        return int(found[1] or found[2]), of
    return None


def _is(shown: str, cut: bool, ratio: exact.Exact) -> bool:
    """Whether a percentage is this ratio: rounded to its own places, or cut off (83.3333…%)."""
    if cut:
        return percent(ratio).startswith(shown)
    number = parse_number(shown)
    places = len(shown.partition(".")[2])
    return number == round_points(exact.multiply(ratio, Decimal(100)), places)
