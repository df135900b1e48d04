"""[[rubric]] of kaoping.toml: which facts and published tables belong to a rule file, and what is accepted of these.

Most rule files need no entry: facts/ and published* beside them are theirs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from kaoping.diagnostics import CODES
from kaoping.facts.names import closest
from kaoping.facts.read import TABLES, WORKBOOKS, files_in, is_of_facts
from kaoping.resolve import find_rule_file
from kaoping.source import SourceFile, Span, UnreadableFileError

FACTS = "facts"
PUBLISHED = "published*"
_HEADER = re.compile(r"^[ \t]*(\[\[[ \t]*rubric[ \t]*(\.[ \t]*accept[ \t]*)?\]\])", re.MULTILINE)
_WILD = re.compile(r"[*?\[]")
_Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AcceptSaid(_Model):
    """[[rubric.accept]] as written."""

    code: _Filled
    reason: _Filled
    unit: str = ""
    item: str = ""


class RubricSaid(_Model):
    """[[rubric]] as written."""

    rule: _Filled
    facts: tuple[_Filled, ...] | None = None
    published: tuple[_Filled, ...] | None = None
    accept: tuple[AcceptSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept:
    """A published fault that is known and stays.

    Attributes:
        code: P001 …
        unit, item: whose and which, however they are typed; "" is all of them.
        reason: why it stays.
        source, span: where kaoping.toml says so.
    """

    code: str
    unit: str
    item: str
    reason: str
    source: SourceFile
    span: Span


@dataclass(frozen=True, slots=True)
class RubricSettings:
    """What belongs to a rule file. The files are there, or were a moment ago.

    Attributes:
        facts, published: files, in order.
        accept: the published faults that stay.
        unclear: what is beside the rule file and may belong to another one there; "" if nothing is. A sentence.
    """

    facts: tuple[Path, ...] = ()
    published: tuple[Path, ...] = ()
    accept: tuple[Accept, ...] = ()
    unclear: str = ""


class Rubrics:
    """All [[rubric]] of a kaoping.toml.

    Raises:
        UnreadableFileError: a rule file that is not there, or has two entries; a code that cannot be accepted.
    """

    def __init__(self, folder: Path, source: SourceFile, said: Sequence[RubricSaid]) -> None:
        self._folder, self._source = folder, source
        self._entries: dict[str, int] = {}
        self._said = said
        for index, entry in enumerate(said):
            try:
                rule = os.path.realpath(find_rule_file(folder / entry.rule))
            except UnreadableFileError as error:
                why = str(error).removeprefix(f"{folder / entry.rule}：")
                raise self._wrong(index, f"「rule」“{entry.rule}”{why}") from error
            if not os.path.isfile(rule):
                raise self._wrong(index, f"「rule」没有“{entry.rule}”这个规则文件或文件夹")
            if rule in self._entries:
                raise self._wrong(index, f"“{entry.rule}”前面已经有一节了，请合成一节")
            self._entries[rule] = index
            for number, accept in enumerate(entry.accept):
                if wrong := _wrong_code(accept.code):
                    raise self._wrong(index, wrong, number)

    def of_rule(self, rule: Path) -> RubricSettings:
        """What belongs to a rule file (or the only one of a folder).

        Raises:
            UnreadableFileError: there is no such rule file; a pattern that no file answers to.
        """
        file = find_rule_file(rule)
        beside = file.parent
        index = self._entries.get(os.path.realpath(file))
        entry = self._said[index] if index is not None else None
        usual = {FACTS: _facts_beside(beside), "published": _published_beside(beside)}
        unclear: list[str] = []
        files: dict[str, tuple[Path, ...]] = {}
        alone = len([path for path in beside.glob("*.rubric") if path.is_file()]) < 2
        for key, found in usual.items():
            patterns: tuple[str, ...] | None = getattr(entry, key, None)
            if patterns is not None and index is not None:
                files[key] = self._matching(index, key, beside, patterns)
            elif alone:
                files[key] = tuple(found)
            else:
                files[key] = ()
                unclear += [f"{FACTS}/" if key == FACTS else path.name for path in found[:1]]
        why = (
            f"这个文件夹里有几个规则文件，{'、'.join(unclear)} 属于哪一个不清楚，没有用；请在 kaoping.toml 里给每个规则文件写一节"
            " [[rubric]]：rule、facts、published"
            if unclear
            else ""
        )
        return RubricSettings(files[FACTS], files["published"], tuple(self._accepted(index)), why)

    def _accepted(self, index: int | None) -> Iterator[Accept]:
        if index is None:
            return
        for number, said in enumerate(self._said[index].accept):
            yield Accept(
                said.code,
                said.unit,
                said.item,
                said.reason,
                self._source,
                place_of(self._source, index, number),
            )

    def _matching(self, index: int, key: str, folder: Path, patterns: Sequence[str]) -> tuple[Path, ...]:
        found: list[Path] = []
        for pattern in patterns:
            try:
                some = _files(folder, pattern, key)
            except (ValueError, OSError):  # no pattern: **x
                some = []
            if not some:
                raise self._wrong(
                    index,
                    f"「{key}」的“{pattern}”在 {folder} 里没有对应的文件（路径从规则文件所在的文件夹算起）",
                )
            found += some
        return tuple(dict.fromkeys(found))

    def _wrong(self, index: int, what: str, number: int | None = None) -> UnreadableFileError:
        return UnreadableFileError(f"{self._source.name}：{told_place(self._source, index, number)}{what}")


def place_of(source: SourceFile, index: int, number: int | None = None) -> Span:
    """Where an entry, or an acceptance of it, begins."""
    places = dict(_places(source.text))
    return places.get((index, number), places.get((index, None), Span(0, 0)))


def told_place(source: SourceFile, index: int, number: int | None = None) -> str:
    """第12行的[[rubric]]：; "" where the place is not known."""
    span = place_of(source, index, number)
    words = source.text[span.start : span.end]
    return f"第{source.position(span.start)[0]}行的{words}：" if words else ""


def _places(text: str) -> Iterator[tuple[tuple[int, int | None], Span]]:
    """The headers, by number of the entry and of the acceptance in it. Those written in braces have none."""
    entry, accept = -1, -1
    for found in _HEADER.finditer(text):
        if found[2] is None:
            entry, accept = entry + 1, -1
            yield (entry, None), Span(*found.span(1))
        else:
            accept += 1
            yield (entry, accept), Span(*found.span(1))


def _wrong_code(code: str) -> str:
    """Why findings of a code cannot be accepted here; "" if they can."""
    published = [known for known in CODES if known.startswith("P")]
    if code in published:
        return ""
    if code in CODES:
        return f"“{code}”不是公布的表的问题；规则文件里的问题，在规则文件里写一行“认可”"
    digits = re.fullmatch(r"[Pp]0*(\d{1,3})", code)
    meant = f"P{digits[1]:0>3}" if digits else ""
    near = meant if meant in published else closest(code, published)
    return f"没有代码为“{code}”的问题，" + (
        f"是不是“{near}”？" if near else "可以认可的是 P 开头的代码：kaoping code"
    )


def _files(folder: Path, pattern: str, key: str) -> list[Path]:
    """The files that a pattern means, by path; those of a folder that it names."""
    if os.path.isabs(pattern):
        return [path for path in (Path(pattern),) if path.is_file()]
    if not _WILD.search(pattern):
        path = folder / pattern
        if path.is_dir():
            return files_in(path) if key == FACTS else _tables(path.iterdir())
        return [path] if path.is_file() else []
    found = sorted(folder.glob(pattern))
    return [path for path in found if is_of_facts(path)] if key == FACTS else _tables(found)


def _facts_beside(folder: Path) -> list[Path]:
    inside = folder / FACTS
    return files_in(inside) if inside.is_dir() else []


def _published_beside(folder: Path) -> list[Path]:
    return _tables(folder.glob(PUBLISHED))


def _tables(paths: Iterator[Path] | Sequence[Path]) -> list[Path]:
    kinds = TABLES | WORKBOOKS
    return sorted(
        path
        for path in paths
        if path.suffix.lower() in kinds and not path.name.startswith((".", "~$")) and path.is_file()
    )
