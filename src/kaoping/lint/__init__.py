"""Lint: what is wrong with a rule file before a fact exists, with proof.

    SourceFile ─ subject ─▶ Subject ─ checks ─▶ Found, Undecided ─ run ─▶ Diagnostic ─ acknowledge ─▶ Linted

A check is a file of `checks/`: documentation, two examples, and one function. It never raises on what a
user wrote, has no false positive that we know of, and proves what it finds by a witness. See `check`.
"""
