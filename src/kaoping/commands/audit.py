"""`kaoping audit`: does a published score table follow from its rules, and from the facts?"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, emit
from kaoping.commands.running import facts_arguments, load_rubric, outcome, rule_of

if TYPE_CHECKING:
    from kaoping.settings import Settings
    from kaoping.settings.rubrics import RubricSettings


@click.command("audit")
@facts_arguments
@click.option(
    "--published",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The published table (CSV, XLSX); if none is given, what kaoping.toml says, or published* beside the rule file.",
)
@click.option(
    "--compare",
    type=click.Path(path_type=Path),
    help="Another table of the same units, to compare item by item.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or programs.",
)
def audit_command(
    paths: tuple[Path, ...],
    facts: tuple[Path, ...],
    published: tuple[Path, ...],
    compare: Path | None,
    form: str,
) -> None:
    """Audit the score table that somebody published by RULE: its own figures, the points of the rules, the facts.

    Facts that are not given are those of kaoping.toml, or of the folder facts/ beside the rule file.

    Two tables (--published twice, or --compare) are taken for rounds of the same units, such as 自评 and 复评.
    """
    from kaoping.audit.accept import accepted
    from kaoping.audit.run import audit
    from kaoping.audit.tell import FORMATS
    from kaoping.report import Report
    from kaoping.resolve import find_rule_file
    from kaoping.source import SourceFile

    rule = rule_of(paths)
    settings, its = _settings(rule)
    given = [*facts, *(path for path in paths if path != rule)] or [*its.facts]
    tables = [*(published or its.published), *([compare] if compare is not None else [])]
    if not tables:
        emit(its.unclear or "没有给出公布的得分表，例如：--published published.csv", err=True)
        sys.exit(Exit.FAILED)
    sheet = intake = None
    code = Exit.CLEAN
    if given:
        run, code = outcome((rule,), given)
        assert run.rubric is not None
        rubric, sheet, intake = run.rubric, run.sheet, run.intake
    else:
        rubric, _ = load_rubric(rule)
    source = SourceFile.read(find_rule_file(rule))
    found = audit(rubric, source, list(dict.fromkeys(tables)), sheet, intake)
    found = accepted(found, its.accept, settings.lint.severity)
    if published or compare is not None:
        found = replace(found, idle=())  # what is accepted is accepted of other tables
    emit(FORMATS[form](found))
    if found.unread or not found.figures:
        sys.exit(Exit.FAILED)
    failing = any(map(Report((), settings.lint.fail).fails, found.told))
    sys.exit(Exit.FINDINGS if failing or code else Exit.CLEAN)


def _settings(rule: Path) -> tuple[Settings, RubricSettings]:
    """What kaoping.toml says of a rule file; ends the program where it is wrong."""
    from kaoping.settings import load_settings
    from kaoping.source import UnreadableFileError

    try:
        settings = load_settings(rule)
        return settings, settings.of_rule(rule)
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
