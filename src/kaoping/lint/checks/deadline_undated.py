"""A006: 按时, 按期, 规定时间内: by when?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kaoping.language.link import Source
from kaoping.language.reading import Award, Penalty
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option
from kaoping.lint.subject import Subject

_UNDATED = re.compile(
    r"按时|按期|如期|(?:规定|要求|约定|承诺|限定)的?(?:时间|时限|期限)|限期|在?时限内|及时(?!率|性)(?=完成|报送|上报|提交|办结|整改|反馈|归档|公示|公开|更新|发放)"
)
_DATED = re.compile(
    r"[\d一二三四五六七八九十]+ ?(?:年|月|日|号|天|个工作日|工作日|小时|个小时|分钟|周|个月|季度)|[月季年]底|[月季年]末|每[月季年周日]|当[天日月]|次日|年度内|序时"
)


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Awards and fixed deductions that hang on a deadline which neither the clause nor a link dates."""
    start, end = subject.rubric.start, subject.rubric.end
    for site in readings.sites(subject):
        term = site.term
        if not isinstance(term, Award | Penalty) or (isinstance(term, Award) and term.base):
            continue
        said = _UNDATED.search(term.when.text)
        if not said or term.when.test is not None or site.link.assessor or site.rule.wants != "truth":
            continue
        if _DATED.search(site.clause.wording) or not isinstance(site.rule.measure, Source):
            continue
        if site.link.expression is not None and (site.rule.measure.tests or site.rule.measure.field):
            continue
        if start is None or end is None or end - start < timedelta(days=60):
            yield Undecided(subject.term(site.clause, term), "没有写期间，举不出日期的例子")
            continue
        name = readings.free(subject, "完成日期")
        late = "＞" if isinstance(term, Penalty) else "≤"
        half = start + (end - start) // 2
        day = half + timedelta(days=1)
        options = (
            Option(f"以{_say(end)}为限", f"{name} {late} {end.isoformat()}"),
            Option(f"以{_say(half)}为限", f"{name} {late} {half.isoformat()}"),
            Option("由评价人判断", "由评价人定", taken=True, open=True),
        )
        found = readings.Scale(subject, site, options).weigh(readings.given({name: day}))
        if found:
            yield readings.finding(
                subject, site, f"“{said[0]}”是到哪一天为止，没有写明", f"{_say(day)}完成", found
            )


def _say(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


CHECK = Check(
    code="A006",
    severity="note",
    finds="得分或扣分要看是否按时、按期、在规定时间内完成，而到哪一天为止，句子和链接都没有写。",
    why=(
        "没有日子，是否按时就由评价人判断，现在也这样计分：填“是”或“否”。"
        "有文件规定了日子的，用链接写明，让程序去比；确实要由评价人判断的，写上{由评价人定}。"
    ),
    bad="""办法  某某考核办法
期间  2024-01-01 至 2024-12-31
一级指标  方案报送（5分）
  按时完成方案报送的，得5分，否则不得分。
""",
    good="""办法  某某考核办法
期间  2024-01-01 至 2024-12-31
一级指标  方案报送（5分）
  按时完成方案报送{方案报送日期 ≤ 2024-06-30}的，得5分，否则不得分。
""",
    run=find,
)
