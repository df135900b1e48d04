"""What a rubric repository's CI runs: everything that can be checked of a rule file and of what stands beside it.

    rule files, settings ─ run ─▶ Report, of parts:
        lint     what is wrong with the rules           (kaoping.lint)
        fmt      is it in its layout                    layout
        test     cases, coverage, mutation              cases
        facts    are the facts beside it taken, and do the rules give points for them    facts
        audit    do published tables follow             published
        effects  what a change does to the scores       effects

A part turns what another part of Kaoping found into `Diagnostic`s of files; it finds nothing by itself.
"""
