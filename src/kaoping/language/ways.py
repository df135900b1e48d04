"""Two ways of scoring in one clause: 按比例得分，或抽查办件，发现一处缺漏扣一分，扣完为止.

The way that gives (a proportion) and the way that takes (so much for each fault) cannot hold together: the
second starts from the full mark. So each is a part with bounds of its own, and a `Way` between
them asks which was taken. Any other 或 joins conditions and is a matter of words.
"""

from __future__ import annotations

import re

from kaoping.language.reading import Condition, Formula, Judgement, Part, Penalty, Rate, Term, Way
from kaoping.source import Span

_OR = re.compile(r"或者?(?:是|按)?")


def ways(part: Part, text: str) -> tuple[Part, ...]:
    """The part, or the two that take its place where the sentence offers two ways.

    Args:
        part: as read so far.
        text: of the clause, which the spans refer to.
    """
    for index, (before, term) in enumerate(zip(part.terms, part.terms[1:], strict=False), start=1):
        said = _OR.match(getattr(term, "when", Condition()).text)
        if said and isinstance(before, Formula) and before.role == "award" and _only_take(part.terms[index:]):
            return _split(part, index, text)
    return (part,)


def _only_take(terms: tuple[Term, ...]) -> bool:
    return all(
        isinstance(term, Penalty) or (isinstance(term, Rate | Judgement) and term.sign == "deduct")
        for term in terms
    )


def _split(part: Part, index: int, text: str) -> tuple[Part, ...]:
    first, term = part.terms[index - 1], part.terms[index]
    if part.cap is not None and part.cap_of != "deduct":
        return (part,)  # of both ways, or of which?
    assert isinstance(first, Formula)
    assert isinstance(term, Rate | Penalty | Judgement)
    words = term.when.text
    said = _OR.match(words)
    rest = words[said.end() :] if said else words
    span = None
    if term.span is not None:
        at = text.index("或", term.span.start)
        span = Span(at, at + (said.end() if said else 1))
        term = term.model_copy(update={"span": Span(span.end, term.span.end)})
    term = term.model_copy(update={"when": term.when.model_copy(update={"text": rest})})
    way = Way(one=first.text, other=re.split("[，,：:]", rest)[0], span=span)
    one = part.model_copy(
        update={
            "terms": part.terms[:index],
            "until_exhausted": False,
            "cap": None,
            "drain": None,
            "dedupe": (),
        }
    )
    other = part.model_copy(
        update={"terms": (way, term, *part.terms[index + 1 :]), "number": "", "mark": None, "instead": True}
    )
    return one, other
