"""Any mixture of published sentences and links is linted: findings, never a traceback; what is promised differs."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kaoping.lint.checks import CHECKS
from kaoping.lint.run import lint
from kaoping.resolve import load
from kaoping.source import SourceFile

RULES = sorted((Path(__file__).parents[2] / "rules").glob("*/*.rubric"))
AMBIGUITIES = tuple(check for check in CHECKS if check.code.startswith("A"))
OPTIONS = (
    "不足一步不计", "不足一步按一步计", "按比例", "百分点", "基数的百分比", "以95%为基数", "以385个为基数", "以上年数为基数",
    "0～3分", "取前一种", "取后一种", "由评价人定", "本条扣完为止", "可扣本指标其他分值", "上限管各句合计", "上限只管这一句",
    "含当日", "不含当日", "甲", "甲 / 乙", "甲 - 乙", "次数(丙)", "丙[级别 = 市]", "甲 ＜ 3", "合计(丙.数)", "甲：好、差", "丙，逐项",
    "甲，以丁为基数，基数的百分比",
)  # fmt: skip
HEAD = "办法  某\n期间  2024-01-01 至 2024-12-31\n事实  丙：事件，级别（市、县）、数（数值）、分值（数值）\n"


def _phrases() -> list[str]:
    """The published sentences of rules/, in phrases."""
    clauses = (clause for path in RULES for clause in load(path).draft.clauses())
    phrases = (p for clause in clauses for p in re.split(r"(?<=[。；;，])", clause.wording.replace("\n", "")))
    return sorted({phrase for phrase in phrases if phrase.strip()})


PHRASES = _phrases()


@st.composite
def clauses(draw: st.DrawFn) -> str:
    """A few phrases with links anywhere in them."""
    text = "".join(draw(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4)))
    for option in draw(st.lists(st.sampled_from(OPTIONS), max_size=3)):
        at = draw(st.integers(0, len(text)))
        text = f"{text[:at]}{{{option}}}{text[at:]}"
    return text


@given(st.lists(clauses(), min_size=1, max_size=3), st.sampled_from(["", "（10分）", "（50分）"]))
def test_any_sentences_with_any_links_are_linted(drawn: list[str], points: str) -> None:
    body = "".join(f"  {number}．{text}\n" for number, text in enumerate(drawn, 1))
    source = SourceFile("某.rubric", f"{HEAD}一级指标  甲{points}\n{body}")
    for finding in lint(source, checks=AMBIGUITIES).findings:
        assert len({(choice.score, choice.write) for choice in finding.choices}) == len(finding.choices)
        if finding.choices:
            assert len({choice.score for choice in finding.choices}) > 1
