"""A comparison turned round says the same, and a file compared with itself says nothing."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.diff import Change, compare
from kaoping.source import SourceFile
from rubrics import REAL

_TURNED = {"added": "removed", "removed": "added"}


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A real rubric, and the same with a few lines or figures changed, dropped, doubled or moved."""
    text = draw(st.sampled_from(REAL))
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                lines.pop(at) if len(lines) > 1 else None
            case 1:
                lines.insert(draw(st.integers(0, len(lines))), lines[at])
            case 2:
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case 3:
                lines[at] = re.sub(r"\d+", lambda m: str(int(m[0]) + 1), lines[at], count=1)
            case 4:
                lines[at] = lines[at].replace("，", "、其他，", 1)
    return text, "\n".join(lines)


def said(change: Change, *, turned: bool = False) -> tuple[object, ...]:
    sides = [None if p is None else (p.id, p.line, p.text) for p in (change.old, change.new)]
    details = [(d.what, *((d.new, d.old) if turned else (d.old, d.new))) for d in change.details]
    judged = [(d.what, *((d.new, d.old) if turned else (d.old, d.new))) for d in change.judged]
    kind = _TURNED.get(change.kind, change.kind) if turned else change.kind
    return change.scope, kind, sides[::-1] if turned else sides, change.moved, sorted(details), sorted(judged)


@settings(max_examples=40)
@given(edited())
def test_turned_round_it_says_the_same(texts: tuple[str, str]) -> None:
    one, other = (SourceFile("x", text) for text in texts)
    there, back = compare(one, other), compare(other, one)
    assert bool(there.unreadable) == bool(back.unreadable)

    def key(told: tuple[object, ...]) -> str:
        return repr(told)

    assert sorted((said(c) for c in there.changes), key=key) == sorted(
        (said(c, turned=True) for c in back.changes), key=key
    )
    assert sorted(there.renumbered) == sorted((old, new) for new, old in back.renumbered)
    if not there.unreadable and not there.changes:
        assert not there.matters


@settings(max_examples=15)
@given(edited())
def test_with_itself(texts: tuple[str, str]) -> None:
    found = compare(SourceFile("x", texts[1]), SourceFile("y", texts[1]))
    assert found.changes == ()
    assert found.renumbered == ()
