"""Explanations as Markdown, to be pasted into a reply: the sentences of `trail` and `sides`, with headings and lists."""

from __future__ import annotations

from kaoping.exact import text as plain
from kaoping.model import Clause
from kaoping.render.markup import safe
from kaoping.render.scores import points_text
from kaoping.render.trail import grouped
from kaoping.sheet import Points, Sheet, Standing

# What a line of an explanation begins with, and what stands for it on a page.
_MARKS = (
    ("■ ", "## "),
    ("□ ", "### "),
    ("▸ ", "### "),
    ("    · ", "- "),
    ("  · ", "- "),
    ("  本指标：", "- 本指标："),
    ("    “", "> “"),
)


def as_page(text: str) -> str:
    """The explanation as Markdown."""
    title, unit, *lines = text.split("\n")
    page = [f"# {safe(unit)}", "", safe(title)]
    for line in lines:
        told = _line(line)
        if not (told.startswith("- ") and page[-1].startswith("- ")) and page[-1]:
            page.append("")
        page += [told] if told else []
    return "\n".join(page).rstrip("\n")


def losses(sheet: Sheet, standing: Standing) -> list[str]:
    """What a unit lost and why, and what is open: the clauses with less than their points."""
    told = [
        "\n".join(lines) for clause in standing.table.clauses() if (lines := _lost(sheet, standing, clause))
    ]
    open_ = "未达标和待评的条目" if sheet.rubric.scoring == "targets" else "没有得满的和待评的条目"
    return [f"## {open_}", "\n".join(told)] if told else []


def _lost(sheet: Sheet, standing: Standing, clause: Clause) -> list[str]:
    """An item of a list with what a clause lost; nothing where it has all its points."""
    state = sheet.clause(standing.unit, clause)
    entries = [
        entry
        for entry in sheet.assessment.ledger.entries
        if (entry.unit, entry.node) == (standing.unit, clause.id)
    ]
    less = clause.full is not None and state.high < clause.full
    if not (less or state.pending or any(entry.effective < 0 for entry in entries)):
        return []
    full = f"／{plain(clause.full)}" if clause.full else ""
    points = f"　{points_text(Points(state.low, state.high))}{full}分" if clause.scores else ""
    outcome = f"　{state.verdict}" if state.verdict else points
    lines = [f"- **第{clause.id}条{outcome}**　{safe(' '.join(clause.wording.split()))}"]
    lines += [f"  - {safe(sentence)}" for sentence, _ in grouped(entries)]
    if state.pending:
        lines.append(f"  - 待评：{safe('；'.join(state.pending))}。")
    return lines if len(lines) > 1 else [*lines, "  - 没有触及本条的事实。"]


def _line(line: str) -> str:
    """A line as a heading, an item of a list, a quotation; what has no mark of its own is a heading of a clause or round."""
    for mark, sign in _MARKS:
        if line.startswith(mark):
            return sign + safe(line.removeprefix(mark))
    plain = line.strip()
    return f"**{safe(plain)}**" if plain else ""
