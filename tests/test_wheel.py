"""What a user installs: sdist → wheel → empty environment → the command, run somewhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GRAMMARS = sorted(path.name for path in (ROOT / "grammar").glob("*.lark"))

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path) -> str:
    """The standard output of a command that knows nothing of this checkout; a failure shows both streams."""
    ours = ("PYTHONPATH", "PYTHONUTF8", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def kaoping(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment that holds the wheel and what the wheel asks for."""
    environment = tmp_path_factory.mktemp("安装 环境")
    run(sys.executable, "-m", "venv", environment, cwd=dist)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", next(dist.glob("*.whl")), cwd=dist)
    return scripts / "kaoping"


def test_both_archives_carry_the_grammars_and_the_licence(dist: Path) -> None:
    (sdist,), (wheel,) = dist.glob("*.tar.gz"), dist.glob("*.whl")
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
    assert GRAMMARS
    assert {f"grammar/{name}" for name in GRAMMARS} <= in_sdist
    assert {f"kaoping/grammar/{name}" for name in GRAMMARS} | {"kaoping/py.typed"} <= in_wheel
    assert "LICENSE" in in_sdist
    assert any(name.endswith("/licenses/LICENSE") for name in in_wheel)


def test_both_archives_carry_the_scaffold(dist: Path) -> None:
    (sdist,), (wheel,) = dist.glob("*.tar.gz"), dist.glob("*.whl")
    folder = ROOT / "src/kaoping/scaffold/files"
    names = {path.relative_to(ROOT / "src").as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names
    with tarfile.open(sdist) as archive:
        assert {f"src/{name}" for name in names} <= {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as archive:
        assert names <= set(archive.namelist())


def test_nothing_of_a_working_copy_is_shipped(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        parts = {part for name in archive.getnames() for part in Path(name).parts[1:]}
    assert not parts & {".venv", "__pycache__", ".git", ".mypy_cache", ".hypothesis"}


def test_installed_command_knows_its_version(kaoping: Path, tmp_path: Path) -> None:
    from kaoping import __version__

    assert __version__ in run(kaoping, "--version", cwd=tmp_path)


def test_installed_command_reads_a_clause(kaoping: Path, tmp_path: Path) -> None:
    answer = json.loads(run(kaoping, "clause", "--json", "设立专项经费的，得2分，否则不得分", cwd=tmp_path))
    assert (answer["understood"], answer["award"], answer["otherwise"]) == (True, "2", "0")


def test_installed_command_scores_an_official_rubric(kaoping: Path, tmp_path: Path) -> None:
    for name in ("nanchang-2022.rubric", "facts/报告所载.csv"):
        (tmp_path / Path(name).name).write_bytes((ROOT / "rules/nanchang-2022" / name).read_bytes())
    arguments = ("score", "nanchang-2022.rubric", "--facts", "报告所载.csv", "--format", "json")
    (unit,) = json.loads(run(kaoping, *arguments, cwd=tmp_path))["units"]
    assert (unit["score"], unit["at_most"], unit["grades"]) == ("99.74", "99.74", ["优秀"])


def test_installed_command_starts_a_repository_that_passes(kaoping: Path, tmp_path: Path) -> None:
    run(kaoping, "init", "考核 规则", cwd=tmp_path)
    run(kaoping, "check", cwd=tmp_path / "考核 规则")
