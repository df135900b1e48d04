from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.lint.pages import PAGES
from kaoping.settings import FILE, load_settings
from kaoping.source import UnreadableFileError

GAP = PAGES["T001"].bad  # nothing but T001 is found in it


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["lint", *arguments], catch_exceptions=False)


def files(*arguments: str) -> list[str]:
    found: list[str] = json.loads(run("--format", "json", *arguments).stdout)["files"]
    return found


def fault(text: str) -> str:
    """What is said of a kaoping.toml, without where it is."""
    file = write(FILE, text)
    with pytest.raises(UnreadableFileError) as caught:
        load_settings(Path())
    where, said = str(caught.value).split("：", 1)
    assert Path(where).name == file.name
    return said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[lnt]", "第1行：不认识的设置「lnt」，是不是「lint」？"),
        ("xyz = 3", "第1行：不认识的设置「xyz」，可以写的有：lint、test、rubric"),
        ('[lint]\npathes = ["a"]', "第2行：不认识的设置「lint.pathes」，是不是「paths」？"),
        ("[lint]\nx = 1", "第2行：不认识的设置「lint.x」，可以写的有：paths、exclude、fail、severity"),
        ("lint = 3", "第1行：「lint」的值不对，要写成一节：[lint]"),
        ("[lint]\nseverity = 3", "第2行：「lint.severity」的值不对，要写成一节：[lint.severity]"),
        ('[lint]\nfail = "warn"', "第2行：「lint.fail」的值不对，可以写：error、warning、note"),
        ("[lint]\nfail = 1.5", "第2行：「lint.fail」的值不对，可以写：error、warning、note"),
        ('[lint]\npaths = "rules"', '第2行：「lint.paths」的值不对，要写一列路径，如 ["rules"]'),
        ("[test]\ncoverage = 101", "第2行：「test.coverage」的值不对，要写 0 到 100 的数，不加引号"),
        ('[test]\ncoverage = "100"', "第2行：「test.coverage」的值不对，要写 0 到 100 的数，不加引号"),
        ("[test]\ncover = 90", "第2行：不认识的设置「test.cover」，是不是「coverage」？"),
        ('[lint]\nexclude = ["a", 3]', '第2行：「lint.exclude」的值不对，要写一列路径，如 ["rules"]'),
        (
            '[lint.severity]\nT001 = "warn"\nM002 = 3',
            "第2行：「lint.severity.T001」的值不对，可以写：error、warning、note、off；"
            "第3行：「lint.severity.M002」的值不对，可以写：error、warning、note、off",
        ),
        (
            '[lint.severity]\nX001 = "off"\nt001 = "off"',
            "第2行：[lint.severity] 里的X001、t001不是检查的代码；全部代码：kaoping code",
        ),
        ('[lint.severity]\nC001 = "note"', "第2行：[lint.severity] 里的C001是读规则文件时的错误，级别不能改"),
        (
            '[lint.severity]\nF003 = "note"',
            "第2行：[lint.severity] 里的F003是事实的问题，计分时报告，级别不能改",
        ),
    ],
)
def test_what_cannot_be_meant_is_said(text: str, said: str) -> None:
    assert fault(text) == said


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '# 设置\n\n[test]\ncoverage = 9\n[ lint ]  # 规则\n  paths = [\n    "rules",\n  ]\n"fail" = "warn"',
            9,
        ),
        ('[lint]\nseverity = { T001 = "warn" }', 2),
        ('lint.severity.T001 = "warn"', 1),
        ('[lint]\nseverity."T001" = "warn"', 2),
        ("[test]\nfail = 1", 2),
        ('[[rubric]]\nrule = "甲"\n[lint]\nrule = 3', 4),
        ('x = """\n[lint]\nfail = 3\n"""', 1),
    ],
)
def test_the_line_is_told_however_it_is_written(text: str, line: int) -> None:
    assert fault(text).startswith(f"第{line}行：")


def test_broken_toml_and_foreign_encodings() -> None:
    assert fault("[lint\n") == "不是正确的 TOML（第 1 行第 6 列起读不下去）"
    assert fault("a = " + "[" * 5000) == "不是正确的 TOML（括号套得太深）"
    assert fault('[lint]\nexclude = ["甲\\u0000乙"]') == "有不能写在名字里的字符（\\u0000），请删去"
    Path(FILE).write_bytes("# 考评".encode("gbk"))
    with pytest.raises(UnreadableFileError, match="不是 UTF-8 编码"):
        load_settings(Path())
    Path(FILE).write_bytes(b"\xef\xbb\xbf[lint]\n")  # a byte order mark is none of their faults
    assert load_settings(Path()).lint.fail == "warning"


def test_wrong_settings_end_the_run_with_2() -> None:
    write(FILE, "[lnt]")
    write("甲.rubric", GAP)
    outcome = run("甲.rubric")
    assert outcome.exit_code == 2
    assert "不认识的设置「lnt」" in outcome.stderr
    assert outcome.stdout == ""


def test_without_a_file_the_folder_is_where_it_was_looked_for(here: Path) -> None:
    settings = load_settings(here)
    assert settings.folder == here.resolve()
    assert settings.lint.paths == ()


def test_the_nearest_file_at_or_above_holds(here: Path) -> None:
    write(FILE, '[lint]\nfail = "error"')
    rubric = write("规则/甲/甲.rubric", GAP)
    assert load_settings(rubric).folder == here.resolve()
    write(f"规则/{FILE}", '[lint]\nfail = "note"')
    assert load_settings(rubric).lint.fail == "note"
    assert load_settings(here).lint.fail == "error"
    Path("规则/甲", FILE).mkdir()  # a folder of that name is none
    assert load_settings(rubric).lint.fail == "note"


def test_of_several_paths_that_of_the_folder_that_holds_them_all() -> None:
    write("甲/甲.rubric", GAP)
    write("乙/乙.rubric", GAP)
    write(f"甲/{FILE}", '[lint.severity]\nT001 = "off"')
    assert run("甲").exit_code == 0
    assert run("甲", "乙").exit_code == run("乙", "甲").exit_code == 1
    write(FILE, '[lint.severity]\nT001 = "off"')
    assert run("甲", "乙").exit_code == run("乙", "甲").exit_code == 0


@pytest.mark.parametrize(
    ("text", "exit_code", "shown"),
    [
        ("", 1, "警告[T001]"),
        ('[lint.severity]\nT001 = "error"', 1, "错误[T001]"),
        ('[lint.severity]\nT001 = "note"', 0, "提示[T001]"),
        ('[lint.severity]\nT001 = "off"', 0, "没有发现问题"),
        ('[lint]\nfail = "error"', 0, "警告[T001]"),
        ('[lint]\nfail = "note"\n[lint.severity]\nT001 = "note"', 1, "提示[T001]"),
    ],
)
def test_severities_and_fail(text: str, exit_code: int, shown: str) -> None:
    write(FILE, text)
    write("甲.rubric", GAP)
    outcome = run("甲.rubric")
    assert outcome.exit_code == exit_code
    assert shown in outcome.stdout


def test_paths_are_those_of_the_file_wherever_people_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    write("规则/甲.rubric", GAP)
    write("别的/乙.rubric", GAP)
    write(FILE, '[lint]\npaths = ["规则"]')
    assert files() == ["规则/甲.rubric"]
    assert files("别的") == ["别的/乙.rubric"]
    monkeypatch.chdir("别的")
    assert run().stdout.startswith("../规则/甲.rubric:3:3: ")


def test_a_path_that_is_not_there_is_not_passed_over() -> None:
    write("甲.rubric", GAP)
    write(FILE, '[lint]\npaths = ["规则", "甲.rubric"]')
    outcome = run()
    assert outcome.exit_code == 2
    assert "甲.rubric:3:3: " in outcome.stdout


def test_what_is_excluded_is_left_out_unless_it_is_named() -> None:
    for path in ("规则/甲.rubric", "规则/旧/乙.rubric", "规则/旧/深/丙.rubric", "规则/旧的/丁.rubric"):
        write(path, GAP)
    write(FILE, '[lint]\nexclude = ["规则/旧", "规则/旧的/丁.rubric"]')
    assert files() == ["规则/甲.rubric"]
    assert files("规则") == ["规则/甲.rubric"]
    assert files("规则/旧/乙.rubric") == ["规则/旧/乙.rubric"]
    outcome = run("规则/旧")
    assert outcome.exit_code == 2, "nothing was checked"
    assert "没有找到规则文件" in outcome.stderr


def test_folders_of_programs_are_not_searched_unless_they_are_named() -> None:
    for path in (
        "甲.rubric",
        ".venv/样例/乙.rubric",
        "venv/lib/site-packages/kaoping/丙.rubric",
        ".丁.rubric",
    ):
        write(path, GAP)
    assert files() == files(".") == ["甲.rubric"]
    assert files(".venv") == [".venv/样例/乙.rubric"]
    assert files("venv/lib/site-packages/kaoping/丙.rubric") == ["venv/lib/site-packages/kaoping/丙.rubric"]
