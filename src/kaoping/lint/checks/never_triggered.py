"""E003: a consequence whose condition can never hold."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.language.reading import Penalty, Veto, Zero
from kaoping.lint.amounts import places
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """A zero, a penalty, a lost qualification, at every figure that there can be."""
    for place in places(subject):
        for rule in place.section.rules:
            if not isinstance(rule.term, Zero | Penalty | Veto) or rule.each is not None:
                continue
            if isinstance(rule.term, Penalty) and rule.term.points == 0:
                continue
            found = [s.contribution for s in subject.reach.samples(place.clause, place.section, rule)]
            if not found or any(c.zero or c.veto or c.low < 0 or c.at_least_lost > 0 for c in found):
                continue
            words = "".join(rule.term.when.text.split())
            yield Found(
                subject.term(place.clause, rule.term),
                f"“{words}”永远不会发生" if words else "这里的条件永远不会发生",
                "核对界限和目标数；文件本身如此的，注明认可的理由",
                witness="这里的数最多是全部、最少是0，到不了这个界限",
            )


CHECK = Check(
    code="E003",
    severity="warning",
    finds="扣分、归零、取消资格的条件，不论事实怎样都不会成立：例如一共5项任务，写着少6项以上的不得分。",
    why="永远不会发生的后果等于没有写；多半是目标数改了，界限没有跟着改。",
    bad="""办法  某某考核办法
一级指标  任务（5分）
  完成任务数{完成任务数}达到5项得5分，每少1项扣1分，扣完为止，少6项以上的不得分。
""",
    good="""办法  某某考核办法
一级指标  任务（5分）
  完成任务数{完成任务数}达到5项得5分，每少1项扣1分，扣完为止，少3项以上的不得分。
""",
    run=find,
)
