"""What git knows, asked of real repositories."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kaoping.revisions import RevisionError, changed_since, names_at, read_at, repository
from repositories import commit, git, isolate, repository_of, write

AWKWARD = [
    "规则/六安 2021.rubric",
    "-x.rubric",
    "a\nb.rubric",
    "[a]*.rubric",
    '"引号".rubric',
    ":(top)x.rubric",
]


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return repository_of(tmp_path / "规则 库", **{name: f"旧 {name}" for name in AWKWARD})


@pytest.mark.parametrize("name", AWKWARD)
def test_file_as_it_was(home: Path, name: str) -> None:
    write(home / name, "新")
    assert read_at("HEAD", home / name) == f"旧 {name}".encode()


def test_file_that_is_gone_with_its_folder(home: Path) -> None:
    shutil.rmtree(home / "规则")
    assert read_at("HEAD", home / AWKWARD[0]) == f"旧 {AWKWARD[0]}".encode()


def test_file_that_was_not_there(home: Path) -> None:
    write(home / "新.rubric", "新")
    assert read_at("HEAD", home / "新.rubric") is None
    assert read_at("HEAD", home / "无" / "无.rubric") is None


def test_relative_path(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home / "规则")
    assert read_at("HEAD", Path("六安 2021.rubric")) is not None
    assert read_at("HEAD", Path("../-x.rubric")) == "旧 -x.rubric".encode()


def test_folder_is_no_file(home: Path) -> None:
    with pytest.raises(RevisionError, match="HEAD:规则 是文件夹"):
        read_at("HEAD", home / "规则")


def test_names_of_a_folder(home: Path) -> None:
    assert names_at("HEAD", home) == tuple(sorted({name.partition("/")[0] for name in AWKWARD}))
    assert names_at("HEAD", home / "规则") == ("六安 2021.rubric",)
    assert names_at("HEAD", home / "无") is None
    assert names_at("HEAD", home / "-x.rubric") is None


def test_bytes_are_those_of_the_commit(home: Path) -> None:
    git(home, "config", "core.autocrlf", "true")
    (home / "行.rubric").write_bytes(b"a\nb\n")
    git(home, "add", "-A")
    git(home, "commit", "-q", "-m", "x")
    (home / "行.rubric").unlink()
    git(home, "checkout", "--", "行.rubric")
    assert (home / "行.rubric").read_bytes() == b"a\r\nb\r\n"
    assert read_at("HEAD", home / "行.rubric") == b"a\nb\n"
    assert changed_since("HEAD", home) == frozenset()


def test_link_in_a_folder_and_linked_folder(home: Path, tmp_path: Path) -> None:
    (tmp_path / "连接").symlink_to(home / "规则", target_is_directory=True)
    assert read_at("HEAD", tmp_path / "连接" / "六安 2021.rubric") is not None
    assert changed_since("HEAD", tmp_path / "连接") == frozenset()


@pytest.mark.parametrize("name", AWKWARD)
def test_changed(home: Path, name: str) -> None:
    write(home / name, "新")
    assert changed_since("HEAD", home) == {home / name}


def test_changed_in_the_very_second_of_the_commit(home: Path) -> None:
    """Same size, same times: git looks at the content only where the index is no younger than the file."""
    file, index = home / "x.rubric", home / ".git/index"
    write(file, "旧")
    os.utime(file, (1, 1))
    commit(home)
    write(file, "新")
    for path in (file, index):
        os.utime(path, (1, 1))
    assert changed_since("HEAD", home) == {file}


def test_new_deleted_renamed_staged_and_ignored(home: Path) -> None:
    (home / "-x.rubric").rename(home / "y.rubric")
    write(home / "新 文件夹" / "新.rubric", "新")
    write(home / "已暂存.rubric", "新")
    git(home, "add", "已暂存.rubric")
    write(home / ".gitignore", "*.xlsx\n")
    write(home / "结果.xlsx", "")
    names = ["-x.rubric", "y.rubric", "新 文件夹/新.rubric", "已暂存.rubric", ".gitignore"]
    assert changed_since("HEAD", home) == {home / name for name in names}


def test_renamed_in_a_later_commit(home: Path) -> None:
    (home / "-x.rubric").rename(home / "y.rubric")
    commit(home)
    assert changed_since("HEAD", home) == frozenset()
    assert changed_since("HEAD~1", home) == {home / "-x.rubric", home / "y.rubric"}


def test_only_below_the_folder(home: Path) -> None:
    write(home / "规则" / "六安 2021.rubric", "新")
    write(home / "-x.rubric", "新")
    assert changed_since("HEAD", home / "规则") == {home / AWKWARD[0]}
    assert changed_since("HEAD", home / "没有") == frozenset()


def test_settings_of_the_user_change_nothing(home: Path) -> None:
    for name, value in {"diff.relative": "true", "diff.renames": "copies", "core.quotePath": "true"}.items():
        git(home, "config", name, value)
    git(home, "config", "diff.external", "false")
    write(home / AWKWARD[0], "新")
    assert changed_since("HEAD", home / "规则") == {home / AWKWARD[0]}


def test_index_is_not_written(home: Path) -> None:
    index = home / ".git" / "index"
    os.utime(home / "-x.rubric", (1, 1))  # as after a checkout: same content, another time
    before = index.read_bytes()
    index.chmod(0o444)
    assert changed_since("HEAD", home) == frozenset()
    assert index.read_bytes() == before


def test_inside_a_hook(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = repository_of(tmp_path / "别的", x="x")
    monkeypatch.chdir(other)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_WORK_TREE", ".")
    assert repository(home / "规则") == home
    assert read_at("HEAD", home / "-x.rubric") == "旧 -x.rubric".encode()
    assert changed_since("HEAD", home) == frozenset()


def test_repository(home: Path, tmp_path: Path) -> None:
    assert repository(home) == repository(home / "规则" / "没有" / "没有.rubric") == home
    assert repository(tmp_path) is None
    assert repository(home / ".git") is None


def test_worktree_of_its_own(home: Path, tmp_path: Path) -> None:
    git(home, "worktree", "add", "-q", str(tmp_path / "另一处"))
    assert repository(tmp_path / "另一处") == tmp_path / "另一处"
    assert read_at("main", tmp_path / "另一处" / "-x.rubric") is not None


@pytest.mark.parametrize("revision", ["HEAD~1", "main", "v1", "origin/main", "HEAD^", "main@{0}"])
def test_ways_to_name_a_revision(home: Path, tmp_path: Path, revision: str) -> None:
    commit(home, **{"-x.rubric": "新"})
    git(home, "tag", "-a", "v1", "-m", "x")
    git(tmp_path, "clone", "-q", str(home), "副本")
    assert read_at(revision, tmp_path / "副本" / AWKWARD[0]) is not None


def _refused(revision: str, path: Path) -> str:
    with pytest.raises(RevisionError) as told:
        read_at(revision, path)
    return str(told.value)


@pytest.mark.parametrize("revision", ["", "-x", "--output=x", "--all", "a\0b"])
def test_what_cannot_be_a_revision(home: Path, revision: str) -> None:
    assert "不能是 git 版本" in _refused(revision, home / "-x.rubric")
    with pytest.raises(RevisionError):
        changed_since(revision, home)


def test_unknown_revision(home: Path, tmp_path: Path) -> None:
    git(home, "branch", "修订-2024")
    assert _refused("修订-2023", home / "x") == "没有版本“修订-2023”；是不是 修订-2024？"
    assert "git log --oneline" in _refused("0000", home / "x")
    assert "git log --oneline" in _refused("HEAD:-x.rubric", home / "x")
    git(tmp_path, "clone", "-q", str(home), "副本")
    git(tmp_path / "副本", "checkout", "-q", "--detach")
    git(tmp_path / "副本", "branch", "-q", "-D", "main")
    assert _refused("main", tmp_path / "副本" / "x") == "没有版本“main”；是不是 origin/main？"


def test_no_commit_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert "还没有提交" in _refused("HEAD", tmp_path / "x")


def test_shallow_clone(home: Path, tmp_path: Path) -> None:
    commit(home, **{"-x.rubric": "新"})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{home}", "浅")
    shallow = tmp_path / "浅"
    assert read_at("HEAD", shallow / "-x.rubric") == "新".encode()
    assert changed_since("HEAD", shallow) == frozenset()
    told = _refused("HEAD~1", shallow / "-x.rubric")
    assert "浅克隆" in told
    assert "fetch-depth: 0" in told
    assert "GIT_DEPTH: 0" in told
    with pytest.raises(RevisionError, match="浅克隆"):
        changed_since("HEAD~1", shallow)


def test_no_repository(tmp_path: Path) -> None:
    assert "不在 git 仓库里" in _refused("HEAD", tmp_path / "x.rubric")


def test_no_program(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "没有找到 git 程序" in _refused("HEAD", home / "x")
    with pytest.raises(RevisionError, match="没有找到 git 程序"):
        repository(home)


def test_program_that_cannot_run(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("not a program")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git 程序运行不了" in _refused("HEAD", home / "x")


def test_repository_of_another_user(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    told = _refused("HEAD", home / "规则" / "x")
    assert "属于另一个用户" in told
    assert f"git config --global --add safe.directory '{home}'" in told


def test_damaged_repository(home: Path) -> None:
    blob = git(home, "rev-parse", "HEAD:-x.rubric")
    (home / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert "git fsck" in _refused("HEAD", home / "-x.rubric")


def test_damaged_settings(home: Path) -> None:
    write(home / ".git" / "config", "[core\n")
    assert "git status" in _refused("HEAD", home / "-x.rubric")
