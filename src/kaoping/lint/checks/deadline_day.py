"""A009: 在某日前完成: is the day itself in time?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaoping.language.reading import Award, Deadline, Penalty
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option
from kaoping.lint.subject import Subject

_SAID = re.compile(r"\(含\)|（含）|含当[日天]|含[^，。；]{0,8}日|及(?:其)?以前|当日(?:含|不含|内)")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Deadlines of which neither the sentence nor a link says whether the day itself counts."""
    for site in readings.sites(subject):
        term = site.term
        if not isinstance(term, Award | Penalty) or not isinstance(term.when.test, Deadline):
            continue
        if site.link.day or _SAID.search(site.clause.wording):
            continue
        day = term.when.test.day
        told = f"{day.year}年{day.month}月{day.day}日"
        options = (
            Option(f"{told}当日算按期", "含当日", taken=True),
            Option(f"{told}当日已经逾期", "不含当日"),
        )
        found = readings.Scale(subject, site, options).weigh(readings.same(site, subject, day))
        if found:
            yield readings.finding(subject, site, f"{told}当日完成算不算按期，没有写明", f"{told}完成", found)


CHECK = Check(
    code="A009",
    severity="note",
    finds="写在某年某月某日前完成，没有写当日算不算。",
    why="一般把当日也算按期，现在也这样计分；逐字读的人会说“前”不含当日。差一天就差全部的分，写明为好。",
    bad="""办法  某某考核办法
一级指标  采购（2分）
  采购工作{采购完成日期}在2022年12月31日前完成，得2分，否则不得分。
""",
    good="""办法  某某考核办法
一级指标  采购（2分）
  采购工作{采购完成日期，含当日}在2022年12月31日前完成，得2分，否则不得分。
""",
    run=find,
)
