"""S007: characters that turn the direction of writing: the file reads otherwise than it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaoping.lint import hidden
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Marks, embeddings, overrides and isolates of the bidirectional algorithm, anywhere in the file."""
    yield from hidden.found(subject.source, _TURNING, "改变显示顺序的字符")


CHECK = Check(
    code="S007",
    severity="error",
    finds="文件里有改变文字显示顺序的控制字符（由右向左的嵌入、强制、隔离等），包括写在备注里的。",
    why=(
        "有了它们，屏幕上看到的顺序和程序读到的顺序不同：看着是扣1.0分，读到的可能是扣0.1分。"
        "中文办法用不到这些字符，出现了不是复制时带来的，就是有人有意为之。"
    ),
    bad="""办法  某某考核办法
一级指标  信息\u202e送报\u202c（10分）
  漏报一次扣0.5分，扣完为止。
""",
    good="""办法  某某考核办法
一级指标  信息报送（10分）
  漏报一次扣0.5分，扣完为止。
""",
    run=find,
)
