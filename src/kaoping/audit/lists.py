"""Tables that list units: who is listed twice, who is not listed, and which columns nobody could read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kaoping import exact
from kaoping.audit.finding import Finding
from kaoping.audit.match import Arranged, Rules
from kaoping.audit.paper import Paper, bare
from kaoping.diagnostics import Place
from kaoping.facts.names import closest, fold, listed
from kaoping.model import Indicator, Rubric

_Table = tuple[str, str | None]
_MOST = 6


def repeated(papers: Sequence[Paper]) -> Iterator[Finding]:
    """P011: a unit that one table lists several times; its rows are no rounds, and do not add up.

    Args:
        papers: of one unit.
    """
    tables: dict[_Table, list[Paper]] = {}
    for paper in papers:
        if paper.again:
            tables.setdefault(_table(paper), []).append(paper)
    for table, copies in tables.items():
        first = next(paper for paper in papers if _table(paper) == table)
        rows = {paper.lines[0].at.row for paper in copies}
        times = "两" if len(rows) == 1 else str(len(rows) + 1)
        message = f"“{first.unit}”列了{times}次，前面在第{first.lines[0].at.row}行；各自核对"
        place = copies[0].lines[0].at._replace(column=None, letter="")
        yield Finding("P011", first.unit, "", first.unit, "", message, place, remedy="只留对的一行")


def unlisted(
    found: Sequence[Paper], rubric: Rubric, units: Sequence[str], rules: Mapping[str, Rules]
) -> Iterator[Finding]:
    """P011: units that no table has, where one lists others of their kind. A table of a single unit says nothing of others.

    Args:
        found: all papers.
        rubric: the rules.
        units: of the rules; or of the facts, where the rules list none.
        rules: by the kind of unit.
    """
    there = {fold(paper.unit) for paper in found}
    known = {fold(unit): unit for unit in units}
    likely = {closest(paper.unit, units) for paper in found if fold(paper.unit) not in known}
    lists: dict[_Table, list[Paper]] = {}
    for paper in found:
        if paper.listed and fold(paper.unit) in known:
            lists.setdefault(_table(paper), []).append(paper)
    done: set[str] = set()
    for papers in lists.values():
        named = {known[fold(paper.unit)] for paper in papers}
        kinds = {rubric.table_of(unit).kind for unit in named} - done
        if len(named) < 2 or not kinds:
            continue
        done |= kinds
        left_out = [unit for unit in units if fold(unit) not in there and unit not in likely]
        left_out = [unit for unit in left_out if rubric.table_of(unit).kind in kinds]
        if left_out:
            whom = "、".join(f"“{unit}”" for unit in left_out[:_MOST])
            whom += f"等{len(left_out)}个单位" if len(left_out) > _MOST else ""
            only = left_out[0] if len(left_out) == 1 else ""
            place = Place(papers[0].lines[0].at.file, sheet=papers[0].lines[0].at.sheet)
            rule = next(iter(rules.values())).total("单位") if rubric.units else None
            remedy = "漏了的补上；本来只公布一部分单位的，在 kaoping.toml 里认可"
            yield Finding("P011", only, "", "", only, f"公布的表里没有{whom}", place, rule, remedy=remedy)


def without_column(paper: Arranged, lacking: Sequence[Indicator]) -> Iterator[Finding]:
    """P011: indicators that a table with a column for each has no column for. That is a fault of the table, not of each
    unit in it, and it is told where a column has nearly that name."""
    heads = {bare(cell.text): cell for cell in paper.paper.unread}
    for node in lacking:
        near = heads.pop(_likely(bare(node.name), heads), None)
        points = exact.text(node.points) if node.points is not None else ""
        rule = paper.rules.indicator(node)
        if near is not None:
            message = f"「{near.text}」在规则里没有，没有核对"
            remedy = f"是不是「{node.name}」？照规则写"
            yield Finding(
                *("P011", "", near.text, near.text, node.name, message, near.place, rule), remedy=remedy
            )
            continue
        message = f"表里没有「{node.name}」" + (f"（{points}分）" if points else "")
        others = listed([f"「{cell.text}」" for cell in heads.values()])
        remedy = f"没有读的列有{others}；是其中一列的，照规则写" if others else ""
        assert paper.paper.header is not None
        yield Finding("P011", "", node.name, "", points, message, paper.paper.header, rule, remedy=remedy)


def _likely(name: str, heads: Iterable[str]) -> str:
    """The heading that a name may stand under: much like it, or the only one that has half of its characters; "" """
    known = [*heads]
    sharing = [head for head in known if 2 * len({*head} & {*name}) >= max(len(head), len(name))]
    return closest(name, known) or (sharing[0] if len(sharing) == 1 else "")


def _table(paper: Paper) -> _Table:
    at = paper.lines[0].at
    return at.file, at.sheet
