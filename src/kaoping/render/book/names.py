"""The names of the pages of a report."""

from __future__ import annotations

from collections.abc import Sequence

from kaoping.model import Rubric
from kaoping.template.plan import sheet_name

ABOUT = "说明"
SCORES, COMPLETION, ROUNDS = "得分表", "达标表", "对照表"


def is_overview(page: str) -> bool:
    """Whether a page of a report is a table of scores of all units, and not the page of one."""
    return page.partition("-")[0] in (SCORES, ROUNDS)


def page_names(rubric: Rubric, table: str, units: Sequence[str]) -> dict[str | tuple[str, str], str]:
    """Names of pages, which no other has: of overviews by kind, of units by ("", unit)."""
    names: dict[str | tuple[str, str], str] = {}
    for one in rubric.tables:
        names[one.kind] = sheet_name(f"{table}-{one.kind}" if one.kind else table, (*names.values(), ABOUT))
    taken = {*names.values(), ABOUT}
    for unit in units:
        names["", unit] = sheet_name(unit, taken)
        taken.add(names["", unit])
    return names
