"""S008: characters that nobody sees: controls, and letters and spaces without width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaoping.lint import hidden
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.subject import Subject

_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\u115f\u1160\u180e\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]+"
)


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Control characters and characters without width, anywhere in the file; white space is none."""
    yield from hidden.found(subject.source, _UNSEEN, "看不见的字符")


CHECK = Check(
    code="S008",
    severity="warning",
    finds="文件里有看不见的字符：控制字符、零宽空格、软连字符、文中的字节顺序标记等。空格和制表符不算。",
    why=(
        "看着一样的两个名称，多一个零宽空格就是两个名称，填报的数对不上；控制字符还会扰乱屏幕和别的程序。"
        "它们多半是从网页或文档复制时带来的。"
    ),
    bad="""办法  某某考核办法
一级指标  信息报送（10分）
  月报\u200b每漏报一次扣0.5分，扣完为止。
""",
    good="""办法  某某考核办法
一级指标  信息报送（10分）
  月报每漏报一次扣0.5分，扣完为止。
""",
    run=find,
)
