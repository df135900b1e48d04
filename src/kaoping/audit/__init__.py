"""Audit of published score tables: do they follow from their own figures, from the rules, and from the facts?

    table ─ columns, paper ─▶ Paper (a unit's Lines) ─ match ─▶ Lines at nodes of the rubric
                                                           │
    figures, sums, targets (the table alone) ◀─────────────┼─────────────▶ scores (against a Sheet), rounds (自评 | 复评)
                                   └──────────▶ Finding: published, recomputed, rule, place ─▶ tell

A table that is right produces nothing; where a check cannot decide, it is silent.
"""
