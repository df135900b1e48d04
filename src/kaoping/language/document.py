"""Rule files: text → outline. See grammar/document.lark for the notation.

Every line is read by itself, so that ten mistakes give ten diagnostics; then lines are put
together: indicators nest by their level, and a line that neither starts with a keyword nor
looks like a new clause continues the clause before it. Nothing is resolved here: names,
links and points are the business of `resolve`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from kaoping.diagnostics import Diagnostic
from kaoping.exact import ROUNDING_WORDS, Rounding, parse_number
from kaoping.facts.schema import FactSpec, FieldSpec, ValueType
from kaoping.language import pasted
from kaoping.language.grammars import make_parser
from kaoping.source import SourceFile, Span

if TYPE_CHECKING:
    from lark import Lark

_TYPES: dict[str, ValueType] = {
    "数值": "number",
    "百分比": "percent",
    "是否": "yesno",
    "日期": "date",
    "文本": "text",
}
_MODES: dict[str, Rounding] = {words: mode for mode, words in ROUNDING_WORDS.items()}
_LEVELS = "一二三四五"
_COMPARATORS = {">=": "≥", "≧": "≥", "<=": "≤", "≦": "≤", ">": "＞", "<": "＜"}
_FLIPPED = {"≥": "≤", "≤": "≥", "＞": "＜", "＜": "＞"}
_KEYWORDS = "办法、期间、满分、等次、取值、单位、事实、定义、一级指标…五级指标、说明"
MAX_LINE = 20_000


@dataclass(frozen=True)
class Grade:
    """等次: a name and the totals that earn it."""

    name: str
    lower: Decimal | None = None
    lower_closed: bool = True
    upper: Decimal | None = None
    upper_closed: bool = True

    def covers(self, score: Decimal) -> bool:
        """Whether a total earns this grade."""
        above = self.lower is None or score > self.lower or (self.lower_closed and score == self.lower)
        below = self.upper is None or score < self.upper or (self.upper_closed and score == self.upper)
        return above and below


@dataclass
class ClauseDraft:
    """A clause as it stands in the file; wording may span lines (joined by "\\n"), links still in it."""

    number: str
    span: Span
    wording: str
    offsets: list[int]
    """For each character of `wording`, its offset in the file."""


@dataclass
class IndicatorDraft:
    """An indicator with what stands below it."""

    level: int
    name: str
    points: Decimal | None
    span: Span
    note: str = ""
    children: list[IndicatorDraft] = field(default_factory=list)
    clauses: list[ClauseDraft] = field(default_factory=list)


@dataclass(frozen=True)
class DefinitionDraft:
    """定义 name[.field] = expression."""

    name: str
    field: str
    expression: str
    span: Span


@dataclass
class Outline:
    """A rule file, line by line, nested but not resolved."""

    source: SourceFile
    title: str = ""
    start: date | None = None
    end: date | None = None
    full: Decimal | None = None
    ceiling: Decimal | None = None
    grades: list[Grade] = field(default_factory=list)
    rounding: tuple[Literal["clause", "total"], Rounding, int] | None = None
    units: list[str] = field(default_factory=list)
    facts: list[tuple[FactSpec, Span]] = field(default_factory=list)
    definitions: list[DefinitionDraft] = field(default_factory=list)
    indicators: list[IndicatorDraft] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class _BadLineError(Exception):
    """What is wrong in a line that the grammar accepts."""


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return make_parser("document")


def read_outline(source: SourceFile) -> Outline:
    """Read a rule file. Never raises on text; what cannot be read is in `diagnostics`."""
    outline = Outline(source)
    reader = _Reader(outline)
    offset = 0
    while offset <= len(source.text):
        end = source.text.find("\n", offset)
        raw = source.text[offset:] if end < 0 else source.text[offset:end]
        columns = pasted.columns_of(raw)
        if columns is None:
            reader.line(raw, offset)
            offset += len(raw) + 1
        else:
            table, offset = pasted.rows(source.text, offset + len(raw) + 1)
            for row in table:
                reader.row(row, columns)
    reader.finish()
    return outline


class _Reader:
    """Puts lines together: the open indicators, and the clause that the next line may continue."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.open: list[IndicatorDraft] = []
        self.clause: ClauseDraft | None = None
        self.clause_indent = 0
        self.style = ""
        self.seen: set[str] = set()

    def line(self, raw: str, offset: int) -> None:
        from lark.exceptions import UnexpectedInput

        text = _without_remark(raw)
        stripped = text.strip()
        if not stripped:
            return
        start = offset + text.index(stripped[0])
        span = Span(start, start + len(stripped))
        if len(stripped) > MAX_LINE:
            self.report("S001", f"这一行超过 {MAX_LINE} 字", Span(start, start + 20), "分成几行写")
            return
        try:
            tree: Any = _parser().parse(stripped).children[0]
        except UnexpectedInput as error:
            at = getattr(error, "pos_in_stream", None)
            at = len(stripped) - 1 if at is None or at >= len(stripped) else at
            word = stripped.split(maxsplit=1)[0]
            self.report("S003", f"「{word}」这一行写得不对", Span(start + at, span.end), _example(word))
            return
        kind = str(tree.data)
        if kind != "clause":
            self.clause = None
        try:
            getattr(self, f"on_{kind}")(tree, span, raw)
        except _BadLineError as error:
            self.report("S003", str(error), span)

    def row(self, row: dict[int, pasted.Cell], columns: pasted.Columns) -> None:
        """A row of a pasted table: indicators that begin in it, then the lines of its wording."""
        new = [(level, row[column]) for column, level in columns.levels.items() if column in row]
        points = row.get(columns.points) if columns.points is not None else None
        for level, cell in new:
            name, mark = _named(cell.joined())
            if (
                mark is None
                and points is not None
                and cell is new[-1][1]
                and level == max(columns.levels.values())
            ):
                mark = _mark(points.joined())
            try:
                self.indicator(level, name, mark, cell.span)
            except _BadLineError as error:
                self.report("S003", str(error), cell.span)
        note = row.get(columns.note) if columns.note is not None else None
        if note is not None and self.open:
            self.open[-1].note = note.text.strip()
        wording = row.get(columns.wording)
        if wording is not None:
            at = wording.start
            for line in wording.text.split("\n"):
                self.line(line, at)
                at += len(line) + 1

    def report(self, code: str, message: str, span: Span, help_: str = "") -> None:
        self.outline.diagnostics.append(
            Diagnostic(code, "error", message, help_, source=self.outline.source, span=span)
        )

    def finish(self) -> None:
        first = Span(0, 1)
        if not self.outline.title:
            self.report("S002", "没有写「办法」", first, "第一行写：办法  某某考核办法")
        if not self.outline.indicators:
            self.report("S002", "没有任何指标", first, "例如：一级指标  工作落实（20分）")

    def once(self, kind: str) -> None:
        if kind in self.seen:
            raise _BadLineError(f"「{kind}」写了两次")
        self.seen.add(kind)

    def on_title(self, tree: Any, span: Span, raw: str) -> None:
        self.once("办法")
        self.outline.title = str(tree.children[0]).strip()

    def on_period(self, tree: Any, span: Span, raw: str) -> None:
        self.once("期间")
        start, end = (_date(str(child)) for child in tree.children)
        if end < start:
            raise _BadLineError(f"期间的止日 {end} 早于起日 {start}")
        self.outline.start, self.outline.end = start, end

    def on_full(self, tree: Any, span: Span, raw: str) -> None:
        self.once("满分")
        full, ceiling = tree.children
        self.outline.full = _points(str(full))
        self.outline.ceiling = _points(str(ceiling)) if ceiling else None

    def on_grades(self, tree: Any, span: Span, raw: str) -> None:
        self.once("等次")
        for item in tree.children:
            name, range_ = item.children
            self.outline.grades.append(_grade(str(name), range_))

    def on_rounding(self, tree: Any, span: Span, raw: str) -> None:
        self.once("取值")
        scope, mode, places = (str(child) for child in tree.children)
        if not places.isdecimal():
            raise _BadLineError("小数位数要写整数，如「保留2位小数」")
        if _number(places) > 10:
            raise _BadLineError("保留的小数位数太多")
        self.outline.rounding = ("total" if scope == "总分" else "clause", _MODES[mode], int(places))

    def on_units(self, tree: Any, span: Span, raw: str) -> None:
        for child in tree.children:
            if str(child) in self.outline.units:
                raise _BadLineError(f"单位「{child}」写了两次")
            self.outline.units.append(str(child))

    def on_fact(self, tree: Any, span: Span, raw: str) -> None:
        name, type_, *fields = tree.children
        self.outline.facts.append((_fact(str(name), type_, fields), span))

    def on_definition(self, tree: Any, span: Span, raw: str) -> None:
        name, field_, expression = tree.children
        expression_start = span.end - len(str(expression))
        self.outline.definitions.append(
            DefinitionDraft(str(name), str(field_ or ""), str(expression), Span(expression_start, span.end))
        )

    def on_indicator(self, tree: Any, span: Span, raw: str) -> None:
        keyword, name, mark = tree.children
        level = _LEVELS.index(str(keyword)[0]) + 1
        self.indicator(level, str(name).strip(), _points(str(mark)[1:-1]) if mark else None, span)

    def indicator(self, level: int, name: str, points: Decimal | None, span: Span) -> None:
        """An indicator begins; those of its level and below end."""
        self.open = [indicator for indicator in self.open if indicator.level < level]
        if self.open and self.open[-1].clauses:
            raise _BadLineError(f"「{self.open[-1].name}」下面已有计分子句，不能再有下级指标")
        draft = IndicatorDraft(level, name, points, span)
        (self.open[-1].children if self.open else self.outline.indicators).append(draft)
        self.open.append(draft)
        self.clause = None
        self.style = ""

    def on_note(self, tree: Any, span: Span, raw: str) -> None:
        if self.open:
            self.open[-1].note = f"{self.open[-1].note}\n{tree.children[0]}".strip()

    def on_clause(self, tree: Any, span: Span, raw: str) -> None:
        numbering = next((str(t) for t in tree.children if getattr(t, "type", "") == "NUMBERING"), "")
        style = _style(numbering)
        indent = len(raw) - len(raw.lstrip())
        if not self.open:
            raise _BadLineError("计分子句要写在某个指标下面；若这是项目，行首的关键字不认识")
        if self.open[-1].children:
            raise _BadLineError(f"「{self.open[-1].name}」已有下级指标，子句要写在最末一级指标下面")
        wording = self.outline.source.slice(span)
        offsets = list(range(span.start, span.end))
        if self.clause is not None and self._continues(style, indent):
            self.clause.wording += "\n" + wording
            self.clause.offsets += [span.start, *offsets]
            self.clause.span = Span(self.clause.span.start, span.end)
            return
        if self.clause is None:
            self.style = style
        self.clause_indent = indent
        self.clause = ClauseDraft(_digits(numbering), span, wording, offsets)
        self.open[-1].clauses.append(self.clause)

    def _continues(self, style: str, indent: int) -> bool:
        if style != self.style:
            return True
        return style == "" and indent > self.clause_indent


def _without_remark(raw: str) -> str:
    """The line without the author's remark: from a # at its start, or one that follows white space."""
    match = re.search(r"(^|(?<=\s))[#＃]", raw)
    return raw[: match.start()] if match else raw


def _style(numbering: str) -> str:
    if not numbering:
        return ""
    if numbering[0].isdecimal():
        return "1."
    return "（1）" if numbering[0] in "（(" else "①"


def _digits(numbering: str) -> str:
    if numbering and 0x2460 <= ord(numbering[0]) <= 0x2473:
        return str(ord(numbering[0]) - 0x2460 + 1)
    return "".join(char for char in numbering if char.isdecimal())


def _named(text: str) -> tuple[str, Decimal | None]:
    """A name with its points behind it, in brackets: 过程（20分）."""
    match = re.fullmatch(r"(.+?)[（(](\d+(?:\.\d+)?)分[)）]", text)
    return (match[1], Decimal(match[2])) if match else (text, None)


def _mark(text: str) -> Decimal | None:
    """The points of a cell: 5, or 5分."""
    return Decimal(text.removesuffix("分")) if re.fullmatch(r"\d+(\.\d+)?分?", text) else None


def _points(text: str) -> Decimal:
    return _number(text.replace("分", ""))


def _number(text: str) -> Decimal:
    number = parse_number(text)
    if number is None:  # the grammar admits digits only, but any number of them
        raise _BadLineError("数字太长")
    return number


def _date(text: str) -> date:
    parts = [int(part) for part in re.findall(r"\d+", text)]
    try:
        return date(*parts)
    except ValueError:
        raise _BadLineError(f"没有「{text}」这一天") from None


def _grade(name: str, range_: Any) -> Grade:
    words = [_COMPARATORS.get(str(child), str(child)) for child in range_.children]
    if range_.data == "half":
        bounds = [(words[0], words[1])]
    elif range_.data == "half_reversed":
        bounds = [(_FLIPPED[words[1]], words[0])]
    else:
        bounds = [(_FLIPPED[words[1]], words[0]), (words[2], words[3])]
    found: dict[str, Decimal | bool] = {}
    for comparator, number in bounds:
        side = "lower" if comparator in "≥＞" else "upper"
        if side in found:
            raise _BadLineError(f"等次「{name}」的两端方向相同")
        found[side], found[f"{side}_closed"] = _number(number), comparator in "≥≤"
    return Grade(name, **found)  # type: ignore[arg-type]


def _fact(name: str, type_: Any, fields: list[Any]) -> FactSpec:
    columns = tuple(_field(field_) for field_ in fields)
    if type_.data == "choice":
        return FactSpec(name=name, kind="value", type="choice", choices=tuple(map(str, type_.children)))
    word, unit = type_.children
    measured_in = str(unit)[1:-1].strip() if unit else ""
    if str(word) == "事件":
        return FactSpec(name=name, kind="event", type="number", unit=measured_in, fields=columns)
    if columns:
        raise _BadLineError(f"只有「事件」可以有字段；「{name}」是{word}")
    return FactSpec(name=name, kind="value", type=_TYPES[str(word)], unit=measured_in)


def _field(tree: Any) -> FieldSpec:
    name, *rest = (str(child) for child in tree.children if child is not None)
    if not rest:
        return FieldSpec(name=name, type="text")
    if len(rest) == 1 and rest[0] in _TYPES:
        return FieldSpec(name=name, type=_TYPES[rest[0]])
    return FieldSpec(name=name, type="choice", choices=tuple(rest))


_EXAMPLES = {
    "期间": "期间  2021-01-01 至 2021-12-31",
    "满分": "满分  100分，总分不高于100分",
    "等次": "等次  优秀（S≥90）、良好（90＞S≥80）、中等（80＞S≥60）、差（S＜60）",
    "取值": "取值  每项得分四舍五入保留2位小数",
    "单位": "单位  甲县、乙县、丙县",
    "事实": "事实  宣传稿件：事件，级别（省级、市级）、标题",
    "定义": "定义  完成率 = 完成数 / 任务数",
}


def _example(word: str) -> str:
    for keyword, example in _EXAMPLES.items():
        if word.startswith(keyword):
            return f"写成：{example}"
    return f"可用的行首关键字：{_KEYWORDS}；其余的行都是计分子句"
