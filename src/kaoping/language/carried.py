"""What is said once and holds for what follows in the list.

有提高的，甲类得3分，乙类得2分              the words before the first label
每减少1个百分点，甲扣0.5分，乙扣0.3分        the step
每获批1项甲得2分，乙得0.5分
每欠5件扣1分，超10件奖1分                  that it is counted in steps
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kaoping.language import steps
from kaoping.language.conditions import plain_measure
from kaoping.language.drafts import Draft
from kaoping.language.islands import Compare, Measure, Ranked, Score, Step, ZeroWord
from kaoping.language.reading import Rate, Tiers
from kaoping.language.statements import Statement


def inherit(item: Draft, before: Sequence[Draft]) -> None:
    """…有提高的，甲类得3分，乙类得2分: what is said before the first label holds for the second."""
    if not before or item.statement.link != 1 or item.when.test is not None:
        return
    last = before[-1]
    text = (
        last.term.when.text if last.term is not None and not isinstance(last.term, Tiers) else last.when.text
    )
    lead, _, label = text.rpartition("，")
    own = item.when.text
    if last.kind != item.kind or not lead or not own or "，" in own or max(len(own), len(label)) > 6:
        return
    if label[-2:] == own[-2:] and label != own:
        item.when = item.when.model_copy(update={"text": f"{lead}，{own}"})
        if item.term is not None:
            item.term = item.term.model_copy(update={"when": item.when})


def carried(statement: Statement, before: Sequence[Draft]) -> Rate | None:
    """每减少1个百分点，甲扣0.5分，乙扣0.3分: the step said once holds for both."""
    if not before or statement.link > 1 or not isinstance(before[-1].term, Rate):
        return None
    last = before[-1]
    step = next((word for word in reversed(last.statement.words) if isinstance(word, Step)), None)
    if step is None or step.start >= last.statement.phrase()[0]:
        return None
    return last.term if len(statement.without()) <= 12 else None  # type: ignore[return-value]


_ONCE = re.compile(r"全部|全都|[均都]|完成|按[时期]|提前|超额|[未没不无]|[如若并且另]|同时|此外|其他")


def each_again(statement: Statement, outcome: Score, before: Sequence[Draft]) -> Rate | None:
    """每获批1项甲得2分，乙得0.5分: the step said once holds for the next thing named, which is no other matter."""
    last = before[-1].term if before and statement.link == 1 else None
    words = statement.without()
    if re.match("累|另|再|追|额外|一次性", outcome.word):  # 获奖的另加3分
        return None
    if not isinstance(last, Rate) or last.sign != "gain" or last.of != "event" or last.cap is not None:
        return None
    chain = [item for item in before if isinstance(item.term, Rate)]
    while len(chain) > 1 and chain[-1].statement.link == 1 and not _has_step(chain[-1].statement):
        chain.pop()
    said = _has_step(chain[-1].statement)
    sized = _sizes(before[-1].statement) or re.search("[亿万]元以上", before[-1].statement.without())
    own = any(
        isinstance(word, (Step, Compare, Measure, Ranked)) and not (sized and word in _sizes(statement))
        for word in statement.words
    )
    named = 0 < len(words) <= 16 and not re.search("[，,：:（(]", words) and not _ONCE.search(words)
    return last if said and not own and named and not statement.bracketed else None


def completes(statement: Statement, before: Sequence[Draft]) -> bool:
    """前三名分别得5分、4分、3分，其余得1分: the rest belong to the table before, which it completes."""
    last, outcome = before[-1].term if before else None, statement.outcome
    if not isinstance(last, Tiers) or last.otherwise is not None or last.deducts:
        return False
    if statement.otherwise is None or statement.link > 2 or not isinstance(outcome, Score | ZeroWord):
        return False
    points = Decimal(0)
    if isinstance(outcome, Score):
        plain = outcome.verb != "deduct" and outcome.slash is None and len(outcome.figures) == 1
        if not plain or outcome.figures[0].high is not None:
            return False
        points = outcome.figures[0].low.number
    before[-1].term = last.model_copy(update={"otherwise": points})
    return True


def _sizes(statement: Statement) -> list[Measure]:
    """1亿元以上, 5亿元以上: how large the things counted are."""
    return [
        word
        for word in statement.words
        if isinstance(word, Measure)
        and word.edge.bound
        and word.figures[0].low.unit.endswith(("元", "亩", "人"))
    ]


def _has_step(statement: Statement) -> bool:
    return any(isinstance(word, Step) for word in statement.words)


_BEYOND = re.compile(r"(?P<change>超额完成|超额|超出|超产|超|多|增|缺|少|欠)")


def turned(statement: Statement, before: Sequence[Draft]) -> steps.StepFound | None:
    """每欠5件扣1分，超10件奖1分: what is counted in steps one way is so the other way."""
    last = before[-1].term if before and statement.link <= 1 else None
    counted = plain_measure(statement)
    if not isinstance(last, Rate) or last.of == "event" or counted is None:
        return None
    per = counted.figures[0].low
    said = _BEYOND.fullmatch(statement.between(statement.phrase()[0], counted.start))
    if said is None or per.unit != last.per.unit:
        return None
    return steps.StepFound(per, steps.kind(said["change"].replace("产", ""), per.unit), (counted,))
