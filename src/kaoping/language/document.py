"""Rule files: text → outline. See grammar/document.lark for the notation.

Every line is read by itself, so that ten mistakes give ten diagnostics; then lines are put
together: indicators nest by their level, and a line that neither starts with a keyword nor
looks like a new clause continues the clause before it. Nothing is resolved here: names,
links and points are the business of `resolve`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kaoping.diagnostics import Diagnostic, Edit
from kaoping.language import items, keywords, pasted
from kaoping.language.arranged import Item, arrange
from kaoping.language.grammars import make_parser, tokens_of
from kaoping.language.headings import Columns
from kaoping.language.outline import (
    Acknowledgement,
    ClauseDraft,
    DefinitionDraft,
    IndicatorDraft,
    Line,
    Outline,
    TableDraft,
)
from kaoping.source import SourceFile, Span

if TYPE_CHECKING:
    from lark import Lark, Token

_SCORING = re.compile(r"[得扣加减计]\s*\d+(\.\d+)?\s*分")
MAX_LINE = 20_000
MOST_GRADES = 50
"""Checks compare every grade with every other. Documents have three to six."""


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return make_parser("document")


def tokens(line: str) -> list[Token]:
    """The tokens of a line without indentation and remark; none where it cannot be read."""
    return tokens_of(_parser(), line) if len(line) <= MAX_LINE else []


def read_outline(source: SourceFile) -> Outline:
    """Read a rule file. Never raises on text; what cannot be read is in `diagnostics`."""
    outline = Outline(source)
    reader = _Reader(outline)
    offset = 0
    while offset <= len(source.text):
        end = source.text.find("\n", offset)
        raw = source.text[offset:] if end < 0 else source.text[offset:end]
        columns, below = pasted.columns_at(source.text, offset)
        if columns is None:
            outline.taken.append(reader.line(raw, offset))
            offset += len(raw) + 1
        else:
            outline.taken.append(Line(offset, "pasted"))
            table, offset = pasted.rows(source.text, below, columns)
            reader.waiting = []
            for item in arrange(table, columns):
                row = item.row
                if pasted.ACKNOWLEDGED in row:
                    reader.line(row[pasted.ACKNOWLEDGED].text, row[pasted.ACKNOWLEDGED].start)
                elif columns.name is None:
                    reader.row(item, columns)
                else:
                    reader.target_row(row, columns)
                reader.above = pasted.span_of(row) if row and pasted.ACKNOWLEDGED not in row else reader.above
    reader.finish()
    return outline


class _Reader:
    """Puts lines together: the open indicators, and the clause that the next line may continue."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.table: TableDraft | None = None
        self.open: list[IndicatorDraft] = []
        self.clause: ClauseDraft | None = None
        self.above = Span(0, 0)
        """What stands above the next line: a clause with all its lines, the line of a keyword, a pasted row."""
        self.clause_indent = 0
        self.style = ""
        self.joins = False
        """Is the next line one of a cell that scores nothing by itself (评价要点：), and goes with its neighbours?"""
        self.seen: set[str] = set()
        self.waiting: list[tuple[int, pasted.Cell]] = []
        """Indicators of a pasted table of targets that have no target yet."""

    def line(self, raw: str, offset: int) -> Line:
        """Take a line of the file, or of a cell; says what it was taken for."""
        from lark.exceptions import UnexpectedInput

        text, _ = split_remark(raw)
        stripped = text.strip()
        if not stripped:
            return Line(offset, "remark" if raw.strip() else "blank")
        start = offset + text.index(stripped[0])
        span = Span(start, start + len(stripped))
        if len(stripped) > MAX_LINE:
            self.report("S001", f"这一行超过 {MAX_LINE} 字", Span(start, start + 20), "分成几行写")
            return Line(offset, "unread")
        try:
            tree: Any = _parser().parse(stripped).children[0]
        except UnexpectedInput as error:
            at = getattr(error, "pos_in_stream", None)
            at = len(stripped) - 1 if at is None or at >= len(stripped) else at
            word = stripped.split(maxsplit=1)[0]
            self.report(
                "S003", f"「{word}」这一行写得不对", Span(start + at, span.end), keywords.example(word)
            )
            return Line(offset, "unread")
        kind, before = str(tree.data), self.clause
        if kind not in ("clause", "heading"):
            self.clause = None
        try:
            items.refuse_conflict(stripped)
            getattr(self, f"on_{kind}")(tree, span, raw)
        except items.BadLineError as error:
            if error.words is not None:
                at = start + (error.words.start_pos or 0)
                span = Span(at, at + len(error.words.rstrip()))
            self.report(error.code, str(error), span, error.help)
            taken = Line(offset, "unread")
        else:
            taken = self._taken(kind, offset, continues=self.clause is before)
        if kind not in ("acknowledgement", "note", "collectors"):
            self.above = self.clause.span if self.clause is not None else span
        return taken

    def _taken(self, kind: str, offset: int, continues: bool) -> Line:
        if kind in ("clause", "heading") and self.clause is not None:
            return Line(offset, "clause", len(self.open), continues)
        depth = len(self.open) if kind in ("note", "collectors") else len(self.open) - 1
        return Line(offset, kind, depth if kind in ("note", "collectors", "indicator") else 0)

    def row(self, item: Item, columns: Columns) -> None:
        """A row of a pasted table: indicators that begin in it, then the lines of its wording."""
        for level, name, mark, cell in item.indicators:
            try:
                self.indicator(level, name, mark, cell.span)
            except items.BadLineError as error:
                self.report("S003", str(error), cell.span)
        if item.unread is not None:
            text = item.unread.joined()
            help_ = "写一个数，例如：10；扣分的上限写在评分标准里，例如：最高扣5分"
            self.report("S003", f"分值「{text}」不是一个数", item.unread.span, help_)
        note = item.note
        if note is not None and self.open:
            self.open[-1].note = note.text.strip()
        if note is not None and columns.content:
            self.scoring_beside("考核内容", note)
        for at, heading in columns.unread.items():
            if at in item.row:
                self.scoring_beside(heading, item.row[at])
        collectors = item.row.get(columns.collectors) if columns.collectors is not None else None
        if collectors is not None and self.open:
            self.open[-1].collectors = items.names_in(collectors.joined())
        if item.wording is not None:
            at, scored = item.wording.start, False
            for index, line in enumerate(item.wording.text.split("\n")):
                scores = items.SCORING.search(line) is not None
                self.joins = index > 0 and not (scored and scores)
                self.line(line, at)
                at, scored = at + len(line) + 1, scored or scores
            self.joins = False

    def scoring_beside(self, heading: str, cell: pasted.Cell) -> None:
        """Scoring in a column that is not that of the scoring would be lost."""
        if scoring := _SCORING.search(cell.text):
            at = cell.start + scoring.start()
            self.report(
                "S003",
                f"「{heading}」里有计分的话「{scoring[0]}」，另有一栏是评分标准",
                Span(at, at + len(scoring[0])),
                "计分的话都写在评分标准一栏",
            )

    def target_row(self, row: dict[int, pasted.Cell], columns: Columns) -> None:
        """A row of a pasted table of targets: name and value make a line; indicators without a target are left out."""
        for column, level in columns.levels.items():
            if column in row:
                self.waiting = [(other, cell) for other, cell in self.waiting if other < level]
                self.waiting.append((level, row[column]))
        name, value = row.get(columns.name or 0), row.get(columns.wording)
        if name is None or value is None:
            for cell in (cell for cell in (name, value) if cell is not None):
                lacking = "指标值" if name is not None else "指标名称"
                self.report(
                    "S003", f"「{cell.joined()}」没有{lacking}", cell.span, "一行写一个指标和它的指标值"
                )
            return
        try:
            for level, cell in self.waiting:
                self.indicator(level, cell.joined(), None, cell.span)
            self.waiting = []
            if not self.open:
                raise items.BadLineError("这一行前面没有指标")
        except items.BadLineError as error:
            self.report("S003", str(error), name.span)
            return
        wording = f"{name.joined()}：{value.joined()}"
        offsets = [*name.places(), value.start, *value.places()]
        span = Span(name.start, value.span.end)
        self.open[-1].clauses.append(ClauseDraft("", span, wording, offsets))

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
            return
        kinds = [kind for kind in self.outline.units if kind]
        told = [table.kind for table in self.outline.tables]
        for kind in (kind for kind in kinds if kind not in told):
            self.report(
                "S002",
                f"没有评「{kind}」的指标",
                first,
                f"在它的指标前面写：适用  {kind}，或以「一、{kind}」为题",
            )

    def once(self, word: str, span: Span, each_table: bool = False) -> None:
        """Refuse what is said twice; in each table once, where tables may say it for themselves."""
        (self.table or self.outline if each_table else self.outline).lines.setdefault(word, span)
        key = f"{self.table.kind if self.table and each_table else ''} {word}"
        if key in self.seen:
            raise items.BadLineError(f"「{word}」写了两次")
        self.seen.add(key)

    def on_title(self, tree: Any, span: Span, raw: str) -> None:
        self.once("办法", span)
        self.outline.title = str(tree.children[0]).strip()

    def on_period(self, tree: Any, span: Span, raw: str) -> None:
        self.once("期间", span)
        start, end = (items.day_of(str(child)) for child in tree.children)
        if end < start:
            raise items.BadLineError(f"期间的止日 {end} 早于起日 {start}")
        self.outline.start, self.outline.end = start, end

    def on_full(self, tree: Any, span: Span, raw: str) -> None:
        self.once("满分", span, each_table=True)
        place = self.table or self.outline
        full, ceiling = tree.children
        place.full = items.points_of(str(full))
        place.ceiling = items.points_of(str(ceiling)) if ceiling else None

    def on_grades(self, tree: Any, span: Span, raw: str) -> None:
        self.once("等次", span, each_table=True)
        if len(tree.children) > MOST_GRADES:
            raise items.BadLineError(f"等次超过 {MOST_GRADES} 个")
        grades = []
        for item in tree.children:
            name, range_ = item.children if item.data == "grade" else reversed(item.children)
            grades.append(items.grade_of(str(name), range_))
        (self.table or self.outline).grades.extend(items.ladder_of(grades))

    def on_rounding(self, tree: Any, span: Span, raw: str) -> None:
        self.once("取值", span)
        scope, mode, places = (str(child) for child in tree.children)
        if not places.isdecimal():
            raise items.BadLineError("小数位数要写整数，如「保留2位小数」")
        if items.number_of(places) > 10:
            raise items.BadLineError("保留的小数位数太多")
        self.outline.rounding = ("total" if scope == "总分" else "clause", items.MODES[mode], int(places))

    def on_counting(self, tree: Any, span: Span, raw: str) -> None:
        self.once("计分", span)
        self.outline.scoring = "targets"

    def on_units(self, tree: Any, span: Span, raw: str) -> None:
        kind, *names = (str(child or "") for child in tree.children)
        self.outline.lines.setdefault("单位", span)
        others = [other for other in self.outline.units if bool(other) != bool(kind)]
        if others:
            raise items.BadLineError(
                "有的单位写了类别，有的没有写：要么都写，如「单位  县（市、区）：甲县」，要么都不写"
            )
        known = self.outline.units.setdefault(kind, [])
        twice: list[str] = []
        for name in names:
            told = twice if any(name in units for units in self.outline.units.values()) else known
            told.append(name)
        if twice:  # the others are units all the same
            listed = "、".join(f"「{name}」" for name in dict.fromkeys(twice))
            raise items.BadLineError(f"单位{listed}写了两次")

    def on_table(self, tree: Any, span: Span, raw: str) -> None:
        kind = str(tree.children[0]).strip()
        if kind not in self.outline.units:
            raise items.BadLineError(f"前面没有写哪些单位是「{kind}」，先写：单位  {kind}：甲、乙")
        if any(table.kind == kind for table in self.outline.tables):
            raise items.BadLineError(f"评「{kind}」的指标已经开始过，写在一处")
        if any(not table.kind for table in self.outline.tables):
            raise items.BadLineError("这一行前面的指标没有写评哪些单位，把「适用」写在全部指标前面")
        self.table = TableDraft(kind, span)
        self.outline.tables.append(self.table)
        self.open, self.style = [], ""

    def on_heading(self, tree: Any, span: Span, raw: str) -> None:
        """一、县（市、区）: opens the table of a kind of unit; any other line that begins so is a clause."""
        if str(tree.children[0]).strip() in self.outline.units:
            self.clause = None
            self.on_table(tree, span, raw)
        else:
            self.on_clause(tree, span, raw)

    def on_fact(self, tree: Any, span: Span, raw: str) -> None:
        name, type_, *fields = tree.children
        self.outline.facts.append((items.fact_of(str(name), type_, fields), span))

    def on_definition(self, tree: Any, span: Span, raw: str) -> None:
        name, field_, expression = tree.children
        expression_start = span.end - len(str(expression))
        self.outline.definitions.append(
            DefinitionDraft(str(name), str(field_ or ""), str(expression), Span(expression_start, span.end))
        )

    def on_indicator(self, tree: Any, span: Span, raw: str) -> None:
        keyword, name, mark = tree.children
        level = keywords.LEVELS.find(str(keyword)[0]) + 1  # 项目名称 stands above them: 0
        if mark is None and (points := _POINTS_IN_NAME.search(str(name))):
            raise items.BadLineError(
                f"「{points.group()}」后面还有字，分值没有读到",
                "分值写在名称最后，后面不再写字；备注以 # 开头",
            )
        self.indicator(level, str(name).strip(), items.points_of(str(mark)[1:-1]) if mark else None, span)

    def indicator(self, level: int, name: str, points: Decimal | None, span: Span) -> None:
        """An indicator begins; those of its level and below end."""
        self.above = span
        self.open = [indicator for indicator in self.open if indicator.level < level]
        if self.open and self.open[-1].clauses:
            raise items.BadLineError(f"「{self.open[-1].name}」下面已有计分子句，不能再有下级指标")
        draft = IndicatorDraft(level, name, points, span)
        (self.open[-1].children if self.open else self._tables_indicators(span)).append(draft)
        self.open.append(draft)
        self.clause = None
        self.style = ""

    def _tables_indicators(self, span: Span) -> list[IndicatorDraft]:
        """The first-level indicators of the open table; of the only one, where the file has no kinds."""
        if self.table is None:
            kinds = [kind for kind in self.outline.units if kind]
            if kinds:
                raise items.BadLineError(f"单位分了类，先写这个指标评哪一类，例如：适用  {kinds[0]}")
            self.table = TableDraft("", span)
            self.outline.tables.append(self.table)
        return self.table.indicators

    def on_collectors(self, tree: Any, span: Span, raw: str) -> None:
        if self.open:
            self.open[-1].collectors = items.names_in(str(tree.children[0]))

    def on_note(self, tree: Any, span: Span, raw: str) -> None:
        if self.open:
            self.open[-1].note = f"{self.open[-1].note}\n{tree.children[0]}".strip()

    def on_acknowledgement(self, tree: Any, span: Span, raw: str) -> None:
        *codes, reason = (str(child).strip() for child in tree.children)
        known = tuple(code.upper() for code in codes)
        self.outline.acknowledgements.append(Acknowledgement(known, reason, span, self.above))

    def on_clause(self, tree: Any, span: Span, raw: str) -> None:
        line = self.outline.source.slice(span)
        slip = keywords.misspelt_level(line) or (keywords.misspelt_line(line) if self.open else None)
        if slip is not None:
            word = Span(span.start, span.start + len(slip.word))
            self.report("S001", f"行首的「{slip.word}」不认识", word, slip.help)
            if slip.level:  # so that what follows is not taken for the indicator before
                name, points = items.named(slip.name)
                with suppress(items.BadLineError):  # one fault of a line is enough
                    self.indicator(slip.level, name, points, span)
            self.clause = None
            return
        numbering = next((str(t) for t in tree.children if getattr(t, "type", "") == "NUMBERING"), "")
        style = items.style_of(numbering)
        indent = len(raw) - len(raw.lstrip())
        if not self.open and raw.lstrip().startswith("计分"):
            raise items.BadLineError("「计分」只能写达标率：计分  达标率；按分值计的不写这一行")
        if not self.open:
            raise items.BadLineError(
                "计分子句要写在某个指标下面；若这是项目，行首的关键字不认识",
                keywords.advice(self.outline.source.slice(span)),
            )
        if self.open[-1].children:
            raise items.BadLineError(f"「{self.open[-1].name}」已有下级指标，子句要写在最末一级指标下面")
        wording = self.outline.source.slice(span)
        offsets = list(range(span.start, span.end))
        if self.clause is not None and (
            self.joins or self._continues(style, indent) or _ASIDE.fullmatch(wording)
        ):
            self.clause.wording += "\n" + wording
            self.clause.offsets += [span.start, *offsets]
            self.clause.span = Span(self.clause.span.start, span.end)
            return
        if self.clause is None:
            self.style = style
        self.clause_indent = indent
        self.clause = ClauseDraft(items.digits_of(numbering), span, wording, offsets)
        self.open[-1].clauses.append(self.clause)

    def _continues(self, style: str, indent: int) -> bool:
        if style != self.style:
            return True
        return style == "" and indent > self.clause_indent


_MARKED = re.compile(
    r"\s*(?:[一二三四五]级指标|项目名称)[ \t　：:]+[^#＃]*?[（(]\s*\d+(?:\.\d+)?\s*分\s*[)）](?=[#＃])"
    r"|\s*满分[ \t　：:]+[^#＃]*分(?=[#＃])"
)
_ASIDE = re.compile(r"[（(][^（()）]*[)）][。；;]?")
"""（查阅台账）: a line of its own that says something of the clause before it."""
_POINTS_IN_NAME = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[)）]")


def split_remark(raw: str) -> tuple[str, str]:
    """A line and the author's remark behind it: from a # at its start, or one that follows white space."""
    match = re.search(r"(^|(?<=\s))[#＃]", raw)
    if marked := _MARKED.match(raw):  # 一级指标  宣传（10分）#备注: nothing of the line can follow the points
        match = re.compile("[#＃]").match(raw, marked.end())
    return (raw[: match.start()], raw[match.start() :]) if match else (raw, "")


def removal(source: SourceFile, span: Span) -> Edit:
    """Takes the line of a span out of its file; the author's remark stays, on a line of its own."""
    line = source.whole_line(span)
    words, remark = split_remark(source.slice(line))
    return Edit(Span(line.start, line.start + len(words)) if remark else line, "")
