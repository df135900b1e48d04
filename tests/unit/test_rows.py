"""Text files of rows: encodings, and what is said of files in none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoping.diagnostics import Diagnostic
from kaoping.facts.rows import Sheet, column_letter, read_csv

TABLE = "单位,事项,说明\n六安市,申领数,联通（扩）㐂€\n"


def read(folder: Path, raw: bytes) -> Sheet | Diagnostic:
    path = folder / "表.csv"
    path.write_bytes(raw)
    return read_csv(path, path.name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    sheet = read(tmp_path, TABLE.encode(encoding))
    assert isinstance(sheet, Sheet)
    assert [row.cells for row in sheet.rows] == [
        ("单位", "事项", "说明"),
        ("六安市", "申领数", "联通（扩）㐂€"),
    ]


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_both_ways(tmp_path: Path, mark: bytes) -> None:
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    sheet = read(tmp_path, mark + TABLE.encode(order))
    assert isinstance(sheet, Sheet)
    assert sheet.rows[0].cells[0] == "单位"


def test_short_tables_in_gbk(tmp_path: Path) -> None:
    """联通 in GBK is nearly UTF-8: the classic of wrong guesses."""
    for word in ("联通", "单位", "是", "有"):
        sheet = read(tmp_path, f"{word},1\n".encode("gbk"))
        assert isinstance(sheet, Sheet)
        assert sheet.rows[0].cells == (word, "1")


REFUSED = {
    b"\xff,1\n": ("表.csv 第1行", "第 1 个字节起既不是 UTF-8，也不是 GBK"),
    "单位,值\n六安,".encode("gbk") + b"\xff\n": ("表.csv 第2行", "第 14 个字节起既不是 UTF-8，也不是 GBK"),
    "单位,事项,说明\n六安市,申领数".encode() + b"\xff": ("表.csv 第2行", "第 41 个字节起不是完好的 UTF-8"),
    "单位,事项,说明\n六安市,申领数".encode()[:-1] + b",1\n": (
        "表.csv 第2行",
        "第 38 个字节起不是完好的 UTF-8",
    ),
    "一,1\n".encode("gbk"): ("表.csv", "可以是 UTF-8 的「һ」，也可以是 GBK 的「一」"),
    b"\xff\xfe\x00\xd8": ("表.csv 第1行", "第 3 个字节起不是完好的 UTF-16"),
    "单位,1".encode("utf-16-le"): ("表.csv", "不是文本文件"),
}


@pytest.mark.parametrize(("raw", "said"), REFUSED.items())
def test_files_in_no_encoding(tmp_path: Path, raw: bytes, said: tuple[str, str]) -> None:
    refused = read(tmp_path, raw)
    assert isinstance(refused, Diagnostic)
    assert (str(refused.place), refused.message) == said
    assert refused.help


def test_marks_that_nobody_sees_are_dropped(tmp_path: Path) -> None:
    sheet = read(tmp_path, "\ufeff单\u200b位,\u00a0值\u3000\n\u202d金寨县\u202c,3\n".encode())
    assert isinstance(sheet, Sheet)
    assert [row.cells for row in sheet.rows] == [("单位", "值"), ("金寨县", "3")]


def test_tricks_by_which_programs_keep_figures_as_text(tmp_path: Path) -> None:
    sheet = read(tmp_path, '编号\t,单位\t,值\t\n="001",金寨县\t,\t3\n="a""b",霍山县,4\n'.encode())
    assert isinstance(sheet, Sheet)
    assert [row.cells for row in sheet.rows] == [
        ("编号", "单位", "值"),
        ("001", "金寨县", "3"),
        ('a"b', "霍山县", "4"),
    ]


def test_letters_of_columns() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 51, 52, 701, 702, 16383)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD")
    ]
