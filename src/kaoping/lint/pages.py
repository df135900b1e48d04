"""The pages of all codes, by code: those of the checks, and those of what the reader reports.

`docs/codes/CODE.md` are written from here (`pytest --update-golden`), and `kaoping code` prints them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.diagnostics import CODES, Severity
from kaoping.lint.check import Page
from kaoping.lint.checks import CHECKS

SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}

PAGES: dict[str, Page] = {page.code: page for page in sorted((*CHECKS,), key=lambda page: page.code)}


def page_text(page: Page) -> str:
    """A page as Markdown.

    >>> print(page_text(PAGES["M002"]).splitlines()[0])
    # M002 分值与满分不符
    """
    return "\n".join(_lines(page)).rstrip() + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield f"# {page.code} {CODES[page.code]}"
    yield ""
    yield f"级别：{SEVERITIES[page.severity]}（可以在 kaoping.toml 里改）"
    for heading, text in (("查什么", page.finds), ("为什么", page.why)):
        yield from ("", f"## {heading}", "", text)
    for heading, text in (("有问题的写法", page.bad), ("没有问题的写法", page.good)):
        yield from ("", f"## {heading}", "", "```", text.rstrip(), "```")


def index_text() -> str:
    """The table of all pages as Markdown."""
    lines = ["# 检查的代码", "", "| 代码 | 查什么 | 级别 |", "| --- | --- | --- |"]
    lines += [
        f"| [{code}]({code}.md) | {CODES[code]} | {SEVERITIES[page.severity]} |"
        for code, page in PAGES.items()
    ]
    return "\n".join(lines) + "\n"
