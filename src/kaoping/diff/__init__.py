"""Two versions of a rule file, compared by meaning, and by what they make of the same facts.

    compare(old: SourceFile, new: SourceFile, facts: Sequence[Path] = ()) -> Comparison

    SourceFile ×2 ─ read, resolve ─▶ Version ×2 ─ match ─▶ which clause is which ─▶ Change, Change, …
                                                            facts ─ score by both ─▶ Effect (UnitEffect, …)

A `Comparison` holds `changes` (clauses, indicators, declarations: added, removed, changed, moved, follows, reworded),
`renumbered` and, with facts, `effect`. `comparison.unreadable` are the versions that have errors: then nothing else is there.
`comparison.matters` is the exit code: whether anybody may be, or is, scored otherwise.

`tell` says it: `as_text(comparison)`, `as_data(comparison)` (ready for JSON), `in_one_line(comparison)`;
`page`: `as_markdown(comparison, limit=…, level=…)`. A report on several rule files joins what these return.
"""

from kaoping.diff.compare import compare
from kaoping.diff.model import Change, Comparison, Detail, Effect, UnitEffect, Version

__all__ = ["Change", "Comparison", "Detail", "Effect", "UnitEffect", "Version", "compare"]
