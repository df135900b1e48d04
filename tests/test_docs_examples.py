"""Every example in the docs runs: files named in a block are written, commands are run, outputs compared.

    ```rubric 考核.rubric      the block is written to that file (any language, then a file name)
    ```xlsx 填报.xlsx           each line 数据!B5 = 是 is typed into that cell of the workbook; with a second name,
                               into a copy of it
    ```diff 考核.rubric         that file is changed: each run of lines with - becomes the lines with + after it
    ```console                 each line "$ kaoping …" is run (< FILE gives it that file as standard input),
                               and what follows it is its whole output; so is "$ git …", by somebody at some time

One page is one folder, so later examples may use the files of earlier ones. With --update-golden the
outputs in the pages are rewritten; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from filling import type_into
from kaoping.cli import cli

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r"^```(?P<language>\S+)(?:[ ]+(?P<name>\S+))?(?:[ ]+(?P<source>\S+))?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PAGES = [
    page
    for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
    if "```console\n" in page.read_text(encoding="utf-8")
]


def run(command: str) -> str:
    program, *arguments = shlex.split(command)
    if program == "git":
        return git(*arguments)
    assert program == "kaoping", command
    given = b""
    if arguments[-2:-1] == ["<"]:
        given = Path(arguments[-1]).read_bytes()
        arguments = arguments[:-2]
    result = CliRunner().invoke(cli, arguments, given, prog_name="kaoping", catch_exceptions=False)
    return result.output


def git(*arguments: str) -> str:
    """What git prints, whoever has set it up in whatever way."""
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (
            ("NAME", "甲"),
            ("EMAIL", "jia@example.org"),
            ("DATE", "2025-01-01T08:00:00+08:00"),
        )
    }
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
        **who,
    }
    done = subprocess.run(
        ["git", *arguments], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def changed(text: str, diff: str) -> str:
    """Text after a diff without places: what is taken away must stand in it once."""
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)*)", diff, re.MULTILINE):
        before, after = (re.sub(r"^[-+]", "", lines, flags=re.MULTILINE) for lines in (old, new))
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def played(text: str, folder: Path) -> str:
    """The page with the outputs that its commands have now."""

    def play(match: re.Match[str]) -> str:
        body = match["body"]
        if match["language"] == "xlsx":
            type_into(folder / (match["source"] or match["name"]), folder / match["name"], body)
        elif match["name"] and match["language"] == "diff":
            file = folder / match["name"]
            file.write_text(changed(file.read_text(encoding="utf-8"), body), encoding="utf-8")
        elif match["name"]:
            (folder / match["name"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / match["name"]).write_text(body, encoding="utf-8")
        elif match["language"] == "console":
            commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
            body = "".join(f"$ {command}\n{run(command)}" for command in commands)
        opening = match[0][: match.start("body") - match.start()]
        return f"{opening}{body}```"

    return BLOCK.sub(play, text)


def test_there_are_pages_with_examples() -> None:
    names = [page.relative_to(ROOT).as_posix() for page in PAGES]
    assert {"docs/author/tutorial.md", "docs/author/language.md", "docs/author/audit-trail.md"} <= set(names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    written = page.read_text(encoding="utf-8")
    now = played(written, tmp_path)
    if request.config.getoption("--update-golden"):
        page.write_text(now, encoding="utf-8")
        return
    assert now == written
