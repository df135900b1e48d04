"""A008: a rate of which nobody says what is divided by what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaoping.language.link import Source
from kaoping.language.reading import Award, Formula, Rate, Tiers
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option, Site
from kaoping.lint.subject import Subject
from kaoping.source import Span

_RATE = re.compile(r"([\u4e00-\u9fff]{2,40}?)(?:(?<![效利功频汇心速税费])率|占比|比例|比重|覆盖面)$")
_DEFINED = re.compile(r"占(?!比)|除以|[/÷／=＝]|之比|与[^，。；]{1,30}的比|是指|指的是")
# 9 of 10 that were looked at, of 12 that should have been; and so on for scales further down.
_PARTS = tuple((Decimal(done), Decimal(seen), Decimal(due)) for done, seen, due in (
    (9, 10, 12), (19, 20, 25), (49, 50, 52), (10, 10, 12), (7, 10, 14), (3, 5, 10), (1, 4, 10)
))  # fmt: skip


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Rates that are filled in as a percentage, of which no definition says what they are."""
    seen: set[str] = set()
    for site in readings.sites(subject):
        name = _name(site)
        if not name or name in seen or _defined(subject, site, name):
            continue
        seen.add(name)
        stem = name[:-1] if name.endswith("率") else re.sub("(?:占比|比例|比重|覆盖面)$", "", name)
        done, looked_at, due = (
            readings.free(subject, n) for n in (f"{stem}数", f"{stem}统计总数", f"{stem}应有总数")
        )
        options = (
            Option("除以实际参加统计的数", f"{done} / {looked_at}"),
            Option("除以应当达到的总数", f"{done} / {due}"),
            Option("填报人直接填一个百分数", _direct(site), taken=True, open=True),
        )
        scale = readings.Scale(subject, site, options)
        found = readings.first(
            (
                f"{a}件做到，实际统计{b}件，应有{c}件",
                scale.weigh(readings.given({done: a, looked_at: b, due: c})),
            )
            for a, b, c in _PARTS
        )
        if found is not None:
            yield readings.finding(
                subject, site, f"{name}是什么除以什么，没有写明", *found, _place(subject, site, name)
            )


def _name(site: Site) -> str:
    """The rate that a term looks at, if it is filled in as it is."""
    term, rule = site.term, site.rule
    if not isinstance(term, Tiers | Rate | Award | Formula) or rule.wants != "number" or not rule.percent:
        return ""
    if not isinstance(rule.measure, Source) or rule.measure.tests or rule.measure.field or site.link.assessor:
        return ""
    if isinstance(term, Rate) and rule.base is None:
        return ""  # what is filled in is a change of the rate
    when = getattr(term, "when", None)
    for words in (getattr(term, "subject", ""), when.subject if when is not None else "", rule.measure.name):
        if found := _RATE.search(words):
            return found[0]
    return ""


def _place(subject: Subject, site: Site, name: str) -> Span | None:
    at = site.clause.reading.text.find(name)
    return subject.words(site.clause, Span(at, at + len(name))) if at >= 0 else None


def _defined(subject: Subject, site: Site, name: str) -> bool:
    """Whether the sentence, a link of the indicator or its note says what the rate is."""
    for clause in site.leaf.clauses:
        meaning = subject.resolved.clauses[clause.id].bound.names.get(name)
        if meaning is not None and not isinstance(meaning, Source):  # another name defines nothing
            return True
    note = site.leaf.note if name in site.leaf.note else ""
    return bool(_DEFINED.search(site.clause.wording) or _DEFINED.search(note))


def _direct(site: Site) -> str:
    measure = site.rule.measure
    named = (
        isinstance(measure, Source) and not measure.name[:1].isdecimal() and site.link.expression is not None
    )
    return f"{measure.name}，由评价人定" if named and isinstance(measure, Source) else "由评价人定"


CHECK = Check(
    code="A008",
    severity="note",
    finds="计分要看一个率、占比或比例，而它是什么除以什么，句子、链接、定义、指标说明里都没有写。",
    why=(
        "合格率除以抽查的数，还是除以应当验收的数，得出两个百分数。现在由填报人直接填一个百分数。"
        "写明算式，如{合格数 / 抽查数}，填报的就是数得清的两个数；已有统计口径、直接填百分数的，写上{由评价人定}。"
    ),
    bad="""办法  某某考核办法
一级指标  设备（2分）
  设备验收合格率{设备验收合格率}≥90%，得2分；设备验收合格率＜90%，不得分。
""",
    good="""办法  某某考核办法
一级指标  设备（2分）
  设备验收合格率{合格设备数 / 应验收设备数}≥90%，得2分；设备验收合格率＜90%，不得分。
""",
    run=find,
)
