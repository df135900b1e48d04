"""Coverage and mutation in words: what no case touches, which changes no case notices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kaoping.cases.coverage import Coverage
from kaoping.exact import text as plain


def told_coverage(rule: Path, found: Coverage) -> Iterator[str]:
    """The share that is touched, and each branch that is not, with its place."""
    yield f"{rule}: 覆盖 {found.touched}/{found.total}（{plain(found.percent)}%）"
    for gap in found.gaps:
        place = f"{rule}:{gap.line}" if gap.line else f"{rule}"
        yield f"  {place}: {gap.clause} {gap.what}：没有用例触及"
