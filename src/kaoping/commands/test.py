"""`kaoping test`: the cases beside rule files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, argument, emit
from kaoping.commands.progress import progress

if TYPE_CHECKING:
    from kaoping.cases.run import RuleRun
    from kaoping.settings import Settings


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
@click.option("--mutate", is_flag=True, help="List the changes of the rules that no case would notice.")
@click.option(
    "--fail-under",
    callback=_percent,
    metavar="N",
    help="Exit 1 where less than N percent is touched, or noticed.",
)
def test_command(
    paths: tuple[Path, ...],
    chosen: str,
    update: bool,
    coverage: bool,
    mutate: bool,
    fail_under: Decimal | None,
) -> None:
    """Run the cases (cases/*.yaml) beside rule files: files, folders (searched for *.rubric), or the paths of kaoping.toml."""
    from kaoping.cases.run import run_cases
    from kaoping.cases.tell import summary, told

    settings = _settings(paths)
    rules = list(_with_cases(paths, settings))
    with progress() as tell:
        tested = [run_cases(rule, files, argument(chosen), tell=tell) for rule, files in rules]
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
    weighed = [
        _weigh(
            one,
            settings.test.coverage if fail_under is None else fail_under,
            settings.test.mutation if fail_under is None else fail_under,
            coverage=coverage,
            mutate=mutate,
        )
        for one in tested
        if coverage or mutate
    ]
    failed = any(one.unreadable or one.rules is None for one in tested)
    passed = all(one.passed for one in tested) and all(weighed)
    sys.exit(Exit.FAILED if failed or nothing else Exit.CLEAN if passed else Exit.FINDINGS)


def _weigh(one: RuleRun, covered: Decimal, noticed: Decimal, *, coverage: bool, mutate: bool) -> bool:
    """Tell what the cases of a rule file touch and notice; whether that is enough, in percent."""
    from kaoping.cases.coverage import coverage_of
    from kaoping.cases.mutate import mutate as try_all
    from kaoping.cases.weigh import told_coverage, told_mutation
    from kaoping.exact import text as plain

    if one.rules is None:
        return True
    enough = True
    touched = coverage_of(one.rules, one.outcomes)
    if coverage:
        for line in told_coverage(one.path, touched):
            emit(line)
        if touched.percent < covered:
            emit(f"{one.path}: 覆盖不到 {plain(covered)}%")
            enough = False
    if mutate and not one.passed:
        emit(f"{one.path}: 用例没有全部通过，没有试改动")
    elif mutate:
        with progress() as tell:
            found = try_all(one, touched, tell)
        for line in told_mutation(one.path, found):
            emit(line)
        if found.percent < noticed:
            emit(f"{one.path}: 发现的改动不到 {plain(noticed)}%")
        enough = enough and found.percent >= noticed and not found.diagnostics
    return enough


def _settings(paths: Sequence[Path]) -> Settings:
    """Those that hold for the first path; ends the program where they are wrong."""
    from kaoping.settings import load_settings
    from kaoping.source import UnreadableFileError

    try:
        return load_settings(paths[0] if paths else Path())
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)


def _with_cases(paths: Sequence[Path], settings: Settings) -> Iterator[tuple[Path, list[Path]]]:
    """The rule files with their case files. A case file that is named is run alone."""
    from kaoping.cases.run import KINDS, case_files
    from kaoping.commands.linting import rule_files

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
