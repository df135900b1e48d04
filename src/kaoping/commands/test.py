"""`kaoping test`: the cases beside rule files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, argument, emit

if TYPE_CHECKING:
    from kaoping.cases.run import RuleRun


def _percent(ctx: click.Context, param: click.Parameter, value: str | None) -> Decimal | None:
    """The number of an option, exactly."""
    from kaoping.exact import parse_number

    number = None if value is None else parse_number(value.removesuffix("%"))
    if value is not None and (number is None or not 0 <= number <= 100):
        raise click.BadParameter(f"{value!r} is no number from 0 to 100", ctx, param)
    return number


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-k", "chosen", metavar="NAME", default="", help="Only cases with this in their name.")
@click.option(
    "--update", is_flag=True, help="Show what differs, and rewrite the expectations in the case files."
)
@click.option("--coverage", is_flag=True, help="List what of the rules no case touches.")
@click.option(
    "--fail-under", callback=_percent, metavar="N", help="Exit 1 where less than N percent is touched."
)
def test_command(
    paths: tuple[Path, ...], chosen: str, update: bool, coverage: bool, fail_under: Decimal | None
) -> None:
    """Run the cases (cases/*.yaml) beside rule files: files, folders (searched for *.rubric), or the paths of kaoping.toml."""
    from kaoping.cases.run import run_cases
    from kaoping.cases.tell import summary, told

    rules = list(_with_cases(paths))
    tested = [run_cases(rule, files, argument(chosen)) for rule, files in rules]
    for one in tested:
        for block in told(one):
            emit(block)
    if update:
        from kaoping.cases.update import update_all

        for line in update_all(outcome for one in tested for outcome in one.outcomes):
            emit(line)
    nothing = not any(one.outcomes for one in tested)
    if nothing and not any(one.diagnostics or one.unreadable for one in tested):
        emit(
            f"没有名称里有「{argument(chosen)}」的用例"
            if chosen
            else "没有找到用例（规则文件旁的 cases/*.yaml）",
            err=True,
        )
        sys.exit(Exit.FAILED)
    emit(summary(tested))
    under = _covered(tested, fail_under) if coverage else False
    failed = any(one.unreadable or one.rules is None for one in tested)
    passed = all(one.passed for one in tested) and not under
    sys.exit(Exit.FAILED if failed or nothing else Exit.CLEAN if passed else Exit.FINDINGS)


def _covered(tested: Sequence[RuleRun], fail_under: Decimal | None) -> bool:
    """Tell what the cases touch; whether that is too little somewhere."""
    from kaoping.cases.coverage import coverage_of
    from kaoping.cases.weigh import told_coverage

    under = False
    for one in tested:
        if one.rules is not None:
            found = coverage_of(one.rules, one.outcomes)
            for line in told_coverage(one.path, found):
                emit(line)
            under = under or (fail_under is not None and found.percent < fail_under)
    if under:
        emit(f"覆盖不到 {fail_under}%")
    return under


def _with_cases(paths: Sequence[Path]) -> Iterator[tuple[Path, list[Path]]]:
    """The rule files with their case files. A case file that is named is run alone."""
    from kaoping.cases.run import KINDS, case_files
    from kaoping.commands.linting import rule_files
    from kaoping.settings import load_settings
    from kaoping.source import UnreadableFileError

    try:
        settings = load_settings(paths[0] if paths else Path())
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    named = [path for path in paths if path.suffix in KINDS and not path.is_dir()]
    others = [path for path in paths if path not in named]
    found: dict[Path, list[Path]] = {}
    if others or not named:
        for rule in rule_files(others, settings):
            found.setdefault(rule, case_files(rule))
    for path in named:
        folder = path.parent.parent if path.parent.name else Path(path.parent, "..")
        rules = sorted(folder.glob("*.rubric"))
        if not rules:
            emit(f"{path}：上一级文件夹里没有规则文件（*.rubric）", err=True)
            sys.exit(Exit.FAILED)
        for rule in rules:
            found.setdefault(rule, []).append(path)
    yield from found.items()
