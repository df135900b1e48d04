"""N007: an event and a figure whose names differ by 数 or 数量 only, so that one is filled in for the other."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.diagnostics import Related
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.names import place, sources
from kaoping.lint.subject import Subject

_COUNT = ("数", "数量", "次数", "件数", "个数", "量")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Figures that nobody declared, named like an event of the rubric, and used as often as not for its number."""
    facts = {spec.name: spec for spec in subject.rubric.facts}
    told: set[str] = set()
    for seen in sources(subject):
        name = seen.source.name
        spec = facts.get(name)
        if spec is None or spec.kind != "value" or name in told or subject.fact(name) is not None:
            continue
        bases = (name.removesuffix(end) for end in _COUNT if name.endswith(end))
        event = next((base for base in bases if base in facts), "")
        if not event or facts[event].kind != "event":
            continue
        other = next((o for o in sources(subject) if o.source.name == event), None)
        if other is None:
            continue
        told.add(name)
        yield Found(
            place(subject, seen.clause, seen.rule, name),
            f"「{name}」没有声明，另有事件「{event}」：是不是要数「{event}」？",
            f"是的，链接写成 {{次数({event})}}；要另外填一个数的，先声明：事实  {name}：数值",
            witness=f"登记了3件「{event}」，「{name}」仍是空着的，要再填一个数，还可以填成2",
            related=(
                Related(
                    place(subject, other.clause, other.rule, event), f"第{other.clause.id}条用的是「{event}」"
                ),
            ),
        )


CHECK = Check(
    code="N007",
    severity="note",
    finds="一个没有声明的数，名称只比规则里的一种事件多一个“数”“数量”“次数”。",
    why="多半是想数这种事件的次数，却成了另一个要填报的数：两处各填各的，可以对不上。声明过的名称不算，那是有意的。",
    bad="""办法  某某考核办法
一级指标  信息报送（10分）
  1．报送信息{稿件}每篇得0.5分，最高得5分。
  2．采用的信息{稿件数量}达到10篇，得5分，否则不得分。
""",
    good="""办法  某某考核办法
一级指标  信息报送（10分）
  1．报送信息{稿件}每篇得0.5分，最高得5分。
  2．采用的信息{次数(稿件)}达到10篇，得5分，否则不得分。
""",
    run=find,
)
