"""A001: so many points a step, and nothing says what a part of a step costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaoping import exact
from kaoping.exact import Exact
from kaoping.language.reading import Rate
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option, Site
from kaoping.lint.subject import Subject

_SAID = re.compile(
    r"不[足满到][^，,。;；]{0,12}(?:不|按|计|视|忽略|舍)|按比例|每(?:满|达到?|累计)|取整|整数|四舍五入|内插|插值"
)
# One of these can be had in part; days are counted by dates.
_DIVISIBLE = re.compile(
    r"%|‰|百分|个点|小时|分钟|秒|个?月|周|星期|季度|年|[万亿千]|元|吨|亩|公里|米|公斤|千克|升|度|℃|分贝|倍"
)
_WHOLE = re.compile(r"名次|位次|[次人个项处件起例条篇]$")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Steps that a figure can make in part, where neither the sentence nor a link says what that costs."""
    for site in readings.sites(subject):
        term = site.term
        if not isinstance(term, Rate) or site.link.partial or term.partial != "whole":
            continue
        if not _in_part(term) or _SAID.search(site.clause.wording):
            continue
        verb = "扣" if term.sign == "deduct" else "加"
        per = str(term.per)
        options = (
            Option(f"满{per}才{verb}", "不足一步不计", taken=site.rule.partial == "whole"),
            Option("按比例算", "按比例"),
            Option(f"不足{per}也按{per}算", "不足一步按一步计"),
        )
        scale = readings.Scale(subject, site, options)
        found = readings.first(
            (told, scale.weigh(readings.same(site, subject, figure))) for figure, told in _figures(site, term)
        )
        if found is not None:
            yield readings.finding(subject, site, f"不足{per}的部分怎样{verb}分，没有写明", *found)


def _in_part(term: Rate) -> bool:
    """每少1家 comes whole; 每少10个 and 每超期1小时 need not."""
    if term.per.number != 1:
        return True
    unit = term.per.unit
    if unit == "分":
        return term.of != "event"
    return bool(_DIVISIBLE.search(unit)) and not _WHOLE.search(unit)


def _figures(site: Site, term: Rate) -> Iterator[tuple[Exact, str]]:
    """Figures half a step and one step and a half away from where the steps begin."""
    size = readings.step_size(site, term)
    for times in (Decimal("0.5"), Decimal("1.5")):
        amount = exact.simplest(exact.multiply(size, times))
        if not _DIVISIBLE.search(term.per.unit) and term.per.number > 1:
            amount = exact.whole_steps(amount, Decimal(1))  # of things that come whole
        yield readings.figure_at(site, term, amount)


CHECK = Check(
    code="A001",
    severity="warning",
    finds=(
        "每少10个、每降低1个百分点、每超期1小时各扣几分，而不足一步的部分怎样算，句子里没有写。"
        "每次、每少1家这样只能整个数的不算。"
    ),
    why=(
        "满意度89.5%比90%低半个百分点：有人不扣，有人按比例扣，有人按一个百分点扣。"
        "不写明的，满一步才扣；写明以后这里就不再提示。"
    ),
    bad="""办法  某某考核办法
一级指标  满意度（10分）
  满意度{满意度}达到90%，得10分，每降低一个百分点扣0.2分，扣完为止。
""",
    good="""办法  某某考核办法
一级指标  满意度（10分）
  满意度{满意度}达到90%，得10分，每降低一个百分点{不足一步不计}扣0.2分，扣完为止。
""",
    run=find,
)
