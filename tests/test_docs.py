"""The docs tell the truth about names: links lead somewhere, dependencies and make targets are those there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kaoping.diagnostics import CODES
from kaoping.layout import laid_out
from kaoping.source import SourceFile

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/*.md"), *ROOT.glob("rules/**/*.md")]
)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_to_files(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_make_targets_and_codes_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"\b[SCNMTAEKFYP]\d{3}\b", text)) <= set(CODES)


def test_every_dependency_is_explained_and_no_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    names = sorted(re.split(r"[<>=!~ ]", requirement)[0] for requirement in wanted)
    text = (ROOT / "docs/developer/dependencies.md").read_text(encoding="utf-8")
    heads = [
        line.split(" — ")[0] if " — " in line else line for line in text.splitlines() if line.startswith("**")
    ]
    explained = sorted(name for head in heads for name in re.findall(r"\*\*([\w-]+)\*\*", head))
    assert explained == names


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_rubrics_are_laid_out(page: Path) -> None:
    """What authors copy is what `kaoping fmt` would write."""
    blocks = re.findall(
        r"^```rubric \S+\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert blocks == [laid_out(SourceFile(page.name, block)) for block in blocks]


def test_both_readmes_show_the_same_rubric() -> None:
    blocks = [
        re.findall(r"```rubric \S+\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert blocks[0]
    assert blocks[0] == blocks[1]
