"""The readings of an ambiguous sentence side by side, as plain text.

  读法                          得分     写明
▸ 满1个百分点才扣（现在这样读）  得10分   {不足一步不计}
    基础分10分；满意度89.5%，比90%低0.5个百分点，不足1个百分点，不扣分
  按比例算                      得9.9分  {按比例}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaoping.diagnostics import Choice
from kaoping.source import columns

_HEADINGS = ("读法", "得分", "写明")
_WIDEST = 44  # a longer cell pushes the others of its row aside


def side_by_side(choices: Sequence[Choice]) -> Iterator[str]:
    """One row a reading, marked where it is how the sentence is read today; its arithmetic below it."""
    rows = [
        (f"{choice.label}（现在这样读）" if choice.taken else choice.label, choice.score, choice.write)
        for choice in choices
    ]
    if not rows:
        return
    widths = [
        max([columns(cell) for cell in column if columns(cell) <= _WIDEST], default=_WIDEST)
        for column in list(zip(_HEADINGS, *rows, strict=True))[:2]
    ]
    yield f"    {_row(_HEADINGS, widths)}"
    for choice, row in zip(choices, rows, strict=True):
        yield f"  {'▸' if choice.taken else ' '} {_row(row, widths)}"
        if choice.working:
            yield f"      {choice.working}"


def _row(cells: tuple[str, str, str], widths: Sequence[int]) -> str:
    padded = [cell + " " * max(0, width - columns(cell)) for cell, width in zip(cells, widths, strict=False)]
    return "  ".join((*padded, cells[2])).rstrip()
