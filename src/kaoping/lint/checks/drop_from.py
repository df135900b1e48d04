"""A003: so many points for each percent that a rate drops: from 100%, from a target, from last year's?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaoping import exact
from kaoping.language.reading import Rate
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option, Site
from kaoping.lint.subject import Subject
from kaoping.selection import Figure

_NAME = re.compile(r"[\u4e00-\u9fff]{0,8}?[\u4e00-\u9fff]{1,4}(?:率|占比|比例|比重|度)$")
_BELOW = re.compile(
    r"(?:低于|未达到?|达不到|没有达到|少于|比)([\u4e00-\u9fff]{2,40}?)(?=的?\s*(?:[，,、；;\d]|$|每))"
)
_RATE = re.compile(r"(?:率|占比|比例|比重|度|线|标准|目标|目标值|指标值|合格分|上年|去年|上一?年度|往年)$")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)[%％]")
_LEVELS = (
    (Decimal("0.94"), Decimal("0.97"), Decimal("0.95")),
    (Decimal("0.55"), Decimal("0.85"), Decimal("0.9")),
)
"""This year's rate, last year's, and the target."""


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Drops of a rate that are counted from 100% because nothing says from what."""
    told: set[str] = set()
    for site in readings.sites(subject):
        term = site.term
        if not isinstance(term, Rate) or term.of != "drop" or not site.rule.percent:
            continue
        if term.base is not None or site.link.base is not None or site.link.based or site.rule.base is None:
            continue
        if site.clause.id in told:
            continue  # 每低1个百分点，县扣0.5分，市扣0.3分
        before = site.clause.reading.text[: term.span.end if term.span else None]
        below = next(reversed(_BELOW.findall(before)), "")
        if below and not _RATE.search(below):
            continue  # 低于基准价的，每低1个百分点: a share of the price, which is 100% at the price
        for found in _found(subject, site, _name(site, term), below):
            told.add(site.clause.id)
            yield found


def _found(subject: Subject, site: Site, name: str, below: str) -> Iterator[Found]:
    """What the steps may be counted from: the base that the words name, numbers of the sentence, or anything."""
    options = [Option("从100%起算", "以100%为基数", taken=True)]
    known = dict.fromkeys(_PERCENT.findall(site.clause.wording))
    numbers = [n for n in known if Decimal(n) not in (Decimal(100), site.term.per.number)]  # type: ignore[union-attr]
    message = f"{name}从多少起算下降，没有写明"
    if below:
        options.append(Option(f"从“{below}”起算", f"以{below}为基数"))
        message = f"下降从“{below}”起算，而它是多少没有写明，现在从100%起算"
    elif numbers:
        options += [Option(f"从{number}%起算", f"以{number}%为基数") for number in numbers[:2]]
        message = f"{name}下降是从{'、'.join(f'{n}%' for n in numbers[:2])}起算，还是从100%起算，没有写明"
    else:
        options.append(Option("从上年的数起算", f"以上年{name}为基数"))
        options.append(Option("从目标值起算", f"以目标{name}为基数"))
    scale = readings.Scale(subject, site, options)
    for now, before, target in _LEVELS:
        told = f"{name}{exact.percent(now)}"
        given: dict[str, Figure] = {}
        if below:
            given = {below: target}
            told += f"，{below}{exact.percent(target)}"
        elif not numbers:
            given = {f"上年{name}": before, f"目标{name}": target}
            told += f"，上年{exact.percent(before)}，目标{exact.percent(target)}"
        facts = readings.same(site, subject, now, readings.named(given))
        found = scale.weigh(facts)
        if found:
            yield readings.finding(subject, site, message, told, found)
            return


def _name(site: Site, term: Rate) -> str:
    """What the rate is called, as far as the words tell."""
    for words in (term.subject, site.rule.label, re.split("[，,：:；;]", term.when.text)[-1]):
        if found := _NAME.search(words):
            return found[0]
    return "比率"


CHECK = Check(
    code="A003",
    severity="warning",
    finds="比率每下降几个百分点扣几分，没有写从多少起算：100%、规定的目标，还是上一年。",
    why="起点不同，扣的分差得很多。不写明的，从100%起算；与上年相比的，要写明，另填上年的数。",
    bad="""办法  某某考核办法
期间  2024-01-01 至 2024-12-31
一级指标  办件处理（6分）
  办件及时率{按时办件数 / 办件总数}每下降1个百分点{不足一步不计}扣0.2分，扣完为止。
""",
    good="""办法  某某考核办法
期间  2024-01-01 至 2024-12-31
一级指标  办件处理（6分）
  办件及时率{按时办件数 / 办件总数}每下降1个百分点{不足一步不计，以100%为基数}扣0.2分，扣完为止。
""",
    run=find,
)
