from __future__ import annotations

from pathlib import Path

import pytest

from kaoping.source import EXCERPT_WIDTH, SourceFile, Span, UnreadableFileError, columns

SOURCE = SourceFile("通用.rubric", "办法  测试\n\n1．A级扣1分\n末行")


@pytest.mark.parametrize(
    ("offset", "position"), [(0, (1, 1)), (6, (1, 7)), (7, (2, 1)), (8, (3, 1)), (17, (4, 2)), (99, (4, 3))]
)
def test_lines_and_columns_count_characters_from_one(offset: int, position: tuple[int, int]) -> None:
    assert SOURCE.position(offset) == position


def test_lines_come_without_their_ends() -> None:
    assert [SOURCE.line(number) for number in (1, 2, 3, 4)] == ["办法  测试", "", "1．A级扣1分", "末行"]


def test_carets_stand_under_wide_characters() -> None:
    start = SOURCE.text.index("扣1分")
    assert SOURCE.excerpt(Span(start, start + 3)) == "1．A级扣1分\n      ^^^^^"


def test_an_empty_span_and_the_end_of_the_file_get_one_caret() -> None:
    end = len(SOURCE.text)
    assert SOURCE.excerpt(Span(end, end + 1)) == "末行\n    ^"
    assert SourceFile("空", "").excerpt(Span(0, 1)) == "\n^"


def test_a_span_over_lines_is_underlined_on_its_first() -> None:
    assert SOURCE.excerpt(Span(8, 19)) == "1．A级扣1分\n" + "^" * 11


def test_tabs_take_one_column() -> None:
    assert SourceFile("表", "\t\t扣分").excerpt(Span(2, 3)) == "  扣分\n  ^^"


def test_a_long_line_is_shortened_around_the_span() -> None:
    source = SourceFile("长", "甲" * 500 + "扣分" + "乙" * 500)
    line, carets = source.excerpt(Span(500, 502)).split("\n")
    assert line.startswith("…甲")
    assert line.endswith("乙…")
    assert len(line) == EXCERPT_WIDTH + 2
    before = line[: line.index("扣")]
    assert carets == " " * columns(before) + "^^^^"


def test_combining_and_control_characters_take_no_column() -> None:
    assert columns("e\u0301") == 1
    assert columns("\x00甲") == 2


def test_text_is_read_with_or_without_bom_and_with_any_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "甲.rubric"
    path.write_bytes("\ufeff甲\r\n乙\r丙\n".encode())
    assert SourceFile.read(path).text == "甲\n乙\n丙\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [("甲".encode("gb18030"), "不是 UTF-8 编码（第 1 行，第 1 个字节起）"), (None, "打不开")],
)
def test_what_is_no_text_says_so(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.rubric"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=message):
        SourceFile.read(path)


def test_a_folder_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="打不开"):
        SourceFile.read(tmp_path)


def test_of_a_span_longer_than_the_excerpt_no_more_is_marked_than_shown() -> None:
    line, carets = SourceFile("长", "9" * 100_000).excerpt(Span(0, 100_000)).split("\n")
    assert (line, carets) == ("…" + "9" * EXCERPT_WIDTH, " " + "^" * EXCERPT_WIDTH)
