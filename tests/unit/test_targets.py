"""Targets: 计分 达标率. Each line is a name and a value to reach; a fact meets it or does not."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from casework import assess, changes_of, entries, faults, intake_of, rubric_of, scored, state
from kaoping.assess import Assessment
from kaoping.engines.durable import DurableEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.gaps import find_gaps
from kaoping.language.clause import read
from kaoping.language.paraphrase import notes, say
from kaoping.language.reading import Between, Quantity, Target
from kaoping.language.report import to_json
from kaoping.language.targets import read_target, say_value
from kaoping.render.gaps import FORMATS as GAPS
from kaoping.render.rounds import FORMATS as ROUNDS
from kaoping.render.scores import FORMATS
from kaoping.render.trail import trail
from kaoping.rounds import Round, make_report
from kaoping.selection import EngineFactory
from kaoping.sheet import Sheet

QUANTITY = ("产出指标", "数量指标")
TIME = ("新办企业服务费", "产出指标", "时效指标")
COST = ("产出指标", "成本指标")

TABLES = """办法  甲办法
计分  达标率
项目名称  业务费
  一级指标  产出指标
    二级指标  数量指标
      各类数据归集：≥2亿条
      安康码应用：≥400万人次
    二级指标  时效指标
      办结时限：1.4个工作日
  一级指标  效益指标
    二级指标  社会效益指标
      方便企业群众：效果显著
项目名称  专线费用
  一级指标  产出指标
    二级指标  质量指标
      满意度：≥90%
"""


def target(text: str, kinds: tuple[str, ...] = ()) -> Target:
    reading = read_target(text, kinds)
    assert reading.understood, [rest.text for rest in reading.left_over]
    (term,) = reading.terms()
    assert isinstance(term, Target)
    return term


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("云中心各类视频共享路数：≥3000件", "云中心各类视频共享路数", "≥3000件"),
        ("云中心各类数据归集\t≥2亿条", "云中心各类数据归集", "≥2亿条"),
        ("安康码申领人数≥3.8万", "安康码申领人数", "≥3.8万"),
        ("安康码申领人数  ≥3.8万", "安康码申领人数", "≥3.8万"),
        ("皖事通应用活跃度 ≥1万人/月", "皖事通应用活跃度", "≥1万人/月"),
        ("办件数量 ≥45万件/年。", "办件数量", "≥45万件/年"),
        ("3．月均发放标准：≤400元/人；", "月均发放标准", "≤400元/人"),
        ("办件数量：45万件/年以上", "办件数量", "≥45万件/年"),
        ("归集量 ≥1000.5万条", "归集量", "≥1000.5万条"),
        ("费用：控制在61万元以内", "费用", "≤61万元"),
        ("费用：控制在61万元", "费用", "≤61万元"),
        ("数据归集 5个工作日内", "数据归集", "≤5个工作日"),
        ("数据归集5个工作日内", "数据归集", "≤5个工作日"),
        ("数据归集：5个工作日内办结", "数据归集", "≤5个工作日"),
        ("全程网上办理：最多跑一次", "全程网上办理", "≤1次"),
        ("投诉：最多3次", "投诉", "≤3次"),
        ("场景：不少于5个", "场景", "≥5个"),
        ("缺席：少于3人", "缺席", "＜3人"),
        ("满意度：90%以上", "满意度", "≥90%"),
        ("满意度：95%-100%", "满意度", "95%-100%"),
        ("章：等于5枚", "章", "等于5枚"),
        ("能耗：≤2.5千瓦时", "能耗", "≤2.5千瓦时"),
        ("建成：2023年12月底前完成", "建成", "2023年12月31日前"),
        ("服务对象：群众满意度：≥90%", "服务对象：群众满意度", "≥90%"),
        ("企业公章需求：一次提供5枚公章，满足企业日常工作全部", "企业公章需求", "一次提供5枚公章，满足企业日常工作全部"),
        ("政务服务自助区：7*24小时", "政务服务自助区", "7*24小时"),
        ("政务服务质量：达到提高", "政务服务质量", "达到提高"),
        ("结合“一码通行”，提高安全防护：效果显著", "结合“一码通行”，提高安全防护", "效果显著"),
    ],
)  # fmt: skip
def test_name_and_value(text: str, name: str, wanted: str) -> None:
    term = target(text)
    assert (term.when.subject, say_value(term)) == (name, wanted)
    assert target(say(read_target(text))) == term


@pytest.mark.parametrize(
    ("text", "kinds", "wanted"),
    [
        ("覆盖率：100%", QUANTITY, "≥100%"),
        ("考核次数：4次", QUANTITY, "≥4次"),
        ("奖金额：744000元", QUANTITY, "≥744000元"),
        ("热线接听时间：24小时", ("产出指标", "质量指标"), "≥24小时"),
        ("办结平均时限：1.4个工作日", TIME, "≤1.4个工作日"),
        ("运行费用：361800元/年", COST, "≤361800元/年"),
        (
            "开办企业数：900家",
            ("新办企业服务费", *QUANTITY),
            "≥900家",
        ),  # the nearest kind tells, not the table
        ("办结平均时限：1.4个工作日", (), "≤1.4个工作日"),
        ("运行费用：361800元", ("产出",), "≤361800元"),
        ("考核人数：155人", (), "≥155人"),
    ],
)
def test_a_mere_number_is_meant_as_its_kind_of_indicator_says(
    text: str, kinds: tuple[str, ...], wanted: str
) -> None:
    term = target(text, kinds)
    assert say_value(term) == wanted
    assert f"原文只写“{term.value}”，读作{wanted}" in notes(read_target(text, kinds))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("满意度：≥90%，得5分", ["≥90%", "得5分"]),
        ("满意度：≥90%且≤95%", ["≥90%", "≤95%"]),
        ("每年增幅：≥-5%", ["≥"]),
        ("归集：≥2亿条（含历史数据）", ["≥2亿条（含历史数据）"]),
        ("归集：≥2亿条（不含历史数据）", ["≥2亿条（不含历史数据）"]),
        ("材料：不全的扣2分", ["扣2分"]),
    ],
)
def test_a_value_that_says_more_is_refused(text: str, left: list[str]) -> None:
    reading = read_target(text)
    assert not reading.understood
    assert [rest.text for rest in reading.left_over] == left
    assert all(text[rest.span.start : rest.span.end] == rest.text for rest in reading.left_over)


@pytest.mark.parametrize("text", ["", "　", "没有值的", "：≥5", "1．", "≥5件"])
def test_a_line_without_name_or_value_is_no_target(text: str) -> None:
    assert not read_target(text).understood


def test_figures_are_kept_in_basic_units_and_told_in_those_of_the_target() -> None:
    term = target("各类数据归集：≥2亿条")
    assert term.when.test == Between(lower=Quantity(number=Decimal(200_000_000), unit="条"))
    assert (term.scale, term.unit) == (Decimal(100_000_000), "亿条")


def test_json_names_target_value_and_reading() -> None:
    answer = to_json(read_target("办结时限：1.4个工作日"))
    assert answer["target"] == {"name": "办结时限", "value": "1.4个工作日", "when": "≤1.4个工作日"}
    assert to_json(read_target("网速：正常"))["target"] == {"name": "网速", "value": "正常"}


def test_elsewhere_a_target_scores_nothing_and_is_refused() -> None:
    assert not read("安康码申领人数≥3.8万").understood
    (fault,) = faults("安康码申领人数≥3.8万", "5")
    assert "错误[C002]" in fault
    assert "计分  达标率" in fault


FACTS = "单位,事项,值\n甲局,各类数据归集,{}\n甲局,办结时限,1.4\n甲局,方便企业群众,是\n甲局,满意度,89.9%"


def sheet_of(figure: str = "1.9亿条") -> Sheet:
    return scored(TABLES, FACTS.format(figure))


def verdicts(sheet: Sheet, unit: str = "甲局") -> dict[str, str]:
    return {c.id: state(sheet, c.id, unit).verdict for c in sheet.rubric.clauses()}


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        ("2亿条", "达标"),
        ("2亿", "达标"),
        ("20000万条", "达标"),
        ("200000000条", "达标"),
        ("1.99999999亿条", "未达标"),
        ("199999999条", "未达标"),
        ("2.3亿", "达标"),
    ],
)
def test_the_boundary_is_exact_in_every_way_of_writing(figure: str, verdict: str) -> None:
    assert verdicts(sheet_of(figure))["1.1"] == verdict


def test_met_unmet_and_pending() -> None:
    assert verdicts(sheet_of()) == {
        "1.1": "未达标",
        "1.2": "待评",
        "2.1": "达标",
        "3.1": "达标",
        "4.1": "未达标",
    }


def test_entries_say_the_comparison_and_count_items() -> None:
    sheet = sheet_of()
    (unmet,) = entries(sheet, "1.1", "甲局")
    (met,) = entries(sheet, "3.1", "甲局")
    assert unmet.text == (
        "第1.1条：「各类数据归集」为1.9亿条（1.csv 第2行）。实际1.9亿条，指标值≥2亿条，未达标；至此达标0项。"
    )
    assert met.text == (
        "第3.1条：「方便企业群众」为是（1.csv 第4行）。指标值“效果显著”，已经达到，达标；至此达标2项。"
    )
    assert json.loads(json.dumps(met.data(), default=str))["verdict"] == "达标"


def test_clauses_with_points_have_no_verdict_in_the_ledger() -> None:
    (entry,) = entries(scored("建立了制度的，得2分。", "单位,1.1\n甲县,是"), "1.1")
    assert "verdict" not in entry.data()


@pytest.mark.parametrize("engine", [ReferenceEngine, DurableEngine])
def test_corrections_and_withdrawals_append_reversing_entries(engine: EngineFactory) -> None:
    rubric = rubric_of(TABLES)
    changes = changes_of(
        rubric,
        FACTS.format("1.9亿条"),
        "单位,事项,值,操作,说明\n甲局,各类数据归集,2.1亿条,更正,补报\n甲局,方便企业群众,,撤回,待复核\n甲局,办结时限,1.3,更正,复核",
    )
    assessment: Assessment = assess(rubric, changes, engine)
    told = {e.node: e.text.partition("。")[2] for e in assessment.ledger.entries if e.cause != "new"}
    assert told == {
        "1.1": "实际2.1亿条，指标值≥2亿条，达标，达标项数加1；至此达标3项。",
        "2.1": "实际1.3个工作日，指标值1.4个工作日（即≤1.4个工作日），达标，结论不变；至此达标3项。",
        "3.1": "待评（还没有实际值），达标项数减1；至此达标2项。",
    }


def test_the_table_lists_every_target_with_its_value_the_actual_one_and_the_verdict() -> None:
    sheet = sheet_of()
    cells = [
        [c.strip() for c in line.split("│")[1:-1]]
        for line in FORMATS["table"](sheet, sheet.standings).split("\n")
    ]
    rows = [row for row in cells if len(row) == 5]
    assert rows == [
        ["", "业务费", "", "", "2～3/4（50%～75%）"],
        ["", "产出指标", "", "", "1～2/3"],
        ["", "数量指标", "", "", "0～1/2"],
        ["1.1", "各类数据归集", "≥2亿条", "1.9亿条", "未达标"],
        ["1.2", "安康码应用", "≥400万人次", "", "待评"],
        ["", "时效指标", "", "", "1/1"],
        ["2.1", "办结时限", "1.4个工作日（即≤1.4个工作日）", "1.4个工作日", "达标"],
        ["", "效益指标", "", "", "1/1"],
        ["", "社会效益指标", "", "", "1/1"],
        ["3.1", "方便企业群众", "效果显著", "是", "达标"],
        ["", "专线费用", "", "", "0/1（0%）"],
        ["", "产出指标", "", "", "0/1"],
        ["", "质量指标", "", "", "0/1"],
        ["4.1", "满意度", "≥90%", "89.9%", "未达标"],
        ["", "合计", "", "", "2～3/5（40%～60%）"],
    ]  # fmt: skip


def test_several_units_side_by_side() -> None:
    sheet = scored(TABLES, "单位,满意度,方便企业群众\n甲局,95%,否\n乙局,80%,是")
    lines = FORMATS["md"](sheet, sheet.standings).split("\n")
    assert "| 单位 | 业务费 | 专线费用 | 合计 |" in lines
    assert "| 甲局 | 0～3/4（0%～75%） | 1/1（100%） | 1～4/5（20%～80%） |" in lines
    assert "| 乙局 | 1～4/4（25%～100%） | 0/1（0%） | 1～4/5（20%～80%） |" in lines


def test_csv_has_a_line_for_each_target_and_each_table() -> None:
    sheet = sheet_of()
    rows = list(csv.reader(io.StringIO(FORMATS["csv"](sheet, sheet.standings).removeprefix("\ufeff"))))
    assert len(rows) == 1 + 5 + 3
    assert rows[1] == [
        "甲局",
        "业务费",
        "产出指标/数量指标",
        "1.1",
        "各类数据归集",
        "≥2亿条",
        "1.9亿条",
        "未达标",
        "",
    ]
    assert rows[-1] == ["甲局", "合计", "", "", "达标率", "", "2～3/5", "40%～60%", "0"]


def test_json_has_rates_and_verdicts() -> None:
    sheet = sheet_of()
    (unit,) = json.loads(FORMATS["json"](sheet, sheet.standings))["units"]
    assert (unit["met"], unit["at_most"], unit["of"], unit["rate"]) == ("2", "3", "5", "40%～60%")
    assert [t["verdict"] for t in unit["targets"]] == ["未达标", "待评", "达标", "达标", "未达标"]
    assert unit["targets"][0]["actual"] == "1.9亿条"


def test_the_trail_speaks_of_targets_and_never_of_points() -> None:
    sheet = sheet_of()
    told = trail(sheet, sheet.standings[0])
    assert "第1.1条　未达标" in told
    assert "■ 合计：达标2～3/5，达标率40%～60%" in told
    assert "分" not in told.replace("百分", "")


def test_rounds_side_by_side_show_verdicts() -> None:
    sheets = [scored(TABLES, FACTS.format(figure)) for figure in ("2.1亿", "1.9亿")]
    report = make_report(
        [
            Round(label, sheet, frozenset(["甲局"]))
            for label, sheet in zip(("自评", "复核"), sheets, strict=True)
        ]
    )
    told = ROUNDS["md"](report, report.units)
    assert "| 1.1 | 　　　各类数据归集：≥2亿条 | 达标 | 未达标 | -1 |" in told
    assert "|  | 业务费 | 3～4/4 | 2～3/4 | -2～0 |" in told
    assert "第1.1条　自评达标，复核未达标（-1）" in told
    assert "分" not in told


def test_what_is_missing_is_counted_in_targets() -> None:
    sheet = sheet_of()
    told = GAPS["table"](find_gaps(sheet, sheet.standings, ()))
    assert "涉及项数" in told
    assert told.endswith("还缺 1 项事实，涉及 1 项目标。")
    assert "分" not in told.replace("百分比", "")


def test_points_do_not_go_with_targets() -> None:
    text = TABLES.replace("计分  达标率", "计分  达标率\n满分  100分").replace("数量指标", "数量指标（5分）")
    found = "\n".join(faults(text))
    assert "「满分」" in found
    assert "指标「数量指标」不能有分值" in found


def test_a_declared_fact_is_measured_as_its_target() -> None:
    (fault,) = faults(
        TABLES.replace("项目名称  业务费", "事实  各类数据归集：数值（万条）\n项目名称  业务费")
    )
    assert "「各类数据归集」声明为以“万条”计，指标值是≥2亿条" in fault
    declared = TABLES.replace("项目名称  业务费", "事实  各类数据归集：数值（条）\n项目名称  业务费")
    assert {f.name: f.unit for f in rubric_of(declared).facts}["各类数据归集"] == "条"


@pytest.mark.parametrize(
    ("day", "verdict"), [("2023-12-31", "达标"), ("2023-12-31 23:59", "达标"), ("2024-01-01", "未达标")]
)
def test_a_day_to_keep(day: str, verdict: str) -> None:
    sheet = scored(TABLES.replace("≥2亿条", "2023年12月底前完成"), f"单位,事项,值\n甲局,各类数据归集,{day}")
    assert verdicts(sheet)["1.1"] == verdict
    (entry,) = entries(sheet, "1.1", "甲局")
    assert entry.after == f"实际{day}，指标值2023年12月底前完成，{verdict}"


def test_a_line_longer_than_any_target_is_refused() -> None:
    assert not read_target("甲" * 5001 + "：≥1件").understood


def test_a_link_says_how_a_mere_number_is_meant() -> None:
    text = TABLES.replace("办结时限：1.4个工作日", "办结时限：1.4个工作日{不低于}")
    sheet = scored(text, FACTS.format("1.9亿条"), "单位,事项,值,操作\n甲局,办结时限,1.5,更正")
    assert verdicts(sheet)["2.1"] == "达标"
    assert "指标值1.4个工作日（即≥1.4个工作日）" in entries(sheet, "2.1", "甲局")[-1].text
    exact = scored(text.replace("{不低于}", "{正好}"), FACTS.format("1.9亿条"))
    assert verdicts(exact)["2.1"] == "达标"
    (fault,) = faults(TABLES.replace("≥2亿条", "≥2亿条{不高于}"))
    assert "指标值“≥2亿条”已写明怎样比较" in fault
    (fault,) = faults("满意度达到90%{正好}，得2分", "5")
    assert "这里没有指标值可比较" in fault


def test_a_link_computes_the_actual_value() -> None:
    text = TABLES.replace("各类数据归集：", "各类数据归集{甲库 + 乙库}：").replace(
        "效果显著", "控制在预算内{支出 ≤ 预算}"
    )
    sheet = scored(text, "单位,甲库,乙库,支出,预算\n甲局,1.2亿,8000万,86,86")
    assert verdicts(sheet)["1.1"] == verdicts(sheet)["3.1"] == "达标"
    assert entries(sheet, "1.1", "甲局")[-1].after == "实际2亿条，指标值≥2亿条，达标"


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("单位,事项,值\n甲局,各类数据归集,2.3", "「2.3」可以是 2.3亿条，也可以是 2.3条"),
        ("单位,各类数据归集\n甲局,230000000", "「230000000」可以是 230000000亿条，也可以是 230000000条"),
        ("单位,各类数据归集（亿条）\n甲局,2.3", "以“亿条”计，规则以“条”计"),
        ("单位,事项,值\n甲局,办结时限,3天", "「3天」带着“天”，规则以“个工作日”计"),
        ("单位,事项,值\n甲局,满意度,95", "「95」可以是 95%，也可以是 9500%"),
    ],
)
def test_a_figure_that_could_be_in_two_units_or_is_in_another_is_refused(facts: str, message: str) -> None:
    intake = intake_of(rubric_of(TABLES), facts)
    assert intake.changes == []
    assert any(message in d.message for d in intake.diagnostics), [d.message for d in intake.diagnostics]


@pytest.mark.parametrize(
    "facts", ["单位,各类数据归集（条）\n甲局,230000000", "单位,事项,值\n甲局,各类数据归集,0"]
)
def test_a_heading_with_the_unit_or_a_zero_leaves_no_doubt(facts: str) -> None:
    assert len(intake_of(rubric_of(TABLES), facts).changes) == 1


@pytest.mark.parametrize(
    ("wanted", "figure"),
    [
        ("1.4个工作日", "1.3工作日"),
        ("1.4工作日", "1.3个工作日"),
        ("1.4个工作日", "1.3个工作日"),
        ("1.4个工作日", "1.3"),
    ],
)
def test_the_measure_word_before_a_unit_may_be_left_out(wanted: str, figure: str) -> None:
    rubric = rubric_of(TABLES.replace("1.4个工作日", wanted))
    changes = changes_of(rubric, f"单位,事项,值\n甲局,办结时限,{figure}")
    assert assess(rubric, changes).clause("甲局", "2.1").verdict == "达标"


def test_another_way_of_counting_is_refused() -> None:
    found = "\n".join(faults(TABLES.replace("计分  达标率", "计分  完成率")))
    assert "「计分」只能写达标率" in found


def test_a_name_that_two_targets_share_is_refused_and_both_are_named() -> None:
    rubric = rubric_of(TABLES.replace("方便企业群众：效果显著", "满意度：≥95%"))
    (refused, *_) = intake_of(rubric, "事项,单位,值\n满意度,甲局,96%").diagnostics
    assert refused.message == "「满意度」有 2 个，分不清是哪一个"
    assert refused.help == "请写全：3.1 满意度、4.1 满意度"
    assert len(intake_of(rubric, "事项,单位,值\n3.1 满意度,甲局,96%\n4.1,甲局,96%").changes) == 2


def test_a_slip_of_the_name_of_a_target_is_met_with_that_name() -> None:
    (refused, *_) = intake_of(rubric_of(TABLES), "事项,单位,值\n各类数据归总,甲局,2亿条").diagnostics
    assert refused.help == "是不是“各类数据归集”？"


def test_every_fact_has_name_type_and_unit_of_measure() -> None:
    facts = [(f.name, f.title, f.type, f.unit) for f in rubric_of(TABLES).facts]
    assert facts == [
        ("1.1", "各类数据归集", "number", "条"),
        ("1.2", "安康码应用", "number", "人次"),
        ("2.1", "办结时限", "number", "个工作日"),
        ("3.1", "方便企业群众", "yesno", ""),
        ("4.1", "满意度", "percent", ""),
    ]
