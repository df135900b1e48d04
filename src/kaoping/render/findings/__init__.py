"""A report in the formats that people and programs read: one module each, `render(report, view) -> str`.

Paths are those of `Report.path` everywhere but in text, which shows them as people gave them. The same
report gives the same bytes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from kaoping.render.findings.view import View
from kaoping.report import Report

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")


def render(report: Report, form: str, view: View) -> str:
    """The report in one of FORMATS. Only that format is imported: a run on one file is to be quick."""
    assert form in FORMATS, form
    rendered: Callable[[Report, View], str] = importlib.import_module(f"{__name__}.{form}").render
    return rendered(report, view)
