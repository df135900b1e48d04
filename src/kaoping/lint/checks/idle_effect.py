"""E002: what happens beyond a number of events finds nothing left to take."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping import exact
from kaoping.language.reading import Penalty, Rate, Veto, Zero
from kaoping.lint.amounts import Place, places, size, text, told
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.figures import ENORMOUS
from kaoping.lint.reach import Outcome, Reach
from kaoping.lint.subject import Subject
from kaoping.score.contributions import ZERO


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """A section at every figure at which an effect comes, with the effect and without."""
    for place in places(subject):
        section, clause = place.section, place.clause
        for number, rule in enumerate(section.rules):
            term = rule.term
            if not isinstance(term, Zero | Penalty) or not _beyond(place, number):
                continue
            if isinstance(term, Zero) and term.scope == "indicator":
                continue  # it reaches for points outside of the section
            if isinstance(term, Zero) and place.leaf.pool and not place.mark:
                yield Undecided(subject.term(clause, term), "“此项”是这一条还是整个指标，看不出来")
                continue
            outcomes = list(subject.reach.outcomes(clause, section))
            struck = [o for o in outcomes if _comes(o, number)]
            if not struck or any(_matters(subject.reach, place, outcome, number) for outcome in struck):
                continue
            first = min(struck, key=lambda o: (size(o) >= ENORMOUS, len(told(o, clause)), size(o)))
            if not any(_is_earlier(o, first, number) and not _comes(o, number) for o in outcomes):
                continue  # the last point goes with this very event: 每条扣5分，2条不得分 of 10 is said twice
            what = (
                "归零"
                if isinstance(term, Zero)
                else f"扣{'完' if term.all else ''}{text(term.points or ZERO)}"
            )
            points = text(exact.to_decimal(first.score.low))
            yield Found(
                subject.term(clause, term),
                f"这里的{what}没有作用：到这时前面的扣分已经扣到了头",
                "核对次数和每次扣的分数；文件本身如此的，注明认可的理由",
                witness=f"{told(first, clause)}时得{points}，不写这一句也得{points}",
            )


def _beyond(place: Place, number: int) -> bool:
    """Whether the effect comes on top of a rate that counts the same."""
    rules = place.section.rules
    rule = rules[number]
    same = [r.term for r in rules if r.measure == rule.measure and r is not rule]
    return (
        rule.measure is not None
        and any(isinstance(t, Rate) and t.sign == "deduct" for t in same)
        and all(
            (isinstance(t, Rate) and t.sign == "deduct") or isinstance(t, Penalty | Zero | Veto) for t in same
        )
    )


def _comes(outcome: Outcome, number: int) -> bool:
    c = outcome.contributions[number]
    return c.zero or c.low < 0 or c.at_least_lost > 0


def _is_earlier(outcome: Outcome, first: Outcome, number: int) -> bool:
    """Whether there is nothing left before the effect comes, all else being the same."""
    measure = first.given[number].rule.measure
    others = [
        a.figure == b.figure
        for a, b in zip(outcome.given, first.given, strict=True)
        if a.rule.measure != measure
    ]
    return all(others) and outcome.score.low == first.score.low


def _matters(reach: Reach, place: Place, outcome: Outcome, number: int) -> bool:
    without = reach.again(place.section, outcome, without=number)
    return (without.low, without.high) != (outcome.score.low, outcome.score.high)


CHECK = Check(
    code="E002",
    severity="warning",
    finds="“超过3次此项得0分”“超过2次扣完4分”这样的后果，到发生时分已经扣完，没有可扣的了。",
    why="这一句不改变任何单位的得分。写它的人多半以为那时还有分可扣：每次扣的分、次数或上限必有一处不是本意。",
    bad="""办法  某某考核办法
一级指标  报送（4分）
  按时报送的，得4分，迟报{迟报}每次扣2分，扣完为止，超过3次的，此项得0分。
""",
    good="""办法  某某考核办法
一级指标  报送（4分）
  按时报送的，得4分，迟报{迟报}每次扣0.5分，扣完为止，超过3次的，此项得0分。
""",
    run=find,
)
