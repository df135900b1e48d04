"""Rule tests: what a case may say, how a failure reads, what is wrong with a case file, what --update writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from kaoping.cases.model import json_schema
from kaoping.cli import cli

RUBRIC = """\
办法  甲办法
期间  2021-01-01 至 2021-12-31
满分  10分
等次  优秀（S≥9）、合格（S＜9）
单位  甲县、乙县
事实  宣传稿件：事件（篇），级别（省级、市级）
一级指标  报送（6分）
  1．按时报送，得6分，迟报{迟报}一次扣0.5分，扣完为止，超过2次的，取消年度优秀等次评选资格。
一级指标  办理（4分）
  1．完成率{完成数 / 任务数}≥80%，得3分；完成率＜80%，不得分。
  2．在省级媒体发表{宣传稿件[级别 = 省级]}的，得1分。
"""

FACTS = """\
事实:
  甲县: {迟报: 3, 完成数: 8, 任务数: 10, 宣传稿件: [{级别: 省级, 日期: 2021-03-05}]}
  乙县: {迟报: 0, 完成数: 79.9, 任务数: 100}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "甲.rubric").write_text(RUBRIC, encoding="utf-8")
    (tmp_path / "cases").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["test", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def case(folder: Path, text: str, name: str = "一.yaml") -> Path:
    path = folder / "cases" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_facts_that_stand_in_the_case_are_facts_like_any_other(folder: Path) -> None:
    case(
        folder,
        "名称: 甲\n"
        + FACTS
        + """\
单位:
  甲县:
    总分: 8.50
    名次: 1
    等次: 合格
    得分: {1.1: 4.5, 2.1: 3, 2.2: 1, 2: 4, 报送: 4.5}
    失去资格: 年度优秀等次评选资格
    解释:
      1.1: [累计3次, 「迟报」为3]
  乙县: {总分: 6, 名次: 2, 得分: {2.1: 0, 2.2: 0}, 失去资格: []}
""",
    )
    assert run() == (0, "用例 1 个：通过 1 个\n")


def test_facts_can_be_a_table(folder: Path) -> None:
    table = (
        "事实:\n  - |\n    单位, 迟报, 完成数, 任务数\n    甲县, 3, 8, 10\n  - 乙县: {完成数: 1, 任务数: 1}\n"
    )
    case(folder, f"名称: 甲\n{table}单位: {{甲县: {{得分: {{1.1: 4.5}}}}, 乙县: {{得分: {{2.1: 3}}}}}}\n")
    assert run() == (0, "用例 1 个：通过 1 个\n")


def test_what_is_pending_is_expected_with_its_reason(folder: Path) -> None:
    case(
        folder,
        "名称: 甲\n事实: []\n单位: {甲县: {总分: 6～9, 得分: {2.1: 0～3}, 待评: {2.1: 还没有「完成数」}}}\n",
    )
    assert run()[0] == 0


def test_a_failure_says_what_was_expected_and_which_facts_made_it_so(
    folder: Path, golden: Callable[[str, str], None]
) -> None:
    facts = FACTS.replace("完成数: 79.9", "完成数: 80.1")
    case(
        folder,
        "名称: 甲\n"
        + facts
        + "单位:\n  甲县: {总分: 9, 得分: {1.1: 5}}\n  乙县: {得分: {2: 1}, 失去资格: [评优]}\n",
    )
    code, output = run()
    assert code == 1
    golden("cases/failure", output)


def test_a_refused_fact_fails_a_case_that_does_not_expect_it(folder: Path) -> None:
    text = "名称: 甲\n事实: {甲县: {完成数: 甲, 任物数: 10}}\n"
    case(folder, text)
    code, output = run()
    assert code == 1
    assert "拒收，而用例的「发现」里没有写：\n      一.yaml 第2行「值」: 错误[F005]" in output
    assert "没有「任物数」这个事项或指标" in output
    case(folder, text + "发现: [F005, 是不是“任务数”？]\n")
    assert run()[0] == 0
    case(folder, text + "发现: [F005, 是不是“任务数”？, F007]\n")
    assert run()[0] == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("名称: 甲\n事实: []\n单位: {甲县: {总份: 1}}\n", 3, "不认识的键「总份」|是不是“总分”？"),
        ("名称: 甲\n事实: []\n单位: {甲显: {总分: 1}}\n", 3, "没有单位「甲显」|是不是“甲县”？"),
        ("名称: 甲\n事实: []\n单位:\n  甲县:\n    得分: {1.2: 1}\n", 5, "没有「1.2」这一条或指标"),
        ("名称: 甲\n事实: []\n单位:\n  甲县:\n    总分: 高\n", 5, "要写一个数"),
        ("名称: 甲\n事实: []\n单位:\n  甲县:\n    总分: 5～3\n", 5, "区间要从小写到大"),
        ("名称: 甲\n事实: []\n单位:\n  甲县: 98\n", 4, "要写成“键: 值”"),
        ("名称: 甲\n事实: 甲.csv\n", 2, "没有文件「甲.csv」"),
        ("名称: 甲\n单位: {}\n", 1, "没有写事实"),
        ("事实: []\n单位: {}\n", 1, "缺少「名称」"),
        ("名称：甲\n", 1, "要写成“键: 值”|冒号要用半角"),
        ("名称: 甲\n事实: [\n", 2, "括号或引号没有成对"),
        ("名称: 甲\n\t事实: []\n", 2, "制表符"),
        ("名称: 甲\n事实: &a []\n单位: *a\n", 3, "不能用 * 引用"),
        ("名称: 甲\n名称: 乙\n事实: []\n", 2, "「名称」写了两次"),
        ("名称: 甲\n事实: {甲县: {宣传稿件: {级别: 省级, 题目: 乙}}}\n", 2, "不认识的键「题目」"),
        ("比较: [甲, 乙]\n名称: 丙\n", 1, "前面没有用例「甲」"),
        ("", 1, "文件是空的"),
        ("名称: 甲\n规则: ../乙.rubric\n事实: []\n", 2, "没有规则文件「../乙.rubric」"),
    ],
)
def test_what_is_wrong_with_a_case_is_told_with_its_line(
    folder: Path, text: str, line: int, said: str
) -> None:
    case(folder, text)
    case(folder, "名称: 另一个\n事实: []\n单位: {甲县: {得分: {1.1: 6}}}\n", "二.yaml")
    code, output = run()
    assert code == 1
    assert output.startswith(f"cases/一.yaml:{line}:")
    for words in said.split("|"):
        assert words in output
    assert "：通过 1 个" in output, "the other case is still run"


@pytest.mark.parametrize(
    "text", ["[" * 5000, "{" * 5000, "a: \x00", "? [a]\n: b\n", "- 甲\n- 乙\n", "%YAML 9\n---\n甲: 乙"]
)
def test_no_text_is_a_traceback(folder: Path, text: str) -> None:
    case(folder, text)
    assert run()[0] in (1, 2)


def test_nothing_to_run_is_no_success(folder: Path) -> None:
    assert run()[0] == 2
    case(folder, "名称: 甲\n事实: []\n")
    assert run("-k", "乙")[0] == 2
    assert run("-k", "甲")[0] == 0


def test_a_rule_file_with_errors_could_not_be_run(folder: Path) -> None:
    case(folder, "名称: 甲\n事实: []\n")
    (folder / "甲.rubric").write_text(RUBRIC.replace("得3分", "扣点分"), encoding="utf-8")
    assert run()[0] == 2


def test_a_case_file_alone(folder: Path) -> None:
    case(folder, "名称: 甲\n事实: []\n单位: {甲县: {总分: 0}}\n")
    other = case(folder, "名称: 乙\n事实: []\n", "二.yaml")
    assert run(str(other)) == (0, "用例 1 个：通过 1 个\n")


def test_update_replaces_the_values_and_nothing_else(folder: Path) -> None:
    text = (
        "\ufeff# 手算见 说明\r\n名称: 甲\r\n"
        + FACTS.replace("\n", "\r\n")
        + '单位:\r\n  甲县: {总分: "9", 名次: 1}   # 说明\r\n  乙县:\r\n    总分:   # 待填\r\n    得分: {2.1:   3 ,2.2: 0}\r\n'
        + "    解释: {2.1: 没有的话}\r\n"
    )
    path = folder / "cases" / "一.yaml"
    path.write_bytes(text.encode())
    code, output = run("--update")
    assert code == 1
    assert "应为 9 | 实为 8.5" in output
    assert "cases/一.yaml：改了 3 处，另有 1 处要自己改\n" in output
    wanted = (
        text.replace('"9"', '"8.5"').replace("总分:   #", "总分: 6   #").replace("2.1:   3 ", "2.1:   0 ")
    )
    assert path.read_bytes().decode() == wanted


def test_a_comparison_lists_every_difference(folder: Path) -> None:
    first = "名称: 自评\n事实: {甲县: {完成数: 8, 任务数: 10}}\n---\n"
    then = "名称: 复评\n事实: {甲县: {完成数: 7, 任务数: 10, 迟报: 1}}\n---\n"
    case(
        folder,
        first + then + "名称: 两轮\n比较: [自评, 复评]\n差: {甲县: {总分: -3.5, 1.1: -0.5, 2.1: -3}}\n",
    )
    assert run("-k", "两轮") == (0, "用例 1 个：通过 1 个\n")
    case(folder, first + then + "名称: 两轮\n比较: [自评, 复评]\n差: {甲县: {总分: -3, 2.1: -3}}\n")
    code, output = run()
    assert code == 1
    assert "差 总分  应为 -3 | 实为 -3.5" in output
    assert "差 1.1   应为 没有差 | 实为 -0.5" in output


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: numbers are typed, days are text, keys are text."""

    yaml_implicit_resolvers: ClassVar = {
        letter: [(tag, pattern) for tag, pattern in found if not tag.endswith(("timestamp", "merge"))]
        for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def as_editors_see(text: str) -> list[object]:
    def with_text_keys(value: object) -> object:
        if isinstance(value, dict):
            return {str(key): with_text_keys(one) for key, one in value.items()}
        return [with_text_keys(one) for one in value] if isinstance(value, list) else value

    documents = yaml.load_all(text, EditorLoader)
    return [with_text_keys(one) for one in documents if one is not None]


RULES = Path(__file__).parents[2] / "rules"


@pytest.mark.parametrize("path", sorted(RULES.glob("*/cases/*.yaml")), ids=lambda path: path.stem)
def test_the_schema_takes_what_the_reader_takes(path: Path) -> None:
    for document in as_editors_see(path.read_text(encoding="utf-8")):
        jsonschema.validate(document, json_schema())


@pytest.mark.parametrize(
    "text",
    [
        "名称: 甲\n事实: []\n单位: {甲县: {总份: 1}}\n",
        "名称: 甲\n事实: []\n单位: {甲县: {总分: 高}}\n",
        "名称: 甲\n事实: []\n单位: {甲县: {得分: 3}}\n",
        "名称: 甲\n事实: {甲县: 3}\n",
        "名称: 甲\n比较: [甲, 乙]\n差: {甲县: {总分: 高}}\n",
        "不必发现: [{改动: 甲}]\n",
        "单位: {}\n",
        "名称: 甲\n单位: {}\n",
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(text: str) -> None:
    (document,) = as_editors_see(text)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json_schema())


def test_the_schema_names_every_key() -> None:
    text = str(json_schema())
    for key in ("名称", "事实", "单位", "发现", "得分", "解释", "比较", "差", "不必发现", "改动"):
        assert f"'{key}'" in text
    assert "additionalProperties': False" in text


def test_coverage_lists_every_branch_that_no_case_decides(folder: Path) -> None:
    case(folder, "名称: 甲\n" + FACTS + "单位: {甲县: {总分: 8.5}}\n")
    code, output = run("--coverage")
    assert code == 0
    assert output.split("\n")[1:-1] == [
        "甲.rubric: 覆盖 5/9（55.5%）",
        "  甲.rubric:4: 总分 等次“优秀”：没有用例触及",
        "  甲.rubric:8: 1.1 扣完为止：没有用例触及",
        "  甲.rubric:10: 2.1 “完成率＜80%”一档：没有用例触及",
        "  甲.rubric:11: 2.2 “在省级媒体发表的”，不符合：没有用例触及",
    ]
    assert run("--coverage", "--fail-under", "55.5")[0] == 0
    assert run("--coverage", "--fail-under", "55.6")[0] == 1


def test_a_unit_of_which_a_case_says_nothing_covers_nothing(folder: Path) -> None:
    case(folder, "名称: 甲\n" + FACTS)
    assert "覆盖 0/" in run("--coverage")[1]
    assert "1.1 整条：没有用例触及" in run("--coverage")[1]


ALL = """\
单位:
  甲县: {总分: 8.5, 等次: 合格, 得分: {1.1: 4.5, 2.1: 3, 2.2: 1}, 失去资格: 年度优秀等次评选资格}
  乙县: {总分: 6, 得分: {1.1: 6, 2.1: 0, 2.2: 0}}
"""


def survivors(output: str) -> list[str]:
    return [
        line.strip().removesuffix("：没有用例发现") for line in output.splitlines() if "没有用例发现" in line
    ]


def test_a_change_that_no_case_notices_is_a_sentence_with_its_place(folder: Path) -> None:
    case(folder, "名称: 甲\n" + FACTS + ALL)
    code, output = run("--mutate")
    assert code == 0
    assert survivors(output) == [
        "甲.rubric:4: 总分 优秀（S≥9），改成优秀（S≥10）",
        "甲.rubric:4: 总分 优秀（S≥9），改成优秀（S＞9）",
    ]
    assert run("--mutate", "--fail-under", "99")[0] == 1


def test_less_expected_is_less_noticed(folder: Path) -> None:
    case(folder, "名称: 甲\n" + FACTS + "单位: {甲县: {得分: {2.1: 3}}}\n")
    output = run("--mutate")[1]
    assert "甲.rubric:8: 1.1 每1次扣0.5分，改成每1次扣0.4分" in survivors(output)
    assert "甲.rubric:10: 2.1 “≥80%”，改成“＞80%”" not in survivors(output), "8 of 10 is 80% to a hair"
    assert "甲.rubric:10: 2.1 “＜80%”，改成“＜79%”" in survivors(output)


def test_an_excuse_stands_for_a_change_that_need_not_be_noticed(folder: Path) -> None:
    excuse = "总分 优秀（S≥9），改成优秀（S＞9）"
    text = "名称: 甲\n" + FACTS + ALL + f"---\n不必发现:\n  - 改动: {excuse}\n    理由: 没有单位正好9分\n"
    case(folder, text)
    code, output = run("--mutate")
    assert code == 0
    assert "不必发现 1 处" in output
    assert not any(excuse in line for line in survivors(output))
    case(folder, text.replace("S＞9", "S＞8"))
    code, output = run("--mutate")
    assert code == 1
    assert "[Y006] 没有这处改动，或者已经有用例发现它" in output


def test_what_fails_is_not_mutated(folder: Path) -> None:
    case(folder, "名称: 甲\n" + FACTS + "单位: {甲县: {总分: 1}}\n")
    code, output = run("--mutate")
    assert code == 1
    assert "用例没有全部通过，没有试改动" in output


def test_a_sentence_can_notice_what_points_do_not(folder: Path) -> None:
    facts = "事实: {甲县: {迟报: 20}}\n"
    case(folder, "名称: 甲\n" + facts + "单位: {甲县: {得分: {1.1: 0}}}\n")
    change = "甲.rubric:8: 1.1 每1次扣0.5分，改成每1次扣0.4分"
    assert change in survivors(run("--mutate")[1])
    case(folder, "名称: 甲\n" + facts + "单位: {甲县: {得分: {1.1: 0}, 解释: {1.1: 共扣10分}}}\n")
    assert change not in survivors(run("--mutate")[1])


def test_settings_say_how_much_is_enough(folder: Path) -> None:
    case(folder, "名称: 甲\n" + FACTS + ALL)
    (folder / "kaoping.toml").write_text("[test]\ncoverage = 60\nmutation = 99.5\n", encoding="utf-8")
    assert run("--coverage")[0] == 0
    code, output = run("--mutate")
    assert code == 1
    assert "甲.rubric: 发现的改动不到 99.5%" in output
    assert run("--mutate", "--fail-under", "80")[0] == 0


def test_a_rule_file_without_cases_is_told_and_covered_by_nothing(folder: Path) -> None:
    case(folder, "名称: 甲\n规则: ../甲.rubric\n" + FACTS + ALL)
    other = folder / "乙"
    other.mkdir()
    (other / "乙.rubric").write_text(RUBRIC, encoding="utf-8")
    code, output = run("--coverage")
    assert code == 0
    assert "乙/乙.rubric: 旁边没有用例" in output
    assert "乙/乙.rubric: 覆盖 0/" in output


def test_two_rule_files_in_a_folder_need_a_name(folder: Path) -> None:
    (folder / "乙.rubric").write_text(RUBRIC.replace("得6分", "得5分"), encoding="utf-8")
    case(folder, "名称: 甲\n" + FACTS)
    code, output = run()
    assert code in (1, 2)
    assert output.count("[Y005] 没有写明是哪个规则文件的用例（有乙.rubric、甲.rubric）") == 1
    case(folder, "名称: 甲\n规则: ../乙.rubric\n" + FACTS + "单位: {乙县: {得分: {1.1: 5}}}\n")
    assert run()[0] == 0


def test_the_same_from_any_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case(folder, "名称: 甲\n" + FACTS + "单位: {甲县: {总分: 1}}\n")
    here = run("甲.rubric")[1]
    monkeypatch.chdir(folder / "cases")
    assert run("../甲.rubric")[1] == here.replace("cases/一.yaml:1", "../cases/一.yaml:1")
