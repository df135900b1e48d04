"""`kaoping init`: what it writes, where it refuses, and that it never takes anything from anybody."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping import __version__
from kaoping.cli import cli
from kaoping.scaffold import FILES, SAMPLE, SCHEMA, contents

NAMES = list(contents())
OURS = [name for name in NAMES if not name.startswith(SAMPLE)]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def init(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["init", *arguments], catch_exceptions=False)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts[:1]
    }


def test_an_empty_folder(here: Path, golden: Callable[[str, str], None]) -> None:
    result = init()
    assert (result.exit_code, result.stderr) == (0, "")
    assert tree(here) == contents()
    golden("init/empty", result.stdout)


@pytest.mark.parametrize("folder", ["rules-2025", "考核 规则", "甲/", "./乙"])
def test_a_folder_to_be_made(here: Path, folder: str) -> None:
    result = init(folder)
    assert result.exit_code == 0
    assert tree(here / folder) == contents()


def test_the_folder_can_be_entered_by_what_is_printed() -> None:
    assert init("考核 规则").stdout.splitlines()[-5:] == [
        "  cd '考核 规则'",
        "  kaoping check",
        "  git init",
        "  git add .",
        "  git commit -m 样例",
    ]


def test_a_second_run_changes_nothing(here: Path) -> None:
    init()
    times = {path: path.stat().st_mtime_ns for path in here.rglob("*")}
    result = init()
    assert result.exit_code == 0
    assert result.stdout == f"在当前文件夹没有要新建的：{len(NAMES)} 个文件都已经有了，一个也没有动\n"
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*")} == times


def test_what_is_there_stays(here: Path) -> None:
    mine = {"README.md": b"mine\r\n", ".gitignore": b"", "kaoping.toml": b"[lint]\n"}
    for name, content in mine.items():
        (here / name).write_bytes(content)
    result = init()
    assert result.exit_code == 0
    assert tree(here) == {**contents(), **mine}
    kept = "3 个已经有了、内容不同的，没有动：\n  .gitignore\n  README.md\n  kaoping.toml\n"
    assert kept in result.stdout


def test_links_are_not_written_through(here: Path) -> None:
    outside = here / "outside"
    repository = here / "repository"
    repository.mkdir()
    (repository / "README.md").symlink_to(outside)
    assert init("repository").exit_code == 0
    assert not outside.exists()
    assert (repository / "README.md").is_symlink()


def test_what_was_deleted_comes_back(here: Path) -> None:
    init()
    (here / "README.md").unlink()
    assert "新建了 1 个文件：\n  README.md\n" in init().stdout
    assert tree(here) == contents()


def test_who_has_rules_gets_no_sample(here: Path) -> None:
    (here / "rules/甲").mkdir(parents=True)
    (here / "rules/甲/甲.rubric").write_text("办法  甲\n", encoding="utf-8")
    result = init()
    assert result.exit_code == 0
    assert [name for name in tree(here) if not name.startswith("rules/甲")] == OURS
    assert "已经有规则文件（rules/甲/甲.rubric），没有加样例\n" in result.stdout
    assert SAMPLE not in result.stdout


def test_rules_outside_of_rules_are_not_left_unchecked(here: Path) -> None:
    (here / "甲.rubric").write_text("办法  甲\n", encoding="utf-8")
    assert (
        "甲.rubric 不在 rules 里：请移进去，或者把所在的文件夹写进 kaoping.toml 的 paths\n" in init().stdout
    )


def test_rules_of_programs_are_nobodys(here: Path) -> None:
    for folder in (".venv/lib", ".git"):
        (here / folder).mkdir(parents=True)
        (here / folder / "甲.rubric").write_text("办法  甲\n", encoding="utf-8")
    assert "没有加样例" not in init().stdout


def test_in_a_repository_the_next_step_is_another(here: Path) -> None:
    (here / ".git").mkdir()
    said = init().stdout
    assert said.endswith("  git add .\n  git commit -m 样例\n")
    assert "git init" not in said


def test_below_the_root_of_a_repository_ci_does_not_work(here: Path) -> None:
    (here / ".git").mkdir()
    assert "仓库的根是当前文件夹：.github、" in init("下级").stdout


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("文件", "文件：是文件，不是文件夹；请换一个名字\n"),
        ("没有/下级", "没有/下级：没有“没有”这个文件夹，请先建好它，或者换一个地方\n"),
        ("文件/下级", "文件/下级：建不了这个文件夹（路径里有一段不是文件夹）\n"),
        ("长" * 200, f"{'长' * 200}：建不了这个文件夹（名字太长）\n"),
    ],
)
def test_where_there_can_be_none(here: Path, folder: str, said: str) -> None:
    (here / "文件").write_bytes(b"x")
    result = init(folder)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert tree(here) == {"文件": b"x"}


@pytest.mark.parametrize("name", ["rules", ".vscode"])
def test_a_file_in_the_way_of_a_folder(here: Path, name: str) -> None:
    (here / name).write_bytes(b"x")
    result = init()
    below = [path for path in NAMES if path.startswith(f"{name}/")]
    assert result.exit_code == 2
    assert result.stderr == f"写不进去（路径里有一段不是文件夹）：{below[0]} 等 {len(below)} 个\n"
    assert set(tree(here)) == {*NAMES, name} - set(below)
    assert "接下来" not in result.stdout


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_is_read_only(here: Path) -> None:
    (here / "只读").mkdir(mode=0o555)
    result = init("只读")
    assert result.exit_code == 2
    assert "没有权限" in result.stderr


def test_a_disk_that_is_full_leaves_no_half_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    class Full:
        """A file that takes its place and nothing more."""

        def __init__(self, path: Path) -> None:
            self.file = real(path, "xb")

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, _: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "open", lambda path, mode: Full(path) if mode == "xb" else real(path, mode))
    result = init()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"写不进去（磁盘满了）：{NAMES[0]} 等 {len(NAMES)} 个\n"
    assert tree(here) == {}


def test_the_version_is_this_one() -> None:
    lines = (FILES / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"kaoping=={__version__}"]


def test_the_schema_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(cli, ["schema"], catch_exceptions=False).stdout
    assert contents()[SCHEMA].decode("utf-8") == printed
    settings = json.loads((FILES / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert list(settings["yaml.schemas"]) == [SCHEMA]


def test_files_are_plain_text() -> None:
    for name, content in contents().items():
        text = content.decode("utf-8")
        assert "\r" not in text, name
        assert text.endswith("\n"), name
        assert not any(line != line.rstrip() for line in text.splitlines()), name
