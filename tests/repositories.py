"""Real repositories for tests: nothing of the machine's own git settings takes part, no network, no clock."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SETTING = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "编写人",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "编写人",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
}


def isolate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the settings above for the rest of a test, and none that a hook around the tests handed on."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in SETTING.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; what it prints."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode("utf-8").strip()


def repository_of(folder: Path, **files: str) -> Path:
    """A repository with one commit that holds the files, on the branch main."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, **files)
    return folder


def commit(folder: Path, **files: str) -> None:
    """Write files and commit all that is there."""
    for name, text in files.items():
        write(folder / name, text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "改")


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
