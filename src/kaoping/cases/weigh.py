"""Coverage and mutation in words: what no case touches, which changes no case notices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kaoping.cases.coverage import Coverage
from kaoping.cases.mutate import Mutation
from kaoping.exact import text as plain
from kaoping.render.text import format_diagnostic


def told_coverage(rule: Path, found: Coverage) -> Iterator[str]:
    """The share that is touched, and each branch that is not, with its place."""
    yield f"{rule}: 覆盖 {found.touched}/{found.total}（{plain(found.percent)}%）"
    for gap in found.gaps:
        place = f"{rule}:{gap.line}" if gap.line else f"{rule}"
        yield f"  {place}: {gap.clause} {gap.what}：没有用例触及"


def told_mutation(rule: Path, found: Mutation) -> Iterator[str]:
    """The share that is noticed, each change that is not, with its place, and excuses that excuse nothing."""
    share = plain(found.percent)
    excused = f"，不必发现 {found.excused} 处" if found.excused else ""
    yield f"{rule}: 改动 {found.total} 处，用例发现 {found.noticed} 处（{share}%）{excused}"
    for mutant in found.survivors:
        place = f"{rule}:{mutant.line}" if mutant.line else f"{rule}"
        yield f"  {place}: {mutant.sentence}：没有用例发现"
    yield from (format_diagnostic(diagnostic) for diagnostic in found.diagnostics)
