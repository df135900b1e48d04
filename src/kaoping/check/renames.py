"""Which new rule file is which deleted one under another name: a rename must not hide what else was changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path

from kaoping.diff.match import alike

_ALIKE = 5000
"""Of 10,000. Two documents on different matters share up to 3,000 (the words of the trade); a year's revision of
one keeps far more than half."""


def renamed(new: Mapping[Path, str], gone: Mapping[Path, str]) -> dict[Path, Path]:
    """Pairs new → gone: alone in the same folder, else alone of the same file name, else the most alike.

    Args:
        new: absolute paths and texts of the rule files that were not there.
        gone: of those that are no more, as they were.
    """
    pairs: dict[Path, Path] = {}
    keys: tuple[Callable[[Path], Hashable], ...] = (lambda path: path.parent, lambda path: path.name)
    for key in keys:
        ours, theirs = _by(key, new.keys() - pairs.keys()), _by(key, gone.keys() - set(pairs.values()))
        pairs |= {
            paths[0]: theirs[value][0]
            for value, paths in ours.items()
            if len(paths) == len(theirs[value]) == 1
        }
    taken = set(pairs.values())
    found = sorted(
        (-share, after, before)
        for after in new.keys() - pairs.keys()
        for before in gone.keys() - taken
        if (share := alike(gone[before], new[after])) >= _ALIKE
    )
    for _, after, before in found:
        if after not in pairs and before not in taken:
            pairs[after] = before
            taken.add(before)
    return pairs


def _by(key: Callable[[Path], Hashable], paths: set[Path]) -> defaultdict[Hashable, list[Path]]:
    found: defaultdict[Hashable, list[Path]] = defaultdict(list)
    for path in paths:
        found[key(path)].append(path)
    return found
