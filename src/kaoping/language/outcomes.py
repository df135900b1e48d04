"""Outcomes other than points: vetoes, formulas and what is left to judgement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from kaoping.language import steps
from kaoping.language.conditions import condition
from kaoping.language.drafts import Draft
from kaoping.language.islands import (
    Compare,
    Equation,
    Figure,
    FormulaWord,
    JudgeWord,
    Ranked,
    Score,
    Step,
    VetoWord,
)
from kaoping.language.reading import (
    Condition,
    Definition,
    Formula,
    Judgement,
    Penalty,
    PointsRange,
    Rate,
    Veto,
)
from kaoping.language.statements import Statement, tidy


def veto(statement: Statement, outcome: VetoWord, before: Sequence[Draft]) -> Veto:
    """取消…资格, 不得评为…; one joined to a deduction or to another by 并 or a comma applies when that does."""
    qualification = outcome.text.removeprefix("取消") if outcome.text.startswith("取消") else outcome.text
    joined = statement.text[statement.start : outcome.start].strip(" ，,、并且同时及和直至")
    if not joined and statement.link <= 1 and before and _is_effect(before[-1]):
        last = before[-1].term
        if isinstance(last, (Penalty, Rate, Judgement, Veto)):
            limit = last.more_than if isinstance(last, (Penalty, Veto)) else None
            return Veto(qualification=qualification, when=last.when, more_than=limit)
        if last is None:
            return Veto(qualification=qualification, when=before[-1].when)
    if (time := nth(statement)) is not None:
        before_that = time.figures[0].low.number - 1
        return Veto(qualification=qualification, more_than=before_that, when=condition(statement, time))
    limit = more_than(statement)
    used = tuple(word for word in statement.words if isinstance(word, Compare)) if limit is not None else ()
    return Veto(qualification=qualification, more_than=limit, when=condition(statement, *used))


def _is_effect(item: Draft) -> bool:
    return item.kind in ("zero", "deduct") or isinstance(item.term, Veto)


_THE_TOTAL = re.compile(
    r"(?:(?:考核|考评|年度|最终|综合|全年|其)*)总(?:得分|成绩|分值|分数?)(?:[为是均都按以计记作判]|一律|直接|全部)*$"
)


FROM_THE_TOTAL = re.compile(
    r"(?:[从在由自]|^|[，,])(?:本?单位|其|被考核单位)?的?(?:年度|年终|当年|考核|考评|最终|综合|全年|目标)*总(?:得分|成绩|分[值数]?)"
    r"[中里内上]?(?:直接|另外?|再|一次性|予以|给予)*$"
)
"""从总分中, before what is taken: from the total, and not from the points of the item."""
_TOTAL_NEXT = re.compile(r"\s*的?(?:考核|考评|年度|最终|综合|全年)*总(?:得分|成绩|分)")


def of_the_total(statement: Statement) -> bool:
    """总分按0分计: what is emptied is the total, not the item."""
    word = statement.text[statement.outcome.start : statement.outcome.end]
    return (
        _TOTAL_NEXT.match(statement.text, statement.outcome.end) is not None
        or re.search(r"总(?:得分|成绩|分[值数]?)", word) is not None
        or _THE_TOTAL.search(statement.text[: statement.outcome.start].rstrip(" ，,")) is not None
    )


def nth(statement: Statement) -> Ranked | None:
    """第二次取消比赛资格: the occurrence right before a veto that brings it about."""
    last = statement.words[-1] if statement.words else None
    if not isinstance(statement.outcome, VetoWord) or not isinstance(last, Ranked) or last.edge.bound:
        return None
    alone = last.lead == "第" and len(last.figures) == 1 and last.figures[0].high is None
    near = not statement.text[last.end : statement.outcome.start].strip(" ，,的则即将")
    return last if alone and near and last.figures[0].low.unit in ("次", "起", "例") else None


def more_than(statement: Statement) -> Decimal | None:
    """超过2次: from the third on."""
    for word in statement.words:
        if isinstance(word, Compare) and word.sign == ">" and len(word.figures) == 1:
            quantity = word.figures[0].low
            if quantity.unit in ("次", "起", "件", "项", "例", "个", "人次", "条", "处"):
                return quantity.number
    return None


_SCORE_NAME = re.compile(r"(?:得分|分值|分数|扣分|加分|计分|成绩|总分|评分|分)$")


def formula(statement: Statement, outcome: FormulaWord | Equation) -> Draft:
    """得分=…, 按比例得分; an equation that names no score defines a measure."""
    if isinstance(outcome, Equation):
        lead = re.split(r"[，,；;。：:\n]", statement.text[statement.start : outcome.start])[-1].strip()
        expression = expression_of(outcome.expression)
        if not _SCORE_NAME.search(lead):
            if not lead or not expression or outcome.places is not None:
                return Draft("unread", statement)
            return Draft("define", statement, definition=Definition(name=lead, expression=expression))
        said = statement.text[outcome.start : outcome.end].strip().lstrip("=＝为是").strip()
        text = said if lead.removeprefix("则") in ("得分", "本项得分", "分值") else f"{lead}={said}"
        case = _case(statement, outcome.start - len(lead))
        return Draft(
            "other",
            statement,
            Formula(text=text, expression=expression, places=outcome.places, when=case),
        )
    text = outcome.text
    if method := _METHOD.match(text):
        said = text[method.end() :]
        expression = expression_of(ROUNDING.split(said)[0])
        if not expression:
            return Draft("unread", statement)
        case = _case(statement, outcome.start)
        return Draft(
            "other",
            statement,
            Formula(text=said, expression=expression, places=outcome.places, when=case),
        )
    role: Literal["award", "deduct", "adjust"] = "award"
    if re.search(r"折算|折减|减半|分派|内插|插值|差值|分配|平均值计算", text) and not re.search(
        "得分$", text
    ):
        role = "adjust"
    elif re.search(r"扣分$|减分$|扣减|递减", text):
        role = "deduct"
    plain = text.replace("乘以", "×")
    expression = expression_of(_COUNTED_AS.sub("", plain)) if _PRODUCT.fullmatch(plain) else ""
    when = condition(statement, test=False)
    return Draft(
        "other",
        statement,
        Formula(text=text, expression=expression, role=role, places=outcome.places, when=when),
    )


_COUNTED_AS = re.compile(r"(?:计算|计分|计|为得分)$")
_PRODUCT = re.compile(r"(?!按)[^，,。；;]+[×*][^×*]+")
_METHOD = re.compile(r"得分的?计算(?:方法|公式|方式|办法)应?(?:(?:用|为|是|采用):?|:)[ ]*")
ROUNDING = re.compile(r"[，,(]?[ ]*(?:计算)?(?:结果|得分|数值)?(?:按|均)?(?:四舍五入|保留|精确)")
_IF = re.compile(r"(?:^|[，,]|[\u4e00-\u9fff]{2})(?:若|如果|如(?![何下期]))|(?:的|时|情况下)$")


def _case(statement: Statement, end: int) -> Condition:
    """若为正向指标，则得分计算方法应用…: when the formula is the one to use; empty where no case is named."""
    words = re.sub(r"[，,\s]*则?[，,：:\s]*$", "", statement.text[statement.begin : end])
    words = tidy(words)
    return Condition(text=words) if _IF.search(words) else Condition()


_PROPORTION = re.compile(r"比例|折|权重|系数|公式|插|倍|平均|×|\*|分派|分配")


def announces(statement: Statement, outcome: FormulaWord, following: Statement | None) -> bool:
    """按未完成事项进行扣分，每项扣5分: no formula, for what comes next says how much."""
    if following is None or not isinstance(following.outcome, Score) or _PROPORTION.search(outcome.text):
        return False
    takes = re.search(r"扣[分减除]?$|减分$", outcome.text) is not None
    return following.link <= 1 and takes == (following.outcome.verb == "deduct")


_TOKEN = re.compile(
    r"\s*(?:(?P<op>[-+*/()×÷xX·])|(?P<word>[\u4e00-\u9fffA-Za-z_“”\"][\w“”\"\u4e00-\u9fff]*)|(?P<number>\d+(?:\.\d+)?%?))"
)


_MARK = re.compile(r"(?<=\d)\s*分(?=\s*(?:$|[-+*/)×÷]))")
"""满意率×20分: the factor is a number of points, and its unit no word."""
_OPERATORS = {"×": "*", "÷": "/", "x": "*", "X": "*", "·": "*"}


def expression_of(words: str) -> str:
    """An equation's right-hand side in the notation of links; "" if it is not plain arithmetic.

    >>> expression_of("(实际到位资金/预算资金)×100%")
    '实际到位资金 / 预算资金'
    """
    out: list[str] = []
    at, depth, operand = 0, 0, False
    plain = _MARK.sub("", words.strip())
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None:
            return ""
        at = found.end()
        sign = _OPERATORS.get(found["op"] or "", found["op"] or "")
        if operand and (sign == "(" or not sign):
            return ""
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (sign in ("*", "/", "+", ")") and not operand):
            return ""
        out.append(sign or (found["word"] or found["number"]).strip('“”"'))
        operand = sign == ")" or not sign
    if depth or not operand:
        return ""
    if out[-2:] == ["*", "100%"]:
        out = out[:-2]
    if out and out[0] == "(" and out[-1] == ")" and "(" not in out[1:-1] and ")" not in out[1:-1]:
        out = out[1:-1]
    return " ".join(out).replace("( ", "(").replace(" )", ")")


def names_no_scale(outcome: JudgeWord) -> bool:
    """根据…数量进行计分: points follow from something, and the words do not say how."""
    return outcome.text.startswith("进行")


def unscaled(statement: Statement, outcome: JudgeWord) -> Draft:
    """根据…数量进行计分, and nothing else: the assessor gives the points. In proportion would be a formula."""
    start, end = statement.phrase()
    words = statement.between(start, end)
    if not re.search("根据|依据|按照|结合", words) or re.search("比例|比率|系数|公式|权重", words):
        return Draft("unread", statement)
    return judgement(statement, outcome.figures, "award")


def judge_sign(text: str) -> Literal["award", "deduct", "gain"]:
    """What discretion does, by its last verb: 酌情扣, 适当加分, 酌情给分."""
    verb = re.findall(r"扣|减|加|奖", text)
    if not verb:
        return "award"
    return "deduct" if verb[-1] in "扣减" else "gain"


def judgement(statement: Statement, figures: tuple[Figure, ...], sign: str) -> Draft:
    """Points left to the assessor: 酌情扣1-3分, 每项扣10-50分."""
    found = steps.find_step(statement)
    stepped = found is not None and (not found.islands or isinstance(found.islands[0], Step))
    each = found if stepped or steps.counts_at_once(statement) else None
    band = None
    if figures:
        ends = [figures[0].low.number, (figures[0].high or figures[0].low).number]
        band = PointsRange(least=min(ends), most=max(ends))
    when = condition(statement, *(each.islands if each else ()))
    if sign == "award" and band is not None and not (stepped or isinstance(statement.outcome, JudgeWord)):
        when = condition(statement)
        return Draft("award", statement, points=band, when=when)
    term = Judgement(
        sign="deduct" if sign == "deduct" else "gain" if sign == "gain" else "award",
        range=band,
        per=each.per if each else None,
        when=when,
    )
    return Draft("deduct" if sign == "deduct" else "other", statement, term)
