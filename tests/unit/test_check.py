"""`kaoping check`: a small repository with one of every kind of fault, and the ways in which it is checked."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.render.findings import FORMATS

SCHEMA = json.loads((Path(__file__).parents[1] / "files/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))

RULES = """办法  某县考核办法
期间  2024-01-01 至 2024-12-31
满分  10分
等次  合格（S≥6）、不合格（S＜6）
单位  甲镇、乙镇

一级指标  信息报送（6分）
  1．按时报送月报，得4分，迟报{迟报}一次扣0.5分，扣完为止；
  2．完成率{完成数 / 任务数}≥90%，得2分；90%＞完成率≥60%，得1分；完成率＜60%，不得分。
一级指标  群众评价（4分）
  满意度{满意度}≥85%，得4分；满意度＜85%，得2分。
"""
FACTS = """单位,迟报,完成数,任务数,满意度
甲镇,2,85,100,90%
乙镇,0,95,100,80%
"""
CASES = """名称: 年终
事实: ../facts/台账.csv
单位:
  甲镇: {总分: 8, 等次: 合格, 得分: {1.1: 3, 1.2: 1}}
  乙镇: {总分: 8, 等次: 合格}
---
名称: 完成率不到六成
事实:
  甲镇: {迟报: 12, 完成数: 5, 任务数: 10, 满意度: 80%}
单位:
  甲镇: {总分: 2, 等次: 不合格, 得分: {1.2: 0}}
"""
PUBLISHED = """单位,指标,分值,得分,等次
甲镇,信息报送,6,4,
甲镇,群众评价,4,4,
甲镇,总分,10,8,合格
乙镇,信息报送,6,6,
乙镇,群众评价,4,2,
乙镇,总分,10,8,合格
"""
FILES = {
    "kaoping.toml": '[lint]\npaths = ["rules"]\n\n[test]\ncoverage = 100\n',
    "rules/某县/某县.rubric": RULES,
    "rules/某县/facts/台账.csv": FACTS,
    "rules/某县/cases/年终.yaml": CASES,
    "rules/某县/published.csv": PUBLISHED,
}
BROKEN = {
    "rules/某县/某县.rubric": RULES.replace("90%＞完成率≥60%", "80%＞完成率≥60%").replace("  2．", "    2．"),
    "rules/某县/facts/台账.csv": FACTS + "丙镇,0,95,100,80%\n",
    "rules/某县/published.csv": PUBLISHED.replace("甲镇,总分,10,8", "甲镇,总分,10,9"),
}


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(FILES)


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def check(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def git(*arguments: str) -> None:
    names = {
        f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    subprocess.run(
        ["git", *arguments], check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", **names}
    )


def committed() -> None:
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "办法")


def test_a_repository_in_order_passes() -> None:
    result = check()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "规则  1 个规则文件  没有发现问题\n"
        "排版  1 个规则文件  没有发现问题\n"
        "用例  2 个用例      都通过，覆盖 100%；没有发现问题\n"
        "事实  1 个文件      2 个单位；没有发现问题\n"
        "公布  1 个文件      2 张表、6 个得分；没有发现问题\n"
        "检查通过：没有发现问题\n"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_wrong_in_every_format(form: str, golden: Callable[[str, str], None]) -> None:
    write(BROKEN)
    result = check("--format", form)
    assert (result.exit_code, result.stderr) == (1, "")
    assert check("--format", form).stdout == result.stdout, "two runs differ"
    golden(f"check/{form}", result.stdout)
    if form == "sarif":
        jsonschema.Draft4Validator(SCHEMA).validate(json.loads(result.stdout))


def test_several_reports_of_one_run() -> None:
    write(BROKEN)
    plain = check().stdout
    result = check("--report", "json=out.json", "--report", "markdown=out.md")
    assert (result.exit_code, result.stdout) == (1, plain)
    assert Path("out.json").read_text(encoding="utf-8") == check("--format", "json").stdout
    assert Path("out.md").read_text(encoding="utf-8") == check("--format", "markdown").stdout


@pytest.mark.parametrize("value", ["json", "=x", "toml=x", "json="])
def test_a_report_needs_a_format_and_a_file(value: str) -> None:
    assert check("--report", value).exit_code == 2


@pytest.mark.parametrize("name", [*FILES])
def test_a_report_never_replaces_what_is_checked(name: str) -> None:
    if name == "kaoping.toml":
        return
    result = check("-o", name)
    assert (result.exit_code, Path(name).read_text(encoding="utf-8")) == (2, FILES[name])
    assert "不能盖掉" in result.stderr


def test_what_no_case_touches_or_notices() -> None:
    write({"rules/某县/cases/年终.yaml": CASES.split("---")[0]})
    result = check()
    assert (result.exit_code, "错误[Y008] 1.2 “完成率＜60%”" in result.stdout) == (1, True)
    write({"kaoping.toml": '[lint]\npaths = ["rules"]\n\n[test]\ncoverage = 50\nmutation = 100\n'})
    result = check()
    assert (result.exit_code, "提示[Y008]" in result.stdout, "错误[Y009]" in result.stdout) == (1, True, True)


def test_rules_without_cases_are_one_finding() -> None:
    Path("rules/某县/cases/年终.yaml").unlink()
    write({"kaoping.toml": '[lint]\npaths = ["rules"]\n\n[test]\nmutation = 50\n'})
    result = check()
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if "错误[" in line] == [
        "rules/某县/某县.rubric:1:1: 错误[Y008] 规则文件旁边还没有用例"
    ]
    assert "用例  0 个用例      没有用例，覆盖 0%；1 个错误\n" in result.stdout


def test_facts_and_tables_of_nobody_knows_which_rule_file_fail() -> None:
    write({"rules/某县/又一个.rubric": RULES, "kaoping.toml": '[lint]\npaths = ["rules"]\n'})
    result = check()
    assert result.exit_code == 1
    assert (
        "rules/某县/又一个.rubric:1:1: 错误[F018] 这个文件夹里有几个规则文件，facts/、published.csv 属于"
        in result.stdout
    )


def test_a_rule_that_fails_many_units_is_told_once() -> None:
    names = [f"{n}镇" for n in range(1, 41)]
    rows = "".join(f"{name},2,85,100,90%\n" for name in names)
    write(
        {
            "rules/某县/某县.rubric": RULES.replace("甲镇、乙镇", "、".join(names)),
            "rules/某县/facts/台账.csv": "单位,迟报,完成数,任务数,满意度\n" + rows,
            "rules/某县/cases/年终.yaml": "名称: 年终\n事实: ../facts/台账.csv\n单位:\n"
            + "".join(f"  {name}: {{总分: 8}}\n" for name in names),
            "rules/某县/published.csv": "单位,信息报送,群众评价,总分\n"
            + "".join(f"{n},4,4,8\n" for n in names),
        }
    )
    committed()
    write(
        {
            "rules/某县/某县.rubric": RULES.replace("甲镇、乙镇", "、".join(names)).replace(
                "得1分；", "得0.5分；"
            )
        }
    )
    result = check("--since", "HEAD")
    assert "另有 30 个单位没有通过" in result.stdout
    assert "用 --verbose 或者 kaoping diff 看全部" in result.stdout
    assert result.stdout.count("用例「年终」") == 11
    assert "看全部" not in check("--since", "HEAD", "--verbose").stdout.replace(
        "运行 kaoping test 看全部", ""
    )


def test_cases_fail_because_facts_were_refused() -> None:
    write({"rules/某县/facts/台账.csv": FACTS + "丙镇,0,95,100,80%\n"})
    result = check()
    assert "→ 先改正被拒收的事实" in result.stdout
    assert "→ 改正规则" not in result.stdout


def test_a_case_file_that_says_nothing_is_no_lack_of_cases() -> None:
    write({"rules/某县/cases/年终.yaml": CASES.replace("名称", "名字")})
    assert "用例  0 个用例      写错了，没有运行；" in check().stdout


def test_a_folder_that_is_not_there_is_named() -> None:
    result = check("--report", "markdown=没有/小结.md")
    assert (result.exit_code, "没有文件夹“没有”，请先建好" in result.stderr) == (2, True)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_replaces_an_earlier_one_and_nothing_else(form: str) -> None:
    """A wrong name after -o once cost five official documents."""
    write(BROKEN)
    out = Path("报告")
    for _ in range(2):
        assert check("--format", form, "-o", "报告").exit_code == 1
    kept = out.read_bytes()
    out.chmod(0o444)
    result = check("--report", f"{form}=报告")
    assert (result.exit_code, "只读" in result.stderr, out.read_bytes()) == (2, True, kept)
    out.chmod(0o644)
    out.write_text("六数管〔2021〕31号\n关于印发考核办法的通知\n", encoding="utf-8")
    result = check("--format", form, "-o", "报告")
    assert (result.exit_code, "没有覆盖" in result.stderr) == (2, True)
    assert out.read_text(encoding="utf-8").startswith("六数管")


def test_an_empty_file_may_become_a_report() -> None:
    Path("小结.md").touch()
    assert check("--report", "markdown=小结.md").exit_code == 0
    assert Path("小结.md").read_text(encoding="utf-8").startswith("## 检查通过")


def test_rules_with_errors_leave_the_rest_undone_and_say_so() -> None:
    write({"rules/某县/某县.rubric": RULES.replace("扣0.5分", "扣点分")})
    result = check()
    assert result.exit_code == 1
    assert "用例  0 个用例      1 个规则文件有误，没有做" in result.stdout
    assert "公布  0 个文件      1 个规则文件有误，没有做" in result.stdout


def test_an_unreadable_case_file_is_told_and_ends_with_2() -> None:
    Path("rules/某县/cases/乱.yaml").write_bytes("名称: 甲".encode("gbk"))
    result = check()
    assert result.exit_code == 2
    assert "rules/某县/cases/乱.yaml:1:1: 错误[S004] 不是 UTF-8 编码" in result.stdout
    assert "2 个用例      都通过" in result.stdout


def test_facts_that_no_row_covers_are_told_with_the_units() -> None:
    write({"rules/某县/某县.rubric": RULES.replace("90%＞完成率≥60%", "80%＞完成率≥60%")})
    result = check()
    assert "错误[F017] 第1.2条：甲镇的事实都有了，规则却没有说该得几分" in result.stdout
    assert "例证：甲镇：完成率：85%，不属于任何一档，0～2分都有可能" in result.stdout
    write(
        {
            "rules/某县/某县.rubric": RULES.replace("90%＞完成率≥60%", "80%＞完成率≥60%").replace(
                "一级指标  群众", "  认可  T001：请示上级\n一级指标  群众"
            )
        }
    )
    assert "F017" not in check().stdout
    assert "F017" in check("--verbose").stdout


def test_warnings_about_facts_do_not_fail() -> None:
    write({"rules/某县/facts/台账.csv": FACTS.replace("乙镇,0", "乙镇,")})
    result = check()
    assert (result.exit_code, "F009" in result.stdout) == (0, True)


def test_what_is_accepted_of_a_published_table_passes() -> None:
    accept = '\n[[rubric]]\nrule = "rules/某县"\n[[rubric.accept]]\ncode = "P003"\nunit = "甲镇"\nreason = "原件如此"\n'
    write({"kaoping.toml": FILES["kaoping.toml"] + accept})
    result = check()
    assert (result.exit_code, "kaoping.toml:9:1: 警告[K001]" in result.stdout) == (1, True)
    write({"rules/某县/published.csv": BROKEN["rules/某县/published.csv"]})
    result = check()
    assert (result.exit_code, "1 个已认可" in result.stdout) == (0, True)
    assert "P003" not in result.stdout


def test_only_what_changed_since_a_revision_is_checked() -> None:
    write({"rules/别县/别县.rubric": RULES.replace("某县", "别县").replace("扣0.5分", "扣点分")})
    committed()
    assert check("--since", "HEAD").exit_code == 0
    write({"rules/某县/published.csv": BROKEN["rules/某县/published.csv"]})
    found = check("--since", "HEAD")
    assert (found.exit_code, "P003" in found.stdout, "别县" in found.stdout) == (1, True, False)
    write({"kaoping.toml": FILES["kaoping.toml"] + "# \n"})
    assert "别县" in check("--since", "HEAD").stdout


def test_nothing_changed_is_no_failure() -> None:
    committed()
    result = check("--since", "HEAD")
    assert (result.exit_code, result.stdout) == (
        0,
        "与 HEAD 相比，规则文件和它们旁边的文件没有改动，没有要检查的\n检查通过：没有发现问题\n",
    )


def test_what_a_change_does_to_the_scores(golden: Callable[[str, str], None]) -> None:
    committed()
    write({"rules/某县/某县.rubric": RULES.replace("90%＞完成率≥60%，得1分", "90%＞完成率≥60%，得0.5分")})
    plain = check()
    assert "影响  与 HEAD 相比" in plain.stdout, "what is not committed yet is compared with HEAD"
    since = check("--since", "HEAD", "--report", "markdown=out.md")
    assert (since.exit_code, since.stdout) == (1, plain.stdout)
    golden("check/effect", since.stdout)
    golden("check/effect-markdown", Path("out.md").read_text(encoding="utf-8"))
    (effect,) = json.loads(check("--since", "HEAD", "--format", "json").stdout)["effects"]
    assert effect["path"] == "rules/某县/某县.rubric"


def test_new_and_deleted_rule_files_are_told() -> None:
    committed()
    Path("rules/某县/某县.rubric").unlink()
    write({"rules/别县/别县.rubric": "办法  别的办法\n一级指标  安全（1分）\n  没有发生安全事故的得1分。\n"})
    result = check("--since", "HEAD", "rules")
    assert "rules/别县/别县.rubric：新的规则文件；rules/某县/某县.rubric：规则文件删去了" in result.stdout


@pytest.mark.parametrize(
    "name",
    ["rules/某县/新.rubric", "rules/某县-2024/某县.rubric", "rules/新县/新县.rubric"],
    ids=["file", "folder", "both"],
)
@pytest.mark.parametrize("added", [True, False], ids=["git mv", "mv"])
def test_a_rename_hides_no_change(name: str, added: bool) -> None:
    committed()
    Path(name).parent.mkdir(exist_ok=True)
    Path("rules/某县/某县.rubric").rename(name)
    if added:
        git("add", "-A")
    old = f"{name}：原来叫 rules/某县/某县.rubric，"
    assert f"{old}内容没有变" in check("--since", "HEAD").stdout
    write({name: RULES.replace("一次扣0.5分", "一次扣1分")})
    for arguments in (["--since", "HEAD"], [name]):
        said = check(*arguments).stdout
        assert f"{old}修改1条" in said
        assert "每1次扣0.5分 → 每1次扣1分" in said
        assert "删去了" not in said


def test_renamed_files_find_their_own_words() -> None:
    other = RULES.replace("信息报送", "安全生产").replace("月报", "隐患清单").replace("满意度", "整改率")
    write({"rules/某县/安全.rubric": other})
    committed()
    Path("rules/某县/某县.rubric").rename("rules/某县/2.rubric")
    Path("rules/某县/安全.rubric").rename("rules/某县/1.rubric")
    said = check("--since", "HEAD", "rules").stdout
    assert "rules/某县/1.rubric：原来叫 rules/某县/安全.rubric，内容没有变" in said
    assert "rules/某县/2.rubric：原来叫 rules/某县/某县.rubric，内容没有变" in said


def test_what_cannot_be_read_has_no_effect() -> None:
    committed()
    said = check("不存在")
    assert (said.exit_code, "新的规则文件" in said.output) == (2, False)


def test_errors_of_the_new_version_are_told_once() -> None:
    committed()
    write({"rules/某县/某县.rubric": RULES.replace("满意度{满意度}≥85%，得4分", "满意度{满意度≥85%，得4分")})
    said = check().stdout
    assert said.count("rules/某县/某县.rubric：新版有错误，比不了\n") == 1
    assert said.count("错误[") == said.count("花括号没有成对") == 1


def test_a_change_of_layout_alone_has_no_effect() -> None:
    committed()
    write({"rules/某县/某县.rubric": RULES.replace("  2．", "    2．")})
    assert "文字和排版有改动，意思没有变" in check().stdout


def test_a_revision_that_there_is_not() -> None:
    assert check("--since", "HEAD").exit_code == 2
    committed()
    result = check("--since", "nix")
    assert (result.exit_code, "没有版本“nix”" in result.stderr) == (2, True)


def test_a_wrong_pattern_in_the_settings_ends_with_2() -> None:
    write(
        {"kaoping.toml": '[lint]\npaths = ["rules"]\n[[rubric]]\nrule = "rules/某县"\nfacts = ["x*.csv"]\n'}
    )
    result = check()
    assert (result.exit_code, "x*.csv" in result.stderr) == (2, True)


def test_from_any_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    write(BROKEN)
    committed()
    forms = [form for form in FORMATS if form != "text"]  # which calls files as people do
    plain = {form: check("--format", form).stdout for form in forms}
    monkeypatch.chdir("rules/某县/cases")
    assert {form: check("--format", form).stdout for form in forms} == plain
