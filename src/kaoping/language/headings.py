"""The heading row of a pasted table: which column is what.

Offices call the same column by many names (评分标准, 考核细则, 计分办法; 分值, 标准分, 权重（%）). Names are read by what they
are made of. A column of no known name (备注, 责任单位, 自评得分) is carried along and not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_OF = r"(?:考核|考评|考查|评价|评审|评分|评估|评议|评比|检查|督导|督查|巡查|测评|绩效|验收|目标|工作|年度|主要|具体|加分|扣分|加减分|指标)*"
_WITH = r"(?:(?:及|和|与|、|/)[^及和与、/]{2,6})?"
_LEVEL = re.compile(r"(?P<level>[一二三四五])级(?:指标|项目|目录|要素|内容)?(?:名称)?")
_UNLEVELLED = re.compile(
    rf"{_OF}(?:类别|类型|大类|项目|指标|要素|因素|事项|名称|分类|维度|模块|板块|大项|小项|子项)(?:名称|类别)?"
)
"""Headings of indicators that do not say their level: the first is the first level, where no other says so."""
_CONTENT = re.compile(rf"{_OF}(?:内容|要求|要点|任务|细目){_WITH}")
_HOW = r"(?:标准|办法|方法|细则|方式|规则|说明|原则)"
_WORDING = (
    re.compile(rf".{{0,6}}(?:评分|计分|扣分|加分|加减分|加扣分|赋分|打分|得分|记分|给分){_HOW}{_WITH}"),
    re.compile(rf"{_OF}(?:标准|细则){_WITH}|{_OF}评分"),
    re.compile(r"(?:考核|考评|评价)(?:办法|方法)"),
    _CONTENT,
)
"""The first of these that a table has: 考核内容 beside 评分标准 only says what is looked at."""
_VALUES = ("指标值", "目标值", "年度指标值", "计划指标值", "绩效指标值", "预期指标值")
_POINTS = (
    re.compile(r"(?:指标|标准|考核|考评|项目|评分|基本|设定|参考|应得|单项|总)*(?:分值|分数|标准分|满分值?|基准分|配分|赋分)(?:[/、]?权重)?"),
    re.compile(r"(?:指标|考核|评价|所占)*权重分?(?:值|数|占比)?|权数"),
)  # fmt: skip
_COLLECTORS = (
    "数据采集部门",
    "数据采集单位",
    "数据来源部门",
    "数据来源单位",
    "数据提供部门",
    "数据提供单位",
    "考核部门",
)
_NOTE = re.compile(r"指标(?:解释|说明|释义)|说明|评价要点")
_FOUND = re.compile(r"自评|得分|扣分|考评分|评分|结果|情况|审核|核定|备案|签")
"""Headings of what an assessor fills in: words like 扣2分 there are no rules."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what.

    Attributes:
        levels: the level of the indicators in each column that has any, in the order of the table.
        wording: the column of the scoring; name is then that of the targets, where it is 指标值.
        points: of the full marks of the lowest level; marks: of the levels that have a column of their own.
        note: what says more of an indicator; content: it is 考核内容, which in other tables holds the scoring.
        unread: columns of other names in which scoring would be lost, with their names.
        width: how many tabs a whole row has.
    """

    levels: dict[int, int]
    wording: int
    points: int | None
    note: int | None
    collectors: int | None
    name: int | None = None
    content: bool = False
    marks: dict[int, int] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)
    width: int = 0

    @property
    def lowest(self) -> int:
        """The level of the indicators that have the clauses."""
        return max(self.levels.values())


def heads(cells: Sequence[str]) -> Columns | None:
    """The columns that a row of cells heads, or None if it heads no table.

    >>> found = heads(["序号", "考核项目", "权重（%）", "评分办法"])
    >>> found.levels, found.points, found.wording
    ({1: 1}, 2, 3)
    """
    names = [_plain(cell) for cell in cells]
    levels = {
        at: "一二三四五".index(found["level"]) + 1
        for at, name in enumerate(names)
        if (found := _LEVEL.fullmatch(name))
    }
    wording = _first(names, _WORDING)
    content = _first(names, (_CONTENT,))
    if not levels and wording is not None:
        unlevelled = [at for at, name in enumerate(names[:wording]) if _UNLEVELLED.fullmatch(name)]
        if not unlevelled and content is not None and content < wording:
            unlevelled = [content]
        levels = {at: level for level, at in enumerate(unlevelled, start=1)}
    target = None
    if wording is None and len(levels) > 1:
        wording = next((at for at, name in enumerate(names) if name in _VALUES), None)
        target = max(levels, key=lambda at: levels[at])
        levels = {at: level for at, level in levels.items() if at != target}
    if not levels or wording is None:
        return None
    points, marks = _marks(names, levels)
    note = next(
        (
            at
            for at, name in enumerate(names)
            if at != wording and at not in levels and (_NOTE.fullmatch(name) or _CONTENT.fullmatch(name))
        ),
        None,
    )
    collectors = next((at for at, name in enumerate(names) if name in _COLLECTORS), None)
    known = {*levels, wording, points, note, collectors, target, *marks.values()}
    unread = {
        at: name
        for at, name in enumerate(names)
        if at not in known and name and not _FOUND.fullmatch(name[-2:]) and not _FOUND.match(name)
    }
    return Columns(
        levels,
        wording,
        points,
        note,
        collectors,
        target,
        note is not None and _CONTENT.fullmatch(names[note]) is not None,
        marks,
        unread,
        len(names) - 1,
    )


def is_heading(name: str) -> bool:
    """Is it the name of the column of scoring, said again at the head of a page?"""
    return any(pattern.fullmatch(_plain(name)) for pattern in _WORDING)


def _plain(cell: str) -> str:
    """A heading without blanks, quotation marks and what stands in brackets behind it: 权重（%）."""
    return re.sub(r"[（(][^（）()]*[)）]$", "", re.sub(r"[\s“”\"]+", "", cell))


def _first(names: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> int | None:
    """The column whose name fits the earliest of the patterns."""
    return next(
        (at for pattern in patterns for at, name in enumerate(names) if pattern.fullmatch(name)), None
    )


def _marks(names: Sequence[str], levels: dict[int, int]) -> tuple[int | None, dict[int, int]]:
    """The column of the full marks; where each level has one of its own, it stands right of the names."""
    for pattern in _POINTS:
        found = [at for at, name in enumerate(names) if pattern.fullmatch(name)]
        if len(found) > 1:
            own: dict[int, int] = {}
            for at in found:
                left = [column for column in levels if column < at]
                if left:
                    own.setdefault(levels[max(left)], at)
            return own.pop(max(levels.values()), None), own
        if found:
            return found[0], {}
    return None, {}
