"""`kaoping diff`: what does a change of a rule file do?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, argument, collect_seldom, emit

if TYPE_CHECKING:
    from kaoping.diff import Comparison
    from kaoping.source import SourceFile


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--facts",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Score these facts by both versions: files of facts, or a folder of them.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "json"]),
    default="text",
    show_default=True,
    help="For people, pull requests, or programs.",
)
def diff_command(old: str, new: str, facts: tuple[Path, ...], form: str) -> None:
    """Compare two versions of a rule file by meaning, and with facts by scores.

    OLD and NEW are rule files, their folders, or REV:PATH: a file or folder as it stood in a git revision,
    such as HEAD~1:rules/luan-2021. PATH counts from the top of the repository, ./PATH from here.

    \b
    Exit code:
      0  nothing changed but layout, numbering, and words that decide nothing
      1  a clause, indicator or declaration was added, removed, moved or scores
         otherwise; words that people judge by changed; or, with facts, somebody's
         score (of any clause), rank or grade did
      2  could not run
    """
    from kaoping.diff import compare
    from kaoping.facts.read import files_in

    collect_seldom()
    one, other = _source(argument(old)), _source(argument(new))
    missing = [path for path in facts if not path.exists()]
    if missing:
        _fail(f"{missing[0]}：没有这个文件或文件夹")
    files = [file for path in facts for file in (files_in(path) if path.is_dir() else [path])]
    if facts and not files:
        _fail(f"{facts[0]}：里面没有事实文件（csv、xlsx、jsonl）")
    found = compare(one, other, list(dict.fromkeys(files)))
    emit(_told(found, form))
    if found.unreadable:
        sys.exit(Exit.FAILED)
    if found.effect is not None and not any(found.effect.accepted):
        _fail("没有可用的事实，得分没有比")
    sys.exit(Exit.FINDINGS if found.matters else Exit.CLEAN)


def _told(found: Comparison, form: str) -> str:
    if form == "json":
        from kaoping.diff.tell import as_data

        return json.dumps(as_data(found), ensure_ascii=False, indent=2)
    if form == "md":
        from kaoping.diff.page import as_markdown

        return as_markdown(found)
    from kaoping.diff.tell import as_text

    return as_text(found)


def _source(text: str) -> SourceFile:
    """The text of one side; ends the program where there is none."""
    from kaoping.diff.sides import source_of
    from kaoping.revisions import RevisionError
    from kaoping.source import UnreadableFileError

    try:
        return source_of(text)
    except (UnreadableFileError, RevisionError) as error:
        _fail(str(error))
        raise AssertionError from error


def _fail(message: str) -> None:
    emit(message, err=True)
    sys.exit(Exit.FAILED)
