"""Wordings of many kinds of document (streets, hospitals, tenders, hotlines …): what each is read as.

Each sentence stands beside the canonical one, or beside what is left over of it (after ？).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework import rubric_of
from kaoping.language.clause import read
from kaoping.language.paraphrase import say
from kaoping.plan import schema_of

Case = tuple[str, str | None, str]

# What is said once holds for all that follow in the list.
CARRIED: list[Case] = [
    (
        "每登记1件外观设计得1分，集成电路布图得0.4分，作品著作权得0.1分，合计不超过5分。",
        "5",
        "登记外观设计，每1件得1分；集成电路布图，每1件得0.4分；作品著作权，每1件得0.1分。以上合计最高加5分。",
    ),
    ("每办结一件得1分，全部办结得5分", None, "办结，每1件得1分。全部办结，得5分。"),
    ("每采用1篇加2分，获奖的另加3分", None, "采用，每1篇加2分。获奖的，加3分。"),
    (
        "每落户1个亿元以上项目得2分，5亿元以上的得4分。",
        "12",
        "落户亿元以上项目，每1个得2分；5亿元以上的，得4分/个。",
    ),
    ("每采用1篇加2分，未被采用不加分", None, "？加分"),
    (
        "每落户1个投资1亿元以上项目得2分，5亿元以上的得4分，累计得分不超过12分。",
        "12",
        "落户投资1亿元以上项目，每1个得2分；5亿元以上的，得4分/个。以上合计最高加12分。",
    ),
]

# How far, from where, and how much at most.
BOUNDS: list[Case] = [
    ("逾期答复的每件扣1分，本项分值扣完为止。", "5", "逾期答复的，每1件扣1分。扣完为止。"),
    ("弄虚作假的，本项分值扣完", "5", "弄虚作假的，本项得分清零。"),
    (
        "上线率每低于目标值1%，扣0.5分，扣满为止。",
        "5",
        "上线率低于目标值，每降低1%扣0.5分（以上线率计量，不足1%的部分不扣）。扣完为止。",
    ),
    (
        "路灯亮灯率97%以上，不扣分；每下降1%扣2分。",
        "8",
        "路灯亮灯率97%以上，不扣分；每降低1%扣2分（以路灯亮灯率97%为基数，不足1%的部分不扣）。",
    ),
    ("每超时办结1件扣0.2分", None, "超时办结，每1件扣0.2分。"),
    ("每超计划1个扣0.2分", None, "超计划，每超1个扣0.2分（不足1个的部分不扣）。"),
    (
        "抽样量达到5份/千人，得4分，每减少0.5份/千人，扣1分。",
        "4",
        "抽样量达到5份/千人，得4分（基础分）。每降低0.5份/千人扣1分（以抽样量5份/千人为基数，不足0.5份/千人的部分不扣）。",
    ),
    (
        "用药强度不高于40DDDs，得2分；每超过1DDDs扣0.5分。",
        "2",
        "用药强度不高于40DDDs，得2分（基础分）。每超1DDDs扣0.5分（以用药强度40DDDs为基数，不足1DDDs的部分不扣）。",
    ),
]

# What counts once, and what does not count at all.
COUNTED: list[Case] = [
    (
        "每举办一场得0.5分，最高得3分；没有签到记录的，该场不计分。",
        "3",
        "举办，每1场得0.5分，最高得3分。没有签到记录的，该场不计分。",
    ),
    (
        "获一等奖计9分、二等奖计6分，同一作品获多个奖项的就高计分。",
        None,
        "以下择一：获一等奖，得9分；二等奖，得6分。同一作品获多个奖项的就高计分。",
    ),
    ("中央媒体刊载，每篇次加1分", None, "中央媒体刊载，加1分/篇次。"),
]

# Shares of the full mark, where it is known; what is multiplied is no award.
SHARES: list[Case] = [
    ("甲类得100%分值；乙类得50%分值；丙类得0分。", "5", "以下择一：甲类，得5分；乙类，得2.5分；丙类，不得分。"),
    ("基本完成的得分值的80%，未完成不得分。", "3", "基本完成的，得2.4分，未完成，不得分。"),
    ("弄虚作假的扣标准分的20%", "5", "弄虚作假的，扣1分。"),
    ("基本完成的得80%分值", None, "？得80%分值"),
    ("第二作者得50%分", "5", "？得50%分"),
    ("到位资金完成率×10分，超额完成的不加分。", "10", "得分=到位资金完成率×10分。得分最高不得超过该指标分值上限。"),
    ("到位率乘以10分", "10", "到位率乘以10分。"),
    ("得分为（完成数÷任务数）×10。", "10", "得分=（完成数÷任务数）×10。"),
    ("（完成数/任务数）×10分", "10", "得分=(完成数/任务数)×10分。"),
    ("履约一般，得7-5分；履约较差，得4-0分。", "10", "以下择一：履约一般，得5-7分；履约较差，得0-4分。"),
]  # fmt: skip

# How often: in place of what each takes, or besides?
OFTEN: list[Case] = [
    ("每逾期1件扣1分，逾期3件及以上的扣5分。", "10", "？扣5分"),
    ("每发生1起扣5分，发生2起及以上的扣15分。", "20", "？扣15分"),
    ("每发生1起扣5分，发生2起及以上的另扣5分。", "20", "每1起扣5分；发生2起及以上的，另扣5分。"),
    ("发生1起扣5分，2起及以上扣15分。", "20", "以下择一：发生1起，扣5分；2起及以上，扣15分。"),
    ("有1人次未参加扣1分，有2人次未参加扣3分。", "5", "？扣3分"),
    (
        "增幅前三的分别得5分、4分、3分，其余得1分。",
        "5",
        "以下择一：第1名，得5分；第2名，得4分；第3名，得3分；否则得1分。",
    ),
    (
        "增幅排名前三的分别得5分、4分、3分，其余不得分。",
        "5",
        "以下择一：第1名，得5分；第2名，得4分；第3名，得3分；否则不得分。",
    ),
    ("未参加扣1分/次", "5", "未参加，每1次扣1分。"),
    ("每项符合得1分，不符合不得分。", "10", "符合，每1项得1分。"),
    ("按照“优、良、差”三个等次分别得5分、3分、0分。", "5", "以下择一：优，得5分；良，得3分；差，不得分。"),
]

# Points said after 按, with the verb behind them.
BEHIND: list[Case] = [
    ("未达标的按0.5分/个扣减，扣完为止。", "2", "未达标的，每1个扣0.5分。扣完为止。"),
    ("未达标的，按1分的标准扣分。", "2", "未达标的，扣1分。"),
    ("迟报的，按1分每次扣分", "2", "？1分、扣分"),
    ("每个火点扣0.5分，扣分上不封顶。", None, "火点，每1个扣0.5分。"),
]

# Rows, formulas and what is lost besides points.
OTHERS: list[Case] = [
    ("甲级：10—9分；乙级：8—7分；丙级：7分以下。", "10", "以下择一：甲级，得9-10分；乙级，得7-8分；丙级，得0-7分。"),
    ("价格分按照下列公式计算：报价得分=（基准价/报价）×20。", "20", "报价得分=（基准价/报价）×20。"),
    ("基准价=有效报价平均值×95%；报价每高于基准价1%扣1分。", "20", "基准价=有效报价平均值 * 95%。报价高于基准价，每上升1%扣1分（以报价计量，不足1%的部分不扣）。"),
    ("按与最高值的比例折算得分。", "6", "按与最高值的比例折算得分。"),
    ("得分低于60分的，三年内不得参加同类项目。", None, "得分低于60分的，三年内不得参加同类项目。"),
    ("总体满意度70分及以上得5分，70分以下不得分且不予命名。", "5", "以下择一：总体满意度70分及以上，得5分；70分以下，不得分。70分以下，不予命名。"),
    ("基础分占60%，排名分占40%。排第一的得满分。", "10", "？占60%、占40%"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "points", "meaning"), CARRIED + BOUNDS + COUNTED + SHARES + OFTEN + BEHIND + OTHERS
)
def test_wording(text: str, points: str | None, meaning: str) -> None:
    reading = read(text, Decimal(points) if points else None)
    understood = (
        say(reading) if reading.understood else "？" + "、".join(rest.text for rest in reading.left_over)
    )
    assert understood == meaning


def test_a_rate_in_a_formula_is_asked_for_as_a_percentage() -> None:
    """95 would be 950 points of 10, and so the full mark for anybody."""
    facts = schema_of(rubric_of("得分=到位率×汇率×10分", "10")).facts
    assert {spec.name: spec.type for spec in facts} == {"到位率": "percent", "汇率": "number"}
