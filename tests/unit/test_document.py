from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kaoping.facts.schema import FactSpec, FieldSpec
from kaoping.language.document import MAX_LINE, read_outline
from kaoping.language.outline import Grade, Outline
from kaoping.render.text import format_diagnostic
from kaoping.source import SourceFile

D = Decimal
HEAD = "办法  甲办法\n"
TREE = "一级指标  过程（20分）\n  1．得3分。\n"


def outline(text: str) -> Outline:
    found = read_outline(SourceFile("甲.rubric", text))
    assert found.diagnostics == [], [format_diagnostic(one) for one in found.diagnostics]
    return found


def faults(text: str) -> list[tuple[str, str]]:
    """Place and message of each diagnostic."""
    return [
        (one.where.removeprefix("甲.rubric:"), one.message)
        for one in read_outline(SourceFile("甲.rubric", text)).diagnostics
    ]


def wordings(text: str) -> list[tuple[str, str]]:
    return [(c.number, c.wording) for c in outline(HEAD + "一级指标  过程\n" + text).indicators[0].clauses]


def test_the_head_of_a_rule_file() -> None:
    found = outline(
        "\ufeff".strip("\ufeff") + "办法：六安市2021年“安康码”应用项目绩效评价办法\n"
        "期间  2021-01-01 至 2021年12月31日\n"
        "满分  100分，总分不高于100分\n"
        "等次  优秀（S≥90）、良好（90＞S≥80）、中等（60<=得分<80）、差（S＜60）、劣（10≥S）\n"
        "取值  每项得分四舍五入保留2位小数\n"
        "单位  金安区、裕安区、县（区）甲\n" + TREE
    )
    assert found.title == "六安市2021年“安康码”应用项目绩效评价办法"
    assert (found.start, found.end) == (date(2021, 1, 1), date(2021, 12, 31))
    assert (found.full, found.ceiling) == (D(100), D(100))
    assert found.grades == [
        Grade("优秀", lower=D(90)),
        Grade("良好", D(80), True, D(90), False),
        Grade("中等", D(60), True, D(80), False),
        Grade("差", D(10), False, D(60), False),  # each ends where a stricter one begins
        Grade("劣", upper=D(10)),
    ]
    assert found.rounding == ("clause", "half_up", 2)
    assert found.units == {"": ["金安区", "裕安区", "县（区）甲"]}


@pytest.mark.parametrize(
    ("line", "rounding"),
    [
        ("取值  总分四舍五入保留1位小数", ("total", "half_up", 1)),
        ("取值  每项得分舍去尾数保留0位小数", ("clause", "down", 0)),
        ("取值  总分进一保留２位小数", ("total", "up", 2)),
    ],
)
def test_rounding(line: str, rounding: tuple[str, str, int]) -> None:
    assert outline(f"{HEAD}{line}\n{TREE}").rounding == rounding


def test_declared_facts() -> None:
    found = outline(
        f"{HEAD}"
        "事实  宣传稿件：事件，级别（省级及以上、市级）、标题、时长（数值）\n"
        "事实  县（区）常住人口数：数值（万人）\n"
        "事实  满意度：百分比\n"
        f"事实  评定：选项（良好、中、差）\n{TREE}"
    )
    assert [spec for spec, _ in found.facts] == [
        FactSpec(
            name="宣传稿件",
            kind="event",
            type="number",
            fields=(
                FieldSpec(name="级别", type="choice", choices=("省级及以上", "市级")),
                FieldSpec(name="标题", type="text"),
                FieldSpec(name="时长", type="number"),
            ),
        ),
        FactSpec(name="县（区）常住人口数", kind="value", type="number", unit="万人"),
        FactSpec(name="满意度", kind="value", type="percent"),
        FactSpec(name="评定", kind="value", type="choice", choices=("良好", "中", "差")),
    ]


def test_definitions_keep_their_place() -> None:
    text = f"{HEAD}定义  申诉.处理时长 = 相差小时(提交时间, 办结时间)\n定义 完成率＝甲/乙\n{TREE}"
    found = outline(text).definitions
    assert [(one.name, one.field, one.expression) for one in found] == [
        ("申诉", "处理时长", "相差小时(提交时间, 办结时间)"),
        ("完成率", "", "甲/乙"),
    ]
    assert [text[one.span.start : one.span.end] for one in found] == [one.expression for one in found]


def test_indicators_nest_by_level() -> None:
    found = outline(
        f"{HEAD}"
        "一级指标 产出（60.5 分）\n"
        "  二级指标  数量指标\n"
        "    三级指标  服务（热线）数（20分）\n"
        "      说明  按台账核实。\n"
        "      注  另见附件。\n"
        "      得3分。\n"
        "  二级指标  质量指标(40分)\n"
        "      得4分。\n"
        "一级指标  效益\n"
        "  得5分。\n"
    ).indicators
    tree = [
        (
            one.name,
            one.points,
            [(two.name, two.points, [three.name for three in two.children]) for two in one.children],
        )
        for one in found
    ]
    assert tree == [
        ("产出", D("60.5"), [("数量指标", None, ["服务（热线）数"]), ("质量指标", D(40), [])]),
        ("效益", None, []),
    ]
    assert found[0].children[0].children[0].note == "按台账核实。\n另见附件。"


def test_numbered_clauses_and_lines_that_continue_them() -> None:
    text = (
        "  1．每月报送，得3分，\n     漏报一次扣0.5分；\n  （1）属于上一条。\n  2．得2分。\n\n  3、得1分。\n"
    )
    assert wordings(text) == [
        ("1", "1．每月报送，得3分，\n漏报一次扣0.5分；\n（1）属于上一条。"),
        ("2", "2．得2分。"),
        ("3", "3、得1分。"),
    ]


def test_the_first_clause_sets_the_style_of_numbering() -> None:
    assert wordings("（1）得3分。\n（2）得2分。\n①续。\n") == [
        ("1", "（1）得3分。"),
        ("2", "（2）得2分。\n①续。"),
    ]
    assert wordings("①得3分。\n②得2分。\n") == [("1", "①得3分。"), ("2", "②得2分。")]


def test_clauses_without_numbers_are_told_apart_by_indent() -> None:
    assert wordings("  得3分，\n    扣完为止。\n  得2分。\n") == [
        ("", "得3分，\n扣完为止。"),
        ("", "得2分。"),
    ]


def test_remarks_are_left_out_and_places_stay() -> None:
    text = f"# 说明文字\n{HEAD}{TREE.replace('得3分。', '得3分。  # 与原文同')}"
    clause = outline(text).indicators[0].clauses[0]
    assert clause.wording == "1．得3分。"
    assert [text[at] for at in clause.offsets] == list(clause.wording)


@pytest.mark.parametrize("remark", ["#备注", "＃备注（2分）", "  # 备注"])
def test_a_remark_right_behind_the_points_takes_none_of_them(remark: str) -> None:
    found = outline(f"{HEAD}满分  100分{remark}\n一级指标  宣传（10分）{remark}\n  得3分。\n")
    (indicator,) = found.indicators
    assert (found.full, indicator.name, indicator.points) == (Decimal(100), "宣传", Decimal(10))


def test_a_number_sign_in_a_name_is_no_remark() -> None:
    (indicator,) = outline(f"{HEAD}一级指标  锅炉（3）#1（10分）\n  得3分。\n").indicators
    assert (indicator.name, indicator.points) == ("锅炉（3）#1", Decimal(10))


def test_points_that_do_not_end_the_line_are_not_lost_quietly() -> None:
    text = f"{HEAD}一级指标  宣传（10分）等\n  得3分。\n"
    assert ("2:1", "「（10分）」后面还有字，分值没有读到") in faults(text)


def test_offsets_lead_back_into_the_file_also_over_lines() -> None:
    text = f"{HEAD}一级指标 甲\n　　1．得3分，\n\t\t扣完为止。\n"
    clause = outline(text).indicators[0].clauses[0]
    assert clause.wording == "1．得3分，\n扣完为止。"
    assert [text[at] for at in clause.offsets] == list(
        "1．得3分，扣扣完为止。"
    )  # the line end: where the next line begins


def test_every_mistake_is_told_at_its_place() -> None:
    text = (
        "期间  2021-12-31 至 2021-01-01\n"
        "期间  2021-02-30 至 2021-03-01\n"
        "满分  一百\n"
        "等次  优秀（S≥90＞80）\n"
        "等次  优秀（90≤S≥80）\n"
        "取值  每项得分保留2位小数\n"
        "单位  甲县、甲县\n"
        "事实  满意度：百分数\n"
        "事实  满意度：数值，级别\n"
        "1．得3分。\n"
        "二级指标 甲\n"
        "  得3分。\n"
        "  三级指标 乙\n"
    )
    assert faults(text) == [
        ("1:1", "期间的止日 2021-01-01 早于起日 2021-12-31"),
        ("2:1", "「期间」写了两次"),
        ("3:5", "「满分」这一行写得不对"),
        ("4:12", "「等次」这一行写得不对"),
        ("5:1", "等次「优秀」的两端方向相同"),
        ("6:9", "「取值」这一行写得不对"),
        ("7:1", "单位「甲县」写了两次"),
        ("8:9", "「事实」这一行写得不对"),
        ("9:1", "只有「事件」可以有字段；「满意度」是数值"),
        ("10:1", "计分子句要写在某个指标下面；若这是项目，行首的关键字不认识"),
        ("13:3", "「甲」下面已有计分子句，不能再有下级指标"),
        ("1:1", "没有写「办法」"),
    ]


def test_the_caret_stands_under_the_wrong_word() -> None:
    (one,) = read_outline(SourceFile("甲.rubric", f"{HEAD}单位  甲县，，乙县\n{TREE}")).diagnostics
    assert format_diagnostic(one) == (
        "甲.rubric:2:7: 错误[S003] 「单位」这一行写得不对\n"
        "    单位  甲县，，乙县\n"
        "              ^^^^^^^^\n"
        "  → 写成：单位  甲县、乙县、丙县"
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("取值  总分四舍五入保留2.5位小数", "小数位数要写整数，如「保留2位小数」"),
        ("取值  总分四舍五入保留11位小数", "保留的小数位数太多"),
        ("期间  0000-01-01 至 2021-01-01", "没有「0000-01-01」这一天"),
        ("等次  优秀（90≤S≥80）", "等次「优秀」的两端方向相同"),
        (f"满分  {'9' * 300}分", "数字太长"),
    ],
)
def test_values_that_make_no_sense(line: str, message: str) -> None:
    assert faults(f"{HEAD}{line}\n{TREE}") == [("2:1", message)]


def test_an_empty_file_lacks_a_title_and_indicators() -> None:
    assert faults("") == [("1:1", "没有写「办法」"), ("1:1", "没有任何指标")]


def test_a_line_of_odd_white_space_is_empty() -> None:
    assert outline(f"{HEAD}\xa0\n\x0b\n\u2003\n{TREE}").title == "甲办法"


def test_a_line_without_end_is_refused_at_once() -> None:
    assert faults(f"{HEAD}一级指标 甲\n{'得' * (MAX_LINE + 1)}\n")[0] == ("3:1", f"这一行超过 {MAX_LINE} 字")


def test_what_each_line_was_taken_for() -> None:
    text = (
        "# 备注\n\n办法  甲\n级别  乙\n一级指标  过程（5分）\n  说明  丙\n  1．漏报一次扣1分，\n  扣完为止；  # 丁\n"
        "  2．迟报一次扣1分。\n序号\t二级指标\t评分标准\n1\t戊\t得5分\n一级指标  庚\n  （一）得5分\n"
    )
    lines = read_outline(SourceFile("甲.rubric", text)).taken
    assert [(line.kind, line.depth, line.continues) for line in lines] == [
        ("remark", 0, False),
        ("blank", 0, False),
        ("title", 0, False),
        ("unread", 0, False),
        ("indicator", 0, False),
        ("note", 1, False),
        ("clause", 1, False),
        ("clause", 1, True),
        ("clause", 1, False),
        ("pasted", 0, False),
        ("indicator", 0, False),
        ("clause", 1, False),
        ("blank", 0, False),
    ]
    assert [text[line.start :][:2] for line in lines[:4]] == ["# ", "\n办", "办法", "级别"]


def test_so_many_grades_are_a_mistake() -> None:
    grades = "、".join(f"优{n}（S≥{n}）" for n in range(51))
    found = read_outline(SourceFile("甲", f"办法  甲\n等次  {grades}\n")).diagnostics
    assert [d.message for d in found if d.code == "S003"] == ["等次超过 50 个"]


GRADES = [
    (
        "优秀（90-100分）、良好（80-89分）、合格（60-79分）、不合格（60分以下）",
        [
            Grade("优秀", D(90), True, D(100), True),
            Grade("良好", D(80), True, D(89), True),
            Grade("合格", D(60), True, D(79), True),
            Grade("不合格", upper=D(60), upper_closed=False),  # 60 is 合格, which is stated first
        ],
    ),
    (
        "A（90分（含）以上）、B（80～90分（含80分，不含90分））、C：60分以上，不足80分；D级(低于 60 分)",
        [
            Grade("A", D(90)),
            Grade("B", D(80), True, D(90), False),
            Grade("C", D(60), True, D(80), False),
            Grade("D级", upper=D(60), upper_closed=False),
        ],
    ),
    (
        "一等（≥90分），二等（90分＞S≥80分），三等：0-79分。",
        [
            Grade("一等", D(90)),
            Grade("二等", D(80), True, D(90), False),
            Grade("三等", D(0), True, D(79), True),
        ],
    ),
    (
        "考核得分90分以上的为优秀，80分以上90分以下的评定为良好、总分80分以下为差",
        [
            Grade("优秀", D(90)),
            Grade("良好", D(80), True, D(90), False),
            Grade("差", None, True, D(80), False),
        ],
    ),
    (
        "优秀（S≥90）、良好（S≥80）、合格（S≥60）",
        [
            Grade("优秀", D(90)),
            Grade("良好", D(80), True, D(90), False),
            Grade("合格", D(60), True, D(80), False),
        ],
    ),
    (
        "优秀（100-80分）、良好（80-60分（含80分））",
        [Grade("优秀", D(80), False, D(100), True), Grade("良好", D(60), True, D(80), True)],
    ),
]


@pytest.mark.parametrize(("line", "grades"), GRADES)
def test_grades_as_documents_write_them(line: str, grades: list[Grade]) -> None:
    assert outline(f"{HEAD}等次  {line}\n{TREE}").grades == grades


@pytest.mark.parametrize("words", ["90分", "90%以上", "60分左右", "约60分以上", "80分以上或90分"])
def test_grades_that_name_no_range_are_refused_at_their_words(words: str) -> None:
    assert faults(f"{HEAD}等次  优秀（{words}）\n{TREE}") == [
        ("2:8", f"等次「优秀」的分数「{words}」没有读懂")
    ]
