"""The CI files run: every `run:` and `script:` in bash, step by step, in the clone that a runner would have.

Of the runner itself there is what the files ask of it: the expressions below, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY. pip
installs nothing here (test_wheel.py does); what it was told is kept.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaoping.scaffold import FILES, SAMPLE, build

ROOT = Path(__file__).parents[1]
RUBRIC = f"{SAMPLE}/qinghe-2025.rubric"
SINCE = "github.event_name == 'pull_request' && 'HEAD^' || ''"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the steps are bash")


@dataclass(frozen=True)
class Runner:
    """A machine with git, bash, Python and Kaoping. log: what pip was told."""

    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "pip.log").read_text(encoding="utf-8")

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        names = ("HOME", "LANG", "SYSTEMROOT", "TMPDIR")
        return {
            **{name: os.environ[name] for name in names if name in os.environ},
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{
                f"GIT_{who}_{what}": "甲@example.org"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
            **more,
        }

    def bash(
        self, script: str, folder: Path, more: Mapping[str, str] | None = None, options: str = "-eo pipefail"
    ) -> subprocess.CompletedProcess[str]:
        """Run a script as a file of its own."""
        file = self.folder / "step.sh"
        file.write_text(script, encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", *options.split(), str(file)],
            cwd=folder,
            env=self.environment(more or {}),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    def git(self, folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=self.environment({}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    programs = tmp_path / "runner" / "bin"
    programs.mkdir(parents=True)
    ours = f'exec "{sys.executable}" -m kaoping "$@"'
    pip = f'echo "$@" >>"{tmp_path}/runner/pip.log"'
    # python -m venv DIR makes what a virtual environment would come to hold
    venv = "\n".join(
        f"printf '%s\\n' '#!/bin/sh' '{text}' >\"$3/bin/{name}\"; chmod +x \"$3/bin/{name}\""
        for name, text in (("kaoping", ours), ("python", pip))
    )
    scripts = {
        "kaoping": ours,
        "pip": pip,
        "python": f'test "$2" = venv || exit 9\nmkdir -p "$3/bin"\n{venv}',
    }
    for name, text in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    return Runner(tmp_path / "runner")


@pytest.fixture
def origin(tmp_path: Path, runner: Runner) -> Path:
    """A repository as `kaoping init` makes it, with a first commit on main."""
    folder = tmp_path / "origin"
    build(folder)
    runner.git(folder, "init", "-q", "-b", "main")
    runner.git(folder, "add", ".")
    runner.git(folder, "commit", "-qm", "样例")
    return folder


def break_tier(folder: Path) -> None:
    """Raise the second tier and forget the one below."""
    text = (folder / RUBRIC).read_text(encoding="utf-8")
    assert "98%＞按期办结率≥90%" in text
    (folder / RUBRIC).write_text(text.replace("98%＞按期办结率≥90%", "98%＞按期办结率≥92%"), encoding="utf-8")


def merged(origin: Path, runner: Runner, depth: int) -> Path:
    """What is checked out for a pull request: the change of the working tree merged into main, with little history."""
    runner.git(origin, "switch", "-qc", "change")
    runner.git(origin, "commit", "-qam", "改动", "--allow-empty")
    runner.git(origin, "switch", "-q", "main")
    runner.git(origin, "commit", "-qm", "别人的改动", "--allow-empty")
    runner.git(origin, "merge", "-q", "--no-ff", "-m", "合并", "change")
    return clone(origin, runner, depth)


def clone(origin: Path, runner: Runner, depth: int) -> Path:
    folder = origin.parent / "checkout"
    runner.git(origin.parent, "clone", "-q", "--depth", str(depth), f"file://{origin}", str(folder))
    return folder


def evaluated(text: object, values: Mapping[str, str]) -> str:
    """Text with its expressions; one that is not known fails."""
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: values[match[1]], str(text))


def run_steps(
    steps: Sequence[Mapping[str, Any]], folder: Path, runner: Runner, values: Mapping[str, str]
) -> tuple[list[tuple[str, int, str]], dict[str, str]]:
    """Name, exit code and output of each step that runs, and the outputs of the last."""
    files = {name: runner.folder / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    for file in files.values():
        file.touch()
    base = {**{name: str(file) for name, file in files.items()}, "RUNNER_TEMP": str(runner.folder)}
    told: list[tuple[str, int, str]] = []
    failed = False
    for step in steps:
        if "run" not in step:
            continue
        assert "if" not in step
        if failed:
            break
        given = {name: evaluated(value, values) for name, value in step.get("env", {}).items()}
        options = "-eo pipefail" if step.get("shell") == "bash" else "-e"
        where = folder / evaluated(step.get("working-directory", "."), values)
        assert "${{" not in step["run"], "what comes from outside must not become a part of the script"
        done = runner.bash(step["run"], where, {**base, "GITHUB_ACTION_PATH": str(ROOT), **given}, options)
        told.append((step["name"], done.returncode, done.stdout + done.stderr))
        failed = failed or done.returncode != 0
    lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    return told, outputs | {"step summary": files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")}


def workflow() -> dict[str, Any]:
    text = (FILES / ".github/workflows/kaoping.yml").read_text(encoding="utf-8")
    job: dict[str, Any] = yaml.safe_load(text)["jobs"]["check"]
    return job


def on_github(origin: Path, runner: Runner, event: str) -> tuple[list[tuple[str, int, str]], str]:
    """The steps of the workflow of the scaffold."""
    steps = workflow()["steps"]
    depth = steps[0]["with"]["fetch-depth"]
    folder = merged(origin, runner, depth) if event == "pull_request" else clone(origin, runner, depth)
    values = {SINCE: "HEAD^" if event == "pull_request" else ""}
    told, outputs = run_steps(steps, folder, runner, values)
    assert runner.log == "install -r requirements.txt\n"
    return told, outputs["step summary"]


def test_github_a_push_that_is_clean(origin: Path, runner: Runner) -> None:
    told, summary = on_github(origin, runner, "push")
    assert [code for _, code, _ in told] == [0, 0], told
    assert "没有发现问题" in summary


def test_github_a_pull_request_that_is_clean(origin: Path, runner: Runner) -> None:
    told, summary = on_github(origin, runner, "pull_request")
    assert [code for _, code, _ in told] == [0, 0], told
    assert "没有" in summary


def test_github_a_pull_request_that_breaks_a_tier(origin: Path, runner: Runner) -> None:
    break_tier(origin)
    told, summary = on_github(origin, runner, "pull_request")
    assert [code for _, code, _ in told] == [0, 1], told
    assert f"::warning file={RUBRIC},line=17," in told[1][2]
    assert "T001" in summary
    assert "白杨乡" in summary


def test_gitlab(origin: Path, runner: Runner) -> None:
    base = runner.git(origin, "rev-parse", "HEAD")
    break_tier(origin)
    folder = merged(origin, runner, 100)
    job = yaml.safe_load((FILES / ".gitlab-ci.yml").read_text(encoding="utf-8"))["检查规则"]
    script = "\n".join([*job["before_script"], *job["script"]])
    done = runner.bash(script, folder, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    assert done.returncode == 1, done.stderr
    assert "白杨乡" in done.stdout
    assert "白杨乡" in (folder / "reports/summary.md").read_text(encoding="utf-8")
    quality = json.loads((folder / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert RUBRIC in {one["location"]["path"] for one in quality}
    assert "<failure" in (folder / job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8")
    assert runner.git(folder, "status", "--short") == ""


def test_gitlab_clean(origin: Path, runner: Runner) -> None:
    job = yaml.safe_load((FILES / ".gitlab-ci.yml").read_text(encoding="utf-8"))["检查规则"]
    done = runner.bash("\n".join([*job["before_script"], *job["script"]]), clone(origin, runner, 1))
    assert done.returncode == 0, done.stdout + done.stderr


def action() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return read


def act(
    folder: Path, runner: Runner, since: str, **given: str
) -> tuple[tuple[str, int, str], dict[str, str]]:
    """The steps of the composite action: the last one, and the outputs."""
    inputs = {name: str(one["default"]) for name, one in action()["inputs"].items()} | given
    values = {f"inputs.{name}": value for name, value in inputs.items()}
    values["inputs.since || (github.event_name == 'pull_request' && 'HEAD^') || 'none'"] = since
    told, outputs = run_steps(action()["runs"]["steps"], folder, runner, values)
    assert runner.log == f"-m pip install --quiet {ROOT}\n"
    return told[-1], outputs


def test_the_action_on_a_broken_tier(origin: Path, runner: Runner) -> None:
    break_tier(origin)
    (_, code, output), outputs = act(merged(origin, runner, 2), runner, "HEAD^")
    assert code == 1
    assert outputs["exit-code"] == "1"
    assert f"::warning file={RUBRIC},line=17," in output
    assert "白杨乡" in outputs["step summary"]
    assert Path(outputs["summary"]).read_text(encoding="utf-8") == outputs["step summary"]
    (run,) = json.loads(Path(outputs["sarif"]).read_text(encoding="utf-8"))["runs"]
    assert "T001" in {result["ruleId"] for result in run["results"]}


def test_the_action_on_chosen_paths(origin: Path, runner: Runner) -> None:
    (_, code, output), outputs = act(clone(origin, runner, 1), runner, "none", paths=f"{RUBRIC}\n\n")
    assert (code, outputs["exit-code"]) == (0, "0"), output


def test_the_action_on_a_path_that_is_no_command(origin: Path, runner: Runner) -> None:
    (_, code, _), outputs = act(clone(origin, runner, 1), runner, "none", paths='$(touch x); "`touch x`"')
    assert (code, outputs["exit-code"]) == (2, "2")
    assert not list(origin.parent.rglob("x"))


def test_the_action_without_history_says_what_to_fetch(origin: Path, runner: Runner) -> None:
    (_, code, output), outputs = act(merged(origin, runner, 1), runner, "HEAD^")
    assert (code, outputs["exit-code"], outputs["step summary"]) == (2, "2", "")
    assert "fetch-depth: 0" in output


def test_the_action_tells_only_what_it_knows() -> None:
    (check,) = [step for step in action()["runs"]["steps"] if step.get("id") == "check"]
    for name, output in action()["outputs"].items():
        assert output["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
        assert f'echo "{name}=' in check["run"]


@pytest.mark.parametrize(
    ("path", "hooks"),
    [
        (RUBRIC, {"kaoping-check", "kaoping-fmt", "kaoping-lint"}),
        (f"{SAMPLE}/cases/边界.yaml", {"kaoping-check"}),
        (f"{SAMPLE}/facts/数据.csv", {"kaoping-check"}),
        (f"{SAMPLE}/published.xlsx", {"kaoping-check"}),
        ("kaoping.toml", {"kaoping-check"}),
        ("README.md", set()),
        ("pyproject.toml", set()),
    ],
)
def test_hooks_run_for_what_concerns_them(path: str, hooks: set[str]) -> None:
    published = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (local,) = yaml.safe_load((FILES / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert {hook["id"] for hook in published if re.search(hook["files"], path)} == hooks
    ours = {hook["id"] for hook in local["hooks"]}
    assert {hook["id"] for hook in local["hooks"] if re.search(hook["files"], path)} == hooks & ours
    for hook in [*published, *local["hooks"]]:
        assert hook["entry"].startswith("kaoping ")
        assert hook.get("pass_filenames", True) == (hook["id"] != "kaoping-check")
