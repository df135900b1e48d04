"""The forms of wording, each with its meaning: what a careful reader would say of the sentence.

The meaning is written in one line a term (see `lines`): quick to check by eye, and complete but for
the verbatim words, which are left out where they decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from kaoping.language.clause import read
from kaoping.language.reading import (
    Award,
    Between,
    Condition,
    Deadline,
    Exemption,
    Formula,
    Judgement,
    Penalty,
    PointsRange,
    Rank,
    Rate,
    Reading,
    Term,
    Tiers,
    Veto,
    Way,
    Zero,
)

Case = tuple[str, str | None, list[str]]


def lines(reading: Reading) -> list[str]:
    """The meaning in short lines; a clause that is not understood is its left-overs."""
    if not reading.understood:
        return [f"? {rest.text}" for rest in reading.left_over] or ["? nothing"]
    out = []
    if reading.mark is not None:
        out.append(f"mark {reading.mark}")
    out += [f"{item.name} := {item.expression}" for item in reading.definitions]
    for part in reading.parts:
        if part.number:
            out.append(f"({part.number}) mark {part.mark}")
        for term in part.terms:
            out += list(_term(term))
        bounds = [f"cap {part.cap_of} {part.cap}"] if part.cap is not None else []
        bounds += ["within the full mark"] if part.within else []
        bounds += [f"drain {part.drain}"] if part.drain is not None else []
        bounds += ["until exhausted"] if part.until_exhausted and part.drain is None else []
        out += bounds + [f"once: {said}" for said in part.dedupe]
    if reading.total_cap is not None:
        out.append(f"total cap {reading.total_cap}")
    return out


def _term(term: Term) -> Iterator[str]:
    match term:
        case Award():
            kind = "bonus" if term.bonus else "base" if term.base else "award"
            otherwise = f" else {term.otherwise}" if term.otherwise is not None else ""
            yield f"{kind} {term.points}{_test(term.when)}{otherwise}"
        case Tiers():
            otherwise = f" else {term.otherwise}" if term.otherwise is not None else ""
            yield f"{'bonus ' if term.bonus else ''}tiers {term.scale}{otherwise}"
            for row in term.rows:
                points = row.points
                shown = _range(points) if isinstance(points, PointsRange) else str(points)
                yield f"  {shown}{_test(row.when) if row.when.test else ' ' + row.when.text}"
        case Rate():
            base = f" from {term.subject}{term.base}" if term.base else ""
            free = f" beyond {term.beyond}" if term.beyond else ""
            cap = f" cap {term.cap}" if term.cap is not None else ""
            part = {"up": " or part of it", "proportional": " in proportion", "whole": ""}[term.partial]
            yield f"{term.sign} {term.points} per {term.of} {term.per}{part}{base}{free}{cap}"
        case Penalty():
            after = f" after {term.more_than}" if term.more_than is not None else ""
            yield f"{'all ' if term.all else ''}penalty {term.points}{_test(term.when)}{after}"
        case Zero():
            yield f"zero {term.scope} at {term.at_least}{_test(term.when)}"
        case Veto():
            yield f"veto {term.qualification}" + (f" after {term.more_than}" if term.more_than else "")
        case Formula():
            places = f" to {term.places} places" if term.places is not None else ""
            yield f"formula {term.role}: {term.expression or term.text}{places}{_test(term.when)}"
        case Judgement():
            band = f" {term.range.least}~{term.range.most}" if term.range else ""
            yield f"judgement {term.sign}{band}" + (f" per {term.per}" if term.per else "")
        case Exemption():
            yield f"exempt{_test(term.when)}"
        case Way():
            yield f"{term.one} or {term.other}"


def _range(points: PointsRange) -> str:
    ends = f"{points.least}~{points.most}{'%' if points.share else ''}"
    open_ends = [("＞" if not points.least_closed else ""), ("＜" if not points.most_closed else "")]
    return ends + "".join(open_ends)


def _test(when: Condition) -> str:
    match when.test:
        case Between() as test:
            low = f"{'≥' if test.lower_closed else '>'}{test.lower}" if test.lower else ""
            high = f"{'≤' if test.upper_closed else '<'}{test.upper}" if test.upper else ""
            return f" {when.subject}{low}{high}"
        case Rank() as rank:
            last = "…" if rank.last is None else rank.last
            return f" rank {rank.first}-{last}{'%' if rank.share else ''}{' from bottom' if rank.from_bottom else ''}"
        case Deadline() as deadline:
            return f" by {deadline.day}"
    return ""


AWARDS: list[Case] = [
    ("建立值班制度的，得2分；未建立的，不得分。", None, ["award 2 else 0"]),
    ("制度健全，得满分，否则不得分", "5", ["award full else 0"]),
    ("在2023年6月30日前报送总结，得3分，否则不得分。", None, ["award 3 by 2023-06-30 else 0"]),
    ("有专人负责信息报送工作，3分。", "3", ["award 3"]),
    ("每年至少组织一次演练的，得1分。", None, ["award 1"]),
    (
        "设有机构的，得1分；配有专人的，得1分；经费有保障的，得1分，否则不得分。",
        "3",
        ["award 1", "award 1", "award 1 else 0"],
    ),
    ("①有计划，得1分；②有检查，得1分；③有总结，得2分。", "4", ["award 1", "award 1", "award 2"]),
    ("制度健全（2分）；合同规范（2分）；档案完整（1分）。", "5", ["award 2", "award 2", "award 1"]),
    ("被评为先进单位的，加2分；承办现场会的，加1分。", None, ["bonus 2", "bonus 1"]),
    ("年内新增专职人员1名及以上加0.5分", None, ["bonus 0.5 年内新增专职人员≥1名"]),
]

MARKS: list[Case] = [
    ("组织领导有力，2分；宣传到位，3分；档案齐全，1分。", None, ["award 2", "award 3", "award 1"]),
    (
        "①有方案，1分；②有总结，1分。③有制度，2分，每缺一项扣1分。",
        "4",
        ["award 1", "award 1", "base 2", "deduct 1 per event 1项"],
    ),
    ("安全生产，15分。发生一般事故扣5分，发生较大事故扣10分。", None, ["mark 15", "penalty 5", "penalty 10"]),
    ("食品安全(3分，发生较大事故不得分)", None, ["mark 3", "zero clause at 1"]),
    ("有专职人员，3分。没有的，不得分。", None, ["award 3 else 0"]),
    (
        "无欠费，3分；有少量欠费，2分；欠费较多，不得分。",
        "3",
        ["tiers label", "  3 无欠费", "  2 有少量欠费", "  0 欠费较多"],
    ),
    ("优：5分；良：3分；差：0分。", "5", ["tiers label", "  5 优", "  3 良", "  0 差"]),
    (
        "一等奖，10分；二等奖，8分；三等奖，6分。",
        None,
        ["tiers label", "  10 一等奖", "  8 二等奖", "  6 三等奖"],
    ),
    ("材料真实（2分）、完整（2分）、及时（1分）。", "5", ["award 2", "award 2", "award 1"]),
    (
        "1.报送信息10分。报送12条以上得10分，8条以上得6分，少于8条不得分。",
        None,
        ["mark 10", "tiers number", "  10 报送≥12条", "  6 ≥8条<12条", "  0 <8条"],
    ),
    (
        "落实责任，得4分。其中：有文件的，得1分；有部署的，得1分；有检查的，得2分。",
        None,
        ["mark 4", "award 1", "award 1", "award 2"],
    ),
    ("推动信息公开，得2分。公开率不低于70%，得2分。", "2", ["mark 2", "award 2 公开率≥70%"]),
    ("基础分60分，每增加10个百分点加2分。", None, ["award 60", "gain 2 per rise 10个百分点"]),
    (
        "省级刊发，得3分；市级刊发，得2分；简报采用，得2分。最多得6分",
        None,
        ["award 3", "award 2", "award 2", "cap score 6"],
    ),
    (
        "电话受理率达到95%得3分，网上受理率达到90%得2分。",
        "5",
        ["award 3 电话受理率≥95%", "award 2 网上受理率≥90%"],
    ),
    (
        "受理率≥95%得3分，≥90%得2分；办结率≥98%得3分，≥90%得1分。",
        None,
        ["tiers number", "  3 受理率≥95%", "  2 ≥90%<95%", "tiers number", "  3 办结率≥98%", "  1 ≥90%<98%"],
    ),
    (
        "平均办理时长≤12小时，得3分；办理时长≤24小时，得1分。",
        "3",
        ["tiers number", "  3 平均办理时长≤12小时", "  1 办理时长>12小时≤24小时"],
    ),
    (
        "后退5位以上扣1分，后退10位以上扣2分；进步5位以上加0.5分。",
        None,
        ["tiers number", "  -1 后退≥5位<10位", "  -2 后退≥10位", "bonus 0.5 进步≥5位"],
    ),
]

TIERS: list[Case] = [
    (
        "使用率达到85%得6分，80%-85%（不含85%）或95%以上得4分，低于80%得2分。",
        "6",
        ["tiers label", "  6 使用率≥85%", "  4 80%-85%（不含85%）或95%以上", "  2 <80%"],
    ),
    (
        "合格率100-80%（含80%）得3分；80-60%（不含80%）得2分；60%以下（不含60%）得1分。",
        None,
        ["tiers number", "  3 合格率≥80%≤100%", "  2 ≥60%<80%", "  1 <60%"],
    ),
    (
        "2小时内响应得3分，4小时内得2分，超过4小时不得分。",
        None,
        ["tiers number", "  3 ≤2小时", "  2 >2小时≤4小时", "  0 >4小时"],
    ),
    (
        "响应时间2小时内得3分，4小时内得2分，超过4小时不得分。",
        None,
        ["tiers number", "  3 响应时间≤2小时", "  2 >2小时≤4小时", "  0 >4小时"],
    ),
    ("进入前10名加3分，11-20名加2分。", None, ["bonus tiers rank", "  3 rank 1-10", "  2 rank 11-20"]),
    (
        "（1）覆盖率≥50%，得3分；（2）50%＞覆盖率≥30%，得1.5分；（3）覆盖率＜30%，不得分。",
        None,
        ["tiers number", "  3 覆盖率≥50%", "  1.5 覆盖率≥30%<50%", "  0 覆盖率<30%"],
    ),
    (
        "知晓率达90%以上得3分，80%以上得2分，80%以下不得分。",
        "3",
        ["tiers number", "  3 知晓率≥90%", "  2 ≥80%<90%", "  0 <80%"],
    ),
    (
        "90%-100%得3分；80%-89%得2分；80%以下，不得分。",
        None,
        ["tiers number", "  3 ≥90%≤100%", "  2 ≥80%≤89%", "  0 <80%"],
    ),
    (
        "到会率90%（含）以上得5分，80%（含）至90%得3分，低于80%得1分。",
        "5",
        ["tiers number", "  5 到会率≥90%", "  3 ≥80%<90%", "  1 <80%"],
    ),
    (
        "课堂评价90分以上得10分；80-90分得8分；80分以下不得分。",
        "10",
        ["tiers number", "  10 课堂评价≥90分", "  8 ≥80分<90分", "  0 <80分"],
    ),
    (
        "12小时＜平均时长≤24小时，得1分；平均时长≤12小时，得3分；平均时长＞24小时，得0分。",
        None,
        ["tiers number", "  1 平均时长>12小时≤24小时", "  3 平均时长≤12小时", "  0 平均时长>24小时"],
    ),
    (
        "80%≤项目（一期）完成率＜90%，得1分；项目（一期）完成率≥90%，得2分；项目（一期）完成率＜80%，得0分。",
        None,
        [
            "tiers number",
            "  1 完成率≥80%<90%",
            "  2 完成率≥90%",
            "  0 完成率<80%",
        ],
    ),
    (
        "完成目标得40分，完成目标的90%得35分、80%得30分，80%以下不得分。",
        "40",
        ["tiers number", "  40 完成目标", "  35 ≥90%", "  30 ≥80%<90%", "  0 <80%"],
    ),
    (
        "第1-3名，得3分；第4-6名，得2分；第6名之后，得1分。",
        None,
        ["tiers rank", "  3 rank 1-3", "  2 rank 4-6", "  1 rank 7-…"],
    ),
    (
        "评教成绩位于前10%的计10分，10%-30%的计8分，其余计4分。",
        "10",
        ["tiers rank else 4", "  10 rank 0-10%", "  8 rank 10-30%"],
    ),
    (
        "排名倒数第1名、第2名、第3名的分别扣3分、2分、1分",
        None,
        ["tiers rank", "  -3 rank 1-1 from bottom", "  -2 rank 2-2 from bottom", "  -1 rank 3-3 from bottom"],
    ),
    (
        "运行情况良好，得满分，情况为中，得1分，情况为差，不得分。",
        "3",
        ["tiers label", "  full 运行情况良好", "  1 情况为中", "  0 情况为差"],
    ),
    (
        "具有甲级资质得5分，乙级3分，丙级1分。",
        "5",
        ["tiers label", "  5 具有甲级资质", "  3 乙级", "  1 丙级"],
    ),
    ("优：8-10分；良：5-7分；差：0-4分。", "10", ["tiers label", "  8~10 优", "  5~7 良", "  0~4 差"]),
    ("山区得4分，平原得3分，否则不得分。", "4", ["tiers label else 0", "  4 山区", "  3 平原"]),
    (
        "优秀者加4分；良好者加2分；不及格者计0分。",
        None,
        ["bonus tiers label", "  4 优秀者", "  2 良好者", "  0 不及格者"],
    ),
    (
        "获一、二、三等奖及优胜奖分别加5、3、2、1分。",
        None,
        ["bonus tiers label", "  5 获一等奖", "  3 二等奖", "  2 三等奖", "  1 优胜奖"],
    ),
    ("考核经费占5%～8%，得1分", None, ["award 1 考核经费占≥5%≤8%"]),
]

DEDUCTIONS: list[Case] = [
    (
        "优秀率达30%得20分，每低1%扣0.5分；及格率100%，每低1%扣1分。",
        None,
        [
            "base 20 优秀率≥30%",
            "deduct 0.5 per drop 1% from 优秀率30%",
            "deduct 1 per drop 1% from 及格率100%",
        ],
    ),
    (
        "签约率达30%，得3分；随访率达60%，得2分。每低1个百分点分别扣0.1分。",
        "5",
        [
            "base 3 签约率≥30%",
            "base 2 随访率≥60%",
            "deduct 0.1 per drop 1个百分点 from 签约率30%",
            "deduct 0.1 per drop 1个百分点 from 随访率60%",
        ],
    ),
    ("及时率、准确率均达到100%，每下降1%扣1分。", None, ["deduct 1 per drop 1%"]),
    (
        "涉及500万元以内的每条扣2分，超过500万元的每条扣3分。",
        None,
        ["deduct 2 per event 1条", "deduct 3 per event 1条"],
    ),
    ("未统计分析的，不得分；分析不完整的，扣1分。", None, ["zero clause at 1", "penalty 1"]),
    ("按照发现问题数量进行扣分，每发现1处扣0.5分。", None, ["deduct 0.5 per event 1处"]),
    ("按完成比例扣分，每低1%扣0.5分。", None, ["formula deduct: 按完成比例扣分", "deduct 0.5 per drop 1%"]),
    ("未按期整改的加倍扣分。", None, ["? 加倍扣分"]),
    (
        "资金到位率低于90%不得分。结转率每超过1个百分点扣0.2分。",
        None,
        ["zero clause at 1 资金到位率<90%", "deduct 0.2 per over 1个百分点"],
    ),
    (
        "执行率达到95%得5分，满意度每低1个百分点扣0.5分。",
        None,
        ["award 5 执行率≥95%", "deduct 0.5 per drop 1个百分点"],
    ),
    (
        "满意度达到90%得10分。每降低1个百分点扣0.2分。",
        None,
        ["base 10 满意度≥90%", "deduct 0.2 per drop 1个百分点 from 满意度90%"],
    ),
    ("县、乡、村分别不少于7个、4个、1个，每少1个扣0.5分。", None, ["deduct 0.5 per short 1个"]),
    ("统计表未报（扣12分，其中每少报1个月扣1分）。", None, ["deduct 1 per short 1个月 cap 12"]),
    ("未建台账的扣5分，台账不全的扣3分。共计6分。", None, ["penalty 5", "penalty 3", "cap score 6"]),
    ("每发现一处扣2分，共计10分，扣完为止。", "10", ["deduct 2 per event 1处", "until exhausted"]),
    (
        "全年无事故得3分，有1起扣1分，有2起扣2分，3起及以上不得分。",
        "3",
        ["base 3", "tiers number", "  -1 ≥1起≤1起", "  -2 ≥2起≤2起", "  -3 ≥3起"],
    ),
    ("完成率在80%以下的，每低1个百分点扣0.5分", None, ["deduct 0.5 per drop 1个百分点 from 完成率80%"]),
    (
        "面积每增加100平方米扣1分，不足100平方米按100平方米计算。",
        None,
        ["deduct 1 per over 100平方米 or part of it"],
    ),
    ("造成损坏的，视损失程度扣5-20分，直至取消上岗资格。", None, ["judgement deduct 5~20", "veto 上岗资格"]),
    ("累计扣10分以上的，取消年度评优资格。", None, ["veto 年度评优资格"]),
    ("存在被评为不合格情形的，每例扣5分。", None, ["deduct 5 per event 1例"]),
    ("未按期整改的扣2分。", None, ["penalty 2"]),
    ("迟报、漏报一次扣0.5分，扣完为止。", None, ["deduct 0.5 per event 1次", "until exhausted"]),
    ("未佩戴工牌的，扣2分/人。", None, ["deduct 2 per event 1人"]),
    (
        "延迟报告的扣 2 分/客户，瞒报的扣5分/客户。",
        None,
        ["deduct 2 per event 1客户", "deduct 5 per event 1客户"],
    ),
    ("灭火器过期的，每具扣1分。", None, ["deduct 1 per event 1具"]),
    ("无故缺席的，每人每次扣0.5分，最高扣5分。", None, ["deduct 0.5 per event 1人次 cap 5"]),
    ("达到200个得4分，每少10个扣0.1分。", None, ["base 4 ≥200个", "deduct 0.1 per short 10个 from 200个"]),
    (
        "满意度达到90%，得10分，每降低一个百分点扣0.2分。",
        None,
        ["base 10 满意度≥90%", "deduct 0.2 per drop 1个百分点 from 满意度90%"],
    ),
    ("听课不少于15节，每少一节扣0.5分。", None, ["deduct 0.5 per short 1节 from 听课15节"]),
    ("请假超过两次的，每增加1次扣1分。", None, ["deduct 1 per event 1次 beyond 2次"]),
    ("支出每超1万元扣0.1分", None, ["deduct 0.1 per over 1万元"]),
    (
        "报价每高于基准价1%扣1分，每低于基准价1%扣0.5分",
        None,
        ["deduct 1 per rise 1%", "deduct 0.5 per drop 1%"],
    ),
    (
        "低于80%、70%、60%的，分别扣1分、2分、3分",
        None,
        ["tiers number", "  -1 ≥70%<80%", "  -2 ≥60%<70%", "  -3 <60%"],
    ),
    (
        "超标一次扣2分，两次扣5分，三次及以上不得分。",
        "10",
        ["tiers number", "  -2 ≥1次≤1次", "  -5 ≥2次≤2次", "  -10 ≥3次"],
    ),
    (
        "每减少1个百分点，甲类扣0.5分，乙类扣0.3分",
        None,
        ["deduct 0.5 per drop 1个百分点", "deduct 0.3 per drop 1个百分点"],
    ),
    ("去甲地、去乙地的，每次分别扣10分、5分", None, ["deduct 10 per event 1次", "deduct 5 per event 1次"]),
    ("发生死亡10人以上的事故，另扣责任单位10分", None, ["penalty 10"]),
    ("超时（-5分）", None, ["penalty 5"]),
    ("未建立的不得分；不健全的，缺一项扣1分。", "3", ["zero clause at 1", "deduct 1 per event 1项"]),
    ("任意1条不符合扣5分；不符合3条以上不得分", "15", ["deduct 5 per event 1条", "zero clause at 3"]),
    (
        "存在1处死角扣0.2分，存在3处以上死角本项不得分。",
        "2",
        ["deduct 0.2 per event 1处", "zero clause at 3"],
    ),
    ("出现一处失爆“机电”大项不得分", None, ["zero indicator at 1"]),
    (
        "每出现一次扣2分，超过2次扣完4分并取消评优资格。",
        None,
        ["deduct 2 per event 1次", "all penalty 4 after 2", "veto 评优资格 after 2"],
    ),
    ("情节严重的，酌情扣1-3分", None, ["judgement deduct 1~3"]),
    ("入驻情况，3分。根据新增入驻的服务事项数量进行计分。", None, ["mark 3", "judgement award"]),
    ("根据故障率、故障时长等情况进行计分", "3", ["judgement award"]),
    (
        "根据完成率进行计分。完成率≥90%得5分，完成率＜90%得0分",
        None,
        ["tiers number", "  5 完成率≥90%", "  0 完成率<90%"],
    ),
    (
        "增量生成，4分。计算及时生成的办件占总办件数的比例，按比例得分，或抽查相关办件，发现一处缺漏，扣一分，扣完为止。",
        None,
        [
            "mark 4",
            "formula award: 按比例得分",
            "按比例得分 or 抽查相关办件",
            "deduct 1 per event 1处",
            "until exhausted",
        ],
    ),
    (
        "计算应用证照的办件占总办件数的比例，按比例得分或抽查相关办件，发现一处缺漏，扣一分，最高扣4分。",
        "10",
        ["formula award: 按比例得分", "按比例得分 or 抽查相关办件", "deduct 1 per event 1处 cap 4"],
    ),
    (
        "按比例得分；抽查或暗访发现问题的，一处扣1分。",
        "4",
        ["formula award: 按比例得分", "deduct 1 per event 1处"],
    ),
    ("资料不全的，每项扣0.5-2分。", None, ["judgement deduct 0.5~2 per 1项"]),
    (
        "按时完成得6分，未全部完成的，按比例扣分。（提供说明后可不扣分）",
        None,
        ["base 6", "formula deduct: 按比例扣分", "exempt"],
    ),
]

GAINS: list[Case] = [
    ("质保3年得1分，每增加1年加1分，最多得3分。", None, ["award 1", "gain 1 per over 1年", "cap score 3"]),
    ("排名前二的，分别加3分、2分。", None, ["bonus tiers rank", "  3 rank 1-1", "  2 rank 2-2"]),
    (
        "获批一个国家级基地得4分，获批一个省级基地得1分，可累计计算。",
        None,
        ["gain 4 per event 1个", "gain 1 per event 1个"],
    ),
    ("每具有1个证书得0.5分，满分2分。", None, ["gain 0.5 per event 1个 cap 2"]),
    ("每后退一位减1分，每进步一位加0.5分。", None, ["deduct 1 per drop 1位", "gain 0.5 per rise 1位"]),
    ("开工率、完成率达到目标的各得2分。", None, ["gain 2 per event 1项"]),
    (
        "有制度，得1分；为每位学员配置1名导师，并严格落实，得1分；无制度的，此项不得分。",
        "2",
        ["award 1", "award 1", "zero clause at 1"],
    ),
    (
        "《内参》采用1条，计5分；《快报》采用1条，计10分。",
        None,
        ["gain 5 per event 1条", "gain 10 per event 1条"],
    ),
    ("引进1家企业加3分，获得1项荣誉加2分。", None, ["gain 3 per event 1家", "gain 2 per event 1项"]),
    ("每引进1个10亿元以上项目，加4分。", None, ["gain 4 per event 1个"]),
    ("建立网站、公众号的任何一项加1分。", None, ["bonus 1"]),
    (
        "两项均完成得2分，完成一项得1分，均未完成得0分。",
        "2",
        ["tiers label", "  2 两项均完成", "  1 完成一项", "  0 均未完成"],
    ),
    ("以到位资金计分，完成任务得5分；每超10%加1分。", None, ["award 5", "gain 1 per over 10%"]),
    ("在考核中取得90分以上成绩的，加2分。", None, ["bonus 2"]),
    (
        "组织4次以上得5分，3次得4分，1次得1分，未组织的不得分。",
        "5",
        ["tiers number", "  5 组织≥4次", "  4 ≥3次≤3次", "  1 ≥1次≤1次", "  0 未组织的"],
    ),
    ("综合排名第一的加5分，第二的加3分", None, ["bonus tiers rank", "  5 rank 1-1", "  3 rank 2-2"]),
    (
        "选对一个得1分，选对两个得2分，选对三个得4分",
        "4",
        ["tiers number", "  1 ≥1个≤1个", "  2 ≥2个≤2个", "  4 ≥3个≤3个"],
    ),
    (
        "每完成一个场景得2分，最高得4分。总分不高于100分。",
        None,
        ["gain 2 per event 1个 cap 4", "total cap 100"],
    ),
    ("1个系统得1分，满分10分。", None, ["gain 1 per event 1个 cap 10"]),
    ("完成任务得3分。新增1家示范点，得3分。", "6", ["award 3", "award 3"]),
    (
        "论文每篇加5分，专利每件加3分，最高加15分。",
        None,
        ["gain 5 per event 1篇", "gain 3 per event 1件", "cap gain 15"],
    ),
    ("每5万元加10分。", None, ["gain 10 per event 5万元"]),
    ("超额完成1个百分点加0.3分，加分不超过3分", None, ["gain 0.3 per over 1个百分点 cap 3"]),
    ("每做一次作业0.5分，最高加5分", None, ["gain 0.5 per event 1次 cap 5"]),
    ("表现突出的，可适当加分，最高不超过6分。", None, ["judgement gain", "cap score 6"]),
]

BOUNDS: list[Case] = [
    ("得分=完成率×10，四舍五入保留两位小数。", None, ["formula award: 完成率 * 10 to 2 places"]),
    ("得分=完成率×10（保留一位小数）。", None, ["formula award: 完成率 * 10 to 1 places"]),
    (
        "若为正向指标（即指标值为≥*），则得分计算方法应用实际值/指标值╳该指标分值；"
        "若为反向指标，得分计算公式为：指标值/实际值×分值；得分最高不得超过该指标分值上限。",
        None,
        [
            "formula award: 实际值 / 指标值 * 该指标分值",
            "formula award: 指标值 / 实际值 * 分值",
            "within the full mark",
        ],
    ),
    (
        "按期完成的，得分计算方法为完成数/任务数×分值，四舍五入保留两位小数。",
        None,
        ["formula award: 完成数 / 任务数 * 分值 to 2 places"],
    ),
    ("得分计算方法应用两数之比×分值÷", None, ["? 得分计算方法应用两数之比×分值÷"]),
    # 得分最高不得超过… bounds what another sentence gives; alone it scores nothing.
    ("得分一档最高不能超过该指标分值上限。", None, ["? nothing"]),
    (
        "完成情况分为：甲、乙、丙三档，分别按照该指标对应分值区间100-80%（含80%）、80-60%（含60%）、60-0%合理确定分值。",
        None,
        ["tiers label", "  80~100% 甲", "  60~80%＜ 乙", "  0~60%＜ 丙"],
    ),
    (
        "分为好、中、差三档，按分值的100%-80%、80%-60%（不含60%）、60%-0%合理确定分值。",
        None,
        ["tiers label", "  80~100% 好", "  60~80%＞ 中", "  0~60% 差"],
    ),
    # Three labels and two shares: which is which, the words do not say.
    ("分为甲、乙、丙三档，分别按照分值100-60%、60-0%合理确定分值。", None, ["judgement award"]),
    ("按比例得分，结果四舍五入取整。", None, ["formula award: 按比例得分，结果四舍五入取整 to 0 places"]),
    ("按每少1个百分点扣减0.3分的标准扣分。", None, ["deduct 0.3 per drop 1个百分点"]),
    ("每查实一起扣0.5分，扣分不封顶。", None, ["deduct 0.5 per event 1起"]),
    (
        "到甲地、乙地上访，一批次分别扣1分、2分。",
        None,
        ["deduct 1 per event 1批次", "deduct 2 per event 1批次"],
    ),
    ("违规收费未退回扣2分。", None, ["penalty 2"]),
    ("上班未打卡扣0.5分，收受回扣的扣5分。", None, ["penalty 0.5", "penalty 5"]),
    ("迟到的，每个月扣3分。", None, ["deduct 3 per event 1个月"]),
    ("浓度每差2微克/立方米扣0.5分。", None, ["deduct 0.5 per short 2微克/立方米"]),
    ("每漏报一处扣1分，本项限扣5分。", None, ["deduct 1 per event 1处 cap 5"]),
    ("每查实一起扣2分，扣完分数即止。", None, ["deduct 2 per event 1起", "until exhausted"]),
    ("每查实一起扣2分；弄虚作假的，取消该项得分。", None, ["deduct 2 per event 1起", "zero clause at 1"]),
    ("造成死亡的，一次性扣完本项分。", None, ["zero clause at 1"]),
    ("实行一票否决。", None, ["veto 实行一票否决"]),
    ("发生纳入“一票否决”事项的，扣10分。", None, ["penalty 10"]),
    ("未分配任务的，该项得全局平均分。", None, ["formula award: 得全局平均分"]),
    ("完成率×本项分值", None, ["formula award: 完成率 * 本项分值"]),
    ("精简、取消、下放的事项更新及时，得2分。", None, ["award 2"]),
    ("本项共10分，每缺一项扣2分，扣完为止。", None, ["mark 10", "deduct 2 per event 1项", "until exhausted"]),
    ("总分60分以下的，不得分。", None, ["zero clause at 1 总分≤60分"]),
    (
        "响应完整得15分；每缺一项扣5分，最低0分",
        None,
        ["base 15", "deduct 5 per event 1项", "until exhausted"],
    ),
    ("60%～80%的按线性插值得分", None, ["formula award: 按线性插值得分"]),
    (
        "甲每次扣2分；乙每次扣2分；最高扣10分。",
        None,
        ["deduct 2 per event 1次", "deduct 2 per event 1次", "cap deduct 10"],
    ),
    ("甲未接入的，扣8分；乙每次扣2分，最高扣4分。", None, ["penalty 8", "deduct 2 per event 1次 cap 4"]),
    ("被点名批评的，每次扣10分，直至50分扣完。", "10", ["deduct 10 per event 1次", "drain 50"]),
    ("每发现一处扣0.5分，1分扣完为止。", None, ["deduct 0.5 per event 1处 cap 1", "until exhausted"]),
    ("每缺一项扣1分，总分4分。", None, ["deduct 1 per event 1项", "cap score 4"]),
    (
        "发表1篇得2分，最高6分，同一稿件按最高级别计分。",
        None,
        ["gain 2 per event 1篇 cap 6", "once: 同一稿件按最高级别计分"],
    ),
    (
        "2.办理情况，5分。（1）数量，2分。每少一件扣0.5分，最高扣2分。（2）质量，3分。每发现一处扣0.2分。",
        None,
        ["mark 5", "(1) mark 2", "deduct 0.5 per short 1件 cap 2", "(2) mark 3", "deduct 0.2 per event 1处"],
    ),
    ("④卫生情况(2分,每次扣0.1分)", None, ["mark 2", "deduct 0.1 per event 1次"]),
    (
        "到位率=（到位资金/预算资金）×100%，得分=到位率×分值。",
        None,
        ["到位率 := 到位资金 / 预算资金", "formula award: 到位率 * 分值"],
    ),
    (
        "百分数为非整数时，采用内插法计算；每低1%扣1分。",
        None,
        ["formula adjust: 采用内插法计算", "deduct 1 per drop 1%"],
    ),
    ("发生重大事故的，年度不得评为优秀等次。", None, ["veto 年度不得评为优秀等次"]),
    ("检测不合格仍使用的，一票否决。", None, ["veto 一票否决"]),
]

REFUSED: list[Case] = [
    ("产品合格的得5；不合格的得3分。", None, ["? 得5"]),
    ("完成率每低1个百分点扣0.5分，四舍五入保留一位小数。", None, ["? 四舍五入保留一位小数"]),
    ("有计划，积极参加，最高得10分。", "10", ["? 最高得10分"]),
    ("视处分级别一次分别扣3分、2分、1分。", None, ["? 分别扣3分、2分、1分"]),
    ("资料缺失的，每份扣0。5分。", None, ["? 扣0。5分"]),
    ("资料缺失的，每份扣0. 5分。", None, ["? 扣0. 5分"]),
    ("资料缺失的，每份扣O.5分；逾期的扣l分。", None, ["? 扣O.5分", "? 扣l分"]),
    ("资料缺失的，每份扣.5分。", None, ["? 扣.5分"]),
    ("资料缺失的，每份扣0，5分。", None, ["? 扣0，5分"]),
    ("每处得分0. 5分。", None, ["? 得分", "? 0. 5分"]),
    ("完成10%得5分，完成20%得6分，以此类推。", None, ["? 以此类推"]),
    ("第一次扣1分，第二次扣3分。", None, ["? 第一次", "? 第二次"]),
    ("迟到2次扣1分。", None, ["? 扣1分"]),
    ("三项工作(15分,每项5分)", None, ["? 5分"]),
    ("达不到的，得权重分的80%。", None, ["? 得权重分的80%"]),
    ("经催办仍未落实的加倍扣分。", None, ["? 加倍扣分"]),
    ("根据数量进行计分。", None, ["? 进行计分"]),
    ("已制定的得l分。", None, ["? 得l分"]),
    ("甲扣5分；乙每次扣1分，丙每次扣2分，最高扣4分", None, ["? 最高扣4分"]),
    ("第1名加10分（每名级差为1分）", None, ["? 级差", "? 1分"]),
    ("加强领导，落实责任。", None, ["? nothing"]),
]


CONSEQUENCES: list[Case] = [
    ("重启超过3次，本项记为0分。", None, ["zero clause at 4"]),
    ("每次扣2分，情节严重的成绩记零。", None, ["deduct 2 per event 1次", "zero clause at 1"]),
    ("体检合格加5分。不合格此项分数为0", None, ["bonus 5 else 0"]),
    ("替考的，该科成绩作废。", None, ["zero clause at 1"]),
    ("有归零、跳变的（数据归零），扣2分/处。", None, ["deduct 2 per event 1处"]),
    ("有重大问题记录的，评委有权否决其投标。", None, ["veto 有权否决其投标"]),
    (
        "每条扣1分；负偏离超过5条的作无效投标处理。",
        None,
        ["deduct 1 per event 1条", "veto 作无效投标处理 after 5"],
    ),
    ("未按要求密封的，投标无效。", None, ["veto 投标无效"]),
    ("投标被否决，扣5分", None, ["penalty 5"]),
    ("有严重事故的，考核等级降一格。", None, ["veto 考核等级降一格"]),
    ("每降低一个等级扣2分", None, ["deduct 2 per drop 1个"]),
    ("缺多少扣多少分", None, ["formula award: 缺多少扣多少分"]),
    ("本项扣至0分为止，每条扣1分。", None, ["deduct 1 per event 1条", "until exhausted"]),
    ("每迟到1次少得0.5分", None, ["deduct 0.5 per event 1次"]),
    ("至少得1分", None, ["? 至少得1分"]),
    (
        "一般得60分以下；良好得60-80分；优秀得80-100分。",
        None,
        ["tiers label", "  0~60 一般", "  60~80 良好", "  80~100 优秀"],
    ),
    ("优：5≤得分≤6；良：3≤得分＜5；差：0分。", "6", ["tiers label", "  5~6 优", "  3~5＜ 良", "  0 差"]),
    ("扣5分以上。再次发现扣10分", None, ["? 扣5分以上"]),
    ("迟到者，扣5分/天，再犯累加3分。", None, ["deduct 5 per event 1天", "penalty 3"]),
    ("每篇加2分，获奖的累加3分。", None, ["gain 2 per event 1篇", "bonus 3"]),
    ("每张扣1分，累计扣满12分取消评选资格。", None, ["deduct 1 per event 1张", "veto 评选资格"]),
    ("每人次扣1分；扣满15分的，追加扣除10分。", None, ["deduct 1 per event 1人次", "penalty 10"]),
    ("每次扣1分，累计扣12分，扣完为止。", None, ["? 扣12分"]),
    ("最优者得50分，每递增一位减2分，直至20分止。", "50", ["base 50", "deduct 2 per event 1位 cap 30"]),
    ("每降一名减1分，最低得3分。", "10", ["deduct 1 per drop 1名 cap 7"]),
    ("每发现一次扣2分，扣至10分为止。", "20", ["? 扣至10分"]),
    (
        "早读迟到扣1分每人次，两操缺勤扣2分每人。",
        None,
        ["deduct 1 per event 1人次", "deduct 2 per event 1人"],
    ),
    ("发现1处罚2分", None, ["deduct 2 per event 1处"]),
    ("实行扣分制，每次扣2分，不累积扣分。", None, ["deduct 2 per event 1次", "once: 不累积扣分"]),
    ("每次加2分，满分为止。", None, ["gain 2 per event 1次"]),
    ("每超过满分标准3秒扣1分", None, ["deduct 1 per over 3秒"]),
    ("负全责扣15分、主责10分、次责3分。", None, ["penalty 15", "penalty 10", "penalty 3"]),
    (
        "每次迟到扣1分，早退2分，合计10分",
        None,
        ["deduct 1 per event 1次", "deduct 2 per event 1次", "cap deduct 10"],
    ),
    ("诊断错误扣1-3分，欠准确1-2分", None, ["judgement deduct 1~3", "judgement deduct 1~2"]),
    (
        "核心期刊每篇8分、省级5分、市级3分。",
        None,
        ["gain 8 per event 1篇", "gain 5 per event 1篇", "gain 3 per event 1篇"],
    ),
    (
        "国家级、省级、校级发表文章8分、6分、4分/篇。",
        None,
        ["gain 8 per event 1篇", "gain 6 per event 1篇", "gain 4 per event 1篇"],
    ),
    ("证书每人1分，最多不超过3人。", None, ["gain 1 per event 1人 cap 3"]),
    ("每次加2分，最多报3篇。", None, ["? 最多报3篇"]),
    ("第一作者计60%，第二作者计40%。", None, ["? 计60%", "? 计40%"]),
    ("每发现一处1分", None, ["? 1分"]),
    (
        "胜一场得3分，平一场得1分，负一场得0分；弃权一场扣3分。",
        None,
        ["gain 3 per event 1场", "gain 1 per event 1场", "deduct 3 per event 1场"],
    ),
    ("每欠产5件扣1分，超10件奖1分", None, ["deduct 1 per short 5件", "gain 1 per over 10件"]),
    ("1个扣1—2分，扣2—3分/处", None, ["judgement deduct 1~2 per 1个", "judgement deduct 2~3 per 1处"]),
    ("每项得1-3分", None, ["judgement award 1~3 per 1项"]),
    ("未与每个楼层相连扣4分；没有每项都检查扣1分", None, ["penalty 4", "penalty 1"]),
    ("每人每次迟到都扣1分", None, ["deduct 1 per event 1人次"]),
    ("一次警告，第二次取消比赛资格。", None, ["veto 比赛资格 after 1"]),
    ("酌情加1至3分。需加3分以上者，须经审批。", None, ["judgement gain 1~3"]),
    (
        "良好得60<F<90分，否则不得分。",
        None,
        ["tiers label else 0", "  60~90＞＜ 良好"],
    ),
    ("每低1%扣0.5分，不足1%的不扣分，扣完为止。", None, ["deduct 0.5 per drop 1%", "until exhausted"]),
    (
        "每高1%扣1分，每低1%扣0.5分，不足1%按插值法计算。",
        None,
        ["deduct 1 per rise 1% in proportion", "deduct 0.5 per drop 1% in proportion"],
    ),
    (
        "住院日不超过9天得10分，每超1天扣1分，超过2天不得分。",
        "10",
        ["base 10 住院日≤9天", "deduct 1 per over 1天 from 住院日9天", "zero clause at 1 住院日>11天"],
    ),
    ("每超1%扣1分，超过5%不得分。", None, ["deduct 1 per over 1%", "zero clause at 1 >5%"]),
    ("次数达2次扣3分，2次以上的扣6分。", None, ["tiers number", "  -3 次数≥2次≤2次", "  -6 >2次"]),
    (
        "3-15人项目，参与者一律加2分；16-30人项目，参与者一律加3分。",
        None,
        ["bonus tiers number", "  2 ≥3人≤15人", "  3 ≥16人≤30人"],
    ),
    ("每次扣1分，累计扣满12分。", None, ["? 12分"]),
    ("累计扣分满6分，停岗学习；满12分，取消上岗资格。", None, ["veto 上岗资格"]),
    ("缺勤一次扣2分，缺勤三次以上者不计平时成绩。", None, ["deduct 2 per event 1次", "zero clause at 3"]),
    ("被认定为劣质工程的得负10分。", None, ["penalty 10"]),
    ("达标得5分，不达标为零。", None, ["? 为零"]),
    (
        "一类期刊每篇10分，二类期刊6分，同一论文取最高分。",
        None,
        ["gain 10 per event 1篇", "gain 6 per event 1篇", "once: 同一论文取最高分"],
    ),
    ("去掉一个最高分，取其余的平均分为最后得分。", None, ["formula award: 取其余的平均分为最后得分"]),
    ("缺课扣0.5分/课时，缺席扣1分/每人。", None, ["deduct 0.5 per event 1课时", "deduct 1 per event 1人"]),
    (
        "违规扣1分/万元（以审计为准），扣2分/客户。",
        None,
        ["deduct 1 per event 1万元", "deduct 2 per event 1客户"],
    ),
    ("扣2分/某个很长的单位名称", None, ["? 扣2分/"]),
    ("小计得分不足40分的，该检查表为零分。", None, ["zero clause at 1"]),
    (
        "献血200ml加1分，400ml加2分，限加一次。",
        None,
        ["bonus tiers number", "  1 ≥200ml≤200ml", "  2 ≥400ml≤400ml", "once: 限加一次"],
    ),
]

# What sounds alike and means another thing: read so, or refused.
ALIKE: list[Case] = [
    ("每发现一次扣1分，每项最多扣2分；每少一次扣0.5分。", "10", ["? 最多扣2分"]),
    ("每缺一项扣3分，每处缺陷扣0.5分，单项最多扣1分。", None, ["? 单项最多扣1分"]),
    ("每次碰撞扣1分，每个装配流程最多扣1分", None, ["deduct 1 per event 1次 cap 1"]),
    ("每人迟到一次扣1分，每人最多扣3分", None, ["? 最多扣3分"]),
    ("每次扣1分，每次最多扣3分", None, ["? 最多扣3分"]),
    ("每迟到一次扣1分，每年最多扣3分", None, ["deduct 1 per event 1次 cap 3"]),
    ("第1名得3分，每发现一次扣2分", None, ["award 3 rank 1-1", "deduct 2 per event 1次"]),
    (
        "（1）缺一次扣0.2分。（2）迟到一次扣0.1分。部门累计扣分不超过1分。",
        None,
        ["deduct 0.2 per event 1次", "deduct 0.1 per event 1次", "cap deduct 1"],
    ),
    ("超时 → -5分；无扩展项 → -10分", None, ["penalty 5", "penalty 10"]),
    ("迟到-2分，早退 -1分", None, ["penalty 2", "penalty 1"]),
    ("功能完整，得(3-5]分；内容简略得[1,2]分；无方案得0分。", None, ["? 得(3-5]分", "? 得[1,2]分"]),
    (
        "得分=（2-办理周期）*10，0分≦得分≦10分。",
        "30",
        ["formula award: (2 - 办理周期) * 10", "cap score 10"],
    ),
    ("旷课一节扣2分，迟到3次折算1节旷课。", None, ["? 折算1节"]),
    ("每缺一人扣0.5分至4分扣完。", None, ["deduct 0.5 per event 1人 cap 4", "until exhausted"]),
    ("无甲扣3分，无乙扣3分，均无的扣6分。", None, ["? 扣6分"]),
    ("发表：0.5分（累计加分不超过1分）。", None, ["gain 0.5 per event 1次 cap 1"]),
    ("旷课一节扣2分，迟到3次按旷课1节计。", None, ["? 按旷课1节计"]),
    ("税收≥1000.5万元，得2分。", None, ["award 2 税收≥1000.5万元"]),  # no month of the year 1000
    ("事假每天扣1分，不足一天按一天计。", None, ["deduct 1 per event 1天 or part of it"]),
]


@pytest.mark.parametrize(
    ("text", "points", "meaning"),
    AWARDS + MARKS + TIERS + DEDUCTIONS + GAINS + BOUNDS + REFUSED + CONSEQUENCES + ALIKE,
)
def test_meaning(text: str, points: str | None, meaning: list[str]) -> None:
    assert lines(read(text, Decimal(points) if points else None)) == meaning
