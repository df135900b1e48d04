"""`kaoping template`: a workbook to fill in, with every fact that the rules need."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from kaoping.commands import Exit, emit
from kaoping.commands.running import tell_findings
from kaoping.commands.writing import write_whole


@click.command("template")
@click.argument("rule", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The workbook to write (.xlsx)."
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there already.")
def template_command(rule: Path, output: Path, force: bool) -> None:
    """Write a workbook to fill in for RULE (a rule file or its folder): every fact, for every unit."""
    from kaoping.render.text import format_summary
    from kaoping.resolve import find_rule_file, load
    from kaoping.source import UnreadableFileError
    from kaoping.template import Form, make_template
    from kaoping.template.workbook import to_bytes

    if output.suffix.lower() != ".xlsx":
        _fail(f"{output}：只能写成 .xlsx 文件，请改为 {output.with_suffix('.xlsx')}")
    if output.is_dir():
        _fail(f"{output}：是文件夹，请写明文件名")
    if output.exists() and not force:
        _fail(f"{output}：已经有这个文件，没有改动它。请换个名字；要覆盖它，加 --force")
    if not output.parent.is_dir():
        _fail(f"{output}：写不进去（没有“{output.parent}”这个文件夹）")
    if not rule.exists():
        _fail(f"{rule}：没有这个文件或文件夹")
    try:
        resolved = load(find_rule_file(rule))
    except UnreadableFileError as error:
        _fail(str(error))
    tell_findings(resolved.diagnostics)
    if resolved.rubric is None:
        _fail(f"规则文件有误，没有生成模板：{format_summary(resolved.diagnostics)}")
    template = make_template(resolved.rubric)
    try:
        write_whole(output, to_bytes(template))
    except UnreadableFileError as error:
        _fail(str(error))
    forms = [sheet.name for sheet in template.sheets if isinstance(sheet, Form)]
    emit(f"已写好 {output}，要填的表：{'、'.join(forms)}")


def _fail(message: str) -> NoReturn:
    emit(message, err=True)
    sys.exit(Exit.FAILED)
