"""A004: 或 between two ways of scoring, and nothing says when which is used."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping.language.reading import Formula, Rate, Way
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Facts, Option
from kaoping.lint.subject import Subject
from kaoping.plan import ClausePlan


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Two ways of scoring of which no link says which one is used."""
    for site in readings.sites(subject):
        term = site.term
        if not isinstance(term, Way) or site.link.way or site.link.assessor:
            continue
        options = (
            Option(f"按“{term.one}”一种", "取前一种"),
            Option(f"按“{term.other}”一种", "取后一种"),
            Option("用哪一种由评价人定", "由评价人定", taken=True, open=True),
        )
        found = readings.Scale(subject, site, options).weigh(_facts)
        if found:
            yield readings.finding(
                subject,
                site,
                f"“{term.one}”与“{term.other}”两种计分办法，什么时候用哪一种没有写明",
                "比例为80%，抽查发现1次",
                found,
            )
        else:
            yield Undecided(subject.term(site.clause, term), "两种计分办法要的事实推不出来，无法举例")


def _facts(plan: ClausePlan) -> Facts | None:
    """80% for the proportion, one event for what takes."""
    found: Facts = {}
    for section in plan.sections:
        for rule in section.rules:
            figure = {Formula: Decimal("0.8"), Rate: Decimal(1)}.get(type(rule.rule.term))
            made = readings.facts_for(rule.measure, figure) if figure is not None else {}
            if made is None:
                return None
            found = {**found, **made}
    return found


CHECK = Check(
    code="A004",
    severity="warning",
    finds="一条里用“或”给出两种计分办法（按比例得分，或抽查扣分），没有写什么时候用哪一种。",
    why=(
        "两种办法从同样的事实算出不同的分，用哪一种就成了评价人的选择。"
        "写明取前一种、取后一种；确实要由评价人选的，也写明。"
    ),
    bad="""办法  某某考核办法
一级指标  证照生成（4分）
  证照生成，4分。及时生成证照的办件占总办件数的比例{及时数 / 总数}，按比例得分，或抽查办件，发现一处缺漏{缺漏}，扣一分，扣完为止。
""",
    good="""办法  某某考核办法
一级指标  证照生成（4分）
  证照生成，4分。及时生成证照的办件占总办件数的比例{及时数 / 总数}，按比例得分，或{取前一种}抽查办件，发现一处缺漏{缺漏}，扣一分，扣完为止。
""",
    run=find,
)
