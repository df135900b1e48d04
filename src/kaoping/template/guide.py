"""The pages of a template that are only read: how to fill it in, the kinds of events, the clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from kaoping.exact import text as plain
from kaoping.facts.mark import CORRECTIONS
from kaoping.language.outline import Grade
from kaoping.model import Rubric
from kaoping.source import as_text, visible
from kaoping.template.forms import clause_numbers
from kaoping.template.plan import CLAUSE_LIST, EVENT_LIST, GUIDE, Form, Page
from kaoping.tree import paths
from kaoping.uses import uses_of

_SHOWN_UNITS = 30

_HOW = (
    ("怎样填",),
    ("表头和表名", "不要改。列可以整列移动，行可以增加、删去；以※开头的行都是说明，程序不读。"),
    ("列表", "带列表的格从列表里选；粘贴进来的，要与列表里的文字一样。"),
    ("是、否", "填 是 或 否（√、×、有、无 也行）。"),
    ("数", "只填数，按表头括号里的计量单位换算好；可以写 1200、1,200、1.2万，不能写“约1200”。"),
    ("百分比", "填 85% 的样子，带上百分号。"),
    ("日期", "写成 2021-03-05 或 2021年3月5日；要写时刻的，写成 2021-03-05 14:30。"),
    ("空着的格", "空着就是还没有：有关的条款列为“待评”，不按 0 计。确实是 0 的，请填 0。"),
    ("没有发生的事", "扣分、加分的事没有发生，就不用记；发生一次记一行，同样的几次可以并成一行，在「数量」里写次数。"),
    ("自己的备注", "写在「说明」列；或在行首加※单独写一行；或另放一张表。"),
)  # fmt: skip

_MENDING = (
    ("更正和撤回",),
    ("还没有上报", "直接改、直接删。"),
    ("已经上报的数据", f"在「{CORRECTIONS}」里记一行：单位、事项、更正后的值，操作选“更正”；作废的选“撤回”，值空着。"),
    (
        "已经上报的事项",
        "上报时写了编号的才能改：照原编号再记一行，写改好的全部内容，操作选“更正”；作废的写上编号，操作选“撤回”。原来的行留着。",
    ),
    ("留痕", "更正、撤回都会在得分台账里另记一笔，原来的记录不会消失。"),
)  # fmt: skip


def guide_page(rubric: Rubric, sheets: Sequence[Form | Page]) -> Page:
    """The first sheet: what this is for, and how to fill it in."""
    file = visible(as_text(PurePath(rubric.file).name))
    rows = (
        ("填表说明",),
        ("办法", rubric.title),
        *_facts_of(rubric),
        ("各张表",),
        *((sheet.name, sheet.title if isinstance(sheet, Form) else sheet.purpose) for sheet in sheets),
        *_HOW,
        *_MENDING,
        ("计分",),
        ("命令", f"kaoping score {file} --facts 填好的表.xlsx"),
        ("填错了", "程序逐格说明哪里不对、怎样改；不对的不计入，其余照常计分。"),
        ("模板依据", f"{file}（指纹 {rubric.digest[:12]}）。规则文件改过以后，请重新生成模板。"),
    )
    return Page(GUIDE, "填表以前请先看", rows, (22, 100))


def event_page(rubric: Rubric) -> Page:
    """Each kind of event with what one row of it does to the score, for each kind of unit; no rows if there is none."""
    uses = uses_of(rubric)
    several = len(rubric.tables) > 1
    rows = []
    for table in rubric.tables:
        clauses = {clause.id for clause in table.clauses()}
        for spec in (spec for spec in rubric.facts if spec.kind == "event"):
            own = tuple(use for use in uses[spec.name] if use.clause.id in clauses)
            effect = "；".join(dict.fromkeys(use.effect for use in own))
            row = (spec.label, spec.unit or "次", clause_numbers(own), effect)
            rows += [(table.kind, *row) if several else row] if own else []
    head = (*(("单位类别",) if several else ()), "事项", "计量单位", "条款", "怎样计分")
    widths = (*((18,) if several else ()), 34, 10, 16, 80)
    return Page(
        EVENT_LIST, "各种事项是什么、记一行会怎样计分", (head, *rows) if rows else (), widths, headed=True
    )


def clause_page(rubric: Rubric) -> Page:
    """Every clause with its words and the facts that it goes by."""
    needed: dict[str, list[str]] = {}
    for name, uses in uses_of(rubric).items():
        label = next(spec.label for spec in rubric.facts if spec.name == name)
        for use in uses:
            needed.setdefault(use.clause.id, []).append(label)
    asked = any(path[-1].collectors for _, path in paths(rubric))
    rows = [
        (
            clause.id,
            " › ".join(indicator.name for indicator in path),
            plain(clause.full) if clause.full is not None else "",
            clause.wording,
            "、".join(needed.get(clause.id, ())),
            *(("、".join(path[-1].collectors),) if asked else ()),
        )
        for clause, path in paths(rubric)
    ]
    head = ("条款", "指标", "分值", "评分标准", "依据的数据和事项", *(("数据采集部门",) if asked else ()))
    widths = (8, 36, 6, 64, 36, *((24,) if asked else ()))
    return Page(CLAUSE_LIST, "评分标准全文，各条依据哪些数据和事项", (head, *rows), widths, headed=True)


def _facts_of(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Period, points, grades and units, as far as the rubric states them; kind by kind where they differ."""
    if rubric.start or rubric.end:
        yield "评价期间", f"{rubric.start or ''} 至 {rubric.end or ''}；事项的日期须在期间之内"
    for table in rubric.tables:
        whose = f"{table.kind}：" if table.kind else ""
        if table.full is not None:
            yield "满分", f"{whose}{plain(table.full)}分"
        if table.grades:
            yield "等次", whose + "、".join(_grade(grade) for grade in table.grades)
        if table.units:
            count = len(table.units)
            more = f"等 {count} 个" if count > _SHOWN_UNITS else f"，共 {count} 个"
            yield "单位", f"{whose}{'、'.join(table.units[:_SHOWN_UNITS])}{more}；名称不要改"
        else:
            yield "单位", "办法没有列出名单；请自己写上，各表里的写法要一样"


def _grade(grade: Grade) -> str:
    """优秀（S≥90）、良好（90＞S≥80）、差（S＜60）."""
    low = f"S{'≥' if grade.lower_closed else '＞'}{plain(grade.lower)}" if grade.lower is not None else ""
    if grade.upper is None:
        return f"{grade.name}（{low}）"
    if not low:
        return f"{grade.name}（S{'≤' if grade.upper_closed else '＜'}{plain(grade.upper)}）"
    return f"{grade.name}（{plain(grade.upper)}{'≥' if grade.upper_closed else '＞'}{low}）"
