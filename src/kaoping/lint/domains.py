"""Which values a measure can take at all: what is known of it from its unit, its name and how it is computed.

Nothing is guessed: where neither says it, a value is only `possible`, and no finding is built on it.

    完成率{完成数 / 任务数}   0% to 100% for certain, and beyond: more than the task can be done
    合格率                   0% to 100%, and never beyond: a part of a whole
    发表文章 3篇              0, 1, 2 …
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import portion

from kaoping.language.link import PERCENT_UNITS, Binary, Call, Expression, Source, walk
from kaoping.lint.ranges import ALL, NOT_NEGATIVE, WHOLE
from kaoping.model import Rule

_CHANGE = re.compile(
    "增长|增速|增幅|增加|下降|降幅|降低|变化|变动|同比|环比|提高|提升|减少|波动|偏差|偏离|收益|利润|盈亏|回报"
)
_BEYOND = re.compile("完成|达成|执行|到位|兑现|超额")
_PLANNED = re.compile("任务|计划|目标|指标值?$|预算")
_PART = re.compile(
    "(?:合格|及格|优秀|优良|良好|覆盖|满意|及时|准时|按时|按期|准确|正确|参与|参加|出勤|出席|到会|到课|知晓|普及|入驻|办结|回复|答复|响应|整改"
    "|规范|公开|公示|归档|上报|报送|达标|就业|升学|毕业|巩固|签约|录取|入学|持证|获奖|中标|投诉|差错|故障|错误|失误|退稿|差评|好评|缺席|迟到|逾期|成活"
    "|一次性?通过|通过|受理|采纳|采用|推广|安装|配备|认证|对接|审核|核验|检查|抽查|抽检|检测|登记)(?:完整)?(?:率|度|比例|占比)$"
)
_BETTER = re.compile("[率度]$")
_BALANCED = re.compile(
    "负债|增长|波动|偏差|偏离|变动|变化|周转|利用|使用|库存|湿度|温度|浓度|速度|密度|长度|高度|强度|进度|费用|药占"
)
_RANKED = re.compile("排|名次|位次|位列|位居")
_AVERAGE = re.compile("平均|均|率$|比$|比例|占比")
_COUNTED = frozenset(
    [
        "次",
        "个",
        "件",
        "人",
        "家",
        "项",
        "篇",
        "条",
        "名",
        "门",
        "台",
        "处",
        "起",
        "份",
        "场",
        "期",
        "例",
        "宗",
        "人次",
        "户",
        "座",
        "套",
        "本",
        "部",
        "位",
        "辆",
        "张",
        "块",
        "株",
        "头",
        "只",
        "村",
        "镇",
        "所",
        "支",
        "队",
        "道",
        "届",
        "批",
        "批次",
        "幅",
        "首",
        "枚",
        "艘",
        "栋",
        "间",
        "种",
        "类",
        "级",
    ]
)
_CLOCK = frozenset(
    ["天", "日", "工作日", "个工作日", "周", "月", "个月", "季", "季度", "年", "岁", "学时", "课时"]
)
_CONTINUOUS = frozenset(
    [
        "小时",
        "分钟",
        "秒",
        "分",
        "元",
        "万元",
        "亿元",
        "公里",
        "千米",
        "米",
        "吨",
        "公斤",
        "千克",
        "亩",
        "公顷",
        "平方米",
        "平方公里",
    ]
)
_SIGNED = frozenset(["度", "℃", "摄氏度"])


@dataclass(frozen=True, slots=True)
class Domain:
    """The values of a measure.

    certain: values that it surely can take. possible: those that it may take for all that is known.
    step: every value is a multiple of it; None if any number will do.
    maybe_whole: it may be that only whole numbers occur (天, or no unit at all).
    exceeds: values above 100% are known to occur (完成率), beyond what `certain` holds.
    rises: the larger, the better or the worse, all the way: no best value in the middle.
    """

    certain: portion.Interval
    possible: portion.Interval
    step: Fraction | None = None
    maybe_whole: bool = False
    exceeds: bool = False
    rises: bool = False


def unknown(domain: Domain) -> Domain:
    """What is left where the measure is not known, for its link is faulty: any value may occur, and none is sure to."""
    return Domain(portion.empty(), ALL, domain.step, domain.maybe_whole)


def of_rule(rule: Rule, unit: str) -> Domain:
    """The domain of the measure of a rule whose thresholds are in a unit."""
    name, computed = rule.label, list(walk(rule.measure)) if rule.measure is not None else []
    signed = any(isinstance(e, Binary) and e.operator == "-" for e in computed)
    if rule.percent or unit in PERCENT_UNITS:
        return _ratio(name, computed, signed or unit not in ("%", "％"))
    if unit in _SIGNED or signed or _CHANGE.search(name):
        return Domain(NOT_NEGATIVE, ALL, maybe_whole=unit not in _CONTINUOUS)
    if unit in ("名", "位") and _RANKED.search(name):
        return Domain(portion.empty(), portion.closedopen(Fraction(1), portion.inf), step=WHOLE)
    quotient = any(isinstance(e, Binary) and e.operator == "/" for e in computed)
    average = quotient or any(isinstance(e, Call) and e.function == "平均" for e in computed)
    average = average or bool(_AVERAGE.search(name))
    if unit in _COUNTED and not average:
        return Domain(NOT_NEGATIVE, NOT_NEGATIVE, step=WHOLE)
    if unit in _CONTINUOUS or average:
        limit = portion.closed(Fraction(0), Fraction(100)) if unit == "分" else NOT_NEGATIVE
        return Domain(limit, NOT_NEGATIVE)
    known = unit in _COUNTED or unit in _CLOCK
    return Domain(NOT_NEGATIVE if known else portion.empty(), NOT_NEGATIVE, maybe_whole=True)


def _ratio(name: str, computed: list[Expression], signed: bool) -> Domain:
    whole = portion.closed(Fraction(0), Fraction(1))
    rises = bool(_BETTER.search(name)) and not _BALANCED.search(name)
    if signed or _CHANGE.search(name):
        return Domain(whole, ALL)
    if _PART.search(name):
        return Domain(whole, whole, rises=rises)
    below = [e.right for e in computed if isinstance(e, Binary) and e.operator == "/"]
    planned = any(isinstance(e, Source) and _PLANNED.search(e.name) for e in below)
    return Domain(whole, NOT_NEGATIVE, exceeds=planned or bool(_BEYOND.search(name)), rises=rises)


def of_totals(full: Fraction | None, most: Fraction | None, places: int | None) -> Domain:
    """The totals of a table: from 0 to the most that it can give, with so many places where they are rounded.

    full: the full mark, which is taken for what can be reached where nobody knows the most.
    """
    sure = most if most is not None else full
    certain = portion.empty() if sure is None else portion.closed(Fraction(0), sure)
    possible = NOT_NEGATIVE if most is None else certain
    return Domain(certain, possible, step=None if places is None else Fraction(1, 10**places))


def of_points(share: bool, full: Fraction | None) -> Domain:
    """Points that an assessor gives: a share of the full mark, or points, likely whole ones."""
    most = Fraction(1) if share else full
    values = NOT_NEGATIVE if most is None else portion.closed(Fraction(0), most)
    return Domain(values, values, maybe_whole=not share)
