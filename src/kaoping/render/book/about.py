"""The page of notes: what the report was made from, what was refused, and how it is to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaoping.diagnostics import Diagnostic
from kaoping.exact import text as plain
from kaoping.ledger import Header
from kaoping.model import Rubric
from kaoping.render.book.plan import MOST_PLACES, Cell, Page
from kaoping.render.book.rows import Rows
from kaoping.source import visible

MOST_REFUSALS = 2000


@dataclass(frozen=True, slots=True)
class Origin:
    """What a score was made from, beside the header of its ledger.

    Attributes:
        label: of the round; "" where there is one.
        accepted, refused, repeated: how many facts.
        refusals: why, one each.
    """

    label: str
    header: Header
    accepted: int
    refused: int
    repeated: int
    refusals: tuple[Diagnostic, ...]


def about(rubric: Rubric, origins: Sequence[Origin], legend: Sequence[str], name: str) -> Page:
    """The page of notes."""
    rows = Rows((16, 34, 68))
    rows.line(rubric.title, "title")
    rows.line("说明", "subtitle")
    _pairs(rows, _rubric(rubric))
    for origin in origins:
        of = f"（{origin.label}）" if origin.label else ""
        rows.line(f"事实{of}", "section")
        _pairs(rows, _facts(origin))
    rows.line("怎样读这份报表", "section")
    for line in legend:
        rows.line(f"· {line}")
    for origin in origins:
        _refusals(rows, origin)
    return rows.page(name, heading=rubric.title)


def legend(targets: bool, rounds: bool) -> list[str]:
    """How the report is to be read."""
    if rounds:
        unit = "单位各有一页：各轮并列，下面是每一条的依据；各轮的事实相同的只写一次，不同的分开写"
    elif targets:
        unit = "单位各有一页：每一条的原文、实际值、结论和依据"
    else:
        unit = "单位各有一页：每一条的原文、满分、得分，每一笔加扣的理由、日期和出处"
    found = [f"{unit}；总表里点单位名可以跳到那一页。"]
    if targets and rounds:
        found.append("达标的按项数比较，差＝后一轮－第一轮。")
    elif targets:
        found.append(
            "达标项数是公式：一页之内由下往上相加，总表引用各单位的页；达标率＝达标项数÷全部项数，显示两位小数。"
        )
    elif rounds:
        found.append(
            "得分和差都是公式：指标由它下面的条目相加，差＝后一轮－第一轮；待评的写成区间，不参加计算。"
        )
    else:
        found.append(
            "得分是公式，点开可以看到从哪里来：总表引用各单位的页，总分由一级指标相加，指标由条目相加，条目由它下面各笔加扣相加。"
        )
        found.append(
            "封顶、扣完为止、总分上限等限制另列“调整”一行，写明各条合计多少、限到多少；加上这一行，正好是得分。"
        )
    found.append("待评：缺了事实，还定不了分。“3～6”是“已得3分，至多6分”；名次、等次也随之写成区间或“待定”。")
    if not targets:
        found.append(
            f"计分不作四舍五入（办法另有规定的除外）；除不尽的，这里显示{MOST_PLACES}位小数，精确的数见该条的依据。"
        )
    found.append(
        "每一笔都在台账里。同样的规则和事实，用 kaoping score --ledger 另存台账，用 kaoping replay 可以逐字重算。"
    )
    return found


def _rubric(rubric: Rubric) -> list[tuple[str, str]]:
    found = [("办法", rubric.title)]
    if rubric.start and rubric.end:
        found.append(("评价期间", f"{rubric.start} 至 {rubric.end}"))
    for table in rubric.tables:
        kind = f"（{table.kind}）" if table.kind else ""
        if table.full is not None:
            ceiling = f"，总分不高于{plain(table.ceiling)}分" if table.ceiling is not None else ""
            found.append((f"满分{kind}", f"{plain(table.full)}分{ceiling}"))
        if table.grades:
            found.append((f"等次{kind}", "、".join(grade.name for grade in table.grades)))
    return [
        *found,
        ("规则文件", rubric.file.replace("\\", "/").rpartition("/")[2]),
        ("校验码（SHA-256）", rubric.digest),
    ]


def _facts(origin: Origin) -> list[tuple[str, str]]:
    header = origin.header
    as_of = [("截至", header.as_of)] if header.as_of else []
    repeated = f"，重复 {origin.repeated} 条" if origin.repeated else ""
    taken = ("收下", f"{origin.accepted} 条，拒收 {origin.refused} 条{repeated}")
    return [*as_of, taken, *((name, f"校验码（SHA-256）{digest}") for name, digest in header.facts.items())]


def _pairs(rows: Rows, pairs: Sequence[tuple[str, str]]) -> None:
    for label, text in pairs:
        row = rows.add(Cell(label, "text"), Cell(text, "text"))
        rows.merge(row, 1, row, 2)


def _refusals(rows: Rows, origin: Origin) -> None:
    """Each refused row with the reason and what to do."""
    if not origin.refusals:
        return
    of = f"（{origin.label}）" if origin.label else ""
    rows.line(f"拒收的记录{of}：没有计入得分，改好后重新计分", "section")
    rows.add(*(Cell(text, "heading") for text in ("代码", "哪里", "为什么，怎么办")))
    for one in origin.refusals[:MOST_REFUSALS]:
        why = "\n".join(filter(None, (visible(one.message), visible(one.help or ""))))
        rows.add(Cell(one.code, "centre"), Cell(str(one.where), "text"), Cell(why, "text"))
    if (more := len(origin.refusals) - MOST_REFUSALS) > 0:
        rows.line(f"…… 另有 {more} 条", "note")
