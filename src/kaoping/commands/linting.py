"""What lint and check share: which files, under which settings, what was found in them, and how it is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from kaoping.commands import Exit, argument, emit
from kaoping.lint.run import Linted, lint, unread
from kaoping.render.findings import FORMATS, render
from kaoping.render.findings.view import View
from kaoping.report import Report
from kaoping.settings import FILE, Settings, load_settings
from kaoping.source import SourceFile, UnreadableFileError, UnreadableSourceError, reason_of


def _more(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[tuple[str, Path], ...]:
    """The formats and files of --report."""
    for value in values:
        form, _, file = value.partition("=")
        if form not in FORMATS or not file:
            raise click.BadParameter(
                f"{value!r} is not FORMAT=FILE; formats: {', '.join(FORMATS)}", ctx, param
            )
    return tuple((form, Path(argument(file))) for form, _, file in (value.partition("=") for value in values))


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that tells findings; `tell` takes them."""
    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(FORMATS),
            default="text",
            show_default=True,
            help="For people, programs, or the services of a repository.",
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            help="Write there; only the summary is printed.",
        ),
        click.option(
            "--report",
            "more",
            multiple=True,
            callback=_more,
            metavar="FORMAT=FILE",
            help="Write another format there as well; may be given several times.",
        ),
        click.option(
            "--readings", is_flag=True, help="Show the readings of ambiguous sentences, with the scores."
        ),
        click.option("--verbose", is_flag=True, help="Show also where a check could not decide."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def tell(
    report: Report,
    form: str,
    output: Path | None,
    more: Sequence[tuple[str, Path]],
    readings: bool,
    verbose: bool,
) -> None:
    """Print or write a report, in one format and in more, and end the program with its exit code."""
    from kaoping.render.findings.text import summary

    for another, file in more:
        _write(render(report, another, View(readings, verbose)), file, report)
    text = render(report, form, View(readings, verbose, colour=output is None and wants_colour()))
    if output is None:
        if text:
            emit(text.removesuffix("\n"))
    else:
        _write(text, output, report)
        emit(f"{summary(report)}（{form}：{output}）")
    sys.exit(Exit.FAILED if report.failed else Exit.FINDINGS if report.failing else Exit.CLEAN)


def wants_colour() -> bool:
    """Whether people see what is printed, and want it in colour: a terminal; NO_COLOR, FORCE_COLOR and TERM have a say."""
    if not sys.stdout.isatty() and not os.environ.get("FORCE_COLOR"):
        return False
    from rich.console import Console

    console = Console(file=sys.stdout)
    return console.color_system is not None and not console.no_color and not console.legacy_windows


def _write(text: str, output: Path, report: Report) -> None:
    looked = {os.path.realpath(name) for name in (*report.paths, *(file.name for file in report.files))}
    if os.path.realpath(output) in looked:
        emit(f"{output}：这是规则、用例、事实或公布的表，不能盖掉；请换一个文件名", err=True)
        sys.exit(Exit.FAILED)
    try:
        if output.is_file():  # and no pipe, which has nothing to lose
            _may_go(output)
        output.write_bytes(text.encode("utf-8", "backslashreplace"))
    except FileNotFoundError:
        emit(f"{output}：没有文件夹“{output.parent}”，请先建好", err=True)
        sys.exit(Exit.FAILED)
    except OSError as error:
        emit(f"{output}：写不进去（{reason_of(error)}）", err=True)
        sys.exit(Exit.FAILED)


def _may_go(output: Path) -> None:
    """End the program where a file stands in the place of a report: only an earlier report is replaced."""
    from kaoping.render.findings.ours import is_report

    problem = ""
    if not output.stat().st_mode & 0o222:  # the system lets its administrator write
        problem = "是只读的"
    elif not is_report(output.read_bytes()):
        problem = "已有这个文件，不是检查的报告"
    if problem:
        emit(f"{output}：{problem}，没有覆盖；请换一个文件名，确实不要了的先删去", err=True)
        sys.exit(Exit.FAILED)


def chosen(paths: Sequence[Path]) -> tuple[list[Path], Settings]:
    """The rule files that are meant, and the settings. Ends the program where there are none, or these are wrong."""
    try:
        settings = load_settings(_common(paths) or Path())
    except UnreadableFileError as error:
        emit(str(error), err=True)
        sys.exit(Exit.FAILED)
    for path in settings.lint.exclude:
        if not os.path.lexists(settings.folder / path):
            where = _shown(settings.folder / FILE)
            emit(f"{where}：「lint.exclude」里的「{path}」不存在，这一项没有用", err=True)
    files = _once(rule_files(paths, settings))
    if not files:
        looked = "、".join(str(path) for path in paths) or os.fspath(settings.folder)
        emit(f"{looked}：没有找到规则文件（*.rubric）", err=True)
        sys.exit(Exit.FAILED)
    return files, settings


def run_lint(paths: Sequence[Path]) -> Report:
    """Lint files and folders. Ends the program where there is nothing to check, or the settings are wrong."""
    files, settings = chosen(paths)
    linted: list[Linted] = []
    for file in files:
        try:
            linted.append(lint(SourceFile.read(file), settings.lint.severity))
        except UnreadableSourceError as error:
            linted.append(unread(error))
    return Report.of_rules(linted, settings.lint.fail, repository_paths(files))


def rule_files(paths: Sequence[Path], settings: Settings) -> Iterator[Path]:
    """The rule files under paths, or under those of the settings, in order; a file that is named is taken as it is.

    Folders whose names begin with a dot are not searched, nor installed packages: their sample rubric is nobody's.
    """
    given = list(paths) or [_shown(settings.folder / path) for path in settings.lint.paths] or [Path()]
    # realpath, isdir: unlike resolve and is_dir, also of links that lead nowhere and of what is not permitted
    left_out = [Path(os.path.realpath(settings.folder / path)) for path in settings.lint.exclude]
    for path in given:
        if not os.path.isdir(path):
            yield path
            continue
        for file in sorted(path.rglob("*.rubric")):
            real = Path(os.path.realpath(file))
            if any(part.startswith(".") or part == "site-packages" for part in file.relative_to(path).parts):
                continue
            if not any(real == out or out in real.parents for out in left_out):
                yield file


def _once(files: Iterable[Path]) -> list[Path]:
    """Each file once, as it was called first: a finding is not to be told twice."""
    found: dict[str, Path] = {}
    for file in files:
        found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _shown(path: Path) -> Path:
    """A path as people would write it here."""
    return Path(os.path.relpath(path))


def repository_paths(files: Sequence[Path]) -> dict[str, str]:
    """The paths of files by how they were given: with / between folders, relative to the repository that holds them.

    That is the nearest folder at or above all of them with .git, else with kaoping.toml, else the current one.
    """
    whole = {str(file): Path(os.path.abspath(file)) for file in files}
    root = _repository(_common([path.parent for path in whole.values()]))
    return {name: _relative(path, root) for name, path in whole.items()}


def _common(paths: Sequence[Path]) -> Path | None:
    """What holds all of them; None where there are none, or they are on different drives."""
    try:
        return Path(os.path.commonpath([os.path.abspath(path) for path in paths]))
    except ValueError:
        return None


def _repository(start: Path | None) -> Path:
    above = (start, *start.parents) if start is not None else ()
    for mark in (".git", FILE):
        for folder in above:
            if os.path.exists(folder / mark):
                return folder
    return Path.cwd()


def _relative(path: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()
