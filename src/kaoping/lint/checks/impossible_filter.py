"""N009: a filter that no event can pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaoping.language.link import Test as FieldTest
from kaoping.language.link import say_value
from kaoping.lint import filters
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.filters import Amounts, Fields, Values, Words
from kaoping.lint.names import place, sources
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Tests of one field that exclude each other, or all that the field may hold."""
    fields = Fields(subject.rubric)
    for seen in sources(subject):
        for field, tests in filters.by_field(seen.source.tests).items():
            values = filters.together(tests)
            if values is None:
                continue
            domain = fields.domain(seen.source.name, field)
            left = values if domain is None else filters.both(values, domain)
            if left is None or not left.empty:
                continue
            if not values.empty and len(tests) == 1 and isinstance(values, Words) and not values.others:
                continue  # N001: the declaration does not allow the value
            wanted = "，".join(_said(test) for test in tests)
            yield Found(
                place(subject, seen.clause, seen.rule, seen.source.name, field),
                f"没有哪一件「{seen.source.name}」能符合{wanted}",
                _help(values, seen.source.name, field),
                witness=_witness(values, domain, field),
            )


def _said(test: FieldTest) -> str:
    return f"{test.field} {test.comparator} {say_value(test.value)}"


def _help(values: Values, event: str, field: str) -> str:
    if values.empty:
        return f"核对条件；要算两类的，分开写再相加，例如：{{{event}[级别 = 省级] + {event}[级别 = 市级]}}"
    return "核对条件和期间的年份" if field == "日期" else "核对条件和声明的选项"


def _witness(values: Values, domain: Values | None, field: str) -> str:
    if values.empty or domain is None:
        return f"几个条件没有共同的{field}，符合的永远是0件"
    if isinstance(domain, Words):
        return f"{field}只能是{'、'.join(sorted(domain.listed))}，一个也不符合"
    assert isinstance(domain, Amounts)
    ends = (domain.interval.lower, domain.interval.upper - 1)
    first, last = (date.fromordinal(int(end)).isoformat() for end in ends)
    return f"日期在期间（{first} 至 {last}）以外的拒收，符合的永远是0件"


CHECK = Check(
    code="N009",
    severity="warning",
    finds="链接里的条件互相矛盾，或者落在期间、选项以外，没有哪一件事能符合。",
    why="这样的条件选出来的永远是0件：该扣的一分不扣，该得的谁也得不到，看结果却看不出来。",
    bad="""办法  某某考核办法
期间  2021-01-01 至 2021-12-31
一级指标  宣传（5分）
  下半年每发表一篇{宣传稿件[日期 ≥ 2022-07-01]}得1分，最高得5分。
""",
    good="""办法  某某考核办法
期间  2021-01-01 至 2021-12-31
一级指标  宣传（5分）
  下半年每发表一篇{宣传稿件[日期 ≥ 2021-07-01]}得1分，最高得5分。
""",
    run=find,
)
