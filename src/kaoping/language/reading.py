"""What one clause says: the syntax tree that every later step works on.

`clause.read` makes a `Reading` from a sentence; `paraphrase.say` turns it back into one
canonical sentence; `report.to_json` writes the contract of `kaoping clause --json`. The
scoring plan is built from the same tree. Nothing here knows facts, engines or scores.

A clause is one or more *parts*; a part is a sequence of *terms*, each of which gives or takes
points by itself, and the bounds that hold over them. Numbers stay as they are written, with
their unit (`Quantity`); `Span`s are offsets into `Reading.text` and no part of equality.

    年度绩效目标符合要求得2分，每一项不符合要求扣0.5分，扣完为止。
      part   until_exhausted
        Award  points 2   when "年度绩效目标符合要求"   base (a deduction follows)
        Rate   deduct 0.5 per 1 项  kind event  when "不符合要求"
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kaoping.exact import hundredth
from kaoping.exact import text as plain
from kaoping.source import Span


class Node(BaseModel):
    """Frozen; equal when the meaning is equal."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Quantity(Node):
    """A number as written, with its unit as written ("" where none): 80 %, 1 个百分点, 385 个, 12 小时."""

    number: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{plain(self.number)}{self.unit}"


class Between(Node):
    """A range of values; a missing end is unbounded. 100%＞x≥80% → lower 80 % closed, upper 100 % open.

    The unit of an end that is written without one (80-89%) is filled in by the reader.

    lower_said, upper_said: brackets say that the end belongs to it (含80%), which settles whose it is where
        another row has it too. Not a part of equality.
    """

    kind: Literal["between"] = "between"
    lower: Quantity | None = None
    lower_closed: bool = True
    upper: Quantity | None = None
    upper_closed: bool = True
    lower_said: bool = Field(default=False, exclude=True, repr=False)
    upper_said: bool = Field(default=False, exclude=True, repr=False)

    def _ends(self) -> tuple[Quantity | None, bool, Quantity | None, bool]:
        return self.lower, self.lower_closed, self.upper, self.upper_closed

    def __eq__(self, other: object) -> bool:
        """Equality of meaning: which words said it does not count."""
        return isinstance(other, Between) and self._ends() == other._ends()

    def __hash__(self) -> int:
        return hash(self._ends())


class Rank(Node):
    """Places first to last (both included, from 1) among the units assessed; last None is "and all after".

    share: the numbers are percentages of the units (位于前20%). from_bottom: counted from the last (倒数第1名).
    """

    kind: Literal["rank"] = "rank"
    first: Decimal
    last: Decimal | None = None
    share: bool = False
    from_bottom: bool = False


class Deadline(Node):
    """Done on or before a day (在2022年12月31日前完成; the day itself counts)."""

    kind: Literal["deadline"] = "deadline"
    day: date


Test = Annotated[Between | Rank | Deadline, Field(discriminator="kind")]


class Condition(Node):
    """When a term applies: the words, and the test that they hold if it is one the grammar understands.

    Attributes:
        text: the words of the sentence, verbatim and trimmed, without the points; "" if it has none.
        subject: the name of what is tested (申领数完成率 in 申领数完成率≥100%); "" if the words name none.
        test: None for a condition that only a person can judge; then a fact says yes or no.
    """

    text: str = ""
    subject: str = ""
    test: Test | None = None
    span: Span | None = Field(default=None, exclude=True, repr=False)

    def __eq__(self, other: object) -> bool:
        """Equality of meaning: the place does not count."""
        return isinstance(other, Condition) and (self.text, self.subject, self.test) == (
            other.text,
            other.subject,
            other.test,
        )

    def __hash__(self) -> int:
        return hash((self.text, self.subject))


class PointsRange(Node):
    """Points left to judgement between two bounds (酌情扣1-3分).

    share: the bounds are percentages of the full mark (分值区间100-80%).
    """

    least: Decimal
    most: Decimal
    least_closed: bool = True
    most_closed: bool = True
    share: bool = False

    def of(self, full: Decimal) -> PointsRange:
        """The same bounds in points."""
        if not self.share:
            return self
        least, most = hundredth(self.least * full), hundredth(self.most * full)
        return self.model_copy(update={"least": least, "most": most, "share": False})

    def allows(self, points: Decimal) -> bool:
        """Whether an assessor may give so many points."""
        above = self.least < points or (self.least_closed and self.least == points)
        return above and (points < self.most or (self.most_closed and self.most == points))


FULL: Literal["full"] = "full"
Points = Decimal | Literal["full"]
"""A number of points, or 满分: the full mark of the part, known once the clause has its place."""


class _Term(Node):
    """span covers all words of the term, condition included: a link inside it belongs to it."""

    span: Span | None = Field(default=None, exclude=True, repr=False)

    def __eq__(self, other: object) -> bool:
        """Equality of meaning: the place does not count."""
        return type(self) is type(other) and self.model_dump() == getattr(other, "model_dump", dict)()

    def __hash__(self) -> int:
        return hash(type(self).__name__)


class Award(_Term):
    """Points given once if the condition holds: …得2分, …得满分, 加2分 (bonus).

    base: True where the points stand until a deduction of the same part takes from them
        (得3分，每少一次扣0.5分): no fact of its own decides it.
    otherwise: points stated for the contrary (否则不得分 → 0); None if the sentence does not say.
    otherwise_when: the words of the contrary (未设立的), "" for 否则.
    """

    kind: Literal["award"] = "award"
    points: Points
    when: Condition = Condition()
    base: bool = False
    bonus: bool = False
    otherwise: Decimal | None = None
    otherwise_when: str = ""


class Tier(Node):
    """One row of `Tiers`. points may be negative (a deduction: 低于80%的，扣1分).

    stated: the range that its words alone name, where the rows of the scale were then made to exclude one
        another; None where `when` holds it as stated.
    """

    when: Condition
    points: Points | PointsRange
    stated: Between | None = Field(default=None, exclude=True, repr=False)

    def __eq__(self, other: object) -> bool:
        """Equality of meaning: what the words alone name does not count."""
        return isinstance(other, Tier) and (self.when, self.points) == (other.when, other.points)

    def __hash__(self) -> int:
        return hash((self.when, self.points))


class Tiers(_Term):
    """Alternatives of which one applies.

    scale: number (all tests are Between or none), rank, or label (a fact chooses among the words).
    subject: the measure named in the first row that names one; "" if none does.
    otherwise: points where no row holds, if stated.
    bonus: the points are additions (优秀者加4分).
    """

    kind: Literal["tiers"] = "tiers"
    scale: Literal["number", "rank", "label"]
    rows: tuple[Tier, ...]
    subject: str = ""
    otherwise: Decimal | None = None
    bonus: bool = False

    @property
    def deducts(self) -> bool:
        """Do the rows take points, so that 0 is 不扣分 and not 不得分?"""
        return any(isinstance(row.points, Decimal) and row.points < 0 for row in self.rows)


class Rate(_Term):
    """Points per step of a quantity: 每少10个扣0.1分, 漏报一次扣0.5分, 每完成一个场景得2分.

    Attributes:
        sign: deduct or gain.
        points, per: so many points for each `per` (1 次, 10 个, 1 个百分点).
        of: what is counted. event: occurrences (also 项, 人, 台 …). short: what is missing below a
            target (每少). over: what exceeds it (每超, 每增加). drop / rise: change of a rate or value
            (每降低一个百分点).
        base: where the target or start is stated in the sentence (达到385个 → 385 个; 达到90% → 90 %;
            以95%为基数); None if it is not.
        subject: the name of the measure, where the words name one (满意度 in 满意度达到90%…每降低); "".
        beyond: occurrences that are free (超过两次，每增加1次扣1分 → 2 次).
        partial: what a part of a step costs. whole: nothing (the default); up: as a whole step
            (不足10个按10个计); proportional: its share (按比例).
        cap: the most that this rate alone gives or takes (…，最高扣4分), if stated beside it.
        when: the other words of the condition.
        earned: a gain that is said with 得 and not with 加: a share of the full mark, not something on top.
    """

    kind: Literal["rate"] = "rate"
    sign: Literal["deduct", "gain"]
    earned: bool = False
    points: Decimal
    per: Quantity
    of: Literal["event", "short", "over", "drop", "rise"] = "event"
    base: Quantity | None = None
    subject: str = ""
    beyond: Quantity | None = None
    partial: Literal["whole", "up", "proportional"] = "whole"
    cap: Decimal | None = None
    when: Condition = Condition()


class Penalty(_Term):
    """A fixed deduction if the condition holds or the event occurs at all: 未建立的，扣10分.

    points: None takes all there is (扣完2分 has points 2 and all True; 全扣 has only all).
    more_than: occurrences after which it applies (超过2次扣完4分 → 2); the events are those of the
        Rate before it.
    """

    kind: Literal["penalty"] = "penalty"
    points: Decimal | None
    all: bool = False
    when: Condition = Condition()
    more_than: Decimal | None = None


class Zero(_Term):
    """Nothing is left: 此项得0分, 不得分 as a penalty, 发现一个此项得0分.

    scope: clause, or indicator for 大项/该指标不得分 and the like.
    at_least: occurrences from which it applies (发现有两次及以上的，此项不得分 → 2); 1 if not stated.
    """

    kind: Literal["zero"] = "zero"
    when: Condition = Condition()
    scope: Literal["clause", "indicator"] = "clause"
    at_least: Decimal = Decimal(1)


class Veto(_Term):
    """A qualification lost, verbatim (年度优秀等次评选资格).

    more_than: as in Penalty; 取消…资格 beside 超过2次 applies from the third event.
    """

    kind: Literal["veto"] = "veto"
    qualification: str
    when: Condition = Condition()
    more_than: Decimal | None = None


class Formula(_Term):
    """Points by a formula or in proportion.

    text: verbatim (预算执行率×分值; 按比例得分; 不足按比例得分).
    expression: the right-hand side where it can be computed, in the notation of links
        (预算执行率 * 分值); "" where the words only say that there is one, and which must be linked.
    role: award (得分=…, 按比例得分), deduct (按比例扣分), adjust (以上扣分按80%权重折算).
    places: the result is rounded to so many places, where the sentence says so (…，四舍五入保留两位小数).
    """

    kind: Literal["formula"] = "formula"
    text: str
    expression: str = ""
    role: Literal["award", "deduct", "adjust"] = "award"
    places: int | None = None
    when: Condition = Condition()


class Judgement(_Term):
    """Points left to the assessor: 酌情扣1-3分. range None where none is stated."""

    kind: Literal["judgement"] = "judgement"
    sign: Literal["award", "deduct", "gain"]
    range: PointsRange | None = None
    per: Quantity | None = None
    when: Condition = Condition()


class Exemption(_Term):
    """The part's deductions do not apply: 无自建系统的单位提供正式函件说明后可不扣分."""

    kind: Literal["exemption"] = "exemption"
    when: Condition = Condition()


class Way(_Term):
    """或 between two ways of scoring: 按比例得分，或抽查办件，发现一处缺漏扣一分. The assessor says which one was taken.

    Stands first in the second part of the two (Part.instead). one, other: what the ways are called in the sentence.
    """

    kind: Literal["way"] = "way"
    one: str
    other: str
    when: Condition = Condition()


class Target(_Term):
    """A value to reach (指标值): 各类数据归集 ≥2亿条, 方便企业群众 效果显著. Met, it counts as one item.

    Attributes:
        when: subject is the name of the target, test the range that meets it, in the basic unit
            (2亿条 is 200000000 条); without a test, text are the words that hold or do not.
        value: the value to reach, as published.
        scale, unit: a figure is told as so many `scale` of it in `unit` (100000000, 亿条).
        bare: the published value is a number without a comparator; how it is meant is in the test.
    """

    kind: Literal["target"] = "target"
    when: Condition
    value: str = Field(default="", exclude=True)
    scale: Decimal = Decimal(1)
    unit: str = ""
    bare: bool = Field(default=False, exclude=True)


Term = Annotated[
    Award | Tiers | Rate | Penalty | Zero | Veto | Formula | Judgement | Exemption | Way | Target,
    Field(discriminator="kind"),
]


class Part(Node):
    """Terms that share bounds: a whole clause, or a numbered part with a full mark of its own.

    Attributes:
        number: "" or the number of the part within the clause, as digits ("1" for （1）).
        mark: full mark stated in the head (（1）监管事项数，1分。), if any.
        cap: the most that the terms together give or take, stated in a sentence of its own
            (…；最高扣10分; 总分4分; 满分10分). A cap beside one rate is in that Rate.
        cap_of: what the cap bounds: deduct (最高扣), gain (最高加/最多得 for gains), score.
        within: 得分最高不得超过该指标分值上限 was said: of the full mark, of each item where items are scored.
        until_exhausted: 扣完为止 was said.
        drain: 直至50分扣完: the amount of the wider item that may be drained.
        dedupe: sentences on counting once (同一篇稿件按最高级别算), verbatim.
        instead: scored in place of the part before it, if that way of scoring was taken (see Way).
        overdraws: its deductions go on into the other points of its indicator; no sentence says so, a link does.
    """

    number: str = ""
    mark: Decimal | None = None
    terms: tuple[Term, ...] = ()
    cap: Decimal | None = None
    cap_of: Literal["deduct", "gain", "score"] = "score"
    within: bool = False
    until_exhausted: bool = False
    drain: Decimal | None = None
    dedupe: tuple[str, ...] = ()
    instead: bool = False
    overdraws: bool = False
    span: Span | None = Field(default=None, exclude=True, repr=False)

    def __eq__(self, other: object) -> bool:
        """Equality of meaning: the place does not count."""
        return isinstance(other, Part) and self.model_dump() == other.model_dump()

    def __hash__(self) -> int:
        return hash((self.number, len(self.terms)))


class Definition(Node):
    """A measure that the sentence itself defines: 预算执行率=（实际支出资金/实际到位资金）×100%.

    expression: in the notation of links (实际支出资金 / 实际到位资金; ×100% is dropped: a rate is a ratio).
    """

    name: str
    expression: str


class LeftOver(Node):
    """A scoring word that the grammar did not understand, and the nearest wording that it does."""

    text: str
    span: Span = Field(exclude=True)
    nearest: str = ""


class Reading(Node):
    """The whole clause. `understood` only if nothing is left over and there is something to score."""

    text: str = Field(repr=False)
    number: str = ""
    mark: Decimal | None = None
    parts: tuple[Part, ...] = ()
    definitions: tuple[Definition, ...] = ()
    total_cap: Decimal | None = None
    """总分不高于100分: a bound on the rubric's total, not on the clause."""
    left_over: tuple[LeftOver, ...] = ()

    @property
    def understood(self) -> bool:
        """No scoring word was left over, and the clause says how to score."""
        return not self.left_over and any(part.terms or part.until_exhausted for part in self.parts)

    def terms(self) -> Iterator[Term]:
        """All terms, in the order of the text."""
        for part in self.parts:
            yield from part.terms
