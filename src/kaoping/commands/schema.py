"""`kaoping schema`: what an editor must know of case files."""

from __future__ import annotations

import json

import click

from kaoping.commands import emit


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of case files (cases/*.yaml), for editors that check and complete YAML."""
    from kaoping.cases.model import json_schema

    emit(json.dumps(json_schema(), ensure_ascii=False, indent=2))
