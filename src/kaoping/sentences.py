"""Sentences: a ledger entry told so that it can be read out to the unit concerned.

The one renderer of explanations: everything it says comes from the entry.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kaoping.exact import text as plain
from kaoping.ledger import Entry, Evidence
from kaoping.model import TOTAL
from kaoping.resolve.points import told

_SAYS_SO = re.compile(r"^取消|否决|不得|不能|不予|无效|废标|作废|判|定为|降|直接|为不")
_NUMBERED = re.compile(r"[\d.]+")


def tell(entry: Entry, with_total: bool = True) -> str:
    """One sentence (or two) in Chinese; the running total may be left out where entries stand by clause."""
    parts = [_cause(entry), _working(entry), _change(entry), _balance(entry, with_total)]
    return "".join(parts).replace("，。", "。").replace("，；", "；")


def lost(qualification: str) -> str:
    """A lost qualification as an effect: 取消年度优秀等次评选资格; what says so itself is left as it is (一票否决)."""
    return qualification if _SAYS_SO.search(qualification) else f"取消{qualification}"


def _cause(entry: Entry) -> str:
    where = f"第{entry.node}条" if entry.line else ("总分" if entry.node == TOTAL else f"指标{entry.node}")
    if entry.cause == "opening":
        return f"{where}：评价开始时，"
    facts = [_fact(fact, entry.unit) for fact in entry.facts]
    if not facts:
        return f"{where}："
    told = {
        "new": facts[-1],
        "correct": f"{facts[0]}更正为{facts[-1]}",
        "withdraw": f"撤回{facts[0]}" + (f"，依据{entry.ground}" if entry.ground else ""),
    }[entry.cause]
    also = f"，另据{'、'.join(_fact(fact, entry.unit) for fact in entry.also)}" if entry.also else ""
    return f"{where}：{told}{also}。"


def _fact(fact: Evidence, unit: str) -> str:
    day = f"{fact.day}，" if fact.day else ""
    details = "，".join((*fact.fields, *((fact.note,) if fact.note else ())))
    note = f"：{details}" if details else ""
    owner = f"{fact.unit}的" if fact.unit != unit else ""
    name = "本条事实" if _NUMBERED.fullmatch(fact.name) else f"「{fact.name}」"
    name = f"「{fact.title}」" if fact.title else name
    return f"{day}{owner}{name}为{fact.value}（{fact.place}{note}）"


def _working(entry: Entry) -> str:
    return f"{entry.after}；" if entry.after else ""


def _change(entry: Entry) -> str:
    nominal, effective = entry.nominal, entry.effective
    if entry.cause == "opening":
        return f"先记{plain(effective)}分，"
    if entry.was_pending and entry.balance == entry.balance_high:
        return f"本条定为{plain(entry.balance)}分{_why(entry)}，"
    if nominal == effective:
        return f"不改变得分{_why(entry)}，" if effective == 0 else f"本次{_signed(effective)}，"
    if nominal == 0:
        return f"本次{_signed(effective)}{_why(entry)}，"
    return f"本次应{_signed(nominal)}，实际{_signed(effective)}{_why(entry)}，"


def _why(entry: Entry) -> str:
    return f"（{'、'.join(entry.reasons)}）" if entry.reasons else ""


def _signed(points: Decimal) -> str:
    if points == 0:
        return "不变"
    return f"扣{plain(-points)}分" if points < 0 else f"加{plain(points)}分"


def _balance(entry: Entry, with_total: bool) -> str:
    name = "本条" if entry.line else "合计调整"
    points = []
    if entry.balance != entry.balance_high:
        why = f"（{'；'.join(entry.pending)}）" if entry.pending else ""
        points.append(f"{name}待评{why}，已得{told(entry.balance)}分，至多{told(entry.balance_high)}分")
    elif not entry.was_pending:
        points.append(f"{name}{plain(entry.balance)}分")
    if with_total:
        points.append(f"总分{plain(entry.total)}分")
    return "；".join(["，".join(points), *entry.effects]) + "。"
