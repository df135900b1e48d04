"""Texts in Markdown that are only themselves: words of a document are no markup."""

from __future__ import annotations

import re

from kaoping.source import visible

_MARKS = re.compile(r"([\\`*_\[\]|~])")
_ENDS = re.compile(r"[ \t]*[\r\n\v\f\x85\u2028\u2029][\s]*|\t")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "#": "&#35;"}


def safe(text: str) -> str:
    r"""A text on one line that is no markup, no HTML, mentions nobody and ends no cell.

    >>> safe("a*b <c> | @d")
    'a\\*b &lt;c&gt; \\| &#64;d'
    """
    marked = _MARKS.sub(r"\\\1", _ENDS.sub(" ", visible(text)).strip(" "))
    return "".join(_ENTITIES.get(char, char) for char in marked)


def code(text: str) -> str:
    """A text as it stands, whatever signs it holds."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("\n", " ")
