"""Where kaoping.toml says something: the line of a key, for messages. Only for files that are TOML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaoping.source import SourceFile

_BARE = r"[^\s.=\[\]\"'#]+"
_KEY = rf"(?:{_BARE}|\"[^\"\n]*\"|'[^'\n]*')"
_KEYS = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_SAID = re.compile(
    rf"^[ \t]*(?:\[[ \t]*(?P<section>{_KEYS})[ \t]*\]|(?P<entry>\[\[)|(?P<key>{_KEYS})[ \t]*=)", re.MULTILINE
)


def told_line(source: SourceFile, names: Sequence[str]) -> str:
    """第3行：, of the key or, where it is not found on a line of its own, of what holds it; "" where nothing is."""
    places = dict(reversed([*_places(source)]))
    wanted = tuple(names)
    while wanted:
        if wanted in places:
            return f"第{places[wanted]}行："
        wanted = wanted[:-1]
    return ""


def _places(source: SourceFile) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every section, and every key with those of its section; the keys of [[…]] are told by `rubrics`."""
    section: tuple[str, ...] | None = ()
    for found in _SAID.finditer(source.text):
        line = source.position(found.start(found.lastgroup or 0))[0]
        if found["entry"]:
            section = None
        elif found["section"]:
            section = _split(found["section"])
            yield from ((section[:end], line) for end in range(len(section), 0, -1))
        elif section is not None:
            yield section + _split(found["key"]), line


def _split(keys: str) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, keys))
