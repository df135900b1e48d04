"""Lines of one program look alike: the same keys in the same order, texts here and numbers there.

Once a line has been read with all care, a pattern made of it reads those of its shape. It takes
only what needs no care: texts without escapes, plain numbers, every key once and known. Any other
line is read as if there were no shapes, so they make reading faster and never different.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

from kaoping.diagnostics import Place
from kaoping.facts.raw import NO_TEXTS, RawFact

_GAP = "[ \t]*"
_TEXT = r'"(?!\s)([^"\\\x00-\x1f]*)(?<!\s)"'
_NUMBER = r"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)"
_MEMBER = re.compile(rf'{_GAP}"([^"\\\x00-\x1f]*)"{_GAP}:{_GAP}(?:{_TEXT}|{_NUMBER}){_GAP}([,}}])')

# A stream whose lines all differ gains nothing from more shapes.
_MOST = 16


class _Shape(NamedTuple):
    """pattern: with a group for each value. roles: the values of one more, empty, in the order of RawFact."""

    pattern: re.Pattern[str]
    roles: Callable[[tuple[str, ...]], tuple[str, ...]]
    fields: tuple[tuple[str, int], ...]


class Shapes:
    """The shapes of the lines of a stream.

    Args:
        role: what a key stands for: the name of an attribute of RawFact; or None.
        field: the field of an event that a key stands for, folded; or None.
    """

    def __init__(self, role: Callable[[str], str | None], field: Callable[[str], str | None]) -> None:
        self._role, self._field = role, field
        self._shapes: list[_Shape] = []

    def read(self, line: str, place: Place) -> RawFact | None:
        """The fact of a line of a known shape."""
        for pattern, roles, fields in self._shapes:
            found = pattern.fullmatch(line)
            if found is not None:
                groups = (*found.groups(), "")
                unit, name, value, quantity, day, id_, operation, note = roles(groups)
                others = {field: groups[index] for field, index in fields} if fields else NO_TEXTS
                return RawFact(place, unit, name, value, quantity, day, id_, operation, note, others)
        return None

    def learn(self, line: str) -> None:
        """Know the shape of a line that was read without fault."""
        members = _members(line) if len(self._shapes) < _MOST else []
        roles: dict[str, int] = {}
        fields: dict[str, int] = {}
        for index, (key, _) in enumerate(members):
            role, field = self._role(key), self._field(key)
            if role is not None:
                roles[role] = index
            elif field is not None:
                fields[field] = index
        if not members or len(roles) + len(fields) < len(members):
            return
        order: Any = [roles.get(name, len(members)) for name in RawFact._fields[1:9]]
        pattern = ",".join(
            f'{_GAP}"{re.escape(key)}"{_GAP}:{_GAP}{_NUMBER if is_number else _TEXT}{_GAP}'
            for key, is_number in members
        )
        self._shapes.append(
            _Shape(re.compile(rf"\{{{pattern}\}}\s*"), itemgetter(*order), tuple(fields.items()))
        )


def _members(line: str) -> list[tuple[str, bool]]:
    """The keys of a line, each with whether its value is a number; none if it is not of the simple sort."""
    found: list[tuple[str, bool]] = []
    at = 1
    while line.startswith("{"):
        member = _MEMBER.match(line, at)
        if member is None:
            break
        found.append((member[1], member[3] is not None))
        at = member.end()
        if member[4] == "}":
            return found if not line[at:].strip() else []
    return []
