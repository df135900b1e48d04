"""What score, explain, facts and replay share: their arguments, and running the pipeline with its messages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kaoping.commands import Exit, collect_seldom, emit
from kaoping.commands.progress import progress

if TYPE_CHECKING:
    from kaoping.diagnostics import Diagnostic
    from kaoping.ledger import Ledger
    from kaoping.model import Rubric
    from kaoping.pipeline import Run
    from kaoping.render.book.about import Origin
    from kaoping.sheet import Sheet, Standing

MOST_MESSAGES = 50
TAKEN = "{path}：已有一份台账，内容与这次不同，没有覆盖；请另起文件名，确实不要了的先删去"


def facts_arguments(command: Callable[..., Any]) -> Callable[..., Any]:
    """RULE --facts FILE…: files may follow one --facts, or each have their own."""
    command = click.option(
        "--facts", multiple=True, type=click.Path(path_type=Path), help="Files of facts, or a folder of them."
    )(command)
    return click.argument("paths", nargs=-1, required=True, metavar="RULE", type=click.Path(path_type=Path))(
        command
    )


def outcome(
    paths: Sequence[Path],
    facts: Sequence[Path],
    as_of: str = "",
    heading: str = "",
    otherwise: Sequence[str] = (),
) -> tuple[Run, Exit]:
    """Run the pipeline, print its messages to stderr, and tell the exit code. Ends the program where it cannot run.

    Args:
        paths, facts: as given.
        as_of: for the ledger.
        heading: stands above the messages, if there are any.
        otherwise: units to assess where neither rules nor facts name one; if given, it runs without facts as well.
    """
    from kaoping.pipeline import score
    from kaoping.render.text import format_summary
    from kaoping.source import UnreadableFileError

    rule, files = sort_out(paths, facts, needs_facts=not otherwise)
    collect_seldom()
    try:
        with progress() as tell:
            run = score(rule, files, as_of=as_of, otherwise=otherwise, tell=tell)
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    if heading and (run.diagnostics or run.intake is None or not run.intake.accepted):
        emit(f"{heading}：", err=True)
    serious = [d for d in run.diagnostics if d.severity != "note"]
    notes = [d for d in run.diagnostics if d.severity == "note"]
    tell_findings([*serious, *notes])
    if run.sheet is None:
        emit(f"规则文件有误，没有计分：{format_summary(run.diagnostics)}", err=True)
        sys.exit(Exit.FAILED)
    assert run.intake is not None
    if not run.intake.accepted and (run.intake.refused or not otherwise):
        unfilled = files and not run.intake.refused
        some = "、".join(file.name for file in files[:3]) + ("等" if len(files) > 3 else "")
        nothing = f"{some}：文件里还没有填写任何事实" if unfilled else "没有可用的事实"
        emit(f"{nothing}，没有计分", err=True)
        sys.exit(Exit.FAILED)
    if serious:
        emit(
            f"收下 {run.intake.accepted} 条事实，拒收 {run.intake.refused} 条；{format_summary(run.diagnostics)}",
            err=True,
        )
    refused = any(d.severity == "error" for d in run.diagnostics)
    return run, Exit.FINDINGS if refused else Exit.CLEAN


def origin_of(run: Run, label: str = "") -> Origin:
    """What the scores of a run were made from, for the notes of a report; label: of the round."""
    from kaoping.render.book.about import Origin

    assert run.sheet is not None
    assert run.intake is not None
    refusals = tuple(d for d in run.intake.diagnostics if d.severity == "error")
    header, intake = run.sheet.assessment.ledger.header, run.intake
    return Origin(label, header, intake.accepted, intake.refused, intake.repeated, refusals)


def tell_findings(diagnostics: Sequence[Diagnostic]) -> None:
    """Print findings to stderr, not more than people read: a wrong file may have a thousand."""
    from kaoping.render.text import format_diagnostic

    for diagnostic in diagnostics[:MOST_MESSAGES]:
        emit(format_diagnostic(diagnostic), err=True)
    if len(diagnostics) > MOST_MESSAGES:
        emit(f"…… 另有 {len(diagnostics) - MOST_MESSAGES} 条", err=True)


def load_rubric(rule: Path) -> tuple[Rubric, str]:
    """The rubric of a rule file or folder, and the file's name; ends the program if it has errors."""
    from kaoping.render.text import format_summary
    from kaoping.resolve import find_rule_file, load
    from kaoping.source import UnreadableFileError, as_text

    try:
        file = find_rule_file(rule)
        resolved = load(file)
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    tell_findings(resolved.diagnostics)
    if resolved.rubric is None:
        emit(f"规则文件有误，没有计分：{format_summary(resolved.diagnostics)}", err=True)
        sys.exit(Exit.FAILED)
    return resolved.rubric, as_text(file.name)


def standings(sheet: Sheet, unit: str | None) -> tuple[Standing, ...]:
    """All units, or the one that was asked for."""
    if unit is None:
        return sheet.standings
    chosen = tuple(s for s in sheet.standings if s.unit == unit)
    return chosen or no_such_unit(unit, [s.unit for s in sheet.standings])


def no_such_unit(unit: str, units: Sequence[str]) -> NoReturn:
    """End the program: the unit is not among these."""
    from kaoping.facts.names import closest

    near = closest(unit, units)
    known = "、".join(units[:20])
    emit(f"没有单位「{unit}」" + (f"，是不是「{near}」？" if near else "；") + f"共有：{known}", err=True)
    sys.exit(Exit.FAILED)


def write_ledger(ledger: Ledger, path: Path) -> None:
    """Write a ledger as JSON lines; ends the program where that cannot be done, or would replace another ledger."""
    content = "".join(f"{line}\n" for line in ledger.lines()).encode()
    try:
        if path.is_file() and path.read_bytes() not in (b"", content):
            emit(TAKEN.format(path=path), err=True)
            sys.exit(Exit.FAILED)
        path.write_bytes(content)
    except OSError as error:
        from kaoping.source import reason_of

        emit(f"{path}：写不进去（{reason_of(error)}）", err=True)
        sys.exit(Exit.FAILED)


def sort_out(
    paths: Sequence[Path], facts: Sequence[Path], needs_facts: bool = True
) -> tuple[Path, list[Path]]:
    """The rule file or folder, and the files of facts, however they were given."""
    from kaoping.facts.read import files_in
    from kaoping.source import reason_of

    rule = rule_of(paths)
    given = [*facts, *(p for p in paths if p != rule)]
    if not given and needs_facts:
        raise click.UsageError("没有给出事实文件，例如：--facts facts/台账.csv")
    if not rule.exists():
        emit(f"{rule}：没有这个文件或文件夹", err=True)
        sys.exit(Exit.FAILED)
    files: list[Path] = []
    for path in given:
        try:
            inside = files_in(path) if path.is_dir() else [path]
        except OSError as error:
            emit(f"{path}：打不开（{reason_of(error)}）", err=True)
            sys.exit(Exit.FAILED)
        if not inside:
            emit(f"{path}：文件夹里没有事实文件（.csv、.xlsx、.jsonl …）", err=True)
        files += [f for f in inside if f not in files]
    return rule, files


def rule_of(paths: Sequence[Path]) -> Path:
    """The one among paths that is the rule file or its folder."""
    rules = [p for p in paths if p.suffix == ".rubric"] or [p for p in paths if p.is_dir()] or list(paths[:1])
    return rules[0]
