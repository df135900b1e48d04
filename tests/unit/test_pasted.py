"""A table pasted from a document or a spreadsheet is a rule file."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.language.document import read_outline
from kaoping.language.headings import heads
from kaoping.language.outline import IndicatorDraft, Outline
from kaoping.lint.run import lint
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
    assert heads(["一级指标", "评分标准"]) is not None
    assert heads(["一级指标", "得分"]) is None
    assert heads(["单位", "评分标准"]) is None
    assert heads(["一级指标、评分标准"]) is None


TARGETS = "办法  目标表\n计分  达标率\n项目名称  业务费\n\t一级\t二级指标\t三级指标\t指标值\n"


def test_rows_of_a_table_of_targets_become_lines_of_name_and_value() -> None:
    text = TARGETS + (
        "绩效\t产出指标\t数量指标\t视频共享路数\t≥3000件\n"
        '\t\t时效指标\t"办结\n平均时限"\t1.4个\t\n'
        "\t效益指标\t经济效益指标\t\t\n"
        "\t\t社会效益指标\t方便群众\t效果显著\n"
        "项目名称  安康码建设\n一级指标\t二级指标\t指标值\n产出指标\t应用场景数\t≥2个\n"
    )
    read = outline(text)
    assert read.diagnostics == []
    told = [(i.name, [c.wording for c in i.clauses]) for top in read.indicators for i in leaves(top)]
    assert told == [
        ("数量指标", ["视频共享路数：≥3000件"]),
        ("时效指标", ["办结平均时限：1.4个"]),
        ("社会效益指标", ["方便群众：效果显著"]),
        ("产出指标", ["应用场景数：≥2个"]),
    ]
    clause = leaves(read.indicators[0])[1].clauses[0]
    assert "".join(text[offset] for offset in clause.offsets) == "办结平均时限11.4个"


def leaves(indicator: IndicatorDraft) -> list[IndicatorDraft]:
    return [leaf for child in indicator.children for leaf in leaves(child)] or [indicator]


def test_a_target_without_its_value_or_name_is_reported_at_its_cell() -> None:
    read = outline(TARGETS + "\t产出\t数量\t路数\t\n\t\t\t\t≥3件\n\t\t\t场景\t≥2个\n")
    assert [(d.message, d.where) for d in read.diagnostics] == [
        ("「路数」没有指标值", "表.rubric:5:8"),
        ("「≥3件」没有指标名称", "表.rubric:6:5"),
    ]
    assert [c.wording for c in leaves(read.indicators[0])[0].clauses] == ["场景：≥2个"]


@pytest.mark.parametrize("head", [HEAD, TARGETS])
@given(text=st.text(alphabet='甲1．得分扣≥\t\n"（）', max_size=60))
def test_any_table_is_read_without_an_exception(head: str, text: str) -> None:
    read = outline(head + text)
    assert all(
        0 <= d.span.start < d.span.end <= len(read.source.text) + 1 for d in read.diagnostics if d.span
    )


def test_tables_of_several_kinds_are_pasted_one_after_the_other() -> None:
    read = outline(
        "办法  某办法\n单位  县（市、区）：甲县\n单位  市直部门：教育局\n"
        "一、县（市、区）\n一级指标\t二级指标\t考核内容\t数据采集部门\n"
        '"应用\n（10分）"\t"会议\n（6分）"\t1.缺席一次扣1分。\t"大数据\n局"\n'
        "\t运维（4分）\t一、建立机制的，得4分。\t大数据局、服务中心\n"
        "二、市直部门\n一级指标\t二级指标\t考核内容\t数据采集部门\n"
        "应用（5分）\t办件（5分）\t每超时一件扣1分。\t服务中心\n"
    )
    assert read.diagnostics == []
    assert [(table.kind, [top.name for top in table.indicators]) for table in read.tables] == [
        ("县（市、区）", ["应用"]),
        ("市直部门", ["应用"]),
    ]
    leaves = [leaf for table in read.tables for top in table.indicators for leaf in top.children]
    assert [(leaf.name, leaf.collectors, [c.wording for c in leaf.clauses]) for leaf in leaves] == [
        ("会议", ("大数据局",), ["1.缺席一次扣1分。"]),
        ("运维", ("大数据局", "服务中心"), ["一、建立机制的，得4分。"]),
        ("办件", ("服务中心",), ["每超时一件扣1分。"]),
    ]


def test_headings_that_do_not_say_their_level_are_indicators_and_standards_go_before_contents() -> None:
    head = "办法  某办法\n序号\t考核项目\t考核内容\t分值\t评分标准\n"
    read = outline(head + "1\t巡河\t巡河记录\t10\t按时巡河，得10分，漏巡一次扣1分。\n")
    assert read.diagnostics == []
    assert [(i.level, i.name, i.points, i.note) for i in read.indicators] == [
        (1, "巡河", Decimal(10), "巡河记录")
    ]
    assert [c.wording for c in read.indicators[0].clauses] == ["按时巡河，得10分，漏巡一次扣1分。"]
    alone = outline(head.replace("\t评分标准", "") + "1\t巡河\t漏巡一次扣1分。\t10\n")
    assert [c.wording for c in alone.indicators[0].clauses] == ["漏巡一次扣1分。"]


def test_scoring_in_the_contents_is_not_lost_beside_a_column_of_standards() -> None:
    head = "办法  某办法\n考核项目\t考核内容\t分值\t评分标准\n"
    read = outline(head + "巡河\t记录完整得5分\t10\t漏巡一次扣1分。\n")
    assert [(d.code, d.source and d.span and d.source.slice(d.span)) for d in read.diagnostics] == [
        ("S003", "得5分")
    ]


def tree(indicators: list[IndicatorDraft]) -> list[object]:
    """Each indicator with its points, and what it holds: its indicators, or the wordings of its clauses."""
    return [
        (f"{one.name} {one.points}", tree(one.children) or [clause.wording for clause in one.clauses])
        for one in indicators
    ]


def test_rows_with_points_of_their_own_under_a_merged_item_are_indicators_below_it() -> None:
    read = outline(
        "办法  某办法\n序号\t考核项目\t考核内容\t标准分\t评分细则\t扣分\t备注\n"
        "1\t绿化（30分）\t草坪平整，无裸露\t10\t裸露一处扣1分，扣完为止\t\t\n"
        "2\t\t（2）树木成活\t20\t死亡一株扣2分\t\t以现场为准\n"
        "3\t照明\t灯具完好\t70\t损坏一盏扣1分\t\t\n"
        "合计\t\t\t100\t\t\t\n"
    )
    assert read.diagnostics == []
    assert tree(read.indicators) == [
        ("绿化 30", [("草坪平整 10", ["裸露一处扣1分，扣完为止"]), ("树木成活 20", ["死亡一株扣2分"])]),
        ("照明 70", ["损坏一盏扣1分"]),
    ]


def test_points_that_are_merged_too_stay_those_of_the_item() -> None:
    read = outline(
        "办法  某办法\n考核项目\t考核内容\t分值\t评分标准\n绿化\t草坪\t30\t裸露一处扣1分\n\t树木\t\t死亡一株扣2分\n"
    )
    assert tree(read.indicators) == [("绿化 30", ["裸露一处扣1分", "死亡一株扣2分"])]


def test_a_row_of_one_cell_is_the_title_of_those_below_it_and_may_have_lost_its_tabs() -> None:
    for tabs in ("", "\t\t\t"):
        read = outline(
            "办法  某办法\n序号\t考核内容\t分值\t评分标准\n"
            f"一、组织（30分）{tabs}\n1\t成立机构\t30\t未成立的扣30分。\n"
            f"二、实施（70分）{tabs}\n2\t巡查\t70\t漏巡一次扣1分。\n"
            f"加分项{tabs}\n3\t经验推广\t5\t每推广1项加1分。\n注：以现场为准{tabs}\n"
        )
        assert read.diagnostics == []
        assert tree(read.indicators) == [
            ("一、组织 30", [("成立机构 30", ["未成立的扣30分。"])]),
            ("二、实施 70", [("巡查 70", ["漏巡一次扣1分。"])]),
            ("加分项 None", [("经验推广 5", ["每推广1项加1分。"])]),
        ]


def test_cells_of_several_lines_without_quotation_marks_are_put_together() -> None:
    text = (
        "办法  某办法\n一级指标\t二级指标\t分值\t评分标准\t数据来源\n"
        "信访\t化解\t60\t1.未化解的每件扣1分；\n2.未受理的每件扣2分。\t信访局\n"
        "\t接访\t40\t少1次扣2分。\n（查台账）\t信访局\n"
    )
    read = outline(text)
    assert read.diagnostics == []
    assert tree(read.indicators) == [
        (
            "信访 None",
            [
                ("化解 60", ["1.未化解的每件扣1分；", "2.未受理的每件扣2分。"]),
                ("接访 40", ["少1次扣2分。\n（查台账）"]),
            ],
        )
    ]
    last = outline(text.replace("\t数据来源", "").replace("\t信访局", ""))
    assert tree(last.indicators) == tree(read.indicators)


def test_rows_whose_empty_cells_at_the_end_were_cut_off_stay_rows() -> None:
    head = "办法  某办法\n项目\t分值\t评分标准\t得分\t备注\n"
    read = outline(head + "出勤\t40\t迟到一次扣1分\n培训\t60\t缺席一次扣5分\n")
    assert tree(read.indicators) == [("出勤 40", ["迟到一次扣1分"]), ("培训 60", ["缺席一次扣5分"])]


def test_the_heading_row_may_break_its_lines_and_be_said_again_on_the_next_page() -> None:
    head = '"考核\n项目"\t考核要求\t"分值\n（分）"\t扣分标准\t得分\n'
    read = outline(
        f"办法  某办法\n{head}清扫\t无积尘\t40\t每处扣1分\t\n小计\t\t40\t\t\n{head}公厕\t无异味\t60\t有异味每座扣2分\t\n"
        "考核人签字：\t\t\t\t\n"
    )
    assert read.diagnostics == []
    assert tree(read.indicators) == [("清扫 40", ["每处扣1分"]), ("公厕 60", ["有异味每座扣2分"])]


def test_each_level_may_have_a_column_of_points() -> None:
    read = outline(
        "办法  某办法\n一级指标\t分值\t二级指标\t权重\t分值\t评分标准\n决策\t20\t立项\t\t20\t依据充分得20分\n"
    )
    assert tree(read.indicators) == [("决策 20", [("立项 20", ["依据充分得20分"])])]


def test_lines_of_a_cell_that_score_nothing_go_with_those_that_do() -> None:
    cell = "评价要点：\n①有目标；\n②相关联。\n每符合一项得5分。\n未公开的扣1分。"
    read = outline(f'办法  某办法\n指标\t权重（%）\t评分标准\n目标\t10%\t"{cell}"\n')
    assert tree(read.indicators) == [
        ("目标 10", ["评价要点：\n①有目标；\n②相关联。\n每符合一项得5分。", "未公开的扣1分。"])
    ]


def test_scoring_in_a_column_that_is_not_read_is_reported_but_what_assessors_fill_in_is_not() -> None:
    read = outline(
        "办法  某办法\n项目\t分值\t扣分标准\t加分标准\t自评情况\n宣传\t50\t少报1篇扣1分\t采用1篇加1分\t少报2篇，扣2分\n"
    )
    assert [(d.code, d.message) for d in read.diagnostics] == [
        ("S003", "「加分标准」里有计分的话「加1分」，另有一栏是评分标准")
    ]


@pytest.mark.parametrize(
    ("line", "help_"),
    [
        ("某某街道网格化管理考核表", "是标题的，写成：办法  某某街道网格化管理考核表"),
        ("附件1", "不是规则的行删去，或在行首加 #"),
        ("考核时间：    年  月  日", "不是规则的行删去，或在行首加 #"),
    ],
)
def test_what_stands_above_a_table_is_told_what_it_is(line: str, help_: str) -> None:
    (finding,) = outline(
        f"{line}\n{HEAD}1\t过程\t监督\t5\t\t建立得5分\n".replace("办法  某办法\n", "")
    ).diagnostics[:1]
    assert (finding.code, finding.help) == ("S003", help_)


@pytest.mark.parametrize(
    ("cell", "points", "mark"),
    [
        ("组织（共20分）", "", "组织 20"),
        ("组织20分", "", "组织 20"),
        ("组织：20分", "", "组织 20"),
        ("创建2023", "5", "创建2023 5"),
        ("加分", "+5", "加分 5"),
        ("加分", "最高5分", "加分 5"),
    ],
)
def test_points_are_written_in_many_ways(cell: str, points: str, mark: str) -> None:
    read = outline(f"办法  某办法\n项目\t分值\t评分标准\n{cell}\t{points}\t漏报一次扣1分\n")
    assert read.diagnostics == []
    assert tree(read.indicators) == [(mark, ["漏报一次扣1分"])]


def test_points_that_are_no_number_are_reported() -> None:
    read = outline("办法  某办法\n项目\t分值\t评分标准\n负面\t-5\t通报一次扣1分\n组织\t8+2\t漏报一次扣1分\n")
    assert [d.message for d in read.diagnostics] == ["分值「-5」不是一个数", "分值「8+2」不是一个数"]


def test_two_columns_of_one_level_side_by_side() -> None:
    """A heading that was pasted twice on one line."""
    text = (
        "办法  某某考核办法\n"
        "一级指标\t二级指标\t分值\t一级指标\t二级指标\t分值\t评分标准\n"
        "管理\t台账\t5\t管理\t台账\t5\t台账齐全得5分\n"
        "\t\t5\t\t\t5\t迟报一次扣1分\n"
    )
    assert lint(SourceFile("双.rubric", text)).findings
