"""`kaoping replay`: does a ledger follow from its rules and facts? If not, the first entry that differs."""

from __future__ import annotations

import hashlib
import json
import sys
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kaoping.commands import Exit, emit
from kaoping.commands.following import stream_again
from kaoping.commands.rounds import by_label
from kaoping.commands.running import outcome
from kaoping.source import as_text, content_of, reason_of


@click.command("replay")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.argument("more", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rules", required=True, type=click.Path(path_type=Path), help="Rule file or its folder.")
@click.option(
    "--facts", multiple=True, required=True, type=click.Path(path_type=Path), help="Files of facts."
)
def replay_command(ledger: Path, more: tuple[Path, ...], rules: Path, facts: tuple[Path, ...]) -> None:
    """Recompute LEDGER from its rules and facts and compare, byte for byte."""
    from kaoping.ledger import first_changed_entry, first_difference

    try:
        content = content_of(ledger)
    except OSError as error:
        emit(f"{ledger}：打不开（{reason_of(error)}）", err=True)
        sys.exit(Exit.FAILED)
    kinds: tuple[object, ...] = (None,)
    try:
        written = content.decode("utf-8").split("\n")
        header = json.loads(written[0], parse_float=str)
        as_of, kinds = str(header["as_of"]), (header["rules"], header["facts"])
    except (UnicodeDecodeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
        pass
    if not all(isinstance(kind, dict) for kind in kinds):
        emit(f"{ledger}：不是考评台账（第一行应是表头）", err=True)
        sys.exit(Exit.FAILED)
    _, files, labelled = by_label((rules,), (*facts, *more))
    if labelled:
        raise click.UsageError(f"一份台账是一轮的，请只给出那一轮的事实；给出的有：{'、'.join(labelled)}")
    if header.get("order") == "stream":
        ours = stream_again((rules,), files, header.get("facts"), as_of)
    else:
        run, _ = outcome((rules,), files, as_of)
        assert run.sheet is not None
        ours = list(run.sheet.assessment.ledger.lines())
    difference = first_difference(written, [*ours, ""])  # the last line ends like the others
    if difference is None:
        emit(f"台账可以重现：{sum('seq' in _object(line) for line in ours)} 条分录，逐字节一致。")
        sys.exit(Exit.CLEAN)
    emit(f"台账不能重现：第 {difference.line} 行起不同。")
    if all(line.endswith("\r") for line in written[:-1]):
        emit(
            "  台账的行尾成了 CRLF，多半是 git 或编辑器改的（在 .gitattributes 里写一行 *.jsonl -text 可免）"
        )
        written = [line.removesuffix("\r") for line in written]
    for line in _changed_files(header, json.loads(ours[0], parse_float=str), files):
        emit(f"  {line}")
    changed = first_changed_entry([line for line in written if line], ours)
    if changed is None:
        emit("  各条分录的内容都相同，只是校验码或写法对不上。")
    else:
        names = _changed_fields(changed.written, changed.recomputed)
        emit(f"  第 {changed.line - 1} 条分录起内容不同（{names}）：")
        emit(f"    台账所载：{_told(changed.written)}")
        emit(f"    重新计算：{_told(changed.recomputed)}")
    sys.exit(Exit.FINDINGS)


def _changed_files(written: Any, recomputed: Any, files: Sequence[Path]) -> list[str]:
    """Which files are not those that the ledger was made from, and what else the header says otherwise."""
    others = [
        key for key in recomputed if key not in ("rules", "facts") and written.get(key) != recomputed[key]
    ]
    lines = [f"表头不同的项：{'、'.join(others)}"] if others else []
    for key, kind in (("rules", "规则文件"), ("facts", "事实文件")):
        old, new = written.get(key), recomputed[key]
        changed = [name for name in old if name in new and old[name] != new[name]]
        ends = [name for name in changed if old[name] in _with_other_ends(name, files)]
        lines += [f"{kind} {name} 只是行尾或文件开头的标记（BOM）与原来不同" for name in ends]
        lines += [f"{kind} {name} 已不是原来的内容" for name in changed if name not in ends]
        lines += [f"{kind} {name} 这次没有给出" for name in old if name not in new]
        lines += [f"{kind} {name} 是原来没有的" for name in new if name not in old]
    return lines


def _with_other_ends(name: str, files: Sequence[Path]) -> set[str]:
    """The digests that a file would have with other line ends, as git and editors write them, with or without BOM."""
    from kaoping.facts.read import files_in

    found = set()
    inside = (file for path in files for file in (files_in(path) if path.is_dir() else [path]))
    for file in (file for file in inside if as_text(file.name) == name and file.is_file()):
        plain = content_of(file).removeprefix(BOM_UTF8).replace(b"\r\n", b"\n")
        texts = (mark + plain.replace(b"\n", end) for mark in (b"", BOM_UTF8) for end in (b"\n", b"\r\n"))
        found |= {hashlib.sha256(text).hexdigest() for text in texts}
    return found


def _changed_fields(written: str, recomputed: str) -> str:
    """The names of the fields that differ."""
    old, new = _object(written), _object(recomputed)
    if not old or not new:
        return "一边没有这一条"
    return "不同的项：" + "、".join(n for n in new if n not in ("prev", "hash") and old.get(n) != new[n])


def _told(line: str) -> str:
    """What an entry says: its unit and its sentence."""
    entry = _object(line)
    if not line:
        return "（没有这一条）"
    if "unit" in entry:
        return f"{entry['unit']}　{entry.get('text')}"
    return "（收尾：分录的条数和事实的校验码）" if "entries" in entry else line


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_float=str)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
