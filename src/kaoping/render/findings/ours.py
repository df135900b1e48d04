"""Is a file a report of an earlier run? Only such a one, or an empty file, is replaced by a report."""

from __future__ import annotations

import re

_SUMMARY = r"(?:检查通过|检查不通过|没有检查完|\d+ 个规则文件)："
_SIGNS = (
    re.compile(r'\{\n  "version": \d+,\n  "files": \['),  # json
    re.compile(r'\{\n  "\$schema": "[^"]*sarif[^"]*",[^\x00]*"name": "kaoping"'),
    re.compile(r'\[\]\n\Z|\[\n  \{\n    "description": '),  # gitlab
    re.compile(r'<\?xml [^>]*\?>\n<testsuites name="kaoping"'),
    re.compile(rf"## {_SUMMARY}"),  # markdown
    re.compile(r"(?:::(?:error|warning|notice) [^\n]*\n)+\Z"),  # github
    re.compile(rf"(?:[^\x00]*\n)?{_SUMMARY}[^\n]*\n\Z"),  # text
)


def is_report(content: bytes) -> bool:
    """Whether somebody would miss nothing if it were written anew."""
    text = content.decode("utf-8", "replace")
    return not text or any(sign.match(text) for sign in _SIGNS)
