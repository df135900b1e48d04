"""Which indicator or clause of the rules each published line is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.audit.finding import RuleRef
from kaoping.audit.paper import Line, Paper, bare, stated_points
from kaoping.language.reading import Exemption, Target, Veto
from kaoping.model import Clause, Indicator, Rubric, Table
from kaoping.source import SourceFile

_TARGET = re.compile(r"[≥≤≧≦<>].*$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its place in the rules.

    Attributes:
        node: the indicator; None if the rules have none of its names.
        own: the line is the indicator itself, not an item below it.
        clause: the line is this clause of the indicator.
    """

    line: Line
    node: Indicator | None = None
    own: bool = False
    clause: Clause | None = None

    @property
    def full(self) -> Decimal | None:
        """The points that the rules give to the line itself."""
        if self.clause is not None:
            return self.clause.full
        return self.node.points if self.node is not None and self.own else None


class Rules:
    """One table of a rubric, looked up by names, with the lines of its file."""

    def __init__(self, rubric: Rubric, table: Table, source: SourceFile) -> None:
        self.rubric, self.table = rubric, table
        self._source = source
        self._named: dict[str, list[tuple[Indicator, ...]]] = defaultdict(list)
        self._clauses = {clause.id: clause for clause in table.clauses()}
        self._leaves = {clause.id: leaf for leaf in table.walk() for clause in leaf.clauses}
        self.above: dict[str, tuple[Indicator, ...]] = {}
        self._targets = subjects(rubric) if rubric.scoring == "targets" else {}
        for way in _ways(table.indicators):
            self._named[bare(way[-1].name)].append(way)
            self.above[way[-1].id] = way

    def knows(self, name: str) -> bool:
        """Whether an indicator has this name."""
        return bare(name) in self._named

    def place(self, line: Line) -> Placed:
        """Find the indicator of a line by the deepest of its names that only one indicator has."""
        if line.id in self._clauses:
            return Placed(line, self._leaves[line.id], False, self._clauses[line.id])
        if (clause := self._target(line.path)) is not None:
            return Placed(line, self._leaves[clause.id], False, clause)
        node, own = self.find(line.path)
        if node is not None:
            return Placed(line, node, own)
        if line.part is not None and (rate := self._rate()) is not None:
            return Placed(line, rate, True)
        return Placed(line)

    def _target(self, path: Sequence[str]) -> Clause | None:
        """The target that a line names last; of several of one name that under the indicators above it."""
        names = [bare(name) for name in path if name]
        found = (
            [clause for clause in self._targets.get(names[-1], ()) if clause.id in self._clauses]
            if names
            else []
        )
        if len(found) > 1:
            above = {name for name in names[:-1] if name in self._named}
            found = [one for one in found if above <= {bare(node.name) for node in self._over(one)}]
        return found[0] if len(found) == 1 else None

    def _over(self, clause: Clause) -> tuple[Indicator, ...]:
        return self.above[self._leaves[clause.id].id]

    def find(self, path: Sequence[str]) -> tuple[Indicator | None, bool]:
        """The indicator that a path leads to, and whether that is its last name; None if there is none."""
        names = [bare(name) for name in path]
        for index in range(len(names) - 1, -1, -1):
            ways = self._called(names[index])
            if len(ways) > 1:
                ways = [way for way in ways if _agree(way, names[:index])]
            if len(ways) == 1:
                return ways[0][-1], not any(names[index + 1 :])
        return None, False

    def _called(self, name: str) -> list[tuple[Indicator, ...]]:
        """Indicators of a name, which may be followed by what it is to reach: 稿件≥8篇."""
        plain = _TARGET.sub("", name)
        return self._named.get(name) or (self._named.get(plain, []) if plain else [])

    def inside(self, inner: Indicator, outer: Indicator) -> bool:
        """Whether an indicator is another one, or below it."""
        return outer in self.above[inner.id]

    def where(self, placed: Placed) -> RuleRef:
        """The clause or indicator that a line is about."""
        if placed.clause is not None:
            return self.clause(placed.clause)
        return self.indicator(placed.node) if placed.node is not None else self.total()

    def clause(self, clause: Clause) -> RuleRef:
        """A clause by its line."""
        return RuleRef(self._source.name, clause.line, f"第{clause.id}条")

    def indicator(self, node: Indicator) -> RuleRef:
        """An indicator by its heading; a leaf of one clause by the clause."""
        if len(node.clauses) == 1:
            return self.clause(node.clauses[0])
        first = next((clause.line for leaf in node.walk() for clause in leaf.clauses), 0)
        heading = re.compile(rf"\s*\S*指标\s+{re.escape(node.name)}(?:[（(\s#]|$)")
        before = [number for number, text in self._lines() if number < first and heading.match(text)]
        return RuleRef(self._source.name, before[-1] if before else first or None, f"「{node.name}」")

    def total(self, word: str = "满分") -> RuleRef:
        """The line of 满分, 等次 or 取值."""
        found = next((n for n, text in self._lines() if text.startswith(word)), None)
        return RuleRef(self._source.name, found, word if found else self.rubric.title)

    def _lines(self) -> Iterator[tuple[int, str]]:
        return enumerate(self._source.text.split("\n"), 1)

    def _rate(self) -> Indicator | None:
        """The only indicator that is a rate of execution: of a line 年度资金总额 with budget and spending."""
        found = [way[-1] for name, ways in self._named.items() if name.endswith("执行率") for way in ways]
        return found[0] if len(found) == 1 else None


def subjects(rubric: Rubric) -> dict[str, list[Clause]]:
    """The targets of a rubric by what they are called."""
    found: dict[str, list[Clause]] = defaultdict(list)
    for clause in rubric.clauses():
        term = clause.sections[0].rules[0].term if clause.sections and clause.sections[0].rules else None
        if isinstance(term, Target):
            found[bare(term.when.subject)].append(clause)
    return found


class Arranged:
    """The lines of a paper at their places: which are items, and which are sums of others."""

    def __init__(self, paper: Paper, rules: Rules) -> None:
        self.paper, self.rules = paper, rules
        self.placed = [rules.place(line) for line in paper.lines if line.kind in ("item", "sum")]
        self.total = next((line for line in paper.lines if line.kind == "total"), None)
        self.grade = next((line.grade for line in paper.lines if line.grade and line.grade.text), None)
        self.rank = next((line.rank for line in paper.lines if line.rank and line.rank.text), None)
        parts = [one for one in self.placed if one.line.kind == "item"]
        self._heads = {
            tuple(names[:end])
            for one in parts
            for names in [_names(one.line.path)]
            for end in range(1, len(names))
        }
        self._wider = {node.id for one in parts if one.node is not None for node in self._above(one)}
        self.sums = [one for one in self.placed if self._is_sum(one)]
        self.items = [one for one in self.placed if not self._is_sum(one)]

    @property
    def whose(self) -> str:
        """What sentences begin with: “甲镇”的; nothing where the table does not say whose it is."""
        return f"“{self.paper.unit}”的" if self.paper.unit else ""

    def below(self, whole: Placed) -> list[Placed]:
        """The items that a sub-total is the sum of; of one that names nothing, those after the one before it."""
        if not whole.line.path:
            return self.before(whole, since=True)
        return [item for item in self.items if item is not whole and self._is_below(item, whole)]

    def before(self, whole: Placed, since: bool = False) -> list[Placed]:
        """The items above a sub-total, or only those since the one before it that names nothing either."""
        above = self.placed[: next(n for n, one in enumerate(self.placed) if one is whole)]
        if since:
            last = [n for n, one in enumerate(above) if one.line.kind == "sum" and not one.line.path]
            above = above[last[-1] + 1 :] if last else above
        return [one for one in above if any(one is item for item in self.items)]

    def at(self, node: Indicator) -> list[Placed]:
        """The items of an indicator and of those below it."""
        return [one for one in self.items if one.node is not None and self.rules.inside(one.node, node)]

    def is_strange(self, one: Placed) -> bool:
        """Whether the rules have no such item: neither it nor what it stands under, or others there are in the rules."""
        if one.node is None:
            return True
        if one.own or one.clause is not None or not one.node.children:
            return False
        return any(other.node is not one.node for other in self.at(one.node))

    def covers(self, node: Indicator) -> bool:
        """Whether the items are all that an indicator consists of."""
        mine = [one for one in self.items if one.node is node and not self.is_strange(one)]
        if any(one.clause is None for one in mine):
            return True
        if not counts(node):
            return True
        if node.clauses:
            return {one.clause.id for one in mine if one.clause} == {clause.id for clause in node.clauses}
        return bool(node.children) and all(map(self.covers, node.children))

    def lacking(self) -> Iterator[Indicator]:
        """Indicators that count and that nothing in the table is about, where others beside them are there."""

        def missing(nodes: Sequence[Indicator]) -> Iterator[Indicator]:
            for node in nodes:
                if not self.at(node):
                    yield node
                elif not self.covers(node):
                    yield from missing(node.children)

        return (node for node in missing(self.rules.table.indicators) if counts(node))

    @property
    def figures(self) -> int:
        """How many scores are numbers that the rules have something to say on."""
        lines = [one.line for one in self.placed if one.node is not None]
        if self.rules.rubric.scoring == "targets":
            return sum(one.clause is not None and one.line.met is not None for one in self.placed)
        lines += [self.total] if self.total is not None else []
        return sum(line.score is not None and line.score.number is not None for line in lines)

    @property
    def complete(self) -> bool:
        """Whether the items are all that the total consists of."""
        return all(map(self.covers, self.rules.table.indicators))

    def _above(self, one: Placed) -> Sequence[Indicator]:
        """The indicators of which a line is a part."""
        ways = self.rules.above[one.node.id] if one.node is not None else ()
        return ways if one.clause is not None else ways[:-1]

    def _is_sum(self, one: Placed) -> bool:
        if one.line.kind == "sum" or one.clause is not None:
            return one.clause is None
        if not one.line.path:
            return True
        wider = one.own and one.node is not None and one.node.id in self._wider
        return wider or tuple(_names(one.line.path)) in self._heads

    def _is_below(self, item: Placed, whole: Placed) -> bool:
        if item.line.kind == "sum" and whole.line.kind != "sum":
            return False
        if whole.clause is not None:
            return False
        long, short = _names(item.line.path), _names(whole.line.path)
        if len(long) > len(short) and long[: len(short)] == short:
            return True
        if item.node is None or whole.node is None or not whole.own:
            return False
        if item.clause is not None and item.node is whole.node:
            return True
        return item.node is not whole.node and self.rules.inside(item.node, whole.node)


def counts(node: Indicator) -> bool:
    """Whether an indicator can give or take points: not one that only costs a qualification or a grade (一票否决)."""
    if node.points is not None:
        return node.points != 0
    return any(
        not isinstance(term, Veto | Exemption)
        for leaf in node.walk()
        for clause in leaf.clauses
        for section in clause.sections
        for term in section.part.terms
    )


def weights(lines: Sequence[Line]) -> Iterator[tuple[str, Decimal, Line]]:
    """Points that names bring along: each indicator once, with the first line that is under it."""
    seen: set[str] = set()
    for line in lines:
        for name in line.path:
            points = stated_points(name)
            if points is not None and name not in seen:
                seen.add(name)
                yield name, points, line


def _names(path: Sequence[str]) -> list[str]:
    return [bare(name) for name in path]


def _agree(way: tuple[Indicator, ...], names: Sequence[str]) -> bool:
    """Whether some indicator above has one of the names above."""
    return any(bare(node.name) in names for node in way[:-1])


def _ways(nodes: Sequence[Indicator], above: tuple[Indicator, ...] = ()) -> Iterator[tuple[Indicator, ...]]:
    for node in nodes:
        yield (*above, node)
        yield from _ways(node.children, (*above, node))
