"""All checks, in the order of their codes: one file each, named after what it finds."""

from __future__ import annotations

from kaoping.lint.check import Check
from kaoping.lint.checks import (
    amount_out_of_reach,
    cap_of_what,
    cap_too_large,
    cap_too_small,
    ceiling_out_of_reach,
    ceiling_too_low,
    child_sum,
    clause_sum,
    confusable_names,
    deadline_day,
    deadline_undated,
    deduction_end,
    deduction_opens,
    double_jeopardy,
    drain_amount,
    drop_from,
    field_type,
    full_mark,
    full_mark_out_of_reach,
    grade_names,
    grade_out_of_reach,
    idle_cap,
    idle_effect,
    idle_filter,
    impossible_filter,
    judgement_range,
    lost_grade,
    mixed_units,
    negative_amount,
    neither_both,
    never_exhausted,
    never_triggered,
    one_strike,
    part_sum,
    percent_of_what,
    rank_share,
    rate_undefined,
    step_part,
    target_bare,
    tier_beyond_full,
    tier_boundary,
    tier_choices,
    tier_end,
    tier_gap,
    tier_names,
    tier_order,
    tier_overlap,
    tier_units,
    tier_unreachable,
    total_exemption,
    turned,
    two_meanings,
    two_ways,
    unscored_choice,
    unseen,
    unused_name,
    yes_no_counted,
)

CHECKS: tuple[Check, ...] = (
    step_part.CHECK,  # A001
    percent_of_what.CHECK,  # A002
    drop_from.CHECK,  # A003
    two_ways.CHECK,  # A004
    deduction_end.CHECK,  # A005
    deadline_undated.CHECK,  # A006
    judgement_range.CHECK,  # A007
    rate_undefined.CHECK,  # A008
    deadline_day.CHECK,  # A009
    cap_of_what.CHECK,  # A010
    neither_both.CHECK,  # A011
    target_bare.CHECK,  # A020
    lost_grade.CHECK,  # E001
    idle_effect.CHECK,  # E002
    never_triggered.CHECK,  # E003
    total_exemption.CHECK,  # E004
    full_mark.CHECK,  # M002
    clause_sum.CHECK,  # M003
    child_sum.CHECK,  # M004
    cap_too_large.CHECK,  # M005
    cap_too_small.CHECK,  # M006
    one_strike.CHECK,  # M007
    drain_amount.CHECK,  # M008
    idle_cap.CHECK,  # M009
    never_exhausted.CHECK,  # M010
    amount_out_of_reach.CHECK,  # M011
    full_mark_out_of_reach.CHECK,  # M012
    grade_out_of_reach.CHECK,  # M013
    ceiling_out_of_reach.CHECK,  # M014
    ceiling_too_low.CHECK,  # M015
    negative_amount.CHECK,  # M016
    part_sum.CHECK,  # M017
    deduction_opens.CHECK,  # M018
    unused_name.CHECK,  # N004
    unscored_choice.CHECK,  # N005
    two_meanings.CHECK,  # N006
    confusable_names.CHECK,  # N007
    mixed_units.CHECK,  # N008
    impossible_filter.CHECK,  # N009
    field_type.CHECK,  # N010
    idle_filter.CHECK,  # N011
    yes_no_counted.CHECK,  # N012
    double_jeopardy.CHECK,  # N013
    tier_names.CHECK,  # N014
    turned.CHECK,  # S007
    unseen.CHECK,  # S008
    tier_gap.CHECK,  # T001
    tier_end.CHECK,  # T002
    tier_boundary.CHECK,  # T003
    tier_overlap.CHECK,  # T004
    tier_unreachable.CHECK,  # T005
    tier_order.CHECK,  # T006
    tier_units.CHECK,  # T007
    rank_share.CHECK,  # T008
    tier_choices.CHECK,  # T009
    grade_names.CHECK,  # T010
    tier_beyond_full.CHECK,  # T011
)
