"""All checks, in the order of their codes: one file each, named after what it finds."""

from __future__ import annotations

from kaoping.lint.check import Check
from kaoping.lint.checks import (
    cap_of_what,
    confusable_names,
    deadline_day,
    deadline_undated,
    deduction_end,
    double_jeopardy,
    drop_from,
    field_type,
    full_mark,
    grade_names,
    idle_filter,
    impossible_filter,
    judgement_range,
    mixed_units,
    neither_both,
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
    tier_order,
    tier_overlap,
    tier_units,
    tier_unreachable,
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
    full_mark.CHECK,  # M002
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
