"""A002: so many points for each 10%: ten points of the rate, or a tenth of what it should be?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaoping import exact
from kaoping.language.link import PERCENT_UNITS, ratio
from kaoping.language.reading import Award, Rate
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option
from kaoping.lint.subject import Subject

_BASE = re.compile(r"以[^，,。；;]{0,20}为基[数准]")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Steps written with % from a base other than 100%, where no link says what they are percent of."""
    for site in readings.sites(subject):
        term, base = site.term, site.rule.base
        if not isinstance(term, Rate) or term.per.unit != "%" or site.link.step or base is None:
            continue
        if base.unit not in PERCENT_UNITS or ratio(base) == 1:
            continue  # a number has no percentage points; those of 100% are its percent
        stands = any(isinstance(r.term, Award) and r.term.base for r in site.section.rules)
        if not (stands or site.link.base is not None or _BASE.search(site.clause.wording)):
            continue  # 超过8%后，每低于1%扣4分: where it begins is not what it is percent of
        step = exact.text(term.per.number)
        size = exact.multiply(ratio(term.per), ratio(base))
        share = exact.text(exact.simplest(exact.multiply(size, Decimal(100))))
        options = (
            Option(f"{step}%是{step}个百分点", "百分点", taken=True),
            Option(f"{step}%是{base}的{step}%，即{share}个百分点", "基数的百分比"),
        )
        scale = readings.Scale(subject, site, options)
        found = readings.first(
            (told, scale.weigh(readings.same(site, subject, figure)))
            for times in (1, 2, 3, 5)
            for figure, told in [
                readings.figure_at(site, term, exact.simplest(exact.multiply(size, Decimal(times))))
            ]
        )
        if found is not None:
            yield readings.finding(
                subject, site, f"{step}%是{step}个百分点，还是{base}的{step}%，没有写明", *found
            )


CHECK = Check(
    code="A002",
    severity="warning",
    finds="比率每下降百分之几扣几分，而基数不是100%：写的是百分之几，没有写是几个百分点，还是基数的百分之几。",
    why=(
        "从95%起每下降10%：按百分点，到85%才扣第一次；按95%的10%，到85.5%就扣。"
        "不写明的，按百分点。基数是100%的，两种读法相同，不提示。"
    ),
    bad="""办法  某某考核办法
一级指标  办事效率（10分）
  办事效率{办事效率}达到95%，得10分，每下降10%{不足一步不计}扣2分，扣完为止。
""",
    good="""办法  某某考核办法
一级指标  办事效率（10分）
  办事效率{办事效率}达到95%，得10分，每下降10%{百分点，不足一步不计}扣2分，扣完为止。
""",
    run=find,
)
