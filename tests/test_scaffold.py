"""What `kaoping init` writes does what its README says: its checks pass, its commands run, its CI files too."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.scaffold import FILES, SAMPLE, build
from test_docs_examples import git, played

README = FILES / "README.md"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new repository, as the current folder."""
    folder = tmp_path / "考核 规则"
    build(folder)
    monkeypatch.chdir(folder)
    return folder


def run(command: str) -> Result:
    program, *arguments = shlex.split(command)
    assert program == "kaoping"
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def test_its_checks_pass(repository: Path) -> None:
    for command in (
        "kaoping check",
        "kaoping lint",
        "kaoping fmt --check",
        "kaoping test --coverage --mutate --fail-under 100",
        f"kaoping audit {SAMPLE} --facts {SAMPLE}/facts",
        f"kaoping facts {SAMPLE} --facts {SAMPLE}/facts",
    ):
        result = run(command)
        assert (result.exit_code, result.stderr) == (0, ""), f"{command}\n{result.output}"


def test_the_readme_shows_what_is_printed(repository: Path, request: pytest.FixtureRequest) -> None:
    written = README.read_text(encoding="utf-8")
    now = played(written, repository)
    if request.config.getoption("--update-golden"):
        README.write_text(now, encoding="utf-8")
    else:
        assert now == written


def commands_of_the_readme() -> list[str]:
    """Those in backquotes and in indented lines; what is said of a rubric that is not there yet is left out."""
    text = README.read_text(encoding="utf-8")
    found = re.findall(r"`(kaoping [^`]+)`|^ {4}(kaoping .+)$", text, re.MULTILINE)
    return [
        command
        for one in found
        for command in one
        if command and "我县" not in command and "…" not in command
    ]


@pytest.mark.parametrize("command", [c for c in commands_of_the_readme() if "--since" not in c])
def test_the_commands_of_the_readme_run(repository: Path, command: str) -> None:
    result = run(command)
    assert (result.exit_code, result.stderr) == (0, ""), result.output


def test_the_readme_has_its_commands() -> None:
    names = {command.split()[1] for command in commands_of_the_readme()}
    assert names == {
        "check",
        "score",
        "explain",
        "facts",
        "template",
        "clause",
        "code",
        "fmt",
        "lint",
        "test",
        "audit",
    }


def test_the_readme_names_files_that_are_there(repository: Path) -> None:
    named = re.findall(r"^\| (`.*?) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    paths = [path for cell in named for path in re.findall(r"`([^` ]+)`", cell)]
    assert len(paths) > 8
    assert [path for path in paths if not (repository / path).exists()] == []


def test_no_file_names_a_host_to_install_from() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(FILES.rglob("*")) if path.is_file()]
    assert [text for text in texts if "index-url" in text or "://" in text.replace("git+https://…", "")] == []


def test_the_settings_are_strict() -> None:
    settings = tomllib.loads((FILES / "kaoping.toml").read_text(encoding="utf-8"))
    assert settings == {
        "lint": {"paths": ["rules"], "fail": "warning"},
        "test": {"coverage": 100, "mutation": 90},
    }


def test_the_story_of_the_readme_shows_whom_it_costs(repository: Path) -> None:
    """As a reader does it who follows the page from its start."""
    played(README.read_text(encoding="utf-8"), repository)
    rule = repository / SAMPLE / "qinghe-2025.rubric"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("98%＞按期办结率≥90%", "98%＞按期办结率≥92%"), encoding="utf-8")
    assert "影响  与 HEAD 相比  rules/qinghe-2025/qinghe-2025.rubric：修改1条" in run("kaoping check").stdout


@pytest.mark.parametrize("committed", [False, True], ids=["nothing committed", "committed"])
def test_a_broken_tier_and_whom_it_costs(repository: Path, committed: bool) -> None:
    git("init", "-q")
    if committed:
        git("add", ".")
        git("commit", "-q", "-m", "样例")
    rule = repository / SAMPLE / "qinghe-2025.rubric"
    text = rule.read_text(encoding="utf-8")
    assert text.count("98%＞按期办结率≥90%") == 1
    rule.write_text(text.replace("98%＞按期办结率≥90%", "98%＞按期办结率≥92%"), encoding="utf-8")
    result = run("kaoping check")
    assert (result.exit_code, result.stderr) == (1, "")
    for said in (
        f"{SAMPLE}/qinghe-2025.rubric:17:5: 警告[T001] 90%与92%之间没有一档管到\n",
        "  例证：按期办结率为91%时，不属于任何一档，计分时待评\n",
        "错误[F017] 第3.1条：白杨乡的事实都有了，规则却没有说该得几分\n",
        "用例「年度得分」没有通过：白杨乡 总分 应为 91，实为 71～100；等次 应为 优秀，实为 待定（优秀、良好、合格）",
    ):
        assert said in result.stdout
    assert ("白杨乡 │ 91 → 71～100 │ -20～+9" in result.stdout) == committed
