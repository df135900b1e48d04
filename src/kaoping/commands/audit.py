"""`kaoping audit`: does a published score table follow from its rules, and from the facts?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping.commands import Exit, emit
from kaoping.commands.running import facts_arguments, load_rubric, outcome, rule_of


@click.command("audit")
@facts_arguments
@click.option(
    "--published",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The published table (CSV, XLSX); published.* beside the rule file if none is given.",
)
@click.option(
    "--compare",
    type=click.Path(path_type=Path),
    help="Another table of the same units, to compare item by item.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def audit_command(
    paths: tuple[Path, ...],
    facts: tuple[Path, ...],
    published: tuple[Path, ...],
    compare: Path | None,
    form: str,
) -> None:
    """Audit the score table that somebody published by RULE: its own figures, the points of the rules, the facts.

    Two tables (--published twice, or --compare) are taken for rounds of the same units, such as 自评 and 复评.
    """
    from kaoping.audit.run import audit
    from kaoping.audit.tell import FORMATS
    from kaoping.facts.read import TABLES, WORKBOOKS
    from kaoping.resolve import find_rule_file
    from kaoping.source import SourceFile

    rule = rule_of(paths)
    given = [*facts, *(path for path in paths if path != rule)]
    sheet = intake = None
    code = Exit.CLEAN
    if given:
        run, code = outcome((rule,), given)
        assert run.rubric is not None
        rubric, sheet, intake = run.rubric, run.sheet, run.intake
    else:
        rubric, _ = load_rubric(rule)
    file = find_rule_file(rule)
    beside = (path for path in sorted(file.parent.glob("published*")) if path.suffix in {*TABLES, *WORKBOOKS})
    tables = [*(published or beside), *([compare] if compare is not None else [])]
    if not tables:
        emit("没有给出公布的得分表，例如：--published published.csv", err=True)
        sys.exit(Exit.FAILED)
    found = audit(rubric, SourceFile.read(file), list(dict.fromkeys(tables)), sheet, intake)
    emit(FORMATS[form](found))
    if found.unread or not found.figures:
        sys.exit(Exit.FAILED)
    sys.exit(Exit.FINDINGS if found.findings or code else Exit.CLEAN)
