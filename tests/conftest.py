"""Shared by all tests: the Hypothesis profiles and the `golden` fixture (see README.md here)."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

GOLDEN = Path(__file__).parent / "golden"
USED: pytest.StashKey[set[str]] = pytest.StashKey()
WRITTEN: pytest.StashKey[set[str]] = pytest.StashKey()
ORPHANS: pytest.StashKey[list[str]] = pytest.StashKey()

# The same examples in every run of "ci"; new ones every night.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("nightly", derandomize=False, deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("ci")  # another one: pytest --hypothesis-profile=nightly


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="record tests/golden/*.txt anew, drop what no test uses"
    )


def pytest_configure(config: pytest.Config) -> None:
    os.environ.pop("FORCE_COLOR", None)  # of the terminal of whoever runs the tests
    config.stash[USED], config.stash[WRITTEN], config.stash[ORPHANS] = set(), set(), []


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)`: text is what tests/golden/<name>.txt holds, to the last character."""
    config = request.config

    def check(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.txt"
        assert name not in config.stash[USED], f"two tests use golden/{name}.txt"
        config.stash[USED].add(name)
        recorded = path.read_bytes().decode("utf-8") if path.exists() else None
        if recorded == text:
            return
        if config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            config.stash[WRITTEN].add(name)
        elif recorded is None:
            pytest.fail(
                f"golden/{name}.txt is not recorded yet; run pytest --update-golden and read it",
                pytrace=False,
            )
        else:
            pytest.fail(_difference(name, recorded, text), pytrace=False)

    return check


def _difference(name: str, recorded: str, text: str) -> str:
    lines = difflib.unified_diff(
        recorded.splitlines(), text.splitlines(), f"golden/{name}.txt", "this run", lineterm="", n=2
    )
    shown = "\n".join(lines) or "(only line ends differ)"
    return f"{shown}\n\nIf the new text is right: pytest --update-golden, and say why in the commit."


def pytest_testnodedown(node: Any) -> None:
    """A worker of pytest-xdist is done: add what it saw."""
    output = getattr(node, "workeroutput", {})
    node.config.stash[USED].update(output.get("golden_used", ()))
    node.config.stash[WRITTEN].update(output.get("golden_written", ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A worker hands on what it saw; after a whole run that passed, unused files are orphans."""
    config = session.config
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output["golden_used"] = sorted(config.stash[USED])
        output["golden_written"] = sorted(config.stash[WRITTEN])
    elif exitstatus == pytest.ExitCode.OK and _is_whole_run(config):
        recorded = {path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.rglob("*.txt")}
        config.stash[ORPHANS] = sorted(recorded - config.stash[USED])
        if config.getoption("--update-golden"):
            for name in config.stash[ORPHANS]:
                (GOLDEN / f"{name}.txt").unlink()
        elif config.stash[ORPHANS]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _is_whole_run(config: pytest.Config) -> bool:
    chosen = any(config.getoption(name, None) for name in ("keyword", "markexpr", "deselect", "ignore", "lf"))
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name in sorted(config.stash[WRITTEN]):
        terminalreporter.write_line(f"golden/{name}.txt: recorded")
    what = (
        "dropped"
        if config.getoption("--update-golden")
        else "no test uses it (pytest --update-golden drops it)"
    )
    for name in config.stash[ORPHANS]:
        terminalreporter.write_line(f"golden/{name}.txt: {what}")
