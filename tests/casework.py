"""Rule text and tables in, sheets out: what the tests of the core start from.

    scored("1．每月报送，得3分，漏报一次扣0.5分。", "单位,1.1\\n甲县,2")

A rule text without 办法 is the clauses of one indicator; RUBRIC gives it a head, so that a test
shows only the lines that matter to it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from kaoping.assess import Assessment
from kaoping.engines.reference import ReferenceEngine
from kaoping.facts.fact import Change
from kaoping.facts.intake import Intake, take_all
from kaoping.facts.names import Names
from kaoping.facts.rows import Row
from kaoping.facts.rows import Sheet as Rows
from kaoping.facts.tables import read_table
from kaoping.language.document import read_outline
from kaoping.ledger import Entry, Header, Ledger
from kaoping.model import Rubric
from kaoping.plan import make_plan, schema_of
from kaoping.render.text import format_diagnostic
from kaoping.resolve import Resolved, resolve
from kaoping.selection import EngineFactory
from kaoping.sentences import TOTAL
from kaoping.sheet import Sheet, make_sheet
from kaoping.source import SourceFile
from kaoping.tree import ClauseState

FILE = "甲.rubric"
HEADER = Header("甲办法", {FILE: "0"}, {})


def rule_file(rules: str, points: str | None = None) -> str:
    """A whole rule file: rules as they are if they have a head, else the clauses of one indicator."""
    if "办法" in rules:
        return rules
    mark = f"（{points}分）" if points else ""
    return f"办法  甲办法\n{rules}" if "级指标" in rules else f"办法  甲办法\n一级指标  甲{mark}\n{rules}"


def resolved(rules: str, points: str | None = None) -> Resolved:
    return resolve(read_outline(SourceFile(FILE, rule_file(rules, points))))


def faults(rules: str, points: str | None = None) -> list[str]:
    """The diagnostics as the author reads them."""
    return [format_diagnostic(one) for one in resolved(rules, points).diagnostics]


def rubric_of(rules: str, points: str | None = None) -> Rubric:
    """The rubric of a text in which nothing is wrong."""
    found = resolved(rules, points)
    assert found.rubric is not None, "\n".join(map(format_diagnostic, found.diagnostics))
    assert found.diagnostics == [], "\n".join(map(format_diagnostic, found.diagnostics))
    return found.rubric


def intake_of(rubric: Rubric, *tables: str) -> Intake:
    """The facts of tables written as CSV, one file each."""
    schema = schema_of(rubric)
    names = Names(schema)
    items = []
    for index, table in enumerate(tables, 1):
        rows = [Row(n, tuple(cells)) for n, cells in enumerate(csv.reader(io.StringIO(table)), 1) if cells]
        items += list(read_table(Rows(f"{index}.csv", tuple(rows)), names))
    return take_all(items, schema)


def changes_of(rubric: Rubric, *tables: str) -> list[Change]:
    """As intake_of, where nothing may be refused."""
    intake = intake_of(rubric, *tables)
    assert intake.refused == 0, "\n".join(map(format_diagnostic, intake.diagnostics))
    return intake.changes


def assess(
    rubric: Rubric,
    changes: Sequence[Change],
    engine: EngineFactory = ReferenceEngine,
    units: Sequence[str] = (),
) -> Assessment:
    """The assessment after all changes; the ledger is checked."""
    seen = {fact.unit for change in changes for fact in (change.old, change.new) if fact}
    assessment = Assessment(make_plan(rubric), engine, units or rubric.units or sorted(seen), Ledger(HEADER))
    assessment.apply_all(changes)
    assessment.check()
    return assessment


def scored(rules: str, *tables: str, points: str | None = None) -> Sheet:
    """The sheet of a rule text and tables of facts. Without tables: of one unit without facts."""
    rubric = rubric_of(rules, points)
    changes = changes_of(rubric, *tables)
    return make_sheet(assess(rubric, changes, units=() if changes else rubric.units or ("甲县",)))


def state(sheet: Sheet, clause: str = "1.1", unit: str = "甲县") -> ClauseState:
    return sheet.assessment.clause(unit, clause)


def interval(sheet: Sheet, node: str = TOTAL, unit: str = "甲县") -> tuple[Decimal, Decimal]:
    """Least and most points of a clause, an indicator or the total."""
    found = (
        state(sheet, node, unit)
        if node in sheet.assessment.plan.clauses
        else sheet.assessment.node(unit, node)
    )
    return found.low, found.high


def points(sheet: Sheet, node: str = TOTAL, unit: str = "甲县") -> Decimal:
    """The points of a clause, an indicator or the total, which must be settled."""
    low, high = interval(sheet, node, unit)
    assert low == high, (low, high, "pending")
    return low


def entries(sheet: Sheet, node: str, unit: str = "甲县") -> list[Entry]:
    return [e for e in sheet.assessment.ledger.entries if (e.unit, e.node) == (unit, node)]
