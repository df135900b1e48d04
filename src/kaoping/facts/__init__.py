"""Facts: the schema that a rubric implies, readers for tables and streams, and the intake desk.

files ─ read ─┬─ rows (CSV), workbook, xls ─ formats, grid ─▶ sheets ─ tables, layouts ─▶ raw facts
              │                             header, headings, margins, blanks, strangers      │
              └─ stream, shapes (JSON lines) ─────────────────────────────────────────────────┤
                                                                                              ▼
changes ◀─ intake: what is new, repeated, contested, corrected (standing) ◀─ validate: names, cells
"""
