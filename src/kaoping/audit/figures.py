"""Figures of single lines, and whether they add up: what a table says of itself, held against the points of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kaoping import exact
from kaoping.audit.finding import Finding, RuleRef
from kaoping.audit.match import Arranged, Placed, counts, weights
from kaoping.audit.paper import Cell
from kaoping.exact import Exact, round_points, text
from kaoping.facts.names import fold, quoted
from kaoping.model import Indicator

ZERO = Decimal(0)
_KEPT = 9


def unreadable_scores(paper: Arranged) -> Iterator[Finding]:
    """P001: an item that has points and no score; anything that is no number; a total left blank."""
    unit = paper.paper.unit
    for one in paper.placed:
        line = one.line
        for cell, what in ((line.mark, "分值"), (line.score, "得分")):
            if cell is not None and (cell.fault or not (cell.blank or cell.open or cell.number is not None)):
                why = cell.fault or f"{what}{quoted(cell.text)}{_not_a_number(cell)}"
                found = _finding(
                    "P001", paper, one, cell, cell.text, "", f"{paper.whose}「{line.name}」{why}"
                )
                yield replace(found, remedy=cell.remedy)
        score, points = line.score, _points(one)
        implied = (
            one in paper.sums and line.kind != "sum"
        )  # 过程（40分）above its items: theirs are the points
        if score is not None and score.blank and not score.fault and points and not implied:
            message = f"{paper.whose}「{line.name}」分值{text(points)}分，得分空着"
            yield _finding("P001", paper, one, score, "", "", message)
    total = paper.total
    if total is not None and total.score is not None and total.score.number is None and not total.score.open:
        added = sum_of(paper.items)
        empty = f"：{total.score.fault}" if total.score.fault else "空着"
        message = f"{paper.whose}总分" + (
            empty if total.score.blank else f"{quoted(total.score.text)}{_not_a_number(total.score)}"
        )
        known = added is not None and paper.complete
        recomputed = text(_total_of(paper, added)) if known and added is not None else ""
        yield Finding(
            *("P001", unit, "总分", total.score.text, recomputed),
            message + (f"，各项得分相加是{recomputed}分" if recomputed else ""),
            total.score.place,
            paper.rules.total(),
            _terms(paper.items, paper) if recomputed else "",
            remedy=total.score.remedy,
        )


def scores_over_points(paper: Arranged) -> Iterator[Finding]:
    """P002: more than the item's points, or less than nothing."""
    for one in paper.placed:
        score, points = one.line.score, _points(one)
        if score is None or score.number is None:
            continue
        if points is not None and score.number > points:
            message = f"{paper.whose}「{one.line.name}」得{text(score.number)}分，超过分值{text(points)}分"
            yield _finding("P002", paper, one, score, text(score.number), f"至多{text(points)}", message)
        elif score.number < 0 and one.clause is None:
            message = f"{paper.whose}「{one.line.name}」得分是负数：{text(score.number)}分，指标最少得0分"
            yield _finding("P002", paper, one, score, text(score.number), "至少0", message)


def sums_of_scores(paper: Arranged) -> Iterator[Finding]:
    """P003: a sub-total or total that is not what its items add up to."""
    for one in paper.sums:
        parts, score = paper.below(one), one.line.score
        added = sum_of(parts)
        if score is None or score.number is None or added is None:
            continue
        if one.node is not None and one.own and not paper.covers(one.node):
            continue
        if not one.line.path and score.number == sum_of(paper.before(one)):
            continue
        due = _bounded(paper, parts, one.node) if one.node is not None and one.own else max(ZERO, added)
        if not any(same(score.number, sum_, parts) for sum_ in (added, due)):
            name = f"「{one.line.name}」" if one.line.path else ""
            shown, wanted = text(score.number), text(due)
            message = f"{paper.whose}{name}小计{shown}分，各项得分相加是{wanted}分"
            yield _finding("P003", paper, one, score, shown, wanted, message, _terms(parts))
    total = paper.total
    if total is None or total.score is None or total.score.number is None or not paper.complete:
        return
    added = sum_of(paper.items)
    if added is None:
        return
    due = _total_of(paper, added)
    sums = (due, added if not paper.rules.table.ceiling else due)
    if not any(same(total.score.number, sum_, paper.items) for sum_ in sums):
        shown = text(total.score.number)
        message = f"{paper.whose}总分是{shown}分，各项得分相加是{text(due)}分"
        yield Finding(
            *("P003", paper.paper.unit, "总分", shown, text(due), message, total.score.place),
            *(paper.rules.total(), _terms(paper.items, paper)),
        )


def sums_of_points(paper: Arranged) -> Iterator[Finding]:
    """P004: 分值 that are not those of the rules, or do not add up to them."""
    unit, rules = paper.paper.unit, paper.rules
    for name, points, line in weights(paper.paper.lines):
        node, _ = rules.find((name,))
        if node is not None and node.points is not None and node.points != points:
            message = f"「{name}」写明{text(points)}分，规则是{text(node.points)}分"
            heads = line.place.column == name  # a column for each indicator
            place = line.place._replace(letter="", row=None if heads else line.place.row, column=name)
            yield Finding(
                "P004",
                "" if heads else unit,
                node.name,
                text(points),
                text(node.points),
                message,
                place,
                rules.indicator(node),
            )
    if all(one.line.mark is None for one in paper.items):
        return
    wrong: list[Indicator] = []
    for node in sorted(rules.table.walk(), key=lambda node: -node.level):
        if any(rules.inside(below, node) for below in wrong):
            continue
        fault = _points_of(paper, node)
        if fault is not None:
            wrong.append(node)
            yield fault
    yield from _points_of_total(paper)


def sum_of(items: Sequence[Placed]) -> Decimal | None:
    """What the scores add up to; None if one of them is not known."""
    scores = [one.line.score for one in items if one.line.score is not None]
    if not scores or any(_missing(one) for one in items):
        return None
    return sum((cell.number for cell in scores if cell.number is not None), ZERO)


def same(published: Decimal, due: Exact, parts: Sequence[Placed] = ()) -> bool:
    """Whether a figure is the one that is due. Workbooks keep fifteen digits: of figures with endless decimals, and of what
    they add up to, the last ones mean nothing."""
    if published == due:
        return True
    figures = [published, *(one.line.score.number for one in parts if one.line.score is not None)]
    endless = any(figure is not None and -int(figure.as_tuple().exponent) > _KEPT for figure in figures)
    return endless and abs(exact.to_decimal(due) - published) < Decimal(1).scaleb(-_KEPT)


def _not_a_number(cell: Cell) -> str:
    return "是百分数，不是分" if fold(cell.text).endswith("%") else "不是一个数"


def _missing(one: Placed) -> bool:
    score = one.line.score
    return (
        score is not None
        and score.number is None
        and (not score.blank or bool(_points(one)) or bool(score.fault))
    )


def _points(one: Placed) -> Decimal | None:
    """Of the line as published, or else by the rules."""
    if one.line.mark is not None:
        return one.line.mark.number
    return one.full


def _points_of(paper: Arranged, node: Indicator) -> Finding | None:
    items = paper.at(node)
    marks = [one.line.mark for one in items if one.line.mark is not None]
    if node.points is None or not marks or not paper.covers(node):
        return None
    if any(mark.number is None and not mark.blank for mark in marks) or all(mark.blank for mark in marks):
        return None
    added = sum((mark.number for mark in marks if mark.number is not None), ZERO)
    if added == node.points:
        return None
    shown, due = text(added), text(node.points)
    how = f"分值合计{shown}分" if len(marks) > 1 else f"分值是{shown}分"
    message = f"{paper.whose}「{node.name}」{how}，规则是{due}分"
    witness = (
        " + ".join(text(mark.number) for mark in marks if mark.number is not None) if len(marks) > 1 else ""
    )
    place, rule = marks[0].place, paper.rules.indicator(node)
    witness = f"{witness} = {shown}" if witness else ""
    return Finding("P004", paper.paper.unit, node.name, shown, due, message, place, rule, witness)


def _points_of_total(paper: Arranged) -> Iterator[Finding]:
    """The 分值 of the total against its items and the full mark."""
    total, full = paper.total, paper.rules.table.full
    if total is None or total.mark is None or total.mark.number is None:
        return
    stated, tops = total.mark.number, paper.rules.table.indicators
    marks = [
        one.line.mark.number for one in paper.items if one.line.mark and one.line.mark.number is not None
    ]
    added = sum(marks, ZERO)
    said = []
    told = all(
        any(one.line.mark and not one.line.mark.blank for one in paper.at(top)) for top in tops if counts(top)
    )
    bonus = stated == full and added == _stated_by_rules(tops)  # beyond the full mark, as in the rules
    if marks and told and paper.complete and added != stated and not bonus:
        said.append(f"各项分值相加是{text(added)}分")
    if full is not None and full != stated:
        said.append(f"规则的满分是{text(full)}分")
    if said:
        message = f"{paper.whose}总分，分值写作{text(stated)}分，{'，'.join(said)}"
        due = text(full if full is not None else added)
        rule = paper.rules.total()
        yield Finding("P004", paper.paper.unit, "总分", text(stated), due, message, total.mark.place, rule)


def _stated_by_rules(tops: Sequence[Indicator]) -> Decimal | None:
    """What the points of the rules come to: more than the full mark where some of them are a bonus."""
    points = [top.points if top.points is not None else _most(top) for top in tops]
    return None if None in points else sum((one for one in points if one is not None), ZERO)


def _most(node: Indicator) -> Decimal | None:
    if not counts(node):
        return ZERO
    fulls = [clause.full for leaf in node.walk() for clause in leaf.clauses]
    return None if None in fulls else sum((full for full in fulls if full is not None), ZERO)


def _total_of(paper: Arranged, added: Decimal) -> Decimal:
    """As the rules bound and round a total."""
    if any(one.clause is not None for one in paper.items) or not any(map(_is_beyond, paper.items)):
        tops = paper.rules.table.indicators
        added = sum((_bounded(paper, paper.at(top), top) for top in tops), ZERO)
    ceiling, rounding = paper.rules.table.ceiling, paper.rules.rubric.rounding
    value: Exact = min(added, ceiling) if ceiling is not None else added
    if rounding is not None and rounding[0] == "total":
        return round_points(value, rounding[2], rounding[1])
    return exact.to_decimal(value)


def _is_beyond(one: Placed) -> bool:
    """Whether an item is wrong by itself, or nothing that the rules know: then the plain sum is what people meant."""
    score, points = one.line.score, _points(one)
    number = score.number if score is not None else None
    return one.node is None or (
        number is not None and (number < 0 or (points is not None and number > points))
    )


def _bounded(paper: Arranged, items: Sequence[Placed], node: Indicator) -> Decimal:
    """What items come to, where no indicator has more than its points, nor less than nothing unless it may draw on
    those above it (扣分项, 直至70分扣完)."""
    own = [one for one in items if one.node is node]
    below = [_bounded(paper, _under(paper, items, child), child) for child in node.children]
    value = sum((one.line.score.number or ZERO for one in own if one.line.score is not None), ZERO)
    value += sum(below, ZERO)
    if node.points is not None:
        value = min(value, node.points)
    return value if node.deducts_above or node.drained else max(ZERO, value)


def _under(paper: Arranged, items: Sequence[Placed], node: Indicator) -> list[Placed]:
    return [one for one in items if one.node is not None and paper.rules.inside(one.node, node)]


def _terms(items: Sequence[Placed], total_of: Arranged | None = None) -> str:
    """The addition; of a total that is no more than the rules allow, that, too."""
    numbers = [one.line.score.number for one in items if one.line.score and one.line.score.number is not None]
    if not numbers:
        return ""
    added = sum(numbers, ZERO)
    ceiling = total_of.rules.table.ceiling if total_of is not None else None
    bound = f"，总分不高于{text(ceiling)}分" if ceiling is not None and added > ceiling else ""
    return " + ".join(map(text, numbers)) + f" = {text(added)}{bound}"


def _finding(
    code: str,
    paper: Arranged,
    one: Placed,
    cell: Cell,
    published: str,
    recomputed: str,
    message: str,
    witness: str = "",
) -> Finding:
    rule: RuleRef = paper.rules.where(one)
    return Finding(
        code, paper.paper.unit, one.line.name, published, recomputed, message, cell.place, rule, witness
    )
