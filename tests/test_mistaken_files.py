"""Any file given to any command by mistake: never a traceback, always a sentence in Chinese that names the file.

The files are made here: every kind of bytes under every name that a command takes.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from kaoping.cli import cli

RULE = """办法  甲办法
期间  2021-01-01 至 2021-12-31
满分  7分
等次  优秀（S≥6）、良好（6＞S≥3）、差（S＜3）
单位  甲县、乙县
一级指标  过程（4分）
  1．得3分，漏报{月报问题}一次扣2分，扣完为止；
  2．建立机制，得1分，否则不得分。
一级指标  满意（3分）
  满意度{满意 / 调查}≥90%，得3分；满意度＜90%，不得分。
"""
FACTS = "单位,1.2,满意,调查\n甲县,是,9,10\n乙县,是,8,10\n"
PUBLISHED = "单位,过程,满意,总分\n甲县,4,3,7\n乙县,4,0,4\n"
CASE = '名称: 主样例\n事实:\n  甲县: {"1.2": 是, 满意: 9, 调查: 10}\n单位:\n  甲县: {总分: 7}\n'
STREAM = '{"单位": "甲县", "事项": "满意", "值": 9}\n{"单位": "甲县", "事项": "调查", "值": 10}\n'
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
HTML = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset="utf-8"><table><tr><td>单位</td></tr></table>'


def package(*parts: str) -> bytes:
    """A package of Office, or another archive, with parts of these names."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "<w/>")
    return out.getvalue()


def workbook(text: str) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in text.split():
        book.active.append(row.split(","))
    book.save(out)
    return out.getvalue()


def ole(part: str = "") -> bytes:
    return OLE + bytes(504) + part.encode("utf-16-le") + bytes(1500)


XLSX = workbook(FACTS)
ALIASES = "a: &a [x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
CONTENTS: dict[str, bytes] = {
    "空": b"",
    "空行": b"\n \n\t\n",
    "零": bytes(600),
    "字节": bytes(range(256)) * 8,
    "标记": b"\xef\xbb\xbf",
    "图片": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "扫描件": b"%PDF-1.4\n" + bytes(range(256)),
    "文字的PDF": b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n",
    "公文": package("[Content_Types].xml", "word/document.xml"),
    "压缩包": package("甲.csv"),
    "空压缩包": package(),
    "网页": HTML.encode(),
    "网页GBK": HTML.replace("utf-8", "gb2312").encode("gbk"),
    "XML表格": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "加密": ole("EncryptedPackage"),
    "旧Word": ole("WordDocument"),
    "旧Excel": ole("Workbook"),
    "旧Office": ole(),
    "OLE头": OLE,
    "工作簿": XLSX,
    "半个工作簿": XLSX[: len(XLSX) // 2],
    "缺尾的工作簿": XLSX[:-30],
    "规则": RULE.encode(),
    "规则GBK": RULE.encode("gbk"),
    "规则UTF-16": RULE.encode("utf-16"),
    "规则UTF-16无标记": RULE.encode("utf-16-le"),
    "冲突": RULE.replace("  2．", "<<<<<<< HEAD\n  2．").replace("一级指标  满意", "=======\n>>>>>>> 乙\n一级指标  满意").encode(),
    "表GBK": FACTS.encode("gbk"),
    "表UTF-16": FACTS.encode("utf-16"),
    "表": FACTS.encode(),
    "得分表": PUBLISHED.encode(),
    "用例": CASE.encode(),
    "台账头": json.dumps({"as_of": 1, "facts": 3, "order": "stream"}).encode() + b"\n{}\n",
    "坏台账": b'{"as_of": "x", "facts": ["a"], "rules": 5}\n[1]\nnull\n\xff',
    "别名": ALIASES.encode(),
    "自引用": b"a: &a [*a]\n",
    "标签": b"a: !!python/object/apply:os.system ['true']\n",
    "深YAML": b"[" * 3000,
    "怪YAML": b"? [a]\n: b\n--- \n%X\n&\x01",
    "用例的怪文件": '名称: x\n事实: [没有.csv, /dev/null, "", ., "a\\0b.csv"]\n单位: []\n'.encode(),
    "深JSON": b'{"a":' * 3000,
    "非数": '{"单位": "甲县", "事项": "满意", "值": NaN}\n{"单位": "甲县", "事项": "满意", "值": -Infinity}\n'.encode(),
    "大数": f'{{"单位": "甲县", "事项": "满意", "值": {"9" * 6000}}}\n{{"单位": "甲县", "事项": "调查", "值": 1e999999999}}\n'.encode(),
    "半个字符": b'{"\\ud800": "\\udfff"}\n',
    "不是对象": b'null\ntrue\n1\n"x"\n[]\n',
    "事实流": STREAM.encode(),
    "长行": "甲".encode() * 200_000,
    "引号": b'"' + FACTS.encode() * 20,
    "控制字符": "单位,1.2\n甲\x1b[31m县,是\n".encode(),
    "指针": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "设置": b'[lint]\npaths = ["."]\n',
}  # fmt: skip

# Where the file goes, and what it is then called: that of its kind, and others of which the reader is another.
RUNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(
        (f"{command} FILE", (".rubric",))
        for command in ("check", "lint --format json", "facts", "test --coverage")
    ),
    *(
        (f"{command} FILE", (".rubric", ".csv"))
        for command in ("fmt --check", "fmt --diff", "lint --fix --diff")
    ),
    ("score FILE --facts 好.csv", (".rubric", ".docx")),
    ("template FILE -o 模板.xlsx --force", (".rubric",)),
    ("audit FILE --published 公布.csv", (".rubric",)),
    ("replay 台账.jsonl --rules FILE --facts 好.csv", (".rubric",)),
    ("score 甲 --facts FILE", (".csv", ".xlsx", ".xls", ".jsonl", ".docx", "")),
    ("score 甲 --facts 好.csv FILE --format json", (".xlsx",)),
    ("score 甲 --facts 自评=好.csv --facts 复评=FILE", (".csv",)),
    ("explain 甲 --facts FILE --unit 甲县", (".xls",)),
    ("audit 甲 --published 公布.csv --facts FILE", (".jsonl",)),
    ("audit 甲 --published FILE", (".csv", ".xlsx", ".jsonl")),
    ("audit 甲 --published 公布.csv --compare FILE --format json", (".xls",)),
    ("replay FILE --rules 甲 --facts 好.csv", (".jsonl",)),
    ("replay 台账.jsonl --rules 甲 --facts FILE", (".csv",)),
    ("replay 流.jsonl --rules 甲 --facts FILE", (".jsonl",)),
    ("test FILE", (".yaml", ".yml")),
    ("test --update FILE", (".yaml",)),
    ("score 甲 --facts 好.csv --ledger FILE", (".jsonl",)),
    ("template 甲 -o FILE", (".xlsx", ".csv")),
    ("diff FILE 甲", (".rubric",)),
    ("diff 甲 FILE --format md", (".rubric",)),
    ("diff 甲 丙 --facts FILE", (".xlsx", ".jsonl")),
    ("init FILE", (".yaml",)),
)
SETTINGS_RUNS = ("check", "fmt --check", "test", "lint --format json")
RIGHT = {
    ("规则", "RULE"), ("表", "FACTS"), ("表GBK", "FACTS"), ("表UTF-16", "FACTS"), ("工作簿", "FACTS"), ("事实流", "FACTS"),
    ("得分表", "FACTS"), ("得分表", "PUBLISHED"), ("用例", "CASE"), ("空", "LEDGER"),
}  # fmt: skip
"""What is no mistake where it stands: 满意 is an indicator and a fact."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository where everything else is right; commands run in it."""
    for name, text in {
        "甲/甲.rubric": RULE, "甲/cases/主.yaml": CASE, "好.csv": FACTS, "公布.csv": PUBLISHED, "乙/甲.rubric": RULE,
        "丙/甲.rubric": RULE.replace("扣2分", "扣1分"),
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "乙" / "cases").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run("score 甲 --facts 好.csv --ledger 台账.jsonl").exit_code == 0
    assert run("score 甲 --follow --ledger 流.jsonl", STREAM).exit_code == 0
    return tmp_path


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """What waits for a pipe that nobody fills is to fail, not to hang."""
    if sys.platform == "win32":
        yield
        return

    def give_up(*_: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def run(command: str, given: str | None = None, file: str = "") -> Result:
    result = CliRunner().invoke(cli, [word.replace("FILE", file) for word in command.split()], given)
    assert result.exception is None or isinstance(result.exception, SystemExit), (
        command,
        file,
        result.exception,
    )
    return result


def expect_told(result: Result, command: str, file: Path) -> None:
    """It ended as it should: a code, and what is wrong in Chinese, with the name of the file."""
    where = f"{command} ← {file.name}: {result.exit_code} {result.output[:300]!r}"
    assert result.exit_code in (0, 1, 2), where
    assert "\x1b" not in result.stderr, where
    if result.exit_code:
        assert re.search("[\u4e00-\u9fff]", result.output.replace(file.name, "")), where
        assert file.name in result.output or command.startswith(("facts ", "replay 流", "diff 甲 丙")), where


@pytest.mark.parametrize("content", CONTENTS)
def test_no_file_is_a_traceback(content: str) -> None:
    for command, suffixes in RUNS:
        for suffix in suffixes:
            file = Path("乙", "cases", f"{content}{suffix}")
            file.write_bytes(CONTENTS[content])
            result = run(command, file=str(file))
            expect_told(result, command, file)
            if result.exit_code:
                assert file.read_bytes() == CONTENTS[content], (command, file)
            elif not command.startswith(("fmt", "lint --fix")):
                assert (content, place_of(command)) in RIGHT, (command, file)
            file.unlink()


@pytest.mark.parametrize("content", sorted({*CONTENTS} - {"空", "空行", "标记", "设置"}))
def test_no_settings_are_a_traceback(content: str) -> None:
    Path("乙/kaoping.toml").write_bytes(CONTENTS[content])
    for command in SETTINGS_RUNS:
        result = run(f"{command} 乙")
        assert (result.exit_code, result.stdout) == (2, ""), command
        assert re.search("乙.kaoping.toml：不是.+", result.stderr), (command, result.stderr)


SPECIAL = ("管道", "断链", "圈", "设备", "文件夹", "没有")


@pytest.mark.skipif(sys.platform == "win32", reason="files of Unix")
@pytest.mark.parametrize("kind", SPECIAL)
def test_what_is_no_file_is_not_waited_for(kind: str) -> None:
    for command, suffixes in RUNS:
        if command.startswith(("init", "score 甲 --facts 好.csv --ledger")):  # a pipe may be written to
            continue
        for suffix in suffixes:
            file = Path("乙", "cases", f"{kind}{suffix}")
            make_special(kind, file)
            result = run(command, file=str(file))
            if kind != "文件夹":  # it may hold the right ones
                expect_told(result, command, file)
            written = command.startswith("template 甲 -o") and kind in ("断链", "没有") and suffix == ".xlsx"
            expected = {0} if written else {0, 1, 2} if "好.csv FILE" in command else {2}
            assert result.exit_code in expected, (command, file, result.output)
            file.rmdir() if file.is_dir() and not file.is_symlink() else file.unlink(missing_ok=True)


def make_special(kind: str, file: Path) -> None:
    match kind:
        case "管道":
            os.mkfifo(file)
        case "断链":
            file.symlink_to("哪里也不是")
        case "圈":
            file.symlink_to(file.name)
        case "设备":
            file.symlink_to("/dev/zero")
        case "文件夹":
            file.mkdir()


@pytest.mark.parametrize(
    "command", [command for command, _ in RUNS if "-o FILE" not in command and "--ledger FILE" not in command]
)
def test_a_file_that_is_not_permitted_is_told(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated: whoever runs the tests may read everything."""
    if command.startswith("init"):
        return
    opened = Path.open

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if path.name.startswith("禁"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)  # type: ignore[call-overload]

    suffix = next(suffixes[0] for known, suffixes in RUNS if known == command)
    file = Path("乙", "cases", f"禁{suffix}")
    file.write_bytes(b"")
    monkeypatch.setattr(Path, "open", refuse)
    result = run(command, file=str(file))
    assert result.exit_code == (1 if "好.csv FILE" in command else 2), command
    assert "没有权限" in result.output, (command, result.output)


def place_of(command: str) -> str:
    """What the file is taken for."""
    before = command.split("FILE")[0].split()
    if "--published" in before and "--facts" not in before:
        return "PUBLISHED"
    if before[-1] == "--ledger" or before == ["replay"]:
        return "LEDGER"
    if before[0] == "test" and "--coverage" not in before:
        return "CASE"
    return "FACTS" if "--facts" in before else "RULE"
