"""What this house knows of an athlete, and the rules by which it advises: the article's, and two of its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import attrs

import runstrength
from runstrength.facts import Whole

RULES = Path(__file__).parent / "rules"


@attrs.frozen(kw_only=True)
class Athlete(runstrength.Profile):
    """A runner as this house knows them: with the nights that they worked, which its own rules ask about."""

    nights_worked: int | None = runstrength.fact(
        Whole(0, 7, "nights"),
        question="How many of the last seven nights did you work?",
        protective=True,
        course="eases",
    )


@cache
def rulebook() -> runstrength.Rulebook:
    """Read the rules, once in a process."""
    return runstrength.load_rulebook(RULES, profile=Athlete)
