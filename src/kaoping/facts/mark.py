"""What tells a reader that a workbook was made by `kaoping template`, and what in it is no data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaoping.diagnostics import Diagnostic, Place
from kaoping.facts.schema import Schema

REMARK = "※"
"""A row whose first cell begins with it says something to people; it is never read as data."""

CORRECTIONS = "更正"
"""The sheet on which figures are corrected that were handed in before."""

TITLE_PROPERTY, DIGEST_PROPERTY = "kaoping-办法", "kaoping-规则文件"
"""Properties of a workbook: the title of the rubric, and the SHA-256 of the rule file it was made from."""

REPORT_PROPERTY = "kaoping-报表"
"""Property of a workbook that is a report: the title of the rubric. It is made anew with every scoring, and holds no facts."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a workbook that was made as a template says of its rule file."""

    title: str
    digest: str


def misfit(mark: Mark, schema: Schema, file: str) -> Diagnostic | None:
    """A warning where the template was made from another rubric, or from another state of the rule file."""
    if schema.title and mark.title != schema.title:
        message = f"模板是为“{mark.title}”生成的，现在按“{schema.title}”计分"
        help_ = "请核对规则和文件是不是配错了；没有配错的，请重新生成模板"
    elif schema.digest and mark.digest != schema.digest:
        message = "模板是按旧版规则文件生成的，规则文件后来改过"
        help_ = "要填的事项可能变了：请重新生成模板，把已填的内容抄过去；确认没有变的可以不管"
    else:
        return None
    return Diagnostic("F015", "warning", message, help_, place=Place(file))


def corrects_only(sheet: str | None) -> bool:
    """Whether all that a sheet holds is corrections and withdrawals."""
    return sheet is not None and sheet.strip() == CORRECTIONS


def is_remark(cells: Sequence[str]) -> bool:
    """Whether the first cell that is filled begins with the mark of a remark."""
    first = cells[0] or next(filter(None, cells), "")
    return first.startswith(REMARK)
