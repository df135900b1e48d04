"""`kaoping code T001`: what a code means, with an example that has the fault and one that has not."""

from __future__ import annotations

import sys

import click

from kaoping.commands import Exit, emit


@click.command("code")
@click.argument("codes", nargs=-1, metavar="[CODE]…")
def code_command(codes: tuple[str, ...]) -> None:
    """Say what the codes of findings mean; without a code, list them all."""
    from kaoping.diagnostics import CODES
    from kaoping.lint.pages import PAGES, page_text

    if not codes:
        emit("\n".join(f"{code}  {title}" for code, title in sorted(CODES.items())))
        return
    unknown = [code for code in codes if code.upper() not in PAGES]
    for code in codes:
        if code.upper() in PAGES:
            emit(page_text(PAGES[code.upper()]))
    if unknown:
        emit(f"没有代码为{'、'.join(unknown)}的检查；全部代码：kaoping code", err=True)
        sys.exit(Exit.FAILED)
