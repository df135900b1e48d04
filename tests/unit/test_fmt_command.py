from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kaoping.layout.file
from kaoping.cli import cli

NEAT = "办法  甲\n一级指标  过程（4分）\n  漏报{月报问题}一次扣2分，扣完为止。\n"
MESSY = "办法 甲\n一级指标 过程（4分）\n\t漏报{ 月报问题 }一次扣2分，扣完为止。"
DIFF = """--- 乱.rubric
+++ 乱.rubric
@@ -1,3 +1,3 @@
-办法 甲
-一级指标 过程（4分）
-\t漏报{ 月报问题 }一次扣2分，扣完为止。
\\ No newline at end of file
+办法  甲
+一级指标  过程（4分）
+  漏报{月报问题}一次扣2分，扣完为止。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, given: bytes = b"") -> Result:
    result = CliRunner().invoke(cli, ["fmt", *arguments], given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def test_files_are_laid_out_once() -> None:
    messy, neat = write("子/乱.rubric", MESSY), write("齐.rubric", NEAT)
    result = run()
    assert (result.stdout, result.exit_code) == (
        f"已整理：{messy}\n2 个规则文件：整理了 1 个\n",
        0,
    )
    assert messy.read_bytes() == neat.read_bytes() == NEAT.encode()
    assert (run().stdout, run().exit_code) == ("2 个规则文件：都不用整理\n", 0)
    assert sorted(p.name for p in Path("子").iterdir()) == ["乱.rubric"]


def test_check_only_tells() -> None:
    messy, neat = write("乱.rubric", MESSY), write("齐.rubric", NEAT)
    result = run("--check", ".")
    assert (result.stdout, result.exit_code) == ("要整理：乱.rubric\n2 个规则文件：要整理 1 个\n", 1)
    assert messy.read_text(encoding="utf-8") == MESSY
    assert run("--check", str(neat)).exit_code == 0


def test_diff_only_shows() -> None:
    messy = write("乱.rubric", MESSY)
    result = run("--diff", "乱.rubric")
    assert (result.stdout, result.stderr, result.exit_code) == (DIFF, "1 个规则文件：要整理 1 个\n", 1)
    assert messy.read_text(encoding="utf-8") == MESSY
    write("乱.rubric", NEAT)
    assert (run("--diff").stdout, run("--diff").exit_code) == ("", 0)


def test_standard_input() -> None:
    assert (run("-", given=MESSY.encode()).stdout, run("-", given=MESSY.encode()).exit_code) == (NEAT, 0)
    assert (
        run("-", "--check", given=MESSY.encode()).output,
        run("-", "--check", given=NEAT.encode()).exit_code,
    ) == ("", 0)
    assert run("-", "--check", given=MESSY.encode()).exit_code == 1
    shown = run("-", "--diff", given=MESSY.encode())
    assert (shown.stdout, shown.exit_code) == (DIFF.replace("乱.rubric", "<标准输入>"), 1)
    assert (run("-", given=b"\xff").exit_code, run("-", "甲.rubric").exit_code) == (2, 2)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (NEAT.replace("\n", "\r\n", 1), "行尾统一为 LF"),
        (NEAT.replace("\n", "\r"), "行尾统一为 LF"),
        (f"\ufeff{NEAT}", "BOM"),
    ],
)
def test_line_ends_and_byte_order_mark(raw: str, told: str) -> None:
    path = write("甲.rubric", raw)
    result = run("--diff")
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert run().exit_code == 0
    assert path.read_bytes() == NEAT.encode()


def test_nothing_to_do_is_no_success(folder: Path) -> None:
    assert (run().exit_code, run("没有.rubric").exit_code) == (2, 2)
    (folder / "坏.rubric").write_bytes(b"\xff\xfe")
    messy = write("乱.rubric", MESSY)
    result = run()
    assert result.exit_code == 2
    assert "坏.rubric：不是 UTF-8 编码" in result.stderr
    assert result.stdout == "已整理：乱.rubric\n2 个规则文件：整理了 1 个，1 个没有处理\n"
    assert messy.read_text(encoding="utf-8") == NEAT


def test_mode_and_links_stay(folder: Path) -> None:
    path = write("甲.rubric", MESSY)
    path.chmod(0o640)
    (folder / "别处").mkdir()
    link = folder / "别处" / "链接.rubric"
    link.symlink_to(path.resolve())
    assert run(str(link)).exit_code == 0
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == NEAT
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_read_only_files_are_left_alone() -> None:
    path = write("甲.rubric", MESSY)
    path.chmod(0o444)
    result = run()
    assert (result.exit_code, result.stderr) == (2, "甲.rubric：是只读的，没有改\n")
    assert path.read_text(encoding="utf-8") == MESSY


def test_a_write_that_fails_leaves_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("甲.rubric", MESSY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = run()
    assert (result.exit_code, result.stderr) == (2, "甲.rubric：写不进去（磁盘满了），没有改\n")
    assert path.read_text(encoding="utf-8") == MESSY
    assert [p.name for p in Path().iterdir()] == ["甲.rubric"]


def test_a_layout_that_would_change_the_meaning_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("甲.rubric", MESSY)
    monkeypatch.setattr(kaoping.layout.file, "laid_out", lambda _: NEAT.replace("2分", "3分"))
    result = run()
    assert result.exit_code == 2
    assert result.stderr.startswith("甲.rubric：整理会改变原文，所以没有改；这是考评程序的错误，请报告")
    assert path.read_text(encoding="utf-8") == MESSY


def test_what_cannot_be_read_stays() -> None:
    path = write("甲.rubric", MESSY.replace("办法 甲", "期间 去年  "))
    assert run().exit_code == 0
    assert path.read_text(encoding="utf-8") == NEAT.replace("办法  甲", "期间 去年  ")


def test_a_checkout_with_windows_line_ends_stays_one() -> None:
    path = write("甲.rubric", NEAT.replace("\n", "\r\n"))
    assert (run("--check").exit_code, run("--diff").output) == (0, "1 个规则文件：都不用整理\n")
    path.write_bytes(MESSY.replace("\n", "\r\n").encode())
    assert run("--diff").exit_code == 1
    assert run().exit_code == 0
    assert path.read_bytes() == NEAT.replace("\n", "\r\n").encode()
    assert run("-", given=MESSY.replace("\n", "\r\n").encode()).stdout_bytes == path.read_bytes()


@pytest.mark.parametrize("name", ["事实.csv", "用例.yaml", "办法", "办法.txt"])
def test_what_is_not_called_a_rule_file_is_not_touched(name: str) -> None:
    path = write(name, MESSY)
    for option in ((), ("--check",), ("--diff",)):
        result = run(*option, name)
        assert f"{name}：不叫 .rubric，没有动它" in result.stderr
        assert result.exit_code == 2
    assert path.read_bytes() == MESSY.encode()
