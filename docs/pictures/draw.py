"""Draws the pictures of the READMEs: what commands print, as a terminal shows it.

    python docs/pictures/draw.py

Each is an SVG made from the program's real output. Every run of narrow or of wide characters gets
the place and the width that it has on a terminal, so columns stand straight whatever fonts the
reader has. tests/test_pictures.py draws them again and compares.
"""

from __future__ import annotations

import subprocess
import sys
from html import escape
from itertools import groupby
from pathlib import Path

from wcwidth import wcswidth, wcwidth

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LUAN = ("rules/luan-2021", "--facts", "rules/luan-2021/facts")
PICTURES = {
    "score.svg": [("score", *LUAN), ("explain", *LUAN, "--unit", "舒城县", "--clause", "13")],
}

COLUMN, ROW, SIZE, MARGIN, BAR = 9.0, 21.0, 15, 18.0, 34.0
WIDEST = 132
FONTS = "'Sarasa Mono SC','Noto Sans Mono CJK SC','Noto Sans Mono',Menlo,Consolas,'Microsoft YaHei',monospace"
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">
<rect width="{width:g}" height="{height:g}" rx="9" fill="#1e2127"/>
<circle cx="22" cy="18" r="6" fill="#ff5f57"/><circle cx="42" cy="18" r="6" fill="#febc2e"/>\
<circle cx="62" cy="18" r="6" fill="#28c840"/>
<g font-family="{fonts}" font-size="{size}" fill="#d7dae0" xml:space="preserve">
{body}
</g>
</svg>
"""


def draw(commands: list[tuple[str, ...]]) -> str:
    """The picture of some commands, each with what it prints."""
    lines: list[str] = []
    for arguments in commands:
        lines += [f"$ kaoping {' '.join(arguments)}", *printed(arguments), ""]
    lines = [part for line in lines[:-1] for part in folded(line)]
    width = max(map(wcswidth, lines)) * COLUMN + 2 * MARGIN
    body = "\n".join(
        text
        for number, line in enumerate(lines)
        for text in runs(line, BAR + MARGIN + number * ROW, "#8fce6b" if line.startswith("$ ") else "")
    )
    height = BAR + MARGIN + len(lines) * ROW
    return FRAME.format(width=width, height=height, fonts=FONTS, size=SIZE, body=body)


def printed(arguments: tuple[str, ...]) -> list[str]:
    """What the program prints."""
    command = [sys.executable, "-m", "kaoping", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return done.stdout.decode().rstrip("\n").split("\n")


def folded(line: str) -> list[str]:
    """A line in pieces that a terminal of so many columns would show."""
    pieces, columns = [""], 0
    for character in line:
        columns += max(0, wcwidth(character))
        if columns > WIDEST:
            pieces.append("")
            columns = wcwidth(character)
        pieces[-1] += character
    return pieces


def runs(line: str, y: float, fill: str) -> list[str]:
    """A line as texts, each of characters of one width and without spaces at its ends."""
    found = []
    column = 0
    for (width, blank), group in groupby(line, key=lambda c: (wcwidth(c), c.isspace())):
        text = "".join(group)
        columns = width * len(text)
        if not blank:
            colour = f' fill="{fill}"' if fill else ""
            found.append(
                f'<text x="{MARGIN + column * COLUMN:g}" y="{y:g}" textLength="{columns * COLUMN:g}"'
                f' lengthAdjust="spacingAndGlyphs"{colour}>{escape(text)}</text>'
            )
        column += columns
    return found


def main() -> None:
    """Draw all pictures."""
    for name, commands in PICTURES.items():
        (HERE / name).write_text(draw(commands), encoding="utf-8")


if __name__ == "__main__":
    main()
