"""What a rubric says outside of its clauses: declarations, tables of kinds of units, indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kaoping.cases.lines import line_of
from kaoping.cases.words import said_grade
from kaoping.diff.align import aligned
from kaoping.diff.match import Matches, alike
from kaoping.diff.meaning import words
from kaoping.diff.model import Change, Detail, Kind, Place
from kaoping.exact import ROUNDING_WORDS
from kaoping.exact import text as plain
from kaoping.facts.schema import FactSpec
from kaoping.language import link
from kaoping.language.link import LinkError
from kaoping.language.outline import Outline
from kaoping.model import Indicator, Rubric, Table

_ROUNDING = {"clause": "每项得分", "total": "总分"}
_SCORING = {"points": "得分", "targets": "达标率"}
_TYPES = {
    "number": "数",
    "percent": "百分数",
    "yesno": "是否",
    "choice": "选项",
    "date": "日期",
    "text": "文字",
}


class Lines:
    """On which lines of a file its declarations stand; 0 for all of them where the text is not known."""

    def __init__(self, outline: Outline | None) -> None:
        self._outline = outline

    def of(self, word: str, kind: str = "") -> int:
        """The line of 期间, 等次 … of the table of a kind, or of the file."""
        return 0 if self._outline is None else line_of(self._outline, word, kind)

    def facts(self) -> dict[str, int]:
        """Declared facts."""
        if self._outline is None:
            return {}
        return {spec.name: self._outline.source.position(span.start)[0] for spec, span in self._outline.facts}

    def definitions(self) -> dict[str, tuple[int, str]]:
        """Definitions: line and expression, in one way of writing."""
        if self._outline is None:
            return {}
        return {
            ".".join(filter(None, (draft.name, draft.field))): (
                self._outline.source.position(draft.span.start)[0],
                _said(draft.expression),
            )
            for draft in self._outline.definitions
        }


def declarations(old: Rubric, new: Rubric, was: Lines, now: Lines) -> Iterator[Change]:
    """Changes of the lines above the indicators, and of facts and definitions."""
    if words(old.title) != words(new.title):
        yield _change("办法", old.title, new.title, was.of("办法"), now.of("办法"), "reworded")
    yield from _plain("期间", _period(old), _period(new), was, now)
    yield from _plain("取值", _rounding(old), _rounding(new), was, now)
    yield from _plain("计分", _SCORING[old.scoring], _SCORING[new.scoring], was, now)
    yield from _tables(old, new, was, now)
    yield from _facts(old, new, was, now)
    yield from _definitions(was, now)


def indicators(
    old: Rubric, new: Rubric, matches: Matches, lines: tuple[dict[str, int], dict[str, int]]
) -> Iterator[Change]:
    """Changes of indicators: points, names, places, whom to ask; those that came and went."""
    ours, theirs = _placed(old), _placed(new)
    back = {after: before for before, after in matches.indicators.items()}

    above_old, above_new = (
        {child.id: parent.id for parent in rubric.walk() for child in parent.children}
        for rubric in (old, new)
    )

    def place(side: int, id_: str) -> Place:
        node, above = (ours, theirs)[side][id_]
        return Place(node.id, lines[side].get(id_, 0), " › ".join(above), _titled(node))

    for before, after in merged(list(ours), list(theirs), matches.indicators):
        if after is None:
            assert before is not None
            yield Change("indicator", "removed", _called(ours[before][0]), place(0, before), None)
        elif before is None:
            yield Change("indicator", "added", _called(theirs[after][0]), None, place(1, after))
        else:
            (one, above), (other, over) = ours[before], theirs[after]
            parents = above_old.get(before, ""), above_new.get(after, "")
            moved = back.get(parents[1], parents[1] and "新") != parents[0]
            asked = [
                side[id_][0].collectors if id_ else ()
                for side, id_ in zip((ours, theirs), parents, strict=True)
            ]
            inherited = any(asked) and asked == [one.collectors, other.collectors]
            details = tuple(_details(one, other, above, over, moved, inherited))
            names = () if words(one.name) == words(other.name) else (Detail("名称", one.name, other.name),)
            notes = () if words(one.note) == words(other.note) else (Detail("说明", one.note, other.note),)
            if details or names or notes:
                kind: Kind = "reworded"
                if details:
                    kind = "moved" if moved and len(details) == 1 else "changed"
                yield Change(
                    "indicator",
                    kind,
                    _called(other),
                    place(0, before),
                    place(1, after),
                    moved,
                    (*details, *names, *notes),
                )


def _details(
    one: Indicator, other: Indicator, above: Sequence[str], over: Sequence[str], moved: bool, inherited: bool
) -> Iterator[Detail]:
    if moved:
        yield Detail("上级", " › ".join(above) or "没有", " › ".join(over) or "没有")
    if one.points != other.points:
        yield Detail("分值", _points(one.points), _points(other.points))
    if one.collectors != other.collectors and not inherited:
        yield Detail("数据采集部门", "、".join(one.collectors), "、".join(other.collectors))


def merged(old: list[str], new: list[str], pairs: dict[str, str]) -> Iterator[tuple[str | None, str | None]]:
    """Pairs, in the order of the new version; what is gone stands before what followed it."""
    back = {after: before for before, after in pairs.items()}
    at, upto = {id_: place for place, id_ in enumerate(old)}, 0
    for id_ in new:
        before = back.get(id_)
        if before is not None:
            yield from ((gone, None) for gone in old[upto : at[before]] if gone not in pairs)
            upto = max(upto, at[before])
        yield before, id_
    yield from ((gone, None) for gone in old[upto:] if gone not in pairs)


def _tables(old: Rubric, new: Rubric, was: Lines, now: Lines) -> Iterator[Change]:
    if len(old.tables) == len(new.tables) == 1:
        pairs: list[tuple[Table | None, Table | None]] = [(old.tables[0], new.tables[0])]
    else:
        kinds = dict.fromkeys(table.kind for rubric in (old, new) for table in rubric.tables)
        pairs = [
            (
                next((t for t in old.tables if t.kind == kind), None),
                next((t for t in new.tables if t.kind == kind), None),
            )
            for kind in kinds
        ]
    for one, other in pairs:
        yield from _table(one, other, was, now)


def _table(one: Table | None, other: Table | None, was: Lines, now: Lines) -> Iterator[Change]:
    if one is None or other is None:
        was_kind, now_kind = ("" if table is None else table.kind or "不分类" for table in (one, other))
        yield _change("适用", was_kind, now_kind, 0, 0, "added" if one is None else "removed")
        return

    def lines(word: str) -> tuple[int, int]:
        return was.of(word, one.kind), now.of(word, other.kind)

    of = f"（{other.kind}）" if other.kind else ""
    if one.kind != other.kind:
        yield _change("适用", one.kind or "不分类", other.kind or "不分类", 0, 0)
    gone, come = set(one.units) - set(other.units), set(other.units) - set(one.units)
    if gone or come:
        left = (Detail("", unit, "") for unit in one.units if unit in gone)
        details = (*left, *(Detail("", "", unit) for unit in other.units if unit in come))
        yield _change(
            f"单位{of}", "、".join(one.units), "、".join(other.units), *lines("单位"), details=details
        )
    if one.full != other.full:
        yield _change(f"满分{of}", _points(one.full), _points(other.full), *lines("满分"))
    if one.ceiling != other.ceiling:
        yield _change(f"总分上限{of}", _points(one.ceiling), _points(other.ceiling), *lines("满分"))
    details = tuple(
        Detail("", *("" if grade is None else said_grade(grade) for grade in pair))
        for pair in aligned(one.grades, other.grades, [said_grade, lambda grade: grade.name])
        if pair[0] is None or pair[1] is None or said_grade(pair[0]) != said_grade(pair[1])
    )
    if details:
        said = ["、".join(map(said_grade, table.grades)) for table in (one, other)]
        yield _change(f"等次{of}", said[0], said[1], *lines("等次"), details=details)


def _facts(old: Rubric, new: Rubric, was: Lines, now: Lines) -> Iterator[Change]:
    """Declared facts. What use alone implies of a fact is told with the clause that uses it."""
    ours, theirs = {s.name: s for s in old.facts}, {s.name: s for s in new.facts}
    declared = was.facts(), now.facts()
    called = _called_otherwise(
        [s for s in old.facts if s.name in declared[0] and s.name not in theirs],
        [s for s in new.facts if s.name in declared[1] and s.name not in ours],
    )
    for before, after in called.items():
        lines = declared[0][before], declared[1][after]
        yield _change(f"事实“{before}”", before, after, *lines, details=(Detail("改名", before, after),))
    for name in dict.fromkeys((*theirs, *ours)):
        if name in called or name in called.values():
            continue
        lines = declared[0].get(name, 0), declared[1].get(name, 0)
        if not any(lines) and (was.facts() or now.facts() or name not in ours or name not in theirs):
            continue
        one, other = ours.get(name), theirs.get(name)
        said = ["" if spec is None else _spec(spec) for spec in (one, other)]
        if said[0] != said[1]:
            kind: Kind = "changed" if one and other else "removed" if one else "added"
            yield _change(f"事实“{name}”", said[0], said[1], *lines, kind)
    for field in dict.fromkeys((f.event, f.field) for f in (*old.computed, *new.computed)):
        said = [
            next((link.say(f.expression) for f in r.computed if (f.event, f.field) == field), "")
            for r in (old, new)
        ]
        if said[0] != said[1] and ".".join(field) not in {**was.definitions(), **now.definitions()}:
            yield _change(f"定义“{'.'.join(field)}”", said[0], said[1], 0, 0)


def _called_otherwise(old: Sequence[FactSpec], new: Sequence[FactSpec]) -> dict[str, str]:
    """Facts that differ in nothing but a name that is much like the old one."""
    found: dict[str, str] = {}
    pairs = [
        (-alike(one.name, other.name), abs(i - j), i + j, one.name, other.name)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if _spec(one) == _spec(other) and alike(one.name, other.name) >= 5000
    ]
    for *_, before, after in sorted(pairs):
        if before not in found and after not in found.values():
            found[before] = after
    return found


def _definitions(was: Lines, now: Lines) -> Iterator[Change]:
    ours, theirs = was.definitions(), now.definitions()
    for name in dict.fromkeys((*theirs, *ours)):
        (before, one), (after, other) = ours.get(name, (0, "")), theirs.get(name, (0, ""))
        if one != other:
            kind: Kind = "changed" if one and other else "removed" if one else "added"
            yield _change(f"定义“{name}”", one, other, before, after, kind)


def _plain(word: str, old: str, new: str, was: Lines, now: Lines) -> Iterator[Change]:
    if old != new:
        yield _change(word, old or "没有写", new or "没有写", was.of(word), now.of(word))


def _change(
    name: str,
    old: str,
    new: str,
    was: int,
    now: int,
    kind: Kind = "changed",
    details: tuple[Detail, ...] = (),
) -> Change:
    places = [Place("", line, text=text) if text else None for line, text in ((was, old), (now, new))]
    return Change("declaration", kind, name, places[0], places[1], details=details or (Detail("", old, new),))


def _spec(spec: FactSpec) -> str:
    """事件，级别（省级、市级）、标题(文字)."""
    choices = f"（{'、'.join(spec.choices)}）" if spec.choices else ""
    fields = "、".join(
        f"{field.name}（{'、'.join(field.choices)}）"
        if field.choices
        else f"{field.name}（{_TYPES[field.type]}）"
        for field in spec.fields
    )
    of = "事件" if spec.kind == "event" else _TYPES[spec.type] + choices
    return "，".join(filter(None, (of, spec.unit, fields)))


def _said(expression: str) -> str:
    try:
        return link.say(link.parse_expression(expression))
    except LinkError:
        return expression


def _period(rubric: Rubric) -> str:
    ends: tuple[date | None, date | None] = rubric.start, rubric.end
    return " 至 ".join("" if end is None else end.isoformat() for end in ends) if any(ends) else ""


def _rounding(rubric: Rubric) -> str:
    if rubric.rounding is None:
        return ""
    of, mode, places = rubric.rounding
    return f"{_ROUNDING[of]}{ROUNDING_WORDS[mode]}，保留{places}位小数"


def _points(points: Decimal | None) -> str:
    return "没有写" if points is None else f"{plain(points)}分"


def _placed(rubric: Rubric) -> dict[str, tuple[Indicator, tuple[str, ...]]]:
    found: dict[str, tuple[Indicator, tuple[str, ...]]] = {}

    def below(children: Sequence[Indicator], above: tuple[str, ...]) -> None:
        for indicator in children:
            found[indicator.id] = indicator, above
            below(indicator.children, (*above, indicator.name))

    for table in rubric.tables:
        below(table.indicators, (table.kind,) if table.kind else ())
    return found


def _called(indicator: Indicator) -> str:
    return f"指标“{indicator.name}”"


def _titled(indicator: Indicator) -> str:
    points = f"（{plain(indicator.points)}分）" if indicator.points is not None else ""
    return f"{indicator.name}{points}"
