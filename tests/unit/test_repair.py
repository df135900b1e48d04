from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from kaoping.diagnostics import Diagnostic, Edit, Fix
from kaoping.lint.run import lint
from kaoping.repair import ROUNDS, repaired
from kaoping.source import SourceFile, Span

TEXT = """办法  甲
事实  月报问题：事件
事实  月报问题：事件  # 又一次
一级指标  过程（4分）  # 备注
  1．漏报{月抱问题}一次扣1分，扣完为止。
"""


def finding(text: str, *edits: tuple[str, str], code: str = "N001", acknowledged: str = "") -> Diagnostic:
    """A finding that offers to replace words, each where it first stands."""
    made = tuple(Edit(Span(text.index(old), text.index(old) + len(old)), new) for old, new in edits)
    source = SourceFile("甲.rubric", text)
    fix = Fix("改", made)
    return Diagnostic(
        code, "warning", f"{edits}", source=source, span=made[0].span, fix=fix, acknowledged=acknowledged
    )


def offering(*edits: tuple[str, str]) -> Callable[[str], Sequence[Diagnostic]]:
    """Finds each of the words that stands in the text."""
    return lambda text: [finding(text, one) for one in edits if one[0] in text]


def found(text: str) -> Sequence[Diagnostic]:
    return lint(SourceFile("甲.rubric", text)).findings


def test_fixes_are_applied_until_none_is_left() -> None:
    result = repaired(TEXT, offering(("月抱问题", "乙"), ("{乙}", "{丙}"), ("丙", "丁")))
    assert result.text == TEXT.replace("月抱问题", "丁")
    assert len(result.applied) == 3
    assert not result.refused


def test_fixes_that_overlap_wait_for_the_next_round() -> None:
    result = repaired(TEXT, offering(("月抱问题", "月报"), ("抱问", "报问"), ("月报}", "月报问题}")))
    assert result.text == TEXT.replace("月抱问题", "月报问题")
    assert len(result.applied) == 2


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    assert len(repaired(TEXT, offering(("月抱问题", "月豹问题"), ("月豹问题", "月抱问题"))).applied) == ROUNDS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("漏报", "迟报"),
        ("扣1分", "扣2分"),
        ("，扣完", ",扣完"),
        ("# 备注", "# 注"),
        ("# 备注", ""),
        ("  # 又一次", ""),
        ("过程（4分）", "过程（5分）"),
        ("一级指标  过程", "过程"),
        ("办法  甲", "办法  乙"),
        ("1．漏报", "漏报"),
        ("{月抱问题}一次", "{月抱问题一次}"),
    ],
)
def test_what_is_the_documents_stays(old: str, new: str) -> None:
    result = repaired(TEXT, offering((old, new), ("月抱", "月报")))
    assert result.text == TEXT.replace("月抱", "月报")
    assert [d.message for d in result.refused] == [str(((old, new),))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("事实  月报问题：事件\n", ""),
        ("事件  #", "数值  #"),
        ("{月抱问题}", ""),
        ("一级指标  过程（4分）", "一级指标：过程 (4分)"),
        ("  1．漏报", "1．漏报"),
    ],
)
def test_what_is_the_authors_can_be_repaired(old: str, new: str) -> None:
    assert repaired(TEXT, offering((old, new))).text == TEXT.replace(old, new, 1)


@pytest.mark.parametrize("hidden", ["\u200b", "\ufeff", "\u202e", "\u00ad", "\x01"])
def test_what_nobody_sees_can_go_anywhere(hidden: str) -> None:
    for at in ("漏报", "一级", "备注", "月抱", "（4"):
        text = TEXT.replace(at, at[0] + hidden + at[1:])
        assert repaired(text, offering((hidden, ""))).text == TEXT


def test_a_fix_that_makes_an_error_is_refused() -> None:
    def found(text: str) -> Sequence[Diagnostic]:
        errors = [Diagnostic("N001", "error", "丙")] if "丙" in text else []
        return [*offering(("月抱", "丙"), ("事件  #", "数值  #"))(text), *errors]

    result = repaired(TEXT, found)
    assert result.text == TEXT.replace("事件  #", "数值  #")
    assert len(result.refused) == 1


def test_acknowledged_findings_and_broken_fixes_change_nothing() -> None:
    beyond = Fix("改", (Edit(Span(9999, 10_000), ""),))
    twice = Fix("改", (Edit(Span(0, 4), ""), Edit(Span(2, 6), "")))
    findings = [
        finding(TEXT, ("月抱", "月报"), acknowledged="文件如此"),
        Diagnostic("N001", "warning", "外", fix=beyond),
        Diagnostic("N001", "warning", "叠", fix=twice),
    ]
    assert repaired(TEXT, lambda _: findings).text == TEXT


FACTS = "办法  甲\n单位  甲县\n事实  {}：事件，级别（国家级、市级）、标题\n一级指标  过程（4分）\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        # the second of two equal declarations; the remark stays
        (TEXT, TEXT.replace("事实  月报问题：事件  # 又", "# 又").replace("月抱", "月报")),
        (
            "办法  甲\n定义  率 = 甲 / 乙\n定义  率 = 甲/乙\n一级指标  过程（4分）\n  率{率}≥90%，得4分，否则不得分。\n",
            "办法  甲\n定义  率 = 甲 / 乙\n一级指标  过程（4分）\n  率{率}≥90%，得4分，否则不得分。\n",
        ),
        # a name that nothing else uses, wherever it is misspelt
        (
            FACTS.format("月报问题") + "  1．漏报{月抱问题}一次扣1分。\n  2．迟报{月抱问题[级别 = 市级]}一次扣1分。\n",
            FACTS.format("月报问题") + "  1．漏报{月报问题}一次扣1分。\n  2．迟报{月报问题[级别 = 市级]}一次扣1分。\n",
        ),
        # fields and values
        (
            FACTS.format("问题") + "  漏报{去重计数(问题[级别 = 国家集].标提)}一次扣1分，最高扣4分。\n",
            FACTS.format("问题") + "  漏报{去重计数(问题[级别 = 国家级].标提)}一次扣1分，最高扣4分。\n",
        ),
        # 认可 that nothing answers to
        (TEXT.replace("。\n", "。\n  认可  T001：甲\n"), TEXT.replace("事实  月报问题：事件  # 又", "# 又").replace("月抱", "月报")),
    ],
)  # fmt: skip
def test_what_the_reader_can_repair(text: str, after: str) -> None:
    result = repaired(text, found)
    assert result.text == after
    assert not result.refused


@pytest.mark.parametrize(
    "text",
    [
        # another declaration: which is right?
        TEXT.replace("事件  #", "数值  #").replace("月抱", "月报"),
        # 应报 and 实报 look alike, and each is right
        "办法  甲\n事实  应报材料：数值\n一级指标  过程（4分）\n  1．每少{应报材料}一次扣1分，最高扣2分；\n  2．每少{实报材料}一次扣1分，最高扣2分。\n",
        # two that come near
        "办法  甲\n事实  市局月报问题：事件\n事实  县局月报问题：事件\n一级指标  过程（4分）\n  漏报{省局月报问题}一次扣1分。\n",
        # what is declared cannot be written in a link
        "办法  甲\n事实  {月报问题：事件\n一级指标  过程（4分）\n  漏报{月报问题}一次扣1分。\n",
        # neither is declared: which is right?
        "办法  甲\n一级指标  过程（4分）\n  1．漏报{月报问题甲}一次扣1分。\n  2．迟报{月抱问题甲}一次扣1分。\n",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    result = repaired(text, found)
    assert result.text == text
    assert any(d.code in ("N001", "N002") for d in found(text))


def test_letters_in_another_order_are_a_slip_though_the_name_is_used() -> None:
    text = FACTS.format("月报问题") + "  1．漏报{月报问题}一次扣1分。\n  2．迟报{月报题问}一次扣1分。\n"
    assert repaired(text, found).text == text.replace("题问", "问题")
