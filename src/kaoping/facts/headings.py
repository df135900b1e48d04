"""What the headings of a table mean: roles, fields of the schema, and measures.

People head the same column 单位, 县（区） or 被考核单位, and write units of measure behind names:
申领数（人）. A heading that fits nothing is left unused and said to be so; headings that fit twice
are refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from kaoping.facts.names import Names, closest, fold, quoted
from kaoping.facts.raw import CANONICAL, Role
from kaoping.facts.schema import COUNTING, FactSpec

ALIASES: Mapping[Role, str] = MappingProxyType(
    {
        "unit": (
            "单位 单位名称 被考核单位 被评价单位 考核对象 评价对象 责任单位 责任部门 部门 部门名称 机构 "
            "县区 区县 县市区 县 市县 地区 区域 unit"
        ),
        "name": (
            "事项 事项名称 事项类别 事项类型 指标 指标名称 三级指标 考核指标 评价指标 事实 问题 问题类型 问题类别 类别 类型 "
            "条款 条款号 条款编号 指标编号 子句 name"
        ),
        "value": "值 数值 得值 取值 实际值 完成值 实际完成值 结果 value",
        "quantity": "数量 次数 件数 个数 频次 quantity",
        "day": "日期 时间 发生日期 发生时间 事件日期 date",
        "id": "编号 台账编号 记录编号 流水号 文号 id",
        "operation": "操作 操作类型 更正 撤回 op operation",
        "note": "说明 备注 情况说明 具体情况 note",
    }
)
"""Headings by role, as people write them, parted by spaces; compared folded and without 、 and brackets."""

_ROLES: Mapping[str, Role] = {alias: role for role, aliases in ALIASES.items() for alias in aliases.split()}
_EITHER = "名称"  # the unit beside 事项, the measure beside 单位
_ROW_NUMBERS = frozenset(("序号", "行号", "No.", "#"))
_WEAK_NAMES = frozenset(("类别", "类型", "问题", "条款"))

_BRACKETED = re.compile(r"(.+)\(([^()]*)\)")
_PUNCTUATION = re.compile(r"[、,，()*:]")
_MAGNITUDE = re.compile(r"[十百千万亿]+(?=.)")
_TIMES = frozenset(("秒", "分钟", "小时", "天", "日", "个工作日", "工作日", "周", "个月", "月"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A fact that a heading names. in_unit: the heading says its unit of measure. clash: its unit is not the schema's."""

    spec: FactSpec
    in_unit: bool = False
    clash: str = ""


@dataclass(slots=True)
class Columns:
    """What each column of a header stands for, by its index from 0."""

    roles: dict[Role, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    measures: dict[int, Measure] = field(default_factory=dict)
    unused: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    """Columns without a heading."""
    numbers: list[int] = field(default_factory=list)
    """Columns that number the rows: 序号."""
    clashes: list[str] = field(default_factory=list)
    """Why the header is ambiguous, in Chinese."""

    @property
    def labels(self) -> set[int]:
        """The columns in which a row may say that it is a total: all but figures, days, fields and notes."""
        named = {self.roles[role] for role in ("unit", "name") if role in self.roles}
        return {*named, *self.unused, *self.numbers}


@lru_cache(maxsize=8192)
def role_of(heading: str) -> Role | None:
    """The role that a heading names, if any."""
    for form in _forms(heading):
        if form in _ROLES:
            return _ROLES[form]
    return None


def measure_of(heading: str, names: Names) -> Measure | None:
    """The fact that a heading names: by name or alias, with or without a unit of measure behind it."""
    spec = names.spec(heading)
    if spec is not None:
        return Measure(spec)
    bracketed = _BRACKETED.fullmatch(fold(heading))
    spec = names.spec(bracketed[1]) if bracketed else None
    if bracketed is None or spec is None:
        return None
    unit = bracketed[2].removeprefix("单位:")
    own = ("%", "百分比") if spec.type == "percent" else (fold(spec.unit),) if spec.unit else ()
    return Measure(spec, unit in own, _clash(unit, fold(spec.unit), heading))


def columns_of(header: Sequence[str], names: Names, naming: Collection[int] = ()) -> Columns:
    """Give each column of a header its meaning.

    The plain headings (单位, 事项, 值 …) come first, then fields and names of the schema, then the
    other words for roles; so a schema may have a field that is called 类别. A fact that is called 数量 or 说明
    has the column of that heading where no column names facts row by row.

    Args:
        header: the headings.
        names: what the schema calls its facts and fields.
        naming: columns whose cells name facts; one with a heading such as 问题 is the column 事项, even if
            a fact has that name, too.
    """
    columns = Columns()
    rest: list[tuple[int, Role]] = []
    either: list[int] = []
    plain = {heading: role for role, heading in CANONICAL.items()}
    if (
        not any(role_of(heading) == "name" and names.spec(heading) is None for heading in header)
        and not naming
    ):
        plain = {
            heading: role for heading, role in plain.items() if role == "unit" or not names.spec(heading)
        }
    for index, heading in enumerate(header):
        folded = fold(heading)
        if not folded:
            columns.bare.append(index)
        elif folded in plain:
            _assign(columns, plain[folded], index, header)
        elif index in naming and role_of(heading) == "name":
            rest.append((index, "name"))
        elif folded in names.fields and folded not in columns.fields:
            columns.fields[folded] = index
        elif measure := measure_of(heading, names):
            twin = next((at for at, known in columns.measures.items() if known.spec is measure.spec), None)
            if twin is not None:
                columns.clashes.append(
                    f"{quoted(header[twin])}列和{quoted(heading)}列都是“{measure.spec.name}”"
                )
            columns.measures[index] = measure
        elif role := role_of(heading):
            rest.append((index, role))
        elif folded == _EITHER:
            either.append(index)
        elif folded in _ROW_NUMBERS:
            columns.numbers.append(index)
        else:
            columns.unused.append(index)
    settled = set(columns.roles)
    for index, role in sorted(rest, key=lambda entry: fold(header[entry[0]]) in _WEAK_NAMES):
        if role in settled or (role in columns.roles and fold(header[index]) in _WEAK_NAMES):
            columns.unused.append(index)
        else:
            _assign(columns, role, index, header)
    for index in either:
        if "name" not in columns.roles and not columns.measures:
            columns.roles["name"] = index
        elif "unit" not in columns.roles:
            columns.roles["unit"] = index
        else:
            columns.unused.append(index)
    _part_layouts(columns, header)
    _lend_day(columns)
    return columns


def likely(heading: str, names: Names) -> str:
    """A name or field of the schema that an unused heading may be a slip for, or ""."""
    bracketed = _BRACKETED.fullmatch(fold(heading))
    options = chain((spec.name for spec in names.schema.facts), names.fields.values())
    return closest(bracketed[1] if bracketed else heading, options)


def _assign(columns: Columns, role: Role, index: int, header: Sequence[str]) -> None:
    if role not in columns.roles:
        columns.roles[role] = index
    elif role == "note":
        columns.unused.append(index)
    else:
        both = f"{quoted(header[columns.roles[role]])}（第 {columns.roles[role] + 1} 列）和{quoted(header[index])}（第 {index + 1} 列）"
        columns.clashes.append(f"{both}都可以是「{CANONICAL[role]}」列")


def _part_layouts(columns: Columns, header: Sequence[str]) -> None:
    """A table names its facts in a column or in its headings; where it does both, only a plain case is read."""
    if columns.measures and "name" not in columns.roles:
        columns.unused += [columns.roles.pop(role) for role in ("value", "quantity") if role in columns.roles]
    if not columns.measures or "name" not in columns.roles:
        return
    index = columns.roles["name"]
    if fold(header[index]) == CANONICAL["name"] or "value" in columns.roles or "quantity" in columns.roles:
        heading = quoted(header[next(iter(columns.measures))])
        columns.clashes.append(f"既有{quoted(header[index])}列逐行写事项，又有以事项为表头的{heading}列")
    else:
        columns.unused.append(columns.roles.pop("name"))


def _lend_day(columns: Columns) -> None:
    """A field such as 发生时间 is also the day of the event where no other column tells it."""
    if "day" not in columns.roles:
        for folded, index in columns.fields.items():
            if _ROLES.get(folded) == "day":
                columns.roles["day"] = index


def _forms(heading: str) -> tuple[str, ...]:
    """The ways to read a heading as one of the known words: 县（市、区） is 县市区, 数量（个） is 数量."""
    folded = fold(heading)
    bracketed = _BRACKETED.fullmatch(folded)
    return folded, _PUNCTUATION.sub("", folded), bracketed[1] if bracketed else folded, folded.lower()


def _clash(written: str, wanted: str, heading: str) -> str:
    """Why figures under this heading would be misread: 万人 for 人, 分钟 for 小时; "" if they are not."""
    if not wanted or written.removeprefix("个") == wanted.removeprefix("个"):
        return ""
    same_base = _MAGNITUDE.sub("", written) == _MAGNITUDE.sub("", wanted)
    if same_base or {written, wanted} <= _TIMES or {written.removeprefix("个"), written} & COUNTING:
        return f"{quoted(heading)}以“{written}”计，规则以“{wanted}”计"
    return ""
