"""E004: an exemption that applies whenever there is something to deduct."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.language.reading import Exemption, Penalty, Rate
from kaoping.lint.amounts import lowest, places, takes, told
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """An exemption and every deduction beside it that hang on the same facts."""
    for place in places(subject):
        rules = place.section.rules
        for rule in rules:
            if not isinstance(rule.term, Exemption) or rule.measure is None:
                continue
            taking = [
                other
                for other in rules
                if any(
                    takes(s.contribution) for s in subject.reach.samples(place.clause, place.section, other)
                )
            ]
            if not taking or any(other.measure != rule.measure for other in taking):
                continue
            if not all(isinstance(other.term, Rate | Penalty) for other in taking):
                continue
            number = rules.index(rule)
            outcomes = list(subject.reach.outcomes(place.clause, place.section))
            struck = [o for o in outcomes if any(takes(c) for c in o.contributions)]
            if not struck or not all(o.contributions[number].exempt for o in struck):
                continue
            first = lowest(struck)
            yield Found(
                subject.term(place.clause, rule.term),
                "凡是要扣分的，都符合不扣分的情形：谁也不会被扣分",
                "核对链接：不扣分的情形要另有事实说明",
                witness=f"{told(first, place.clause)}时本该扣分，却又不扣分" if first is not None else "",
            )


CHECK = Check(
    code="E004",
    severity="warning",
    finds="扣分和不扣分的情形由同一种事实说明：凡是该扣分的，都不扣分。",
    why="这一条对谁都不起作用，多半是链接写错了事实。",
    bad="""办法  某某考核办法
一级指标  对接（5分）
  系统未对接{未对接的系统}的，每发现一个扣1分，最高扣5分（提供正式函件{未对接的系统}后可不扣分）。
""",
    good="""办法  某某考核办法
一级指标  对接（5分）
  系统未对接{未对接的系统}的，每发现一个扣1分，最高扣5分（提供正式函件{正式函件}后可不扣分）。
""",
    run=find,
)
