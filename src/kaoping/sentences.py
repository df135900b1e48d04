"""Sentences: a ledger entry told so that it can be read out to the unit concerned.

The one renderer of explanations: everything it says comes from the entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from kaoping import exact
from kaoping.exact import text as plain
from kaoping.ledger import Cause, Entry, Evidence, Step
from kaoping.model import TOTAL
from kaoping.resolve.points import bounded, told

_SAYS_SO = re.compile(r"^取消|否决|不得|不能|不予|无效|废标|作废|判|定为|降|直接|为不")
_NUMBERED = re.compile(r"[\d.]+")


def tell(entry: Entry, with_total: bool = True) -> str:
    """One sentence (or two) in Chinese; the running total may be left out where entries stand by clause."""
    total = entry.total if with_total else None
    return sentence(entry.step, entry.unit, entry.facts, entry.also, entry.ground, total)


def sentence(
    step: Step,
    unit: str,
    facts: Sequence[Evidence],
    also: Sequence[Evidence] = (),
    ground: str = "",
    total: Decimal | None = None,
) -> str:
    """The sentence of an entry that consists of these; see `ledger.Entry`."""
    where, change, effects = _words(step)
    said = "；至此达标{}项" if step.verdict else "，总分{}分"
    points = "" if total is None else said.format(plain(total))
    return f"{where}{_cause(step.cause, unit, facts, also, ground)}{change}{points}{effects}"


def lost(qualification: str) -> str:
    """A lost qualification as an effect: 取消年度优秀等次评选资格; what says so itself is left as it is (一票否决)."""
    return qualification if _SAYS_SO.search(qualification) else f"取消{qualification}"


@lru_cache(maxsize=16_384)
def _words(step: Step) -> tuple[str, str, str]:
    """What every entry of a step says alike: where it is, what it changes, and its effects."""
    where = f"第{step.node}条：" if step.line else ("总分：" if step.node == TOTAL else f"指标{step.node}：")
    opening = "评价开始时，" if step.cause == "opening" else ""
    if step.verdict:
        return where + opening, _target(step), "。"
    after = f"{step.after}；" if step.after else ""
    changes = [_change(step), *_balance(step)]
    return where + opening, after + "，".join(changes), "；".join(["", *step.effects]) + "。"


def _target(step: Step) -> str:
    """What a target has come to: the comparison ends with the verdict; it counts as an item, and has no points."""
    said = step.after or f"{step.verdict}（{'；'.join(step.pending)}）"
    if step.cause == "new":
        return said
    items = step.effective
    change = "结论不变" if items == 0 else f"达标项数{'减' if items < 0 else '加'}{plain(abs(items))}"
    return f"{said}，{change}"


def _cause(cause: Cause, unit: str, facts: Sequence[Evidence], also: Sequence[Evidence], ground: str) -> str:
    if cause == "opening" or not facts:
        return ""
    told = _fact(facts[-1], unit)
    if cause == "correct":
        told = f"{_fact(facts[0], unit)}更正为{told}"
    elif cause == "withdraw":
        told = f"撤回{_fact(facts[0], unit)}" + (f"，依据{ground}" if ground else "")
    others = f"，另据{'、'.join([_fact(fact, unit) for fact in also])}" if also else ""
    return f"{told}{others}。"


def _fact(fact: Evidence, unit: str) -> str:
    day = f"{fact.day}，" if fact.day else ""
    note = ""
    if fact.fields or fact.note:
        note = f"：{'，'.join(filter(None, (*fact.fields, fact.note)))}"
    owner = f"{fact.unit}的" if fact.unit != unit else ""
    return f"{day}{owner}{_name(fact.title, fact.name)}为{fact.value}（{fact.place}{note}）"


@lru_cache(maxsize=1024)
def _name(title: str, name: str) -> str:
    return "本条事实" if not title and _NUMBERED.fullmatch(name) else f"「{title or name}」"


def _change(step: Step) -> str:
    nominal, effective = step.nominal, step.effective
    if not bounded(effective):
        return "扣多少没有上限"
    if step.cause == "opening":
        return f"先记{plain(effective)}分{_why(step)}"
    if step.was_pending and step.balance == step.balance_high:
        return f"本条定为{plain(step.balance)}分{_why(step)}"
    if nominal == effective:
        return f"不改变得分{_why(step)}" if effective == 0 else f"本次{_signed(effective)}"
    if nominal == 0:
        return f"本次{_signed(effective)}{_why(step)}"
    return f"本次应{_signed(nominal, exact.short)}，实际{_signed(effective)}{_why(step)}"


def _why(step: Step) -> str:
    return f"（{'、'.join(step.reasons)}）" if step.reasons else ""


def _signed(points: Decimal, told: Callable[[Decimal], str] = plain) -> str:
    if points == 0:
        return "不变"
    return f"扣{told(-points)}分" if points < 0 else f"加{told(points)}分"


def _balance(step: Step) -> list[str]:
    name = "本条" if step.line else "合计调整"
    if step.balance != step.balance_high:
        why = f"（{'；'.join(step.pending)}）" if step.pending else ""
        least = f"已得{plain(step.balance)}分，" if bounded(step.balance) else ""
        return [f"{name}待评{why}，{least}至多{told(step.balance_high)}分"]
    return [] if step.was_pending else [f"{name}{plain(step.balance)}分"]
