"""`kaoping replay`: does a ledger follow from its rules and facts? If not, the first entry that differs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit
from kaoping.commands.running import outcome


@click.command("replay")
@click.argument("ledger", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("more", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--rules", required=True, type=click.Path(exists=True, path_type=Path), help="Rule file or its folder."
)
@click.option(
    "--facts", multiple=True, required=True, type=click.Path(path_type=Path), help="Files of facts."
)
def replay_command(ledger: Path, more: tuple[Path, ...], rules: Path, facts: tuple[Path, ...]) -> None:
    """Recompute LEDGER from its rules and facts and compare, byte for byte."""
    from kaoping.ledger import first_difference

    try:
        written = ledger.read_bytes().decode("utf-8").split("\n")
        header = json.loads(written[0], parse_float=str)
        as_of = str(header["as_of"])
    except (OSError, UnicodeDecodeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
        emit(f"{ledger}：不是考评台账（第一行应是表头）", err=True)
        sys.exit(Exit.FAILED)
    run, _ = outcome((rules,), (*facts, *more), as_of)
    assert run.sheet is not None
    ours = list(run.sheet.assessment.ledger.lines())
    difference = first_difference(written, [*ours, ""])  # the last line ends like the others
    if difference is None:
        emit(f"台账可以重现：{len(ours) - 1} 条分录，逐字节一致。")
        sys.exit(Exit.CLEAN)
    emit(
        f"台账不能重现：第 {difference.line} 行起不同（{_what(difference.written, difference.recomputed)}）。"
    )
    emit(f"  台账所载：{difference.written or '（没有这一行）'}")
    emit(f"  重新计算：{difference.recomputed or '（没有这一行）'}")
    sys.exit(Exit.FINDINGS)


def _what(written: str, recomputed: str) -> str:
    """The names of the fields that differ, for people."""
    try:
        old, new = json.loads(written, parse_float=str), json.loads(recomputed, parse_float=str)
    except (ValueError, RecursionError):
        return "一边没有这一行，或不是台账的写法"
    if not isinstance(old, dict) or not isinstance(new, dict):
        return "不是台账的写法"
    names = [name for name in new if old.get(name) != new.get(name)]
    return "不同的项：" + "、".join(names or ["写法"])
