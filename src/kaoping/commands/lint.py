"""`kaoping lint`: what is wrong with rule files before a fact exists, with proof."""

from __future__ import annotations

from pathlib import Path

import click

from kaoping.commands.linting import output_options, run_lint, tell


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Apply safe repairs first; then tell what is left.")
@click.option("--diff", "show", is_flag=True, help="With --fix: write nothing, show the repairs.")
@output_options
def lint_command(
    paths: tuple[Path, ...],
    fix: bool,
    show: bool,
    form: str,
    output: Path | None,
    more: tuple[tuple[str, Path], ...],
    readings: bool,
    verbose: bool,
) -> None:
    """Find gaps, contradictions and ambiguities in rule files: files, folders (searched for *.rubric), or the paths of kaoping.toml."""
    from kaoping.commands import fixing

    if show and not fix:
        raise click.UsageError("--diff shows what --fix would do: give both")
    if show:
        fixing.show_fixes(paths)
    if fix:
        fixing.fix(paths)
    tell(run_lint(paths), form, output, more, readings, verbose)
