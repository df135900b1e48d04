"""M011: an amount that nobody can earn, or lose, as it is said."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.language.reading import Award, Penalty, Rate, Term, Tiers
from kaoping.lint.amounts import Place, gives, places, takes, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.reach import unlimited
from kaoping.lint.subject import Subject
from kaoping.model import Rule


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Each amount against what there is to earn or lose; each rate against the figures that there can be."""
    for place in places(subject):
        if place.itemised:
            continue
        for rule in place.section.rules:
            if isinstance(rule.term, Rate) and _never_moves(subject, place, rule):
                yield Found(
                    subject.term(place.clause, rule.term),
                    f"每{rule.term.per}{_verb(rule.term)}{text(rule.term.points)}，却永远不满{rule.term.per}",
                    "核对步子和目标数；文件本身如此的，注明认可的理由",
                    witness=f"从头到尾也不满{rule.term.per}，{_verb(rule.term)}不到分",
                )
                continue
            for points, deducts in _amounts(rule.term, place):
                limit = place.available if deducts else place.section.full
                if deducts and isinstance(rule.term, Rate) and place.section.part.until_exhausted:
                    continue  # the sentence itself says that there may be less
                if limit is None or unlimited(limit) or points <= limit or (deducts and limit == 0):
                    continue
                verb, whole = ("扣", place.whole) if deducts else ("得", "本条")
                yield Found(
                    subject.term(place.clause, rule.term),
                    f"写着{verb}{text(points)}，{whole}只有{text(limit)}",
                    f"核对是不是{text(limit)}；文件本身如此的，注明认可的理由",
                    witness=f"至多{verb}{text(limit)}，{verb}不到{text(points)}",
                )


def _amounts(term: Term, place: Place) -> Iterator[tuple[Decimal, bool]]:
    """The amounts that a term says, and whether they are taken; of a scale the largest each way."""
    drains = place.section.part.drain is not None
    match term:
        case Award(points=Decimal() as points, bonus=False):
            yield points, False
        case Tiers(rows=rows, bonus=False):
            known = [row.points for row in rows if isinstance(row.points, Decimal)]
            yield max(known, default=Decimal(0)), False
            yield max((-points for points in known), default=Decimal(0)), True
        case Penalty(points=Decimal() as points, all=False) if not drains:
            yield points, True
        case Rate(sign="deduct", points=points) if not drains:
            yield points, True
        case Rate(sign="gain", points=points):
            yield points, False


def _never_moves(subject: Subject, place: Place, rule: Rule) -> bool:
    """Whether a rate gives and takes nothing at any figure, though it says so many points."""
    found = [s.contribution for s in subject.reach.samples(place.clause, place.section, rule)]
    term = rule.term
    assert isinstance(term, Rate)
    if not found or term.points == 0 or term.cap == 0 or rule.measure is None:
        return False
    return all(takes(c) == 0 and gives(c) == 0 for c in found)


def _verb(term: Rate) -> str:
    return "扣" if term.sign == "deduct" else "得"


CHECK = Check(
    code="M011",
    severity="warning",
    finds="句子写的分数比这一条的分还多，得不到也扣不到；或者一步的大小超过了能有的全部，永远不满一步。",
    why="写着扣10分而只有6分可扣，有人扣6分，有人从别处补扣4分。分值和扣分必有一处写错了。",
    bad="""办法  某某考核办法
一级指标  应急（6分）
  未接入应急系统的，扣10分。
""",
    good="""办法  某某考核办法
一级指标  应急（6分）
  未接入应急系统的，扣6分。
""",
    run=find,
)
