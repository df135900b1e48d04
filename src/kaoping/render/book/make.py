"""The pages of a report, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kaoping.ledger import Entry
from kaoping.model import Table
from kaoping.progress import Tell, counted
from kaoping.render.book import targets
from kaoping.render.book.about import Origin, about, legend
from kaoping.render.book.names import ABOUT, COMPLETION, SCORES, page_names
from kaoping.render.book.overview import overview
from kaoping.render.book.plan import Book, reference
from kaoping.render.book.units import UnitPage, unit_page
from kaoping.sheet import Sheet, Standing


def report(sheet: Sheet, origin: Origin, unit: Standing | None = None, tell: Tell | None = None) -> Book:
    """The scores of all units, each with a page of its own.

    Args:
        sheet: what was scored.
        origin: what it was made from.
        unit: only the page of this unit, to be handed to it.
        tell: is told how many pages are made.
    """
    counts = sheet.rubric.scoring == "targets"
    entries = _by_unit(sheet)
    make = targets.unit_page if counts else unit_page
    foot = _foot(origin)
    if unit is not None:
        page = make(
            sheet,
            unit,
            page_names(sheet.rubric, SCORES, [unit.unit])["", unit.unit],
            entries[unit.unit],
            "",
            foot,
        )
        return Book(f"{sheet.rubric.title}　{unit.unit}", (page.page,))
    names = page_names(sheet.rubric, COMPLETION if counts else SCORES, [s.unit for s in sheet.standings])
    pages: dict[str, UnitPage] = {}
    for standing in counted(sheet.standings, tell, "编制单位页", len(sheet.standings)):
        back = reference(names[standing.table.kind], 0, 0)
        pages[standing.unit] = make(
            sheet, standing, names["", standing.unit], entries[standing.unit], back, foot
        )
    tables = [
        (targets.overview if counts else overview)(sheet, table, own, names[table.kind], pages)
        for table, own in _by_table(sheet)
    ]
    notes = about(sheet.rubric, [origin], legend(counts, rounds=False), ABOUT)
    return Book(sheet.rubric.title, (*tables, notes, *(found.page for found in pages.values())))


def _by_unit(sheet: Sheet) -> Mapping[str, Mapping[str, Sequence[Entry]]]:
    """The entries of the ledger by unit and node."""
    found: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in sheet.assessment.ledger.entries:
        found[entry.unit][entry.node].append(entry)
    return found


def _by_table(sheet: Sheet) -> list[tuple[Table, list[Standing]]]:
    tables = sheet.rubric.tables
    groups = [(table, [s for s in sheet.standings if s.table.kind == table.kind]) for table in tables]
    return [(table, own) for table, own in groups if own]


def _foot(origin: Origin) -> str:
    """What a page was made from, in a line."""
    header = origin.header
    rules = "、".join(f"{name}（校验码 {digest[:12]}）" for name, digest in header.rules.items())
    return f"依据：{rules}；事实 {'、'.join(header.facts)}。"
