"""What the columns of a published table stand for, by their headings, which may take several rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kaoping.facts.names import fold

_WHO = (
    r"自评价?|自查|自我评价|互评|初评|复评|复核|复查|初审|复审|评审|终评|终审|核定|审定|抽查|考核组?|考评组?|评价|专家|第三方"
    r"|主管部门|财政部门|[省市县]级|[省市县]评|最终|综合|第[一二三]次|[一二三]评"
)
ROUND = re.compile(r"自评|自查|互评|初评|复评|复核|复查|初审|复审|终评|终审|核定|抽查")
"""In the name of a sheet: it is the table of one round."""

_WHOSE = re.compile(rf"((?:{_WHO})+)(?:得分|评分|分数|分|成绩|结果)?")
_PLAIN = re.compile(r"(?:实际)?(?:得分|评分|实得分|得分情况|评分值|分数)")
_CONVERTED = re.compile(r"(?:加权|折算|折合|换算)(?:后)?(?:得分|分)?")
_MEASURE = re.compile(r"\((?:分|满分\d+分?|\d+分)\)$")
_LEVEL = re.compile(r"([一二三四五])级(?:指标)?(?:名称)?(?:\(.*\))?")
_TOTAL = re.compile(
    r"(?:总分|总计|合计|总得分|总评分|得分合计|总分值|评价总分|总成绩|(?:最终|综合|考核|评价|年度)*(?:总?得分|总分|成绩))(?:\(.*\))?[:：]?"
)
_TOTAL_OF = re.compile(rf"((?:{_WHO})+)(?:总分|总得分|总评分|合计|总计)")
_MARKS = re.compile(r"(?:标准|指标)?(?:分值|满分|权重)(?:权重)?(?:\((?:分|%)\))?|标准分(?:值)?")
_ROLES = (
    (
        "unit",
        re.compile(
            r"(?:被?(?:考核|评价|评估))?(?:单位|部门|项目|县区|地区|对象)(?:名称)?|县\(?市、?区\)?|乡镇(?:\(街道\))?|县区|单位名称"
        ),
    ),
    ("id", re.compile(r"条|条号|编号|指标编号")),
    ("number", re.compile(r"序号|序|No\.?|#")),
    (
        "name",
        re.compile(r"(?:考核|评价|评分|评估)?(?:指标|项目|内容|事项)(?:名称)?|指标和(?:评分标准|指标值)"),
    ),
    ("target", re.compile(r"(?:年度|全年)?(?:指标值|目标值|计划值)|标准值")),
    ("actual", re.compile(r"(?:全年|年度)?(?:实际)?(?:完成|实际)值|实际完成(?:值|情况)?|完成情况")),
    ("mark", _MARKS),
    (
        "whole",
        re.compile(
            r"(?:全年|年度|调整后)?预算数?(?:\([aA]\))?(?:\(万元\))?|(?:实际)?到位资金(?:\(万元\))?"
            r"|(?:年度|目标|计划|下达)?任务数|(?:年度)?计划数|目标数|应\S{1,4}数"
        ),
    ),
    (
        "part",
        re.compile(
            r"(?:全年|年度|实际)?(?:执行|支出)(?:数|资金)(?:\([bB]\))?(?:\(万元\))?|(?:实际)?完成数|实\S{1,4}数"
        ),
    ),
    ("rate", re.compile(r"(?:预算|资金|任务)?(?:执行|完成|到位|支付|支出)率(?:\(.*\))?")),
    ("grade", re.compile(r"(?:评价|考核|评定)?(?:等次|等级|档次)")),
    ("rank", re.compile(r"(?:总分|得分|考核|最终|综合)?(?:名次|排名|位次|排序)")),
    ("met", re.compile(r"结论|是否(?:达标|达到|完成|实现)(?:目标|指标值)?|(?:目标)?达标情况|达标与否")),
    ("remark", re.compile(r"备注|说明|.*原因.*|.*依据")),
)


@dataclass
class Columns:
    """Indices of columns, from 0.

    Attributes:
        headings: the lowest of each column, as it stands.
        paths: all of each column, the widest first.
        levels: of names of indicators, the widest first.
        scores: of points, by whose they are: 自评, 复评; "" where there is only one.
        units: of points, by the unit that heads them.
        roles: of the others, by what they are.
    """

    headings: Sequence[str]
    paths: Sequence[tuple[str, ...]]
    levels: list[int] = field(default_factory=list)
    scores: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)

    @property
    def is_header(self) -> bool:
        """Whether a row with these headings begins a table of items: what is scored, and its score."""
        results = self.scores or self.units or "met" in self.roles
        return bool(results) and bool(self.levels or {"name", "id", "part"} & {*self.roles})

    def of(self, index: int) -> str:
        """The heading of a column."""
        return self.headings[index] if index < len(self.headings) else ""

    def round_of(self, index: int | None) -> str:
        """Whose scores a column such as 等次 goes with: those that stand nearest before it."""
        before = [label for label, at in self.scores.items() if index is None or at < index]
        return (before or [*self.scores] or [""])[-1]


def columns_of(
    rows: Sequence[Sequence[str]], unit_of: Callable[[str], str | None] = lambda _: None
) -> Columns:
    """Each heading is taken for the first thing that it can mean; a second column of one meaning is not used.

    Args:
        rows: of the header, the upper ones first, merged cells in each of their columns.
        unit_of: the unit that a heading names.
    """
    width = max(map(len, rows))
    paths = [tuple(dict.fromkeys(row[i] for row in rows if i < len(row) and row[i])) for i in range(width)]
    columns = Columns([path[-1] if path else "" for path in paths], paths)
    levels: dict[str, int] = {}
    scores: list[tuple[str, int, str]] = []
    for index, path in enumerate(paths):
        for heading in _readings(path):
            if len(heading) > 20:
                continue
            if found := _LEVEL.fullmatch(heading):
                levels.setdefault(found[1], index)
            elif (whose := score_of(heading)) is not None:
                scores.append((whose, index, heading))
            elif (unit := unit_of(path[-1])) is not None:
                columns.units.setdefault(unit, index)
            elif (
                role := next((role for role, words in _ROLES if words.fullmatch(heading)), None)
            ) is not None:
                columns.roles.setdefault(role, index)
            else:
                continue
            break
    _settle_scores(columns, scores)
    columns.levels = [levels[level] for level in sorted(levels, key="一二三四五".index)]
    named = columns.roles.get("name")
    if named is not None:
        columns.levels.append(named)
    return columns


def score_of(heading: str) -> str | None:
    """Whose points a heading announces: 自评; "" if it does not say; None if it is no heading of points.

    >>> score_of("自评分"), score_of("得分（分）"), score_of("标准分")
    ('自评', '', None)
    """
    bare = _MEASURE.sub("", fold(heading))
    if _PLAIN.fullmatch(bare) or _CONVERTED.fullmatch(bare):
        return ""
    found = _WHOSE.fullmatch(bare)
    return found[1] if found else None


def is_total(text: str) -> bool:
    """Whether a name is that of the total."""
    return bool(_TOTAL.fullmatch(fold(text)))


def total_of(text: str) -> str | None:
    """Whose total a heading announces: 自评 of 自评总分; "" if it does not say; None if it is none."""
    if is_total(text):
        return ""
    found = _TOTAL_OF.fullmatch(_MEASURE.sub("", fold(text)))
    return found[1] if found else None


def is_mark(text: str) -> bool:
    """Whether a name is that of full marks: 分值, 满分."""
    return bool(_MARKS.fullmatch(fold(text)))


def _readings(path: tuple[str, ...]) -> list[str]:
    """What a heading of several rows may say: 自评 over 得分, 得分 over 自评, the lower one alone."""
    parts = [fold(part) for part in path]
    if len(parts) < 2:
        return parts
    return [parts[-2] + parts[-1], parts[-1] + parts[-2], parts[-1]]


def _settle_scores(columns: Columns, scores: Sequence[tuple[str, int, str]]) -> None:
    """The columns of points: of several plain ones the converted one (折算得分), else the first."""
    converted = [index for whose, index, heading in scores if not whose and _CONVERTED.match(heading)]
    for whose, index, _ in scores:
        if whose or not converted or index in converted:
            columns.scores.setdefault(whose, index)
    named = columns.scores
    if len(named) == 1:
        columns.scores = {whose if ROUND.search(whose) else "": index for whose, index in named.items()}
    elif "" in named:
        plain = _MEASURE.sub("", columns.of(named[""]))
        columns.scores = {whose or plain: index for whose, index in named.items()}
