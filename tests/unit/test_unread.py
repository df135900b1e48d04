"""Rule files that cannot be read, or hold what people cannot see: one finding that says what to do, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.encoding import NotUtf8Error, decode
from kaoping.lint.hidden import MOST_LINES
from kaoping.lint.run import MOST_FINDINGS, lint
from kaoping.resolve import MOST_OF_ONE
from kaoping.source import MAX_BYTES, MAX_LINES, SourceFile, visible

TEXT = "# 备注\n办法  某某考核办法\n一级指标  信息报送（10分）\n  月报每漏报一次扣0.5分，扣完为止。\n"


def run(path: Path, command: str = "lint") -> Result:
    result = CliRunner().invoke(cli, [command, str(path)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize(
    ("raw", "place", "seems"),
    [
        (TEXT.encode("gb18030"), "1:3", "看来是 GBK"),
        (TEXT.encode("utf-16"), "1:1", "看来是 UTF-16"),
        (TEXT.encode("utf-16-le"), "1:1", "看来是 UTF-16"),
        (TEXT.encode("utf-16-be"), "1:1", "看来是 UTF-16"),
        (TEXT.encode("utf-32"), "1:1", "看来是 UTF-32"),
        ("Règlement\nété".encode("latin-1"), "1:2", "也看不出是别的哪种编码"),
        (b"\xff\x00\x80\x81 \xfe", "1:1", "也看不出是别的哪种编码"),
        (TEXT.encode() + b"\r\n" + "一级指标".encode("gb18030"), "6:2", "前面是 UTF-8"),
        (TEXT.encode()[:-2], "4:20", "前面是 UTF-8"),
        (TEXT.encode() + b"\xed\xa0\x80", "5:1", "前面是 UTF-8"),
    ],
)
@pytest.mark.parametrize("command", ["lint", "check"])
def test_another_encoding(raw: bytes, place: str, seems: str, command: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.rubric"
    path.write_bytes(raw)
    result = run(path, command)
    assert result.exit_code == 2
    assert f"甲.rubric:{place}: 错误[S004] 不是 UTF-8 编码" in result.output
    assert seems in result.output
    assert "：1 个错误，1 个读不出来" in result.output


def test_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "甲.rubric").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "乙.rubric").write_text("办法  乙\n", encoding="utf-8")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "乙.rubric:1:1: 错误[S002]" in result.output
    assert "甲.rubric:1:3: 错误[S004]" in result.output


def test_utf8_is_utf8_with_any_mark_and_line_ends() -> None:
    assert decode("\ufeff甲\r\n乙\r丙".encode()) == "甲\n乙\n丙"
    assert decode(b"") == ""
    assert decode(b"a\0b") == "a\0b"


def test_the_words_before_a_bad_byte_are_counted_as_people_see_them() -> None:
    with pytest.raises(NotUtf8Error) as error:
        decode("\ufeff甲\r\n乙".encode() + b"\xff")
    assert error.value.text[: error.value.at] == "甲\n乙"


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "甲.rubric"
    path.write_bytes(b"x" * MAX_BYTES + b"y")
    result = run(path)
    assert (result.exit_code, "错误[S005] 文件超过 500 KB" in result.output) == (2, True)


def test_a_file_of_too_many_lines_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "甲.rubric"
    path.write_text("#\n" * (MAX_LINES + 1), encoding="utf-8")
    result = run(path)
    assert (result.exit_code, f"错误[S005] 文件超过 {MAX_LINES} 行" in result.output) == (2, True)


def test_of_a_file_of_mistakes_the_first_are_listed() -> None:
    text = "办法  甲\n一级指标  乙（10分）\n" + "  1．迟报扣点分。\n" * (MOST_FINDINGS + 500)
    found = lint(SourceFile("甲.rubric", text)).findings
    assert [d.code for d in found[:MOST_FINDINGS]] == ["C001"] * MOST_FINDINGS
    assert [d.message for d in found[MOST_FINDINGS:]] == ["这个文件有 1500 个问题，只列出前 1000 个"]


def test_of_a_sentence_of_mistakes_the_first_are_listed() -> None:
    text = "办法  甲\n一级指标  乙（10分）\n  " + "扣" * 3000 + "{{" * 100 + "\n"
    codes = [d.code for d in lint(SourceFile("甲.rubric", text)).findings]
    assert codes.count("C001") == codes.count("C003") == MOST_OF_ONE


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.rubric")
    (tmp_path / "断.rubric").symlink_to(tmp_path / "没有")
    (tmp_path / "圈.rubric").symlink_to(tmp_path / "圈.rubric")
    (tmp_path / "文件夹.rubric").mkdir()
    result = run(tmp_path)
    assert result.exit_code == 2
    assert result.output.count("错误[S006]") == 4
    for name, why in [
        ("管道", "不是普通文件"),
        ("断", "没有这个文件"),
        ("圈", "是一个链接"),
        ("文件夹", "是文件夹"),
    ]:
        (line,) = (line for line in result.output.splitlines() if f"{name}.rubric: 错误" in line)
        assert why in line
    for name in ("断", "圈", "管道"):
        assert run(tmp_path / f"{name}.rubric").exit_code == 2
    assert run(tmp_path / ("长" * 200)).exit_code == 2


def test_what_is_not_permitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "甲.rubric"
    path.write_text(TEXT, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    result = run(path)
    assert (result.exit_code, "打不开（没有权限" in result.output) == (2, True)


def test_unseen_characters_are_told_by_line_and_can_be_deleted() -> None:
    text = TEXT.replace("月报", "月\u200b\x1b报\ufeff").replace("信息", "\u202e信息\u202c")
    found = {d.code: d for d in lint(SourceFile("甲.rubric", text)).findings}
    assert (
        "有 3 个看不见的字符：零宽空格（U+200B）、终端控制符（U+001B）、字节顺序标记（U+FEFF）"
        in found["S008"].message
    )
    assert "强制由右向左符（U+202E）、嵌入结束符（U+202C）" in found["S007"].message
    edits = [edit for d in found.values() if d.fix for edit in d.fix.edits]
    assert (
        "".join(c for i, c in enumerate(text) if not any(e.span.start <= i < e.span.end for e in edits))
        == TEXT
    )


def test_many_of_them_are_one_finding() -> None:
    text = TEXT + "  1．月\u200b报。\n" * (MOST_LINES + 1)
    found = [d for d in lint(SourceFile("甲.rubric", text)).findings if d.code == "S008"]
    assert [d.message for d in found] == [
        f"有 {MOST_LINES + 1} 行里有 {MOST_LINES + 1} 个看不见的字符：零宽空格（U+200B）"
    ]


def test_what_is_shown_cannot_steer_a_terminal() -> None:
    source = SourceFile("甲.rubric", "  扣\x1b[31m\u202e分\x07")
    assert visible(source.text) == "  扣�[31m�分�"
    assert visible("普通　文字\t") == "普通　文字\t"
    result = lint(SourceFile("甲.rubric", TEXT.replace("一级指标", "\x1b[2J指标")))
    from kaoping.render.text import format_diagnostic

    assert result.findings
    assert not any("\x1b" in format_diagnostic(d) for d in result.findings)
