"""Choices: readings of an ambiguous sentence that its links settle, put into the sentence itself.

    …酌情扣分{1～3分}          the judgement gets a range
    …前完成{不含当日}          the day before is the last one
    …，最高扣10分{上限只管这一句}   the cap moves to the deduction that it is meant for
    …，或{取前一种}抽查…       the other way of scoring is left out

What is left is a plain reading: nothing behind this knows that there was a choice. Options that only concern
how steps are counted go into the `Rule` (see rules).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from kaoping.language.link import PERCENT_UNITS, Link, options, word
from kaoping.language.reading import (
    Award,
    Condition,
    Deadline,
    Formula,
    Judgement,
    Part,
    Penalty,
    PointsRange,
    Rate,
    Reading,
    Term,
    Tiers,
    Way,
    Zero,
)
from kaoping.resolve.links import Bound, Wording
from kaoping.resolve.points import only_deducts

_OPTIONS = ("step", "based", "floor", "cap", "way", "day", "range", "assessor")


def settle(
    reading: Reading, bound: Bound, wording: Wording, report: Callable[[str, str, int, int, str], None]
) -> tuple[Reading, Bound]:
    """The reading as its links settle it, and the links of what is left of it.

    Args:
        reading, bound: a sentence and its links.
        wording: the sentence as it stands in the file.
        report: takes options that have nothing to settle where they stand.
    """
    if not any(options(link) & set(_OPTIONS) for link in bound.terms.values()):
        return reading, bound
    parts: list[Part] = []
    kept: list[int] = []
    at = 0
    for part in reading.parts:
        indices = range(at, at + len(part.terms))
        at += len(part.terms)
        links = {i: bound.terms[i] for i in indices if i in bound.terms}
        for index, link in links.items():
            for option in _OPTIONS:
                if option in options(link) and not _fits(option, part.terms[index - indices.start], part):
                    _misplaced(option, link, wording, report)
        way = next((link.way for link in links.values() if link.way), "") if part.instead else ""
        if way == "first":
            continue
        if way == "second":
            before = len(parts.pop().terms)
            del kept[len(kept) - before :]
            kept += indices[1:]
            links = {i: link for i, link in links.items() if i in indices[1:]}
            part = part.model_copy(update={"terms": part.terms[1:], "instead": False})
            parts.append(
                _settled(part, {i - indices.start - 1: link for i, link in links.items()}, reading.mark)
            )
            continue
        kept += indices
        parts.append(_settled(part, {i - indices.start: link for i, link in links.items()}, reading.mark))
    left = Bound(
        {new: bound.terms[old] for new, old in enumerate(kept) if old in bound.terms},
        bound.names,
        bound.once,
        {new: bound.spans[old] for new, old in enumerate(kept) if old in bound.spans},
    )
    return reading.model_copy(update={"parts": tuple(parts)}), left


def _misplaced(
    option: str, link: Link, wording: Wording, report: Callable[[str, str, int, int, str], None]
) -> None:
    said = word(option, link) or (f"以{link.based}为基数" if option == "based" else "幅度")
    raw = next((raw for raw in wording.links if said in raw.text), wording.links[0])
    report("C004", f"「{said}」在这里没有可以说明的", raw.start, raw.end, "写在它所说明的计分词语后面")


def _settled(part: Part, links: Mapping[int, Link], mark: Decimal | None) -> Part:
    """A part as the links of its terms settle it.

    Where the cap of a part that only deducts was its full mark (…，最高扣10分), it still is: what is lost beyond
    comes from the other points of the indicator.
    """
    terms = [_term(term, links.get(index)) for index, term in enumerate(part.terms)]
    found: dict[str, object] = {}
    for index, link in links.items():
        term = terms[index]
        if link.cap == "own" and isinstance(term, Rate) and part.cap is not None:
            terms[index] = term.model_copy(update={"cap": part.cap})
            found["cap"] = None
            if mark is None and part.mark is None and only_deducts(part):
                found |= {"mark": part.cap, "overdraws": True}
        if link.floor == "clause":
            found["until_exhausted"] = True
        elif link.floor == "indicator":
            found["overdraws"] = True
    return part.model_copy(update={"terms": tuple(terms), **found})


def _term(term: Term, link: Link | None) -> Term:
    if link is None:
        return term
    if link.range is not None and isinstance(term, Judgement):
        least, most = link.range
        return term.model_copy(update={"range": PointsRange(least=least, most=most)})
    when = getattr(term, "when", None)
    if link.day == "open" and isinstance(when, Condition) and isinstance(when.test, Deadline):
        eve = Deadline(day=when.test.day - timedelta(days=1))
        return term.model_copy(update={"when": when.model_copy(update={"test": eve})})
    return term


def _fits(option: str, term: Term, part: Part) -> bool:
    """Whether an option says something of the term beside which it stands."""
    match option:
        case "step":
            return isinstance(term, Rate) and term.per.unit in PERCENT_UNITS
        case "based":
            return isinstance(term, Rate) and term.of != "event"
        case "floor":
            capped = part.cap is not None or getattr(term, "cap", None) is not None
            return takes(term) and not capped and part.drain is None
        case "cap":
            return isinstance(term, Rate) and part.cap is not None and len(part.terms) > 1
        case "way":
            return isinstance(term, Way)
        case "day":
            when = getattr(term, "when", None)
            return isinstance(when, Condition) and isinstance(when.test, Deadline)
        case "range":
            return isinstance(term, Judgement)
    return isinstance(term, Way | Award | Penalty | Zero | Judgement | Formula | Rate | Tiers)


def takes(term: Term) -> bool:
    """Whether a term takes points from what there is."""
    match term:
        case Penalty() | Rate(sign="deduct") | Judgement(sign="deduct") | Formula(role="deduct"):
            return True
    return False
