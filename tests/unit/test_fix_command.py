from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.commands import fixing
from kaoping.diagnostics import Diagnostic
from kaoping.repair import Repaired
from kaoping.source import SourceFile, Span

WRONG = """办法  甲
事实  月报问题：事件
事实  月报问题：事件
一级指标  过程（4分）
  漏报{月抱问题}一次扣1分，扣完为止。
"""
RIGHT = """办法  甲
事实  月报问题：事件
一级指标  过程（4分）
  漏报{月报问题}一次扣1分，扣完为止。
"""
DIFF = """--- 甲.rubric
+++ 甲.rubric
@@ -1,5 +1,4 @@
 办法  甲
 事实  月报问题：事件
-事实  月报问题：事件
 一级指标  过程（4分）
-  漏报{月抱问题}一次扣1分，扣完为止。
+  漏报{月报问题}一次扣1分，扣完为止。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "甲.rubric").write_text(WRONG, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["lint", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_fixes_are_written_and_the_rest_is_told() -> None:
    result = run("--fix")
    assert result.exit_code == 0
    assert result.stderr == (
        "甲.rubric:3:1: 已修正[N002] 删去重复的声明\n"
        "甲.rubric:5:6: 已修正[N001] 把「月抱问题」改成「月报问题」\n"
    )
    assert result.stdout == "1 个规则文件：没有发现问题\n"
    assert Path("甲.rubric").read_text(encoding="utf-8") == RIGHT
    assert run("--fix").stderr == ""


def test_diff_shows_and_writes_nothing() -> None:
    result = run("--fix", "--diff")
    assert (result.stdout, result.exit_code) == (DIFF, 1)
    assert "可修正[N001]" in result.stderr
    assert Path("甲.rubric").read_text(encoding="utf-8") == WRONG
    run("--fix")
    nothing = run("--fix", "--diff")
    assert (nothing.stdout, nothing.exit_code) == ("", 0)
    assert "没有可自动改正的问题" in nothing.stderr


def test_diff_alone_is_no_question() -> None:
    assert run("--diff").exit_code == 2


@pytest.mark.parametrize(("mark", "end"), [("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n")])
def test_line_ends_and_byte_order_mark_stay(mark: str, end: str) -> None:
    Path("甲.rubric").write_bytes((mark + WRONG.replace("\n", end)).encode())
    assert run("--fix").exit_code == 0
    assert Path("甲.rubric").read_bytes() == (mark + RIGHT.replace("\n", end)).encode()


def test_files_that_cannot_be_read_or_written(folder: Path) -> None:
    (folder / "坏.rubric").write_bytes(b"\xff")
    (folder / "甲.rubric").chmod(0o444)
    result = run("--fix")
    assert result.exit_code == 2
    assert "甲.rubric：是只读的，没有改" in result.stderr
    assert "坏.rubric：不是 UTF-8 编码" in result.output
    assert run("--fix", "--diff").exit_code == 2
    assert Path("甲.rubric").read_text(encoding="utf-8") == WRONG


def test_a_fix_that_was_refused_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Diagnostic("N001", "warning", "坏", source=SourceFile("甲.rubric", WRONG), span=Span(0, 1))
    monkeypatch.setattr(fixing, "repaired", lambda text, _: Repaired(text, (), (bad,)))
    assert "甲.rubric:1:1: 没有修正[N001]：修正会改动原文" in run("--fix").stderr
