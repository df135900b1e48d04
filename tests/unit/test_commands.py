"""The command line as it is used: what goes in, what comes out, and how it ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kaoping.cli import COMMANDS, cli

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
EVENTS = "编号,单位,事项,日期,数量,说明\na,甲县,月报问题,2021-03-05,1,二月\nb,甲县,月报问题,2021-04-05,1,\n"
VALUES = "单位,1.2,满意,调查\n甲县,是,9,10\n乙县,是,8,10\n"
GARBAGE = bytes(range(256)) * 8


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one rubric, with facts that are right; the tests run in it."""
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "甲.rubric").write_text(RULE, encoding="utf-8")
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "事件.csv").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "facts" / "数据.csv").write_text(VALUES, encoding="utf-8")
    (tmp_path / "坏.bin.csv").write_bytes(GARBAGE)
    (tmp_path / "坏.rubric").write_bytes(GARBAGE)
    (tmp_path / "错.rubric").write_text(RULE.replace("扣完为止", "扣满点分"), encoding="utf-8")
    (tmp_path / "错.csv").write_text("单位,事项,数量\n甲县,月报问题,1\n丙县,月报问题,1\n", encoding="utf-8")
    (tmp_path / "全错.csv").write_text("单位,事项,数量\n丙县,月报问题,1\n", encoding="utf-8")
    (tmp_path / "空").mkdir()
    (tmp_path / "两个").mkdir()
    for name in ("一.rubric", "二.rubric"):
        (tmp_path / "两个" / name).write_text(RULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the program; anything but an exit with a code is a traceback."""
    result = CliRunner().invoke(cli, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


FACTS = ("--facts", "facts/事件.csv", "--facts", "facts/数据.csv")
OK = ("甲/甲.rubric", *FACTS)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        # score
        (("score", *OK), 0, "良好"),
        (("score", "甲", *FACTS), 0, "良好"),
        (("score", "甲", "--facts", "facts"), 0, "良好"),
        (("score", "甲", "--facts", "facts/事件.csv", "facts/数据.csv"), 0, "良好"),
        (("score", *OK, "--unit", "乙县"), 0, "乙县：4分，良好"),
        (("score", *OK, "--as-of", "2022-01-31"), 0, "良好"),
        (("score", "甲", *FACTS, "--facts", "错.csv"), 1, "丙县"),
        (("score",), 2, "Missing argument"),
        (("score", "甲"), 2, "没有给出事实文件"),
        (("score", "没有", *FACTS), 2, "没有：没有这个文件或文件夹"),
        (("score", "空", *FACTS), 2, "空：里面没有 .rubric 规则文件"),
        (("score", "两个", *FACTS), 2, "里面有 2 个规则文件（一.rubric、二.rubric），请指明一个"),
        (("score", "坏.rubric", *FACTS), 2, "坏.rubric：不是 UTF-8 编码"),
        (("score", "错.rubric", *FACTS), 2, "错误[C001]"),
        (("score", "甲", "--facts", "没有.csv"), 2, "没有.csv"),
        (("score", "甲", "--facts", "坏.bin.csv"), 2, "没有可用的事实"),
        (("score", "甲", "--facts", "全错.csv"), 2, "没有可用的事实"),
        (("score", "甲", "--facts", "空"), 2, "没有可用的事实"),
        (("score", *OK, "--unit", "丙县"), 2, "没有单位「丙县」；共有：甲县、乙县"),
        (("score", *OK, "--format", "xml"), 2, "Invalid value for '--format'"),
        (("score", *OK, "--as-of", "昨天"), 2, "Invalid value for '--as-of'"),
        (("score", *OK, "--ledger", "没有/台账.jsonl"), 2, "没有/台账.jsonl：写不进去"),
        (("score", *OK, "--ledger", "空"), 2, "空：写不进去（是文件夹，不是文件）"),
        (("score", *OK, "--colour"), 2, "No such option"),
        # explain
        (("explain", *OK, "--unit", "甲县"), 0, "第1.1条　0／3分"),
        (("explain", *OK, "--unit", "甲县", "--clause", "1.2"), 0, "第1.2条　1／1分"),
        (("explain", *OK, "--unit", "甲县", "--clause", "2"), 0, "第2.1条　3／3分"),
        (("explain", "甲", *FACTS, "--facts", "错.csv", "--unit", "乙县"), 1, "乙县"),
        (("explain", *OK), 2, "请用 --unit 指明一个单位：甲县、乙县"),
        (("explain", *OK, "--unit", "丙县"), 2, "没有单位「丙县」"),
        (("explain", *OK, "--unit", "甲县", "--clause", "9.9"), 2, "没有第9.9条；共有：1.1、1.2、2.1"),
        (("explain", "错.rubric", *FACTS, "--unit", "甲县"), 2, "错误[C001]"),
        # check
        (("check", "甲"), 0, "检查通过：没有发现问题"),
        (("check", "甲/甲.rubric", "两个"), 0, "排版  3 个规则文件"),
        (("check", "错.rubric"), 1, "错误[C001]"),
        (("check", "坏.rubric"), 2, "不是 UTF-8 编码"),
        (("check", "."), 2, "1 个读不出来"),
        (("check", "空"), 2, "没有找到规则文件"),
        (("check", "没有"), 2, "打不开"),
        # replay
        (("replay", "没有.jsonl", "--rules", "甲", *FACTS), 2, "没有.jsonl：打不开（没有这个文件或文件夹）"),
        (("replay", "facts/数据.csv", "--rules", "甲", *FACTS), 2, "不是考评台账"),
        (("replay", "坏.bin.csv", "--rules", "甲", *FACTS), 2, "不是考评台账"),
        (("replay", "facts/数据.csv", *FACTS), 2, "Missing option '--rules'"),
        (("replay", "facts/数据.csv", "--rules", "甲"), 2, "Missing option '--facts'"),
        # all
        ((), 2, "Usage"),
        (("评分",), 2, "No such command"),
        (("--version",), 0, "kaoping"),
    ],
)
def test_how_a_command_ends(arguments: tuple[str, ...], code: int, told: str) -> None:
    result = run(*arguments)
    assert told in result.output
    assert result.exit_code == code


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_complete(command: str) -> None:
    """A sentence of what the command does, and something on each of its options."""
    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    first = (found.help or "").split("\n\n")[0]
    assert re.fullmatch(r"[A-Z].*[.:]", " ".join(first.split())), first
    for option in found.params:
        if isinstance(option, click.Option):
            assert re.fullmatch(r"[A-Z].*\.", option.help or "", re.DOTALL), option.name


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_refuses_what_it_does_not_know(command: str) -> None:
    assert run(command, "--help").exit_code == 0
    assert run(command, "--nonsense").exit_code == 2


def test_results_go_to_stdout_and_messages_to_stderr() -> None:
    result = run("score", "甲", *FACTS, "--facts", "错.csv", "--format", "json")
    assert [unit["unit"] for unit in json.loads(result.stdout, parse_float=pytest.fail)["units"]] == [
        "甲县",
        "乙县",
    ]
    assert "丙县" in result.stderr
    assert "收下 9 条事实，拒收 1 条" in result.stderr


@pytest.mark.parametrize("format_", ["table", "json", "csv", "md"])
def test_every_format_says_the_same_twice(format_: str) -> None:
    one, two = (run("score", *OK, "--format", format_) for _ in range(2))
    assert one.stdout == two.stdout
    assert one.exit_code == 0
    for words in ("甲县", "乙县", "过程"):
        assert words in one.stdout


def test_json_for_programs() -> None:
    (one,) = json.loads(
        run("score", *OK, "--format", "json", "--unit", "甲县").stdout, parse_float=pytest.fail
    )["units"]
    assert {key: one[key] for key in ("unit", "score", "at_most", "rank", "grades", "lost")} == {
        "unit": "甲县",
        "score": "4",
        "at_most": "4",
        "rank": [1, 1],
        "grades": ["良好"],
        "lost": [],
    }
    assert [(c["id"], c["score"], c["limits"]) for c in one["clauses"]] == [
        ("1.1", "0", ["扣完为止"]),
        ("1.2", "1", []),
        ("2.1", "3", []),
    ]


def test_csv_for_spreadsheets() -> None:
    lines = run("score", *OK, "--format", "csv").stdout.splitlines()
    assert lines == [
        "\ufeff单位,过程,满意,总分,名次,等次,待评条目,拒收",
        "甲县,1,3,4,1,良好,,0",
        "乙县,4,0,4,1,良好,,0",
    ]


def test_markdown_for_pages() -> None:
    lines = run("score", *OK, "--format", "md").stdout.splitlines()
    assert lines[0] == "# 甲办法"
    assert lines[2] == "| 单位 | 过程（4分） | 满意（3分） | 总分 | 名次 | 等次 |"
    assert lines[4] == "| 甲县 | 1 | 3 | 4 | 1 | 良好 |"


def test_order_and_repetition_of_files_change_nothing() -> None:
    forms = (
        OK,
        ("甲", "--facts", "facts"),
        ("甲", "--facts", "facts/数据.csv", "facts/事件.csv"),
        ("甲", "--facts", "facts", "--facts", "facts/数据.csv"),
        ("--facts", "facts/事件.csv", "甲/甲.rubric", "facts/数据.csv"),
    )
    tables = {run("score", *form, "--format", "json").stdout for form in forms}
    assert len(tables) == 1


def written() -> Path:
    """A ledger as the program writes it."""
    path = Path("台账.jsonl")
    assert run("score", *OK, "--ledger", str(path), "--as-of", "2022-01-31").exit_code == 0
    return path


def test_a_ledger_is_the_same_twice_and_replays() -> None:
    first = written().read_bytes()
    assert written().read_bytes() == first
    assert first.endswith(b"\n")
    assert json.loads(first.splitlines()[0])["as_of"] == "2022-01-31"
    result = run("replay", "台账.jsonl", "--rules", "甲", *FACTS)
    assert (result.exit_code, result.stdout) == (
        0,
        f"台账可以重现：{len(first.splitlines()) - 1} 条分录，逐字节一致。\n",
    )
    assert (
        run("replay", "台账.jsonl", "facts/事件.csv", "--rules", "甲", "--facts", "facts/数据.csv").exit_code
        == 0
    )


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('"effective":"-2"', '"effective":"-1"', "effective"),
        ('"note":"二月"', '"note":"三月"', "facts"),
        ('"title":"甲办法"', '"title":"乙办法"', "title"),
        ('"seq":3,', '"seq": 3,', "写法"),
    ],
)
def test_a_changed_entry_is_named_as_the_first_that_differs(old: str, new: str, field: str) -> None:
    path = written()
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = run("replay", str(path), "--rules", "甲", *FACTS)
    assert result.exit_code == 1
    assert f"第 {line} 行起不同。" in result.stdout
    told = "各条分录的内容都相同" if field == "写法" else f"不同的项：{field}"
    assert told in result.stdout


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[:-1],
        lambda content: content + b"\n",
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content[: content.rindex(b"\n", 0, -1) + 1],
    ],
    ids=["no last line end", "a blank line", "line ends of Windows", "an entry less"],
)
def test_bytes_that_are_missing_or_added_are_noticed(change: Callable[[bytes], bytes]) -> None:
    path = written()
    path.write_bytes(change(path.read_bytes()))
    assert run("replay", str(path), "--rules", "甲", *FACTS).exit_code == 1


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b"])
def test_a_note_with_an_odd_line_separator_replays(separator: str) -> None:
    Path("facts/事件.csv").write_text(EVENTS.replace("二月", f"二{separator}月"), encoding="utf-8")
    written()
    assert run("replay", "台账.jsonl", "--rules", "甲", *FACTS).exit_code == 0


@pytest.mark.parametrize("content", [b"", b"\n", b"[]", b"{}", b"null", b"[" * 100_000, GARBAGE])
def test_what_is_no_ledger_says_so(content: bytes) -> None:
    Path("台账.jsonl").write_bytes(content)
    result = run("replay", "台账.jsonl", "--rules", "甲", *FACTS)
    assert (result.exit_code, result.stderr) == (2, "台账.jsonl：不是考评台账（第一行应是表头）\n")


def test_entries_that_are_no_json_differ() -> None:
    path = written()
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], b"[" * 100_000, *lines[2:]]))
    result = run("replay", "台账.jsonl", "--rules", "甲", *FACTS)
    assert result.exit_code == 1
    assert "第 2 行起不同" in result.stdout


def test_line_ends_that_git_changed_are_told_as_such() -> None:
    path, facts = written(), Path("facts/事件.csv")
    facts.write_bytes(facts.read_bytes().replace(b"\n", b"\r\n"))
    result = run("replay", "台账.jsonl", "--rules", "甲", *FACTS)
    assert "事实文件 事件.csv 只是行尾或文件开头的标记（BOM）与原来不同" in result.stdout
    assert "各条分录的内容都相同" in result.stdout
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    result = run("replay", "台账.jsonl", "--rules", "甲", *FACTS)
    assert "台账的行尾成了 CRLF" in result.stdout
    assert "各条分录的内容都相同" in result.stdout
    rule = Path("甲/甲.rubric")
    rule.write_bytes(rule.read_bytes().replace(b"\n", b"\r\n"))
    assert run("replay", "台账.jsonl", "--rules", "甲", *FACTS).stdout == result.stdout


def test_other_facts_or_rules_do_not_give_the_same_ledger() -> None:
    written()
    Path("facts/数据.csv").write_text(VALUES.replace("9,10", "7,10"), encoding="utf-8")
    result = run("replay", "台账.jsonl", "--rules", "甲", *FACTS)
    assert result.exit_code == 1
    assert "第 1 行起不同。\n  事实文件 数据.csv 已不是原来的内容\n" in result.stdout
    assert "满意度：70%" in result.stdout


@pytest.mark.parametrize("name", ["坏.bin.csv", "坏.tsv", "坏.jsonl", "坏.txt", "坏.xlsx", "坏.dat"])
@pytest.mark.parametrize(
    "content", [GARBAGE, b"", b"\0" * 99, "单位,事项\n甲县".encode("gb18030"), b'"', b"{" * 2000]
)
def test_no_content_of_a_file_of_facts_is_a_traceback(name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    assert run("score", "甲", "--facts", name).exit_code == 2
    assert run("score", *OK, "--facts", name).exit_code in (0, 1)


def test_pending_clauses_show_as_intervals_everywhere() -> None:
    result = run("score", "甲", "--facts", "facts/事件.csv", "--format", "csv")
    assert result.stdout.splitlines()[1] == "甲县,0～1,0～3,0～4,1～2,待定（良好、差）,1.2、2.1,0"
    assert "甲县：待评 1.2、2.1" in run("score", "甲", "--facts", "facts/事件.csv").stdout


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["score", "--help"], ["clause", "--help"]])
def test_help_loads_none_of_the_heavy_libraries(arguments: list[str]) -> None:
    loaded = python(
        "import sys; from kaoping.cli import cli\n"
        f"try: cli({arguments!r})\n"
        "except SystemExit: pass\n"
        "print('MODULES', *sys.modules)"
    )
    modules = set(loaded.split("MODULES")[1].split())
    assert "kaoping.cli" in modules
    assert not modules & {
        "pydantic",
        "lark",
        "durable",
        "rich",
        "openpyxl",
        "chinese_calendar",
        "cn2an",
        "rfc8785",
    }


def test_help_starts_in_a_moment() -> None:
    """Below 0.3 s on a desk; the best of five runs leaves room for a loaded machine."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kaoping", "--help"], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    bare = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], capture_output=True, check=True)
    bare = time.perf_counter() - bare
    assert min(times) < max(0.3, 6 * bare)


@pytest.mark.parametrize("locale", ["C", "zh_CN.GB18030"])
def test_chinese_goes_out_as_utf8_whatever_the_locale(locale: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kaoping", "lint", "甲"],
        capture_output=True,
        env={"LC_ALL": locale, "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "0"},
    )
    assert done.returncode == 0
    assert done.stdout.decode("utf-8") == "1 个规则文件：没有发现问题\n"


def test_a_result_says_whose_facts_were_refused() -> None:
    """A refused deduction makes a unit look better; the table is kept, the messages are lost."""
    Path("记.csv").write_text(
        "单位,事项,日期,数量\n甲县,月报问题,2021-03-05,1.5\n甲县,月报问题,2020-03-05,1\n甲县,,2021-03-05,1\n"
        "县,月报问题,2021-03-05,1\n",
        encoding="utf-8",
    )
    facts = ("甲", "--facts", "记.csv", "--facts", "facts/数据.csv")
    wrong, unknown = (
        "甲县：有3条记录被拒收，得分可能不准",
        "有1条记录被拒收，看不出是哪个单位的，得分可能不准",
    )
    for format_ in ("table", "md"):
        for of in ((), ("--unit", "甲县")):
            told = run("score", *facts, "--format", format_, *of).stdout
            assert wrong in told
            assert unknown in told
        assert "有3条" not in run("score", *facts, "--format", format_, "--unit", "乙县").stdout
    explained = run("explain", *facts, "--unit", "甲县").stdout
    assert f"注意：{wrong}。" in explained
    assert f"注意：{unknown}。" in explained
    data = json.loads(run("score", *facts, "--format", "json").stdout)
    assert [unit["refused"] for unit in data["units"]] == [3, 0]
    assert data["refused_elsewhere"] == 1
    table = [row.split(",") for row in run("score", *facts, "--format", "csv").stdout.splitlines()]
    assert [row[-1] for row in table] == ["拒收", "3", "0"]
    rounds = run("score", "甲", "--facts", "初=facts", "--facts", "复=facts/数据.csv", "--facts", "复=记.csv")
    assert "甲县：复有3条记录被拒收，得分可能不准" in rounds.stdout
    assert "复有1条记录被拒收，看不出是哪个单位的" in rounds.stdout
    followed = CliRunner().invoke(cli, ["score", *facts, "--follow"], input="").stdout
    assert wrong in followed


def test_a_unit_that_has_only_refused_facts_is_told_where_nobody_lists_units() -> None:
    Path("乙.rubric").write_text(RULE.replace("单位  甲县、乙县\n", ""), encoding="utf-8")
    Path("记.csv").write_text("单位,事项,数量\n甲县,月报问题,1\n丁县,月报问题,一半\n", encoding="utf-8")
    assert (
        "丁县：有1条记录被拒收，没有一条收下，不在表中"
        in run("score", "乙.rubric", "--facts", "记.csv").stdout
    )
