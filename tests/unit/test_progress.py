"""A progress bar: on a terminal once work takes a second, nothing elsewhere, and the output is the same."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kaoping.commands import progress as shown
from kaoping.progress import counted

SLOWLY = """
import sys
from kaoping.commands.progress import progress
from kaoping.progress import counted
import kaoping.commands.progress as module
module._PATIENCE = {patience}
with progress() as tell:
    done = sum(counted(range(1000), tell, "计分", 1000))
print(done)
"""


def on_terminal(program: str, term: str = "xterm") -> tuple[str, str]:
    """Standard output and what a terminal shows of standard error."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "TERM": term}
    seen: list[bytes] = []

    def watch() -> None:
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:  # the other end is closed
                return
            if not data:
                return
            seen.append(data)

    watching = threading.Thread(target=watch)
    watching.start()
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        assert process.stdout is not None
        output = process.stdout.read().decode()
    watching.join(timeout=30)
    os.close(ours)
    assert process.returncode == 0
    return output, b"".join(seen).decode()


def test_a_bar_appears_on_a_terminal_and_output_stays_clean() -> None:
    output, seen = on_terminal(SLOWLY.format(patience=0))
    assert output == "499500\n"
    assert "计分" in seen
    assert "/1000" in seen


def test_short_work_shows_nothing() -> None:
    assert on_terminal(SLOWLY.format(patience=60_000_000_000)) == ("499500\n", "")


def test_a_terminal_that_cannot_move_its_cursor_shows_nothing() -> None:
    assert on_terminal(SLOWLY.format(patience=0), term="dumb") == ("499500\n", "")


def test_nothing_elsewhere() -> None:
    program = SLOWLY.format(patience=0)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment, check=True)
    assert (done.stdout, done.stderr) == (b"499500\n", b"")


def test_the_whole_program_on_a_terminal(tmp_path: Path) -> None:
    rule, facts = tmp_path / "甲.rubric", tmp_path / "事实.csv"
    rule.write_text("办法  甲\n一级指标  过程（10分）\n  得10分，漏报{漏报}一次扣1分。\n", encoding="utf-8")
    facts.write_text("单位,漏报\n" + "".join(f"第{n}县,2\n" for n in range(600)), encoding="utf-8")
    arguments = ["score", str(rule), "--facts", str(facts), "--format", "csv"]
    program = (
        "import sys, kaoping.commands.progress as module; module._PATIENCE = module._PAUSE = 0\n"
        f"sys.argv = ['kaoping', *{arguments!r}]\nfrom kaoping.cli import main\nmain()"
    )
    output, seen = on_terminal(program)
    assert output.count("\n") == 601
    assert "读取事实" in seen
    assert "计分" in seen


@pytest.mark.parametrize("total", [0, 3, 1000])
def test_counting_loses_nothing(total: int) -> None:
    told: list[tuple[str, int, int]] = []
    items = list(counted(range(total), lambda *progress: told.append(progress), "数", total))
    assert items == list(range(total))
    assert told[-1] == ("数", total, total)
    assert len(told) <= 110
    assert counted(items, None, "数") is items


def test_no_bar_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    with shown.progress() as tell:
        assert tell is None
