"""What the columns of a published table stand for, by their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaoping.facts.names import fold

_LEVEL = re.compile(r"([一二三四五])级(?:指标)?(?:名称)?")
_SCORE = re.compile(r"(.{0,8}?)(?:得分|评分|评分值|实得分|得分情况)(?:\(分\))?")
_ROLES = (
    (
        "unit",
        re.compile(
            r"(?:被?(?:考核|评价|评估))?(?:单位|部门|项目|县区|地区|对象)(?:名称)?|县\(?市、?区\)?|乡镇"
        ),
    ),
    ("id", re.compile(r"条|条号|编号|指标编号|序号")),
    (
        "name",
        re.compile(r"(?:考核|评价|评分|评估)?(?:指标|项目|内容|事项)(?:名称)?|指标和(?:评分标准|指标值)"),
    ),
    ("target", re.compile(r"(?:年度|全年)?(?:指标值|目标值|计划值)|标准值")),
    ("actual", re.compile(r"(?:全年|年度)?(?:实际)?(?:完成|实际)值|实际完成(?:值|情况)?|完成情况")),
    ("mark", re.compile(r"(?:标准|指标)?(?:分值|满分|权重)(?:权重)?(?:\((?:分|%)\))?|标准分")),
    (
        "whole",
        re.compile(r"(?:全年|年度|调整后)?预算数?(?:\([aA]\))?(?:\(万元\))?|(?:实际)?到位资金(?:\(万元\))?"),
    ),
    ("part", re.compile(r"(?:全年|年度|实际)?(?:执行|支出)(?:数|资金)(?:\([bB]\))?(?:\(万元\))?")),
    ("rate", re.compile(r"(?:预算|资金)?(?:执行|完成|到位|支付|支出)率(?:\(.*\))?")),
    ("grade", re.compile(r"(?:评价|考核)?(?:等次|等级|档次)")),
    ("remark", re.compile(r"备注|说明|.*原因.*|.*依据")),
)


@dataclass
class Columns:
    """Indices of columns, from 0.

    Attributes:
        levels: of names of indicators, the widest first.
        scores: of points, by what is before 得分: 自评得分, 复评得分; "" where nothing is.
        roles: of the others, by what they are.
        headings: as they stand.
    """

    headings: Sequence[str]
    levels: list[int] = field(default_factory=list)
    scores: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)

    @property
    def is_header(self) -> bool:
        """Whether a row with these headings begins a table of items: what is scored, and its score."""
        return bool(self.scores) and bool(self.levels or {"name", "id", "part"} & {*self.roles})


def columns_of(cells: Sequence[str]) -> Columns:
    """Each heading is taken for the first thing that it can mean; a second column of one meaning is not used."""
    columns = Columns(cells)
    levels: dict[str, int] = {}
    for index, cell in enumerate(cells):
        heading = fold(cell)
        if not heading or len(heading) > 20:
            continue
        if found := _LEVEL.fullmatch(heading):
            levels.setdefault(found[1], index)
        elif found := _SCORE.fullmatch(heading):
            columns.scores.setdefault(found[1].removesuffix("评价") if found[1] != "评价" else "", index)
        else:
            role = next((role for role, words in _ROLES if words.fullmatch(heading)), None)
            if role is not None:
                columns.roles.setdefault(role, index)
    columns.levels = [levels[level] for level in sorted(levels, key="一二三四五".index)]
    named = columns.roles.get("name")
    if named is not None:
        columns.levels.append(named)
    return columns
