"""Targets: a line of a 绩效目标表 → its name, and the value to reach. No points are stated; met or not is all.

    云中心各类数据归集：≥2亿条      ≥ 200000000 条
    各类数据归集 5个工作日内        ≤ 5 个工作日
    方便企业群众：效果显著          words: a fact says whether they hold

A value that is only a number (100%, 155人, 1.4个工作日) does not say which way it is meant. The kind of
indicator tells: of time and of cost (时效指标, 成本指标) it is the most, of all others the least. Where no
kind is known, the unit and the name tell. How it was read stands in the paraphrase.

Numbers and signs are the islands of the clause grammar. A value that they do not account for as a
whole is words; words that hold a comparison or a scoring word are left over, which refuses the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kaoping.exact import divide, multiply, to_decimal
from kaoping.exact import text as plain
from kaoping.language.clause import LONGEST
from kaoping.language.islands import (
    NO_EDGE,
    Bracket,
    Break,
    CapWord,
    Compare,
    Day,
    Figure,
    Head,
    Island,
    Marker,
    Measure,
    Ranked,
    Remark,
    Sign,
    Step,
)
from kaoping.language.ranges import between, bounded
from kaoping.language.reading import Between, Condition, Deadline, LeftOver, Part, Quantity, Reading, Target
from kaoping.language.scan import normalise, scan
from kaoping.source import Span

EXAMPLE = "各类数据归集：≥2亿条"
_ONE_VALUE = "指标名称：≥90%（一个目标只有一个值，没有分值）"

_MAGNITUDES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NUMBERING = re.compile(r"\d{1,3}\s*[．.、](?!\d)\s*|[①-⑳]\s*|[（(]\d{1,2}[)）]\s*")
_COLON = r"(?:(?<!\d)[：:]|[：:](?!\d))"  # no ratio
_GAPS = tuple(map(re.compile, (r"\s*\t\s*", rf"\s*{_COLON}\s*(?!.*{_COLON})", r"\s{2,}|\u3000", r"\s")))
"""What parts a name from its value, the strongest first; of several colons the last."""
_LEAD = re.compile(r"(?:(?:控制|保持|稳定|维持)在)?")
_SCOPE = re.compile(r"含(?!本数|[\d)])")  # （不含历史数据）: of what is counted, not of the bound
_AT_MOST = re.compile(r"(?:最多|至多|最高|最迟|最长)[一-龥]?|控制在")
_PER = re.compile(r"/[一-龥A-Za-z]{1,4}?(?=(?:及?以|之)[上下内]|内|$)")
_MORE_UNIT = re.compile(r"[A-Za-z一-龥]{1,4}")
_NO_UNIT = re.compile(r"[左右上下内外余多约的]")
_DONE = re.compile(r"(?:(?:办理|处理)?(?:完毕|完成)|办结|办理|到位|送达|反馈|答复|响应|处置|解决)?")
_TIMES = re.compile(r"个?工作日|自然日|日|天|个?(?:小时|月|季度|星期)|周|分钟|秒钟?|年")
_LEAST_KINDS = re.compile(r"数量|质量|效益|影响|满意")
_MOST_KINDS = re.compile(r"时效|成本")
_MOST_NAMES = re.compile(r"时限|成本|费用|支出|经费|能耗|造价")
_HARMLESS = (Measure, Day, Ranked, Step, Break, Bracket, Marker, Remark, Head)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that is a figure or a day: its test, and how a figure is told (so many `scale` in `unit`)."""

    test: Between | Deadline
    unit: str = ""
    scale: Decimal = Decimal(1)
    bare: bool = False


def read_target(text: str, kinds: Sequence[str] = ()) -> Reading:
    """The meaning of a line as a target; `kinds` are the names of the indicators above it, the top first.

    Not understood where the line has no value, or one that holds more than a target can.
    """
    if len(text) > LONGEST:
        longest = f"不超过{LONGEST}字的一行"
        left = LeftOver(text=text[:20] + "…", span=Span(0, len(text)), nearest=longest)
        return Reading(text=text, left_over=(left,))
    head = _NUMBERING.match(text.lstrip())
    number = "".join(char for char in head.group() if char.isdecimal()) if head else ""
    start = len(text) - len(text.lstrip()) + (head.end() if head else 0)
    end = len(text.rstrip(" \t\n。；;"))
    parted = _part(text, start, end)
    if parted is None or not all(
        map(re.compile(r"\w").search, (text[start : parted[0]], text[parted[1] : end]))
    ):
        return Reading(text=text, number=number)
    name, value = text[start : parted[0]].strip(), text[parted[1] : end]
    meant = _meant(name, value, kinds)
    if meant is None:
        left_over = tuple(
            LeftOver(
                text=value[island.start : island.end],
                span=Span(parted[1] + island.start, parted[1] + island.end),
                nearest=_ONE_VALUE,
            )
            for island in scan(value)
            if not (isinstance(island, _HARMLESS) or _is_verb(value, island))
        )
        term = Target(when=Condition(text=value, subject=name), value=value, span=Span(start, end))
    else:
        left_over = ()
        term = Target(
            when=Condition(subject=name, test=meant.test),
            value=value,
            scale=meant.scale,
            unit=meant.unit,
            bare=meant.bare,
            span=Span(start, end),
        )
    return Reading(
        text=text, number=number, parts=(Part(terms=(term,), span=term.span),), left_over=left_over
    )


def is_target(text: str) -> bool:
    """Whether a line is plainly a target: a name with a figure or a day to reach."""
    return any(isinstance(t, Target) and t.when.test is not None for t in read_target(text).terms())


def _is_verb(value: str, island: Island) -> bool:
    """达到提高: no comparison, where no figure follows the word; a sign (≥) always is one."""
    return isinstance(island, Compare) and not island.figures and value[island.start].isalpha()


def turned(term: Target, sense: Sign) -> Target:
    """A target that is a mere number, meant otherwise than its kind of indicator says."""
    test = term.when.test
    end = (test.lower or test.upper) if isinstance(test, Between) else None
    if end is None:
        return term
    when = Condition(subject=term.when.subject, test=between(sense, end, NO_EDGE))
    return term.model_copy(update={"when": when})


def say_target(term: Target) -> str:
    """The target in one canonical sentence; reading it again gives the same meaning."""
    return f"{term.when.subject}：{say_value(term)}"


def say_value(term: Target) -> str:
    """The value to reach, with its comparator: ≥2亿条, ≤5个工作日; words stay as they are."""
    test = term.when.test
    if isinstance(test, Deadline):
        return f"{test.day.year}年{test.day.month}月{test.day.day}日前"
    if not isinstance(test, Between):
        return term.when.text
    lower, upper = test.lower, test.upper
    if lower is not None and upper is not None:
        low, high = say_figure(term, lower.number), say_figure(term, upper.number)
        return f"等于{low}" if lower == upper else f"{low}-{high}"
    if lower is not None:
        return f"{'≥' if test.lower_closed else '＞'}{say_figure(term, lower.number)}"
    assert upper is not None
    return f"{'≤' if test.upper_closed else '＜'}{say_figure(term, upper.number)}"


def say_figure(term: Target, number: Decimal) -> str:
    """A figure in the unit of the target: 190000000 of 亿条 is 1.9亿条."""
    return f"{plain(to_decimal(divide(number, term.scale)))}{term.unit}"


def notes_of(term: Target) -> Iterator[str]:
    """How the reading settles what the words leave open."""
    if isinstance(term.when.test, Deadline):
        yield f"{say_value(term).removesuffix('前')}当日算按期"
    elif term.when.test is None:
        yield f"“{term.when.text}”不是数，达到没有达到由填报的“是”或“否”说明"
    elif term.bare:
        yield f"原文只写“{term.value}”，读作{say_value(term)}"
    yield "达到指标值为达标，计1项"


def _part(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the name ends and the value begins: at a tab, a colon, a gap or a space, else at the figure."""
    for pattern in _GAPS:
        gap = next(
            (g for g in pattern.finditer(text, start, end) if start < g.start() and g.end() < end), None
        )
        if gap is not None:
            return gap.start(), gap.end()
    for island in scan(text[:end]):
        compared = isinstance(island, Compare) and island.figures and not island.turned
        last = isinstance(island, Measure) and island.end == end
        if island.start > start and (compared or last):
            lead = re.search(r"(?:控制在|保持在|稳定在|最多[一-龥]?)$", text[start : island.start])
            at = start + lead.start() if lead and lead.start() else island.start
            return at, at
    return None


def _meant(name: str, value: str, kinds: Sequence[str]) -> _Value | None:
    """The value as a test, if a figure with its sign and unit, or a day, is all that it says."""
    words, per = normalise(value), ""
    if found := _PER.search(words):  # 45万件/年以上: the bound is of the figure
        words, per = words[: found.start()] + words[found.end() :], found.group()
    islands = scan(words)
    if len(islands) != 1:
        return None
    (island,) = islands
    lead, tail = words[: island.start].strip(), words[island.end :].strip()
    if _SCOPE.search(words, island.start, island.end):
        return None
    match island:
        case Day(day=day) if day is not None and not lead.strip("在于") and _DONE.fullmatch(tail):
            return _Value(Deadline(day=day))
        case Compare(figures=(figure,)) if (
            figure.high is None and not island.turned and _LEAD.fullmatch(lead)
        ):
            return _figure(figure, tail, per, lambda f: between(island.sign, f.low, island.edge))
        case CapWord(figures=(figure,)) if figure.high is None and not lead and _AT_MOST.match(island.word):
            return _figure(figure, tail, per, lambda f: between("≤", f.low, NO_EDGE))
        case Measure(figures=(figure,)):
            return _measure(name, lead, island, tail, per, kinds)
    return None


def _measure(
    name: str, lead: str, island: Measure, tail: str, per: str, kinds: Sequence[str]
) -> _Value | None:
    """A figure that no sign governs: 5个工作日内, 95%-100%, 最多跑一次, or a number and nothing else."""
    (figure,) = island.figures
    if figure.high is not None or island.edge.bound:
        return (
            _figure(figure, tail, per, lambda f: bounded(f, island.edge)) if _LEAD.fullmatch(lead) else None
        )
    if lead == "=":
        return _figure(figure, tail, per, lambda f: between("=", f.low, NO_EDGE))
    if _AT_MOST.fullmatch(lead):
        return _figure(figure, tail, per, lambda f: between("≤", f.low, NO_EDGE))
    if lead:
        return None
    sign = _way(name, figure.low.unit, kinds)
    return _figure(figure, tail, per, lambda f: between(sign, f.low, NO_EDGE), bare=True)


def _figure(
    figure: Figure, tail: str, per: str, test_of: Callable[[Figure], Between | None], bare: bool = False
) -> _Value | None:
    """The figure with its unit, in basic units: 2亿条 is 200000000 条."""
    unit = figure.low.unit
    if (more := _MORE_UNIT.match(tail)) and not _NO_UNIT.search(more.group()) and not _DONE.fullmatch(tail):
        unit, tail = unit + more.group(), tail[more.end() :]
    unit += per
    if not _DONE.fullmatch(tail):
        return None
    scale, base = _MAGNITUDES.get(unit[:1], Decimal(1)), unit
    if scale != 1:
        base = unit[1:]

    def basic(quantity: Quantity) -> Quantity:
        return Quantity(number=to_decimal(multiply(quantity.number, scale)), unit=base)

    high = basic(figure.high) if figure.high is not None else None
    test = test_of(Figure(basic(figure.low), high, figure.low_included))
    return _Value(test, unit, scale, bare) if test is not None else None


def _way(name: str, unit: str, kinds: Sequence[str]) -> Literal["≥", "≤"]:
    """Which way a mere number is meant: by the nearest kind of indicator that tells, else by unit and name."""
    for kind in reversed(kinds):
        if _MOST_KINDS.search(kind):
            return "≤"
        if _LEAST_KINDS.search(kind):
            return "≥"
    return "≤" if _TIMES.fullmatch(unit) or _MOST_NAMES.search(name) else "≥"
