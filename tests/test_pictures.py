"""The pictures of the READMEs show what the program prints today."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SCRIPT = runpy.run_path(str(PICTURES / "draw.py"))


@pytest.mark.parametrize("name", SCRIPT["PICTURES"])
def test_a_picture_is_up_to_date(name: str) -> None:
    drawn = SCRIPT["draw"](SCRIPT["PICTURES"][name])
    assert (PICTURES / name).read_text(encoding="utf-8") == drawn, "run: make pictures"


def test_every_picture_is_drawn_and_shown() -> None:
    assert {path.name for path in PICTURES.glob("*.svg")} == set(SCRIPT["PICTURES"])
    for readme in ("README.md", "README.zh-CN.md"):
        assert "docs/pictures/score.svg" in (PICTURES.parent.parent / readme).read_text(encoding="utf-8")


def test_columns_have_their_width_on_a_terminal() -> None:
    first, second = SCRIPT["runs"]("分 12", 0, "")
    assert 'x="18"' in first
    assert 'textLength="18"' in first
    assert 'x="45"' in second
    assert 'textLength="18"' in second
    assert SCRIPT["folded"]("分" * 70) == ["分" * 66, "分" * 4]
