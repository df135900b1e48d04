"""All checks, in the order of their codes: one file each, named after what it finds."""

from __future__ import annotations

from kaoping.lint.check import Check
from kaoping.lint.checks import (
    full_mark,
    grade_names,
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
)

CHECKS: tuple[Check, ...] = (
    target_bare.CHECK,  # A020
    full_mark.CHECK,  # M002
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
