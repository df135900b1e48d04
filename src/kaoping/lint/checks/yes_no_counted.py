"""N012: each case takes or gives points, and the fact that is linked can only say yes or no."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping import exact
from kaoping.diagnostics import Related
from kaoping.language.link import Source
from kaoping.language.reading import Rate
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.names import place, rules
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Rates that are linked to a fact that is declared 是否."""
    facts = {spec.name: spec for spec in subject.rubric.facts}
    for clause, rule in rules(subject):
        term, measure = rule.term, rule.measure
        if not isinstance(term, Rate) or not isinstance(measure, Source):
            continue
        spec, span = facts.get(measure.name), subject.fact(measure.name)
        if spec is None or span is None or spec.kind != "value" or spec.type != "yesno":
            continue
        verb = "扣" if term.sign == "deduct" else "得"
        yield Found(
            place(subject, clause, rule, measure.name),
            f"按{term.per}计分，「{measure.name}」却声明为是否，有几{term.per.unit}也只算一{term.per.unit}",
            f"改为：事实  {measure.name}：事件（{term.per.unit}）；只看有没有的，注明认可的理由",
            witness=f"填“是”，{verb}{exact.text(term.points)}分；没有办法填2{term.per.unit}",
            related=(Related(span, "声明在这里"),),
        )


CHECK = Check(
    code="N012",
    severity="warning",
    finds="句子按次（个、件）计分，链接的事实却声明为“是否”，只能填是或否。",
    why="发生了几次都只能按一次算，分数与原话不符。",
    bad="""办法  某某考核办法
事实  会议缺席：是否
一级指标  会议（5分）
  缺席{会议缺席}每次扣1分，最高扣5分。
""",
    good="""办法  某某考核办法
事实  会议缺席：事件（次）
一级指标  会议（5分）
  缺席{会议缺席}每次扣1分，最高扣5分。
""",
    run=find,
)
