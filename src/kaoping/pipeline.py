"""The way of the data, in one place: rule file and facts in, assessment out. Read this file first.

load ─▶ make_plan ─▶ read_facts ─▶ Assessment.apply_all ─▶ check ─▶ mark_faults, make_sheet
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaoping.assess import Assessment
from kaoping.diagnostics import Diagnostic
from kaoping.engines.durable import DurableEngine
from kaoping.facts.intake import Intake
from kaoping.facts.read import read_facts
from kaoping.item_points import mark_faults
from kaoping.ledger import Header, Ledger
from kaoping.model import Rubric
from kaoping.plan import Plan, make_plan, schema_of
from kaoping.progress import Tell, counted
from kaoping.resolve import find_rule_file, load
from kaoping.selection import EngineFactory
from kaoping.sheet import Sheet, make_sheet
from kaoping.source import as_text, content_of


@dataclass(frozen=True)
class Run:
    """The outcome of scoring. sheet is None where the rule file has errors; see the diagnostics."""

    rubric: Rubric | None
    sheet: Sheet | None
    diagnostics: tuple[Diagnostic, ...]
    intake: Intake | None = None


def score(
    rule: Path,
    facts: Sequence[Path],
    *,
    as_of: str = "",
    engine: EngineFactory = DurableEngine,
    otherwise: Sequence[str] = (),
    tell: Tell | None = None,
) -> Run:
    """Score a rule file (or the only one of a folder) from files of facts.

    Args:
        rule: the rule file, or its folder.
        facts: files of facts, in any order.
        as_of: noted in the header of the ledger; nothing else knows the date.
        engine: who selects and measures.
        otherwise: units to assess where neither the rubric nor a fact names one.
        tell: is told how far it has come.

    Raises:
        UnreadableFileError: if the rule file cannot be read.
    """
    file = find_rule_file(rule)
    resolved = load(file)
    if resolved.rubric is None:
        return Run(None, None, tuple(resolved.diagnostics))
    plan = make_plan(resolved.rubric)
    intake = read_facts(facts, schema_of(resolved.rubric), tell=tell)
    header = Header(
        resolved.rubric.title, {as_text(file.name): resolved.rubric.digest}, digests(facts), as_of
    )
    sheet = assess(plan, intake, header, engine, otherwise, tell)
    found = (*resolved.diagnostics, *intake.diagnostics, *mark_faults(sheet.assessment))
    return Run(resolved.rubric, sheet, found, intake)


def assess(
    plan: Plan,
    intake: Intake,
    header: Header,
    engine: EngineFactory,
    otherwise: Sequence[str] = (),
    tell: Tell | None = None,
) -> Sheet:
    """Score by a plan the facts that were taken in; the arguments are those of `score`."""
    seen = {fact.unit for change in intake.changes for fact in (change.old, change.new) if fact}
    units = plan.rubric.units or tuple(sorted(seen)) or otherwise
    assessment = Assessment(plan, engine, units, Ledger(header))
    assessment.apply_all(counted(intake.changes, tell, "计分", len(intake.changes)))
    assessment.check()
    return make_sheet(assessment, intake.refusals)


def digests(files: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each file that can be read, by its name."""
    found: dict[str, str] = {}
    for file in sorted(files, key=lambda f: (f.name, str(f))):
        try:
            content = content_of(file)
        except OSError:
            continue  # reported by the reader
        name = as_text(file.name)
        found[name if name not in found else as_text(file)] = hashlib.sha256(content).hexdigest()
    return found
