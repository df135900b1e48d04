"""Characters that people do not see: where they stand, what they are called, and how to be rid of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from kaoping.diagnostics import Edit, Fix
from kaoping.lint.check import Found
from kaoping.source import SourceFile, Span

MOST_LINES = 10
"""In so many lines they are told one by one; in more, the file as a whole came out wrong."""

_NAMES = {
    "\0": "空字符",
    "\x1b": "终端控制符",
    "\xad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字符",
    "\u200d": "零宽连字符",
    "\u2028": "行分隔符",
    "\u2060": "零宽连接符",
    "\ufeff": "字节顺序标记",
    "\u202a": "由左向右嵌入符",
    "\u202b": "由右向左嵌入符",
    "\u202c": "嵌入结束符",
    "\u202d": "强制由左向右符",
    "\u202e": "强制由右向左符",
    "\u2066": "由左向右隔离符",
    "\u2067": "由右向左隔离符",
    "\u2068": "按首字符隔离符",
    "\u2069": "隔离结束符",
}


def found(source: SourceFile, characters: re.Pattern[str], effect: str) -> Iterator[Found]:
    """A finding for each line that holds some of these characters; one for the file, if there are many such lines.

    Args:
        source: the rule file.
        characters: matches one of them, or a run.
        effect: what they do, in Chinese.
    """
    runs = [Span(*match.span()) for match in characters.finditer(source.text)]
    lines = [list(group) for _, group in groupby(runs, key=lambda run: source.position(run.start)[0])]
    if len(lines) > MOST_LINES:
        yield _one(source, runs, f"有 {len(lines)} 行里", effect)
        return
    for line in lines:
        yield _one(source, line, "这一行里", effect)


def _one(source: SourceFile, runs: list[Span], where: str, effect: str) -> Found:
    which = list(dict.fromkeys(char for run in runs for char in source.slice(run)))
    named = "、".join(_called(char) for char in which[:3]) + ("等" if len(which) > 3 else "")
    count = sum(run.end - run.start for run in runs)
    return Found(
        runs[0],
        f"{where}有 {count} 个{effect}：{named}",
        "删去这些字符；从网页或文档复制来的文字，先粘贴成纯文本",
        fix=Fix("删去看不见的字符", tuple(Edit(run, "") for run in runs)),
    )


def _called(char: str) -> str:
    name = _NAMES.get(char, "")
    return f"{name}（U+{ord(char):04X}）" if name else f"U+{ord(char):04X}"
