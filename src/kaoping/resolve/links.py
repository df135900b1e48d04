"""Links of a clause: cut out of the wording, read, and bound to the words that they explain.

A link belongs to the term whose words it stands in. If the words right before it are a name
that the sentence uses (the subject of a threshold, an operand of a formula), it gives that
name a meaning for the whole indicator as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kaoping.language import link as link_language
from kaoping.language.link import Expression, Link, LinkError, Source
from kaoping.language.reading import Award, Formula, Penalty, Rank, Rate, Reading, Term
from kaoping.resolve import counted
from kaoping.source import Span

AFTERWARDS = frozenset(("partial", "step", "floor", "cap"))
"""Options that may follow the words that they are about: …，最高扣10分{上限管各句合计}."""


@dataclass(frozen=True)
class RawLink:
    """A link as it stands: its text, where it stands in the clean wording, and in the file."""

    text: str
    at: int
    start: int
    end: int


@dataclass
class Wording:
    """A clause without its links: exactly the published sentence."""

    text: str
    offsets: list[int]
    """For each character of text its offset in the file, and one more for the end."""
    links: list[RawLink] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    """Offsets in the file of braces without a partner."""

    @property
    def deduplicates(self) -> bool:
        """Whether a link says how events are told apart: {按标题去重，取级别最高}."""
        return any("去重" in link.text for link in self.links)


def cut(wording: str, offsets: list[int]) -> Wording:
    """Take the links out.

    >>> cut("漏报{月报问题}一次", list(range(10))).text
    '漏报一次'
    """
    clean: list[str] = []
    places: list[int] = []
    links: list[RawLink] = []
    broken: list[int] = []
    opened: int | None = None
    for index, char in enumerate(wording):
        if char in "{｛":
            if opened is not None:
                broken.append(offsets[opened])
            opened = index
        elif char in "}｝":
            if opened is None:
                broken.append(offsets[index])
                continue
            text = wording[opened + 1 : index]
            links.append(RawLink(text, len(clean), offsets[opened] + 1, offsets[index]))
            opened = None
        elif opened is None:
            clean.append(char)
            places.append(offsets[index])
    if opened is not None:
        broken.append(offsets[opened])
    places.append((offsets[-1] if offsets else 0) + 1)
    return Wording("".join(clean), places, links, broken)


@dataclass
class Bound:
    """The links of one clause: by index of the term (in `Reading.terms()` order), and by name."""

    terms: dict[int, Link] = field(default_factory=dict)
    names: dict[str, Expression] = field(default_factory=dict)
    once: Link | None = None
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    given: list[tuple[str, Expression, tuple[int, int]]] = field(default_factory=list)
    """Every meaning that a link gives a name, with the place of the link."""


def bind(wording: Wording, reading: Reading, report: Callable[[str, str, int, int, str], None]) -> Bound:
    """Read the links and bind them. Faults are reported with offsets in the file."""
    bound = Bound()
    names = sorted(names_of(reading), key=len, reverse=True)
    terms = list(reading.terms())
    for raw in wording.links:
        try:
            parsed = link_language.parse(raw.text)
        except LinkError as error:
            at = raw.start + min(error.offset, max(0, len(raw.text) - 1))
            help_ = _NUMBER_FIRST if _NUMBERED.search(raw.text) else _NOTATION
            report("C003", f"链接「{{{raw.text}}}」读不懂：{error}", at, raw.end, help_)
            continue
        if option := link_language.near_option(parsed):
            message = f"链接「{{{raw.text}}}」是不是「{option}」？"
            report("C003", message, raw.start, raw.end, f"写成：{{{option}}}")
            continue
        before = wording.text[: raw.at].rstrip(" 　”）)")
        # 实际值{指标，逐项}/指标值: which events the whole formula is for, no meaning of the one name.
        name = "" if parsed.each else next((n for n in names if before.endswith(n.rstrip("”）)"))), "")
        if name and parsed.expression is not None and parsed.expression != Source(name):
            bound.names[name] = parsed.expression
            bound.given.append((name, parsed.expression, (raw.start, raw.end)))
        owner = _owner(terms, raw.at)
        if owner is None and parsed.expression is None and link_language.options(parsed) & AFTERWARDS:
            owner = max((i for i, t in enumerate(terms) if t.span and t.span.end <= raw.at), default=None)
        if owner is not None and parsed.expression is not None and _ranks(terms, owner, raw.at):
            told = f"「{raw.text}」排出名次，后面按低几位扣分，低几位却不是它"
            report("C004", told, raw.start, raw.end, counted.PLACES)
            continue
        if owner is None and parsed.expression is None and parsed.once_by:
            bound.once = parsed
        elif owner is None and not name and not reading.left_over:
            report(
                "C004",
                f"链接「{{{raw.text}}}」不在任何计分词语里",
                raw.start,
                raw.end,
                "把它写在说明事实的那个词后面，例如：漏报{月报问题}一次扣0.5分",
            )
        elif owner is not None and not (name and isinstance(terms[owner], Formula)):
            if parsed.once_by and parsed.expression is None:
                bound.once = parsed
            elif owner not in bound.terms:
                bound.terms[owner] = parsed
                bound.spans[owner] = (raw.start, raw.end)
            elif (both := link_language.together(bound.terms[owner], parsed)) is not None:
                bound.terms[owner] = both
                if parsed.expression is not None:
                    bound.spans[owner] = (raw.start, raw.end)
            elif bound.terms[owner] != parsed and not name:
                report("C004", "同一处计分有两个链接", raw.start, raw.end, "合成一个，例如：{甲 + 乙}")
    for index, term in enumerate(terms):
        _check_counted(wording, term, bound.terms.get(index), bound.spans.get(index), report)
    return bound


def _check_counted(
    wording: Wording,
    term: Term,
    link: Link | None,
    place: tuple[int, int] | None,
    report: Callable[[str, str, int, int, str], None],
) -> None:
    """Report a rate whose link does not give what its steps are counted in, or that lacks the one that would."""
    if link is not None and place is not None and (fault := counted.misplaced(term, link)):
        report("C004", fault.message, *place, fault.help)
    if (fault := counted.untold(term, link)) is not None:
        span = term.span or Span(0, len(wording.text))
        report("C001", fault.message, wording.offsets[span.start], wording.offsets[span.end], fault.help)


def _owner(terms: list[Term], at: int) -> int | None:
    """The term that a link belongs to: the one it stands in, or the deduction from that one.

    A base award (达到385个得2分，每少10个…) stands until the deduction takes from it, so a link in it
    says what the deduction measures.
    """
    found = next((i for i, t in enumerate(terms) if t.span and t.span.start < at <= t.span.end), None)
    while found is not None and isinstance(award := terms[found], Award) and award.base:
        if _is_apart(award, terms[found + 1 : found + 2], at):
            break
        found = found + 1 if found + 1 < len(terms) else None
    return found


def _is_apart(award: Award, following: Sequence[Term], at: int) -> bool:
    """举办培训班{培训班}的，得5分；培训人数不足100人的扣2分: the award is for one thing, the deduction for another."""
    inside = award.when.span is not None and award.when.span.start < at <= award.when.span.end
    named = [t.when.subject for t in following if isinstance(t, Penalty) and t.when.test is not None]
    return inside and bool(award.when.text) and any(name and name not in award.when.text for name in named)


def _ranks(terms: list[Term], owner: int, at: int) -> bool:
    """排名{得分}第一的得10分，每降低一位扣1分: what ranks the units is not how many places one is behind."""
    rate, award = terms[owner], terms[owner - 1] if owner else None
    if not isinstance(rate, Rate) or rate.of != "drop" or not isinstance(award, Award):
        return False
    inside = award.span is not None and award.span.start < at <= award.span.end
    return inside and isinstance(award.when.test, Rank)


def names_of(reading: Reading) -> Iterable[str]:
    """All names that the sentence itself uses."""
    found: set[str] = set()
    expressions = [definition.expression for definition in reading.definitions]
    for term in reading.terms():
        subject = getattr(term, "subject", "") or getattr(getattr(term, "when", None), "subject", "")
        if subject:
            found.add(subject)
        if isinstance(term, Formula) and term.expression:
            expressions.append(term.expression)
    for text in expressions:
        try:
            tree = link_language.parse_expression(text)
        except LinkError:
            continue
        found.update(node.name for node in link_language.walk(tree) if isinstance(node, Source))
    return found


_NUMBERED = re.compile(r"(?<![\w.])\d[\d.]*[A-Za-z\u4e00-\u9fff]{2,}")
_NUMBER_FIRST = "名称不以数字开头，把数字写到后面或写成汉字，例如：{热线12345满意率}、{一次办成数}"
_NOTATION = "写法如：{月报问题}、{应报 - 实报}、{稿件[级别 = 市级]}、{平均(申诉.处理时长)}"
