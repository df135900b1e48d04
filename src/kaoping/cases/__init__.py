"""Rule tests: `cases/*.yaml` beside a rule file, run, and weighed.

document   YAML → texts with their places            model   what a case file may say
read       a case file → its documents               inline  facts that stand in a case → raw facts
run        a case on its rubric → a sheet            compare what was expected, what came out
coverage   what of a rubric no case decides          mutants, mutate   changes that no case notices
update     expectations rewritten in place           tell    all of it in words
"""
