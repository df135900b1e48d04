from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from casework import FILE, faults, resolved, rubric_of, rule_file
from kaoping.diagnostics import Diagnostic
from kaoping.facts.schema import FactSpec, FieldSpec
from kaoping.resolve import find_rule_file, load
from kaoping.source import UnreadableFileError

D = Decimal

TREE = """一级指标 产出
  二级指标 质量
    三级指标 甲（3分）
      1．制度健全，得1分；2．按时报送，得2分。
  二级指标 数量（5分）
    1．得3分，漏报一次扣0.5分，扣完为止。
    2．台账齐全，得2分，否则不得分。
一级指标 效益
  二级指标 质量
    三级指标 1
      群众满意，得4分，否则不得分。
  二级指标 质量
    三级指标 乙
      得4分，未建立的，不得分。
"""


def marked(one: Diagnostic) -> tuple[str, str]:
    """Line and column, and the words that are underlined."""
    assert one.source is not None
    assert one.span is not None
    return one.where.removeprefix(f"{FILE}:"), one.source.slice(one.span)


def test_leaves_are_numbered_through_and_clauses_within_them() -> None:
    rubric = rubric_of(TREE)
    assert [(clause.id, clause.indicator, clause.line) for clause in rubric.clauses()] == [
        ("1.1", "1", 5),
        ("2.1", "2", 7),
        ("2.2", "2", 8),
        ("3.1", "3", 12),
        ("4.1", "4", 15),
    ]


def test_every_indicator_has_an_id_of_its_own() -> None:
    """Also those of one name, and those whose name is a number or 总分."""
    ids = [indicator.id for indicator in rubric_of(TREE).walk()]
    assert ids == ["产出", "产出/质量", "1", "2", "效益", "效益/质量", "3", "效益/质量（2）", "4"]
    odd = rubric_of(
        "一级指标 总分\n二级指标 1\n三级指标 甲\n得1分，未建立的，不得分。\n一级指标 乙\n得1分，未建立的，不得分。"
    )
    ids = [indicator.id for indicator in odd.walk()]
    assert len(set(ids)) == len(ids)
    assert "总分" not in ids


def test_a_file_without_a_single_link_scores_by_the_numbers_of_its_clauses() -> None:
    specs = {
        spec.name: (spec.kind, spec.type, spec.unit, spec.choices)
        for spec in rubric_of(
            """一级指标 甲
  1．建立机制，得1分，否则不得分。
  2．得3分，漏报一次扣0.5分，扣完为止。
  3．申领数完成率≥100%，得2分；100%＞申领数完成率≥80%，得1分；申领数完成率＜80%，不得分。
  4．达到385个得2分，每少10个扣0.1分，扣完为止。
  5．在2022年12月31日前完成，得3分，否则不得分。
  6．第1-3名，得3分；第4-6名，得2分；第6名之后，得1分。
  7．开展培训，得1分；编印手册，得1分。
"""
        ).facts
    }
    assert specs == {
        "1.1": ("value", "yesno", "", ()),
        "1.2": ("event", "number", "次", ()),
        "1.3": ("value", "percent", "", ()),
        "1.4": ("value", "number", "个", ()),
        "1.5": ("value", "date", "", ()),
        "1.6": ("value", "number", "", ()),
        "1.7.1": ("value", "yesno", "", ()),
        "1.7.2": ("value", "yesno", "", ()),
    }


def test_links_name_the_facts_and_the_number_stays_a_heading_for_a_bare_name() -> None:
    rubric = rubric_of(
        """事实  宣传稿件：事件，级别（省级、市级）、标题
一级指标 甲
  1．得3分，漏报{月报问题}一次扣0.5分，扣完为止。
  2．完成率{申领数 / 申领任务数}≥100%，得2分；完成率＜100%，不得分。
  3．发表宣传信息{宣传稿件[级别 = 省级]}，得3分，否则不得分。
"""
    )
    assert [(spec.name, spec.kind, spec.aliases, spec.clauses) for spec in rubric.facts] == [
        ("月报问题", "event", ("1.1",), ("1.1",)),
        ("申领数", "value", (), ("1.2",)),
        ("申领任务数", "value", (), ("1.2",)),
        ("宣传稿件", "event", (), ("1.3",)),
    ]
    fields = (
        FieldSpec(name="级别", type="choice", choices=("省级", "市级")),
        FieldSpec(name="标题", type="text"),
    )
    assert rubric.facts[-1].fields == fields


def test_a_name_means_the_same_in_the_whole_indicator() -> None:
    rubric = rubric_of(
        """一级指标 甲
  1．满意度{满意人数 / 调查人数}达到90%，得10分，每降低一个百分点扣0.2分。
  2．满意度＜60%，扣2分。
一级指标 乙
  满意度≥60%，得2分，否则不得分。
"""
    )
    one, two, elsewhere = (clause.sections[0].rules[-1].measure for clause in rubric.clauses())
    assert one == two != elsewhere


def test_definitions_hold_everywhere_and_are_expanded() -> None:
    rubric = rubric_of("定义  满意度 = 满意人数 / 调查人数\n一级指标 甲\n 满意度≥60%，得2分，否则不得分。")
    assert [spec.name for spec in rubric.facts] == ["满意人数", "调查人数"]


def test_a_declaration_gives_type_unit_and_allowed_values() -> None:
    rubric = rubric_of(
        "事实  运营情况：选项（良好、中、差）\n一级指标 甲\n优秀{运营情况}得3分，良好得2分，一般得1分。"
    )
    assert rubric.facts == (
        FactSpec(
            name="运营情况",
            kind="value",
            type="choice",
            choices=("良好", "中", "差"),
            title=rubric.facts[0].title,
            clauses=("1.1",),
            aliases=("1.1",),
        ),
    )


def test_the_ceiling_may_stand_in_a_clause() -> None:
    rubric = rubric_of(
        "满分  100分，总分不高于110分\n一级指标 甲\n每完成一个场景得2分，最高得4分。总分不高于100分。"
    )
    assert rubric.tables[0].ceiling == D(100)


def test_every_mistake_is_a_diagnostic_under_its_own_words() -> None:
    rules = """办法  甲办法
满分  一百
单位  甲县，，乙县
事实  宣传稿件：事件，级别（省级、市级）、标题
事实  宣传稿件：事件
定义  完成率 = 甲 +
一级指标  过程（20分）
  1．得3分，漏报{月报问题 +}一次扣0.5分，扣完为止。
  2．发表宣传信息{宣传稿件[级别 = 县级]}，得3分，否则不得分。
  3．发表宣传信息{宣传稿件[字数 ≥ 3]}，得3分，否则不得分。
  4．资料ABC不全的，扣点分。
  5．得1分，漏报{月报问题一次扣0.5分。
  6．加强组织领导。
一级指标  效益
"""
    assert [(one.code, *marked(one)) for one in resolved(rules).diagnostics] == [
        ("S003", "2:5", "一百"),
        ("S003", "3:7", "，，乙县"),
        ("N002", "5:1", "事实  宣传稿件：事件"),
        ("C003", "6:13", "+"),
        ("C003", "8:17", "+"),
        ("N001", "9:12", "宣传稿件[级别 = 县级]"),
        ("N001", "10:12", "宣传稿件[字数 ≥ 3]"),
        ("C001", "11:14", "扣"),
        ("C003", "12:11", "{"),
        ("C002", "13:3", "6．加强组织领导。"),
        ("S002", "14:1", "一级指标  效益"),
    ]


@pytest.mark.parametrize(
    ("rules", "code", "place", "words"),
    [
        ("  1．得3分，漏报{月报问题 +}一次扣0.5分。", "C003", "3:17", "+"),
        ("  1．得3分，漏报{月报 ？问题}一次扣0.5分。", "C003", "3:15", "？问题"),
        ("  1．得1分，漏报{月报问题一次扣0.5分。", "C003", "3:11", "{"),
        ("  1．得1分，漏报月报问题}一次扣0.5分。", "C003", "3:15", "}"),
        ("  1．{月报问题}得1分，否则不得分。", "C004", "3:6", "月报问题"),
        ("  1．资料ABC不全的，扣点分。", "C001", "3:14", "扣"),
        ("  1．加强组织领导。", "C002", "3:3", "1．加强组织领导。"),
        ("  1．得满分。\n 2．得满分。", "M001", "3:3", "1．得满分。"),
    ],
)
def test_faults_are_underlined(rules: str, code: str, place: str, words: str) -> None:
    first = resolved(rules).diagnostics[0]
    assert (first.code, *marked(first)) == (code, place, words)


KIND = "事实  宣传稿件：事件，级别（省级、市级）、标题\n事实  月报问题：事件\n一级指标 甲（9分）\n"


@pytest.mark.parametrize(
    ("clause", "code", "words", "help_"),
    [
        (
            "刊发{宣传稿件[级别 = 县级]}，得3分，否则不得分。",
            "N001",
            "宣传稿件[级别 = 县级]",
            "可用的值：省级、市级",
        ),
        (
            "刊发{宣传稿件[标题名 = 甲]}，得3分，否则不得分。",
            "N001",
            "标题名",
            "是不是「标题」？或在声明里加上它：事实  宣传稿件：事件，级别（省级、市级）、标题、标题名",
        ),
        (
            "得3分，漏报{月报间题}一次扣0.5分。",
            "N001",
            "月报间题",
            "若是笔误，改成「月报问题」；若确是另一件事，先声明：事实  月报间题：事件",
        ),
        ("刊发{平均(月报问题, 宣传稿件)}，得3分，否则不得分。", "C003", "平均(月报问题, 宣传稿件)", ""),
        ("刊发{合计(甲 + 乙)}，得3分，否则不得分。", "C003", "合计(甲 + 乙)", ""),
        ("刊发{相差天数(甲)}，得3分，否则不得分。", "C003", "相差天数(甲)", ""),
    ],
)
def test_names_that_do_not_fit_are_underlined_and_the_closest_is_offered(
    clause: str, code: str, words: str, help_: str
) -> None:
    (one,) = resolved(KIND + clause).diagnostics
    assert (one.code, marked(one)[1]) == (code, words)
    assert one.help.startswith(help_)


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ("事实 甲：数值\n事实 甲：是否", "错误[N002] 「甲」声明了两次，两次不一样"),
        ("事实 甲：数值\n事实 甲：数值", "错误[N002] 「甲」声明了两次"),
        ("事实 甲：数值\n定义 甲 = 乙 + 1", "错误[N002] 「甲」声明为要填报的事实，又定义为算出来的数"),
        ("定义 甲 = 乙，按比例", "错误[C003] 算式「乙，按比例」读不懂：这里只能写算式"),
        ("定义 申诉.时长 = 相差小时(提交, 办结)", "错误[N001] 「申诉」没有声明为事件"),
    ],
)
def test_faults_of_declarations(rules: str, fault: str) -> None:
    (found,) = faults(f"{rules}\n一级指标 甲\n得3分，未建立的，不得分。")
    assert found.split("\n")[0].endswith(fault)


def test_definitions_that_lead_back_to_themselves() -> None:
    (found,) = faults("定义 甲 = 乙 + 1\n定义 乙 = 甲 + 1\n一级指标 丙\n完成{甲}≥3，得3分，否则不得分。")
    assert "错误[N003] 「甲」的定义绕回到自己" in found


def test_definitions_that_blow_up_are_refused_at_once() -> None:
    doubled = "\n".join(f"定义 甲{n} = 甲{n + 1} + 甲{n + 1}" for n in range(60))
    (found,) = faults(f"{doubled}\n一级指标 丙\n完成{{甲0}}，得3分，否则不得分。")
    assert "错误[N003] 定义层层展开后太长" in found
    chained = "\n".join(f"定义 甲{n} = 甲{n + 1} + 1" for n in range(900))
    (found,) = faults(f"{chained}\n一级指标 丙\n完成{{甲0}}，得3分，否则不得分。")
    assert "错误[N003] 定义层层展开后太长" in found


def test_one_name_cannot_be_two_things() -> None:
    (found,) = faults("一级指标 甲\n1．得3分，漏报{月报}一次扣1分。\n2．按时{月报}，得3分，否则不得分。")
    assert "错误[N003] 「月报」在别处是事件，这里用作是否" in found
    assert "事实  月报：是否" in found


def test_an_indicator_without_clauses_is_told() -> None:
    (found,) = faults("一级指标 甲\n二级指标 乙\n得3分，未建立的，不得分。\n一级指标 丙\n")
    assert "错误[S002] 指标「丙」下面没有计分子句" in found


def test_a_choice_of_links_must_fit_the_tiers() -> None:
    (found,) = faults("一级指标 甲\n优秀{情况：好、中}得3分，良好得2分，一般得1分。")
    assert "错误[C003] 选项的个数与档次的个数不同" in found


def test_the_digest_is_of_the_text() -> None:
    one, two = rubric_of(TREE), rubric_of(TREE + "\n")
    assert one.digest != two.digest
    assert len(one.digest) == 64


def test_the_only_rule_file_of_a_folder_is_found(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"里面没有 \.rubric 规则文件"):
        find_rule_file(tmp_path)
    one = tmp_path / "甲.rubric"
    one.write_text(rule_file(TREE), encoding="utf-8")
    assert find_rule_file(tmp_path) == find_rule_file(one) == one
    assert load(find_rule_file(tmp_path)).diagnostics == []
    (tmp_path / "乙.rubric").write_text("", encoding="utf-8")
    with pytest.raises(
        UnreadableFileError, match=r"里面有 2 个规则文件（乙\.rubric、甲\.rubric），请指明一个"
    ):
        find_rule_file(tmp_path)
