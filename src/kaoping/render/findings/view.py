"""What of a report is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """What people asked to see.

    Attributes:
        readings: the readings of ambiguous sentences, side by side; JSON always holds them.
        verbose: also where a check could not decide; JSON always holds it.
        colour: for a terminal; text only.
    """

    readings: bool = False
    verbose: bool = False
    colour: bool = False
