"""The same bytes wherever a command runs: any folder, locale, time zone, terminal, line ends, hash seed, user.

All commands run once in one process for each surrounding; what they print and write is compared.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.cli import COMMANDS, cli

ROOT = Path(__file__).parents[1]
RULE = """办法  甲办法
期间  2021-01-01 至 2021-12-31
满分  8分，总分不高于8分
等次  优秀（S≥6）、良好（6＞S≥3）、差（S＜3）
单位 甲县、乙县


一级指标  过程（5分）
  1．得3分，漏报、迟报{月报问题}一次扣2分，扣完为止；
  2．建立机制，得1分，否则不得分。
  3．按时报送的，得2分；不及时的，得1分。
一级指标  满意（3分）
  满意度{满意 / 调查}≥90%，得3分；89%≥满意度≥80%，得1分。
"""
FACTS = {
    "事件.csv": "编号,单位,事项,日期,数量,说明\na,甲县,月报问题,2021-03-05,1,二月\nb,甲县,迟报,2021-04-05,1,\nc,丙县,迟报,2021-04-05,1,\n",
    "数据.csv": "单位,1.2,满意,调查\n甲县,是,9,10\n乙县,是,8,10\n",
}
PUBLISHED = "单位,过程,满意,总分\n甲县,3,3,7\n乙县,4,1,5\n"
CASE = """名称: 主样例
事实:
  甲县: {月报问题: 1, "1.2": 是, 满意: 9, 调查: 10}
单位:
  甲县: {得分: {"1.1": 1, "1.2": 1}}
"""
SETTINGS = '[lint]\npaths = ["规则"]\n\n[test]\ncoverage = 10\n'
RUNS = (
    *(("lint", "--format", form) for form in ("text", "json", "sarif", "junit", "github", "gitlab")),
    ("lint", "--readings", "--verbose"),
    *(("check", "--format", form) for form in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")),
    ("check", "规则", "--report", "sarif=产出/检查.sarif"),
    *(("diff", "规则", "新规则", "--facts", "事实", "--format", form) for form in ("text", "md", "json")),
    *(("score", "规则", "--facts", "事实", "-o", f"产出/得分{suffix}") for suffix in (".xlsx", ".md")),
    ("fmt", "--check"),
    ("fmt", "--diff"),
    ("lint", "--fix", "--diff"),
    ("test", "规则", "--coverage", "--mutate"),
    *(("score", "规则", "--facts", "事实", "--format", form) for form in ("table", "json", "csv", "md")),
    ("score", "规则", "--facts", "自评=事实/事件.csv", "--facts", "复评=事实/数据.csv"),
    ("score", "规则", "--facts", "事实", "--ledger", "产出/台账.jsonl"),
    ("replay", "产出/台账.jsonl", "--rules", "规则", "--facts", "事实"),
    ("explain", "规则", "--facts", "事实", "--unit", "甲县"),
    *(("facts", "规则", "--facts", "事实", "--format", form) for form in ("table", "json", "csv", "md")),
    ("template", "规则", "-o", "产出/模板.xlsx"),
    *(("audit", "规则", "--published", "公布.csv", "--facts", "事实", "--format", form) for form in ("text", "json")),
    ("clause", "达到385个得2分，每少10个扣0.1分，扣完为止"),
    ("code", "T001"),
    ("schema",),
)  # fmt: skip
DRIVER = """
import hashlib, json, os, pathlib, sys
from click.testing import CliRunner
from kaoping.cli import cli
for arguments in json.loads(sys.argv[1]):
    result = CliRunner().invoke(cli, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
    sys.stdout.buffer.write(f"$ {arguments} {result.exit_code}\\n".encode() + result.stdout_bytes + b"--\\n" + result.stderr_bytes)
for path in sorted(pathlib.Path(sys.argv[2]).iterdir()):
    sys.stdout.buffer.write(f"{path.name.encode('utf-8', 'surrogateescape')!r} {hashlib.sha256(path.read_bytes()).hexdigest()}\\n".encode())
"""
PLAIN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("LC_", "PYTHON", "COV_"))
    and name not in ("LANG", "COLUMNS", "TERM", "FORCE_COLOR")
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("库"))


def build(folder: Path, end: str = "\n", start: str = "") -> Path:
    """A repository that has something to say for every command, with these line ends and beginnings of its files."""
    files = {
        "新规则/甲.rubric": RULE.replace("扣2分", "扣1分"),
        "规则/甲.rubric": RULE,
        "规则/cases/主.yaml": CASE,
        "kaoping.toml": SETTINGS,
        "公布.csv": PUBLISHED,
    }
    for name, text in {**files, **{f"事实/{name}": text for name, text in FACTS.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((start + text.replace("\n", end)).encode("utf-8"))
    return folder


def transcript(
    folder: Path, surroundings: Mapping[str, str] = {}, runs: object = RUNS, **options: object
) -> str:
    """What all commands print and write, run in this folder."""
    import json

    shutil.rmtree(folder / "产出", ignore_errors=True)
    (folder / "产出").mkdir()
    return run([sys.executable, "-c", DRIVER, json.dumps(runs), "产出"], folder, surroundings)


def run(command: list[str], folder: Path, surroundings: Mapping[str, str] = {}) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**PLAIN, "PYTHONPATH": str(ROOT / "src"), **surroundings},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def usual(repository: Path) -> str:
    return transcript(repository, {"PYTHONHASHSEED": "1"})


def test_every_command_is_among_the_runs() -> None:
    assert set(COMMANDS) - {"init"} == {arguments[0] for arguments in RUNS}


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "2", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "3", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "HOME": "/没有"},
        {"PYTHONHASHSEED": "4", "LC_ALL": "de_DE.UTF-8", "COLUMNS": "400", "TERM": "xterm-256color"},
    ],
)
def test_surroundings_change_not_a_byte(repository: Path, usual: str, surroundings: dict[str, str]) -> None:
    assert transcript(repository, surroundings) == usual


@pytest.mark.parametrize(("end", "start"), [("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])
def test_line_ends_and_byte_order_marks_change_no_score_and_no_finding(
    tmp_path: Path, usual: str, end: str, start: str
) -> None:
    told = transcript(build(tmp_path, end, start))
    assert comparable(told, bool(start)) == comparable(usual, bool(start))


def comparable(told: str, marked: bool) -> list[str]:
    """Without the digests of files; a byte order mark is a matter of layout, and of no other command."""
    import re

    blocks = told.split("$ [")
    if marked:
        blocks = [block for block in blocks if not block.startswith(("'fmt'", "'check'"))]
    return [re.sub("[0-9a-f]{64}", "…", block) for block in blocks]


def kaoping(
    folder: Path, *arguments: str | bytes, surroundings: Mapping[str, str] = {}, **options: object
) -> subprocess.CompletedProcess[bytes]:
    """Run the program itself."""
    command = [sys.executable, "-m", "kaoping", *arguments]
    env = {**PLAIN, "PYTHONPATH": str(ROOT / "src"), **surroundings}
    return subprocess.run(command, cwd=folder, env=env, timeout=60, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_the_folder_in_which_a_command_runs_changes_paths_alone(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in (
        ("lint", "--format", "sarif", "规则"),
        ("test", "规则"),
        ("score", "规则", "--facts", "事实"),
    ):
        monkeypatch.chdir(repository)
        here = CliRunner().invoke(cli, arguments)
        for start, folder in (
            (repository / "规则", ".."),
            (tmp_path, str(repository)),
            (Path("/"), str(repository)),
        ):
            moved = [f"{folder}/{word}" if word in ("规则", "事实") else word for word in arguments]
            monkeypatch.chdir(start)
            there = CliRunner().invoke(cli, moved)
            assert there.exit_code == here.exit_code
            assert there.output.replace(f"{folder}/", "") == here.output


def test_nothing_is_written_beside_the_sources(repository: Path) -> None:
    before = snapshot(repository)
    runs = [arguments for arguments in RUNS if "产出" not in "".join(arguments)]
    transcript(repository, runs=runs)
    assert snapshot(repository) == before


def snapshot(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != "产出")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_reader_that_goes_away_ends_the_program_quietly(repository: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = kaoping(repository, "lint", "--format", "sarif", stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    "arguments", [("lint",), ("schema",), ("--help",), ("score", "规则", "--facts", "事实")]
)
def test_a_full_disk_is_told(repository: Path, arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = kaoping(repository, *arguments, stdout=full, stderr=subprocess.PIPE)
    assert "读写没有做成（磁盘满了）" in done.stderr.decode()
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")
@pytest.mark.parametrize(
    ("closed", "code"),
    [
        ("check 规则 >&-", 1),
        ("check 没有.rubric >&- 2>&- <&-", 2),
        ("clause --jsonl <&-", 2),
        ("score 规则 --follow <&-", 2),
    ],
)
def test_streams_that_are_closed(repository: Path, closed: str, code: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m kaoping {closed}'],
        cwd=repository,
        env={**PLAIN, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_is_told_and_is_no_finding(repository: Path) -> None:
    command = [sys.executable, "-m", "kaoping", "clause", "--jsonl"]
    env = {**PLAIN, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, cwd=repository, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write('{"text": "得2分"}\n'.encode())
        running.stdin.flush()
        running.stdout.readline()  # it is at work
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=30)
    assert (running.returncode, told.decode().strip()) == (130, "已中断")


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes")
def test_names_of_files_are_bytes(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    name = "甲县\n".encode() + b"\xff\x1b[31m"
    rule, facts, ledger = (
        folder + b"/" + name + b".rubric",
        folder + b"/" + name + b".csv",
        folder + b"/" + name,
    )
    for path, text in ((rule, RULE), (facts, FACTS["数据.csv"])):
        with open(path, "wb") as file:
            file.write(text.encode())
    runs: tuple[tuple[tuple[str | bytes, ...], int], ...] = (
        (("score", rule, "--facts", facts, "--ledger", ledger), 0),
        (("replay", ledger, "--rules", rule, "--facts", facts), 0),
        (("template", rule, "-o", ledger + b".xlsx"), 0),
        (("lint", "--format", "sarif", rule), 1),
        (("facts", rule, "--facts", facts + b"x"), 2),
        (("audit", rule, "--published", facts), 2),
        (("test", folder), 2),
    )
    written = set()
    for run_it in (in_process, in_the_c_locale):
        for arguments, code in runs:
            assert run_it(tmp_path, arguments) == (code, False), (run_it, arguments)
        with open(ledger, "rb") as file:
            written.add(file.read())
        for made in (ledger, ledger + b".xlsx"):
            os.remove(made)
    assert len(written) == 1


def in_process(_: Path, arguments: tuple[str | bytes, ...]) -> tuple[int, bool]:
    result = CliRunner().invoke(cli, [os.fsdecode(word) for word in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, "\x1b" in result.stderr


def in_the_c_locale(folder: Path, arguments: tuple[str | bytes, ...]) -> tuple[int, bool]:
    surroundings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = kaoping(folder, *arguments, surroundings=surroundings, capture_output=True)
    return done.returncode, b"Traceback" in done.stderr or b"\x1b" in done.stderr
