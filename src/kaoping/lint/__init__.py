"""Lint: what is wrong with a rule file before a fact exists, with proof.

    SourceFile ─ subject ─▶ Subject ─ checks ─▶ Found, Undecided ─ run ─▶ Diagnostic ─ acknowledge ─▶ Linted

A check is a file of `checks/`: documentation, two examples, and one function. It never raises on what a
user wrote, has no false positive that we know of, and proves what it finds by a witness. See `check`.
What several checks need stands beside them:

    way of a finding   check, subject, run, acknowledge; pages: what people read about a code
    sets of values     ranges (thresholds as intervals), domains and figures (what a measure can be),
                       filters (which events pass), units (what may be added or compared)
    scales             scales, apart, grades, places; gaps and overlaps of any of them
    points             amounts (what a section can draw on), reach (what it can come to), trial (facts made up
                       and scored), readings (one sentence, several meanings, each scored)
    names              names (where they stand), hidden (characters that nobody sees)
"""
