"""A table pasted from a document or a spreadsheet is a rule file."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kaoping.language import pasted
from kaoping.language.document import read_outline
from kaoping.language.outline import Outline
from kaoping.source import SourceFile

HEAD = "办法  某办法\n序号\t一级指标\t三级指标\t分值\t指标解释\t评分标准\n"


def outline(text: str) -> Outline:
    return read_outline(SourceFile("表.rubric", text))


def test_rows_become_indicators_with_points_notes_and_clauses() -> None:
    read = outline(
        HEAD
        + '1\t"过程\n（20分）"\t"监督\n检查"\t5\t是否监督\t"1．建立机制，得2分；\n2．检查一次，得3分。"\n'
        "2\t\t信息报送\t15\t\t漏报一次扣0.5分。\n"
    )
    assert read.diagnostics == []
    (top,) = read.indicators
    assert (top.name, top.points) == ("过程", Decimal(20))
    assert [(leaf.name, leaf.points, leaf.note) for leaf in top.children] == [
        ("监督检查", Decimal(5), "是否监督"),
        ("信息报送", Decimal(15), ""),
    ]
    assert [[c.wording for c in leaf.clauses] for leaf in top.children] == [
        ["1．建立机制，得2分；", "2．检查一次，得3分。"],
        ["漏报一次扣0.5分。"],
    ]


def test_places_are_those_of_the_file() -> None:
    text = HEAD + '1\t过程\t监督\t5\t\t"1．建立{机制}，得2分；\n  2．检查，得3分。"\n'
    read = outline(text)
    clauses = read.indicators[0].children[0].clauses
    for clause in clauses:
        assert [text[offset] for offset in clause.offsets] == list(clause.wording)
    assert read.source.position(clauses[1].span.start) == (4, 3)


def test_lines_after_the_table_are_read_as_lines() -> None:
    read = outline(HEAD + "1\t过程\t监督\t5\t\t检查，得5分。\n\n一级指标  效果（5分）\n  满意，得5分。\n")
    assert [indicator.name for indicator in read.indicators] == ["过程", "效果"]


def test_an_indicator_below_one_with_clauses_is_reported_at_its_cell() -> None:
    read = outline(HEAD + "1\t过程\t\t5\t\t检查，得5分。\n2\t\t监督\t3\t\t检查，得3分。\n")
    (finding,) = read.diagnostics
    assert (finding.code, finding.where) == ("S003", "表.rubric:4:4")


def test_a_heading_needs_levels_and_wording() -> None:
    assert pasted.columns_of("一级指标\t评分标准") is not None
    assert pasted.columns_of("一级指标\t得分") is None
    assert pasted.columns_of("单位\t评分标准") is None
    assert pasted.columns_of("一级指标、评分标准") is None


@given(st.text(alphabet='甲1．得分扣\t\n"（）', max_size=60))
def test_any_table_is_read_without_an_exception(text: str) -> None:
    read = outline(HEAD + text)
    assert all(
        0 <= d.span.start < d.span.end <= len(read.source.text) + 1 for d in read.diagnostics if d.span
    )
