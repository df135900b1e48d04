"""Diagnostics: what is wrong, where, and what to do. Data only; `render.text` prints them.

User faults are values that are collected and returned, never exceptions: a file with ten
mistakes yields ten diagnostics. Every code is listed in `CODES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from kaoping.source import SourceFile, Span

Severity = Literal["error", "warning", "note"]

# Stable codes: S syntax of rule files, C clauses, N names, M points, T tiers, A ambiguity, E effects,
# L layout, K acknowledgements, F facts, Y rule tests (用例), P published tables.
# A code is never given a second meaning.
CODES: dict[str, str] = {
    "S001": "无法识别的行",
    "S002": "缺少必要的项目",
    "S003": "项目写法不对",
    "S004": "编码不是 UTF-8",
    "S005": "文件太大",
    "S006": "文件打不开",
    "S007": "有改变显示顺序的字符",
    "S008": "有看不见的字符",
    "S009": "问题没有全部列出",
    "S010": "合并冲突没有解决",
    "C001": "有计分词语没有读懂",
    "C002": "子句里没有计分内容",
    "C003": "链接写法不对",
    "C004": "链接位置不对",
    "C005": "算法的适用范围没有写明",
    "N001": "名称没有声明",
    "N002": "名称重复声明",
    "N003": "名称的用法前后不一",
    "N004": "声明没有用到",
    "N005": "选项从不计分",
    "N006": "名称有两种意思",
    "N007": "名称容易混淆",
    "N008": "计量单位不一致",
    "N009": "条件没有谁能符合",
    "N010": "字段的类型与用法不符",
    "N011": "条件没有筛去什么",
    "N012": "是否只能算一次",
    "N013": "一件事两处扣分",
    "N014": "各档的名称差一两个字",
    "M001": "分值无法确定",
    "M002": "分值与满分不符",
    "M003": "各条分值与指标不符",
    "M004": "下级分值与上级不符",
    "M005": "上限大于所限的分",
    "M006": "上限之外扣不到",
    "M007": "扣完的分与所有的分不同",
    "M008": "要扣完的分不是上级的分值",
    "M009": "上限没有作用",
    "M010": "扣完为止永远扣不完",
    "M011": "所写的分得不到或扣不到",
    "M012": "满分得不到",
    "M013": "等次得不到",
    "M014": "总分上限到不了",
    "M015": "总分上限低于满分",
    "M016": "分数是负数",
    "M017": "各部分与本条的分值不符",
    "M018": "扣分项先记了分",
    "T001": "档次之间有空档",
    "T002": "两头没有一档管到",
    "T003": "分界点归属不清",
    "T004": "两档重叠",
    "T005": "用不上的一档",
    "T006": "更好的反而得分少",
    "T007": "同一组档次单位不一",
    "T008": "名次的比例不是整数个单位",
    "T009": "选项与各档对不上",
    "T010": "等次名称重复或颠倒",
    "T011": "超过100%的没有一档管到",
    "A001": "不足一步的部分没有写怎样算",
    "A002": "百分之几与几个百分点没有分清",
    "A003": "从多少起算下降没有写",
    "A004": "两种计分办法没有写用哪一种",
    "A005": "扣分没有上限，也没有写扣完为止",
    "A006": "期限没有写到哪一天",
    "A007": "酌情给分没有幅度",
    "A008": "比率没有写什么除以什么",
    "A009": "截止当日算不算没有写",
    "A010": "上限管几句没有写",
    "A011": "两样缺一样算不算没有写",
    "A020": "指标值没有写怎样比较",
    "E001": "取消的资格没有等次对应",
    "E002": "后果没有作用",
    "E003": "后果永远不会发生",
    "E004": "免去了一切扣分",
    "L001": "没有按统一的排版整理",
    "K001": "认可没有对应的问题",
    "K002": "认可写得不对",
    "F001": "文件读不出来",
    "F002": "表头看不懂",
    "F003": "单位不在名单内",
    "F004": "事项或指标名称不存在",
    "F005": "值的类型不对",
    "F006": "日期超出评价期间",
    "F007": "编号重复而内容不同",
    "F008": "更正或撤回的对象不存在",
    "F009": "必填的格是空的",
    "F010": "未编号的重复行",
    "F011": "同一编号重复",
    "F012": "这一行读不出来",
    "F013": "事项与单位的类别不符",
    "F014": "工作表没有读入",
    "F015": "模板与规则文件对不上",
    "F016": "各项分值加起来不等于指标分值",
    "F017": "有了事实仍然定不了分",
    "F018": "事实或公布的表不知道是哪个规则文件的",
    "P001": "得分空着或不是数",
    "P002": "得分超过分值",
    "P003": "得分加起来不等于小计或总分",
    "P004": "分值与规则不符",
    "P005": "比率与分子分母不符",
    "P006": "多取了尾数",
    "P007": "得分与事实不符",
    "P008": "指标里的目标与指标值不符",
    "P009": "等次与总分不符",
    "P010": "两张表的得分不同",
    "P011": "公布的内容与规则对不上",
    "P012": "名次与总分不符",
    "P013": "结论与指标值、实际值不符",
    "Y001": "用例文件读不出来",
    "Y002": "用例里的键不认识或写了两次",
    "Y003": "用例里的值写得不对",
    "Y004": "用例里的名称不存在",
    "Y005": "用例缺少必要的内容",
    "Y006": "不必发现的改动没有用到",
    "Y007": "用例没有通过",
    "Y008": "没有用例触及",
    "Y009": "改动没有用例发现",
}


_NO_COLUMN = (None, None, "")


class Place(NamedTuple):
    """A place among the facts: file, sheet of a workbook, row as people count it, heading of the column.

    letter is that of the column in a workbook, where row and letter are the name of the cell.
    """

    file: str
    row: int | None = None
    column: str | None = None
    sheet: str | None = None
    letter: str = ""

    def __str__(self) -> str:
        """As shown to people: `台账.csv 第7行「日期」`, of a workbook `台账.xlsx!扣分事项!B17`."""
        if self[2:] == _NO_COLUMN and self.row is not None:  # a line of a stream: by far the most
            return f"{self.file} 第{self.row}行"
        sheet = f"!{self.sheet}" if self.sheet else ""
        if self.letter and self.row is not None:
            return f"{self.file}{sheet}!{self.letter}{self.row}"
        row = f" 第{self.row}行" if self.row is not None else ""
        column = f"「{self.column}」" if self.column else ""
        return f"{self.file}{sheet}{row}{column}"


class Edit(NamedTuple):
    """Characters of a rule file to be replaced."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair that is safe: it touches no word of the document. what: in Chinese, "删去没有用到的声明"."""

    what: str
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """Another place of the same rule file that has to do with a finding, and what it has to do with it."""

    span: Span
    message: str


class Choice(NamedTuple):
    """One reading of an ambiguous sentence, with what the witness of the finding scores under it.

    Attributes:
        label: 满一步才扣 …
        write: how the author writes this choice down, "{不足一步不计}"; "" if it cannot be written.
        score: "得9.8分".
        working: the arithmetic, as a ledger tells it; "".
        taken: this is how the sentence is read today.
    """

    label: str
    write: str
    score: str
    working: str = ""
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: a key of CODES.
        severity: an error makes the file (or fact) unusable; the others do not.
        message: what is wrong, in Chinese, naming the offending text.
        help: what to do or to write instead; "" where the message says it.
        source, span: the place in a rule file; None for facts.
        place: the place among the facts; None for rule files.
        unit: of the row among the facts, as it is written there; "" where it is not known.
        witness: what proves it: a value, a set of facts, a sum ("89.5%不属于任何一档"); "".
        related: other places of the rule file.
        choices: the readings of an ambiguous sentence.
        fix: the one safe repair; None if there is none.
        acknowledged: why the author lets it stand (认可); "" if nobody did.
    """

    code: str
    severity: Severity
    message: str
    help: str = ""
    source: SourceFile | None = None
    span: Span | None = None
    place: Place | None = None
    unit: str = ""
    witness: str = ""
    related: tuple[Related, ...] = ()
    choices: tuple[Choice, ...] = ()
    fix: Fix | None = None
    acknowledged: str = ""

    def __post_init__(self) -> None:
        """A code that is not registered is our mistake."""
        if self.code not in CODES:
            raise KeyError(self.code)

    @property
    def where(self) -> str:
        """`file:line:column` or the place of a fact."""
        if self.source is not None and self.span is not None:
            line, column = self.source.position(self.span.start)
            return f"{self.source.name}:{line}:{column}"
        return str(self.place) if self.place else (self.source.name if self.source else "")
