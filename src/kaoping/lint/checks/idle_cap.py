"""M009: a cap that can never be reached, or only says what is there without it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.language.reading import Judgement, Rate, Tiers
from kaoping.lint.amounts import Place, capped_each, gives, places, takes, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.reach import unlimited
from kaoping.lint.subject import Subject
from kaoping.model import Rule
from kaoping.source import Span


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """The most that is taken or given without the cap, against the cap."""
    for place in places(subject):
        if place.itemised or capped_each(place):
            continue
        for cap, rules, deducts, span in _caps(subject, place):
            most = sum((_most(subject, place, rule, deducts) for rule in rules), Decimal(0))
            single = len(rules) == 1 and not isinstance(rules[0].term, Rate)
            if any(_unbounded(rule) for rule in rules):
                continue
            if unlimited(most) or most <= 0 or not (most < cap or (single and most == cap)):
                continue
            if (limit := place.available) is not None and cap > limit:
                continue  # M005
            verb = "扣" if deducts else "得"
            yield Found(
                span,
                f"“最高{verb}{text(cap)}”没有作用：不写它，也至多{verb}{text(most)}",
                "可以保留原文，注明认可的理由；修订文件时删去，或核对扣分的次数和分数",
                witness=f"至多{verb}{text(most)}，{'不到' if most < cap else '正是'}{text(cap)}",
            )


def _caps(subject: Subject, place: Place) -> Iterator[tuple[Decimal, tuple[Rule, ...], bool, Span]]:
    part, clause = place.section.part, place.clause
    for rule in place.section.rules:
        term = rule.term
        if isinstance(term, Rate) and term.cap is not None:
            free = rule.model_copy(update={"term": term.model_copy(update={"cap": None})})
            yield term.cap, (free,), term.sign == "deduct", subject.term(clause, term)
    if part.cap is not None and part.cap_of != "score":
        deducts = part.cap_of == "deduct"
        bounded = tuple(r for r in place.section.rules if _most(subject, place, r, deducts) > 0)
        yield part.cap, bounded, deducts, subject.words(clause, part.span)


def _unbounded(rule: Rule) -> bool:
    """Whether the amount of a term is whatever there is, so that the cap itself may be what bounds it."""
    term = rule.term
    amounts = (
        [row.points for row in term.rows] if isinstance(term, Tiers) else [getattr(term, "points", None)]
    )
    if isinstance(term, Judgement):
        return term.range is None or term.range.share
    return any(not isinstance(amount, Decimal) for amount in amounts)


def _most(subject: Subject, place: Place, rule: Rule, deducts: bool) -> Decimal:
    """The most that a rule takes, or gives."""
    found = [s.contribution for s in subject.reach.samples(place.clause, place.section, rule)]
    if deducts:
        return max((max(takes(c), c.at_least_lost) for c in found), default=Decimal(0))
    return max((gives(c) for c in found), default=Decimal(0))


CHECK = Check(
    code="M009",
    severity="note",
    finds="最高扣、最高得的上限永远用不上：不写它，也扣不到、得不到那么多。",
    why="多余的上限不影响得分，但往往说明次数或分数写错了：原想可以扣好几次的，只写成了扣一次。",
    bad="""办法  某某考核办法
一级指标  信息发布（2分）
  每年发布监管信息一条以上。未达标的，扣2分，最高扣2分。
""",
    good="""办法  某某考核办法
一级指标  信息发布（2分）
  按月发布监管信息。未按月发布的，每次扣0.5分，最高扣2分。
""",
    run=find,
)
