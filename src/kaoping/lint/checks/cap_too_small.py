"""M006: a cap on deductions leaves points that nobody can lose."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.language.reading import Rate
from kaoping.lint.amounts import Place, capped_each, places, takes, text
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject
from kaoping.model import Section


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """What is left after the most that may be deducted, where without the cap nothing would be."""
    for place in places(subject):
        section = place.section
        if place.itemised or section.part.instead or section.part.until_exhausted or section.floor != 0:
            continue
        rates = [rule.term for rule in section.rules if isinstance(rule.term, Rate)]
        caps = [rate.cap for rate in rates if rate.sign == "deduct" and rate.cap is not None]
        if section.part.cap is not None and section.part.cap_of == "deduct":
            caps.append(section.part.cap)
        if len(caps) != 1 or capped_each(place):
            continue
        taking = [
            rule
            for rule in section.rules
            if any(takes(s.contribution) for s in subject.reach.samples(place.clause, section, rule))
        ]
        if len(taking) != 1:
            continue  # a cap over several is set on purpose
        cap = caps[0]
        left = subject.reach.sections[place.clause.id, place.index].least
        whole = place.section.full
        if left > 0:
            free = subject.reach.section(place.clause, _uncapped(place))
            left = left if free is not None and free.least <= 0 else left * 0
        if left <= 0 or whole is None:
            continue
        yield Found(
            subject.clause(place.clause),
            f"最高扣{text(cap)}，而这里有{text(whole)}：怎样也得{text(left)}",
            f"核对上限是不是{text(whole)}；有意保底的，注明认可的理由",
            witness=f"{text(whole)[:-1]}－{text(cap)[:-1]}＝{text(left)[:-1]}",
        )


def _uncapped(place: Place) -> Section:
    section = place.section
    rules = tuple(
        rule.model_copy(update={"term": rule.term.model_copy(update={"cap": None})})
        if isinstance(rule.term, Rate)
        else rule
        for rule in section.rules
    )
    part = section.part.model_copy(update={"cap": None})
    return section.model_copy(update={"rules": rules, "part": part})


CHECK = Check(
    code="M006",
    severity="note",
    finds="最高扣的分比这一条的分少，又没有别的扣分：无论怎样都保留一部分分。",
    why="有的是有意保底，有的是分值改了而上限没有改。写着10分、只能扣8分的，实际只拉得开8分的差距。",
    bad="""办法  某某考核办法
一级指标  会议（10分）
  按时参加会议的，得10分，缺席一次扣2分，最高扣8分。
""",
    good="""办法  某某考核办法
一级指标  会议（10分）
  按时参加会议的，得10分，缺席一次扣2分，最高扣10分。
""",
    run=find,
)
