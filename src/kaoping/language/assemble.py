"""Statements to terms: what each outcome gives or takes, one at a time.

`draft` makes one or more `Draft`s of a statement. What several statements mean together (tiers or
a sum, whose cap, what 不得分 contradicts) is decided in `bounds` and `ladders`, which see them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kaoping.language import steps
from kaoping.language.bare import continued, ends, gains, object_of, repeated, verb_of
from kaoping.language.carried import carried, completes, each_again, turned
from kaoping.language.conditions import condition, find_test
from kaoping.language.distribute import distributed
from kaoping.language.drafts import TOTAL, Draft, of_measure
from kaoping.language.islands import (
    POINT,
    Band,
    CapWord,
    Compare,
    DedupeWord,
    Equation,
    ExemptWord,
    Exhausted,
    Figure,
    FormulaWord,
    JudgeWord,
    Measure,
    Score,
    Step,
    TakeAll,
    VetoWord,
    WithinWord,
    ZeroWord,
)
from kaoping.language.outcomes import (
    announces,
    formula,
    judge_sign,
    judgement,
    more_than,
    names_no_scale,
    of_the_total,
    unscaled,
    veto,
)
from kaoping.language.ranges import unit_of
from kaoping.language.rates import bases, build_rate, shares_steps, spares_part
from kaoping.language.reading import (
    FULL,
    Between,
    Exemption,
    Penalty,
    Points,
    Quantity,
    Rate,
)
from kaoping.language.shares import shares
from kaoping.language.statements import SENTENCE, STOP, Statement, is_points


def draft(statement: Statement, before: Sequence[Draft], following: Statement | None) -> Iterator[Draft]:
    """What one statement says; `before` are the drafts of the same part so far."""
    outcome = statement.outcome
    if completes(statement, before):
        return
    match outcome:
        case Score():
            yield from _score(statement, outcome, before, following)
        case Measure() if before and TOTAL.fullmatch(statement.between(statement.begin, outcome.start)):
            total = CapWord(outcome.start, outcome.end, "共计", outcome.figures)
            yield Draft("cap", replace(statement, outcome=total))
        case Measure():
            yield from _bare(statement, outcome, before, following)
        case Band():
            yield Draft("award", statement, points=outcome.range, when=condition(statement))
        case TakeAll():
            yield from _take_all(statement, outcome)
        case ZeroWord() if _nothing_more(statement, before):
            pass
        case ZeroWord() if _down_to_nothing(statement, before):
            yield Draft("exhausted", statement)
        case ZeroWord() if of_the_total(statement):
            yield Draft(
                "unread", statement
            )  # a clause empties itself or its indicator, never the whole table
        case ZeroWord():
            yield Draft("zero", statement, points=Decimal(0), when=condition(statement))
        case VetoWord():
            yield Draft("other", statement, veto(statement, outcome, before))
        case FormulaWord() if announces(statement, outcome, following):
            pass
        case FormulaWord() if shares_steps(statement, outcome, before):
            pass
        case FormulaWord() | Equation():
            yield formula(statement, outcome)
        case JudgeWord() if names_no_scale(outcome):
            if following is None and not before:
                yield unscaled(statement, outcome)
            elif following is None or not isinstance(following.outcome, Score):  # else the scale follows
                yield Draft("unread", statement)
        case JudgeWord():
            yield shares(statement) or judgement(statement, outcome.figures, judge_sign(outcome.text))
        case ExemptWord() if spares_part(statement, before):
            pass
        case ExemptWord():
            yield Draft("other", statement, Exemption(when=condition(statement)))
        case CapWord():
            yield Draft("cap", statement)
        case WithinWord():
            yield Draft("within", statement)
        case Exhausted():
            yield Draft("exhausted", statement)
        case DedupeWord():
            yield Draft("dedupe", statement)
        case _:
            yield Draft("unread", statement)


# ---------------------------------------------------------------- points with a verb


def _score(
    statement: Statement, outcome: Score, before: Sequence[Draft], following: Statement | None
) -> Iterator[Draft]:
    figures = outcome.figures
    if outcome.edge.bound:  # 一般得60分以下
        figures = tuple(Figure(Quantity(number=Decimal(0), unit=POINT), figure.low) for figure in figures)
    if outcome.slash == "" or any(figure.low.unit == "%" for figure in figures):  # 扣2分/…: for each of what?
        yield Draft("unread", statement)
    elif not any(f.high for f in figures) and statement.text[outcome.end :].lstrip().startswith("不等"):
        yield Draft("unread", statement)  # 扣1分不等: what else, then?
    elif any(figure.high for figure in figures):
        yield _up_to_all(statement, outcome) or judgement(statement, figures, outcome.verb)
    elif outcome.verb == "deduct" and (_so_far(statement, before) or _instead(statement, before)):
        yield Draft("unread", statement)
    elif len(figures) > 1:
        yield from distributed(statement, outcome)
    elif outcome.verb == "deduct" or _more_of(outcome, before):
        taken = _deduct(statement, outcome, before)
        each = "分别" in outcome.word or "各" in outcome.word
        if each and isinstance(taken.term, Rate) and taken.term.base and (rates := bases(before, taken.term)):
            yield from (Draft("deduct", statement, rate) for rate in rates)
        else:
            yield taken
    else:
        yield _give(statement, outcome, before, following)


def _up_to_all(statement: Statement, outcome: Score) -> Draft | None:
    """每缺一人扣0.5分至4分扣完: no range, but a rate with its bound."""
    (figure, *more), found = outcome.figures, steps.find_step(statement)
    if more or figure.high is None or outcome.verb != "deduct":
        return None
    if not re.match(r"[\s分]*(?:[扣减](?:完|光)|为?止)", statement.text[statement.end :]):
        return None
    if found is None:
        return Draft("unread", statement)
    rate = build_rate(statement, "deduct", figure.low.number, found, ())
    return Draft("deduct", statement, rate.model_copy(update={"cap": figure.high.number}))


def _instead(statement: Statement, before: Sequence[Draft]) -> bool:
    """无甲扣3分，无乙扣3分，均无的扣6分: in place of both, not besides."""
    both = [isinstance(item.term, Penalty) for item in before[-2:]] == [True, True]
    start, end = statement.phrase()
    said = re.match(r"(?:两者|二者|两项)?(?:均|都)(?:未|无|没|不)", statement.between(start, end))
    return both and statement.link < STOP and said is not None


def _nothing_more(statement: Statement, before: Sequence[Draft]) -> bool:
    """胜一场得3分，平一场得1分，负一场得0分: a rate of nought takes nothing away."""
    last = before[-1].term if before and statement.link <= 2 else None
    if not isinstance(last, Rate) or last.sign != "gain" or last.of != "event":
        return False
    counted = of_measure(statement)
    if (
        last.per.unit in ("项", "条", "点")
        and _CONTRARY_OF.sub("", statement.without()) == last.when.text != ""
    ):
        return True  # 每项符合得1分，不符合不得分: none for that one, and the rest stand
    return counted == last.per and before[-1].statement.closed <= 2


_CONTRARY_OF = re.compile(r"^(?:不|未|没有?)|的$")


def _down_to_nothing(statement: Statement, before: Sequence[Draft]) -> bool:
    """迟报一次扣1分，扣至0分: how far the deductions go; 发生事故的，扣至0分 has a condition of its own."""
    taken = before and before[-1].kind in ("deduct", "cap") and statement.link <= SENTENCE
    lead = statement.between(statement.start, statement.outcome.start)
    said = re.match(r"(?:[本该此]项|最多|可)?[扣减降](?:至|到|为)", statement.text[statement.outcome.start :])
    return bool(taken) and (lead in ("至", "到", "降至", "降到") or (said is not None and lead in _HOW_FAR))


_HOW_FAR = ("", "最多", "最低", "可", "直接", "直至", "一直")


def _so_far(statement: Statement, before: Sequence[Draft]) -> bool:
    """每次扣1分，累计扣12分: what was taken so far, or the most that is? Never a further deduction."""
    lead = statement.between(statement.start, statement.outcome.start)
    summed = lead.endswith(("累计", "累积")) or (lead and TOTAL.fullmatch(lead))
    return bool(summed) and any(item.kind == "deduct" for item in before)


def _more_of(outcome: Score, before: Sequence[Draft]) -> bool:
    """扣5分/天，再犯累加3分: 累加 adds to what was said before, here a deduction."""
    return outcome.word.startswith("累") and bool(before) and before[-1].kind == "deduct"


def _for_each(statement: Statement, outcome: Score) -> bool:
    """无甲或无乙各扣1分; 未建立甲制度、乙制度的，分别扣1分."""
    listed = re.search("[、和及与或各]", statement.without()) is not None
    return "各" in outcome.word or ("分别" in outcome.word and listed)


def _deduct(statement: Statement, outcome: Score, before: Sequence[Draft]) -> Draft:
    points = outcome.figures[0].low.number if outcome.figures else None
    if "倒" in outcome.word and any(item.kind == "award" and not item.bonus for item in before):
        return Draft("unread", statement)  # 得3分，未完成的倒扣1分: less than nothing is left
    found = None if "一次性" in outcome.word else steps.find_step(statement)
    verb = object_of(statement)
    if found is not None and verb:
        found = replace(found, islands=(*found.islands, verb))
    if found is None and points is not None and (rate := carried(statement, before)):
        term = rate.model_copy(update={"points": points, "when": condition(statement), "span": None})
        return Draft("deduct", statement, term)
    if found is not None and points is not None:
        return Draft("deduct", statement, build_rate(statement, "deduct", points, found, before))
    if _for_each(statement, outcome) and points is not None:  # 无甲或无乙各扣1分: once for each of them
        step = steps.StepFound(Quantity(number=Decimal(1), unit="项"), "event", ())
        return Draft("deduct", statement, build_rate(statement, "deduct", points, step, before))
    when = condition(statement, verb) if verb else condition(statement)
    return Draft("deduct", statement, Penalty(points=points, when=when))


def _give(
    statement: Statement, outcome: Score, before: Sequence[Draft], following: Statement | None
) -> Draft:
    points: Points = outcome.figures[0].low.number if outcome.figures else FULL
    bonus = outcome.verb == "gain"
    found = _gain_step(statement, outcome, before, following) or turned(statement, before)
    again = each_again(statement, outcome, before) if found is None and points not in (FULL, 0) else None
    if again is not None:
        when = condition(statement, test=False)
        term = again.model_copy(update={"points": points, "when": when, "span": None})
        return Draft("gain", statement, term)
    if found is None and _for_each(statement, outcome):  # 甲、乙各得2分: once for each of them
        found = steps.StepFound(Quantity(number=Decimal(1), unit="项"), "event", ())
    if points != FULL and found:
        assert isinstance(points, Decimal)
        return Draft("gain", statement, build_rate(statement, "gain", points, found, ()))
    if points == 0:
        return Draft("zero", statement, points=Decimal(0), when=condition(statement), bonus=bonus)
    return Draft("award", statement, points=points, when=condition(statement), bonus=bonus)


def _gain_step(
    statement: Statement, outcome: Score, before: Sequence[Draft], following: Statement | None
) -> steps.StepFound | None:
    """The step of an award or bonus, where the words leave no doubt that there is one.

    每 makes a step unless the same phrase tests a number of its own (每个科室1名以上…). One thing
    counted without 每 (1个系统得1分) is a step only right before the verb or under a cap.
    """
    found = steps.find_step(statement)
    if found is None or outcome.slash is not None:
        return found
    each = [word for word in statement.words if isinstance(word, Step)]
    regular = all(steps.TIMES.fullmatch(step.unit or "") for step in each)  # 每月, and not 每采用
    if outcome.verb == "award" and regular and steps.missed_next(found, following):
        return None
    if each:
        last = each[-1]
        later = [w for w in statement.words if w.start > last.start]
        if found.islands[-1] in later:
            later = later[: later.index(found.islands[-1])]  # 每引进1个10亿元以上项目
        if any(isinstance(w, (Compare, Measure)) and _bounds(w) for w in later):
            return None
        if not last.figures and last.unit and found.islands[-1] is last:
            gap = statement.text[last.end : statement.outcome.start]
            lead = statement.between(statement.phrase()[0], last.start)
            if len(gap) > 30 or (len(gap) > 2 and len(lead) > 4 and outcome.verb == "award"):
                return None
        return found
    if find_test(statement) is not None or _is_rung(found.per.unit, before, following):
        return None
    count = found.islands[-1]
    beside = not statement.text[count.end : statement.outcome.start].strip(" ，,的")
    phrase, _ = statement.phrase()
    if re.search("任[何意一]?$|其中$", statement.text[: count.start].rstrip()):
        return None  # 任何一项: whichever it is, once
    each_time = (
        steps.bounded_next(statement, following)
        or steps.counts_at_once(statement)
        or (beside and outcome.word.startswith(("计", "记")))  # 采用1条，计5分
        or (outcome.verb == "gain" and (beside or count.start >= phrase))  # 引进1家企业加3分
    )
    return found if each_time else None


def _is_rung(unit: str, before: Sequence[Draft], following: Statement | None) -> bool:
    """选对一个得1分，选对两个得3分: the same thing counted again beside it makes rows of a table."""
    if before and before[-1].kind == "award":
        if _counts(before[-1].statement, unit):
            return True
        test, counted = before[-1].when.test, of_measure(before[-1].statement)
        if (isinstance(test, Between) and unit_of(test) == unit) or (counted and counted.unit == unit):
            return True
    later = of_measure(following) if following is not None and isinstance(following.outcome, Score) else None
    return later is not None and later.unit == unit and later.number != 1


def _counts(statement: Statement, unit: str) -> bool:
    """两项均完成得2分，完成一项得1分: another number of the same thing in the last phrase."""
    start, _ = statement.phrase()
    return any(
        isinstance(word, Measure)
        and word.start >= start
        and word.figures[0].low.unit == unit
        and word.figures[0].low.number > 1
        for word in statement.words
    )


def _bounds(island: Compare | Measure) -> bool:
    if isinstance(island, Compare):
        return bool(island.figures)
    return bool(island.edge.bound)


# ---------------------------------------------------------------- points without a verb


def _bare(
    statement: Statement, outcome: Measure, before: Sequence[Draft], following: Statement | None
) -> Iterator[Draft]:
    """每做一次作业0.5分，最高加5分: points whose verb stands elsewhere. Marks are taken out before."""
    if statement.text[: outcome.start].rstrip().endswith(("×", "*", "÷", "+", "＋", "=", "＝", "x", "X")):
        yield Draft("unread", statement)  # 完成率×5分
        return
    verb = verb_of(statement, before)
    score = Score(outcome.start, outcome.end, verb or "award", "", outcome.figures, slash=outcome.slash)
    if (rate := repeated(statement, outcome, before)) is not None:
        yield Draft(rate.sign, statement, rate)
        return
    if verb == "deduct":
        yield from _score(statement, score, before, following)
        return
    if outcome.edge.bound:  # …，丙级12分以下
        least = Quantity(number=Decimal(0), unit=POINT)
        outcome = replace(outcome, figures=(Figure(least, outcome.figures[0].low),))
    found = steps.find_step(replace(statement, outcome=score))
    if found is not None and (not found.islands or isinstance(found.islands[0], Step)):
        if not gains(statement, before, following):
            yield Draft("unread", statement)
        elif len(outcome.figures) == 1 and outcome.figures[0].high is None:
            number = outcome.figures[0].low.number
            yield Draft("gain", statement, build_rate(statement, "gain", number, found, ()))
        else:
            yield from _score(replace(statement, outcome=score), score, before, following)
        return
    words = condition(statement)
    if (
        statement.bracketed
        or not words.text
        or words.text.endswith(("扣满", "扣达", "扣达到"))
        or not ends(statement)
        or len(outcome.figures) != 1
    ):
        yield Draft("unread", statement)
        return
    (figure,) = outcome.figures
    spoken = [
        item
        for item in before
        if item.kind not in ("define", "dedupe") and not is_points(item.statement.outcome)
    ]
    if spoken and not continued(statement, before[-1]):
        yield Draft("unread", statement)
    elif figure.high is not None:
        yield judgement(statement, outcome.figures, "award")
    else:
        bonus = bool(before) and before[-1].bonus
        yield Draft("award", statement, points=figure.low.number, when=words, bonus=bonus)


def _take_all(statement: Statement, outcome: TakeAll) -> Iterator[Draft]:
    if outcome.stop or outcome.amount is None:  # 扣完10分为止
        yield Draft("exhausted", statement)
        return
    limit = more_than(statement)
    used = tuple(word for word in statement.words if isinstance(word, Compare)) if limit is not None else ()
    yield Draft(
        "deduct",
        statement,
        Penalty(points=outcome.amount, all=True, more_than=limit, when=condition(statement, *used)),
    )
