"""The words that lines of a rule file begin with: how each line is written, and which one a wrong word is for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches

LEVELS = "一二三四五"
LISTED = "办法、期间、满分、等次、取值、计分、单位、事实、定义、适用、项目名称、一级指标…五级指标、说明、数据采集部门、认可"

_EXAMPLES = {
    "办法": "办法  某某考核办法",
    "期间": "期间  2021-01-01 至 2021-12-31",
    "满分": "满分  100分，总分不高于100分",
    "等次": "等次  优秀（S≥90）、良好（90＞S≥80）、中等（80＞S≥60）、差（S＜60），或：优秀（90-100分）、良好（80分以上，90分以下）",
    "取值": "取值  每项得分四舍五入保留2位小数",
    "计分": "计分  达标率",
    "单位": "单位  甲县、乙县、丙县",
    "适用": "适用  县（市、区）",
    "事实": "事实  宣传稿件：事件，级别（省级、市级）、标题",
    "定义": "定义  完成率 = 完成数 / 任务数",
    "一级指标": "一级指标  工作落实（20分）",
    "认可": "认可  T001：文件原文如此，已报请修订",
}
_MEANT = {
    "满分": "总分、总分值、分值、合计、满分值",
    "期间": "时间、日期、年度、周期、期限、评价时间、评价年度、评价周期、考核时间、考核年度、考核周期",
    "等次": "等级、档次、评价等级、评价等次、考核等次、考核等级、等次划分",
    "取值": "取整、小数、保留、四舍五入、小数位数",
    "单位": "对象、被评单位、评价对象、考核对象、被考核单位、评价单位、考核单位、名单",
    "事实": "数据、事项、事件、变量、字段、声明、台账",
    "定义": "公式、算式、计算、计算公式",
    "办法": "标题、题目、文件、方法",
}
_BY_WORD = {word: keyword for keyword, words in _MEANT.items() for word in words.split("、")}
# 二极指标, 2级指标, and 一级目标, 一级 or 指标 alone where points in brackets end the line; 一项指标 and 一级医院 are words.
_LEVEL = re.compile(
    r"(?P<word>(?P<level>[一二三四五])(?:[极即集及技急]指[标示]|级指示)|(?P<digit>[1-5１-５])级指标|(?P<high>[六七八九十])级指标"
    r"|(?P<wrong>[一二三四五])[级級](?!指标)(?:指\S|\S[标標]|项目)(?=[ \t　：:].*[（(]\d+(?:\.\d+)?分[)）]$)"
    r"|(?:(?P<short>[一二三四五])级|指标)(?=[ \t　：:].*[（(]\d+(?:\.\d+)?分[)）]$))[ \t　：:]+(?P<name>\S.*)"
)


# 说名 is no word; 等级 is one, but not before a list of names with scores in brackets.
_LINE = re.compile(
    r"(?P<note>说[名鸣命眀]|[説說]明)[ \t　：:]+(?P<said>\S.*)"
    r"|(?P<grades>等级|等第|档次)[ \t　：:]+(?P<names>[^\s（(，。]{1,8}[（(](?:[SＳ]\s*[≥>＞<＜=]|\d)[^（()）]*[)）]、.*)"
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A line that means another keyword, mostly an indicator, but does not say so.

    Attributes:
        word: it begins with.
        level: of the indicator; 0 if it is unknown, or the line means none.
        name: what follows.
        keyword: that a line means which is no indicator.
    """

    word: str
    level: int
    name: str
    keyword: str = field(default="", repr=False)

    @property
    def help(self) -> str:
        """What to do."""
        if self.keyword:
            return f"是不是「{self.keyword}」？写成：{self.keyword}  {self.name}"
        if not self.level:
            return f"指标分一级到五级，写成：{_EXAMPLES['一级指标']}"
        keyword = f"{LEVELS[self.level - 1]}级指标"
        return f"是不是「{keyword}」？写成：{keyword}  {self.name}"


def example(word: str) -> str:
    """How a line that begins so is written."""
    for keyword, line in _EXAMPLES.items():
        if word.startswith(keyword):
            return f"写成：{line}"
    return f"可用的行首关键字：{LISTED}；其余的行都是计分子句"


_TITLE = re.compile(
    r"[^，。；;：:\t]{4,50}(?:表|办法|细则|方案|标准|体系|规程|规定)(?:[（(][^（()）]{1,12}[)）])?"
)
_NO_RULE = re.compile(r"附件?\s*[\d一二三四五六七八九十]*\s*[：:]?|填表|制表|[（(].*[)）]$|—|-")
_BLANK_FORM = re.compile(r"[：:][ _＿　]{3,}|[：:]\s*$|年[ 　]+月")


def advice(line: str) -> str:
    """What to do about a line that stands where only a keyword may, and begins with none."""
    word = re.split(r"[ \t　：:]", line, maxsplit=1)[0]
    if _TITLE.fullmatch(line):
        return f"是标题的，写成：办法  {line}"
    if (_NO_RULE.match(line) and word not in _BY_WORD) or _BLANK_FORM.search(line):
        return "不是规则的行删去，或在行首加 #"
    keyword = _BY_WORD.get(word) or next(iter(get_close_matches(word, _EXAMPLES, 1, cutoff=0.5)), "")
    if keyword:
        return f"是不是「{keyword}」？写成：{_EXAMPLES[keyword]}"
    return f"先写指标，例如：{_EXAMPLES['一级指标']}；可用的行首关键字：{LISTED}"


def misspelt_level(line: str) -> Slip | None:
    """What a line says that means an indicator but does not begin like one.

    >>> misspelt_level("二极指标  安全生产（10分）")
    Slip(word='二极指标', level=2, name='安全生产（10分）')
    >>> misspelt_level("一级医院  每家得2分")
    """
    match = _LEVEL.match(line)
    if match is None:
        return None
    level = unicodedata.normalize(
        "NFKC", match["level"] or match["digit"] or match["wrong"] or match["short"] or ""
    )
    number = int(level) if level.isdecimal() else LEVELS.find(level) + 1 if level else 0
    return Slip(match["word"], number, match["name"])


def misspelt_line(line: str) -> Slip | None:
    """What a line below an indicator says that means 说明 or 等次 but does not begin like it.

    >>> misspelt_line("说名  按月考核").help
    '是不是「说明」？写成：说明  按月考核'
    >>> misspelt_line("等级  评为优秀（90分以上）的，得2分。")
    """
    match = _LINE.match(line)
    if match is None:
        return None
    if match["note"]:
        return Slip(match["note"], 0, match["said"], "说明")
    return Slip(match["grades"], 0, match["names"], "等次")
