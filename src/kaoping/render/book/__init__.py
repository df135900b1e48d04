"""A report as a workbook that an office circulates: what is in it (`plan`), and the file (`xlsx`).

    Sheet ─ units, overview, targets ─┐
    Report (rounds) ─ rounds ─────────┼─▶ Book (pages of cells: plain data) ─ xlsx.to_bytes ─▶ .xlsx
    Origin (files, refused rows) ─ about ┘

Every figure that is made of others is a formula with its value beside it: an overview refers to the page of the unit, there a
total adds indicators up, an indicator its clauses, a clause the changes of its ledger entries. What a bound
adds (扣完为止, 总分不高于100分) is a row of its own, so that plain sums are the scores.
"""
