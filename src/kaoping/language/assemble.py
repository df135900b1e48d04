"""Statements to terms: what each outcome gives or takes, one at a time.

`draft` makes one or more `Draft`s of a statement. What several statements mean together (tiers or
a sum, whose cap, what 不得分 contradicts) is decided in `bounds` and `ladders`, which see them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kaoping.language import steps
from kaoping.language.conditions import NAMED, condition, find_test, name, plain_measure
from kaoping.language.islands import (
    CapWord,
    Compare,
    DedupeWord,
    Equation,
    ExemptWord,
    Exhausted,
    Figure,
    FormulaWord,
    Island,
    JudgeWord,
    Measure,
    Score,
    Step,
    TakeAll,
    VetoWord,
    ZeroWord,
)
from kaoping.language.reading import (
    FULL,
    Between,
    Condition,
    Definition,
    Exemption,
    Formula,
    Judgement,
    Penalty,
    Points,
    PointsRange,
    Quantity,
    Rate,
    Term,
    Tier,
    Tiers,
    Veto,
)
from kaoping.language.statements import Statement, is_points
from kaoping.source import Span

Kind = Literal["award", "zero", "deduct", "gain", "cap", "exhausted", "dedupe", "define", "other", "unread"]


@dataclass(slots=True)
class Draft:
    """A statement half understood.

    kind: award (points that may be alternatives to others), zero (不得分, not yet known of what),
    deduct and gain (terms that stand), cap, exhausted and dedupe (bounds), define (a definition),
    other (terms that stand and take no part in the above), unread (left over).
    points, when: of an award or zero. term: of the others.
    """

    kind: Kind
    statement: Statement
    term: Term | None = None
    points: Points | PointsRange | None = None
    when: Condition = field(default_factory=Condition)
    bonus: bool = False
    definition: Definition | None = None

    @property
    def span(self) -> Span:
        """All words of the statement, the outcome included."""
        return Span(self.statement.start, self.statement.end)


def draft(statement: Statement, before: Sequence[Draft], following: Statement | None) -> Iterator[Draft]:
    """What one statement says; `before` are the drafts of the same part so far."""
    outcome = statement.outcome
    match outcome:
        case Score():
            yield from _score(statement, outcome, before, following)
        case Measure():
            yield from _bare(statement, outcome, before, following)
        case TakeAll():
            yield from _take_all(statement, outcome)
        case ZeroWord():
            yield Draft("zero", statement, points=Decimal(0), when=condition(statement))
        case VetoWord():
            yield Draft("other", statement, _veto(statement, outcome, before))
        case FormulaWord() | Equation():
            yield _formula(statement, outcome)
        case JudgeWord():
            yield _judgement(statement, outcome.figures, _judge_sign(outcome.text))
        case ExemptWord():
            yield Draft("other", statement, Exemption(when=condition(statement)))
        case CapWord():
            yield Draft("cap", statement)
        case Exhausted():
            yield Draft("exhausted", statement)
        case DedupeWord():
            yield Draft("dedupe", statement)
        case _:
            yield Draft("unread", statement)


def inherit(item: Draft, before: Sequence[Draft]) -> None:
    """…有提高的，甲类得3分，乙类得2分: what is said before the first label holds for the second."""
    if not before or item.statement.link != 1 or item.when.test is not None:
        return
    last = before[-1]
    text = last.term.when.text if last.term is not None and not isinstance(last.term, Tiers) else last.when.text
    lead, _, label = text.rpartition("，")
    own = item.when.text
    if last.kind != item.kind or not lead or not own or "，" in own or max(len(own), len(label)) > 6:
        return
    if label[-2:] == own[-2:] and label != own:
        item.when = item.when.model_copy(update={"text": f"{lead}，{own}"})
        if item.term is not None:
            item.term = item.term.model_copy(update={"when": item.when})


# ---------------------------------------------------------------- points with a verb


def _score(
    statement: Statement, outcome: Score, before: Sequence[Draft], following: Statement | None
) -> Iterator[Draft]:
    figures = outcome.figures
    if outcome.edge.bound:  # 此项得10分以下, …: a condition of what follows
        yield Draft("unread", statement)
    elif any(figure.high for figure in figures):
        yield _judgement(statement, figures, outcome.verb)
    elif len(figures) > 1:
        yield from _distributed(statement, outcome)
    elif outcome.verb == "deduct":
        yield _deduct(statement, outcome, before)
    else:
        yield _give(statement, outcome, following)


def _deduct(statement: Statement, outcome: Score, before: Sequence[Draft]) -> Draft:
    points = outcome.figures[0].low.number if outcome.figures else None
    found = steps.find_step(statement)
    if found is None and (carried := _carried(statement, before)):
        term = carried.model_copy(update={"points": points, "when": condition(statement), "span": None})
        return Draft("deduct", statement, term)
    if found is not None and points is not None:
        return Draft("deduct", statement, _rate(statement, "deduct", points, found, before))
    if "各" in outcome.word and points is not None:  # 无甲或无乙各扣1分: once for each of them
        step = steps.StepFound(Quantity(number=Decimal(1), unit="项"), "event", ())
        return Draft("deduct", statement, _rate(statement, "deduct", points, step, before))
    verb = object_of(statement)
    when = condition(statement, verb) if verb else condition(statement)
    return Draft("deduct", statement, Penalty(points=points, when=when))


def _carried(statement: Statement, before: Sequence[Draft]) -> Rate | None:
    """每减少1个百分点，甲扣0.5分，乙扣0.3分: the step said once holds for both."""
    if not before or statement.link > 1 or not isinstance(before[-1].term, Rate):
        return None
    last = before[-1]
    step = next((word for word in reversed(last.statement.words) if isinstance(word, Step)), None)
    if step is None or step.start >= last.statement.phrase()[0]:
        return None
    return last.term if len(statement.without()) <= 12 else None  # type: ignore[return-value]


def _give(statement: Statement, outcome: Score, following: Statement | None) -> Draft:
    points: Points = outcome.figures[0].low.number if outcome.figures else FULL
    bonus = outcome.verb == "gain"
    if points != FULL and (found := _gain_step(statement, outcome, following)):
        assert isinstance(points, Decimal)
        return Draft("gain", statement, _rate(statement, "gain", points, found, ()))
    if points == 0:
        return Draft("zero", statement, points=Decimal(0), when=condition(statement), bonus=bonus)
    return Draft("award", statement, points=points, when=condition(statement), bonus=bonus)


def _gain_step(statement: Statement, outcome: Score, following: Statement | None) -> steps.StepFound | None:
    """The step of an award or bonus, where the words leave no doubt that there is one.

    每 makes a step unless the same phrase tests a number of its own (每个科室1名以上…). One thing
    counted without 每 (1个系统得1分) is a step only right before the verb or under a cap.
    """
    found = steps.find_step(statement)
    if found is None or outcome.slash is not None:
        return found
    each = [word for word in statement.words if isinstance(word, Step)]
    if each:
        last = each[-1]
        later = [w for w in statement.words if w.start > last.start]
        if any(isinstance(w, (Compare, Measure)) and _bounds(w) for w in later):
            return None
        if not last.figures and last.unit and found.islands[-1] is last:
            gap = statement.text[last.end : statement.outcome.start]
            lead = statement.between(statement.phrase()[0], last.start)
            if len(gap) > 30 or (len(gap) > 2 and len(lead) > 4 and outcome.verb == "award"):
                return None
        return found
    if find_test(statement) is not None:
        return None
    capped = steps.bounded_next(statement, following)
    return found if capped or steps.counts_at_once(statement) else None


def _bounds(island: Compare | Measure) -> bool:
    if isinstance(island, Compare):
        return bool(island.figures)
    return bool(island.edge.bound)


def _rate(
    statement: Statement,
    sign: Literal["deduct", "gain"],
    points: Decimal,
    found: steps.StepFound,
    before: Sequence[Draft],
) -> Rate:
    base, subject = _base(statement, found, before)
    when = condition(statement, *found.islands)
    if found.of != "event" and base is None and found.islands:
        named = NAMED.search(statement.between(statement.begin, found.islands[0].start))
        subject = named.group() if named else ""
    per = found.per
    if not per.unit and base is not None:
        per = Quantity(number=per.number, unit=base.unit)
    return Rate(
        sign=sign,
        points=points,
        per=per,
        of=found.of,
        base=base,
        subject=subject,
        beyond=found.beyond,
        partial=steps.partial(statement.text[statement.outcome.end : statement.outcome.end + 30], statement.remarks),
        when=when,
    )


_BASIS = re.compile(r"以\s*(?P<base>[\d.]+)\s*(?P<unit>%|分|个|次)?\s*(?:为|作为)(?:基数|基准|基础|起点)")

# The paraphrase's own wording: （以满意度90%为基数）.
_STATED = re.compile(r"以(?P<name>[^()（），]*?)(?P<number>\d+(?:\.\d+)?)(?P<unit>[^()（），\d]*)为基数")


def _base(
    statement: Statement, found: steps.StepFound, before: Sequence[Draft]
) -> tuple[Quantity | None, str]:
    """Where a shortfall or change is counted from: a number in the statement, else the award's test."""
    if found.of == "event":
        return None, ""
    if said := _STATED.search(statement.remarks):
        return Quantity(number=Decimal(said["number"]), unit=said["unit"]), said["name"]
    for word in reversed((*statement.context, *statement.words)):
        if isinstance(word, Compare) and len(word.figures) == 1 and word not in found.islands:
            quantity = word.figures[0].low
            if _same_kind(quantity, found.per):
                if not statement.between(statement.begin, word.start):
                    return quantity, _subject_before(before)
                start = max(statement.start, statement.text.rfind("，", 0, word.start) + 1)
                return quantity, name(statement.text[start : word.start])
    if said := _BASIS.search(statement.text[statement.start : statement.outcome.start]):
        return Quantity(number=Decimal(said["base"]), unit=said["unit"] or ""), ""
    for earlier in reversed(before):
        if earlier.kind == "award" and isinstance(earlier.when.test, Between):
            quantity_or_none = earlier.when.test.lower or earlier.when.test.upper
            if quantity_or_none is not None and _same_kind(quantity_or_none, found.per):
                return quantity_or_none, earlier.when.subject
    return None, ""


def _subject_before(before: Sequence[Draft]) -> str:
    """低于90%的，每降低1个百分点…: the measure named just before."""
    for earlier in reversed(before):
        when = earlier.term.when if isinstance(earlier.term, (Exemption, Penalty, Rate)) else earlier.when
        if when.subject:
            return when.subject
    return ""


def _same_kind(one: Quantity, two: Quantity) -> bool:
    rates = ("%", "个百分点", "‰")
    if one.unit in rates or two.unit in rates:
        return one.unit in rates and two.unit in rates
    return one.unit == two.unit or not one.unit or not two.unit


# ---------------------------------------------------------------- several points at once


def _distributed(statement: Statement, outcome: Score) -> Iterator[Draft]:
    """分别扣3分、2分、1分: one amount for each of the things listed before."""
    amounts = [figure.low.number for figure in outcome.figures]
    found = steps.find_step(statement)
    sign: Literal["deduct", "gain"] = "deduct" if outcome.verb == "deduct" else "gain"
    if found is not None and found.islands and isinstance(found.islands[0], Step):
        labels = _labels(condition(statement, *found.islands).text, len(amounts), last=True)
        for index, amount in enumerate(amounts):
            rate = _rate(statement, sign, amount, found, ())
            if labels:
                rate = rate.model_copy(update={"when": Condition(text=labels[index])})
            yield Draft(sign, statement, rate)
        return
    rows = _listed(statement, len(amounts))
    if rows is None:
        yield Draft("unread", statement)
        return
    factor = -1 if sign == "deduct" else 1
    tests = {type(row.test) for row in rows}
    scale: Literal["number", "rank", "label"] = "label"
    if tests == {Between}:
        scale = "number"
    elif type(None) not in tests:
        scale = "rank"
    tiers = Tiers(
        scale=scale,
        rows=tuple(Tier(when=row, points=amount * factor) for row, amount in zip(rows, amounts, strict=True)),
        subject=next((row.subject for row in rows if row.subject), ""),
        bonus=outcome.verb == "gain",
    )
    yield Draft("other", statement, tiers)


def _listed(statement: Statement, count: int) -> list[Condition] | None:
    """The conditions that a list names (低于80%、70%、60%; 第1名、第2名; 一、二、三等奖), if it has `count`."""
    from kaoping.language.conditions import between, ranked
    from kaoping.language.islands import Ranked
    from kaoping.language.ladders import disjoint

    for word in reversed(statement.words):
        if isinstance(word, Compare) and len(word.figures) == count:
            subject = name(statement.text[statement.phrase()[0] : word.start])
            tests = [between(word.sign, figure.low, word.edge) for figure in word.figures]
            lead = statement.text[word.start : word.end].split(str(word.figures[0].low.number))[0]
            return [
                Condition(text=f"{subject}{lead}{figure.low}", subject=subject, test=test)
                for figure, test in zip(word.figures, disjoint(tests), strict=True)
            ]
    ranks = [word for word in statement.words if isinstance(word, Ranked)]
    if len(ranks) == count:
        bottom = "倒数" in ranks[0].lead
        tests_or_none = [ranked(word, statement.text) for word in ranks]
        if all(test is not None for test in tests_or_none):
            return [
                Condition(
                    text=("" if not bottom or "倒数" in word.lead else "倒数") + statement.text[word.start : word.end],
                    test=test.model_copy(update={"from_bottom": bottom}) if test else None,
                )
                for word, test in zip(ranks, tests_or_none, strict=True)
            ]
    return [Condition(text=label) for label in _labels(statement.without(), count)] or None


_ORDINAL = r"[特一二三四五六七八九十ABCDabcd甲乙丙丁优良中差国省市县校院区]"


def _labels(words: str, count: int, *, last: bool = False) -> list[str]:
    """一、二、三等奖及优胜奖 → 一等奖, 二等奖, 三等奖, 优胜奖, if there are `count` of them.

    last: the last `count` of a longer list will do.
    """
    phrase = re.split(r"[，,：:；;。]", words)[-1].strip().removesuffix("的")
    for separators in (r"[、/]", r"[、/和及与]"):
        pieces = [piece.strip() for piece in re.split(separators, phrase) if piece.strip()]
        if len(pieces) == count > 1 or (last and len(pieces) > count > 1):
            pieces = pieces[-count:]
            break
    else:
        return []
    for index in range(count - 2, -1, -1):
        tail = re.fullmatch(rf"{_ORDINAL}(.+)", pieces[index + 1])
        if tail and re.search(rf"(?:^|[^\w]|获|得|为){_ORDINAL}$", pieces[index]):
            pieces[index] += tail.group(1)
    common = next((n for n in range(len(pieces[1]), 0, -1) if pieces[0].endswith(pieces[1][-n:])), 0)
    if common and len(pieces[0]) > len(pieces[1]) + 1:
        pieces[0] = pieces[0][-len(pieces[1]) :]  # 获得…奖励一等奖、二等奖: the first carries the lead
    return pieces


# ---------------------------------------------------------------- points without a verb


def _bare(
    statement: Statement, outcome: Measure, before: Sequence[Draft], following: Statement | None
) -> Iterator[Draft]:
    """每做一次作业0.5分，最高加5分: points whose verb stands elsewhere. Marks are taken out before."""
    verb = _verb_of(statement, before)
    score = Score(outcome.start, outcome.end, verb or "award", "", outcome.figures)
    if verb == "deduct":
        yield _deduct(statement, score, before)
        return
    gaining = following is not None and isinstance(following.outcome, CapWord) and re.search("加|得|奖", following.outcome.word)
    found = steps.find_step(statement)
    if found is not None and found.islands and isinstance(found.islands[0], Step):
        if gaining and len(outcome.figures) == 1:
            number = outcome.figures[0].low.number
            yield Draft("gain", statement, _rate(statement, "gain", number, found, ()))
        else:
            yield Draft("unread", statement)
        return
    words = condition(statement)
    spoken = any(not is_points(earlier.statement.outcome) for earlier in before if earlier.term or earlier.points)
    if spoken or statement.bracketed or not words.text or not _ends(statement) or len(outcome.figures) != 1 or outcome.figures[0].high:
        yield Draft("unread", statement)
        return
    yield Draft("award", statement, points=outcome.figures[0].low.number, when=words)


def _ends(statement: Statement) -> bool:
    """Do bare points end their phrase? In 以0.1分为分割点 they are no points at all."""
    return statement.closed > 0 or not statement.text[statement.end :].strip() or statement.text[statement.end] in "（()）"


def _verb_of(statement: Statement, before: Sequence[Draft]) -> Literal["deduct"] | None:
    """另扣责任单位10分; 倒扣产区4分，非产区1分: the verb stands before the one who bears it."""
    if object_of(statement):
        return "deduct"
    if before and before[-1].kind == "deduct" and statement.link == 1 and is_points(before[-1].statement.outcome):
        return "deduct" if len(statement.without()) <= 8 else None
    return None


_TAKEN = re.compile(r"扣(?:除|减|罚)?$")


def object_of(statement: Statement) -> Island | None:
    """The 扣 that stands before the object of a deduction, if the points belong to one."""
    from kaoping.language.islands import Stray

    start, _ = statement.phrase()
    for word in statement.words:
        if isinstance(word, Stray) and _TAKEN.search(word.text) and word.start >= start and is_points(statement.outcome):
            return word
    return None


def _take_all(statement: Statement, outcome: TakeAll) -> Iterator[Draft]:
    if outcome.stop or outcome.amount is None:  # 扣完10分为止
        yield Draft("exhausted", statement)
        return
    limit = _more_than(statement)
    used = tuple(word for word in statement.words if isinstance(word, Compare)) if limit is not None else ()
    yield Draft(
        "deduct",
        statement,
        Penalty(points=outcome.amount, all=True, more_than=limit, when=condition(statement, *used)),
    )


def _more_than(statement: Statement) -> Decimal | None:
    """超过2次: from the third on."""
    for word in statement.words:
        if isinstance(word, Compare) and word.sign == ">" and len(word.figures) == 1:
            quantity = word.figures[0].low
            if quantity.unit in ("次", "起", "件", "项", "例", "个", "人次", "条", "处"):
                return quantity.number
    return None


# ---------------------------------------------------------------- other outcomes


def _veto(statement: Statement, outcome: VetoWord, before: Sequence[Draft]) -> Veto:
    qualification = outcome.text.removeprefix("取消") if outcome.text.startswith("取消") else outcome.text
    joined = statement.text[statement.start : outcome.start].strip(" ，,、并且同时及和")
    if not joined and statement.link <= 1 and before and before[-1].kind in ("zero", "deduct"):
        last = before[-1].term
        if isinstance(last, (Penalty, Rate)):
            limit = last.more_than if isinstance(last, Penalty) else None
            return Veto(qualification=qualification, when=last.when, more_than=limit)
        if last is None:
            return Veto(qualification=qualification, when=before[-1].when)
    limit = _more_than(statement)
    used = tuple(word for word in statement.words if isinstance(word, Compare)) if limit is not None else ()
    return Veto(qualification=qualification, more_than=limit, when=condition(statement, *used))


_SCORE_NAME = re.compile(r"(?:得分|分值|分数|扣分|加分|计分|成绩|总分|评分|分)$")


def _formula(statement: Statement, outcome: FormulaWord | Equation) -> Draft:
    if isinstance(outcome, Equation):
        lead = re.split(r"[，,；;。：:\n]", statement.text[statement.start : outcome.start])[-1].strip()
        expression = expression_of(outcome.expression)
        if not _SCORE_NAME.search(lead):
            if not lead or not expression:
                return Draft("unread", statement)
            return Draft("define", statement, definition=Definition(name=lead, expression=expression))
        said = statement.text[outcome.start : outcome.end].strip().lstrip("=＝").strip()
        text = said if lead in ("得分", "本项得分", "分值") else f"{lead}={said}"
        return Draft("other", statement, Formula(text=text, expression=expression))
    text = outcome.text
    role: Literal["award", "deduct", "adjust"] = "award"
    if re.search(r"折算|折减|减半|分派|内插|插值|差值|分配|平均值计算", text) and not re.search("得分$", text):
        role = "adjust"
    elif re.search(r"扣分$|减分$|扣减|递减", text):
        role = "deduct"
    return Draft("other", statement, Formula(text=text, role=role, when=condition(statement, test=False)))


_TOKEN = re.compile(r"\s*(?:(?P<op>[-+*/()×÷xX·])|(?P<word>[\u4e00-\u9fffA-Za-z_“”\"][\w“”\"\u4e00-\u9fff]*)|(?P<number>\d+(?:\.\d+)?%?))")
_OPERATORS = {"×": "*", "÷": "/", "x": "*", "X": "*", "·": "*"}


def expression_of(words: str) -> str:
    """An equation's right-hand side in the notation of links; "" if it is not plain arithmetic.

    >>> expression_of("(实际到位资金/预算资金)×100%")
    '实际到位资金 / 预算资金'
    """
    out: list[str] = []
    at, depth, operand = 0, 0, False
    plain = words.strip()
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None:
            return ""
        at = found.end()
        sign = _OPERATORS.get(found["op"] or "", found["op"] or "")
        if sign == "(" or (not sign and operand):
            if operand:
                return ""
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (sign in ("*", "/", "+", ")") and not operand):
            return ""
        out.append(sign or (found["word"] or found["number"]).strip("“”\""))
        operand = sign == ")" or not sign
    if depth or not operand:
        return ""
    if out[-2:] == ["*", "100%"]:
        out = out[:-2]
    if out and out[0] == "(" and out[-1] == ")" and "(" not in out[1:-1] and ")" not in out[1:-1]:
        out = out[1:-1]
    if any(token.endswith("%") for token in out):
        return ""
    return " ".join(out).replace("( ", "(").replace(" )", ")")


def _judge_sign(text: str) -> Literal["award", "deduct", "gain"]:
    verb = re.findall(r"扣|减|加|奖", text)
    if not verb:
        return "award"
    return "deduct" if verb[-1] in "扣减" else "gain"


def _judgement(statement: Statement, figures: tuple[Figure, ...], sign: str) -> Draft:
    """Points left to the assessor: 酌情扣1-3分, 每项扣10-50分."""
    found = steps.find_step(statement)
    each = found if found and found.islands and isinstance(found.islands[0], Step) else None
    band = None
    if figures:
        ends = [figures[0].low.number, (figures[0].high or figures[0].low).number]
        band = PointsRange(least=min(ends), most=max(ends))
    when = condition(statement, *(each.islands if each else ()))
    if sign == "award" and band is not None and not isinstance(statement.outcome, JudgeWord):
        return Draft("award", statement, points=band, when=when)
    term = Judgement(
        sign="deduct" if sign == "deduct" else "gain" if sign == "gain" else "award",
        range=band,
        per=each.per if each else None,
        when=when,
    )
    return Draft("deduct" if sign == "deduct" else "other", statement, term)


def of_measure(statement: Statement) -> Quantity | None:
    """The count right before the outcome: 3次 in 迟到3次扣5分."""
    measure = plain_measure(statement)
    return measure.figures[0].low if measure else None
