"""A010: a cap after several deductions: of the last, or of all together?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from kaoping import exact
from kaoping.language.reading import Rate
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Facts, Option
from kaoping.lint.subject import Subject
from kaoping.plan import ClausePlan

_SAID = re.compile(r"合计|累计|总计|总共|共计|两项|[三四五六]项|各项|以上|上述|总分|总和|上限")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Caps that stand after several rates of a part, where no word says which they bound."""
    for site in readings.sites(subject):
        term, part = site.term, site.section.part
        if not isinstance(term, Rate) or part.cap is None or part.cap_of == "score" or site.link.cap:
            continue
        rates = [r.term for r in site.section.rules if isinstance(r.term, Rate) and r.term.sign == term.sign]
        if len(rates) < 2 or rates[-1] is not term or _SAID.search(site.clause.wording):
            continue
        if not _two_sentences(site.clause.reading.text, rates[-2], term):
            continue  # 每起分别加5分、2分，最高加15分
        verb = "扣" if term.sign == "deduct" else "加"
        cap = exact.text(part.cap)
        options = (
            Option(f"{len(rates)}句合计最高{verb}{cap}分", "上限管各句合计", taken=True),
            Option("只管最后一句，其余不限", "上限只管这一句"),
        )
        scale = readings.Scale(subject, site, options)
        found = readings.first(
            (f"各有{times}{term.per.unit or '次'}", scale.weigh(_facts(times))) for times in range(1, 21)
        )
        if found is not None:
            yield readings.finding(
                subject, site, f"最高{verb}{cap}分，是{len(rates)}句合计还是只管最后一句，没有写明", *found
            )


def _facts(times: int) -> Callable[[ClausePlan], Facts | None]:
    def facts(plan: ClausePlan) -> Facts | None:
        found: Facts = {}
        for section in plan.sections:
            for rule in section.rules:
                if isinstance(rule.rule.term, Rate):
                    made = readings.facts_for(rule.measure, Decimal(times))
                    if made is None:
                        return None
                    found = {**found, **made}
        return found

    return facts


def _two_sentences(text: str, one: Rate, other: Rate) -> bool:
    if one.span is None or other.span is None:
        return False
    return bool(re.search("[；;。]", text[one.span.start : max(one.span.end, other.span.start + 1)]))


CHECK = Check(
    code="A010",
    severity="warning",
    finds="几句扣分（加分）之后写了一个上限，没有写是各句合计，还是只管最后一句。",
    why="两种读法在次数多的时候差出好几分。不写“合计”的，现在按各句合计；写明了，前一句有没有上限才清楚。",
    bad="""办法  某某考核办法
一级指标  视频会议（20分）
  会场秩序，20分。会场布置不符要求{会场问题}每次扣2分；参会人员交头接耳{纪律问题}每次扣2分；最高扣10分。
""",
    good="""办法  某某考核办法
一级指标  视频会议（20分）
  会场秩序，20分。会场布置不符要求{会场问题}每次扣2分；参会人员交头接耳{纪律问题}每次扣2分；合计最高扣10分。
""",
    run=find,
)
