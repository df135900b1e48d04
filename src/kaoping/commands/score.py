"""`kaoping score`: the main job. Scores, ranks and grades of all units, and the ledger behind them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands.output import guard, output_of
from kaoping.commands.progress import progress
from kaoping.commands.running import facts_arguments, origin_of, outcome, standings, write_ledger

if TYPE_CHECKING:
    from kaoping.pipeline import Run
    from kaoping.progress import Tell
    from kaoping.render.book.about import Origin
    from kaoping.render.book.plan import Book
    from kaoping.rounds import Comparison, Report
    from kaoping.sheet import Standing

_MOST_PAGES = 12


@click.command("score")
@facts_arguments
@click.option(
    "--format", "format_", type=click.Choice(["table", "json", "csv", "md"]), help="Default: table."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write a report here: .xlsx (a workbook with a page a unit), .md, .csv, .json or .txt.",
)
@click.option("--ledger", type=click.Path(path_type=Path), help="Write the ledger here (JSON lines).")
@click.option("--follow", is_flag=True, help="Score JSON lines from standard input as they come.")
@click.option("--unit", help="Only this unit, in full.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Date to note in the ledger.")
def score_command(
    paths: tuple[Path, ...],
    facts: tuple[Path, ...],
    format_: str | None,
    output: Path | None,
    ledger: Path | None,
    follow: bool,
    unit: str | None,
    as_of: object,
) -> None:
    """Score all units of RULE (a rule file or its folder) from files of facts.

    With labels (--facts 自评=facts/自评 --facts 市级评价=facts/市级评价) each set is scored by itself, and the
    report shows them side by side, with the differences and their reasons.

    With --follow every entry is printed the moment its fact fires, and the scores when the input ends or on
    Ctrl-C. Files of facts come first, if any are given.
    """
    from kaoping.commands.rounds import by_label, comparisons, report_of, write_ledgers

    day = str(getattr(as_of, "date", lambda: "")())
    to = output_of(output, format_)
    paths, facts, labelled = by_label(paths, facts)
    guard(to.path, [*paths, *facts, *(file for files in labelled.values() for file in files)], ledger)
    if follow:
        from kaoping.commands.following import follow_stdin

        if labelled:
            raise click.UsageError("--follow 不能与带标签的事实一起用")
        if output is not None:
            raise click.UsageError("--follow 不能与 --output 一起用：得分在输入结束后打印出来")
        sys.exit(follow_stdin(paths, facts, to.format, ledger, unit, day))
    if labelled:
        report, origins, code = report_of(paths, labelled, day)
        compared = comparisons(report, unit)
        to.write(*_rounds(report, compared, origins, to.format, alone=unit is not None))
        if ledger is not None:
            write_ledgers(report, ledger)
        sys.exit(code)
    run, code = outcome(paths, facts, day)
    assert run.sheet is not None
    chosen = standings(run.sheet, unit)
    to.write(*_scores(run, chosen, to.format, alone=unit is not None))
    if ledger is not None:
        write_ledger(run.sheet.assessment.ledger, ledger)
    sys.exit(code)


def _scores(run: Run, units: Sequence[Standing], format_: str, *, alone: bool) -> tuple[bytes | str, str]:
    """The report in a format, and what it is, in words."""
    from kaoping.render.scores import FORMATS

    assert run.sheet is not None
    if format_ != "xlsx":
        return FORMATS[format_](run.sheet, units), f"{len(units)} 个单位"
    from kaoping.render.book.make import report

    return _workbook(partial(report, run.sheet, origin_of(run), units[0] if alone else None))


def _rounds(
    report: Report, units: Sequence[Comparison], origins: Sequence[Origin], format_: str, *, alone: bool
) -> tuple[bytes | str, str]:
    """The report of several rounds in a format, and what it is, in words."""
    from kaoping.render.rounds import FORMATS

    if format_ != "xlsx":
        return FORMATS[format_](report, units), f"{len(units)} 个单位"
    from kaoping.render.book.rounds import rounds_report

    return _workbook(partial(rounds_report, report, origins, units[0] if alone else None))


def _workbook(book_of: Callable[[Tell | None], Book]) -> tuple[bytes, str]:
    from kaoping.render.book.xlsx import to_bytes

    with progress() as tell:
        book = book_of(tell)
        content = to_bytes(book, tell)
    names = [page.name for page in book.pages]
    more = f"等 {len(names)} 张表" if len(names) > _MOST_PAGES else ""
    return content, "、".join(names[:_MOST_PAGES]) + more
