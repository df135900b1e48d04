"""All checks, in the order of their codes: one file each, named after what it finds."""

from __future__ import annotations

from kaoping.lint.check import Check
from kaoping.lint.checks import (
    confusable_names,
    double_jeopardy,
    field_type,
    full_mark,
    grade_names,
    idle_filter,
    impossible_filter,
    mixed_units,
    rank_share,
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
    two_meanings,
    unscored_choice,
    unused_name,
    yes_no_counted,
)

CHECKS: tuple[Check, ...] = (
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
