"""The islands of a sentence: what the grammar finds, before anything is made of it.

One small record for each rule of `grammar/clause.lark`. `start` and `end` are offsets into the
text of the clause. Nothing here decides what an island means for the score; `assemble` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kaoping.language.reading import PointsRange, Quantity

Verb = Literal["deduct", "gain", "award"]
Sign = Literal["≥", ">", "≤", "<", "="]
POINT = "分"


@dataclass(frozen=True, slots=True)
class Island:
    """A place in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, or a range of two (90%-100%; 80%（含）-90%)."""

    low: Quantity
    high: Quantity | None = None
    low_included: bool | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """What follows a number: 以上, 及以下, 之后 …; and whether brackets say that it is included.

    number: which number the brackets name (不含80%); None where they name none. second: the same of a
        second number (含80%，不含90%).
    """

    bound: str = ""
    included: bool | None = None
    number: Decimal | None = None
    second: tuple[bool, Decimal | None] | None = None


NO_EDGE = Edge()


@dataclass(frozen=True, slots=True)
class Measure(Island):
    """Numbers that no verb and no comparison governs: 一次, 80%-89%, 2条及以上, 3分, 2分/人."""

    figures: tuple[Figure, ...]
    edge: Edge = NO_EDGE
    slash: str | None = None


@dataclass(frozen=True, slots=True)
class Compare(Island):
    """A comparison; turned: the number stands before the sign (100%＞)."""

    sign: Sign
    figures: tuple[Figure, ...]
    edge: Edge = NO_EDGE
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Ranked(Island):
    """第1-3名, 前20%, 倒数第1名, 第 3 项: the words before and the numbers after."""

    lead: str
    figures: tuple[Figure, ...]
    edge: Edge = NO_EDGE


@dataclass(frozen=True, slots=True)
class Day(Island):
    """在2022年12月31日前."""

    day: date | None


@dataclass(frozen=True, slots=True)
class Step(Island):
    """每, with what it counts where that follows at once: 每少10个, 每降低一个百分点, 每项, 每…"""

    change: str = ""
    figures: tuple[Figure, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Score(Island):
    """A verb with its points: 扣0.5分, 得满分, 分别扣3分、2分、1分, 扣2分/台. No figures: the full mark."""

    verb: Verb
    word: str
    figures: tuple[Figure, ...]
    edge: Edge = NO_EDGE
    slash: str | None = None


@dataclass(frozen=True, slots=True)
class Band(Island):
    """5≤得分≤6: the mark lies between; which of the marks is left open."""

    range: PointsRange


@dataclass(frozen=True, slots=True)
class CapWord(Island):
    """最高扣10分, 加分不超过3分, 满分10分, 15分封顶."""

    word: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class WithinWord(Island):
    """得分最高不得超过该指标分值上限."""


@dataclass(frozen=True, slots=True)
class Exhausted(Island):
    """扣完为止 and its kin, with the amount where one stands before (直至50分扣完; 1分扣完为止)."""

    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TakeAll(Island):
    """扣完2分: all the points there are, said with their number; stop: …为止, which makes it a bound."""

    amount: Decimal | None
    stop: bool = False


@dataclass(frozen=True, slots=True)
class ZeroWord(Island):
    """此项得0分, 不得分, 全扣."""


@dataclass(frozen=True, slots=True)
class Otherwise(Island):
    """否则."""


@dataclass(frozen=True, slots=True)
class VetoWord(Island):
    """取消…资格, 不得评为…, 一票否决."""

    text: str


@dataclass(frozen=True, slots=True)
class FormulaWord(Island):
    """按比例得分, 采用内插法, 减半扣分; with the rounding that is said after it."""

    text: str
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Equation(Island):
    """=（实际到位资金/预算资金）×100%: the right-hand side; its name stands in the water before."""

    expression: str
    places: int | None = None


@dataclass(frozen=True, slots=True)
class JudgeWord(Island):
    """酌情扣1-3分."""

    text: str
    figures: tuple[Figure, ...] = ()
    slash: str | None = None


@dataclass(frozen=True, slots=True)
class ExemptWord(Island):
    """不扣分."""


@dataclass(frozen=True, slots=True)
class DedupeWord(Island):
    """同一篇稿件不重复计算."""

    text: str


@dataclass(frozen=True, slots=True)
class Head(Island):
    """（1）, ①, 1．, 一、 at the beginning of a sentence."""

    label: str


@dataclass(frozen=True, slots=True)
class Break(Island):
    """Punctuation. strength: 0 、  1 ，：  2 ；and line ends  3 。"""

    strength: int
    mark: str


@dataclass(frozen=True, slots=True)
class Bracket(Island):
    """（ or ）."""

    opens: bool


@dataclass(frozen=True, slots=True)
class Remark(Island):
    """（基础分）, （不足10个的部分不扣）: what the paraphrase says of the outcome right before."""

    text: str


@dataclass(frozen=True, slots=True)
class Marker(Island):
    """What the paraphrase says outright: 以下择一：, （基础分）, （不足10个的部分不扣）."""

    text: str


UNREAD_NUMBER = "读不懂的数"


@dataclass(frozen=True, slots=True)
class Stray(Island):
    """A scoring word that is no island by itself: 扣, 加分, 取消; text is UNREAD_NUMBER for 扣十十分."""

    text: str
