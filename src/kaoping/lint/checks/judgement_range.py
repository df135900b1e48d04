"""A007: points at the assessor's discretion, without a least and a most."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping import exact
from kaoping.language.reading import Judgement
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option
from kaoping.lint.subject import Subject
from kaoping.resolve.points import UNBOUNDED


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Judgement for which neither the sentence nor a link states a range."""
    for site in readings.sites(subject):
        term, section = site.term, site.section
        if not isinstance(term, Judgement) or term.range is not None or site.link.assessor:
            continue
        if section.part.cap is not None:
            continue  # 酌情加分，最高不超过6分: from 0 to 6
        most = section.full if section.full else -section.floor
        if not 0 < most < UNBOUNDED:
            yield Undecided(subject.term(site.clause, term), "满分没有写明，举不出幅度的例子")
            continue
        full, half, quarter = (exact.to_decimal(exact.divide(most, Decimal(n))) for n in (1, 2, 4))
        verb = "扣" if term.sign == "deduct" else "给"
        options = (
            Option(f"从0分到{exact.text(full)}分都可以{verb}", f"0～{exact.text(full)}分", taken=True),
            Option(f"至少{verb}{exact.text(half)}分", f"{exact.text(half)}～{exact.text(full)}分"),
        )
        found = readings.Scale(subject, site, options).weigh(readings.same(site, subject, quarter))
        if found:
            message = f"由评价人酌情{verb}分，没有写最少几分、最多几分"
            yield readings.finding(subject, site, message, f"评定{verb}{exact.text(quarter)}分", found)


CHECK = Check(
    code="A007",
    severity="warning",
    finds="酌情扣分、视情况给分、根据数量进行计分，而最少几分、最多几分没有写。",
    why=(
        "没有幅度，同样的事实一个评价人可以给0分，另一个可以给满分，都合规定，都说不出道理。"
        "写上幅度，例如{1～3分}；能够算出来的，写成档次或公式更好。"
    ),
    bad="""办法  某某考核办法
一级指标  服务事项（3分）
  事项入驻情况，3分。根据新增入驻的服务事项数量{入驻评分}进行计分。
""",
    good="""办法  某某考核办法
一级指标  服务事项（3分）
  事项入驻情况，3分。根据新增入驻的服务事项数量{入驻评分，1～3分}进行计分。
""",
    run=find,
)
