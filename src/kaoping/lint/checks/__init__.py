"""All checks, in the order of their codes: one file each, named after what it finds."""

from __future__ import annotations

from kaoping.lint.check import Check
from kaoping.lint.checks import full_mark, target_bare, tier_gap

CHECKS: tuple[Check, ...] = (
    target_bare.CHECK,  # A020
    full_mark.CHECK,  # M002
    tier_gap.CHECK,  # T001
)
