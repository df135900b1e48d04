"""`Paper`: what a published table says of one unit, line by line, each figure with its cell. Names have no meaning here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kaoping.diagnostics import Place
from kaoping.exact import parse_number
from kaoping.facts.names import fold

_POINTS = re.compile(r"(?:\((\d+(?:\.\d+)?)分\)|(?<=\D)(\d+(?:\.\d+)?)分)$")
_LABEL = re.compile(r"^指标\d*:")
_NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}(?:\.\d{1,2})*[、.](?!\d))"
)
_OPEN = re.compile(r"待评|待定|[-+]?[\d.,]+…?[~～][-+]?[\d.,]+…?分?")
_STROKES = frozenset({"-", "--", "—", "——", "/", "–", "\\"})


Kind = Literal["item", "sum", "total", "grade", "rate"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as published: its text, the number that it is (None if it is none), why it cannot be read and what to do
    then ("")."""

    text: str
    place: Place
    number: Decimal | None = None
    fault: str = ""
    remedy: str = ""

    @property
    def blank(self) -> bool:
        """Nothing, or a stroke."""
        return not self.text or fold(self.text) in _STROKES

    @property
    def open(self) -> bool:
        """Said to be open yet: 待评, 3～6."""
        return bool(_OPEN.fullmatch(fold(self.text)))


@dataclass(frozen=True, slots=True)
class Line:
    """One published item, sub-total or total.

    Attributes:
        kind: sum: 小计, of the lines before it under the same indicator.
        path: the names of its indicators, the widest first, the last one its own; "" where a level is skipped;
            none of a sub-total that does not say of what.
        at: where it stands.
        id: the number of a clause; "".
        mark, score: 分值 and 得分; None if the table has no such column, or the cell belongs to a line above.
        target, actual, remark: as published.
        rate, part, whole: a published rate with what it is a rate of.
        met: whether the target is reached, in words.
        tally: of a rate of 达标, and of sums of targets: the cells that say how many are met.
        grade, rank: of the unit.
    """

    kind: Kind
    path: tuple[str, ...]
    score: Cell | None
    at: Place
    id: str = ""
    mark: Cell | None = None
    target: Cell | None = None
    actual: Cell | None = None
    remark: Cell | None = None
    rate: Cell | None = None
    part: Cell | None = None
    whole: Cell | None = None
    met: Cell | None = None
    grade: Cell | None = None
    rank: Cell | None = None
    tally: tuple[Cell, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return next((name for name in reversed(self.path) if name), self.id)

    @property
    def place(self) -> Place:
        """Where its score stands, or what there is of it."""
        cells = (self.score, self.met, self.mark, self.grade, self.rate, self.target)
        return next((cell.place for cell in cells if cell is not None), self.at)


@dataclass
class Paper:
    """The table of one unit.

    Attributes:
        unit, label: whose, and which round (自评, 复评); "" until it is known.
        listed: a row or a column names the unit, so the table may list others.
        again: the same table had the unit before.
        header: where the headings stand, if indicators have columns; None if they have rows.
        unread: headings that mean nothing there.
    """

    unit: str
    label: str
    lines: list[Line] = field(default_factory=list)
    listed: bool = False
    again: bool = False
    header: Place | None = None
    unread: tuple[Cell, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether it has points, and is not a row of full marks."""
        return any(line.score is not None or line.met is not None for line in self.lines)


def bare(name: str) -> str:
    """A name for comparison: without 指标1：, （一） or 1. before it and （15分） behind it.

    >>> bare("指标1：群众满意率"), bare("（一）决策 （15分）")
    ('群众满意率', '决策')
    """
    plain = _NUMBER.sub("", _LABEL.sub("", _POINTS.sub("", fold(name))))
    return plain or fold(name)


def stated_points(name: str) -> Decimal | None:
    """The points that a name brings along: 决策（15分）."""
    found = _POINTS.search(fold(name))
    return parse_number(found[1] or found[2]) if found else None
