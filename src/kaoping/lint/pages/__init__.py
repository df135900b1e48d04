"""The pages of all codes, by code: those of the checks, of what the reader reports, of the intake of facts,
of rule tests, and of published tables.

`docs/codes/CODE.md` are written from here (`pytest --update-golden`), and `kaoping code` prints them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.diagnostics import CODES, Severity
from kaoping.lint.check import Check, FactPage, FilePage, Page, PublishedPage
from kaoping.lint.checks import CHECKS
from kaoping.lint.pages import (
    acknowledgements,
    cases,
    check,
    clauses,
    facts,
    files,
    names,
    points,
    published,
    syntax,
)

SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}

_ALL: tuple[Page, ...] = (
    *CHECKS,
    *syntax.PAGES,
    *files.PAGES,
    *clauses.PAGES,
    *names.PAGES,
    *points.PAGES,
    *acknowledgements.PAGES,
    *facts.PAGES,
    *cases.PAGES,
    *published.PAGES,
    *check.PAGES,
)
PAGES: dict[str, Page] = {page.code: page for page in sorted(_ALL, key=lambda page: page.code)}

# What each letter stands for; in the order of the way from the file to the facts.
LETTERS: dict[str, str] = {
    "S": "规则文件和它的行：打不开、认不出、缺少、写得不对。没有改正，就不能计分。",
    "C": "评分标准的句子和句中的链接：有没有读懂。没有读懂的词语是错误，不会悄悄少算。",
    "N": "名称和事实：没有声明、重复、前后不一、没有用到。",
    "M": "分值：加不起来、对不上、得不到。",
    "T": "分档：有空档、有重叠、走不到。",
    "A": "歧义：一句话有两种读法，两种得分。",
    "E": "后果：取消资格、清零、免扣落了空。",
    "L": "排版：没有照统一的样子写。kaoping check 的时候报告，kaoping fmt 整理。",
    "K": "认可：用不上的、写得不对的。",
    "F": "事实：收到的表和数据，哪里读不出来、对不上。计分的时候报告，不归 kaoping lint 管。",
    "Y": "用例：规则文件旁 cases/*.yaml 里写得不对的地方，没有通过的、没有触及的。kaoping test 和 kaoping check 的时候报告。",
    "P": "公布的得分表：与它自己的数、与规则、与事实对不上的地方。kaoping audit 的时候报告。",
}

_LONGEST = 120
_OF_CHECK = {page.code for page in check.PAGES}


def page_text(page: Page) -> str:
    """A page as Markdown.

    >>> print(page_text(PAGES["M002"]).splitlines()[0])
    # M002 分值与满分不符
    """
    return "\n".join(_lines(page)).rstrip() + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield f"# {page.code} {CODES[page.code]}"
    yield ""
    yield f"级别：{SEVERITIES[page.severity]}{_may_be_changed(page)}"
    for heading, text in (("查什么", page.finds), ("为什么", page.why)):
        yield from ("", f"## {heading}", "", text)
    if isinstance(page, FactPage):
        yield from ("", "## 规则文件", "", "```", _shown(page.rules), "```")
    if isinstance(page, PublishedPage):
        for heading, text in (("事实", page.facts), ("先公布的一张", page.first)):
            if text:
                yield from ("", f"## {heading}", "", "```", _shown(text), "```")
    told = f"（{page.file}）" if isinstance(page, FactPage) else ""
    if isinstance(page, FilePage):
        yield from ("", "## 例子", "", f"- 有问题的：{page.bad}", f"- 没有问题的：{page.good}")
        return
    for heading, text in (("有问题的写法", page.bad), ("没有问题的写法", page.good)):
        yield from ("", f"## {heading}{told}", "", "```", _shown(text), "```")
    if isinstance(page, PublishedPage) and page.good_facts:
        yield from ("", "没有问题的写法，事实是：", "", "```", _shown(page.good_facts), "```")


def _may_be_changed(page: Page) -> str:
    if isinstance(page, PublishedPage):
        return "（可以在 kaoping.toml 里改，也可以在那里认可）"
    if isinstance(page, Check) or page.code.startswith("K"):
        return "（可以在 kaoping.toml 里改）"
    if isinstance(page, FactPage) or page.code in _OF_CHECK:
        return ""
    return "（不改正就不能计分，不能认可）"


def _shown(text: str) -> str:
    """An example without the ends of lines that are endless."""
    lines = text.rstrip().split("\n")
    return "\n".join(
        line if len(line) <= _LONGEST else f"{line[:_LONGEST]}……（这一行共{len(line)}字）" for line in lines
    )


def index_text() -> str:
    """The tables of all pages as Markdown, by letter."""
    lines = [
        "# 问题的代码",
        "",
        "每个问题的第一行都有代码，如 `警告[T001]`；`kaoping code T001` 打印它的说明。一个代码的意思不会变。",
        "怎样运行检查、怎样认可一个问题，见[检查规则文件](../author/lint.md)。",
    ]
    for letter, sentence in LETTERS.items():
        pages = [page for code, page in PAGES.items() if code.startswith(letter)]
        if pages:
            lines += ["", f"## {letter}", "", sentence, "", "| 代码 | 问题 | 级别 |", "| --- | --- | --- |"]
            lines += (
                f"| [{page.code}]({page.code}.md) | {CODES[page.code]} | {SEVERITIES[page.severity]} |"
                for page in pages
            )
    return "\n".join(lines) + "\n"
