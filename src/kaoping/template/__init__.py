"""Template: a rubric → the workbook that its units fill in. The plan is plain data; `workbook` writes it.

    Rubric ─ make_template ─▶ Template (pages to read, forms to fill in) ─ to_bytes ─▶ xlsx

Whatever is not to be filled in stands in rows that begin with facts.mark.REMARK: the reader passes
over them, so a filled-in template reads back as it is.
"""

from __future__ import annotations

from kaoping.model import Rubric
from kaoping.template.forms import make_forms
from kaoping.template.guide import clause_page, event_page, guide_page
from kaoping.template.plan import Form, Template


def make_template(rubric: Rubric) -> Template:
    """The workbook to fill in for a rubric: what to read first, the forms, and the clauses behind them."""
    forms = make_forms(rubric)
    events = event_page(rubric)
    pages = (*forms, *((events,) if events.rows else ()), clause_page(rubric))
    return Template(rubric.title, rubric.digest, (guide_page(rubric, pages), *pages))


__all__ = ["Form", "Template", "make_template"]
