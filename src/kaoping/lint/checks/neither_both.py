"""A011: 未建立甲和配备乙的，扣10分: where one of the two is missing, or only where both are?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaoping.language.link import Comparison
from kaoping.language.reading import Award, Penalty, Zero
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option, Site
from kaoping.lint.subject import Subject
from kaoping.source import Span

_DO = "建立|制定|设立|成立|配备|配置|明确|落实|开展|报送|提交|签订|公示|公布|公开|备案|完成|上报|组织|召开|编制|印发|安排|指定|培训|检查"
_THING = r"[^，,。;；：:、和及与并且或未不扣得的（）()]{1,14}"
_NEITHER = re.compile(rf"未(?:能|曾)?((?:{_DO}){_THING})(?:和|及|以及|与)((?:{_DO}){_THING})")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Conditions that deny two deeds at once, of which no link computes which of them are missing."""
    for site in readings.sites(subject):
        term = site.term
        if not isinstance(term, Penalty | Zero | Award) or term.when.test is not None:
            continue
        said = _NEITHER.search(term.when.text)
        if not said or site.link.assessor or isinstance(site.rule.measure, Comparison):
            continue
        if site.rule.wants != "truth" or (isinstance(term, Award) and term.base):
            continue
        yield from _found(subject, site, said[0], said[1].rstrip(" "), said[2].rstrip(" "))


def _found(subject: Subject, site: Site, words: str, one: str, other: str) -> Iterator[Found]:
    first, second = readings.free(subject, one), readings.free(subject, other)
    options = (
        Option("缺一样就算", f"{first} + {second} ＜ 2"),
        Option("两样都没有才算", f"{first} + {second} ＜ 1"),
        Option("由评价人判断", "由评价人定", taken=True, open=True),
    )
    facts = readings.given({first: Decimal(1), second: Decimal(0)})
    found = readings.Scale(subject, site, options).weigh(facts)
    if found:
        at = site.clause.reading.text.find(words)
        span = subject.words(site.clause, Span(at, at + len(words))) if at >= 0 else None
        message = f"“{words}”，是缺一样就算，还是两样都没有才算，没有写明"
        yield readings.finding(subject, site, message, f"{one}有1，{other}为0", found, span)


CHECK = Check(
    code="A011",
    severity="warning",
    finds="扣分的条件是“未做甲和做乙”，没有写缺一样就算，还是两样都没有才算。",
    why=(
        "做了一样、缺了一样的单位，有人扣，有人不扣，往往是全部的分。把两样各填一个数，用链接写明怎样合起来；"
        "确实要由评价人判断的，写上{由评价人定}。"
    ),
    bad="""办法  某某考核办法
一级指标  运维保障（10分）
  运维保障，10分。未建立运维组织和配备运维人员的，扣10分。
""",
    good="""办法  某某考核办法
一级指标  运维保障（10分）
  运维保障，10分。未建立运维组织和配备运维人员{运维组织数 + 运维人员数 ＜ 1}的，扣10分。
""",
    run=find,
)
